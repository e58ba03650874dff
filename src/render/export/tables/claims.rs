//! What is claimed: each value of each field, by whom, and whether it stands.
//!
//! In: the events and arrangements of the package. Out: a row for each claim. It never leaves out a claim that was taken back.

use super::{Column, Extent, Kind, column, date, ids, number};
use crate::model::date::PRECISIONS;
use crate::model::evidence::{SourceUse, Stated};
use crate::model::program::Amount;

pub const COLUMNS: &[Column] = &[
    column("record", Kind::Text).required(),
    column("country", Kind::Text),
    column("field", Kind::Word(&["people", "in_scope", "amount", "ceiling", "signed", "announced", "ended"])).required(),
    column("value", Kind::Text).required(),
    column("value_low", Kind::Integer),
    column("value_high", Kind::Integer),
    column(
        "value_kind",
        Kind::Word(&["exact", "about", "at_least", "more_than", "up_to", "range", "none", "unknown", "undisclosed", "date"]),
    )
    .required(),
    column("unit", Kind::Text),
    column("precision", Kind::Word(&PRECISIONS)),
    column("rank", Kind::Word(&["normal", "preferred", "retracted"])).required(),
    column("reason", Kind::Text),
    column("retracted_on", Kind::Edtf),
    column("by", Kind::Text),
    column("as_of", Kind::Edtf),
    column("checked_on", Kind::Edtf),
    column("note", Kind::Text),
    column("sources", Kind::Ids),
];

/// Every claim, also of fields with one value, so that a row that was taken back stands beside what took its place.
pub fn rows(extent: &Extent<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for at in &extent.events {
        let happening = &extent.frame.site.events[*at];
        let home = happening.home.map_or_else(String::new, |code| code.to_string());
        let event = &happening.event;
        rows.extend(event.stated().map(|one| claim(event.id.value.as_str(), &home, &one, &event.sources)));
    }
    for country in &extent.countries {
        let home = country.code.value.to_string();
        for deal in &country.arrangements {
            rows.extend(deal.stated().map(|one| claim(deal.id.value.as_str(), &home, &one, &deal.sources)));
        }
    }
    rows
}

fn claim(record: &str, country: &str, one: &Stated<'_>, of_record: &[SourceUse]) -> Vec<String> {
    let (low, high) = one.value.bounds();
    let text = |text: Option<&str>| text.unwrap_or("").to_owned();
    let (rank, reason) = match (one.retracted, one.preferred) {
        (Some(retraction), _) => ("retracted", Some(retraction.why.as_str())),
        (None, Some(why)) => ("preferred", Some(why)),
        (None, None) => ("normal", None),
    };
    let checked = one.checked.iter().max_by_key(|check| check.on.listing_order());
    vec![
        record.to_owned(),
        country.to_owned(),
        one.field.to_owned(),
        one.value.to_string(),
        number(low),
        number(high),
        one.value.kind().to_owned(),
        unit(one),
        one.value.date().map_or_else(String::new, |date| date.precision().to_owned()),
        rank.to_owned(),
        text(reason),
        date(one.retracted.map(|retraction| retraction.on)),
        text(one.by),
        date(one.as_of),
        date(checked.map(|check| check.on)),
        text(one.note),
        ids(if one.sources.is_empty() { of_record } else { one.sources }),
    ]
}

/// What a number counts: people, or the currency of an amount.
fn unit(one: &Stated<'_>) -> String {
    match one.value.amount() {
        Some(Amount::Number(_)) => "people".to_owned(),
        Some(Amount::Money(money)) => money.currency.letters().to_owned(),
        None => String::new(),
    }
}
