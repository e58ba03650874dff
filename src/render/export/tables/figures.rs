//! The numbers of the report.
//!
//! In: the figures of the program. Out: a row for each, with its bounds. It never makes a number of a figure that nobody knows.

use super::{Column, Kind, column, date, ids, number};
use crate::link::{Locale, wording};
use crate::model::Quantity;
use crate::model::program::{Amount, Method};
use crate::render::frame::Frame;

pub const COLUMNS: &[Column] = &[
    column("id", Kind::Text).required(),
    column("label", Kind::Text).required(),
    column("value", Kind::Text).required(),
    column("value_low", Kind::Integer),
    column("value_high", Kind::Integer),
    column(
        "value_kind",
        Kind::Word(&["exact", "about", "at_least", "more_than", "up_to", "range", "none", "unknown", "undisclosed"]),
    )
    .required(),
    column("unit", Kind::Text),
    column("method", Kind::Word(&["published", "count", "sum"])).required(),
    column("as_of", Kind::Edtf),
    column("oldest_input", Kind::Edtf),
    column("sources", Kind::Ids),
];

pub fn rows(frame: Frame<'_>) -> Vec<Vec<String>> {
    let all = frame.site.report.program.figures.iter().zip(&frame.site.figures).map(|(figure, value)| {
        let (quantity, unit) = match value.amount {
            Amount::Number(quantity) => (quantity, String::new()),
            Amount::Money(money) => (money.quantity, money.currency.letters().to_owned()),
        };
        let method = match figure.method {
            Method::Published(_) => "published",
            Method::Count(_) => "count",
            Method::Sum(..) => "sum",
        };
        vec![
            figure.id.value.to_string(),
            figure.label.clone(),
            in_words(value.amount),
            number(quantity.low()),
            number(quantity.high()),
            quantity.kind().to_owned(),
            unit,
            method.to_owned(),
            date(value.as_of),
            date(value.oldest),
            ids(&figure.sources),
        ]
    });
    all.collect()
}

/// A number with its qualifier. Where there is none, the word for it, as the dictionary has it: a cell is no sentence.
pub fn in_words(amount: Amount) -> String {
    let quantity = match amount {
        Amount::Number(quantity) => quantity,
        Amount::Money(money) => money.quantity,
    };
    match quantity {
        Quantity::None | Quantity::Unknown | Quantity::Undisclosed => quantity.to_string(),
        Quantity::Exact(_)
        | Quantity::About(_)
        | Quantity::AtLeast(_)
        | Quantity::MoreThan(_)
        | Quantity::UpTo(_)
        | Quantity::Between(..)
        | Quantity::AtLeastAbout(_)
        | Quantity::BetweenAbout(..) => Locale::english().amount(amount, wording::Style::Digits),
    }
}
