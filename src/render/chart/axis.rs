//! A time axis: days to places.
//!
//! In: the first and last day of a chart. Out: places in percent, the months in between and the words below the axis. It is to scale: a day
//! is as wide as any other. It never places what has no day; [`spans`](super::spans) gives such dates the stretch that they may mean.

use super::Percent;
use crate::link::Locale;
use crate::model::Day;
use crate::model::date::Point;
use serde::Serialize;

/// From the first day of a month to the last day that is known, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Axis {
    first: Day,
    last: Day,
}

/// A mark below the axis.
#[derive(Clone, PartialEq, Serialize, Debug)]
pub struct Tick {
    /// From the left edge.
    pub at: Percent,
    pub text: String,
    /// `start`, `year`, `between` or `end`. On a small screen only the first and last and such years have room.
    pub kind: &'static str,
}

/// A month of the axis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    pub year: u16,
    pub month: u8,
}

impl Month {
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    #[must_use]
    pub fn next(self) -> Self {
        if self.month == 12 { Self { year: self.year + 1, month: 1 } } else { Self { month: self.month + 1, ..self } }
    }

    fn point(self) -> Point {
        Point::Month(self.year, self.month)
    }

    #[must_use]
    pub fn first(self) -> Day {
        self.point().first()
    }

    #[must_use]
    pub fn last(self) -> Day {
        self.point().last()
    }

    /// `2025-03`
    #[must_use]
    pub fn iso(self) -> String {
        self.point().to_string()
    }

    /// `March 2025`
    #[must_use]
    pub fn text(self, locale: &Locale) -> String {
        locale.month(self.year, self.month)
    }

    /// `Mar`; the number of the month where it cannot be told how its name is shortened.
    fn short(self, locale: &Locale) -> String {
        let number = locale.number(self.month.into());
        if locale.is_english() { self.text(locale).chars().take(3).collect() } else { number }
    }
}

impl Axis {
    /// An axis that holds both days. It begins with the month of the first.
    #[must_use]
    pub fn new(first: Day, last: Day) -> Self {
        Self { first: Month::of(first).first(), last: last.max(first) }
    }

    /// Where a day begins: the left edge for the first day and all before it.
    #[must_use]
    pub fn start_of(self, day: Day) -> Percent {
        self.place(day.number())
    }

    /// Where a day ends: the right edge for the last day and all after it.
    #[must_use]
    pub fn end_of(self, day: Day) -> Percent {
        self.place(day.number().saturating_add(1))
    }

    fn place(self, number: i32) -> Percent {
        let (first, end) = (self.first.number(), self.last.number().saturating_add(1));
        let days = |from: i32, to: i32| u64::try_from(to - from).unwrap_or(0);
        Percent::of(days(first, number.clamp(first, end)), days(first, end))
    }

    /// Every month that the axis touches.
    #[must_use]
    pub fn months(self) -> Vec<Month> {
        std::iter::successors(Some(Month::of(self.first)), |month| Some(month.next()))
            .take_while(|month| month.first() <= self.last)
            .collect()
    }

    /// The first and last month, and between them as many years (and on short axes, quarters) as have room.
    #[must_use]
    pub fn ticks(self, locale: &Locale) -> Vec<Tick> {
        let months = self.months();
        let tick = |month: Month, kind: &'static str, text: String| Tick { at: self.start_of(month.first()), text, kind };
        let years_between = u16::try_from(months.len() / 96 + 1).unwrap_or(u16::MAX);
        let full = |month: Month| {
            if locale.is_english() { format!("{} {}", month.short(locale), month.year) } else { month.text(locale) }
        };
        let (first, last) = (full(Month::of(self.first)), full(Month::of(self.last)));
        let has_room = |at: Percent, chart: u64| at >= room(&first, chart) && Percent::WHOLE.since(at) >= room(&last, chart);
        let mut ticks = vec![tick(Month::of(self.first), "start", first.clone())];
        let mut last_of_narrow = Percent::ZERO;
        for month in months.iter().copied().skip(1) {
            let at = self.start_of(month.first());
            if month.month == 1 && month.year.is_multiple_of(years_between) && has_room(at, WIDE) {
                let text = locale.year(month.year);
                let fits = has_room(at, NARROW) && at.since(last_of_narrow) >= room(&text, NARROW);
                if fits {
                    last_of_narrow = at;
                }
                ticks.push(tick(month, if fits { "year" } else { "between" }, text));
            } else if month.month % 3 == 1 && month.month != 1 && months.len() <= 36 && has_room(at, WIDE) {
                ticks.push(tick(month, "between", month.short(locale)));
            }
        }
        if months.len() > 4 {
            ticks.push(Tick { at: Percent::WHOLE, text: last, kind: "end" });
        }
        ticks.into_iter().map(|tick| Tick { at: tick.at.drawn(Percent::ZERO, locale), ..tick }).collect()
    }
}

/// The narrowest chart of small screens (320 pixels) and of others (768), in pixels.
const NARROW: u64 = 150;
const WIDE: u64 = 420;

/// How far from one end of a chart another word may have its middle, so as not to touch the one that stands there.
fn room(text: &str, chart: u64) -> Percent {
    // In type of 12 pixels: the widest letters of a common sans, half a year, and a space.
    const LETTER: u64 = 6;
    const HALF_A_YEAR_AND_A_SPACE: u64 = 18;
    Percent::of((text.chars().count() as u64 * LETTER + HALF_A_YEAR_AND_A_SPACE).min(chart), chart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: u16, month: u8, day: u8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn a_day_is_as_wide_as_any_other() {
        let axis = Axis::new(day(2025, 1, 20), day(2025, 4, 10));
        assert_eq!(axis.start_of(day(2025, 1, 1)), Percent(0), "it begins with the month");
        assert_eq!(axis.start_of(day(2025, 1, 11)), Percent(100));
        assert_eq!(axis.end_of(day(2025, 1, 10)), Percent(100));
        assert_eq!(axis.end_of(day(2025, 4, 10)), Percent(1000));
    }

    #[test]
    fn what_lies_outside_stands_at_the_edge() {
        let axis = Axis::new(day(2025, 1, 1), day(2025, 1, 31));
        assert_eq!((axis.start_of(day(2020, 1, 1)), axis.end_of(day(2030, 1, 1))), (Percent(0), Percent(1000)));
    }

    #[test]
    fn months_cross_years() {
        let months: Vec<String> = Axis::new(day(2025, 11, 5), day(2026, 2, 1)).months().into_iter().map(Month::iso).collect();
        assert_eq!(months, ["2025-11", "2025-12", "2026-01", "2026-02"]);
    }

    #[test]
    fn a_reversed_axis_holds_one_day() {
        assert_eq!(Axis::new(day(2026, 5, 1), day(2025, 1, 1)).months().len(), 1);
    }

    #[test]
    fn words_below_the_axis_have_room() {
        for years in 1..60 {
            let ticks = Axis::new(day(1980, 1, 1), day(1980 + years, 3, 10)).ticks(Locale::english());
            let gaps = |ticks: Vec<&Tick>| -> Vec<u32> { ticks.windows(2).map(|pair| pair[1].at.since(pair[0].at).0).collect() };
            let (all, narrow) =
                (gaps(ticks.iter().collect()), gaps(ticks.iter().filter(|tick| tick.kind != "between").collect()));
            assert!(all.iter().all(|gap| *gap >= 80), "{years} years: {all:?}");
            assert!(narrow.iter().all(|gap| *gap >= 280), "{years} years on a small screen: {narrow:?}");
        }
    }

    #[test]
    fn time_runs_the_way_the_language_is_written() {
        let arabic = Locale::new("ar", std::collections::BTreeMap::new());
        let ticks = Axis::new(day(2025, 1, 20), day(2026, 11, 24)).ticks(&arabic);
        assert_eq!((ticks[0].at, ticks[ticks.len() - 1].at), (Percent::WHOLE, Percent::ZERO));
        assert_eq!(Percent(100).drawn(Percent(250), &arabic), Percent(650), "from the left edge to where it ends");
        assert_eq!(Percent(100).drawn(Percent(250), Locale::english()), Percent(100));
    }

    #[test]
    fn long_names_of_months_take_more_room() {
        let axis = Axis::new(day(2025, 1, 20), day(2026, 11, 24));
        let kinds = |locale: &Locale| axis.ticks(locale).into_iter().map(|tick| tick.kind).filter(|kind| *kind == "year").count();
        assert_eq!(kinds(Locale::english()), 1);
        assert_eq!(kinds(&Locale::new("fr", std::collections::BTreeMap::new())), 0, "novembre 2026");
    }
}
