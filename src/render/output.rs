//! What rendering gives to the shell: addresses, and the bytes behind them.
//!
//! In: paths of the site. Out: [`Address`] and [`Rendered`]. It never touches a disk: a media file is named, not read.

use crate::text::File;
use std::fmt;
use std::sync::Arc;

/// Where a page or file is on the site: `/countries/rwanda/`, `/feed.xml`. Begins with `/`, without the base path, not
/// percent-encoded; no empty, `.` or `..` segment.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(Arc<str>);

/// The bytes of a page or file.
#[derive(Clone, Debug)]
pub enum Rendered {
    Bytes(Vec<u8>),
    /// The bytes of this project file, which stay on disk.
    File(Arc<File>),
}

impl Address {
    /// The address with this path, if it is well formed.
    #[must_use]
    pub fn new(path: &str) -> Option<Self> {
        let inner = path.strip_prefix('/')?;
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let clean = |segment: &str| {
            !segment.is_empty() && segment != "." && segment != ".." && !segment.contains(['\\', '\0', '?', '#']) && !segment.chars().any(char::is_control)
        };
        (inner.is_empty() || inner.split('/').all(clean)).then(|| Self(path.into()))
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
    }
}
