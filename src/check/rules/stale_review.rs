//! `review_by:` promises readers that somebody looks again.
//!
//! In: the records' dates and the build's date, which is an input (`--now`). Out: `stale-review`. Without a build date it
//! never says anything.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, wording};

pub(super) fn stale_review(site: &Site, diagnostics: &mut Diagnostics) {
    for (country, review_by) in site.overdue() {
        let message = format!("{} was to be checked again by {}", country.name.value, wording::date(review_by.value));
        let found = Diagnostic::new(Code::StaleReview, review_by.span, message);
        diagnostics.push(found.help("check the record, then set `checked:` and a new `review_by:`"));
    }
}
