//! What was published before an event does not show that it happened.
//!
//! In: events, and the dates on which their sources were published. Out: `older-source`, when every source of an event has a date and all of them
//! lie before it. It never minds a source without a date, such as a page that is kept up to date.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::Date;

pub(super) fn older_source(site: &Site, diagnostics: &mut Diagnostics) {
    for event in site.events.iter().map(|happening| &happening.event) {
        let date_of = |id: &str| site.source(id).and_then(|source| source.published.as_ref()).map(|date| date.value);
        let published: Option<Vec<Date>> = event.all_sources().map(|one| date_of(one.id.value.as_str())).collect();
        let Some(published) = published.filter(|all| !all.is_empty()) else { continue };
        if published.iter().all(|date| date.is_before(event.date.value)) {
            let found = Diagnostic::new(Code::OlderSource, event.date.span, "all sources of this event were published before it");
            diagnostics.push(found.help(
                "correct the date, name the source that reports it, or leave out `published:` of a page that is kept up to date",
            ));
        }
    }
}
