//! What stands at an address that a page had before.
//!
//! In: the page. Out: HTML that leads on to it at once, by itself and by a link. It never asks for a script, and machines are told not to list it.

use super::frame::Frame;
use super::view::page_name;
use crate::link::Page;
use serde::Serialize;
use tera::Context;

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
    let mut context = Context::new();
    context.insert_value("t", frame.theme.word_values.clone());
    context.insert_value("site", frame.site_value());
    context.insert_value("page", tera::Value::from_serializable(&view));
    Ok(frame.theme.tera.render("moved.html", &context)?.into_bytes())
}
