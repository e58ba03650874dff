//! What time it is.
//!
//! In: `--now`, else `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>), else the clock. Out: an
//! [`Moment`] or a [`Day`] in UTC, which is an input of everything that follows. The clock is never read anywhere else.

use super::failure::Failure;
use crate::model::{Day, Moment};
use std::time::{SystemTime, UNIX_EPOCH};

const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The day to work for: the one that was asked for, or today.
pub fn today(asked: Option<Moment>) -> Result<Day, Failure> {
    now(asked)?.day().ok_or_else(not_set)
}

/// The moment to work for: the one that was asked for, or now.
#[allow(clippy::disallowed_methods, reason = "this is the one place that asks the clock and the environment for it")]
pub fn now(asked: Option<Moment>) -> Result<Moment, Failure> {
    if let Some(moment) = asked {
        return Ok(moment);
    }
    if let Some(seconds) = std::env::var_os(EPOCH) {
        return epoch(&seconds.to_string_lossy());
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|since| i64::try_from(since.as_secs()).ok());
    since.and_then(Moment::from_unix).ok_or_else(not_set)
}

/// Reads `--now`: a day, which stands for its beginning, or a time as RFC 3339 writes it.
pub fn read(text: &str) -> Result<Moment, String> {
    Moment::read_or_day(text).ok_or_else(|| "write a day, `2026-11-24`, or a time, `2026-11-24T09:30:00Z`".to_owned())
}

fn not_set() -> Failure {
    Failure::usage("the clock of this computer is not set").help("give the day: `--now 2026-11-24`")
}

fn epoch(seconds: &str) -> Result<Moment, Failure> {
    seconds.trim().parse().ok().and_then(Moment::from_unix).ok_or_else(|| {
        Failure::usage(format!("the environment variable {EPOCH} is `{seconds}`, which is not a time"))
            .note("it holds the seconds since 1970-01-01, and stands for now when it is set")
            .help(format!("correct it, or take it away: `unset {EPOCH}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_date_epoch_is_seconds() {
        assert_eq!(epoch("1795478400").unwrap().day().unwrap().to_string(), "2026-11-24");
        assert!(epoch("yesterday").unwrap_err().message.contains("SOURCE_DATE_EPOCH"));
        assert!(epoch("").is_err());
        assert!(epoch("99999999999999").is_err());
    }
}
