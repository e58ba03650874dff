//! How to cite a page.
//!
//! In: a page. Out: [`Work`]: what a citation says of it, in words and, one file each, in the formats that reference managers read. It never says
//! when somebody read the page: that only its reader knows.

mod bibtex;
mod csl;
mod ris;

use super::frame::Frame;
use super::view::page_name;
use crate::link::Page;
use crate::model::Date;

/// A page as a work that can be cited.
pub struct Work {
    /// The last part of its address and its year: `rwanda-2026`.
    pub key: String,
    /// Whether it is a set of data rather than a page to read.
    pub is_data: bool,
    pub title: String,
    /// The report that it is part of.
    pub report: String,
    pub publisher: String,
    /// Of an article; the publisher stands for the others.
    pub authors: Vec<String>,
    /// Those of them that are no person.
    pub organizations: Vec<String>,
    /// When it was published, or last changed.
    pub date: Option<Date>,
    /// The day up to which the report knew what the page says, by which one edition is told from the next.
    pub version: Option<Date>,
    pub url: String,
    /// A tag (BCP 47).
    pub language: String,
}

impl Work {
    /// An article, the page of a record, or that of the data; nothing for the others, which are lists of these.
    #[must_use]
    pub fn of(page: &Page, frame: Frame<'_>) -> Option<Self> {
        let site = frame.site;
        let article = match page {
            Page::Article(at) => Some(site.article(*at)?),
            Page::Country(_) | Page::Data => None,
            _ => return None,
        };
        let version = site.known_until();
        let date = article.and_then(|article| article.changed()).or(version);
        let settings = &site.report.settings;
        let name = site.places.address(page)?.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        // Keys of BibTeX are ASCII.
        let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let year = date.map(|date| date.start().year().to_string());
        let authors = || article.iter().flat_map(|article| &article.authors);
        let parts = [Some(name).filter(|name| !name.is_empty()), year];
        Some(Self {
            key: parts.into_iter().flatten().collect::<Vec<_>>().join("-"),
            is_data: *page == Page::Data,
            title: page_name(page, frame),
            report: settings.title.clone(),
            publisher: settings.publisher_name().to_owned(),
            authors: authors().map(|author| author.name.clone()).collect(),
            organizations: authors().filter(|author| author.is_organization()).map(|author| author.name.clone()).collect(),
            date,
            version,
            url: frame.whole_url(page),
            language: settings.language.value.clone(),
        })
    }

    /// For a caption: who, what, the year and where.
    #[must_use]
    pub fn short(&self, frame: Frame<'_>) -> String {
        let locale = &frame.site.locale;
        let (by, title) = (self.by(frame), locale.quoted(&self.title));
        let year = self.date.map(|date| date.start().year().to_string());
        let parts: Vec<&str> = [by.as_str(), title.as_str()].into_iter().chain(year.as_deref()).collect();
        format!("{}. {}", locale.punctuated("comma", &parts), self.url)
    }

    /// For a list of references: the report and its version too.
    #[must_use]
    pub fn long(&self, frame: Frame<'_>) -> String {
        let locale = &frame.site.locale;
        let (by, title) = (self.by(frame), locale.quoted(&self.title));
        let publisher = Some(self.publisher.as_str()).filter(|name| *name != by && *name != self.report);
        let day = self.date.filter(|date| Some(*date) != self.version).map(|date| locale.date(date));
        let version = self.version_in_words(frame);
        let more = publisher.into_iter().chain(day.as_deref()).chain(version.as_deref());
        let parts: Vec<&str> = [title.as_str(), self.report.as_str()].into_iter().chain(more).collect();
        let work = locale.punctuated("comma", &parts);
        format!("{}. {}", locale.punctuated("colon", &[&by, &work]), self.url)
    }

    /// As BibTeX.
    #[must_use]
    pub fn bibtex(&self, frame: Frame<'_>) -> String {
        bibtex::entry(self, frame)
    }

    /// As CSL-JSON.
    #[must_use]
    pub fn csl(&self) -> String {
        csl::json(self)
    }

    /// As RIS.
    #[must_use]
    pub fn ris(&self) -> String {
        ris::record(self)
    }

    /// Its authors, or the publisher.
    fn creators(&self) -> &[String] {
        if self.authors.is_empty() { std::slice::from_ref(&self.publisher) } else { &self.authors }
    }

    fn by(&self, frame: Frame<'_>) -> String {
        frame.site.locale.and(self.creators())
    }

    fn version_in_words(&self, frame: Frame<'_>) -> Option<String> {
        let locale = &frame.site.locale;
        Some(locale.sentence("cite_version", &[("date", &locale.date(self.version?))]))
    }
}

/// A text on one line, as the formats have it.
fn on_one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
