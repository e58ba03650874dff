//! Numbers that somebody typed where the records could speak, or against what they say.
//!
//! In: every piece of prose, the figures, lists and events. Out: `unbound-number`, `dropped-qualifier`, `conflicting-number`, but for those that
//! a comment lets pass; `bad-allow` and `unused-allow` for the comments. A number in the summary of an event is the record itself, so it is held
//! against the event's own numbers only. It never reads headings, quotations, links or code.

use crate::check::Memos;
use crate::check::allow::Allowance;
use crate::check::numbers::{Counts, Qualifier, Reading, Typed, counted_by, noun_of, qualifier};
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Bound, Evaluated, Piece, PieceKey, Site, key, memo_key, pieces, wording};
use crate::memo::Key;
use crate::model::program::{Amount, Method};
use crate::model::{Event, Quantity};
use crate::parse::Prose;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_128;

/// Checks every piece of prose, in parallel. What was typed there is read again only where the text has changed.
pub fn typed_numbers(site: &Site, memos: &mut Memos, diagnostics: &mut Diagnostics) {
    let known = known(site);
    let own: HashMap<PieceKey, &Arc<Event>> = site
        .report
        .events()
        .flat_map(|(_, event)| event.summary.iter().chain(&event.note).map(move |prose| (key(prose), event)))
        .collect();
    let noun = &site.report.program.noun.other;
    let surroundings = xxh3_128(noun.as_bytes());
    let found: Vec<(Key, Arc<Reading>, Diagnostics)> = pieces(&site.report)
        .par_iter()
        .map(|piece| {
            let memo_key = memo_key(piece, surroundings);
            let reading = memos.reading.get(&memo_key, || Reading::new(piece.prose, noun));
            let mut found = reading.diagnostics.clone();
            let event = own.get(&piece.key()).copied();
            let mut doubts = look(piece, &reading.typed, event, site, &known);
            doubts.extend(bound(piece, site));
            settle(piece.prose, doubts, &reading.allowed, &mut found);
            (memo_key, reading, found)
        })
        .collect();
    diagnostics.extend(found.iter().flat_map(|(.., found)| found.iter().cloned()));
    memos.reading.keep(found.into_iter().map(|(key, reading, _)| (key, reading)));
}

/// A finding, and where in the text it begins.
type Doubt = (usize, Diagnostic);

/// Leaves out what an editor lets pass, and complains of allowances that nothing needs.
fn settle(prose: &Prose, doubts: Vec<Doubt>, allowed: &[Allowance], found: &mut Diagnostics) {
    let covers = |one: &Allowance, (at, doubt): &Doubt| one.code == doubt.code && one.covers.contains(at);
    for one in allowed.iter().filter(|one| !doubts.iter().any(|doubt| covers(one, doubt))) {
        let message = format!("nothing here needs `allow {}`", one.code.name());
        found.push(Diagnostic::new(Code::UnusedAllow, prose.span(&one.place), message).help("take the comment out"));
    }
    found.extend(doubts.into_iter().filter(|doubt| !allowed.iter().any(|one| covers(one, doubt))).map(|(_, doubt)| doubt));
}

/// A number of the report that prose could bind.
struct Known {
    expression: String,
    quantity: Quantity,
    counts: Counts,
    /// What it is called, to tell two numbers of the same size apart.
    label: String,
}

/// Published, counted and summed figures, and the totals of lists.
fn known(site: &Site) -> Vec<Known> {
    let program = &site.report.program;
    let figures = program.figures.iter().zip(&site.figures).map(|(figure, value)| {
        let (quantity, counts) = match value.amount {
            Amount::Money(money) => (money.quantity, Counts::Money),
            Amount::Number(quantity) => {
                let counts = match figure.method {
                    Method::Sum(..) => Counts::People,
                    Method::Count(_) => Counts::Records,
                    Method::Published(_) => noun_of(&figure.label).unwrap_or(Counts::Records),
                };
                (quantity, counts)
            }
        };
        Known { expression: format!("figures.{}", figure.id.value), quantity, counts, label: figure.label.clone() }
    });
    let lists = program.lists.iter().map(|list| Known {
        expression: format!("lists.{}.total", list.id.value),
        quantity: list.total.value,
        counts: Counts::Records,
        label: list.label.clone(),
    });
    figures.chain(lists).collect()
}

/// The number that a quantity is written with.
fn written(quantity: Quantity) -> Option<u64> {
    match quantity {
        Quantity::Exact(n)
        | Quantity::About(n)
        | Quantity::AtLeast(n)
        | Quantity::MoreThan(n)
        | Quantity::UpTo(n)
        | Quantity::AtLeastAbout(n) => Some(n),
        Quantity::Between(..) | Quantity::BetweenAbout(..) | Quantity::None | Quantity::Unknown | Quantity::Undisclosed => None,
    }
}

fn look(piece: &Piece<'_>, numbers: &[Typed], event: Option<&Arc<Event>>, site: &Site, known: &[Known]) -> Vec<Doubt> {
    if let Some(event) = event {
        return conflict(piece.prose, event, numbers).into_iter().collect();
    }
    numbers.iter().filter_map(|number| Some((number.range.start, doubt(piece, number, site, known)?))).collect()
}

fn doubt(piece: &Piece<'_>, number: &Typed, site: &Site, known: &[Known]) -> Option<Diagnostic> {
    let words = piece.prose.source.text().get(number.range.clone())?;
    let around = surroundings(piece, number, site);
    let same = |one: &&Known| {
        let certain = number.counts == Counts::Records && number.value >= SMALL;
        one.counts == number.counts && written(one.quantity) == Some(number.value) && (certain || is_about(&one.label, &around))
    };
    let span = piece.prose.span(&number.range);
    if let Some(one) = known.iter().filter(same).find(|one| !number.qualifier.fits(one.quantity.kind())) {
        let message = format!("`{words}` stands here without its doubt: the record says “{}”", one.quantity);
        let found = Diagnostic::new(Code::DroppedQualifier, span, message).note(format!("{}: {}", one.expression, one.label));
        return Some(found.help(format!("write `{{{{ {} }}}}`, which brings the words along", one.expression)));
    }
    // Only what the report counts as a whole has to come from it; other numbers of people and money are each source's own.
    let own = number.counts != Counts::Records || number.value < SMALL;
    if own && !known.iter().any(|one| same(&one)) {
        return None;
    }
    let found = Diagnostic::new(Code::UnboundNumber, span, format!("`{words}` is typed, so it stays when the records change"));
    Some(match known.iter().find(|one| same(one)) {
        Some(one) => {
            found.note(format!("{}: {}", one.expression, one.label)).help(format!("write `{{{{ {} }}}}`", one.expression))
        }
        None => found.help("bind it to a figure or a list, or say why not: `<!-- sourcebook: allow unbound-number why -->`"),
    })
}

/// Below this, numbers of countries are often no count at all: "the two governments".
const SMALL: u64 = 5;

/// The sentence that a number stands in, roughly, and the country whose record it is.
fn surroundings(piece: &Piece<'_>, number: &Typed, site: &Site) -> String {
    let text = piece.prose.source.text();
    let (before, after) = (&text[..number.range.start], &text[number.range.end..]);
    let start = before.rfind(". ").max(before.rfind("\n\n")).max(before.rfind("\n|")).unwrap_or(0);
    let end = after.find(". ").or_else(|| after.find("\n\n")).unwrap_or(after.len());
    let country = piece.country.and_then(|code| site.country(code)).map_or("", |country| country.name.value.as_str());
    format!("{} {country}", &text[start..number.range.end + end])
}

/// Whether the words around a number are about what a figure counts: they share one of its longer words, such as a name.
fn is_about(label: &str, around: &str) -> bool {
    let is_told =
        |word: &&str| word.len() >= 5 && noun_of(word).is_none() && !matches!(*word, "under" | "which" | "their" | "whose");
    label.split(|c: char| !c.is_alphanumeric()).filter(is_told).any(|word| around.contains(word))
}

/// A summary whose only number of people is not the event's.
fn conflict(prose: &Prose, event: &Event, numbers: &[Typed]) -> Option<Doubt> {
    let claims = event.people.as_ref().filter(|claims| claims.all.len() == 1)?;
    let people: Vec<&Typed> = numbers.iter().filter(|number| number.counts == Counts::People).collect();
    let [only] = people[..] else { return None };
    let value = claims.all[0].value.value;
    let agrees = match written(value) {
        Some(number) => number == only.value && (only.qualifier != Qualifier::Exactly || matches!(value, Quantity::Exact(_))),
        None => value.low().is_none_or(|low| only.value >= low) && value.high().is_none_or(|high| only.value <= high),
    };
    let is_written = |number: u64| {
        let digits = crate::model::quantity::grouped(number);
        let spelt = wording::quantity(Quantity::Exact(number), wording::Style::Words);
        let words = prose.source.text().split(|c: char| !(c.is_alphanumeric() || matches!(c, ',' | '-')));
        words.into_iter().any(|word| word.trim_matches(',') == digits || word.to_lowercase() == spelt)
    };
    let told = written(value).is_some_and(is_written);
    let is_summary = event.summary.as_ref().is_some_and(|summary| key(summary) == key(prose));
    if agrees || told || !is_summary {
        return None;
    }
    let words = prose.source.text().get(only.range.clone()).unwrap_or("");
    let message = format!(
        "the summary says `{words}`, but the event’s number of people is {}",
        wording::quantity(value, wording::Style::Digits)
    );
    let found = Diagnostic::new(Code::ConflictingNumber, prose.span(&only.range), message).label(claims.span, "this number");
    Some((only.range.start, found.help("correct one of the two, or bind it: `{{ events.ID.people }}`")))
}

/// Bound values whose sentence drops their doubt, or says the opposite.
fn bound(piece: &Piece<'_>, site: &Site) -> Vec<Doubt> {
    let text = piece.prose.source.text();
    let mut doubts = Vec::new();
    for mark in &piece.prose.marks {
        let Some(Evaluated::Bound(value)) = site.values.get(&mark.expression) else { continue };
        if !is_doubtful(value) {
            continue;
        }
        let before = text.get(..mark.range.start).unwrap_or("");
        let said = qualifier(before.rsplit("\n\n").next().unwrap_or(before));
        let counts = text.get(mark.range.end..).and_then(|after| counted_by(after, &site.report.program.noun.other));
        if let Some(message) = fault(value, said, counts.is_some()) {
            let span = piece.prose.span(&mark.range);
            let found = Diagnostic::new(Code::DroppedQualifier, span, message);
            doubts.push((
                mark.range.start,
                found.help("leave the words about how sure it is to the value: take `bare`, or the word before it, out"),
            ));
        }
    }
    doubts
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
