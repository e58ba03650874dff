//! The page of downloads.
//!
//! In: the data files. Out: [`Data`]: each file with its size, each column with its meaning. It never describes a column that is not in
//! the file: both come from the same table.

use super::Head;
use crate::link::{self, Download, Page, Scope};
use crate::model::{Country, CountryCode};
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
    pub cite: super::cite::CiteThis,
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

/// A file that the page of a record offers.
#[derive(Serialize, Debug)]
pub struct Offer {
    pub label: String,
    pub url: String,
    /// What to call it on a reader's disk, where the files of many records may come together; nothing for a page.
    pub name: Option<String>,
}

/// The page of downloads.
#[must_use]
pub fn page(frame: Frame<'_>, notes: &mut Notes) -> Data {
    let (head, intro) = super::introduced(frame, &Page::Data, "data", notes);
    let package = frame.package(Scope::Report);
    let files = Scope::Report.downloads().map(|download| {
        let exported = package.and_then(|package| package.file(download));
        let name = download.file_name(Scope::Report);
        File {
            name,
            url: frame.url(&Page::Download(Scope::Report, download)),
            format: match download {
                Download::Archive => "ZIP",
                Download::Table(_) => "CSV",
                Download::Document | Download::Package | Download::TableMetadata => "JSON",
                Download::Readme => "TXT",
            },
            rows: exported.and_then(|exported| exported.rows),
            bytes: size(exported.map_or(0, |exported| exported.bytes.len()), frame),
            description: frame.theme.word(&format!("holds_{}", download.key())).to_owned(),
        }
    });
    let tables = Scope::Report.tables().iter().map(|table| Table {
        file: Download::Table(*table).file_name(Scope::Report),
        columns: export::columns(*table)
            .iter()
            .map(|column| Column {
                name: column.name,
                kind: column.kind.name(),
                description: export::meaning(*table, column, frame),
            })
            .collect(),
    });
    Data {
        files: files.collect(),
        dictionary: tables.collect(),
        cite: super::cite::CiteThis::new(&Page::Data, frame),
        head,
        intro,
    }
}

/// What the page of a record offers: everything at once, its events, the tables as JSON, and the data of the whole report.
#[must_use]
pub fn of_record(code: CountryCode, country: &Country, frame: Frame<'_>) -> Vec<Offer> {
    let scope = Scope::Country(code);
    let stem = country.file.stem();
    let offer = |download: Download, label: &str| {
        let file = download.file_name(scope);
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let name = match download {
            Download::Table(table) => format!("{stem}-{}.{ending}", table.name()),
            _ => format!("{stem}.{ending}"),
        };
        Offer { label: label.to_owned(), url: frame.url(&Page::Download(scope, download)), name: Some(name) }
    };
    vec![
        offer(Download::Archive, frame.theme.word("record_archive")),
        offer(Download::Table(link::Table::Events), frame.theme.word("record_events")),
        offer(Download::Document, frame.theme.word("record_json")),
        Offer { label: frame.theme.word("all_data").to_owned(), url: frame.url(&Page::Data), name: None },
    ]
}

fn size(bytes: usize, frame: Frame<'_>) -> String {
    let locale = &frame.site.locale;
    match bytes as u64 {
        bytes @ 0..1_000 => format!("{} B", locale.number(bytes)),
        bytes @ 1_000..1_000_000 => format!("{} kB", locale.number(bytes.div_ceil(1_000))),
        bytes => format!("{} MB", locale.decimal(bytes / 1_000_000, &(bytes % 1_000_000 / 100_000).to_string())),
    }
}
