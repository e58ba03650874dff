//! An event before the program began is often a misprint of the year.
//!
//! In: dates of events and arrangements. Out: `before-begin`. It never minds a date that may lie on either side.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, wording};
use crate::model::Date;
use crate::model::evidence::Claims;
use crate::text::Spanned;

pub(super) fn before_begin(site: &Site, diagnostics: &mut Diagnostics) {
    let since = &site.report.program.since;
    let mut look = |what: &str, date: &Spanned<Date>| {
        if date.value.latest() < since.value.earliest() {
            let message = format!("this {what} is dated {}, before the program began", wording::date(date.value));
            diagnostics.push(Diagnostic::new(Code::BeforeBegin, date.span, message).label(since.span, "it began here"));
        }
    };
    site.events.iter().for_each(|happening| look("event", &happening.event.date));
    for one in site.report.countries.iter().flat_map(|country| &country.arrangements) {
        for claim in [&one.signed, &one.announced, &one.ended].into_iter().flatten().flat_map(Claims::standing) {
            look("arrangement", &claim.value);
        }
    }
}
