//! A site to complaints: what is well formed and still not fit to publish.
//!
//! In: the [`Site`]. Out: diagnostics, one rule after another. Each rule is a file in `rules/` with its explanation in front; the level of
//! each can be changed in `site.yaml`. It never changes anything and never looks at HTML.

mod allow;
mod coverage;
mod numbers;
mod rules;
mod sheet;

pub use coverage::{Coverage, Left, Stale, coverage};
pub use sheet::{Evidence, Row, sheet};

use crate::diagnose::{Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::Settings;

/// Runs all rules.
#[must_use]
pub fn check(site: &Site) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for rule in rules::ALL {
        rule(site, &mut diagnostics);
    }
    diagnostics
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
