//! `conflicting-number`: the summary of an event against the numbers of the same event.
//!
//! In: a passage. Out: a summary that tells people or money, and none of the numbers that the event gives for them; and a number that the one tells with a
//! doubt that the other does not have. It never minds a summary without numbers.

use crate::check::known::written;
use crate::check::numbers::{Counts, LARGE, Qualifier, Typed, Word, counted_by, value, words};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::{Code, Diagnostic};
use crate::link::{Part, wording};
use crate::model::Quantity;
use crate::text::Span;
use std::ops::Range;

pub fn conflicting_number(passage: &Passage<'_>) -> Vec<Doubt> {
    let Part::EventSummary(event) = passage.piece.part else { return Vec::new() };
    let mut doubts = Vec::new();
    if let Some(claims) = &event.people {
        let some = event.in_scope.iter().flat_map(|claims| &claims.all);
        let values: Vec<Quantity> = claims.all.iter().chain(some).map(|claim| claim.value.value).collect();
        let told = counted(passage);
        let shown = values.iter().map(|value| wording::quantity(*value, wording::Style::Digits)).collect();
        doubts.extend(conflict(passage, &values, &told, claims.span, ("number of people", shown)));
        doubts.extend(doubtful(passage, &values, Counts::People, claims.span));
    }
    if let Some(claims) = &event.amount {
        let values: Vec<Quantity> = claims.all.iter().map(|claim| claim.value.value.quantity).collect();
        let shown = claims.all.iter().map(|claim| wording::money(&claim.value.value, wording::Style::Digits)).collect();
        let told: Vec<(u64, Range<usize>)> = typed(passage, Counts::Money).map(|one| (one.value, one.range.clone())).collect();
        doubts.extend(conflict(passage, &values, &told, claims.span, ("amount", shown)));
        doubts.extend(doubtful(passage, &values, Counts::Money, claims.span));
    }
    doubts
}

fn typed<'a>(passage: &'a Passage<'_>, counts: Counts) -> impl Iterator<Item = &'a Typed> {
    passage.reading.typed.iter().filter(move |number| number.counts == counts)
}

/// The first number of the summary, when the event gives none of those that it tells.
fn conflict(
    passage: &Passage<'_>,
    values: &[Quantity],
    told: &[(u64, Range<usize>)],
    span: Span,
    (what, known): (&str, Vec<String>),
) -> Option<Doubt> {
    let gives = |number: u64| {
        values.iter().any(|value| match (written(*value), value.low(), value.high()) {
            (Some(known), ..) => known == number,
            // A range, or nothing that is known.
            (None, low, high) => low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high),
        })
    };
    let (_, place) = told.first()?;
    // One person is told without a number: "an Iraqi man".
    if values.iter().any(|value| written(*value) == Some(1)) || told.iter().any(|(number, _)| gives(*number)) {
        return None;
    }
    let words = passage.words(place);
    let message = format!("the summary says `{words}`, but the event’s {what} is {}", known.join(" or "));
    Some((place.start, told_to_correct(passage.doubt(Code::ConflictingNumber, place, message), span)))
}

/// A number that summary and event share, the one with a doubt that the other does not have.
fn doubtful(passage: &Passage<'_>, values: &[Quantity], counts: Counts, span: Span) -> Option<Doubt> {
    let [value] = values else { return None };
    let number = typed(passage, counts).find(|number| written(*value) == Some(number.value) && number.value >= LARGE)?;
    let exact = matches!(value, Quantity::Exact(_));
    let agrees = if exact {
        matches!(number.qualifier, Qualifier::Bare | Qualifier::Exactly)
    } else {
        number.qualifier.fits(value.kind())
    };
    if agrees {
        return None;
    }
    let words = passage.words(&number.range);
    let known = wording::quantity(*value, wording::Style::Digits);
    let (code, message) = if exact {
        (Code::ConflictingNumber, format!("the summary doubts `{words}`, and the event’s number is exactly that"))
    } else {
        (Code::DroppedQualifier, format!("`{words}` stands here without its doubt: the event says “{known}”"))
    };
    Some((number.range.start, told_to_correct(passage.doubt(code, &number.range, message), span)))
}

fn told_to_correct(found: Diagnostic, span: Span) -> Diagnostic {
    found.label(span, "this number").help("correct one of the two, or bind it: `{{ events.ID.people }}`")
}

/// Every number of the summary that may count people: not money, not a part of a date, not of days or votes.
fn counted(passage: &Passage<'_>) -> Vec<(u64, Range<usize>)> {
    let masked = passage.piece.prose.source.masked(&passage.piece.prose.marks);
    let mut found = Vec::new();
    for (start, text) in passage.piece.prose.plain(&masked) {
        let all: Vec<Word<'_>> = words(text).collect();
        for (at, word) in all.iter().enumerate() {
            let place = start + word.start..start + word.start + word.text.len();
            let in_date = passage.reading.dates.iter().any(|date| date.range.start < place.end && place.start < date.range.end);
            let is_year = word.text.len() == 4 && !word.text.contains(',') && word.text.starts_with(['1', '2']);
            let of = counted_by(&text[word.start + word.text.len()..], "");
            let of_else = matches!(of, Some(Counts::Unit(_) | Counts::Records));
            let scaled = all.get(at + 1).is_some_and(|next| matches!(next.text, "million" | "billion" | "thousand"));
            if let Some(number) = value(word.text).filter(|_| !in_date && !is_year && !of_else && !scaled) {
                found.push((number, place));
            }
        }
    }
    found
}
