//! Full-text search in a program that was built without it.
//!
//! In: what [`full_text`](super::full_text) takes. Out: no index and no address of one, so that nobody else has to ask whether the feature
//! `full-text` is there; and the finding that a report asks for it in vain. It never makes an index.

use super::Edition;
use super::frame::Frame;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Address, Site};
use std::convert::Infallible;

/// The index of an edition. There is none.
pub struct FullText(Infallible);

impl FullText {
    pub const FOLDER: &str = "full-text";

    #[must_use]
    pub fn of(_: &Edition) -> Option<Self> {
        None
    }

    /// Never called.
    pub fn add(&self, _: &Address, _: &[u8]) {
        match self.0 {}
    }

    /// Never called.
    #[must_use]
    pub fn mark(&self) -> String {
        match self.0 {}
    }

    /// Never called.
    pub fn files(self) -> Result<Vec<(String, Vec<u8>)>, String> {
        match self.0 {}
    }
}

#[must_use]
pub fn url(_: Frame<'_>) -> Option<String> {
    None
}

/// The report asks for what this program cannot make.
#[must_use]
pub fn findings(site: &Site) -> Diagnostics {
    let settings = &site.report.settings;
    let found = settings.full_text.map(|span| {
        let message = "this program was built without full-text search";
        Diagnostic::new(Code::NoFullText, span, message)
            .note("the search page searches titles, other names, headings and summaries")
            .help("install Sourcebook with `--features full-text`, or write `search: titles`")
    });
    found.into_iter().collect()
}
