//! Fact checks: a verdict on what somebody else said.
//!
//! In: `fact_check:` in the front matter of an article. Out: [`FactCheck`]. It never judges anything of the report's own: what the report
//! says itself is held against its records.

use super::article::whole;
use super::date::Date;
use super::id::Url;
use super::shapes;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::Fields;

/// What an article finds of somebody's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactCheck {
    /// The words, or what they come to.
    pub claim: String,
    /// Who said it.
    pub claimant: String,
    /// When it was said.
    pub said: Option<Date>,
    /// Where it can be read or heard.
    pub at: Option<Url>,
    /// The finding in words: "Mostly false".
    pub verdict: String,
    pub rating: Option<Rating>,
}

/// The finding on a scale that begins at 1, which is wholly wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rating {
    pub value: u32,
    pub best: u32,
}

impl Rating {
    pub const WORST: u32 = 1;
    /// The length of the scale when none is named.
    const USUAL_BEST: u32 = 5;
}

/// Reads the fact check of an article, if it is one.
pub(super) fn fact_check(article: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<FactCheck> {
    let fields = Fields::open(article.node("fact_check")?, &shapes::FACT_CHECK, diagnostics)?;
    let claim = fields.text("claim", diagnostics);
    let claimant = fields.text("claimant", diagnostics);
    let verdict = fields.text("verdict", diagnostics);
    Some(FactCheck {
        said: fields.get("said", diagnostics).map(|date| date.value),
        at: fields.get("at", diagnostics).map(|url| url.value),
        rating: rating(&fields, diagnostics),
        claim: claim?.value,
        claimant: claimant?.value,
        verdict: verdict?.value,
    })
}

fn rating(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Rating> {
    let best = whole(fields, "best", diagnostics).unwrap_or(Rating::USUAL_BEST);
    let value = whole(fields, "rating", diagnostics)?;
    if (Rating::WORST..=best).contains(&value) {
        return Some(Rating { value, best });
    }
    let at = fields.node("rating")?.span;
    let message = format!("a rating is a number from {} to {best}", Rating::WORST);
    diagnostics.push(Diagnostic::new(Code::WrongType, at, message).help("with `best:` the scale can be of another length"));
    None
}
