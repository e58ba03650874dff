//! Figures and lists: every number with how it was obtained.
//!
//! In: the program's figures and lists with what they come to. Out: [`Figure`], [`ListView`] and the page that explains them all. It
//! never computes a number.

use super::{Cite, Date, Head, Mark, Quantity};
use crate::link::{FigureValue, Happening, Input, LeftOut, Page, unnamed, wording};
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
    pub why: String,
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
        let quantity = Quantity::new(value.amount, frame);
        Self {
            id: figure.id.value.to_string(),
            label: figure.label.clone(),
            value: quantity.text.clone(),
            quantity,
            url: frame.figure_url(&figure.id.value),
            method: method(figure, value, frame),
            as_of: Date::of(value.as_of, frame),
            oldest: Date::of(value.oldest.filter(|oldest| Some(*oldest) != value.as_of), frame),
            note: figure.note.as_ref().map(|prose| html::html(prose, frame, notes)),
            cites: notes.cite_all(&figure.sources, frame),
            inputs: value.inputs.iter().map(|input| part(*input, &figure.method, frame)).collect(),
            excluded: value
                .excluded
                .iter()
                .map(|(input, why)| Excluded { label: part(*input, &figure.method, frame).label, why: why_left_out(*why, frame) })
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
    let (locale, noun) = (&frame.site.locale, &frame.site.report.program.noun);
    let count = locale.count(list.members.len() as u64, &noun.one, &noun.other);
    let named = locale.sentence("list_named", &[("list", &list.label), ("count", &count)]);
    Some(Compare {
        text: match unnamed(list) {
            crate::model::Quantity::Exact(rest) if rest > 0 => {
                format!("{}.", locale.punctuated("semicolon", &[&named, &locale.counted("not_named", rest)]))
            }
            _ => format!("{named}."),
        },
    })
}

fn why_left_out(why: LeftOut, frame: Frame<'_>) -> String {
    let word = match why {
        LeftOut::Ceiling => frame.theme.word("left_out_ceiling"),
        LeftOut::Replaced => frame.theme.word("left_out_replaced"),
    };
    word.to_owned()
}

/// How the figure was obtained, in a sentence or two.
pub(super) fn method(figure: &ModelFigure, value: &FigureValue, frame: Frame<'_>) -> String {
    match &figure.method {
        Method::Published(_) => frame.theme.word("method_published").to_owned(),
        Method::Count(condition) => {
            let (noun, conditions) = (&frame.site.report.program.noun.other, conditions(condition, frame));
            frame.site.locale.sentence("method_count", &[("noun", noun), ("conditions", &conditions)])
        }
        Method::Sum(field, filter) => sum(*field, filter, value, frame),
    }
}

fn sum(field: Field, filter: &Filter, value: &FigureValue, frame: Frame<'_>) -> String {
    let (program, locale) = (&frame.site.report.program, &frame.site.locale);
    let kinds = filter.kinds.iter().filter_map(|kind| program.kind(kind.value.as_str()));
    let kinds: Vec<String> = kinds.map(|kind| locale.quoted(&kind.label)).collect();
    let events = match kinds[..] {
        [] => frame.theme.word("all_events").to_owned(),
        _ => locale.sentence("events_of_kind", &[("kinds", &locale.or(&kinds))]),
    };
    let limits = limits(filter, frame);
    let values = [("events", events.as_str()), ("limits", limits.as_str())];
    let mut text = match field {
        Field::People => locale.sentence("method_people", &values),
        Field::Amount => locale.sentence("method_amounts", &values),
    };
    let mut add = |sentence: &str| text.push_str(&format!(" {sentence}"));
    if value.unknown > 0 {
        add(&locale.counted("sum_open", value.unknown as u64));
    }
    if value.excluded.iter().any(|(_, why)| *why == LeftOut::Replaced) {
        add(frame.theme.word("sum_running"));
    }
    text
}

/// What narrows a sum: `, amounts paid only, in Rwanda, from October 2025`.
fn limits(filter: &Filter, frame: Frame<'_>) -> String {
    let locale = &frame.site.locale;
    let standing = filter.money.map(|standing| frame.theme.word(&format!("sum_only_{}", standing.word())).to_owned());
    let countries = filter.countries.iter().filter_map(|code| frame.site.country(code.value));
    let names: Vec<String> = countries.map(|country| country.name.value.clone()).collect();
    let places = (!filter.countries.is_empty()).then(|| locale.sentence("sum_in", &[("names", &locale.and(&names))]));
    let since = filter.since.map(|since| locale.sentence("sum_from", &[("date", &locale.date(since))]));
    let until = filter.until.map(|until| locale.sentence("sum_until", &[("date", &locale.date(until))]));
    [standing, places, since, until].into_iter().flatten().collect()
}

fn conditions(condition: &Condition, frame: Frame<'_>) -> String {
    let (program, locale) = (&frame.site.report.program, &frame.site.locale);
    let parts = condition.iter().map(|(key, words)| {
        let labels = |label: &dyn Fn(&str) -> Option<String>| {
            let labels = words.iter().filter_map(|word| label(word.value.as_str()));
            locale.or(&labels.map(|label| locale.quoted(&label)).collect::<Vec<_>>())
        };
        let sentence = |key: &str, labels: String| locale.sentence(key, &[("labels", &labels)]);
        match key.value.as_str() {
            "badge" => {
                let badge = |word: &str| program.badges.iter().find(|badge| badge.id.value.as_str() == word);
                sentence("with_badge", labels(&|word| badge(word).map(|badge| badge.label.clone())))
            }
            "list" => sentence("on_list", labels(&|word| program.list(word).map(|list| list.label.clone()))),
            "kind" => sentence("with_event", labels(&|word| program.kind(word).map(|kind| kind.label.clone()))),
            id => program.axis(id).map_or_else(String::new, |axis| {
                let states = labels(&|word| axis.state(word).map(|state| state.label.clone()));
                locale.sentence("with_state", &[("axis", &locale.quoted(&axis.label)), ("labels", &states)])
            }),
        }
    });
    locale.and(&parts.collect::<Vec<_>>())
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
                event
                    .amount
                    .as_ref()
                    .and_then(crate::link::money)
                    .map(|money| frame.site.locale.money(&money, wording::Style::Digits))
            } else {
                event.people.as_ref().map(|claims| Quantity::number(crate::link::people(claims), frame).text)
            };
            Part { label, text, url: frame.event_url(at) }
        }
    }
}

/// `Rwanda, 5 August 2025`
pub(super) fn event_label(happening: &Happening, frame: Frame<'_>) -> String {
    let date = frame.site.locale.date(happening.event.date.value);
    match happening.home.and_then(|code| frame.site.country(code)) {
        Some(country) => frame.site.locale.punctuated("comma", &[&country.name.value, &date]),
        None => date,
    }
}

impl ListView {
    #[must_use]
    pub fn new(list: &List, frame: Frame<'_>, notes: &mut Notes) -> Self {
        let locale = &frame.site.locale;
        let rest = match unnamed(list) {
            crate::model::Quantity::Exact(0) | crate::model::Quantity::Unknown => None,
            crate::model::Quantity::Exact(rest) => Some(locale.counted("not_named", rest)),
            other => Some(locale.sentence("not_named_other", &[("n", &locale.quantity(other, wording::Style::Digits))])),
        };
        Self {
            id: list.id.value.to_string(),
            label: list.label.clone(),
            url: frame.figure_url(&list.id.value),
            total: Quantity::number(list.total.value, frame),
            named: list.members.len(),
            unnamed: rest,
            complete: list.complete,
            as_of: Date::of(list.as_of, frame),
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
