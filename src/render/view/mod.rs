//! What templates receive: the only values that they can see.
//!
//! In: the site, through [`Frame`]. Out: one flat value for each kind of page, and the shapes that they share. Nothing here is lazy
//! and nothing can call back: a page is a function of its view. It never makes HTML except by [`html`](super::html).

pub mod article;
pub mod cite;
pub mod country;
pub mod data;
pub mod facts;
pub mod feed;
pub mod figures;
mod head;
pub mod home;
pub mod lists;
pub mod notes;
pub mod search;
pub mod site;
pub mod source;
pub mod timeline;
pub mod value;

pub use head::{FeedLink, Head, PageView, as_of_line, introduced, report_error};
pub use site::noun;
pub use value::{Claim, Dated, Retraction, Value};

use super::frame::Frame;
use super::{dates, embed};
use crate::link::wording::Style;
use crate::link::{Locale, Page, Standing};
use crate::model::date::Point;
use crate::model::program::{Amount, Badge as ModelBadge};
use crate::model::{Article, Country, CountryCode, Date as ModelDate, Quantity as ModelQuantity, Source};
use serde::Serialize;

/// A date, in words and as HTML's `datetime`.
#[derive(Clone, Serialize, Debug)]
pub struct Date {
    pub text: String,
    /// As precise as it is known; null where HTML has no form for it.
    pub iso: Option<String>,
    pub precision: &'static str,
    pub approximate: bool,
    /// Of a range its two ends, of an open date its beginning; nothing for one point.
    pub ends: Vec<End>,
}

/// One end of a range.
#[derive(Clone, Serialize, Debug)]
pub struct End {
    pub text: String,
    pub iso: String,
    /// Whether it is a day: some languages have other words for the ends then.
    pub day: bool,
}

#[derive(Clone, Serialize, Debug)]
pub struct Link {
    pub label: String,
    pub url: String,
}

/// A citation at one place of a page.
#[derive(Clone, Serialize, Debug)]
pub struct Cite {
    pub number: usize,
    /// The id of this place, to come back to.
    pub id: String,
    pub label: String,
    pub title: String,
    /// The source's page.
    pub url: String,
    /// The note at the foot of this page.
    pub href: String,
    pub locator: Option<String>,
}

/// A link in the text to a note of the page, or to the place itself where that is on the page.
#[derive(Clone, Serialize, Debug)]
pub struct Mark {
    pub href: String,
    /// The id of this place, to come back to; null where nothing leads back.
    pub id: Option<String>,
}

impl Mark {
    /// A link that nothing leads back to.
    #[must_use]
    pub fn to(href: String) -> Self {
        Self { href, id: None }
    }
}

/// A source at the foot of a page.
#[derive(Clone, Serialize, Debug)]
pub struct Note {
    pub number: usize,
    pub id: String,
    pub source: SourceView,
    pub locators: Vec<String>,
    pub back: Vec<Back>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Back {
    pub href: String,
    pub label: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct SourceView {
    pub id: String,
    pub title: String,
    pub publisher: String,
    pub authors: Vec<String>,
    pub published: Option<Date>,
    pub accessed: Option<Date>,
    pub url: String,
    pub archive: Option<String>,
    /// In words: `News report`.
    pub kind: String,
    pub language: Option<String>,
    pub note: Option<String>,
    /// The source that it copies or rests on.
    pub origin: Option<Link>,
    /// `live`, `moved`, `dead` or `retracted`; a copy of a retracted report is `retracted`.
    pub state: &'static str,
    /// What that means, in a sentence.
    pub state_meaning: String,
    /// When and why it was taken back, where that is known.
    pub retracted: Option<Retraction>,
    /// In words: `Subscribers only`; null when the record does not say.
    pub access: Option<String>,
    pub page_url: String,
    /// How many things rest on it.
    pub uses: usize,
}

#[derive(Clone, Serialize, Debug)]
pub struct Badge {
    pub id: String,
    pub label: String,
    pub definition: Option<String>,
    /// Place among the program's badges, from 1, for colour and pattern; 0 for no status.
    pub tone: usize,
}

/// A number or an amount, with how sure it is.
#[derive(Clone, Serialize, Debug)]
pub struct Quantity {
    pub text: String,
    pub kind: &'static str,
    pub low: Option<u64>,
    pub high: Option<u64>,
    /// `at least`; null where there is none.
    pub qualifier: Option<String>,
    /// The number alone; null where nobody knows.
    pub bare: Option<String>,
}

/// A record in a table.
#[derive(Clone, Serialize, Debug)]
pub struct CountryRow {
    pub code: String,
    pub name: String,
    /// Its other names and codes, for filters.
    pub other_names: Vec<String>,
    /// Ids of the lists that name it.
    pub lists: Vec<String>,
    pub url: String,
    pub badge: Badge,
    pub region: String,
    pub subregion: String,
    pub axes: Vec<AxisState>,
    pub latest: Option<Latest>,
    pub people: Option<Quantity>,
    pub articles: usize,
    /// Why it is not published yet, in a preview of drafts.
    pub unpublished: Option<String>,
}

#[derive(Clone, Serialize, Debug)]
pub struct AxisState {
    pub id: String,
    pub label: String,
    pub state: Option<State>,
}

#[derive(Clone, Serialize, Debug)]
pub struct State {
    pub id: String,
    pub label: String,
    pub definition: Option<String>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Latest {
    pub date: Date,
    pub summary: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct ArticleRow {
    pub title: String,
    pub url: String,
    pub description: String,
    pub date: Date,
    pub updated: Option<Date>,
    /// Why it is not published yet, in a preview of drafts.
    pub unpublished: Option<String>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Correction {
    pub on: Date,
    pub text: String,
    pub page: Option<Link>,
}

/// The share card that a page tells networks of.
#[derive(Clone, Serialize, Debug)]
pub struct Share {
    /// With host.
    pub url: String,
    pub width: u32,
    pub height: u32,
    /// What it shows, in words.
    pub alt: String,
}

/// What a page is called in a link.
#[must_use]
pub fn page_name(page: &Page, frame: Frame<'_>) -> String {
    let site = frame.site;
    let built = |key: &str| match site.page(key) {
        Some(page) => page.title.value.clone(),
        None => frame.theme.word(&format!("title_{key}")).to_owned(),
    };
    match page {
        Page::Home => site.report.settings.title.clone(),
        Page::Article(at) => site.article(*at).map_or_else(String::new, |article| article.title.value.clone()),
        Page::Page(at) => site.report.pages.get(*at).map_or_else(String::new, |page| page.title.value.clone()),
        Page::Country(code) => site.country(*code).map_or_else(|| code.to_string(), |country| country.name.value.clone()),
        Page::Source(id) => site.source(id.as_str()).map_or_else(|| id.to_string(), |source| source.title.clone()),
        Page::Articles => built("articles"),
        Page::Countries => built("countries"),
        Page::Sources => built("sources"),
        Page::Figures => built("figures"),
        Page::Timeline => built("timeline"),
        Page::Glossary => built("glossary"),
        Page::Corrections => built("corrections"),
        Page::Changes => built("changes"),
        Page::Search => built("search"),
        Page::Data => built("data"),
        Page::NotFound => built("404"),
        Page::Style => built("style"),
        Page::Feed(..) | Page::Sitemap | Page::SitemapPart(_) | Page::NewsSitemap | Page::Robots | Page::SearchIndex => {
            String::new()
        }
        Page::Download(scope, download) => download.file_name(*scope).to_owned(),
        Page::Host(file) => file.file_name().to_owned(),
        Page::Facts(page) | Page::Text(page, _) | Page::Card(page) | Page::Moved(page) => page_name(page, frame),
        Page::Media(at) | Page::Small(at, _) => {
            site.report.media.get(*at).map_or_else(String::new, |file| file.name().to_owned())
        }
        Page::Embed(embed) => embed::title(embed, frame).unwrap_or_default(),
        Page::OEmbed(_) => String::new(),
        Page::Asset(path) => path.clone(),
    }
}

impl Date {
    #[must_use]
    pub fn new(date: ModelDate, frame: Frame<'_>) -> Self {
        let iso = (date.end().is_none() && !date.is_open()).then(|| date.start().to_string());
        let end = |point: Point| End {
            text: frame.site.locale.point(point),
            iso: point.to_string(),
            day: matches!(point, Point::Day(_)),
        };
        let ends = match date.end() {
            Some(last) => vec![end(date.start()), end(last)],
            None => date.is_open().then(|| end(date.start())).into_iter().collect(),
        };
        Self { text: frame.site.locale.date(date), iso, precision: date.precision(), approximate: date.approximate, ends }
    }

    #[must_use]
    pub fn of(date: Option<ModelDate>, frame: Frame<'_>) -> Option<Self> {
        date.map(|date| Self::new(date, frame))
    }
}

impl SourceView {
    #[must_use]
    pub fn new(source: &Source, frame: Frame<'_>) -> Self {
        let id = &source.id.value;
        let origin = source.origin.as_ref().and_then(|origin| frame.site.source(origin.value.as_str()));
        let state = frame.site.state_of(source);
        Self {
            origin: origin.map(|origin| Link {
                label: frame.site.locale.punctuated("comma", &[&origin.title, &origin.publisher]),
                url: frame.source_url(&origin.id.value),
            }),
            state,
            retracted: source.retracted.as_ref().map(|one| Retraction { on: Date::new(one.on, frame), why: one.why.clone() }),
            state_meaning: frame.theme.word(&format!("source_state_{state}")).to_owned(),
            access: source.access.map(|access| frame.theme.word(&format!("access_{access}")).to_owned()),
            id: id.to_string(),
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            authors: source.authors.clone(),
            published: Date::of(source.published.as_ref().map(|date| date.value), frame),
            accessed: Date::of(source.accessed.as_ref().map(|date| date.value), frame),
            url: source.url.as_str().to_owned(),
            archive: source.archive.as_ref().map(|url| url.value.as_str().to_owned()),
            kind: frame.theme.word(&format!("source_kind_{}", source.kind)).to_owned(),
            language: source.language.clone(),
            note: source.note.clone(),
            page_url: frame.source_url(id),
            uses: frame.site.uses.get(id).map_or(0, crate::link::Uses::count),
        }
    }
}

impl Badge {
    /// The badge at this place of the program; a blank one for no status.
    #[must_use]
    pub fn new(at: Option<usize>, frame: Frame<'_>) -> Self {
        let badges = &frame.site.report.program.badges;
        match at.and_then(|at| Some((at, badges.get(at)?))) {
            Some((at, ModelBadge { id, label, definition, .. })) => {
                Self { id: id.value.to_string(), label: label.clone(), definition: definition.clone(), tone: at % 8 + 1 }
            }
            None => Self { id: "none".to_owned(), label: frame.theme.word("no_status").to_owned(), definition: None, tone: 0 },
        }
    }
}

impl Quantity {
    #[must_use]
    pub fn new(amount: Amount, frame: Frame<'_>) -> Self {
        Self::worded(amount, &frame.site.locale)
    }

    /// The amount in the words of a language.
    #[must_use]
    pub fn worded(amount: Amount, locale: &Locale) -> Self {
        let quantity = match amount {
            Amount::Number(quantity) => quantity,
            Amount::Money(money) => money.quantity,
        };
        let has_number = !matches!(quantity, ModelQuantity::None | ModelQuantity::Unknown | ModelQuantity::Undisclosed);
        Self {
            text: alone(amount, locale),
            kind: quantity.kind(),
            low: quantity.low(),
            high: quantity.high(),
            qualifier: locale.qualifier(quantity),
            bare: has_number.then(|| locale.amount(amount, Style::Bare)),
        }
    }

    #[must_use]
    pub fn number(quantity: ModelQuantity, frame: Frame<'_>) -> Self {
        Self::new(Amount::Number(quantity), frame)
    }
}

/// An amount that stands alone, in a table or beside a label, where "an unknown number" would be too many words.
fn alone(amount: Amount, locale: &Locale) -> String {
    let (quantity, standing) = match amount {
        Amount::Number(quantity) => (quantity, None),
        Amount::Money(money) => (money.quantity, money.standing),
    };
    match (quantity, standing) {
        (ModelQuantity::None, _) => locale.word("none").to_owned(),
        (ModelQuantity::Unknown, _) => locale.word("not_known").to_owned(),
        (ModelQuantity::Undisclosed, _) => locale.word("undisclosed").to_owned(),
        (_, None) => locale.amount(amount, Style::Digits),
        (_, Some(standing)) => {
            locale.sentence(&format!("money_{}", standing.word()), &[("amount", &locale.amount(amount, Style::Digits))])
        }
    }
}

impl CountryRow {
    #[must_use]
    pub fn new(code: CountryCode, country: &Country, standing: &Standing, frame: Frame<'_>) -> Self {
        let program = &frame.site.report.program;
        let axes = standing.axes.iter().map(|status| {
            let axis = &program.axes[status.axis];
            let state = status.state().and_then(|state| axis.states.get(state));
            AxisState {
                id: axis.id.value.to_string(),
                label: axis.label.clone(),
                state: state.map(|state| State {
                    id: state.id.value.to_string(),
                    label: state.label.clone(),
                    definition: state.definition.clone(),
                }),
            }
        });
        let lists = program.lists.iter().filter(|list| list.members.iter().any(|member| member.value == code));
        let latest = standing.events.last().and_then(|at| Some((*at, frame.site.events.get(*at)?)));
        Self {
            code: code.to_string(),
            name: country.name.value.clone(),
            other_names: search::names(country),
            lists: lists.map(|list| list.id.value.to_string()).collect(),
            url: frame.country_url(code),
            badge: Badge::new(standing.badge, frame),
            region: frame.site.locale.region(&country.region).to_owned(),
            subregion: frame.site.locale.region(&country.subregion).to_owned(),
            axes: axes.collect(),
            latest: latest.map(|(at, happening)| Latest {
                date: Date::new(happening.event.date.value, frame),
                summary: frame.event_plain(at).to_owned(),
            }),
            people: people_figure(frame)
                .and_then(|(_, value)| value.by_country.get(&code))
                .map(|amount| Quantity::new(*amount, frame)),
            articles: frame.site.mentioned_in.get(&code).map_or(0, Vec::len),
            unpublished: frame.unpublished(country.code.span),
        }
    }
}

/// The figure whose shares stand in tables of records: the first that adds people up.
#[must_use]
pub fn people_figure(frame: Frame<'_>) -> Option<(&crate::model::program::Figure, &crate::link::FigureValue)> {
    use crate::model::program::{Field, Method};
    let figures = &frame.site.report.program.figures;
    let at = figures.iter().position(|figure| matches!(figure.method, Method::Sum(Field::People, _)))?;
    Some((&figures[at], frame.site.figures.get(at)?))
}

impl ArticleRow {
    #[must_use]
    pub fn new(at: usize, article: &Article, frame: Frame<'_>) -> Self {
        let date = article.date.as_ref().map_or(frame.site.report.program.since.value, |date| date.value);
        Self {
            title: article.title.value.clone(),
            url: frame.url(&Page::Article(at)),
            description: article.description.clone().unwrap_or_default(),
            date: Date::new(date, frame),
            updated: Date::of(dates::updated(&Page::Article(at), frame), frame),
            unpublished: frame.unpublished(article.title.span),
        }
    }
}

/// Rows of the articles at these places.
#[must_use]
pub fn article_rows(all: &[usize], frame: Frame<'_>) -> Vec<ArticleRow> {
    all.iter().filter_map(|at| Some(ArticleRow::new(*at, frame.site.article(*at)?, frame))).collect()
}

/// How an arrangement was made, in words, to stand alone.
#[must_use]
pub fn form(form: &str, frame: Frame<'_>) -> String {
    frame.theme.word(&format!("form_{}", form.replace(' ', "_"))).to_owned()
}

/// Newest first.
pub fn corrections(all: &[crate::model::article::Correction], frame: Frame<'_>) -> Vec<Correction> {
    let mut sorted: Vec<_> = all.iter().collect();
    sorted.sort_by_key(|one| std::cmp::Reverse(one.on.value.listing_order()));
    sorted.into_iter().map(|one| Correction { on: Date::new(one.on.value, frame), text: one.text.clone(), page: None }).collect()
}
