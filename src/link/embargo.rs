//! Events that are not to be published yet.
//!
//! In: a [`Report`] and the day of the build. Out: what is held back, and the report without it and without the sources that nothing else uses, so that
//! no page, file, total or feed can show them. It never looks at the clock: without a day, every embargo holds.

use super::pieces;
use super::wording;
use crate::diagnose::{Code, Diagnostic};
use crate::model::{Country, Day, Event, Held, Id, Program, Report};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is under embargo on a day.
#[must_use]
pub fn held(report: &Report, today: Option<Day>) -> Vec<Held> {
    let until = |event: &Event| event.embargo_until.as_ref().map(|date| date.value);
    let events = report.events().filter_map(|(_, event)| Some(Held { event: event.id.value.clone(), until: until(event)? }));
    events.filter(|one| today.is_none_or(|today| today < one.until.latest())).collect()
}

/// The report without what is held back.
#[must_use]
pub fn without(whole: &Report, held: Vec<Held>) -> Report {
    let mut shown = Report { held, ..whole.clone() };
    let is_held = |event: &Event| shown.held.iter().any(|one| one.event == event.id.value);
    let keep = |events: &[Arc<Event>]| events.iter().filter(|event| !is_held(event)).cloned().collect();
    let program = Program { events: keep(&whole.program.events), ..Program::clone(&whole.program) };
    let country = |country: &Arc<Country>| {
        if country.events.iter().any(|event| is_held(event)) {
            Arc::new(Country { events: keep(&country.events), ..Country::clone(country) })
        } else {
            country.clone()
        }
    };
    let countries = whole.countries.iter().map(country).collect();
    let of_held: BTreeSet<Id> = whole
        .events()
        .filter(|(_, event)| is_held(event))
        .flat_map(|(_, event)| event.all_sources())
        .map(|source| source.id.value.clone())
        .collect();
    (shown.program, shown.countries) = (Arc::new(program), countries);
    let used: BTreeSet<String> = used(&shown).map(str::to_owned).collect();
    shown.sources.retain(|id, _| !of_held.contains(id) || used.contains(id.as_str()));
    shown
}

/// The ids of the sources that a report uses.
fn used(report: &Report) -> impl Iterator<Item = &str> {
    let program = &report.program;
    let events = report.events().flat_map(|(_, event)| event.all_sources());
    let figures = program.figures.iter().flat_map(|figure| &figure.sources);
    let lists = program.lists.iter().flat_map(|list| &list.sources);
    let records = report.countries.iter().flat_map(|country| country.own_sources());
    let ids = events.chain(figures).chain(lists).chain(records).map(|source| source.id.value.as_str());
    let cited = pieces(report).into_iter().flat_map(|piece| &piece.prose.citations).flat_map(|one| &one.cited);
    let origins = report.sources.values().filter_map(|source| source.origin.as_ref()).map(|origin| origin.value.as_str());
    ids.chain(cited.map(|cited| cited.id.as_str())).chain(origins)
}

/// Why nothing that everybody can read may refer to an event that is held back.
#[must_use]
pub fn message(held: &Held) -> String {
    format!("`{}` is under embargo until {}, and this is not", held.event, wording::date(held.until))
}

/// What to do about such a reference.
pub const HELP: &str = "take the reference out until then";

/// The finding about a reference at a place.
#[must_use]
pub fn embargoed(held: &Held, place: crate::text::Span) -> Diagnostic {
    Diagnostic::new(Code::Embargoed, place, message(held)).help(HELP)
}
