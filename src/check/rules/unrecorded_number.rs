//! `unrecorded-number`: a number of people or money about a country whose record does not have it.
//!
//! In: a passage that is read as a text of its own. Out: typed numbers that neither the records of the countries in the sentence nor the program give: here
//! prose and records part. Where the sentence names no country, all records are asked, and only about numbers from ten on: smaller ones
//! count what a sentence has just told. It never looks at numbers of countries, which have a rule of their own.

use crate::check::numbers::{Counts, Typed, is_one_of, words};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;

/// The smallest number that is looked for in all records.
const LARGE: u64 = 10;
/// The smallest sum of money for which a sentence without a country is held against the records of its sources: fees are nobody's fact.
const LARGE_SUM: u64 = 10_000;

pub fn unrecorded_number(passage: &Passage<'_>) -> Vec<Doubt> {
    if !(passage.is_told() || passage.is_summary()) {
        return Vec::new();
    }
    let doubt = |number: &Typed| {
        // The summary of an event is a record itself: only people and money of its country are held against what else the record says.
        let in_record = !passage.is_told();
        let own = passage.event().is_some_and(|event| match number.counts {
            // That the summary contradicts its own event is another finding.
            Counts::People => event.people.is_some(),
            _ => event.amount.is_some(),
        });
        let loose = own || matches!(number.counts, Counts::Unit(_) | Counts::Unnamed) || passage.piece.country.is_none();
        if number.counts == Counts::Records || in_record && loose {
            return None;
        }
        let countries = passage.concerned(number.range.start);
        let (known, asking) = (passage.known, passage.piece.key());
        let small = match number.counts {
            Counts::Unnamed => number.value < LARGE,
            Counts::Money => passage.named(number.range.start).is_empty() && number.value < LARGE_SUM,
            // A record that does not count in days says nothing about days.
            Counts::Unit(_) => {
                let named = passage.named(number.range.start);
                let told = passage.told_by_sources(number);
                if named.is_empty() && !told.is_empty() && !told.contains(&number.value) && !is_distance(passage, number) {
                    let words = passage.words(&number.range);
                    let message = format!("`{words}` is in no event that rests on the sources of this sentence");
                    let found = passage.doubt(Code::UnrecordedNumber, &number.range, message);
                    return Some((number.range.start, found.help("correct it, or the summary of the event")));
                }
                is_distance(passage, number) || !known.has_unit(&named, number.counts, asking)
            }
            _ => countries.is_empty() && number.value < LARGE,
        };
        if small || known.has_number(&countries, number.counts, number.value, asking) {
            return None;
        }
        let words = passage.words(&number.range);
        let message = format!("`{words}` is nowhere in {}", passage.records_of(&countries));
        let found = passage.doubt(Code::UnrecordedNumber, &number.range, message);
        Some((number.range.start, found.help("correct it, bind it, `{{ events.ID.people }}`, or add what the record lacks")))
    };
    passage.reading.typed.iter().filter_map(doubt).collect()
}

/// "Eleven days before": how far two events are apart, which their dates say.
fn is_distance(passage: &Passage<'_>, number: &Typed) -> bool {
    let after = passage.text().get(number.range.end..).unwrap_or("");
    words(after)
        .take(3)
        .any(|word| is_one_of(&["before", "after", "later", "earlier", "ago", "since", "within", "apart"], word.text))
}
