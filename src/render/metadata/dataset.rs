//! The data of the report, for machines that look for data sets.
//!
//! In: the data files. Out: a `Dataset` as <https://developers.google.com/search/docs/appearance/structured-data/dataset> asks for it, with one
//! variable for each column and one distribution for each file. It never states a size that is not the file's.

use crate::link::{Download, Page, Scope, Table};
use crate::render::export;
use crate::render::frame::Frame;
use crate::render::view::Head;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The properties of the data set.
#[must_use]
pub fn node(head: &Head, frame: Frame<'_>) -> Value {
    let site = frame.site;
    let known = site.known_until();
    json!({
        "@type": "Dataset",
        "name": format!("{}: {}", site.report.settings.title, head.title),
        "identifier": head.canonical,
        "creator": {"@id": super::publisher::id(frame)},
        "version": known.map(|day| day.to_string()),
        "temporalCoverage": format!("{}/{}", site.report.program.since.value, known.map_or_else(|| "..".to_owned(), |day| day.to_string())),
        "spatialCoverage": site.report.countries.iter().map(|country| json!({"@type": "Place", "name": country.name.value})).collect::<Vec<_>>(),
        "measurementTechnique": super::method(frame),
        "variableMeasured": variables(frame),
        "distribution": Scope::Report.downloads().filter_map(|download| distribution(download, frame)).collect::<Vec<_>>(),
    })
}

/// Each column once, by its name; the dictionary's own are not measured.
fn variables(frame: Frame<'_>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let measured = Table::ALL.into_iter().filter(|table| *table != Table::Dictionary);
    let columns = measured.flat_map(|table| export::columns(table).iter().map(move |column| (table, column)));
    let columns = columns.filter(|(_, column)| seen.insert(column.name));
    let variable = |(table, column): (Table, &export::Column)| json!({"@type": "PropertyValue", "name": column.name, "description": export::meaning(table, column, frame)});
    columns.map(variable).collect()
}

fn distribution(download: Download, frame: Frame<'_>) -> Option<Value> {
    let exported = frame.package(Scope::Report)?.file(download)?;
    let page = Page::Download(Scope::Report, download);
    let media_type = frame.site.places.address(&page)?.media_type();
    Some(json!({
        "@type": "DataDownload",
        "name": download.file_name(Scope::Report),
        "contentUrl": frame.whole_url(&page),
        "encodingFormat": media_type.split(';').next(),
        "contentSize": format!("{} B", exported.bytes.len()),
    }))
}
