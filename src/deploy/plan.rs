//! What is to be done at the target.
//!
//! In: the site, the record of the target, and what is really there. Out: what to send and what to delete, in their order. It decides and never
//! does: the same three give the same plan.

use super::Deployed;
use super::item::{Item, outlives_its_pages};
use super::record::Record;
use crate::model::Day;
use std::collections::{BTreeMap, BTreeSet};

/// How many days a style, script or font stays after it has left the site.
const GRACE: i32 = 7;

/// What is to be done.
pub(super) struct Plan<'a> {
    /// In the order of their turns, then of their paths.
    pub uploads: Vec<&'a Item<'a>>,
    /// What is ours and no longer part of the site.
    pub deletions: Vec<String>,
    /// What stays for a while, with the day on which it left.
    pub leaving: Vec<(String, i32)>,
    /// What the record lists and the target no longer has.
    pub gone: Vec<String>,
    /// Files of others where a file of the site belongs.
    pub taken: Vec<String>,
    unchanged: usize,
}

impl<'a> Plan<'a> {
    /// `there` has the files at the target with their lengths.
    pub fn make(items: &'a [Item<'a>], record: &Record, there: &BTreeMap<String, u64>, today: Day) -> Self {
        let is_there = |item: &&Item<'_>| {
            record.get(item.path()).is_some_and(|sent| sent.mark == Some(item.mark))
                && there.get(item.path()) == Some(&item.entry.bytes)
        };
        let (same, mut uploads): (Vec<&Item<'_>>, Vec<&Item<'_>>) = items.iter().partition(is_there);
        uploads.sort_by_key(|item| (item.turn, item.path()));
        let is_taken = |item: &&&Item<'_>| there.contains_key(item.path()) && record.get(item.path()).is_none();
        let taken = uploads.iter().filter(is_taken).map(|item| item.path().to_owned()).collect();
        let mut plan =
            Self { uploads, taken, unchanged: same.len(), deletions: Vec::new(), leaving: Vec::new(), gone: Vec::new() };
        let wanted: BTreeSet<&str> = items.iter().map(Item::path).collect();
        for (path, sent) in record.files().filter(|(path, _)| !wanted.contains(path)) {
            let left = sent.left.unwrap_or(today.number());
            if !there.contains_key(path) {
                plan.gone.push(path.to_owned());
            } else if outlives_its_pages(path) && today.number() - left < GRACE {
                plan.leaving.push((path.to_owned(), left));
            } else {
                plan.deletions.push(path.to_owned());
            }
        }
        plan
    }

    pub fn is_empty(&self) -> bool {
        self.uploads.is_empty() && self.deletions.is_empty()
    }

    /// What will have been done.
    pub fn outcome(&self) -> Deployed {
        Deployed {
            uploaded: self.uploads.iter().map(|item| item.path().to_owned()).collect(),
            bytes: self.uploads.iter().map(|item| item.entry.bytes).sum(),
            unchanged: self.unchanged,
            deleted: self.deletions.clone(),
            kept: self.leaving.len(),
            copies: 0,
            resumed: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Entry;

    const STYLE: &str = "assets/style.0123456789abcdef.css";

    fn entries(paths: &[&str]) -> Vec<Entry> {
        paths.iter().map(|path| Entry { path: (*path).to_owned(), bytes: 5, hash: 7 }).collect()
    }

    /// The target as it is when all of these have been sent.
    fn sent(items: &[Item<'_>]) -> (Record, BTreeMap<String, u64>) {
        let mut record = Record::default();
        items.iter().for_each(|item| record.put(item));
        (record, items.iter().map(|item| (item.path().to_owned(), item.entry.bytes)).collect())
    }

    fn day(number: u8) -> Day {
        Day::new(2026, 11, number).unwrap()
    }

    #[test]
    fn what_pages_need_comes_first_and_what_leads_to_them_last() {
        let entries = entries(&["404.html", STYLE, "countries/rwanda/index.html", "data/events.csv", "feed.xml", "index.html"]);
        let items: Vec<Item<'_>> = entries.iter().map(Item::new).collect();
        let plan = Plan::make(&items, &Record::default(), &BTreeMap::new(), day(1));
        let order: Vec<&str> = plan.uploads.iter().map(|item| item.path()).collect();
        assert_eq!(order, [STYLE, "data/events.csv", "404.html", "countries/rwanda/index.html", "feed.xml", "index.html"]);
    }

    #[test]
    fn what_is_there_is_not_sent_again() {
        let entries = entries(&["a.html", "b.html", "c.html", "d.html"]);
        let items: Vec<Item<'_>> = entries.iter().map(Item::new).collect();
        let (mut record, mut there) = sent(&items);
        assert!(Plan::make(&items, &record, &there, day(1)).is_empty());
        there.remove("a.html");
        there.insert("b.html".to_owned(), 4);
        record.announce(&items[2]);
        let plan = Plan::make(&items, &record, &there, day(1));
        let paths: Vec<&str> = plan.uploads.iter().map(|item| item.path()).collect();
        assert_eq!(paths, ["a.html", "b.html", "c.html"], "gone, of another length, unsure");
        assert!(plan.taken.is_empty());
    }

    #[test]
    fn only_what_is_ours_is_deleted_or_replaced() {
        let (old, new) = (entries(&["a.html", "b.html", "c.html"]), entries(&["a.html", "new.html"]));
        let (old, new): (Vec<Item<'_>>, Vec<Item<'_>>) =
            (old.iter().map(Item::new).collect(), new.iter().map(Item::new).collect());
        let (record, mut there) = sent(&old);
        there.insert("google.html".to_owned(), 9);
        there.insert("new.html".to_owned(), 9);
        there.remove("c.html");
        let plan = Plan::make(&new, &record, &there, day(1));
        assert_eq!(plan.deletions, ["b.html"]);
        assert_eq!(plan.gone, ["c.html"]);
        assert_eq!(plan.taken, ["new.html"]);
    }

    #[test]
    fn a_style_stays_for_a_week_after_its_pages_and_a_card_does_not() {
        let card = "cards/home.0123456789abcdef.png";
        let entries = entries(&[STYLE, card]);
        let items: Vec<Item<'_>> = entries.iter().map(Item::new).collect();
        let (mut record, there) = sent(&items);
        let plan = Plan::make(&[], &record, &there, day(1));
        assert_eq!((plan.deletions, plan.leaving.len()), (vec![card.to_owned()], 1));
        record.leave(STYLE, day(1).number());
        assert_eq!(Plan::make(&[], &record, &there, day(7)).leaving.len(), 1);
        assert_eq!(Plan::make(&[], &record, &there, day(8)).deletions, [STYLE, card]);
    }
}
