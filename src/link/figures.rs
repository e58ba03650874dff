//! Figures: numbers computed from the records, with what went in and what was left out.
//!
//! In: the program's figures and lists, events and statuses. Out: [`FigureValue`]s. Sums are by interval arithmetic; a
//! running total replaces what came before it in its country; a ceiling is never added to a count. It never converts money and never
//! invents a member of a list.

use super::site::{Happening, Standing};
use super::status;
use crate::diagnose::{Code, Diagnostic, Diagnostics, count};
use crate::model::evidence::Claims;
use crate::model::money::{Currency, Money, Standing as MoneyStanding};
use crate::model::program::{Amount, Condition, Field, Figure, Filter, List, Method};
use crate::model::{CountryCode, Date, Quantity, Report};
use std::collections::BTreeMap;

/// What a figure comes to.
#[derive(Clone, PartialEq, Debug)]
pub struct FigureValue {
    pub amount: Amount,
    /// What was counted or added.
    pub inputs: Vec<Input>,
    /// What was left out, and why.
    pub excluded: Vec<(Input, LeftOut)>,
    /// How many parts of a sum are unknown.
    pub unknown: usize,
    /// A sum's share of each country.
    pub by_country: BTreeMap<CountryCode, Amount>,
    /// The day up to which it is known: of a published number its own, else that of the records.
    pub as_of: Option<Date>,
    /// The oldest day up to which one of its inputs is known.
    pub oldest: Option<Date>,
}

/// Why a part of a sum was left out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LeftOut {
    /// It says what is allowed or planned, and counts nothing.
    Ceiling,
    /// A later running total of its country has it in it.
    Replaced,
}

/// Something that went into a figure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Input {
    Country(CountryCode),
    /// Position in [`Site::events`](super::Site::events).
    Event(usize),
}

/// What figures are computed from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub report: &'a Report,
    pub happenings: &'a [Happening],
    pub standings: &'a BTreeMap<CountryCode, Standing>,
    pub as_of: Option<Date>,
}

/// Computes every figure, in the order of the program.
#[must_use]
pub fn compute(basis: Basis<'_>, diagnostics: &mut Diagnostics) -> Vec<FigureValue> {
    basis.report.program.lists.iter().for_each(|list| check_list(list, diagnostics));
    basis.report.program.figures.iter().map(|figure| value(figure, basis, diagnostics)).collect()
}

fn value(figure: &Figure, basis: Basis<'_>, diagnostics: &mut Diagnostics) -> FigureValue {
    match &figure.method {
        Method::Published(amount) => {
            let later = figure.as_of.zip(basis.as_of).is_some_and(|(published, today)| published.earliest() > today.latest());
            let amount = if later { Amount::Number(Quantity::Unknown) } else { *amount };
            let as_of = figure.as_of;
            FigureValue { amount, as_of, oldest: as_of, ..blank() }
        }
        Method::Count(condition) => counted(condition, basis),
        Method::Sum(field, filter) => summed(figure, *field, filter, basis, diagnostics),
    }
}

fn counted(condition: &Condition, basis: Basis<'_>) -> FigureValue {
    let matching = basis.standings.iter().filter(|(code, standing)| matches(condition, **code, standing, basis));
    let inputs: Vec<Input> = matching.map(|(code, _)| Input::Country(*code)).collect();
    let number = Quantity::Exact(inputs.len() as u64);
    dated(FigureValue { amount: Amount::Number(number), inputs, ..blank() }, basis)
}

/// A figure that nothing has gone into.
fn blank() -> FigureValue {
    let amount = Amount::Number(Quantity::Unknown);
    let (inputs, excluded, by_country) = (Vec::new(), Vec::new(), BTreeMap::new());
    FigureValue { amount, inputs, excluded, unknown: 0, by_country, as_of: None, oldest: None }
}

/// The same with the days up to which it and the oldest of its inputs are known: a claim says when it was true; a running total is of its day; else it is
/// the day on which the record was last checked.
fn dated(value: FigureValue, basis: Basis<'_>) -> FigureValue {
    let program = &basis.report.program;
    let as_of = basis.as_of.or(program.checked.as_ref().map(|checked| checked.value));
    let checked = |code: CountryCode| {
        let record = basis.standings.get(&code).and_then(|standing| basis.report.countries.get(standing.country));
        record.and_then(|record| record.checked)
    };
    let input = |input: &Input| match *input {
        Input::Country(code) => checked(code),
        Input::Event(at) => {
            let happening = basis.happenings.get(at)?;
            let event = &happening.event;
            let people = event.counted_people().into_iter().flat_map(Claims::counted).filter_map(|claim| claim.as_of);
            let money = event.amount.iter().flat_map(Claims::counted).filter_map(|claim| claim.as_of);
            let own = people.chain(money).min_by_key(|date| date.listing_order());
            own.or(event.running.then_some(event.date.value)).or_else(|| checked(happening.home?))
        }
    };
    let oldest = value.inputs.iter().filter_map(input).chain(as_of).min_by_key(|date| date.listing_order());
    FigureValue { as_of, oldest, ..value }
}

/// Whether a country meets every part of a `count:` condition.
fn matches(condition: &Condition, code: CountryCode, standing: &Standing, basis: Basis<'_>) -> bool {
    let program = &basis.report.program;
    condition.iter().all(|(key, words)| {
        words.iter().any(|word| {
            let word = word.value.as_str();
            match key.value.as_str() {
                "badge" => standing.badge.is_some_and(|badge| program.badges[badge].id.value.as_str() == word),
                "list" => program.list(word).is_some_and(|list| list.members.iter().any(|member| member.value == code)),
                "kind" => standing.events.iter().any(|at| basis.happenings[*at].event.kind.value.as_str() == word),
                axis => status::holds(program, &standing.axes, axis, word),
            }
        })
    })
}

/// One event's part of a sum.
struct Part {
    event: usize,
    quantity: Quantity,
    money: Option<Money>,
}

fn summed(figure: &Figure, field: Field, filter: &Filter, basis: Basis<'_>, diagnostics: &mut Diagnostics) -> FigureValue {
    // By country, because a running total replaces only what its own country had before it. Happenings are oldest first.
    let mut parts: BTreeMap<Option<CountryCode>, Vec<Part>> = BTreeMap::new();
    let mut excluded = Vec::new();
    for (at, happening) in basis.happenings.iter().enumerate() {
        if !passes(happening, filter) {
            continue;
        }
        let Some((quantity, money)) = field_value(happening, field) else { continue };
        if filter.money.is_some() && money.and_then(|money| money.standing) != filter.money {
            continue;
        }
        let own = parts.entry(happening.home).or_default();
        if let Quantity::UpTo(_) = quantity {
            excluded.push((Input::Event(at), LeftOut::Ceiling));
            continue;
        }
        if happening.event.running {
            let replaced = own.drain(..).map(|part| (Input::Event(part.event), LeftOut::Replaced));
            excluded.extend(replaced);
        }
        own.push(Part { event: at, quantity, money });
    }
    let by_country = parts.iter().filter_map(|(home, own)| Some(((*home)?, share(own)?))).collect();
    let parts: Vec<Part> = parts.into_values().flatten().collect();
    let sum = Quantity::sum(parts.iter().map(|part| part.quantity));
    let mut inputs: Vec<Input> = parts.iter().map(|part| Input::Event(part.event)).collect();
    inputs.sort_unstable();
    excluded.sort_unstable();
    let amount = match field {
        Field::People => Amount::Number(sum.quantity),
        Field::Amount => in_one_currency(figure, filter, sum.quantity, &parts, basis, diagnostics),
    };
    dated(FigureValue { amount, inputs, excluded, unknown: sum.unknown, by_country, ..blank() }, basis)
}

/// What one country's parts come to; nothing when it has none.
fn share(parts: &[Part]) -> Option<Amount> {
    let first = parts.first()?;
    let quantity = Quantity::sum(parts.iter().map(|part| part.quantity)).quantity;
    Some(match first.money {
        Some(money) => Amount::Money(Money { quantity, ..money }),
        None => Amount::Number(quantity),
    })
}

fn passes(happening: &Happening, filter: &Filter) -> bool {
    let event = &happening.event;
    let date = event.date.value;
    (filter.kinds.is_empty() || filter.kinds.iter().any(|kind| kind.value == event.kind.value))
        && (filter.countries.is_empty() || filter.countries.iter().any(|code| Some(code.value) == happening.home))
        && filter.since.is_none_or(|since| date.earliest() >= since.earliest())
        && filter.until.is_none_or(|until| date.latest() <= until.latest())
}

/// The value of a field: where claims differ, the smallest interval that holds them all.
fn field_value(happening: &Happening, field: Field) -> Option<(Quantity, Option<Money>)> {
    match field {
        Field::People => happening.event.counted_people().map(|claims| (people(claims), None)),
        Field::Amount => {
            let money = happening.event.amount.as_ref().and_then(money)?;
            Some((money.quantity, Some(money)))
        }
    }
}

/// What can be said of a number of people when its claims are taken together.
#[must_use]
pub fn people(claims: &Claims<Quantity>) -> Quantity {
    let standing: Vec<Quantity> = claims.counted().map(|claim| claim.value.value).collect();
    match standing[..] {
        [one] => one,
        _ => Quantity::hull(standing),
    }
}

/// What can be said of an amount when its claims are taken together, in the currency and of the kind of the first.
#[must_use]
pub fn money(claims: &Claims<Money>) -> Option<Money> {
    let first = claims.counted().next()?.value.value;
    Some(Money { quantity: Quantity::hull(claims.counted().map(|claim| claim.value.value.quantity)), ..first })
}

fn in_one_currency(
    figure: &Figure,
    filter: &Filter,
    quantity: Quantity,
    parts: &[Part],
    basis: Basis<'_>,
    diagnostics: &mut Diagnostics,
) -> Amount {
    let kinds: Vec<(Currency, Option<MoneyStanding>)> =
        parts.iter().filter_map(|part| part.money.map(|money| (money.currency, money.standing))).collect();
    let Some(&(currency, standing)) = kinds.first() else {
        return Amount::Money(Money { quantity, currency: Currency::NONE, standing: filter.money });
    };
    if let Some(other) = kinds.iter().position(|kind| *kind != (currency, standing)) {
        let place = |part: &Part| basis.happenings[part.event].event.amount.as_ref().map(|claims| claims.span);
        let message = format!("the figure `{}` adds amounts of different currencies or kinds", figure.id.value);
        let mut found = Diagnostic::new(Code::MixedMoney, filter.span.unwrap_or(figure.id.span), message);
        for part in [&parts[0], &parts[other]] {
            if let (Some(span), Some(money)) = (place(part), part.money) {
                found = found.label(span, money.to_string());
            }
        }
        diagnostics.push(found.help(if kinds[other].0 == currency {
            "narrow it with `where: {money: paid}`, or give the amounts their kind: `… USD paid`"
        } else {
            "currencies are never converted: narrow the figure with `where:` to events in one of them"
        }));
    }
    Amount::Money(Money { quantity, currency, standing })
}

/// A complete list has as many members as its total; an incomplete one has fewer.
fn check_list(list: &List, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for member in &list.members {
        if let Some(first) = seen.insert(member.value, member.span) {
            let message = format!("the list `{}` names `{}` twice", list.id.value, member.value);
            let found = Diagnostic::new(Code::ListTotal, member.span, message).label(first, "first named here");
            diagnostics.push(found.help("take one of the two out: each counts as a member"));
        }
    }
    let named = list.members.len() as u64;
    let total = list.total.value;
    let members = count(list.members.len(), "member is named", "members are named");
    let message = if list.complete && total != Quantity::Exact(named) {
        format!("the list `{}` is complete with a total of {total}, but {members}", list.id.value)
    } else if total.high().is_some_and(|high| named > high) {
        format!("the total of the list `{}` is {total}, but {members}", list.id.value)
    } else if !list.complete && total == Quantity::Exact(named) {
        format!("all {total} members of the list `{}` are named, but it is not `complete`", list.id.value)
    } else {
        return;
    };
    let help = if total.high().is_some_and(|high| named > high) {
        "correct the total, or the members"
    } else if list.complete {
        "correct the total or the members, or write `complete: no`"
    } else {
        "add `complete: yes`"
    };
    diagnostics.push(Diagnostic::new(Code::ListTotal, list.total.span, message).help(help));
}
