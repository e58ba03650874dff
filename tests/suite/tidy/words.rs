//! Words that may not stand in a source, and words that must.
//!
//! In: the sources. Out: a complaint for each name that says nothing, each promise to finish later, each file without its header, each hidden
//! state. It never minds what stands in a string.

use super::rust::{Source, below, sources};
use super::{none, planted};
use crate::support::{files_below, shown};
use std::fs;

/// Names that fit anything, and so say nothing.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "shared_code"];
const EMPTY_ENDINGS: &[&str] = &["Manager", "Handler", "Helper", "Util", "Utils"];

/// Signs of work that is not done.
const UNFINISHED: &[&str] = &["TODO", "FIXME", "XXX", "HACK", "dbg!", "todo!", "unimplemented!"];

/// The static values there are: tables that never change once they are read, and the allocator, which Rust takes from a static.
const STATICS: &[&str] = &["TERRITORIES", "CONVENTIONS", "ENGLISH", "WORLD", "ALLOCATOR"];

/// Modules whose types are never written out as they are: what leaves the program goes through a view, an export or a diagnostic.
const NOT_SERIALISED: &[&str] = &["text", "parse", "model", "link", "check"];

#[test]
fn every_file_says_what_it_never_does() {
    none(headers(&sources()));
    none(headers(&below("tests/suite")));
}

#[test]
fn no_name_is_empty() {
    none(empty_names(&sources()));
    none(empty_names(&below("tests/suite")));
}

#[test]
fn nothing_is_unfinished() {
    none(unfinished(&sources()));
}

#[test]
fn there_is_no_hidden_state() {
    none(statics(&sources()));
}

#[test]
fn records_are_never_written_out_as_they_are() {
    none(serialised(&sources()));
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    // Taken apart, so that this file does not name it either.
    let home = ["/wo", "rk/"].concat();
    let mut complaints = Vec::new();
    for folder in ["src", "tests", "content", "themes", "schemas", "docs", "data"] {
        for path in files_below(folder, "") {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            for (at, line) in text.lines().enumerate() {
                let names = line
                    .match_indices(&home)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "./-_".contains(c)));
                if names {
                    complaints.push(format!("{}:{}: names a folder of one machine", shown(&path), at + 1));
                }
            }
        }
    }
    none(complaints);
}

fn headers(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let header: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        if header.is_empty() {
            complaints.push(source.complaint(1, "does not begin with `//!`"));
        } else if !header.iter().any(|line| line.to_lowercase().contains("never")) {
            complaints.push(source.complaint(1, "its header does not say what it never does"));
        }
    }
    complaints
}

fn empty_names(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for part in source.path.trim_end_matches(".rs").split('/').filter(|part| EMPTY_NAMES.contains(part)) {
            complaints.push(source.complaint(1, &format!("`{part}` is a name for anything")));
        }
        for (number, line) in source.lines() {
            let words: Vec<&str> =
                line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
            for pair in words.windows(2).filter(|pair| matches!(pair[0], "struct" | "enum" | "trait" | "type" | "mod")) {
                if EMPTY_NAMES.contains(&pair[1]) || EMPTY_ENDINGS.iter().any(|ending| pair[1].ends_with(ending)) {
                    complaints.push(source.complaint(number, &format!("`{}` is a name for anything", pair[1])));
                }
            }
        }
    }
    complaints
}

fn unfinished(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for (at, line) in source.text.lines().enumerate() {
            for word in UNFINISHED.iter().filter(|word| has_word(line, word)) {
                complaints.push(source.complaint(at + 1, &format!("`{word}`")));
            }
        }
    }
    complaints
}

fn has_word(line: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(is_name) && !line[at + word.len()..].starts_with(is_name))
}

fn statics(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        for (number, line) in source.lines() {
            let line =
                line.trim_start().trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ").trim_start_matches("pub ");
            let hidden = match line.strip_prefix("static ") {
                Some(rest) => !STATICS.iter().any(|name| rest.starts_with(&format!("{name}:"))),
                None => line.starts_with("thread_local!"),
            };
            if hidden {
                complaints.push(source.complaint(number, "hidden state: pass it along, or make it a constant"));
            }
        }
    }
    complaints
}

fn serialised(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| NOT_SERIALISED.contains(&source.module())) {
        for (number, _) in source.lines().filter(|(_, line)| has_word(line, "Serialize")) {
            complaints.push(source.complaint(number, "a record is not written out as it is: make a view of it"));
        }
    }
    complaints
}

#[test]
fn each_of_these_can_be_found() {
    assert_eq!(planted(headers, "src/a.rs", "// a\n").len(), 1);
    assert_eq!(planted(headers, "src/a.rs", "//! Reads files.\n").len(), 1);
    assert_eq!(planted(headers, "src/a.rs", "//! It never reads files.\n").len(), 0);
    assert_eq!(planted(empty_names, "src/link/utils.rs", "").len(), 1);
    assert_eq!(planted(empty_names, "src/a.rs", "struct PageManager;\nmod helpers;\nstruct Pages;\n").len(), 2);
    assert_eq!(planted(unfinished, "src/a.rs", &["// TO", "DO: later\nlet mastodon = 1;\n"].concat()).len(), 1);
    assert_eq!(
        planted(statics, "src/a.rs", "static mut A: u8 = 1;\n    pub static B: OnceLock<u8> = OnceLock::new();\n").len(),
        2
    );
    assert_eq!(planted(statics, "src/a.rs", "static TERRITORIES: LazyLock<u8> = a;\nfn a(b: &'static str) {}\n").len(), 0);
    assert_eq!(planted(serialised, "src/model/a.rs", "#[derive(Clone, Serialize)]\nuse serde::Deserialize;\n").len(), 1);
    assert_eq!(planted(serialised, "src/diagnose/show.rs", "#[derive(Serialize)]\n").len(), 0);
}
