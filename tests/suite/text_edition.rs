//! The text-only edition of this repository’s report.
//!
//! In: the report. Out: that every page has a text, that nothing readable is missing from it, that no part is too long or half empty, and
//! that nothing has to be fetched for it. It never asks how the text is made.

use crate::content::{options, tree};
use crate::support::html::read;
use crate::support::report::{Made, report, run};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Bytes of HTML, which is all that a reader’s browser asks for (checklist M35).
const LIMIT: usize = 14 * 1024;

static REPORT: LazyLock<Made> = LazyLock::new(|| run(tree(), &options()));

/// The parts of each page’s text, in order, by the file of the page.
fn texts(made: &Made) -> BTreeMap<String, Vec<&str>> {
    let is_page = |file: &&String| file.ends_with("index.html") && !file.starts_with("text/") && !file.starts_with("embed/");
    let pages = made.files.keys().filter(is_page);
    let parts = |file: &String| {
        let folder = format!("text/{}", file.trim_end_matches("index.html"));
        let numbered = (2..).map(|part| format!("{folder}{part}/index.html"));
        let all = std::iter::once(format!("{folder}index.html")).chain(numbered);
        all.take_while(|part| made.files.contains_key(part)).map(|part| made.page(&part)).collect()
    };
    pages.map(|file| (file.clone(), parts(file))).collect()
}

#[test]
fn every_page_has_a_text_in_parts_that_are_not_too_long() {
    let mut complaints = Vec::new();
    for (file, parts) in texts(&REPORT) {
        if parts.is_empty() {
            complaints.push(format!("{file} has no text"));
        }
        for (at, part) in parts.iter().enumerate() {
            if part.len() > LIMIT {
                complaints.push(format!("part {} of {file} has {} bytes", at + 1, part.len()));
            }
        }
        let whole: usize = parts.iter().map(|part| part.len()).sum();
        if parts.len() > 2 * whole.div_ceil(LIMIT) {
            complaints.push(format!("{file} comes in {} parts, though {whole} bytes fit in fewer", parts.len()));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn nothing_that_can_be_read_is_missing() {
    let mut complaints = Vec::new();
    for (file, parts) in texts(&REPORT) {
        let mut text: BTreeMap<String, isize> = BTreeMap::new();
        parts.iter().for_each(|part| words(part).for_each(|word| *text.entry(word).or_default() += 1));
        for word in words(REPORT.page(&file)) {
            *text.entry(word).or_default() -= 1;
        }
        let missing: Vec<&String> = text.iter().filter(|(_, count)| **count < 0).map(|(word, _)| word).collect();
        if !missing.is_empty() {
            complaints.push(format!("{file}: {missing:?}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_text_fetches_nothing() {
    for parts in texts(&REPORT).values() {
        for tag in parts.iter().flat_map(|part| read(part).0) {
            let fetches = matches!(tag.name.as_str(), "img" | "script" | "style" | "iframe" | "svg")
                || (tag.name == "link" && tag.get("rel") != Some("canonical"))
                || tag.get("style").is_some();
            assert!(!fetches, "{tag:?}");
        }
    }
}

#[test]
fn a_report_that_does_not_ask_for_it_has_none() {
    let made = report("//- content/countries/rwanda.yaml\ncode: RW\n");
    assert!(made.files.keys().all(|file| !file.starts_with("text/")));
    assert!(!made.page("countries/rwanda/index.html").contains("/text/"));
}

#[test]
fn its_folder_is_kept_free() {
    let site = "title: A\ndescription: B\ntext_edition: yes\nrules: {unused-source: off}\n";
    let made = report(&format!("//- content/site.yaml\n{site}//- content/pages/text.md\n---\ntitle: Text\n---\nText.\n"));
    assert!(made.screens().contains("error[address-collision]"), "{}", made.screens());
}

/// The words of the main part of a page that readers can read: without menus, forms, drawings and what is hidden from them.
fn words(page: &str) -> impl Iterator<Item = String> {
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(page, |(main, _)| main);
    let mut text = main.split_once('>').map_or("", |(_, rest)| rest).to_owned();
    for name in ["nav", "svg", "form", "button", "script"] {
        text = without(&text, &format!("<{name}"), &format!("</{name}>"), "");
    }
    // Of these the theme has only elements without others in them.
    for name in ["p", "span", "a"] {
        let whole = text.clone();
        let is_hidden = |rest: &&str| {
            let attributes = rest.split('>').next().unwrap_or("");
            attributes.contains("aria-hidden=\"true\"") || attributes.ends_with(" hidden")
        };
        for tag in whole.split(&format!("<{name} ")).skip(1).filter(is_hidden) {
            let inside = tag.split("</").next().unwrap_or("");
            text = text.replacen(&format!("<{name} {inside}"), "", 1);
        }
    }
    for name in ["a", "b", "bdi", "code", "em", "i", "span", "strong", "sub", "sup", "time", "wbr"] {
        for tag in [format!("<{name} "), format!("</{name}>")] {
            text = text.replace(&tag, &tag.replace('<', "\u{1}"));
        }
        text = text.replace(&format!("<{name}>"), "");
    }
    let text = joined(&text);
    let text = without(&text, "<", ">", " ");
    text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// The text without the tags that part no words: those that begin with U+0001.
fn joined(text: &str) -> String {
    let mut parts = text.split('\u{1}');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + part.split_once('>').map_or("", |(_, rest)| rest))
}

/// The text with each run from `start` to `end` taken out, and `gap` in its place.
fn without(text: &str, start: &str, end: &str, gap: &str) -> String {
    let mut parts = text.split(start);
    let mut out = parts.next().unwrap_or("").to_owned();
    for part in parts {
        out.push_str(gap);
        out.push_str(part.split_once(end).map_or("", |(_, rest)| rest));
    }
    out
}
