//! `unbound-number`: a number of countries that somebody typed, or of people or money where a figure holds it.
//!
//! In: a passage. Out: its typed numbers that stay when the records change. It never asks for small numbers of countries ("the two governments"), or for
//! numbers in events: they are the record.

use crate::check::known::{Number, written};
use crate::check::numbers::{Counts, Typed};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;

pub fn unbound_number(passage: &Passage<'_>) -> Vec<Doubt> {
    if passage.event().is_some() {
        return Vec::new();
    }
    let doubt = |number: &Typed| {
        let figures: Vec<&Number> = figures(passage, number).collect();
        // Only what the report counts as a whole has to come from it; other numbers of people and money are each source's own.
        let own = number.counts != Counts::Records || number.value < SMALL;
        let weaker = figures.iter().any(|one| !number.qualifier.fits(one.quantity.kind()));
        if weaker || own && figures.is_empty() {
            return None;
        }
        let message = format!("`{}` is typed, so it stays when the records change", passage.words(&number.range));
        let found = passage.doubt(Code::UnboundNumber, &number.range, message);
        let found = match figures.first() {
            Some(one) => {
                found.note(format!("{}: {}", one.expression, one.label)).help(format!("write `{{{{ {} }}}}`", one.expression))
            }
            None => found.help("bind it to a figure or a list, or say why not: `<!-- sourcebook: allow unbound-number why -->`"),
        };
        Some((number.range.start, found))
    };
    passage.reading.typed.iter().filter_map(doubt).collect()
}

/// Below this, numbers of countries are often no count at all: "the two governments".
pub const SMALL: u64 = 5;

/// The figures and lists that a typed number is the number of.
pub fn figures<'a>(passage: &'a Passage<'_>, number: &'a Typed) -> impl Iterator<Item = &'a Number> {
    let around = std::cell::LazyCell::new(|| surroundings(passage, number));
    let certain = number.counts == Counts::Records && number.value >= SMALL;
    let same = move |one: &&Number| {
        one.counts == number.counts && written(one.quantity) == Some(number.value) && (certain || is_about(&one.label, &around))
    };
    passage.known.figures.iter().filter(same)
}

/// The sentence that a number stands in, and the country whose record it is.
fn surroundings(passage: &Passage<'_>, number: &Typed) -> String {
    let country = passage.piece.country.and_then(|code| passage.site.country(code));
    let sentence = passage.sentence(number.range.start);
    format!("{} {}", passage.words(&sentence), country.map_or("", |country| country.name.value.as_str()))
}

/// Whether the words around a number are about what a figure counts: they share one of its longer words, such as a name.
fn is_about(label: &str, around: &str) -> bool {
    let is_told = |word: &&str| {
        word.len() >= 5
            && crate::check::numbers::noun_of(word).is_none()
            && !matches!(*word, "under" | "which" | "their" | "whose")
    };
    label.split(|c: char| !c.is_alphanumeric()).filter(is_told).any(|word| around.contains(word))
}
