//! Events as templates receive them, and the timeline page.
//!
//! In: positions in the site's events. Out: [`Event`] views, and the years and months of the timeline. It never sorts by a made-up day:
//! an event of which only the month is known stands in that month.

use super::{Cite, Date, Head, Link, Value};
use crate::link::Page;
use crate::render::chart::strips;
use crate::render::frame::{Frame, arrangement_anchor};
use crate::render::html;
use crate::render::notes::Notes;
use serde::Serialize;

#[derive(Clone, Serialize, Debug)]
pub struct Event {
    pub id: String,
    pub anchor: String,
    pub url: String,
    pub date: Date,
    pub reported: Option<Date>,
    pub kind: Kind,
    pub title: Option<String>,
    pub summary: String,
    pub note: Option<String>,
    pub people: Option<Value>,
    /// How many of them are of those whom the program is about, when not all are.
    pub in_scope: Option<Value>,
    /// Whom that counts: the program’s `scope`.
    pub in_scope_label: String,
    pub amount: Option<Value>,
    pub country: Option<Named>,
    pub countries: Vec<Link>,
    pub program_wide: bool,
    pub running: bool,
    pub arrangement: Option<Link>,
    pub sets: Vec<Set>,
    pub cites: Vec<Cite>,
    /// Why it is not published yet, in a preview of drafts.
    pub unpublished: Option<String>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Kind {
    pub id: String,
    pub label: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct Named {
    pub code: String,
    pub name: String,
    pub url: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct Set {
    pub axis: String,
    pub state: String,
}

#[derive(Serialize, Debug)]
pub struct Timeline {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    /// Status through time, a strip a record.
    pub status: strips::Strips,
    pub years: Vec<Year>,
}

#[derive(Serialize, Debug)]
pub struct Year {
    pub year: u16,
    pub months: Vec<Month>,
}

#[derive(Serialize, Debug)]
pub struct Month {
    pub label: String,
    pub iso: String,
    pub events: Vec<Event>,
}

impl Event {
    /// Whether sources differ on one of its numbers.
    #[must_use]
    pub fn disputed(&self) -> bool {
        [&self.people, &self.in_scope, &self.amount].into_iter().flatten().any(|value| value.disputed)
    }

    /// The event at this position.
    #[must_use]
    pub fn new(at: usize, frame: Frame<'_>, notes: &mut Notes) -> Option<Self> {
        let happening = frame.site.events.get(at)?;
        let event = &happening.event;
        let program = &frame.site.report.program;
        let home = happening.home.and_then(|code| Some((code, frame.site.country(code)?)));
        let kind = program.kind(event.kind.value.as_str());
        let sets = kind.iter().flat_map(|kind| &kind.sets).chain(&event.sets);
        let mut shown: Vec<Set> = Vec::new();
        for (axis, state) in sets {
            let Some(axis) = program.axis(axis.value.as_str()) else { continue };
            let Some(state) = axis.state(state.value.as_str()) else { continue };
            shown.retain(|set| set.axis != axis.label);
            shown.push(Set { axis: axis.label.clone(), state: state.label.clone() });
        }
        let arrangement = event.arrangement.as_ref().and_then(|id| {
            let (code, country) = home?;
            let found = country.arrangements.iter().find(|one| one.id.value == id.value)?;
            let label = found.title.clone().unwrap_or_else(|| super::form(found.form, frame));
            Some(Link { label, url: frame.url_at(&Page::Country(code), Some(&arrangement_anchor(&id.value))) })
        });
        // Prose first: its citations come first on the page.
        let summary = frame.event_html(at, notes);
        Some(Self {
            id: event.id.value.to_string(),
            anchor: event.id.value.to_string(),
            url: frame.event_url(at),
            date: Date::new(event.date.value, frame),
            reported: Date::of(event.reported.as_ref().map(|date| date.value), frame),
            kind: Kind { id: event.kind.value.to_string(), label: kind.map_or_else(String::new, |kind| kind.label.clone()) },
            title: event.title.clone(),
            people: event.people.as_ref().map(|claims| Value::people(claims, frame, notes)),
            in_scope: event.in_scope.as_ref().map(|claims| Value::people(claims, frame, notes)),
            in_scope_label: program.scope.clone().unwrap_or_else(|| frame.theme.word("in_scope").to_owned()),
            amount: event.amount.as_ref().and_then(|claims| Value::money(claims, frame, notes)),
            note: event.note.as_ref().map(|prose| html::html(prose, frame, notes)),
            country: home.map(|(code, country)| Named {
                code: code.to_string(),
                name: country.name.value.clone(),
                url: frame.country_url(code),
            }),
            countries: event
                .countries
                .iter()
                .filter_map(|code| {
                    let country = frame.site.country(code.value)?;
                    Some(Link { label: country.name.value.clone(), url: frame.country_url(code.value) })
                })
                .collect(),
            program_wide: home.is_none() && event.countries.is_empty(),
            running: event.running,
            unpublished: frame.unpublished(event.id.span),
            arrangement,
            sets: shown,
            cites: notes.cite_all(&event.sources, frame),
            summary,
        })
    }
}

/// Events at these positions, in their order.
#[must_use]
pub fn events(all: impl IntoIterator<Item = usize>, frame: Frame<'_>, notes: &mut Notes) -> Vec<Event> {
    all.into_iter().filter_map(|at| Event::new(at, frame, notes)).collect()
}

/// The timeline page: newest year, month and event first.
#[must_use]
pub fn timeline(frame: Frame<'_>, notes: &mut Notes) -> Timeline {
    let (head, intro) = super::introduced(frame, &Page::Timeline, "timeline", notes);
    let years = years((0..frame.site.events.len()).rev(), frame, notes);
    Timeline { head, intro, status: strips::strips(frame), years }
}

/// Events at these positions in bands, one for each month, in their order. What is known to a year stands in a band of the year, and a range in
/// the band of its beginning.
#[must_use]
pub fn years(all: impl IntoIterator<Item = usize>, frame: Frame<'_>, notes: &mut Notes) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for at in all {
        let Some(event) = Event::new(at, frame, notes) else { continue };
        let start = frame.site.events[at].event.date.value.start();
        let (label, iso) = match start.month() {
            Some(month) => (frame.site.locale.month(start.year(), month), format!("{:04}-{month:02}", start.year())),
            None => (frame.site.locale.year(start.year()), format!("{:04}", start.year())),
        };
        if years.last().is_none_or(|year| year.year != start.year()) {
            years.push(Year { year: start.year(), months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        match year.months.last_mut() {
            Some(month) if month.iso == iso => month.events.push(event),
            _ => year.months.push(Month { label, iso, events: vec![event] }),
        }
    }
    years
}
