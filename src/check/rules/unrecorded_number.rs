//! `unrecorded-number`: a number of people or money about a country whose record does not have it.
//!
//! In: a passage that is read as a text of its own. Out: typed numbers that neither the records of the countries in the sentence nor the program give: here
//! prose and records part. Where the sentence names no country, all records are asked, and only about numbers from ten on: smaller ones
//! count what a sentence has just told. It never looks at numbers of countries, which have a rule of their own.

use crate::check::numbers::{Counts, LARGE, Typed, is_one_of, words};
use crate::check::prose::{Concerned, Doubt, Passage};
use crate::diagnose::{Code, Diagnostic};

/// The smallest sum of money for which a sentence without a country is held against the records of its sources: fees are nobody's fact.
const LARGE_SUM: u64 = 10_000;

pub fn unrecorded_number(passage: &Passage<'_>) -> Vec<Doubt> {
    let doubt = |number: &Typed| {
        let found = match number.counts {
            // They have a rule of their own.
            Counts::Records => None,
            Counts::Unit(_) => unit(passage, number),
            Counts::People | Counts::Money | Counts::Unnamed => count(passage, number),
        };
        Some((number.range.start, found?))
    };
    passage.reading.typed.iter().filter_map(doubt).collect()
}

/// A number of people or money that none of the records concerned has.
fn count(passage: &Passage<'_>, number: &Typed) -> Option<Diagnostic> {
    let concerned = passage.concerned(number.range.start);
    let is_asked = if passage.is_told() { is_large(number, &concerned) } else { is_beside_event(passage, number) };
    let countries = concerned.countries;
    if !is_asked || passage.known.has_number(&countries, number.counts, number.value, passage.piece.key()) {
        return None;
    }
    let message = format!("`{}` is nowhere in {}", passage.words(&number.range), passage.records_of(&countries));
    let found = passage.doubt(Code::UnrecordedNumber, &number.range, message);
    Some(found.help("correct it, bind it, `{{ events.ID.people }}`, or add what the record lacks"))
}

/// Where the sentence names no country, small numbers count what it has just told, and small sums are fees.
fn is_large(number: &Typed, concerned: &Concerned) -> bool {
    match number.counts {
        Counts::Unnamed => number.value >= LARGE,
        Counts::Money => number.value >= LARGE_SUM || concerned.named,
        _ => number.value >= LARGE || !concerned.countries.is_empty(),
    }
}

/// The summary of an event, or the terms of an arrangement, is the record itself. It is asked only for people and money of a country that the event gives no
/// number for: that it contradicts its own event is another finding.
fn is_beside_event(passage: &Passage<'_>, number: &Typed) -> bool {
    let own = passage.event().is_some_and(|event| match number.counts {
        Counts::People => event.people.is_some(),
        _ => event.amount.is_some(),
    });
    passage.is_summary() && passage.piece.country.is_some() && number.counts != Counts::Unnamed && !own
}

/// A number of days or votes, where the records concerned count in that unit and come to another number. A record that does not count in days says nothing
/// about days.
fn unit(passage: &Passage<'_>, number: &Typed) -> Option<Diagnostic> {
    if !passage.is_told() || is_distance(passage, number) {
        return None;
    }
    let (known, asking) = (passage.known, passage.piece.key());
    let Concerned { countries, named } = passage.concerned(number.range.start);
    let (counts, has, whose) = if named {
        let has = known.has_number(&countries, number.counts, number.value, asking);
        (known.has_unit(&countries, number.counts, asking), has, passage.records_of(&countries))
    } else {
        let told = passage.told_by_sources(number);
        (!told.is_empty(), told.contains(&number.value), "any event that rests on the sources of this sentence".to_owned())
    };
    let message = format!("`{}` is nowhere in {whose}", passage.words(&number.range));
    let found = || passage.doubt(Code::UnrecordedNumber, &number.range, message);
    (counts && !has).then(found).map(|found| found.help("correct it, or the text of the record"))
}

/// "Eleven days before": how far two events are apart, which their dates say.
fn is_distance(passage: &Passage<'_>, number: &Typed) -> bool {
    let after = passage.text().get(number.range.end..).unwrap_or("");
    words(after)
        .take(3)
        .any(|word| is_one_of(&["before", "after", "later", "earlier", "ago", "since", "within", "apart"], word.text))
}
