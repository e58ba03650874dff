//! Pictures of data: where their parts stand, and what they say in words.
//!
//! In: the site, through [`Frame`]. Out: for each form a view with places in percent and the same data as text, for its table. A theme's
//! template draws it. Nothing here is rounded to a day that nobody gave, added across kinds of money, or drawn where nothing is known; and it
//! never makes HTML.
//!
//! One file a form: [`strips`] is status through time, [`months`] the countries of each status month by month, [`bars`] a sum country by
//! country, [`payments`] amounts of money. They stand on [`axis`] (time), [`spans`] (a history as stretches of it) and [`bar`] (one number).

pub mod axis;
pub mod bar;
pub mod bars;
pub mod months;
pub mod payments;
pub mod spans;
pub mod strips;

use super::frame::Frame;
use super::view::{Badge, country, country::Counted};
use crate::link::Locale;
use crate::model::{Date, Day};
use serde::{Serialize, Serializer};

/// A place or a length in a chart, in tenths of a percent of its size: finer than any screen, and exact to add and compare. Templates receive
/// percent: 33.3.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Percent(u32);

impl Percent {
    pub const ZERO: Self = Self(0);
    pub const WHOLE: Self = Self(1000);

    /// `part` of `whole`, rounded. Nothing of nothing is 0.
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Self {
        let tenths = part.saturating_mul(1000).saturating_add(whole / 2).checked_div(whole).unwrap_or(0);
        Self(u32::try_from(tenths).unwrap_or(u32::MAX))
    }

    /// Where a stretch of this width that begins here is drawn, from the left edge: time runs the way the language is written.
    #[must_use]
    pub fn drawn(self, width: Self, locale: &Locale) -> Self {
        if locale.direction() == "rtl" { Self::WHOLE.since(Self(self.0.saturating_add(width.0))) } else { self }
    }

    /// The way from `start` to here; 0 when it lies behind.
    #[must_use]
    pub fn since(self, start: Self) -> Self {
        Self(self.0.saturating_sub(start.0))
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 10.0)
    }
}

/// The last day of the axis of a report; one that does not say how far it knows ends on the day of the build, or with its last event.
fn last_day(frame: Frame<'_>) -> Day {
    let site = frame.site;
    let events = site.events.iter().map(|happening| happening.event.date.value.latest()).max();
    let since = site.report.program.since.value;
    site.known_until().map(Date::latest).or(site.now).or(events).unwrap_or_else(|| since.latest()).max(since.earliest())
}

/// The badge as charts show it. What holds before any event is the ground that they are drawn on, and has no tone.
fn badge(at: Option<usize>, ground: Option<usize>, frame: Frame<'_>) -> Badge {
    let badge = Badge::new(at, frame);
    if at == ground { Badge { tone: 0, ..badge } } else { badge }
}

/// The badge of a country of which no event is known.
fn ground(frame: Frame<'_>) -> Option<usize> {
    crate::link::history(&frame.site.report.program, &[]).first().and_then(|turn| turn.badge)
}

/// How many countries stand where today, those without a status last.
fn standings_now(frame: Frame<'_>) -> Vec<Counted> {
    let ground = ground(frame);
    let of = |at: Option<usize>| frame.site.standings.values().filter(|standing| standing.badge == at).count();
    let badges = (0..frame.site.report.program.badges.len()).map(Some).filter(|at| *at != ground).chain([ground]);
    badges.map(|at| Counted { badge: badge(at, ground, frame), count: of(at) }).filter(|one| one.count > 0).collect()
}

/// The state of things in a paragraph.
fn summary_of_standings(frame: Frame<'_>) -> String {
    let (locale, now) = (&frame.site.locale, standings_now(frame));
    let total = locale
        .sentence("chart_status_total", &[("date", &locale.day(last_day(frame))), ("total", &country::counted(&now, frame))]);
    let words = [locale.word("chart_status_largest"), locale.word("chart_status_unknown"), locale.word("chart_status_all_known")];
    country::told(total, &now, words, frame)
}

#[cfg(test)]
mod tests {
    use super::Percent;

    #[test]
    fn shares_are_rounded_to_a_tenth_and_nothing_of_nothing_is_nothing() {
        let shares = [(1, 3), (2, 3), (5, 5), (0, 7), (0, 0)].map(|(part, whole)| Percent::of(part, whole));
        assert_eq!(shares, [333, 667, 1000, 0, 0].map(Percent));
    }

    #[test]
    fn templates_receive_percent() {
        assert_eq!(serde_json::to_string(&Percent(333)).unwrap(), "33.3");
    }
}
