//! Whether new texts of files say what was asked, and nothing else.
//!
//! In: the report as it is, and new texts. Out: what would be wrong in the report with them, each at its cell. It trusts nothing that
//! [`edit`](super::edit) did: it reads the new texts afresh and compares. It never writes a file.

use super::cell::{Manner, New, canonical, value};
use super::edit::Change;
use super::merge::{Finding, Merged};
use super::{Entry, Holder, Records};
use crate::cli::failure::Failure;
use crate::diagnose::{Code, Diagnostic, Diagnostics, Place, Severity, quoted};
use crate::parse::{Node, Value};
use crate::pipeline::{self, Memo};
use crate::text::{Content, Span, Tree};
use std::collections::BTreeMap;

/// What the report would be.
pub struct Verified {
    pub tree: Tree,
    /// Errors that it would have and has not now: those in a cell.
    pub findings: Vec<Finding>,
    /// And those elsewhere, such as an article that uses an event that went.
    pub elsewhere: Diagnostics,
}

pub fn verify(
    records: &Records,
    tree: &Tree,
    texts: &BTreeMap<String, String>,
    merged: &Merged,
    options: &pipeline::Options,
) -> Result<Verified, Failure> {
    let mut after = tree.clone();
    for (path, text) in texts {
        after.put(path, Content::Text(text.as_str().into()));
    }
    let broken = |what: &str| {
        Failure::machine(format!("nothing was written, because {what}"))
            .help("change it in the file; and please report this, with the entry, because it is a mistake of Sourcebook")
    };
    let made = Records::open(&after, records.which).map_err(|_| broken("the files could not be read any more"))?;
    if let Some(id) = parted(records, &made, &merged.changes) {
        return Err(broken(&format!("the file would not say what the table says of `{id}`")));
    }
    let mut known: BTreeMap<(&str, String, String), usize> = BTreeMap::new();
    let before = errors(tree, options);
    for one in &before {
        *known.entry(signature(one, tree)).or_default() += 1;
    }
    let mut verified = Verified { tree: after, findings: Vec::new(), elsewhere: Diagnostics::new() };
    for one in errors(&verified.tree, options) {
        if let Some(left) = known.get_mut(&signature(&one, &verified.tree)).filter(|left| **left > 0) {
            *left -= 1;
            continue;
        }
        match place(&made, one.place) {
            Some((entry, key)) if merged.rows.contains_key(&entry.id) => verified.findings.push(at_cell(one, entry, key, merged)),
            _ => verified.elsewhere.push(one),
        }
    }
    Ok(verified)
}

/// The same finding at its cell, in words that fit a table.
fn at_cell(one: Diagnostic, entry: &Entry, key: Option<&str>, merged: &Merged) -> Finding {
    let found = Finding::error(merged.at(&entry.id, key), one.message);
    let found = Finding { code: Some(one.code.name()), help: one.help.or_else(|| one.notes.first().cloned()), ..found };
    let missing = merged.columns.keys().find(|key| one.code == Code::MissingKey && found.message.ends_with(&quoted(key)));
    let Some(missing) = missing else { return found };
    // `add a line` is for those who write the file.
    let example = found
        .help
        .as_ref()
        .and_then(|help| help.split_once(&format!("for example `{missing}: ")))
        .map(|(_, rest)| rest.trim_end_matches('`'));
    Finding {
        at: merged.at(&entry.id, Some(missing)),
        help: example.map(|example| format!("write for example `{example}`")),
        ..found
    }
}

fn errors(tree: &Tree, options: &pipeline::Options) -> Vec<Diagnostic> {
    let found = pipeline::run(tree, options, &mut Memo::default()).diagnostics;
    found.into_iter().filter(|one| one.severity == Severity::Error).collect()
}

fn signature<'a>(one: &Diagnostic, tree: &Tree) -> (&'a str, String, String) {
    (one.code.name(), one.place.file().map_or_else(String::new, |file| tree.path(file).to_owned()), one.message.clone())
}

/// The entry that a place lies in, and its key.
fn place(records: &Records, place: Place) -> Option<(&Entry, Option<&str>)> {
    let Place::At(at) = place else { return None };
    let inside = |span: Span| span.file == at.file && (span.start..=span.end).contains(&at.start);
    let whole = |entry: &Entry| entry.key.as_ref().map_or(entry.node.span, |key| key.span.to(entry.node.span));
    let (_, entry) = records.entries().find(|(_, entry)| inside(whole(entry)))?;
    let Value::Map(pairs) = &entry.node.value else { return Some((entry, None)) };
    // What lies on the first key is as often about the entry as a whole: `an event needs a date`.
    let held =
        pairs.iter().find(|(_, node)| inside(node.span)).or_else(|| pairs.iter().skip(1).find(|(key, _)| inside(key.span)));
    Some((entry, held.map(|(key, _)| key.text.as_str())))
}

/// The first entry that is not as it should be. Of the rest of the files nothing may differ.
pub fn parted(before: &Records, after: &Records, changes: &[Change]) -> Option<String> {
    for change in changes {
        let (id, _) = change.of();
        let is_there = after.find(id);
        let holds = match change {
            Change::Remove { .. } => is_there.is_none(),
            Change::Clear { key, .. } => is_there.is_some_and(|(_, entry)| entry.node.get(key).is_none()),
            Change::Set { key, new, .. } => is_there.is_some_and(|(_, entry)| says(entry, key, new)),
            Change::Add { record, values, .. } => is_there.is_some_and(|(holder, entry)| {
                holder.record == *record && values.iter().all(|(key, new)| says(entry, key, new)) || record.is_empty()
            }),
        };
        if !holds {
            return Some(id.to_owned());
        }
    }
    let rest = |records: &Records| -> Vec<String> { records.files.iter().map(|holder| untouched(holder, changes)).collect() };
    let (old, new) = (rest(before), rest(after));
    let odd = old.iter().zip(&new).position(|(old, new)| old != new);
    odd.and_then(|at| before.files.get(at)).map(|holder| holder.record.clone())
}

fn says(entry: &Entry, key: &str, new: &New) -> bool {
    let wanted = match new {
        New::Text(text) => {
            let found = entry.node.get(key).and_then(super::text_of);
            return found.is_some_and(|found| canonical(found, Manner::Text) == canonical(text, Manner::Text));
        }
        New::List(items) => format!("[{}]", items.join(", ")),
        New::Flow(yaml) | New::Lines(yaml) => yaml.clone(),
    };
    entry.node.get(key).zip(value(&wanted)).is_some_and(|(found, wanted)| plain(found) == plain(&wanted))
}

/// Everything that a file says but what the changes are about.
fn untouched(holder: &Holder, changes: &[Change]) -> String {
    let is_whole = |id: &str| {
        changes.iter().any(|change| matches!(change, Change::Add { id: one, .. } | Change::Remove { id: one } if one == id))
    };
    let is_part = |id: &str, name: &str| {
        changes.iter().any(|change| matches!(change, Change::Set { id: one, key, .. } | Change::Clear { id: one, key } if one == id && *key == name))
    };
    let mut out = String::new();
    for entry in holder.entries.iter().filter(|entry| !is_whole(&entry.id)) {
        let Value::Map(pairs) = &entry.node.value else { continue };
        let kept = pairs.iter().filter(|(key, _)| !is_part(&entry.id, &key.text));
        out.push_str(&format!("{:?}\n", kept.map(|(key, node)| (&key.text, plain(node))).collect::<Vec<_>>()));
    }
    // The keys of the record beside its entries.
    if let Value::Map(pairs) = &holder.root.value
        && holder.entries.iter().all(|entry| entry.key.is_none())
    {
        let rest = pairs.iter().filter(|(key, node)| !is_list_of(holder, key.text.as_str(), node));
        out.push_str(&format!("{:?}", rest.map(|(key, node)| (&key.text, plain(node))).collect::<Vec<_>>()));
    }
    out
}

fn is_list_of(holder: &Holder, key: &str, node: &Node) -> bool {
    let first = holder.entries.first().map(|entry| entry.node.span);
    let holds = first.is_some_and(|first| (node.span.start..=node.span.end).contains(&first.start));
    holds || matches!(key, "events" | "arrangements") && matches!(&node.value, Value::List(items) if items.is_empty())
}

/// What a value says, without its place and without how it is written.
pub fn plain(node: &Node) -> String {
    match &node.value {
        Value::Nothing => "~".to_owned(),
        Value::Scalar(scalar) => format!("{:?}", scalar.text),
        Value::List(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Map(pairs) => {
            let pairs = pairs.iter().map(|(key, node)| format!("{:?}: {}", key.text, plain(node)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}
