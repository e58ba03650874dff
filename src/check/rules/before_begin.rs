//! An event before the program began is often a misprint of the year.
//!
//! In: dates of events. Out: `before-begin`. It never minds a date that may lie on either side.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, wording};

pub(super) fn before_begin(site: &Site, diagnostics: &mut Diagnostics) {
    let since = &site.report.program.since;
    for happening in &site.events {
        let date = &happening.event.date;
        if date.value.latest() < since.value.earliest() {
            let message = format!("this event is dated {}, before the program began", wording::date(date.value));
            diagnostics.push(Diagnostic::new(Code::BeforeBegin, date.span, message).label(since.span, "it began here"));
        }
    }
}
