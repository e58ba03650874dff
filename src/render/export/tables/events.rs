//! What happened.
//!
//! In: the events of the package. Out: a row for each, oldest first; of numbers on which sources differ, the span of all. It never adds anything up.

use super::{Column, Extent, Kind, column, date, figures, ids, number};
use crate::model::Quantity;
use crate::model::date::PRECISIONS;
use crate::model::program::Amount;
use crate::render::frame::Frame;

pub const COLUMNS: &[Column] = &[
    column("id", Kind::Text).required(),
    column("country", Kind::Text),
    column("countries", Kind::Codes),
    column("date", Kind::Edtf).required(),
    column("date_precision", Kind::Word(&PRECISIONS)).required(),
    column("date_earliest", Kind::Day).required(),
    column("date_latest", Kind::Day),
    column("reported", Kind::Edtf),
    column("kind", Kind::Text).required(),
    column("kind_label", Kind::Text),
    column("summary", Kind::Text),
    column("people", Kind::Text),
    column("people_in_scope", Kind::Text),
    column("people_low", Kind::Integer),
    column("people_high", Kind::Integer),
    column(
        "people_kind",
        Kind::Word(&["exact", "about", "at_least", "more_than", "up_to", "range", "none", "unknown", "undisclosed", "disputed"]),
    ),
    column("amount", Kind::Text),
    column("amount_low", Kind::Integer),
    column("amount_high", Kind::Integer),
    column("currency", Kind::Text),
    column("money_kind", Kind::Word(&["paid", "pledged", "spent", "estimated"])),
    column("running_total", Kind::Boolean).required(),
    column("sources", Kind::Ids),
    column("url", Kind::Url).required(),
];

pub fn rows(extent: &Extent<'_>) -> Vec<Vec<String>> {
    extent.events.iter().map(|at| row(*at, extent.frame)).collect()
}

fn row(at: usize, frame: Frame<'_>) -> Vec<String> {
    let happening = &frame.site.events[at];
    let event = &happening.event;
    let kind = frame.site.report.program.kind(event.kind.value.as_str());
    let people = event.people.as_ref().map(|claims| (crate::link::people(claims), claims.is_disputed()));
    let people_kind =
        |(quantity, disputed): (Quantity, bool)| if disputed { "disputed".to_owned() } else { quantity.kind().to_owned() };
    let money = event.amount.as_ref().and_then(crate::link::money);
    let codes: Vec<String> = event.countries.iter().map(|code| code.value.to_string()).collect();
    vec![
        event.id.value.to_string(),
        happening.home.map_or_else(String::new, |code| code.to_string()),
        codes.join(";"),
        event.date.value.to_string(),
        event.date.value.precision().to_owned(),
        event.date.value.earliest().to_string(),
        if event.date.value.is_open() { String::new() } else { event.date.value.latest().to_string() },
        date(event.reported.as_ref().map(|date| date.value)),
        event.kind.value.to_string(),
        kind.map_or_else(String::new, |kind| kind.label.clone()),
        frame.event_plain(at).to_owned(),
        people.map_or_else(String::new, |(quantity, _)| quantity.to_string()),
        event.in_scope.as_ref().map_or_else(String::new, |claims| crate::link::people(claims).to_string()),
        number(people.and_then(|(quantity, _)| quantity.low())),
        number(people.and_then(|(quantity, _)| quantity.high())),
        people.map_or_else(String::new, people_kind),
        money.map_or_else(String::new, |money| figures::in_words(Amount::Money(money))),
        number(money.and_then(|money| money.quantity.low())),
        number(money.and_then(|money| money.quantity.high())),
        money.map_or_else(String::new, |money| money.currency.letters().to_owned()),
        money.and_then(|money| money.standing).map_or_else(String::new, |standing| standing.word().to_owned()),
        event.running.to_string(),
        ids(&event.sources),
        frame.absolute(&frame.event_url(at)),
    ]
}
