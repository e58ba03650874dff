//! Addresses as they stand in HTML.
//!
//! In: an [`Address`], an anchor, the base path. Out: text for `href` and `src`, percent-encoded where it must be; and escaped HTML
//! text. It never decides where something is.

use crate::link::Address;

/// `/a/b/countries/rwanda/#timeline`
#[must_use]
pub fn href(base_path: &str, address: &Address, anchor: Option<&str>) -> String {
    to(base_path, address.as_str(), anchor)
}

/// The same for an address given as text.
#[must_use]
pub fn to(base_path: &str, path: &str, anchor: Option<&str>) -> String {
    let mut out = String::with_capacity(base_path.len() + path.len() + 16);
    out.push_str(base_path);
    encode(path.trim_start_matches('/'), &mut out);
    if let Some(anchor) = anchor {
        out.push('#');
        encode(anchor, &mut out);
    }
    out
}

/// A small file as an address that holds all of it (RFC 2397).
#[must_use]
pub fn data(media_type: &str, text: &str) -> String {
    let mut out = format!("data:{media_type},");
    out.reserve(text.len() * 3 / 2);
    for (at, part) in text.split('#').enumerate() {
        out.push_str(if at == 0 { "" } else { "%23" });
        encode(part, &mut out);
    }
    out
}

/// Percent-encodes what RFC 3986 does not allow in a path; `/` and `#` of the text stay.
fn encode(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !STAYS[usize::from(byte)]) {
        // What stays is ASCII, so what does not begins at a letter's first byte.
        let letter = rest[at..].chars().next().map_or(1, char::len_utf8);
        out.push_str(&rest[..at]);
        for byte in rest[at..at + letter].bytes() {
            out.extend(['%', char::from(DIGITS[usize::from(byte >> 4)]), char::from(DIGITS[usize::from(byte & 15)])]);
        }
        rest = &rest[at + letter..];
    }
    out.push_str(rest);
}

/// The bytes that stand in an address as they are. A table, because all links of all pages are looked through for the others.
const STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "it is less than 128")]
        let sign = byte as u8;
        stays[byte] =
            sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'.' | b'_' | b'~' | b'/' | b'#' | b'@' | b':' | b'+' | b',');
        byte += 1;
    }
    stays
};

/// Text as HTML, fit for content and for attributes in double quotation marks.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}

/// Appends text as HTML.
pub fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// A text with the entities resolved that [`escaped`] and others write; `&` last, so that what was escaped twice is resolved once.
#[must_use]
pub fn unescaped(text: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encoded_below_the_base_path() {
        let address = Address::new("/articles/été d’or/").unwrap();
        assert_eq!(href("/a/b/", &address, Some("x y")), "/a/b/articles/%C3%A9t%C3%A9%20d%E2%80%99or/#x%20y");
        assert_eq!(to("/", "/", None), "/");
    }

    #[test]
    fn nothing_gets_out_of_an_attribute() {
        assert_eq!(escaped("<a b=\"c\">'&"), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
    }
}
