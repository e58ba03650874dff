//! A work as [CSL-JSON](https://github.com/citation-style-language/schema), which Pandoc, Zotero and every CSL processor read.
//!
//! In: a [`Work`]. Out: an array with one item. It never guesses which part of a name is the family's.

use super::Work;
use crate::model::Date;
use crate::model::date::Point;
use serde_json::{Value, json};

#[must_use]
pub fn json(work: &Work) -> String {
    let mut item = json!({
        "id": work.key,
        "type": if work.is_data { "dataset" } else { "webpage" },
        "title": work.title,
        "container-title": work.report,
        "publisher": work.publisher,
        "author": work.creators().iter().map(|name| json!({"literal": name})).collect::<Vec<_>>(),
        "URL": work.url,
        "language": work.language,
    });
    if let Some(date) = work.date {
        item["issued"] = issued(date);
    }
    if let Some(version) = work.version {
        item["version"] = json!(version.to_string());
    }
    serde_json::to_string_pretty(&json!([item])).unwrap_or_default()
}

/// As exact as the date is known.
fn issued(date: Date) -> Value {
    let parts: Vec<Value> = std::iter::once(date.start()).chain(date.end()).map(parts).collect();
    let mut issued = json!({"date-parts": parts});
    if date.approximate || date.doubted {
        issued["circa"] = json!(true);
    }
    issued
}

fn parts(point: Point) -> Value {
    match point {
        Point::Year(year) => json!([year]),
        Point::Month(year, month) => json!([year, month]),
        Point::Day(day) => json!([day.year(), day.month(), day.day()]),
    }
}
