//! Which facts of the records a piece of prose uses.
//!
//! In: prose of the [`Site`]. Out: [`Use`]s: each bound value and block with the record behind it, the sources of that record, and the events whose
//! numbers went into it. It never looks at typed text.

use super::figures::Input;
use super::site::Site;
use super::values::{Block, Chart, Evaluated};
use crate::model::evidence::SourceUse;
use crate::model::{CountryCode, Id};
use crate::parse::Prose;

/// The record behind a value. Numbers are positions: among the site's events, the program's figures and its lists.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Used {
    Event(usize),
    Figure(usize),
    List(usize),
    Country(CountryCode),
}

/// One value in prose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Use<'a> {
    /// As it is written: `figures.asked | words`. For a block, the figure or list that it shows: `figures.asked`.
    pub expression: std::borrow::Cow<'a, str>,
    pub what: Used,
}

impl Site {
    /// The record that an expression reads first; nothing for the program itself, and for what is not known as of the site's day.
    #[must_use]
    pub fn used(&self, expression: &str) -> Option<Used> {
        let mut path = expression.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|part| !part.is_empty());
        let (root, id) = (path.next()?, path.next()?);
        match root {
            "events" => self.events.iter().position(|one| one.event.id.value.as_str() == id).map(Used::Event),
            "figures" => self.position_of_figure(id).map(Used::Figure),
            "lists" => self.position_of_list(id).map(Used::List),
            "countries" => CountryCode::new(id).filter(|code| self.country(*code).is_some()).map(Used::Country),
            _ => None,
        }
    }

    /// Every value and block of a piece of prose, each once, in order.
    #[must_use]
    pub fn uses_in<'a>(&self, prose: &'a Prose) -> Vec<Use<'a>> {
        let mut uses: Vec<Use<'a>> = Vec::new();
        for mark in &prose.marks {
            let found: Vec<Use<'a>> = match self.values.get(&mark.expression) {
                Some(Evaluated::Bound(_)) => {
                    let expression = mark.expression.as_str().into();
                    self.used(&mark.expression).map(|what| Use { expression, what }).into_iter().collect()
                }
                Some(Evaluated::Block(block)) => self.shown_in(block),
                Some(Evaluated::Nothing) | None => Vec::new(),
            };
            for one in found {
                if !uses.contains(&one) {
                    uses.push(one);
                }
            }
        }
        uses
    }

    fn shown_in<'a>(&self, block: &Block) -> Vec<Use<'a>> {
        let figure = |id: &Id| {
            let what = Used::Figure(self.position_of_figure(id.as_str())?);
            Some(Use { expression: format!("figures.{id}").into(), what })
        };
        let list = |id: &Id| {
            let what = Used::List(self.position_of_list(id.as_str())?);
            Some(Use { expression: format!("lists.{id}").into(), what })
        };
        match block {
            Block::Figures(ids) => ids.iter().filter_map(figure).collect(),
            Block::Chart(Chart::Figure(id)) => figure(id).into_iter().collect(),
            Block::Countries { list: id, .. } => id.iter().filter_map(list).collect(),
            // They show every event with its own evidence, and no fact of their own.
            Block::Timeline { .. } | Block::Map | Block::Chart(Chart::Status | Chart::Money) => Vec::new(),
        }
    }

    /// What the record behind a value rests on.
    #[must_use]
    pub fn sources_behind(&self, what: Used) -> Vec<&SourceUse> {
        match what {
            Used::Event(at) => self.events.get(at).map_or_else(Vec::new, |one| one.event.all_sources().collect()),
            Used::Figure(at) => self.report.program.figures.get(at).map_or_else(Vec::new, |one| one.sources.iter().collect()),
            Used::List(at) => self.report.program.lists.get(at).map_or_else(Vec::new, |one| one.sources.iter().collect()),
            Used::Country(_) => Vec::new(),
        }
    }

    /// The events whose numbers are in a value, or were until they were replaced or left out.
    #[must_use]
    pub fn events_behind(&self, what: Used) -> Vec<usize> {
        let event = |input: &Input| match *input {
            Input::Event(at) => Some(at),
            Input::Country(_) => None,
        };
        match what {
            Used::Event(at) => vec![at],
            Used::Figure(at) => self.figures.get(at).map_or_else(Vec::new, |value| {
                value.inputs.iter().chain(value.excluded.iter().map(|(input, _)| input)).filter_map(event).collect()
            }),
            Used::List(_) | Used::Country(_) => Vec::new(),
        }
    }

    fn position_of_figure(&self, id: &str) -> Option<usize> {
        self.report.program.figures.iter().position(|figure| figure.id.value.as_str() == id)
    }

    fn position_of_list(&self, id: &str) -> Option<usize> {
        self.report.program.lists.iter().position(|list| list.id.value.as_str() == id)
    }
}
