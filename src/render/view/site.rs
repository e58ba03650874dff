//! What every template knows of the site.
//!
//! In: settings and program. Out: [`SiteView`], made once for an edition and shared by all pages. It never holds a list of pages that
//! grows with the report, the menu apart.

use super::{Date, FeedLink};
use crate::link::{Channel, Page};
use crate::model::{CountryCode, world};
use crate::render::frame::Frame;
use crate::render::policy;
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct SiteView {
    pub title: String,
    pub description: String,
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    pub base_url: String,
    pub base_path: String,
    /// Where the theme's assets are.
    pub assets: String,
    /// Whether search engines are asked to stay away.
    pub hidden: bool,
    /// Whether drafts are shown, and what is under embargo.
    pub drafts: bool,
    /// What pages may load: the Content-Security-Policy that each states of itself.
    pub policy: String,
    pub home: String,
    pub question: String,
    pub noun: Noun,
    pub since: Date,
    pub checked: Date,
    pub as_of: Option<Date>,
    /// The day up to which the report knows, also of an earlier state; null where it does not say.
    pub known: Option<Date>,
    pub publisher: Publisher,
    pub licence: Licence,
    pub worldview: Option<String>,
    pub generator: String,
    pub menu: Vec<MenuEntry>,
    /// The feed of the whole report, in each format.
    pub feeds: Vec<FeedLink>,
    /// What the people column of tables holds: the label of the first figure that adds people up.
    pub people_label: Option<String>,
    pub counts: Counts,
}

#[derive(Serialize, Debug)]
pub struct Noun {
    pub one: String,
    pub other: String,
}

#[derive(Serialize, Debug)]
pub struct Publisher {
    pub name: String,
    pub url: Option<String>,
    pub contact: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct Licence {
    pub name: Option<String>,
    pub url: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct MenuEntry {
    pub label: String,
    pub url: String,
    pub key: String,
}

#[derive(Serialize, Debug)]
pub struct Counts {
    pub countries: usize,
    pub articles: usize,
    pub events: usize,
    pub sources: usize,
    pub arrangements: usize,
}

/// The site as templates see it.
#[must_use]
pub fn site(frame: Frame<'_>) -> SiteView {
    let site = frame.site;
    let (settings, program) = (&site.report.settings, &site.report.program);
    let publisher = settings.publisher.as_ref();
    let worldview = settings.worldview.map(|word| frame.theme.word(&format!("worldview_{word}")).to_owned());
    SiteView {
        title: settings.title.clone(),
        description: settings.description.clone(),
        language: settings.language.value.clone(),
        direction: site.locale.direction(),
        base_url: site.base.url.clone().unwrap_or_else(|| site.base.path.clone()),
        base_path: site.base.path.clone(),
        assets: frame.assets_path(),
        hidden: frame.is_sample() || !site.report.early.is_empty(),
        drafts: !site.report.early.is_empty(),
        policy: policy::policy(frame),
        home: frame.url(&Page::Home),
        question: program.question.clone(),
        noun: noun(frame),
        since: Date::new(program.since.value, frame),
        checked: Date::new(program.checked.as_ref().map_or(program.since.value, |date| date.value), frame),
        as_of: Date::of(site.as_of, frame),
        known: Date::of(site.known_until(), frame),
        publisher: Publisher {
            name: settings.publisher_name().to_owned(),
            url: publisher.and_then(|one| one.url.as_ref()).map(|url| url.as_str().to_owned()),
            contact: publisher.and_then(|one| one.contact.clone()),
        },
        licence: Licence {
            name: settings.licence.as_ref().map(|licence| licence.name.clone()),
            url: settings.licence.as_ref().and_then(|licence| licence.url.as_ref()).map(|url| url.as_str().to_owned()),
        },
        worldview,
        generator: format!("Sourcebook {}", env!("CARGO_PKG_VERSION")),
        menu: menu(frame),
        feeds: FeedLink::all(Channel::Report, frame),
        people_label: super::people_figure(frame).map(|(figure, _)| figure.label.clone()),
        counts: Counts {
            countries: site.report.countries.len(),
            articles: site.report.articles.len(),
            events: site.events.len(),
            sources: site.report.sources.len(),
            arrangements: site.report.countries.iter().map(|country| country.arrangements.len()).sum(),
        },
    }
}

/// What records are called together. A report that has not chosen its own words, and has a record of a territory whose status is in dispute, does not
/// call all of them countries.
#[must_use]
pub fn noun(frame: Frame<'_>) -> Noun {
    let noun = &frame.site.report.program.noun;
    let disputed = || world::world().areas.iter().filter_map(|area| CountryCode::new(area.code.as_deref()?));
    if noun.other == "countries" && disputed().any(|code| frame.site.country(code).is_some()) {
        let word = |key: &str| frame.theme.word(key).to_owned();
        return Noun { one: word("noun_mixed"), other: word("nouns_mixed") };
    }
    Noun { one: noun.one.clone(), other: noun.other.clone() }
}

/// Built pages in the order of a reader's questions, then the newsroom's own pages, data and search last.
fn menu(frame: Frame<'_>) -> Vec<MenuEntry> {
    let built = |page: Page, key: &str| MenuEntry {
        label: frame.theme.word(&format!("menu_{key}")).to_owned(),
        url: frame.url(&page),
        key: key.to_owned(),
    };
    let mut menu = vec![
        built(Page::Articles, "articles"),
        built(Page::Countries, "countries"),
        built(Page::Figures, "figures"),
        built(Page::Timeline, "timeline"),
        built(Page::Sources, "sources"),
        built(Page::Glossary, "glossary"),
    ];
    for (at, page) in frame.site.report.pages.iter().enumerate() {
        if frame.site.places.address(&Page::Page(at)).is_some() {
            let page = MenuEntry {
                label: page.title.value.clone(),
                url: frame.url(&Page::Page(at)),
                key: format!("page_{}", page.file.stem()),
            };
            menu.push(page);
        }
    }
    menu.push(built(Page::Corrections, "corrections"));
    menu.push(built(Page::Data, "data"));
    menu.push(built(Page::Search, "search"));
    menu
}
