//! The feed: articles, what became known, and what was updated or corrected, each told apart.
//!
//! In: the site. Out: [`Feed`] for the Atom template (RFC 4287). Times are those of the records; where only a month is known, an entry
//! gets the month's last day, because a feed needs a time and must not claim that something was known before it was. It never uses
//! the time of the build.

use super::Head;
use crate::link::Page;
use crate::model::Date;
use crate::render::frame::Frame;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

/// Entries that a feed holds.
const LIMIT: usize = 30;

#[derive(Serialize, Debug)]
pub struct Feed {
    #[serde(flatten)]
    pub head: Head,
    pub updated: String,
    pub entries: Vec<Entry>,
}

#[derive(Serialize, Debug)]
pub struct Entry {
    pub id: String,
    pub title: String,
    pub url: String,
    pub updated: String,
    pub summary: String,
    /// `article`, `event`; `update`: the world changed; `correction`: the report was wrong.
    pub category: &'static str,
    /// The same in words.
    pub category_label: String,
}

/// The site's feed.
#[must_use]
pub fn feed(frame: Frame<'_>) -> Feed {
    let head = Head::new(frame, &Page::Feed, "feed", &frame.site.report.settings.title);
    let label = |category: &str| frame.theme.word(&format!("feed_{category}")).to_owned();
    let mut dated: Vec<(Date, Entry)> = Vec::new();
    for (at, article) in frame.site.report.articles.iter().enumerate().take(LIMIT) {
        let Some(date) = article.changed() else { continue };
        let url = frame.absolute(&frame.url(&Page::Article(at)));
        let summary = format!("<p>{}</p>", crate::render::href::escaped(&article.description.clone().unwrap_or_default()));
        let title = article.title.value.clone();
        dated.push((
            date,
            Entry {
                id: url.clone(),
                title,
                url,
                updated: time(date),
                summary,
                category: "article",
                category_label: label("article"),
            },
        ));
    }
    for at in super::home::latest_known(frame).into_iter().take(LIMIT) {
        let happening = &frame.site.events[at];
        let event = &happening.event;
        let url = frame.absolute(&frame.event_url(at));
        let locale = &frame.site.locale;
        let kind = frame.site.report.program.kind(event.kind.value.as_str()).map_or("", |kind| kind.label.as_str());
        let what = locale.punctuated("comma", &[kind, &locale.date(event.date.value)]);
        let title = match happening.home {
            Some(code) => locale.punctuated("colon", &[&super::page_name(&Page::Country(code), frame), &what]),
            None => what,
        };
        // A feed has no notes, so its entries have no citations; the page that they lead to has them.
        let summary = format!("<p>{}</p>", crate::render::href::escaped(frame.event_plain(at)));
        let updated = time(event.known());
        dated.push((
            event.known(),
            Entry { id: url.clone(), title, url, updated, summary, category: "event", category_label: label("event") },
        ));
    }
    let told = [("correction", super::lists::all_corrections(frame)), ("update", super::lists::all_updates(frame))];
    for (category, all) in told {
        for (on, text, page) in all.into_iter().take(LIMIT) {
            let url = frame.absolute(&page.url);
            // By its words, so that it stays the same entry when another one comes before it.
            let id = format!("{url}#{category}-{on}-{:08x}", xxh3_64(text.as_bytes()) >> 32);
            let title = frame.site.locale.punctuated("colon", &[&label(category), &page.label]);
            let summary = format!("<p>{}</p>", crate::render::href::escaped(&text));
            dated.push((on, Entry { id, title, url, updated: time(on), summary, category, category_label: label(category) }));
        }
    }
    dated.sort_by_key(|(date, _)| std::cmp::Reverse(date.latest()));
    dated.truncate(LIMIT);
    let known = frame.site.report.program.checked.as_ref().map_or(frame.site.report.program.since.value, |date| date.value);
    let updated = dated.first().map_or_else(|| time(known), |(_, entry)| entry.updated.clone());
    Feed { head, updated, entries: dated.into_iter().map(|(_, entry)| entry).collect() }
}

fn time(date: Date) -> String {
    format!("{}T00:00:00Z", date.latest())
}
