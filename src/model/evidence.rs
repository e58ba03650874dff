//! What a fact rests on: uses of sources, and claims.
//!
//! In: `sources:` lists, and fields that hold one value or several. Out: [`SourceUse`] and [`Claims`]. It never decides which
//! claim is right: several that stand are shown side by side.

use super::date::Date;
use super::id::Id;
use super::program::Amount;
use super::shapes;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::{Fields, FromScalar, Node, Value, read_scalar};
use crate::text::{Span, Spanned};

/// A source that something rests on, and the place in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceUse {
    pub id: Spanned<Id>,
    pub locator: Option<String>,
}

/// The value or values of a field.
#[derive(Clone, PartialEq, Debug)]
pub struct Claims<T> {
    /// In the order of the file; at least one.
    pub all: Vec<Claim<T>>,
    pub span: Span,
}

/// One value, and who says so.
#[derive(Clone, PartialEq, Debug)]
pub struct Claim<T> {
    pub value: Spanned<T>,
    /// Empty for a field with a single value, which rests on the sources of its event.
    pub sources: Vec<SourceUse>,
    pub by: Option<String>,
    pub as_of: Option<Date>,
    pub note: Option<String>,
    /// Why it is preferred to the others, when it is.
    pub preferred: Option<String>,
    pub checked: Vec<Check>,
    pub retracted: Option<Retraction>,
}

/// Who held a claim against its sources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    pub by: String,
    pub on: Date,
    pub how: Option<String>,
}

/// That a claim was wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Retraction {
    pub on: Date,
    pub why: String,
}

impl<T> Claims<T> {
    /// The claims that have not been taken back.
    pub fn standing(&self) -> impl Iterator<Item = &Claim<T>> {
        self.all.iter().filter(|claim| claim.retracted.is_none())
    }

    /// The claims that figures use: the preferred ones where there are any, else all that stand.
    pub fn counted(&self) -> impl Iterator<Item = &Claim<T>> {
        let preferred = self.standing().any(|claim| claim.preferred.is_some());
        self.standing().filter(move |claim| !preferred || claim.preferred.is_some())
    }
}

/// A value of which it can be said whether it contradicts another.
pub trait Contradicts {
    /// Whether both cannot be true: their intervals do not meet.
    fn contradicts(&self, other: &Self) -> bool;
}

/// One claim, whatever its field holds: for those who ask what is said, by whom, and whether it stands.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'a> {
    /// The key of the field, such as `people`.
    pub field: &'static str,
    pub value: &'a dyn Fact,
    pub span: Span,
    /// How many claims the field has, this one included.
    pub of: usize,
    pub sources: &'a [SourceUse],
    pub by: Option<&'a str>,
    pub as_of: Option<Date>,
    pub note: Option<&'a str>,
    pub preferred: Option<&'a str>,
    pub checked: &'a [Check],
    pub retracted: Option<&'a Retraction>,
}

/// What a claim can say: a number, money or a date.
pub trait Fact: std::fmt::Display + std::fmt::Debug {
    /// The least and the most it can be, where it is a number.
    fn bounds(&self) -> (Option<u64>, Option<u64>);

    /// How sure it is: `exact`, `at_least`; `date` for a date.
    fn kind(&self) -> &'static str;

    /// The date, where it is one.
    fn date(&self) -> Option<Date> {
        None
    }

    /// The number or the money, where it is one.
    fn amount(&self) -> Option<Amount> {
        None
    }
}

impl<T: Fact> Claims<T> {
    /// Every claim of the field, those that were taken back included.
    pub fn stated(&self, field: &'static str) -> impl Iterator<Item = Stated<'_>> {
        self.all.iter().map(move |claim| Stated {
            field,
            value: &claim.value.value,
            span: claim.value.span,
            of: self.all.len(),
            sources: &claim.sources,
            by: claim.by.as_deref(),
            as_of: claim.as_of,
            note: claim.note.as_deref(),
            preferred: claim.preferred.as_deref(),
            checked: &claim.checked,
            retracted: claim.retracted.as_ref(),
        })
    }
}

impl Claims<Date> {
    /// The date that the record counts with: the preferred claim, or the only one. Of several equal ones, none.
    #[must_use]
    pub fn settled(&self) -> Option<Spanned<Date>> {
        let mut counted = self.counted();
        let first = counted.next()?;
        counted.next().is_none().then_some(first.value)
    }

    /// The first that stands, for tables with room for one.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        self.counted().next().map(|claim| claim.value.value)
    }
}

impl<T: Contradicts> Claims<T> {
    /// Whether two of the standing claims cannot both be true. `more than 200` beside `250` only says less.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        let standing: Vec<&T> = self.standing().map(|claim| &claim.value.value).collect();
        standing.iter().enumerate().any(|(at, one)| standing[..at].iter().any(|other| one.contradicts(other)))
    }
}

/// Reads a `sources:` list. Complains when the list is there and empty.
pub fn source_uses(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<SourceUse> {
    let nodes = fields.list(key, diagnostics);
    if nodes.is_empty()
        && let Some(at) = fields.key(key).filter(|_| fields.node(key).is_some_and(|node| matches!(node.value, Value::List(_))))
    {
        let found = Diagnostic::new(Code::NoSource, at, "no source is named here");
        diagnostics.push(found.help("name at least one: `sources: [reuters-rwanda]`"));
    }
    nodes.iter().filter_map(|node| source_use(node, diagnostics)).collect()
}

/// Reads a field that holds one value, or a list of claims.
pub fn claims<T: FromScalar>(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<Claims<T>> {
    let node = fields.node(key)?;
    let all: Vec<Claim<T>> = match &node.value {
        Value::List(nodes) => nodes.iter().filter_map(|node| claim(node, diagnostics)).collect(),
        Value::Nothing | Value::Scalar(_) | Value::Map(_) => {
            let value = fields.get(key, diagnostics)?;
            vec![Claim {
                value,
                sources: Vec::new(),
                by: None,
                as_of: None,
                note: None,
                preferred: None,
                checked: Vec::new(),
                retracted: None,
            }]
        }
    };
    (!all.is_empty()).then_some(Claims { all, span: node.span })
}

fn claim<T: FromScalar>(node: &Node, diagnostics: &mut Diagnostics) -> Option<Claim<T>> {
    let fields = Fields::open(node, &shapes::CLAIM, diagnostics)?;
    Some(Claim {
        preferred: preference(&fields, diagnostics),
        checked: checks(&fields, diagnostics),
        value: fields.get("value", diagnostics)?,
        sources: source_uses(&fields, "sources", diagnostics),
        by: fields.text("by", diagnostics).map(|text| text.value),
        as_of: fields.get("as_of", diagnostics).map(|date| date.value),
        note: fields.text("note", diagnostics).map(|text| text.value),
        retracted: retraction(&fields, diagnostics),
    })
}

/// Reads `retracted:`.
pub(super) fn retraction(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Retraction> {
    let fields = Fields::open(fields.node("retracted")?, &shapes::RETRACTION, diagnostics)?;
    let on: Option<Spanned<Date>> = fields.get("on", diagnostics);
    let why = fields.text("why", diagnostics);
    Some(Retraction { on: on?.value, why: why?.value })
}

/// Reads a `checked:` list.
pub(super) fn checks(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Check> {
    super::country::records(fields, "checked", &shapes::CHECK, diagnostics, |fields, diagnostics| {
        let (by, on) = (fields.text("by", diagnostics), fields.get("on", diagnostics));
        let how = fields.text("how", diagnostics).map(|text| text.value);
        Some(Check { by: by?.value, on: on.map(|date: Spanned<Date>| date.value)?, how })
    })
}

/// Why a claim is preferred. Complains of a preference without a reason: readers are told it.
fn preference(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let rank = fields.word("rank", diagnostics);
    let why = fields.text("why", diagnostics);
    match (rank.filter(|rank| rank.value == "preferred"), why) {
        (Some(_), Some(why)) => Some(why.value),
        (Some(rank), None) => {
            let found = Diagnostic::new(Code::MissingKey, rank.span, "a preferred claim says why it is preferred");
            diagnostics.push(found.help("add `why:` with the reason; readers see it"));
            None
        }
        (None, Some(why)) => {
            let found = Diagnostic::new(Code::MissingKey, why.span, "this is a reason for nothing");
            diagnostics.push(found.help("add `rank: preferred`, or write it as a `note`"));
            None
        }
        (None, None) => None,
    }
}

fn source_use(node: &Node, diagnostics: &mut Diagnostics) -> Option<SourceUse> {
    if let Value::Map(_) = node.value {
        let fields = Fields::open(node, shapes::SOURCE_AT, diagnostics)?;
        return Some(SourceUse {
            id: fields.get("id", diagnostics)?,
            locator: fields.text("at", diagnostics).map(|text| text.value),
        });
    }
    Some(SourceUse { id: read_scalar(node, "a source’s id", diagnostics)?, locator: None })
}
