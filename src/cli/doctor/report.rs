//! What `doctor` says of the report.
//!
//! In: its folder. Out: lines: what was found, its theme, its findings, its output folder. It never shows a finding: `check` does.

use super::{Line, State};
use crate::cli::args::{Clock, Moment};
use crate::cli::build::refused;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::cli::report::Terminal;
use crate::cli::{edition, files};
use crate::diagnose::{Code, Severity, count, summary};
use crate::model::schema::schemas;
use crate::publish::{self, Staging};
use crate::text::{Content, Tree};
use std::fs;

pub fn lines(project: &Project, terminal: Terminal) -> Result<Vec<Line>, Failure> {
    if !project.root.join("content").is_dir() {
        let found =
            Line::new("report", State::Error, "there is none here: no folder from this one upwards has `content/site.yaml`");
        return Ok(vec![found.help("go to the report’s folder, name it with `--root`, or begin one: `sourcebook init`")]);
    }
    let moment = Moment { as_of: None, clock: Clock { now: None } };
    let progress = terminal.progress("Reading the report");
    let reading = edition::read_stamped(project, &edition::inputs(&moment, None, false)?, &progress);
    drop(progress);
    let reading = match reading {
        Ok(reading) => reading,
        Err(failure) => return Ok(vec![Line::new("report", State::Error, failure.message)]),
    };
    let tree = &reading.tree;
    let below = |folder: &str| tree.under(folder).count();
    let shown = project.shown(&project.root);
    let what = format!(
        "{}, {}, {} in `{shown}`",
        count(below("content/countries/"), "record", "records"),
        count(below("content/articles/"), "article", "articles"),
        count(below("content/pages/"), "page", "pages"),
    );
    let mut lines = vec![Line::new("report", State::Good, what)];
    let findings = &reading.findings;
    let state = match (findings.has_errors(), findings.is_empty()) {
        (true, _) => State::Error,
        (false, true) => State::Good,
        (false, false) => State::Warning,
    };
    let found = Line::new("findings", state, summary(findings));
    lines.push(if findings.is_empty() { found } else { found.help("`sourcebook check` shows each with its line") });
    for one in
        findings.iter().filter(|one| one.severity == Severity::Warning && matches!(one.code, Code::NoFullText | Code::NoBrotli))
    {
        lines.push(Line::new(
            "features",
            State::Warning,
            format!("the report asks for what the program has not: {}", one.message),
        ));
    }
    lines.push(theme(&reading));
    lines.push(fonts(tree));
    lines.extend(schema(project)?);
    lines.push(output(project));
    Ok(lines)
}

fn theme(reading: &edition::Reading) -> Line {
    let own = reading.tree.under("themes/").count();
    let language = reading.edition.as_ref().map(|edition| edition.site.report.settings.language.value.clone());
    let language = language.map_or_else(String::new, |tag| format!(", in `{tag}`"));
    let is_stock = reading.edition.as_ref().is_some_and(|edition| edition.theme.is_stock());
    let message = match own {
        _ if is_stock => format!("the built-in one, as it is{language}"),
        0 => "the built-in one".to_owned(),
        own => format!("{} of your own in `themes/`{language}", count(own, "file", "files")),
    };
    Line::new("theme", State::Good, message)
}

fn fonts(tree: &Tree) -> Line {
    let own = tree.under("themes/").filter(|file| matches!(file.content, Content::Font { .. })).count();
    if !cfg!(feature = "cards") {
        return Line::new(
            "fonts",
            State::Note,
            "none is needed: this program draws no share cards, and pages use those of their readers",
        );
    }
    match own {
        0 => Line::new("fonts", State::Good, "share cards use the built-in ones; pages use those of their readers"),
        own => Line::new("fonts", State::Good, format!("share cards use {} of the theme", count(own, "font", "fonts"))),
    }
}

/// Whether the schemas that help while one types are those of this program.
fn schema(project: &Project) -> Result<Option<Line>, Failure> {
    let folder = project.root.join("schemas");
    if !folder.is_dir() {
        let none = Line::new("schemas", State::Note, "there are none, so your editor cannot complete keys as you type");
        return Ok(Some(none.help("`sourcebook schema` writes them")));
    }
    for (name, _, text) in schemas() {
        if files::read(&folder.join(name))?.as_deref() != Some(text.as_str()) {
            let old = Line::new("schemas", State::Warning, format!("`schemas/{name}` is not that of this program"));
            return Ok(Some(old.help("`sourcebook schema` writes it anew")));
        }
    }
    Ok(Some(Line::new("schemas", State::Good, "those of this program")))
}

/// Whether a build could publish, tried and taken back.
fn output(project: &Project) -> Line {
    let out = project.output(None);
    let shown = project.shown_folder(&out);
    match Staging::begin(&out, &project.root, &publish::Options::default()) {
        Ok(_) if fs::exists(&out).unwrap_or(false) => Line::new("output", State::Good, format!("`{shown}` can be replaced")),
        Ok(_) => Line::new("output", State::Good, format!("`{shown}` can be made")),
        Err(refusal) => {
            let failure = refused(&refusal);
            let found = Line::new("output", State::Error, failure.message);
            match failure.help {
                Some(help) => found.help(help),
                None => found,
            }
        }
    }
}
