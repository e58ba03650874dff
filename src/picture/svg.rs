//! Whether a drawing could do more than be looked at.
//!
//! In: the text of an SVG file. Out: the first thing in it that runs, fetches or refers to something outside, with its place. An SVG
//! file in `<img>` is only looked at, but whoever opens its address gets a page of the site. It never repairs a file: what cannot be
//! read for certain is refused.

use std::borrow::Cow;

/// What a drawing may not hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Active {
    /// The byte at which it begins.
    pub at: usize,
    /// In words that follow "this drawing".
    pub what: &'static str,
}

/// Elements that run something, change others or embed a page, without the name space before the colon.
const ELEMENTS: &[&str] = &[
    "script",
    "foreignobject",
    "iframe",
    "frame",
    "object",
    "embed",
    "audio",
    "video",
    "handler",
    "listener",
    "set",
    "animate",
    "animatemotion",
    "animatetransform",
    "animatecolor",
    "discard",
    "link",
    "meta",
    "base",
    "form",
];
/// What a style may not say, in small letters.
const STYLES: &[&str] =
    &["@import", "javascript:", "expression(", "-moz-binding", "behavior:", "url(http", "url(//", "url(data:"];

/// The first active part of a drawing, if there is one.
#[must_use]
pub fn active(text: &str) -> Option<Active> {
    let found = |at: usize, what: &'static str| Some(Active { at, what });
    if let Some(at) = text.find('\0') {
        return found(at, "is not stored as UTF-8");
    }
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let between = &text[at..at + next];
        if let Some(bad) = style(between) {
            return found(at + bad, "loads or runs something through a style");
        }
        let start = at + next;
        let rest = &text[start..];
        at = if let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else { return found(start, UNCLOSED) };
            start + 4 + end + 3
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let Some(end) = data.find("]]>") else { return found(start, UNCLOSED) };
            if let Some(bad) = style(&data[..end]) {
                return found(start + 9 + bad, "loads or runs something through a style");
            }
            start + 9 + end + 3
        } else {
            let Some(end) = end_of_tag(rest) else { return found(start, UNCLOSED) };
            if let Some(what) = tag(&rest[1..end]) {
                return found(start, what);
            }
            start + end + 1
        };
    }
    None
}

const UNCLOSED: &str = "has a tag or comment that is not closed";

/// The `>` that ends a tag: one inside quotation marks does not.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            // A document type with declarations of its own, or a tag inside a tag.
            (None, b'[' | b'<') if at > 0 => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// What is wrong with a tag, given without its angle brackets.
fn tag(inside: &str) -> Option<&'static str> {
    if let Some(declaration) = inside.strip_prefix('?') {
        return instruction(declaration);
    }
    if inside.starts_with('!') {
        let plain = inside.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("!doctype")) && !inside.ends_with(['[', '<']);
        let public = inside.to_ascii_lowercase();
        let known = !public.contains("system") && (!public.contains("public") || public.contains("//dtd svg"));
        return (!(plain && known)).then_some("declares entities or refers to another document");
    }
    let inside = inside.trim_start_matches('/');
    let end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
    let element = local(&inside[..end]).to_ascii_lowercase();
    if ELEMENTS.contains(&element.as_str()) {
        return Some("has an element that runs, moves or embeds something");
    }
    let mut rest = inside[end..].trim_start_matches(['/', ' ', '\t', '\r', '\n']);
    while !rest.is_empty() {
        let stop = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = local(&rest[..stop]).to_ascii_lowercase();
        rest = rest[stop..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                return Some("has an attribute without quotation marks");
            };
            let Some(length) = after[1..].find(quote) else { return Some(UNCLOSED) };
            value = &after[1..=length];
            rest = after[length + 2..].trim_start();
        }
        if let Some(what) = attribute(&element, &name, &decoded(value)) {
            return Some(what);
        }
        rest = rest.trim_start_matches('/').trim_start();
    }
    None
}

fn instruction(inside: &str) -> Option<&'static str> {
    let small = inside.to_ascii_lowercase();
    if !small.starts_with("xml ") && small.trim_end_matches('?') != "xml" {
        return small.starts_with("xml-stylesheet").then_some("refers to a style sheet of its own");
    }
    let encoding = small.split_once("encoding").map_or("utf-8", |(_, rest)| rest.trim_start_matches(['=', ' ', '"', '\'']));
    let known = ["utf-8", "us-ascii", "ascii", "iso-8859-1"].iter().any(|one| encoding.starts_with(one));
    (!known).then_some("is not stored as UTF-8")
}

fn attribute(element: &str, name: &str, value: &str) -> Option<&'static str> {
    if name.starts_with("on") {
        return Some("has an attribute that runs a script");
    }
    let small: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_ascii_lowercase();
    if small.contains("javascript:") || small.contains("vbscript:") || small.contains("data:text") {
        return Some("has an address that runs a script");
    }
    if matches!(name, "href" | "src") {
        let picture = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"];
        let inside = small.is_empty() || small.starts_with('#') || picture.iter().any(|kind| small.starts_with(kind));
        let link = element == "a" && ["https://", "http://", "mailto:"].iter().any(|scheme| small.starts_with(scheme));
        return (!inside && !link).then_some("refers to something outside itself");
    }
    (style(value).is_some()).then_some("loads or runs something through a style")
}

/// Where a text says what no style of a drawing may say.
fn style(text: &str) -> Option<usize> {
    if !text.contains(['@', ':', '(', '\\', '&']) {
        return None;
    }
    let small: String = decoded(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\''))
        .collect::<String>()
        .to_ascii_lowercase();
    // `\75rl(…)` is `url(…)` to a browser.
    let escaped = small.contains('\\') && small.contains('(');
    (escaped || STYLES.iter().any(|word| small.contains(word))).then_some(0)
}

/// The name without the name space before it.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text with its numbered characters, `&#106;` and `&#x6a;`, as what they stand for. Of named ones XML has five, and none matters here.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains("&#") {
        return text.into();
    }
    let mut pieces = text.split("&#");
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_once(';').unwrap_or((piece, ""));
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        out.extend(code.ok().and_then(char::from_u32));
        out.push_str(rest);
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_for_drawings_write_is_let_through() {
        for text in [
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- Created with Inkscape -->\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"9\"><sodipodi:namedview id=\"a\"/><defs><path id=\"p\" d=\"M0 0\"/></defs>\
             <use xlink:href=\"#p\" style=\"fill:url(#g);stroke:none\"/><a href=\"https://example.org/\"><text>only: a (text) © 2026</text></a></svg>",
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>",
            "<svg><style><![CDATA[ .a > .b { fill: url(#g) } ]]></style><image href=\"data:image/png;base64,AAAA\"/></svg>",
            "<svg><title>a &lt;script&gt; is a text</title></svg>",
            "",
        ] {
            assert_eq!(active(text), None, "{text}");
        }
    }

    #[test]
    fn what_runs_fetches_or_hides_is_found() {
        for text in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><x:ScRiPt xmlns:x=\"http://www.w3.org/2000/svg\"/></svg>",
            "<svg onload=\"alert(1)\"/>",
            "<svg/onload=\"alert(1)\"/>",
            "<svg id=\"a\"onload=\"alert(1)\"/>",
            "<svg a='>' onload='alert(1)'/>",
            "<svg onload=alert(1)>",
            "<svg><a href=\"javascript:alert(1)\"/></svg>",
            "<svg><a xlink:href=\" java&#10;script:alert(1)\"/></svg>",
            "<svg><a href=\"&#x6a;avascript:alert(1)\"/></svg>",
            "<svg><a href=\"data:text/html,x\"/></svg>",
            "<svg><use href=\"other.svg#a\"/></svg>",
            "<svg><image href=\"https://example.org/x.png\"/></svg>",
            "<svg><image href=\"data:image/svg+xml,x\"/></svg>",
            "<svg><foreignObject/></svg>",
            "<svg><set attributeName=\"href\" to=\"x\"/></svg>",
            "<svg><style>@import 'x.css';</style></svg>",
            "<svg><style><![CDATA[a{fill:url( 'https://example.org')}]]></style></svg>",
            "<svg><style>a{fill:\\75rl(x)}</style></svg>",
            "<svg style=\"background:url(//example.org/x)\"/>",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>",
            "<!DOCTYPE svg SYSTEM \"x.dtd\"><svg/>",
            "<!ENTITY a \"b\">",
            "<?xml-stylesheet href=\"x.xsl\"?><svg/>",
            "<?xml version=\"1.0\" encoding=\"utf-16\"?><svg/>",
            "<svg><!-- ",
            "<svg",
            "<html><script>x</script></html>",
        ] {
            assert!(active(text).is_some(), "{text}");
        }
        assert_eq!(active("<svg>\n<script/></svg>").map(|found| found.at), Some(6));
    }
}
