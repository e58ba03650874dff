//! Where every page and file of the site is.
//!
//! In: paths of the site. Out: [`Address`], and [`Page`]: what stands at one. It never touches a disk and never renders.

use super::download::{Download, Scope};
use super::values::Chart;
use crate::model::CountryCode;
use std::fmt;
use std::sync::Arc;

/// Where a page or file is on the site: `/countries/rwanda/`, `/feed.xml`. Begins with `/`, without the base path, not
/// percent-encoded; no empty, `.` or `..` segment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(Arc<str>);

/// What stands at an address. Numbers are positions in the tables of the [`Report`](crate::model::Report).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Page {
    Home,
    Articles,
    Article(usize),
    Countries,
    Country(CountryCode),
    Sources,
    Source(crate::model::Id),
    Figures,
    Timeline,
    Glossary,
    Corrections,
    Changes,
    Search,
    Data,
    NotFound,
    /// What the theme looks like: only among the pages that show a theme.
    Style,
    /// A page of `content/pages/`, unless it introduces one of the built pages above.
    Page(usize),
    Feed(Channel, FeedFormat),
    Sitemap,
    /// A part of the sitemap, from 1, when it is too long for one file.
    SitemapPart(usize),
    /// The articles of the last two days.
    NewsSitemap,
    Robots,
    SearchIndex,
    /// A file of a package of data.
    Download(Scope, Download),
    /// `facts.json` beside a page.
    Facts(Box<Page>),
    /// A part of a page's text-only edition, from 1.
    Text(Box<Page>, usize),
    Media(usize),
    /// A picture of the media in this width, in pixels.
    Small(usize, u32),
    /// The share card of a page.
    Card(Box<Page>),
    /// A page made to stand in pages of others.
    Embed(Embed),
    /// What those who embed it ask for: `oembed.json`.
    OEmbed(Embed),
    /// A file of the theme, by its path in `assets/`.
    Asset(String),
    /// At an address that a page had before: the way to it.
    Moved(Box<Page>),
    /// What only the host reads.
    Host(HostFile),
}

impl Page {
    /// What kind of page or file it is, in a word or two, for those who measure.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Articles => "list of articles",
            Self::Article(_) => "article",
            Self::Countries => "list of countries",
            Self::Country(_) => "country",
            Self::Sources => "list of sources",
            Self::Source(_) => "source",
            Self::Figures => "figures",
            Self::Timeline => "timeline",
            Self::Glossary => "glossary",
            Self::Corrections => "corrections",
            Self::Changes => "changes",
            Self::Search => "search",
            Self::Data => "data",
            Self::NotFound => "404",
            Self::Style => "style",
            Self::Page(_) => "page",
            Self::Feed(..) => "feed",
            Self::Sitemap | Self::SitemapPart(_) | Self::NewsSitemap => "sitemap",
            Self::Robots | Self::Host(_) => "file of the host",
            Self::SearchIndex => "index of the search",
            Self::Download(..) => "download",
            Self::Facts(_) => "facts.json",
            Self::Text(..) => "text edition",
            Self::Media(_) => "media",
            Self::Small(..) => "small picture",
            Self::Card(_) => "share card",
            Self::Embed(_) => "embed",
            Self::OEmbed(_) => "oEmbed",
            Self::Asset(_) => "asset of the theme",
            Self::Moved(_) => "redirect",
        }
    }
}

/// What others can show on their own pages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Embed {
    /// The map of all records.
    Map,
    Chart(Chart),
    /// Where one record stands.
    Country(CountryCode),
}

/// Where pages lie that are made to stand in pages of others.
pub const EMBEDS: &str = "/embed";
/// Folders at the top of the site whose files have a fingerprint in their names: what was kept of one is never old.
pub const FINGERPRINTED: [&str; 3] = ["assets", "cards", "pictures"];
/// What those who keep such a file are told (RFC 9111, RFC 8246).
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What a feed tells of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Channel {
    /// Everything that is new.
    Report,
    Corrections,
    /// What concerns one record.
    Country(CountryCode),
}

impl Channel {
    /// The page that shows the same to readers.
    #[must_use]
    pub fn page(self) -> Page {
        match self {
            Self::Report => Page::Home,
            Self::Corrections => Page::Corrections,
            Self::Country(code) => Page::Country(code),
        }
    }
}

/// How a feed is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FeedFormat {
    Atom,
    Rss,
    Json,
}

impl FeedFormat {
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// Its name beside the page that it tells of.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Atom => "feed.xml",
            Self::Rss => "rss.xml",
            Self::Json => "feed.json",
        }
    }

    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// A file that tells a host what to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum HostFile {
    /// What is sent with each file.
    Headers,
    /// Which addresses have moved.
    Redirects,
    /// That the files are published as they are.
    NoJekyll,
    /// The domain.
    Cname,
}

impl HostFile {
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Headers => "_headers",
            Self::Redirects => "_redirects",
            Self::NoJekyll => ".nojekyll",
            Self::Cname => "CNAME",
        }
    }
}

impl Address {
    /// The address with this path, if it is well formed.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        if path == "/" {
            return Some(Self(path.into()));
        }
        let inner = path.strip_prefix('/')?;
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let clean = |segment: &str| {
            !segment.is_empty()
                && segment != "."
                && segment != ".."
                && !segment.contains(['\\', '\0', '?', '#'])
                && !segment.chars().any(char::is_control)
        };
        inner.split('/').all(clean).then(|| Self(path.into()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a page (a folder with an `index.html`) rather than a file.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.0.ends_with('/')
    }

    /// The same within a folder, `/style/`.
    #[must_use]
    pub fn below(&self, folder: &str) -> Self {
        Self(format!("{}{}", folder.trim_end_matches('/'), self.0).into())
    }

    /// The file it is published as, relative to the output folder: `countries/rwanda/index.html`.
    #[must_use]
    pub fn file(&self) -> String {
        let inner = self.0.trim_start_matches('/');
        if self.is_page() { format!("{inner}index.html") } else { inner.to_owned() }
    }

    /// The media type, with the character set where there is one.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        if self.is_page() {
            return "text/html; charset=utf-8";
        }
        let extension = self.0.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" | "mjs" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "csv" => "text/csv; charset=utf-8",
            "xml" => "application/xml",
            "txt" | "md" => "text/plain; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "avif" => "image/avif",
            "ico" => "image/x-icon",
            "pdf" => "application/pdf",
            "mp3" => "audio/mpeg",
            "mp4" => "video/mp4",
            "webm" => "video/webm",
            "woff2" => "font/woff2",
            "woff" => "font/woff",
            "zip" => "application/zip",
            _ => "application/octet-stream",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_files_below_the_output_folder() {
        let file = |path: &str| Address::new(path).map(|address| address.file());
        assert_eq!(file("/").as_deref(), Some("index.html"));
        assert_eq!(file("/countries/rwanda/").as_deref(), Some("countries/rwanda/index.html"));
        assert_eq!(file("/feed.xml").as_deref(), Some("feed.xml"));
        for path in ["", "a", "//", "/a//b/", "/../a", "/a/./b", "/a\\b", "/a?b", "/a\0"] {
            assert_eq!(file(path), None, "{path:?}");
        }
        assert_eq!(Address::new("/feed.xml").map(|address| address.below("/style/").file()).as_deref(), Some("style/feed.xml"));
    }
}
