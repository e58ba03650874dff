//! Nothing stands without evidence: an event, list, arrangement, position or claim beside other claims names a source.
//!
//! In: the records. Out: `no-source`, for claims. That an event, a list, an arrangement or a position has no `sources:`, or an empty
//! list of them, shows when the record is read, and is reported there. It never judges whether a source is good.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::evidence::Claims;

pub(super) fn no_source(site: &Site, diagnostics: &mut Diagnostics) {
    for happening in &site.events {
        claims(happening.event.people.as_ref(), diagnostics);
        claims(happening.event.amount.as_ref(), diagnostics);
    }
}

/// One claim alone rests on the sources of its event; of several, each names its own.
fn claims<T>(claims: Option<&Claims<T>>, diagnostics: &mut Diagnostics) {
    let Some(claims) = claims.filter(|claims| claims.all.len() > 1) else { return };
    for claim in claims.all.iter().filter(|claim| claim.sources.is_empty()) {
        diagnostics.push(
            Diagnostic::new(Code::NoSource, claim.value.span, "this claim does not say who makes it")
                .help("add `sources:` to it, so that readers can tell the claims apart"),
        );
    }
}
