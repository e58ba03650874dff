//! A fact check, for machines.
//!
//! In: an article that checks what somebody else said. Out: a `ClaimReview`, as <https://schema.org/ClaimReview> and search engines read it.
//! It never makes one of a page that is not declared to be a fact check: the report's own facts are not verdicts.

use super::{of_date, publisher};
use crate::link::Page;
use crate::model::Rating;
use crate::render::frame::Frame;
use crate::render::view::{Date, Head};
use serde_json::{Value, json};

/// The review on a page, if it is one.
#[must_use]
pub fn node(page: &Page, head: &Head, frame: Frame<'_>) -> Option<Value> {
    let Page::Article(at) = page else { return None };
    let check = frame.site.article(*at)?.fact_check.as_ref()?;
    Some(json!({
        "@type": "ClaimReview",
        "url": head.canonical,
        "claimReviewed": check.claim,
        "datePublished": head.published.as_ref().and_then(of_date),
        "author": {"@id": publisher::id(frame)},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": check.verdict,
            "ratingValue": check.rating.map(|rating| rating.value),
            "worstRating": check.rating.map(|_| Rating::WORST),
            "bestRating": check.rating.map(|rating| rating.best),
        },
        "itemReviewed": {
            "@type": "Claim",
            // The field does not tell a person from an office; every office and person is a thing with a name.
            "author": {"@type": "Thing", "name": check.claimant},
            "datePublished": Date::of(check.said, frame).as_ref().and_then(of_date),
            "appearance": check.at.as_ref().map(|url| json!({"@type": "CreativeWork", "url": url.as_str()})),
        },
    }))
}
