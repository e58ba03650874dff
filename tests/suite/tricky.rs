//! The tricky cases of the newsroom checklist, T1 to T27: one file each in `tests/tricky/`, numbered as there.
//!
//! A file begins with a sentence about the case. `//=` begins a variant; `//-` a file of the report (`program.yaml`, `sources.yaml` and `site.yaml` of the
//! folder fill in what it leaves out). After `//- expect` comes the whole screen of findings; after `//- page PATH` come texts that readers see there, a
//! line each, with `not: ` before one that they must not see. White space and tags do not count. It never looks at the style of a page.

use crate::support::bless::{blessing, difference};
use crate::support::fixture::Fixture;
use crate::support::report::run;
use crate::support::{files_below, repository, shown};
use rayon::prelude::*;
use sourcebook::text::Content;
use std::fs;

#[test]
fn every_tricky_case_comes_out_as_told() {
    let failures: Vec<String> = files_below("tests/tricky", "txt").par_iter().flat_map(|path| failures_of(path)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_number_of_the_checklist_has_its_case() {
    let names: Vec<String> = files_below("tests/tricky", "txt").iter().map(|path| shown(path)).collect();
    for number in 1..=27 {
        let there = names.iter().any(|name| name.starts_with(&format!("tests/tricky/t{number:02}-")));
        assert!(there, "T{number}");
    }
}

fn failures_of(path: &std::path::Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let mut failures = Vec::new();
    let mut written = String::new();
    let (about, variants) = text.split_once("\n//=").map_or((text.as_str(), ""), |(about, rest)| (about, rest));
    written.push_str(about);
    for variant in format!("\n//={variants}").split("\n//=").skip(1) {
        let (title, rest) = variant.split_once('\n').unwrap_or((variant, ""));
        let (fixture, after) = rest.split_once("//- expect\n").unwrap_or((rest, ""));
        let (expected, pages) = match after.find("//- page ") {
            Some(at) => after.split_at(at),
            None => (after, ""),
        };
        let made = run_with_defaults(fixture);
        let screens = made.screens();
        let name = format!("{}, “{}”", shown(path), title.trim());
        if screens.trim() != expected.trim() && !blessing() {
            failures.push(format!("{name}:\n{}", difference(expected.trim(), screens.trim())));
        }
        for page in pages.split("//- page ").skip(1) {
            let (file, lines) = page.split_once('\n').unwrap_or((page, ""));
            let seen = words(made.page(file.trim()));
            for line in lines.lines().filter(|line| !line.trim().is_empty()) {
                let (wanted, wording) = line.strip_prefix("not: ").map_or((true, line), |line| (false, line));
                if seen.contains(wording.trim()) != wanted {
                    let not = if wanted { "does not show" } else { "shows" };
                    failures.push(format!("{name}: {file} {not} `{wording}`\n{seen}"));
                }
            }
        }
        let screens = if screens.is_empty() { String::new() } else { format!("{screens}\n") };
        let gap = if screens.is_empty() || pages.is_empty() { "" } else { "\n" };
        written.push_str(&format!("\n//={title}\n{fixture}//- expect\n{screens}{gap}{}", pages.trim_end_matches('\n')));
        if !pages.is_empty() {
            written.push('\n');
        }
    }
    if blessing() {
        fs::write(path, written).unwrap();
    }
    failures
}

fn run_with_defaults(text: &str) -> crate::support::report::Made {
    let mut fixture = Fixture::read(text);
    for name in ["site.yaml", "program.yaml", "sources.yaml"] {
        let path = format!("content/{name}");
        if !fixture.files.iter().any(|(given, _)| *given == path) {
            let text = fs::read_to_string(repository(&format!("tests/tricky/{name}"))).unwrap();
            fixture.files.push((path, Content::Text(text.into())));
        }
    }
    let (tree, options) = fixture.tree();
    run(tree, &options)
}

/// What a page says, without its tags; other files as they are.
fn words(page: &str) -> String {
    if !page.trim_start().starts_with("<!doctype") {
        return page.to_owned();
    }
    let (mut text, mut inside) = (String::new(), false);
    for c in page.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    let plain =
        text.replace("&nbsp;", " ").replace('\u{a0}', " ").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&");
    plain
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ,", ",")
        .replace(" .", ".")
        .replace(" ;", ";")
        .replace(" :", ":")
}
