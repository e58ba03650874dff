//! The text-only edition: every page again, for a slow line, an old phone or a bad day.
//!
//! In: a page as the theme makes it. Out: what it says, as plain HTML without style, script or picture, in parts of at most 14 KB
//! (checklist M35). It is taken from the page itself, so that nothing can be in one and not in the other. It never touches what
//! cannot be read.

mod estimate;
mod parts;
mod pieces;
mod tokens;

#[cfg(feature = "full-text")]
pub use tokens::main_of;

use super::frame::Frame;
use super::href;
use crate::link::{Address, Page, Site};
use serde::Serialize;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the edition lies.
const FOLDER: &str = "/text";

/// The pages of the edition, each with its address, when the report wants one.
#[must_use]
pub fn plan(frame: Frame<'_>) -> Vec<(Address, Page)> {
    let parts = frame.site.places.all().flat_map(|(address, page)| {
        let parts = 1..=frame.text_parts(page);
        parts.filter_map(move |part| Some((place(address, part)?, Page::Text(Box::new(page.clone()), part))))
    });
    parts.collect()
}

/// In how many parts each page comes: none when the report does not want the edition.
#[must_use]
pub fn counts(site: &Site) -> HashMap<Page, usize> {
    let pages = site.places.all().filter(|(address, _)| address.is_page() && site.report.settings.text_edition);
    pages.map(|(_, page)| (page.clone(), estimate::parts(page, site))).collect()
}

/// The address of the first part of a page’s text, when the report has the edition and the page is one that it holds.
#[must_use]
pub fn url(page: &Page, frame: Frame<'_>) -> Option<String> {
    let address = frame.site.places.address(page).filter(|_| frame.text_parts(page) > 0)?;
    Some(href::href(frame.base_path(), &place(address, 1)?, None))
}

/// `/text/countries/rwanda/`, `/text/countries/rwanda/2/`
fn place(address: &Address, part: usize) -> Option<Address> {
    let path = format!("{FOLDER}{address}");
    Address::new(&if part == 1 { path } else { format!("{path}{part}/") })
}

#[derive(Serialize)]
struct Text {
    /// As the page has it, escaped.
    title: String,
    heading: String,
    part: usize,
    url: String,
    canonical: String,
    /// The page that this is the text of.
    full: String,
    home: String,
    body: String,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    number: usize,
    url: String,
    current: bool,
}

/// What a page says, before it is parted.
pub struct Whole {
    /// As the page has it, escaped.
    title: String,
    pieces: Vec<pieces::Piece>,
}

/// The texts of the pages that were asked for last. Parts of a page are asked for one after another, and each would else make the page
/// anew. It holds few, because a report may have many pages.
#[derive(Default)]
pub struct Recent(Mutex<VecDeque<(Page, Arc<Whole>)>>);

impl Recent {
    const MOST: usize = 8;

    #[must_use]
    pub fn get(&self, page: &Page) -> Option<Arc<Whole>> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().find(|(known, _)| known == page).map(|(_, whole)| whole.clone())
    }

    pub fn put(&self, page: &Page, whole: Arc<Whole>) {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.truncate(Self::MOST - 1);
        texts.push_front((page.clone(), whole));
    }
}

impl Whole {
    /// Out of the page’s own HTML.
    #[must_use]
    pub fn new(page: &Page, html: &str, frame: Frame<'_>) -> Self {
        let here = frame.url(page);
        let parted = |path: &str| {
            let known = Address::new(path).and_then(|address| frame.site.places.page(&address));
            known.is_some_and(|page| frame.text_parts(page) > 1)
        };
        let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        Self {
            title: title.map_or("", |(title, _)| title).to_owned(),
            pieces: pieces::pieces(html, |target| moved(target, &here, frame.base_path(), parted)),
        }
    }
}

/// Part `part` of the text of a page.
pub fn page(page: &Page, part: usize, whole: &Whole, frame: Frame<'_>) -> Result<Vec<u8>, tera::Error> {
    let of = frame.text_parts(page);
    let Some(address) = frame.site.places.address(page) else { return Ok(Vec::new()) };
    let url = |part: usize| place(address, part).map_or_else(String::new, |place| href::href(frame.base_path(), &place, None));
    let full = frame.url(page);
    let view = Text {
        title: whole.title.clone(),
        heading: super::view::page_name(page, frame),
        part,
        url: url(part),
        canonical: frame.absolute(&full),
        full,
        home: href::to(frame.base_path(), &format!("{FOLDER}/"), None),
        body: parts::part(&whole.pieces, part, of, url),
        parts: (1..=of).filter(|_| of > 1).map(|number| Part { number, url: url(number), current: number == part }).collect(),
    };
    frame.bare("text.html", &view)
}

/// The address in this edition of what a link on page `here` leads to: a place of the same page, another page; any other as it is. A place
/// on another page that comes in several parts is left out, because nobody knows yet which part has it.
fn moved(target: &str, here: &str, base_path: &str, parted: impl Fn(&str) -> bool) -> String {
    if let Some(place) = target.strip_prefix(here).filter(|place| place.starts_with('#')) {
        return place.to_owned();
    }
    let Some(inside) = target.strip_prefix(base_path) else { return target.to_owned() };
    let (path, place) = inside.split_at(inside.find(['#', '?']).unwrap_or(inside.len()));
    if !path.is_empty() && !path.ends_with('/') {
        return target.to_owned();
    }
    let place = if parted(&format!("/{path}")) { "" } else { place };
    format!("{base_path}{}/{path}{place}", FOLDER.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_in_the_edition() {
        let moved = |target: &str| moved(target, "/a/figures/", "/a/", |path| path == "/timeline/");
        assert_eq!(moved("/a/countries/rwanda/#x"), "/a/text/countries/rwanda/#x");
        assert_eq!(moved("/a/"), "/a/text/");
        assert_eq!(moved("/a/timeline/#x"), "/a/text/timeline/");
        assert_eq!(moved("/a/figures/#agreed"), "#agreed");
        for other in ["/a/data/events.csv", "https://example.org/a/", "#note-1", "mailto:a@example.org"] {
            assert_eq!(moved(other), other);
        }
    }
}
