//! What the tables of a package are, as [CSV on the Web](https://www.w3.org/TR/tabular-metadata/) has it, so that programs can turn them into
//! linked data.
//!
//! In: the tables. Out: `csv-metadata.json`. It never describes a column that is not in a table.

use super::extent::Extent;
use super::tables::{Column, Kind, columns, key, meaning};
use super::{Download, Filled, Table};
use crate::render::frame::Frame;
use serde_json::{Value, json};

#[must_use]
pub fn json(tables: &[Filled], extent: &Extent<'_>) -> Vec<u8> {
    let settings = &extent.frame.site.report.settings;
    let mut group = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": settings.language.value}],
        "dc:title": extent.title(),
        "dc:description": settings.description,
        "dc:publisher": settings.publisher_name(),
        "tables": tables.iter().map(|one| described(one, extent)).collect::<Vec<_>>(),
    });
    if let Some(url) = settings.licence.as_ref().and_then(|licence| licence.url.as_ref()) {
        group["dc:license"] = json!({"@id": url.as_str()});
    }
    if let Some(known) = extent.frame.site.known_until() {
        group["dc:valid"] = json!(known.to_string());
    }
    serde_json::to_vec_pretty(&group).unwrap_or_default()
}

fn described(one: &Filled, extent: &Extent<'_>) -> Value {
    let download = Download::Table(one.table);
    json!({
        "url": download.file_name(extent.scope),
        "dc:title": extent.frame.theme.word(&format!("holds_{}", download.key())),
        "tableSchema": {
            "columns": columns(one.table).iter().map(|column| described_column(one.table, column, extent.frame)).collect::<Vec<_>>(),
            "primaryKey": key(one.table),
        },
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
