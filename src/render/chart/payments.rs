//! Amounts of money, by what they are and in which currency.
//!
//! In: every amount of an event of a record. Out: [`Payments`], a group for each currency and kind, a row for each event. It never adds, not
//! even within a group: two events may tell of one payment. Totals of the program are others' sums and stay out.

use super::bar::{Bar, reach, said};
use crate::link::wording;
use crate::model::money::{Currency, Money, Standing};
use crate::model::program::Amount;
use crate::render::frame::Frame;
use crate::render::view::{Date, Quantity};
use serde::Serialize;
use std::collections::BTreeMap;

/// Charts of bars on one scale for each currency.
#[derive(Clone, Serialize, Debug)]
pub struct Payments {
    pub title: String,
    pub summary: String,
    pub groups: Vec<Group>,
    /// How many amounts are not known.
    pub unknown: usize,
    pub as_of: Option<Date>,
}

#[derive(Clone, Serialize, Debug)]
pub struct Group {
    /// `Paid, USD`
    pub label: String,
    pub rows: Vec<Bar>,
}

/// What may stand side by side. Kinds come in the order of [`Standing`], those that the sources do not name last.
type Key = (Currency, bool, Option<Standing>);

/// An amount and the event that tells of it, as a position in the site's events.
struct Entry {
    event: usize,
    money: Money,
}

/// The charts of all amounts.
#[must_use]
pub fn payments(frame: Frame<'_>) -> Payments {
    let mut groups: BTreeMap<Key, Vec<Entry>> = BTreeMap::new();
    for (event, happening) in frame.site.events.iter().enumerate().filter(|(_, happening)| happening.home.is_some()) {
        let Some(money) = happening.event.amount.as_ref().and_then(crate::link::money) else { continue };
        let key = (money.currency, money.standing.is_none(), money.standing);
        groups.entry(key).or_default().push(Entry { event, money });
    }
    let mut longest: BTreeMap<Currency, u64> = BTreeMap::new();
    for entry in groups.values().flatten() {
        let most = longest.entry(entry.money.currency).or_default();
        *most = (*most).max(reach(&Quantity::new(Amount::Money(entry.money), frame)));
    }
    let groups = groups.into_iter().map(|((currency, _, standing), entries)| Group {
        label: label(currency, standing, frame),
        rows: rows(entries, longest.get(&currency).copied().unwrap_or(0), frame),
    });
    let groups: Vec<Group> = groups.collect();
    Payments {
        title: frame.theme.word("chart_money").to_owned(),
        summary: summary(&groups, frame),
        unknown: groups.iter().map(Group::unknown).sum(),
        groups,
        as_of: Date::of(frame.site.known_until(), frame),
    }
}

impl Group {
    fn unknown(&self) -> usize {
        self.rows.iter().filter(|row| row.low.is_none()).count()
    }
}

/// Largest first.
fn rows(entries: Vec<Entry>, longest: u64, frame: Frame<'_>) -> Vec<Bar> {
    let row = |entry: Entry| {
        let happening = frame.site.events.get(entry.event)?;
        let country = frame.site.country(happening.home?)?;
        // The group says whether it was paid.
        let quantity = Quantity::new(Amount::Money(Money { standing: None, ..entry.money }), frame);
        let claims = happening.event.amount.as_ref().map(|all| said(all, Amount::Money, frame)).unwrap_or_default();
        let bar = Bar::new(country.name.value.clone(), frame.event_url(entry.event), quantity, longest);
        Some(Bar { date: Some(Date::new(happening.event.date.value, frame)), claims, ..bar })
    };
    let mut rows: Vec<Bar> = entries.into_iter().filter_map(row).collect();
    rows.sort_by(|a, b| b.high.or(b.low).cmp(&a.high.or(a.low)).then_with(|| a.label.cmp(&b.label)));
    rows
}

fn label(currency: Currency, standing: Option<Standing>, frame: Frame<'_>) -> String {
    let key = standing.map_or("money_kind_unknown".to_owned(), |standing| format!("money_kind_{}", standing.word()));
    let kind = frame.theme.word(&key);
    frame.site.locale.punctuated("comma", &[&wording::capital(kind), currency.letters()])
}

/// How many amounts there are, the largest of each group, and how many are not known (A2).
fn summary(groups: &[Group], frame: Frame<'_>) -> String {
    let locale = &frame.site.locale;
    let sentence = |group: &Group| {
        let unknown = group.unknown();
        let largest = group.rows.iter().find(|row| row.low.is_some());
        let (name, most) = largest.map_or(("–", "–"), |row| (&row.label, &row.text));
        let [all, lacking] = [group.rows.len(), unknown].map(|count| locale.number(count as u64));
        let values = [("label", group.label.as_str()), ("n", &all), ("unknown", &lacking), ("name", name), ("value", most)];
        match (group.rows.len(), unknown) {
            (1, 0) => locale.sentence("chart_money_one", &values),
            (_, 0) => locale.sentence("chart_money_group", &values),
            _ => locale.sentence("chart_money_group_unknown", &values),
        }
    };
    // A group in which some are not known says so itself.
    let all_known = groups.iter().all(|group| group.unknown() == 0).then(|| locale.word("chart_money_all_known").to_owned());
    groups.iter().map(sentence).chain(all_known).collect::<Vec<_>>().join(" ")
}
