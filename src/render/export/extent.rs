//! What a package of data is made from.
//!
//! In: the site, and what the package is about. Out: [`Extent`]: the records, events and sources that it holds. It never leaves out an event that a
//! status of the package rests on, nor a source that a row of it names.

use crate::link::{Happening, Scope, Uses};
use crate::model::{Country, CountryCode, Source};
use crate::render::frame::Frame;
use std::collections::BTreeSet;

/// The part of the report that a package holds.
pub struct Extent<'a> {
    pub scope: Scope,
    pub frame: Frame<'a>,
    pub countries: Vec<&'a Country>,
    /// Positions among the events of the site, oldest first.
    pub events: Vec<usize>,
    pub sources: Vec<&'a Source>,
}

impl<'a> Extent<'a> {
    #[must_use]
    pub fn new(scope: Scope, frame: Frame<'a>) -> Self {
        let site = frame.site;
        let code = match scope {
            Scope::Report => None,
            Scope::Country(code) => Some(code),
        };
        let countries = site.report.countries.iter().filter(|country| code.is_none_or(|code| country.code.value == code));
        let events = site.events.iter().enumerate().filter(|(_, one)| code.is_none_or(|code| concerns(one, code)));
        let events: Vec<usize> = events.map(|(at, _)| at).collect();
        let known: BTreeSet<usize> = events.iter().copied().collect();
        let used = |uses: &Uses, code| uses.countries.contains(&code) || uses.events.iter().any(|at| known.contains(at));
        let sources = site
            .report
            .sources
            .values()
            .filter(|source| code.is_none_or(|code| site.uses.get(&source.id.value).is_some_and(|uses| used(uses, code))));
        Self { scope, frame, countries: countries.map(AsRef::as_ref).collect(), sources: sources.collect(), events }
    }

    /// What the package is called: the report, and the record if it is about one.
    #[must_use]
    pub fn title(&self) -> String {
        let settings = &self.frame.site.report.settings;
        match self.record() {
            Some(country) => self.frame.site.locale.punctuated("colon", &[&settings.title, &country.name.value]),
            None => settings.title.clone(),
        }
    }

    /// The record that the package is about, if it is about one.
    #[must_use]
    pub fn record(&self) -> Option<&'a Country> {
        match self.scope {
            Scope::Report => None,
            Scope::Country(_) => self.countries.first().copied(),
        }
    }

    /// The address of the page that shows the same, when it is known in full.
    #[must_use]
    pub fn homepage(&self) -> Option<String> {
        self.frame.site.base.url.as_ref()?;
        Some(self.frame.whole_url(&self.scope.page()))
    }
}

/// Whether an event is in a record, or is one of the program that names it or binds all.
fn concerns(happening: &Happening, code: CountryCode) -> bool {
    let named = &happening.event.countries;
    happening.home.map_or_else(|| named.is_empty() || named.iter().any(|one| one.value == code), |home| home == code)
}
