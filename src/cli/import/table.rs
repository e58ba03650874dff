//! `sourcebook import events`: what somebody changed in a spreadsheet becomes changes of the records.
//!
//! In: a table that `export` made and somebody edited. Out: the files of the records, in which only the lines of changed cells differ; on the
//! terminal the difference, or every cell that cannot be used. It never writes a file unless all can be written and the report has no new error.

use crate::cli::args::ImportTable;
use crate::cli::edition;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::cli::records::edit::{self, Change};
use crate::cli::records::merge::{Finding, Merged, merge};
use crate::cli::records::verify::verify;
use crate::cli::records::{Records, Which};
use crate::cli::report::{MOST, Terminal};
use crate::cli::table::{self, At, Table, letters};
use crate::cli::{Verdict, clock, export, files};
use crate::diagnose::{count, quoted};
use crate::pipeline::Options;
use crate::text::Tree;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub fn run(asked: &ImportTable, which: Which, project: &Project, terminal: Terminal) -> Result<Verdict, Failure> {
    let shown = asked.file.display().to_string();
    let form = export::form(&asked.file, &shown)?;
    let bytes = files::read_bytes(&asked.file)?.ok_or_else(|| Failure::usage(format!("there is no file `{shown}`")))?;
    let table = table::read(&bytes, form, which.word(), &shown)?;
    let tree = edition::tree(project)?;
    let records = Records::open(&tree, which)?;
    let mut merged = merge(&records, &table, asked.remove_missing);
    let texts = match edit::apply(&records, &merged.changes) {
        Ok(texts) => texts,
        Err(refused) => {
            let places: Vec<Finding> = refused
                .into_iter()
                .map(|(id, key, reason)| Finding::error(merged.at(&id, key), format!("{}: {reason}", quoted(&id))))
                .collect();
            merged.findings.extend(places);
            BTreeMap::new()
        }
    };
    let mut after = None;
    if !texts.is_empty() {
        let options = Options { now: Some(clock::now(None)?), ..Options::default() };
        let verified = verify(&records, &tree, &texts, &merged, &options)?;
        merged.findings.extend(verified.findings);
        after = Some((verified.tree, verified.elsewhere));
    }
    merged.findings.sort_by_key(|one| match one.at {
        At::Table => (0, 0),
        At::Row(row) => (row, 0),
        At::Cell(row, column) => (row, column + 1),
    });
    for one in &merged.findings {
        terminal.cell(one.is_error, &cell_text(one, &table, &shown));
    }
    let elsewhere = after.as_ref().is_some_and(|(_, elsewhere)| !elsewhere.is_empty());
    if let Some((after, found)) = after.as_ref().filter(|_| elsewhere) {
        terminal.say("With this table the report would have these errors:\n");
        terminal.findings(found, after, MOST);
    }
    if merged.has_errors() || elsewhere {
        let errors = merged.findings.iter().filter(|one| one.is_error).count() + after.map_or(0, |(_, found)| found.len());
        terminal.say(&format!("Not imported: {}. Nothing was written.", count(errors, "error", "errors")));
        return Ok(Verdict::Findings);
    }
    terminal.data(&difference(&tree, &texts))?;
    if !asked.dry_run {
        let changed: Vec<(PathBuf, &str, &str)> = texts
            .iter()
            .filter_map(|(path, new)| Some((project.root.join(path), tree.get(path)?.text(), new.as_str())))
            .collect();
        files::replace_all(&changed)?;
    }
    terminal.say(&tell(&merged, which, asked, &shown, texts.len()));
    Ok(Verdict::Fine)
}

/// A finding at its cell, as the spreadsheet calls it.
fn cell_text(one: &Finding, table: &Table, shown: &str) -> String {
    let code = one.code.map_or_else(String::new, |code| format!("[{code}]"));
    let place = match one.at {
        At::Table => shown.to_owned(),
        At::Row(row) => format!("{shown}: row {row}"),
        At::Cell(row, column) => {
            let name = table.columns.get(column).filter(|_| row > 1).map_or_else(String::new, |name| format!(" ({name})"));
            format!("{shown}: row {row}, column {}{name}", letters(column))
        }
    };
    let written = match one.at {
        At::Cell(row, column) => table.rows.iter().find(|one| one.number == row).and_then(|row| row.cells.get(column)),
        At::Table | At::Row(_) => None,
    };
    let first = written.and_then(|cell| cell.text.lines().next()).filter(|line| !line.is_empty());
    // What a file says may hold signs that a terminal obeys.
    let clean = |line: &str| line.chars().filter(|sign| !sign.is_control()).take(90).collect::<String>();
    let excerpt = first.map_or_else(String::new, |line| format!("\n   | {}", clean(line)));
    let help = one.help.as_ref().map_or_else(String::new, |help| format!("\n  help: {help}"));
    format!("{code}: {}\n  --> {place}{excerpt}{help}\n", one.message)
}

/// What changes in the files, as `diff -u` shows it.
fn difference(tree: &Tree, texts: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    for (path, new) in texts {
        let old = tree.get(path).map_or("", |file| file.text());
        let diff = similar::TextDiff::from_lines(old, new);
        out.push_str(&diff.unified_diff().context_radius(1).header(path, path).to_string());
    }
    out
}

fn tell(merged: &Merged, which: Which, asked: &ImportTable, shown: &str, files: usize) -> String {
    let number = |wanted: fn(&Change) -> bool| merged.changes.iter().filter(|change| wanted(change)).count();
    let cells = number(|change| matches!(change, Change::Set { .. } | Change::Clear { .. }));
    let added = number(|change| matches!(change, Change::Add { .. }));
    let removed = number(|change| matches!(change, Change::Remove { .. }));
    let name = |count: usize| if count == 1 { which.one() } else { which.word() };
    let mut parts = Vec::new();
    if cells > 0 {
        parts.push(format!("{} changed", count(cells, "cell", "cells")));
    }
    if added > 0 {
        parts.push(format!("{added} new {}", name(added)));
    }
    if removed > 0 {
        parts.push(format!("{removed} {} removed", name(removed)));
    }
    let mut out = match (parts.is_empty(), asked.dry_run) {
        (true, _) => format!("Nothing to import: the records say what {shown} says."),
        (false, true) => {
            format!("Would be imported: {}, in {}. Nothing was written.", parts.join(", "), count(files, "file", "files"))
        }
        (false, false) => format!(
            "Imported: {}, in {}. `sourcebook check` shows what else there is.",
            parts.join(", "),
            count(files, "file", "files")
        ),
    };
    if merged.newer > 0 {
        let cells = count(merged.newer, "cell", "cells");
        out.push_str(&format!("\n{cells} became newer in the records since the export, and stay as they are there."));
    }
    if !merged.missing.is_empty() && !asked.remove_missing {
        let shown: Vec<String> = merged.missing.iter().take(10).cloned().collect();
        let more = merged.missing.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let number = count(merged.missing.len(), which.one(), which.word());
        let stay = if merged.missing.len() == 1 { "stays as it is" } else { "stay as they are" };
        out.push_str(&format!("\n{number} without a row {stay}: {}{more}. `--remove-missing` takes such out.", shown.join(", ")));
    }
    out
}
