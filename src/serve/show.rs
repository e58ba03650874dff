//! What an address shows, before the preview adds anything of its own.
//!
//! In: a [`Snapshot`] and a decoded path. Out: [`Shown`]. It never knows who asks, so that a page in the browser and
//! the same page in a comparison are made in one way.

use super::overlay;
use super::pages::{Origin, Page};
use super::preview::{Site, Snapshot};
use super::route::{Found, find};
use crate::diagnose::Located;
use std::fs::File;

/// What an address shows.
#[derive(Debug)]
pub(super) enum Shown {
    Page {
        media_type: &'static str,
        bytes: Vec<u8>,
    },
    File {
        media_type: &'static str,
        file: File,
    },
    /// The page that says that there is none.
    Missing {
        bytes: Vec<u8>,
    },
    /// The page that says why it cannot be shown.
    Faulty {
        /// Whether that goes for every page, because there never was a good run.
        all: bool,
        bytes: Vec<u8>,
        findings: Vec<Located>,
    },
    /// The address is meant to be at this URL.
    Moved(String),
}

pub(super) fn show(snapshot: &Snapshot, path: &str) -> Shown {
    let Some(site) = &snapshot.site else {
        // The findings of the run are told with every page.
        return Shown::Faulty { all: true, bytes: overlay::findings_page(&snapshot.findings), findings: Vec::new() };
    };
    match find(path, &*site.pages) {
        Found::Planned(address) => match site.pages.render(&address) {
            Page::Bytes { media_type, bytes } => Shown::Page { media_type, bytes },
            Page::File { media_type, file } => Shown::File { media_type, file },
            Page::Faulty(findings) => Shown::Faulty { all: false, bytes: overlay::findings_page(&findings), findings },
            Page::Missing => missing(site),
        },
        Found::Moved(url) => Shown::Moved(url),
        Found::Nothing => missing(site),
    }
}

/// What the page at a decoded path is written in.
pub(super) fn origins(snapshot: &Snapshot, path: &str) -> Vec<Origin> {
    let Some(site) = &snapshot.site else { return Vec::new() };
    match find(path, &*site.pages) {
        Found::Planned(address) => site.pages.origins(&address),
        Found::Moved(_) | Found::Nothing => Vec::new(),
    }
}

/// The site's own page for this, if it has one.
fn missing(site: &Site) -> Shown {
    let own = site.pages.contains(NOT_FOUND).then(|| site.pages.render(NOT_FOUND));
    let bytes = match own {
        Some(Page::Bytes { bytes, .. }) => bytes,
        Some(Page::File { .. } | Page::Faulty(_) | Page::Missing) | None => overlay::missing_page(),
    };
    Shown::Missing { bytes }
}

const NOT_FOUND: &str = "/404.html";
