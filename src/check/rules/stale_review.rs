//! `review_by:` promises readers that somebody looks again.
//!
//! In: the records' dates and the build's date, which is an input (`--now`). Out: `stale-review`. Without a build date it
//! never says anything.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, wording};

pub(super) fn stale_review(site: &Site, diagnostics: &mut Diagnostics) {
    let Some(now) = site.now else { return };
    for country in &site.report.countries {
        let Some(review_by) = &country.review_by else { continue };
        if review_by.value.latest() < now {
            let message = format!("{} was to be checked again by {}", country.name.value, wording::date(review_by.value));
            let found = Diagnostic::new(Code::StaleReview, review_by.span, message);
            diagnostics.push(found.help("check the record, then set `checked:` and a new `review_by:`"));
        }
    }
}
