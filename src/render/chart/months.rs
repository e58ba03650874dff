//! Countries by status through time: how many had each badge at the end of each month.
//!
//! In: the histories of all countries. Out: [`Months`], bars that stand on each other and the table of the same numbers. A change counts from the
//! first month at whose end it must have happened; the last column is the present, and is the count that other pages give. It never counts
//! what is not known yet.

use super::axis::{Axis, Month, Tick};
use super::spans::begun;
use super::strips::axis;
use super::{Percent, badge, ground, last_day, summary_of_standings};
use crate::model::Day;
use crate::render::frame::Frame;
use crate::render::view::{Badge, Date, country::Counted};
use serde::Serialize;

/// A chart of columns.
#[derive(Clone, Serialize, Debug)]
pub struct Months {
    pub title: String,
    pub summary: String,
    /// From the foot of the stack up, each with its count of today.
    pub legend: Vec<Counted>,
    pub layers: Vec<Layer>,
    pub lines: Vec<Line>,
    pub ticks: Vec<Tick>,
    /// The same numbers: a row a month, in the order of `legend`.
    pub rows: Vec<Row>,
    /// How many have no status known today.
    pub unknown: usize,
    pub as_of: Option<Date>,
}

/// A badge in all columns.
#[derive(Clone, Serialize, Debug)]
pub struct Layer {
    pub tone: usize,
    pub boxes: Vec<Part>,
}

/// A part of a column; `y` is its upper edge.
#[derive(Clone, PartialEq, Serialize, Debug)]
pub struct Part {
    pub x: Percent,
    pub y: Percent,
    pub width: Percent,
    pub height: Percent,
}

/// A line of the scale.
#[derive(Clone, PartialEq, Serialize, Debug)]
pub struct Line {
    pub y: Percent,
    pub text: String,
}

#[derive(Clone, Serialize, Debug)]
pub struct Row {
    pub label: String,
    pub iso: String,
    pub counts: Vec<usize>,
    /// How many have no status known at its end.
    pub without: usize,
}

/// A country's badges, each with the last day on which it may have begun; `None` for what held before any event.
type Career = Vec<(Option<usize>, Option<Day>)>;

/// The chart of all countries.
#[must_use]
pub fn months(frame: Frame<'_>) -> Months {
    let (axis, ground, last) = (axis(frame), ground(frame), last_day(frame));
    let careers: Vec<Career> = frame.site.standings.keys().map(|code| begun(*code, frame)).collect();
    let badges: Vec<usize> = (0..frame.site.report.program.badges.len())
        .filter(|at| Some(*at) != ground && careers.iter().flatten().any(|(badge, _)| *badge == Some(*at)))
        .collect();
    let columns: Vec<(Month, Vec<usize>)> =
        axis.months().into_iter().map(|month| (month, counts(&careers, &badges, month.last(), last))).collect();
    let top = columns.iter().map(|(_, counts)| counts.iter().sum()).max().unwrap_or(0);
    let lines = lines(top);
    let reach = lines.reach;
    let rows: Vec<Row> = columns.iter().map(|(month, counts)| row(*month, counts, careers.len(), frame)).collect();
    let now = columns.last().map(|(_, counts)| counts.clone()).unwrap_or_default();
    let legend = badges.iter().zip(now).map(|(at, count)| Counted { badge: badge(Some(*at), ground, frame), count });
    Months {
        title: frame.theme.word("chart_months").to_owned(),
        summary: summary_of_standings(frame),
        layers: layers(&columns, &badges, reach, axis, frame),
        legend: legend.collect(),
        lines: lines.lines,
        ticks: axis.ticks(&frame.site.locale),
        unknown: rows.last().map_or(0, |row| row.without),
        rows,
        as_of: Date::of(frame.site.known_until(), frame),
    }
}

/// How many countries had each badge at the end of a day; at the end of the last, all that is known has happened.
fn counts(careers: &[Career], badges: &[usize], day: Day, last: Day) -> Vec<usize> {
    let at = |career: &Career| {
        let mut begun = career.iter().filter(|(_, begun)| day >= last || begun.is_none_or(|begun| begun <= day));
        begun.next_back().and_then(|(badge, _)| *badge)
    };
    badges.iter().map(|badge| careers.iter().filter(|career| at(career) == Some(*badge)).count()).collect()
}

fn row(month: Month, counts: &[usize], all: usize, frame: Frame<'_>) -> Row {
    let without = all.saturating_sub(counts.iter().sum());
    Row { label: month.text(&frame.site.locale), iso: month.iso(), counts: counts.to_vec(), without }
}

fn layers(columns: &[(Month, Vec<usize>)], badges: &[usize], reach: usize, axis: Axis, frame: Frame<'_>) -> Vec<Layer> {
    let layer = |(layer, at): (usize, &usize)| {
        let boxes = columns.iter().filter(|(_, counts)| counts[layer] > 0).map(|(month, counts)| {
            let below: usize = counts[..layer].iter().sum();
            let (low, high) = (share(below, reach), share(below + counts[layer], reach));
            let begins = axis.start_of(month.first());
            let width = axis.end_of(month.last()).since(begins);
            let x = begins.drawn(width, &frame.site.locale);
            Part { x, y: Percent::WHOLE.since(high), width, height: high.since(low) }
        });
        Layer { tone: Badge::new(Some(*at), frame).tone, boxes: boxes.collect() }
    };
    badges.iter().enumerate().map(layer).collect()
}

fn share(part: usize, whole: usize) -> Percent {
    Percent::of(part as u64, whole as u64)
}

/// The lines of a scale from zero, and the number at its top.
struct Scale {
    lines: Vec<Line>,
    reach: usize,
}

/// Lines at 1, 2 or 5 times a power of ten, five at most, the last at or above `top`.
fn lines(top: usize) -> Scale {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_usize.pow(power)));
    let step = steps.into_iter().find(|step| top.div_ceil(*step) <= 5).unwrap_or(top.max(1));
    let reach = top.div_ceil(step).max(1) * step;
    let line = |at: usize| Line { y: Percent::WHOLE.since(share(at, reach)), text: at.to_string() };
    Scale { lines: (0..=reach / step).map(|at| line(at * step)).collect(), reach }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u8, day: u8) -> Day {
        Day::new(2025, month, day).unwrap()
    }

    #[test]
    fn a_change_counts_once_it_must_have_happened() {
        // One day in March, then some day of April to June.
        let careers = vec![vec![(None, None), (Some(0), Some(day(3, 10))), (Some(1), Some(day(6, 30)))]];
        let at = |when: Day| counts(&careers, &[0, 1], when, day(12, 31));
        assert_eq!(at(day(2, 28)), [0, 0]);
        assert_eq!(at(day(3, 31)), [1, 0]);
        assert_eq!(at(day(5, 31)), [1, 0]);
        assert_eq!(at(day(6, 30)), [0, 1]);
        assert_eq!(counts(&careers, &[0, 1], day(4, 30), day(4, 20)), [0, 1], "what is known on the last day has happened");
    }

    #[test]
    fn the_scale_begins_at_zero_and_holds_the_top() {
        for top in 0..700 {
            let scale = lines(top);
            assert!(scale.reach >= top && scale.lines.len() <= 6, "{top}");
            assert_eq!(scale.lines[0], Line { y: Percent::WHOLE, text: "0".to_owned() });
            assert_eq!(scale.lines.last().map(|line| line.y), Some(Percent::ZERO));
        }
        let texts: Vec<String> = lines(51).lines.into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["0", "20", "40", "60"]);
    }
}
