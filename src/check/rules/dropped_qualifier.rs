//! `dropped-qualifier`: a number without the doubt that the records have.
//!
//! In: a passage. Out: typed numbers that a figure gives as "at least", "about", "up to" and the sentence does not, and bound values whose sentence
//! drops their doubt or says the opposite. It never complains of a sentence that doubts more than the record.

use super::unbound_number::figures;
use crate::check::numbers::{Counts, LARGE, Qualifier, Typed, counted_by, qualifier};
use crate::check::prose::{Concerned, Doubt, Passage};
use crate::diagnose::{Code, Diagnostic, Severity};
use crate::link::{Bound, Evaluated};

pub fn dropped_qualifier(passage: &Passage<'_>) -> Vec<Doubt> {
    let typed = passage.reading.typed.iter().filter(|_| passage.event().is_none());
    let of_figures: Vec<Doubt> = typed.filter_map(|number| typed_number(passage, number)).collect();
    // The summary of an event with a number of its own is held against that.
    let is_bare_event =
        passage.is_summary() && passage.event().is_none_or(|event| event.people.is_none() && event.amount.is_none());
    let of_records = passage.reading.typed.iter().filter(|_| passage.is_told() || is_bare_event);
    let of_records = of_records
        .filter(|number| !of_figures.iter().any(|(at, _)| *at == number.range.start))
        .filter_map(|number| recorded(passage, number))
        .collect::<Vec<Doubt>>();
    of_figures.into_iter().chain(of_records).chain(bound(passage)).collect()
}

/// A number that the records of the countries in the sentence have, but never so sure. Only a warning: another number of the same size may be meant.
fn recorded(passage: &Passage<'_>, number: &Typed) -> Option<Doubt> {
    if !matches!(number.counts, Counts::People | Counts::Money | Counts::Unnamed) || number.value < LARGE {
        return None;
    }
    let Concerned { countries, named } = passage.concerned(number.range.start);
    let countries = if named { countries } else { Vec::new() };
    let kind = passage.known.doubt(&countries, number, passage.piece.key())?;
    let words = passage.words(&number.range);
    let said = kind.replace('_', " ");
    let message = format!("`{words}` stands here without its doubt: {} says “{said} {words}”", passage.records_of(&countries));
    let found = passage.doubt(Code::DroppedQualifier, &number.range, message);
    let found = Diagnostic { severity: Severity::Warning, ..found };
    Some((number.range.start, found.help("say how sure the number is, or bind it: `{{ events.ID.people }}`")))
}

fn typed_number(passage: &Passage<'_>, number: &Typed) -> Option<Doubt> {
    let one = figures(passage, number).find(|one| !number.qualifier.fits(one.quantity.kind()))?;
    let words = passage.words(&number.range);
    let message = format!("`{words}` stands here without its doubt: the record says “{}”", one.quantity);
    let found = passage.doubt(Code::DroppedQualifier, &number.range, message).note(format!("{}: {}", one.expression, one.label));
    Some((number.range.start, found.help(format!("write `{{{{ {} }}}}`, which brings the words along", one.expression))))
}

/// Bound values whose sentence drops their doubt, or says the opposite.
fn bound(passage: &Passage<'_>) -> Vec<Doubt> {
    let text = passage.text();
    let doubt = |mark: &crate::parse::Mark| {
        let Some(Evaluated::Bound(value)) = passage.site.values.get(&mark.expression) else { return None };
        if !is_doubtful(value) {
            return None;
        }
        let before = text.get(..mark.range.start).unwrap_or("");
        let said = qualifier(before.rsplit("\n\n").next().unwrap_or(before));
        let counts = text.get(mark.range.end..).and_then(|after| counted_by(after, &passage.site.report.program.noun.other));
        let found = passage.doubt(Code::DroppedQualifier, &mark.range, fault(value, said, counts.is_some())?);
        let help = "leave the words about how sure it is to the value: take `bare`, or the word before it, out";
        Some((mark.range.start, found.help(help)))
    };
    passage.piece.prose.marks.iter().filter_map(doubt).collect()
}

/// Whether a value is a number that words must go with.
fn is_doubtful(value: &Bound) -> bool {
    matches!(value.kind.as_str(), "at_least" | "at_least_about" | "more_than" | "up_to" | "about" | "between_about")
}

/// What is wrong with a doubtful value behind the qualifier `said`. A number that counts nothing there is shown for its own sake.
fn fault(value: &Bound, said: Qualifier, counts: bool) -> Option<String> {
    let tells = !value.text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '$' | '€' | '£'))
        && qualifier_of(&value.text) != Qualifier::Bare;
    match (tells, said) {
        (true, Qualifier::Bare) => None,
        (true, _) => Some(format!("the words before it do not go with “{}”", value.text)),
        (false, said) if !counts || said.fits(&value.kind) => None,
        (false, _) => Some(format!("the number {} stands here without its doubt", value.text)),
    }
}

/// The qualifier that a shown value begins with.
fn qualifier_of(text: &str) -> Qualifier {
    let lead: Vec<&str> =
        text.split_whitespace().take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit() || c == '$')).collect();
    (1..=lead.len())
        .map(|words| qualifier(&lead[..words].join(" ")))
        .find(|one| *one != Qualifier::Bare)
        .unwrap_or(Qualifier::Bare)
}
