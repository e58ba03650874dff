//! The program: the subject of the report, and how its status is described.
//!
//! In: `content/program.yaml`. Out: [`Program`]: axes, kinds of events, badges, lists, figures, program-wide events.
//! It never computes a figure and never looks an id up.

use super::Context;
use super::date::Date;
use super::event::{Event, events, not_a_name, one_or_more, pairs};
use super::evidence::{SourceUse, source_uses};
use super::id::{CountryCode, Id};
use super::money::{Money, Standing};
use super::quantity::Quantity;
use super::shapes;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::{Fields, FromScalar, Key, Node, Prose, Value, read_scalar, scalar};
use crate::text::{File, Span, Spanned};
use std::sync::Arc;

/// The subject of the report.
#[derive(Clone, Debug)]
pub struct Program {
    pub file: Arc<File>,
    pub title: String,
    pub question: String,
    pub since: Spanned<Date>,
    /// The day up to which the report knows.
    pub checked: Option<Spanned<Date>>,
    pub summary: Option<Arc<Prose>>,
    pub noun: Noun,
    /// Whom the program is about, where events also tell of others.
    pub scope: Option<String>,
    /// The persons whom records may name; `None` when that is not checked.
    pub public_names: Option<Vec<String>>,
    pub axes: Vec<Axis>,
    pub kinds: Vec<Kind>,
    pub badges: Vec<Badge>,
    pub lists: Vec<List>,
    pub figures: Vec<Figure>,
    pub events: Vec<Arc<Event>>,
}

/// What the records are called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noun {
    pub one: String,
    pub other: String,
}

/// One dimension of status.
#[derive(Clone, Debug)]
pub struct Axis {
    pub id: Spanned<Id>,
    pub label: String,
    pub definition: Option<String>,
    /// In the order of the file.
    pub states: Vec<State>,
}

/// One state of an axis.
#[derive(Clone, Debug)]
pub struct State {
    pub id: Spanned<Id>,
    pub label: String,
    pub definition: Option<String>,
}

/// One kind of event.
#[derive(Clone, Debug)]
pub struct Kind {
    pub id: Spanned<Id>,
    pub label: String,
    pub definition: Option<String>,
    /// Axis and state.
    pub sets: Vec<(Spanned<Id>, Spanned<Id>)>,
    /// How many independent sources an event of this kind needs.
    pub independent: u32,
}

/// A label that sums a status up.
#[derive(Clone, Debug)]
pub struct Badge {
    pub id: Spanned<Id>,
    pub label: String,
    pub definition: Option<String>,
    /// Each axis with the states of which it must have one. Empty: always.
    pub when: Condition,
}

/// Keys, each with the words of which one must hold.
pub type Condition = Vec<(Spanned<String>, Vec<Spanned<Id>>)>;

/// A named set of countries with a published total.
#[derive(Clone, Debug)]
pub struct List {
    pub id: Spanned<Id>,
    pub label: String,
    pub total: Spanned<Quantity>,
    pub members: Vec<Spanned<CountryCode>>,
    pub complete: bool,
    /// Lists that divide this one.
    pub parts: Vec<Spanned<Id>>,
    pub as_of: Option<Date>,
    pub sources: Vec<SourceUse>,
    pub note: Option<Arc<Prose>>,
}

/// A number that prose may use.
#[derive(Clone, Debug)]
pub struct Figure {
    pub id: Spanned<Id>,
    pub label: String,
    pub method: Method,
    pub as_of: Option<Date>,
    pub sources: Vec<SourceUse>,
    pub compare: Option<Spanned<Id>>,
    pub note: Option<Arc<Prose>>,
}

/// How a figure is obtained.
#[derive(Clone, Debug)]
pub enum Method {
    /// Somebody else counted.
    Published(Amount),
    /// Records that match all conditions.
    Count(Condition),
    /// A field added up over events.
    Sum(Field, Filter),
}

/// A plain number or money.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Amount {
    Number(Quantity),
    Money(Money),
}

/// What a sum adds up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    People,
    Amount,
}

/// Which events a sum adds up.
#[derive(Clone, Default, Debug)]
pub struct Filter {
    pub kinds: Vec<Spanned<Id>>,
    pub countries: Vec<Spanned<CountryCode>>,
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub money: Option<Standing>,
    /// Where the sum is written, for messages.
    pub span: Option<Span>,
}

impl Program {
    #[must_use]
    pub fn axis(&self, id: &str) -> Option<&Axis> {
        self.axes.iter().find(|axis| axis.id.value.as_str() == id)
    }

    #[must_use]
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id.value.as_str() == id)
    }

    #[must_use]
    pub fn list(&self, id: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.id.value.as_str() == id)
    }

    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id.value.as_str() == id)
    }
}

impl Axis {
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id.value.as_str() == id)
    }
}

impl FromScalar for Amount {
    const CODE: Code = Code::BadQuantity;

    fn from_scalar(text: &str) -> Result<Self, crate::parse::Mistake> {
        match Money::from_scalar(text) {
            Ok(money) => Ok(Self::Money(money)),
            Err(_) => Quantity::from_scalar(text).map(Self::Number),
        }
    }
}

/// Reads `program.yaml`.
pub(super) fn program(file: &Arc<File>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Program> {
    let context = Context { file };
    let fields = Fields::open(node, &shapes::PROGRAM, diagnostics)?;
    let title = fields.text("title", diagnostics);
    let question = fields.text("question", diagnostics);
    let since = fields.get("since", diagnostics);
    Some(Program {
        file: file.clone(),
        checked: fields.get("checked", diagnostics),
        summary: context.prose(&fields, "summary", diagnostics),
        noun: noun(&fields, diagnostics),
        scope: fields.text("scope", diagnostics).map(|text| text.value),
        public_names: fields
            .node("public_names")
            .map(|_| fields.texts("public_names", diagnostics).into_iter().map(|name| name.value).collect()),
        axes: table(&fields, "axes", diagnostics, axis),
        kinds: table(&fields, "kinds", diagnostics, kind),
        badges: super::country::records(&fields, "badges", &shapes::BADGE, diagnostics, badge),
        lists: table(&fields, "lists", diagnostics, |id, node, diagnostics| list(id, node, &context, diagnostics)),
        figures: table(&fields, "figures", diagnostics, |id, node, diagnostics| figure(id, node, &context, diagnostics)),
        events: events(&fields, &context, diagnostics),
        title: title?.value,
        question: question?.value,
        since: since?,
    })
}

fn table<T>(
    fields: &Fields<'_>,
    key: &str,
    diagnostics: &mut Diagnostics,
    read: impl Fn(Spanned<Id>, &Node, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let entries = fields.table(key, diagnostics);
    entries
        .iter()
        .filter_map(|(key, node)| {
            let id = name_of(key, diagnostics)?;
            read(id, node, diagnostics)
        })
        .collect()
}

/// The id that a key is, when expressions can use it.
fn name_of(key: &Key, diagnostics: &mut Diagnostics) -> Option<Spanned<Id>> {
    let id = super::key_id(key, diagnostics)?;
    if !id.value.is_name() {
        diagnostics.push(not_a_name(&id));
    }
    Some(id)
}

fn noun(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Noun {
    let written = fields.node("noun").and_then(|node| {
        let fields = Fields::open(node, &shapes::NOUN, diagnostics)?;
        let one = fields.text("one", diagnostics);
        let other = fields.text("other", diagnostics);
        Some(Noun { one: one?.value, other: other?.value })
    });
    written.unwrap_or_else(|| Noun { one: "country".to_owned(), other: "countries".to_owned() })
}

/// Words that conditions, or `countries.RW.…` in prose, use already: an axis of that name could not be asked for.
const TAKEN: [&str; 6] = ["badge", "list", "kind", "name", "region", "status"];

fn axis(id: Spanned<Id>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Axis> {
    let fields = Fields::open(node, &shapes::AXIS, diagnostics)?;
    let label = fields.text("label", diagnostics);
    let definition = fields.text("definition", diagnostics).map(|text| text.value);
    let states = table(&fields, "states", diagnostics, state);
    if TAKEN.contains(&id.value.as_str()) {
        let found = Diagnostic::new(Code::BadId, id.span, format!("`{}` cannot be the id of an axis", id.value));
        diagnostics.push(found.note("conditions and expressions use this word for something else").help("choose another word"));
    }
    Some(Axis { id, label: label?.value, definition, states })
}

fn state(id: Spanned<Id>, node: &Node, diagnostics: &mut Diagnostics) -> Option<State> {
    if let Value::Map(_) = node.value {
        let fields = Fields::open(node, shapes::STATE, diagnostics)?;
        let label = fields.text("label", diagnostics);
        let definition = fields.text("definition", diagnostics).map(|text| text.value);
        return Some(State { id, label: label?.value, definition });
    }
    let (label, _) = scalar(node, "a label", diagnostics)?;
    Some(State { id, label: label.text.clone(), definition: None })
}

fn kind(id: Spanned<Id>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Kind> {
    let fields = Fields::open(node, &shapes::KIND, diagnostics)?;
    let label = fields.text("label", diagnostics);
    let definition = fields.text("definition", diagnostics).map(|text| text.value);
    let sets = pairs(&fields, "sets", diagnostics);
    let independent = super::article::whole(&fields, "independent", diagnostics).unwrap_or(0);
    Some(Kind { id, label: label?.value, definition, sets, independent })
}

fn badge(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Badge> {
    let id = fields.get("badge", diagnostics);
    let label = fields.text("label", diagnostics);
    let definition = fields.text("definition", diagnostics).map(|text| text.value);
    let when = condition(fields, "when", diagnostics);
    Some(Badge { id: id?, label: label?.value, definition, when })
}

fn condition(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Condition {
    let entries = fields.table(key, diagnostics);
    entries
        .iter()
        .map(|(key, node)| {
            let words = match &node.value {
                Value::List(items) => items.iter().filter_map(|item| read_scalar(item, "an id", diagnostics)).collect(),
                Value::Nothing | Value::Scalar(_) | Value::Map(_) => {
                    read_scalar(node, "an id or a list of ids", diagnostics).into_iter().collect()
                }
            };
            if matches!(&node.value, Value::List(items) if items.is_empty()) {
                let found = Diagnostic::new(Code::EmptyValue, node.span, "an empty list matches nothing");
                diagnostics.push(found.help("name at least one id, or leave the key out"));
            }
            (Spanned::new(key.text.clone(), key.span), words)
        })
        .collect()
}

fn list(id: Spanned<Id>, node: &Node, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Option<List> {
    let fields = Fields::open(node, &shapes::LIST, diagnostics)?;
    let label = fields.text("label", diagnostics);
    let total = fields.get("total", diagnostics);
    Some(List {
        id,
        members: fields.all("members", diagnostics),
        complete: fields.yes("complete", diagnostics),
        parts: fields.all("parts", diagnostics),
        as_of: fields.get("as_of", diagnostics).map(|date: Spanned<Date>| date.value),
        sources: source_uses(&fields, "sources", diagnostics),
        note: context.prose(&fields, "note", diagnostics),
        label: label?.value,
        total: total?,
    })
}

fn figure(id: Spanned<Id>, node: &Node, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Option<Figure> {
    let fields = Fields::open(node, &shapes::FIGURE, diagnostics)?;
    let label = fields.text("label", diagnostics);
    let method = method(&id, &fields, diagnostics);
    let compare = fields.node("compare").and_then(|node| {
        let fields = Fields::open(node, &shapes::COMPARE, diagnostics)?;
        fields.get("list", diagnostics)
    });
    Some(Figure {
        id,
        as_of: fields.get("as_of", diagnostics).map(|date: Spanned<Date>| date.value),
        sources: source_uses(&fields, "sources", diagnostics),
        compare,
        note: context.prose(&fields, "note", diagnostics),
        label: label?.value,
        method: method?,
    })
}

fn method(id: &Spanned<Id>, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Method> {
    let given: Vec<&str> = ["published", "count", "sum"].into_iter().filter(|key| fields.node(key).is_some()).collect();
    if given.len() != 1 {
        let message = match given.len() {
            0 => format!("the figure `{}` does not say how it is obtained", id.value),
            _ => format!("the figure `{}` is obtained in more than one way", id.value),
        };
        let found = Diagnostic::new(Code::BadFigure, id.span, message);
        diagnostics.push(found.help("give exactly one of `published`, `count` and `sum`"));
        return None;
    }
    if let (Some(at), false) = (fields.key("where"), given[0] == "sum") {
        let found = Diagnostic::new(Code::BadFigure, at, "`where` belongs to a `sum` only");
        diagnostics.push(found.help("a `count` has its conditions under `count:`"));
    }
    match given[0] {
        "published" => {
            if fields.node("sources").is_none() {
                let found = Diagnostic::new(Code::NoSource, id.span, "a published number names no source");
                diagnostics.push(found.help("add `sources:` and, if known, `as_of:`"));
            }
            Some(Method::Published(fields.get("published", diagnostics)?.value))
        }
        "count" => Some(Method::Count(condition(fields, "count", diagnostics))),
        _ => {
            let what = match fields.word("sum", diagnostics)?.value {
                "amount" => Field::Amount,
                _ => Field::People,
            };
            let filter = fields.node("where").and_then(|node| filter(node, diagnostics)).unwrap_or_default();
            Some(Method::Sum(what, Filter { span: fields.key("sum"), ..filter }))
        }
    }
}

fn filter(node: &Node, diagnostics: &mut Diagnostics) -> Option<Filter> {
    let fields = Fields::open(node, &shapes::WHERE, diagnostics)?;
    let (since, until): (Option<Spanned<Date>>, Option<Spanned<Date>>) =
        (fields.get("since", diagnostics), fields.get("until", diagnostics));
    if let (Some(since), Some(until)) = (&since, &until)
        && until.value.is_before(since.value)
    {
        let found = Diagnostic::new(Code::BadDate, until.span, format!("`until` is {}, before `since`", until.value));
        diagnostics.push(found.label(since.span, "it begins here").help("no event can lie between the two: correct one of them"));
    }
    Some(Filter {
        kinds: one_or_more(&fields, "kind", diagnostics),
        countries: one_or_more(&fields, "country", diagnostics),
        since: since.map(|date| date.value),
        until: until.map(|date| date.value),
        money: fields.word("money", diagnostics).and_then(|word| Standing::named(word.value)),
        span: None,
    })
}
