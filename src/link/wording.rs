//! Numbers, money and dates as readers see them.
//!
//! In: model values and a [`Locale`]. Out: text in its language: the words are the theme's, the order of a date and the signs of a number are
//! CLDR's. The functions without a language are for messages, which are English. It never changes a value: the qualifier and the precision
//! come along.

use super::locale::{Locale, filled};
use crate::model::date::{Date, Day, Point};
use crate::model::money::Money;
use crate::model::program::Amount;
use crate::model::quantity::Quantity;
use crate::model::release::Until;

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
    /// `seven`; in digits above one hundred, and in all languages but English.
    Words,
    /// `58`: the bound without its qualifier.
    Bare,
}

impl Locale {
    /// `12 March 2025`, `March 2025`, `2025`, `about March 2025`, `12 to 19 March 2025`, `since May 2025`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let words = match date.end() {
            None if date.is_open() => self.sentence("date_since", &[("date", &self.point(date.start()))]),
            None => self.point(date.start()),
            Some(end) => self.interval(date.start(), end),
        };
        let words = if date.doubted { self.sentence("date_doubted", &[("date", &words)]) } else { words };
        if date.approximate { self.sentence("date_about", &[("date", &words)]) } else { words }
    }

    /// `1 December 2026`, `1 December 2026, 06:00 UTC`
    #[must_use]
    pub fn until(&self, until: Until) -> String {
        match until {
            Until::Day(date) => self.date(date),
            Until::Time(moment) => {
                let day = moment.day().map(|day| self.day(day));
                let parts: Vec<String> = day.into_iter().chain([format!("{} UTC", moment.clock())]).collect();
                self.punctuated("comma", &parts.iter().map(String::as_str).collect::<Vec<_>>())
            }
        }
    }

    /// `12 March 2025`
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        self.dated(&self.conventions.day, &self.conventions.months, day.year(), Some(day.month()), Some(day.day()))
    }

    /// `March 2025`
    #[must_use]
    pub fn month(&self, year: u16, month: u8) -> String {
        self.dated(&self.conventions.month, &self.conventions.months, year, Some(month), None)
    }

    /// `2025`
    #[must_use]
    pub fn year(&self, year: u16) -> String {
        self.dated(&self.conventions.year, &self.conventions.months, year, None, None)
    }

    /// `12 March 2025`, `March 2025`, `2025`
    #[must_use]
    pub fn point(&self, point: Point) -> String {
        match point {
            Point::Year(year) => self.year(year),
            Point::Month(year, number) => self.month(year, number),
            Point::Day(one) => self.day(one),
        }
    }

    /// What both ends have in common is said once, where the language writes it last.
    fn interval(&self, start: Point, end: Point) -> String {
        let of = self.conventions;
        let small_to_large = of.day.starts_with('d') && of.month_day.starts_with('d') && of.day.ends_with('y');
        let (days, first) = match (start, end) {
            (Point::Day(a), Point::Day(b)) if small_to_large && (a.year(), a.month()) == (b.year(), b.month()) => {
                let day: String = of.month_day.chars().take_while(|c| !c.is_whitespace()).collect();
                (true, self.dated(&day, &of.months, a.year(), None, Some(a.day())))
            }
            (Point::Day(a), Point::Day(b)) if small_to_large && a.year() == b.year() => {
                (true, self.dated(&of.month_day, &of.months, a.year(), Some(a.month()), Some(a.day())))
            }
            (Point::Month(a, number), Point::Month(b, _)) if a == b && of.month.ends_with('y') => {
                (false, self.dated("LLLL", &of.alone, a, Some(number), None))
            }
            _ => (matches!(start, Point::Day(_)), self.point(start)),
        };
        self.sentence(if days { "days_range" } else { "date_range" }, &[("from", &first), ("to", &self.point(end))])
    }

    /// A pattern of CLDR (UTS 35, part 4) filled in: `y`, `M`, `L` and `d`, with letters in quotation marks as they are.
    fn dated(&self, pattern: &str, months: &[String], year: u16, month: Option<u8>, day: Option<u8>) -> String {
        let named = |names: &[String]| month.and_then(|month| names.get(usize::from(month).wrapping_sub(1))).cloned();
        let (mut out, mut quoted, mut rest) = (String::new(), false, pattern);
        while let Some(letter) = rest.chars().next() {
            let run = rest.chars().take_while(|c| *c == letter).count();
            rest = &rest[run * letter.len_utf8()..];
            match letter {
                '\'' => quoted = !quoted,
                'y' if !quoted => out.push_str(&self.plain(year.into())),
                'M' if !quoted && run < 3 => out.push_str(&self.plain(month.unwrap_or(0).into())),
                'M' if !quoted => out.push_str(&named(months).unwrap_or_default()),
                'L' if !quoted => out.push_str(&named(&self.conventions.alone).unwrap_or_default()),
                'd' if !quoted => match (&self.conventions.first, day.unwrap_or(0)) {
                    (Some(first), 1) => out.push_str(first),
                    (_, day) => out.push_str(&self.plain(day.into())),
                },
                letter => out.extend(std::iter::repeat_n(letter, run)),
            }
        }
        out
    }

    /// A number or an amount of money.
    #[must_use]
    pub fn amount(&self, value: Amount, style: Style) -> String {
        match value {
            Amount::Number(number) => self.quantity(number, style),
            Amount::Money(sum) => self.money(&sum, style),
        }
    }

    /// `at least 58`, `at least fifty-eight`, `58`.
    #[must_use]
    pub fn quantity(&self, value: Quantity, style: Style) -> String {
        let write = |number: u64| match style {
            Style::Words if self.is_english() => in_words(number, self),
            Style::Words | Style::Digits | Style::Bare => self.number(number),
        };
        self.qualified(value, style, write)
    }

    /// `$100,000`, `at least $410 million`, `EUR 5 million`; whether it was paid or pledged is left to the sentence.
    #[must_use]
    pub fn money(&self, value: &Money, style: Style) -> String {
        let letters = value.currency.letters();
        let write = |number: u64| {
            let (pattern, sign) = match self.sign(letters) {
                Some(sign) => (&self.conventions.money, sign),
                None => (&self.conventions.money_code, letters),
            };
            filled(&pattern.replace('¤', "{sign}"), &[("0", &self.short(number)), ("sign", sign)])
        };
        match value.quantity {
            Quantity::None => self.word("money_none").to_owned(),
            Quantity::Unknown => self.word("money_unknown").to_owned(),
            Quantity::Undisclosed => self.word("money_undisclosed").to_owned(),
            known => self.qualified(known, style, write),
        }
    }

    /// `at least`; nothing for a number that has no qualifier.
    #[must_use]
    pub fn qualifier(&self, value: Quantity) -> Option<String> {
        let key = match value {
            Quantity::About(_) | Quantity::BetweenAbout(..) => "number_about",
            Quantity::AtLeast(_) => "number_at_least",
            Quantity::MoreThan(_) => "number_more_than",
            Quantity::UpTo(_) => "number_up_to",
            Quantity::AtLeastAbout(_) => "number_at_least_about",
            Quantity::Exact(_) | Quantity::Between(..) | Quantity::None | Quantity::Unknown | Quantity::Undisclosed => {
                return None;
            }
        };
        Some(self.sentence(key, &[("n", "")]).trim().to_owned())
    }

    fn qualified(&self, value: Quantity, style: Style, write: impl Fn(u64) -> String) -> String {
        let with = |key: &str, number: String| match style {
            Style::Bare => number,
            Style::Digits | Style::Words => self.sentence(key, &[("n", &number)]),
        };
        let range = |low: u64, high: u64| self.sentence("number_range", &[("low", &write(low)), ("high", &write(high))]);
        match value {
            Quantity::Exact(n) => write(n),
            Quantity::About(n) => with("number_about", write(n)),
            Quantity::AtLeast(n) => with("number_at_least", write(n)),
            Quantity::MoreThan(n) => with("number_more_than", write(n)),
            Quantity::UpTo(n) => with("number_up_to", write(n)),
            Quantity::AtLeastAbout(n) => with("number_at_least_about", write(n)),
            Quantity::Between(low, high) => range(low, high),
            Quantity::BetweenAbout(low, high) => with("number_about", range(low, high)),
            // A number stands before what it counts: "no countries", "an unknown number of countries".
            Quantity::None => self.word("number_none").to_owned(),
            Quantity::Unknown => self.word("number_unknown").to_owned(),
            Quantity::Undisclosed => self.word("number_undisclosed").to_owned(),
        }
    }

    /// `7.5 million` where that is exact and the language counts in millions, `100,000` else.
    fn short(&self, number: u64) -> String {
        let units = [(1_000_000_000, &self.conventions.billions), (1_000_000, &self.conventions.millions)];
        for (unit, words) in units {
            let Some(words) = words.as_ref().filter(|_| number >= unit && number.is_multiple_of(unit / 100)) else { continue };
            let hundredths = number / (unit / 100);
            let (whole, part) = (hundredths / 100, hundredths % 100);
            let padded = format!("{part:02}");
            let decimals = padded.trim_end_matches('0');
            let category = self.plural(whole, decimals.parse().unwrap_or(0), decimals.len() as u64);
            let pattern = words.get(category).or_else(|| words.get("other")).map_or("{0}", String::as_str);
            return filled(pattern, &[("0", &self.decimal(whole, decimals))]);
        }
        self.number(number)
    }
}

// ── English, for messages ────────────────────────────────────────────────────────────────────────────────────────────

/// A date as [`Locale::date`] writes it.
#[must_use]
pub fn date(date: Date) -> String {
    Locale::english().date(date)
}

/// The end of an embargo as [`Locale::until`] writes it.
#[must_use]
pub fn until(until: Until) -> String {
    Locale::english().until(until)
}

/// A day as [`Locale::day`] writes it.
#[must_use]
pub fn day(day: Day) -> String {
    Locale::english().day(day)
}

/// A number as [`Locale::quantity`] writes it.
#[must_use]
pub fn quantity(value: Quantity, style: Style) -> String {
    Locale::english().quantity(value, style)
}

/// An amount as [`Locale::money`] writes it.
#[must_use]
pub fn money(value: &Money, style: Style) -> String {
    Locale::english().money(value, style)
}

fn in_words(number: u64, locale: &Locale) -> String {
    match usize::try_from(number) {
        Ok(n @ 0..=19) => SMALL[n].to_owned(),
        Ok(n @ 20..=99) if n % 10 == 0 => TENS[n / 10].to_owned(),
        Ok(n @ 20..=99) => format!("{}-{}", TENS[n / 10], SMALL[n % 10]),
        Ok(100) => "one hundred".to_owned(),
        _ => locale.number(number),
    }
}

// ── letters and words ────────────────────────────────────────────────────────────────────────────────────────────────

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
            let words = in_words(number, Locale::english());
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

    #[test]
    fn other_languages_have_their_own_order_and_signs() {
        let words = [
            ("date_about", "vers {date}"),
            ("days_range", "{from} au {to}"),
            ("date_range", "{from} à {to}"),
            ("number_at_least", "au moins {n}"),
        ];
        let words = words.map(|(key, word)| (key.to_owned(), word.to_owned())).into();
        let french = Locale::new("fr", words);
        let date = |text: &str| french.date(Date::from_scalar(text).unwrap());
        assert_eq!(date("2025-03-01"), "1er mars 2025");
        assert_eq!(date("2025-03~"), "vers mars 2025");
        assert_eq!(date("2025-03-01/2025-03-19"), "1er au 19 mars 2025");
        assert_eq!(date("2025-03-12/2025-04-02"), "12 mars au 2 avril 2025");
        assert_eq!(date("2025-03/2025-04"), "mars à avril 2025");
        assert_eq!(french.quantity(Quantity::AtLeast(5446), Style::Words), "au moins 5\u{202f}446");
        let money = |locale: &Locale, text: &str| locale.money(&Money::from_scalar(text).unwrap(), Style::Digits);
        assert_eq!(money(&french, "1.5 million USD"), "1,5 million\u{a0}$US");
        assert_eq!(money(&french, "7.5 million CHF"), "7,5 millions\u{a0}CHF");
        let (japanese, american) = (Locale::new("ja", [].into()), Locale::new("en-US", [].into()));
        assert_eq!(japanese.date(Date::from_scalar("2025-03-12").unwrap()), "2025年3月12日");
        assert_eq!(american.date(Date::from_scalar("2025-03-12").unwrap()), "March 12, 2025");
        assert_eq!(money(&japanese, "7.5 million USD"), "$7,500,000");
    }
}
