//! What only follows from a file that could not be read is not said beside the cause.
//!
//! In: what was found in files, and what was found later. Out: the latter without the complaints that some id, code or source is
//! missing when it stands in a record that could not be read. An editor who repairs the cause sees the rest. It never hides a
//! complaint about anything that is not written in a broken record.

use crate::diagnose::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::text::{FileId, Tree};
use std::collections::HashSet;

/// Leaves out of `later` what `first`, the errors of reading, explains.
#[must_use]
pub fn without_consequences(first: &Diagnostics, later: Diagnostics, tree: &Tree) -> Diagnostics {
    let broken: HashSet<FileId> = first.iter().filter(|one| one.severity == Severity::Error).filter_map(file_of).collect();
    if broken.is_empty() {
        return later;
    }
    let lost: HashSet<&str> = broken.iter().filter_map(|file| tree.file(*file)).flat_map(|file| names_in(file.text())).collect();
    later.into_iter().filter(|found| !follows(found, &lost, tree)).collect()
}

fn file_of(found: &Diagnostic) -> Option<FileId> {
    match found.place {
        Place::At(span) => Some(span.file),
        Place::File(file) => Some(file),
        Place::Project => None,
    }
}

/// Everything that a broken record may have defined: the words after `id:` and `code:`, and the keys at the start of lines.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let line = line.trim_start_matches('\u{feff}');
        let key = line.split(':').next().filter(|key| !key.contains([' ', '\t', '#'])).map(str::trim);
        let inner = line.trim_start_matches(['-', ' ', '{', '\t']);
        let value = ["id:", "code:"].into_iter().find_map(|name| inner.strip_prefix(name));
        let value = value.map(|value| value.split([',', '#', '}']).next().unwrap_or("").trim().trim_matches(['"', '\'']));
        key.into_iter().chain(value).filter(|name| !name.is_empty())
    })
}

fn follows(found: &Diagnostic, lost: &HashSet<&str>, tree: &Tree) -> bool {
    match found.code {
        // With records missing, nobody can tell what is used.
        Code::UnusedSource => true,
        Code::UnknownSource
        | Code::UnknownCountry
        | Code::UnknownEvent
        | Code::UnknownArrangement
        | Code::UnknownKind
        | Code::UnknownState
        | Code::UnknownBadge
        | Code::UnknownFigure
        | Code::UnknownList
        | Code::UnknownTarget
        | Code::UnknownField
        | Code::BadBlock => {
            let Place::At(span) = found.place else { return false };
            let text = tree.file(span.file).map_or("", |file| file.text());
            let word = text.get(span.start as usize..span.end as usize).unwrap_or("").trim_matches(['"', '\'']);
            lost.contains(word)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn names_are_found_in_what_cannot_be_read() {
        let text = "code: FR\nname: x: y\nevents:\n  - id: fr_law # a comment\n    date: 2025\n  - {id: fr_two, date: 2025}\nnyt-list:\n  title: a\n";
        let names: Vec<&str> = names_in(text).collect();
        for name in ["FR", "fr_law", "fr_two", "nyt-list"] {
            assert!(names.contains(&name), "{name}");
        }
        assert!(!names.contains(&"2025"));
    }
}
