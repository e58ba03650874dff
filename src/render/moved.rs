//! What stands at an address that a page had before.
//!
//! In: the page. Out: HTML that leads on to it at once, by itself and by a link. It never asks for a script, and machines are told not to list it.

use super::frame::Frame;
use super::view::page_name;
use crate::link::Page;
use serde::Serialize;

#[derive(Serialize)]
struct Moved {
    /// What the page is called.
    heading: String,
    /// Where it is now.
    url: String,
    canonical: String,
}

/// The way to a page.
pub fn page(to: &Page, frame: Frame<'_>) -> Result<Vec<u8>, tera::Error> {
    let view = Moved { heading: page_name(to, frame), url: frame.url(to), canonical: frame.whole_url(to) };
    frame.bare("moved.html", &view)
}
