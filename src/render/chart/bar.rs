//! One number as a bar that is drawn as sure as it is (A29).
//!
//! In: a quantity and the longest of its chart. Out: [`Bar`]: what the number is called, its kind, and its ends in percent. Both ends come along, so
//! that a theme can leave "at least" open, "up to" hollow and the unsure part of a range hatched. It never gives what nobody knows a length.

use super::Percent;
use crate::model::evidence::{Claim as ModelClaim, Claims};
use crate::model::program::Amount;
use crate::render::frame::Frame;
use crate::render::notes;
use crate::render::view::Quantity;
use serde::Serialize;

/// A row of a chart of bars.
#[derive(Clone, Serialize, Debug)]
pub struct Bar {
    pub label: String,
    pub url: String,
    /// When, where the row is of one event.
    pub date: Option<crate::render::view::Date>,
    pub text: String,
    pub kind: &'static str,
    pub low: Option<u64>,
    pub high: Option<u64>,
    /// Of the longest bar.
    pub width: Percent,
    pub width_high: Option<Percent>,
    /// What each source says, where they differ.
    pub claims: Vec<Said>,
}

/// One of several claims.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub struct Said {
    pub value: String,
    pub by: String,
}

impl Bar {
    #[must_use]
    pub fn new(label: String, url: String, quantity: Quantity, longest: u64) -> Self {
        let Quantity { text, kind, low, high, .. } = quantity;
        let width = Percent::of(low.unwrap_or(0), longest);
        Self {
            label,
            url,
            date: None,
            text,
            kind,
            low,
            high,
            width,
            width_high: high.map(|high| Percent::of(high, longest)),
            claims: Vec::new(),
        }
    }
}

/// How far a number reaches in a chart: its upper end, else its lower.
#[must_use]
pub fn reach(quantity: &Quantity) -> u64 {
    quantity.high.or(quantity.low).unwrap_or(0)
}

/// Every claim that stands, when sources differ; nothing where they agree.
#[must_use]
pub fn said<T: Copy + crate::model::evidence::Contradicts>(
    claims: &Claims<T>,
    amount: fn(T) -> Amount,
    frame: Frame<'_>,
) -> Vec<Said> {
    let by = |claim: &ModelClaim<T>| {
        let source = || frame.site.source(claim.sources.first()?.id.value.as_str()).map(|source| notes::label(source, frame));
        claim.by.clone().or_else(source).unwrap_or_default()
    };
    let said = claims.standing().map(|claim| Said { value: Quantity::new(amount(claim.value.value), frame).text, by: by(claim) });
    said.filter(|_| claims.is_disputed()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Locale;
    use crate::model::Quantity as Number;

    fn ends(number: Number) -> (&'static str, Percent, Option<Percent>) {
        let bar = Bar::new(String::new(), String::new(), Quantity::worded(Amount::Number(number), Locale::english()), 200);
        (bar.kind, bar.width, bar.width_high)
    }

    #[test]
    fn a29_every_bound_keeps_its_ends() {
        assert_eq!(ends(Number::Exact(50)), ("exact", Percent(250), Some(Percent(250))));
        assert_eq!(ends(Number::AtLeast(50)), ("at_least", Percent(250), None), "open at the top");
        assert_eq!(ends(Number::UpTo(50)), ("up_to", Percent(0), Some(Percent(250))), "nothing of it is sure");
        assert_eq!(ends(Number::About(50)), ("about", Percent(250), Some(Percent(250))));
        assert_eq!(ends(Number::Between(50, 100)), ("range", Percent(250), Some(Percent(500))));
    }

    #[test]
    fn a13_none_unknown_and_undisclosed_are_three_things() {
        let kinds: Vec<_> = [Number::None, Number::Unknown, Number::Undisclosed].map(ends).into();
        assert_eq!(
            kinds,
            [("none", Percent(0), Some(Percent(0))), ("unknown", Percent(0), None), ("undisclosed", Percent(0), None)]
        );
    }
}
