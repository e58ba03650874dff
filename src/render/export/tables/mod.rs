//! The tables of a package: which columns they have and what stands in them. One file for each.
//!
//! In: the [`Extent`] of a package. Out: columns, and rows of cells. What the columns mean is among the words of the theme. It never leaves the
//! bounds of a number, or the precision of a date, to be read off a text.

mod arrangements;
mod claims;
mod countries;
mod dictionary;
mod events;
mod figures;
mod sources;

use super::extent::Extent;
use crate::link::Table;
use crate::model::Date;
use crate::model::evidence::SourceUse;
use crate::render::frame::Frame;

/// One column: how it is called and what its values are.
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Whether no cell is empty.
    pub required: bool,
}

/// What the values of a column are.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, which the format explains to editors.
    Listed(&'static [(&'static str, &'static str)]),
    /// A date as exact as it is known, by the Extended Date/Time Format.
    Edtf,
    Day,
    Integer,
    Boolean,
    Url,
    /// Codes of countries with semicolons between them.
    Codes,
    /// Ids with semicolons between them.
    Ids,
    /// Texts with semicolons between them.
    List,
}

impl Kind {
    /// As the dictionary has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Word(_) | Self::Listed(_) => "string",
            Self::Edtf => "EDTF date",
            Self::Day => "date",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Url => "URL",
            Self::Codes => "list of codes",
            Self::Ids => "list of ids",
            Self::List => "list",
        }
    }

    /// All values there can be, where they are a closed list.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Word(words) => words.to_vec(),
            Self::Listed(words) => words.iter().map(|(word, _)| *word).collect(),
            Self::Text
            | Self::Edtf
            | Self::Day
            | Self::Integer
            | Self::Boolean
            | Self::Url
            | Self::Codes
            | Self::Ids
            | Self::List => Vec::new(),
        }
    }
}

const fn column(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, required: false }
}

impl Column {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// The columns of a table.
#[must_use]
pub fn columns(table: Table) -> &'static [Column] {
    match table {
        Table::Countries => countries::COLUMNS,
        Table::Events => events::COLUMNS,
        Table::Arrangements => arrangements::COLUMNS,
        Table::Claims => claims::COLUMNS,
        Table::Sources => sources::COLUMNS,
        Table::Figures => figures::COLUMNS,
        Table::Dictionary => dictionary::COLUMNS,
    }
}

/// The columns that together tell each row of a table from every other; none for claims, which may be made twice.
#[must_use]
pub fn key(table: Table) -> &'static [&'static str] {
    match table {
        Table::Countries => &["code", "axis"],
        Table::Events | Table::Arrangements | Table::Sources | Table::Figures => &["id"],
        Table::Claims => &[],
        Table::Dictionary => &["file", "column"],
    }
}

/// The rows of a table.
#[must_use]
pub fn rows(table: Table, extent: &Extent<'_>) -> Vec<Vec<String>> {
    match table {
        Table::Countries => countries::rows(extent),
        Table::Events => events::rows(extent),
        Table::Arrangements => arrangements::rows(extent),
        Table::Claims => claims::rows(extent),
        Table::Sources => sources::rows(extent),
        Table::Figures => figures::rows(extent.frame),
        Table::Dictionary => dictionary::rows(extent),
    }
}

/// What the values of a column mean, in the language of the report.
#[must_use]
pub fn meaning(table: Table, column: &Column, frame: Frame<'_>) -> String {
    frame.theme.word(&format!("column_{}_{}", table.name(), column.name)).to_owned()
}

// ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn date(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

fn number(number: Option<u64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn ids(sources: &[SourceUse]) -> String {
    sources.iter().map(|source| source.id.value.as_str()).collect::<Vec<_>>().join(";")
}
