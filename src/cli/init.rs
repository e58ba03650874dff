//! `sourcebook init`: a small report that works.
//!
//! In: a folder. Out: a report about an invented subject, whose comments teach the format, the schemas for editors, and what
//! hosts need. It never overwrites a file: if one is in the way, nothing is written at all.

use super::args::Init;
use super::failure::Failure;
use super::report::{STRONG, Terminal};
use super::{Verdict, clock, files, hosts};
use crate::diagnose::count;
use crate::model::Day;
use crate::model::schema::schemas;
use std::fs;
use std::path::{Path, PathBuf};

macro_rules! templates {
    ($($path:literal <- $file:literal)*) => {
        &[$(($path, include_str!(concat!("templates/init/", $file))),)*]
    };
}

/// Every file of the report but the schemas: its path, and its text with marks for the dates.
const TEMPLATES: &[(&str, &str)] = templates! {
    "README.md" <- "readme.md"
    ".gitignore" <- "gitignore"
    ".vscode/settings.json" <- "vscode-settings.json"
    ".vscode/extensions.json" <- "vscode-extensions.json"
    "content/site.yaml" <- "site.yaml"
    "content/program.yaml" <- "program.yaml"
    "content/sources.yaml" <- "sources.yaml"
    "content/glossary.yaml" <- "glossary.yaml"
    "content/countries/malta.yaml" <- "country.yaml"
    "content/articles/four-days.md" <- "article.md"
    "content/pages/about.md" <- "page.md"
};

pub fn run(asked: &Init, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let folder = asked.folder.as_deref().or(root).unwrap_or(Path::new("."));
    if folder.exists() && !folder.is_dir() {
        return Err(Failure::usage(format!("`{}` is a file, not a folder", folder.display())));
    }
    // What a host needs is also wanted by a report that was begun long ago.
    let begun = !asked.hosts.is_empty() && folder.join("content/site.yaml").exists();
    let mut report = if begun { Vec::new() } else { report(clock::today(asked.clock.now)?) };
    if let (Some((_, site)), Some(setting)) =
        (report.iter_mut().find(|(path, _)| path == "content/site.yaml"), hosts::setting(&asked.hosts))
    {
        site.push_str(&format!("\n# The build writes what this host reads.\n{setting}\n"));
    }
    let of_hosts = hosts::files(&asked.hosts, asked.base_url.as_ref());
    let all: Vec<(String, String)> = report.into_iter().chain(of_hosts).collect();
    let way_out =
        if begun { "move them away, or change them by hand" } else { "choose a new folder: `sourcebook init my-report`" };
    let missing = missing(folder, &all, way_out)?;
    for (path, text) in &missing {
        files::create(&folder.join(path), text)?;
    }
    let place = if folder == Path::new(".") { "this folder".to_owned() } else { format!("`{}`", folder.display()) };
    if begun {
        let written: String = missing.iter().flat_map(|(path, _)| ["  ", path.as_str(), "\n"]).collect();
        terminal.say(&match missing.len() {
            0 => format!("What the host needs is in {place} already."),
            files => format!("Wrote {} into {place}:\n\n{written}", count(files, "file", "files")),
        });
        if let Some(setting) = hosts::setting(&asked.hosts) {
            terminal.say(&format!("With a line `{setting}` in content/site.yaml the build writes what the host reads itself."));
        }
        return Ok(Verdict::Fine);
    }
    terminal.say(&match missing.len() {
        0 => format!("The report is in {place} already.\n"),
        files => format!("Wrote a small report into {place}: {}.\n", count(files, "file", "files")),
    });
    terminal.say(&next(folder));
    Ok(Verdict::Fine)
}

/// The files of the report, by path.
fn report(today: Day) -> Vec<(String, String)> {
    // A clock that lags behind the newest event of the report would make that event lie in the future.
    let today = Day::new(2025, 6, 13).map_or(today, |newest| today.max(newest));
    let fill = |text: &str| text.replace("<TODAY>", &today.to_string()).replace("<NEXT YEAR>", &(today.year() + 1).to_string());
    let templates = TEMPLATES.iter().map(|(path, text)| ((*path).to_owned(), fill(text)));
    templates.chain(schemas().into_iter().map(|(name, _, text)| (format!("schemas/{name}"), text))).collect()
}

/// The files that are not there yet. Those that are there must be the same already.
fn missing<'a>(folder: &Path, report: &'a [(String, String)], way_out: &str) -> Result<Vec<&'a (String, String)>, Failure> {
    let (mut missing, mut in_the_way) = (Vec::new(), Vec::new());
    for file in report {
        let path: PathBuf = folder.join(&file.0);
        match fs::read(&path) {
            Ok(there) if there == file.1.as_bytes() => {}
            Err(_) if path.symlink_metadata().is_err() => missing.push(file),
            Ok(_) | Err(_) => in_the_way.push(file.0.clone()),
        }
    }
    if in_the_way.is_empty() {
        return Ok(missing);
    }
    let files = count(in_the_way.len(), "file of yours is", "files of yours are");
    let failure = Failure::usage(format!("{files} in the way, so nothing was written"));
    let failure = in_the_way.into_iter().fold(failure, Failure::note);
    Err(failure.help(way_out))
}

fn next(folder: &Path) -> String {
    let commands = match folder.to_str() {
        Some(".") => ["sourcebook serve --open".to_owned(), "sourcebook check".to_owned()],
        Some(name) => [format!("cd {}", typed(name)), "sourcebook serve --open".to_owned()],
        None => [format!("cd {}", folder.display()), "sourcebook serve --open".to_owned()],
    };
    let commands: Vec<String> = commands.iter().map(|command| format!("  {STRONG}{command}{STRONG:#}")).collect();
    format!(
        "Next:\n\n{}\n\nAll it says is invented. Read content/program.yaml first: it sets out the subject.",
        commands.join("\n")
    )
}

/// A path as one would type it in a shell.
fn typed(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':');
    if path.chars().all(plain) { path.to_owned() } else { format!("\"{path}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;
    use crate::text::{Content, Tree};

    fn example() -> Vec<(String, String)> {
        report(Day::new(2026, 11, 24).unwrap())
    }

    #[test]
    fn the_report_has_no_findings() {
        let mut tree = Tree::new();
        for (path, text) in example() {
            tree.put(&path, Content::Text(text.into()));
        }
        let mut findings = crate::diagnose::Diagnostics::new();
        let documents: Vec<model::Document> = tree.under("content/").map(|file| findings.take(model::read(file))).collect();
        assert!(findings.take(model::assemble(&documents)).is_some());
        let shown: Vec<String> = findings.iter().map(|one| crate::diagnose::one_line(one, &tree)).collect();
        assert!(shown.is_empty(), "{shown:#?}");
    }

    #[test]
    fn its_dates_are_filled_in_and_never_before_its_events() {
        let text = |today: Day| report(today).into_iter().map(|(_, text)| text).collect::<String>();
        let now = text(Day::new(2026, 11, 24).unwrap());
        assert!(now.contains("checked: 2026-11-24") && now.contains("review_by: 2027"));
        assert!(!now.contains("<TODAY>") && !now.contains("<NEXT"));
        assert!(text(Day::new(1980, 1, 1).unwrap()).contains("checked: 2025-06-13"));
    }

    #[test]
    fn editors_find_the_schema_of_every_record() {
        let files = example();
        let settings = files.iter().find(|(path, _)| path == ".vscode/settings.json").unwrap();
        let settings: serde_json::Value = serde_json::from_str(&settings.1).unwrap();
        for (name, glob, _) in schemas() {
            let told = settings["yaml.schemas"].get(format!("schemas/{name}"));
            assert_eq!(told.is_some(), glob.ends_with(".yaml"), "{name}");
            assert!(told.is_none_or(|told| told == glob), "{name}");
        }
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
            let first = text.lines().next().unwrap();
            let schema = first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{path}: {first}"));
            let up = "../".repeat(path.matches('/').count());
            assert!(files.iter().any(|(other, _)| format!("{up}{other}") == schema), "{path}: {schema}");
        }
    }

    #[test]
    fn files_in_the_way_are_listed_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let report = example();
        assert_eq!(missing(folder.path(), &report, "").unwrap().len(), report.len());
        fs::write(folder.path().join("README.md"), "Mine.").unwrap();
        let failure = missing(folder.path(), &report, "").unwrap_err();
        assert_eq!(failure.message, "1 file of yours is in the way, so nothing was written");
        assert_eq!(failure.notes, ["README.md"]);
    }

    #[test]
    fn a_folder_is_shown_as_one_would_type_it() {
        assert_eq!(typed("my-report"), "my-report");
        assert_eq!(typed("my report"), "\"my report\"");
    }
}
