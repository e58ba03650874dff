//! Which day it is.
//!
//! In: `--now`, else `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>), else the clock. Out: a
//! [`Day`] in UTC, which is an input of everything that follows. The clock is never read anywhere else.

use super::failure::Failure;
use crate::model::Day;
use std::time::{SystemTime, UNIX_EPOCH};

const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The day to work for: the one that was asked for, or today.
#[allow(clippy::disallowed_methods, reason = "this is the one place that asks the clock and the environment for it")]
pub fn today(asked: Option<Day>) -> Result<Day, Failure> {
    if let Some(day) = asked {
        return Ok(day);
    }
    if let Some(seconds) = std::env::var_os(EPOCH) {
        return epoch_day(&seconds.to_string_lossy());
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok());
    since
        .and_then(Day::from_unix)
        .ok_or_else(|| Failure::usage("the clock of this computer is not set").help("give the day: `--now 2026-11-24`"))
}

/// Reads `--now`: a day, or a time as RFC 3339 writes it, of which the day in UTC counts.
pub fn read(text: &str) -> Result<Day, String> {
    let wrong = || "write a day, `2026-11-24`, or a time, `2026-11-24T09:30:00Z`".to_owned();
    let (day, time) = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let day = calendar_day(day).ok_or_else(wrong)?;
    let Some(time) = time else { return Ok(day) };
    let shift = seconds_from_midnight(time).ok_or_else(wrong)?;
    Day::from_unix(unix_midnight(day) + shift).ok_or_else(wrong)
}

fn epoch_day(seconds: &str) -> Result<Day, Failure> {
    seconds.trim().parse().ok().and_then(Day::from_unix).ok_or_else(|| {
        Failure::usage(format!("the environment variable {EPOCH} is `{seconds}`, which is not a time"))
            .note("it holds the seconds since 1970-01-01, and stands for today when it is set")
            .help(format!("correct it, or take it away: `unset {EPOCH}`"))
    })
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
    let &[hours, minutes, seconds] = parts.as_slice() else { return None };
    let (hours, minutes, seconds) = (digits(hours, 2)?, digits(minutes, 2)?, digits(seconds, 2)?);
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

/// The second at which the day begins. The inverse of [`Day::from_unix`], by Howard Hinnant's `days_from_civil`.
fn unix_midnight(day: Day) -> i64 {
    let month = i64::from(day.month());
    let year = i64::from(day.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(day.day()) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * 86_400
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> String {
        read(text).unwrap().to_string()
    }

    #[test]
    fn a_time_counts_in_utc() {
        assert_eq!(day("2026-11-24"), "2026-11-24");
        assert_eq!(day("2026-11-24T09:30:00Z"), "2026-11-24");
        assert_eq!(day("2026-11-24T23:30:00-05:00"), "2026-11-25");
        assert_eq!(day("2024-03-01T00:30:00.5+01:00"), "2024-02-29");
        assert_eq!(day("2026-12-31 23:59:60z"), "2026-12-31");
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
            "2026-11-24T09:30",
            "2026-11-24T09:30:00",
            "2026-11-24T24:00:00Z",
            "2026-11-24T09:30:00.Z",
            "2026-11-24T09:30:00+0100",
            "9999-12-31T23:59:59-23:59",
            "today",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn source_date_epoch_is_seconds() {
        assert_eq!(epoch_day("1795478400").unwrap().to_string(), "2026-11-24");
        assert!(epoch_day("yesterday").unwrap_err().message.contains("SOURCE_DATE_EPOCH"));
        assert!(epoch_day("").is_err());
        assert!(epoch_day("99999999999999").is_err());
    }

    proptest! {
        #[test]
        fn midnight_is_the_inverse_of_from_unix(year in 1u16..=9999, month in 1u8..=12, day in 1u8..=28) {
            let day = Day::new(year, month, day).unwrap();
            prop_assert_eq!(Day::from_unix(unix_midnight(day)), Some(day));
        }
    }
}
