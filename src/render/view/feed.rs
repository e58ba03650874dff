//! Feeds: articles, what became known, and what was updated or corrected, each told apart.
//!
//! In: the site. Out: [`Feed`] of the whole report, of one record or of corrections, for the templates of Atom (RFC 4287) and RSS 2.0, and as JSON
//! Feed 1.1. Every entry carries its whole text, with addresses that hold anywhere. Times are those of the records; where only a month is
//! known, an entry gets the month's last day, because a feed needs a time and must not claim that something was known before it was. It
//! never uses the time of the build.

use super::lists::{self, Told};
use super::{Head, Link, page_name};
use crate::link::{Channel, FeedFormat, Page, Standing};
use crate::model::{Article, CountryCode, Date, Day};
use crate::parse::Prose;
use crate::render::frame::Frame;
use crate::render::notes::Notes;
use crate::render::{dates, href, html};
use serde::Serialize;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

/// Entries that a feed holds.
const LIMIT: usize = 30;

#[derive(Serialize, Debug)]
pub struct Feed {
    #[serde(flatten)]
    pub head: Head,
    /// The page that it tells of, with host.
    pub home: String,
    pub updated: Time,
    pub entries: Vec<Entry>,
}

/// A time as feeds write it.
#[derive(Clone, Serialize, Debug)]
pub struct Time {
    /// By RFC 3339, for Atom and JSON Feed.
    pub iso: String,
    /// By RFC 822, for RSS.
    pub rfc822: String,
}

#[derive(Serialize, Debug)]
pub struct Entry {
    /// Where it stands, with host; the same in every build.
    pub id: String,
    pub title: String,
    pub url: String,
    pub published: Time,
    pub updated: Time,
    pub authors: Vec<String>,
    pub summary: String,
    /// HTML, whole.
    pub content: String,
    /// `article`, `event`; `status`: an event that changed where a record stands; `update`: the world changed; `correction`: the report was
    /// wrong.
    pub category: &'static str,
    /// The same in words.
    pub category_label: String,
}

/// An entry and the day by which feeds order it.
struct Dated {
    on: Date,
    entry: Entry,
}

/// One feed, newest first.
#[must_use]
pub fn feed(channel: Channel, format: FeedFormat, frame: Frame<'_>) -> Feed {
    let page = Page::Feed(channel, format);
    let of = channel.page();
    let title = match channel {
        Channel::Report => frame.site.report.settings.title.clone(),
        _ => format!("{} – {}", page_name(&of, frame), frame.site.report.settings.title),
    };
    let mut all = match channel {
        Channel::Report => [articles(frame), events(None, frame), told(None, frame)].into_iter().flatten().collect(),
        Channel::Country(code) => [events(Some(code), frame), told(Some(code), frame)].into_iter().flatten().collect(),
        Channel::Corrections => corrections(None, frame),
    };
    // The sort keeps the order of equals, so that a feed is the same in every build.
    all.sort_by_key(|one: &Dated| std::cmp::Reverse(one.on.latest()));
    all.truncate(LIMIT);
    let updated = all.first().map_or_else(|| time(frame.site.report.program.since.value), |first| first.entry.updated.clone());
    Feed {
        head: Head::new(frame, &page, "feed", &title),
        home: frame.whole_url(&of),
        updated,
        entries: all.into_iter().map(|one| one.entry).collect(),
    }
}

/// The same as JSON Feed (<https://www.jsonfeed.org/version/1.1/>).
#[must_use]
pub fn json(feed: &Feed, frame: Frame<'_>) -> Vec<u8> {
    let authors = |names: &[String]| names.iter().map(|name| json!({"name": name})).collect::<Vec<_>>();
    let items = feed.entries.iter().map(|entry| {
        json!({
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "content_html": entry.content,
            "summary": entry.summary,
            "date_published": entry.published.iso,
            "date_modified": entry.updated.iso,
            "authors": authors(&entry.authors),
            "tags": [entry.category_label],
        })
    });
    let settings = &frame.site.report.settings;
    let value = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.head.title,
        "home_page_url": feed.home,
        "feed_url": feed.head.canonical,
        "description": settings.description,
        "language": settings.language.value,
        "authors": authors(&[settings.publisher_name().to_owned()]),
        "items": items.collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The newest articles, whole. One that was corrected comes up again, under the same id.
fn articles(frame: Frame<'_>) -> Vec<Dated> {
    let entry = |at: usize, article: &Article| {
        let on = dates::modified(&Page::Article(at), frame)?;
        let url = frame.whole_url(&Page::Article(at));
        let standfirst = article.description.clone().unwrap_or_default();
        let body = whole(&article.body, &Page::Article(at), frame);
        let entry = Entry {
            id: url.clone(),
            title: article.title.value.clone(),
            published: time(article.date.as_ref().map_or(on, |date| date.value)),
            updated: time(on),
            authors: article.authors.iter().map(|author| author.name.clone()).collect(),
            content: with_host(&format!("<p>{}</p>{body}", href::escaped(&standfirst)), &url, frame),
            summary: standfirst,
            category: "article",
            category_label: label("article", frame),
            url,
        };
        Some(Dated { on, entry })
    };
    let all = frame.site.report.articles.iter().enumerate().take(LIMIT);
    all.filter_map(|(at, article)| entry(at, article)).collect()
}

/// What became known: of the whole report, or of what a record is about. An event whose claim was taken back comes up again, under the same
/// id.
fn events(of: Option<CountryCode>, frame: Frame<'_>) -> Vec<Dated> {
    let site = frame.site;
    let concerned = match of {
        Some(code) => site.standing(code).map_or_else(Vec::new, |standing| standing.events.clone()),
        None => (0..site.events.len()).collect(),
    };
    let latest = super::home::by_known(concerned, frame).into_iter();
    let entry = |at: usize| {
        let happening = &site.events[at];
        let event = &happening.event;
        let url = frame.absolute(&frame.event_url(at));
        let kind = site.report.program.kind(event.kind.value.as_str()).map_or("", |kind| kind.label.as_str());
        let what = site.locale.punctuated("comma", &[kind, &site.locale.date(event.date.value)]);
        let taken_back = lists::retractions(at, frame).into_iter().map(|(on, _)| on);
        let on = taken_back.chain([event.known()]).max_by_key(|date| date.latest()).unwrap_or_else(|| event.known());
        let page = happening.home.map_or(Page::Timeline, Page::Country);
        let text = event.summary.as_ref().map(|summary| whole(summary, &page, frame)).unwrap_or_default();
        let category = if turns(at, frame) { "status" } else { "event" };
        let entry = Entry {
            id: url.clone(),
            title: match happening.home {
                Some(code) => site.locale.punctuated("colon", &[&page_name(&Page::Country(code), frame), &what]),
                None => what,
            },
            published: time(event.known()),
            updated: time(on),
            authors: Vec::new(),
            summary: frame.event_plain(at).to_owned(),
            content: with_host(&text, &url, frame),
            category,
            category_label: label(category, frame),
            url,
        };
        Dated { on, entry }
    };
    latest.take(LIMIT).map(entry).collect()
}

/// Whether an event changed where a record stands.
fn turns(at: usize, frame: Frame<'_>) -> bool {
    let turns = |standing: &Standing| standing.axes.iter().flat_map(|axis| &axis.steps).any(|step| step.event == at);
    match frame.site.events[at].home {
        Some(code) => frame.site.standing(code).is_some_and(turns),
        None => frame.site.standings.values().any(turns),
    }
}

/// Updates and corrections.
fn told(of: Option<CountryCode>, frame: Frame<'_>) -> Vec<Dated> {
    let updates = if of.is_none() { entries("update", lists::all_updates(frame), frame) } else { Vec::new() };
    corrections(of, frame).into_iter().chain(updates).collect()
}

fn corrections(of: Option<CountryCode>, frame: Frame<'_>) -> Vec<Dated> {
    let page = of.map(|code| frame.country_url(code));
    let concerns = |place: &Link| page.as_deref().is_none_or(|page| place.url.split('#').next() == Some(page));
    entries("correction", frame.corrections().iter().filter(|(_, _, place)| concerns(place)).cloned(), frame)
}

fn entries(category: &'static str, all: impl IntoIterator<Item = Told>, frame: Frame<'_>) -> Vec<Dated> {
    let entry = |(on, text, place): Told| {
        let url = frame.absolute(&place.url);
        let label = label(category, frame);
        let entry = Entry {
            // By its words, so that it stays the same entry when another one comes before it.
            id: format!("{url}#{category}-{on}-{:08x}", xxh3_64(text.as_bytes()) >> 32),
            title: frame.site.locale.punctuated("colon", &[&label, &place.label]),
            published: time(on),
            updated: time(on),
            authors: Vec::new(),
            content: format!("<p>{}</p>", href::escaped(&text)),
            summary: text,
            category,
            category_label: label,
            url,
        };
        Dated { on, entry }
    };
    all.into_iter().take(LIMIT).map(entry).collect()
}

fn label(category: &str, frame: Frame<'_>) -> String {
    frame.theme.word(&format!("feed_{category}")).to_owned()
}

/// Midnight, in UTC, of the last day of a date.
fn time(date: Date) -> Time {
    let day = date.latest();
    Time { iso: format!("{day}T00:00:00Z"), rfc822: rfc822(day) }
}

/// `Tue, 24 Nov 2026 00:00:00 +0000`: days and months are English in any language.
fn rfc822(day: Day) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    // 1970-01-01 was a Thursday.
    let weekday = DAYS[usize::try_from(day.number().rem_euclid(7)).unwrap_or_default()];
    let month = MONTHS[usize::from(day.month() - 1)];
    format!("{weekday}, {:02} {month} {:04} 00:00:00 +0000", day.day(), day.year())
}

/// A text of a page. The notes that it leads to stay on the page.
fn whole(prose: &Prose, page: &Page, frame: Frame<'_>) -> String {
    html::html(prose, frame, &mut Notes::leaving(page))
}

/// HTML of a page as it may stand anywhere: links to places of the page and of the site get the host. Drawings are left out, because readers of feeds
/// show none; the tables beside them stay.
fn with_host(html: &str, page: &str, frame: Frame<'_>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut rest = html;
    let absolute = |address: &str| match address.chars().next() {
        Some('#') => format!("{}{address}", page.split('#').next().unwrap_or(page)),
        Some('/') => frame.absolute(address),
        _ => address.to_owned(),
    };
    // Quotation marks in text are escaped, so `="` begins the value of an attribute and `"` ends it.
    while let Some(at) = rest.find(['<', '=']) {
        if rest[at..].starts_with("<svg") {
            out.push_str(&rest[..at]);
            rest = rest[at..].find("</svg>").map_or("", |end| &rest[at + end + 6..]);
            continue;
        }
        let (before, after) = rest.split_at(at + 1);
        out.push_str(before);
        rest = after;
        let Some(value) = rest.strip_prefix('"').filter(|_| is_address(before)) else { continue };
        let (value, after) = value.split_once('"').unwrap_or((value, ""));
        out.push('"');
        // Versions of a picture, each with its width, have a comma and a space between them; no address has a space.
        out.push_str(&value.split(", ").map(absolute).collect::<Vec<_>>().join(", "));
        out.push('"');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Whether what has just been read, up to the `=`, is the name of an attribute that holds addresses.
fn is_address(before: &str) -> bool {
    [" href=", " src=", " srcset=", " poster="].iter().any(|name| before.ends_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_rss_have_the_right_day_of_the_week() {
        let of = |year, month, day| rfc822(Day::new(year, month, day).unwrap());
        assert_eq!(of(2026, 11, 24), "Tue, 24 Nov 2026 00:00:00 +0000");
        assert_eq!(of(2000, 2, 29), "Tue, 29 Feb 2000 00:00:00 +0000");
        assert_eq!(of(1969, 12, 31), "Wed, 31 Dec 1969 00:00:00 +0000");
    }
}
