//! The full-text index: every word of the pages, for readers who search for more than titles.
//!
//! In: the pages of an edition as HTML, when `search:` in `site.yaml` asks for it. Out: the files that the search page loads piece by
//! piece, made by [Pagefind](https://pagefind.app/), whose script comes with them. Only a whole build makes it, because it takes all pages
//! to make any of its files. It never touches a disk.

use super::frame::Frame;
use super::text::main_of;
use super::{Edition, href};
use crate::diagnose::Diagnostics;
use crate::link::{Address, Page, Site};
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use xxhash_rust::xxh3::Xxh3;

/// Raised by whoever changes how the index is made or updates Pagefind, so that a published one is made again.
const MAKING: &str = concat!("1 ", env!("CARGO_PKG_VERSION"));

/// What is the same on many pages, or only read aloud. Sources and terms have pages of their own.
const LEFT_OUT: [&str; 3] = [".notes", ".report-error", ".visually-hidden"];

/// Files of Pagefind that begin with `pagefind-` and are needed. The others are a look of its own for the search page.
const NEEDED: [&str; 2] = ["pagefind-entry.json", "pagefind-worker.js"];

/// The pages of an edition, as far as they have been made, and what is in their `<main>`.
pub struct FullText<'a> {
    edition: &'a Edition,
    /// In the order of addresses, in which Pagefind is given them.
    texts: Mutex<BTreeMap<&'a Address, String>>,
}

impl<'a> FullText<'a> {
    /// Where the files lie, from the root of the site.
    pub const FOLDER: &'static str = "full-text";

    /// An index that waits for its pages; none when the report does not ask for it.
    #[must_use]
    pub fn of(edition: &'a Edition) -> Option<Self> {
        edition.site.report.settings.full_text?;
        Some(Self { edition, texts: Mutex::default() })
    }

    /// Takes a page in, unless it is one that is not searched. May be called from many threads, in any order.
    pub fn add(&self, address: &Address, html: &[u8]) {
        let Some((address, _)) = self.edition.plan.get_key_value(address).filter(|(_, page)| is_searched(page)) else { return };
        let html = String::from_utf8_lossy(html);
        let Some(main) = main_of(&html) else { return };
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).insert(address, main.to_owned());
    }

    /// The path of a file of the index that holds the hash of all that the index is made of. An index that was published with it is this one.
    #[must_use]
    pub fn mark(&self) -> String {
        let mut hasher = Xxh3::new();
        let mut take = |text: &str| {
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        };
        take(MAKING);
        take(self.language());
        for (address, text) in self.texts.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            take(address.as_str());
            take(text);
        }
        format!("{}/made-of.{:032x}.txt", Self::FOLDER, hasher.digest128())
    }

    /// Makes the index: paths and bytes, the mark included.
    ///
    /// # Errors
    /// When Pagefind cannot, in its words.
    pub fn files(self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
        let mark = (self.mark(), b"The name of this file is the hash of what the index is made of.\n".to_vec());
        let made = runtime.block_on(self.indexed())?;
        Ok(made.into_iter().chain([mark]).collect())
    }

    async fn indexed(self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let language = self.language().to_owned();
        let left_out = LEFT_OUT.map(str::to_owned).to_vec();
        let config = PagefindServiceConfig::builder().force_language(language).exclude_selectors(left_out).build();
        let mut index = PagefindIndex::new(Some(config)).map_err(|error| error.to_string())?;
        for (address, main) in self.texts.into_inner().unwrap_or_else(PoisonError::into_inner) {
            // The index knows no base path: the search page gives it.
            let url = href::href("/", address, None);
            let html = format!("<html><body>{}</body></html>", spaced(&main));
            index.add_html_file(None, Some(url), html).await.map_err(|error| format!("{address}: {error}"))?;
        }
        let files = index.get_files().await.map_err(|error| error.to_string())?;
        let files = files.into_iter().map(|file| (file.filename.to_string_lossy().replace('\\', "/"), file.contents));
        let needed = files.filter(|(name, _)| !name.starts_with("pagefind-") || NEEDED.contains(&name.as_str()));
        Ok(needed.map(|(name, bytes)| (format!("{}/{name}", Self::FOLDER), bytes)).collect())
    }

    fn language(&self) -> &str {
        &self.edition.site.report.settings.language.value
    }
}

/// The address of the folder with the index, when the report asks for one.
#[must_use]
pub fn url(frame: Frame<'_>) -> Option<String> {
    frame.site.report.settings.full_text?;
    Some(href::to(frame.base_path(), &format!("{}/", FullText::FOLDER), None))
}

/// Nothing stands in the way.
#[must_use]
pub fn findings(_: &Site) -> Diagnostics {
    Diagnostics::new()
}

/// Whether readers find what a page says. Lists that repeat other pages are left out, however long, and what is no page.
fn is_searched(page: &Page) -> bool {
    match page {
        Page::Home
        | Page::Article(_)
        | Page::Country(_)
        | Page::Source(_)
        | Page::Page(_)
        | Page::Figures
        | Page::Glossary
        | Page::Corrections
        | Page::Data => true,
        Page::Articles | Page::Countries | Page::Sources | Page::Timeline | Page::Changes | Page::Search | Page::NotFound => {
            false
        }
        Page::Feed(..)
        | Page::Sitemap
        | Page::SitemapPart(_)
        | Page::NewsSitemap
        | Page::Style
        | Page::Small(..)
        | Page::Robots
        | Page::SearchIndex
        | Page::Download(..)
        | Page::Facts(_)
        | Page::Text(..)
        | Page::Media(_)
        | Page::Card(_)
        | Page::Embed(_)
        | Page::OEmbed(_)
        | Page::Asset(_)
        | Page::Moved(_)
        | Page::Host(_) => false,
    }
}

/// With a space between elements that touch. A theme sets them apart, and Pagefind takes `<dt>Place</dt><dd>Kigali</dd>` for one word.
fn spaced(html: &str) -> String {
    html.replace("><", "> <")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_in_main_is_indexed() {
        assert_eq!(main_of("<body><nav>a</nav><main id=\"m\">b</main><footer>c</footer>"), Some("<main id=\"m\">b</main>"));
        for html in ["<body>a</body>", "<main>", "</main><main>"] {
            assert_eq!(main_of(html), None, "{html}");
        }
    }

    #[test]
    fn what_a_theme_sets_apart_stays_apart() {
        assert_eq!(spaced("<dt>Place</dt><dd>Kigali</dd>"), "<dt>Place</dt> <dd>Kigali</dd>");
        assert_eq!(spaced("<em>word</em>s and 3 > 2"), "<em>word</em>s and 3 > 2");
    }
}
