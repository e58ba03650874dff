//! Articles and pages.
//!
//! In: a Markdown file with front matter. Out: [`Article`]: front matter and body. Pages are articles without a byline; they share
//! the type, because a reader and a template ask both for the same things. It never makes HTML.

use super::date::Date;
use super::fact_check::{FactCheck, fact_check};
use super::id::Url;
use super::release::Release;
use super::shapes;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::{Fields, Node, Prose, Value, scalar};
use crate::text::{File, Spanned};
use std::sync::Arc;

/// An explainer article, or a page such as "About".
#[derive(Debug)]
pub struct Article {
    pub file: Arc<File>,
    pub kind: Kind,
    pub title: Spanned<String>,
    pub description: Option<String>,
    /// Always there for an article; a page may do without.
    pub date: Option<Spanned<Date>>,
    pub updated: Option<Spanned<Date>>,
    pub authors: Vec<Author>,
    pub topics: Vec<String>,
    /// Names that do not become links here.
    pub nolink: Vec<Spanned<String>>,
    /// Addresses that it had before, as written.
    pub moved_from: Vec<Spanned<String>>,
    /// Place in the menu, for pages.
    pub order: Option<u32>,
    pub release: Release,
    pub image: Option<Image>,
    /// What it finds of somebody's words, if it is a fact check.
    pub fact_check: Option<FactCheck>,
    pub updates: Vec<Correction>,
    pub corrections: Vec<Correction>,
    pub body: Prose,
}

impl Article {
    /// The day on which it changed in substance after it was published: by its editor's word, or because something in it was put right
    /// or brought up to date.
    #[must_use]
    pub fn updated_on(&self) -> Option<Date> {
        let told = self.updates.iter().chain(&self.corrections).map(|one| one.on.value);
        let all = self.updated.iter().map(|date| date.value).chain(told);
        all.max_by_key(|date| date.listing_order())
    }

    /// The day of the last change in substance, or of publication.
    #[must_use]
    pub fn changed(&self) -> Option<Date> {
        self.updated_on().or_else(|| self.date.as_ref().map(|date| date.value))
    }
}

/// Which folder it came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Article,
    Page,
}

/// Who wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Author {
    pub name: String,
    pub url: Option<Url>,
    /// A word of [`shapes::AUTHOR_KINDS`].
    pub kind: &'static str,
}

impl Author {
    /// Whether it is a team or the like, which has no first and last name.
    #[must_use]
    pub fn is_organization(&self) -> bool {
        self.kind == "organization"
    }
}

/// The picture on top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Image {
    pub file: Spanned<String>,
    pub alt: String,
    pub credit: String,
}

/// What was wrong and is right now; also what changed because the world did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    pub on: Spanned<Date>,
    pub text: String,
}

/// Reads an article or page whose front matter is `node`.
pub(super) fn article(file: &Arc<File>, kind: Kind, node: &Node, body: Prose, diagnostics: &mut Diagnostics) -> Option<Article> {
    let shape = match kind {
        Kind::Article => &shapes::ARTICLE,
        Kind::Page => &shapes::PAGE,
    };
    let fields = Fields::open(node, shape, diagnostics)?;
    let title = fields.text("title", diagnostics);
    let only_articles = kind == Kind::Article;
    Some(Article {
        file: file.clone(),
        kind,
        description: fields.text("description", diagnostics).map(|text| text.value),
        date: fields.get("date", diagnostics),
        updated: fields.get("updated", diagnostics),
        authors: if only_articles { authors(&fields, diagnostics) } else { Vec::new() },
        topics: if only_articles { values(fields.texts("topics", diagnostics)) } else { Vec::new() },
        nolink: fields.texts("nolink", diagnostics),
        release: Release::read(&fields, diagnostics),
        moved_from: fields.texts("moved_from", diagnostics),
        order: if only_articles { None } else { whole(&fields, "order", diagnostics) },
        image: if only_articles { image(&fields, diagnostics) } else { None },
        fact_check: if only_articles { fact_check(&fields, diagnostics) } else { None },
        updates: if only_articles { corrections(&fields, "updates", diagnostics) } else { Vec::new() },
        corrections: corrections(&fields, "corrections", diagnostics),
        body,
        title: title?,
    })
}

/// Reads a list of corrections or updates.
pub(super) fn corrections(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Vec<Correction> {
    super::country::records(fields, key, &shapes::CORRECTION, diagnostics, |fields, diagnostics| {
        let on = fields.get("on", diagnostics);
        let text = fields.text("text", diagnostics);
        Some(Correction { on: on?, text: text?.value })
    })
}

fn authors(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Author> {
    let nodes = fields.list("authors", diagnostics);
    nodes
        .iter()
        .filter_map(|node| {
            if let Value::Map(_) = node.value {
                let fields = Fields::open(node, &shapes::AUTHOR, diagnostics)?;
                let name = fields.text("name", diagnostics);
                let url = fields.get("url", diagnostics).map(|url| url.value);
                let kind = fields.word("kind", diagnostics).map_or("person", |word| word.value);
                return Some(Author { name: name?.value, url, kind });
            }
            let (name, _) = scalar(node, "a name", diagnostics)?;
            Some(Author { name: name.text.clone(), url: None, kind: "person" })
        })
        .collect()
}

fn image(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Image> {
    let fields = Fields::open(fields.node("image")?, &shapes::IMAGE, diagnostics)?;
    let file = fields.text("file", diagnostics);
    let alt = fields.text("alt", diagnostics);
    let credit = fields.text("credit", diagnostics);
    Some(Image { file: file?, alt: alt?.value, credit: credit?.value })
}

/// Reads a whole number.
pub(super) fn whole(fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<u32> {
    let (written, span) = scalar(fields.node(key)?, "a whole number", diagnostics)?;
    let number = written.text.parse().ok();
    if number.is_none() {
        diagnostics.push(Diagnostic::new(Code::WrongType, span, format!("`{}` is not a whole number", written.text)));
    }
    number
}

fn values(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
