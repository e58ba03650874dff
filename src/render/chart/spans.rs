//! A history as stretches of time.
//!
//! In: the turns of a country's badge ([`Turn`]) and the dates of their events. Out: for each badge from when to when, in words; and
//! [`Segment`]s for the drawing. Where a date may mean several days, those days are a stretch of their own, which themes draw as vague (A30);
//! a turn is never put on a day that nobody gave.

use super::axis::Axis;
use super::{Percent, badge, ground};
use crate::link::{Turn, history};
use crate::model::{CountryCode, Date, Day};
use crate::render::frame::Frame;
use crate::render::view::{self, Badge, Link};
use serde::Serialize;

/// A stretch of a strip, in percent of its width.
#[derive(Clone, Copy, PartialEq, Serialize, Debug)]
pub struct Segment {
    pub x: Percent,
    pub width: Percent,
    pub tone: usize,
    /// The change fell on one of these days, and nobody says on which.
    pub vague: bool,
}

/// A badge and the time for which a country had it.
#[derive(Clone, Serialize, Debug)]
pub struct Span {
    pub badge: Badge,
    /// Null for what held before any event.
    pub from: Option<view::Date>,
    /// Null for what still holds.
    pub to: Option<view::Date>,
    /// The event that set it.
    pub event: Option<Link>,
}

/// A turn with its date.
struct Dated {
    turn: Turn,
    date: Option<Date>,
}

/// What a country was through time. What was before its first event is left out, unless it came back to it.
#[must_use]
pub fn spans(code: CountryCode, frame: Frame<'_>) -> Vec<Span> {
    let turns = turns(code, frame);
    let ground = ground(frame);
    let end_of = |at: usize| turns.get(at + 1).and_then(|next| next.date).map(|date| view::Date::new(date.beginning(), frame));
    let span = |(at, one): (usize, &Dated)| Span {
        badge: badge(one.turn.badge, ground, frame),
        from: one.date.map(|date| view::Date::new(date.beginning(), frame)),
        to: end_of(at),
        event: one.turn.event.map(|event| link(event, frame)),
    };
    turns.iter().enumerate().filter(|(_, one)| one.turn.event.is_some()).map(span).collect()
}

/// The same as stretches of an axis.
#[must_use]
pub fn segments(code: CountryCode, axis: Axis, frame: Frame<'_>) -> Vec<Segment> {
    let ground = ground(frame);
    let turns: Vec<(usize, Option<Date>)> =
        turns(code, frame).iter().map(|one| (badge(one.turn.badge, ground, frame).tone, one.date)).collect();
    drawn(&turns, axis)
}

/// The badges of a country, each with the last day on which it may have begun.
#[must_use]
pub fn begun(code: CountryCode, frame: Frame<'_>) -> Vec<(Option<usize>, Option<Day>)> {
    turns(code, frame).into_iter().map(|one| (one.turn.badge, one.date.map(Date::latest))).collect()
}

fn turns(code: CountryCode, frame: Frame<'_>) -> Vec<Dated> {
    let Some(standing) = frame.site.standing(code) else { return Vec::new() };
    let turns = history(&frame.site.report.program, &standing.axes);
    let date = |turn: &Turn| turn.event.and_then(|at| frame.site.events.get(at)).map(|happening| happening.event.date.value);
    turns.into_iter().map(|turn| Dated { date: date(&turn), turn }).collect()
}

fn link(event: usize, frame: Frame<'_>) -> Link {
    let label = frame.site.events.get(event).map(|happening| {
        let kind = frame.site.report.program.kind(happening.event.kind.value.as_str());
        happening.event.title.clone().or_else(|| kind.map(|kind| kind.label.clone())).unwrap_or_default()
    });
    Link { label: label.unwrap_or_default(), url: frame.event_url(event) }
}

/// Lays turns, each with its tone and its date, end to end. Tone 0 is the ground and is not drawn.
fn drawn(turns: &[(usize, Option<Date>)], axis: Axis) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut reached = Percent::ZERO;
    let mut draw = |from: Percent, to: Percent, tone: usize, vague: bool| {
        let width = to.since(from);
        if tone > 0 && width > Percent::ZERO {
            segments.push(Segment { x: from, width, tone, vague });
        }
    };
    for (at, (tone, date)) in turns.iter().enumerate() {
        if let Some(date) = date.filter(|date| date.earliest() != date.latest()) {
            let (opens, sure) = (axis.start_of(date.earliest()).max(reached), axis.end_of(date.latest()));
            draw(opens, sure, *tone, true);
            reached = reached.max(sure);
        } else if let Some(date) = date {
            reached = reached.max(axis.start_of(date.earliest()));
        }
        let next = turns.get(at + 1).and_then(|(_, date)| *date).map_or(Percent::WHOLE, |date| axis.start_of(date.earliest()));
        draw(reached, next, *tone, false);
        reached = reached.max(next);
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::FromScalar;

    /// The axis has a hundred days, so that a percent is a day: 1 January to 10 April 2025.
    fn strip(turns: &[(usize, &str)]) -> Vec<(u32, u32, usize, bool)> {
        let axis = Axis::new(Day::new(2025, 1, 1).unwrap(), Day::new(2025, 4, 10).unwrap());
        let turns: Vec<_> = turns.iter().map(|(tone, date)| (*tone, Date::from_scalar(date).ok())).collect();
        drawn(&turns, axis).into_iter().map(|one| (one.x.0 / 10, one.width.0 / 10, one.tone, one.vague)).collect()
    }

    #[test]
    fn exact_days_meet_without_a_gap() {
        assert_eq!(strip(&[(1, "2025-01-11"), (2, "2025-01-21")]), [(10, 10, 1, false), (20, 80, 2, false)]);
    }

    #[test]
    fn a30_a_month_is_a_vague_stretch_and_never_its_first_day() {
        assert_eq!(strip(&[(1, "2025-01-11"), (2, "2025-02")]), [(10, 21, 1, false), (31, 28, 2, true), (59, 41, 2, false)]);
    }

    #[test]
    fn a_range_is_vague_between_its_ends() {
        assert_eq!(strip(&[(3, "2025-01-11/2025-01-20")]), [(10, 10, 3, true), (20, 80, 3, false)]);
    }

    #[test]
    fn vague_dates_that_overlap_are_drawn_once() {
        let all = strip(&[(1, "2025-01"), (2, "2025-01-20"), (3, "2025-02")]);
        assert!(all.windows(2).all(|pair| pair[0].0 + pair[0].1 <= pair[1].0), "{all:?}");
        assert_eq!(all.last(), Some(&(59, 41, 3, false)));
    }

    #[test]
    fn the_ground_is_not_drawn_and_dates_beyond_the_end_add_nothing() {
        assert_eq!(strip(&[(1, "2025-01-11"), (0, "2025-01-21")]), [(10, 10, 1, false)]);
        assert_eq!(strip(&[(1, "2026-01-11")]), []);
    }
}
