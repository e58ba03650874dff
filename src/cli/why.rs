//! `sourcebook why CODE`: how a country came to its status.
//!
//! In: a country. Out: for each axis its state and the events that led there, oldest first, with the place of each. It
//! never computes a status: it takes the chain from the [`Site`], which every page is made of too.

use super::args::Why;
use super::failure::Failure;
use super::report::{FAINT, STRONG, Terminal, width};
use super::{Verdict, country, edition, wrap};
use crate::link::{self, Site};
use crate::model::{CountryCode, territory};
use crate::text::position;
use std::fmt::Write;
use std::path::Path;

pub fn run(asked: &Why, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let code = country::named(&asked.country)?;
    let sorry = "A status can be computed only for a report without errors.";
    let Some(edition) = edition::good(&asked.moment, root, terminal, sorry)? else { return Ok(Verdict::Findings) };
    let answer = answer(&edition.site, code).ok_or_else(|| no_record(code))?;
    terminal.data(&shown(&answer, width()))?;
    Ok(Verdict::Fine)
}

/// How a country came to its status.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Answer {
    name: String,
    badge: Option<String>,
    axes: Vec<Axis>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Axis {
    label: String,
    /// None: no event has set it.
    state: Option<String>,
    /// The date of the event that set it and that none has changed since.
    since: Option<String>,
    /// Oldest first.
    steps: Vec<Step>,
}

/// One event that set an axis.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Step {
    date: String,
    state: String,
    event: String,
    /// What happened, in the words of the record.
    text: String,
    /// An event of the program, which holds for every country.
    inherited: bool,
    file: String,
    line: usize,
}

/// The chain of events; `None` when no record is about the country.
fn answer(site: &Site, code: CountryCode) -> Option<Answer> {
    let (country, standing) = (site.country(code)?, site.standing(code)?);
    let program = &site.report.program;
    let axes = standing.axes.iter().filter_map(|status| {
        let axis = program.axes.get(status.axis)?;
        let label = |state: usize| axis.states.get(state).map_or_else(String::new, |state| state.label.clone());
        let steps = status.steps.iter().filter_map(|one| step(site, *one, label(one.state))).collect();
        let since = status.since().and_then(|one| site.events.get(one.event)).map(|one| one.event.date.value.to_string());
        Some(Axis { label: axis.label.clone(), state: status.state().map(label), since, steps })
    });
    let badge = standing.badge.and_then(|at| program.badges.get(at)).map(|badge| badge.label.clone());
    Some(Answer { name: country.name.value.clone(), badge, axes: axes.collect() })
}

fn step(site: &Site, step: link::Step, state: String) -> Option<Step> {
    let happening = site.events.get(step.event)?;
    let event = &happening.event;
    let file = site.file_of(happening);
    Some(Step {
        date: event.date.value.to_string(),
        state,
        event: event.id.value.to_string(),
        text: event.summary.as_ref().map_or_else(String::new, |summary| summary.source.text().to_owned()),
        inherited: step.inherited,
        file: file.path.to_string(),
        line: position(file.text(), event.id.span.start as usize).line,
    })
}

fn no_record(code: CountryCode) -> Failure {
    let name = territory::find(code).map_or_else(|| code.to_string(), |found| found.name.clone());
    Failure::usage(format!("this report has no record about {name}")).help(format!("`sourcebook new country {code}` begins one"))
}

fn shown(answer: &Answer, width: usize) -> String {
    let badge = answer.badge.as_ref().map_or_else(String::new, |badge| format!(": {badge}"));
    let mut out = format!("{STRONG}{}{badge}{STRONG:#}\n", answer.name);
    for axis in &answer.axes {
        let state = axis.state.as_deref().unwrap_or("nothing known");
        let since = axis.since.as_ref().map_or_else(String::new, |date| format!(", since {date}"));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "\n{STRONG}{}: {state}{STRONG:#}{since}", axis.label);
        if axis.steps.is_empty() {
            out.push_str("  no event sets it\n");
        }
        let dates = axis.steps.iter().map(|step| step.date.chars().count()).max().unwrap_or(0);
        for step in &axis.steps {
            show_step(&mut out, step, dates, width);
        }
    }
    out
}

fn show_step(out: &mut String, step: &Step, dates: usize, width: usize) {
    let gap = dates + 4;
    let inherited = if step.inherited { " (program-wide)" } else { "" };
    let _ = writeln!(out, "  {:dates$}  {}{inherited}", step.date, step.state);
    for line in wrap::lines(&step.text, width.saturating_sub(gap).max(20)) {
        let _ = writeln!(out, "{:gap$}{line}", "");
    }
    let _ = writeln!(out, "{:gap$}{FAINT}{}, {}:{}{FAINT:#}", "", step.event, step.file, step.line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(date: &str, state: &str, inherited: bool) -> Step {
        Step {
            date: date.to_owned(),
            state: state.to_owned(),
            event: "rw_talks".to_owned(),
            text: "A cable reported that Rwanda was willing to take people.".to_owned(),
            inherited,
            file: "content/countries/rwanda.yaml".to_owned(),
            line: 64,
        }
    }

    #[test]
    fn the_chain_is_shown_oldest_first_with_its_places() {
        let steps = vec![step("2025-03-13", "In talks", false), step("2025-06", "Agreed", true)];
        let answer = Answer {
            name: "Rwanda".to_owned(),
            badge: Some("Agreed".to_owned()),
            axes: vec![
                Axis { label: "Stage".to_owned(), state: Some("Agreed".to_owned()), since: Some("2025-06".to_owned()), steps },
                Axis { label: "Transfers".to_owned(), state: None, since: None, steps: Vec::new() },
            ],
        };
        let expected = "\
Rwanda: Agreed

Stage: Agreed, since 2025-06
  2025-03-13  In talks
              A cable reported that Rwanda was willing to
              take people.
              rw_talks, content/countries/rwanda.yaml:64
  2025-06     Agreed (program-wide)
              A cable reported that Rwanda was willing to
              take people.
              rw_talks, content/countries/rwanda.yaml:64

Transfers: nothing known
  no event sets it
";
        assert_eq!(anstream::adapter::strip_str(&shown(&answer, 60)).to_string(), expected);
    }
}
