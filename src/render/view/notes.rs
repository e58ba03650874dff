//! The notes of a page on its numbers and terms.
//!
//! In: what the page used, from [`Notes`]. Out: [`NumberNote`] and [`TermNote`], each once. A number says how it was made, a term what it means;
//! both lead on to the full entry. It never computes a number.

use super::figures::{compare, event_label, method};
use super::{Back, Cite, Date, Quantity};
use crate::link::{FigureValue, Page, wording};
use crate::model::glossary::Term;
use crate::model::program::{Amount, Figure, List};
use crate::render::frame::Frame;
use crate::render::html;
use crate::render::notes::{Explained, Notes};
use serde::Serialize;

/// What a page explains beside its sources, in the order of first use.
#[derive(Default)]
pub struct Foot {
    pub numbers: Vec<NumberNote>,
    pub terms: Vec<TermNote>,
}

/// How a number was made.
#[derive(Clone, Default, Serialize, Debug)]
pub struct NumberNote {
    pub id: String,
    pub label: String,
    pub values: Vec<Shown>,
    pub method: String,
    pub as_of: Option<Date>,
    /// The oldest day up to which one of its inputs is known, where that is another.
    pub oldest: Option<Date>,
    /// How many records or events went into it, and how many were left out.
    pub inputs: usize,
    pub excluded: usize,
    pub cites: Vec<Cite>,
    /// The full entry: on the page of figures, or the event.
    pub url: String,
    pub back: Vec<Back>,
}

/// A value with its name where it needs one.
#[derive(Clone, Serialize, Debug)]
pub struct Shown {
    pub label: Option<String>,
    #[serde(flatten)]
    pub quantity: Quantity,
}

/// What a term means.
#[derive(Clone, Default, Serialize, Debug)]
pub struct TermNote {
    pub id: String,
    pub term: String,
    pub definition: String,
    /// Its place in the glossary.
    pub url: String,
    pub back: Vec<Back>,
}

/// Makes the notes. What they rest on is cited, so the list of sources comes after.
pub fn explained(frame: Frame<'_>, notes: &mut Notes) -> Foot {
    let mut foot = Foot::default();
    for (what, back) in notes.explained(frame) {
        let id = what.note_id(frame);
        let number = match what {
            Explained::Figure(figure) => {
                frame.site.figure(figure.as_str()).map(|(figure, value)| of_figure(figure, value, frame, notes))
            }
            Explained::List(list) => frame.site.list(list.as_str()).map(|list| of_list(list, frame, notes)),
            Explained::Event(at) => of_event(at, frame, notes),
            Explained::Term(term) => {
                let term = frame.site.term(term.as_str()).map(|term| of_term(term, frame));
                foot.terms.extend(term.map(|term| TermNote { id, back, ..term }));
                continue;
            }
        };
        foot.numbers.extend(number.map(|number| NumberNote { id, back, ..number }));
    }
    foot
}

fn of_figure(figure: &Figure, value: &FigureValue, frame: Frame<'_>, notes: &mut Notes) -> NumberNote {
    NumberNote {
        values: shares(value, frame, notes),
        method: method(figure, value, frame),
        as_of: Date::of(value.as_of, frame),
        oldest: Date::of(value.oldest.filter(|oldest| Some(*oldest) != value.as_of), frame),
        inputs: value.inputs.len(),
        excluded: value.excluded.len(),
        cites: notes.cite_all(&figure.sources, frame),
        label: figure.label.clone(),
        url: frame.figure_url(&figure.id.value),
        ..NumberNote::default()
    }
}

/// The value of a figure; on the page of a country that has a part in it, that part and the total.
fn shares(value: &FigureValue, frame: Frame<'_>, notes: &Notes) -> Vec<Shown> {
    let total = Quantity::new(value.amount, frame);
    let own = notes.country().and_then(|code| Some((frame.site.country(code)?, value.by_country.get(&code)?)));
    match own {
        Some((country, share)) => vec![
            Shown { label: Some(country.name.value.clone()), quantity: Quantity::new(*share, frame) },
            Shown { label: Some(wording::capital(frame.theme.word("total"))), quantity: total },
        ],
        None => vec![Shown { label: None, quantity: total }],
    }
}

fn of_list(list: &List, frame: Frame<'_>, notes: &mut Notes) -> NumberNote {
    NumberNote {
        values: vec![Shown { label: None, quantity: Quantity::number(list.total.value, frame) }],
        method: compare(list, frame).map(|compare| compare.text).unwrap_or_default(),
        as_of: Date::of(list.as_of, frame),
        cites: notes.cite_all(&list.sources, frame),
        label: list.label.clone(),
        url: frame.figure_url(&list.id.value),
        ..NumberNote::default()
    }
}

fn of_event(at: usize, frame: Frame<'_>, notes: &mut Notes) -> Option<NumberNote> {
    let happening = frame.site.events.get(at)?;
    let event = &happening.event;
    let named = |word: &str, amount: Amount| Shown {
        label: Some(frame.theme.word(word).to_owned()),
        quantity: Quantity::new(amount, frame),
    };
    let people = event.people.as_ref().map(|claims| named("people", Amount::Number(crate::link::people(claims))));
    let amount = event.amount.as_ref().and_then(crate::link::money).map(|money| named("amount", Amount::Money(money)));
    Some(NumberNote {
        values: people.into_iter().chain(amount).collect(),
        method: frame.event_plain(at).to_owned(),
        cites: notes.cite_all(&event.sources, frame),
        label: event_label(happening, frame),
        url: frame.event_url(at),
        ..NumberNote::default()
    })
}

fn of_term(term: &Term, frame: Frame<'_>) -> TermNote {
    TermNote {
        term: term.term.value.clone(),
        definition: html::plain_text(&term.definition, frame),
        url: frame.url_at(&Page::Glossary, Some(term.id.value.as_str())),
        ..TermNote::default()
    }
}
