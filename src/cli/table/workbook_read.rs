//! An Excel workbook as a table.
//!
//! In: the bytes of an `.xlsx` file, as Excel, LibreOffice, Numbers and Google save it. Out: the [`Table`] on one of its sheets; a date is written
//! as exactly as the cell shows it, never more. It never works out a formula: it takes the value that was saved with it.

use super::days::{Shown, from_serial, shown};
use super::{At, Broken, Cell, Table, letters, package};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::BTreeMap;

const HELP: &str = "save it again as an Excel workbook (`.xlsx`), without a password, or as CSV UTF-8";

pub fn read(bytes: &[u8], name: &str) -> Result<Table, Broken> {
    let broken = || ("it is no Excel workbook that can be read".to_owned(), HELP.to_owned());
    let file = |name: &str| package::file(bytes, name);
    let (workbook, links) = (file("xl/workbook.xml").ok_or_else(broken)?, file("xl/_rels/workbook.xml.rels").ok_or_else(broken)?);
    let (workbook, links) = (xml(&workbook).ok_or_else(broken)?, xml(&links).ok_or_else(broken)?);
    let target = |id: &str| {
        let link = elements(links.root(), "Relationship").find(|link| link.attribute("Id") == Some(id))?;
        let target = link.attribute("Target")?;
        Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
    };
    let mut sheets = elements(workbook.root(), "sheet");
    let first = sheets.clone().next();
    let sheet = sheets.find(|sheet| sheet.attribute("name").is_some_and(|one| one.eq_ignore_ascii_case(name))).or(first);
    let id = sheet.and_then(|sheet| sheet.attributes().find(|one| one.name() == "id" && one.namespace().is_some()));
    let sheet = id.and_then(|id| target(id.value())).and_then(|path| file(&path)).ok_or_else(broken)?;
    let sheet = xml(&sheet).ok_or_else(broken)?;
    let (texts, styles) = (file("xl/sharedStrings.xml").unwrap_or_default(), file("xl/styles.xml").unwrap_or_default());
    let from_1904 = elements(workbook.root(), "workbookPr").any(|one| matches!(one.attribute("date1904"), Some("1" | "true")));
    let book = Book {
        texts: xml(&texts).map(|texts| elements(texts.root(), "si").map(text).collect()).unwrap_or_default(),
        formats: xml(&styles).map(|styles| formats(&styles)).unwrap_or_default(),
        from_1904,
    };
    let mut faults = Vec::new();
    let mut lines: Vec<(usize, Vec<Cell>)> = Vec::new();
    for row in elements(sheet.root(), "row") {
        // Both numbers may be left out, and are then one more than the last.
        let above = lines.last().map_or(0, |(number, _)| *number);
        let number = row.attribute("r").and_then(|number| number.parse().ok()).unwrap_or(above + 1);
        let mut cells: Vec<Cell> = Vec::new();
        for cell in elements(row, "c") {
            let at = cell.attribute("r").and_then(column).unwrap_or(cells.len());
            // As many columns as Excel has.
            if at >= 16_384 {
                return Err(broken());
            }
            cells.resize(cells.len().max(at + 1), Cell::default());
            match book.cell(cell) {
                Ok(read) => cells[at] = read,
                Err(message) => faults.push((At::Cell(number, at), message)),
            }
        }
        lines.push((number, cells));
    }
    for merged in elements(sheet.root(), "mergeCell").filter_map(|merged| merged.attribute("ref")) {
        let number: String = merged.chars().skip_while(|sign| !sign.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let at = At::Cell(number.parse().unwrap_or(1), column(merged).unwrap_or(0));
        faults.push((at, format!("the cells {merged} are merged, so only the first of them has a value: unmerge them")));
    }
    super::table(lines, faults)
}

/// What cells refer to.
struct Book {
    texts: Vec<String>,
    /// How each style shows a number.
    formats: Vec<Shown>,
    from_1904: bool,
}

impl Book {
    fn cell(&self, cell: Node<'_, '_>) -> Result<Cell, String> {
        let value = elements(cell, "v").next().and_then(|value| value.text()).unwrap_or("").to_owned();
        match cell.attribute("t").unwrap_or("n") {
            "s" => {
                let found = value.trim().parse().ok().and_then(|at: usize| self.texts.get(at));
                found.cloned().map(Cell::from).ok_or_else(|| "the text of this cell is missing in the workbook".to_owned())
            }
            "inlineStr" => Ok(elements(cell, "is").next().map(text).unwrap_or_default().into()),
            "str" => Ok(unescaped(&value).into()),
            "b" => Ok(if value.trim() == "1" { "yes" } else { "no" }.to_owned().into()),
            "e" => Err(format!("the spreadsheet shows the error `{value}` here")),
            "d" => Ok(Cell { text: value.split('T').next().unwrap_or("").to_owned(), is_date: true }),
            _ if value.is_empty() => Ok(Cell::default()),
            _ => {
                let number: f64 = value.trim().parse().map_err(|_| format!("`{value}` is not a number"))?;
                let style = cell.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
                match self.formats.get(style).copied().unwrap_or(Shown::Number) {
                    Shown::Number => Ok(number.to_string().into()),
                    shown => from_serial(number, self.from_1904, shown)
                        .map(|text| Cell { text, is_date: true })
                        .ok_or_else(|| format!("the spreadsheet shows `{value}` as a date, and no calendar has it")),
                }
            }
        }
    }
}

fn xml(text: &str) -> Option<Document<'_>> {
    // A workbook never declares entities; one that does means harm.
    Document::parse_with_options(text, ParsingOptions { allow_dtd: false, ..ParsingOptions::default() }).ok()
}

/// The elements of this name below a node, in whatever namespace: strict workbooks use another one.
fn elements<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> + Clone {
    node.descendants().filter(move |one| one.is_element() && one.tag_name().name() == name)
}

/// The text of a cell, of all its parts but the hints of how to speak it.
fn text(node: Node<'_, '_>) -> String {
    let parts = elements(node, "t").filter(|part| part.parent().is_none_or(|above| above.tag_name().name() != "rPh"));
    let whole: String = parts.filter_map(|part| part.text()).collect();
    unescaped(&whole).replace("\r\n", "\n").replace('\r', "\n")
}

/// Signs that Excel writes by their number: `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, here) = rest.split_at(at);
        let sign = here.get(2..6).filter(|_| here.get(6..7) == Some("_")).and_then(|number| u32::from_str_radix(number, 16).ok());
        out.push_str(before);
        match sign.and_then(char::from_u32) {
            Some(sign) => {
                out.push(sign);
                rest = &here[7..];
            }
            None => {
                out.push_str("_x");
                rest = &here[2..];
            }
        }
    }
    out + rest
}

/// What each style makes of a number.
fn formats(styles: &Document<'_>) -> Vec<Shown> {
    let own: BTreeMap<&str, &str> = elements(styles.root(), "numFmt")
        .filter_map(|format| Some((format.attribute("numFmtId")?, format.attribute("formatCode")?)))
        .collect();
    let cells = elements(styles.root(), "cellXfs").next();
    let styles = cells.into_iter().flat_map(|cells| elements(cells, "xf"));
    let number = |style: Node<'_, '_>| style.attribute("numFmtId").unwrap_or("0").to_owned();
    styles.map(|style| shown(&number(style), own.get(number(style).as_str()).copied())).collect()
}

/// The column of `C14`, from 0.
fn column(reference: &str) -> Option<usize> {
    let name: Vec<u8> = reference.bytes().take_while(u8::is_ascii_uppercase).collect();
    let number = name.iter().try_fold(0usize, |sum, letter| sum.checked_mul(26)?.checked_add(usize::from(letter - b'A') + 1))?;
    debug_assert!(name.len() > 8 || number == 0 || letters(number - 1).as_bytes() == name);
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::zipped;

    /// A workbook of one sheet, as Excel writes them.
    fn workbook(rows: &str) -> Vec<u8> {
        let files = [
            ("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Other\" r:id=\"b\"/><sheet name=\"Events\" r:id=\"a\"/></sheets></workbook>".to_owned()),
            ("xl/_rels/workbook.xml.rels", "<r><Relationship Id=\"a\" Target=\"/xl/worksheets/sheet1.xml\"/></r>".to_owned()),
            ("xl/sharedStrings.xml", "<sst><si><t>id</t></si><si><r><t>two </t></r><r><t>parts</t></r><rPh><t>spoken</t></rPh></si></sst>".to_owned()),
            (
                "xl/styles.xml",
                "<s><numFmts><numFmt numFmtId=\"164\" formatCode=\"mmm\\-yy\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
                 <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></s>"
                    .to_owned(),
            ),
            ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
        ];
        zipped(files.iter().map(|(name, text)| (*name, text.as_bytes())), None)
    }

    const HEAD: &str = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"inlineStr\"><is><t>date</t></is></c></row>";

    #[test]
    fn cells_are_read_as_they_are_shown() {
        let rows = "<row r=\"5\"><c r=\"A5\" t=\"s\"><v>1</v></c><c r=\"B5\" t=\"b\"><v>1</v></c><c r=\"C5\" s=\"1\"><v>45729</v></c></row>\
                    <row><c><v>12</v></c><c t=\"str\"><f>1+1</f><v>a_x000D_\nb</v></c><c s=\"2\"><v>45717</v></c></row>";
        let table = read(&workbook(&format!("{HEAD}{rows}")), "events").unwrap();
        let read: Vec<(usize, Vec<&str>)> =
            table.rows.iter().map(|row| (row.number, row.cells.iter().map(|cell| cell.text.as_str()).collect())).collect();
        assert_eq!(read, [(5, vec!["two parts", "yes", "2025-03-13"]), (6, vec!["12", "a\r\nb", "2025-03"])]);
        assert!(table.rows[0].cells[2].is_date && !table.rows[1].cells[0].is_date);
        assert_eq!(table.columns, ["id", "", "date"]);
    }

    #[test]
    fn what_has_no_value_is_told_with_its_place() {
        let rows = format!("{HEAD}<row r=\"3\"><c r=\"A3\" t=\"e\"><v>#REF!</v></c><c r=\"C3\" t=\"s\"><v>9</v></c></row>");
        let merged = workbook(&format!("{rows}</sheetData><mergeCells><mergeCell ref=\"A3:A5\"/></mergeCells><sheetData>"));
        let faults = read(&merged, "events").unwrap().faults;
        let places: Vec<At> = faults.iter().map(|(at, _)| *at).collect();
        assert_eq!(places, [At::Cell(3, 0), At::Cell(3, 2), At::Cell(3, 0)]);
        assert!(faults[2].1.contains("A3:A5 are merged"));
        assert!(read(b"PK\x05\x06", "events").is_err());
        assert!(
            read(&workbook("<row><c r=\"ZZZZZ1\"><v>1</v></c></row>"), "events").is_err(),
            "no room is taken for columns that no program has"
        );
    }
}
