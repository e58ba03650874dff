//! A table as CSV, by [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180): UTF-8, a line of names, lines that end in CR LF.
//!
//! In: columns and rows. Out: bytes. It never writes a cell that a spreadsheet would run as a formula.

use super::Column;

/// Writes a table.
#[must_use]
pub fn csv(columns: &[Column], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(columns.iter().map(|column| column.name));
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that begins as a formula would is given an apostrophe, as
/// [OWASP](https://owasp.org/www-community/attacks/CSV_Injection) advises, so that no spreadsheet runs it.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("@SUM"), "'@SUM");
        assert_eq!(guarded("at least 58"), "at least 58");
    }
}
