//! What the rows of the other tables rest on.
//!
//! In: the sources of the package. Out: a row for each. It never names a source that was not public.

use super::{Column, Extent, Kind, column, date};
use crate::model::shapes::{SOURCE_KINDS, SOURCE_STATES};

pub const COLUMNS: &[Column] = &[
    column("id", Kind::Text).required(),
    column("title", Kind::Text).required(),
    column("publisher", Kind::Text).required(),
    column("authors", Kind::List),
    column("published", Kind::Edtf),
    column("url", Kind::Url).required(),
    column("archive", Kind::Url),
    column("kind", Kind::Listed(SOURCE_KINDS)).required(),
    column("origin", Kind::Text),
    column("state", Kind::Listed(SOURCE_STATES)).required(),
    column("retracted_on", Kind::Edtf),
    column("language", Kind::Text),
    column("note", Kind::Text),
];

pub fn rows(extent: &Extent<'_>) -> Vec<Vec<String>> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = extent.sources.iter().map(|source| {
        vec![
            source.id.value.to_string(),
            source.title.clone(),
            source.publisher.clone(),
            source.authors.join(";"),
            date(source.published.as_ref().map(|date| date.value)),
            source.url.as_str().to_owned(),
            source.archive.as_ref().map_or_else(String::new, |url| url.value.as_str().to_owned()),
            source.kind.to_owned(),
            source.origin.as_ref().map_or_else(String::new, |origin| origin.value.to_string()),
            extent.frame.site.state_of(source).to_owned(),
            date(source.retracted.as_ref().map(|one| one.on)),
            text(&source.language),
            text(&source.note),
        ]
    });
    all.collect()
}
