//! The report knows up to a day, `checked:` in `program.yaml`, and nothing in it can be later.
//!
//! In: dates of events, arrangements, sources, lists and figures; the day of the build, for `checked` itself. Out: `future-date`. It never
//! looks at the clock, nor at days for which something is planned, such as the end of an arrangement.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, wording};
use crate::model::Date;
use crate::model::evidence::Claims;
use crate::text::Span;

pub(super) fn future_date(site: &Site, diagnostics: &mut Diagnostics) {
    let report = &site.report;
    let Some(checked) = &report.program.checked else { return };
    // A clock that shows a day before the program began is wrong itself.
    let now = site.now.filter(|now| *now >= report.program.since.value.earliest());
    if let Some(now) = now.filter(|now| checked.value.earliest() > *now) {
        let date = wording::date(checked.value);
        let message = format!("the records were checked on {date}, after the day of the build, {}", wording::day(now));
        diagnostics.push(Diagnostic::new(Code::FutureDate, checked.span, message).help("correct the date"));
    }
    let mut look = |what: &str, date: Date, span: Span| {
        if date.earliest() > checked.value.latest() {
            let message = format!("{what} is dated {}, after the day the records were checked", wording::date(date));
            diagnostics.push(
                Diagnostic::new(Code::FutureDate, span, message)
                    .label(checked.span, "checked on this day")
                    .help("correct the date, or bring `checked:` in `program.yaml` up to date"),
            );
        }
    };
    for happening in &site.events {
        look("this event", happening.event.date.value, happening.event.date.span);
    }
    for one in report.countries.iter().flat_map(|country| &country.arrangements) {
        for claim in [&one.signed, &one.announced].into_iter().flatten().flat_map(Claims::standing) {
            look("this arrangement", claim.value.value, claim.value.span);
        }
    }
    for source in report.sources.values() {
        if let Some(published) = &source.published {
            look("this source", published.value, published.span);
        }
    }
    let figures = report.program.figures.iter().map(|figure| ("this figure", figure.as_of, figure.id.span));
    let lists = report.program.lists.iter().map(|list| ("this list", list.as_of, list.id.span));
    for (what, as_of, span) in figures.chain(lists) {
        as_of.into_iter().for_each(|as_of| look(what, as_of, span));
    }
}
