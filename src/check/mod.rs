//! A site to complaints: what is well formed and still not fit to publish.
//!
//! In: the [`Site`]. Out: diagnostics, one rule after another. Each rule is a file in `rules/` with its explanation in front; the level of
//! each can be changed in `site.yaml`. It never changes anything and never looks at HTML.

mod allow;
mod coverage;
mod dates;
mod known;
mod numbers;
mod prose;
mod reading;
mod rules;
mod sentences;
mod sheet;

pub use allow::{Allowance, allowances};

pub use coverage::{Coverage, Left, Stale, coverage};
pub use sheet::{Evidence, Row, sheet};

use crate::diagnose::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::memo::Memo;
use crate::model::Settings;
use crate::text::Span;
use reading::Reading;

/// What the last run read in each piece of prose, kept between runs. An empty one gives the same findings.
#[derive(Default)]
pub struct Memos {
    reading: Memo<Reading>,
    /// Findings about the wording, by text and names.
    wording: Memo<Vec<prose::Doubt>>,
    /// Findings about facts, by text and records.
    facts: Memo<Vec<prose::Doubt>>,
}

/// Runs all rules.
#[must_use]
pub fn check(site: &Site, memos: &mut Memos) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    prose::prose(site, memos, &mut diagnostics);
    for rule in rules::ALL {
        rule(site, &mut diagnostics);
    }
    diagnostics
}

/// Every finding in prose that an editor let pass, with its reason, in the order of the report.
#[must_use]
pub fn allowed(site: &Site) -> Vec<(Span, Allowance)> {
    let pieces = crate::link::pieces(&site.report);
    // What is wrong with a comment is a finding of its own, and has been told.
    let all = pieces.iter().flat_map(|piece| {
        allowances(piece.prose, &mut Diagnostics::new()).into_iter().map(|one| (piece.prose.span(&one.place), one))
    });
    all.collect()
}

/// Gives each diagnostic the level that `site.yaml` asks for, and leaves out what it switches off. Settings hold only rules that
/// may be softened: an error means that a page would be missing or wrong.
#[must_use]
pub fn levelled(diagnostics: Diagnostics, settings: &Settings) -> Diagnostics {
    let level = |found: Diagnostic| match settings.rules.get(&found.code) {
        None => Some(found),
        Some(None) => None,
        Some(Some(severity)) => Some(Diagnostic { severity: *severity, ..found }),
    };
    diagnostics.into_iter().filter_map(level).collect()
}
