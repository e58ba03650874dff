//! `unknown-date`: a date in prose that no record bears.
//!
//! In: a passage. Out: typed dates that no event, arrangement or count of the countries in the sentence bears, nor of the program, nor a source
//! that the paragraph cites. Where the sentence names no country, the records of all countries are asked. A typed day is not borne by a month: prose may
//! not be more exact than the records. It never looks at years alone, at days for which something is planned ("set for December"), and at notes and
//! disputes, which are there to tell other dates.

use crate::check::dates::TypedDate;
use crate::check::prose::{Concerned, Doubt, Passage};
use crate::diagnose::Code;
use crate::parse::Block;

pub fn unknown_date(passage: &Passage<'_>) -> Vec<Doubt> {
    if !(passage.is_told() || passage.is_summary()) {
        return Vec::new();
    }
    let doubt = |date: &TypedDate| {
        if passage.text()[..date.range.start].trim_end().ends_with(" for") {
            return None;
        }
        // History: the year is not one that could be mistyped for one of the program.
        let since = passage.site.report.program.since.value.earliest().year();
        if date.year.is_some_and(|year| year + HISTORY < since) {
            return None;
        }
        let Concerned { countries, named } = passage.concerned(date.range.start);
        let known = passage.known;
        // What a record says in its own words is as good for an article as its dates; for the record itself it is not.
        let is_told = passage.piece.page && known.tells_date(&countries, date, named);
        if known.has_date(&countries, date, named) || is_told || is_of_source(passage, date) {
            return None;
        }
        let message = format!(
            "nothing in {} bears the date `{}`",
            passage.records_of(&countries),
            passage.words(&date.range).replace('\n', " ")
        );
        let found = passage.doubt(Code::UnknownDate, &date.range, message);
        Some((date.range.start, found.help("correct it, bind it, `{{ events.ID.date }}`, or add the event to the record")))
    };
    passage.reading.dates.iter().filter_map(doubt).collect()
}

/// Dates that lie so many years before the program are not of it.
const HISTORY: u16 = 5;

/// Whether a source that is cited beside it was published, read or archived then.
fn is_of_source(passage: &Passage<'_>, date: &TypedDate) -> bool {
    let block = passage.block(date.range.start).map(Block::range).unwrap_or_default();
    let named = passage.piece.prose.citations_in(&block).flat_map(|one| &one.cited).map(|cited| cited.id.as_str());
    let own = passage.event().into_iter().flat_map(|event| event.all_sources()).map(|source| source.id.value.as_str());
    let mut sources = named.chain(own).filter_map(|id| passage.site.source(id));
    sources.any(|source| [&source.published, &source.accessed].into_iter().flatten().any(|known| date.is_borne_by(known.value)))
}
