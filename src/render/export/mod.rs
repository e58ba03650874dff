//! The records as packages of data.
//!
//! In: the site, and what a package is about. Out: [`Package`]: tables as CSV and JSON, what they are for programs and for people, and an archive of
//! all of it. Bounds, kinds and precisions have columns of their own, so that no spreadsheet has to guess. It never writes a month as a day, nor
//! an unknown number as zero.

mod archive;
mod data_package;
mod document;
mod extent;
mod readme;
mod schemas;
mod sheet;
mod table_metadata;
mod tables;

pub use archive::zipped;
pub use schemas::Schemas;
pub use sheet::guarded;
pub use tables::{Column, columns, meaning};

use super::frame::Frame;
use crate::link::{Download, Scope, Table};
use extent::Extent;

/// A package of data, whole: its files speak of each other.
pub struct Package {
    files: Vec<(Download, Exported)>,
}

/// A file of a package.
pub struct Exported {
    pub bytes: Vec<u8>,
    /// Of a table.
    pub rows: Option<usize>,
}

/// A table of a package: its rows, and the bytes that they are published as.
struct Filled {
    table: Table,
    rows: Vec<Vec<String>>,
    csv: Vec<u8>,
}

impl Package {
    /// Makes every file of a package.
    #[must_use]
    pub fn new(scope: Scope, frame: Frame<'_>) -> Self {
        let extent = Extent::new(scope, frame);
        let filled = |table: &Table| {
            let rows = tables::rows(*table, &extent);
            Filled { table: *table, csv: sheet::csv(columns(*table), &rows), rows }
        };
        let tables: Vec<Filled> = scope.tables().iter().map(filled).collect();
        let about = [
            (Download::Document, document::json(&tables, &extent)),
            (Download::Package, data_package::json(&tables, &extent)),
            (Download::TableMetadata, table_metadata::json(&tables, &extent)),
            (Download::Readme, readme::text(&tables, &extent)),
        ];
        let sheets =
            tables.into_iter().map(|one| (Download::Table(one.table), Exported { rows: Some(one.rows.len()), bytes: one.csv }));
        let about = about.into_iter().map(|(download, bytes)| (download, Exported { rows: None, bytes }));
        let mut files: Vec<(Download, Exported)> = sheets.chain(about).collect();
        let named = files.iter().map(|(download, file)| (download.file_name(scope), file.bytes.as_slice()));
        let bytes = zipped(named, frame.site.known_until());
        files.push((Download::Archive, Exported { rows: None, bytes }));
        Self { files }
    }

    #[must_use]
    pub fn file(&self, download: Download) -> Option<&Exported> {
        self.files.iter().find(|(one, _)| *one == download).map(|(_, file)| file)
    }
}
