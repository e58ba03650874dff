//! The glossary: terms that are explained in place.
//!
//! In: `content/glossary.yaml`. Out: [`Term`]s by id. It never links one: that is [`link`](crate::link)'s part.

use super::Context;
use super::id::Id;
use super::shapes;
use crate::diagnose::Diagnostics;
use crate::parse::{Fields, Node, Prose, Value, wrong_type};
use crate::text::{File, Spanned};
use std::sync::Arc;

/// A term and what it means.
#[derive(Debug)]
pub struct Term {
    pub file: Arc<File>,
    pub id: Spanned<Id>,
    pub term: Spanned<String>,
    pub aliases: Vec<Spanned<String>>,
    pub definition: Arc<Prose>,
}

/// Reads all terms of the file.
pub(super) fn glossary(node: &Node, context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Term> {
    let Value::Map(entries) = &node.value else {
        diagnostics.push(wrong_type(node, "terms: lines of `id:` with their keys below"));
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|(key, node)| {
            let id = super::key_id(key, diagnostics)?;
            let fields = Fields::open(node, &shapes::TERM, diagnostics)?;
            let term = fields.text("term", diagnostics);
            let definition = context.prose(&fields, "definition", diagnostics);
            let aliases = fields.texts("aliases", diagnostics);
            Some(Term { file: context.file.clone(), id, term: term?, aliases, definition: definition? })
        })
        .collect()
}
