//! The page of downloads.
//!
//! In: the data files. Out: [`Data`]: each file with its size, each column with its meaning. It never describes a column that is not in
//! the file: both come from the same table.

use super::Head;
use crate::link::{Download, Page};
use crate::render::export;
use crate::render::frame::Frame;
use crate::render::notes::Notes;
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct Data {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub files: Vec<File>,
    pub dictionary: Vec<Table>,
    pub cite: super::article::CiteThis,
}

#[derive(Serialize, Debug)]
pub struct File {
    pub name: &'static str,
    pub url: String,
    pub format: &'static str,
    pub rows: Option<usize>,
    pub bytes: String,
    pub description: String,
}

#[derive(Serialize, Debug)]
pub struct Table {
    pub file: &'static str,
    pub columns: Vec<Column>,
}

#[derive(Serialize, Debug)]
pub struct Column {
    pub name: &'static str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub description: String,
}

/// The page of downloads.
#[must_use]
pub fn page(frame: Frame<'_>, notes: &mut Notes) -> Data {
    let (head, intro) = super::introduced(frame, &Page::Data, "data", notes);
    let files = Download::ALL.iter().map(|download| {
        let exported = frame.exported(*download);
        File {
            name: download.file_name(),
            url: frame.url(&Page::Download(*download)),
            format: if download.file_name().ends_with(".json") { "JSON" } else { "CSV" },
            rows: exported.and_then(|exported| exported.rows),
            bytes: size(exported.map_or(0, |exported| exported.bytes.len()), frame),
            description: frame.theme.word(&format!("holds_{}", export::key(*download))).to_owned(),
        }
    });
    let tables = Download::ALL.iter().filter_map(|download| {
        let columns: Vec<Column> = export::columns(*download)
            .iter()
            .map(|column| Column { name: column.name, kind: column.kind, description: export::meaning(*download, column, frame) })
            .collect();
        (!columns.is_empty()).then(|| Table { file: download.file_name(), columns })
    });
    Data {
        files: files.collect(),
        dictionary: tables.collect(),
        cite: super::article::CiteThis::new(&head, None, frame),
        head,
        intro,
    }
}

fn size(bytes: usize, frame: Frame<'_>) -> String {
    let locale = &frame.site.locale;
    match bytes as u64 {
        bytes @ 0..1_000 => format!("{} B", locale.number(bytes)),
        bytes @ 1_000..1_000_000 => format!("{} kB", locale.number(bytes.div_ceil(1_000))),
        bytes => format!("{} MB", locale.decimal(bytes / 1_000_000, &(bytes % 1_000_000 / 100_000).to_string())),
    }
}
