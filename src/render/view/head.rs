//! What every page has: title, address, the way to it, dates, how to report an error in it.
//!
//! In: a page. Out: [`Head`]; and [`PageView`], by which the rest of the program asks any page for it. It never knows what a page is about.

use super::{
    Correction, Date, Link, Share, article, country, data, feed, figures, home, lists, page_name, search, source, timeline,
};
use crate::link::{Channel, Download, FeedFormat, Page, Scope, Table};
use crate::render::embed::{self, Offer};
use crate::render::frame::Frame;
use crate::render::notes::Notes;
use crate::render::{card, dates, href, html, text};
use serde::Serialize;

/// What every page has.
#[derive(Clone, Serialize, Debug)]
pub struct Head {
    /// The menu entry that it belongs to.
    pub key: String,
    pub title: String,
    pub heading: String,
    pub description: String,
    pub canonical: String,
    pub url: String,
    pub crumbs: Vec<Link>,
    pub kind: &'static str,
    pub as_of_line: String,
    /// Why what it is about is not published yet, in a preview of drafts.
    pub unpublished: Option<String>,
    /// Whether its editors have said that it stays as it is.
    pub frozen: bool,
    /// When it was published, of an article.
    pub published: Option<Date>,
    /// When what it says last changed, where the content tells.
    pub modified: Option<Date>,
    pub report_error: Option<String>,
    /// Where the facts of the page stand as data (`facts.json`), when it has any.
    pub facts: Option<String>,
    /// Its text-only edition, when there is one.
    pub text: Option<String>,
    pub card: Option<Share>,
    /// The feed of the page itself, in each format.
    pub feeds: Vec<FeedLink>,
    /// What is on it for others to show.
    pub embeds: Vec<Offer>,
    /// The records of the page as data.
    pub data: Vec<DataLink>,
}

impl Head {
    /// The head of `page`, whose menu entry is `key`.
    #[must_use]
    pub fn new(frame: Frame<'_>, page: &Page, key: &'static str, title: &str) -> Self {
        let url = frame.url(page);
        Self {
            key: key.to_owned(),
            title: title.to_owned(),
            heading: title.to_owned(),
            description: shortened(&frame.site.report.settings.description),
            canonical: frame.absolute(&url),
            crumbs: crumbs(frame, page),
            kind: key,
            as_of_line: as_of_line(frame),
            unpublished: frame.site.release(page).and_then(|(place, _)| frame.unpublished(place)),
            frozen: frame.site.frozen(page).is_some(),
            published: Date::of(dates::published(page, frame), frame),
            modified: Date::of(dates::modified(page, frame), frame),
            report_error: report_error(frame, title),
            facts: frame.facts_url(page),
            text: text::url(page, frame),
            card: card::share(page, frame),
            feeds: FeedLink::of(page, frame),
            embeds: embed::offers_of(page, frame),
            data: DataLink::of(page, frame),
            url,
        }
    }

    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: shortened(&description.into()), ..self }
    }

    /// Another word for the style of the page than its menu entry.
    #[must_use]
    pub fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }
}

/// Where a feed is, and what it is.
#[derive(Clone, Serialize, Debug)]
pub struct FeedLink {
    /// `Atom`, `RSS` or `JSON`.
    pub format: &'static str,
    #[serde(rename = "type")]
    pub media_type: &'static str,
    pub url: String,
}

impl FeedLink {
    /// The feeds of a page; none for one without.
    fn of(page: &Page, frame: Frame<'_>) -> Vec<Self> {
        match page {
            Page::Country(code) => Self::all(Channel::Country(*code), frame),
            Page::Corrections => Self::all(Channel::Corrections, frame),
            _ => Vec::new(),
        }
    }

    /// A feed in each format.
    #[must_use]
    pub fn all(channel: Channel, frame: Frame<'_>) -> Vec<Self> {
        let link = |format: FeedFormat| Self {
            format: match format {
                FeedFormat::Atom => "Atom",
                FeedFormat::Rss => "RSS",
                FeedFormat::Json => "JSON",
            },
            media_type: format.media_type(),
            url: frame.url(&Page::Feed(channel, format)),
        };
        FeedFormat::ALL.map(link).into()
    }
}

/// Where a page is as data.
#[derive(Clone, Serialize, Debug)]
pub struct DataLink {
    #[serde(rename = "type")]
    pub media_type: &'static str,
    pub url: String,
    pub name: &'static str,
}

impl DataLink {
    /// Of a record: its events, everything as JSON, and the list of its tables. Of the page of downloads: every table, and the same.
    fn of(page: &Page, frame: Frame<'_>) -> Vec<Self> {
        let scope = match page {
            Page::Data => Scope::Report,
            Page::Country(code) => Scope::Country(*code),
            _ => return Vec::new(),
        };
        let is_offered = |download: &Download| match download {
            Download::Table(table) => scope == Scope::Report || *table == Table::Events,
            Download::Document | Download::Package => true,
            Download::Archive | Download::TableMetadata | Download::Readme => false,
        };
        let link = |download: Download| Self {
            media_type: if matches!(download, Download::Table(_)) { "text/csv" } else { "application/json" },
            url: frame.url(&Page::Download(scope, download)),
            name: download.file_name(scope),
        };
        scope.downloads().filter(is_offered).map(link).collect()
    }
}

/// What search engines and networks show below a title: about 160 characters, to the end of a word.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    let text = text.trim();
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(MOST - 1).collect();
    let kept = kept.rsplit_once(char::is_whitespace).map_or(kept.as_str(), |(kept, _)| kept);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '.', ' ']))
}

/// A page as its template receives it.
pub trait PageView: Serialize {
    fn head(&self) -> &Head;

    /// What its readers are told was wrong.
    fn corrections(&self) -> &[Correction] {
        &[]
    }
}

macro_rules! page_views {
    ($($view:ty $({$corrections:ident})?),* $(,)?) => {
        $(impl PageView for $view {
            fn head(&self) -> &Head {
                &self.head
            }

            $(fn corrections(&self) -> &[Correction] {
                &self.$corrections
            })?
        })*
    };
}

page_views!(
    article::ArticlePage { corrections },
    article::PlainPage { corrections },
    article::Articles,
    country::CountryPage { corrections },
    country::Countries,
    data::Data,
    feed::Feed,
    figures::Figures,
    home::Home,
    lists::Glossary,
    lists::Corrections { corrections },
    lists::Changes,
    lists::NotFound,
    search::Search,
    source::SourcePage,
    source::Sources,
    timeline::Timeline,
);

/// The head of a built page, with the title and introduction that a file of `content/pages/` gives it.
#[must_use]
pub fn introduced(frame: Frame<'_>, page: &Page, key: &'static str, notes: &mut Notes) -> (Head, Option<String>) {
    let own = frame.site.page(key);
    let title = own.map_or_else(|| frame.theme.word(&format!("title_{key}")).to_owned(), |page| page.title.value.clone());
    let head = Head::new(frame, page, key, &title);
    let head = match own.and_then(|page| page.description.clone()) {
        Some(description) => head.described(description),
        None => {
            let words = frame.theme.word(&format!("about_{key}")).to_owned();
            head.described(format!("{words} – {}", frame.site.report.settings.title))
        }
    };
    let intro = own.map(|page| html::html(&page.body, frame, notes)).filter(|html| !html.trim().is_empty());
    (head, intro)
}

/// The way from the home page to a page.
fn crumbs(frame: Frame<'_>, page: &Page) -> Vec<Link> {
    let home = Link { label: frame.theme.word("home").to_owned(), url: frame.url(&Page::Home) };
    let above = match page {
        Page::Home | Page::NotFound => return Vec::new(),
        Page::Article(_) => Some(Page::Articles),
        Page::Country(_) => Some(Page::Countries),
        Page::Source(_) => Some(Page::Sources),
        _ => None,
    };
    let above = above.map(|page| Link { label: page_name(&page, frame), url: frame.url(&page) });
    std::iter::once(home).chain(above).collect()
}

/// `As of 24 November 2026`: the day that the report is shown as of, else the day up to which it knows.
#[must_use]
pub fn as_of_line(frame: Frame<'_>) -> String {
    match frame.site.known_until() {
        Some(day) => frame.site.locale.sentence("as_of_line", &[("date", &frame.site.locale.date(day))]),
        None => String::new(),
    }
}

/// Where readers report an error on this page: mail with the page in its subject, or the publisher's own form.
#[must_use]
pub fn report_error(frame: Frame<'_>, title: &str) -> Option<String> {
    let contact = frame.site.report.settings.publisher.as_ref()?.contact.as_ref()?;
    if contact.contains("://") {
        return crate::model::Url::new(contact).map(|url| url.as_str().to_owned());
    }
    let subject = href::to("", &frame.site.locale.punctuated("colon", &[&frame.site.report.settings.title, title]), None);
    Some(format!("mailto:{contact}?subject={subject}"))
}
