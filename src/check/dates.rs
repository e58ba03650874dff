//! Dates that somebody typed into prose.
//!
//! In: runs of plain text. Out: [`TypedDate`]s: a day or a month, with its year where the text gives one. It never looks at the records, and passes over
//! years alone and months that may be a verb ("may", "march").

use super::numbers::{Word, words};
use crate::link::wording;
use crate::model::Date;
use crate::model::date::Point;
use std::ops::Range;

/// A date in a sentence, as exact as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypedDate {
    /// Bytes of the prose's text.
    pub range: Range<usize>,
    pub year: Option<u16>,
    pub month: u8,
    pub day: Option<u8>,
}

impl TypedDate {
    /// Whether something that happened on `date` may be told with these words: the date, or an end of it, is as exact as the words or more so.
    #[must_use]
    pub fn is_borne_by(&self, date: Date) -> bool {
        let is_this = |point: Point| {
            let year = self.year.is_none_or(|year| year == point.year());
            let day = match (self.day, point) {
                (None, _) => true,
                (Some(day), Point::Day(known)) => known.day() == day,
                (Some(_), Point::Month(..) | Point::Year(_)) => false,
            };
            year && day && point.month() == Some(self.month)
        };
        let within = || self.day.is_none() && date.end().is_some_and(|end| self.lies_between(date.start(), end));
        is_this(date.start()) || date.end().is_some_and(is_this) || within()
    }

    /// Whether this month lies between two others.
    fn lies_between(&self, start: Point, end: Point) -> bool {
        let (Some(first), Some(last)) = (start.month(), end.month()) else { return false };
        match self.year {
            Some(year) => ((start.year(), first)..=(end.year(), last)).contains(&(year, self.month)),
            None => start.year() == end.year() && (first..=last).contains(&self.month),
        }
    }
}

/// Words before a month that make it a date.
const BEFORE: [&str; 14] =
    ["in", "of", "by", "since", "until", "till", "during", "from", "late", "early", "mid", "to", "before", "after"];

/// The date that `word` is the month of, if it is one. `text` is the run that it stands in, `before` the word in front of it.
#[must_use]
pub fn date(text: &str, before: Option<&Word<'_>>, word: &Word<'_>) -> Option<TypedDate> {
    if word.text.starts_with(|first: char| first.is_ascii_digit()) {
        return iso(word);
    }
    let bare = word.text.strip_prefix("mid-").unwrap_or(word.text);
    // In small letters they are verbs: "may", "march".
    let month = wording::month_number(bare.strip_prefix(char::is_uppercase).map(|_| bare)?)?;
    let mut end = word.start + word.text.len();
    let mut start = word.start;
    let close = before.filter(|before| !before.ends_phrase);
    let mut day = close.and_then(|before| day_number(before.text));
    if day.is_some() {
        start = close.map_or(start, |before| before.start);
    }
    let mut next = if word.ends_phrase { None } else { at(text, end) };
    if day.is_none()
        && let Some(number) = next.as_ref().filter(|next| next.text.len() <= 4)
        && let Some(read) = day_number(number.text)
    {
        day = Some(read);
        end = number.start + number.text.len();
        // "June 25, 2025": the comma is part of the date.
        next = at(text, end).filter(|_| !number.ends_phrase || text[end..].starts_with(", "));
    }
    let year = next.as_ref().and_then(|next| year_number(next.text));
    if let (Some(_), Some(next)) = (year, &next) {
        end = next.start + next.text.len();
    }
    let told = close.is_some_and(|before| BEFORE.contains(&before.text.to_lowercase().as_str())) || bare.len() < word.text.len();
    (day.is_some() || year.is_some() || told).then_some(TypedDate { range: start..end, year, month, day })
}

/// The first word of the text from `from` on.
fn at(text: &str, from: usize) -> Option<Word<'_>> {
    let rest = &text[from..];
    let skipped = rest.len() - rest.trim_start_matches([',', ' ', '\n', '\r', '\t']).len();
    let word = words(&rest[skipped..]).next()?;
    Some(Word { start: from + skipped + word.start, ..word })
}

fn day_number(text: &str) -> Option<u8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(text);
    let number = (digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())??;
    (1..=31).contains(&number).then_some(number)
}

fn year_number(text: &str) -> Option<u16> {
    let number = (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())??;
    (1900..2100).contains(&number).then_some(number)
}

/// `2025-06-25`, `2025-06`.
fn iso(word: &Word<'_>) -> Option<TypedDate> {
    let mut parts = word.text.split('-');
    let (year, month) = (year_number(parts.next()?)?, parts.next().filter(|part| part.len() == 2)?.parse().ok()?);
    let day = match parts.next() {
        Some(day) => Some(day_number(day)?),
        None => None,
    };
    let whole = parts.next().is_none() && (1..=12).contains(&month);
    whole.then_some(TypedDate { range: word.start..word.start + word.text.len(), year: Some(year), month, day })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::numbers::in_run;
    use crate::parse::FromScalar;

    fn dates(text: &str) -> Vec<(Option<u16>, u8, Option<u8>, String)> {
        let mut found = Vec::new();
        in_run(text, 0, "countries", &mut Vec::new(), &mut found);
        found.into_iter().map(|one| (one.year, one.month, one.day, text[one.range].to_owned())).collect()
    }

    #[test]
    fn dates_are_found_as_exact_as_they_are_written() {
        assert_eq!(dates("On 25 June 2025, it"), [(Some(2025), 6, Some(25), "25 June 2025".to_owned())]);
        assert_eq!(dates("On June 25, 2025, it"), [(Some(2025), 6, Some(25), "June 25, 2025".to_owned())]);
        assert_eq!(dates("On June 25, it"), [(None, 6, Some(25), "June 25".to_owned())]);
        assert_eq!(dates("By late March 2025"), [(Some(2025), 3, None, "March 2025".to_owned())]);
        assert_eq!(dates("in May, it"), [(None, 5, None, "May".to_owned())]);
        assert_eq!(dates("until 2025-06-25."), [(Some(2025), 6, Some(25), "2025-06-25".to_owned())]);
        for text in ["May it be so.", "A march on Rome", "since 2025", "paragraphs 12-14 of 2025"] {
            assert_eq!(dates(text), [], "{text}");
        }
    }

    #[test]
    fn words_are_borne_by_what_is_as_exact() {
        let date = |text: &str| Date::from_scalar(text).unwrap();
        let day = TypedDate { range: 0..0, year: Some(2025), month: 6, day: Some(25) };
        assert!(day.is_borne_by(date("2025-06-25")));
        assert!(day.is_borne_by(date("2025-06-20/2025-06-25")));
        assert!(!day.is_borne_by(date("2025-06")), "a day says more than a month");
        let month = TypedDate { day: None, ..day };
        assert!(month.is_borne_by(date("2025-06-03")) && month.is_borne_by(date("2025-05/2025-07")));
        assert!(!month.is_borne_by(date("2025-07")) && !month.is_borne_by(date("2025")));
    }
}
