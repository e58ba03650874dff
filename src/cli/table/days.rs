//! Dates as spreadsheets keep and show them.
//!
//! In: a number with its format, or a text such as `13/03/2025`. Out: the date as records write it, no more exact than it was shown. It never
//! decides whether `3/4/2025` is in March or April unless another date of the same table tells.

use crate::model::{Date, Day};
use crate::parse::FromScalar;

/// What the format of a cell makes of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    Number,
    Day,
    Month,
    Year,
}

/// Which comes first in `3/4/2025`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    DayFirst,
    MonthFirst,
}

/// What a format shows, by its number, or by its code where the workbook has its own.
pub fn shown(number: &str, code: Option<&str>) -> Shown {
    let Some(code) = code else {
        return match number.parse().unwrap_or(0u32) {
            14..=16 | 22 | 27..=36 | 50..=58 => Shown::Day,
            17 => Shown::Month,
            _ => Shown::Number,
        };
    };
    // What stands in quotation marks, brackets or after a backslash is shown as it is; only the first part is for dates.
    let mut letters = String::new();
    let mut signs = code.split(';').next().unwrap_or("").chars();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => drop(signs.by_ref().find(|sign| *sign == '"')),
            '[' => drop(signs.by_ref().find(|sign| *sign == ']')),
            '\\' | '_' | '*' => drop(signs.next()),
            _ => letters.extend(sign.to_lowercase()),
        }
    }
    if letters.contains("general") || letters.contains(['0', '#', '?', '@']) && !letters.contains('y') {
        return Shown::Number;
    }
    match (letters.contains('d'), letters.contains('y')) {
        (true, _) => Shown::Day,
        (false, true) if letters.contains('m') => Shown::Month,
        (false, true) => Shown::Year,
        (false, false) => Shown::Number,
    }
}

/// The date that a number means: days since the end of 1899, or since 1904.
pub fn from_serial(number: f64, from_1904: bool, shown: Shown) -> Option<String> {
    if !(0.0..3_000_000.0).contains(&number) {
        return None;
    }
    // Excel takes 1900 for a leap year, so days before March 1900 are one off; no report needs them.
    let since = if from_1904 { 24_107.0 } else { 25_569.0 };
    #[allow(clippy::cast_possible_truncation, reason = "it is between 0 and 3,000,000")]
    let day = Day::from_unix((number.floor() - since) as i64 * 86_400)?.to_string();
    Some(match shown {
        Shown::Year => day[..4].to_owned(),
        Shown::Month => day[..7].to_owned(),
        Shown::Day | Shown::Number => day,
    })
}

/// Which order the dates of a table have: told by those whose day is above 12. `None` when none tells, or they differ.
pub fn order<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Order> {
    let pairs: Vec<(u16, u16)> = texts.filter_map(|text| numbers(text).map(|(first, second, _)| (first, second))).collect();
    match (pairs.iter().any(|(first, _)| *first > 12), pairs.iter().any(|(_, second)| *second > 12)) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

/// A date that a spreadsheet has put into the form of its country, as records write it. `None` for a text of any other form; an error when
/// nobody can know what it means.
pub fn settled(text: &str, order: Option<Order>) -> Option<Result<String, String>> {
    let text = text.trim();
    let text = text.strip_suffix(" 00:00:00").or_else(|| text.strip_suffix(" 00:00")).unwrap_or(text);
    if Date::from_scalar(text).is_ok() {
        return None;
    }
    if let Some((first, second, year)) = numbers(text) {
        let day = |month: u16, day: u16| {
            let day = Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
            Some(Ok(day.to_string()))
        };
        let order = if text.contains('.') { Some(Order::DayFirst) } else { order };
        return match order {
            Some(Order::DayFirst) => day(second, first),
            Some(Order::MonthFirst) => day(first, second),
            None if first == second => day(first, second),
            None => Some(Err(format!("`{text}` may mean two days: the one or the other number can be the month"))),
        };
    }
    // 2025/3/13
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    if let [year, month, day] = parts.as_slice()
        && year.len() == 4
    {
        let number = |part: &str| part.parse::<u8>().ok();
        let day = Day::new(year.parse().ok()?, number(month)?, number(day)?)?;
        return Some(Ok(day.to_string()));
    }
    named(text).map(|date| Ok(date.to_string()))
}

/// `13-Mar-25`, `Mar-25` (a month: that is how Excel shows one) and dates in words.
fn named(text: &str) -> Option<Date> {
    if let Some(date) = Date::from_words(text) {
        return Some(date);
    }
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text.split(['-', ' ']).collect();
    let (day, month, year) = match parts.as_slice() {
        [month, year] => (None, *month, *year),
        [day, month, year] => (Some(*day), *month, *year),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| month.to_lowercase() == *name)? + 1;
    let year = full(year)?;
    let text = match day {
        Some(day) => format!("{year:04}-{month:02}-{:02}", day.parse::<u8>().ok()?),
        None => format!("{year:04}-{month:02}"),
    };
    Date::from_scalar(&text).ok()
}

/// The three numbers of `13/03/2025`, `13.3.25` or `3-13-2025`; the year last.
fn numbers(text: &str) -> Option<(u16, u16, u16)> {
    let text = text.trim();
    let text = text.split_once(' ').map_or(text, |(day, time)| if time.starts_with("00:00") { day } else { text });
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let number = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse::<u16>().ok())?;
    Some((number(first)?, number(second)?, full(year)?))
}

fn full(year: &str) -> Option<u16> {
    let number: u16 = year.parse().ok()?;
    match year.len() {
        2 => Some(2000 + number),
        4 => Some(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_how_much_of_a_date_is_shown() {
        assert_eq!(shown("14", None), Shown::Day);
        assert_eq!(shown("17", None), Shown::Month);
        assert_eq!(shown("2", None), Shown::Number);
        for (code, expected) in [
            ("yyyy\\-mm\\-dd", Shown::Day),
            ("[$-409]mmm\\-yy;@", Shown::Month),
            ("yyyy", Shown::Year),
            ("#,##0.00 \"days\"", Shown::Number),
            ("[h]:mm", Shown::Number),
            ("General", Shown::Number),
        ] {
            assert_eq!(shown("164", Some(code)), expected, "{code}");
        }
    }

    #[test]
    fn numbers_are_days() {
        assert_eq!(from_serial(45_729.0, false, Shown::Day).as_deref(), Some("2025-03-13"));
        assert_eq!(from_serial(45_717.0, false, Shown::Month).as_deref(), Some("2025-03"));
        assert_eq!(from_serial(44_267.0, true, Shown::Day).as_deref(), Some("2025-03-13"));
        assert_eq!(from_serial(-1.0, false, Shown::Day), None);
    }

    #[test]
    fn local_forms_are_read_when_the_table_tells_their_order() {
        let column = ["2025-03-01", "3/13/2025", "3/4/2025"];
        let told = order(column.into_iter());
        assert_eq!(told, Some(Order::MonthFirst));
        assert_eq!(settled("3/4/2025", told), Some(Ok("2025-03-04".to_owned())));
        assert_eq!(settled("04/03/25", Some(Order::DayFirst)), Some(Ok("2025-03-04".to_owned())));
        assert!(settled("3/4/2025", None).is_some_and(|read| read.is_err()));
        assert_eq!(order(["3/13/2025", "13/3/2025"].into_iter()), None);
        for (text, date) in [
            ("13.03.2025", "2025-03-13"),
            ("2025/3/13", "2025-03-13"),
            ("13-Mar-25", "2025-03-13"),
            ("Mar-25", "2025-03"),
            ("March 12, 2025", "2025-03-12"),
            ("5/5/2025", "2025-05-05"),
        ] {
            assert_eq!(settled(text, None), Some(Ok(date.to_owned())), "{text}");
        }
        for text in ["2025-03", "2025-03-12/2025-03-19", "soon", "99.99.2025", ""] {
            assert!(settled(text, None).is_none(), "{text}");
        }
    }
}
