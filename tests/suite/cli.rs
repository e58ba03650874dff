//! The command line as an editor meets it: screens, exit codes, refusals.
//!
//! In: arguments. Out: what the built program prints. The screens lie in `tests/screens/`; `BLESS=1` writes them anew.
//! It never reads the clock: the day is 2026-11-24.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const TODAY: &str = "1795478400";

/// What the program answered.
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sourcebook"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env("SOURCE_DATE_EPOCH", TODAY).env("COLUMNS", "100");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn answer(command: &mut Command) -> Answer {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub fn sourcebook(folder: &Path, arguments: &[&str]) -> Answer {
    answer(&mut program(folder, arguments))
}

/// A folder with the report that `init` makes.
pub fn report() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = sourcebook(folder.path(), &["init"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    folder
}

fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains(from), "{path} has no `{from}`");
    fs::write(folder.join(path), text.replacen(from, to, 1)).unwrap();
}

// ── screens ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const SCREENS: &[(&str, &[&str])] = &[
    ("short", &["-h"]),
    ("sourcebook", &["--help"]),
    ("init", &["init", "--help"]),
    ("new", &["new", "--help"]),
    ("new-article", &["new", "article", "--help"]),
    ("new-country", &["new", "country", "--help"]),
    ("new-source", &["new", "source", "--help"]),
    ("export", &["export", "--help"]),
    ("import", &["import", "--help"]),
    ("import-events", &["import", "events", "--help"]),
    ("import-arrangements", &["import", "arrangements", "--help"]),
    ("import-sources", &["import", "sources", "--help"]),
    ("serve", &["serve", "--help"]),
    ("check", &["check", "--help"]),
    ("build", &["build", "--help"]),
    ("deploy", &["deploy", "--help"]),
    ("why", &["why", "--help"]),
    ("status", &["status", "--help"]),
    ("sheet", &["sheet", "--help"]),
    ("explain", &["explain", "--help"]),
    ("clean", &["clean", "--help"]),
    ("join", &["join", "--help"]),
    ("doctor", &["doctor", "--help"]),
    ("schema", &["schema", "--help"]),
    ("completions", &["completions", "--help"]),
    ("explain-list", &["explain"]),
    ("explain-unknown-source", &["explain", "unknown-source"]),
    ("explain-stale-review", &["explain", "stale-review"]),
    ("explain-bad-date", &["explain", "bad-date"]),
];

#[test]
#[allow(clippy::disallowed_methods, reason = "BLESS is asked for by whoever runs the tests")]
fn screens_are_as_committed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    let mut expected = BTreeMap::new();
    for (name, arguments) in SCREENS {
        let answer = sourcebook(&folder, arguments);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{arguments:?}");
        assert!(answer.out.ends_with('\n') && !answer.out.ends_with("\n\n"), "{arguments:?} ends with one line end");
        // Clap pads some empty lines, and editors cut that off.
        let lines: Vec<&str> = answer.out.lines().map(str::trim_end).collect();
        expected.insert(format!("{name}.txt"), lines.join("\n") + "\n");
    }
    if std::env::var_os("BLESS").is_some() {
        for (name, text) in &expected {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let mut committed: Vec<String> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    committed.sort();
    assert_eq!(committed, expected.keys().cloned().collect::<Vec<_>>(), "missing or surplus screens");
    for (name, text) in &expected {
        let committed = fs::read_to_string(folder.join(name)).unwrap().replace("\r\n", "\n");
        assert!(committed == *text, "tests/screens/{name} is out of date (BLESS=1 writes it anew):\n{text}");
    }
}

#[test]
fn every_command_has_examples() {
    for (name, arguments) in SCREENS.iter().filter(|(_, arguments)| arguments.contains(&"--help")) {
        let screen = sourcebook(Path::new("."), arguments).out;
        assert!(screen.contains("\nExamples:\n  sourcebook "), "{name}");
        assert!(screen.lines().all(|line| line.chars().count() <= 100), "{name}");
    }
}

#[test]
fn doctor_says_whether_a_build_would_go_through() {
    let folder = report();
    let before = contents(folder.path());
    let well = sourcebook(folder.path(), &["doctor"]);
    assert_eq!(well.code, Some(0), "{}{}", well.out, well.err);
    for words in [
        "good     program     Sourcebook ",
        "1 record, 1 article",
        "findings    no findings",
        "`public/` can be made",
        "MB are free",
    ] {
        assert!(well.out.contains(words), "{words}: {}", well.out);
    }
    edit(folder.path(), "content/countries/malta.yaml", "[post-news]", "[post-new]");
    fs::create_dir(folder.path().join("public")).unwrap();
    fs::write(folder.path().join("public/mine.txt"), "mine").unwrap();
    let ill = sourcebook(folder.path(), &["doctor"]);
    assert_eq!(ill.code, Some(1), "{}", ill.out);
    assert!(ill.out.contains("error    findings") && ill.out.contains("error    output"), "{}", ill.out);
    assert!(ill.out.ends_with("A build would stop. Look at the errors first.\n"), "{}", ill.out);
    let json: serde_json::Value = serde_json::from_str(&sourcebook(folder.path(), &["doctor", "--format", "json"]).out).unwrap();
    assert_eq!((json["builds"].as_bool(), json["errors"].as_u64()), (Some(false), Some(2)));
    fs::remove_dir_all(folder.path().join("public")).unwrap();
    edit(folder.path(), "content/countries/malta.yaml", "[post-new]", "[post-news]");
    assert_eq!(contents(folder.path()), before, "nothing is left behind");
    let nowhere = tempfile::tempdir().unwrap();
    let none = sourcebook(nowhere.path(), &["doctor"]);
    assert!(none.code == Some(1) && none.out.contains("error    report"), "{}", none.out);
}

#[test]
fn hooks_before_a_commit_check_the_report() {
    let hooks = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml")).unwrap();
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: sourcebook ")).collect();
    assert_eq!(entries.len(), hooks.matches("- id: ").count(), "each hook runs this program");
    for entry in entries {
        let folder = report();
        let words: Vec<&str> = entry.split(' ').collect();
        assert_eq!(sourcebook(folder.path(), &words).code, Some(0), "{entry}");
        edit(folder.path(), "content/countries/malta.yaml", "[post-news]", "[post-new]");
        assert_eq!(sourcebook(folder.path(), &words).code, Some(1), "{entry}");
    }
}

// ── exit codes and streams ───────────────────────────────────────────────────────────────────────────────────────────

#[cfg(not(feature = "deploy"))]
#[test]
fn a_program_without_deploy_says_how_to_get_one_with_it() {
    let answer = sourcebook(Path::new("."), &["deploy", "s3://bucket"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("built without `deploy`") && answer.err.contains("--features deploy"), "{}", answer.err);
}

#[test]
fn usage_is_two_and_goes_to_standard_error() {
    let empty = tempfile::tempdir().unwrap();
    let wrong: &[&[&str]] = &[
        &[],
        &["biuld"],
        &["build", "--as-of", "12/03/2025"],
        &["build", "--nonsense"],
        &["check", "--format", "xml"],
        &["-q", "-v", "check"],
        &["build"],
        &["serve"],
        &["check"],
        &["why", "RW"],
        &["status"],
        &["sheet", "the-cable"],
        &["new", "country", "RW"],
        &["export", "events"],
        &["import", "sources", "refs.bib"],
        &["import", "events", "events.csv"],
        &["--root", "missing", "build"],
        &["explain", "weather"],
        &["completions", "tcsh"],
    ];
    for arguments in wrong {
        let answer = sourcebook(empty.path(), arguments);
        assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""), "{arguments:?}: {}", answer.err);
        assert!(!answer.err.is_empty() && !answer.err.contains("panicked"), "{arguments:?}");
    }
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn a_report_is_asked_for_where_there_is_none() {
    let empty = tempfile::tempdir().unwrap();
    let answer = sourcebook(empty.path(), &["build"]);
    assert_eq!(
        answer.err,
        "error: no report here: no folder from this one upwards has `content/site.yaml`\n  \
         help: go to the report’s folder, name it with `--root`, or begin one: `sourcebook init`\n"
    );
}

#[test]
fn findings_are_one() {
    let folder = report();
    edit(folder.path(), "content/countries/malta.yaml", "summary:", "sumary:");
    for command in ["build", "check", "why"] {
        let arguments: &[&str] = if command == "why" { &["why", "MT"] } else { &[command] };
        let answer = sourcebook(folder.path(), arguments);
        assert_eq!((answer.code, answer.out.as_str()), (Some(1), ""), "{command}");
        assert!(answer.err.contains("error[unknown-key]: a country has no key `sumary`"), "{}", answer.err);
        assert!(answer.err.contains("content/countries/malta.yaml:11:1"), "{}", answer.err);
        assert!(answer.err.contains("`sourcebook explain unknown-key`"), "{}", answer.err);
    }
    assert!(sourcebook(folder.path(), &["build"]).err.ends_with("Not built: 1 error. Nothing was published.\n"));
    assert!(!folder.path().join("public").exists());
    let quiet = sourcebook(folder.path(), &["build", "-q"]);
    assert!(quiet.err.starts_with("error[unknown-key]") && !quiet.err.contains("Not built"), "{}", quiet.err);
}

#[test]
fn warnings_fail_only_when_strict() {
    let folder = report();
    fs::write(folder.path().join("content/notes.txt"), "Call back.\n").unwrap();
    let answer = sourcebook(folder.path(), &["check"]);
    assert_eq!(answer.code, Some(0));
    assert!(answer.err.contains("warning[stray-file]") && answer.err.ends_with(": 1 warning.\n"), "{}", answer.err);
    assert_eq!(sourcebook(folder.path(), &["check", "--strict"]).code, Some(1));
    assert_eq!(sourcebook(folder.path(), &["check", "-q"]).err, "");
}

#[test]
fn json_is_data() {
    let folder = report();
    let clean = sourcebook(folder.path(), &["check", "--format", "json"]);
    assert_eq!((clean.code, clean.err.as_str()), (Some(0), ""));
    assert_eq!(clean.out, "{\n  \"errors\": 0,\n  \"warnings\": 0,\n  \"findings\": [],\n  \"allowed\": []\n}\n");
    edit(folder.path(), "content/countries/malta.yaml", "code: MT", "code: M");
    let answer = sourcebook(folder.path(), &["check", "--format", "json"]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(1), ""));
    assert!(answer.out.contains("\"code\": \"bad-country-code\""), "{}", answer.out);
    assert!(answer.out.contains("\"file\": \"content/countries/malta.yaml\",\n      \"line\": 7,"), "{}", answer.out);
}

#[test]
fn many_findings_are_counted_and_check_lists_all() {
    let folder = report();
    for number in 0..60 {
        fs::write(folder.path().join(format!("content/stray-{number:02}.txt")), "").unwrap();
    }
    edit(folder.path(), "content/sources.yaml", "malta-gazette:\n  title:", "malta-gazette:\n  titel:");
    let built = sourcebook(folder.path(), &["build"]).err;
    assert!(built.starts_with("error["), "errors come first: {built}");
    assert!(built.contains("more: `sourcebook check` lists all"), "{built}");
    assert!(built.matches("[stray-file]").count() < 50);
    assert_eq!(sourcebook(folder.path(), &["check"]).err.matches("[stray-file]").count(), 60);
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    for arguments in [&["explain"][..], &["completions", "bash"], &["--help"]] {
        let mut command = program(Path::new("."), arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{arguments:?}");
    }
}

#[test]
fn colour_is_where_it_is_wanted() {
    let is_coloured = |command: &mut Command| answer(command).out.contains('\u{1b}');
    let run = |arguments: &[&str]| program(Path::new("."), arguments);
    assert!(!is_coloured(&mut run(&["explain", "bad-date"])), "standard output is no terminal");
    assert!(is_coloured(&mut run(&["explain", "bad-date", "--color", "always"])));
    assert!(is_coloured(run(&["explain", "bad-date"]).env("CLICOLOR_FORCE", "1")));
    assert!(!is_coloured(run(&["explain", "bad-date"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    assert!(!is_coloured(run(&["explain", "bad-date", "--color=never"]).env("CLICOLOR_FORCE", "1")));
    assert!(is_coloured(&mut run(&["--help", "--color", "always"])), "also clap’s own screens");
    assert!(!is_coloured(run(&["--help", "--color=never"]).env("CLICOLOR_FORCE", "1")));
}

// ── init ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn init_makes_a_report_without_findings() {
    let folder = tempfile::tempdir().unwrap();
    let made = sourcebook(folder.path(), &["init", "my report"]);
    assert_eq!((made.code, made.out.as_str()), (Some(0), ""));
    assert!(made.err.contains("\n  cd \"my report\"\n  sourcebook serve --open\n"), "{}", made.err);
    let report = folder.path().join("my report");
    let checked = sourcebook(&report, &["check", "--strict"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(checked.err.starts_with("Checked ") && checked.err.ends_with(": no findings.\n"), "{}", checked.err);
    let built = sourcebook(&report, &["build"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert!(built.err.starts_with("Built ") && built.err.ends_with(" 0 unchanged, no findings. → public/\n"), "{}", built.err);
    let again = sourcebook(&report.join("content/countries"), &["build"]).err;
    assert!(again.contains(": 0 files written, ") && again.ends_with("→ ../../public/\n"), "{again}");
}

#[test]
fn init_is_the_same_at_any_later_day() {
    let folder = tempfile::tempdir().unwrap();
    for day in ["1980-01-01", "2025-06-13", "2031-05-06T07:08:09+02:00"] {
        let report = folder.path().join(&day[..10]);
        assert_eq!(sourcebook(folder.path(), &["init", &day[..10], "--now", day]).code, Some(0));
        let checked = sourcebook(&report, &["check", "--strict", "--now", day]);
        assert_eq!(checked.code, Some(0), "{day}: {}", checked.err);
    }
}

#[test]
fn init_refuses_to_overwrite_and_says_what() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "Mine.\n").unwrap();
    fs::create_dir_all(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/site.yaml"), "title: Mine\n").unwrap();
    let refused = sourcebook(folder.path(), &["init"]);
    assert_eq!(refused.code, Some(2));
    assert_eq!(
        refused.err,
        "error: 2 files of yours are in the way, so nothing was written\n  README.md\n  content/site.yaml\n  \
         help: choose a new folder: `sourcebook init my-report`\n"
    );
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "Mine.\n");
    assert!(!folder.path().join("schemas").exists());
    assert_eq!(sourcebook(folder.path(), &["init", "README.md"]).code, Some(2));
}

// ── new ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn what_new_makes_has_no_findings() {
    let folder = report();
    let new = |arguments: &[&str]| {
        let answer = sourcebook(folder.path(), &[&["new"], arguments].concat());
        assert_eq!((answer.code, answer.out.as_str()), (Some(0), ""), "{arguments:?}: {}", answer.err);
        answer.err
    };
    assert!(new(&["country", "rwanda"]).starts_with("Wrote content/countries/rwanda.yaml."));
    assert!(new(&["country", "civ"]).starts_with("Wrote content/countries/cote-divoire.yaml."));
    assert!(new(&["country", "XA", "--name", "Examplia"]).starts_with("Wrote content/countries/examplia.yaml."));
    assert!(new(&["article", "The vote: “yes”?"]).starts_with("Wrote content/articles/the-vote-yes.md."));
    let told = new(&["source", "reuters-rwanda", "--url", "https://www.reuters.com/x", "--title", "Rwanda: \"decides\""]);
    assert!(told.contains("[@reuters-rwanda]") && told.contains("taken from the address: reuters.com"), "{told}");
    edit(folder.path(), "content/articles/the-vote-yes.md", "date:", "description: What was decided.\ndate:");
    edit(folder.path(), "content/articles/four-days.md", "[@post-news;", "[@reuters-rwanda; @post-news;");
    let checked = sourcebook(folder.path(), &["check", "--strict"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
}

#[test]
fn new_never_overwrites() {
    let folder = report();
    let refused: &[(&[&str], &str)] = &[
        (&["country", "MT"], "there is already a record about Malta: content/countries/malta.yaml"),
        (&["country", "MT", "--name", "Another"], "there is already a record about Another: content/countries/malta.yaml"),
        (&["country", "XA"], "`XA` is a code of your own, so the record needs a name"),
        (&["country", "Rwnada"], "`Rwnada` is no country or territory that Sourcebook knows\n  help: did you mean `Rwanda`?"),
        (&["article", "Four days"], "there is already an article `content/articles/four-days.md`"),
        (&["article", "?!"], "the title has no letter that an address could be made of"),
        (
            &["source", "post-news", "--url", "https://example.org/", "--title", "x"],
            "there is already a source `post-news`: content/sources.yaml:22",
        ),
        (
            &["source", "Post News", "--url", "https://example.org/", "--title", "x"],
            "`Post News` cannot be an id\n  help: write `post_news`",
        ),
        (&["source", "a", "--url", "example.org", "--title", "x"], "write `https://example.org`"),
        (
            &["source", "a", "--url", "https://example.org", "--title", "x", "--language", "Norwegian, I think"],
            "nothing was added, because content/sources.yaml would have a mistake then",
        ),
    ];
    let before = contents(folder.path());
    for (arguments, words) in refused {
        let answer = sourcebook(folder.path(), &[&["new"], *arguments].concat());
        assert_eq!(answer.code, Some(2), "{arguments:?}: {}", answer.err);
        assert!(answer.err.contains(words), "{arguments:?}: {}", answer.err);
    }
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_source_is_not_added_to_a_broken_file() {
    let folder = report();
    fs::write(folder.path().join("content/sources.yaml"), "a: [\n").unwrap();
    let answer = sourcebook(folder.path(), &["new", "source", "b", "--url", "https://example.org/", "--title", "x"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("content/sources.yaml has mistakes, so nothing was added"), "{}", answer.err);
    fs::remove_file(folder.path().join("content/sources.yaml")).unwrap();
    let answer = sourcebook(folder.path(), &["new", "source", "b", "--url", "https://example.org/", "--title", "x"]);
    assert_eq!(answer.code, Some(0), "the first source makes the file: {}", answer.err);
}

/// Every file below a folder, with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    all
}

// ── why, explain, schema, completions, the clock ─────────────────────────────────────────────────────────────────────

#[test]
fn a_sheet_has_each_sentence_with_its_sources_and_empty_boxes() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(sourcebook(folder.path(), &["init"]).code, Some(0));
    let sheet = sourcebook(folder.path(), &["sheet", "four-days"]);
    assert_eq!((sheet.code, sheet.err.as_str()), (Some(0), ""));
    assert!(
        sheet.out.starts_with("line,sentence,facts,sources,places,addresses,archived,checked by,checked on\n"),
        "{}",
        sheet.out
    );
    assert!(sheet.out.contains("figures.carriers"), "the values of the records are named: {}", sheet.out);
    assert!(sheet.out.contains(",,\n"), "the boxes are empty");
    let page = sourcebook(folder.path(), &["sheet", "four-days", "--format", "html"]);
    assert!(page.out.starts_with("<!doctype html>") && page.out.ends_with("</html>\n"), "{}", page.out);
    let wrong = sourcebook(folder.path(), &["sheet", "four-day"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("did you mean `four-days`?"), "{}", wrong.err);
}

#[test]
fn what_a_comment_lets_pass_is_listed_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(sourcebook(folder.path(), &["init"]).code, Some(0));
    let article = folder.path().join("content/articles/four-days.md");
    let text = fs::read_to_string(&article).unwrap();
    let line = text.lines().count() + 2;
    fs::write(&article, text + "\n<!-- sourcebook: allow unbound-number a rule of the treaty -->\nA treaty of 36 countries.\n")
        .unwrap();
    let answer = sourcebook(folder.path(), &["check", "--format", "json"]);
    let read: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!((&read["warnings"], &read["allowed"][0]["why"]), (&0.into(), &"a rule of the treaty".into()), "{}", answer.out);
    assert_eq!(read["allowed"][0]["line"], line);
    assert!(sourcebook(folder.path(), &["check", "-v"]).err.contains("`unbound-number` passes: a rule of the treaty"));
}

#[test]
fn what_is_left_to_check_is_told() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(sourcebook(folder.path(), &["init"]).code, Some(0));
    let status = sourcebook(folder.path(), &["status", "--format", "json"]);
    let read: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    let (facts, checked) = (read["facts"].as_u64().unwrap(), read["checked"].as_u64().unwrap());
    assert!(facts > 0 && read["left"].as_array().unwrap().len() as u64 == facts - checked, "{}", status.out);
    assert!(sourcebook(folder.path(), &["status"]).out.starts_with("Checked: "));
}

#[test]
fn why_shows_the_chain_with_its_places() {
    let folder = report();
    let answer = sourcebook(folder.path(), &["why", "malta"]);
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    assert!(
        answer.out.starts_with("Malta: Four days a week\n\nPostal week: Four days, since 2025-06-12\n  2024-09     Announced\n"),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("mt_law, content/countries/malta.yaml:"), "{}", answer.out);
    let earlier = sourcebook(folder.path(), &["why", "MT", "--as-of", "2025-02"]).out;
    assert!(earlier.starts_with("Malta: Planned\n\nPostal week: On trial, since 2025-01-06\n"), "{earlier}");
    let other = sourcebook(folder.path(), &["why", "RW"]);
    assert_eq!(other.code, Some(2));
    assert_eq!(other.err, "error: this report has no record about Rwanda\n  help: `sourcebook new country RW` begins one\n");
}

#[test]
fn explain_suggests_the_nearest() {
    let answer = sourcebook(Path::new("."), &["explain", "unknown-sorce"]);
    assert_eq!(answer.code, Some(2));
    assert_eq!(answer.err, "error: there is no finding `unknown-sorce`\n  help: did you mean `unknown-source`?\n");
    let answer = sourcebook(Path::new("."), &["explain", "error[unknown-source]"]);
    assert!(answer.out.starts_with("error[unknown-source]\nA source is not in `sources.yaml`.\n"), "{}", answer.out);
}

#[test]
fn schemas_are_listed_and_written_when_they_changed() {
    let folder = report();
    let answer = sourcebook(folder.path(), &["schema"]);
    assert_eq!(answer.code, Some(0));
    assert!(answer.out.contains("schemas/country.json\tcontent/countries/*.yaml\n"), "{}", answer.out);
    assert!(answer.err.starts_with("0 schemas written, "), "{}", answer.err);
    fs::write(folder.path().join("schemas/site.json"), "{}").unwrap();
    assert!(sourcebook(folder.path(), &["schema"]).err.starts_with("1 schema written, "));
    assert_eq!(sourcebook(folder.path(), &["schema", "elsewhere"]).code, Some(0));
    assert!(folder.path().join("elsewhere/site.json").is_file());
}

#[test]
fn completions_know_codes_and_countries() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let answer = sourcebook(Path::new("."), &["completions", shell]);
        assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{shell}");
        assert!(answer.out.contains("sourcebook") && answer.out.contains("schema"), "{shell}");
    }
    let fish = sourcebook(Path::new("."), &["completions", "zsh"]).out;
    assert!(fish.contains("unknown-source") && fish.contains("Rwanda"), "{}", &fish[..200]);
}

#[test]
fn the_day_is_an_input() {
    let folder = report();
    edit(folder.path(), "content/countries/malta.yaml", "review_by: 2027", "review_by: 2026-12-31");
    let check = |arguments: &[&str]| sourcebook(folder.path(), &[&["check", "--strict"], arguments].concat());
    assert_eq!(check(&[]).code, Some(0));
    let misset = answer(program(folder.path(), &["check"]).env("SOURCE_DATE_EPOCH", "soon"));
    assert_eq!(misset.code, Some(2));
    assert!(misset.err.contains("SOURCE_DATE_EPOCH is `soon`"), "{}", misset.err);
    let given = answer(program(folder.path(), &["check", "--now", "2026-11-24"]).env("SOURCE_DATE_EPOCH", "soon"));
    assert_eq!(given.code, Some(0), "--now comes first");
}

#[test]
fn clean_takes_away_what_build_made() {
    let folder = report();
    let before = contents(folder.path());
    assert!(sourcebook(folder.path(), &["clean"]).err.starts_with("Nothing to remove"));
    assert_eq!(sourcebook(folder.path(), &["build"]).code, Some(0));
    assert_eq!(sourcebook(folder.path(), &["clean"]).code, Some(0));
    assert_eq!(contents(folder.path()), before);
    let foreign = folder.path().join("photos");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("a.jpg"), "").unwrap();
    for command in ["clean", "build"] {
        let refused = sourcebook(folder.path(), &[command, "-o", "photos"]);
        assert_eq!(refused.code, Some(2), "{command}: {}", refused.err);
        assert!(refused.err.contains("`photos` is not empty, and Sourcebook did not make it"), "{command}: {}", refused.err);
    }
    assert!(foreign.join("a.jpg").exists());
}
