//! What a file of the site is to those who fetch it.
//!
//! In: a file that a build wrote. Out: its type, how long it may be kept, and when its turn to be sent comes. It never looks into the file.

use crate::link::{Address, FINGERPRINTED, FOR_EVER, FeedFormat};
use crate::publish::Entry;
use xxhash_rust::xxh3::Xxh3;

/// For files whose names stay the same: kept, but asked for again each time.
const ASK_AGAIN: &str = "no-cache";

const ASSETS: &str = "assets/";
const MEDIA: &str = "media/";

/// What leads readers and machines to new pages, and so comes after them.
const FRONT: [&str; 4] = ["index.html", "sitemap.xml", "news-sitemap.xml", "search.json"];

/// A file to be deployed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Item<'a> {
    pub entry: &'a Entry,
    pub media_type: &'static str,
    pub cache: &'static str,
    pub turn: Turn,
    /// A hash of all that a reader would notice: the bytes, the type, and how long it may be kept.
    pub mark: u128,
}

/// When a file is sent. Whatever a file needs comes before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Turn {
    /// Files that no page names yet.
    Fingerprinted,
    /// Pictures, downloads, and whatever else pages lead to.
    File,
    Page,
    /// The home page, feeds, maps of the site, the index of the search page.
    Front,
}

impl Turn {
    pub const ALL: [Self; 4] = [Self::Fingerprinted, Self::File, Self::Page, Self::Front];
}

impl<'a> Item<'a> {
    pub fn new(entry: &'a Entry) -> Self {
        let path = entry.path.as_str();
        let (media_type, turn) = (media_type(path), turn(path));
        let cache = if turn == Turn::Fingerprinted { FOR_EVER } else { ASK_AGAIN };
        let mut item = Self { entry, media_type, cache, turn, mark: 0 };
        item.mark = item.mark_with(entry.hash);
        item
    }

    /// The mark that the file would have if its bytes had this hash.
    pub fn mark_with(&self, hash: u128) -> u128 {
        let mut hasher = Xxh3::new();
        hasher.update(&hash.to_le_bytes());
        hasher.update(self.media_type.as_bytes());
        hasher.update(b"\n");
        hasher.update(self.cache.as_bytes());
        hasher.digest128()
    }

    pub fn path(&self) -> &'a str {
        &self.entry.path
    }
}

fn media_type(path: &str) -> &'static str {
    if let Some(feed) = FeedFormat::ALL.into_iter().find(|feed| feed.file_name() == file_name(path)) {
        return feed.media_type();
    }
    Address::new(&format!("/{path}")).map_or("application/octet-stream", |address| address.media_type())
}

/// A copy goes with its file.
fn turn(path: &str) -> Turn {
    let path = original(path).unwrap_or(path);
    let is_feed = FeedFormat::ALL.into_iter().any(|feed| feed.file_name() == file_name(path));
    if is_fingerprinted(path) {
        Turn::Fingerprinted
    } else if is_feed || FRONT.contains(&path) || path.starts_with("sitemap-") {
        Turn::Front
    } else if path.ends_with(".html") {
        Turn::Page
    } else {
        Turn::File
    }
}

/// Whether the name changes with what is in the file: `assets/style.792cfd65b22ed99c.css`.
fn is_fingerprinted(path: &str) -> bool {
    let is_fingerprint = |part: &str| part.len() == 16 && part.bytes().all(|c| c.is_ascii_digit() || matches!(c, b'a'..=b'f'));
    let is_kept = path.split_once('/').is_some_and(|(folder, _)| FINGERPRINTED.contains(&folder));
    is_kept && file_name(path).split('.').any(is_fingerprint)
}

/// The file that this one may be the compressed copy of. What somebody put into `media/` is none.
pub(super) fn original(path: &str) -> Option<&str> {
    let original = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"))?;
    (!path.starts_with(MEDIA)).then_some(original)
}

/// Whether pages that readers have open may still ask for it after it has left the site: styles, scripts and fonts. They hold nothing of what
/// the report says.
pub(super) fn outlives_its_pages(path: &str) -> bool {
    path.starts_with(ASSETS) && is_fingerprinted(path)
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: path.to_owned(), bytes: 1, hash: 1 }
    }

    #[test]
    fn each_file_has_its_type_its_keeping_and_its_turn() {
        let cases = [
            ("assets/style.792cfd65b22ed99c.css", "text/css; charset=utf-8", FOR_EVER, Turn::Fingerprinted),
            ("cards/home.792cfd65b22ed99c.png", "image/png", FOR_EVER, Turn::Fingerprinted),
            ("assets/plain.css", "text/css; charset=utf-8", ASK_AGAIN, Turn::File),
            ("media/cards/a.792cfd65b22ed99c.pdf", "application/pdf", ASK_AGAIN, Turn::File),
            ("data/events.csv", "text/csv; charset=utf-8", ASK_AGAIN, Turn::File),
            ("countries/rwanda/index.html", "text/html; charset=utf-8", ASK_AGAIN, Turn::Page),
            ("404.html", "text/html; charset=utf-8", ASK_AGAIN, Turn::Page),
            ("index.html", "text/html; charset=utf-8", ASK_AGAIN, Turn::Front),
            ("countries/rwanda/feed.xml", "application/atom+xml", ASK_AGAIN, Turn::Front),
            ("feed.json", "application/feed+json", ASK_AGAIN, Turn::Front),
            ("sitemap.xml", "application/xml", ASK_AGAIN, Turn::Front),
            ("sitemap-2.xml", "application/xml", ASK_AGAIN, Turn::Front),
            ("robots.txt", "text/plain; charset=utf-8", ASK_AGAIN, Turn::File),
            ("full-text/en.pagefind", "application/octet-stream", ASK_AGAIN, Turn::File),
            ("index.html.br", "application/octet-stream", ASK_AGAIN, Turn::Front),
            ("assets/style.792cfd65b22ed99c.css.gz", "application/octet-stream", FOR_EVER, Turn::Fingerprinted),
        ];
        for (path, media_type, cache, turn) in cases {
            let entry = entry(path);
            let item = Item::new(&entry);
            assert_eq!((item.media_type, item.cache, item.turn), (media_type, cache, turn), "{path}");
        }
    }

    #[test]
    fn a_mark_changes_with_what_readers_get() {
        let (page, text) = (entry("a.html"), entry("a.txt"));
        assert_ne!(Item::new(&page).mark, Item::new(&text).mark, "the type counts");
        assert_ne!(Item::new(&page).mark, Item::new(&Entry { hash: 2, ..page.clone() }).mark);
        assert_eq!(Item::new(&page).mark, Item::new(&page).mark_with(1));
    }

    #[test]
    fn only_the_theme_outlives_its_pages() {
        assert!(outlives_its_pages("assets/fonts/sans.8875caa6a5667614.woff2"));
        assert!(!outlives_its_pages("cards/home.8875caa6a5667614.png"), "a card says what the report said");
        assert!(!outlives_its_pages("assets/plain.css"), "its name is used again");
    }
}
