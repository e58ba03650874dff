//! The tables of a package in one JSON document.
//!
//! In: the tables. Out: an object with an array for each, an object for each row. Numbers are numbers, lists are arrays, and what is not known is
//! `null`. It never holds what the tables do not.

use super::extent::Extent;
use super::tables::{Column, Kind, columns};
use super::{Filled, Scope, Table};
use serde_json::{Map, Value, json};

#[must_use]
pub fn json(tables: &[Filled], extent: &Extent<'_>) -> Vec<u8> {
    let frame = extent.frame;
    let report = &frame.site.report;
    let url = match extent.scope {
        Scope::Report => frame.absolute(frame.base_path()),
        Scope::Country(code) => frame.absolute(&frame.country_url(code)),
    };
    let mut document = Map::new();
    document.insert("title".to_owned(), json!(extent.title()));
    document.insert("url".to_owned(), json!(url));
    document.insert("licence".to_owned(), json!(report.settings.licence.as_ref().map(|licence| &licence.name)));
    document.insert("checked".to_owned(), json!(report.program.checked.as_ref().map(|date| date.value.to_string())));
    document.insert("as_of".to_owned(), json!(frame.site.as_of.map(|date| date.to_string())));
    for one in tables.iter().filter(|one| one.table != Table::Dictionary) {
        let rows = one.rows.iter().map(|row| object(columns(one.table), row)).collect();
        document.insert(one.table.name().to_owned(), Value::Array(rows));
    }
    serde_json::to_vec_pretty(&Value::Object(document)).unwrap_or_default()
}

fn object(columns: &[Column], row: &[String]) -> Value {
    Value::Object(columns.iter().zip(row).map(|(column, cell)| (column.name.to_owned(), typed(column.kind, cell))).collect())
}

fn typed(kind: Kind, cell: &str) -> Value {
    match kind {
        _ if cell.is_empty() => Value::Null,
        Kind::Integer => cell.parse::<u64>().map_or(Value::Null, Value::from),
        Kind::Boolean => Value::Bool(cell == "true"),
        Kind::Codes | Kind::Ids | Kind::List => cell.split(';').map(Value::from).collect(),
        Kind::Text | Kind::Word(_) | Kind::Listed(_) | Kind::Edtf | Kind::Day | Kind::Url => Value::from(cell),
    }
}
