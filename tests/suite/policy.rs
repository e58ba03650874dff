//! What holds for every report, whatever it says.
//!
//! In: small reports. Out: that an error stops everything and a warning nothing, that levels are the newsroom's to choose and errors are not, and that
//! no text of an editor, a source or a stranger becomes markup. It never looks at how a page is laid out.

use crate::support::html::read;
use crate::support::report::report;

/// Text that would do harm if it were taken for markup. Without `{{` and backticks, which mean something in prose.
const HOSTILE: &str =
    r#"</title></script><script>alert(1)</script><img src=x onerror=alert(1)>"' onmouseover='x' -->]]>&lt;b&gt;"#;

#[test]
fn an_error_anywhere_means_that_nothing_is_published() {
    let made = report("//- content/countries/rwanda.yaml\ncode: RW\n//- content/countries/uganda.yaml\ncode: ZQ\n");
    assert!(made.diagnostics.has_errors());
    assert!(made.files.is_empty());
}

#[test]
fn a_warning_stops_nothing() {
    let made = report("//- content/countries/rwanda.yaml\ncode: RW\n//- content/notes.txt\nA note.\n");
    assert_eq!(made.diagnostics.len(), 1);
    assert!(made.page("countries/rwanda/index.html").contains("Rwanda"));
}

#[test]
fn levels_are_the_newsrooms_to_choose() {
    let with = |level: &str| {
        let site =
            format!("title: A\ndescription: B\nmap: {{worldview: un}}\nrules: {{unused-source: off, stray-file: {level}}}\n");
        report(&format!("//- content/site.yaml\n{site}//- content/notes.txt\nA note.\n"))
    };
    assert_eq!(with("off").diagnostics.len(), 0);
    assert!(!with("warning").files.is_empty());
    assert!(with("error").files.is_empty());
}

#[test]
fn an_error_cannot_be_switched_off() {
    let made = report(
        "//- content/site.yaml\ntitle: A\ndescription: B\nmap: {worldview: un}\nrules: {unused-source: off, unknown-source: off}\n\
         //- content/articles/a.md\n---\ntitle: A\ndate: 2026-01-01\n---\nText [@nobody].\n",
    );
    assert!(made.screens().contains("error[unknown-source]"), "{}", made.screens());
    assert!(made.files.is_empty());
}

#[test]
fn no_text_becomes_markup() {
    let quoted = HOSTILE.replace('\'', "''");
    let made = report(&HOSTILE_REPORT.replace("HOSTILE", &quoted).replace("BARE", HOSTILE));
    assert!(!made.diagnostics.has_errors(), "{}", made.screens());
    let mut complaints = Vec::new();
    for name in made.files.keys().filter(|name| name.ends_with(".html")) {
        let (tags, nesting) = read(made.page(name));
        complaints.extend(nesting.into_iter().map(|fault| format!("{name}: {fault}")));
        for tag in tags {
            let is_code = tag.name == "script" && tag.get("src").is_none() && tag.get("type") != Some("application/ld+json");
            let is_picture = tag.name == "img" && tag.get("src") == Some("x");
            let runs =
                tag.attributes.iter().any(|(key, value)| key.starts_with("on") || value.trim_start().starts_with("javascript:"));
            if is_code || is_picture || runs {
                complaints.push(format!("{name}: {tag:?}"));
            }
        }
    }
    for name in ["feed.xml", "sitemap.xml"] {
        complaints.extend(made.page(name).contains("<script").then(|| format!("{name} has a script")));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    // The check would see it: the text does arrive, as text.
    assert!(made.page("countries/rwanda/index.html").contains("&lt;script&gt;alert(1)"));
    assert_eq!(read(HOSTILE).0.iter().filter(|tag| tag.name == "script").count(), 1);
}

/// The same text in every place that takes one.
const HOSTILE_REPORT: &str = r"
//- content/site.yaml
title: 'HOSTILE'
description: 'HOSTILE'
base_url: https://example.org/
publisher: {name: 'HOSTILE', contact: 'desk@example.org'}
licence: 'HOSTILE'
map: {worldview: un}
rules: {unused-source: off, raw-html: off}
//- content/program.yaml
title: 'HOSTILE'
question: 'HOSTILE'
since: 2025-01-20
summary: 'HOSTILE [@paper, HOSTILE]'
noun: {one: 'HOSTILE', other: 'HOSTILE'}
axes: {stage: {label: 'HOSTILE', definition: 'HOSTILE', states: {agreed: {label: 'HOSTILE', definition: 'HOSTILE'}}}}
kinds: {agreement: {label: 'HOSTILE', sets: {stage: agreed}}}
badges: [{badge: agreed, label: 'HOSTILE', definition: 'HOSTILE', when: {stage: agreed}}]
lists: {named: {label: 'HOSTILE', total: 9, members: [RW], as_of: 2025, sources: [{id: paper, at: 'HOSTILE'}], note: 'HOSTILE'}}
figures: {people: {label: 'HOSTILE', sum: people, note: 'HOSTILE'}}
//- content/sources.yaml
paper:
  title: 'HOSTILE'
  publisher: 'HOSTILE'
  author: 'HOSTILE'
  url: https://example.org/?a=b&c='d'
  kind: news
  language: es
  note: 'HOSTILE'
//- content/glossary.yaml
term: {term: 'y HOSTILE', definition: 'HOSTILE', aliases: [word]}
//- content/countries/rwanda.yaml
code: RW
name: 'HOSTILE'
aliases: [Rwanda, 'x HOSTILE']
region: 'HOSTILE'
summary: 'HOSTILE'
unknowns: [{text: 'HOSTILE', sources: [paper]}]
disputes: [{about: 'HOSTILE', positions: [{text: 'HOSTILE', sources: [paper]}, {text: 'HOSTILE', sources: [paper]}]}]
arrangements: [{id: deal, title: 'HOSTILE', form: verbal, ceiling: up to 5, terms: 'HOSTILE', sources: [paper]}]
events:
  - id: flight
    date: 2025-08
    kind: agreement
    title: 'HOSTILE'
    summary: 'HOSTILE'
    note: 'HOSTILE'
    arrangement: deal
    people:
      - {value: 7, by: 'HOSTILE', note: 'HOSTILE', sources: [paper]}
      - {value: 8, sources: [paper], retracted: {on: 2026, why: 'HOSTILE'}}
    sources: [{id: paper, at: 'HOSTILE'}]
corrections: [{on: 2026, text: 'HOSTILE'}]
//- content/media/a.jpg media=8x6
//- content/articles/a.md
---
title: 'HOSTILE'
description: 'HOSTILE'
date: 2026-01-01
authors: ['HOSTILE', {name: 'HOSTILE', url: https://example.org/}]
topics: ['HOSTILE']
image: {file: ../media/a.jpg, alt: 'HOSTILE', credit: 'HOSTILE'}
updates: [{on: 2026, text: 'HOSTILE'}]
corrections: [{on: 2026, text: 'HOSTILE'}]
---
## BARE

BARE, a word, [@paper, BARE], ![BARE](../media/a.jpg 'BARE'), [BARE](https://example.org/ 'BARE')

> [!NOTE]
> BARE

| BARE |
| --- |
| BARE |

{{ timeline() }}

{{ table() }}

{{ table(figures=['people']) }}

{{ map() }}

{{ chart(figure='people') }}
";
