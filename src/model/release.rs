//! Whether a record or text may be published, and from when.
//!
//! In: `state:` and `embargo_until:` of an article, page, record or event. Out: [`Release`], which says why something is held back at a
//! moment. It never asks what time it is.

use super::date::Date;
use super::moment::Moment;
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::parse::{Fields, FromScalar, Mistake};
use crate::text::{Span, Spanned};

/// The state of a text or record that nobody is to see yet.
pub const DRAFT: &str = "draft";
/// The state of one that is published on its day.
pub const EMBARGOED: &str = "embargoed";
/// The state of one that is left as it is.
pub const FROZEN: &str = "frozen";

/// What an editor has said about the publication of something.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Release {
    pub draft: bool,
    /// Where it says that it stays as it is.
    pub frozen: Option<Span>,
    pub embargo_until: Option<Spanned<Until>>,
}

/// When an embargo ends: at a moment, or with the beginning of a day in UTC. Of a month or year, the last day counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    Day(Date),
    Time(Moment),
}

/// Why something is held back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    Draft,
    Until(Until),
}

impl Release {
    /// Reads `state:` and `embargo_until:`.
    pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Self {
        let state = fields.word("state", diagnostics);
        let embargo_until = fields.get("embargo_until", diagnostics);
        let is = |word: &str| state.as_ref().filter(|state| state.value == word).map(|state| state.span);
        if let (Some(at), None) = (is(EMBARGOED), fields.node("embargo_until")) {
            let found = Diagnostic::new(Code::MissingKey, at, "an embargo needs its end");
            diagnostics.push(
                found.help("add `embargo_until: 2026-12-01`, or with the time `2026-12-01T06:00Z`; `draft` is without an end"),
            );
        }
        // Held back until it is known how long.
        let draft = is(DRAFT).is_some() || is(EMBARGOED).is_some() && embargo_until.is_none();
        Self { draft, frozen: is(FROZEN), embargo_until }
    }

    /// Why it is not to be shown at this moment. Without a moment every embargo holds.
    #[must_use]
    pub fn hold(&self, now: Option<Moment>) -> Option<Hold> {
        if self.draft {
            return Some(Hold::Draft);
        }
        let until = self.embargo_until.as_ref()?.value;
        now.is_none_or(|now| now < until.opens()).then_some(Hold::Until(until))
    }
}

impl Until {
    /// The first moment at which everybody may see it.
    #[must_use]
    pub fn opens(self) -> Moment {
        match self {
            Self::Day(date) => Moment::midnight(date.latest()),
            Self::Time(moment) => moment,
        }
    }
}

impl FromScalar for Until {
    const CODE: Code = Code::BadDate;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        match Moment::read(text) {
            Some(moment) => Ok(Self::Time(moment)),
            None if text.contains(':') => Err(Mistake::new(format!("`{text}` is not a moment"))
                .help("write the time with its zone: `2026-12-01T06:00Z`, or `2026-12-01T06:00+01:00`")),
            None => Date::from_scalar(text).map(Self::Day),
        }
    }
}
