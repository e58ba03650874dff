//! What is not to be published yet: drafts, and what is under embargo.
//!
//! In: a [`Report`] and the moment of the build. Out: what is held back, and the report without it, without the sources and the media that nothing
//! else uses, so that no page, file, total or feed can show them. It never looks at the clock: without a moment, every embargo holds.

use super::prose::resolve;
use super::{pieces, wording};
use crate::diagnose::{Code, Diagnostic};
use crate::model::release::Hold;
use crate::model::report::What;
use crate::model::{Article, Country, Event, Held, Id, Moment, Program, Report};
use crate::text::{File, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is held back at a moment, and in a record that is, each of its events.
#[must_use]
pub fn held(report: &Report, now: Option<Moment>) -> Vec<Held> {
    let mut all = Vec::new();
    for event in &report.program.events {
        all.extend(event.release.hold(now).map(|hold| of_event(event, hold, What::Event)));
    }
    for country in &report.countries {
        let whole = country.release.hold(now);
        all.extend(whole.map(|hold| of_country(country, hold)));
        let what = if whole.is_some() { What::EventInside } else { What::Event };
        let events = country.events.iter().filter_map(|event| Some((event, later(whole, event.release.hold(now))?)));
        all.extend(events.map(|(event, hold)| of_event(event, hold, what)));
    }
    for text in report.articles.iter().chain(&report.pages) {
        all.extend(text.release.hold(now).map(|hold| of_text(text, hold)));
    }
    all
}

/// The report without what is held back.
#[must_use]
pub fn without(whole: &Report, held: Vec<Held>) -> Report {
    let mut shown = Report { held, ..whole.clone() };
    shown.program = Arc::new(Program { events: kept(&whole.program.events, &shown.held), ..Program::clone(&whole.program) });
    let is_shown = |place: Span| !shown.held.iter().any(|one| one.place == place);
    let countries = whole.countries.iter().filter(|country| is_shown(country.code.span)).map(|country| {
        let events = kept(&country.events, &shown.held);
        if events.len() == country.events.len() {
            country.clone()
        } else {
            Arc::new(Country { events, ..Country::clone(country) })
        }
    });
    let texts =
        |all: &[Arc<Article>]| all.iter().filter(|text| is_shown(text.title.span)).cloned().collect::<Vec<Arc<Article>>>();
    let (countries, articles, pages) = (countries.collect(), texts(&whole.articles), texts(&whole.pages));
    (shown.countries, shown.articles, shown.pages) = (countries, articles, pages);

    let (before, after) = (sources(whole), sources(&shown));
    shown.sources.retain(|id, _| after.contains(id) || !before.contains(id));
    let (before, after) = (media(whole), media(&shown));
    shown.media.retain(|file| after.contains(&*file.path) || !before.contains(&*file.path));
    shown
}

/// The later of two reasons to hold something back: a draft in a record under embargo is a draft.
fn later(one: Option<Hold>, other: Option<Hold>) -> Option<Hold> {
    match (one, other) {
        (Some(Hold::Until(a)), Some(Hold::Until(b))) => Some(Hold::Until(if a.opens() < b.opens() { b } else { a })),
        (Some(Hold::Draft), _) | (_, Some(Hold::Draft)) => Some(Hold::Draft),
        (one, other) => one.or(other),
    }
}

fn kept(events: &[Arc<Event>], held: &[Held]) -> Vec<Arc<Event>> {
    events.iter().filter(|event| !held.iter().any(|one| one.place == event.id.span)).cloned().collect()
}

fn of_event(event: &Event, hold: Hold, what: What) -> Held {
    Held { names: vec![event.id.value.to_string()], hold, place: event.id.span, what }
}

fn of_country(country: &Country, hold: Hold) -> Held {
    let mut names = vec![country.code.value.to_string(), country.name.value.clone()];
    names.extend(country.aliases.iter().map(|alias| alias.value.clone()));
    names.extend(of_file(&country.file, "content/"));
    Held { names, hold, place: country.code.span, what: What::Country }
}

fn of_text(text: &Article, hold: Hold) -> Held {
    let mut names = vec![text.title.value.clone()];
    // Pages have their addresses at the top of the site.
    names.extend(of_file(&text.file, if text.file.path.starts_with("content/pages/") { "content/pages/" } else { "content/" }));
    Held { names, hold, place: text.title.span, what: What::Text }
}

/// What a link to the page of a file can say: its path, its name, its address.
fn of_file(file: &File, top: &str) -> [String; 3] {
    let address = file.path.strip_prefix(top).unwrap_or(&file.path);
    let address = address.rsplit_once('.').map_or(address, |(stem, _)| stem);
    [file.path.to_string(), file.stem().to_owned(), format!("/{address}/")]
}

/// The sources that something rests on or goes back to.
fn sources(report: &Report) -> BTreeSet<Id> {
    let program = &report.program;
    let events = report.events().flat_map(|(_, event)| event.all_sources());
    let figures = program.figures.iter().flat_map(|figure| &figure.sources);
    let lists = program.lists.iter().flat_map(|list| &list.sources);
    let records = report.countries.iter().flat_map(|country| country.own_sources());
    let ids = events.chain(figures).chain(lists).chain(records).map(|source| source.id.value.as_str());
    let cited = pieces(report).into_iter().flat_map(|piece| &piece.prose.citations).flat_map(|one| &one.cited);
    let mut found = BTreeSet::new();
    for first in ids.chain(cited.map(|cited| cited.id.as_str())) {
        let mut next = report.sources.get_key_value(first);
        while let Some((id, source)) = next {
            let is_new = found.insert(id.clone());
            next =
                source.origin.as_ref().filter(|_| is_new).and_then(|origin| report.sources.get_key_value(origin.value.as_str()));
        }
    }
    found
}

/// The paths of the pictures that texts show, and of the files that they lead to.
fn media(report: &Report) -> BTreeSet<String> {
    let texts = report.articles.iter();
    let leading = texts.filter_map(|text| Some(resolve(&text.file.path, &text.image.as_ref()?.file.value)));
    let pieces = pieces(report);
    let in_prose = pieces.iter().flat_map(|piece| {
        let targets =
            piece.prose.images.iter().map(|image| &image.target).chain(piece.prose.links.iter().map(|link| &link.target));
        targets.map(|target| resolve(&piece.file.path, target.split(['#', '?']).next().unwrap_or(target)))
    });
    leading.chain(in_prose).collect()
}

/// Why nothing that everybody can read may refer to this.
#[must_use]
pub fn message(name: &str, held: &Held) -> String {
    match held.hold {
        Hold::Draft => format!("`{name}` is a draft, and this is not"),
        Hold::Until(until) => format!("`{name}` is under embargo until {}, and this is not", wording::until(until)),
    }
}

/// What to do about such a reference.
pub const HELP: &str = "take the reference out until then";

/// The finding about a reference to something that is held back, at a place.
#[must_use]
pub fn reference(name: &str, report: &Report, place: Span) -> Option<Diagnostic> {
    let held = report.held(name)?;
    Some(Diagnostic::new(Code::Embargoed, place, message(name, held)).help(HELP))
}

/// Those without an end.
#[must_use]
pub fn drafts(held: &[Held]) -> Vec<Held> {
    held.iter().filter(|one| one.hold == Hold::Draft).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_stays_one_in_a_record_under_embargo() {
        let until = |text| Hold::Until(crate::model::release::Until::Time(Moment::read_or_day(text).unwrap()));
        let (first, second) = (until("2026-12-01"), until("2026-12-02"));
        assert_eq!(later(Some(first), Some(second)), Some(second));
        assert_eq!(later(Some(second), Some(Hold::Draft)), Some(Hold::Draft));
        assert_eq!(later(None, Some(first)), Some(first));
        assert_eq!(later(None, None), None);
    }
}
