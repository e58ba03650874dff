//! Events: what happened, when, and what it set.
//!
//! In: entries of `events:`. Out: [`Event`]. It never knows what follows from an event: status is computed in
//! [`link`](crate::link).

use super::Context;
use super::date::Date;
use super::evidence::{Check, Claims, SourceUse, Stated, checks, claims, source_uses};
use super::id::{CountryCode, Id};
use super::money::Money;
use super::quantity::Quantity;
use super::release::Release;
use super::shapes;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::{Fields, Node, Prose, Value, read_scalar};
use crate::text::Spanned;
use std::sync::Arc;

/// A dated happening.
#[derive(Debug)]
pub struct Event {
    pub id: Spanned<Id>,
    pub date: Spanned<Date>,
    /// When the public learned of it, if not on the day itself.
    pub reported: Option<Spanned<Date>>,
    pub kind: Spanned<Id>,
    pub release: Release,
    pub title: Option<String>,
    pub summary: Option<Arc<Prose>>,
    pub note: Option<Arc<Prose>>,
    pub people: Option<Claims<Quantity>>,
    /// How many of the people are of those whom the program is about, when not all are; figures count these.
    pub in_scope: Option<Claims<Quantity>>,
    pub amount: Option<Claims<Money>>,
    /// A running total: it replaces earlier numbers of its country.
    pub running: bool,
    pub arrangement: Option<Spanned<Id>>,
    /// For events of the program: the countries it is about; empty when it is about all.
    pub countries: Vec<Spanned<CountryCode>>,
    pub after: Vec<Spanned<Id>>,
    /// Axis and state, beside or instead of those of its kind.
    pub sets: Vec<(Spanned<Id>, Spanned<Id>)>,
    pub sources: Vec<SourceUse>,
    pub checked: Vec<Check>,
}

impl Event {
    /// The date by which the public knew.
    #[must_use]
    pub fn known(&self) -> Date {
        self.reported.as_ref().unwrap_or(&self.date).value
    }

    /// Every claim of its fields.
    pub fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        let people = self.people.iter().flat_map(|claims| claims.stated("people"));
        let in_scope = self.in_scope.iter().flat_map(|claims| claims.stated("in_scope"));
        people.chain(in_scope).chain(self.amount.iter().flat_map(|claims| claims.stated("amount")))
    }

    /// Its own sources and those of its claims.
    pub fn all_sources(&self) -> impl Iterator<Item = &SourceUse> {
        self.sources.iter().chain(self.stated().flat_map(|claim| claim.sources))
    }

    /// How many people figures count: those in scope where they are told apart.
    #[must_use]
    pub fn counted_people(&self) -> Option<&Claims<Quantity>> {
        self.in_scope.as_ref().or(self.people.as_ref())
    }
}

/// Reads the events of a record or of the program.
pub(super) fn events(fields: &Fields<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Arc<Event>> {
    let nodes = fields.list("events", diagnostics);
    nodes.iter().filter_map(|node| event(node, context, diagnostics)).map(Arc::new).collect()
}

fn event(node: &Node, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Option<Event> {
    let fields = Fields::open(node, &shapes::EVENT, diagnostics)?;
    let id = name(&fields, "id", diagnostics);
    let date = fields.get("date", diagnostics);
    let kind = fields.get("kind", diagnostics);
    let event = Event {
        reported: fields.get("reported", diagnostics),
        release: Release::read(&fields, diagnostics),
        title: fields.text("title", diagnostics).map(|text| text.value),
        summary: context.prose(&fields, "summary", diagnostics),
        note: context.prose(&fields, "note", diagnostics),
        people: claims(&fields, "people", diagnostics),
        in_scope: claims(&fields, "in_scope", diagnostics),
        amount: claims(&fields, "amount", diagnostics),
        running: fields.yes("running", diagnostics),
        arrangement: fields.get("arrangement", diagnostics),
        countries: fields.all("countries", diagnostics),
        after: one_or_more(&fields, "after", diagnostics),
        sets: pairs(&fields, "sets", diagnostics),
        sources: source_uses(&fields, "sources", diagnostics),
        checked: checks(&fields, diagnostics),
        id: id?,
        date: date?,
        kind: kind?,
    };
    Some(event)
}

/// An id that expressions can use: without hyphens.
pub(super) fn name(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<Id>> {
    let id: Spanned<Id> = fields.get(key, diagnostics)?;
    if !id.value.is_name() {
        diagnostics.push(not_a_name(&id));
    }
    Some(id)
}

/// "this id cannot be used in expressions".
pub(super) fn not_a_name(id: &Spanned<Id>) -> Diagnostic {
    let better = id.value.as_str().replace('-', "_");
    let help = if better.starts_with(|first: char| first.is_ascii_digit()) {
        "begin with a letter".to_owned()
    } else {
        format!("write `{better}`")
    };
    Diagnostic::new(Code::BadId, id.span, format!("`{}` cannot be used in expressions", id.value)).help(help)
}

/// A single id, or a list of them.
pub(super) fn one_or_more<T: crate::parse::FromScalar>(
    fields: &Fields<'_>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<T>> {
    match fields.node(key).map(|node| &node.value) {
        None => Vec::new(),
        Some(Value::List(_)) => fields.all(key, diagnostics),
        Some(Value::Nothing | Value::Scalar(_) | Value::Map(_)) => fields.get(key, diagnostics).into_iter().collect(),
    }
}

/// A table of `axis: state`.
pub(super) fn pairs(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<(Spanned<Id>, Spanned<Id>)> {
    let entries = fields.table(key, diagnostics);
    entries
        .iter()
        .filter_map(|(key, node)| {
            let axis = super::key_id(key, diagnostics)?;
            Some((axis, read_scalar(node, "a state", diagnostics)?))
        })
        .collect()
}
