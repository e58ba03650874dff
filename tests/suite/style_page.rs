//! The style page shows the theme, all of it, and nobody comes to it by chance.
//!
//! In: the default theme, and the page that the program makes of it. Out: a class that no page shows, so that a new component cannot be
//! forgotten; a link that leads nowhere; a way to the page. It never judges looks: tests/browser/style.test.mjs does, as far as rules can.

use crate::cli::{report as example, sourcebook};
use crate::support::html::read;
use crate::support::links::{Base, broken};
use crate::support::pages::faults;
use crate::support::report::{rendered, report};
use crate::support::{files_below, repository};
use sourcebook::diagnose::Diagnostics;
use sourcebook::pipeline::{self, Memo, Options};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Every page and file of the style page, by file name.
fn style_page(site: &str) -> BTreeMap<String, Vec<u8>> {
    let tree = report(site).tree;
    let edition = pipeline::run(&tree, &Options::default(), &mut Memo::default()).edition.expect("the small report is sound");
    let mut diagnostics = Diagnostics::new();
    let files = rendered(&edition.style_page().expect("the invented report is sound"), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{:?}", diagnostics.iter().map(|found| &found.message).collect::<Vec<_>>());
    files
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, file: &str) -> &'a str {
    std::str::from_utf8(&files[file]).unwrap()
}

fn pages(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, &str)> {
    files.keys().filter(|name| name.ends_with(".html")).map(|name| (name.as_str(), text(files, name)))
}

/// The classes of the elements of a page.
fn classes(page: &str) -> BTreeSet<String> {
    let all = read(page).0;
    all.iter().filter_map(|tag| tag.get("class")).flat_map(str::split_whitespace).map(str::to_owned).collect()
}

// ── completeness ─────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn every_class_of_a_component_or_block_is_on_the_style_page() {
    let files = style_page("");
    let shown = classes(text(&files, "index.html"));
    let folders = ["components", "blocks", "parts"].map(|folder| format!("themes/default/templates/{folder}"));
    let mut missing = Vec::new();
    for path in folders.iter().flat_map(|folder| files_below(folder, ".html")) {
        let template = fs::read_to_string(&path).unwrap();
        let unseen =
            written(&template).into_iter().filter(|class| !shown.contains(class) && !NOT_SHOWN.contains(&class.as_str()));
        missing.extend(unseen.map(|class| format!("{}: `{class}`", crate::support::shown(&path))));
    }
    assert!(missing.is_empty(), "the style page does not show\n{}", missing.join("\n"));
}

/// What stands over the pages of a build with `--as-of` or `--drafts` alone, and beside drafts.
const NOT_SHOWN: &[&str] = &["as-of-banner", "tag-state"];

/// The classes that a template writes out, those behind a condition included. One that is put together of a value is not among them.
fn written(template: &str) -> BTreeSet<String> {
    let values = mapped(template, "{{", "}}", "\0");
    let literal = mapped(&values, "{%", "%}", " ");
    let attributes = literal.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    attributes.flat_map(str::split_whitespace).filter(|class| !class.contains('\0')).map(str::to_owned).collect()
}

/// The text with everything between two signs replaced.
fn mapped(text: &str, open: &str, close: &str, with: &str) -> String {
    let mut parts = text.split(open);
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |before, part| before + with + part.split_once(close).map_or("", |(_, rest)| rest))
}

#[test]
fn classes_are_found_in_templates() {
    let found = written(r#"<p class="a b-{{ x }} {{ y }}{% if z %} c{% endif %}" id="d"><b class="e{% if z %} f{% endif %}">"#);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "c", "e", "f"]);
}

#[test]
fn every_class_of_the_style_sheet_is_on_a_page() {
    let files = style_page("");
    let shown: BTreeSet<String> = pages(&files).flat_map(|(_, page)| classes(page)).collect();
    let asset = |name: &str| fs::read_to_string(repository(&format!("themes/default/assets/{name}"))).unwrap();
    let scripts = asset("site.js") + &asset("search.js");
    let is_made_by_a_script = |class: &str| scripts.contains(class);
    let styled = selected(&asset("style.css"));
    assert!(styled.len() > 200, "{}", styled.len());
    let missing: Vec<&String> = styled
        .iter()
        .filter(|class| !shown.contains(*class) && !is_made_by_a_script(class) && !ELSEWHERE.contains(&class.as_str()))
        .collect();
    assert!(missing.is_empty(), "no page shows {missing:?}");
}

/// What is only on pages of a report with `text_edition: yes` or a build with `--as-of` or `--drafts`.
const ELSEWHERE: &[&str] = &["as-of-banner", "page-state", "tag-state", "text-only"];

/// The classes that a style sheet selects.
fn selected(css: &str) -> BTreeSet<String> {
    let css = mapped(&mapped(css, "/*", "*/", ""), "[", "]", "");
    let mut found = BTreeSet::new();
    // What stands before a brace is a selector, what stands in one has a colon and values.
    for part in css.split('{') {
        let selector = part.rsplit(['}', ';']).next().unwrap_or("");
        for class in selector.split('.').skip(1) {
            let name: String = class.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
            if name.starts_with(|c: char| c.is_alphabetic()) {
                found.insert(name);
            }
        }
    }
    found
}

// ── the pages themselves ─────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn its_pages_hold_together_below_any_base_path() {
    for (site, base) in [("", "/"), (BELOW, "https://example.org/report/")] {
        let report = report(site);
        let mut all = report.files.clone();
        all.extend(style_page(site).into_iter().map(|(name, bytes)| (format!("style/{name}"), bytes)));
        let mut complaints = broken(&all, &Base { url: base });
        for (name, page) in pages(&all).filter(|(name, _)| name.starts_with("style/")) {
            complaints.extend(faults(page).into_iter().map(|fault| format!("{name}: {fault}")));
        }
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }
}

const BELOW: &str = "\
//- content/site.yaml
title: A report
description: What is known about it.
base_url: https://example.org/report/
map: {worldview: un}
rules: {unused-source: off, uncited: off, older-source: off}
";

#[test]
fn search_engines_are_asked_to_stay_away_and_nothing_leads_there() {
    let files = style_page("");
    for (name, page) in pages(&files) {
        assert!(page.contains(r#"<meta name="robots" content="noindex">"#), "{name}");
    }
    assert!(!files.contains_key("sitemap.xml") && !files.contains_key("robots.txt"));
    let of_the_report = report("").files;
    for (name, bytes) in &of_the_report {
        assert!(!String::from_utf8_lossy(bytes).contains("/style/"), "{name} leads to the style page");
        let hidden = String::from_utf8_lossy(bytes).contains("noindex");
        assert_eq!(hidden, name == "404.html", "{name}: whether it asks search engines to stay away");
    }
}

#[test]
fn it_speaks_the_language_of_the_report() {
    let files = style_page(
        "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nlanguage: ar\nmap: {worldview: un}\nrules: {unused-source: off, uncited: off, older-source: off}\n",
    );
    assert!(text(&files, "index.html").contains(r#"<html lang="ar" dir="rtl">"#));
}

#[test]
fn a_build_writes_it_only_when_asked() {
    let folder = example();
    let build = |options: &[&str]| sourcebook(folder.path(), &[&["build"], options].concat());
    assert_eq!(build(&[]).code, Some(0));
    assert!(!folder.path().join("public/style").exists());
    assert_eq!(build(&["--style-page"]).code, Some(0));
    assert!(folder.path().join("public/style/countries/malta/index.html").exists());
    assert_eq!(build(&[]).code, Some(0));
    assert!(!folder.path().join("public/style").exists(), "the next build takes it away again");

    fs::write(folder.path().join("content/pages/style.md"), "---\ntitle: House style\n---\n\nWe write “about”.\n").unwrap();
    let refused = build(&["--style-page"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("the report has a page at /style/ itself"), "{}", refused.err);
}
