//! When a page was published, and when what it says last changed.
//!
//! In: a page. Out: the dates that its content gives, as exact as it gives them; they stand on the page, in its metadata and in the sitemap
//! alike. It never uses the day of the build, nor that of a file: a page that is built again has not changed.

use super::frame::Frame;
use super::ledger;
use crate::link::Page;
use crate::model::{Article, Date};

/// The day on which an article was published.
#[must_use]
pub fn published(page: &Page, frame: Frame<'_>) -> Option<Date> {
    Some(text(page, frame)?.date.as_ref()?.value)
}

/// The day on which a page last changed: by its editor's word or by the ledger, whichever is later. A text that never did was last changed
/// when it was published. A record has no day but that of the ledger: it changes with each event, and no editor dates that.
#[must_use]
pub fn modified(page: &Page, frame: Frame<'_>) -> Option<Date> {
    let days = told(page, frame).into_iter().chain(ledger::stamped(page, frame));
    days.max_by_key(|date| date.listing_order())
}

/// The day on which readers are told that an article was updated: that of [`modified`], unless nothing has happened to it since it was published.
#[must_use]
pub fn updated(page: &Page, frame: Frame<'_>) -> Option<Date> {
    let text = text(page, frame)?;
    modified(page, frame).filter(|day| text.updated_on().is_some() || text.date.as_ref().is_some_and(|date| date.value != *day))
}

/// The day on which the editor of an article or a page last said that it changed, or first published it.
#[must_use]
pub fn told(page: &Page, frame: Frame<'_>) -> Option<Date> {
    text(page, frame)?.changed()
}

fn text<'a>(page: &Page, frame: Frame<'a>) -> Option<&'a Article> {
    match page {
        Page::Article(at) => frame.site.article(*at).map(AsRef::as_ref),
        Page::Page(at) => frame.site.report.pages.get(*at).map(AsRef::as_ref),
        _ => None,
    }
}
