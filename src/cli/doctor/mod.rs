//! `sourcebook doctor`: whether this program, this computer and this report can work together.
//!
//! In: the report's folder. Out: a line for each thing that was looked at, with what to do, for people or for programs. It never leaves anything behind: what it
//! writes to try a folder it takes away again. What is wrong in the report is counted; `check` shows it.

mod machine;
mod report;

use super::Verdict;
use super::args::{Answer, Doctor};
use super::failure::Failure;
use super::project::Project;
use super::report::{STRONG, Terminal};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::path::Path;

/// How something stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Debug)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Good,
    /// Good to know.
    Note,
    /// Something works less well than it could.
    Warning,
    /// A build would stop.
    Error,
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub struct Line {
    pub topic: &'static str,
    pub state: State,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Line {
    pub fn new(topic: &'static str, state: State, message: impl Into<String>) -> Self {
        Self { topic, state, message: message.into(), help: None }
    }

    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

pub fn run(asked: &Doctor, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let project = Project::near(root)?;
    let mut lines = program();
    lines.extend(report::lines(&project, terminal)?);
    lines.extend(machine::lines(&project));
    match asked.format {
        Answer::Text => terminal.data(&text(&lines))?,
        Answer::Json => terminal.data(&json(&lines))?,
    }
    let stops = lines.iter().any(|line| line.state == State::Error);
    Ok(if stops { Verdict::Findings } else { Verdict::Fine })
}

/// What is built into the program, and what is not.
fn program() -> Vec<Line> {
    let features = [
        ("cards", cfg!(feature = "cards"), "pictures of pages for social networks"),
        ("images", cfg!(feature = "images"), "small versions of pictures"),
        ("full-text", cfg!(feature = "full-text"), "search in all that pages say"),
        ("brotli", cfg!(feature = "brotli"), "copies compressed by Brotli"),
        ("deploy", cfg!(feature = "deploy"), "`sourcebook deploy`"),
    ];
    let (there, missing): (Vec<_>, Vec<_>) = features.into_iter().partition(|(_, is_there, _)| *is_there);
    let named =
        |all: &[(&str, bool, &str)]| all.iter().map(|(name, _, what)| format!("{name} ({what})")).collect::<Vec<_>>().join(", ");
    let mut lines = vec![Line::new("program", State::Good, format!("Sourcebook {}", env!("CARGO_PKG_VERSION")))];
    if !there.is_empty() {
        lines.push(Line::new("features", State::Good, format!("built in: {}", named(&there))));
    }
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|(name, _, _)| *name).collect();
        let help = format!(
            "`cargo install --locked --git {} --features {}` builds a program with them",
            env!("CARGO_PKG_REPOSITORY"),
            names.join(",")
        );
        lines.push(Line::new("features", State::Note, format!("not built in: {}", named(&missing))).help(help));
    }
    lines
}

fn text(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.topic.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for line in lines {
        let (word, style) = match line.state {
            State::Good => ("good", AnsiColor::Green.on_default()),
            State::Note => ("note", Style::new()),
            State::Warning => ("warning", AnsiColor::Yellow.on_default().bold()),
            State::Error => ("error", AnsiColor::Red.on_default().bold()),
        };
        out.push_str(&format!("{style}{word:<7}{style:#}  {STRONG}{:<width$}{STRONG:#}  {}\n", line.topic, line.message));
        if let Some(help) = &line.help {
            out.push_str(&format!("{:9}{:width$}  {help}\n", "", ""));
        }
    }
    let (stops, warnings) = (count(lines, State::Error), count(lines, State::Warning));
    out.push_str(match (stops, warnings) {
        (0, 0) => "\nAll is well.\n",
        (0, _) => "\nA build would go through. Look at the warnings.\n",
        (_, _) => "\nA build would stop. Look at the errors first.\n",
    });
    out
}

fn count(lines: &[Line], state: State) -> usize {
    lines.iter().filter(|line| line.state == state).count()
}

/// Everything as one object. Readers may rely on these names; more may come beside them.
fn json(lines: &[Line]) -> String {
    #[derive(Serialize)]
    struct All<'a> {
        version: &'static str,
        builds: bool,
        errors: usize,
        warnings: usize,
        checks: &'a [Line],
    }
    let (errors, warnings) = (count(lines, State::Error), count(lines, State::Warning));
    let all = All { version: env!("CARGO_PKG_VERSION"), builds: errors == 0, errors, warnings, checks: lines };
    // Numbers and texts only: nothing that JSON could refuse.
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}
