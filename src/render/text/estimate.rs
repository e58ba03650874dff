//! In how many parts a page comes.
//!
//! In: a page and the site. Out: a number of parts, from what the page is made of, because addresses are listed before any page is made. It is an
//! estimate, rather too high than too low; a test over the report of this repository holds every part to its limit. It never renders.

use crate::link::{Block, Evaluated, Page, Site};
use crate::parse::Prose;

/// Bytes that a part is planned to have, below the 14,336 that it may have: its frame and what it says again come on top.
const PLANNED: usize = 10 * 1024;

// What things come to in plain HTML, in bytes: means of the report of this repository, rounded up.
const EVENT: usize = 1500;
/// An event with the steps of status that it makes, and the notes on its sources and numbers.
const EVENT_OF_RECORD: usize = 3000;
const RECORD: usize = 8000;
const ROW: usize = 380;
const USE: usize = 800;
const CARD: usize = 900;
const LINK: usize = 110;
/// The note on a source or a number.
const NOTE: usize = 500;
const PAGE: usize = 1500;
/// How to cite a page, in every format.
const CITE: usize = 2500;

/// The number of parts, at least one.
#[must_use]
pub fn parts(page: &Page, site: &Site) -> usize {
    length(page, site).div_ceil(PLANNED)
}

/// About how long a page will be, in bytes.
fn length(page: &Page, site: &Site) -> usize {
    let report = &site.report;
    let program = &report.program;
    let of_page = match page {
        Page::Home => ROW * report.countries.len() + EVENT * 8 + CARD * (6 + program.lists.len()) + ROW * 12,
        Page::Articles => ROW * report.articles.len(),
        Page::Article(at) => site.article(*at).map_or(0, |article| CITE + prose(&article.body, site)),
        Page::Page(at) => report.pages.get(*at).map_or(0, |own| prose(&own.body, site)),
        Page::Countries => ROW * report.countries.len(),
        Page::Country(code) => site.standing(*code).map_or(0, |standing| RECORD + CITE + EVENT_OF_RECORD * standing.events.len()),
        Page::Source(id) => site.uses.get(id).map_or(0, |uses| USE * uses.count()),
        Page::Sources => ROW * report.sources.len(),
        Page::Figures => {
            let inputs = site.figures.iter().map(|value| value.inputs.len() + value.excluded.len());
            CARD * (program.figures.len() + program.lists.len()) + LINK * inputs.sum::<usize>()
        }
        Page::Timeline | Page::Changes => EVENT * site.events.len() + NOTE * report.sources.len() + ROW * report.countries.len(),
        Page::Glossary => CARD * report.terms.iter().map(|terms| terms.len()).sum::<usize>(),
        Page::Search => LINK * (report.countries.len() + report.articles.len() + report.sources.len()),
        Page::Data => CARD * 16 + CITE,
        _ => 0,
    };
    PAGE + of_page
}

/// A text with what its marks become, its notes, and what it leads to.
fn prose(prose: &Prose, site: &Site) -> usize {
    let blocks = prose.marks.iter().map(|mark| match site.values.get(&mark.expression) {
        Some(Evaluated::Block(block)) => self::block(block, site),
        _ => NOTE,
    });
    let countries = site.linked(prose).map_or(0, |linked| linked.countries.len());
    prose.source.text().len() * 2 + blocks.sum::<usize>() + NOTE * prose.citations.len() + LINK * countries
}

fn block(block: &Block, site: &Site) -> usize {
    let countries = site.report.countries.len();
    match block {
        Block::Timeline { country, kind, program_only } => {
            let shown = site.events.iter().filter(|one| {
                country.is_none_or(|code| one.home == Some(code))
                    && kind.as_ref().is_none_or(|kind| one.event.kind.value == *kind)
                    && (!program_only || one.home.is_none())
            });
            (EVENT + 2 * NOTE) * shown.count()
        }
        Block::Countries { .. } => ROW * countries,
        Block::Figures(ids) => CARD * ids.len(),
        Block::Map | Block::Chart(_) => 2 * LINK * countries,
    }
}
