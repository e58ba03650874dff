//! Fields with one value or several claims, as templates receive them.
//!
//! In: [`Claims`]. Out: [`Value`] and [`Dated`]: what the claims come to together, and each of them with its sources. It never leaves a claim out, nor
//! puts one before another.

use super::{Cite, Date, Quantity};
use crate::model::evidence::{Claims, Contradicts};
use crate::model::program::Amount;
use crate::model::{Money, Quantity as ModelQuantity};
use crate::render::frame::Frame;
use crate::render::notes::Notes;
use serde::Serialize;

/// The value or values of a field.
#[derive(Clone, Serialize, Debug)]
pub struct Value {
    pub text: String,
    pub kind: &'static str,
    pub claims: Vec<Claim>,
    pub disputed: bool,
}

/// The date or dates of a field.
#[derive(Clone, Serialize, Debug)]
pub struct Dated {
    #[serde(flatten)]
    pub date: Date,
    pub claims: Vec<Claim>,
    pub disputed: bool,
}

#[derive(Clone, Serialize, Debug)]
pub struct Claim {
    pub value: String,
    pub kind: &'static str,
    pub by: Option<String>,
    pub note: Option<String>,
    pub cites: Vec<Cite>,
    /// Why it is preferred to the others, when it is.
    pub preferred: Option<String>,
    pub retracted: Option<Retraction>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Retraction {
    pub on: Date,
    pub why: String,
}

impl Value {
    #[must_use]
    pub fn people(claims: &Claims<ModelQuantity>, frame: Frame<'_>, notes: &mut Notes) -> Self {
        Self::new(claims, Amount::Number(crate::link::people(claims)), Amount::Number, frame, notes)
    }

    #[must_use]
    pub fn money(claims: &Claims<Money>, frame: Frame<'_>, notes: &mut Notes) -> Option<Self> {
        let whole = Amount::Money(crate::link::money(claims)?);
        Some(Self::new(claims, whole, Amount::Money, frame, notes))
    }

    fn new<T: Copy + Contradicts>(
        claims: &Claims<T>,
        whole: Amount,
        amount: fn(T) -> Amount,
        frame: Frame<'_>,
        notes: &mut Notes,
    ) -> Self {
        let quantity = Quantity::new(whole, frame);
        let words = |value: T| {
            let quantity = Quantity::new(amount(value), frame);
            (quantity.text, quantity.kind)
        };
        let views = claim_views(claims, words, frame, notes);
        Self { text: quantity.text, kind: quantity.kind, claims: views, disputed: claims.is_disputed() }
    }
}

/// A single claim that stands is the value itself; only several, or one taken back, need a list. `words` gives the text of a value and its kind.
fn claim_views<T: Copy>(
    claims: &Claims<T>,
    words: impl Fn(T) -> (String, &'static str),
    frame: Frame<'_>,
    notes: &mut Notes,
) -> Vec<Claim> {
    let list = claims.all.len() > 1 || claims.all.iter().any(|claim| claim.retracted.is_some());
    let views = claims.all.iter().filter(|_| list).map(|claim| {
        let (value, kind) = words(claim.value.value);
        Claim {
            value,
            kind,
            by: claim.by.clone(),
            note: claim.note.clone(),
            cites: notes.cite_all(&claim.sources, frame),
            preferred: claim.preferred.clone(),
            retracted: claim.retracted.as_ref().map(|one| Retraction { on: Date::new(one.on, frame), why: one.why.clone() }),
        }
    });
    views.collect()
}

impl Dated {
    /// The date that counts, with every claim of it; nothing when all were taken back.
    #[must_use]
    pub fn new(claims: &Claims<crate::model::Date>, frame: Frame<'_>, notes: &mut Notes) -> Option<Self> {
        let views = claim_views(claims, |date| (frame.site.locale.date(date), "date"), frame, notes);
        Some(Self { date: Date::new(claims.first()?, frame), claims: views, disputed: claims.is_disputed() })
    }
}
