//! When a page was published, and when what it says last changed.
//!
//! In: a page. Out: the dates that its content gives, as exact as it gives them; they stand on the page, in its metadata and in the sitemap
//! alike. It never uses the day of the build, nor that of a file: a page that is built again has not changed.

use super::frame::Frame;
use crate::link::Page;
use crate::model::{Article, Date};

/// The day on which an article was published.
#[must_use]
pub fn published(page: &Page, frame: Frame<'_>) -> Option<Date> {
    Some(text(page, frame)?.date.as_ref()?.value)
}

/// The day on which an article or a page last changed, which for one that never did is the day of its publication. A record changes with
/// each event, and no editor dates that: its page has none.
#[must_use]
pub fn modified(page: &Page, frame: Frame<'_>) -> Option<Date> {
    text(page, frame)?.changed()
}

fn text<'a>(page: &Page, frame: Frame<'a>) -> Option<&'a Article> {
    match page {
        Page::Article(at) => frame.site.article(*at).map(AsRef::as_ref),
        Page::Page(at) => frame.site.report.pages.get(*at).map(AsRef::as_ref),
        _ => None,
    }
}
