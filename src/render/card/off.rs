//! Share cards in a program that was built without them.
//!
//! In: what [`card`](super::card) takes. Out: no card, no tag, no finding, so that nobody else has to ask whether the feature `cards` is
//! there. It never draws.

use super::frame::Frame;
use super::view::Share;
use crate::diagnose::Diagnostics;
use crate::link::{Address, Page, Site};
use crate::text::Hash;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// What the theme gives to cards: nothing.
pub struct Look;

impl Look {
    #[must_use]
    pub fn new(_: impl Iterator<Item = Arc<[u8]>>, _: &[&str], _: Hash) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "as in `card`")]
    pub fn register(&self, _: &mut tera::Tera) {}

    /// Whether a template is one of cards. Without cards there is no `fit` for it to use.
    #[must_use]
    pub fn is_template(_: &str) -> bool {
        false
    }
}

/// The card of one page. There is none.
pub struct Card {
    pub address: Address,
    never: Infallible,
}

/// A card that is ready to be drawn. There is none.
#[derive(Clone, Debug)]
pub struct Drawing(Infallible);

impl Drawing {
    /// Never called.
    pub fn draw(&self) -> Result<Vec<u8>, String> {
        match self.0 {}
    }
}

#[must_use]
pub fn all(_: Frame<'_>) -> BTreeMap<Page, Card> {
    BTreeMap::new()
}

#[must_use]
pub fn share(_: &Page, _: Frame<'_>) -> Option<Share> {
    None
}

#[must_use]
pub fn drawing(page: &Page, frame: Frame<'_>) -> Option<tera::TeraResult<Drawing>> {
    frame.cards().get(page).map(|card| match card.never {})
}

#[must_use]
pub fn findings(_: &Site, _: &super::Theme) -> Diagnostics {
    Diagnostics::new()
}
