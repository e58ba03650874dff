//! What is said below a map of areas whose status is in dispute.
//!
//! In: the codes of the records that a map shows. Out: a sentence for every dispute to which one of them is a party, so that no
//! map passes one over. It never says who is right.

use crate::model::world::{self, Area};
use crate::model::{CountryCode, territory};
use crate::render::frame::Frame;

/// The notes of a map with these records.
#[must_use]
pub fn notes(codes: &[CountryCode], frame: Frame<'_>) -> Vec<String> {
    let touched = world::world().areas.iter().filter(|area| codes.iter().any(|code| area.concerns(*code)));
    touched.map(|area| note(area, frame)).collect()
}

fn note(area: &Area, frame: Frame<'_>) -> String {
    let name = match &area.code {
        Some(code) => name(code, frame),
        None => frame.theme.word(&format!("area_{}", area.id)).to_owned(),
    };
    let parties = |codes: &[String]| {
        let own = || frame.theme.word("own_authorities").to_owned();
        let named = codes.iter().map(|code| if area.code.as_ref() == Some(code) { own() } else { self::name(code, frame) });
        let named: Vec<String> = named.collect();
        frame.site.locale.and(&if named.is_empty() { vec![own()] } else { named })
    };
    // What administers itself and is alone in that is not also said to claim itself: the other side's claim is what is in dispute.
    let alone = area.administered_by.iter().all(|party| area.code.as_ref() == Some(party));
    let others: Vec<String> =
        area.claimed_by.iter().filter(|party| !alone || area.code.as_ref() != Some(party)).cloned().collect();
    let (administered, claimed) = (parties(&area.administered_by), parties(&others));
    let values = [("area", name.as_str()), ("administered", &administered), ("claimed", &claimed)];
    if area.administered_by == others {
        return frame.site.locale.sentence("dispute_note_same", &values);
    }
    frame.site.locale.sentence("dispute_note", &values)
}

/// The name of the record, else of the territory.
fn name(code: &str, frame: Frame<'_>) -> String {
    let Some(code) = CountryCode::new(code) else { return code.to_owned() };
    let record = frame.site.country(code).map(|country| country.name.value.clone());
    record.unwrap_or_else(|| territory::find(code).map_or_else(|| code.to_string(), |territory| territory.name.clone()))
}
