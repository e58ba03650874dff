//! Figures and lists: every number with how it was obtained.
//!
//! In: the program's figures and lists with what they come to. Out: [`Figure`], [`ListView`] and the page that explains them all. It
//! never computes a number.

use super::{Cite, Date, Head, Mark, Quantity};
use crate::link::{FigureValue, Happening, Input, Page, unnamed, wording};
use crate::model::program::{Condition, Field, Figure as ModelFigure, Filter, List, Method};
use crate::render::frame::Frame;
use crate::render::html;
use crate::render::notes::{Explained, Notes};
use serde::Serialize;

#[derive(Clone, Serialize, Debug)]
pub struct Figure {
    pub id: String,
    pub label: String,
    pub value: String,
    pub quantity: Quantity,
    pub url: String,
    pub method: String,
    pub as_of: Option<Date>,
    /// The oldest day up to which one of its inputs is known, where that is another.
    pub oldest: Option<Date>,
    pub cites: Vec<Cite>,
    pub inputs: Vec<Part>,
    pub excluded: Vec<Excluded>,
    pub compare: Option<Compare>,
    pub note: Option<String>,
    pub kind: &'static str,
    /// The link to where its method is told: on this page.
    pub mark: Mark,
}

#[derive(Clone, Serialize, Debug)]
pub struct Part {
    pub label: String,
    pub text: Option<String>,
    pub url: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct Excluded {
    pub label: String,
    pub why: &'static str,
}

#[derive(Clone, Serialize, Debug)]
pub struct Compare {
    pub text: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct ListView {
    pub id: String,
    pub label: String,
    pub url: String,
    pub total: Quantity,
    pub named: usize,
    pub unnamed: Option<String>,
    pub complete: bool,
    pub as_of: Option<Date>,
    pub note: Option<String>,
    pub cites: Vec<Cite>,
    /// Codes; the rows are put in beside them.
    pub codes: Vec<String>,
}

#[derive(Serialize, Debug)]
pub struct Figures {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub figures: Vec<Figure>,
}

/// The page of all figures; lists are put in beside it.
#[must_use]
pub fn page(frame: Frame<'_>, notes: &mut Notes) -> Figures {
    let (head, intro) = super::introduced(frame, &Page::Figures, "figures", notes);
    Figures { head, intro, figures: all(frame, notes) }
}

/// All figures in the order of the program.
pub fn all(frame: Frame<'_>, notes: &mut Notes) -> Vec<Figure> {
    let figures = frame.site.report.program.figures.iter().zip(&frame.site.figures);
    figures.map(|(figure, value)| Figure::new(figure, value, frame, notes)).collect()
}

impl Figure {
    #[must_use]
    pub fn new(figure: &ModelFigure, value: &FigureValue, frame: Frame<'_>, notes: &mut Notes) -> Self {
        let quantity = Quantity::new(value.amount);
        Self {
            id: figure.id.value.to_string(),
            label: figure.label.clone(),
            value: quantity.text.clone(),
            quantity,
            url: frame.figure_url(&figure.id.value),
            method: method(figure, value, frame),
            as_of: Date::of(value.as_of),
            oldest: Date::of(value.oldest.filter(|oldest| Some(*oldest) != value.as_of)),
            note: figure.note.as_ref().map(|prose| html::html(prose, frame, notes)),
            cites: notes.cite_all(&figure.sources, frame),
            inputs: value.inputs.iter().map(|input| part(*input, &figure.method, frame)).collect(),
            excluded: value
                .excluded
                .iter()
                .map(|(input, why)| Excluded { label: part(*input, &figure.method, frame).label, why })
                .collect(),
            compare: figure.compare.as_ref().and_then(|id| compare(frame.site.list(id.value.as_str())?, frame)),
            kind: match figure.method {
                Method::Published(_) => "published",
                Method::Count(_) => "count",
                Method::Sum(..) => "sum",
            },
            mark: notes.mark(Explained::Figure(figure.id.value.clone()), frame),
        }
    }

    /// As a card, which has no room for the note, and so cites nothing for it.
    #[must_use]
    pub fn card(figure: &ModelFigure, value: &FigureValue, frame: Frame<'_>, notes: &mut Notes) -> Self {
        let cites = notes.cite_all(&figure.sources, frame);
        let mark = notes.mark(Explained::Figure(figure.id.value.clone()), frame);
        Self { note: None, cites, mark, ..Self::new(figure, value, frame, &mut Notes::default()) }
    }
}

pub(super) fn compare(list: &List, frame: Frame<'_>) -> Option<Compare> {
    let named = list.members.len();
    let noun = &frame.site.report.program.noun;
    let words = crate::diagnose::count(named, &noun.one, &noun.other);
    let rest = match unnamed(list) {
        crate::model::Quantity::Exact(0) => String::new(),
        crate::model::Quantity::Exact(rest) => format!("; {rest} are not"),
        _ => String::new(),
    };
    Some(Compare { text: format!("{}: {words} can be named here{rest}.", list.label) })
}

/// How the figure was obtained, in a sentence or two.
pub(super) fn method(figure: &ModelFigure, value: &FigureValue, frame: Frame<'_>) -> String {
    match &figure.method {
        Method::Published(_) => "Published by the sources named; not counted here.".to_owned(),
        Method::Count(condition) => {
            let noun = &frame.site.report.program.noun;
            format!("Counts the {} {}.", noun.other, conditions(condition, frame))
        }
        Method::Sum(field, filter) => sum(*field, filter, value, frame),
    }
}

fn sum(field: Field, filter: &Filter, value: &FigureValue, frame: Frame<'_>) -> String {
    let program = &frame.site.report.program;
    let what = match field {
        Field::People => "people",
        Field::Amount => "amounts",
    };
    let kinds: Vec<String> = filter
        .kinds
        .iter()
        .filter_map(|kind| program.kind(kind.value.as_str()))
        .map(|kind| format!("“{}”", kind.label))
        .collect();
    let kinds =
        if kinds.is_empty() { "all events".to_owned() } else { format!("events of the kind {}", crate::diagnose::or(&kinds)) };
    let mut text = format!("Adds up the {what} of {kinds}");
    if let Some(standing) = filter.money {
        text.push_str(&format!(", amounts {} only", standing.word()));
    }
    if !filter.countries.is_empty() {
        let names: Vec<String> = filter
            .countries
            .iter()
            .filter_map(|code| frame.site.country(code.value))
            .map(|country| country.name.value.clone())
            .collect();
        text.push_str(&format!(", in {}", crate::diagnose::and(&names)));
    }
    if let Some(since) = filter.since {
        text.push_str(&format!(", from {}", wording::date(since)));
    }
    if let Some(until) = filter.until {
        text.push_str(&format!(", to {}", wording::date(until)));
    }
    text.push('.');
    if value.unknown > 0 {
        let events = crate::diagnose::count(value.unknown, "event has", "events have");
        text.push_str(&format!(" {} no known number, so the sum is a lower bound.", wording::capital(&events)));
    }
    if value.excluded.iter().any(|(_, why)| why.contains("running")) {
        text.push_str(" A running total replaces the earlier numbers of its country.");
    }
    text
}

fn conditions(condition: &Condition, frame: Frame<'_>) -> String {
    let program = &frame.site.report.program;
    let parts: Vec<String> = condition
        .iter()
        .map(|(key, words)| {
            let labels = |label: &dyn Fn(&str) -> Option<String>| {
                crate::diagnose::or(
                    &words
                        .iter()
                        .filter_map(|word| label(word.value.as_str()))
                        .map(|label| format!("“{label}”"))
                        .collect::<Vec<_>>(),
                )
            };
            match key.value.as_str() {
                "badge" => {
                    let label = |word: &str| {
                        program.badges.iter().find(|badge| badge.id.value.as_str() == word).map(|badge| badge.label.clone())
                    };
                    format!("with the badge {}", labels(&label))
                }
                "list" => format!("named on the list {}", labels(&|word| program.list(word).map(|list| list.label.clone()))),
                "kind" => format!(
                    "with at least one event of the kind {}",
                    labels(&|word| program.kind(word).map(|kind| kind.label.clone()))
                ),
                id => match program.axis(id) {
                    Some(axis) => {
                        let label = |word: &str| axis.state(word).map(|state| state.label.clone());
                        format!("whose “{}” is {}", axis.label, labels(&label))
                    }
                    None => String::new(),
                },
            }
        })
        .collect();
    crate::diagnose::and(&parts)
}

fn part(input: Input, method: &Method, frame: Frame<'_>) -> Part {
    match input {
        Input::Country(code) => Part {
            label: frame.site.country(code).map_or_else(|| code.to_string(), |country| country.name.value.clone()),
            text: None,
            url: frame.country_url(code),
        },
        Input::Event(at) => {
            let Some(happening) = frame.site.events.get(at) else {
                return Part { label: String::new(), text: None, url: frame.url(&Page::Timeline) };
            };
            let event = &happening.event;
            let label = event_label(happening, frame);
            let money = matches!(method, Method::Sum(Field::Amount, _));
            let text = if money {
                event.amount.as_ref().and_then(crate::link::money).map(|money| wording::money(&money, wording::Style::Digits))
            } else {
                event.people.as_ref().map(|claims| Quantity::number(crate::link::people(claims)).text)
            };
            Part { label, text, url: frame.event_url(at) }
        }
    }
}

/// `Rwanda, 5 August 2025`
pub(super) fn event_label(happening: &Happening, frame: Frame<'_>) -> String {
    let date = wording::date(happening.event.date.value);
    match happening.home.and_then(|code| frame.site.country(code)) {
        Some(country) => format!("{}, {date}", country.name.value),
        None => date,
    }
}

impl ListView {
    #[must_use]
    pub fn new(list: &List, frame: Frame<'_>, notes: &mut Notes) -> Self {
        let rest = match unnamed(list) {
            crate::model::Quantity::Exact(0) | crate::model::Quantity::Unknown => None,
            crate::model::Quantity::Exact(1) => Some("1 is not".to_owned()),
            other => Some(format!("{} are not", wording::quantity(other, wording::Style::Digits))),
        };
        Self {
            id: list.id.value.to_string(),
            label: list.label.clone(),
            url: frame.figure_url(&list.id.value),
            total: Quantity::number(list.total.value),
            named: list.members.len(),
            unnamed: rest,
            complete: list.complete,
            as_of: Date::of(list.as_of),
            note: list.note.as_ref().map(|prose| html::html(prose, frame, notes)),
            cites: notes.cite_all(&list.sources, frame),
            codes: list.members.iter().map(|member| member.value.to_string()).collect(),
        }
    }
}

/// All lists, where only their names and numbers are shown: without notes and citations.
pub fn list_names(frame: Frame<'_>) -> Vec<ListView> {
    let all = lists(frame, &mut Notes::default()).into_iter();
    all.map(|list| ListView { note: None, cites: Vec::new(), ..list }).collect()
}

/// All lists in the order of the program.
pub fn lists(frame: Frame<'_>, notes: &mut Notes) -> Vec<ListView> {
    frame.site.report.program.lists.iter().map(|list| ListView::new(list, frame, notes)).collect()
}
