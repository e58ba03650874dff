//! Arrows point one way.
//!
//! In: the sources. Out: every use of a module by one below it, and every use of the machine by the core. The list of layers is written here
//! once, in the order of the crate page. It never follows a type through an alias: paths as written are enough, because glob imports of
//! the crate do not occur.

use super::rust::{Source, sources};
use super::{none, planted};

/// Modules of one line do not know each other; a module may use those of earlier lines.
const LAYERS: &[&[&str]] = &[
    &["text"],
    &["picture"],
    &["diagnose"],
    &["memo"],
    &["parse"],
    &["model"],
    &["link"],
    &["check", "render"],
    &["pipeline"],
    // ── the shell ──
    &["load", "publish"],
    &["deploy", "watch"],
    &["serve"],
    &["cli"],
    &["lib", "main"],
];

/// How many lines of [`LAYERS`] are the core.
const CORE: usize = 9;

/// What only the shell may name. The clock and the environment are asked for at one place of it.
const MACHINE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "std::io",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "std::{fs",
    "std::{env",
];

#[test]
fn no_module_uses_one_that_stands_below_it() {
    none(upward(&sources()));
}

#[test]
fn the_core_does_not_know_the_machine() {
    none(machine(&sources()));
}

#[test]
fn every_module_has_its_layer() {
    none(unlisted(&sources()));
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

fn upward(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let module = source.module();
        let Some(own) = layer(module) else { continue };
        for (number, line) in source.lines() {
            for used in used(line) {
                let Some(other) = layer(used).filter(|_| used != module) else { continue };
                if other >= own {
                    complaints.push(source.complaint(number, &format!("`{module}` may not use `{used}`")));
                }
            }
        }
    }
    complaints
}

/// The modules that a line names: `crate::model::Date`, `use crate::{link, model::Date}`.
fn used(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for start in ["crate::", "sourcebook::"] {
        for (at, _) in line.match_indices(start) {
            let rest = &line[at + start.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let names = group.split([',', '}']).map(|part| name(part.trim_start()));
                found.extend(names.filter(|name| layer(name).is_some()));
            } else {
                found.push(name(rest));
            }
        }
    }
    found
}

fn name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn machine(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| layer(source.module()).is_some_and(|layer| layer < CORE)) {
        for (number, line) in source.lines() {
            // A cursor over bytes in memory touches no disk; decoders ask for one.
            let line = line.replace("std::io::Cursor", "");
            for word in MACHINE.iter().filter(|word| names(&line, word)) {
                complaints.push(source.complaint(number, &format!("the core names `{word}`")));
            }
        }
    }
    complaints
}

/// Whether the line has the word, and not only as the end of a longer one.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn unlisted(sources: &[Source]) -> Vec<String> {
    let missing = sources.iter().filter(|source| layer(source.module()).is_none());
    missing.map(|source| source.complaint(1, "its module is in no layer: add it to `LAYERS`")).collect()
}

#[test]
fn an_arrow_that_points_up_is_found() {
    let found = |path: &str, text: &str| planted(upward, path, text).len();
    assert_eq!(found("src/model/a.rs", "use crate::link::Site;\n"), 1);
    assert_eq!(found("src/check/a.rs", "use crate::render::Theme;\n"), 1, "two modules of one layer do not know each other");
    assert_eq!(found("src/model/a.rs", "fn a() -> crate::link::Site {}\n"), 1);
    assert_eq!(found("src/model/a.rs", "use crate::{diagnose::Code, link::Site};\n"), 1);
    assert_eq!(found("src/pipeline.rs", "use crate::cli;\n"), 1, "the core does not know the shell");
    assert_eq!(found("src/model/a.rs", "use crate::parse::Node;\n//! [`link`](crate::link)\nuse crate::model::Date;\n"), 0);
}

#[test]
fn a_clock_in_the_core_is_found() {
    let found = |path: &str, text: &str| planted(machine, path, text).len();
    assert_eq!(found("src/link/a.rs", "let now = SystemTime::now();\n"), 1);
    assert_eq!(found("src/pipeline.rs", "use std::fs;\nprintln!();\n"), 2);
    assert_eq!(found("src/cli/a.rs", "use std::fs;\n"), 0);
    assert_eq!(found("src/link/a.rs", "use std::io::Cursor;\nuse std::io::Read;\n"), 1);
    assert_eq!(found("src/link/a.rs", "// SystemTime\nlet a = \"std::fs\"; reprint!();\n"), 0);
    assert_eq!(planted(unlisted, "src/stray/mod.rs", "").len(), 1);
}
