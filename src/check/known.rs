//! What the records say that prose can repeat: numbers and dates.
//!
//! In: the [`Site`], and what was read in the prose of its records. Out: [`Known`]. It never looks at articles and pages.

use super::dates::TypedDate;
use super::numbers::{Counts, Qualifier, Typed, noun_of};
use super::reading::Reading;
use crate::link::{Piece, PieceKey, Site};
use crate::model::evidence::Claims;
use crate::model::program::{Amount, Method};
use crate::model::{CountryCode, Date, Event, Money, Quantity};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Numbers and dates of the report.
pub struct Known {
    /// Published, counted and summed figures, and the totals of lists: what prose could bind.
    pub figures: Vec<Number>,
    countries: BTreeMap<CountryCode, Facts>,
    program: Facts,
    /// When the program began.
    since: Date,
    /// The numbers of each piece of prose in the records.
    told: HashMap<PieceKey, Vec<(Counts, u64)>>,
}

/// A number of the report that prose could bind.
pub struct Number {
    pub expression: String,
    pub quantity: Quantity,
    pub counts: Counts,
    /// What it is called, to tell two numbers of the same size apart.
    pub label: String,
}

/// What one record says.
#[derive(Default)]
struct Facts {
    /// Dates of its events, arrangements and counts.
    dates: Vec<Date>,
    /// Numbers of people and of money, each with the kinds of quantity that have it: `exact`, `at_least`.
    numbers: HashMap<(Counts, u64), Vec<&'static str>>,
    /// Numbers that its prose gives, each with the pieces that do and how sure they are.
    told_numbers: HashMap<(Counts, u64), Vec<(PieceKey, Qualifier)>>,
    /// Dates that its prose gives, for articles that repeat them: year if known, month, day if known.
    told: HashSet<(Option<u16>, u8, Option<u8>)>,
}

impl Known {
    /// Gathers it. `readings` are parallel to `pieces`.
    #[must_use]
    pub fn new(site: &Site, pieces: &[Piece<'_>], readings: &[Arc<Reading>]) -> Self {
        let mut countries: BTreeMap<CountryCode, Facts> = BTreeMap::new();
        let mut program = Facts::default();
        // All of them, also when the report is shown as of an earlier day: articles are not.
        for (home, event) in site.report.events() {
            match home {
                Some(home) => countries.entry(home.code.value).or_default().event(event),
                None => program.event(event),
            }
        }
        for country in &site.report.countries {
            let facts = countries.entry(country.code.value).or_default();
            facts.dates.extend(country.checked.iter().chain(country.review_by.iter().map(|date| &date.value)));
            for one in &country.arrangements {
                let dates = [&one.signed, &one.announced, &one.ended].into_iter().flatten();
                facts.dates.extend(dates.flat_map(|claims| &claims.all).map(|claim| claim.value.value));
                facts.people(one.ceiling.as_ref());
                facts.money(one.amount.as_ref());
            }
        }
        let report = &site.report.program;
        program.dates.push(report.since.value);
        program.dates.extend(report.checked.as_ref().map(|date| date.value));
        program.dates.extend(report.lists.iter().filter_map(|list| list.as_of));
        program.dates.extend(report.figures.iter().filter_map(|figure| figure.as_of));
        let figures = numbers(site);
        let mut told = HashMap::new();
        figures.iter().for_each(|number| program.quantity(number.counts, number.quantity));
        for (piece, reading) in pieces.iter().zip(readings).filter(|(piece, _)| !piece.page && piece.term.is_none()) {
            let facts = match piece.country {
                Some(code) => countries.entry(code).or_default(),
                None => &mut program,
            };
            told.insert(piece.key(), reading.typed.iter().map(|number| (number.counts, number.value)).collect());
            for number in &reading.typed {
                let key = (number.counts, number.value);
                facts.told_numbers.entry(key).or_default().push((piece.key(), number.qualifier));
            }
            facts.told.extend(reading.dates.iter().map(|date| (date.year, date.month, date.day)));
        }
        Self { figures, countries, program, since: report.since.value, told }
    }

    /// What the records of these countries and the program say; of all countries when none is named.
    fn of<'a>(&'a self, countries: &'a [CountryCode]) -> impl Iterator<Item = &'a Facts> {
        self.records(countries).chain([&self.program])
    }

    fn records<'a>(&'a self, countries: &'a [CountryCode]) -> impl Iterator<Item = &'a Facts> {
        let is_asked = |code: &CountryCode| countries.is_empty() || countries.contains(code);
        self.countries.iter().filter(move |(code, _)| is_asked(code)).map(|(_, facts)| facts)
    }

    /// Whether one of these records gives the number, in a value or in other prose than that of the piece `asking`.
    #[must_use]
    pub fn has_number(&self, countries: &[CountryCode], counts: Counts, value: u64, asking: PieceKey) -> bool {
        self.of(countries).any(|facts| facts.has(counts, value, asking))
    }

    /// The numbers that a piece of the records tells.
    #[must_use]
    pub fn told_in(&self, piece: PieceKey) -> &[(Counts, u64)] {
        self.told.get(&piece).map_or(&[], Vec::as_slice)
    }

    /// Whether one of these records counts in a unit at all, in other prose than that of the piece `asking`.
    #[must_use]
    pub fn has_unit(&self, countries: &[CountryCode], unit: Counts, asking: PieceKey) -> bool {
        self.of(countries)
            .any(|facts| facts.told_numbers.iter().any(|((counts, _), told)| *counts == unit && by_others(told, asking)))
    }

    /// The doubt that the records of these countries have about a number and a sentence does not: the kind of the quantity. Nothing when one of them is as
    /// sure as the sentence, or when none has the number.
    #[must_use]
    pub fn doubt(&self, countries: &[CountryCode], number: &Typed, asking: PieceKey) -> Option<&'static str> {
        let key = (number.counts, number.value);
        let own = countries.is_empty().then_some(&self.program);
        let records = self.countries.iter().filter(|(code, _)| countries.contains(code)).map(|(_, facts)| facts).chain(own);
        let mut kinds: Vec<&'static str> = Vec::new();
        for facts in records {
            kinds.extend(facts.numbers.iter().filter(|(known, _)| is_same(**known, key)).flat_map(|(_, kinds)| kinds));
            let told = facts.told_numbers.iter().filter(|(known, _)| is_same(**known, key)).flat_map(|(_, told)| told);
            kinds.extend(told.filter(|(place, _)| *place != asking).map(|(_, said)| said.kind()));
        }
        let first = kinds.first().copied()?;
        (!kinds.iter().any(|kind| number.qualifier.fits(kind))).then_some(first)
    }

    /// Whether an event, an arrangement or a count of one of these records bears the date. `named` is whether the text names the countries.
    #[must_use]
    pub fn has_date(&self, countries: &[CountryCode], date: &TypedDate, named: bool) -> bool {
        date.is_borne_by(self.since)
            || self.for_date(countries, date, named).any(|facts| facts.dates.iter().any(|known| date.is_borne_by(*known)))
    }

    /// Whose dates are asked. In some month something happens to the program, so a month is a matter of the countries alone where the text names them.
    fn for_date<'a>(&'a self, countries: &'a [CountryCode], date: &TypedDate, named: bool) -> impl Iterator<Item = &'a Facts> {
        let own = date.day.is_none() && named;
        self.records(countries).chain((!own).then_some(&self.program))
    }

    /// Whether the prose of one of these records gives the date.
    #[must_use]
    pub fn tells_date(&self, countries: &[CountryCode], date: &TypedDate, named: bool) -> bool {
        self.for_date(countries, date, named).any(|facts| facts.told.contains(&(date.year, date.month, date.day)))
    }
}

/// Whether two numbers may be one: a number without a noun may count anything.
fn is_same(known: (Counts, u64), asked: (Counts, u64)) -> bool {
    known.1 == asked.1 && (known.0 == asked.0 || asked.0 == Counts::Unnamed)
}

/// Whether another piece than the one that asks tells it.
fn by_others(told: &[(PieceKey, Qualifier)], asking: PieceKey) -> bool {
    told.iter().any(|(place, _)| *place != asking)
}

impl Facts {
    fn has(&self, counts: Counts, value: u64, asking: PieceKey) -> bool {
        let number = (counts, value);
        self.numbers.keys().any(|known| is_same(*known, number))
            || self.told_numbers.iter().any(|(known, told)| is_same(*known, number) && by_others(told, asking))
    }

    fn event(&mut self, event: &Event) {
        self.dates.push(event.date.value);
        self.dates.extend(event.reported.as_ref().map(|date| date.value));
        self.people(event.people.as_ref());
        self.people(event.in_scope.as_ref());
        self.money(event.amount.as_ref());
    }

    fn people(&mut self, claims: Option<&Claims<Quantity>>) {
        for claim in claims.iter().flat_map(|claims| &claims.all) {
            self.quantity(Counts::People, claim.value.value);
            self.dates.extend(claim.as_of);
        }
    }

    fn money(&mut self, claims: Option<&Claims<Money>>) {
        for claim in claims.iter().flat_map(|claims| &claims.all) {
            self.quantity(Counts::Money, claim.value.value.quantity);
            self.dates.extend(claim.as_of);
        }
    }

    fn quantity(&mut self, counts: Counts, quantity: Quantity) {
        let ends = match quantity {
            Quantity::Between(low, high) | Quantity::BetweenAbout(low, high) => [Some(low), Some(high)],
            one => [written(one), None],
        };
        for number in ends.into_iter().flatten() {
            self.numbers.entry((counts, number)).or_default().push(quantity.kind());
        }
    }
}

/// The number that a quantity is written with.
#[must_use]
pub fn written(quantity: Quantity) -> Option<u64> {
    match quantity {
        Quantity::Exact(n)
        | Quantity::About(n)
        | Quantity::AtLeast(n)
        | Quantity::MoreThan(n)
        | Quantity::UpTo(n)
        | Quantity::AtLeastAbout(n) => Some(n),
        Quantity::Between(..) | Quantity::BetweenAbout(..) | Quantity::None | Quantity::Unknown | Quantity::Undisclosed => None,
    }
}

/// Figures and the totals of lists.
fn numbers(site: &Site) -> Vec<Number> {
    let program = &site.report.program;
    let figures = program.figures.iter().zip(&site.figures).map(|(figure, value)| {
        // As published also when the report is shown as of an earlier day: articles are not.
        let amount = match figure.method {
            Method::Published(amount) => amount,
            Method::Count(_) | Method::Sum(..) => value.amount,
        };
        let (quantity, counts) = match amount {
            Amount::Money(money) => (money.quantity, Counts::Money),
            Amount::Number(quantity) => {
                let counts = match figure.method {
                    Method::Sum(..) => Counts::People,
                    Method::Count(_) => Counts::Records,
                    Method::Published(_) => noun_of(&figure.label).unwrap_or(Counts::Records),
                };
                (quantity, counts)
            }
        };
        Number { expression: format!("figures.{}", figure.id.value), quantity, counts, label: figure.label.clone() }
    });
    let lists = program.lists.iter().map(|list| Number {
        expression: format!("lists.{}.total", list.id.value),
        quantity: list.total.value,
        counts: Counts::Records,
        label: list.label.clone(),
    });
    figures.chain(lists).collect()
}
