//! The same happening entered twice would be counted twice.
//!
//! In: the events of each record. Out: `duplicate-event`, for two of the same kind, date, arrangement and numbers. It never compares
//! events of different records.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::{Event, Money, Quantity};

pub(super) fn duplicate_event(site: &Site, diagnostics: &mut Diagnostics) {
    let report = &site.report;
    let records = report.countries.iter().map(|country| &country.events).chain([&report.program.events]);
    for events in records {
        for (at, event) in events.iter().enumerate() {
            if let Some(first) = events[..at].iter().find(|first| is_same(first, event)) {
                let message = format!("this looks like `{}` entered twice: same kind, date and numbers", first.id.value);
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateEvent, event.id.span, message)
                        .label(first.id.span, "the first")
                        .help("take one out; if both happened, tell them apart by their date, or by the number of people"),
                );
            }
        }
    }
}

/// Events without any number are told apart by their words: a country may say no twice in a month.
fn is_same(a: &Event, b: &Event) -> bool {
    let same_day = a.kind.value == b.kind.value
        && a.date.value == b.date.value
        && a.countries.iter().map(|code| code.value).eq(b.countries.iter().map(|code| code.value));
    same_day && numbers(a) == numbers(b) && (numbers(a) != (None, None) || words(a) == words(b))
}

fn numbers(event: &Event) -> (Option<Quantity>, Option<Money>) {
    (event.people.as_ref().map(crate::link::people), event.amount.as_ref().and_then(crate::link::money))
}

fn words(event: &Event) -> Option<&str> {
    event.summary.as_ref().map(|summary| summary.source.text())
}
