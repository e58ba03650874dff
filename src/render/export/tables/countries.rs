//! Where each country stands.
//!
//! In: the records of the package. Out: a row for each country and axis. It never leaves out an axis on which nothing has happened.

use super::{Column, Extent, Kind, column};

pub const COLUMNS: &[Column] = &[
    column("code", Kind::Text).required(),
    column("name", Kind::Text).required(),
    column("region", Kind::Text),
    column("subregion", Kind::Text),
    column("badge", Kind::Text),
    column("badge_label", Kind::Text),
    column("axis", Kind::Text).required(),
    column("state", Kind::Text),
    column("state_label", Kind::Text),
    column("since", Kind::Edtf),
    column("event", Kind::Text),
    column("url", Kind::Url).required(),
];

pub fn rows(extent: &Extent<'_>) -> Vec<Vec<String>> {
    let frame = extent.frame;
    let program = &frame.site.report.program;
    let mut rows = Vec::new();
    for country in &extent.countries {
        let code = country.code.value;
        let Some(standing) = frame.site.standing(code) else { continue };
        let badge = standing.badge.map(|at| &program.badges[at]);
        for status in &standing.axes {
            let axis = &program.axes[status.axis];
            let state = status.state().and_then(|state| axis.states.get(state));
            let event = status.since().map(|step| &frame.site.events[step.event].event);
            rows.push(vec![
                code.to_string(),
                country.name.value.clone(),
                country.region.clone(),
                country.subregion.clone(),
                badge.map_or_else(String::new, |badge| badge.id.value.to_string()),
                badge.map_or_else(String::new, |badge| badge.label.clone()),
                axis.id.value.to_string(),
                state.map_or_else(String::new, |state| state.id.value.to_string()),
                state.map_or_else(String::new, |state| state.label.clone()),
                event.map_or_else(String::new, |event| event.date.value.to_string()),
                event.map_or_else(String::new, |event| event.id.value.to_string()),
                frame.absolute(&frame.country_url(code)),
            ]);
        }
    }
    rows
}
