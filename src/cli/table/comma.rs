//! CSV as spreadsheets save it.
//!
//! In: bytes in UTF-8 or UTF-16, parted by commas, semicolons or tabs. Out: a [`Table`]; and CSV that Excel opens with the right letters. It
//! never takes bytes of another encoding: what a spreadsheet could not write there is lost as `?`, and nobody would see it.

use super::{Broken, Cell, Table};

const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub fn read(bytes: &[u8]) -> Result<Table, Broken> {
    let text = decoded(bytes).ok_or_else(|| {
        let help = "save it as “CSV UTF-8 (Comma delimited)”, or as an Excel workbook (`.xlsx`)".to_owned();
        ("it is not UTF-8, so letters beyond English may be lost already".to_owned(), help)
    })?;
    let mut rest = text.as_str();
    let mut above = 0;
    // A line that only Excel knows.
    let mut sign = None;
    if let Some(after) = rest.strip_prefix("sep=") {
        let (named, below) = after.split_once('\n').unwrap_or((after, ""));
        sign = named.trim_end_matches('\r').chars().next().and_then(|sign| u8::try_from(sign).ok());
        (rest, above) = (below, 1);
    }
    let sign = sign.unwrap_or_else(|| delimiter(rest));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(rest.as_bytes());
    let mut lines = Vec::new();
    let mut record = csv::StringRecord::new();
    let (mut number, mut passed) = (above, reader.position().line());
    while reader.read_record(&mut record).map_err(|_| ("it is no table".to_owned(), "save it again as CSV".to_owned()))? {
        // The reader passes empty lines without a word, but the spreadsheet counts them.
        let height = 1 + record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        let line = reader.position().line();
        number += 1 + usize::try_from((line - passed).saturating_sub(height)).unwrap_or(0);
        passed = line;
        lines.push((number, record.iter().map(|cell| Cell::from(unguarded(&cell.replace("\r\n", "\n")))).collect()));
    }
    super::table(lines, Vec::new())
}

/// A byte order mark, because Excel takes a file without one for its own old encoding.
pub fn write(table: &Table) -> Vec<u8> {
    let bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes);
    // Writing into memory cannot fail.
    let _ = writer.write_record(&table.columns);
    for row in &table.rows {
        let _ = writer.write_record(row.cells.iter().map(|cell| guarded(&cell.text)));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that begins as a formula would is given an apostrophe; so is one that would lose its own when it is read again.
fn guarded(text: &str) -> String {
    if text.trim_start_matches('\'').starts_with(SIGNS) { format!("'{text}") } else { text.to_owned() }
}

fn unguarded(text: &str) -> String {
    let is_guarded = text.starts_with('\'') && text.trim_start_matches('\'').starts_with(SIGNS);
    text[usize::from(is_guarded)..].to_owned()
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| -> Option<String> {
        let pairs = rest.chunks_exact(2);
        let units: Vec<u16> = pairs.map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// What parts the names in the first line: Excel writes a semicolon where the comma is the sign of decimals.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |sign: u8| first.bytes().filter(|byte| *byte == sign).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(usize, Vec<String>)> {
        let table = read(text).unwrap();
        table.rows.into_iter().map(|row| (row.number, row.cells.into_iter().map(|cell| cell.text).collect())).collect()
    }

    #[test]
    fn every_way_of_saving_reads_the_same() {
        let expected = vec![(2, vec!["a".to_owned(), "é; b".to_owned()])];
        assert_eq!(rows("id,note\r\na,é; b\r\n".as_bytes()), expected);
        assert_eq!(rows("\u{feff}id;note\r\na;\"é; b\"\r\n".as_bytes()), expected);
        assert_eq!(rows("id\tnote\na\té; b".as_bytes()), expected);
        let utf16: Vec<u8> = "\u{feff}id\tnote\r\na\té; b\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf16), expected);
        assert_eq!(rows("sep=;\nid;note\na;\"é; b\"\n".as_bytes()), vec![(3, expected[0].1.clone())]);
        assert!(read(b"id,note\na,\xe9\n").unwrap_err().1.contains("CSV UTF-8"));
    }

    #[test]
    fn rows_are_counted_as_the_spreadsheet_counts() {
        let found = rows(b"id,note\n\na,\"two\nlines\"\n\n\n,,\nb,c\n");
        assert_eq!(found.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [3, 7]);
    }

    #[test]
    fn no_cell_is_a_formula_and_none_loses_its_apostrophe() {
        for text in ["=1+1", "- value: 2", "'=x", "''+x", "'a", "at least 7", "-"] {
            assert!(!guarded(text).starts_with(SIGNS), "{text}");
            assert_eq!(unguarded(&guarded(text)), text);
        }
    }
}
