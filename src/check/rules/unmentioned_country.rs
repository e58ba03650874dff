//! A record that nothing in the report leads to is one that readers will not find, and often a country that a text forgot.
//!
//! In: names in articles, members of lists, links between records. Out: `unmentioned-country`. It is silent where more than one record in
//! four is not mentioned: such a report shows its records in tables, or has only begun. It never counts the country's own page.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::{Country, CountryCode};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn unmentioned_country(site: &Site, diagnostics: &mut Diagnostics) {
    let mentioned = mentioned(site);
    let told: Vec<&Arc<Country>> = site.report.countries.iter().filter(|country| !country.events.is_empty()).collect();
    let left: Vec<&&Arc<Country>> = told.iter().filter(|country| !mentioned.contains(&country.code.value)).collect();
    if left.len() * 4 > told.len() {
        return;
    }
    for country in left {
        let message = format!("no article, list or other record mentions {}", country.name.value);
        let found = Diagnostic::new(Code::UnmentionedCountry, country.code.span, message);
        diagnostics.push(found.help("name it in an article, put it on a list, or link to it from `related:`"));
    }
}

fn mentioned(site: &Site) -> BTreeSet<CountryCode> {
    let report = &site.report;
    let listed = report.program.lists.iter().flat_map(|list| &list.members);
    let related = report.countries.iter().flat_map(|country| &country.related);
    let concerned = report.program.events.iter().flat_map(|event| &event.countries);
    let named = listed.chain(related).chain(concerned).map(|code| code.value);
    named.chain(site.mentioned_in.keys().copied()).collect()
}
