//! What the records say that prose can repeat: numbers and dates.
//!
//! In: the [`Site`], and what was read in the prose of its records. Out: [`Known`]. It never looks at articles and pages.

use super::numbers::{Counts, noun_of};
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
    /// Numbers of people and of money.
    numbers: HashSet<(Counts, u64)>,
    /// Numbers that its prose gives, each with the pieces that do.
    told_numbers: HashMap<(Counts, u64), Vec<PieceKey>>,
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
        figures.iter().for_each(|number| program.quantity(number.counts, number.quantity));
        for (piece, reading) in pieces.iter().zip(readings).filter(|(piece, _)| !piece.page && piece.term.is_none()) {
            let facts = match piece.country {
                Some(code) => countries.entry(code).or_default(),
                None => &mut program,
            };
            for number in &reading.typed {
                facts.told_numbers.entry((number.counts, number.value)).or_default().push(piece.key());
            }
            facts.told.extend(reading.dates.iter().map(|date| (date.year, date.month, date.day)));
        }
        Self { figures, countries, program }
    }

    /// What the records of these countries and the program say; of all countries when none is named.
    fn of<'a>(&'a self, countries: &'a [CountryCode]) -> impl Iterator<Item = &'a Facts> {
        let is_asked = |code: &CountryCode| countries.is_empty() || countries.contains(code);
        self.countries.iter().filter(move |(code, _)| is_asked(code)).map(|(_, facts)| facts).chain([&self.program])
    }

    /// Whether one of these records gives the number, in a value or in other prose than that of the piece `asking`.
    #[must_use]
    pub fn has_number(&self, countries: &[CountryCode], counts: Counts, value: u64, asking: PieceKey) -> bool {
        let number = (counts, value);
        let told = |places: &Vec<PieceKey>| places.iter().any(|place| *place != asking);
        self.of(countries).any(|facts| facts.numbers.contains(&number) || facts.told_numbers.get(&number).is_some_and(told))
    }

    /// Whether an event, an arrangement or a count of one of these records bears the date.
    #[must_use]
    pub fn has_date(&self, countries: &[CountryCode], date: &super::dates::TypedDate) -> bool {
        self.of(countries).any(|facts| facts.dates.iter().any(|known| date.is_borne_by(*known)))
    }

    /// Whether the prose of one of these records gives the date.
    #[must_use]
    pub fn tells_date(&self, countries: &[CountryCode], date: &super::dates::TypedDate) -> bool {
        self.of(countries).any(|facts| facts.told.contains(&(date.year, date.month, date.day)))
    }
}

impl Facts {
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
        self.numbers.extend(ends.into_iter().flatten().map(|number| (counts, number)));
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
        let (quantity, counts) = match value.amount {
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
