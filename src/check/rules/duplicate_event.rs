//! The same happening entered twice would be counted twice.
//!
//! In: the events of each record. Out: `duplicate-event`, for two of the same kind and numbers whose dates may be the same, and for two of the
//! same kind, arrangement and day. It never compares
//! events of different records.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::date::Point;
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

/// Events without any number are told apart by their words: a country may say no twice in a month; but one arrangement is not signed twice on a day. With
/// the same number, a day and the month that it lies in may be the same.
fn is_same(a: &Event, b: &Event) -> bool {
    let same_kind =
        a.kind.value == b.kind.value && a.countries.iter().map(|code| code.value).eq(b.countries.iter().map(|code| code.value));
    let (date, other) = (a.date.value, b.date.value);
    let may_be_one_day = !date.is_before(other) && !other.is_before(date) && !date.is_open() && !other.is_open();
    let deal = |event: &Event| event.arrangement.as_ref().map(|id| id.value.clone());
    let same_deal = deal(a).is_some() && deal(a) == deal(b) && date.start() == other.start() && date.end().is_none();
    same_kind
        && numbers(a) == numbers(b)
        && match numbers(a) {
            (None, None) => date == other && (words(a) == words(b) || same_deal && matches!(date.start(), Point::Day(_))),
            _ => date == other || may_be_one_day && a.running == b.running,
        }
}

fn numbers(event: &Event) -> (Option<Quantity>, Option<Money>) {
    (event.people.as_ref().map(crate::link::people), event.amount.as_ref().and_then(crate::link::money))
}

fn words(event: &Event) -> Option<&str> {
    event.summary.as_ref().map(|summary| summary.source.text())
}
