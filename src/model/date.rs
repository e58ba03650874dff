//! Dates as exact as they are known.
//!
//! In: EDTF (ISO 8601-2:2019, level 0 and the part of level 1 that newsrooms need). Out: [`Date`], an interval with a
//! precision. It never turns a month into its first day, and never reads a clock.

use crate::diagnose::Code;
use crate::parse::{FromScalar, Mistake};
use std::fmt;

/// A day of the calendar. Ordered as days are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// A year, a month or a day, as exact as somebody wrote it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Point {
    Year(u16),
    Month(u16, u8),
    Day(Day),
}

/// A date as known: `2025`, `2025-03`, `2025-03-12`, `2025-03~`, `2025-03?`, `2025-03-12/2025-03-19`, `2025-05/..`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Date {
    start: Point,
    end: End,
    /// `~`: about then.
    pub approximate: bool,
    /// `?`: said to be then, and doubted.
    pub doubted: bool,
}

/// How exact a date can be. A range is some time between two points; an open date began then and goes on.
pub const PRECISIONS: [&str; 5] = ["day", "month", "year", "range", "open"];

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum End {
    /// The date is one point.
    Same,
    /// Some time between two points.
    At(Point),
    /// From the start on.
    Open,
}

impl Day {
    /// The day, if the calendar has it. Years 1 to 9999.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let real = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month);
        real.then_some(Self { year, month, day })
    }

    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day that `seconds` after 1970-01-01T00:00:00Z falls on, in UTC. Howard Hinnant's `civil_from_days`
    /// (<https://howardhinnant.github.io/date_algorithms.html>). `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let z = seconds.div_euclid(86_400) + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let mp = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// How many days after 1970-01-01 it is, for distances. Howard Hinnant's `days_from_civil`, the inverse of [`Self::from_unix`].
    #[must_use]
    pub fn number(self) -> i32 {
        let year = i32::from(self.year) - i32::from(self.month <= 2);
        let (era, month) = (year.div_euclid(400), i32::from(self.month));
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Point {
    /// The first day it may mean.
    #[must_use]
    pub fn first(self) -> Day {
        match self {
            Self::Year(year) => Day { year, month: 1, day: 1 },
            Self::Month(year, month) => Day { year, month, day: 1 },
            Self::Day(day) => day,
        }
    }

    /// The last day it may mean.
    #[must_use]
    pub fn last(self) -> Day {
        match self {
            Self::Year(year) => Day { year, month: 12, day: 31 },
            Self::Month(year, month) => Day { year, month, day: days_in(year, month) },
            Self::Day(day) => day,
        }
    }

    #[must_use]
    pub fn year(self) -> u16 {
        self.first().year
    }

    /// The month, unless only the year is known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        match self {
            Self::Year(_) => None,
            Self::Month(_, month) => Some(month),
            Self::Day(day) => Some(day.month),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<u16>().ok())?
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4).filter(|year| *year > 0)?;
        let Some(month) = parts.next() else { return Some(Self::Year(year)) };
        let month = u8::try_from(number(month, 2)?).ok().filter(|month| (1..=12).contains(month))?;
        let Some(day) = parts.next() else { return Some(Self::Month(year, month)) };
        let day = Day::new(year, month, u8::try_from(number(day, 2)?).ok()?)?;
        parts.next().is_none().then_some(Self::Day(day))
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => day.fmt(f),
        }
    }
}

impl Date {
    /// The date that words say: `July 2016`, `12 March 2025`, `March 12, 2025`. `None` for any other form.
    #[must_use]
    pub fn from_words(text: &str) -> Option<Self> {
        Self::from_scalar(&in_words(text)?).ok()
    }

    /// The date of one day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { start: Point::Day(day), end: End::Same, approximate: false, doubted: false }
    }

    /// The month in which it begins, or the year, when no more is known.
    #[must_use]
    pub fn month(self) -> Self {
        let start = match self.start {
            Point::Day(day) => Point::Month(day.year, day.month),
            known => known,
        };
        Self { start, end: End::Same, approximate: false, doubted: false }
    }

    /// Where it begins, as exact as known.
    #[must_use]
    pub fn start(self) -> Point {
        self.start
    }

    /// Where it ends, when that differs from the start; `None` for one point and for an open end.
    #[must_use]
    pub fn end(self) -> Option<Point> {
        match self.end {
            End::Same | End::Open => None,
            End::At(point) => Some(point),
        }
    }

    /// Whether it goes on: `2025-05/..`.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.end == End::Open
    }

    /// How exact it is: one of [`PRECISIONS`].
    #[must_use]
    pub fn precision(self) -> &'static str {
        match (self.end, self.start) {
            (End::Open, _) => "open",
            (End::At(_), _) => "range",
            (End::Same, Point::Day(_)) => "day",
            (End::Same, Point::Month(..)) => "month",
            (End::Same, Point::Year(_)) => "year",
        }
    }

    /// The same without an open end, for sentences that already say "since".
    #[must_use]
    pub fn beginning(self) -> Self {
        match self.end {
            End::Open => Self { end: End::Same, ..self },
            End::Same | End::At(_) => self,
        }
    }

    /// The first day on which it may have happened, or begun.
    #[must_use]
    pub fn earliest(self) -> Day {
        self.start.first()
    }

    /// The last day on which it may have happened; for an open date, may have begun.
    #[must_use]
    pub fn latest(self) -> Day {
        match self.end {
            End::Same | End::Open => self.start.last(),
            End::At(point) => point.last(),
        }
    }

    /// Whether every day it may mean lies before every day that `other` may mean.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        self.latest() < other.earliest()
    }

    /// The order of lists: by first day, the less exact first. Says nothing about what happened first.
    #[must_use]
    pub fn listing_order(self) -> (Day, std::cmp::Reverse<Day>) {
        (self.earliest(), std::cmp::Reverse(self.latest()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)?;
        match self.end {
            End::Same => {}
            End::At(point) => write!(f, "/{point}")?,
            End::Open => f.write_str("/..")?,
        }
        if self.approximate {
            f.write_str("~")?;
        }
        if self.doubted {
            f.write_str("?")?;
        }
        Ok(())
    }
}

impl super::evidence::Contradicts for Date {
    /// Two dates contradict each other when no day can be both.
    fn contradicts(&self, other: &Self) -> bool {
        self.is_before(*other) || other.is_before(*self)
    }
}

impl super::evidence::Fact for Date {
    fn bounds(&self) -> (Option<u64>, Option<u64>) {
        (None, None)
    }

    fn kind(&self) -> &'static str {
        "date"
    }

    fn date(&self) -> Option<Date> {
        Some(*self)
    }
}

impl FromScalar for Date {
    const CODE: Code = Code::BadDate;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        let wrong = || Mistake::new(format!("`{text}` is not a date")).help(advice(text));
        let (rest, approximate, doubted) = match text.strip_suffix(['~', '?', '%']) {
            Some(rest) => (rest, !text.ends_with('?'), !text.ends_with('~')),
            None => (text, false, false),
        };
        let (start, end) = match rest.split_once('/') {
            None => (Point::read(rest).ok_or_else(wrong)?, End::Same),
            Some((start, "..")) => (Point::read(start).ok_or_else(wrong)?, End::Open),
            Some((start, end)) => {
                let (start, end) = (Point::read(start).ok_or_else(wrong)?, Point::read(end).ok_or_else(wrong)?);
                if end.last() < start.first() {
                    return Err(Mistake::new(format!("`{text}` ends before it begins")));
                }
                (start, End::At(end))
            }
        };
        Ok(Self { start, end, approximate, doubted })
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `July 2016`, `12 March 2025` or `March 12, 2025` in the form that is read.
fn in_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| {
        let start: String = word.chars().take(3).collect::<String>().to_lowercase();
        (word.len() >= 3 && word.chars().all(char::is_alphabetic))
            .then(|| MONTHS.iter().position(|name| *name == start))
            .flatten()
    };
    let year = |word: &str| (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.to_owned());
    let day = |word: &str| word.trim_end_matches(char::is_alphabetic).parse::<u8>().ok().filter(|day| (1..=31).contains(day));
    match words[..] {
        [first, last] => Some(format!("{}-{:02}", year(last)?, month(first)? + 1)),
        [first, second, last] => {
            let (month, day) = month(second).zip(day(first)).or_else(|| month(first).zip(day(second)))?;
            Some(format!("{}-{:02}-{day:02}", year(last)?, month + 1))
        }
        _ => None,
    }
}

fn advice(text: &str) -> String {
    if let Some(better) = in_words(text) {
        return format!("write `{better}`");
    }
    let parts: Vec<&str> = text.split('-').collect();
    if let [year, month, ..] = parts[..]
        && Point::read(year).is_some()
        && month.len() == 2
        && month.parse::<u8>().is_ok_and(|month| month == 0 || month > 12)
    {
        return format!("there is no month `{month}`");
    }
    let numbers: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    if let [a, b, year] = numbers[..]
        && year.len() == 4
        && [a, b, year].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return format!("write the year first: `{year}-{a:0>2}-{b:0>2}` or `{year}-{b:0>2}-{a:0>2}`");
    }
    if Point::read(text.get(..7).unwrap_or("")).is_some() && text.len() == 10 {
        return "that month has no such day".to_owned();
    }
    "write as much as is known: `2025`, `2025-03`, `2025-03-12`, `2025-03~`".to_owned()
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::from_scalar(text).unwrap()
    }

    #[test]
    fn a_date_is_an_interval() {
        assert_eq!(date("2025-02").latest().to_string(), "2025-02-28");
        assert_eq!(date("2024-02").latest().to_string(), "2024-02-29");
        assert_eq!(date("2025").earliest().to_string(), "2025-01-01");
        assert_eq!(date("2025-03-12/2025-03-19").latest().to_string(), "2025-03-19");
        assert_eq!(date("2025-05/..").beginning().to_string(), "2025-05");
    }

    #[test]
    fn only_what_is_sure_comes_before() {
        assert!(date("2025-03").is_before(date("2025-04-01")));
        assert!(!date("2025-03").is_before(date("2025-03-12")));
        assert!(!date("2025-03-12").is_before(date("2025-03")));
        assert!(!date("2025-03-12").is_before(date("2025-03-12")));
    }

    #[test]
    fn mistakes_are_answered_with_the_right_form() {
        let help = |text: &str| Date::from_scalar(text).unwrap_err().help.unwrap_or_default();
        assert_eq!(help("July 2016"), "write `2016-07`");
        assert_eq!(help("12 March 2025"), "write `2025-03-12`");
        assert_eq!(help("March 3rd, 2025"), "write `2025-03-03`");
        assert_eq!(help("2016-13"), "there is no month `13`");
        assert!(help("12/03/2025").contains("2025-03-12"));
        assert!(help("2025-02-30").contains("no such day"));
        for text in
            ["", "2025-3", "2025-13", "20250312", "March 2025", "0000", "2025-03-12-01", "2025/", "/2025", "2025-04/2025-03"]
        {
            assert!(Date::from_scalar(text).is_err(), "{text}");
        }
    }

    #[test]
    fn seconds_become_days() {
        assert_eq!(Day::from_unix(0).unwrap().to_string(), "1970-01-01");
        assert_eq!(Day::from_unix(1_795_478_400).unwrap().to_string(), "2026-11-24");
        assert_eq!(Day::from_unix(-1).unwrap().to_string(), "1969-12-31");
    }

    proptest! {
        #[test]
        fn the_number_of_a_day_is_its_distance_from_1970(number in -700_000i32..2_900_000) {
            let day = Day::from_unix(i64::from(number) * 86_400).unwrap();
            prop_assert_eq!(day.number(), number);
        }

        #[test]
        fn reading_and_writing_are_inverse(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=31, form in 0..7) {
            let Some(day) = Day::new(year, month, day) else { return Ok(()) };
            let (year, month) = (format!("{year:04}"), format!("{year:04}-{month:02}"));
            let text = match form {
                0 => year,
                1 => month,
                2 => day.to_string(),
                3 => format!("{month}~"),
                4 => format!("{day}?"),
                5 => format!("{month}/{day}").replace(&format!("/{day}"), &format!("/{}", date(&month).latest())),
                _ => format!("{month}/.."),
            };
            prop_assert_eq!(date(&text).to_string(), text);
        }
    }
}
