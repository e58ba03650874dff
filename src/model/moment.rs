//! Moments of time, to the second.
//!
//! In: text as RFC 3339 writes it (<https://www.rfc-editor.org/rfc/rfc3339>), seconds left out or not. Out: [`Moment`], which can be compared. It
//! never guesses a zone: a time without one is refused.

use super::date::Day;

/// Seconds since 1970-01-01 in UTC, without leap seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Moment(i64);

impl Moment {
    /// The one so many seconds after 1970-01-01; `None` beyond the years that a [`Day`] has.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        Day::from_unix(seconds).map(|_| Self(seconds))
    }

    /// When the day begins. The inverse of [`Day::from_unix`], by Howard Hinnant's `days_from_civil`.
    #[must_use]
    pub fn midnight(day: Day) -> Self {
        let month = i64::from(day.month());
        let year = i64::from(day.year()) - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(day.day()) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self((era * 146_097 + day_of_era - 719_468) * 86_400)
    }

    /// Reads a day with a time and a zone, `2026-11-24T09:30Z`. `None` when it is something else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (day, time) = text.split_once(['T', 't', ' '])?;
        let Self(midnight) = Self::midnight(calendar_day(day)?);
        Self::from_unix(midnight + seconds_from_midnight(time)?)
    }

    /// The same, or a day alone, which stands for its beginning.
    #[must_use]
    pub fn read_or_day(text: &str) -> Option<Self> {
        calendar_day(text).map(Self::midnight).or_else(|| Self::read(text))
    }

    /// The day in UTC.
    #[must_use]
    pub fn day(self) -> Option<Day> {
        Day::from_unix(self.0)
    }

    /// Hours and minutes in UTC: `06:00`.
    #[must_use]
    pub fn clock(self) -> String {
        let minutes = self.0.rem_euclid(86_400) / 60;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

fn calendar_day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split('-').collect();
    let &[year, month, day] = parts.as_slice() else { return None };
    Day::new(digits(year, 4)?, u8::try_from(digits(month, 2)?).ok()?, u8::try_from(digits(day, 2)?).ok()?)
}

/// The time of day in UTC, in seconds; below zero or beyond a day when the offset leads there.
fn seconds_from_midnight(text: &str) -> Option<i64> {
    let at = text.find(['Z', 'z', '+', '-'])?;
    let (clock, offset) = text.split_at(at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match *parts.as_slice() {
        [hours, minutes, seconds] => (digits(hours, 2)?, digits(minutes, 2)?, digits(seconds, 2)?),
        [hours, minutes] => (digits(hours, 2)?, digits(minutes, 2)?, 0),
        _ => return None,
    };
    let is_time = hours < 24 && minutes < 60 && seconds <= 60 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60 + i64::from(seconds.min(59));
    (is_time && !fraction.is_empty()).then_some(seconds - offset_seconds(offset)?)
}

fn offset_seconds(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
    (hours < 24 && minutes < 60).then_some(if text.starts_with('-') { -seconds } else { seconds })
}

fn digits(text: &str, length: usize) -> Option<u16> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utc(text: &str) -> String {
        let moment = Moment::read_or_day(text).unwrap();
        format!("{} {}", moment.day().unwrap(), moment.clock())
    }

    #[test]
    fn a_time_counts_in_utc() {
        assert_eq!(utc("2026-11-24"), "2026-11-24 00:00");
        assert_eq!(utc("2026-11-24T09:30:00Z"), "2026-11-24 09:30");
        assert_eq!(utc("2026-11-24T06:00+01:00"), "2026-11-24 05:00");
        assert_eq!(utc("2026-11-24T23:30:00-05:00"), "2026-11-25 04:30");
        assert_eq!(utc("2024-03-01T00:30:00.5+01:00"), "2024-02-29 23:30");
        assert_eq!(utc("2026-12-31 23:59:60z"), "2026-12-31 23:59");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "2026",
            "2026-11",
            "2026-02-30",
            "24.11.2026",
            "2026-11-24T",
            "2026-11-24T09Z",
            "2026-11-24T09:30",
            "2026-11-24T09:30:00",
            "2026-11-24T24:00:00Z",
            "2026-11-24T09:30:00.Z",
            "2026-11-24T09:30:00+0100",
            "9999-12-31T23:59:59-23:59",
            "today",
        ] {
            assert_eq!(Moment::read_or_day(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn midnight_is_the_inverse_of_from_unix(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=28) {
            let day = Day::new(year, month, day).unwrap();
            prop_assert_eq!(Moment::midnight(day).day(), Some(day));
        }
    }
}
