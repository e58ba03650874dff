//! What every page is made within: the site and the theme.
//!
//! In: both. Out: [`Frame`], two references that are passed along, with the addresses of things as pages write them. It never
//! holds anything of a single page.

use super::card::{self, Card};
use super::embed::{self, Charts};
use super::export::{Package, Schemas};
use super::ledger::Said;
use super::notes::Notes;
use super::theme::Theme;
use super::view::lists::Told;
use super::{href, html, text, view};
use crate::link::{LinkedProse, Named, Page, Scope, Site, Target};
use crate::model::release::Hold;
use crate::model::{CountryCode, Id};
use crate::parse::Prose;
use crate::text::Span;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::{OnceLock, PoisonError, RwLock};

/// The site and the theme.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub shared: &'a Shared,
}

/// Values that many pages show, made when the first of them asks, and the same for all.
#[derive(Default)]
pub struct Shared {
    /// Of the pages that show a theme: the base path of the report whose theme it is, which has the assets.
    sample_of: Option<String>,
    site: OnceLock<tera::Value>,
    /// The parts of the frame around a page, by menu entry, and whether the page is that entry's own.
    parts: RwLock<HashMap<(String, bool), tera::Value>>,
    rows: OnceLock<BTreeMap<CountryCode, tera::Value>>,
    /// What events say, by their position: an event is shown on its record, the timeline, the page of what changed and the page of
    /// each of its sources.
    events: OnceLock<Vec<EventText>>,
    /// The position of each event, by its id.
    event_ids: OnceLock<HashMap<Id, usize>>,
    /// The packages of data: each of its files is asked for by itself, and the page of downloads asks for their sizes.
    packages: OnceLock<BTreeMap<Scope, OnceLock<Package>>>,
    /// What the columns of the tables are.
    schemas: OnceLock<Schemas>,
    /// The share card of each page that has one: what it shows and its address, not the picture.
    cards: OnceLock<BTreeMap<Page, Card>>,
    /// In how many parts each page comes in the text-only edition.
    text_parts: OnceLock<HashMap<Page, usize>>,
    /// The charts that stand in texts.
    charts: OnceLock<Charts>,
    /// Every correction, newest first: the page of corrections and each feed ask for them.
    corrections: OnceLock<Vec<Told>>,
    /// Who publishes the report, and what it is, as nearly every page tells machines.
    pub publisher_and_website: OnceLock<String>,
    /// What every page says that a ledger is kept of, once somebody has asked for all of them.
    pub said: OnceLock<Said>,
    /// What the pages say whose text was asked for last.
    pub texts: text::Recent,
}

/// The summary of an event, as text and as HTML.
#[derive(Default)]
struct EventText {
    plain: OnceLock<String>,
    html: OnceLock<String>,
}

/// Where an arrangement stands on its country's page. An event may have the same id, and stands there by it.
#[must_use]
pub fn arrangement_anchor(id: &Id) -> String {
    format!("arrangement-{id}")
}

impl Shared {
    /// Of the pages that show the theme of the report at this base path.
    #[must_use]
    pub fn of_sample(base_path: String) -> Self {
        Self { sample_of: Some(base_path), ..Self::default() }
    }
}

impl<'a> Frame<'a> {
    /// What readers of a preview are told of something that is shown early: "Draft". `place` is its id, code or title.
    #[must_use]
    pub fn unpublished(&self, place: Span) -> Option<String> {
        let early = self.site.report.early.iter().find(|one| one.place == place)?;
        Some(match early.hold {
            Hold::Draft => self.theme.word("draft").to_owned(),
            Hold::Until(until) => self.site.locale.sentence("under_embargo", &[("until", &self.site.locale.until(until))]),
        })
    }

    /// Fills a template that stands outside the frame of all pages: it receives `t`, `site` and `page`, but no `parts`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn bare(&self, template: &str, page: &impl Serialize) -> tera::TeraResult<Vec<u8>> {
        let mut context = tera::Context::new();
        context.insert_value("t", self.theme.word_values.clone());
        context.insert_value("site", self.site_value());
        context.insert_value("page", tera::Value::from_serializable(page));
        self.theme.tera.render(template, &context).map(String::into_bytes)
    }

    /// The site as templates see it.
    #[must_use]
    pub fn site_value(&self) -> tera::Value {
        self.shared.site.get_or_init(|| tera::Value::from_serializable(&view::site::site(*self))).clone()
    }

    /// The parts of the frame around a page (`templates/parts/`), which are the same for all pages of a menu entry and so are made
    /// once for each: `here` is whether the page is the entry's own.
    ///
    /// # Errors
    /// When a template of a part fails.
    pub fn parts(&self, key: &str, here: bool) -> tera::TeraResult<tera::Value> {
        let entry = (key.to_owned(), here);
        // A poisoned lock means that another thread stopped in between; what it holds is whole all the same.
        if let Some(parts) = self.shared.parts.read().unwrap_or_else(PoisonError::into_inner).get(&entry) {
            return Ok(parts.clone());
        }
        let mut context = tera::Context::new();
        context.insert_value("t", self.theme.word_values.clone());
        context.insert_value("site", self.site_value());
        context.insert("key", key);
        context.insert("here", &here);
        let mut parts = tera::Map::new();
        for (name, template) in self.theme.parts() {
            parts.insert(name.to_owned().into(), self.theme.tera.render(template, &context)?.into());
        }
        let parts = tera::Value::from(parts);
        self.shared.parts.write().unwrap_or_else(PoisonError::into_inner).insert(entry, parts.clone());
        Ok(parts)
    }

    fn event_text(&self, at: usize) -> Option<&'a EventText> {
        self.shared.events.get_or_init(|| self.site.events.iter().map(|_| EventText::default()).collect()).get(at)
    }

    /// The position of the event with this id.
    #[must_use]
    pub fn event_at(&self, id: &str) -> Option<usize> {
        let by_id =
            || self.site.events.iter().enumerate().map(|(at, happening)| (happening.event.id.value.clone(), at)).collect();
        self.shared.event_ids.get_or_init(by_id).get(id).copied()
    }

    /// The plain summary of the event at this position; empty when it has none.
    #[must_use]
    pub fn event_plain(&self, at: usize) -> &'a str {
        let Some(summary) = self.site.events.get(at).and_then(|happening| happening.event.summary.as_ref()) else { return "" };
        self.event_text(at).map_or("", |text| text.plain.get_or_init(|| html::plain_text(summary, *self)))
    }

    /// The summary of the event at this position as HTML. One with marks that lead to notes is made for each page, because the notes are
    /// those of the page.
    pub fn event_html(&self, at: usize, notes: &mut Notes) -> String {
        let Some(summary) = self.site.events.get(at).and_then(|happening| happening.event.summary.as_ref()) else {
            return String::new();
        };
        match self.event_text(at) {
            Some(text) if !self.leads_to_notes(summary) => text.html.get_or_init(|| html::html(summary, *self, notes)).clone(),
            _ => html::html(summary, *self, notes),
        }
    }

    /// Whether a piece of prose has citations, bound values or terms, or a picture, which is shown in another way when it is the first
    /// of its page.
    fn leads_to_notes(&self, prose: &Prose) -> bool {
        let has_terms = |linked: &LinkedProse| {
            let to_term = |target: &Target| matches!(target, Target::Inside { page: Page::Glossary, .. });
            linked.names.mentions.iter().any(|mention| matches!(mention.to, Named::Term(_)))
                || linked.links.iter().flatten().any(to_term)
        };
        let marked = !prose.citations.is_empty() || !prose.marks.is_empty() || !prose.images.is_empty();
        marked || self.site.linked(prose).is_some_and(has_terms)
    }

    /// A package of data, made whole when the first of its files is asked for.
    #[must_use]
    pub fn package(&self, scope: Scope) -> Option<&'a Package> {
        let none_yet = || {
            let records = self.site.standings.keys().map(|code| Scope::Country(*code));
            records.chain([Scope::Report]).map(|scope| (scope, OnceLock::new())).collect()
        };
        let package = self.shared.packages.get_or_init(none_yet).get(&scope)?;
        Some(package.get_or_init(|| Package::new(scope, *self)))
    }

    /// What the columns of the tables of all packages are.
    #[must_use]
    pub fn schemas(&self) -> &'a Schemas {
        self.shared.schemas.get_or_init(|| Schemas::new(*self))
    }

    /// In how many parts a page comes in the text-only edition; 0 when it is not in it.
    #[must_use]
    pub fn text_parts(&self, page: &Page) -> usize {
        self.shared.text_parts.get_or_init(|| text::counts(self.site)).get(page).copied().unwrap_or(0)
    }

    /// The share cards.
    #[must_use]
    pub fn cards(&self) -> &'a BTreeMap<Page, Card> {
        self.shared.cards.get_or_init(|| card::all(*self))
    }

    /// The charts that stand in texts, each with the page that it stands on first.
    #[must_use]
    pub fn charts(&self) -> &'a Charts {
        self.shared.charts.get_or_init(|| embed::charts(self.site))
    }

    /// Every correction of the report, newest first.
    #[must_use]
    pub fn corrections(&self) -> &'a [Told] {
        self.shared.corrections.get_or_init(|| view::lists::all_corrections(*self))
    }

    /// Rows of these records, in this order.
    #[must_use]
    pub fn rows(&self, codes: &[CountryCode]) -> tera::Value {
        let all = self.shared.rows.get_or_init(|| {
            let rows = self.site.standings.iter().filter_map(|(code, standing)| {
                let country = self.site.country(*code)?;
                Some((*code, tera::Value::from_serializable(&view::CountryRow::new(*code, country, standing, *self))))
            });
            rows.collect()
        });
        tera::Value::from(codes.iter().filter_map(|code| all.get(code).cloned()).collect::<Vec<_>>())
    }

    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.site.base.path
    }

    /// Whether this is not a report that somebody wrote, but the one that shows the theme.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        self.shared.sample_of.is_some()
    }

    /// The address of the folder that holds the theme's assets.
    #[must_use]
    pub fn assets_path(&self) -> String {
        format!("{}assets/", self.shared.sample_of.as_deref().unwrap_or(self.base_path()))
    }

    /// The address of a page under the base path; the home page's when there is no such page.
    #[must_use]
    pub fn url(&self, page: &Page) -> String {
        self.url_at(page, None)
    }

    /// The address of a place on a page.
    #[must_use]
    pub fn url_at(&self, page: &Page, anchor: Option<&str>) -> String {
        match self.site.places.address(page) {
            Some(address) => href::href(self.base_path(), address, anchor),
            None => self.base_path().to_owned(),
        }
    }

    /// The whole address of a page.
    #[must_use]
    pub fn whole_url(&self, page: &Page) -> String {
        self.absolute(&self.url(page))
    }

    /// The whole address, with host, for readers of feeds and `canonical`; without a base URL, the path alone.
    #[must_use]
    pub fn absolute(&self, url: &str) -> String {
        match &self.site.base.url {
            Some(base) => format!("{base}{}", url.strip_prefix(self.base_path()).unwrap_or(url)),
            None => url.to_owned(),
        }
    }

    #[must_use]
    pub fn country_url(&self, code: CountryCode) -> String {
        self.url(&Page::Country(code))
    }

    #[must_use]
    pub fn source_url(&self, id: &Id) -> String {
        self.url(&Page::Source(id.clone()))
    }

    /// The address of the `facts.json` beside a page, if there is one.
    #[must_use]
    pub fn facts_url(&self, page: &Page) -> Option<String> {
        let facts = Page::Facts(Box::new(page.clone()));
        self.site.places.address(&facts).map(|_| self.url(&facts))
    }

    #[must_use]
    pub fn figure_url(&self, id: &Id) -> String {
        self.url_at(&Page::Figures, Some(id.as_str()))
    }

    #[must_use]
    pub fn named_url(&self, named: &Named) -> String {
        match named {
            Named::Country(code) => self.country_url(*code),
            Named::Term(id) => self.url_at(&Page::Glossary, Some(id.as_str())),
        }
    }

    /// The page and place where an event of the timeline stands.
    #[must_use]
    pub fn event_url(&self, at: usize) -> String {
        let Some(happening) = self.site.events.get(at) else { return self.url(&Page::Timeline) };
        let page = happening.home.map_or(Page::Timeline, Page::Country);
        self.url_at(&page, Some(happening.event.id.value.as_str()))
    }
}
