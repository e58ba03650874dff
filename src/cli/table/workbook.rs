//! A table as an Excel workbook.
//!
//! In: a [`Table`], and what its columns mean. Out: the bytes of an `.xlsx` file, by ECMA-376, with a second sheet that explains. Every cell is
//! text in the format “Text”, so that no spreadsheet makes a date, a number or a formula of it. It never writes a formula.

use super::{Cell, Row, Table, letters};
use crate::render::{escaped, zipped};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What cells look like: 0 is plain, 1 text, 2 the names of columns. 49 is the number of the format “Text”.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

pub fn write(table: &Table, name: &str, about: &[[String; 3]]) -> Vec<u8> {
    let explained = Table {
        columns: ["column", "what belongs there", "example"].map(str::to_owned).to_vec(),
        rows: about
            .iter()
            .enumerate()
            .map(|(at, row)| Row { number: at + 2, cells: row.iter().cloned().map(Cell::from).collect() })
            .collect(),
        faults: Vec::new(),
    };
    let sheet = |number: usize, kind: &str| {
        format!(
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
        )
    };
    let files = [
        (
            "[Content_Types].xml",
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>{}{}</Types>",
                sheet(1, "worksheet"),
                sheet(2, "worksheet")
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"rId1\"/>\
                 <sheet name=\"columns\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"rId2\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet2.xml\"/>\
                 <Relationship Id=\"rId3\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml", format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
        ("xl/worksheets/sheet1.xml", worksheet(table)),
        ("xl/worksheets/sheet2.xml", worksheet(&explained)),
    ];
    zipped(files.iter().map(|(name, text)| (*name, text.as_bytes())), None)
}

/// A sheet whose first row stays in view and whose columns can be filtered.
fn worksheet(table: &Table) -> String {
    let mut rows = row(1, 2, table.columns.iter().map(String::as_str));
    for one in &table.rows {
        rows.push_str(&row(one.number, 1, one.cells.iter().map(|cell| cell.text.as_str())));
    }
    let widths = table.columns.iter().enumerate().map(|(at, _)| {
        let longest = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| cell.text.chars().count()).max();
        let name = table.columns.get(at).map_or(0, |name| name.chars().count());
        // An empty column is as text as the others, for what will be typed there.
        format!(
            "<col min=\"{0}\" max=\"{0}\" width=\"{1}\" style=\"1\" customWidth=\"1\"/>",
            at + 1,
            longest.unwrap_or(0).max(name).clamp(8, 60) + 2
        )
    });
    let last = table.rows.last().map_or(1, |row| row.number);
    format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
         <cols>{}</cols><sheetData>{rows}</sheetData><autoFilter ref=\"A1:{}{last}\"/></worksheet>",
        widths.collect::<String>(),
        letters(table.columns.len().saturating_sub(1)),
    )
}

fn row<'a>(number: usize, style: u8, cells: impl Iterator<Item = &'a str>) -> String {
    let cells = cells.enumerate().filter(|(_, text)| !text.is_empty()).map(|(at, text)| {
        let at = letters(at);
        format!(
            "<c r=\"{at}{number}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            guarded(text)
        )
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

/// `_x0009_` is a sign by its number to Excel, so a text that has such letters of its own is told apart.
fn guarded(text: &str) -> String {
    escaped(&text.replace("_x", "_x005F_x").replace('\r', "_x000D_"))
}
