//! Sources: the documents that facts rest on.
//!
//! In: `content/sources.yaml`. Out: [`Source`]s by id. It never fetches one.

use super::date::Date;
use super::evidence::{Retraction, retraction};
use super::id::{Id, Language, Url};
use super::shapes;
use crate::diagnose::Diagnostics;
use crate::parse::{Fields, Node, Value, wrong_type};
use crate::text::Spanned;

/// A citable document.
#[derive(Clone, Debug)]
pub struct Source {
    pub id: Spanned<Id>,
    pub title: String,
    pub publisher: String,
    pub authors: Vec<String>,
    pub published: Option<Spanned<Date>>,
    pub accessed: Option<Spanned<Date>>,
    pub url: Url,
    pub archive: Option<Spanned<Url>>,
    /// One of the words of [`shapes::SOURCE_KINDS`].
    pub kind: &'static str,
    /// The source that it copies or rests on.
    pub origin: Option<Spanned<Id>>,
    /// One of the words of [`shapes::SOURCE_STATES`].
    pub state: &'static str,
    /// When and why its publisher took it back, where that is known.
    pub retracted: Option<Retraction>,
    /// One of the words of [`shapes::ACCESS`].
    pub access: Option<&'static str>,
    pub language: Option<String>,
    pub note: Option<String>,
}

/// Reads all sources of the file.
pub(super) fn sources(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let Value::Map(entries) = &node.value else {
        diagnostics.push(wrong_type(node, "sources: lines of `id:` with their keys below"));
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|(key, node)| {
            let id = super::key_id(key, diagnostics)?;
            source(id, &Fields::open(node, &shapes::SOURCE, diagnostics)?, diagnostics)
        })
        .collect()
}

fn source(id: Spanned<Id>, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Source> {
    let title = fields.text("title", diagnostics);
    let publisher = fields.text("publisher", diagnostics);
    let url = fields.get("url", diagnostics);
    let kind = fields.word("kind", diagnostics);
    let mut authors: Vec<String> = fields.texts("authors", diagnostics).into_iter().map(|text| text.value).collect();
    authors.extend(fields.text("author", diagnostics).map(|text| text.value));
    let retracted = retraction(fields, diagnostics);
    let state = fields.word("state", diagnostics).map_or("live", |state| state.value);
    Some(Source {
        id,
        authors,
        published: fields.get("published", diagnostics),
        accessed: fields.get("accessed", diagnostics),
        archive: fields.get("archive", diagnostics),
        origin: fields.get("origin", diagnostics),
        state: if retracted.is_some() { "retracted" } else { state },
        retracted,
        access: fields.word("access", diagnostics).map(|access| access.value),
        language: fields.get("language", diagnostics).map(|tag: Spanned<Language>| tag.value.0),
        note: fields.text("note", diagnostics).map(|text| text.value),
        title: title?.value,
        publisher: publisher?.value,
        url: url?.value,
        kind: kind.map_or("other", |kind| kind.value),
    })
}
