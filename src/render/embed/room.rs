//! How high a frame has to be.
//!
//! In: what stands in it. Out: CSS pixels, for a frame 320 pixels wide with everything folded up: no page can ask how high another one is, and
//! a frame that is too low scrolls within a page that scrolls. It is an estimate, rather too high than too low; a test in a browser holds every embed
//! of the report of this repository to it. It never renders.

use crate::render::chart::bar::Bar;
use crate::render::chart::bars::Bars;
use crate::render::chart::months::Months;
use crate::render::chart::payments::Payments;
use crate::render::map::Caption;
use crate::render::view::country::{Axis, Card};

/// Title, and the lines below: day, source, the way to the full page, the link for reporting an error.
const FRAME: u32 = 270;
const LINE: u32 = 24;
/// Letters of a line, in the narrow frame, and of one of two columns in it.
const LETTERS: usize = 34;
const LETTERS_OF_HALF: usize = 15;
/// An entry of a legend.
const ENTRY: u32 = 32;
/// A small line below a drawing, with the space around it.
const FINE: u32 = 3 * LINE;
/// A drawing of the world.
const WORLD: u32 = 160;
const FOLDED: u32 = 40;

/// The map, its words and its legend.
#[must_use]
pub fn of_map(caption: &Caption) -> u32 {
    FRAME + lines(&caption.summary, LETTERS) + entries(caption.legend.len() + 2) + WORLD + 3 * FINE + 2 * FOLDED
}

/// A bar for each country.
#[must_use]
pub fn of_bars(bars: &Bars) -> u32 {
    FRAME + lines(&bars.summary, LETTERS) + of_rows(&bars.rows) + 2 * FINE
}

/// Bars for each kind of money.
#[must_use]
pub fn of_payments(payments: &Payments) -> u32 {
    let groups: u32 = payments.groups.iter().map(|group| FINE + of_rows(&group.rows)).sum();
    FRAME + lines(&payments.summary, LETTERS) + groups + 2 * FINE
}

/// Columns, with a legend below them.
#[must_use]
pub fn of_months(months: &Months) -> u32 {
    const COLUMNS: u32 = 290;
    FRAME + lines(&months.summary, LETTERS) + COLUMNS + entries(months.legend.len()) + 2 * FINE + FOLDED
}

/// Where a record stands: what is known and the figures in two columns.
#[must_use]
pub fn of_card(card: &Card) -> u32 {
    const FIGURE: u32 = 136;
    const GAP: u32 = 12;
    let axis = |axis: &Axis| {
        let since = axis.since.as_ref().map_or("", |since| since.text.as_str());
        let state = axis.state.as_ref().map_or("", |state| state.label.as_str());
        LINE + GAP + lines(&format!("{state} {since}"), LETTERS_OF_HALF)
    };
    let axes: u32 = card.axes.chunks(2).filter_map(|two| two.iter().map(axis).max()).sum();
    let figures = match card.figures.len() {
        0 => FINE,
        some => u32::try_from(some.div_ceil(2)).map_or(u32::MAX, |rows| rows.saturating_mul(FIGURE)),
    };
    let sentence = card.sentence.as_deref().map_or(0, |sentence| lines(sentence, LETTERS));
    let latest = card.latest.as_ref().map_or(0, |latest| lines(&latest.summary, LETTERS));
    FRAME + FINE + sentence + axes + figures + 2 * LINE + latest
}

/// A number stands beside the name, the bar below both, and below that what each source says where they differ.
fn of_rows(rows: &[Bar]) -> u32 {
    const BAR: u32 = 34;
    let row = |row: &Bar| {
        let name = row.date.as_ref().map_or_else(|| row.label.clone(), |date| format!("{} {}", row.label, date.text));
        let said: Vec<String> = row.claims.iter().map(|claim| format!("{} ({})", claim.value, claim.by)).collect();
        BAR + lines(&name, LETTERS_OF_HALF + 3) + lines(&said.join("; "), LETTERS)
    };
    rows.iter().map(row).sum()
}

fn entries(count: usize) -> u32 {
    u32::try_from(count).map_or(u32::MAX, |count| count.saturating_mul(ENTRY))
}

/// The height of a text in lines of this many letters.
fn lines(text: &str, letters: usize) -> u32 {
    u32::try_from(text.chars().count().div_ceil(letters)).map_or(u32::MAX, |count| count.saturating_mul(LINE))
}
