//! `sourcebook deploy` to a folder, in a program with the feature `deploy`.
//!
//! In: small sites, published as a build publishes them. Out: what the built program makes of a target, also when it is killed on the way. It never
//! uses a network: [`deploy_s3`](super::deploy_s3) does, on this computer.

use serde_json::Value;
use sourcebook::publish::{self, Lock, Staging};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

pub const RECORD: &str = ".sourcebook/deployed.json";
/// 2026-11-24.
const TODAY: &str = "1795478400";
const STYLE: &str = "assets/style.0123456789abcdef.css";

/// What the program answered.
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A report whose site can be anything.
pub struct Report {
    folder: tempfile::TempDir,
}

impl Report {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        Self { folder }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Publishes a site of these files.
    pub fn publish(&self, files: &BTreeMap<String, String>) {
        let staging = Staging::begin(&self.path("public"), self.folder.path(), &publish::Options::default()).unwrap();
        files.iter().for_each(|(path, text)| staging.write(path, text.as_bytes()).unwrap());
        staging.commit().unwrap();
    }

    /// The program, about to deploy.
    pub fn deploy(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sourcebook"));
        command.arg("deploy").args(arguments).current_dir(self.folder.path()).env("SOURCE_DATE_EPOCH", TODAY);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            if ["AWS_", "GOOGLE_", "AZURE_", "CLICOLOR", "NO_COLOR"].iter().any(|start| name.starts_with(start)) {
                command.env_remove(name);
            }
        }
        command
    }

    fn answer(&self, arguments: &[&str]) -> Answer {
        answer(&mut self.deploy(arguments))
    }
}

pub fn answer(command: &mut Command) -> Answer {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

pub fn site(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// A site of many pages, with the word on each.
pub fn large(pages: usize, word: &str) -> BTreeMap<String, String> {
    let pages =
        (0..pages).map(|number| (format!("countries/{number}/index.html"), format!("{word} {number} {}", "x".repeat(2000))));
    pages.chain(site(&[(STYLE, "p{}"), ("index.html", word), ("sitemap.xml", word)])).collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    entries.map(|entry| (name(entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

/// The same without what `deploy` writes there for itself.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    files(folder).into_iter().filter(|(path, _)| !path.starts_with(".sourcebook/")).collect()
}

/// What a record claims to be there: paths and marks.
pub fn claims(record: &str) -> BTreeMap<String, String> {
    let record: Value = serde_json::from_str(record).unwrap();
    let claim = |line: &Value| Some((line["path"].as_str()?.to_owned(), line["mark"].as_str()?.to_owned()));
    record["files"].as_array().unwrap().iter().filter_map(claim).collect()
}

#[test]
fn only_what_changed_is_sent() {
    let report = Report::new();
    let first = site(&[("index.html", "home"), ("a/index.html", "one"), ("b/index.html", "gone soon"), (STYLE, "p{}")]);
    report.publish(&first);
    let answer = report.answer(&["www"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(answer.err.contains("4 files uploaded (19 bytes), 0 unchanged. → www"), "{}", answer.err);
    assert_eq!(pages(&report.path("www")), first);

    let untouched = fs::metadata(report.path("www/index.html")).unwrap().modified().unwrap();
    let second = site(&[("index.html", "home"), ("a/index.html", "two"), (STYLE, "p{}")]);
    report.publish(&second);
    let answer = report.answer(&["www"]);
    assert!(answer.err.contains("1 file uploaded (3 bytes), 2 unchanged, 1 deleted. → www"), "{}", answer.err);
    assert_eq!(pages(&report.path("www")), second);
    assert_eq!(fs::metadata(report.path("www/index.html")).unwrap().modified().unwrap(), untouched);
    assert!(!report.path("www/b").exists(), "a folder that is empty now goes too");

    let answer = report.answer(&["www"]);
    assert!(answer.err.contains("0 files uploaded (0 bytes), 3 unchanged. → www"), "{}", answer.err);
}

#[test]
fn a_folder_gets_compressed_copies_too() {
    let report = Report::new();
    let all = site(&[("index.html", "home"), ("index.html.br", "h"), ("index.html.gz", "ho")]);
    report.publish(&all);
    let answer = report.answer(&["www"]);
    assert!(answer.err.contains("3 files uploaded") && !answer.err.contains("Left out"), "{}", answer.err);
    assert_eq!(pages(&report.path("www")), all);
}

#[test]
fn what_somebody_took_away_is_sent_again() {
    let report = Report::new();
    let wanted = site(&[("index.html", "home"), ("a/index.html", "one")]);
    report.publish(&wanted);
    report.answer(&["www"]);
    fs::remove_file(report.path("www/index.html")).unwrap();
    fs::write(report.path("www/a/index.html"), "of another length").unwrap();
    let answer = report.answer(&["www"]);
    assert!(answer.err.contains("2 files uploaded"), "{}", answer.err);
    assert_eq!(pages(&report.path("www")), wanted);
}

#[test]
fn files_of_others_are_never_deleted_and_replaced_only_by_force() {
    let report = Report::new();
    report.publish(&site(&[("index.html", "ours"), ("old.html", "ours")]));
    fs::create_dir_all(report.path("www/sub")).unwrap();
    fs::write(report.path("www/google.html"), "theirs").unwrap();
    fs::write(report.path("www/sub/new.html"), "theirs").unwrap();
    assert_eq!(report.answer(&["www"]).code, Some(0));

    report.publish(&site(&[("index.html", "ours"), ("sub/new.html", "ours")]));
    let answer = report.answer(&["www"]);
    assert_eq!(answer.code, Some(2));
    assert!(
        answer.err.contains("has 1 file that `sourcebook deploy` did not put there") && answer.err.contains("`sub/new.html`")
    );
    assert_eq!(pages(&report.path("www"))["old.html"], "ours", "nothing was changed");

    let answer = report.answer(&["www", "--force"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let wanted = site(&[("google.html", "theirs"), ("index.html", "ours"), ("sub/new.html", "ours")]);
    assert_eq!(pages(&report.path("www")), wanted);
}

#[test]
fn a_dry_run_lists_and_changes_nothing() {
    let report = Report::new();
    report.publish(&site(&[("index.html", "home"), ("a/index.html", "one"), (STYLE, "p{}")]));
    let answer = report.answer(&["www", "--dry-run"]);
    assert_eq!(
        (answer.code, answer.out.as_str()),
        (Some(0), format!("upload {STYLE}\nupload a/index.html\nupload index.html\n").as_str())
    );
    assert!(answer.err.starts_with("Would be: 3 files uploaded"), "{}", answer.err);
    assert!(!report.path("www").exists());

    report.answer(&["www"]);
    report.publish(&site(&[("index.html", "home"), (STYLE, "p{}")]));
    let before = files(&report.path("www"));
    assert_eq!(report.answer(&["www", "--dry-run"]).out, "delete a/index.html\n");
    assert_eq!(files(&report.path("www")), before);
}

#[test]
fn a_style_stays_a_week_for_pages_that_readers_have_open() {
    let report = Report::new();
    report.publish(&site(&[("index.html", "home"), (STYLE, "p{}")]));
    report.answer(&["www"]);
    report.publish(&site(&[("index.html", "new")]));
    let on = |day: &str| {
        let answer = answer(report.deploy(&["www"]).args(["--now", day]));
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        (answer.err.contains("1 kept for open pages"), report.path("www").join(STYLE).exists())
    };
    assert_eq!(on("2026-11-24"), (true, true));
    assert_eq!(on("2026-11-30"), (true, true));
    assert_eq!(on("2026-12-01"), (false, false));
}

#[test]
fn a_site_that_is_not_as_built_is_refused() {
    let report = Report::new();
    let refused = |arguments: &[&str], why: &str| {
        let answer = report.answer(arguments);
        assert_eq!(answer.code, Some(2), "{why}: {}", answer.err);
        assert!(answer.err.contains(why), "{}", answer.err);
    };
    refused(&["www"], "there is no site in `public/`");
    report.publish(&site(&[("index.html", "home"), ("a.html", "a")]));
    fs::write(report.path("public/index.html"), "by hand").unwrap();
    refused(&["www"], "1 file is not as it was built: `index.html`");
    fs::write(report.path("public/index.html"), "home").unwrap();
    refused(&["."], "holds the project itself");
    refused(&["content"], "would be mixed");
    refused(&["public/www"], "would be mixed");
    refused(&["public"], "would be mixed");
    refused(&["s3://KEY:HIDDEN@bucket"], "credentials come from the environment");
    refused(&[], "no target is given");
    assert!(!report.path("www").exists());
}

#[test]
fn the_target_may_stand_in_the_settings() {
    let report = Report::new();
    report.publish(&site(&[("index.html", "home")]));
    fs::write(report.path("content/site.yaml"), "title: A report\ndescription: What is known.\ndeploy: www\n").unwrap();
    let answer = answer(report.deploy(&["--root", ".."]).current_dir(report.path("content")));
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(report.path("www/index.html").exists(), "seen from the folder of the report");
}

#[test]
fn of_two_at_once_one_is_refused() {
    let report = Report::new();
    report.publish(&site(&[("index.html", "home")]));
    fs::create_dir_all(report.path("www/.sourcebook")).unwrap();
    let Ok(lock) = Lock::take(report.path("www/.sourcebook/lock")) else { panic!("the lock is free") };
    let answer = report.answer(&["www"]);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("`www` is being deployed to by somebody else"), "{}", answer.err);
    drop(lock);
    assert_eq!(report.answer(&["www"]).code, Some(0));
}

/// Kills the program at many moments, and at each looks at what a next run would believe.
#[test]
fn killed_at_any_moment_it_claims_nothing_that_is_not_there_and_goes_on() {
    let report = Report::new();
    let sites = [large(300, "old"), large(300, "new")];
    let mut bytes: BTreeMap<(String, String), String> = BTreeMap::new();
    for site in &sites {
        report.publish(site);
        report.answer(&["www"]);
        let record = fs::read_to_string(report.path("www").join(RECORD)).unwrap();
        bytes.extend(claims(&record).into_iter().map(|(path, mark)| ((path.clone(), mark), site[&path].clone())));
    }
    let mut broken_off = 0;
    for round in 0..24_u64 {
        let wanted = &sites[(round % 2) as usize];
        report.publish(wanted);
        let mut child = report.deploy(&["www"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(15 + 9 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let (record, there) = (fs::read_to_string(report.path("www").join(RECORD)).unwrap(), pages(&report.path("www")));
        broken_off += u32::from(record.contains("\"running\""));
        for claim in claims(&record) {
            assert_eq!(there.get(&claim.0), bytes.get(&claim), "round {round}: {}", claim.0);
        }
        if round % 3 == 0 {
            let answer = report.answer(&["www"]);
            assert_eq!(answer.code, Some(0), "{}", answer.err);
            assert_eq!(&pages(&report.path("www")), wanted, "round {round}: whole, and nothing left lying about");
        }
    }
    assert!(broken_off > 0, "no run was killed on the way, so nothing was tested");
}
