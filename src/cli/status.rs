//! `sourcebook status`: how far the checking of facts has come.
//!
//! In: options. Out: a table for an editor, or one JSON object. It never computes: the counts come from
//! [`coverage`]. It never fails because something is left to check.

use super::args::{Answer, Status};
use super::failure::Failure;
use super::report::{FAINT, STRONG, Terminal};
use super::{Verdict, edition};
use crate::check::{Coverage, coverage};
use crate::diagnose::count;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

pub fn run(asked: &Status, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let sorry = "What is left to check can be told only of a report without errors.";
    let Some(edition) = edition::good(&asked.moment, root, terminal, sorry)? else { return Ok(Verdict::Findings) };
    let coverage = coverage(&edition.site);
    match asked.format {
        Answer::Text => terminal.data(&shown(&coverage, asked.all))?,
        Answer::Json => terminal.data(&format!("{:#}\n", json(&coverage)))?,
    }
    Ok(Verdict::Fine)
}

/// How many facts without a check are listed when not all are asked for.
const FIRST: usize = 10;

/// Readers may rely on these names; more may come beside them.
fn json(coverage: &Coverage) -> serde_json::Value {
    let left = coverage
        .left
        .iter()
        .map(|one| json!({"record": one.record, "event": one.event, "claim": one.claim, "file": one.file, "line": one.line}));
    let stale = coverage.stale.iter().map(|one| json!({"record": one.record, "review_by": one.review_by, "file": one.file}));
    json!({
        "facts": coverage.facts,
        "checked": coverage.checked,
        "disputed": coverage.disputed,
        "retracted": coverage.retracted,
        "events_by_independent_sources": coverage.by_sources,
        "sources": coverage.sources,
        "copies": coverage.copies,
        "archived": coverage.archived,
        "states": coverage.states,
        "stale": stale.collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
    })
}

fn shown(coverage: &Coverage, all: bool) -> String {
    let mut out = format!("{STRONG}Checked: {} of {}{STRONG:#}\n", coverage.checked, count(coverage.facts, "fact", "facts"));
    // Writing to a string cannot fail.
    let _ = writeln!(out, "  {} in dispute, {} retracted", count(coverage.disputed, "number", "numbers"), coverage.retracted);
    let _ = writeln!(out, "\n{STRONG}Independent sources under an event{STRONG:#}");
    for (sources, events) in &coverage.by_sources {
        let _ = writeln!(out, "  {}: {}", count(*sources, "source", "sources"), count(*events, "event", "events"));
    }
    let _ = writeln!(
        out,
        "\n{STRONG}Sources: {}{STRONG:#}\n  {} of another, {} archived",
        coverage.sources,
        count(coverage.copies, "copy", "copies"),
        coverage.archived
    );
    for (state, sources) in &coverage.states {
        let _ = writeln!(out, "  {sources} {state}");
    }
    let _ = writeln!(out, "\n{STRONG}Past their review: {}{STRONG:#}", count(coverage.stale.len(), "record", "records"));
    for stale in &coverage.stale {
        let _ = writeln!(out, "  {}, by {}  {FAINT}{}{FAINT:#}", stale.record, stale.review_by, stale.file);
    }
    let most = if all { usize::MAX } else { FIRST };
    let _ = writeln!(out, "\n{STRONG}Left to check: {}{STRONG:#}", count(coverage.left.len(), "fact", "facts"));
    for left in coverage.left.iter().take(most) {
        let claim = left.claim.as_ref().map_or_else(String::new, |value| format!(" “{value}”"));
        let _ = writeln!(out, "  {}: {}{claim}  {FAINT}{}:{}{FAINT:#}", left.record, left.event, left.file, left.line);
    }
    if coverage.left.len() > most {
        let _ = writeln!(out, "  and {} more: `sourcebook status --all` lists all", coverage.left.len() - most);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Left;

    #[test]
    fn what_is_left_is_listed_with_its_place() {
        let left = |event: &str, claim: Option<&str>| Left {
            record: "Rwanda".to_owned(),
            event: event.to_owned(),
            claim: claim.map(str::to_owned),
            file: "content/countries/rwanda.yaml".to_owned(),
            line: 12,
        };
        let mut coverage = Coverage { facts: 3, checked: 1, sources: 2, copies: 1, disputed: 1, ..Coverage::default() };
        coverage.left = vec![left("rw_deal", None), left("rw_flight", Some("about 250"))];
        coverage.by_sources.insert(1, 2);
        let expected = "\
Checked: 1 of 3 facts
  1 number in dispute, 0 retracted

Independent sources under an event
  1 source: 2 events

Sources: 2
  1 copy of another, 0 archived

Past their review: 0 records

Left to check: 2 facts
  Rwanda: rw_deal  content/countries/rwanda.yaml:12
  Rwanda: rw_flight “about 250”  content/countries/rwanda.yaml:12
";
        assert_eq!(anstream::adapter::strip_str(&shown(&coverage, false)).to_string(), expected);
        coverage.left = vec![left("rw_deal", None); 12];
        assert!(shown(&coverage, false).ends_with("and 2 more: `sourcebook status --all` lists all\n"));
        assert!(!shown(&coverage, true).contains("more"));
    }
}
