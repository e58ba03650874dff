//! What a page is written in.
//!
//! In: a [`Page`] of a [`Site`]. Out: the files whose text it shows, so that an editor who looks at a page finds what there is to mend in
//! it. It never lists every record that a page draws from: a page of all countries is not written in each of them.

use super::address::Page;
use super::site::Site;
use super::{BUILT, PROGRAM, SETTINGS, SOURCES};
use std::ops::Range;

/// A file, or a part of one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Project path.
    pub file: String,
    /// Only these bytes; the whole file unless given.
    pub part: Option<Range<usize>>,
}

impl Origin {
    fn whole(file: &str) -> Self {
        Self { file: file.to_owned(), part: None }
    }
}

impl Site {
    /// An article or a country is written in its file; a source in its lines of `sources.yaml`; the home page and the other built
    /// pages in `program.yaml` and in the page that introduces them. In order, each once.
    #[must_use]
    pub fn origins(&self, page: &Page) -> Vec<Origin> {
        if let Page::Moved(to) = page {
            return self.origins(to);
        }
        if let Page::Source(id) = page {
            return self.lines_of(id.as_str()).into_iter().collect();
        }
        let mut origins: Vec<Origin> = self.places.files_of(page).map(Origin::whole).collect();
        if BUILT.iter().any(|(_, built)| built == page) {
            origins.push(Origin::whole(PROGRAM));
        }
        if *page == Page::Home {
            origins.push(Origin::whole(SETTINGS));
        }
        origins.sort_unstable_by(|a, b| a.file.cmp(&b.file));
        origins.dedup();
        origins
    }

    /// From the id of a source to that of the next.
    fn lines_of(&self, id: &str) -> Option<Origin> {
        let start = self.source(id)?.id.span.start;
        let later = self.report.sources.values().map(|source| source.id.span.start).filter(|at| *at > start);
        let end = later.min().unwrap_or(u32::MAX);
        Some(Origin { file: SOURCES.to_owned(), part: Some(start as usize..end as usize) })
    }
}
