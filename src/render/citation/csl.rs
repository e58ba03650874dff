//! A work as [CSL-JSON](https://github.com/citation-style-language/schema), which Pandoc, Zotero and every CSL processor read.
//!
//! In: a [`Work`]. Out: an array with one item. It never guesses which part of a name is the family's.

use super::Work;
use crate::model::Date;
use crate::model::date::Point;
use serde::Serialize;

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(rename = "container-title")]
    container_title: &'a str,
    publisher: &'a str,
    author: Vec<Name<'a>>,
    #[serde(rename = "URL")]
    url: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
}

#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    date_parts: Vec<Vec<i64>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    circa: Option<bool>,
}

#[must_use]
pub fn json(work: &Work) -> String {
    let item = Item {
        id: &work.key,
        kind: if work.is_data { "dataset" } else { "webpage" },
        title: &work.title,
        container_title: &work.report,
        publisher: &work.publisher,
        author: work.creators().iter().map(|name| Name { literal: name }).collect(),
        url: &work.url,
        language: &work.language,
        issued: work.date.map(issued),
        version: work.version.map(|version| version.to_string()),
    };
    serde_json::to_string_pretty(&[item]).unwrap_or_default()
}

/// As exact as the date is known.
fn issued(date: Date) -> Issued {
    let date_parts = std::iter::once(date.start()).chain(date.end()).map(parts).collect();
    Issued { date_parts, circa: (date.approximate || date.doubted).then_some(true) }
}

fn parts(point: Point) -> Vec<i64> {
    match point {
        Point::Year(year) => vec![i64::from(year)],
        Point::Month(year, month) => vec![i64::from(year), i64::from(month)],
        Point::Day(day) => vec![i64::from(day.year()), i64::from(day.month()), i64::from(day.day())],
    }
}
