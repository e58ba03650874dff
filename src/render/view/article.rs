//! Articles and pages as templates receive them.
//!
//! In: an article or page. Out: [`ArticlePage`], [`PlainPage`], and the list of articles. It never shows a text that is not
//! in the file.

use super::cite::CiteThis;
use super::{ArticleRow, Correction, Date, Head};
use crate::link::Page;
use crate::model::{Article, FactCheck};
use crate::parse::{Prose, Title};
use crate::render::frame::Frame;
use crate::render::notes::Notes;
use crate::render::pictures::Shown;
use crate::render::{dates, html};
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct ArticlePage {
    #[serde(flatten)]
    pub head: Head,
    pub standfirst: String,
    pub authors: Vec<Author>,
    pub date: Date,
    pub updated: Option<Date>,
    pub topics: Vec<String>,
    pub image: Option<Shown>,
    pub fact_check: Option<Verdict>,
    pub body: String,
    pub contents: Vec<Entry>,
    pub updates: Vec<Correction>,
    pub corrections: Vec<Correction>,
    pub newer: Option<ArticleRow>,
    pub older: Option<ArticleRow>,
    pub cite: CiteThis,
}

#[derive(Serialize, Debug)]
pub struct PlainPage {
    #[serde(flatten)]
    pub head: Head,
    pub body: String,
    pub contents: Vec<Entry>,
    pub corrections: Vec<Correction>,
}

#[derive(Serialize, Debug)]
pub struct Articles {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub articles: Vec<ArticleRow>,
}

#[derive(Serialize, Debug)]
pub struct Author {
    pub name: String,
    pub url: Option<String>,
}

/// What an article finds of somebody's words.
#[derive(Serialize, Debug)]
pub struct Verdict {
    pub claim: String,
    pub claimant: String,
    pub said: Option<Date>,
    pub at: Option<String>,
    pub verdict: String,
    pub rating: Option<Rating>,
}

/// A verdict as a number on a scale that begins at 1.
#[derive(Serialize, Debug)]
pub struct Rating {
    pub value: u32,
    pub best: u32,
}

/// A heading in the list of contents.
#[derive(Serialize, Debug)]
pub struct Entry {
    pub level: u8,
    pub id: String,
    pub text: String,
    pub children: Vec<Entry>,
}

/// The page of an article.
#[must_use]
pub fn page(at: usize, article: &Article, frame: Frame<'_>, notes: &mut Notes) -> ArticlePage {
    let head = Head::new(frame, &Page::Article(at), "articles", &article.title.value).of_kind("article");
    let head = match &article.description {
        Some(description) => head.described(description.clone()),
        None => head,
    };
    let neighbour = |at: Option<usize>| at.and_then(|at| Some(ArticleRow::new(at, frame.site.article(at)?, frame)));
    let date = article.date.as_ref().map_or(frame.site.report.program.since.value, |date| date.value);
    ArticlePage {
        standfirst: article.description.clone().unwrap_or_default(),
        authors: article
            .authors
            .iter()
            .map(|author| Author { name: author.name.clone(), url: author.url.as_ref().map(|url| url.as_str().to_owned()) })
            .collect(),
        date: Date::new(date, frame),
        updated: Date::of(dates::updated(&Page::Article(at), frame), frame),
        topics: article.topics.clone(),
        image: image(article, frame, notes),
        fact_check: article.fact_check.as_ref().map(|check| Verdict::new(check, frame)),
        body: html::html(&article.body, frame, notes),
        contents: contents(&article.body, frame),
        updates: super::corrections(&article.updates, frame),
        corrections: corrections(article, frame),
        newer: neighbour(at.checked_sub(1)),
        older: neighbour(Some(at + 1)),
        cite: CiteThis::new(&Page::Article(at), frame),
        head,
    }
}

/// A page of its own, such as "About".
#[must_use]
pub fn plain(at: usize, page: &Article, frame: Frame<'_>, notes: &mut Notes) -> PlainPage {
    let head = Head::new(frame, &Page::Page(at), "page", &page.title.value);
    let head = match &page.description {
        Some(description) => head.described(description.clone()),
        None => head,
    };
    PlainPage {
        head: Head { key: format!("page_{}", page.file.stem()), ..head },
        body: html::html(&page.body, frame, notes),
        contents: contents(&page.body, frame),
        corrections: corrections(page, frame),
    }
}

/// What was wrong in a text, and numbers behind it that were taken back after it was published.
fn corrections(text: &Article, frame: Frame<'_>) -> Vec<Correction> {
    let since = text.date.as_ref().map(|date| date.value);
    super::facts::with_taken_back(
        super::corrections(&text.corrections, frame),
        super::facts::taken_back(&text.body, since, frame),
    )
}

/// The list of all articles, newest first.
#[must_use]
pub fn articles(frame: Frame<'_>, notes: &mut Notes) -> Articles {
    let (head, intro) = super::introduced(frame, &Page::Articles, "articles", notes);
    let all: Vec<usize> = (0..frame.site.report.articles.len()).collect();
    Articles { head, intro, articles: super::article_rows(&all, frame) }
}

fn image(article: &Article, frame: Frame<'_>, notes: &mut Notes) -> Option<Shown> {
    let image = article.image.as_ref()?;
    let title = Title { caption: "", credit: &image.credit };
    Shown::media(frame.site.picture_of(article)?, &image.alt, title, frame, notes)
}

/// The two upper levels of headings. Fewer than three headings need no list.
fn contents(prose: &Prose, frame: Frame<'_>) -> Vec<Entry> {
    let Some(top) = prose.headings.iter().map(|heading| heading.level).min() else { return Vec::new() };
    let mut entries: Vec<Entry> = Vec::new();
    for heading in prose.headings.iter().filter(|heading| heading.level <= top + 1) {
        let entry = Entry {
            level: heading.level,
            id: heading.id.clone(),
            text: html::heading_text(prose, heading, frame),
            children: Vec::new(),
        };
        match entries.last_mut() {
            Some(parent) if heading.level > top => parent.children.push(entry),
            _ => entries.push(entry),
        }
    }
    if prose.headings.len() < 3 { Vec::new() } else { entries }
}

impl Verdict {
    fn new(check: &FactCheck, frame: Frame<'_>) -> Self {
        Self {
            claim: frame.site.locale.quoted(&check.claim),
            claimant: check.claimant.clone(),
            said: Date::of(check.said, frame),
            at: check.at.as_ref().map(|url| url.as_str().to_owned()),
            verdict: check.verdict.clone(),
            rating: check.rating.map(|rating| Rating { value: rating.value, best: rating.best }),
        }
    }
}
