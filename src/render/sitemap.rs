//! What search engines ask for: `sitemap.xml` and `robots.txt`.
//!
//! In: the site's addresses. Out: the two files. Dates are those that the content gives; a page without one has none. They never list
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

/// Everything may be read; the map is named when the site knows where it is.
#[must_use]
pub fn robots(frame: Frame<'_>) -> Vec<u8> {
    let mut out = String::from("User-agent: *\nAllow: /\n");
    if frame.site.base.url.is_some() {
        out.push_str(&format!("\nSitemap: {}\n", frame.absolute(&frame.url(&Page::Sitemap))));
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
