//! Country records.
//!
//! In: a file of `content/countries/`. Out: [`Country`], with the name and region filled in from its code where the
//! record leaves them out. It never computes a status.

use super::Context;
use super::article::{Correction, corrections};
use super::date::Date;
use super::event::{Event, events, name as name_id};
use super::evidence::{Claims, SourceUse, Stated, claims, source_uses};
use super::id::{CountryCode, Id};
use super::money::Money;
use super::quantity::Quantity;
use super::release::Release;
use super::{shapes, territory};
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::{Fields, Node, Prose};
use crate::text::{File, Span, Spanned};
use std::sync::Arc;

/// What is known about one country or territory.
#[derive(Clone, Debug)]
pub struct Country {
    pub file: Arc<File>,
    pub code: Spanned<CountryCode>,
    /// The present short name.
    pub name: Spanned<String>,
    /// All names over time, when the record gives them.
    pub names: Vec<Name>,
    /// Other names that prose may use, with the place of each.
    pub aliases: Vec<Spanned<String>>,
    /// Addresses that its page had before, as written.
    pub moved_from: Vec<Spanned<String>>,
    pub region: String,
    pub subregion: String,
    pub summary: Option<Arc<Prose>>,
    pub unknowns: Vec<Unknown>,
    pub disputes: Vec<Dispute>,
    pub arrangements: Vec<Arrangement>,
    pub events: Vec<Arc<Event>>,
    pub release: Release,
    pub checked: Option<Date>,
    pub review_by: Option<Spanned<Date>>,
    pub related: Vec<Spanned<CountryCode>>,
    pub corrections: Vec<Correction>,
}

/// A name, and when it was used.
#[derive(Clone, Debug)]
pub struct Name {
    pub text: Spanned<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub lang: Option<String>,
    pub official: bool,
}

/// Something that is not known.
#[derive(Clone, Debug)]
pub struct Unknown {
    pub text: Arc<Prose>,
    pub sources: Vec<SourceUse>,
}

/// A point on which sources contradict each other.
#[derive(Clone, Debug)]
pub struct Dispute {
    pub about: String,
    pub positions: Vec<Position>,
}

/// One side of a dispute.
#[derive(Clone, Debug)]
pub struct Position {
    pub text: Arc<Prose>,
    pub sources: Vec<SourceUse>,
}

/// One deal or practice.
#[derive(Clone, Debug)]
pub struct Arrangement {
    pub id: Spanned<Id>,
    pub title: Option<String>,
    pub form: &'static str,
    pub signed: Option<Claims<Date>>,
    pub announced: Option<Claims<Date>>,
    pub ended: Option<Claims<Date>>,
    pub ceiling: Option<Claims<Quantity>>,
    pub amount: Option<Claims<Money>>,
    pub terms: Option<Arc<Prose>>,
    pub sources: Vec<SourceUse>,
}

/// Reads a country record.
pub(super) fn country(file: &Arc<File>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Country> {
    let context = Context { file };
    let fields = Fields::open(node, &shapes::COUNTRY, diagnostics)?;
    let code: Option<Spanned<CountryCode>> = fields.get("code", diagnostics);
    let known = code.as_ref().and_then(|code| territory::find(code.value));
    let names = names(&fields, diagnostics);
    let name = present_name(&fields, &names, code.as_ref(), diagnostics);
    let region = fields.text("region", diagnostics).map(|text| text.value);
    let mut aliases = fields.texts("aliases", diagnostics);
    aliases.extend(names.iter().map(|name| name.text.clone()));
    Some(Country {
        file: file.clone(),
        release: Release::read(&fields, diagnostics),
        names,
        aliases,
        moved_from: fields.texts("moved_from", diagnostics),
        subregion: known.map_or_else(String::new, |known| known.subregion.clone()),
        region: region.or_else(|| known.map(|known| known.region.clone())).unwrap_or_default(),
        summary: context.prose(&fields, "summary", diagnostics),
        unknowns: records(&fields, "unknowns", &shapes::UNKNOWN, diagnostics, |fields, diagnostics| {
            let text = context.prose(fields, "text", diagnostics);
            let sources = source_uses(fields, "sources", diagnostics);
            Some(Unknown { text: text?, sources })
        }),
        disputes: records(&fields, "disputes", &shapes::DISPUTE, diagnostics, |fields, diagnostics| {
            dispute(fields, &context, diagnostics)
        }),
        arrangements: records(&fields, "arrangements", &shapes::ARRANGEMENT, diagnostics, |fields, diagnostics| {
            arrangement(fields, &context, diagnostics)
        }),
        events: events(&fields, &context, diagnostics),
        checked: fields.get("checked", diagnostics).map(|date| date.value),
        review_by: fields.get("review_by", diagnostics),
        related: fields.all("related", diagnostics),
        corrections: corrections(&fields, "corrections", diagnostics),
        code: code?,
        name: name?,
    })
}

/// Reads each entry of a list of records.
pub(super) fn records<T>(
    fields: &Fields<'_>,
    key: &str,
    shape: &'static crate::parse::Shape,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&Fields<'_>, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let nodes = fields.list(key, diagnostics);
    nodes
        .iter()
        .filter_map(|node| {
            let fields = Fields::open(node, shape, diagnostics)?;
            read(&fields, diagnostics)
        })
        .collect()
}

fn names(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Name> {
    records(fields, "names", &shapes::NAME, diagnostics, |fields, diagnostics| {
        let text = fields.text("text", diagnostics);
        Some(Name {
            from: fields.get("from", diagnostics).map(|date| date.value),
            to: fields.get("to", diagnostics).map(|date| date.value),
            lang: fields.text("lang", diagnostics).map(|text| text.value),
            official: fields.word("form", diagnostics).is_some_and(|form| form.value == "official"),
            text: text?,
        })
    })
}

/// `name:`, else the present short name of `names:`, else what the code is called.
fn present_name(
    fields: &Fields<'_>,
    names: &[Name],
    code: Option<&Spanned<CountryCode>>,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<String>> {
    if let Some(name) = fields.text("name", diagnostics) {
        return Some(name);
    }
    if let Some(name) = names.iter().find(|name| name.to.is_none() && !name.official) {
        return Some(name.text.clone());
    }
    let code = code?;
    match territory::find(code.value) {
        Some(territory) => Some(Spanned::new(territory.name.clone(), code.span)),
        None => {
            let message = format!("`{}` is a house code, so the record needs a `name`", code.value);
            diagnostics.push(Diagnostic::new(Code::MissingKey, code.span, message).help("add `name:` on the next line"));
            None
        }
    }
}

fn dispute(fields: &Fields<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Option<Dispute> {
    let about = fields.text("about", diagnostics);
    let positions = records(fields, "positions", &shapes::POSITION, diagnostics, |fields, diagnostics| {
        let text = context.prose(fields, "text", diagnostics);
        let sources = source_uses(fields, "sources", diagnostics);
        Some(Position { text: text?, sources })
    });
    if positions.len() == 1
        && let Some(at) = fields.key("positions")
    {
        let found = Diagnostic::new(Code::WrongType, at, "a dispute has two positions or more");
        diagnostics.push(found.help("add the other position, or move the text to a `note`"));
    }
    Some(Dispute { about: about?.value, positions })
}

fn arrangement(fields: &Fields<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Option<Arrangement> {
    let id = name_id(fields, "id", diagnostics);
    let form = fields.word("form", diagnostics);
    Some(Arrangement {
        title: fields.text("title", diagnostics).map(|text| text.value),
        signed: claims(fields, "signed", diagnostics),
        announced: claims(fields, "announced", diagnostics),
        ended: claims(fields, "ended", diagnostics),
        ceiling: claims(fields, "ceiling", diagnostics),
        amount: claims(fields, "amount", diagnostics),
        terms: context.prose(fields, "terms", diagnostics),
        sources: source_uses(fields, "sources", diagnostics),
        id: id?,
        form: form.map_or("unknown", |form| form.value),
    })
}

impl Arrangement {
    /// Every claim of its fields.
    pub fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        let dates = [("signed", &self.signed), ("announced", &self.announced), ("ended", &self.ended)];
        let dates = dates.into_iter().flat_map(|(field, claims)| claims.iter().flat_map(move |claims| claims.stated(field)));
        let ceiling = self.ceiling.iter().flat_map(|claims| claims.stated("ceiling"));
        dates.chain(ceiling).chain(self.amount.iter().flat_map(|claims| claims.stated("amount")))
    }

    /// Its own sources and those of its claims.
    pub fn all_sources(&self) -> impl Iterator<Item = &SourceUse> {
        self.sources.iter().chain(self.stated().flat_map(|claim| claim.sources))
    }
}

impl Country {
    /// Where the record says which country it is about.
    #[must_use]
    pub fn span(&self) -> Span {
        self.code.span
    }

    /// The sources of everything in the record but its events.
    pub fn own_sources(&self) -> impl Iterator<Item = &SourceUse> {
        let arrangements = self.arrangements.iter().flat_map(Arrangement::all_sources);
        let unknowns = self.unknowns.iter().flat_map(|one| &one.sources);
        let positions = self.disputes.iter().flat_map(|dispute| &dispute.positions).flat_map(|position| &position.sources);
        arrangements.chain(unknowns).chain(positions)
    }

    /// All prose of the record, in the order of the page.
    pub fn prose(&self) -> impl Iterator<Item = &Arc<Prose>> {
        let unknowns = self.unknowns.iter().map(|one| &one.text);
        let events = self.events.iter().flat_map(|event| event.summary.iter().chain(&event.note));
        let terms = self.arrangements.iter().filter_map(|one| one.terms.as_ref());
        let positions = self.disputes.iter().flat_map(|dispute| &dispute.positions).map(|position| &position.text);
        self.summary.iter().chain(unknowns).chain(events).chain(terms).chain(positions)
    }
}
