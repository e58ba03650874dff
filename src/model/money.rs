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

/// The currencies of ISO 4217 that people pay with; not its codes for metals, funds and tests.
const ISO_4217: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD \
    IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN \
    NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP \
    SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL";

impl Currency {
    /// The code that ISO 4217 keeps for "no currency involved": of sums over nothing.
    pub const NONE: Self = Self([b'X'; 3]);

    /// The currency with these three capital letters.
    #[must_use]
    pub fn new(letters: &str) -> Option<Self> {
        let bytes: [u8; 3] = letters.as_bytes().try_into().ok()?;
        ISO_4217.split_ascii_whitespace().any(|code| code == letters).then_some(Self(bytes))
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

impl super::evidence::Fact for Money {
    fn bounds(&self) -> (Option<u64>, Option<u64>) {
        (self.quantity.low(), self.quantity.high())
    }

    fn kind(&self) -> &'static str {
        self.quantity.kind()
    }

    fn amount(&self) -> Option<super::program::Amount> {
        Some(super::program::Amount::Money(*self))
    }
}

impl super::evidence::Contradicts for Money {
    /// Amounts in different currencies, or paid and pledged, say different things and contradict nothing.
    fn contradicts(&self, other: &Self) -> bool {
        let alike = self.currency == other.currency && self.standing == other.standing;
        alike && self.quantity.contradicts(&other.quantity)
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
            let is_code = |word: &&&str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
            if let Some(code) = words.iter().find(is_code) {
                let found = Mistake::new(format!("`{code}` is not the code of a currency"));
                let known = ISO_4217.split_ascii_whitespace();
                return Err(match known.into_iter().find(|known| known.eq_ignore_ascii_case(code)) {
                    Some(known) => found.help(format!("write `{known}`")),
                    None => found.help("use the three letters of ISO 4217: `USD`, `EUR`, `RWF`"),
                });
            }
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
        for text in ["", "100,000", "$100,000", "100 usd", "100 XAU", "100 ABC", "USD", "USD paid", "lots USD"] {
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
