//! Names of things: ids, country codes, slugs, web addresses.
//!
//! In: text as written. Out: newtypes that cannot be mixed up. An id is only a name here: whether the thing exists is
//! decided once, in [`link`](crate::link). It never looks anything up except the table of territories.

use super::territory;
use crate::diagnose::Code;
use crate::parse::{FromScalar, Mistake};
use std::fmt;
use std::sync::Arc;

/// An id of anything: a source, an event, a kind, a state. Small letters, digits, `_`, `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Id(Arc<str>);

/// An ISO 3166-1 alpha-2 code, `XK` for Kosovo, or one of the codes that ISO leaves to its users.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CountryCode([u8; 2]);

/// A web address that is safe to link to: `http` or `https`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Url(String);

impl Id {
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut characters = text.chars();
        let starts = characters
            .next()
            .is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit() || first.is_ascii_uppercase());
        let goes_on = characters.all(|next| next.is_ascii_alphanumeric() || next == '_' || next == '-');
        (starts && goes_on && text.len() <= 100).then(|| Self(text.into()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it can be a name in an expression: no hyphen, no digit in front.
    #[must_use]
    pub fn is_name(&self) -> bool {
        !self.0.contains('-') && !self.0.starts_with(|first: char| first.is_ascii_digit())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl FromScalar for Id {
    const CODE: Code = Code::BadId;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        Self::new(text).ok_or_else(|| {
            let better: String =
                text.trim().to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
            let found = Mistake::new(format!("`{text}` cannot be an id"));
            match Self::new(&better) {
                Some(id) => found.help(format!("write `{id}`")),
                None => found.help("use letters, digits, `_` and `-`, a letter or digit first"),
            }
        })
    }
}

impl CountryCode {
    /// The code with these two capital letters, if ISO 3166-1 has it or leaves it to users.
    #[must_use]
    pub fn new(letters: &str) -> Option<Self> {
        let bytes: [u8; 2] = letters.as_bytes().try_into().ok()?;
        let code = Self(bytes);
        (bytes.iter().all(u8::is_ascii_uppercase) && (territory::find(code).is_some() || code.is_house())).then_some(code)
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether ISO 3166-1 leaves it to its users: `AA`, `QM` to `QZ`, `XA` to `XZ`, `ZZ`.
    #[must_use]
    pub fn is_house(self) -> bool {
        matches!(self.0, [b'A', b'A'] | [b'Q', b'M'..=b'Z'] | [b'X', b'A'..=b'Z'] | [b'Z', b'Z'])
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromScalar for CountryCode {
    const CODE: Code = Code::BadCode;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        Self::new(text).ok_or_else(|| {
            let found = Mistake::new(format!("`{text}` is not a country code"));
            match territory::guess(text) {
                Some(territory) => found.help(format!("write `{}` for {}", territory.code, territory.name)),
                None => found.help("use the two capital letters of ISO 3166-1, `XK` for Kosovo"),
            }
        })
    }
}

impl Url {
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !host.ends_with(']') => (name, Some(port)),
            _ => (host, None),
        };
        // A name and a password before the host would be published with it.
        if name.is_empty() || host.contains('@') || port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return None;
        }
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '\\'));
        (!host.is_empty() && clean).then(|| Self(text.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The tag of a language (BCP 47), as `lang` wants it: `en`, `pt-BR`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Language(pub String);

impl FromScalar for Language {
    const CODE: Code = Code::WrongType;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or("");
        let fits = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()) && parts.all(fits) {
            return Ok(Self(text.to_owned()));
        }
        Err(Mistake::new(format!("`{text}` is not the tag of a language")).help("write `en`, `es` or `pt-BR`, say"))
    }
}

impl FromScalar for Url {
    const CODE: Code = Code::BadUrl;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        Self::new(text).ok_or_else(|| {
            let found = Mistake::new(format!("`{text}` is not a web address that can be linked to"));
            if !text.contains("://") && text.contains('.') && Self::new(&format!("https://{text}")).is_some() {
                return found.help(format!("write `https://{text}`"));
            }
            found.help("addresses begin with `https://` and have no spaces (a space is written `%20`)")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_know_norway_and_kosovo() {
        for code in ["NO", "XK", "RW", "XA", "QZ"] {
            assert_eq!(CountryCode::from_scalar(code).unwrap().as_str(), code);
        }
        let help = |text: &str| CountryCode::from_scalar(text).unwrap_err().help.unwrap();
        assert_eq!(help("rw"), "write `RW` for Rwanda");
        assert_eq!(help("RWA"), "write `RW` for Rwanda");
        assert_eq!(help("Norway"), "write `NO` for Norway");
        assert_eq!(help("UK"), "write `GB` for United Kingdom");
    }

    #[test]
    fn ids_are_plain() {
        assert!(Id::from_scalar("nyt-list").is_ok());
        assert_eq!(Id::from_scalar("rw payment").unwrap_err().help.unwrap(), "write `rw_payment`");
        assert!(Id::new("").is_none() && Id::new("_a").is_none() && Id::new("a.b").is_none());
        assert!(!Id::new("nyt-list").unwrap().is_name());
    }

    #[test]
    fn addresses_cannot_run_code() {
        assert!(Url::new("https://example.org/a?b=c#d").is_some());
        for text in
            ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "https://a b", "https://a\"b", "ftp://a"]
        {
            assert!(Url::new(text).is_none(), "{text}");
        }
        assert_eq!(Url::from_scalar("example.org").unwrap_err().help.unwrap(), "write `https://example.org`");
    }
}
