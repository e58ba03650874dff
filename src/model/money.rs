//! Amounts of money: how much, in which currency, and what the amount is.
//!
//! In: `100,000 USD`, `USD 7.5 million`, `at least 410 million USD pledged`. Out: [`Money`]. It never converts and never
//! adds across currencies or across kinds.

use super::quantity::Quantity;
use crate::diagnose::Code;
use crate::parse::{FromScalar, Mistake};
use std::fmt;

/// An amount of money.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Money {
    pub quantity: Quantity,
    pub currency: Currency,
    /// What the amount is; `None` when the sources do not say.
    pub standing: Option<Standing>,
}

/// A currency by its ISO 4217 letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Currency([u8; 3]);

/// What an amount is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    Paid,
    Pledged,
    Spent,
    Estimated,
}

impl Currency {
    /// The code that ISO 4217 keeps for "no currency involved": of sums over nothing.
    pub const NONE: Self = Self([b'X'; 3]);

    /// The currency with these three capital letters.
    #[must_use]
    pub fn new(letters: &str) -> Option<Self> {
        let bytes: [u8; 3] = letters.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    #[must_use]
    pub fn letters(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// The sign that English texts put before the number, for the currencies that have one.
    #[must_use]
    pub fn sign(&self) -> Option<&'static str> {
        match self.letters() {
            "USD" => Some("$"),
            "EUR" => Some("€"),
            "GBP" => Some("£"),
            "JPY" => Some("¥"),
            "INR" => Some("₹"),
            _ => None,
        }
    }
}

impl Standing {
    pub const ALL: [Self; 4] = [Self::Paid, Self::Pledged, Self::Spent, Self::Estimated];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Pledged => "pledged",
            Self::Spent => "spent",
            Self::Estimated => "estimated",
        }
    }

    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.word() == word)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.quantity, self.currency.letters())?;
        match self.standing {
            Some(standing) => write!(f, " {}", standing.word()),
            None => Ok(()),
        }
    }
}

impl FromScalar for Money {
    const CODE: Code = Code::BadMoney;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let standing = words.last().and_then(|word| Standing::named(word));
        if standing.is_some() {
            words.pop();
        }
        let Some(at) = words.iter().position(|word| Currency::new(word).is_some()) else {
            return Err(Mistake::new(format!("`{text}` does not name its currency"))
                .help("write the currency's three letters: `100,000 USD`, `7.5 million EUR pledged`"));
        };
        let currency = Currency::new(words.remove(at)).ok_or_else(|| Mistake::new("not a currency"))?;
        let quantity = Quantity::from_scalar(&words.join(" ")).map_err(|_| {
            Mistake::new(format!("`{text}` is not an amount"))
                .help("write `100,000 USD`, `at least 40 million USD`, `7.5 million USD pledged`")
        })?;
        Ok(Self { quantity, currency, standing })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_orders_and_the_standing() {
        let money = |text: &str| Money::from_scalar(text).map(|money| money.to_string());
        assert_eq!(money("100,000 USD"), Ok("100,000 USD".into()));
        assert_eq!(money("USD 7.5 million"), Ok("7,500,000 USD".into()));
        assert_eq!(money("at least 410 million USD pledged"), Ok("at least 410,000,000 USD pledged".into()));
        assert_eq!(money("at least USD 40 million"), Ok("at least 40,000,000 USD".into()));
        assert_eq!(money("unknown USD"), Ok("unknown USD".into()));
        for text in ["", "100,000", "$100,000", "100 usd", "USD", "USD paid", "lots USD"] {
            assert!(money(text).is_err(), "{text}");
        }
    }

    #[test]
    fn writing_can_be_read_again() {
        for text in ["5 EUR paid", "200 to 250 USD spent", "undisclosed USD", "about 7,500,000 USD estimated"] {
            assert_eq!(Money::from_scalar(text).unwrap().to_string(), text);
        }
    }
}
