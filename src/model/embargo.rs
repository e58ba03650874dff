//! Events that are not to be published yet.
//!
//! In: a [`Report`] and the day of the build. Out: the report without the events whose `embargo_until` has not come, and without the sources that nothing
//! else uses, so that no page, file, total or feed can show them; and what was held back. It never looks at the clock: without a day, every embargo
//! holds.

use super::{Date, Day, Event, Id, Report};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An event that is held back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    pub event: Id,
    pub until: Date,
}

/// Takes out of a report what is under embargo on a day.
#[must_use]
pub fn hold(report: &Report, today: Option<Day>) -> (Report, Vec<Held>) {
    let is_held = |event: &Event| {
        let until = event.embargo_until.as_ref().map(|date| date.value);
        until.is_some_and(|until| today.is_none_or(|today| today < until.latest()))
    };
    let held: Vec<Held> = report
        .events()
        .filter(|(_, event)| is_held(event))
        .filter_map(|(_, event)| Some(Held { event: event.id.value.clone(), until: event.embargo_until.as_ref()?.value }))
        .collect();
    let mut shown = report.clone();
    if held.is_empty() {
        return (shown, held);
    }
    let keep = |events: &[Arc<Event>]| events.iter().filter(|event| !is_held(event)).cloned().collect();
    shown.program = Arc::new(super::Program { events: keep(&report.program.events), ..super::Program::clone(&report.program) });
    for country in &mut shown.countries {
        if country.events.iter().any(|event| is_held(event)) {
            *country = Arc::new(super::Country { events: keep(&country.events), ..super::Country::clone(country) });
        }
    }
    let used = used(&shown);
    let of_held = report.events().filter(|(_, event)| is_held(event)).flat_map(|(_, event)| event.all_sources());
    let secret: BTreeSet<&Id> = of_held.map(|source| &source.id.value).filter(|id| !used.contains(id.as_str())).collect();
    shown.sources.retain(|id, _| !secret.contains(id));
    (shown, held)
}

/// The sources that a report uses.
fn used(report: &Report) -> BTreeSet<&str> {
    let program = &report.program;
    let events = report.events().flat_map(|(_, event)| event.all_sources());
    let figures = program.figures.iter().flat_map(|figure| &figure.sources);
    let lists = program.lists.iter().flat_map(|list| &list.sources);
    let records = report.countries.iter().flat_map(|country| country.own_sources());
    let ids = events.chain(figures).chain(lists).chain(records).map(|source| source.id.value.as_str());
    let notes = program
        .lists
        .iter()
        .filter_map(|list| list.note.as_ref())
        .chain(program.figures.iter().filter_map(|one| one.note.as_ref()));
    let of_events = program.events.iter().flat_map(|event| event.summary.iter().chain(&event.note));
    let of_records = report.countries.iter().flat_map(|country| country.prose());
    let prose = program.summary.iter().chain(notes).chain(of_events).chain(of_records).map(|prose| &**prose);
    let texts = report.articles.iter().chain(&report.pages).map(|text| &text.body);
    let terms = report.terms.iter().flat_map(|terms| terms.iter()).map(|term| &*term.definition);
    let cited = prose.chain(texts).chain(terms).flat_map(|prose| &prose.citations).flat_map(|one| &one.cited);
    let origins = report.sources.values().filter_map(|source| source.origin.as_ref()).map(|origin| origin.value.as_str());
    ids.chain(cited.map(|cited| cited.id.as_str())).chain(origins).collect()
}
