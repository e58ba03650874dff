//! What the tables of a package are, as [CSV on the Web](https://www.w3.org/TR/tabular-metadata/) has it, so that programs can turn them into
//! linked data.
//!
//! In: the tables. Out: `csv-metadata.json`. It never describes a column that is not in a table.

use super::extent::Extent;
use super::tables::{Column, Kind, columns, key, meaning};
use super::{Download, Filled, Table};
use crate::render::frame::Frame;
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// All tables of a package.
#[derive(Serialize)]
struct Group<'a> {
    #[serde(rename = "@context")]
    context: (&'static str, Language<'a>),
    #[serde(rename = "dc:title")]
    title: String,
    #[serde(rename = "dc:description")]
    description: &'a str,
    #[serde(rename = "dc:publisher")]
    publisher: &'a str,
    tables: Vec<Described<'a>>,
    #[serde(rename = "dc:license", skip_serializing_if = "Option::is_none")]
    licence: Option<Licence<'a>>,
    #[serde(rename = "dc:valid", skip_serializing_if = "Option::is_none")]
    valid: Option<String>,
}

#[derive(Serialize)]
struct Language<'a> {
    #[serde(rename = "@language")]
    language: &'a str,
}

#[derive(Serialize)]
struct Licence<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(Serialize)]
struct Described<'a> {
    url: &'static str,
    #[serde(rename = "dc:title")]
    title: String,
    /// The same in every package, and so written once.
    #[serde(rename = "tableSchema")]
    schema: &'a RawValue,
}

#[must_use]
pub fn json(tables: &[Filled], extent: &Extent<'_>) -> Vec<u8> {
    let site = extent.frame.site;
    let settings = &site.report.settings;
    let group = Group {
        context: ("http://www.w3.org/ns/csvw", Language { language: &settings.language.value }),
        title: extent.title(),
        description: &settings.description,
        publisher: settings.publisher_name(),
        tables: tables.iter().map(|one| described(one, extent)).collect(),
        licence: settings.licence.as_ref().and_then(|licence| licence.url.as_ref()).map(|url| Licence { id: url.as_str() }),
        valid: site.known_until().map(|known| known.to_string()),
    };
    serde_json::to_vec_pretty(&group).unwrap_or_default()
}

fn described<'a>(one: &Filled, extent: &Extent<'a>) -> Described<'a> {
    let download = Download::Table(one.table);
    Described {
        url: download.file_name(extent.scope),
        title: extent.frame.theme.word(&format!("holds_{}", download.key())).to_owned(),
        schema: extent.frame.schemas().of_metadata(one.table),
    }
}

/// What the columns of a table are.
pub fn schema(table: Table, frame: Frame<'_>) -> Value {
    json!({
        "columns": columns(table).iter().map(|column| described_column(table, column, frame)).collect::<Vec<_>>(),
        "primaryKey": key(table),
    })
}

fn described_column(table: Table, column: &Column, frame: Frame<'_>) -> Value {
    let datatype = match column.kind {
        Kind::Text | Kind::Word(_) | Kind::Listed(_) | Kind::Edtf | Kind::Codes | Kind::Ids | Kind::List => "string",
        Kind::Url => "anyURI",
        Kind::Day => "date",
        Kind::Integer => "nonNegativeInteger",
        Kind::Boolean => "boolean",
    };
    let mut described = json!({
        "name": column.name,
        "titles": column.name,
        "dc:description": meaning(table, column, frame),
        "datatype": datatype,
    });
    if matches!(column.kind, Kind::Codes | Kind::Ids | Kind::List) {
        described["separator"] = json!(";");
    }
    if column.required {
        described["required"] = json!(true);
    }
    described
}
