//! Deals and practices.
//!
//! In: the records of the package. Out: a row for each arrangement. It never calls one an agreement of which that is not said.

use super::{Column, Extent, Kind, column, date, ids};
use crate::model::evidence::Claims;
use crate::model::shapes::FORMS;

pub const COLUMNS: &[Column] = &[
    column("id", Kind::Text).required(),
    column("country", Kind::Text).required(),
    column("title", Kind::Text),
    column("form", Kind::Listed(FORMS)).required(),
    column("signed", Kind::Edtf),
    column("announced", Kind::Edtf),
    column("ended", Kind::Edtf),
    column("ceiling", Kind::Text),
    column("amount", Kind::Text),
    column("sources", Kind::Ids),
];

pub fn rows(extent: &Extent<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for country in &extent.countries {
        for one in &country.arrangements {
            rows.push(vec![
                one.id.value.to_string(),
                country.code.value.to_string(),
                one.title.clone().unwrap_or_default(),
                one.form.to_owned(),
                date(one.signed.as_ref().and_then(Claims::first)),
                date(one.announced.as_ref().and_then(Claims::first)),
                date(one.ended.as_ref().and_then(Claims::first)),
                one.ceiling.as_ref().map_or_else(String::new, |claims| crate::link::people(claims).to_string()),
                one.amount.as_ref().and_then(crate::link::money).map_or_else(String::new, |amount| amount.to_string()),
                ids(&one.sources),
            ]);
        }
    }
    rows
}
