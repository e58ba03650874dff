//! How far the checking has come: what nobody has held against its sources yet, what rests on one source only, what is stale.
//!
//! In: the [`Site`]. Out: [`Coverage`], which `sourcebook status` shows. A fact is an event or, where sources differ on a number, one claim
//! of it. It never says that anything is wrong: most of a report in progress is not checked.

use crate::link::{Happening, Site};
use crate::model::evidence::Check;
use crate::text::{Span, position};
use std::collections::BTreeMap;

/// How far the checking has come.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// Events, and claims where sources differ; without those that were taken back.
    pub facts: usize,
    /// Those that somebody has held against their sources.
    pub checked: usize,
    /// Those that nobody has.
    pub left: Vec<Left>,
    /// How many events rest on so many independent sources.
    pub by_sources: BTreeMap<usize, usize>,
    /// Fields whose claims cannot all be true.
    pub disputed: usize,
    pub retracted: usize,
    pub sources: usize,
    /// Sources that go back to another one.
    pub copies: usize,
    pub archived: usize,
    /// Sources by their state, `live` ones left out.
    pub states: BTreeMap<&'static str, usize>,
    /// Records whose `review_by` has passed on the day of the build, by name.
    pub stale: Vec<Stale>,
}

/// A fact that nobody has checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// The name of the record; of the program, its title.
    pub record: String,
    pub event: String,
    /// The value, for a claim.
    pub claim: Option<String>,
    pub file: String,
    pub line: usize,
}

/// A record that was to be looked at again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stale {
    pub record: String,
    pub review_by: String,
    pub file: String,
}

/// Counts everything.
#[must_use]
pub fn coverage(site: &Site) -> Coverage {
    let mut coverage = Coverage { sources: site.report.sources.len(), ..Coverage::default() };
    for happening in &site.events {
        let event = &happening.event;
        coverage.fact(site, happening, None, event.id.span, &event.checked);
        *coverage.by_sources.entry(site.lineage.independent(event.all_sources())).or_insert(0) += 1;
        // A single claim is checked with its event.
        for claim in event.stated().filter(|claim| claim.of > 1 && claim.retracted.is_none()) {
            coverage.fact(site, happening, Some(claim.value.to_string()), claim.span, claim.checked);
        }
        let disputed = [&event.people, &event.in_scope].into_iter().flatten().filter(|claims| claims.is_disputed()).count();
        coverage.disputed += disputed + event.amount.iter().filter(|claims| claims.is_disputed()).count();
    }
    for one in site.report.countries.iter().flat_map(|country| &country.arrangements) {
        let dates = [&one.signed, &one.announced, &one.ended].into_iter().flatten().filter(|claims| claims.is_disputed()).count();
        coverage.disputed += dates + one.ceiling.iter().filter(|claims| claims.is_disputed()).count();
        coverage.disputed += one.amount.iter().filter(|claims| claims.is_disputed()).count();
    }
    coverage.retracted = site.stated().filter(|claim| claim.retracted.is_some()).count();
    for (id, source) in &site.report.sources {
        coverage.copies += usize::from(site.lineage.root(id) != id);
        coverage.archived += usize::from(source.archive.is_some());
        let state = site.state_of(source);
        if state != "live" {
            *coverage.states.entry(state).or_insert(0) += 1;
        }
    }
    coverage.stale = site
        .overdue()
        .map(|(country, review_by)| Stale {
            record: country.name.value.clone(),
            review_by: review_by.value.to_string(),
            file: country.file.path.to_string(),
        })
        .collect();
    coverage
}

impl Coverage {
    fn fact(&mut self, site: &Site, happening: &Happening, claim: Option<String>, span: Span, checks: &[Check]) {
        self.facts += 1;
        if !checks.is_empty() {
            self.checked += 1;
            return;
        }
        let home = happening.home.and_then(|code| site.country(code));
        let file = site.file_of(happening);
        self.left.push(Left {
            record: home.map_or(&site.report.program.title, |country| &country.name.value).clone(),
            event: happening.event.id.value.to_string(),
            claim,
            file: file.path.to_string(),
            line: position(file.text(), span.start as usize).line,
        });
    }
}
