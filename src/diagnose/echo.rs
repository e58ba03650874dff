//! Findings that only echo another.
//!
//! In: the findings of a run, and the texts they point into. Out: those that an editor has to act on. A record that cannot be read declares
//! nothing, so every text that names one of its ids would be called wrong, often with advice that would spoil it. It never drops a finding
//! in the file that is at fault, nor one about an id that no faulty file declares.

use super::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::text::{File, FileId, Span, Tree};
use std::collections::{BTreeSet, HashSet};

/// Leaves out of `found` what is said of ids that stand in `faulty` files: there they are declared, and there is the fault.
#[must_use]
pub fn without_echoes(found: Diagnostics, faulty: &BTreeSet<FileId>, tree: &Tree) -> Diagnostics {
    let files = faulty.iter().filter_map(|id| tree.file(*id));
    let declared: Vec<(&File, HashSet<&str>)> = files.map(|file| (&**file, declared(file.text()))).collect();
    if declared.is_empty() {
        return found;
    }
    found.into_iter().filter(|one| !is_echo(one, &declared, tree)).collect()
}

/// The files in which something that may be named elsewhere was not read.
#[must_use]
pub fn faulty(found: &Diagnostics, tree: &Tree) -> BTreeSet<FileId> {
    let files = found.iter().filter(|one| one.severity == Severity::Error).filter_map(|one| one.place.file());
    files.filter(|id| tree.path(*id).ends_with(".yaml")).collect()
}

fn is_echo(one: &Diagnostic, declared: &[(&File, HashSet<&str>)], tree: &Tree) -> bool {
    let Place::At(span) = one.place else { return false };
    let text = tree.file(span.file).map_or("", |file| file.text());
    let Some(word) = text.get(range(span)) else { return false };
    let is_declared = |word: &str, folders: &[&str]| {
        declared.iter().any(|(file, words)| {
            // A file without text (empty, or not readable at all) may have declared anything.
            let may_declare = words.contains(word) || file.text().trim().is_empty();
            may_declare && folders.iter().any(|folder| file.path.starts_with(folder))
        })
    };
    const PROGRAM: &[&str] = &["content/program.yaml"];
    const EVENTS: &[&str] = &["content/countries/", "content/program.yaml"];
    match one.code {
        // With a record missing, nobody can tell what rests on what.
        Code::UnusedSource => true,
        Code::UnknownSource => is_declared(word, &["content/sources.yaml"]),
        Code::UnknownEvent => is_declared(word, EVENTS),
        Code::UnknownCountry | Code::UnknownArrangement => is_declared(word, &["content/countries/"]),
        Code::UnknownKind | Code::UnknownState | Code::UnknownBadge | Code::UnknownFigure | Code::UnknownList => {
            is_declared(word, PROGRAM)
        }
        // `events.rw_payment.amount`, whose amount cannot be read.
        Code::UnknownField => {
            let before = text[..span.start as usize].trim_end_matches('.');
            let owner = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(before, |at| &before[at + 1..]);
            is_declared(owner, EVENTS) && is_declared(word, EVENTS)
        }
        Code::UnknownTarget => {
            let name = word.split(['#', '?']).next().unwrap_or("").rsplit('/').find(|part| !part.is_empty()).unwrap_or("");
            let is_it = |file: &File| file.name() == name || file.stem() == name;
            is_declared(word, &["content/countries/"]) || declared.iter().any(|(file, _)| is_it(file))
        }
        _ => false,
    }
}

fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}

/// Every word that stands before a colon, or after `id:`, `code:` or `badge:`: what a text that cannot be read would have declared.
fn declared(text: &str) -> HashSet<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut words = HashSet::new();
    for (at, _) in text.match_indices(':') {
        let before = text[..at].trim_end_matches(['"', '\'']);
        let key = &before
            [before.rfind(|c| !is_word(c)).map_or(0, |end| end + before[end..].chars().next().map_or(1, char::len_utf8))..];
        if key.is_empty() {
            continue;
        }
        words.insert(key);
        if matches!(key, "id" | "code" | "badge") {
            let value = text[at + 1..].trim_start_matches([' ', '"', '\'']);
            words.insert(&value[..value.find(|c| !is_word(c)).unwrap_or(value.len())]);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_still_declares() {
        let text = "code: RW\nevents:\n  - id: rw_deal\n    kind agreement\n  - {id: \"rw-2\", note: a é: b}\naxes: {stage: {label: x}}\n";
        let words = declared(text);
        for word in ["RW", "rw_deal", "rw-2", "stage", "events"] {
            assert!(words.contains(word), "{word}");
        }
        assert!(!words.contains("agreement"));
    }
}
