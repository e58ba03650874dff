//! "Cite this", as templates receive it.
//!
//! In: a page. Out: [`CiteThis`]. It never offers a format that nobody can copy or download.

use crate::link::Page;
use crate::render::citation::Work;
use crate::render::frame::Frame;
use crate::render::href;
use serde::Serialize;

/// How to cite a page.
#[derive(Serialize, Debug, Default)]
pub struct CiteThis {
    /// For a list of references.
    pub text: String,
    /// For a caption.
    pub short: String,
    pub bibtex: String,
    /// As CSL-JSON.
    pub csl: String,
    /// The file for reference managers, as an address that holds all of it: no host has to know its type, and none has to serve it.
    pub ris: String,
    /// What to call that file on a reader's disk.
    pub ris_name: String,
}

impl CiteThis {
    #[must_use]
    pub fn new(page: &Page, frame: Frame<'_>) -> Self {
        let Some(work) = Work::of(page, frame) else { return Self::default() };
        Self {
            text: work.long(frame),
            short: work.short(frame),
            bibtex: work.bibtex(frame),
            csl: work.csl(),
            ris: href::data("application/x-research-info-systems", &work.ris()),
            ris_name: format!("{}.ris", work.key),
        }
    }
}
