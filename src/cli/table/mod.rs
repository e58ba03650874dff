//! Tables as spreadsheets save them.
//!
//! In: the bytes of a `.csv` or `.xlsx` file. Out: [`Table`], every cell as text with the row in which the spreadsheet shows it; and the same
//! the other way. It never knows what a column means, and never guesses at a cell that it cannot read: it says which it is.

mod comma;
mod days;
mod package;
mod workbook;
mod workbook_read;

pub use days::{Order, order, settled};

use super::failure::Failure;
use std::path::Path;

/// A table, without its line of names.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// What cannot be read, with its place.
    pub faults: Vec<(At, String)>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// As the spreadsheet counts, from 1, the line of names included.
    pub number: usize,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Cell {
    pub text: String,
    /// The spreadsheet keeps it as a date, so that `text` may be more exact than what somebody typed.
    pub is_date: bool,
}

/// A place in a table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum At {
    Table,
    Row(usize),
    /// The row as the spreadsheet counts, and the column, from 0.
    Cell(usize, usize),
}

/// The form of a table, by the ending of its file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    Csv,
    Xlsx,
}

impl Form {
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "xlsx" | "xlsm" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Reads a table. Of a workbook: the sheet that is called `name`, else the first.
pub fn read(bytes: &[u8], form: Form, name: &str, shown: &str) -> Result<Table, Failure> {
    let table = match form {
        Form::Csv => comma::read(bytes),
        Form::Xlsx => workbook_read::read(bytes, name),
    };
    table.map_err(|(message, help)| Failure::input(format!("{shown}: {message}")).help(help))
}

/// Writes a table. `about` explains each column, for a form that has room for it.
pub fn write(table: &Table, form: Form, name: &str, about: &[[String; 3]]) -> Vec<u8> {
    match form {
        Form::Csv => comma::write(table),
        Form::Xlsx => workbook::write(table, name, about),
    }
}

/// The letters by which a spreadsheet calls a column: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut out = Vec::new();
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    out.iter().rev().collect()
}

/// A message, and what to do.
type Broken = (String, String);

/// Lines of cells, each with its number, to a table: the first line that is not empty has the names.
fn table(mut lines: Vec<(usize, Vec<Cell>)>, faults: Vec<(At, String)>) -> Result<Table, Broken> {
    lines.retain(|(_, cells)| cells.iter().any(|cell| !cell.text.trim().is_empty()));
    if lines.is_empty() {
        return Err(("there is nothing in it".to_owned(), "save the table again, with its line of names".to_owned()));
    }
    let (_, names) = lines.remove(0);
    let mut columns: Vec<String> = names.into_iter().map(|cell| cell.text.trim().to_owned()).collect();
    while columns.last().is_some_and(String::is_empty) {
        columns.pop();
    }
    let mut found = Table { columns, rows: Vec::new(), faults };
    for (number, mut cells) in lines {
        if cells.iter().skip(found.columns.len()).any(|cell| !cell.text.trim().is_empty()) {
            found.faults.push((At::Row(number), "this row has more cells than the first row has names".to_owned()));
        }
        cells.resize(found.columns.len(), Cell::default());
        found.rows.push(Row { number, cells });
    }
    Ok(found)
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, is_date: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(letters), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }

    fn plain(columns: &[&str], rows: &[Vec<String>]) -> Table {
        let row =
            |(at, cells): (usize, &Vec<String>)| Row { number: at + 2, cells: cells.iter().cloned().map(Cell::from).collect() };
        Table {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows: rows.iter().enumerate().map(row).collect(),
            faults: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(prop::collection::vec("[ -~é€\n\t'=+@_x0-9]{0,12}", 2), 0..6)) {
            let rows: Vec<Vec<String>> = rows.into_iter().map(|row| [vec!["id".to_owned()], row].concat()).collect();
            let table = plain(&["a", "b", "c"], &rows);
            for form in [Form::Csv, Form::Xlsx] {
                let again = read(&write(&table, form, "events", &[]), form, "events", "x").unwrap();
                prop_assert_eq!(&again, &table);
            }
        }

        #[test]
        fn no_bytes_stop_the_program(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..900usize, sign in any::<u8>()) {
            let _ = read(&bytes, Form::Csv, "events", "x");
            let _ = read(&bytes, Form::Xlsx, "events", "x");
            let mut whole = write(&plain(&["a"], &[vec!["b".to_owned()]]), Form::Xlsx, "events", &[]);
            if let Some(byte) = whole.get_mut(at) {
                *byte = sign;
            }
            let _ = read(&whole, Form::Xlsx, "events", "x");
        }
    }
}
