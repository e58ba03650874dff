//! An amount says what it is: paid, pledged, spent or estimated. Else no sum can tell it from the others.
//!
//! In: amounts of events and arrangements. Out: `money-kind`. It never guesses the kind from the words around, and never minds a claim whose `note` says
//! what the amount is.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::evidence::Claims;

pub(super) fn money_kind(site: &Site, diagnostics: &mut Diagnostics) {
    let events = site.events.iter().filter_map(|happening| happening.event.amount.as_ref());
    let arrangements = site.report.countries.iter().flat_map(|country| &country.arrangements);
    let amounts = events.chain(arrangements.filter_map(|one| one.amount.as_ref())).flat_map(Claims::standing);
    for claim in amounts.filter(|claim| claim.value.value.standing.is_none() && claim.note.is_none()) {
        let message = format!("`{}` does not say whether it was paid or pledged", claim.value.value);
        let found = Diagnostic::new(Code::MoneyKind, claim.value.span, message);
        diagnostics.push(found.help(format!("write `{} paid`, or `pledged`, `spent` or `estimated`", claim.value.value)));
    }
}
