//! People who arrive before anything was agreed are news, or a date that is wrong.
//!
//! In: events with a number of people that belong to an arrangement. Out: `arrival-first`, when the event is dated before the arrangement
//! was signed. It never minds people who came under no arrangement.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::evidence::Claims;

pub(super) fn arrival_first(site: &Site, diagnostics: &mut Diagnostics) {
    for country in &site.report.countries {
        for event in &country.events {
            let Some(id) = &event.arrangement else { continue };
            let Some(deal) = country.arrangements.iter().find(|one| one.id.value == id.value) else { continue };
            let signed = deal.signed.as_ref().and_then(Claims::settled);
            let Some(signed) = signed.filter(|signed| event.date.value.is_before(signed.value)) else { continue };
            if event.people.is_some() {
                let message = "people are said to have come under an arrangement before it was signed";
                let found = Diagnostic::new(Code::ArrivalFirst, event.date.span, message).label(signed.span, "signed here");
                diagnostics.push(found.help("correct one of the dates, or take `arrangement:` out of the event"));
            }
        }
    }
}
