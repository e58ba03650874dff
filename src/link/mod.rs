//! Records to a site: every reference resolved, everything derived computed.
//!
//! In: the [`Report`]. Out: [`Site`]: statuses folded from events, figures computed, names in prose found, every link and
//! bound value looked up once, every address known. It always runs whole; only the search for names in unchanged texts is taken from a
//! [`Memo`]. It never makes HTML.

mod address;
mod download;
mod facts;
mod figures;
mod held;
mod lexicon;
mod lineage;
mod locale;
mod moved;
mod origin;
mod prose;
mod resolve;
mod site;
mod status;
mod values;
pub mod wording;

pub use address::{Address, Channel, EMBEDS, Embed, FINGERPRINTED, FOR_EVER, FeedFormat, HostFile, Page};
pub use download::{Download, Scope, Table};
pub use facts::{Use, Used};
pub use figures::{FigureValue, Input, LeftOut, money, people};
pub use held::{drafts, held, without};
pub use lexicon::{Found, Lexicon, Named};
pub use lineage::Lineage;
pub use locale::{Locale, filed, filled, is_english, more_general};
pub use origin::Origin;
pub use prose::{LinkedProse, Mention, Names, Part, Picture, Piece, PieceKey, Target, key, memo_key};
pub use site::{Base, Happening, Places, Site, Standing, Uses};
pub use status::{AxisStatus, Step, Turn, history};
pub use values::{Block, Bound, Chart, Evaluated, unnamed};

use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, Place, quoted};
use crate::memo::Memo;
use crate::model::{Article, CountryCode, Date, Event, Id, Moment, Report, Url};
use crate::parse::Prose;
use crate::text::{Hash, Spanned};
use foldhash::{HashMap, HashMapExt};
use prose::{Linked, Lookup};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// What a run is asked for, beside the report itself. All of it comes from the shell: a run looks at nothing else.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// Overrides the address in `site.yaml`.
    pub base_url: Option<Url>,
    /// Show the report as known that day.
    pub as_of: Option<Date>,
    /// The moment of the build: embargoes end at it, and rules about reviews ask for its day.
    pub now: Option<Moment>,
    /// Show what is a draft or under embargo, marked.
    pub drafts: bool,
}

/// What the last run made, kept between runs. An empty one gives the same site.
#[derive(Default)]
pub struct Memos {
    /// By file and names.
    names: Memo<Names>,
    /// By file and everything that a link can lead to.
    linked: Memo<Linked>,
    places: Option<(Hash, Arc<Places>)>,
}

const SETTINGS: &str = "content/site.yaml";
const PROGRAM: &str = "content/program.yaml";
const SOURCES: &str = "content/sources.yaml";

/// Built pages that a file of `content/pages/` with the same name introduces.
const BUILT: [(&str, Page); 12] = [
    ("articles", Page::Articles),
    ("countries", Page::Countries),
    ("sources", Page::Sources),
    ("figures", Page::Figures),
    ("timeline", Page::Timeline),
    ("glossary", Page::Glossary),
    ("corrections", Page::Corrections),
    ("changes", Page::Changes),
    ("search", Page::Search),
    ("data", Page::Data),
    ("home", Page::Home),
    ("404", Page::NotFound),
];

/// Links the report, in the language and words of `locale`.
#[must_use]
pub fn link(report: Report, locale: Arc<Locale>, options: &Options, memos: &mut Memos) -> Checked<Site> {
    let mut diagnostics = resolve::resolve(&report);
    let lineage = Lineage::new(&report.sources, &mut diagnostics);
    let places_hash = hash_of_places(&report);
    let places = known_places(&report, places_hash, memos, &mut diagnostics);
    let events = status::chronological(known_events(&report, options.as_of), &mut diagnostics);
    let standings = standings(&report, &events, &mut diagnostics);
    let basis = figures::Basis { report: &report, happenings: &events, standings: &standings, as_of: options.as_of };
    let figures = figures::compute(basis, &mut diagnostics);
    let basis = values::Basis {
        report: &report,
        locale: &locale,
        events: &events,
        standings: &standings,
        figures: &figures,
        places: &places,
    };
    let pieces = pieces(&report);
    let values = evaluate(&pieces, basis, &mut diagnostics);
    let lexicon = Lexicon::new(&report, &mut diagnostics);
    let lookup = Lookup { report: &report, places: &places, lexicon: &lexicon, memo: &Memo::default() };
    let linked = linked(&pieces, lookup, surroundings(&report, places_hash, &lexicon), memos, &mut diagnostics);
    let mentioned_in = mentioned_in(&pieces, &linked);
    let uses = uses(&report, &events, &pieces);
    let base = Base::of(options.base_url.as_ref().or(report.settings.base_url.as_ref()));
    let (as_of, now) = (options.as_of, options.now.and_then(Moment::day));
    let linked = pieces.iter().map(Piece::key).zip(linked).collect();
    let site = Site {
        report,
        locale,
        as_of,
        now,
        base,
        places,
        events,
        standings,
        figures,
        values,
        linked,
        mentioned_in,
        uses,
        lineage,
        names: lexicon.hash,
    };
    Checked::new(site, diagnostics)
}

// ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The address table, made anew only when the list of records has changed. One with collisions is always made anew, because their
/// places may have moved.
fn known_places(report: &Report, hash: Hash, memos: &mut Memos, diagnostics: &mut Diagnostics) -> Arc<Places> {
    if let Some((_, places)) = memos.places.as_ref().filter(|(known, _)| *known == hash) {
        return places.clone();
    }
    let mut found = Diagnostics::new();
    let places = Arc::new(places(report, &mut found));
    memos.places = found.is_empty().then(|| (hash, places.clone()));
    diagnostics.extend(found);
    places
}

/// The hash of everything that addresses are made of: which records there are, and in which order.
fn hash_of_places(report: &Report) -> Hash {
    let mut hasher = Xxh3::new();
    let mut add = |part: &str| {
        hasher.update(part.as_bytes());
        hasher.update(b"\0");
    };
    add(if report.settings.text_edition { "text" } else { "" });
    add(if report.settings.embeds.is_empty() { "" } else { "embed" });
    for text in report.pages.iter().chain(&report.articles) {
        add(&text.file.path);
        add(if uses_facts(text) { "facts" } else { "" });
    }
    for country in &report.countries {
        add(country.code.value.as_str());
        add(&country.file.path);
    }
    moved::written(report).for_each(|(file, written)| {
        add(&file.path);
        add(&written.value);
    });
    report.sources.keys().for_each(|id| add(id.as_str()));
    report.media.iter().for_each(|file| add(&file.path));
    hasher.digest128()
}

/// Gives every page its address, and complains of those that would share one.
fn places(report: &Report, diagnostics: &mut Diagnostics) -> Places {
    let mut table = Addressing { places: Places::default(), folded: HashMap::new(), diagnostics };
    table.add("/", Page::Home, Some(PROGRAM), Place::Project);
    for (name, page) in BUILT.iter().take(10) {
        table.add(&format!("/{name}/"), page.clone(), None, Place::Project);
    }
    table.add("/404.html", Page::NotFound, None, Place::Project);
    table.feeds(Channel::Report, "/");
    table.feeds(Channel::Corrections, "/corrections/");
    table.add("/sitemap.xml", Page::Sitemap, None, Place::Project);
    table.add("/news-sitemap.xml", Page::NewsSitemap, None, Place::Project);
    table.add("/robots.txt", Page::Robots, None, Place::Project);
    table.add("/search.json", Page::SearchIndex, None, Place::Project);
    table.downloads(Scope::Report, "/data/");
    if report.settings.text_edition {
        // Its pages are listed with the theme, by how long they will be; here its folder is kept free for them.
        table.folded.insert("/text/".to_owned(), Place::Project);
    }
    if !report.settings.embeds.is_empty() {
        table.folded.insert(format!("{EMBEDS}/"), Place::Project);
    }
    table.facts(&Page::Home, "/");
    table.places.stand_for(SOURCES, Page::Sources);
    table.places.stand_for("content/glossary.yaml", Page::Glossary);
    for (at, page) in report.pages.iter().enumerate() {
        let name = page.file.stem();
        match BUILT.iter().find(|(built, _)| *built == name) {
            Some((_, built)) => table.places.stand_for(&page.file.path, built.clone()),
            None => {
                let address = format!("/{name}/");
                table.add(&address, Page::Page(at), Some(&page.file.path), page.title.span.into());
                if uses_facts(page) {
                    table.facts(&Page::Page(at), &address);
                }
            }
        }
    }
    for country in &report.countries {
        let address = format!("/countries/{}/", country.file.stem());
        table.add(&address, Page::Country(country.code.value), Some(&country.file.path), country.code.span.into());
        table.facts(&Page::Country(country.code.value), &address);
        table.feeds(Channel::Country(country.code.value), &address);
        table.downloads(Scope::Country(country.code.value), &format!("{address}data/"));
    }
    for (at, article) in report.articles.iter().enumerate() {
        let address = format!("/articles/{}/", article.file.stem());
        table.add(&address, Page::Article(at), Some(&article.file.path), article.title.span.into());
        if uses_facts(article) {
            table.facts(&Page::Article(at), &address);
        }
    }
    for (id, source) in &report.sources {
        table.add(&format!("/sources/{}/", id.as_str().to_lowercase()), Page::Source(id.clone()), None, source.id.span.into());
    }
    for (at, file) in report.media.iter().enumerate() {
        let path = file.path.trim_start_matches("content/media/");
        table.add(&format!("/media/{path}"), Page::Media(at), Some(&file.path), file.id.into());
    }
    // Last, when all addresses of today are known.
    moved::lead(report, &mut table);
    table.places
}

/// Whether a text has bound values, and so `facts.json` beside it.
fn uses_facts(text: &Article) -> bool {
    !text.body.marks.is_empty()
}

struct Addressing<'a> {
    places: Places,
    /// Addresses in small letters, because some hosts and disks do not tell capitals apart.
    folded: HashMap<String, Place>,
    diagnostics: &'a mut Diagnostics,
}

impl Addressing<'_> {
    /// Puts `facts.json` beside a page.
    fn facts(&mut self, page: &Page, beside: &str) {
        if let Some(address) = Address::new(&format!("{beside}facts.json")) {
            self.places.add(address, Page::Facts(Box::new(page.clone())), None);
        }
    }

    /// Puts the feeds of a page beside it.
    fn feeds(&mut self, channel: Channel, beside: &str) {
        for format in FeedFormat::ALL {
            if let Some(address) = Address::new(&format!("{beside}{}", format.file_name())) {
                self.places.add(address, Page::Feed(channel, format), None);
            }
        }
    }

    /// Puts the files of a package into a folder.
    fn downloads(&mut self, scope: Scope, folder: &str) {
        for download in scope.downloads() {
            if let Some(address) = Address::new(&format!("{folder}{}", download.file_name(scope))) {
                self.places.add(address, Page::Download(scope, download), None);
            }
        }
    }

    fn add(&mut self, path: &str, page: Page, file: Option<&str>, place: Place) {
        let Some(address) = Address::new(path) else {
            let found = Diagnostic::new(Code::BadFileName, place, format!("{} cannot be an address", quoted(path)));
            self.diagnostics.push(found.help("rename the file: letters, digits and hyphens are the same everywhere"));
            return;
        };
        if let Some(first) = self.folded.insert(path.to_lowercase(), place) {
            let message = format!("another page already has the address {}", quoted(path));
            let found = Diagnostic::new(Code::AddressCollision, place, message).help("rename one of the two");
            self.diagnostics.push(match first {
                Place::At(first) => found.label(first, "it is here"),
                Place::File(_) | Place::Project => found,
            });
        }
        self.places.add(address, page, file);
    }
}

// ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Every event that the public surely knew of on that day.
fn known_events(report: &Report, as_of: Option<Date>) -> Vec<Happening> {
    report
        .events()
        .filter(|(_, event)| as_of.is_none_or(|today| event.known().latest() <= today.latest()))
        .map(|(home, event)| Happening { event: event.clone(), home: home.map(|home| home.code.value) })
        .collect()
}

fn standings(report: &Report, events: &[Happening], diagnostics: &mut Diagnostics) -> BTreeMap<CountryCode, Standing> {
    let mut own: HashMap<CountryCode, Vec<usize>> = HashMap::new();
    let mut general = Vec::new();
    for (at, happening) in events.iter().enumerate() {
        match happening.home {
            Some(code) => own.entry(code).or_default().push(at),
            None if happening.event.countries.is_empty() => general.push(at),
            None => happening.event.countries.iter().for_each(|code| own.entry(code.value).or_default().push(at)),
        }
    }
    let mut standings = BTreeMap::new();
    // A pair of program-wide events is wrong for every country alike, and is reported once.
    let mut once = HashSet::new();
    for (country, record) in report.countries.iter().enumerate() {
        let code = record.code.value;
        let events_of = own.remove(&code).unwrap_or_default();
        let mut concerned: Vec<usize> = events_of.iter().chain(&general).copied().collect();
        concerned.sort_unstable();
        let axes = status::fold(&report.program, events, &concerned, code);
        let mut found = Diagnostics::new();
        status::check_order(&report.program, events, &axes, &mut found);
        diagnostics.extend(found.into_iter().filter(|one| once.insert((one.place, one.message.clone()))));
        let badge = status::badge(&report.program, &axes);
        standings.entry(code).or_insert(Standing { country, axes, badge, events: events_of });
    }
    standings
}

// ── prose ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Every piece of prose in the report, in the order of the report.
#[must_use]
pub fn pieces(report: &Report) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let program = &report.program;
    let notes = program.lists.iter().map(|list| &list.note).chain(program.figures.iter().map(|figure| &figure.note)).flatten();
    let summary = program.summary.iter().map(|prose| (prose, Part::Summary));
    let parts = summary.chain(notes.map(|prose| (prose, Part::Note))).chain(program.events.iter().flat_map(parts_of));
    all.extend(parts.map(|(prose, part)| Piece::new(prose, &program.file, part)));
    for country in &report.countries {
        let code = Some(country.code.value);
        let unknowns = country.unknowns.iter().map(|one| (&one.text, Part::Unknown(one)));
        let terms = country.arrangements.iter().filter_map(|one| Some((one.terms.as_ref()?, Part::Terms)));
        let positions = country.disputes.iter().flat_map(|one| &one.positions).map(|one| (&one.text, Part::Position));
        let parts = country.summary.iter().map(|prose| (prose, Part::Summary)).chain(unknowns);
        let parts = parts.chain(country.events.iter().flat_map(parts_of)).chain(terms).chain(positions);
        all.extend(parts.map(|(prose, part)| Piece { country: code, ..Piece::new(prose, &country.file, part) }));
    }
    for term in report.terms.iter().flat_map(|terms| terms.iter()) {
        all.push(Piece { term: Some(&term.id.value), ..Piece::new(&term.definition, &term.file, Part::Definition) });
    }
    for (at, article) in report.articles.iter().enumerate() {
        let piece = Piece::new(&article.body, &article.file, Part::Body);
        all.push(Piece { nolink: &article.nolink, article: Some(at), page: true, ..piece });
    }
    for page in &report.pages {
        all.push(Piece { nolink: &page.nolink, page: true, ..Piece::new(&page.body, &page.file, Part::Body) });
    }
    all
}

/// The prose of an event.
fn parts_of(event: &Arc<Event>) -> impl Iterator<Item = (&Arc<Prose>, Part<'_>)> {
    let summary = event.summary.iter().map(move |prose| (prose, Part::EventSummary(event)));
    summary.chain(event.note.iter().map(move |prose| (prose, Part::EventNote(event))))
}

/// Computes every distinct expression, and complains at each place where a wrong one stands.
fn evaluate(pieces: &[Piece<'_>], basis: values::Basis<'_>, diagnostics: &mut Diagnostics) -> HashMap<String, Evaluated> {
    let mut results: HashMap<String, Result<Evaluated, values::Wrong>> = HashMap::new();
    let mut evaluator = None;
    for piece in pieces {
        for mark in &piece.prose.marks {
            let result = results.entry(mark.expression.clone()).or_insert_with(|| {
                evaluator.get_or_insert_with(|| values::Evaluator::new(basis)).evaluate(&mark.expression, basis)
            });
            let span = piece.prose.span(&(mark.inner..mark.inner + mark.expression.len()));
            match result {
                Err(wrong) => diagnostics.push(wrong.diagnostic(span)),
                // One that is a paragraph of its own in a record has been reported where the record was read.
                Ok(Evaluated::Block(_)) if !mark.alone => {
                    let found =
                        Diagnostic::new(Code::MisplacedBlock, piece.prose.span(&mark.range), "a block is a paragraph of its own");
                    diagnostics.push(found.help("put an empty line before and after it, in an article or a page"));
                }
                Ok(_) => {}
            }
        }
    }
    results.into_iter().map(|(expression, result)| (expression, result.unwrap_or(Evaluated::Nothing))).collect()
}

/// Looks every piece up, in parallel, or takes what the last run found in the same text with the same surroundings. The order of the
/// result is that of the pieces.
fn linked(
    pieces: &[Piece<'_>],
    lookup: Lookup<'_>,
    surroundings: Hash,
    memos: &mut Memos,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Linked>> {
    let with_memo = Lookup { memo: &memos.names, ..lookup };
    let linked: Vec<Arc<Linked>> = pieces
        .par_iter()
        .map(|piece| memos.linked.get(&memo_key(piece, surroundings), || prose::link(piece, with_memo)))
        .collect();
    diagnostics.extend(linked.iter().flat_map(|one| one.diagnostics.iter().cloned()));
    let lexicon = lookup.lexicon.hash;
    memos.names.keep(pieces.iter().zip(&linked).map(|(piece, one)| (memo_key(piece, lexicon), one.value.names.clone())));
    memos.linked.keep(pieces.iter().zip(&linked).map(|(piece, one)| (memo_key(piece, surroundings), one.clone())));
    files(lookup, diagnostics);
    linked
}

/// Looks up the files that are named outside prose: pictures on top of articles, and the mark and the rules of the publisher.
fn files(lookup: Lookup<'_>, diagnostics: &mut Diagnostics) {
    let report = lookup.report;
    let mut picture = |from: &str, path: &Spanned<String>| match lookup.places.by_file(&prose::resolve(from, &path.value)) {
        Some((_, Page::Media(at))) => diagnostics.extend(prose::oversized(at, path.span, report)),
        _ => diagnostics.push(prose::missing_media(&path.value, from, path.span, report)),
    };
    for article in &report.articles {
        article.image.iter().for_each(|image| picture(&article.file.path, &image.file));
    }
    let Some(publisher) = &report.settings.publisher else { return };
    let from = &report.settings.file.path;
    publisher.logo.iter().for_each(|logo| picture(from, logo));
    for (_, policy) in &publisher.policies {
        let inside = !policy.value.contains("://");
        if inside && lookup.places.by_file(&prose::resolve(from, &policy.value)).is_none() {
            diagnostics.push(prose::missing_file(&policy.value, from, policy.span, lookup.places));
        }
    }
}

/// The hash of everything outside a piece of prose that decides where its uses lead: addresses, names, headings and sources.
fn surroundings(report: &Report, places: Hash, lexicon: &Lexicon) -> Hash {
    let mut hasher = Xxh3::new();
    hasher.update(&places.to_le_bytes());
    hasher.update(&lexicon.hash.to_le_bytes());
    for article in report.articles.iter().chain(&report.pages) {
        hasher.update(&article.body.anchors.to_le_bytes());
    }
    for id in report.sources.keys() {
        hasher.update(id.as_str().as_bytes());
        hasher.update(b"\0");
    }
    for id in report.program.figures.iter().map(|figure| &figure.id).chain(report.program.lists.iter().map(|list| &list.id)) {
        hasher.update(id.value.as_str().as_bytes());
        hasher.update(b"\0");
    }
    hasher.digest128()
}

fn mentioned_in(pieces: &[Piece<'_>], linked: &[Arc<Linked>]) -> BTreeMap<CountryCode, Vec<usize>> {
    let mut mentioned: BTreeMap<CountryCode, Vec<usize>> = BTreeMap::new();
    for (piece, one) in pieces.iter().zip(linked) {
        if let Some(article) = piece.article {
            one.value.countries.iter().for_each(|code| mentioned.entry(*code).or_default().push(article));
        }
    }
    mentioned
}

/// What rests on each source.
fn uses(report: &Report, events: &[Happening], pieces: &[Piece<'_>]) -> BTreeMap<Id, Uses> {
    let mut uses: BTreeMap<Id, Uses> = report.sources.keys().map(|id| (id.clone(), Uses::default())).collect();
    let mut add = |id: &str, note: &dyn Fn(&mut Uses)| {
        if let Some(entry) = uses.get_mut(id) {
            note(entry);
        }
    };
    for (at, happening) in events.iter().enumerate() {
        for source in happening.event.all_sources() {
            add(source.id.value.as_str(), &|entry| push_new(&mut entry.events, at));
        }
    }
    for country in &report.countries {
        for source in country.own_sources() {
            add(source.id.value.as_str(), &|entry| push_new(&mut entry.countries, country.code.value));
        }
    }
    for (at, figure) in report.program.figures.iter().enumerate() {
        figure.sources.iter().for_each(|source| add(source.id.value.as_str(), &|entry| push_new(&mut entry.figures, at)));
    }
    for (at, list) in report.program.lists.iter().enumerate() {
        list.sources.iter().for_each(|source| add(source.id.value.as_str(), &|entry| push_new(&mut entry.lists, at)));
    }
    for piece in pieces {
        for cited in piece.prose.citations.iter().flat_map(|citation| &citation.cited) {
            add(&cited.id, &|entry| match (piece.article, piece.country) {
                (Some(article), _) => push_new(&mut entry.articles, article),
                (None, Some(code)) => push_new(&mut entry.countries, code),
                (None, None) => entry.elsewhere = true,
            });
        }
    }
    uses
}

fn push_new<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}
