//! The style page: what a theme looks like, for those who change it.
//!
//! In: the theme and the place of a report. Out: an [`Edition`] of its own below [`STYLE_PAGE`], of a small invented report that is part of the
//! program. Its first page shows the colours, the sizes and every component in every state, the others every template. All of them are made by
//! the same functions as the pages of any report, so nothing on them can look other than it does in use. They are never in the report's
//! sitemap, search or text edition, and nothing leads to them.

mod tokens;

use super::frame::{Frame, Shared};
use super::notes::Notes;
use super::{Edition, all_codes, embed, filled, groups_by_badge, href, list_values, view};
use crate::link::{self, Address, Base, Memos, Options, Page};
use crate::model::{self, CountryCode, Settings};
use crate::text::{Content, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::Value;

/// Where the style page is, below the base path.
pub const STYLE_PAGE: &str = "/style/";

macro_rules! sample {
    ($($path:literal)*) => {
        &[$((concat!("content/", $path), include_str!(concat!("sample/", $path))),)*]
    };
}

/// The invented report.
const SAMPLE: &[(&str, &str)] = sample! {
    "site.yaml"
    "program.yaml"
    "sources.yaml"
    "glossary.yaml"
    "articles/everything.md"
    "articles/first.md"
    "articles/second.md"
    "media/letter.svg"
    "pages/countries.md"
    "countries/belgium.yaml"
    "countries/fiji.yaml"
    "countries/guyana.yaml"
    "countries/liechtenstein.yaml"
    "countries/long-name.yaml"
    "countries/luxembourg.yaml"
    "countries/malta.yaml"
    "countries/mauritius.yaml"
    "countries/netherlands.yaml"
    "countries/seychelles.yaml"
};

/// The record that has everything a record can have.
const FULL: &str = "MT";

impl Edition {
    /// The style page of this edition's theme, with the pages that it leads to. Their addresses are below [`STYLE_PAGE`]. `None` only if the
    /// invented report were broken, which a test rules out.
    #[must_use]
    pub fn style_page(&self) -> Option<Self> {
        let own = &self.site.base;
        let below = |base: &str| format!("{base}{}", STYLE_PAGE.trim_start_matches('/'));
        let documents: Vec<model::Document> = files().under("content/").map(|file| model::read(file).value).collect();
        let mut report = model::assemble(&documents).value?;
        let language = self.site.report.settings.language.clone();
        report.settings = Arc::new(Settings { language, ..(*report.settings).clone() });
        let mut site = link::link(report, self.theme.locale.clone(), &Options::default(), &mut Memos::default()).value;
        site.base = Base { url: own.url.as_deref().map(below), path: below(&own.path) };
        Some(Self::sharing(site, self.theme.clone(), Shared::of_sample(own.path.clone())))
    }
}

fn files() -> Tree {
    let mut tree = Tree::new();
    for (path, text) in SAMPLE {
        tree.put(path, Content::Text((*text).into()));
    }
    tree
}

/// Every page of the invented report but those for machines that look for pages. Its home page makes room for the style page.
pub(super) fn plan(frame: Frame<'_>) -> BTreeMap<Address, Page> {
    let pages = frame.site.places.all().filter_map(|(address, page)| match page {
        Page::Sitemap | Page::NewsSitemap | Page::Robots => None,
        Page::Home => Some((Address::new("/home/")?, Page::Home)),
        _ => Some((address.clone(), page.clone())),
    });
    pages.chain(Address::new("/").map(|address| (address, Page::Style))).chain(embed::plan(frame)).collect()
}

/// The style page.
pub(super) fn page(frame: Frame<'_>, notes: &mut Notes) -> Result<Vec<u8>, tera::Error> {
    let site = frame.site;
    let mut home = view::home::home(frame, notes);
    home.head = view::Head::new(frame, &Page::Style, "style", frame.theme.word("title_style"));
    let others = site.report.program.figures.iter().zip(&site.figures).skip(home.figures.len());
    home.figures.extend(others.map(|(figure, value)| view::figures::Figure::card(figure, value, frame, notes)));
    let record = CountryCode::new(FULL).and_then(|code| Some((code, site.country(code)?, site.standing(code)?)));
    let record = record.map(|(code, country, standing)| view::country::page(code, country, standing, frame, notes));
    let everything = site.report.articles.iter().position(|article| article.file.stem() == "everything");
    let article = everything.and_then(|at| Some((at, site.article(at)?)));
    let article = article.map(|(at, article)| view::article::page(at, article, frame, notes));
    // Only its strips are shown, which lead to no note.
    let timeline = view::timeline::timeline(frame, &mut Notes::of(&Page::Timeline));
    let lists = view::figures::lists(frame, notes);
    let more = [
        ("tokens", Value::from_serializable(&tokens::of(frame.theme))),
        ("groups", groups_by_badge(frame)),
        ("rows", frame.rows(&all_codes(site))),
        ("lists", list_values(&lists, frame)),
        ("record", Value::from_serializable(&record)),
        ("record_card", Value::from_serializable(&CountryCode::new(FULL).and_then(|code| view::country::card(code, frame)))),
        ("article", Value::from_serializable(&article)),
        ("timeline", Value::from_serializable(&timeline)),
        ("templates", Value::from_serializable(&templates(frame))),
    ];
    filled("style.html", &Page::Style, &home, &more, frame, notes)
}

/// The whole pages: of each template at least one, and records that have everything and nothing.
fn templates(frame: Frame<'_>) -> Vec<view::Link> {
    let is_shown = |address: &Address, page: &Page| address.media_type().starts_with("text/html") && *page != Page::Style;
    let pages = plan(frame).into_iter().filter(|(address, page)| is_shown(address, page));
    let link = |(address, page): (Address, Page)| view::Link {
        label: view::page_name(&page, frame),
        url: href::href(frame.base_path(), &address, None),
    };
    pages.map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::{Diagnostics, one_line};

    #[test]
    fn the_invented_report_is_sound() {
        let tree = files();
        let mut findings = Diagnostics::new();
        let documents: Vec<model::Document> = tree.under("content/").map(|file| findings.take(model::read(file))).collect();
        let report = findings.take(model::assemble(&documents)).unwrap();
        let words = link::Locale::new("en", BTreeMap::new());
        findings.take(link::link(report, words.into(), &Options::default(), &mut Memos::default()));
        let shown: Vec<String> = findings.iter().map(|one| one_line(one, &tree)).collect();
        assert!(shown.is_empty(), "{shown:#?}");
    }
}
