//! Pictures from the folder of the report to the published site, by the built program.
//!
//! In: the pictures of `tests/pictures/`, which hold a place, names and comments as those of telephones do. Out: what is published of them, and
//! when it is made. Sizes and colours are looked at where pictures are made (`src/picture/tests.rs`); this never decodes one.

use crate::cli::{report, sourcebook};
use crate::support::html::{Tag, read};
use crate::support::repository;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

const ARTICLE: &str = "\
---
title: The flight
date: 2026-01-01
image: {file: ../media/tower.jpg, alt: A tower, credit: A. Photographer}
---
![A plane on a runway](../media/flight.jpg \"It left at night. Credit: B. Reporter\")

![A route](../media/route.png \"Credit: The desk\")

A port ![with ships](../media/port.webp \"Credit: C. Sailor\") in a line.
";

/// A report with four pictures, which was built once.
fn built() -> tempfile::TempDir {
    let folder = report();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("content/media")).unwrap();
    for name in ["flight.jpg", "tower.jpg", "route.png", "port.webp"] {
        fs::copy(repository("tests/pictures").join(name), at("content/media").join(name)).unwrap();
    }
    fs::write(at("content/articles/flight.md"), ARTICLE).unwrap();
    build(folder.path());
    folder
}

fn build(folder: &Path) {
    let answer = sourcebook(folder, &["build"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
}

/// Every published file with its bytes, and when it was written.
fn published(folder: &Path) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let public = folder.join("public");
    let files = walkdir::WalkDir::new(&public).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(&public).unwrap().to_string_lossy().replace('\\', "/");
        (name, (fs::read(entry.path()).unwrap(), entry.metadata().unwrap().modified().unwrap()))
    };
    files.map(read).collect()
}

fn small(files: &BTreeMap<String, (Vec<u8>, SystemTime)>) -> Vec<&String> {
    files.keys().filter(|name| name.starts_with("pictures/")).collect()
}

#[test]
fn no_published_byte_tells_what_a_camera_wrote() {
    let folder = built();
    let original = fs::read(folder.path().join("content/media/flight.jpg")).unwrap();
    let secret = |bytes: &[u8]| bytes.windows(6).any(|window| window == b"SECRET");
    assert!(secret(&original), "or this would show nothing");
    let files = published(folder.path());
    for (name, (bytes, _)) in &files {
        assert!(!secret(bytes), "{name}");
    }
    for name in ["flight.jpg", "tower.jpg", "route.png", "port.webp"] {
        assert!(files.contains_key(&format!("media/{name}")), "{name} is published where it always was");
    }
}

#[test]
fn a_page_gives_size_words_and_small_versions() {
    let folder = built();
    let page = fs::read_to_string(folder.path().join("public/articles/flight/index.html")).unwrap();
    let (tags, _) = read(&page);
    let pictures: Vec<&Tag> = tags.iter().filter(|tag| tag.name == "img").collect();
    let size = |tag: &Tag| (tag.get("width").unwrap().to_owned(), tag.get("height").unwrap().to_owned());
    assert_eq!(size(pictures[0]), ("48".into(), "64".into()), "upright, as it is shown");
    assert_eq!(size(pictures[1]), ("64".into(), "48".into()));
    let late: Vec<bool> = pictures.iter().map(|tag| tag.get("loading") == Some("lazy")).collect();
    assert_eq!(late, [false, true, true, true], "nobody waits for the first");
    assert!(page.contains("It left at night.") && page.contains("Credit: B. Reporter") && page.contains("Credit: C. Sailor"));

    let sources: Vec<&Tag> = tags.iter().filter(|tag| tag.name == "source").collect();
    assert_eq!(sources.len(), if cfg!(feature = "images") { 3 } else { 0 }, "a WebP file has no small versions");
    for source in sources {
        assert_eq!(source.get("type"), Some("image/webp"));
        for one in source.get("srcset").unwrap().split(", ") {
            let (url, width) = one.split_once(' ').unwrap();
            assert!(folder.path().join("public").join(url.trim_start_matches('/')).is_file(), "{url}");
            assert!(["48w", "64w"].contains(&width), "none is wider than the original");
        }
    }
}

#[test]
fn the_text_edition_has_the_words_and_a_way_to_the_picture() {
    let folder = built();
    let page = fs::read_to_string(folder.path().join("public/text/articles/flight/index.html")).unwrap();
    assert!(page.contains("<a href=\"/media/flight.jpg\">[A plane on a runway]</a>"), "{page}");
    assert!(page.contains("It left at night. Credit: B. Reporter"), "{page}");
}

#[test]
fn what_was_made_once_is_not_made_again() {
    let folder = built();
    let first = published(folder.path());
    assert_eq!(small(&first).len(), if cfg!(feature = "images") { 3 } else { 0 });
    // Another page changes, so the site is published anew.
    let text = fs::read_to_string(folder.path().join("content/articles/flight.md")).unwrap();
    fs::write(folder.path().join("content/articles/flight.md"), format!("{text}\nMore.\n")).unwrap();
    build(folder.path());
    let second = published(folder.path());
    for name in small(&first) {
        assert_eq!(first[name], second[name], "{name}");
    }
    // Another picture under the same name has other addresses.
    fs::copy(repository("tests/pictures/flight.jpg"), folder.path().join("content/media/tower.jpg")).unwrap();
    build(folder.path());
    let third = published(folder.path());
    let gone = small(&second).into_iter().filter(|name| !third.contains_key(*name)).count();
    assert_eq!(gone, usize::from(cfg!(feature = "images")));
}

#[test]
fn a_damaged_picture_is_a_finding_and_nothing_is_published() {
    let folder = built();
    let before = published(folder.path());
    let path = folder.path().join("content/media/flight.jpg");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 4]).unwrap();
    let answer = sourcebook(folder.path(), &["build"]);
    assert_eq!(answer.code, Some(1), "{}", answer.err);
    assert!(answer.err.contains("error[bad-picture]") && answer.err.contains("content/media/flight.jpg"), "{}", answer.err);
    assert!(published(folder.path()) == before, "the site is as it was");
}

#[test]
fn feeds_have_the_whole_addresses_of_all_versions() {
    let folder = built();
    let answer = sourcebook(folder.path(), &["build", "--base-url", "https://example.org/a/"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let feed: serde_json::Value = serde_json::from_slice(&published(folder.path())["feed.json"].0).unwrap();
    let items = feed["items"].as_array().unwrap();
    let article = items.iter().find(|item| item["url"] == "https://example.org/a/articles/flight/").unwrap();
    let tags = read(article["content_html"].as_str().unwrap()).0;
    let of = |name: &str| tags.iter().filter_map(|tag| tag.get(name)).flat_map(|all| all.split(", ")).collect::<Vec<_>>();
    assert_eq!(of("src").len(), 3);
    assert_eq!(of("srcset").len(), if cfg!(feature = "images") { 2 } else { 0 }, "{:?}", of("srcset"));
    assert!(of("src").into_iter().chain(of("srcset")).all(|address| address.starts_with("https://example.org/a/")));
}
