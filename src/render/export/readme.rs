//! What somebody should know who opens a package of data: as of when, by whom, under which licence, what is in it, and what is not.
//!
//! In: the tables. Out: `README.txt`, in the language of the report. It never says of a gap that it is none.

use super::extent::Extent;
use super::tables::{columns, meaning};
use super::{Download, Filled};
use crate::link::Table;
use crate::render::citation::Work;
use crate::render::html;

#[must_use]
pub fn text(tables: &[Filled], extent: &Extent<'_>) -> Vec<u8> {
    let frame = extent.frame;
    let word = |key: &'static str| frame.theme.word(key);
    let settings = &frame.site.report.settings;
    let mut text = format!("{}\n\n{}\n", extent.title(), settings.description.trim());
    for line in [crate::render::view::as_of_line(frame), extent.homepage().unwrap_or_default()] {
        if !line.is_empty() {
            text.push_str(&format!("{line}\n"));
        }
    }
    let mut section = |title: &str, lines: Vec<String>| {
        let rule = "=".repeat(title.chars().count());
        text.push_str(&format!("\n{title}\n{rule}\n\n{}\n", lines.join("\n")));
    };
    section(
        word("cite"),
        Work::of(&extent.scope.page(), frame)
            .map(|work| work.long(frame))
            .into_iter()
            .chain([word("cite_accessed").to_owned()])
            .collect(),
    );
    section(word("licence"), licence(extent));
    section(word("downloads"), tables.iter().map(|one| file(one, extent)).collect());
    section(word("dictionary"), dictionary(tables, extent));
    section(word("what_is_not_known"), gaps(extent));
    text.into_bytes()
}

fn licence(extent: &Extent<'_>) -> Vec<String> {
    match &extent.frame.site.report.settings.licence {
        Some(licence) => {
            std::iter::once(licence.name.clone()).chain(licence.url.as_ref().map(|url| url.as_str().to_owned())).collect()
        }
        None => vec![extent.frame.theme.word("no_licence").to_owned()],
    }
}

fn file(one: &Filled, extent: &Extent<'_>) -> String {
    let download = Download::Table(one.table);
    let holds = extent.frame.theme.word(&format!("holds_{}", download.key())).to_owned();
    let rows = one.rows.len().to_string();
    extent
        .frame
        .site
        .locale
        .sentence("readme_file", &[("file", download.file_name(extent.scope)), ("holds", &holds), ("n", &rows)])
}

fn dictionary(tables: &[Filled], extent: &Extent<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    // The dictionary describes itself in its own rows.
    for one in tables.iter().filter(|one| one.table != Table::Dictionary) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(Download::Table(one.table).file_name(extent.scope).to_owned());
        let of_column = columns(one.table)
            .iter()
            .map(|column| format!("  {} ({}): {}", column.name, column.kind.name(), meaning(one.table, column, extent.frame)));
        lines.extend(of_column);
    }
    lines
}

/// How the tables say that something is not known, and the open questions of each record.
fn gaps(extent: &Extent<'_>) -> Vec<String> {
    let frame = extent.frame;
    let mut lines = vec![frame.theme.word("readme_gaps").to_owned(), String::new()];
    let before = lines.len();
    for country in &extent.countries {
        let open = country.unknowns.iter().map(|one| html::plain_text(&one.text, frame));
        lines.extend(
            open.map(|question| format!("- {}", frame.site.locale.punctuated("colon", &[&country.name.value, &question]))),
        );
    }
    if lines.len() == before {
        let date = frame.site.known_until().map_or_else(String::new, |date| frame.site.locale.date(date));
        lines.push(frame.site.locale.sentence("no_unknowns", &[("date", &date)]));
    }
    lines
}
