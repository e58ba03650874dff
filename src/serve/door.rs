//! Who may ask, and what for.
//!
//! In: the head of a request as [`Ask`]. Out: nothing, or the [`Refusal`]. It stands in front of every address, the
//! preview's own included: any web page may send requests to a server on its reader's machine, under any name that
//! resolves there. It never looks at the site.

use super::route::OWN;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Longer targets, and more bytes of headers, are no browser's.
const LONGEST_TARGET: usize = 8 * 1024;
const LONGEST_HEAD: usize = 64 * 1024;

/// The head of a request.
#[derive(Clone, Default, Debug)]
pub(super) struct Ask {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub has_body: bool,
}

impl Ask {
    pub(super) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    /// The values of a header, whose name may be written in any case.
    pub(super) fn header<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Why a request is not answered. Each has one fixed text, so that nothing of the request can come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    Host,
    Origin,
    Method,
    Body,
    Malformed,
    TooLong,
}

impl Refusal {
    pub(super) fn status(self) -> u16 {
        match self {
            Self::Host | Self::Origin => 403,
            Self::Method => 405,
            Self::Body | Self::Malformed => 400,
            Self::TooLong => 431,
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Host => "This preview answers to its own address only. To use another name, start it with --host NAME.\n",
            Self::Origin => "This preview answers to its own pages only.\n",
            Self::Method => "This preview can only be read.\n",
            Self::Body => "This preview takes nothing in.\n",
            Self::Malformed => "This is no address of a page.\n",
            Self::TooLong => "This request is too long.\n",
        }
    }
}

/// What the preview answers to.
#[derive(Clone, Debug)]
pub(super) struct Door {
    names: Vec<String>,
    port: u16,
    /// Whether it listens on every address of the machine: `--host 0.0.0.0` names them all. An address in the Host
    /// header cannot be a foreign name that was made to resolve here.
    any_address: bool,
}

impl Door {
    /// For a preview that listens on `address` because `--host` said `host`.
    pub(super) fn new(host: &str, address: SocketAddr) -> Self {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned(), in_url(host)];
        Self { names: names.into(), port: address.port(), any_address: address.ip().is_unspecified() }
    }

    pub(super) fn refuse(&self, ask: &Ask) -> Option<Refusal> {
        let mut hosts = ask.header("Host");
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return Some(Refusal::Host) };
        if !self.knows(host) {
            return Some(Refusal::Host);
        }
        if is_foreign(ask, host) {
            return Some(Refusal::Origin);
        }
        if ask.method != "GET" && ask.method != "HEAD" {
            return Some(Refusal::Method);
        }
        if ask.has_body {
            return Some(Refusal::Body);
        }
        let head: usize = ask.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        (ask.target.len() > LONGEST_TARGET || head > LONGEST_HEAD).then_some(Refusal::TooLong)
    }

    /// Whether a Host header names this preview, with its port or without one.
    fn knows(&self, host: &str) -> bool {
        let name = host.strip_suffix(&format!(":{}", self.port)).unwrap_or(host);
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name)) || (self.any_address && is_address(name))
    }
}

/// The URL to open for a preview that listens on `address` because `--host` said `host`.
pub(super) fn url(host: &str, address: SocketAddr, base_path: &str) -> String {
    let host = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.to_string(),
        IpAddr::V6(ip) if ip.is_unspecified() => in_url(&Ipv6Addr::LOCALHOST.to_string()),
        IpAddr::V4(_) | IpAddr::V6(_) => in_url(host),
    };
    format!("http://{host}:{}{base_path}", address.port())
}

/// Whether the request was caused by another site. Browsers say so with `Origin` or `Sec-Fetch-Site`; what is not a
/// browser need not, and is not what this is about. Following a link from another site to a page is allowed.
fn is_foreign(ask: &Ask, host: &str) -> bool {
    let own = format!("http://{host}");
    if ask.header("Origin").any(|origin| !origin.eq_ignore_ascii_case(&own)) {
        return true;
    }
    let follows_link = ask.header("Sec-Fetch-Mode").any(|mode| mode == "navigate") && !ask.target.starts_with(OWN);
    ask.header("Sec-Fetch-Site").any(|site| site != "same-origin" && site != "none") && !follows_link
}

/// A host as it is written in a URL: an IPv6 address in brackets.
fn in_url(host: &str) -> String {
    match host.parse::<Ipv6Addr>() {
        Ok(ip) => format!("[{ip}]"),
        Err(_) => host.to_owned(),
    }
}

fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    match bare {
        Some(bare) => bare.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<Ipv4Addr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> Door {
        Door::new("127.0.0.1", "127.0.0.1:1111".parse().unwrap())
    }

    fn ask(headers: &[(&str, &str)]) -> Ask {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Ask { method: "GET".into(), target: "/".into(), headers, has_body: false }
    }

    fn host(door: &Door, host: &str) -> bool {
        door.refuse(&ask(&[("Host", host)])).is_none()
    }

    #[test]
    fn only_its_own_names_are_answered() {
        for own in ["localhost:1111", "LocalHost:1111", "localhost", "127.0.0.1:1111", "127.0.0.1", "[::1]:1111", "[::1]"] {
            assert!(host(&door(), own), "{own}");
        }
        for foreign in [
            "",
            "evil.example",
            "evil.example:1111",
            "localhost:80",
            "localhost:11111",
            "localhost.",
            "localhost.evil.example:1111",
            "evil.example#localhost",
            "127.0.0.1.evil.example",
            "127.0.0.2:1111",
            "192.168.1.2:1111",
            "0.0.0.0:1111",
            "::1",
            "[::2]",
            "localhost:1111:1111",
            "localhost:1111,evil.example",
            "user@localhost:1111",
            "localhost:1111 ",
            "2130706433",
            "127.1",
        ] {
            assert!(!host(&door(), foreign), "{foreign}");
        }
        assert_eq!(door().refuse(&ask(&[])), Some(Refusal::Host));
        assert_eq!(door().refuse(&ask(&[("Host", "localhost"), ("HOST", "localhost")])), Some(Refusal::Host));
    }

    #[test]
    fn what_the_host_option_names_is_answered_too() {
        let named = Door::new("newsroom.lan", "192.168.1.2:80".parse().unwrap());
        assert!(host(&named, "newsroom.lan") && host(&named, "localhost"));
        assert!(!host(&named, "192.168.1.2") && !host(&named, "other.lan"));
        let everywhere = Door::new("0.0.0.0", "0.0.0.0:1111".parse().unwrap());
        assert!(host(&everywhere, "192.168.1.2:1111") && host(&everywhere, "[fe80::1]:1111"));
        assert!(!host(&everywhere, "evil.example:1111") && !host(&everywhere, "192.168.1.2:80"));
        let six = Door::new("fe80::1", "[fe80::1]:1111".parse().unwrap());
        assert!(host(&six, "[fe80::1]:1111"));
    }

    #[test]
    fn other_sites_are_refused() {
        let with = |name: &str, value: &str| door().refuse(&ask(&[("Host", "localhost:1111"), (name, value)]));
        assert_eq!(with("Origin", "http://localhost:1111"), None);
        for origin in [
            "null",
            "",
            "http://localhost",
            "http://localhost:80",
            "http://127.0.0.1:1111",
            "https://localhost:1111",
            "http://evil.example",
        ] {
            assert_eq!(with("Origin", origin), Some(Refusal::Origin), "{origin}");
        }
        assert_eq!(with("Sec-Fetch-Site", "same-origin"), None);
        assert_eq!(with("Sec-Fetch-Site", "none"), None);
        for site in ["cross-site", "same-site", "?"] {
            assert_eq!(with("Sec-Fetch-Site", site), Some(Refusal::Origin), "{site}");
        }
        let link = [("Host", "localhost:1111"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")];
        assert_eq!(door().refuse(&ask(&link)), None, "a link from elsewhere");
        let own = Ask { target: format!("{OWN}page"), ..ask(&link) };
        assert_eq!(door().refuse(&own), Some(Refusal::Origin));
    }

    #[test]
    fn only_reading_is_answered() {
        let plain = ask(&[("Host", "localhost")]);
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "BREW", "get"] {
            assert_eq!(door().refuse(&Ask { method: method.into(), ..plain.clone() }), Some(Refusal::Method), "{method}");
        }
        assert_eq!(door().refuse(&Ask { method: "HEAD".into(), ..plain.clone() }), None);
        assert_eq!(door().refuse(&Ask { has_body: true, ..plain.clone() }), Some(Refusal::Body));
        assert_eq!(door().refuse(&Ask { target: "/".repeat(10_000), ..plain }), Some(Refusal::TooLong));
        assert_eq!(door().refuse(&ask(&[("Host", "localhost"), ("Cookie", &"x".repeat(70_000))])), Some(Refusal::TooLong));
    }

    #[test]
    fn the_url_can_be_opened() {
        let url = |host: &str, address: &str, base: &str| url(host, address.parse().unwrap(), base);
        assert_eq!(url("127.0.0.1", "127.0.0.1:1111", "/"), "http://127.0.0.1:1111/");
        assert_eq!(url("localhost", "127.0.0.1:80", "/a/"), "http://localhost:80/a/");
        assert_eq!(url("0.0.0.0", "0.0.0.0:1112", "/"), "http://127.0.0.1:1112/");
        assert_eq!(url("::1", "[::1]:1111", "/"), "http://[::1]:1111/");
        assert_eq!(url("::", "[::]:1111", "/"), "http://[::1]:1111/");
    }
}
