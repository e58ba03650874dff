//! `unrecorded-number`: a number of people or money about a country whose record does not have it.
//!
//! In: a passage that is read as a text of its own. Out: typed numbers that neither the records of the countries in the sentence nor the program give: here
//! prose and records part. Where the sentence names no country, all records are asked, and only about numbers from ten on: smaller ones
//! count what a sentence has just told. It never looks at numbers of countries, which have a rule of their own.

use crate::check::numbers::{Counts, Typed};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;

/// The smallest number that is looked for in all records.
const LARGE: u64 = 10;

pub fn unrecorded_number(passage: &Passage<'_>) -> Vec<Doubt> {
    if !passage.is_told() {
        return Vec::new();
    }
    let doubt = |number: &Typed| {
        if number.counts == Counts::Records {
            return None;
        }
        let countries = passage.concerned(number.range.start);
        let small = countries.is_empty() && number.value < LARGE;
        if small || passage.known.has_number(&countries, number.counts, number.value, passage.piece.key()) {
            return None;
        }
        let words = passage.words(&number.range);
        let message = format!("`{words}` is nowhere in {}", passage.records_of(&countries));
        let found = passage.doubt(Code::UnrecordedNumber, &number.range, message);
        Some((number.range.start, found.help("correct it, bind it, `{{ events.ID.people }}`, or add what the record lacks")))
    };
    passage.reading.typed.iter().filter_map(doubt).collect()
}
