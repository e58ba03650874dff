//! `precompress:` in `site.yaml`: compressed copies beside files.
//!
//! In: a small report, built by the program. Out: which copies are there, and that they hold what their files hold. It never asks a server:
//! `tests/browser/hosts.test.mjs` does.

use crate::cli::{contents, report, sourcebook};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

const TEXTS: [&str; 9] = ["html", "css", "js", "json", "xml", "svg", "csv", "txt", "ris"];

/// A report that asks for these copies.
fn asking(words: &str) -> tempfile::TempDir {
    let folder = report();
    ask(folder.path(), words);
    folder
}

fn ask(folder: &Path, words: &str) {
    let site = folder.join("content/site.yaml");
    let text = fs::read_to_string(&site).unwrap();
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("precompress:")).collect();
    fs::write(site, format!("{}\nprecompress: {words}\n", kept.join("\n"))).unwrap();
}

/// Builds, and answers what was built and what was said.
fn built(folder: &Path) -> (BTreeMap<PathBuf, Vec<u8>>, String) {
    let answer = sourcebook(folder, &["build", "--now", "2026-11-24", "-u", "https://example.org/"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let public = folder.join("public");
    let named = |(path, bytes): (PathBuf, Vec<u8>)| (path.strip_prefix(&public).unwrap().to_owned(), bytes);
    (contents(&public).into_iter().map(named).collect(), answer.err)
}

fn ending(path: &Path) -> &str {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default()
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}.{ending}", path.display()))
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

#[test]
fn every_text_that_is_long_enough_has_a_smaller_copy_that_opens_to_it() {
    let folder = asking("[gzip]");
    let (files, _) = built(folder.path());
    let (mut copied, mut short) = (0, 0);
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".sourcebook.json") && ending(path) != "gz") {
        let copy = files.get(&beside(path, "gz"));
        match copy {
            Some(copy) => {
                assert!(TEXTS.contains(&ending(path)) && bytes.len() >= 1024, "{}", path.display());
                assert!(copy.len() < bytes.len() && unzipped(copy) == *bytes, "{}", path.display());
                copied += 1;
            }
            None => {
                assert!(!TEXTS.contains(&ending(path)) || bytes.len() < 1024, "{} has no copy", path.display());
                short += 1;
            }
        }
    }
    assert!(copied > 20 && short > 5, "{copied} and {short}");
    let manifest = String::from_utf8_lossy(&files[Path::new(".sourcebook.json")]).into_owned();
    assert!(manifest.contains("\"index.html.gz\"") && manifest.contains("\"feed.xml.gz\""), "{manifest}");
    assert!(!files.keys().any(|path| ending(path) == "br"));
}

#[test]
fn copies_are_the_same_each_time_follow_their_file_and_go_with_the_setting() {
    let folder = asking("[gzip]");
    let (first, _) = built(folder.path());
    let (again, said) = built(folder.path());
    assert!(first == again && said.contains(" 0 files written"), "{said}");
    fs::remove_dir_all(folder.path().join("public")).unwrap();
    assert!(built(folder.path()).0 == first, "made from nothing they are the same");

    let page = fs::read_dir(folder.path().join("content/pages")).unwrap().next().unwrap().unwrap().path();
    fs::write(&page, fs::read_to_string(&page).unwrap() + "\nA new sentence that says nothing.\n").unwrap();
    let (changed, _) = built(folder.path());
    for (path, bytes) in changed.iter().filter(|(path, _)| ending(path) == "gz") {
        assert!(unzipped(bytes) == changed[&path.with_extension("")], "{} is old", path.display());
    }

    ask(folder.path(), "[]");
    assert!(!built(folder.path()).0.keys().any(|path| ending(path) == "gz"));
}

#[test]
fn a_file_that_an_editor_compressed_stays_as_it_is() {
    let folder = asking("[gzip]");
    let media = folder.path().join("content/media");
    fs::create_dir_all(&media).unwrap();
    let rows = "country,people\n".repeat(200);
    fs::write(media.join("own.csv"), &rows).unwrap();
    fs::write(media.join("own.csv.gz"), "made by hand").unwrap();
    fs::write(media.join("other.csv"), &rows).unwrap();
    let (files, _) = built(folder.path());
    assert_eq!(files[Path::new("media/own.csv.gz")], b"made by hand");
    assert_eq!(unzipped(&files[Path::new("media/other.csv.gz")]), rows.as_bytes());

    fs::remove_file(media.join("own.csv.gz")).unwrap();
    assert_eq!(unzipped(&built(folder.path()).0[Path::new("media/own.csv.gz")]), rows.as_bytes());
}

#[cfg(feature = "brotli")]
#[test]
fn brotli_is_made_beside_gzip() {
    let folder = asking("[br, gzip, br]");
    let (files, _) = built(folder.path());
    let page = &files[Path::new("index.html")];
    let mut text = Vec::new();
    brotli::BrotliDecompress(&mut &files[Path::new("index.html.br")][..], &mut text).unwrap();
    assert!(text == *page);
    assert!(files[Path::new("index.html.br")].len() < files[Path::new("index.html.gz")].len());
    assert!(built(folder.path()).1.contains(" 0 files written"));
}

#[cfg(not(feature = "brotli"))]
#[test]
fn a_program_without_brotli_says_so_and_makes_the_rest() {
    let folder = asking("[br, gzip]");
    let (files, said) = built(folder.path());
    assert!(said.contains("warning[no-brotli]"), "{said}");
    assert!(files.contains_key(Path::new("index.html.gz")) && !files.contains_key(Path::new("index.html.br")));
}
