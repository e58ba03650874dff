//! What search engines ask for: `sitemap.xml`, `news-sitemap.xml` and `robots.txt`.
//!
//! In: the site's addresses, and the day of the build. Out: the three files, and parts of the first when it is too long for one. Dates are those that the content gives; a page without one has none. They never list
//! data files or pages that are not to be found.

use super::frame::Frame;
use super::href;
use crate::link::{Address, Page};
use crate::model::Date;
use crate::model::date::Point;
use std::ops::Range;

/// What the protocol allows one file: addresses, and bytes, of which some are left for what a count by length cannot see.
const MOST: Limits = Limits { addresses: 50_000, bytes: 45_000_000 };

/// How long a file may be.
#[derive(Clone, Copy)]
struct Limits {
    addresses: usize,
    bytes: usize,
}

/// The parts of a sitemap that is too long for one file: `sitemap-1.xml` and so on. Most have none.
#[must_use]
pub fn plan(frame: Frame<'_>) -> Vec<(Address, Page)> {
    let parts = cut(lengths(frame), MOST).len();
    let names = (1..=parts).filter(|_| parts > 1);
    names.filter_map(|part| Some((Address::new(&name(part))?, Page::SitemapPart(part)))).collect()
}

/// Every page that is to be found, by the protocol of <https://www.sitemaps.org/protocol.html>; or which files list them.
#[must_use]
pub fn sitemap(frame: Frame<'_>) -> Vec<u8> {
    let parts = cut(lengths(frame), MOST).len();
    if parts <= 1 {
        return listed(found(frame), frame);
    }
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for address in (1..=parts).filter_map(|part| Address::new(&name(part))) {
        out.push_str("<sitemap><loc>");
        href::escape(&frame.absolute(&href::href(frame.base_path(), &address, None)), &mut out);
        out.push_str("</loc></sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out.into_bytes()
}

/// A part of the sitemap, from 1.
#[must_use]
pub fn part(part: usize, frame: Frame<'_>) -> Vec<u8> {
    let part = cut(lengths(frame), MOST).into_iter().nth(part.saturating_sub(1)).unwrap_or_default();
    listed(found(frame).skip(part.start).take(part.len()), frame)
}

fn name(part: usize) -> String {
    format!("/sitemap-{part}.xml")
}

fn found(frame: Frame<'_>) -> impl Iterator<Item = (&Address, &Page)> {
    frame.site.places.all().filter(|(address, _)| address.is_page())
}

/// How long the entry of each page is at most, but for what is escaped in its address.
fn lengths(frame: Frame<'_>) -> impl Iterator<Item = usize> {
    const ROUND_IT: usize = "<url><loc></loc><lastmod>2026-11-24</lastmod></url>\n".len();
    let base = frame.absolute(frame.base_path()).len();
    found(frame).map(move |(address, _)| ROUND_IT + base + address.as_str().len())
}

/// Cuts what is this long into parts that keep to the limits.
fn cut(lengths: impl Iterator<Item = usize>, most: Limits) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (at, length) in lengths.enumerate() {
        bytes += length;
        match parts.last_mut() {
            Some(part) if part.len() < most.addresses && bytes <= most.bytes => part.end = at + 1,
            _ => {
                parts.push(at..at + 1);
                bytes = length;
            }
        }
    }
    parts
}

fn listed<'a>(pages: impl Iterator<Item = (&'a Address, &'a Page)>, frame: Frame<'_>) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (address, page) in pages {
        out.push_str("<url><loc>");
        href::escape(&frame.absolute(&href::href(frame.base_path(), address, None)), &mut out);
        out.push_str("</loc>");
        if let Some(date) = super::dates::modified(page, frame).and_then(day) {
            out.push_str(&format!("<lastmod>{date}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

/// The articles of the day of the build and the two days before it, as Google News asks for them
/// (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>). It is true for two days: a report that is read there has to be
/// built again each day.
#[must_use]
pub fn news(frame: Frame<'_>) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n",
    );
    let settings = &frame.site.report.settings;
    let publication = format!(
        "<news:publication><news:name>{}</news:name><news:language>{}</news:language></news:publication>",
        href::escaped(settings.publisher_name()),
        href::escaped(&settings.language.value)
    );
    let articles = frame.site.report.articles.iter().enumerate();
    let new = articles.filter_map(|(at, article)| Some((at, article, new_on(article.date.as_ref()?.value, frame)?)));
    for (at, article, day) in new.take(MOST_NEWS) {
        let url = frame.whole_url(&Page::Article(at));
        out.push_str(&format!(
            "<url><loc>{}</loc><news:news>{publication}<news:publication_date>{day}</news:publication_date><news:title>{}</news:title></news:news></url>\n",
            href::escaped(&url),
            href::escaped(&article.title.value)
        ));
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

/// What Google News reads of one file.
const MOST_NEWS: usize = 1_000;

/// The day of publication, when it is one of the last.
fn new_on(date: Date, frame: Frame<'_>) -> Option<String> {
    let age = frame.site.now?.number() - date.earliest().number();
    day(date).filter(|_| (0..=2).contains(&age))
}

/// Everything may be read; the map is named when the site knows where it is.
#[must_use]
pub fn robots(frame: Frame<'_>) -> Vec<u8> {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if frame.site.base.url.is_some() {
        out.push('\n');
        for map in [Page::Sitemap, Page::NewsSitemap] {
            out.push_str(&format!("Sitemap: {}\n", frame.whole_url(&map)));
        }
    }
    out.into_bytes()
}

/// Only a whole day is a date to this protocol.
fn day(date: Date) -> Option<String> {
    match date.start() {
        Point::Day(day) if date.end().is_none() && !date.is_open() => Some(day.to_string()),
        Point::Day(_) | Point::Month(..) | Point::Year(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checklist M19.
    #[test]
    fn a_file_has_at_most_50_000_addresses_and_50_mb() {
        let counted = |pages: usize, length: usize| cut(std::iter::repeat_n(length, pages), MOST);
        assert!(counted(0, 100).is_empty());
        assert_eq!(counted(50_000, 100).len(), 1);
        assert_eq!(counted(50_001, 100), [0..50_000, 50_000..50_001]);
        assert_eq!(counted(120_000, 100), [0..50_000, 50_000..100_000, 100_000..120_000]);
        let long = counted(50_000, 2000);
        assert_eq!(long, [0..22_500, 22_500..45_000, 45_000..50_000]);
        assert!(long.iter().all(|part| part.len() * 2000 <= 50_000_000));
    }
}
