//! The data that readers can download, as packages.
//!
//! In: what a package is about. Out: [`Download`]: its files, and what each is called. It never says what is in them.

use super::address::Page;
use crate::model::CountryCode;

/// What a package of data is about. Its files stand in one folder, so that the addresses in them are the same on the web and on a disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    Report,
    /// One record, and what concerns it.
    Country(CountryCode),
}

impl Scope {
    /// The page that shows the same to readers.
    #[must_use]
    pub fn page(self) -> Page {
        match self {
            Self::Report => Page::Data,
            Self::Country(code) => Page::Country(code),
        }
    }

    /// The tables of the package.
    #[must_use]
    pub fn tables(self) -> &'static [Table] {
        match self {
            Self::Report => &Table::ALL,
            Self::Country(_) => &[Table::Countries, Table::Events, Table::Arrangements, Table::Claims, Table::Sources],
        }
    }

    /// Every file of the package, the archive first, which holds the others.
    pub fn downloads(self) -> impl Iterator<Item = Download> {
        let tables = self.tables().iter().copied().map(Download::Table);
        let about = [Download::Document, Download::Package, Download::TableMetadata, Download::Readme];
        [Download::Archive].into_iter().chain(tables).chain(about)
    }
}

/// A file of a package.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Download {
    /// Everything in one file.
    Archive,
    Table(Table),
    /// The tables as JSON.
    Document,
    /// What the tables are, as a Data Package.
    Package,
    /// The same as CSV on the Web has it.
    TableMetadata,
    /// The same for people.
    Readme,
}

/// A table, published as CSV.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Table {
    Countries,
    Events,
    Arrangements,
    Claims,
    Sources,
    Figures,
    /// What the columns mean.
    Dictionary,
}

impl Table {
    pub const ALL: [Self; 7] =
        [Self::Countries, Self::Events, Self::Arrangements, Self::Claims, Self::Sources, Self::Figures, Self::Dictionary];

    /// What it is called where words about it are asked for, and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Countries => "countries",
            Self::Events => "events",
            Self::Arrangements => "arrangements",
            Self::Claims => "claims",
            Self::Sources => "sources",
            Self::Figures => "figures",
            Self::Dictionary => "dictionary",
        }
    }
}

impl Download {
    /// Its name in the folder of the package.
    #[must_use]
    pub fn file_name(self, scope: Scope) -> &'static str {
        match (self, scope) {
            (Self::Archive, Scope::Report) => "report.zip",
            (Self::Archive, Scope::Country(_)) => "record.zip",
            (Self::Document, Scope::Report) => "report.json",
            (Self::Document, Scope::Country(_)) => "record.json",
            (Self::Package, _) => "datapackage.json",
            // Where programs look for it that know the address of a table only: https://www.w3.org/TR/tabular-data-model/#default-locations-and-site-wide-location-configuration
            (Self::TableMetadata, _) => "csv-metadata.json",
            (Self::Readme, _) => "README.txt",
            (Self::Table(table), _) => match table {
                Table::Countries => "countries.csv",
                Table::Events => "events.csv",
                Table::Arrangements => "arrangements.csv",
                Table::Claims => "claims.csv",
                Table::Sources => "sources.csv",
                Table::Figures => "figures.csv",
                Table::Dictionary => "dictionary.csv",
            },
        }
    }

    /// What it is called where words about it are asked for.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Table(table) => table.name(),
            Self::Document => "report",
            Self::Package => "package",
            Self::TableMetadata => "table_metadata",
            Self::Readme => "readme",
        }
    }
}
