//! Tables as a newsroom edits them, exported and imported by the built program.
//!
//! In: the tables of `tests/tables/`, for the report that `init` makes. Out: for each what the terminal shows (`.txt`), as committed; `BLESS=1` writes
//! them anew. It never takes a table for imported that a second import would change again.

use crate::cli::{contents, report, sourcebook};
use crate::support::bless::expect_file;
use crate::support::{files_below, repository};
use std::fs;
use std::path::Path;

const RECORD: &str = "content/countries/malta.yaml";
const TABLES: [&str; 3] = ["events", "arrangements", "sources"];

fn options(name: &str) -> &'static [&'static str] {
    if name.starts_with("removed") { &["--remove-missing"] } else { &[] }
}

fn import(folder: &Path, name: &str, options: &[&str]) -> crate::cli::Answer {
    sourcebook(folder, &[&["import", "events", name], options].concat())
}

/// A copy of the report in this repository.
fn real() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in files_below("content", "") {
        let inside = path.strip_prefix(repository("")).unwrap();
        let copy = folder.path().join(inside);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&path, copy).unwrap();
    }
    folder
}

#[test]
fn tables_do_what_is_committed() {
    for table in files_below("tests/tables", "csv") {
        let name = table.file_name().unwrap().to_str().unwrap();
        let folder = report();
        fs::copy(&table, folder.path().join(name)).unwrap();
        let before = contents(folder.path());
        let dry = import(folder.path(), name, &[options(name), &["--dry-run"]].concat());
        assert_eq!(contents(folder.path()), before, "{name}: a dry run writes nothing");
        let answer = import(folder.path(), name, options(name));
        assert_eq!((dry.code, &dry.out), (answer.code, &answer.out), "{name}");
        let made = format!("{}{}", answer.out, answer.err);
        let difference = expect_file(&table.with_extension("txt"), &made).err().unwrap_or_default();
        assert!(difference.is_empty(), "{name}:\n{difference}");
        if answer.code == Some(0) {
            let again = import(folder.path(), name, options(name));
            assert!(again.err.contains("Nothing to import"), "{name}: {}{}", again.out, again.err);
            let checked = sourcebook(folder.path(), &["check"]);
            assert_eq!(checked.code, Some(0), "{name}: {}", checked.err);
        } else {
            assert_eq!(contents(folder.path()), before, "{name}: nothing is written unless all is well");
        }
    }
}

#[test]
fn the_real_report_comes_back_as_it_was() {
    let folder = real();
    let before = contents(folder.path());
    for what in TABLES {
        for ending in ["csv", "xlsx"] {
            let name = format!("{what}.{ending}");
            let out = sourcebook(folder.path(), &["export", what, &name]);
            assert_eq!(out.code, Some(0), "{}", out.err);
            let back = sourcebook(folder.path(), &["import", what, &name]);
            assert_eq!((back.code, back.out.as_str()), (Some(0), ""), "{}", back.err);
            assert!(back.err.starts_with("Nothing to import"), "{}", back.err);
            fs::remove_file(folder.path().join(&name)).unwrap();
        }
    }
    assert_eq!(contents(folder.path()), before);
}

/// `dates-as-numbers.xlsx` holds the events of the small report as a spreadsheet keeps what is typed in: days and months as numbers
/// with a format, texts apart from their cells. It was written by the crate `rust_xlsxwriter`.
#[test]
fn a_workbook_of_another_program_says_the_same() {
    let folder = report();
    let before = contents(folder.path());
    fs::copy(repository("tests/tables/dates-as-numbers.xlsx"), folder.path().join("events.xlsx")).unwrap();
    let answer = import(folder.path(), "events.xlsx", &[]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""), "{}", answer.err);
    assert_eq!(answer.err, "Nothing to import: the records say what events.xlsx says.\n");
    fs::remove_file(folder.path().join("events.xlsx")).unwrap();
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_changed_cell_changes_its_line_alone() {
    let folder = real();
    sourcebook(folder.path(), &["export", "events", "events.csv"]);
    let table = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    let path = "content/countries/rwanda.yaml";
    let before = fs::read_to_string(folder.path().join(path)).unwrap();
    let (old, new) = ("the day of the move is not known", "nobody has said on which day he was moved");
    assert_eq!(table.matches(old).count(), 1, "the table has the note once");
    fs::write(folder.path().join("events.csv"), table.replace(old, new)).unwrap();
    let answer = import(folder.path(), "events.csv", &[]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let after = fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(after, before.replace(old, new));
}

#[test]
fn what_colleagues_changed_meanwhile_is_kept_or_told() {
    let folder = report();
    sourcebook(folder.path(), &["export", "events", "events.csv"]);
    let record = fs::read_to_string(folder.path().join(RECORD)).unwrap();
    fs::write(folder.path().join(RECORD), record.replace("people: about 300", "people: about 310")).unwrap();
    let stale = import(folder.path(), "events.csv", &[]);
    assert_eq!(stale.code, Some(0), "{}", stale.err);
    assert!(stale.err.contains("1 cell became newer in the records since the export"), "{}", stale.err);
    assert!(fs::read_to_string(folder.path().join(RECORD)).unwrap().contains("people: about 310"));
    let table = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    fs::write(folder.path().join("events.csv"), table.replace("about 300", "about 320")).unwrap();
    let both = import(folder.path(), "events.csv", &[]);
    assert_eq!(both.code, Some(1), "{}", both.err);
    assert!(both.err.contains("error: this cell was changed, and so was the record: it now says `about 310`"), "{}", both.err);
    assert!(both.err.contains("--> events.csv: row 4, column H (people)"), "{}", both.err);
}

#[test]
fn a_renamed_row_is_no_new_event() {
    let folder = report();
    sourcebook(folder.path(), &["export", "events", "events.csv"]);
    let table = fs::read_to_string(folder.path().join("events.csv")).unwrap();
    let path = folder.path().join("events.csv");
    fs::write(&path, table.replace("mt_law,", "mt_act,")).unwrap();
    let renamed = import(folder.path(), "events.csv", &[]);
    assert!(renamed.err.contains("`mt_act` was `mt_law` when it was exported"), "{}", renamed.err);
    // A copied row is one.
    let row = table.lines().find(|line| line.contains(",mt_law,")).unwrap();
    fs::write(&path, format!("{table}{}\r\n", row.replace("mt_law,", "mt_act,"))).unwrap();
    let copied = import(folder.path(), "events.csv", &[]);
    assert_eq!(copied.code, Some(0), "{}", copied.err);
    assert!(copied.err.contains("1 new event"), "{}", copied.err);
}

#[test]
fn what_an_article_uses_cannot_be_taken_out() {
    let folder = report();
    fs::write(folder.path().join("events.csv"), "id\nmt_announced\nmt_trial\nmt_carriers\n").unwrap();
    let before = contents(folder.path());
    let answer = import(folder.path(), "events.csv", &["--remove-missing"]);
    assert_eq!(answer.code, Some(1), "{}", answer.err);
    assert!(answer.err.contains("error[unknown-event]") && answer.err.contains("mt_law"), "{}", answer.err);
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_table_that_is_there_is_not_overwritten() {
    let folder = report();
    fs::write(folder.path().join("events.csv"), "mine").unwrap();
    let refused = sourcebook(folder.path(), &["export", "events", "events.csv"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert_eq!(fs::read_to_string(folder.path().join("events.csv")).unwrap(), "mine");
    assert_eq!(sourcebook(folder.path(), &["export", "events", "events.csv", "--force"]).code, Some(0));
    for (name, code) in [("events.ods", 2), ("none.csv", 2), ("events.xlsx", 1)] {
        fs::write(folder.path().join("events.xlsx"), "no workbook").unwrap();
        assert_eq!(import(folder.path(), name, &[]).code, Some(code), "{name}");
    }
}
