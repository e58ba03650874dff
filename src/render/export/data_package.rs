//! What the tables of a package are, as a [Data Package 2.0](https://datapackage.org/standard/data-package/), which statistics programs read.
//!
//! In: the tables. Out: `datapackage.json`. It never gives a day to a package whose day is not known.

use super::extent::Extent;
use super::tables::{Column, Kind, columns, key, meaning};
use super::{Download, Filled, Table};
use crate::model::Date;
use crate::model::date::Point;
use crate::render::frame::Frame;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

/// The whole of it.
#[derive(Serialize)]
struct DataPackage<'a> {
    #[serde(rename = "$schema")]
    schema_of_this: &'static str,
    name: String,
    title: String,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licenses: Option<[Licence<'a>; 1]>,
    contributors: [Contributor<'a>; 1],
    sources: Vec<Origin<'a>>,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Licence<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Contributor<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    roles: [&'static str; 1],
}

#[derive(Serialize)]
struct Origin<'a> {
    title: &'a str,
    path: &'a str,
}

#[must_use]
pub fn json(tables: &[Filled], extent: &Extent<'_>) -> Vec<u8> {
    let site = extent.frame.site;
    let settings = &site.report.settings;
    let known = site.known_until();
    let package = DataPackage {
        schema_of_this: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: name(extent),
        title: extent.title(),
        description: &settings.description,
        homepage: extent.homepage(),
        version: known.map(|date| date.to_string()),
        created: known.and_then(midnight),
        licenses: settings
            .licence
            .as_ref()
            .map(|one| [Licence { name: &one.name, path: one.url.as_ref().map(|url| url.as_str()) }]),
        contributors: [Contributor {
            title: settings.publisher_name(),
            path: settings.publisher.as_ref().and_then(|one| one.url.as_ref()).map(|url| url.as_str()),
            roles: ["publisher"],
        }],
        sources: extent.sources.iter().map(|one| Origin { title: &one.title, path: one.url.as_str() }).collect(),
        resources: tables.iter().map(|one| resource(one, extent)).collect(),
    };
    serde_json::to_vec_pretty(&package).unwrap_or_default()
}

/// A table of the package.
#[derive(Serialize)]
struct Resource<'a> {
    #[serde(rename = "$schema")]
    schema_of_this: &'static str,
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    path: &'static str,
    description: String,
    format: &'static str,
    #[serde(rename = "mediatype")]
    media_type: &'static str,
    encoding: &'static str,
    bytes: usize,
    /// The same in every package, and so written once.
    schema: &'a RawValue,
}

fn resource<'a>(one: &Filled, extent: &Extent<'a>) -> Resource<'a> {
    let download = Download::Table(one.table);
    Resource {
        schema_of_this: "https://datapackage.org/profiles/2.0/dataresource.json",
        name: one.table.name(),
        kind: "table",
        path: download.file_name(extent.scope),
        description: extent.frame.theme.word(&format!("holds_{}", download.key())).to_owned(),
        format: "csv",
        media_type: "text/csv",
        encoding: "utf-8",
        bytes: one.csv.len(),
        schema: extent.frame.schemas().of_package(one.table),
    }
}

/// What the columns of a table are.
pub fn schema(table: Table, frame: Frame<'_>) -> Value {
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": columns(table).iter().map(|column| field(table, column, frame)).collect::<Vec<_>>(),
        "missingValues": [""],
        "primaryKey": key(table),
    })
}

/// A column, by [Table Schema](https://datapackage.org/standard/table-schema/). A date that may be a month or a range has no type there: it is text.
fn field(table: Table, column: &Column, frame: Frame<'_>) -> Value {
    let (kind, format) = match column.kind {
        Kind::Text | Kind::Word(_) | Kind::Listed(_) | Kind::Edtf => ("string", None),
        Kind::Url => ("string", Some("uri")),
        Kind::Day => ("date", None),
        Kind::Integer => ("integer", None),
        Kind::Boolean => ("boolean", None),
        Kind::Codes | Kind::Ids | Kind::List => ("list", None),
    };
    let words = column.kind.words();
    let constraints = stated(json!({
        "required": column.required.then_some(true),
        "minimum": matches!(column.kind, Kind::Integer).then_some(0),
        "enum": (!words.is_empty()).then_some(words),
    }));
    stated(json!({
        "name": column.name,
        "type": kind,
        "format": format,
        "delimiter": (kind == "list").then_some(";"),
        "description": meaning(table, column, frame),
        "constraints": constraints.as_object().filter(|all| !all.is_empty()),
    }))
}

/// An object without the keys that say nothing.
fn stated(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            Value::Object(entries.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<String, Value>>())
        }
        other => other,
    }
}

/// A name by the rule of the standard: small letters, digits and hyphens; with the code of the record, if the package is about one.
fn name(extent: &Extent<'_>) -> String {
    let title: String = extent.frame.site.report.settings.title.nfkd().filter(char::is_ascii).collect();
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    if words.is_empty() {
        words.push("report".to_owned());
    }
    words.extend(extent.record().map(|country| country.code.value.to_string().to_lowercase()));
    words.join("-")
}

/// The beginning of a day as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) writes it; nothing for a month, a year or a range.
fn midnight(date: Date) -> Option<String> {
    match (date.start(), date.end()) {
        (Point::Day(day), None) => Some(format!("{day}T00:00:00Z")),
        _ => None,
    }
}
