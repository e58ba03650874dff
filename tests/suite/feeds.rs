//! What readers of feeds and search engines fetch, by the numbers of the checklist: M19 to M27 over the report in `content/` and small ones.
//!
//! In: feeds, sitemaps and `robots.txt`. Out: complaints. It never looks at words, which are the editors'.

use crate::content::{BASE, made};
use crate::support::fixture::Fixture;
use crate::support::html::{Tag, read};
use crate::support::report::{Made, filled, report};
use serde_json::Value;
use sourcebook::pipeline::{self, Memo};
use sourcebook::render::{Address, Edition, Rendered};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The edition of a fixture, of which not every page is made.
fn edition(text: &str) -> Arc<Edition> {
    let (tree, options) = filled(Fixture::read(text)).tree();
    let outcome = pipeline::run(&tree, &options, &mut Memo::default());
    let first = outcome.diagnostics.iter().next().map(|found| found.message.clone());
    outcome.edition.unwrap_or_else(|| panic!("the report has errors: {first:?}"))
}

/// The text of every element of this name, unescaped once.
fn texts(file: &str, name: &str) -> Vec<String> {
    read(file).0.into_iter().filter(|tag| tag.name.eq_ignore_ascii_case(name)).map(|tag| tag.text).collect()
}

fn json(made: &Made, file: &str) -> Value {
    serde_json::from_str(made.page(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn m19_the_sitemap_has_every_page_that_may_be_found_once_and_none_else() {
    let listed = texts(made().page("sitemap.xml"), "loc");
    let pages: BTreeSet<String> = made()
        .files
        .keys()
        .filter(|name| name.ends_with("index.html") && !made().page(name).contains("name=\"robots\" content=\"noindex\""))
        .map(|name| format!("{BASE}{}", name.trim_end_matches("index.html")))
        .collect();
    assert_eq!(listed.len(), pages.len());
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), pages);
}

/// A page for each source makes a site that one file cannot list.
#[test]
fn m19_a_sitemap_that_is_too_long_is_an_index_of_parts() {
    // One file holds no more values than these.
    let ids = ["nyt-list".to_owned()].into_iter().chain((0..44_000).map(|at| format!("s{at}")));
    let source = |id: String| format!("{id}: {{title: T, publisher: P, url: \"https://example.org/{id}\", kind: news}}\n");
    let sources: Vec<String> = ids.map(source).collect();
    let pages: Vec<String> = (0..6000).map(|at| format!("//- content/pages/p{at}.md\n---\ntitle: T{at}\n---\nText.\n")).collect();
    let (sources, pages) = (sources.concat(), pages.concat());
    let site = "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nbase_url: https://example.org/\ncards: []\n\
                map: {worldview: un}\nrules: {unused-source: off, uncited: off}\n";
    let edition = edition(&format!("{site}//- content/sources.yaml\n{sources}{pages}"));
    let made = |file: &str| match edition.render(&Address::new(file).unwrap()).value {
        Some(Rendered::Bytes(bytes)) => String::from_utf8(bytes).unwrap(),
        _ => panic!("there is no {file}"),
    };
    let parts = texts(&made("/sitemap.xml"), "loc");
    assert_eq!(parts, ["https://example.org/sitemap-1.xml", "https://example.org/sitemap-2.xml"]);
    let (first, second) = (texts(&made("/sitemap-1.xml"), "loc"), texts(&made("/sitemap-2.xml"), "loc"));
    assert_eq!(first.len(), 50_000);
    let all: BTreeSet<String> = first.into_iter().chain(second).collect();
    let pages: BTreeSet<String> =
        edition.addresses().filter(|one| one.is_page()).map(|one| format!("https://example.org{one}")).collect();
    assert_eq!(all, pages);
    assert!(!edition.contains("/sitemap-3.xml"));
}

#[test]
fn m20_the_news_sitemap_has_the_articles_of_the_last_days_only() {
    let article = |name: &str, date: &str| {
        format!("//- content/articles/{name}.md\n---\ntitle: {name}\ndescription: B.\ndate: {date}\n---\nText.\n")
    };
    let all = ["today", "before", "old", "month"].into_iter().zip(["2026-03-09", "2026-03-07", "2026-03-06", "2026-03"]);
    let fixture: String = all.map(|(name, date)| article(name, date)).collect();
    let made = report(&format!("//- asked now=2026-03-09\n{fixture}"));
    assert_eq!(texts(made.page("news-sitemap.xml"), "news:title"), ["today", "before"]);
    assert_eq!(texts(made.page("news-sitemap.xml"), "news:publication_date"), ["2026-03-09", "2026-03-07"]);
}

#[test]
fn m21_robots_may_read_everything_and_find_both_sitemaps() {
    let robots = made().page("robots.txt");
    assert!(!robots.contains("Disallow"), "{robots}");
    for map in ["sitemap.xml", "news-sitemap.xml"] {
        assert!(robots.contains(&format!("Sitemap: {BASE}{map}\n")), "{robots}");
    }
}

/// Feeds beside a page, by what their files are called.
const FORMATS: [&str; 3] = ["feed.xml", "rss.xml", "feed.json"];

#[test]
fn m23_m25_the_three_formats_tell_the_same() {
    for beside in ["", "countries/rwanda/", "corrections/"] {
        let [atom, rss, feed] = FORMATS.map(|name| format!("{beside}{name}"));
        let (atom, rss, feed) = (made().page(&atom), made().page(&rss), json(made(), &feed));
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        let items = feed["items"].as_array().unwrap();
        let ids: Vec<&str> = items.iter().filter_map(|item| item["id"].as_str()).collect();
        assert_eq!(texts(rss, "guid"), ids);
        assert_eq!(texts(atom, "id")[1..], ids);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{beside}: two entries with one id");
        assert_eq!(texts(rss, "content:encoded"), texts(atom, "content"));
        let contents: Vec<&str> = items.iter().filter_map(|item| item["content_html"].as_str()).collect();
        assert_eq!(texts(atom, "content"), contents);
        assert_eq!(texts(rss, "pubDate").len(), ids.len());
    }
}

/// RFC 4287, 4.1: what a feed and each of its entries must have.
#[test]
fn m24_atom_has_what_it_must_have() {
    let once =
        |part: &str, element: &str| part.matches(&format!("<{element}>")).count() + part.matches(&format!("<{element} ")).count();
    for beside in ["", "countries/rwanda/", "corrections/"] {
        let atom = made().page(&format!("{beside}feed.xml"));
        let mut parts = atom.split("<entry>");
        let feed = parts.next().unwrap();
        for element in ["id", "title", "updated"] {
            assert_eq!(once(feed, element), 1, "{beside}: {element}");
        }
        assert!(feed.contains("rel=\"self\"") && once(feed, "author") == 1, "{beside}: one author for all that name none");
        let mut newest = String::new();
        for entry in parts {
            for element in ["id", "title", "updated", "published"] {
                assert_eq!(once(entry, element), 1, "{beside}: {element} in {entry}");
            }
            assert!(entry.contains("<content type=\"html\">"), "{beside}: {entry}");
            let day = |name: &str| texts(&format!("<entry>{entry}"), name)[0].clone();
            for date in [day("published"), day("updated")] {
                assert!(date.len() == 20 && date.ends_with('Z') && date.contains('T'), "{beside}: {date} by RFC 3339");
            }
            assert!(day("updated") >= day("published"), "{beside}: {entry}");
            newest = newest.max(day("updated"));
        }
        assert!(newest.is_empty() || texts(feed, "updated") == [newest], "{beside}: the feed is as new as its newest entry");
    }
}

#[test]
fn m23_texts_are_whole_and_their_addresses_hold_anywhere() {
    let feed = json(made(), "feed.json");
    let items = feed["items"].as_array().unwrap();
    let article =
        items.iter().find(|item| item["url"].as_str().is_some_and(|url| url.ends_with("/articles/the-courts/"))).unwrap();
    let content = article["content_html"].as_str().unwrap();
    let page = made().page("articles/the-courts/index.html");
    let headings = |tags: &[Tag]| {
        tags.iter().filter(|tag| tag.name == "h2").filter_map(|tag| tag.get("id")).map(str::to_owned).collect::<Vec<_>>()
    };
    let in_text = headings(&read(content).0);
    assert!(!in_text.is_empty() && in_text.iter().all(|id| headings(&read(page).0).contains(id)), "{in_text:?}");
    for item in items {
        let content = item["content_html"].as_str().unwrap_or_default();
        for tag in read(content).0 {
            assert!(tag.name != "svg", "{}", item["id"]);
            for address in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                assert!(address.starts_with("https://") || address.starts_with("http://"), "{}: {address}", item["id"]);
            }
        }
    }
}

const CORRECTED: &str = "\
//- content/site.yaml
title: A report
description: What is known.
base_url: https://example.org/
map: {worldview: un}
rules: {unused-source: off, uncited: off, older-source: off}
//- content/articles/a.md
---
title: A
description: B.
date: 2026-01-01
corrections:
  - {on: 2026-02-03, text: It was four.}
---
Text.
//- content/countries/rwanda.yaml
code: RW
summary: It agreed.
events:
  - id: deal
    date: 2025-08
    kind: agreement
    summary: It said yes.
    sources: [reuters]
  - id: flight
    date: 2025-08-20
    kind: payment
    people:
      - {value: 7, sources: [reuters]}
      - {value: 9, sources: [nyt-list], retracted: {on: 2026-02-01, why: it counted two twice}}
    summary: It was paid.
    sources: [reuters]
";

#[test]
fn m26_a_correction_updates_its_entry_and_adds_one() {
    let made = report(CORRECTED);
    let feed = json(&made, "feed.json");
    let items = feed["items"].as_array().unwrap();
    let of = |id: &str| items.iter().find(|item| item["id"] == id).unwrap_or_else(|| panic!("there is no {id} in {items:#?}"));
    let article = of("https://example.org/articles/a/");
    assert_eq!(article["date_published"], "2026-01-01T00:00:00Z");
    assert_eq!(article["date_modified"], "2026-02-03T00:00:00Z");
    let flight = of("https://example.org/countries/rwanda/#flight");
    assert_eq!(flight["date_modified"], "2026-02-01T00:00:00Z", "a claim of it was taken back");
    let corrections = json(&made, "corrections/feed.json");
    assert_eq!(corrections["items"].as_array().map(Vec::len), Some(2));
    assert!(corrections["items"].as_array().unwrap().iter().all(|one| items.iter().any(|item| item["id"] == one["id"])));
}

#[test]
fn m26_the_feed_of_a_record_tells_changes_of_status_from_other_events() {
    let made = report(CORRECTED);
    let categories = texts(made.page("countries/rwanda/rss.xml"), "category");
    assert_eq!(categories, ["What became known", "Correction", "Change of status"]);
}

#[test]
fn m26_a_month_is_no_earlier_than_its_last_day() {
    let made = report(CORRECTED);
    assert!(texts(made.page("countries/rwanda/rss.xml"), "pubDate").contains(&"Sun, 31 Aug 2025 00:00:00 +0000".to_owned()));
}

#[test]
fn m27_a_later_build_of_the_same_report_has_the_same_feeds() {
    let article = "//- content/articles/a.md\n---\ntitle: A\ndescription: B.\ndate: 2026-01-01\nupdates: [{on: 2026-01-02, text: More.}]\n---\nText.\n";
    let on = |day: &str| report(&format!("//- asked now={day}\n{article}//- content/countries/rwanda.yaml\ncode: RW\n"));
    let (early, late) = (on("2026-03-09"), on("2026-09-30"));
    for file in ["feed.xml", "rss.xml", "feed.json", "countries/rwanda/feed.xml"] {
        assert_eq!(early.page(file), late.page(file), "{file}");
    }
    assert!(early.page("feed.xml").contains("<entry>"));
}
