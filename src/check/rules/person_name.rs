//! `person-name`: a name of a person in an event, in a report that does not name persons.
//!
//! In: the summary or note of an event, or other prose of a record. Out: two or more capitalized words that look like a name, where `program.yaml` has
//! `public_names` and the name is not among them. It passes over names of places, publishers and institutions, over what stands behind an
//! office ("President"), and over everything when `public_names` is not given. It never knows a name of one word.

use crate::check::numbers::{Word, is_one_of, words};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;
use crate::link::wording;
use std::ops::Range;

pub fn person_name(passage: &Passage<'_>) -> Vec<Doubt> {
    let program = &passage.site.report.program;
    let Some(public) = &program.public_names else { return Vec::new() };
    let is_record = passage.piece.country.is_some() || passage.event().is_some();
    if !is_record {
        return Vec::new();
    }
    let masked = passage.piece.prose.source.masked(&passage.piece.prose.marks);
    let mut doubts = Vec::new();
    for (start, text) in passage.piece.prose.plain(&masked) {
        for name in names(text) {
            let words = &text[name.clone()];
            let place = start + name.start..start + name.end;
            let known = public.iter().any(|one| words.contains(one.as_str()));
            if known || is_place(passage, &place) || is_institution(passage, words) {
                continue;
            }
            let message = format!("`{}` looks like the name of a person", words.replace('\n', " "));
            let found = passage.doubt(Code::PersonName, &place, message);
            let help = "take the name out; an official may stand in `public_names:` of program.yaml";
            doubts.push((place.start, found.help(help)));
        }
    }
    doubts
}

/// Words that stand before the name of somebody who holds an office.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "president", "minister", "secretary", "judge", "justice", "justices", "senator", "ambassador", "spokesman",
    "spokeswoman", "spokesperson", "representative", "king", "queen", "pope", "general", "colonel", "governor",
    "chancellor", "attorney", "commissioner", "director",
];

/// Words that no name of a person has.
#[rustfmt::skip]
const INSTITUTIONS: &[&str] = &[
    "african", "agency", "agreement", "airport", "american", "army", "asian", "assembly", "association", "bank",
    "base", "bureau", "cabinet", "catholic", "center", "central", "centre", "chamber", "christian", "circuit",
    "city", "commission", "committee", "community", "congress", "constitution", "convention", "council", "court",
    "customs", "democrats", "department", "district", "east", "eastern", "embassy", "enforcement", "english",
    "european", "federal", "foreign", "foundation", "french", "fund", "government", "great", "high", "homeland",
    "house", "human", "immigration", "institute", "international", "islamic", "island", "islands", "journal",
    "justice", "latin", "migration", "ministry", "muslim", "nations", "new", "news", "north", "northern", "office",
    "organization", "parliament", "party", "post", "press", "prison", "republic", "republicans", "rights", "saint",
    "security", "senate", "services", "south", "southern", "spanish", "state", "states", "supreme", "times",
    "treasury", "treaty", "tribunal", "union", "united", "university", "watch", "west", "western", "camp",
    "airlines", "airways", "doctors", "borders", "reporters", "amnesty", "coalition", "network", "project",
    "campaign", "church", "temple", "hotel", "mission", "corps", "force", "forces", "navy", "guard", "border",
    "patrol", "act", "bill", "order", "day", "week", "fort", "port", "mount", "lake", "river", "street", "avenue",
    "square", "tower", "hall", "hospital",
];

/// Small words that names have inside: "bin", "de la".
#[rustfmt::skip]
const INSIDE: &[&str] = &[
    "de", "la", "del", "da", "dos", "bin", "ibn", "al", "el", "van", "von", "di",
];

/// Two or more capitalized words beside each other, unless an office stands in front.
fn names(text: &str) -> Vec<Range<usize>> {
    let all: Vec<Word<'_>> = words(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    // Where the last name ended that an office excused.
    let mut excused = None;
    while at < all.len() {
        let mut end = at;
        while end < all.len() && (is_capital(&all[end]) || end > at && is_one_of(INSIDE, all[end].text)) {
            end += 1;
            if all[end - 1].ends_phrase && !is_initial(all[end - 1].text) {
                break;
            }
        }
        let first = at;
        at = end.max(at + 1);
        // The first word of a sentence is written with a capital whatever it is.
        let begins = first == 0 || all[first - 1].ends_phrase;
        let common = begins && all.get(first).is_some_and(|word| is_one_of(COMMON, word.text));
        let first = first + usize::from(common);
        while end > first && !is_capital(&all[end - 1]) {
            end -= 1;
        }
        let is_office = |word: &Word<'_>| {
            let bare = word.text.trim_end_matches("’s");
            is_one_of(OFFICES, bare) || bare.strip_suffix('s').is_some_and(|one| is_one_of(OFFICES, one))
        };
        // "Senators A. Example and B. Sample": the office holds for the second as well.
        let joined = first > 0 && all[first - 1].text == "and" && excused == Some(first - 1);
        let office = joined || first > 0 && is_office(&all[first - 1]) || all[first..end.max(first)].iter().any(is_office);
        if end > first {
            excused = office.then_some(end);
        }
        if end >= first + 2 && !office {
            found.push(all[first].start..all[end - 1].start + all[end - 1].text.len());
        }
    }
    found
}

/// Words that begin sentences.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "a", "an", "the", "in", "on", "at", "by", "of", "to", "for", "from", "with", "it", "its", "he", "she", "they",
    "we", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "after", "before", "when",
    "while", "both", "all", "some", "no", "most", "many", "under", "as", "since", "until", "his", "her", "their",
    "this", "that", "these", "those", "if", "and", "but", "another", "other",
];

/// A capital and small letters behind it: not `U.S.`, `CBS`, `2025`.
fn is_capital(word: &Word<'_>) -> bool {
    let mut letters = word.text.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    capital && (letters.next().is_some_and(|c| c.is_lowercase() || matches!(c, '’' | '\'')) || is_initial(word.text))
}

fn is_initial(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    bare.chars().count() == 1 && bare.chars().all(char::is_uppercase)
}

/// Whether a part of it is the name of a country.
fn is_place(passage: &Passage<'_>, place: &Range<usize>) -> bool {
    let inside = |name: &Range<u32>| (name.start as usize) < place.end && place.start < name.end as usize;
    passage.linked.is_some_and(|linked| linked.names.countries.iter().any(|(name, _)| inside(name)))
        || crate::model::territory::all().iter().any(|one| passage.words(place).contains(one.name.as_str()))
}

/// Whether a word of it is one of institutions, months, publishers or the program.
fn is_institution(passage: &Passage<'_>, name: &str) -> bool {
    let report = &passage.site.report;
    let of_program = [&report.program.title, &report.program.question];
    words(name).any(|word| {
        let bare = word.text.trim_end_matches("’s").trim_end_matches("'s");
        is_one_of(INSTITUTIONS, bare)
            || wording::month_number(bare).is_some()
            || of_program.iter().any(|text| text.split_whitespace().any(|one| one == bare))
    }) || report.sources.values().any(|source| source.publisher.contains(name.trim_end_matches("’s")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_capitals_beside_each_other() {
        let found = |text: &str| names(text).into_iter().map(|name| text[name].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("A man, Juan de la Cruz, 34, was sent."), ["Juan de la Cruz"]);
        assert_eq!(found("The court freed Peter Q. Sample."), ["Peter Q. Sample"]);
        assert_eq!(found("Maria Lopez was on the flight."), ["Maria Lopez"]);
        for text in [
            "Judge Brian E. Murphy ruled.",
            "The United government",
            "U.S. and CBS",
            "In June. Then it",
            "Prime Minister Jane Doe",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
