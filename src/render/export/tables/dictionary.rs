//! What the columns of the tables mean.
//!
//! In: the tables of the package. Out: a row for each column. It never describes a column that is not there: both come from the same list.

use super::{Column, Extent, Kind, column, columns, meaning};
use crate::link::Download;

pub const COLUMNS: &[Column] = &[
    column("file", Kind::Text).required(),
    column("column", Kind::Text).required(),
    column("type", Kind::Text).required(),
    column("description", Kind::Text).required(),
];

pub fn rows(extent: &Extent<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for table in extent.scope.tables() {
        let file = Download::Table(*table).file_name(extent.scope);
        rows.extend(columns(*table).iter().map(|one| {
            vec![file.to_owned(), one.name.to_owned(), one.kind.name().to_owned(), meaning(*table, one, extent.frame)]
        }));
    }
    rows
}
