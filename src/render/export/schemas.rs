//! What the columns of tables are, for programs: written once, and the same in every package.
//!
//! In: the tables and the words of the theme. Out: JSON as it stands in a package, with its line breaks. It never depends on a row.

use super::{Table, data_package, table_metadata};
use crate::render::frame::Frame;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// How deep both stand in their file: in an object, in a list, in an object.
const INDENT: &str = "      ";

/// The columns of each table.
pub struct Schemas(BTreeMap<Table, Columns>);

struct Columns {
    of_package: Box<RawValue>,
    of_metadata: Box<RawValue>,
}

impl Schemas {
    #[must_use]
    pub fn new(frame: Frame<'_>) -> Self {
        let columns = |table: Table| Columns {
            of_package: written(&data_package::schema(table, frame)),
            of_metadata: written(&table_metadata::schema(table, frame)),
        };
        Self(Table::ALL.into_iter().map(|table| (table, columns(table))).collect())
    }

    /// By [Table Schema](https://datapackage.org/standard/table-schema/).
    #[must_use]
    pub fn of_package(&self, table: Table) -> &RawValue {
        self.0.get(&table).map_or(RawValue::NULL, |columns| &columns.of_package)
    }

    /// By [CSV on the Web](https://www.w3.org/TR/tabular-metadata/).
    #[must_use]
    pub fn of_metadata(&self, table: Table) -> &RawValue {
        self.0.get(&table).map_or(RawValue::NULL, |columns| &columns.of_metadata)
    }
}

fn written(value: &Value) -> Box<RawValue> {
    // No string of JSON holds a line break as such, so each is one between values.
    let text = serde_json::to_string_pretty(value).unwrap_or_default().replace('\n', &format!("\n{INDENT}"));
    RawValue::from_string(text).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
