//! What a person at the terminal sees.
//!
//! In: findings, results, sentences. Out: text: messages on standard error, data on standard output, in colour where
//! that is wanted. The sentences are pure functions above; [`Terminal`] prints them. It never decides an exit code.

use super::args::Global;
use super::failure::Failure;
use super::files::reason;
use super::progress::Progress;
use crate::diagnose::{Diagnostic, Diagnostics, Located, Look, Severity, count, screen, summary};
use crate::model::quantity::grouped;
use crate::publish::Published;
use crate::text::Tree;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// How many findings `build` shows before it refers to `check`, which shows all.
pub const MOST: usize = 50;

/// Names and headings.
pub const STRONG: Style = Style::new().bold();
/// What can be skipped: places, ids.
pub const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const WRONG: Style = AnsiColor::Red.on_default().bold();
const ADVICE: Style = AnsiColor::Cyan.on_default().bold();

/// The two streams of the program, and how much is said on them.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    colour: ColorChoice,
    loudness: Loudness,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Loudness {
    /// Errors only.
    Quiet,
    Usual,
    Verbose,
}

impl Terminal {
    pub fn new(global: &Global) -> Self {
        let colour = match global.color {
            clap::ColorChoice::Auto => ColorChoice::Auto,
            clap::ColorChoice::Always => ColorChoice::Always,
            clap::ColorChoice::Never => ColorChoice::Never,
        };
        let loudness = match (global.quiet, global.verbose) {
            (true, _) => Loudness::Quiet,
            (false, true) => Loudness::Verbose,
            (false, false) => Loudness::Usual,
        };
        Self { colour, loudness }
    }

    /// Prints data. A reader who has seen enough (`| head`) is no failure.
    pub fn data(self, text: &str) -> Result<(), Failure> {
        let mut stream = AutoStream::new(io::stdout().lock(), self.colour);
        match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::machine(format!("cannot write the result: {}", reason(&error))))
            }
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Tells how it went.
    pub fn say(self, text: &str) {
        if self.loudness >= Loudness::Usual {
            self.message(text);
        }
    }

    /// Tells what only those want to know who ask for it.
    pub fn detail(self, text: &str) {
        if self.loudness >= Loudness::Verbose {
            self.message(&format!("{FAINT}{text}{FAINT:#}"));
        }
    }

    /// Tells why a command stopped.
    pub fn failure(self, failure: &Failure) {
        self.message(&failure_text(failure));
    }

    /// Shows findings as pictures, `most` of them at most. Quiet: the errors only.
    pub fn findings(self, found: &Diagnostics, tree: &Tree, most: usize) {
        let is_heard = |one: &&Diagnostic| self.loudness > Loudness::Quiet || one.severity == Severity::Error;
        let heard: Vec<&Diagnostic> = found.iter().filter(is_heard).collect();
        let (shown, left) = foremost(heard, most);
        for diagnostic in shown {
            self.message(&(screen(diagnostic, tree, Look::Coloured) + "\n"));
        }
        if left > 0 {
            self.say(&more(left));
        }
        if let Some(worst) = found.iter().min_by_key(|one| one.severity) {
            self.say(&format!("`sourcebook explain {}` tells what that means and what to do.", worst.code.name()));
        }
    }

    /// Shows a finding in a table, from behind its word.
    pub fn cell(self, is_error: bool, text: &str) {
        if is_error {
            self.message(&format!("{WRONG}error{WRONG:#}{text}"));
        } else {
            self.say(&format!("{ADVICE}warning{ADVICE:#}{text}"));
        }
    }

    /// Shows findings that have left their tree, without colour.
    pub fn located(self, found: &[&Located]) {
        for finding in found.iter().take(MOST) {
            if self.loudness > Loudness::Quiet || finding.severity == Severity::Error.word() {
                self.message(&format!("{}\n", finding.screen));
            }
        }
        if found.len() > MOST {
            self.say(&more(found.len() - MOST));
        }
    }

    /// Shows how far long work has come, for as long as what is returned lives.
    pub fn progress(self, stage: &'static str) -> Progress {
        Progress::start(stage, self.loudness > Loudness::Quiet && io::stderr().is_terminal())
    }

    fn message(self, text: &str) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.colour);
        // When standard error is closed there is nobody left to tell.
        let _ = stream.write_all(format!("{text}\n").as_bytes()).and_then(|()| stream.flush());
    }
}

/// How wide a line of data may be.
pub fn width() -> usize {
    let columns = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    columns.unwrap_or(80).clamp(40, 100)
}

/// The first `most` findings in their order, and how many are left. When not all are shown, errors come first: they are
/// what stops a build.
fn foremost(mut findings: Vec<&Diagnostic>, most: usize) -> (Vec<&Diagnostic>, usize) {
    let left = findings.len().saturating_sub(most);
    if left > 0 {
        findings.sort_by_key(|one| one.severity);
        findings.truncate(most);
    }
    (findings, left)
}

/// What a build did.
#[derive(Clone, Copy, Debug)]
pub struct Built<'a> {
    pub pages: usize,
    pub published: &'a Published,
    pub findings: &'a Diagnostics,
    pub as_of: Option<crate::model::Date>,
    pub took: Duration,
    /// The folder, as it was asked for.
    pub output: &'a str,
}

/// `Built 214 pages in 0.31 s: 12 files written, 248 unchanged, no findings. → public/`
pub fn built(done: &Built<'_>) -> String {
    let as_of = done.as_of.map_or_else(String::new, |date| format!(" as of {date}"));
    let pages = count(done.pages, "page", "pages");
    let written = count(done.published.written, "file", "files");
    let unchanged = grouped(done.published.unchanged as u64);
    let removed = match done.published.removed as u64 {
        0 => String::new(),
        removed => format!(", {} removed", grouped(removed)),
    };
    format!(
        "{GOOD}Built{GOOD:#} {pages}{as_of} in {}: {written} written, {unchanged} unchanged{removed}, {}. → {}",
        seconds(done.took),
        summary(done.findings),
        done.output,
    )
}

/// `Deployed in 3.10 s: 12 files uploaded, 1,248 unchanged, 3 deleted. → s3://news.example.org/report/`
#[cfg(feature = "deploy")]
pub fn deployed(done: &crate::deploy::Deployed, dry_run: bool, took: Duration, target: &str) -> String {
    let head = if dry_run { format!("{GOOD}Would be{GOOD:#}") } else { format!("{GOOD}Deployed{GOOD:#} in {}", seconds(took)) };
    let more = |number: usize, what: &str| match number as u64 {
        0 => String::new(),
        number => format!(", {} {what}", grouped(number)),
    };
    format!(
        "{head}: {} uploaded ({} bytes), {} unchanged{}{}.{} → {target}",
        count(done.uploaded.len(), "file", "files"),
        grouped(done.bytes),
        grouped(done.unchanged as u64),
        more(done.deleted.len(), "deleted"),
        more(done.kept, "kept for open pages"),
        if done.resumed { " An earlier deploy had been broken off." } else { "" },
    )
}

/// `Not built: 2 errors and 1 warning. Nothing was published.`
pub fn not_built(findings: &Diagnostics) -> String {
    format!("{WRONG}Not built{WRONG:#}: {}. Nothing was published.", summary(findings))
}

/// `Checked 231 files in 0.12 s: no findings.`
pub fn checked(files: usize, findings: &Diagnostics, failed: bool, took: Duration) -> String {
    let style = if failed { WRONG } else { GOOD };
    let files = count(files, "file", "files");
    format!("{style}Checked{style:#} {files} in {}: {}.", seconds(took), summary(findings))
}

/// `0.31 s`, `2 min 5 s`: the same length whatever it took, never in exponents.
pub fn seconds(took: Duration) -> String {
    let all = took.as_secs();
    match all {
        0..60 => format!("{:.2} s", took.as_secs_f64()),
        60.. => format!("{} min {} s", all / 60, all % 60),
    }
}

fn more(left: usize) -> String {
    format!("and {} more: `sourcebook check` lists all\n", grouped(left as u64))
}

fn failure_text(failure: &Failure) -> String {
    let mut out = format!("{WRONG}error{WRONG:#}{STRONG}: {}{STRONG:#}", failure.message);
    for note in &failure.notes {
        out.push_str(&format!("\n  {note}"));
    }
    if let Some(help) = &failure.help {
        out.push_str(&format!("\n  {ADVICE}help{ADVICE:#}: {help}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::{Code, Place};

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn finding(code: Code) -> Diagnostic {
        Diagnostic::new(code, Place::Project, code.name())
    }

    #[test]
    fn a_build_ends_with_one_line() {
        let published = Published { files: 1260, written: 12, unchanged: 1248, removed: 0, bytes: 9, leftover: None };
        let findings = Diagnostics::new();
        let took = Duration::from_millis(312);
        let done = Built { pages: 214, published: &published, findings: &findings, as_of: None, took, output: "public/" };
        assert_eq!(plain(&built(&done)), "Built 214 pages in 0.31 s: 12 files written, 1,248 unchanged, no findings. → public/");
        let published = Published { written: 1, removed: 3, ..published };
        let findings = [finding(Code::UnusedSource)].into_iter().collect();
        let as_of = crate::parse::FromScalar::from_scalar("2025-06-25").ok();
        let took = Duration::from_secs(125);
        let done = Built { pages: 1, published: &published, findings: &findings, as_of, took, output: "june/" };
        assert_eq!(
            plain(&built(&done)),
            "Built 1 page as of 2025-06-25 in 2 min 5 s: 1 file written, 1,248 unchanged, 3 removed, 1 warning. → june/"
        );
    }

    #[test]
    fn errors_come_first_when_not_all_are_shown() {
        let (warning, error) = (finding(Code::UnusedSource), finding(Code::UnknownSource));
        let severities = |most| {
            let (shown, left) = foremost(vec![&warning, &error, &warning], most);
            (shown.iter().map(|one| one.severity).collect::<Vec<_>>(), left)
        };
        assert_eq!(severities(3), (vec![Severity::Warning, Severity::Error, Severity::Warning], 0));
        assert_eq!(severities(2), (vec![Severity::Error, Severity::Warning], 1));
    }

    #[test]
    fn failures_say_what_to_do() {
        let failure = Failure::usage("there is no folder `x`").note("it may have moved").help("look again");
        assert_eq!(plain(&failure_text(&failure)), "error: there is no folder `x`\n  it may have moved\n  help: look again");
    }
}
