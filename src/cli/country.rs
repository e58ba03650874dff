//! The country that somebody means.
//!
//! In: what was typed: `RW`, `rw`, `RWA`, `Rwanda`. Out: its code. It never looks at a report.

use super::failure::Failure;
use crate::diagnose::{nearest, quoted};
use crate::model::{CountryCode, territory};

/// The code of the country that `text` names.
pub fn named(text: &str) -> Result<CountryCode, Failure> {
    let text = text.trim();
    let known = || territory::guess(text).and_then(|found| CountryCode::new(&found.code));
    // A house code is in no table of names, so codes come first.
    CountryCode::new(&text.to_ascii_uppercase()).or_else(known).ok_or_else(|| unknown(text))
}

fn unknown(text: &str) -> Failure {
    let failure = Failure::usage(format!("{} is no country or territory that Sourcebook knows", quoted(text)));
    let names = territory::all().iter().flat_map(|one| std::iter::once(&one.name).chain(&one.aliases)).map(String::as_str);
    match nearest(text, names) {
        Some(name) => failure.help(format!("did you mean {}?", quoted(name))),
        None => failure
            .help("use the two letters of ISO 3166-1, such as `RW`, or the name in English; `XA` to `XZ` are free for others"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_usual_name_will_do() {
        for text in ["RW", "rw", "RWA", " rwanda ", "Rwanda"] {
            assert_eq!(named(text).unwrap().as_str(), "RW", "{text}");
        }
        assert_eq!(named("uk").unwrap().as_str(), "GB");
        assert_eq!(named("xa").unwrap().as_str(), "XA");
        assert_eq!(named("Ivory Coast").unwrap().as_str(), "CI");
    }

    #[test]
    fn others_are_answered_with_the_nearest() {
        assert_eq!(named("Rwnada").unwrap_err().help.unwrap(), "did you mean `Rwanda`?");
        assert!(named("the moon").unwrap_err().help.unwrap().contains("ISO 3166-1"));
        assert!(named("").is_err());
    }
}
