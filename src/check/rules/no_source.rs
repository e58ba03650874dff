//! Nothing stands without evidence: an event, list, arrangement, position or claim beside other claims names a source.
//!
//! In: the records. Out: `no-source`, for claims. That an event, a list, an arrangement or a position has no `sources:`, or an empty
//! list of them, shows when the record is read, and is reported there. It never judges whether a source is good.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;

pub(super) fn no_source(site: &Site, diagnostics: &mut Diagnostics) {
    // One claim alone rests on the sources of its record; of several, each names its own.
    for claim in site.stated().filter(|claim| claim.of > 1 && claim.sources.is_empty()) {
        diagnostics.push(
            Diagnostic::new(Code::NoSource, claim.span, "this claim does not say who makes it")
                .help("add `sources:` to it, so that readers can tell the claims apart"),
        );
    }
}
