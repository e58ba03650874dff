//! A site and a theme to bytes.
//!
//! In: [`Site`] and [`Theme`]. Out: [`Edition`], which lists every address that exists and makes the bytes behind any of them, each by itself: the
//! same call serves a build, which makes all of them, and the preview, which makes what a browser asks for. It never touches a disk:
//! media are named, not read.

mod block;
#[cfg(feature = "cards")]
mod card;
#[cfg(not(feature = "cards"))]
#[path = "card/off.rs"]
mod card;
mod chart;
mod citation;
mod compressed;
mod css;
mod dates;
mod embed;
mod export;
mod frame;
#[cfg(feature = "full-text")]
mod full_text;
#[cfg(not(feature = "full-text"))]
#[path = "full_text/off.rs"]
mod full_text;
mod hosting;
mod href;
mod html;
mod leaks;
mod ledger;
mod map;
mod metadata;
mod moved;
mod notes;
mod pictures;
mod policy;
mod sitemap;
mod style;
mod text;
mod theme;
pub mod view;

pub use crate::link::Address;
pub use card::{Drawing, findings as card_findings};
pub use compressed::{compressed, encodings, findings as compression_findings, is_worth_compressing};
pub use export::{guarded, zipped};
pub use full_text::{FullText, findings as full_text_findings};
pub use href::{escaped, unescaped};
pub use leaks::Leaks;
pub use ledger::Stamped;
pub use pictures::Version;
pub use style::STYLE_PAGE;
pub use theme::{Asset, AssetBytes, Theme, hash as theme_hash, theme};

use crate::diagnose::{Checked, Diagnostics};
use crate::link::{FeedFormat, Origin, Page, Site};
use crate::model::{CountryCode, Day};
use crate::text::{Content, File};
use frame::{Frame, Shared};
use notes::Notes;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Context;

/// The bytes of a page or file.
#[derive(Clone, Debug)]
pub enum Rendered {
    Bytes(Vec<u8>),
    /// The bytes of this project file, which stay on disk.
    File(Arc<File>),
    /// A picture that is drawn when somebody wants its bytes. Its address holds the hash of all that it is made of.
    Drawing(Drawing),
    /// A picture that is made of the bytes of a project file when somebody wants it.
    Picture(Version),
}

/// One linked report with its theme: everything that can be published.
pub struct Edition {
    pub site: Site,
    pub theme: Arc<Theme>,
    plan: BTreeMap<Address, Page>,
    shared: Shared,
    leaks: Leaks,
}

impl Edition {
    #[must_use]
    pub fn new(site: Site, theme: Arc<Theme>) -> Self {
        Self::sharing(site, theme, Shared::default())
    }

    fn sharing(site: Site, theme: Arc<Theme>, shared: Shared) -> Self {
        let plan = plan(Frame { site: &site, theme: &theme, shared: &shared });
        Self { site, theme, plan, shared, leaks: Leaks::default() }
    }

    /// The same, and nothing that is made may show what is held back.
    #[must_use]
    pub fn guarded(self, leaks: Leaks) -> Self {
        Self { leaks, ..self }
    }

    /// Every address that exists, in order.
    pub fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.plan.keys()
    }

    /// How many of them are pages that people read.
    #[must_use]
    pub fn pages(&self) -> usize {
        let read = |(address, page): &(&Address, &Page)| {
            address.media_type().starts_with("text/html") && !matches!(page, Page::Moved(_))
        };
        self.plan.iter().filter(read).count()
    }

    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        Address::new(path).is_some_and(|address| self.plan.contains_key(&address))
    }

    /// The bytes at an address: `None` when there is no such page, its template failed, or it would show what is held back.
    #[must_use]
    pub fn render(&self, address: &Address) -> Checked<Option<Rendered>> {
        let Some(page) = self.plan.get(address) else { return Checked::new(None, Diagnostics::new()) };
        let made = render(&self.site, &self.theme, &self.shared, page);
        let leaks = self.leaks.found(address, made.value.as_ref());
        if leaks.is_empty() { made } else { Checked::new(None, made.diagnostics.into_iter().chain(leaks).collect()) }
    }

    /// Whether something is held back, so that also what stays on disk has to be looked through.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        !self.leaks.is_empty()
    }

    /// What a file that stays on disk would show of what is held back, once somebody has read it.
    #[must_use]
    pub fn leaks_in(&self, address: &Address, bytes: &[u8]) -> Diagnostics {
        self.leaks.found_in(address, bytes)
    }

    /// What kind of page or file lies at an address, in a word; empty when there is none.
    #[must_use]
    pub fn kind(&self, address: &Address) -> &'static str {
        self.plan.get(address).map_or("", Page::kind)
    }

    /// The files, or parts of files, that the page at an address is written in.
    #[must_use]
    pub fn origins(&self, address: &Address) -> Vec<Origin> {
        self.plan.get(address).map(|page| self.site.origins(page)).unwrap_or_default()
    }

    /// The pages that say something else than when they were last stamped.
    #[must_use]
    pub fn unstamped(&self) -> Diagnostics {
        ledger::findings(self.frame())
    }

    /// The ledger as it should be on this day.
    #[must_use]
    pub fn ledger(&self, today: Day) -> Stamped {
        ledger::ledger(today, self.frame())
    }

    fn frame(&self) -> Frame<'_> {
        Frame { site: &self.site, theme: &self.theme, shared: &self.shared }
    }

    /// The path that all pages lie below, with both slashes.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.site.base.path
    }

    /// Each asset of the theme, and its URL with the fingerprint.
    #[must_use]
    pub fn asset_urls(&self) -> Vec<(String, String)> {
        let url = |asset: &Asset| format!("{}assets/{}", self.base_path(), asset.name);
        self.theme.assets.iter().map(|(path, asset)| (path.clone(), url(asset))).collect()
    }
}

/// Every address that exists: the site's pages and where they were before, their share cards, what others can embed, small pictures, the text-only
/// edition, the theme's assets and what the host reads.
fn plan(frame: Frame<'_>) -> BTreeMap<Address, Page> {
    if frame.is_sample() {
        return style::plan(frame);
    }
    let assets = frame.theme.assets.iter().filter_map(|(path, asset)| {
        let address = Address::new(&format!("/assets/{}", asset.name))?;
        Some((address, Page::Asset(path.clone())))
    });
    let pages = frame.site.places.all().map(|(address, page)| (address.clone(), page.clone()));
    let cards = frame.cards().iter().map(|(page, card)| (card.address.clone(), Page::Card(Box::new(page.clone()))));
    let led_by_host = hosting::redirects_alone(frame);
    let moved =
        frame.site.places.moved().filter(|_| !led_by_host).map(|(from, to)| (from.clone(), Page::Moved(Box::new(to.clone()))));
    // Where two would meet, the later stays: nothing is hidden by an address of the past.
    let pages = moved.chain(pages).chain(cards).chain(embed::plan(frame)).chain(pictures::plan(frame));
    pages.chain(assets).chain(text::plan(frame)).chain(sitemap::plan(frame)).chain(hosting::plan(frame)).collect()
}

/// Makes one page or file. The result depends on nothing but its arguments.
// long: one `match` over the closed list of pages, a line or two each; splitting it would only hide the list.
fn render(site: &Site, theme: &Theme, shared: &Shared, page: &Page) -> Checked<Option<Rendered>> {
    let frame = Frame { site, theme, shared };
    let mut notes = Notes::of(page);
    let n = &mut notes;
    let nothing = || Checked::new(None, Diagnostics::new());
    let result = match page {
        Page::Home => {
            let view = view::home::home(frame, n);
            let lists = list_values(&view.lists, frame);
            let more = [("groups", groups_by_badge(frame)), ("rows", frame.rows(&all_codes(site))), ("lists", lists)];
            filled("home.html", page, &view, &more, frame, n)
        }
        Page::Articles => filled("articles.html", page, &view::article::articles(frame, n), &[], frame, n),
        Page::Article(at) => {
            let Some(article) = site.article(*at) else { return nothing() };
            let view = view::article::page(*at, article, frame, n);
            let codes = site.linked(&article.body).map_or(&[][..], |linked| &linked.countries);
            filled("article.html", page, &view, &[("countries", frame.rows(&by_name(codes, site)))], frame, n)
        }
        Page::Page(at) => {
            let Some(own) = site.report.pages.get(*at) else { return nothing() };
            filled("page.html", page, &view::article::plain(*at, own, frame, n), &[], frame, n)
        }
        Page::Countries => {
            filled("countries.html", page, &view::country::countries(frame, n), &[("groups", groups_by_region(frame))], frame, n)
        }
        Page::Country(code) => {
            let (Some(country), Some(standing)) = (site.country(*code), site.standing(*code)) else { return nothing() };
            let view = view::country::page(*code, country, standing, frame, n);
            let related = frame.rows(&view::country::related(*code, country, standing, frame));
            filled("country.html", page, &view, &[("related", related)], frame, n)
        }
        Page::Sources => filled("sources.html", page, &view::source::sources(frame, n), &[], frame, n),
        Page::Source(id) => {
            let Some(source) = site.source(id.as_str()) else { return nothing() };
            filled("source.html", page, &view::source::page(id, source, frame, n), &[], frame, n)
        }
        Page::Figures => {
            let view = view::figures::page(frame, n);
            let lists = view::figures::lists(frame, n);
            filled("figures.html", page, &view, &[("lists", list_values(&lists, frame))], frame, n)
        }
        Page::Timeline => filled("timeline.html", page, &view::timeline::timeline(frame, n), &[], frame, n),
        Page::Glossary => filled("glossary.html", page, &view::lists::glossary(frame, n), &[], frame, n),
        Page::Corrections => filled("corrections.html", page, &view::lists::corrections(frame, n), &[], frame, n),
        Page::Changes => filled("changes.html", page, &view::lists::changes(frame, n), &[], frame, n),
        Page::Search => filled("search.html", page, &view::search::page(frame, n), &[], frame, n),
        Page::Data => filled("data.html", page, &view::data::page(frame, n), &[], frame, n),
        Page::Style => style::page(frame, n),
        Page::NotFound => filled("404.html", page, &view::lists::not_found(frame), &[], frame, n),
        Page::Feed(channel, format) => {
            let view = view::feed::feed(*channel, *format, frame);
            match format {
                FeedFormat::Atom => filled("feed.xml", page, &view, &[], frame, n),
                FeedFormat::Rss => filled("rss.xml", page, &view, &[], frame, n),
                FeedFormat::Json => Ok(view::feed::json(&view, frame)),
            }
        }
        Page::Sitemap => Ok(sitemap::sitemap(frame)),
        Page::SitemapPart(part) => Ok(sitemap::part(*part, frame)),
        Page::NewsSitemap => Ok(sitemap::news(frame)),
        Page::Robots => Ok(sitemap::robots(frame)),
        Page::SearchIndex => Ok(view::search::index(frame)),
        Page::Download(scope, download) => match frame.package(*scope).and_then(|package| package.file(*download)) {
            Some(exported) => Ok(exported.bytes.clone()),
            None => return nothing(),
        },
        Page::Facts(page) => match view::facts::json(page, frame) {
            Some(bytes) => Ok(bytes),
            None => return nothing(),
        },
        Page::Text(page, part) => {
            let whole = match shared.texts.get(page) {
                Some(whole) => whole,
                None => {
                    let made = render(site, theme, shared, page);
                    let Some(Rendered::Bytes(bytes)) = made.value else { return made };
                    let whole = Arc::new(text::Whole::new(page, &String::from_utf8_lossy(&bytes), frame));
                    if frame.text_parts(page) > 1 {
                        shared.texts.put(page, whole.clone());
                    }
                    whole
                }
            };
            text::page(page, *part, &whole, frame)
        }
        Page::Moved(to) => moved::page(to, frame),
        Page::Host(file) => Ok(hosting::bytes(*file, frame)),
        Page::Media(at) => {
            let whole = |file: &Arc<File>| match (&file.content, Version::whole(file)) {
                (Content::Text(text), _) => Rendered::Bytes(text.as_bytes().to_vec()),
                (_, Some(picture)) => Rendered::Picture(picture),
                (_, None) => Rendered::File(file.clone()),
            };
            return Checked::new(site.report.media.get(*at).map(whole), Diagnostics::new());
        }
        Page::Small(at, width) => {
            let small = |file| Rendered::Picture(Version::small(file, *width));
            return Checked::new(site.report.media.get(*at).map(small), Diagnostics::new());
        }
        Page::Card(of) => match card::drawing(of, frame) {
            Some(Ok(drawing)) => return Checked::new(Some(Rendered::Drawing(drawing)), Diagnostics::new()),
            Some(Err(error)) => Err(error),
            None => return nothing(),
        },
        Page::Embed(embed) => match embed::page(embed, frame, n) {
            Some(bytes) => bytes,
            None => return nothing(),
        },
        Page::OEmbed(embed) => match embed::oembed(embed, frame) {
            Some(bytes) => Ok(bytes),
            None => return nothing(),
        },
        Page::Asset(path) => match theme.assets.get(path).map(|asset| &asset.bytes) {
            Some(AssetBytes::Here(bytes)) => Ok(bytes.to_vec()),
            Some(AssetBytes::File(file)) => return Checked::new(Some(Rendered::File(file.clone())), Diagnostics::new()),
            None => return nothing(),
        },
    };
    let mut diagnostics: Diagnostics = notes.problems.iter().map(|error| theme.failure(error)).collect();
    let bytes = match result {
        Ok(bytes) => Some(Rendered::Bytes(bytes)),
        Err(error) => {
            diagnostics.push(theme.failure(&error));
            None
        }
    };
    let failed = diagnostics.has_errors();
    Checked::new(bytes.filter(|_| !failed), diagnostics)
}

/// Fills a template with a view, and with values that many pages share.
fn filled(
    template: &str,
    page: &Page,
    view: &impl view::PageView,
    more: &[(&'static str, tera::Value)],
    frame: Frame<'_>,
    notes: &mut Notes,
) -> Result<Vec<u8>, tera::Error> {
    // The notes on numbers cite sources, which are listed after that.
    let explained = view::notes::explained(frame, notes);
    let sources = notes.list(frame);
    let foot = [
        ("json_ld", metadata::json_ld(page, view, &sources, frame).into()),
        ("numbers", tera::Value::from_serializable(&explained.numbers)),
        ("terms_used", tera::Value::from_serializable(&explained.terms)),
        ("notes", tera::Value::from_serializable(&sources)),
    ];
    let more: Vec<(&'static str, tera::Value)> = more.iter().cloned().chain(foot).collect();
    let shown = with(view, &more);
    let site = frame.site_value();
    let mut context = Context::new();
    context.insert_value("parts", frame.parts(text(&shown, "key"), is_entry(&site, text(&shown, "url")))?);
    context.insert_value("t", frame.theme.word_values.clone());
    context.insert_value("site", site);
    context.insert_value("page", shown);
    let mut bytes = Vec::with_capacity(16 * 1024);
    frame.theme.tera.render_to(template, &context, &mut bytes)?;
    Ok(bytes)
}

/// Whether a page is the one that an entry of the menu leads to.
fn is_entry(site: &tera::Value, url: &str) -> bool {
    let menu = site.get_from_path("menu").and_then(tera::Value::as_array).unwrap_or(&[]);
    menu.iter().any(|entry| text(entry, "url") == url)
}

/// A text of a map; empty when there is none.
fn text<'a>(map: &'a tera::Value, name: &'a str) -> &'a str {
    map.get_from_path(name).and_then(tera::Value::as_str).unwrap_or("")
}

/// A view as a template value, with shared values put in beside its own. Those are not copied: Tera counts references.
fn with(view: &impl Serialize, more: &[(&'static str, tera::Value)]) -> tera::Value {
    let value = tera::Value::from_serializable(view);
    let mut map = value.into_map().unwrap_or_default();
    for (name, value) in more {
        map.insert((*name).into(), value.clone());
    }
    tera::Value::from(map)
}

// ── rows of records ──────────────────────────────────────────────────────────────────────────────────────────────────

fn all_codes(site: &Site) -> Vec<CountryCode> {
    site.report.countries.iter().map(|country| country.code.value).collect()
}

/// These codes in the order of the records' names.
fn by_name(codes: &[CountryCode], site: &Site) -> Vec<CountryCode> {
    let mut sorted: Vec<(usize, CountryCode)> =
        codes.iter().filter_map(|code| Some((site.standing(*code)?.country, *code))).collect();
    sorted.sort_unstable();
    sorted.into_iter().map(|(_, code)| code).collect()
}

#[derive(Serialize)]
struct BadgeGroup {
    badge: view::Badge,
}

#[derive(Serialize)]
struct RegionGroup {
    region: String,
}

fn groups_by_badge(frame: Frame<'_>) -> tera::Value {
    let badges = &frame.site.report.program.badges;
    let order = (0..badges.len()).map(Some).chain([None]);
    let groups = order.filter_map(|badge| {
        let codes: Vec<CountryCode> = all_codes(frame.site)
            .into_iter()
            .filter(|code| frame.site.standing(*code).is_some_and(|one| one.badge == badge))
            .collect();
        let group = BadgeGroup { badge: view::Badge::new(badge, frame) };
        (!codes.is_empty()).then(|| with(&group, &[("rows", frame.rows(&codes))]))
    });
    tera::Value::from(groups.collect::<Vec<_>>())
}

fn groups_by_region(frame: Frame<'_>) -> tera::Value {
    let mut regions: BTreeMap<&str, Vec<CountryCode>> = BTreeMap::new();
    for country in &frame.site.report.countries {
        regions.entry(frame.site.locale.region(&country.region)).or_default().push(country.code.value);
    }
    let groups = regions.into_iter().map(|(region, codes)| {
        let region = if region.is_empty() { frame.theme.word("no_region") } else { region };
        with(&RegionGroup { region: region.to_owned() }, &[("rows", frame.rows(&codes))])
    });
    tera::Value::from(groups.collect::<Vec<_>>())
}

fn list_values(lists: &[view::figures::ListView], frame: Frame<'_>) -> tera::Value {
    let values = lists.iter().map(|list| {
        let codes: Vec<CountryCode> = list.codes.iter().filter_map(|code| CountryCode::new(code)).collect();
        with(list, &[("members", frame.rows(&by_name(&codes, frame.site)))])
    });
    tera::Value::from(values.collect::<Vec<_>>())
}
