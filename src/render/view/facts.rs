//! The facts of a page: what it took from the records, and what of that was taken back.
//!
//! In: an article, a page, a country or the home page. Out: `facts.json`, which stands beside the page, and the notes about withdrawn numbers that the
//! page itself shows. It never lists what is typed.

use super::{Correction, Date, Link};
use crate::link::{Evaluated, Page, Use, Used};
use crate::model::evidence::{SourceUse, Stated};
use crate::model::{Article, Country, Date as ModelDate};
use crate::parse::Prose;
use crate::render::frame::Frame;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Numbers and sources behind a text that were taken back on or after `since`, the day on which it was published; all of them for a text without a
/// day. Newest first, each with a link to the record.
#[must_use]
pub fn taken_back(prose: &Prose, since: Option<ModelDate>, frame: Frame<'_>) -> Vec<Correction> {
    let events: BTreeSet<usize> = frame.site.uses_in(prose).iter().flat_map(|one| frame.site.events_behind(one.what)).collect();
    let mut all: Vec<(ModelDate, String, Link)> = Vec::new();
    for at in events {
        let page = frame.site.events[at].home.map_or(Page::Timeline, Page::Country);
        let link = Link { label: super::page_name(&page, frame), url: frame.event_url(at) };
        let known = super::lists::retractions(at, frame).into_iter();
        let later = known.filter(|(on, _)| since.is_none_or(|since| on.latest() >= since.earliest()));
        all.extend(later.map(|(on, text)| (on, text, link.clone())));
    }
    for id in cited(prose) {
        let Some((on, text, link)) = frame.site.source(&id).and_then(|source| super::lists::withdrawn_source(source, frame))
        else {
            continue;
        };
        if since.is_none_or(|since| on.latest() >= since.earliest()) {
            all.push((on, text, link));
        }
    }
    all.sort_by_key(|(on, ..)| std::cmp::Reverse(on.listing_order()));
    all.into_iter().map(|(on, text, page)| Correction { on: Date::new(on, frame), text, page: Some(page) }).collect()
}

/// What an editor wrote about a text and what the records took back, newest first.
#[must_use]
pub fn with_taken_back(own: Vec<Correction>, taken: Vec<Correction>) -> Vec<Correction> {
    let mut all: Vec<Correction> = own.into_iter().chain(taken).collect();
    all.sort_by(|a, b| b.on.iso.cmp(&a.on.iso));
    all
}

/// The bytes of `facts.json` beside a page; nothing for a page that has none.
#[must_use]
pub fn json(page: &Page, frame: Frame<'_>) -> Option<Vec<u8>> {
    let site = frame.site;
    let value = match page {
        Page::Home => {
            let facts = site.report.program.summary.as_ref().map(|prose| facts_in(prose, frame)).unwrap_or_default();
            let cited = site.report.program.summary.as_ref().map(|prose| cited(prose)).unwrap_or_default();
            manifest(page, facts, cited, frame)
        }
        Page::Article(at) => of_text(page, site.article(*at)?, frame),
        Page::Page(at) => of_text(page, site.report.pages.get(*at)?, frame),
        Page::Country(code) => {
            let country = site.country(*code)?;
            let mut facts = of_status(country, frame);
            facts.extend(country.prose().flat_map(|prose| facts_in(prose, frame)));
            for event in &country.events {
                let of_event: Vec<&SourceUse> = event.sources.iter().collect();
                let claims: Vec<Stated<'_>> = event.stated().collect();
                facts.extend(of_fields(&format!("events.{}", event.id.value), &claims, &of_event));
            }
            for deal in &country.arrangements {
                let of_deal: Vec<&SourceUse> = deal.sources.iter().collect();
                let claims: Vec<Stated<'_>> = deal.stated().collect();
                facts.extend(of_fields(&format!("arrangements.{}", deal.id.value), &claims, &of_deal));
            }
            let cited = country.prose().flat_map(|prose| cited(prose)).collect();
            manifest(page, facts, cited, frame)
        }
        _ => return None,
    };
    let mut bytes = serde_json::to_vec_pretty(&value).unwrap_or_default();
    bytes.push(b'\n');
    Some(bytes)
}

fn manifest(page: &Page, mut facts: Vec<Value>, cited: BTreeSet<String>, frame: Frame<'_>) -> Value {
    let mut seen = BTreeSet::new();
    facts.retain(|fact| seen.insert(fact.to_string()));
    json!({
        "page": frame.whole_url(page),
        "title": super::page_name(page, frame),
        "known_up_to": frame.site.known_until().map(|date| date.to_string()),
        "facts": facts,
        "cited": cited,
    })
}

fn of_text(page: &Page, text: &Article, frame: Frame<'_>) -> Value {
    let mut value = manifest(page, facts_in(&text.body, frame), cited(&text.body), frame);
    let since = text.date.as_ref().map(|date| date.value);
    let told = |all: Vec<Correction>| -> Vec<Value> {
        all.into_iter()
            .map(|one| json!({"on": one.on.iso, "text": one.text, "record": one.page.map(|page| frame.absolute(&page.url))}))
            .collect()
    };
    value["published"] = json!(since.map(|date| date.to_string()));
    value["updates"] = json!(told(super::corrections(&text.updates, frame)));
    value["corrections"] =
        json!(told(with_taken_back(super::corrections(&text.corrections, frame), taken_back(&text.body, since, frame))));
    value
}

/// Every bound value of a text.
fn facts_in(prose: &Prose, frame: Frame<'_>) -> Vec<Value> {
    let site = frame.site;
    let fact = |one: &Use<'_>| {
        let (text, kind) = match site.values.get(one.expression.as_ref()) {
            Some(Evaluated::Bound(bound)) => (Some(bound.text.clone()), Some(bound.kind.clone()).filter(|kind| !kind.is_empty())),
            _ => (None, None),
        };
        let (record, url, claims) = match one.what {
            Used::Event(at) => {
                let event = &site.events[at].event;
                let field = one.expression.split(['.', ' ', '|']).nth(2).unwrap_or("");
                let claims: Vec<Value> =
                    event.stated().filter(|claim| claim.field == field).map(|claim| of_claim(&claim)).collect();
                (format!("events.{}", event.id.value), frame.event_url(at), claims)
            }
            Used::Figure(at) => {
                let id = &site.report.program.figures[at].id.value;
                (format!("figures.{id}"), frame.figure_url(id), Vec::new())
            }
            Used::List(at) => {
                let id = &site.report.program.lists[at].id.value;
                (format!("lists.{id}"), frame.figure_url(id), Vec::new())
            }
            Used::Country(code) => (format!("countries.{code}"), frame.country_url(code), Vec::new()),
        };
        let as_of = match one.what {
            Used::Figure(at) => site.figures.get(at).and_then(|value| value.as_of),
            Used::List(at) => site.report.program.lists[at].as_of,
            Used::Event(_) | Used::Country(_) => None,
        };
        json!({
            "expression": one.expression,
            "text": text,
            "kind": kind,
            "record": record,
            "url": frame.absolute(&url),
            "as_of": as_of.map(|date| date.to_string()),
            "sources": ids(site.sources_behind(one.what)),
            "claims": claims,
        })
    };
    site.uses_in(prose).iter().map(fact).collect()
}

/// Where a country stands, with the event that says so.
fn of_status(country: &Country, frame: Frame<'_>) -> Vec<Value> {
    let site = frame.site;
    let code = country.code.value;
    let Some(standing) = site.standing(code) else { return Vec::new() };
    let axes = standing.axes.iter().filter_map(|status| {
        let axis = site.report.program.axes.get(status.axis)?;
        let state = axis.states.get(status.state()?)?;
        let event = status.since().and_then(|step| site.events.get(step.event))?;
        Some(json!({
            "expression": format!("countries.{code}.{}", axis.id.value),
            "text": state.label,
            "kind": "state",
            "record": format!("events.{}", event.event.id.value),
            "url": frame.absolute(&frame.country_url(code)),
            "since": event.event.date.value.to_string(),
            "sources": ids(event.event.sources.iter()),
        }))
    });
    axes.collect()
}

/// The fields of an event or arrangement, each with its claims.
fn of_fields(record: &str, claims: &[Stated<'_>], of_record: &[&SourceUse]) -> Vec<Value> {
    let mut fields: Vec<&'static str> = claims.iter().map(|claim| claim.field).collect();
    fields.dedup();
    let fact = |field: &'static str| {
        let own: Vec<&Stated<'_>> = claims.iter().filter(|claim| claim.field == field).collect();
        let named: Vec<&SourceUse> = own.iter().flat_map(|claim| claim.sources).collect();
        json!({
            "expression": format!("{record}.{field}"),
            "record": record,
            "sources": ids(if named.is_empty() { of_record.to_vec() } else { named }),
            "claims": own.iter().map(|claim| of_claim(claim)).collect::<Vec<_>>(),
        })
    };
    fields.into_iter().map(fact).collect()
}

fn of_claim(claim: &Stated<'_>) -> Value {
    let rank = match (claim.retracted, claim.preferred) {
        (Some(_), _) => "retracted",
        (None, Some(_)) => "preferred",
        (None, None) => "normal",
    };
    json!({
        "value": claim.value.to_string(),
        "kind": claim.value.kind(),
        "rank": rank,
        "by": claim.by,
        "as_of": claim.as_of.map(|date| date.to_string()),
        "sources": ids(claim.sources.iter()),
        "retracted": claim.retracted.map(|one| json!({"on": one.on.to_string(), "why": one.why})),
    })
}

/// Ids, each once, in order.
fn ids<'a>(sources: impl IntoIterator<Item = &'a SourceUse>) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for source in sources {
        let id = source.id.value.as_str();
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

fn cited(prose: &Prose) -> BTreeSet<String> {
    prose.citations.iter().flat_map(|one| &one.cited).map(|cited| cited.id.clone()).collect()
}
