//! The small pages that are one list each: glossary, corrections, what changed, not found.
//!
//! In: the site. Out: one view each. They never hide an empty list: the template says that it is empty.

use super::timeline::{Event, events};
use super::{Cite, Correction, Date, Head, Link};
use crate::link::{Page, filed, wording};
use crate::model::Source;
use crate::model::evidence::Stated;
use crate::render::frame::Frame;
use crate::render::html;
use crate::render::notes::Notes;
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct Glossary {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub terms: Vec<Term>,
}

#[derive(Serialize, Debug)]
pub struct Term {
    pub id: String,
    pub anchor: String,
    pub term: String,
    pub definition: String,
    pub aliases: Vec<String>,
    pub cites: Vec<Cite>,
}

#[derive(Serialize, Debug)]
pub struct Corrections {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub corrections: Vec<Correction>,
}

#[derive(Serialize, Debug)]
pub struct Changes {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub changes: Vec<Change>,
    pub updates: Vec<Correction>,
}

/// What became known in one month (or in one year, when no more is known).
#[derive(Serialize, Debug)]
pub struct Change {
    pub date: Date,
    pub events: Vec<Event>,
}

#[derive(Serialize, Debug)]
pub struct NotFound {
    #[serde(flatten)]
    pub head: Head,
}

/// Terms by name.
#[must_use]
pub fn glossary(frame: Frame<'_>, notes: &mut Notes) -> Glossary {
    let (head, intro) = super::introduced(frame, &Page::Glossary, "glossary", notes);
    let mut terms: Vec<_> = frame.site.report.terms.iter().flat_map(|terms| terms.iter()).collect();
    terms.sort_by_cached_key(|term| filed(&term.term.value));
    let terms = terms.into_iter().map(|term| Term {
        id: term.id.value.to_string(),
        anchor: term.id.value.to_string(),
        term: term.term.value.clone(),
        definition: html::html(&term.definition, frame, notes),
        aliases: other_words(term),
        cites: Vec::new(),
    });
    Glossary { head, intro, terms: terms.collect() }
}

/// Other words for a term, without forms of a word that stands already, such as its plural.
fn other_words(term: &crate::model::Term) -> Vec<String> {
    let mut words = vec![term.term.value.clone()];
    for alias in &term.aliases {
        if !words.iter().any(|word| is_form_of(word, &alias.value)) {
            words.push(alias.value.clone());
        }
    }
    words.split_off(1)
}

/// Whether one begins with the other and has at most two letters more: `stay` and `stays`, `loi` and `lois`.
fn is_form_of(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let more = a.strip_prefix(&b).or_else(|| b.strip_prefix(&a));
    more.is_some_and(|more| more.chars().count() <= 2 && more.chars().all(char::is_alphabetic))
}

/// Everything that was wrong and was put right: in front matter, in records, and claims that were taken back. Newest first.
#[must_use]
pub fn corrections(frame: Frame<'_>, notes: &mut Notes) -> Corrections {
    let (head, intro) = super::introduced(frame, &Page::Corrections, "corrections", notes);
    let all = frame.corrections().iter().cloned();
    let all = all.map(|(on, text, page)| Correction { on: Date::new(on, frame), text, page: Some(page) });
    Corrections { head, intro, corrections: all.collect() }
}

/// What was told on a day about a place.
pub type Told = (crate::model::Date, String, Link);

/// Every correction of the report with its day and its place, newest first. [`Frame::corrections`] has them made already.
#[must_use]
pub fn all_corrections(frame: Frame<'_>) -> Vec<Told> {
    let report = &frame.site.report;
    let link = |page: Page| Link { label: super::page_name(&page, frame), url: frame.url(&page) };
    let mut all = Vec::new();
    for (at, article) in report.articles.iter().enumerate() {
        all.extend(article.corrections.iter().map(|one| (one.on.value, one.text.clone(), link(Page::Article(at)))));
    }
    for (at, page) in report.pages.iter().enumerate() {
        all.extend(page.corrections.iter().map(|one| (one.on.value, one.text.clone(), link(Page::Page(at)))));
    }
    for country in &report.countries {
        all.extend(
            country.corrections.iter().map(|one| (one.on.value, one.text.clone(), link(Page::Country(country.code.value)))),
        );
    }
    for country in &report.countries {
        let code = country.code.value;
        for one in &country.arrangements {
            let anchor = crate::render::frame::arrangement_anchor(&one.id.value);
            let url = frame.url_at(&Page::Country(code), Some(&anchor));
            let link = Link { label: super::page_name(&Page::Country(code), frame), url };
            all.extend(retractions_of(one, frame).into_iter().map(|(on, text)| (on, text, link.clone())));
        }
    }
    all.extend(report.sources.values().filter_map(|source| withdrawn_source(source, frame)));
    for (at, happening) in frame.site.events.iter().enumerate() {
        let place = happening
            .home
            .map_or_else(|| frame.theme.word("title_timeline").to_owned(), |code| super::page_name(&Page::Country(code), frame));
        let link = Link { label: place, url: frame.event_url(at) };
        all.extend(retractions(at, frame).into_iter().map(|(on, text)| (on, text, link.clone())));
    }
    all.sort_by_key(|(on, ..)| std::cmp::Reverse(on.listing_order()));
    all
}

/// Every update of an article with its day and its place, newest first.
pub(super) fn all_updates(frame: Frame<'_>) -> Vec<Told> {
    let mut all = Vec::new();
    for (at, article) in frame.site.report.articles.iter().enumerate() {
        let link = || Link { label: super::page_name(&Page::Article(at), frame), url: frame.url(&Page::Article(at)) };
        all.extend(article.updates.iter().map(|update| (update.on.value, update.text.clone(), link())));
    }
    all.sort_by_key(|(on, ..)| std::cmp::Reverse(on.listing_order()));
    all
}

/// The claims of an event that were taken back: when, and what was said of what.
pub(super) fn retractions(at: usize, frame: Frame<'_>) -> Vec<(crate::model::Date, String)> {
    let Some(happening) = frame.site.events.get(at) else { return Vec::new() };
    let event = &happening.event;
    let kind = frame.site.report.program.kind(event.kind.value.as_str()).map_or("", |kind| kind.label.as_str());
    let locale = &frame.site.locale;
    let of = locale.punctuated("comma", &[kind, &locale.date(event.date.value)]);
    event.stated().filter_map(|claim| withdrawn(&claim, &of, frame)).collect()
}

/// The claims of an arrangement that were taken back.
pub(super) fn retractions_of(
    arrangement: &crate::model::country::Arrangement,
    frame: Frame<'_>,
) -> Vec<(crate::model::Date, String)> {
    let name = arrangement.title.clone().unwrap_or_else(|| super::form(arrangement.form, frame));
    arrangement.stated().filter_map(|claim| withdrawn(&claim, &name, frame)).collect()
}

/// When a publisher took a source back, the sentence about it, and its page; nothing for one that stands.
pub(super) fn withdrawn_source(source: &Source, frame: Frame<'_>) -> Option<(crate::model::Date, String, Link)> {
    let retraction = source.retracted.as_ref()?;
    let page = Page::Source(source.id.value.clone());
    let link = Link { label: super::page_name(&page, frame), url: frame.url(&page) };
    let why = wording::capital(&retraction.why);
    let (words, title, publisher) = (frame.theme.word("source_withdrawn"), &source.title, &source.publisher);
    Some((retraction.on, format!("{words} {} ({publisher}). {why}", frame.site.locale.quoted(title)), link))
}

/// When a claim was taken back, and the sentence about it; nothing for one that stands.
fn withdrawn(claim: &Stated<'_>, of: &str, frame: Frame<'_>) -> Option<(crate::model::Date, String)> {
    let retraction = claim.retracted?;
    let (withdrawn, field) = (frame.theme.word("withdrawn"), frame.theme.word(claim.field));
    let why = wording::capital(&retraction.why);
    let amount = || claim.value.amount().map(|amount| super::Quantity::new(amount, frame).text);
    let value = claim.value.date().map(|date| frame.site.locale.date(date)).or_else(amount).unwrap_or_default();
    let value = frame.site.locale.quoted(&value);
    let what = format!("{field} {value} ({of}). {why}");
    Some((retraction.on, frame.site.locale.punctuated("colon", &[withdrawn, &what])))
}

/// What became known, by month, newest first; and updates of articles. Each event carries its own day, so that a heading for each would say it twice.
#[must_use]
pub fn changes(frame: Frame<'_>, notes: &mut Notes) -> Changes {
    let (head, intro) = super::introduced(frame, &Page::Changes, "changes", notes);
    let mut months: Vec<(crate::model::Date, Vec<usize>)> = Vec::new();
    for at in super::home::latest_known(frame) {
        let month = frame.site.events[at].event.known().month();
        match months.last_mut() {
            Some((last, all)) if *last == month => all.push(at),
            _ => months.push((month, vec![at])),
        }
    }
    let changes = months
        .into_iter()
        .map(|(date, all)| Change { date: Date::new(date, frame), events: events(all, frame, notes) })
        .collect();
    let updates = all_updates(frame).into_iter();
    let updates = updates.map(|(on, text, page)| Correction { on: Date::new(on, frame), text, page: Some(page) });
    Changes { head, intro, changes, updates: updates.collect() }
}

/// The page that is shown where there is none.
#[must_use]
pub fn not_found(frame: Frame<'_>) -> NotFound {
    let head = Head::new(frame, &Page::NotFound, "404", frame.theme.word("title_404"));
    NotFound { head: head.described(frame.theme.word("not_found_text")) }
}

#[cfg(test)]
mod tests {
    use super::is_form_of;

    #[test]
    fn a_plural_is_no_other_word() {
        assert!(
            is_form_of("court stay", "Court stays")
                && is_form_of("diplomatic notes", "diplomatic note")
                && is_form_of("stay", "stayed")
        );
        assert!(!is_form_of("court stay", "stay of the order") && !is_form_of("act", "action") && !is_form_of("Part", "Part 2"));
    }
}
