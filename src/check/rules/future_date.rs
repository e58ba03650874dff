//! The report knows up to a day, `checked:` in `program.yaml`, and nothing in it can be later.
//!
//! In: dates of events, sources, lists and figures. Out: `future-date`. It never looks at the clock.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, wording};
use crate::model::Date;
use crate::text::Spanned;

pub(super) fn future_date(site: &Site, diagnostics: &mut Diagnostics) {
    let Some(checked) = &site.report.program.checked else { return };
    let mut look = |what: &str, date: &Spanned<Date>| {
        if date.value.earliest() > checked.value.latest() {
            let message = format!("{what} is dated {}, after the day the records were checked", wording::date(date.value));
            diagnostics.push(
                Diagnostic::new(Code::FutureDate, date.span, message)
                    .label(checked.span, "checked on this day")
                    .help("correct the date, or bring `checked:` in `program.yaml` up to date"),
            );
        }
    };
    for happening in &site.events {
        look("this event", &happening.event.date);
    }
    for source in site.report.sources.values() {
        if let Some(published) = &source.published {
            look("this source", published);
        }
    }
}
