//! What a table says otherwise than the records.
//!
//! In: [`Records`], and a [`Table`] that somebody edited. Out: the [`Change`]s that it asks for, and a [`Finding`] for each cell that cannot be used. The
//! column `exported` tells what a row said before it was edited: what only the records changed since stays as it is there, and what
//! both changed is a finding. It never takes a missing row for a removed entry unless asked.

use super::cell::{Manner, New, canonical, hash, read, stamped};
use super::edit::Change;
use super::{EXPORTED, Entry, Holder, ID, RECORD, Records, Which};
use crate::cli::table::{At, Cell, Order, Row, Table, letters, order, settled};
use crate::diagnose::{nearest, quoted};
use crate::model::{Date, Id};
use crate::parse::FromScalar;
use std::collections::{BTreeMap, BTreeSet};

/// Something about a cell that somebody should look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub at: At,
    /// Of the finding that the report would have.
    pub code: Option<&'static str>,
    pub is_error: bool,
    pub message: String,
    pub help: Option<String>,
}

impl Finding {
    pub fn error(at: At, message: impl Into<String>) -> Self {
        Self { at, code: None, is_error: true, message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// What a table comes to.
#[derive(Default, Debug)]
pub struct Merged {
    pub changes: Vec<Change>,
    pub findings: Vec<Finding>,
    /// Which row an entry has.
    pub rows: BTreeMap<String, usize>,
    /// Which column a key has.
    pub columns: BTreeMap<&'static str, usize>,
    /// Entries without a row.
    pub missing: Vec<String>,
    /// Cells in which the records have become newer than the table.
    pub newer: usize,
}

impl Merged {
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|one| one.is_error)
    }

    /// The place of an entry in the table, and of its key.
    pub fn at(&self, id: &str, key: Option<&str>) -> At {
        match (self.rows.get(id), key.and_then(|key| self.columns.get(key))) {
            (Some(row), Some(column)) => At::Cell(*row, *column),
            (Some(row), None) => At::Row(*row),
            (None, _) => At::Table,
        }
    }

    fn find(&mut self, found: Finding) {
        self.findings.push(found);
    }
}

pub fn merge(records: &Records, table: &Table, remove_missing: bool) -> Merged {
    let which = records.which;
    let mut merged = Merged::default();
    for (at, message) in &table.faults {
        merged.find(Finding::error(*at, message.clone()));
    }
    columns(which, table, &mut merged);
    let Some(id_column) = merged.columns.get(ID).copied() else {
        let found = Finding::error(At::Table, format!("there is no column {}", quoted(ID)));
        merged.find(found.help(format!(
            "the first row has the names of the columns; `sourcebook export {}` makes such a table",
            which.word()
        )));
        return merged;
    };
    let order = date_order(which, table, &merged);
    for row in &table.rows {
        let id = row.cells[id_column].text.trim();
        let is_empty = row
            .cells
            .iter()
            .enumerate()
            .all(|(at, cell)| cell.text.trim().is_empty() || merged.columns.get(EXPORTED) == Some(&at));
        if is_empty {
            continue;
        }
        if id.is_empty() {
            let found = Finding::error(At::Cell(row.number, id_column), format!("this row has no {}", quoted(ID)));
            merged.find(
                found.help("give it one that no other has, such as `rw_first_flight`; articles use it, and readers never see it"),
            );
            continue;
        }
        if let Some(first) = merged.rows.get(id) {
            let found = Finding::error(At::Cell(row.number, id_column), format!("the id {} is in row {first} too", quoted(id)));
            merged.find(found.help("give a new row an id of its own"));
            continue;
        }
        merged.rows.insert(id.to_owned(), row.number);
        let reading = Reading { records, row, id, order };
        match records.find(id) {
            Some((holder, entry)) => reading.changed(holder, entry, &mut merged),
            None => reading.new_entry(table, id_column, &mut merged),
        }
    }
    merged.missing = records.entries().map(|(_, entry)| entry.id.clone()).filter(|id| !merged.rows.contains_key(id)).collect();
    if remove_missing {
        let removed: Vec<Change> = merged.missing.iter().map(|id| Change::Remove { id: id.clone() }).collect();
        merged.changes.extend(removed);
    }
    // Those that go to the same place go there in the order of their dates.
    merged.changes.sort_by_key(|change| match change {
        Change::Add { values, .. } => (1, date_of(values)),
        Change::Set { .. } | Change::Clear { .. } | Change::Remove { .. } => (0, None),
    });
    merged
}

fn date_of(values: &[(&'static str, New)]) -> Option<crate::model::Day> {
    let (_, new) = values.iter().find(|(key, _)| *key == "date")?;
    match new {
        New::Text(text) => Some(Date::from_scalar(text).ok()?.earliest()),
        New::List(_) | New::Flow(_) | New::Lines(_) => None,
    }
}

/// Finds out which column is which.
fn columns(which: Which, table: &Table, merged: &mut Merged) {
    let known = which.columns();
    for (at, name) in table.columns.iter().enumerate() {
        let place = At::Cell(1, at);
        let written = name.to_lowercase();
        match known.iter().find(|known| **known == written) {
            Some(known) => {
                if let Some(first) = merged.columns.insert(known, at) {
                    let message = format!("the column {} is there twice: {} and {}", quoted(name), letters(first), letters(at));
                    merged.find(Finding::error(place, message).help("take one of the two out"));
                }
            }
            None if name.is_empty() => {
                if table.rows.iter().any(|row| !row.cells[at].text.trim().is_empty()) {
                    merged.find(Finding::error(place, "this column has no name").help("name it, or take it out"));
                }
            }
            None => match nearest(&written, known.iter().copied()).filter(|near| !table.columns.iter().any(|one| one == near)) {
                Some(near) => {
                    let found = Finding::error(place, format!("there is no key {}", quoted(name)));
                    merged.find(found.help(format!("did you mean {}?", quoted(near))));
                }
                None => {
                    let found = Finding::error(place, format!("the column {} is not read: there is no such key", quoted(name)));
                    merged.find(Finding { is_error: false, ..found });
                }
            },
        }
    }
}

/// Which comes first in dates such as `3/4/2025`, told by all dates of the table.
fn date_order(which: Which, table: &Table, merged: &Merged) -> Option<Order> {
    let dates = which.fields().filter(|field| Manner::of(field.form) == Manner::Date);
    let columns: Vec<usize> = dates.filter_map(|field| merged.columns.get(field.key).copied()).collect();
    order(table.rows.iter().flat_map(|row| columns.iter().map(|at| row.cells[*at].text.as_str())))
}

/// A row that is being read.
struct Reading<'a> {
    records: &'a Records,
    row: &'a Row,
    id: &'a str,
    order: Option<Order>,
}

impl Reading<'_> {
    fn cell(&self, merged: &Merged, key: &str) -> Option<(usize, &Cell)> {
        let at = *merged.columns.get(key)?;
        Some((at, self.row.cells.get(at)?))
    }

    fn at(&self, column: usize) -> At {
        At::Cell(self.row.number, column)
    }

    /// The text of a cell, dates as records write them. Answers whether the spreadsheet had made a day of it.
    fn text(&self, column: usize, cell: &Cell, manner: Manner, merged: &mut Merged) -> Option<(String, bool)> {
        let text = cell.text.replace("\r\n", "\n").trim().to_owned();
        if text.starts_with("####") || text.starts_with('#') && text.ends_with(['!', '?', 'A']) && !text.contains(' ') {
            let found = Finding::error(self.at(column), format!("the spreadsheet saved {} here", quoted(&text)));
            merged.find(found.help("type the value again, as text"));
            return None;
        }
        if manner != Manner::Date {
            return Some((text, false));
        }
        match settled(&text, self.order) {
            None => Some((text, cell.is_date)),
            Some(Ok(date)) => Some((date, true)),
            Some(Err(message)) => {
                merged.find(Finding::error(self.at(column), message).help("write the year first: `2025-03-04`"));
                None
            }
        }
    }

    /// Compares a row with its entry, cell by cell.
    fn changed(&self, holder: &Holder, entry: &Entry, merged: &mut Merged) {
        if let Some((at, record)) = self.cell(merged, RECORD)
            && let named = record.text.trim()
            && !named.is_empty()
            && self.records.holder(named).is_none_or(|other| other.file.id != holder.file.id)
        {
            let found = Finding::error(self.at(at), format!("{} is in the record {}", quoted(self.id), quoted(&holder.record)));
            merged.find(found.help("move it in the files, or give a new row an id of its own"));
            return;
        }
        let values = self.records.values(holder, entry);
        let exported = self.cell(merged, EXPORTED).map(|(_, cell)| cell.text.clone()).unwrap_or_default();
        let was = stamped(&exported, values.len()).filter(|(id, _)| *id == hash(self.id)).map(|(_, cells)| cells);
        for (number, (field, now)) in values.iter().enumerate() {
            let manner = Manner::of(field.form);
            let Some((at, cell)) = self.cell(merged, field.key) else { continue };
            let cell = cell.clone();
            let Some((text, was_shown)) = self.text(at, &cell, manner, merged) else { continue };
            let (wanted, there) = (canonical(&text, manner), canonical(now, manner));
            if wanted == there {
                continue;
            }
            if was_shown
                && matches!(now.len(), 4 | 7)
                && text.strip_prefix(now.as_str()).is_some_and(|rest| rest.trim_matches(['-', '0', '1']).is_empty())
            {
                let found =
                    Finding::error(self.at(at), format!("the spreadsheet made the day {} of {}", quoted(&text), quoted(now)));
                merged.find(found.help(format!("format the cell as text and write `{now}`: which day it was is not known")));
                continue;
            }
            if let Some(was) = was.as_ref().and_then(|cells| cells.get(number)) {
                // Were all three the same, two texts would share a hash by accident, and the change would be lost.
                if *was == hash(&wanted) && *was != hash(&there) {
                    merged.newer += 1;
                    continue;
                }
                if *was != hash(&there) {
                    let now = if now.is_empty() { "nothing".to_owned() } else { quoted(now) };
                    let found =
                        Finding::error(self.at(at), format!("this cell was changed, and so was the record: it now says {now}"));
                    merged.find(found.help("export again and change it there, or write what the record says"));
                    continue;
                }
            }
            let (id, key) = (self.id.to_owned(), field.key);
            if text.is_empty() {
                merged.changes.push(Change::Clear { id, key });
            } else {
                match read(&text, manner) {
                    Ok(new) => merged.changes.push(Change::Set { id, key, new }),
                    Err(message) => merged.find(Finding::error(self.at(at), message)),
                }
            }
        }
    }

    /// A row whose id no entry has.
    fn new_entry(&self, table: &Table, id_column: usize, merged: &mut Merged) {
        let which = self.records.which;
        if let Err(mistake) = Id::from_scalar(self.id) {
            let found = Finding::error(self.at(id_column), mistake.message);
            merged.find(Finding { help: mistake.help, ..found });
            return;
        }
        let exported = self.cell(merged, EXPORTED).map(|(_, cell)| cell.text.clone()).unwrap_or_default();
        if let Some((was, _)) = stamped(&exported, which.fields().count()) {
            if was == hash(self.id) {
                let message = format!("{} is no longer in the records", quoted(self.id));
                let found = Finding::error(self.at(id_column), message);
                merged.find(found.help("take the row out, or empty its cell `exported` to put it in again"));
                return;
            }
            // A copied row brings the stamp of its model along; a renamed one has that of an entry without a row.
            let listed: BTreeSet<&str> = table.rows.iter().map(|row| row.cells[id_column].text.trim()).collect();
            let renamed = self.records.entries().find(|(_, entry)| hash(&entry.id) == was && !listed.contains(entry.id.as_str()));
            if let Some((_, entry)) = renamed {
                let found = Finding::error(
                    self.at(id_column),
                    format!("{} was {} when it was exported", quoted(self.id), quoted(&entry.id)),
                );
                merged.find(found.help(
                    "an id is renamed in the files, where articles use it too; or empty its cell `exported` if the row is new",
                ));
                return;
            }
        }
        let record = self.cell(merged, RECORD).map(|(at, cell)| (at, cell.text.trim().to_owned()));
        let record = match (which, record) {
            (Which::Sources, _) => String::new(),
            (_, Some((at, named))) if !named.is_empty() => {
                if let Some(holder) = self.records.holder(&named) {
                    holder.record.clone()
                } else {
                    let found = Finding::error(self.at(at), format!("there is no record {}", quoted(&named)));
                    let near = nearest(&named.to_lowercase(), self.records.files.iter().map(|holder| holder.record.as_str()));
                    merged.find(match near {
                        Some(near) => found.help(format!("did you mean {}?", quoted(near))),
                        None => found
                            .help("write the name of its file without `.yaml`, or its code; `sourcebook new country` makes one"),
                    });
                    return;
                }
            }
            (_, named) => {
                let at = named.map_or(At::Row(self.row.number), |(at, _)| self.at(at));
                let found = Finding::error(at, format!("the new {} {} has no {}", which.one(), quoted(self.id), quoted(RECORD)));
                merged.find(found.help("write the record that it belongs to, such as `rwanda`"));
                return;
            }
        };
        let mut values = Vec::new();
        for field in which.fields() {
            let manner = Manner::of(field.form);
            let Some((at, cell)) = self.cell(merged, field.key) else { continue };
            let cell = cell.clone();
            let Some((text, _)) = self.text(at, &cell, manner, merged).filter(|(text, _)| !text.is_empty()) else { continue };
            match read(&text, manner) {
                Ok(new) => values.push((field.key, new)),
                Err(message) => merged.find(Finding::error(self.at(at), message)),
            }
        }
        merged.changes.push(Change::Add { id: self.id.to_owned(), record, values });
    }
}
