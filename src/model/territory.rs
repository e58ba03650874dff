//! The countries and territories of the world: codes, names, regions.
//!
//! In: `data/territories.json`, made from Unicode's CLDR (see `data/README.md`). Out: lookups by code and by name. It never
//! decides who is a country: a record may be about anything that has a code.

use super::id::CountryCode;
use serde::Deserialize;
use std::sync::LazyLock;

/// One entry of the table.
#[derive(Deserialize, Debug)]
pub struct Territory {
    /// ISO 3166-1 alpha-2; `XK` for Kosovo.
    pub code: String,
    /// ISO 3166-1 alpha-3; `XKX` for Kosovo.
    pub code3: String,
    /// Its item in Wikidata: `Q1037`.
    pub wikidata: String,
    pub name: String,
    pub aliases: Vec<String>,
    /// UN M49 region, and the smallest M49 region below it.
    pub region: String,
    pub subregion: String,
}

static TERRITORIES: LazyLock<Vec<Territory>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/territories.json")).unwrap_or_default());

/// All of them, by code.
#[must_use]
pub fn all() -> &'static [Territory] {
    &TERRITORIES
}

/// The territory with this code.
#[must_use]
pub fn find(code: CountryCode) -> Option<&'static Territory> {
    all().binary_search_by(|territory| territory.code.as_str().cmp(code.as_str())).ok().map(|at| &all()[at])
}

/// The territory that somebody meant by a code in another form, or a name.
#[must_use]
pub fn guess(text: &str) -> Option<&'static Territory> {
    let is = |name: &str| name.eq_ignore_ascii_case(text);
    all().iter().find(|one| is(&one.code) || is(&one.code3) || is(&one.name) || one.aliases.iter().any(|alias| is(alias)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_sorted() {
        assert_eq!(all().len(), 250);
        assert!(all().is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(guess("Kosovo").unwrap().code, "XK");
    }
}
