//! Numbers, money and dates as readers see them.
//!
//! In: model values. Out: English text. It never changes a value: the qualifier and the precision come along.

use crate::model::date::{Date, Day, Point};
use crate::model::money::Money;
use crate::model::program::Amount;
use crate::model::quantity::{Quantity, grouped};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// How numbers are to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `at least 58`
    Digits,
    /// `seven`; in digits above one hundred.
    Words,
    /// `58`: the bound without its qualifier.
    Bare,
}

/// `12 March 2025`, `March 2025`, `2025`, `about March 2025`, `12 to 19 March 2025`, `since May 2025`.
#[must_use]
pub fn date(date: Date) -> String {
    let words = match date.end() {
        None if date.is_open() => format!("since {}", point(date.start())),
        None => point(date.start()),
        Some(end) => between(date.start(), end),
    };
    match (date.approximate, date.doubted) {
        (false, false) => words,
        (true, false) => format!("about {words}"),
        (false, true) => format!("{words} (doubted)"),
        (true, true) => format!("about {words} (doubted)"),
    }
}

/// The name of a month, 1 to 12.
#[must_use]
pub fn month(number: u8) -> &'static str {
    MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("")
}

/// `12 March 2025`
#[must_use]
pub fn day(day: Day) -> String {
    format!("{} {} {}", day.day(), month(day.month()), day.year())
}

/// `12 March 2025`, `March 2025`, `2025`
#[must_use]
pub fn point(point: Point) -> String {
    match point {
        Point::Year(year) => year.to_string(),
        Point::Month(year, number) => format!("{} {year}", month(number)),
        Point::Day(one) => day(one),
    }
}

fn between(start: Point, end: Point) -> String {
    let first = match (start, end) {
        (Point::Day(a), Point::Day(b)) if (a.year(), a.month()) == (b.year(), b.month()) => a.day().to_string(),
        (Point::Day(a), Point::Day(b)) if a.year() == b.year() => format!("{} {}", a.day(), month(a.month())),
        (Point::Month(a, number), Point::Month(b, _)) if a == b => month(number).to_owned(),
        _ => point(start),
    };
    format!("{first} to {}", point(end))
}

/// A number or an amount of money.
#[must_use]
pub fn amount(value: Amount, style: Style) -> String {
    match value {
        Amount::Number(number) => quantity(number, style),
        Amount::Money(sum) => money(&sum, style),
    }
}

/// `at least 58`, `at least fifty-eight`, `58`.
#[must_use]
pub fn quantity(value: Quantity, style: Style) -> String {
    let write = |number: u64| match style {
        Style::Words => in_words(number),
        Style::Digits | Style::Bare => grouped(number),
    };
    qualified(value, style, write)
}

/// `$100,000`, `at least $410 million`, `EUR 5 million`; whether it was paid or pledged is left to the sentence.
#[must_use]
pub fn money(value: &Money, style: Style) -> String {
    let write = |number: u64| match value.currency.sign() {
        Some(sign) => format!("{sign}{}", short(number)),
        None => format!("{} {}", value.currency.letters(), short(number)),
    };
    match value.quantity {
        Quantity::None => "no money".to_owned(),
        Quantity::Unknown => "an unknown amount".to_owned(),
        Quantity::Undisclosed => "an undisclosed amount".to_owned(),
        known => qualified(known, style, write),
    }
}

fn qualified(value: Quantity, style: Style, write: impl Fn(u64) -> String) -> String {
    let with = |qualifier: &str, number: u64| match style {
        Style::Bare => write(number),
        Style::Digits | Style::Words => format!("{qualifier} {}", write(number)),
    };
    match value {
        Quantity::Exact(n) => write(n),
        Quantity::About(n) => with("about", n),
        Quantity::AtLeast(n) => with("at least", n),
        Quantity::MoreThan(n) => with("more than", n),
        Quantity::UpTo(n) => with("up to", n),
        Quantity::AtLeastAbout(n) => with("at least about", n),
        Quantity::Between(low, high) => format!("{} to {}", write(low), write(high)),
        Quantity::BetweenAbout(low, high) => with("about", low) + " to " + &write(high),
        // A number stands before what it counts: "no countries", "an unknown number of countries".
        Quantity::None => "no".to_owned(),
        Quantity::Unknown => "an unknown number of".to_owned(),
        Quantity::Undisclosed => "an undisclosed number of".to_owned(),
    }
}

/// `7.5 million` where that is exact, `100,000` else.
fn short(number: u64) -> String {
    for (unit, name) in [(1_000_000_000, "billion"), (1_000_000, "million")] {
        if number >= unit && number.is_multiple_of(unit / 100) {
            let hundredths = number / (unit / 100);
            let (whole, part) = (hundredths / 100, hundredths % 100);
            return match part {
                0 => format!("{} {name}", grouped(whole)),
                part if part.is_multiple_of(10) => format!("{}.{} {name}", grouped(whole), part / 10),
                part => format!("{}.{part:02} {name}", grouped(whole)),
            };
        }
    }
    grouped(number)
}

fn in_words(number: u64) -> String {
    match usize::try_from(number) {
        Ok(n @ 0..=19) => SMALL[n].to_owned(),
        Ok(n @ 20..=99) if n % 10 == 0 => TENS[n / 10].to_owned(),
        Ok(n @ 20..=99) => format!("{}-{}", TENS[n / 10], SMALL[n % 10]),
        Ok(100) => "one hundred".to_owned(),
        _ => grouped(number),
    }
}

/// `A, B and C`
#[must_use]
pub fn and_list(items: &[&str]) -> String {
    match items {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// With a capital first letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// With a small first letter, as messages begin; a name in capitals stays.
#[must_use]
pub fn lower(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return String::new() };
    if characters.clone().next().is_some_and(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(characters).collect()
}

/// The number that a word spells, from zero to ninety-nine, in small or capital letters: what [`Style::Words`] writes.
#[must_use]
pub fn spelt(word: &str) -> Option<u64> {
    let place = |all: &[&str], word: &str| all.iter().position(|known| known.eq_ignore_ascii_case(word)).map(|at| at as u64);
    let tens = |word: &str| place(&TENS[2..], word).map(|at| (at + 2) * 10);
    match word.split_once('-') {
        None => place(&SMALL, word).or_else(|| tens(word)),
        Some((ten, one)) => Some(tens(ten)? + place(&SMALL[1..10], one)? + 1),
    }
}

/// The month of this name, in small or capital letters: 1 to 12.
#[must_use]
pub fn month_number(word: &str) -> Option<u8> {
    (1..).zip(MONTHS).find(|(_, month)| month.eq_ignore_ascii_case(word)).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::FromScalar;

    #[test]
    fn dates_keep_their_precision() {
        for (written, shown) in [
            ("2025", "2025"),
            ("2025-03", "March 2025"),
            ("2025-03-12", "12 March 2025"),
            ("2025-03~", "about March 2025"),
            ("2025-03-12/2025-03-19", "12 to 19 March 2025"),
            ("2025-03-12/2025-04-02", "12 March to 2 April 2025"),
            ("2025-03/2025-04", "March to April 2025"),
            ("2025-12/2026-01", "December 2025 to January 2026"),
            ("2025-05/..", "since May 2025"),
        ] {
            assert_eq!(date(Date::from_scalar(written).unwrap()), shown);
        }
    }

    #[test]
    fn numbers_keep_their_qualifier() {
        let read = |text: &str| Quantity::from_scalar(text).unwrap();
        assert_eq!(quantity(read("at least 58"), Style::Words), "at least fifty-eight");
        assert_eq!(quantity(read("7"), Style::Words), "seven");
        assert_eq!(quantity(read("5446"), Style::Words), "5,446");
        assert_eq!(quantity(read("up to 250"), Style::Bare), "250");
        assert_eq!(quantity(read("unknown"), Style::Digits), "an unknown number of");
    }

    #[test]
    fn spelling_and_reading_are_inverse() {
        for number in 0..100 {
            let words = in_words(number);
            assert_eq!((spelt(&words), spelt(&capital(&words))), (Some(number), Some(number)));
        }
        for word in ["", "-", "twenty-", "twenty-zero", "twenty-twelve", "hundred"] {
            assert_eq!(spelt(word), None, "{word}");
        }
    }

    #[test]
    fn money_is_short_only_where_that_is_exact() {
        let read = |text: &str| money(&Money::from_scalar(text).unwrap(), Style::Digits);
        assert_eq!(read("100,000 USD paid"), "$100,000");
        assert_eq!(read("about 7.5 million USD"), "about $7.5 million");
        assert_eq!(read("4.76 million USD"), "$4.76 million");
        assert_eq!(read("1,234,567 USD"), "$1,234,567");
        assert_eq!(read("2 billion CHF"), "CHF 2 billion");
    }
}
