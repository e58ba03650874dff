//! What search engines ask for: `sitemap.xml`, `news-sitemap.xml` and `robots.txt`.
//!
//! In: the site's addresses, and the day of the build. Out: the three files. Dates are those that the content gives; a page without one has none. They never list
//! data files or pages that are not to be found.

use super::frame::Frame;
use super::href;
use crate::link::Page;
use crate::model::Date;
use crate::model::date::Point;

/// By the protocol of <https://www.sitemaps.org/protocol.html>.
#[must_use]
pub fn sitemap(frame: Frame<'_>) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (address, page) in frame.site.places.all().filter(|(address, _)| address.is_page()) {
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
