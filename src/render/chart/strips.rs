//! Status through time: a strip a country on one axis.
//!
//! In: the histories of all countries, or of one. Out: [`Strips`] and [`OneStrip`]. By the day on which things happened, not on which they
//! became known. It never draws a country before its first event.

use super::axis::{Axis, Tick};
use super::spans::{Segment, Span, segments, spans};
use super::{Percent, last_day, standings_now, summary_of_standings};
use crate::link::Locale;
use crate::model::CountryCode;
use crate::render::frame::Frame;
use crate::render::view::{Badge, Date, country::Counted};
use serde::Serialize;

/// Small multiples, by the badge of today.
#[derive(Clone, Serialize, Debug)]
pub struct Strips {
    pub summary: String,
    pub groups: Vec<Group>,
    /// Every badge that is drawn, with how many have it today.
    pub legend: Vec<Counted>,
    pub ticks: Vec<Tick>,
    pub as_of: Option<Date>,
    /// How many changes have a date that is not a day.
    pub vague: usize,
}

#[derive(Clone, Serialize, Debug)]
pub struct Group {
    pub badge: Badge,
    pub strips: Vec<Strip>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Strip {
    pub name: String,
    pub url: String,
    pub segments: Vec<Segment>,
    pub spans: Vec<Span>,
}

/// The strip of one country.
#[derive(Clone, Serialize, Debug)]
pub struct OneStrip {
    pub segments: Vec<Segment>,
    pub spans: Vec<Span>,
    pub ticks: Vec<Tick>,
    pub as_of: Option<Date>,
    pub vague: usize,
}

/// The axis of every strip of the report, so that strips of two pages can be compared.
#[must_use]
pub fn axis(frame: Frame<'_>) -> Axis {
    let since = frame.site.report.program.since.value.earliest();
    let steps = frame.site.standings.values().flat_map(|standing| &standing.axes).flat_map(|axis| &axis.steps);
    let days = steps.filter_map(|step| frame.site.events.get(step.event)).map(|one| one.event.date.value.earliest());
    let first = days.min().map_or(since, |day| day.min(since));
    Axis::new(first, last_day(frame))
}

/// Every country that ever had a status: by its badge of today, in the order of the program, and within it by its first event.
#[must_use]
pub fn strips(frame: Frame<'_>) -> Strips {
    let axis = axis(frame);
    let legend = legend(frame);
    let locale = &frame.site.locale;
    let mut groups: Vec<Group> = Vec::new();
    let mut vague = 0;
    for now in standings_now(frame) {
        let here = frame.site.standings.iter().filter(|(_, standing)| Badge::new(standing.badge, frame).id == now.badge.id);
        let mut strips: Vec<Strip> = here.filter_map(|(code, _)| strip(*code, axis, frame)).collect();
        strips.sort_by(|a, b| first_place(a).cmp(&first_place(b)).then_with(|| a.name.cmp(&b.name)));
        vague += strips.iter().map(|strip| count_vague(&strip.spans)).sum::<usize>();
        if !strips.is_empty() {
            let strips = strips.into_iter().map(|strip| Strip { segments: drawn(strip.segments, locale), ..strip }).collect();
            groups.push(Group { badge: now.badge, strips });
        }
    }
    Strips {
        summary: summary_of_standings(frame),
        groups,
        legend,
        ticks: axis.ticks(locale),
        as_of: Date::of(frame.site.known_until(), frame),
        vague,
    }
}

/// The strip of one country; nothing for one that never had a status.
#[must_use]
pub fn one(code: CountryCode, frame: Frame<'_>) -> Option<OneStrip> {
    let axis = axis(frame);
    let Strip { segments, spans, .. } = strip(code, axis, frame)?;
    let vague = count_vague(&spans);
    Some(OneStrip {
        segments: drawn(segments, &frame.site.locale),
        spans,
        ticks: axis.ticks(&frame.site.locale),
        as_of: Date::of(frame.site.known_until(), frame),
        vague,
    })
}

fn strip(code: CountryCode, axis: Axis, frame: Frame<'_>) -> Option<Strip> {
    let country = frame.site.country(code)?;
    let spans = spans(code, frame);
    let segments = segments(code, axis, frame);
    (!spans.is_empty()).then(|| Strip { name: country.name.value.clone(), url: frame.country_url(code), segments, spans })
}

/// The segments where the language has them: from the left edge, or from the right.
fn drawn(segments: Vec<Segment>, locale: &Locale) -> Vec<Segment> {
    segments.into_iter().map(|one| Segment { x: one.x.drawn(one.width, locale), ..one }).collect()
}

fn first_place(strip: &Strip) -> Percent {
    strip.segments.first().map_or(Percent::WHOLE, |segment| segment.x)
}

fn count_vague(spans: &[Span]) -> usize {
    spans.iter().filter_map(|span| span.from.as_ref()).filter(|date| date.precision != "day").count()
}

/// Today's badges, and after them those that countries only had before.
fn legend(frame: Frame<'_>) -> Vec<Counted> {
    let mut all: Vec<Counted> = standings_now(frame).into_iter().filter(|one| one.badge.tone > 0).collect();
    let earlier = frame.site.standings.keys().flat_map(|code| spans(*code, frame)).map(|span| span.badge);
    for badge in earlier.filter(|badge| badge.tone > 0) {
        if all.iter().all(|one| one.badge.id != badge.id) {
            all.push(Counted { badge, count: 0 });
        }
    }
    all
}
