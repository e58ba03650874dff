//! Every id that a record names is looked up here, once.
//!
//! In: the [`Report`]. Out: a diagnostic for each source, kind, state, country, event, arrangement or list that is named and does not
//! exist, with the nearest that does. It never changes the report: later stages look ids up again and skip what is missing.

use super::held;
use crate::diagnose::{Code, Diagnostic, Diagnostics, quoted};
use crate::model::evidence::SourceUse;
use crate::model::program::{Condition, Method};
use crate::model::{Country, CountryCode, Event, Id, Report};
use crate::parse::Cited;
use crate::text::{Span, Spanned};
use std::collections::{BTreeMap, HashSet};

/// Looks every id up.
#[must_use]
pub fn resolve(report: &Report) -> Diagnostics {
    let mut resolver = Resolver {
        report,
        codes: report.countries.iter().map(|country| country.code.value).collect(),
        events: report.events().map(|(_, event)| event.id.value.as_str()).collect(),
        found: Diagnostics::new(),
    };
    resolver.program();
    for country in &report.countries {
        resolver.country(country);
    }
    resolver.found
}

/// A source that is cited and is not there.
#[must_use]
pub fn unknown_source(id: &str, span: Span, sources: &BTreeMap<Id, crate::model::Source>) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownSource, span, format!("there is no source {}", quoted(id)));
    let suggested = found.suggest(id, sources.keys().map(Id::as_str));
    if suggested.help.is_some() {
        return suggested;
    }
    suggested.help("describe it in `content/sources.yaml`, or correct the id")
}

/// Checks the sources of a citation in prose.
pub fn citation(cited: &Cited, span: Span, report: &Report, diagnostics: &mut Diagnostics) {
    if !report.sources.contains_key(cited.id.as_str()) {
        diagnostics.push(unknown_source(&cited.id, span, &report.sources));
    }
}

struct Resolver<'a> {
    report: &'a Report,
    codes: HashSet<CountryCode>,
    events: HashSet<&'a str>,
    found: Diagnostics,
}

impl Resolver<'_> {
    fn program(&mut self) {
        let program = self.report.program.clone();
        for kind in &program.kinds {
            self.states(&kind.sets);
        }
        for badge in &program.badges {
            self.condition(&badge.when, false);
        }
        for list in &program.lists {
            self.sources(&list.sources);
            list.members.iter().for_each(|code| self.code(code));
            list.parts.iter().for_each(|part| self.list(part));
        }
        for figure in &program.figures {
            self.sources(&figure.sources);
            if let Some(list) = &figure.compare {
                self.list(list);
            }
            match &figure.method {
                Method::Published(_) => {}
                Method::Count(condition) => self.condition(condition, true),
                Method::Sum(_, filter) => {
                    filter.kinds.iter().for_each(|kind| self.kind(kind));
                    filter.countries.iter().for_each(|code| self.code(code));
                }
            }
        }
        for event in &program.events {
            self.event(event, None);
        }
    }

    fn country(&mut self, country: &Country) {
        for event in &country.events {
            self.event(event, Some(country));
        }
        country.related.iter().for_each(|code| self.code(code));
        country.unknowns.iter().for_each(|unknown| self.sources(&unknown.sources));
        for arrangement in &country.arrangements {
            self.sources(&arrangement.sources);
            arrangement.stated().for_each(|claim| self.sources(claim.sources));
        }
        country.disputes.iter().flat_map(|dispute| &dispute.positions).for_each(|position| self.sources(&position.sources));
    }

    fn event(&mut self, event: &Event, home: Option<&Country>) {
        self.kind(&event.kind);
        self.states(&event.sets);
        self.sources(&event.sources);
        event.stated().for_each(|claim| self.sources(claim.sources));
        event.countries.iter().for_each(|code| self.code(code));
        if let (Some(home), Some(first)) = (home, event.countries.first()) {
            let message = format!("an event of {} is about {} only", home.name.value, home.name.value);
            let found = Diagnostic::new(Code::UnknownKey, first.span, message);
            self.found.push(found.help("move it to `events:` in `content/program.yaml`, or leave `countries` out"));
        }
        for before in &event.after {
            if !self.events.contains(before.value.as_str()) {
                self.found.push(held::reference(before.value.as_str(), self.report, before.span).unwrap_or_else(|| {
                    let message = format!("there is no event `{}`", before.value);
                    let found = Diagnostic::new(Code::UnknownEvent, before.span, message);
                    found.suggest(before.value.as_str(), self.events.iter().copied())
                }));
            }
        }
        if let Some(id) = &event.arrangement {
            let known = home.map_or(&[][..], |home| &home.arrangements[..]);
            if !known.iter().any(|arrangement| arrangement.id.value == id.value) {
                let message = format!("this record has no arrangement `{}`", id.value);
                let found = Diagnostic::new(Code::UnknownArrangement, id.span, message);
                self.found.push(found.suggest(id.value.as_str(), known.iter().map(|one| one.id.value.as_str())));
            }
        }
    }

    fn sources(&mut self, uses: &[SourceUse]) {
        for one in uses {
            if !self.report.sources.contains_key(&one.id.value) {
                self.found.push(unknown_source(one.id.value.as_str(), one.id.span, &self.report.sources));
            }
        }
    }

    fn kind(&mut self, kind: &Spanned<Id>) {
        let program = &self.report.program;
        if program.kind(kind.value.as_str()).is_none() {
            let found = Diagnostic::new(Code::UnknownKind, kind.span, format!("there is no kind of event `{}`", kind.value));
            let known = program.kinds.iter().map(|kind| kind.id.value.as_str());
            let suggested = found.suggest(kind.value.as_str(), known);
            self.found.push(if suggested.help.is_some() {
                suggested
            } else {
                suggested.help("declare it under `kinds:` in `content/program.yaml`")
            });
        }
    }

    fn states(&mut self, sets: &[(Spanned<Id>, Spanned<Id>)]) {
        for (axis, state) in sets {
            self.state(axis.value.as_str(), axis.span, std::slice::from_ref(state));
        }
    }

    fn state(&mut self, axis: &str, span: Span, states: &[Spanned<Id>]) {
        let program = &self.report.program;
        let Some(known) = program.axis(axis) else {
            let found = Diagnostic::new(Code::UnknownState, span, format!("there is no axis {}", quoted(axis)));
            self.found.push(found.suggest(axis, program.axes.iter().map(|axis| axis.id.value.as_str())));
            return;
        };
        for state in states {
            if known.state(state.value.as_str()).is_none() {
                let message = format!("the axis `{axis}` has no state `{}`", state.value);
                let found = Diagnostic::new(Code::UnknownState, state.span, message);
                let words = known.states.iter().map(|state| state.id.value.as_str());
                let suggested = found.suggest(state.value.as_str(), words.clone());
                self.found.push(if suggested.help.is_some() {
                    suggested
                } else {
                    suggested.note(format!("its states are {}", crate::diagnose::and(&words.map(quoted).collect::<Vec<_>>())))
                });
            }
        }
    }

    /// The keys of a condition are axes; those of a count may also be `badge`, `list` and `kind`.
    fn condition(&mut self, condition: &Condition, count: bool) {
        for (key, words) in condition {
            match key.value.as_str() {
                "badge" if count => words.iter().for_each(|badge| self.badge(badge)),
                "list" if count => words.iter().for_each(|list| self.list(list)),
                "kind" if count => words.iter().for_each(|kind| self.kind(kind)),
                axis => self.state(axis, key.span, words),
            }
        }
    }

    fn badge(&mut self, badge: &Spanned<Id>) {
        let known = self.report.program.badges.iter().map(|badge| badge.id.value.as_str());
        if !known.clone().any(|id| id == badge.value.as_str()) {
            let found = Diagnostic::new(Code::UnknownBadge, badge.span, format!("there is no badge `{}`", badge.value));
            self.found.push(found.suggest(badge.value.as_str(), known));
        }
    }

    fn list(&mut self, list: &Spanned<Id>) {
        if self.report.program.list(list.value.as_str()).is_none() {
            let found = Diagnostic::new(Code::UnknownList, list.span, format!("there is no list `{}`", list.value));
            let known = self.report.program.lists.iter().map(|list| list.id.value.as_str());
            self.found.push(found.suggest(list.value.as_str(), known));
        }
    }

    fn code(&mut self, code: &Spanned<CountryCode>) {
        if !self.codes.contains(&code.value) {
            self.found.push(held::reference(code.value.as_str(), self.report, code.span).unwrap_or_else(|| {
                let name = crate::model::territory::find(code.value).map_or("it", |territory| territory.name.as_str());
                let found = Diagnostic::new(Code::UnknownCountry, code.span, format!("there is no record for `{}`", code.value));
                found.help(format!("`sourcebook new country {}` makes one for {name}", code.value))
            }));
        }
    }
}
