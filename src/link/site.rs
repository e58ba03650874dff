//! The linked report: every reference resolved, everything derived computed.
//!
//! In: what the other files of this stage made. Out: [`Site`], a frozen index with lookups and no verbs. It never changes after
//! [`link`](super::link) has returned it.

use super::address::{Address, Page};
use super::figures::FigureValue;
use super::lineage::Lineage;
use super::locale::Locale;
use super::prose::{Linked, LinkedProse, Picture, PieceKey, key};
use super::status::AxisStatus;
use super::values::Evaluated;
use crate::model::evidence::Stated;
use crate::model::glossary::Term;
use crate::model::program::{Figure, List};
use crate::model::settings::Publisher;
use crate::model::{Article, Country, CountryCode, Date, Day, Event, Id, Release, Report, Source, Url};
use crate::parse::Prose;
use crate::text::{File, Hash, Span, Spanned};
use foldhash::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The report with everything looked up and computed.
#[derive(Debug)]
pub struct Site {
    pub report: Report,
    /// What readers see is written in it.
    pub locale: Arc<Locale>,
    /// Only what the public knew on that day.
    pub as_of: Option<Date>,
    /// The day of the build.
    pub now: Option<Day>,
    pub base: Base,
    pub places: Arc<Places>,
    /// Every known event, oldest first.
    pub events: Vec<Happening>,
    pub standings: BTreeMap<CountryCode, Standing>,
    /// Parallel to the program's figures.
    pub figures: Vec<FigureValue>,
    /// Bound values and blocks, by the text of their expression.
    pub values: HashMap<String, Evaluated>,
    pub(super) linked: HashMap<PieceKey, Arc<Linked>>,
    /// Articles that lead to a country, newest first, as positions in the report.
    pub mentioned_in: BTreeMap<CountryCode, Vec<usize>>,
    /// What rests on each source.
    pub uses: BTreeMap<Id, Uses>,
    /// Which sources go back to which.
    pub lineage: Lineage,
    /// Of all names that are known in prose: equal hashes find the same names.
    pub names: Hash,
}

/// Where the site will be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Base {
    /// With the final slash: `https://example.org/a/b/`. `None` when nobody has said.
    pub url: Option<String>,
    /// The path in it, with both slashes: `/a/b/`.
    pub path: String,
}

impl Base {
    /// Where a site with this address is. Without one, its links begin with `/`.
    #[must_use]
    pub fn of(url: Option<&Url>) -> Self {
        let Some(url) = url else { return Self { url: None, path: "/".to_owned() } };
        let clean = url.as_str().split(['?', '#']).next().unwrap_or("").trim_end_matches('/').to_owned() + "/";
        let after_host = clean.find("://").map_or(0, |at| at + 3);
        let path = clean[after_host..].find('/').map_or("/", |at| &clean[after_host + at..]).to_owned();
        Self { url: Some(clean), path }
    }
}

/// An event and the record it is in.
#[derive(Clone, Debug)]
pub struct Happening {
    pub event: Arc<Event>,
    /// `None` for events of the program.
    pub home: Option<CountryCode>,
}

/// Where a country stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Position among the report's countries.
    pub country: usize,
    /// One for each axis of the program.
    pub axes: Vec<AxisStatus>,
    /// Position among the program's badges.
    pub badge: Option<usize>,
    /// Its own events and those of the program that name it, oldest first, as positions in [`Site::events`].
    pub events: Vec<usize>,
}

/// What rests on a source.
#[derive(Clone, Default, Debug)]
pub struct Uses {
    /// Positions in [`Site::events`].
    pub events: Vec<usize>,
    /// Positions among the report's articles.
    pub articles: Vec<usize>,
    pub countries: Vec<CountryCode>,
    /// Positions among the program's figures.
    pub figures: Vec<usize>,
    /// Positions among the program's lists.
    pub lists: Vec<usize>,
    /// Whether a page, the home page or a term cites it.
    pub elsewhere: bool,
}

impl Uses {
    #[must_use]
    pub fn count(&self) -> usize {
        self.events.len() + self.articles.len() + self.countries.len() + self.figures.len() + self.lists.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count() == 0 && !self.elsewhere
    }
}

/// Every page with its address, and the address of every file.
#[derive(Default, Debug)]
pub struct Places {
    pages: BTreeMap<Address, Page>,
    addresses: HashMap<Page, Address>,
    files: HashMap<String, Page>,
    /// Addresses that pages had before, each with the page.
    moved: BTreeMap<Address, Page>,
}

impl Places {
    /// Adds a page. Answers the page that is already there, if there is one.
    pub(super) fn add(&mut self, address: Address, page: Page, file: Option<&str>) -> Option<Page> {
        if let Some(file) = file {
            self.files.insert(file.to_owned(), page.clone());
        }
        if let Some(other) = self.pages.get(&address) {
            return Some(other.clone());
        }
        self.addresses.insert(page.clone(), address.clone());
        self.pages.insert(address, page);
        None
    }

    /// Lets an address lead to the page that was there before.
    pub(super) fn lead(&mut self, from: Address, to: Page) {
        self.moved.insert(from, to);
    }

    /// Addresses that pages had before, each with the page, in order.
    pub fn moved(&self) -> impl Iterator<Item = (&Address, &Page)> {
        self.moved.iter()
    }

    /// Lets a content file stand for a page that is there without it.
    pub(super) fn stand_for(&mut self, file: &str, page: Page) {
        self.files.insert(file.to_owned(), page);
    }

    #[must_use]
    pub fn page(&self, address: &Address) -> Option<&Page> {
        self.pages.get(address)
    }

    #[must_use]
    pub fn address(&self, page: &Page) -> Option<&Address> {
        self.addresses.get(page)
    }

    /// The page that a content file becomes, and its address.
    #[must_use]
    pub fn by_file(&self, path: &str) -> Option<(Address, Page)> {
        let page = self.files.get(path)?;
        Some((self.addresses.get(page)?.clone(), page.clone()))
    }

    /// All pages in the order of their addresses.
    pub fn all(&self) -> impl Iterator<Item = (&Address, &Page)> {
        self.pages.iter()
    }

    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.pages.keys()
    }

    /// The content files that became a page, or stand for it, in no order.
    pub(super) fn files_of(&self, page: &Page) -> impl Iterator<Item = &str> {
        self.files.iter().filter(move |(_, other)| *other == page).map(|(path, _)| path.as_str())
    }

    /// The content files that became pages.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

impl Site {
    #[must_use]
    pub fn country(&self, code: CountryCode) -> Option<&Arc<Country>> {
        self.standings.get(&code).and_then(|standing| self.report.countries.get(standing.country))
    }

    #[must_use]
    pub fn standing(&self, code: CountryCode) -> Option<&Standing> {
        self.standings.get(&code)
    }

    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.report.sources.get(id)
    }

    #[must_use]
    pub fn article(&self, at: usize) -> Option<&Arc<Article>> {
        self.report.articles.get(at)
    }

    /// The term of the glossary with this id.
    #[must_use]
    pub fn term(&self, id: &str) -> Option<&Term> {
        self.report.terms.iter().flat_map(|terms| terms.iter()).find(|term| term.id.value.as_str() == id)
    }

    #[must_use]
    pub fn list(&self, id: &str) -> Option<&List> {
        self.report.program.list(id)
    }

    /// Every claim of every known event and of every arrangement.
    pub fn stated(&self) -> impl Iterator<Item = Stated<'_>> {
        let events = self.events.iter().flat_map(|happening| happening.event.stated());
        let arrangements = self.report.countries.iter().flat_map(|country| &country.arrangements);
        events.chain(arrangements.flat_map(|one| one.stated()))
    }

    /// The file that an event is written in.
    #[must_use]
    pub fn file_of(&self, happening: &Happening) -> &Arc<File> {
        let home = happening.home.and_then(|code| self.country(code));
        home.map_or(&self.report.program.file, |country| &country.file)
    }

    /// The state of a source: a copy of a retracted report is retracted with it.
    #[must_use]
    pub fn state_of(&self, source: &Source) -> &'static str {
        if self.lineage.is_retracted(&source.id.value) { "retracted" } else { source.state }
    }

    /// The records that were to be checked again by a day before that of the build, with that date; not those that stay as they are.
    pub fn overdue(&self) -> impl Iterator<Item = (&Arc<Country>, &Spanned<Date>)> {
        let dated = self
            .report
            .countries
            .iter()
            .filter(|country| country.release.frozen.is_none())
            .filter_map(|country| Some((country, country.review_by.as_ref()?)));
        dated.filter(|(_, review_by)| self.now.is_some_and(|now| review_by.value.latest() < now))
    }

    /// The day that the report is shown as of, else the day up to which it knows.
    #[must_use]
    pub fn known_until(&self) -> Option<Date> {
        self.as_of.or(self.report.program.checked.as_ref().map(|checked| checked.value))
    }

    /// A figure with what it comes to.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<(&Figure, &FigureValue)> {
        let at = self.report.program.figures.iter().position(|figure| figure.id.value.as_str() == id)?;
        Some((&self.report.program.figures[at], self.figures.get(at)?))
    }

    /// Where the uses in a piece of prose lead.
    #[must_use]
    pub fn linked(&self, prose: &Prose) -> Option<&LinkedProse> {
        self.linked_at(key(prose))
    }

    /// The same by what tells the piece apart.
    #[must_use]
    pub fn linked_at(&self, key: PieceKey) -> Option<&LinkedProse> {
        self.linked.get(&key).map(|linked| &linked.value)
    }

    /// The picture on top of an article, as a position among the report's media.
    #[must_use]
    pub fn picture_of(&self, article: &Article) -> Option<usize> {
        let path = super::prose::resolve(&article.file.path, &article.image.as_ref()?.file.value);
        match self.places.by_file(&path)? {
            (_, Page::Media(at)) => Some(at),
            _ => None,
        }
    }

    /// The mark of the publisher, with its position among the report's media.
    #[must_use]
    pub fn logo(&self, publisher: &Publisher) -> Option<(usize, &Arc<File>)> {
        match self.page_of_file(&publisher.logo.as_ref()?.value)? {
            Page::Media(at) => Some((at, self.report.media.get(at)?)),
            _ => None,
        }
    }

    /// The page that the file at this path below `content/` becomes.
    #[must_use]
    pub fn page_of_file(&self, path: &str) -> Option<Page> {
        self.places.by_file(&super::prose::resolve(&self.report.settings.file.path, path)).map(|(_, page)| page)
    }

    /// The pictures that some text shows, as positions among the report's media.
    #[must_use]
    pub fn pictures(&self) -> BTreeSet<usize> {
        let in_prose = self.linked.values().flat_map(|linked| linked.value.images.iter().flatten());
        let media = in_prose.filter_map(|picture| match picture {
            Picture::Media(at) => Some(*at),
            Picture::Outside => None,
        });
        media.chain(self.report.articles.iter().filter_map(|article| self.picture_of(article))).collect()
    }

    /// What the editors of a page's text or record have said of its publication, and where it has its title or code.
    #[must_use]
    pub fn release(&self, page: &Page) -> Option<(Span, &Release)> {
        match page {
            Page::Article(at) => self.report.articles.get(*at).map(|text| (text.title.span, &text.release)),
            Page::Page(at) => self.report.pages.get(*at).map(|text| (text.title.span, &text.release)),
            Page::Country(code) => self.country(*code).map(|country| (country.code.span, &country.release)),
            _ => None,
        }
    }

    /// Where the editors of a page say that it stays as it is.
    #[must_use]
    pub fn frozen(&self, page: &Page) -> Option<Span> {
        self.release(page)?.1.frozen
    }

    /// The page of `content/pages/` with this name, which is a page of its own or introduces a built one.
    #[must_use]
    pub fn page(&self, name: &str) -> Option<&Arc<Article>> {
        self.report.pages.iter().find(|page| page.file.stem() == name)
    }
}
