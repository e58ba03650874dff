//! Findings in the forms that other programs read: SARIF for code hosts and editors, and the lines that GitHub shows beside a change.
//!
//! In: findings, in their order. Out: text for standard output. It never decides whether a check failed.

use crate::diagnose::{Code, Diagnostics, Labelled, Located, locate};
use crate::text::Tree;
use serde_json::{Value, json};
use std::fmt::Write;

/// One SARIF 2.1.0 log with one run: every finding that occurs is a rule with its explanation.
/// Source: OASIS, Static Analysis Results Interchange Format 2.1.0, sections 3.13 to 3.30.
pub fn sarif(findings: &Diagnostics, tree: &Tree) -> String {
    let used: Vec<Code> = Code::ALL.iter().copied().filter(|code| findings.iter().any(|found| found.code == *code)).collect();
    let rules: Vec<Value> = used.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|found| {
            let place = locate(found, tree);
            let mut result = json!({
                "ruleId": found.code.name(),
                "ruleIndex": used.iter().position(|code| *code == found.code),
                "level": found.severity.word(),
                "message": {"text": words(&place) + &links(&place)},
            });
            if let Some(location) = location(&place) {
                result["locations"] = json!([location]);
            }
            if !place.labels.is_empty() {
                result["relatedLocations"] = place.labels.iter().zip(1..).map(|(label, id)| related(label, id)).collect();
            }
            result
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "Sourcebook", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": {"text": code.meaning()},
        "fullDescription": {"text": code.explanation()},
        "help": {"text": code.explanation()},
        "defaultConfiguration": {"level": code.severity().word()},
    })
}

fn location(place: &Located) -> Option<Value> {
    let mut physical = artifact(place.file.as_ref()?);
    if let (Some(line), Some(column)) = (place.line, place.column) {
        physical["region"] = region((line, column), (place.end_line.unwrap_or(line), place.end_column.unwrap_or(column)));
    }
    Some(json!({"physicalLocation": physical}))
}

/// A second place that explains a finding.
fn related(label: &Labelled, id: usize) -> Value {
    let mut physical = artifact(&label.file);
    physical["region"] = region((label.line, label.column), (label.end_line, label.end_column));
    json!({"id": id, "physicalLocation": physical, "message": {"text": label.text}})
}

fn artifact(file: &str) -> Value {
    json!({"artifactLocation": {"uri": uri(file), "uriBaseId": "%SRCROOT%"}})
}

fn region(start: (usize, usize), end: (usize, usize)) -> Value {
    json!({"startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1})
}

/// A line for each second place, as a link to it: code hosts show only those that the message leads to.
/// Source: SARIF 2.1.0, section 3.11.6, and GitHub Docs, “SARIF support for code scanning”.
fn links(place: &Located) -> String {
    let text = |label: &Labelled| label.text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let mut links = String::new();
    for (label, id) in place.labels.iter().zip(1..) {
        links.push_str(&format!("\n[{}]({id})", text(label)));
    }
    links
}

/// The message, and what to do.
fn words(place: &Located) -> String {
    let mut text = place.message.clone();
    place.notes.iter().for_each(|note| text.push_str(&format!("\n{note}")));
    if let Some(help) = &place.help {
        text.push_str(&format!("\nWhat to do: {help}"));
    }
    text
}

/// A relative path as an RFC 3986 reference: everything but unreserved letters and slashes is escaped.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Workflow commands, a line each, which GitHub shows on the line of the file that is at fault.
/// Source: GitHub Docs, “Workflow commands for GitHub Actions”.
pub fn github(findings: &Diagnostics, tree: &Tree) -> String {
    let mut out = String::new();
    for found in findings.iter() {
        let place = locate(found, tree);
        let mut properties = Vec::new();
        if let Some(file) = &place.file {
            properties.push(format!("file={}", property(file)));
        }
        let numbers = [("line", place.line), ("endLine", place.end_line), ("col", place.column), ("endColumn", place.end_column)];
        properties.extend(numbers.into_iter().filter_map(|(name, number)| Some(format!("{name}={}", number?))));
        properties.push(format!("title={}", property(place.code)));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "::{} {}::{}", place.severity, properties.join(","), data(&words(&place)));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostic;
    use crate::text::{Content, Span};

    fn findings() -> (Tree, Diagnostics) {
        let mut tree = Tree::new();
        tree.put("content/countries/côte d’ivoire.yaml", Content::Text("code: CI\nname: 100%\n".into()));
        let file = tree.get("content/countries/côte d’ivoire.yaml").unwrap().id;
        let wrong = Diagnostic::new(Code::BadId, Span::new(file, 15, 19), "`100%` is wrong, or not").help("write\nless");
        (tree, [wrong, Diagnostic::new(Code::MissingFile, crate::diagnose::Place::Project, "no file")].into_iter().collect())
    }

    #[test]
    fn github_shows_a_finding_on_its_line() {
        let (tree, found) = findings();
        assert_eq!(
            github(&found, &tree),
            "::error file=content/countries/côte d’ivoire.yaml,line=2,endLine=2,col=7,endColumn=11,title=bad-id::`100%25` is wrong, or \
             not%0AWhat to do: write%0Aless\n::error title=missing-file::no file\n"
        );
    }

    #[test]
    fn sarif_names_rules_and_regions() {
        let (tree, found) = findings();
        let log: Value = serde_json::from_str(&sarif(&found, &tree)).unwrap();
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            let rule = &run["tool"]["driver"]["rules"][index];
            assert_eq!(rule["id"], result["ruleId"]);
        }
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/countries/c%C3%B4te%20d%E2%80%99ivoire.yaml");
        assert_eq!(place["region"], json!({"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 11}));
        assert!(run["results"][0].get("relatedLocations").is_none());
        assert!(run["results"][1].get("locations").is_none(), "a finding about no file has no place");
    }

    #[test]
    fn sarif_leads_to_second_places() {
        let (tree, _) = findings();
        let file = tree.files().next().unwrap().id;
        let twice = Diagnostic::new(Code::DuplicateId, Span::new(file, 15, 19), "`100%` stands twice").help("rename one");
        let found = [twice.label(Span::new(file, 6, 8), "first, as [CI]")].into_iter().collect();
        let log: Value = serde_json::from_str(&sarif(&found, &tree)).unwrap();
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["message"]["text"], "`100%` stands twice\nWhat to do: rename one\n[first, as \\[CI\\]](1)");
        let place = &result["relatedLocations"][0];
        assert_eq!((&place["id"], &place["message"]["text"]), (&json!(1), &json!("first, as [CI]")));
        let physical = &place["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "content/countries/c%C3%B4te%20d%E2%80%99ivoire.yaml");
        assert_eq!(physical["region"], json!({"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 9}));
    }
}
