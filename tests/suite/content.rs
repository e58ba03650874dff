//! The report in `content/`: what this repository publishes is itself a test.
//!
//! In: the real records and articles, with the default theme. Out: no finding, every record, every source at work, and pages that hold
//! together: links that lead somewhere, one heading of the first rank, a title, a description, no id twice. It never pins down words:
//! editors may write what they like.

use crate::support::html::read;
use crate::support::links::{Base, broken};
use crate::support::pages::faults;
use crate::support::report::{Made, run};
use crate::support::{files_below, shown};
use sourcebook::model::{Date, Url};
use sourcebook::parse::FromScalar;
use sourcebook::pipeline::{self, Memo, Options};
use sourcebook::text::{Content, Tree};
use std::collections::BTreeMap;
use std::fs;
use std::sync::LazyLock;

pub const BASE: &str = "https://example.org/report/";

/// The report as the shell would hand it over. Pictures stay on disk, so their bytes do not matter here.
pub fn tree() -> Tree {
    let mut tree = Tree::new();
    for path in files_below("content", "") {
        let content = match fs::read_to_string(&path) {
            Ok(text) if !shown(&path).starts_with("content/media/") => Content::Text(text.into()),
            _ => Content::Media { bytes: 1, fingerprint: 1, size: None },
        };
        tree.put(&shown(&path), content);
    }
    tree
}

pub fn options() -> Options {
    Options { base_url: Url::new(BASE), ..Options::default() }
}

/// The report, with every page of it: made once for all tests that read it.
pub fn made() -> &'static Made {
    static MADE: LazyLock<Made> = LazyLock::new(|| run(tree(), &options()));
    &MADE
}

fn pages(made: &Made) -> impl Iterator<Item = (&str, &str)> {
    made.files.iter().filter(|(name, _)| name.ends_with(".html")).map(|(name, _)| (name.as_str(), made.page(name)))
}

#[test]
fn the_report_is_without_findings_and_its_pages_hold_together() {
    let made = made();
    assert!(made.diagnostics.is_empty(), "{}", made.screens());
    let mut complaints = broken(&made.files, &Base { url: BASE });
    for (name, page) in pages(made) {
        complaints.extend(faults(page).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    complaints.extend(same_titles(made));
    assert!(complaints.is_empty(), "{} faults\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn every_record_has_its_page_and_every_source_its_use() {
    let outcome = pipeline::run(&tree(), &options(), &mut Memo::default());
    let edition = outcome.edition.expect("the report is without errors");
    assert_eq!(edition.site.report.countries.len(), 51);
    assert_eq!(edition.site.report.sources.len(), 140);
    let unused: Vec<&str> = edition.site.uses.iter().filter(|(_, uses)| uses.is_empty()).map(|(id, _)| id.as_str()).collect();
    assert!(unused.is_empty(), "nothing rests on {unused:?}");
    for country in &edition.site.report.countries {
        assert!(edition.contains(&format!("/countries/{}/", country.file.stem())), "{}", country.name.value);
    }
}

#[test]
fn the_report_can_be_shown_as_of_an_earlier_day() {
    let as_of = Date::from_scalar("2025-06-25").ok();
    let made = run(tree(), &Options { as_of, ..options() });
    assert!(made.diagnostics.is_empty(), "{}", made.screens());
    let mut complaints = broken(&made.files, &Base { url: BASE });
    for (name, page) in pages(&made) {
        complaints.extend(faults(page).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(complaints.is_empty(), "{} faults\n{}", complaints.len(), complaints.join("\n"));
}

/// Pages that a reader could not tell apart among open tabs.
fn same_titles(made: &Made) -> Vec<String> {
    let mut titles: BTreeMap<String, &str> = BTreeMap::new();
    let mut complaints = Vec::new();
    for (name, page) in pages(made).filter(|(name, _)| !name.trim_start_matches("text/").starts_with("sources/")) {
        let Some(title) = read(page).0.into_iter().find(|tag| tag.name == "title") else { continue };
        if let Some(other) = titles.insert(title.text.clone(), name) {
            complaints.push(format!("{name} and {other} both have the title “{}”", title.text));
        }
    }
    complaints
}
