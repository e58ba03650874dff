//! `conflicting-number`: the summary of an event against the number of the same event.
//!
//! In: a passage. Out: the only number of people in a summary, where the event gives another. It never looks at events with several claims: a summary may
//! tell one of them.

use crate::check::known::written;
use crate::check::numbers::{Counts, Qualifier, Typed};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;
use crate::link::{key, wording};
use crate::model::Quantity;

pub fn conflicting_number(passage: &Passage<'_>) -> Vec<Doubt> {
    conflict(passage).into_iter().collect()
}

fn conflict(passage: &Passage<'_>) -> Option<Doubt> {
    let event = passage.event?;
    let claims = event.people.as_ref().filter(|claims| claims.all.len() == 1)?;
    let in_scope = event.in_scope.iter().flat_map(|claims| &claims.all).filter_map(|claim| written(claim.value.value));
    let people: Vec<&Typed> = passage.reading.typed.iter().filter(|number| number.counts == Counts::People).collect();
    let [only] = people[..] else { return None };
    let value = claims.all[0].value.value;
    let agrees = match written(value) {
        Some(number) => number == only.value && (only.qualifier != Qualifier::Exactly || matches!(value, Quantity::Exact(_))),
        None => value.low().is_none_or(|low| only.value >= low) && value.high().is_none_or(|high| only.value <= high),
    };
    let is_written = |number: u64| {
        let digits = crate::model::quantity::grouped(number);
        let spelt = wording::quantity(Quantity::Exact(number), wording::Style::Words);
        let words = passage.text().split(|c: char| !(c.is_alphanumeric() || matches!(c, ',' | '-')));
        words.into_iter().any(|word| word.trim_matches(',') == digits || word.to_lowercase() == spelt)
    };
    let told = written(value).is_some_and(is_written);
    let is_summary = event.summary.as_ref().is_some_and(|summary| key(summary) == passage.piece.key());
    if agrees || told || !is_summary || in_scope.into_iter().any(|number| number == only.value) {
        return None;
    }
    let words = passage.words(&only.range);
    let number = wording::quantity(value, wording::Style::Digits);
    let message = format!("the summary says `{words}`, but the event’s number of people is {number}");
    let found = passage.doubt(Code::ConflictingNumber, &only.range, message).label(claims.span, "this number");
    Some((only.range.start, found.help("correct one of the two, or bind it: `{{ events.ID.people }}`")))
}
