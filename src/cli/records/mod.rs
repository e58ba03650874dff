//! Entries of records as rows of a table: the events of a report, its arrangements, its sources.
//!
//! In: the files of the report. Out: [`Records`], each entry with its place; its cells ([`cell`]); and what of a table has changed
//! ([`merge`]) put into the text of the files ([`edit`]), where every other byte stays. It never writes a file.

pub mod cell;
pub mod edit;
mod emit;
pub mod merge;
pub mod verify;

use super::failure::Failure;
use super::table::{Cell, Row, Table};
use crate::model::shapes;
use crate::parse::{self, Field, Key, Node, Shape, Value};
use crate::text::{File, Tree};
use cell::Manner;
use std::sync::Arc;

/// What becomes a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Events,
    Arrangements,
    Sources,
}

/// The column that names the file of an entry.
pub const RECORD: &str = "record";
pub const ID: &str = "id";
/// The column that tells what a row said when it was exported.
pub const EXPORTED: &str = "exported";
/// The record of the events of the program.
const PROGRAM: &str = "program";

impl Which {
    pub fn shape(self) -> &'static Shape {
        match self {
            Self::Events => &shapes::EVENT,
            Self::Arrangements => &shapes::ARRANGEMENT,
            Self::Sources => &shapes::SOURCE,
        }
    }

    /// Its name, as a command, as a key of records and as a sheet.
    pub fn word(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Arrangements => "arrangements",
            Self::Sources => "sources",
        }
    }

    pub fn one(self) -> &'static str {
        match self {
            Self::Events => "event",
            Self::Arrangements => "arrangement",
            Self::Sources => "source",
        }
    }

    /// The keys of an entry besides its id, as they follow each other: what it says, then what is for the newsroom.
    pub fn fields(self) -> impl Iterator<Item = &'static Field> + Clone {
        let is_inner = |field: &&Field| matches!(field.key, "checked" | "state" | "embargo_until" | "notes_internal");
        let all = self.shape().fields.iter().filter(|field| field.key != ID);
        all.clone().filter(move |field| !is_inner(field)).chain(all.filter(is_inner))
    }

    /// The columns of the table.
    pub fn columns(self) -> Vec<&'static str> {
        let record = (self != Self::Sources).then_some(RECORD);
        record.into_iter().chain([ID]).chain(self.fields().map(|field| field.key)).chain([EXPORTED]).collect()
    }
}

/// All entries of a report.
pub struct Records {
    pub which: Which,
    pub files: Vec<Holder>,
}

/// A file that holds entries, or can.
pub struct Holder {
    pub file: Arc<File>,
    pub root: Node,
    /// What the column `record` calls it: the name of the file, which is its address too.
    pub record: String,
    /// Its code, by which it may be called too.
    code: Option<String>,
    pub entries: Vec<Entry>,
}

pub struct Entry {
    pub id: String,
    pub node: Node,
    /// Where it begins, if it is not an entry of a list but stands under its id.
    pub key: Option<Key>,
}

impl Records {
    /// Finds them. Fails when a file cannot be read as YAML: nobody knows then what it holds.
    pub fn open(tree: &Tree, which: Which) -> Result<Self, Failure> {
        let paths: Vec<&Arc<File>> = match which {
            Which::Sources => tree.get("content/sources.yaml").into_iter().collect(),
            Which::Events => tree.under("content/countries/").chain(tree.get("content/program.yaml")).collect(),
            Which::Arrangements => tree.under("content/countries/").collect(),
        };
        let mut files = Vec::new();
        for file in paths.into_iter().filter(|file| file.extension() == "yaml") {
            let read = parse::yaml(file.text(), file.id, 0);
            let Some(root) = read.value.filter(|_| read.diagnostics.is_empty()) else {
                return Err(Failure::usage(format!("{} has mistakes, so nothing was done", file.path))
                    .help("`sourcebook check` shows them"));
            };
            let code = root.get("code").and_then(text_of).map(str::to_owned);
            let record = match file.stem() {
                PROGRAM if &*file.path != "content/program.yaml" => code.clone().unwrap_or_default(),
                stem => stem.to_owned(),
            };
            files.push(Holder { entries: entries(&root, which), file: file.clone(), record, code, root });
        }
        Ok(Self { which, files })
    }

    pub fn entries(&self) -> impl Iterator<Item = (&Holder, &Entry)> {
        self.files.iter().flat_map(|holder| holder.entries.iter().map(move |entry| (holder, entry)))
    }

    pub fn find(&self, id: &str) -> Option<(&Holder, &Entry)> {
        self.entries().find(|(_, entry)| entry.id == id)
    }

    /// The file that a cell of the column `record` means.
    pub fn holder(&self, record: &str) -> Option<&Holder> {
        if self.which == Which::Sources {
            return self.files.first();
        }
        let same = |name: &str| name.eq_ignore_ascii_case(record);
        self.files.iter().find(|holder| same(&holder.record) || holder.code.as_deref().is_some_and(same))
    }

    /// The table of all of them.
    pub fn table(&self) -> Table {
        let row = |(at, (holder, entry)): (usize, (&Holder, &Entry))| {
            let mut cells = vec![entry.id.clone()];
            if self.which != Which::Sources {
                cells.insert(0, holder.record.clone());
            }
            let values = self.values(holder, entry);
            cells.extend(values.iter().map(|(_, value)| value.clone()));
            cells
                .push(cell::stamp(&entry.id, values.iter().map(|(field, value)| cell::canonical(value, Manner::of(field.form)))));
            Row { number: at + 2, cells: cells.into_iter().map(Cell::from).collect() }
        };
        Table {
            columns: self.which.columns().into_iter().map(str::to_owned).collect(),
            rows: self.entries().enumerate().map(row).collect(),
            faults: Vec::new(),
        }
    }

    /// The cells of an entry, in the order of the columns.
    pub fn values(&self, holder: &Holder, entry: &Entry) -> Vec<(&'static Field, String)> {
        let text = holder.file.text();
        let cell = |field: &'static Field| {
            let node = entry.node.get(field.key);
            (field, node.map_or_else(String::new, |node| cell::cell(node, Manner::of(field.form), text)))
        };
        self.which.fields().map(cell).collect()
    }
}

/// The text of a scalar.
pub fn text_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar(scalar) => Some(&scalar.text),
        Value::Nothing | Value::List(_) | Value::Map(_) => None,
    }
}

fn entries(root: &Node, which: Which) -> Vec<Entry> {
    if which == Which::Sources {
        let Value::Map(all) = &root.value else { return Vec::new() };
        let entry = |(key, node): &(Key, Node)| Entry { id: key.text.clone(), node: node.clone(), key: Some(key.clone()) };
        return all.iter().map(entry).collect();
    }
    let Some(Value::List(all)) = root.get(which.word()).map(|node| &node.value) else { return Vec::new() };
    let entry = |node: &Node| Some(Entry { id: text_of(node.get(ID)?)?.to_owned(), node: node.clone(), key: None });
    all.iter().filter_map(entry).collect()
}
