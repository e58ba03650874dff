//! Numbers of people and things, with how sure they are.
//!
//! In: a number as a reporter writes it (`at least 58`). Out: [`Quantity`] and sums of quantities by interval arithmetic.
//! It never makes a bound into a number, and never counts what nobody knows as zero.

use crate::diagnose::Code;
use crate::parse::{FromScalar, Mistake};
use std::fmt;

/// A whole number, with how sure it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantity {
    Exact(u64),
    About(u64),
    AtLeast(u64),
    MoreThan(u64),
    /// A ceiling: what is allowed or planned. It is never added to what happened.
    UpTo(u64),
    /// Both ends belong to it.
    Between(u64, u64),
    /// What comes of adding an "about" to an "at least".
    AtLeastAbout(u64),
    /// What comes of adding an "about" to a range.
    BetweenAbout(u64, u64),
    /// Known to be zero.
    None,
    /// Nobody has said.
    Unknown,
    /// Those who know will not say.
    Undisclosed,
}

/// What came of adding quantities up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sum {
    pub quantity: Quantity,
    /// How many parts were unknown or undisclosed, and so left the sum open at the top.
    pub unknown: usize,
    /// How many parts were ceilings, and so were left out.
    pub ceilings: usize,
}

impl Quantity {
    /// The least it can be; `None` when nobody knows.
    #[must_use]
    pub fn low(self) -> Option<u64> {
        match self {
            Self::Exact(n) | Self::About(n) | Self::AtLeast(n) | Self::AtLeastAbout(n) => Some(n),
            Self::Between(n, _) | Self::BetweenAbout(n, _) => Some(n),
            Self::MoreThan(n) => Some(n.saturating_add(1)),
            Self::UpTo(_) | Self::None => Some(0),
            Self::Unknown | Self::Undisclosed => None,
        }
    }

    /// The most it can be; `None` when there is no upper bound or nobody knows.
    #[must_use]
    pub fn high(self) -> Option<u64> {
        match self {
            Self::Exact(n) | Self::About(n) | Self::UpTo(n) | Self::Between(_, n) | Self::BetweenAbout(_, n) => Some(n),
            Self::None => Some(0),
            Self::AtLeast(_) | Self::AtLeastAbout(_) | Self::MoreThan(_) | Self::Unknown | Self::Undisclosed => None,
        }
    }

    /// Whether the number is only about right.
    #[must_use]
    pub fn is_approximate(self) -> bool {
        matches!(self, Self::About(_) | Self::AtLeastAbout(_) | Self::BetweenAbout(..))
    }

    /// Whether anybody has given a number.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.low().is_some()
    }

    /// The name of its kind in data files: `at_least`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::About(_) => "about",
            Self::AtLeast(_) | Self::AtLeastAbout(_) => "at_least",
            Self::MoreThan(_) => "more_than",
            Self::UpTo(_) => "up_to",
            Self::Between(..) | Self::BetweenAbout(..) => "range",
            Self::None => "none",
            Self::Unknown => "unknown",
            Self::Undisclosed => "undisclosed",
        }
    }

    /// Adds quantities up. Both ends are added; one open end leaves the sum open; ceilings are left out; when all parts are
    /// unknown, so is the sum; and so is a sum of no parts, because nobody has said that there were none. A sum with "about" in it is
    /// as coarse as its coarsest such part, read off its zeros: `about 20,000` and 957 are about 20,000. An open sum is rounded down.
    #[must_use]
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Sum {
        let parts: Vec<Self> = parts.into_iter().collect();
        // "More than 200" alone is that, not "at least 201".
        if let [one @ Self::MoreThan(_)] = parts[..] {
            return Sum { quantity: one, unknown: 0, ceilings: 0 };
        }
        let (mut low, mut high, mut step, mut unknown, mut ceilings, mut known) = (0u64, Some(0u64), 0, 0, 0, 0);
        for part in parts {
            if let Self::UpTo(_) = part {
                ceilings += 1;
                continue;
            }
            match part.low() {
                None => unknown += 1,
                Some(least) => {
                    known += 1;
                    low = low.saturating_add(least);
                }
            }
            high = high.zip(part.high()).map(|(sum, most)| sum.saturating_add(most));
            if part.is_approximate() {
                step = step.max(part.low().map_or(1, coarseness)).max(part.high().map_or(1, coarseness));
            }
        }
        let about = step > 0;
        let down = |number: u64| number - number % step.max(1);
        let up = |number: u64| number.div_ceil(step.max(1)).saturating_mul(step.max(1));
        let near = |number: u64| down(number.saturating_add(step / 2));
        let quantity = match (known, unknown, high) {
            (0, _, _) => Self::Unknown,
            (_, _, None) if about => Self::AtLeastAbout(down(low)),
            (_, _, None) => Self::AtLeast(low),
            (_, _, Some(high)) if high > low && about => Self::BetweenAbout(down(low), up(high)),
            (_, _, Some(high)) if high > low => Self::Between(low, high),
            (_, _, Some(_)) if about => Self::About(near(low)),
            (_, _, Some(_)) => Self::Exact(low),
        };
        Sum { quantity, unknown, ceilings }
    }

    /// The smallest interval that holds all of `values`: what can be said when sources differ. Never an average.
    #[must_use]
    pub fn hull(values: impl IntoIterator<Item = Self>) -> Self {
        let known: Vec<Self> = values.into_iter().filter(|value| value.is_known()).collect();
        match known[..] {
            [] => Self::Unknown,
            [one] => one,
            _ => {
                let low = known.iter().filter_map(|value| value.low()).min().unwrap_or(0);
                let high =
                    known.iter().map(|value| value.high()).collect::<Option<Vec<u64>>>().and_then(|all| all.into_iter().max());
                // "more than 200" beside "about 250" stays "more than 200": nobody has said "at least 201".
                let open = known.iter().find(|value| matches!(value, Self::MoreThan(_)) && value.low() == Some(low));
                if let (None, Some(open)) = (high, open) {
                    return *open;
                }
                let about = known.iter().any(|value| value.is_approximate());
                match high {
                    None => Self::AtLeast(low),
                    Some(high) if high > low => Self::Between(low, high),
                    Some(_) if about => Self::About(low),
                    Some(_) => Self::Exact(low),
                }
            }
        }
    }
}

/// The place of the last digit that is not zero: 10,000 of 20,000, 10 of 250.
fn coarseness(number: u64) -> u64 {
    let mut step: u64 = 1;
    while number > 0 && number.is_multiple_of(step.saturating_mul(10)) {
        step = step.saturating_mul(10);
    }
    step
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(n) => f.write_str(&grouped(*n)),
            Self::About(n) => write!(f, "about {}", grouped(*n)),
            Self::AtLeast(n) => write!(f, "at least {}", grouped(*n)),
            Self::MoreThan(n) => write!(f, "more than {}", grouped(*n)),
            Self::UpTo(n) => write!(f, "up to {}", grouped(*n)),
            Self::Between(low, high) => write!(f, "{} to {}", grouped(*low), grouped(*high)),
            Self::AtLeastAbout(n) => write!(f, "at least about {}", grouped(*n)),
            Self::BetweenAbout(low, high) => write!(f, "about {} to {}", grouped(*low), grouped(*high)),
            Self::None => f.write_str("none"),
            Self::Unknown => f.write_str("unknown"),
            Self::Undisclosed => f.write_str("undisclosed"),
        }
    }
}

impl FromScalar for Quantity {
    const CODE: Code = Code::BadQuantity;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        let wrong = || {
            let found = Mistake::new(format!("`{text}` is not a number that can be counted with"));
            if let Some(better) = rewritten(text) {
                return found.help(format!("write `{better}`"));
            }
            found.help("write `58`, `at least 58`, `up to 50`, `about 300`, `200 to 250`, `more than 200`, `none`, `unknown` or `undisclosed`")
        };
        match text {
            "none" => return Ok(Self::None),
            "unknown" => return Ok(Self::Unknown),
            "undisclosed" => return Ok(Self::Undisclosed),
            _ => {}
        }
        if let Some((low, high)) = text.strip_prefix("about ").and_then(|rest| rest.split_once(" to ")) {
            let (low, high) = (number(low).ok_or_else(wrong)?, number(high).ok_or_else(wrong)?);
            return if low < high { Ok(Self::BetweenAbout(low, high)) } else { Err(backwards(text)) };
        }
        let forms: [(&str, fn(u64) -> Self); 5] = [
            ("at least about ", Self::AtLeastAbout),
            ("at least ", Self::AtLeast),
            ("more than ", Self::MoreThan),
            ("up to ", Self::UpTo),
            ("about ", Self::About),
        ];
        for (qualifier, form) in forms {
            if let Some(rest) = text.strip_prefix(qualifier) {
                return number(rest).map(form).ok_or_else(wrong);
            }
        }
        if let Some((low, high)) = text.split_once(" to ") {
            let (low, high) = (number(low).ok_or_else(wrong)?, number(high).ok_or_else(wrong)?);
            if low >= high {
                return Err(backwards(text));
            }
            return Ok(Self::Between(low, high));
        }
        number(text).map(Self::Exact).ok_or_else(wrong)
    }
}

impl super::evidence::Fact for Quantity {
    fn bounds(&self) -> (Option<u64>, Option<u64>) {
        (self.low(), self.high())
    }

    fn kind(&self) -> &'static str {
        Self::kind(*self)
    }

    fn amount(&self) -> Option<super::program::Amount> {
        Some(super::program::Amount::Number(*self))
    }
}

impl super::evidence::Contradicts for Quantity {
    /// Two numbers contradict each other when their intervals do not meet. What nobody knows contradicts nothing.
    fn contradicts(&self, other: &Self) -> bool {
        let (Some(low), Some(other_low)) = (self.low(), other.low()) else { return false };
        self.high().is_some_and(|high| high < other_low) || other.high().is_some_and(|high| high < low)
    }
}

/// What was meant by words that are nearly right: `over 44`, `~44`, `44+`, `44-50`.
fn rewritten(text: &str) -> Option<String> {
    let with = |prefix: &[&str], qualifier: &str| {
        let rest = prefix.iter().find_map(|prefix| text.strip_prefix(prefix))?;
        number(rest).map(|number| format!("{qualifier} {}", grouped(number)))
    };
    let range = |sign: char| {
        let (low, high) = text.split_once(sign)?;
        let (low, high) = (number(low)?, number(high)?);
        (low < high).then(|| format!("{} to {}", grouped(low), grouped(high)))
    };
    with(&["over ", "> ", ">", "above "], "more than")
        .or_else(|| with(&["~ ", "~", "around ", "approximately ", "approx. ", "roughly ", "some ", "circa ", "c. "], "about"))
        .or_else(|| with(&["minimum ", "min. ", "no fewer than ", "≥ ", "≥", ">= ", ">="], "at least"))
        .or_else(|| with(&["maximum ", "max. ", "at most ", "no more than ", "≤ ", "≤", "<= ", "<="], "up to"))
        .or_else(|| number(text.strip_suffix('+')?).map(|number| format!("at least {}", grouped(number))))
        .or_else(|| range('-'))
        .or_else(|| range('–'))
        .or_else(|| number(&text.replace([' ', '\u{a0}', '\u{202f}'], "")).map(grouped))
}

fn backwards(text: &str) -> Mistake {
    Mistake::new(format!("`{text}` does not go from less to more"))
}

/// A number as written: `58`, `1,000`, `7.5 million`. `None` when it is not one, or not whole.
#[must_use]
pub fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    let (digits, unit) = match text.split_once(' ') {
        None => (text, 1),
        Some((digits, "thousand")) => (digits, 1_000),
        Some((digits, "million")) => (digits, 1_000_000),
        Some((digits, "billion")) => (digits, 1_000_000_000),
        Some(_) => return None,
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let well_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !well_grouped || groups.iter().any(|group| group.is_empty() || !only_digits(group)) || !only_digits(part) {
        return None;
    }
    if digits.ends_with('.') || part.len() > 9 {
        return None;
    }
    let whole: u64 = groups.concat().parse().ok()?;
    let scale = 10u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let fraction: u64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    let small = unit * fraction;
    if !small.is_multiple_of(scale) {
        return None;
    }
    whole.checked_mul(unit)?.checked_add(small / scale)
}

/// `1234567` as `1,234,567`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::from_scalar(text).unwrap()
    }

    fn sum(parts: &[&str]) -> String {
        Quantity::sum(parts.iter().map(|part| quantity(part))).quantity.to_string()
    }

    #[test]
    fn reads_what_reporters_write() {
        assert_eq!(quantity("1,000"), Quantity::Exact(1000));
        assert_eq!(quantity("7.5 million"), Quantity::Exact(7_500_000));
        assert_eq!(quantity("200 to 250"), Quantity::Between(200, 250));
        assert_eq!(quantity("0"), Quantity::Exact(0));
        for text in [
            "",
            "many",
            "1,00",
            "1.5",
            "-1",
            "about",
            "at least",
            "250 to 200",
            "1 000",
            "99999999999999999999",
            "1.2.3",
            "5 dozen",
        ] {
            assert!(Quantity::from_scalar(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_was_meant_is_offered() {
        for (written, meant) in
            [("over 44", "more than 44"), ("~44", "about 44"), ("44+", "at least 44"), ("44-50", "44 to 50"), ("1 000", "1,000")]
        {
            assert_eq!(Quantity::from_scalar(written).unwrap_err().help.unwrap(), format!("write `{meant}`"));
        }
    }

    #[test]
    fn sums_keep_their_doubts() {
        assert_eq!(sum(&["5", "10"]), "15");
        assert_eq!(sum(&["5", "at least 10"]), "at least 15");
        assert_eq!(sum(&["5", "about 10"]), "about 20");
        assert_eq!(sum(&["5", "200 to 250"]), "205 to 255");
        assert_eq!(sum(&["about 20,000", "at least 957"]), "at least about 20,000", "no sum is finer than its estimates");
        assert_eq!(sum(&["29", "7", "15", "about 250", "none"]), "about 300");
        assert_eq!(sum(&["about 300", "at least 5", "unknown"]), "at least about 300");
        assert_eq!(sum(&["about 5", "200 to 250"]), "about 205 to 255");
        assert_eq!(sum(&["5", "unknown"]), "at least 5");
        assert_eq!(sum(&["5", "more than 200"]), "at least 206");
        assert_eq!(sum(&["unknown", "undisclosed"]), "unknown", "all unknown is not zero");
        assert_eq!(sum(&["5", "up to 250"]), "5", "a ceiling is not a count");
        assert_eq!(sum(&[]), "unknown", "nothing recorded is not known to be zero");
        assert_eq!(sum(&["none", "none"]), "0");
    }

    #[test]
    fn differing_sources_are_held_side_by_side() {
        let hull = |parts: &[&str]| Quantity::hull(parts.iter().map(|part| quantity(part))).to_string();
        assert_eq!(hull(&["250", "252"]), "250 to 252");
        assert_eq!(hull(&["about 250", "more than 200"]), "more than 200");
        assert_eq!(hull(&["238", "more than 250"]), "at least 238");
        assert_eq!(hull(&["unknown", "7"]), "7");
        assert_eq!(hull(&[]), "unknown");
    }

    proptest! {
        #[test]
        fn reading_and_writing_are_inverse(low in 0u64..2_000_000_000, more in 1u64..1000, form in 0..11) {
            let value = match form {
                0 => Quantity::Exact(low),
                1 => Quantity::About(low),
                2 => Quantity::AtLeast(low),
                3 => Quantity::MoreThan(low),
                4 => Quantity::UpTo(low),
                5 => Quantity::Between(low, low + more),
                6 => Quantity::None,
                7 => Quantity::Unknown,
                8 => Quantity::AtLeastAbout(low),
                9 => Quantity::BetweenAbout(low, low + more),
                _ => Quantity::Undisclosed,
            };
            prop_assert_eq!(quantity(&value.to_string()), value);
        }

        #[test]
        fn a_sum_holds_every_way_its_parts_can_fall(parts in prop::collection::vec((0u64..1000, 0u64..50), 1..8)) {
            let quantities = parts.iter().map(|(low, more)| if *more == 0 { Quantity::Exact(*low) } else { Quantity::Between(*low, low + more) });
            let sum = Quantity::sum(quantities).quantity;
            let middle: u64 = parts.iter().map(|(low, more)| low + more / 2).sum();
            prop_assert!(sum.low().unwrap() <= middle && middle <= sum.high().unwrap());
        }
    }
}
