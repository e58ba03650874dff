//! A site is built again, in parts, and with a watch in the hand.
//!
//! In: a small report, built by the program. Out: a build that has nothing to do does nothing and says so; parts that were built apart are, put
//! together, byte for byte what one build makes; and where the time went. It never measures how long anything takes.

use crate::cli::{contents, report, sourcebook};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

const NOW: [&str; 2] = ["--now", "2026-11-24"];

fn build(folder: &Path, more: &[&str]) -> String {
    let answer = sourcebook(folder, &[&["build"], &NOW[..], more].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    answer.err
}

/// What the manifest of the site in `public/` says that it was made of.
fn made(folder: &Path) -> Option<String> {
    let manifest = fs::read_to_string(folder.join("public/.sourcebook.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    Some(manifest.get("made")?.get("inputs")?.as_str()?.to_owned())
}

fn times(folder: &Path) -> Vec<SystemTime> {
    contents(folder).keys().map(|path| fs::metadata(path).unwrap().modified().unwrap()).collect()
}

/// Whether the pages were made at all, which only their time tells: the site is the same either way.
fn pages_were_made(folder: &Path, more: &[&str]) -> bool {
    let answer = sourcebook(folder, &[&["build", "--timings=json"], &NOW[..], more].concat());
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let timings: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    !timings["kinds"].as_array().unwrap().is_empty()
}

#[test]
fn nothing_is_made_again_when_nothing_has_changed() {
    let folder = report();
    build(folder.path(), &[]);
    let (before, at) = (contents(&folder.path().join("public")), times(&folder.path().join("public")));
    assert!(!pages_were_made(folder.path(), &[]));
    let said = build(folder.path(), &[]);
    assert!(said.contains(": 0 files written, ") && said.contains(", no findings"), "{said}");
    assert_eq!(contents(&folder.path().join("public")), before);
    assert_eq!(times(&folder.path().join("public")), at);
}

#[test]
fn whatever_a_site_follows_from_has_it_made_again() {
    let folder = report();
    let about = folder.path().join("content/pages/about.md");
    build(folder.path(), &[]);
    let first = made(folder.path());
    assert!(first.is_some());

    assert!(pages_were_made(folder.path(), &["-u", "https://example.org/other/"]), "another base URL");
    assert!(pages_were_made(folder.path(), &["--as-of", "2026-01-01"]), "another as-of day");
    assert!(pages_were_made(folder.path(), &["--style-page"]), "the style page");
    build(folder.path(), &[]);
    assert_eq!(made(folder.path()), first);

    let text = fs::read_to_string(&about).unwrap();
    fs::write(&about, format!("{text}\nOne line more.\n")).unwrap();
    assert!(pages_were_made(folder.path(), &[]), "a page");
    fs::write(&about, &text).unwrap();
    assert!(pages_were_made(folder.path(), &[]), "and back");
    assert!(!pages_were_made(folder.path(), &[]));

    fs::create_dir_all(folder.path().join("themes/default/templates")).unwrap();
    fs::write(folder.path().join("themes/default/templates/404.html"), "<!doctype html><title>Gone</title>").unwrap();
    assert!(pages_were_made(folder.path(), &[]), "a template");

    let another_day = sourcebook(folder.path(), &["build", "--timings=json", "--now", "2026-11-25"]);
    assert!(another_day.out.contains("\"kind\": \"home\""), "another day: {}", another_day.out);
}

#[test]
fn a_site_that_somebody_changed_by_hand_is_made_again() {
    let folder = report();
    build(folder.path(), &[]);
    let home = folder.path().join("public/index.html");
    let good = fs::read(&home).unwrap();
    // Of the same length, so that only a reader can tell.
    let mut bad = good.clone();
    bad[100] ^= 1;
    fs::write(&home, bad).unwrap();
    build(folder.path(), &[]);
    assert_eq!(fs::read(&home).unwrap(), good);
    fs::remove_file(&home).unwrap();
    build(folder.path(), &[]);
    assert_eq!(fs::read(&home).unwrap(), good);
}

#[test]
fn findings_are_shown_each_time() {
    let folder = report();
    let sources = folder.path().join("content/sources.yaml");
    let text = fs::read_to_string(&sources).unwrap();
    fs::write(
        &sources,
        format!("{text}\nunused_one: {{title: Of no use, publisher: A Paper, published: 2025-06, url: https://example.org/unused, kind: news}}\n"),
    )
    .unwrap();
    let first = build(folder.path(), &[]);
    assert!(first.contains("unused-source"), "{first}");
    let second = build(folder.path(), &[]);
    assert!(second.contains("unused-source") && second.contains(": 0 files written, "), "{second}");
    assert!(!pages_were_made(folder.path(), &[]));
}

#[test]
fn a_draft_that_is_held_back_is_told_of_each_time() {
    let folder = report();
    fs::write(folder.path().join("content/articles/later.md"), "---\ntitle: Later\ndate: 2026-11-01\nstate: draft\n---\nText.\n")
        .unwrap();
    build(folder.path(), &[]);
    let said = build(folder.path(), &[]);
    assert!(said.contains("Held back"), "{said}");
    assert!(!pages_were_made(folder.path(), &[]));
}

#[test]
fn an_embargo_that_ends_during_the_day_has_the_site_made_again() {
    let folder = report();
    let text = "---\ntitle: Later\ndate: 2026-11-24\nembargo_until: 2026-11-24T12:00:00Z\n---\nText.\n";
    fs::write(folder.path().join("content/articles/later.md"), text).unwrap();
    let at = |time: &str| {
        let answer = sourcebook(folder.path(), &["build", "--now", &format!("2026-11-24T{time}:00Z")]);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        (folder.path().join("public/articles/later/index.html").exists(), answer.err.contains(": 0 files written, "))
    };
    assert_eq!(at("11:00"), (false, false));
    assert_eq!(at("11:59"), (false, true));
    assert_eq!(at("12:01"), (true, false));
    assert_eq!(at("13:00"), (true, true));
}

#[test]
fn parts_are_put_together_to_what_one_machine_makes() {
    let folder = report();
    build(folder.path(), &["-o", "whole", "-u", "https://example.org/"]);
    let mut files = 0;
    for number in 1..=3 {
        build(folder.path(), &["-o", &format!("part-{number}"), "--shard", &format!("{number}/3"), "-u", "https://example.org/"]);
        files += contents(&folder.path().join(format!("part-{number}"))).len() - 1;
    }
    let joined = sourcebook(folder.path(), &["join", "part-3", "part-1", "part-2", "-o", "joined"]);
    assert_eq!(joined.code, Some(0), "{}", joined.err);
    let relative = |name: &str| {
        let below = folder.path().join(name);
        let files = contents(&below).into_iter();
        files.map(|(path, bytes)| (path.strip_prefix(&below).unwrap().to_owned(), bytes)).collect::<Vec<_>>()
    };
    let whole = relative("whole");
    assert_eq!(relative("joined"), whole);
    assert_eq!(files, whole.len() - 1, "no file is in two parts");
    assert!((1..=3).all(|number| relative(&format!("part-{number}")).len() > 1), "each has something to do");
    // The whole is taken for what a build would have made.
    let again = sourcebook(
        folder.path(),
        &["build", "--timings=json", "--now", "2026-11-24", "-o", "joined", "-u", "https://example.org/"],
    );
    assert!(again.out.contains("\"kinds\": []"), "{}", again.out);
}

/// What `join` says to folders that do not make a site.
fn refused(folder: &Path, parts: &[&str]) -> String {
    let answer = sourcebook(folder, &[&["join", "-o", "joined"], parts].concat());
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    assert!(!folder.join("joined").exists());
    answer.err
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let folder = report();
    for part in ["1/2", "2/2", "2/3"] {
        build(folder.path(), &["-o", &part.replace('/', "-of-"), "--shard", part]);
    }
    build(folder.path(), &["-o", "whole"]);
    let other = sourcebook(folder.path(), &["build", "-o", "other", "--shard", "2/2", "--now", "2026-11-25"]);
    assert_eq!(other.code, Some(0), "{}", other.err);
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::create_dir(folder.path().join("twice")).unwrap();

    assert!(refused(folder.path(), &["1-of-2"]).contains("2/2 missing"));
    assert!(refused(folder.path(), &["1-of-2", "2-of-3"]).contains("is one of 3 parts"));
    assert!(refused(folder.path(), &["1-of-2", "1-of-2"]).contains("are both part 1/2"));
    assert!(refused(folder.path(), &["1-of-2", "other"]).contains("were not made of the same"));
    assert!(refused(folder.path(), &["1-of-2", "whole"]).contains("holds a whole site"));
    assert!(refused(folder.path(), &["1-of-2", "empty"]).contains("there is no part of a site in `empty`"));

    // A part that lost a page on the way is noticed before anything is published.
    let lost = contents(&folder.path().join("2-of-2")).into_keys().find(|path| path.extension().is_some_and(|end| end == "html"));
    fs::write(lost.unwrap(), "changed").unwrap();
    let changed = sourcebook(folder.path(), &["join", "-o", "joined", "1-of-2", "2-of-2"]);
    assert_eq!(changed.code, Some(1), "{}", changed.err);
    assert!(changed.err.contains("changed") && !folder.path().join("joined").exists(), "{}", changed.err);
}

#[test]
fn timings_tell_stages_kinds_of_pages_and_the_slowest() {
    let folder = report();
    let answer = sourcebook(folder.path(), &["build", "--timings", "--now", "2026-11-24"]);
    for words in [
        "Reading files",
        "Reading records and articles",
        "Linking",
        "Making pages",
        "Publishing",
        "× country",
        "The slowest:",
        " written, ",
    ] {
        assert!(answer.err.contains(words), "{words} is not in\n{}", answer.err);
    }
    assert!(answer.out.is_empty());
    let json = sourcebook(folder.path(), &["build", "--timings=json", "--now", "2026-11-24", "-o", "other", "-q"]);
    let told: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let pages: u64 = told["kinds"].as_array().unwrap().iter().map(|kind| kind["count"].as_u64().unwrap()).sum();
    assert_eq!(pages, told["files"]["written"].as_u64().unwrap());
    let stages: f64 = told["stages"].as_array().unwrap().iter().map(|stage| stage["ms"].as_f64().unwrap()).sum();
    assert!(stages <= told["total_ms"].as_f64().unwrap());
}
