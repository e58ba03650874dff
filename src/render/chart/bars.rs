//! A sum, country by country.
//!
//! In: a figure that is a sum. Out: [`Bars`], the longest first, with what the chart says in words: total, largest, how many are not known. It
//! never leaves a country out because its number is unknown.

use super::bar::{Bar, reach, said};
use crate::link::{FigureValue, Input, wording};
use crate::model::program::{Amount, Field, Figure, Method};
use crate::model::{CountryCode, Id};
use crate::render::frame::Frame;
use crate::render::view::{self, Date, Link, Quantity};
use serde::Serialize;

/// A chart of bars.
#[derive(Clone, Serialize, Debug)]
pub struct Bars {
    pub title: String,
    pub summary: String,
    pub rows: Vec<Bar>,
    pub caption: Option<String>,
    pub unit: Option<String>,
    pub as_of: Option<Date>,
    /// How many parts of the sum are not known.
    pub unknown: usize,
    /// Where it is told how the numbers were obtained, and from what.
    pub source: Link,
    pub empty: Option<String>,
}

/// The chart of a figure; nothing when there is no such figure.
#[must_use]
pub fn bars(id: &Id, frame: Frame<'_>) -> Option<Bars> {
    let (figure, value) = frame.site.figure(id.as_str())?;
    let share =
        |(code, amount): (&CountryCode, &Amount)| Some((frame.site.country(*code)?, *code, Quantity::new(*amount, frame)));
    let mut shares: Vec<_> = value.by_country.iter().filter_map(share).collect();
    shares.sort_by(|a, b| reach(&b.2).cmp(&reach(&a.2)).then_with(|| a.0.name.value.cmp(&b.0.name.value)));
    let longest = shares.iter().map(|(_, _, quantity)| reach(quantity)).max().unwrap_or(0);
    let rows = shares.into_iter().map(|(country, code, quantity)| Bar {
        claims: claims(figure, value, code, frame),
        ..Bar::new(country.name.value.clone(), frame.country_url(code), quantity, longest)
    });
    let rows: Vec<Bar> = rows.collect();
    let unit = match value.amount {
        Amount::Money(money) => Some(money.currency.letters().to_owned()),
        Amount::Number(_) => None,
    };
    let as_of = figure.as_of.or(frame.site.known_until());
    let total = Quantity::new(value.amount, frame).text;
    let caption = frame.site.locale.punctuated("colon", &[&wording::capital(frame.theme.word("total")), &total]);
    Some(Bars {
        title: wording::capital(&figure.label),
        summary: summary(&rows, &total, value.unknown, frame),
        caption: Some(format!("{caption}.")),
        rows,
        unit,
        as_of: Date::of(as_of, frame),
        unknown: value.unknown,
        source: Link { label: frame.theme.word("chart_method").to_owned(), url: frame.figure_url(id) },
        empty: None,
    })
}

/// What every source says of the events of a country on whose numbers they differ.
fn claims(figure: &Figure, value: &FigureValue, code: CountryCode, frame: Frame<'_>) -> Vec<super::bar::Said> {
    let inputs = value.inputs.iter().filter_map(|input| match input {
        Input::Event(at) => frame.site.events.get(*at).filter(|happening| happening.home == Some(code)),
        Input::Country(_) => None,
    });
    let of = |happening: &crate::link::Happening| match figure.method {
        Method::Sum(Field::Amount, _) => {
            happening.event.amount.as_ref().map(|all| said(all, Amount::Money, frame)).unwrap_or_default()
        }
        Method::Sum(Field::People, _) => {
            happening.event.counted_people().map(|all| said(all, Amount::Number, frame)).unwrap_or_default()
        }
        Method::Published(_) | Method::Count(_) => Vec::new(),
    };
    inputs.flat_map(of).collect()
}

/// The chart in a paragraph (A2).
fn summary(rows: &[Bar], total: &str, unknown: usize, frame: Frame<'_>) -> String {
    let noun = view::noun(frame);
    let known = rows.iter().filter(|row| row.low.is_some()).count();
    let largest = rows.iter().find(|row| row.low.is_some());
    let locale = &frame.site.locale;
    let countries = locale.count(known as u64, &noun.one, &noun.other);
    let number = locale.number(unknown as u64);
    let (name, most) = largest.map_or(("", ""), |row| (&row.label, &row.text));
    let values = [("total", total), ("n", &number), ("countries", &countries), ("name", name), ("value", most)];
    let mut sentences = vec![wording::capital(&locale.sentence("chart_total", &values))];
    sentences.extend(largest.map(|_| locale.sentence("chart_largest", &values)));
    sentences.push(match unknown {
        0 => locale.sentence("chart_none_unknown", &values),
        1 => locale.sentence("chart_one_unknown", &values),
        _ => locale.sentence("chart_some_unknown", &values),
    });
    sentences.join(" ")
}
