//! What the preview needs to know of a site.
//!
//! In: nothing. Out: [`Pages`], which the caller implements over one finished run, and [`open_below`] for media.
//! It never makes a page itself.

use crate::diagnose::Located;
use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::path::{Component, Path};

/// The site of one good run. Every answer is made from it when it is asked for.
pub trait Pages: Send + Sync {
    /// Where the site lives on its host: `/`, or `/a/b/` as written in its URLs.
    fn base_path(&self) -> &str;
    /// How many addresses there are.
    fn count(&self) -> usize;
    /// Whether there is a page or file at `path`: `/countries/rwanda/`, without the base path and not percent-encoded.
    fn contains(&self, path: &str) -> bool;
    /// Makes what is at `path`.
    fn render(&self, path: &str) -> Page;
    /// What the page at `path` is written in. Asked for when a page asks for news, so it must not take long.
    fn origins(&self, path: &str) -> Vec<Origin>;
    /// Each asset of the theme with the URL that pages link it by.
    fn asset_urls(&self) -> Vec<(String, String)>;
}

/// A file that a page is written in, or some lines of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Project path.
    pub file: String,
    /// Counted from 1; the whole file unless given.
    pub lines: Option<Range<usize>>,
}

impl Origin {
    /// Whether a finding is about it.
    pub(super) fn holds(&self, finding: &Located) -> bool {
        let is_within = |lines: &Range<usize>| finding.line.is_some_and(|line| lines.contains(&line));
        finding.file.as_ref() == Some(&self.file) && self.lines.as_ref().is_none_or(is_within)
    }
}

/// What is at an address.
#[derive(Debug)]
pub enum Page {
    Bytes {
        media_type: &'static str,
        bytes: Vec<u8>,
    },
    /// A file of the project, opened with [`open_below`] and sent as it is.
    File {
        media_type: &'static str,
        file: File,
    },
    /// It cannot be made, for these reasons.
    Faulty(Vec<Located>),
    /// It is planned, but what it is made of has gone since.
    Missing,
}

/// Opens the regular file at `path` (with `/`, from the folder `root`) unless it lies outside, links included.
pub fn open_below(root: &Path, path: &str) -> io::Result<File> {
    let path = Path::new(path);
    let outside = || io::Error::new(io::ErrorKind::PermissionDenied, "the file lies outside the project");
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(outside());
    }
    let real = fs::canonicalize(root.join(path))?;
    if !real.starts_with(fs::canonicalize(root)?) {
        return Err(outside());
    }
    // Before opening: to open a pipe is to wait for its other end.
    if !fs::metadata(&real)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    File::open(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_files_below_the_root_and_nothing_else() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("root");
        fs::create_dir_all(root.join("content/media")).unwrap();
        fs::write(root.join("content/media/map.png"), "map").unwrap();
        fs::write(outer.path().join("secret"), "secret").unwrap();
        assert!(open_below(&root, "content/media/map.png").is_ok());
        for path in ["../secret", "content/../../secret", "/etc/passwd", "content/media", "content/media/none.png", ""] {
            assert!(open_below(&root, path).is_err(), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../../../secret", root.join("content/media/out.png")).unwrap();
            std::os::unix::fs::symlink("map.png", root.join("content/media/in.png")).unwrap();
            assert!(open_below(&root, "content/media/out.png").is_err());
            assert!(open_below(&root, "content/media/in.png").is_ok());
        }
    }
}
