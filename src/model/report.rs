//! All documents together.
//!
//! In: the [`Document`]s of every file. Out: [`Report`], in an order that does not depend on the disk: records by name, articles
//! newest first. It complains of what only shows when all files are seen: a missing `site.yaml`, two records of
//! one country, an id given twice. It never resolves a reference.

use super::article::Kind;
use super::release::Hold;
use super::{Article, Country, CountryCode, Document, Event, Id, Ledger, Program, Settings, Source, Term};
use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, quoted};
use crate::text::{File, Span, Spanned};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The newsroom's records as written.
#[derive(Clone, Debug)]
pub struct Report {
    pub settings: Arc<Settings>,
    pub program: Arc<Program>,
    pub sources: BTreeMap<Id, Source>,
    pub terms: Vec<Arc<Vec<Term>>>,
    /// By name, as readers sort them.
    pub countries: Vec<Arc<Country>>,
    /// Newest first.
    pub articles: Vec<Arc<Article>>,
    /// By place in the menu, then by name.
    pub pages: Vec<Arc<Article>>,
    pub media: Vec<Arc<File>>,
    /// When each page last said something new; `None` for a newsroom that keeps no account of it.
    pub ledger: Option<Arc<Ledger>>,
    /// What it would have, but it is a draft or under embargo.
    pub held: Vec<Held>,
    /// What it has although it is a draft or under embargo: in a preview that was asked for drafts.
    pub early: Vec<Held>,
}

/// Something that is held back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// All that can refer to it: ids, names, paths, addresses.
    pub names: Vec<String>,
    pub hold: Hold,
    /// Its id, code or title. What has one place is one thing.
    pub place: Span,
    pub what: What,
}

/// What is held back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// An article or a page.
    Text,
    Country,
    Event,
    /// An event whose whole record is held back.
    EventInside,
}

impl Report {
    /// What is held back and goes by this name.
    #[must_use]
    pub fn held(&self, name: &str) -> Option<&Held> {
        self.held.iter().find(|one| one.names.iter().any(|known| known == name))
    }

    /// Every event, with the country whose record it is in; those of the program first.
    pub fn events(&self) -> impl Iterator<Item = (Option<&Arc<Country>>, &Arc<Event>)> {
        let program = self.program.events.iter().map(|event| (None, event));
        let countries = self.countries.iter().flat_map(|country| country.events.iter().map(move |event| (Some(country), event)));
        program.chain(countries)
    }
}

/// Puts the documents together. `None` when there is no usable `site.yaml` or `program.yaml`.
#[must_use]
pub fn assemble<'a>(documents: impl IntoIterator<Item = &'a Document>) -> Checked<Option<Report>> {
    let mut diagnostics = Diagnostics::new();
    let (mut settings, mut program, mut ledger) = (None, None, None);
    let (mut sources, mut terms) = (BTreeMap::new(), Vec::new());
    let (mut countries, mut articles, mut pages, mut media) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for document in documents {
        match document {
            Document::Site(found) => settings = Some(found.clone()),
            Document::Program(found) => program = Some(found.clone()),
            Document::Sources(found) => sources.extend(found.iter().map(|source| (source.id.value.clone(), source.clone()))),
            Document::Glossary(found) => terms.push(found.clone()),
            Document::Country(found) => countries.push(found.clone()),
            Document::Article(found) => match found.kind {
                Kind::Article => articles.push(found.clone()),
                Kind::Page => pages.push(found.clone()),
            },
            Document::Ledger(found) => ledger = Some(found.clone()),
            Document::Media(found) => media.push(found.clone()),
            Document::Nothing => {}
        }
    }
    countries.sort_by_cached_key(|country| (sort_key(&country.name), country.file.path.clone()));
    articles.sort_by(|a, b| {
        let newest = |article: &Article| article.date.as_ref().map(|date| date.value.earliest());
        newest(b).cmp(&newest(a)).then_with(|| a.file.path.cmp(&b.file.path))
    });
    pages.sort_by(|a, b| (a.order.unwrap_or(u32::MAX), &a.file.path).cmp(&(b.order.unwrap_or(u32::MAX), &b.file.path)));
    let (Some(settings), Some(program)) = (settings, program) else { return Checked::new(None, diagnostics) };
    let report = Report {
        settings,
        program,
        sources,
        terms,
        countries,
        articles,
        pages,
        media,
        ledger,
        held: Vec::new(),
        early: Vec::new(),
    };
    duplicates(&report, &mut diagnostics);
    diagnostics.extend(undeclared_worldview(&report));
    Checked::new(Some(report), diagnostics)
}

/// How names are sorted: without accents and capitals, so that `Côte d’Ivoire` stands before `Cuba`.
fn sort_key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == ' ').flat_map(char::to_lowercase).map(plain).collect()
}

/// The base letter of the Latin letters that country names use.
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

/// A map takes a side wherever borders are disputed, so nobody's view of them is assumed: a report with a map declares its own.
fn undeclared_worldview(report: &Report) -> Option<Diagnostic> {
    let settings = &report.settings;
    let missing = settings.worldview.is_none() && !settings.map_given && !report.countries.is_empty();
    missing.then(|| {
        Diagnostic::new(Code::MissingKey, settings.title_span, "a report with records shows a map, so the site needs `map`")
            .note("every map takes a side where borders are disputed, and readers are told which")
            .help("add a line `map: {worldview: un}`; `de_facto` and `house` are the other views")
    })
}

fn duplicates(report: &Report, diagnostics: &mut Diagnostics) {
    let mut codes: HashMap<CountryCode, &Arc<Country>> = HashMap::new();
    for country in &report.countries {
        if let Some(first) = codes.insert(country.code.value, country) {
            let (first, second) = if first.file.path < country.file.path { (first, country) } else { (country, first) };
            let message = format!("there is already a record for {}", quoted(second.code.value.as_str()));
            diagnostics.push(
                Diagnostic::new(Code::DuplicateCode, second.code.span, message)
                    .label(first.code.span, "it is here")
                    .help("move the events of one record into the other"),
            );
        }
    }
    let events = report.events().map(|(_, event)| &event.id);
    twice(events, "event", diagnostics);
    twice(report.countries.iter().flat_map(|country| country.arrangements.iter().map(|one| &one.id)), "arrangement", diagnostics);
    twice(report.program.badges.iter().map(|badge| &badge.id), "badge", diagnostics);
}

fn twice<'a>(ids: impl Iterator<Item = &'a Spanned<Id>>, what: &str, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&Id, &Spanned<Id>> = HashMap::new();
    for id in ids {
        match seen.get(&id.value) {
            None => {
                seen.insert(&id.value, id);
            }
            Some(first) => diagnostics.push(
                Diagnostic::new(Code::DuplicateId, id.span, format!("another {what} already has the id `{}`", id.value))
                    .label(first.span, "it is here"),
            ),
        }
    }
}
