//! `sourcebook check`: everything that is wrong, and nothing written.
//!
//! In: options. Out: findings, for people or for other programs. It makes every page, as `build` does, because templates can
//! fail too, and lets the pages go. It never writes a file.

use super::args::{Check, Format};
use super::failure::Failure;
use super::project::Project;
use super::report::{self, Terminal};
use super::{Verdict, edition, formats};
use crate::check;
use crate::diagnose::{Diagnostics, Located, Severity, locate};
use crate::link::Site;
use crate::text::{Tree, position};
use serde::Serialize;
use std::path::Path;
use std::time::Instant;

pub fn run(asked: &Check, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let started = Instant::now();
    let project = Project::find(root)?;
    let inputs = edition::inputs(&asked.moment, None, asked.drafts)?;
    let progress = terminal.progress("Reading the report");
    let mut reading = edition::read_stamped(&project, &inputs, &progress)?;
    // Only a template can still go wrong, and the built-in ones do not.
    if let Some(edition) = reading.edition.clone().filter(|edition| !edition.theme.is_stock()) {
        reading.add(edition::make(&edition, &project.root, &progress, &|_| true, &|_, _| Ok(Diagnostics::new()))?);
    }
    drop(progress);

    let allowed = reading.edition.as_ref().map(|edition| let_pass(&edition.site, &reading.tree)).unwrap_or_default();
    let findings = &reading.findings;
    let failed = findings.has_errors() || asked.strict && !findings.is_empty();
    match asked.format {
        Format::Text => {
            terminal.findings(findings, &reading.tree, usize::MAX);
            for one in &allowed {
                terminal.detail(&format!("{}:{}: `{}` passes: {}", one.file, one.line, one.code, one.why));
            }
            reading.held_back().iter().for_each(|line| terminal.say(line));
            terminal.say(&report::checked(reading.tree.files().count(), findings, failed, started.elapsed()));
        }
        Format::Json => terminal.data(&json(findings, allowed, &reading.tree))?,
        Format::Sarif => terminal.data(&formats::sarif(findings, &reading.tree))?,
        Format::Github => terminal.data(&formats::github(findings, &reading.tree))?,
    }
    Ok(if failed { Verdict::Findings } else { Verdict::Fine })
}

/// A finding that a comment in the prose lets pass.
#[derive(Serialize)]
struct Passed {
    code: &'static str,
    why: String,
    file: String,
    line: usize,
}

fn let_pass(site: &Site, tree: &Tree) -> Vec<Passed> {
    let passed = check::allowed(site).into_iter().map(|(span, one)| Passed {
        code: one.code.name(),
        why: one.why,
        file: tree.path(span.file).to_owned(),
        line: tree.file(span.file).map_or(0, |file| position(file.text(), span.start as usize).line),
    });
    passed.collect()
}

/// All findings as one object. Readers may rely on these names; more may come beside them.
fn json(findings: &Diagnostics, allowed: Vec<Passed>, tree: &Tree) -> String {
    #[derive(Serialize)]
    struct Findings {
        errors: usize,
        warnings: usize,
        findings: Vec<Located>,
        /// Findings in prose that a comment lets pass.
        allowed: Vec<Passed>,
    }
    let all = Findings {
        errors: findings.of(Severity::Error),
        warnings: findings.of(Severity::Warning),
        findings: findings.iter().map(|one| locate(one, tree)).collect(),
        allowed,
    };
    // Numbers and texts only: nothing that JSON could refuse.
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Content;

    #[test]
    fn json_names_file_line_and_column() {
        let mut tree = Tree::new();
        tree.put("content/countries/rwanda.yaml", Content::Text("code: RW\nname: [Rwanda]\n".into()));
        let findings = crate::model::read(tree.get("content/countries/rwanda.yaml").unwrap()).diagnostics;
        let read: serde_json::Value = serde_json::from_str(&json(&findings, Vec::new(), &tree)).unwrap();
        assert_eq!(read["errors"], 1);
        assert_eq!(read["warnings"], 0);
        let first = &read["findings"][0];
        assert_eq!(first["code"], "wrong-type");
        assert_eq!((&first["line"], &first["column"]), (&2.into(), &7.into()));
    }
}
