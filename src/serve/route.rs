//! A request target to an address of the plan.
//!
//! In: the target as sent, and the [`Pages`] there are. Out: the address, a better one to go to, or nothing. Pure. The
//! path is only ever looked up, never cleaned or joined: what is not exactly an address is not found.

use super::pages::Pages;

/// Where the preview's own files are, on every site.
pub(super) const OWN: &str = "/_sourcebook/";

/// A request target, decoded.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Target {
    pub path: String,
    /// As sent. Pages ignore it.
    pub query: String,
}

/// What is at a path.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// This address of the plan.
    Planned(String),
    /// Nothing, but it is meant to be at this URL.
    Moved(String),
    Nothing,
}

impl Target {
    /// The target of a request line, unless it is malformed: not a plain path, or a path that hides something in
    /// escapes or dots, as no link and no browser does.
    pub(super) fn parse(raw: &str) -> Option<Self> {
        if !raw.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
            return None;
        }
        let (path, query) = raw.split_once('?').unwrap_or((raw, ""));
        let path = decode(path)?;
        let clean = |segment: &str| segment != "." && segment != "..";
        (path.starts_with('/') && path.split('/').all(clean)).then(|| Self { path, query: query.to_owned() })
    }

    /// The value of a key in the query.
    pub(super) fn value(&self, key: &str) -> Option<String> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == key)?;
        String::from_utf8(unescape(value)?).ok()
    }
}

/// What is at a decoded path.
pub(super) fn find(path: &str, pages: &dyn Pages) -> Found {
    let base = pages.base_path();
    let decoded = decode(base).unwrap_or_else(|| "/".to_owned());
    let Some(inner) = path.strip_prefix(decoded.trim_end_matches('/')).filter(|inner| inner.starts_with('/')) else {
        let meant = path == "/" || path == decoded.trim_end_matches('/');
        return if meant { Found::Moved(base.to_owned()) } else { Found::Nothing };
    };
    if pages.contains(inner) {
        return Found::Planned(inner.to_owned());
    }
    let folder = match inner.strip_suffix("/index.html") {
        Some(folder) => format!("{folder}/"),
        None => format!("{inner}/"),
    };
    if pages.contains(&folder) {
        Found::Moved(format!("{}{}", base.trim_end_matches('/'), encode(&folder)))
    } else {
        Found::Nothing
    }
}

/// Percent-decodes a path. Nothing when it is malformed, or when an escape hides what would change its meaning.
fn decode(raw: &str) -> Option<String> {
    let path = String::from_utf8(unescape(raw)?).ok()?;
    let hidden = path.matches('/').count() != raw.matches('/').count();
    (!hidden && !path.contains('\\') && !path.chars().any(char::is_control)).then_some(path)
}

/// The bytes that `%41` and the like stand for. Nothing when an escape is broken.
fn unescape(raw: &str) -> Option<Vec<u8>> {
    let mut pieces = raw.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let digits = piece.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    Some(bytes)
}

/// Percent-encodes an address for a Location header.
fn encode(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::Fake;
    use super::*;

    fn site(base: &'static str) -> Fake {
        let pages = ["/", "/countries/", "/countries/rwanda/", "/articles/café & co/", "/feed.xml", "/404.html"];
        pages.iter().fold(Fake::new(base), |site, path| site.with(path, "text/html", path))
    }

    fn goes(site: &Fake, raw: &str) -> String {
        match Target::parse(raw).map(|target| find(&target.path, site)) {
            Some(Found::Planned(path)) => path,
            Some(Found::Moved(url)) => format!("-> {url}"),
            Some(Found::Nothing) => "nothing".to_owned(),
            None => "malformed".to_owned(),
        }
    }

    #[test]
    fn addresses_are_found_and_near_ones_moved() {
        let site = site("/");
        for (raw, wanted) in [
            ("/", "/"),
            ("/countries/rwanda/", "/countries/rwanda/"),
            ("/countries/rwanda/?q=../x&y\\", "/countries/rwanda/"),
            ("/countries/%72wanda/", "/countries/rwanda/"),
            ("/articles/caf%C3%A9%20%26%20co/", "/articles/café & co/"),
            ("/feed.xml", "/feed.xml"),
            ("/countries/rwanda", "-> /countries/rwanda/"),
            ("/countries/rwanda/index.html", "-> /countries/rwanda/"),
            ("/index.html", "-> /"),
            ("/articles/caf%c3%a9%20&%20co", "-> /articles/caf%C3%A9%20&%20co/"),
            ("/feed.xml/", "nothing"),
            ("/countries/RWANDA/", "nothing"),
            ("/none/", "nothing"),
            ("/none/index.html", "nothing"),
        ] {
            assert_eq!(goes(&site, raw), wanted, "{raw}");
        }
    }

    #[test]
    fn a_site_may_live_below_its_host() {
        let site = site("/a/b%20c/");
        for (raw, wanted) in [
            ("/a/b%20c/", "/"),
            ("/a/b%20c/countries/rwanda/", "/countries/rwanda/"),
            ("/a/b%20c/countries/rwanda", "-> /a/b%20c/countries/rwanda/"),
            ("/", "-> /a/b%20c/"),
            ("/a/b%20c", "-> /a/b%20c/"),
            ("/countries/rwanda/", "nothing"),
            ("/a/b%20cc/", "nothing"),
        ] {
            assert_eq!(goes(&site, raw), wanted, "{raw}");
        }
    }

    #[test]
    fn no_trick_reaches_anything() {
        let site = site("/");
        for raw in [
            "",
            "*",
            "countries/rwanda/",
            "http://localhost:1111/",
            "http://evil.example/",
            "localhost:1111",
            "/../",
            "/..",
            "/.",
            "/./",
            "/countries/../",
            "/countries/./rwanda/",
            "/%2e%2e/",
            "/%2E%2e/etc/passwd",
            "/.%2e/",
            "/countries%2frwanda/",
            "/countries%2Frwanda/",
            "/..%2f",
            "/%5c..%5c",
            "/\\..\\",
            "/..\\",
            "/countries/rwanda/%00",
            "/%0d%0aX:1",
            "/%7f",
            "/%c2%85",
            "/%ff",
            "/%c0%ae%c0%ae/",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/#",
            "/feed.xml#a",
            "/\u{e9}",
            "/a b",
            "/\t",
        ] {
            assert_eq!(goes(&site, raw), "malformed", "{raw}");
        }
        for raw in [
            "//",
            "//evil.example/",
            "//countries/rwanda/",
            "/countries//rwanda/",
            "/countries/rwanda//",
            "/%252e%252e/",
            "/%252e%252e%252fetc",
            "/...",
            "/etc/passwd",
            "/feed.xml.",
            "/feed.xml:$DATA",
            "/C:/",
            "/content/countries/rwanda.yaml",
            "/~",
            "/%20/",
            "/%3f",
            "/%23",
        ] {
            assert_eq!(goes(&site, raw), "nothing", "{raw}");
        }
    }

    #[test]
    fn a_query_is_read_by_key() {
        let target = Target::parse("/_sourcebook/page?path=%2Fa%2520b%2F&seen=00ff&bad=%zz").unwrap();
        assert_eq!(target.value("path").as_deref(), Some("/a%20b/"));
        assert_eq!(target.value("seen").as_deref(), Some("00ff"));
        assert_eq!(target.value("bad"), None);
        assert_eq!(target.value("none"), None);
    }
}
