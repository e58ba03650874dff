//! Bibliographies as a newsroom exports them, imported by the built program.
//!
//! In: the files of `tests/imports/`. Out: for each, the entries that it becomes (`.yaml`) and what the terminal says (`.txt`), as committed;
//! `BLESS=1` writes them anew. It never reads the clock: an import has no day of its own.

use crate::cli::{contents, report, sourcebook};
use crate::support::bless::expect_file;
use crate::support::repository;
use std::fs;
use std::path::Path;

const SOURCES: &str = "content/sources.yaml";

/// Copies a bibliography beside the report and imports it.
fn import(folder: &Path, name: &str, options: &[&str]) -> crate::cli::Answer {
    fs::copy(repository("tests/imports").join(name), folder.join(name)).unwrap();
    sourcebook(folder, &[&["import", "sources", name], options].concat())
}

#[test]
fn bibliographies_become_the_sources_that_are_committed() {
    for (name, options) in [("better-bibtex.bib", &[][..]), ("zotero.json", &["--kind", "news"])] {
        let folder = report();
        let before = fs::read_to_string(folder.path().join(SOURCES)).unwrap();
        let answer = import(folder.path(), name, options);
        assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""), "{name}: {}", answer.err);
        let after = fs::read_to_string(folder.path().join(SOURCES)).unwrap();
        let added = after.strip_prefix(&before).expect("what was there stays as it was");
        let committed = repository("tests/imports").join(name);
        for (ending, made) in [("yaml", added.trim_start()), ("txt", &answer.err)] {
            let difference = expect_file(&committed.with_extension(ending), made).err().unwrap_or_default();
            assert!(difference.is_empty(), "{name}, {ending}:\n{difference}");
        }
        let checked = sourcebook(folder.path(), &["check"]);
        assert_eq!(checked.code, Some(0), "{name}: {}", checked.err);
        let others: Vec<&str> = checked.err.lines().filter(|line| line.starts_with("warning[")).collect();
        assert!(others.iter().all(|line| line.starts_with("warning[unused-source]")), "{name}: {}", checked.err);
    }
}

#[test]
fn a_second_import_adds_nothing() {
    for name in ["better-bibtex.bib", "zotero.json"] {
        let folder = report();
        assert_eq!(import(folder.path(), name, &[]).code, Some(0));
        let after = contents(folder.path());
        let again = import(folder.path(), name, &[]);
        assert_eq!(again.code, Some(0), "{}", again.err);
        assert!(again.err.starts_with("Nothing to add to content/sources.yaml.\n"), "{}", again.err);
        assert!(
            again.err.contains(": there is already a source `") || again.err.contains("its address is that of `"),
            "{}",
            again.err
        );
        assert_eq!(contents(folder.path()), after, "{name}");
    }
}

#[test]
fn a_dry_run_prints_what_an_import_writes() {
    let folder = report();
    let bibliography = "better-bibtex.bib";
    fs::copy(repository("tests/imports").join(bibliography), folder.path().join(bibliography)).unwrap();
    let before = contents(folder.path());
    let dry = import(folder.path(), bibliography, &["--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert!(dry.err.contains(" would be added to content/sources.yaml. Nothing was written."), "{}", dry.err);
    assert_eq!(contents(folder.path()), before);
    let old = fs::read_to_string(folder.path().join(SOURCES)).unwrap();
    import(folder.path(), bibliography, &[]);
    assert_eq!(fs::read_to_string(folder.path().join(SOURCES)).unwrap(), old + &dry.out);
}

#[test]
fn bytes_of_the_file_stay_and_its_line_ends_are_kept() {
    let folder = report();
    let odd =
        "\u{feff}# mine  \r\nZ-last: {title: x, publisher: y,   url: 'https://example.org/z', kind: news} # kept\r\n\r\n# end";
    fs::write(folder.path().join(SOURCES), odd).unwrap();
    let answer = import(folder.path(), "zotero.json", &[]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let after = fs::read_to_string(folder.path().join(SOURCES)).unwrap();
    let added = after.strip_prefix(odd).expect("what was there stays as it was");
    assert!(!added.replace("\r\n", "").contains('\n'), "one kind of line end");
    fs::remove_file(folder.path().join(SOURCES)).unwrap();
    let answer = import(folder.path(), "zotero.json", &[]);
    assert_eq!(answer.code, Some(0), "the first import makes the file: {}", answer.err);
    assert!(fs::read_to_string(folder.path().join(SOURCES)).unwrap().starts_with("# yaml-language-server"));
}

#[test]
fn what_cannot_be_imported_is_refused_and_changes_nothing() {
    let folder = report();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("broken.bib", "@online{a,\n  title = {x}\n  url = {https://example.org/}\n}\n");
    write("broken.json", "[\n  {\"id\": \"a\",,}\n]\n");
    write("unusable.bib", "@book{a,\n  title = {Print only}\n}\n");
    write("empty.bib", "% nothing\n");
    write("form.ris", "TY  - JOUR\n");
    write("latin.bib", "");
    fs::write(folder.path().join("latin.bib"), b"@misc{a, title = {caf\xe9}}").unwrap();
    let refused: &[(&str, i32, &str)] = &[
        (
            "broken.bib",
            1,
            "error: broken.bib:3:3: here a comma is missing\n  3 | url = {https://example.org/}\n  help: correct it there",
        ),
        ("broken.json", 1, "error: broken.json:2:14: "),
        (
            "unusable.bib",
            1,
            "error: no entry of `unusable.bib` can become a source\n  unusable.bib:1: a: it has no address; give it a URL",
        ),
        ("empty.bib", 1, "error: `empty.bib` has no entries"),
        ("form.ris", 1, "error: `form.ris` is neither BibTeX nor CSL-JSON"),
        ("latin.bib", 2, "is not UTF-8"),
        ("missing.bib", 2, "error: there is no file `missing.bib`"),
    ];
    let before = contents(folder.path());
    for (name, code, words) in refused {
        let answer = sourcebook(folder.path(), &["import", "sources", name]);
        assert_eq!(answer.code, Some(*code), "{name}: {}", answer.err);
        assert!(answer.err.contains(words), "{name}: {}", answer.err);
    }
    assert_eq!(contents(folder.path()), before);
    fs::write(folder.path().join(SOURCES), "a: [\n").unwrap();
    let answer = import(folder.path(), "zotero.json", &[]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("content/sources.yaml has mistakes, so nothing was added"), "{}", answer.err);
}
