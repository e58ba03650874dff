//! What cannot have happened in this order: an end before the beginning, a report before the event, a check before what it checks.
//!
//! In: dates of arrangements, events, their checks, and articles. Out: `bad-order`. It never minds two dates that may be in either order.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::Date;
use crate::model::evidence::Claims;
use crate::text::Spanned;

pub(super) fn bad_order(site: &Site, diagnostics: &mut Diagnostics) {
    checks(site, diagnostics);
    let mut look = |first: Option<&Spanned<Date>>, then: Option<&Spanned<Date>>, message: &str, label: &str| {
        if let (Some(first), Some(then)) = (first, then)
            && then.value.is_before(first.value)
        {
            let found = Diagnostic::new(Code::BadOrder, then.span, message).label(first.span, label);
            diagnostics.push(found.help("correct one of the two dates"));
        }
    };
    for happening in &site.events {
        let event = &happening.event;
        look(
            Some(&event.date),
            event.reported.as_ref(),
            "the public cannot have learned of this before it happened",
            "it happened here",
        );
    }
    for country in &site.report.countries {
        for one in &country.arrangements {
            // Where sources differ on a date, no order can be told from it.
            let settled = |claims: &Option<Claims<Date>>| claims.as_ref().and_then(Claims::settled);
            let (signed, announced, ended) = (settled(&one.signed), settled(&one.announced), settled(&one.ended));
            look(signed.as_ref(), ended.as_ref(), "this arrangement ended before it was signed", "it was signed here");
            look(announced.as_ref(), ended.as_ref(), "this arrangement ended before it was announced", "announced here");
        }
    }
    for article in &site.report.articles {
        look(article.date.as_ref(), article.updated.as_ref(), "this was updated before it was published", "published here");
    }
}

/// Events that were checked before they happened.
fn checks(site: &Site, diagnostics: &mut Diagnostics) {
    for happening in &site.events {
        let event = &happening.event;
        if let Some(check) = event.checked.iter().find(|check| check.on.is_before(event.date.value)) {
            let message = format!("this event was checked by {} before it happened", check.by);
            diagnostics.push(Diagnostic::new(Code::BadOrder, event.date.span, message).help("correct one of the two dates"));
        }
    }
}
