//! The sources of a page, numbered in the order in which they are first cited.
//!
//! In: citations as they come up while a page is made. Out: [`Cite`]s for the places, and the list of notes for the foot. It also holds
//! what failed on the way, because the maker of prose has nobody else to tell. It never outlives its page.

use super::frame::Frame;
use super::view::{self, Cite, Note, SourceView};
use crate::model::evidence::SourceUse;
use crate::model::{Id, Source};
use std::collections::HashMap;

/// What a page gathers while it is made.
#[derive(Default)]
pub struct Notes {
    numbers: HashMap<Id, usize>,
    entries: Vec<Entry>,
    /// Templates of blocks that failed.
    pub problems: Vec<tera::Error>,
    /// How many blocks the page has so far, for ids.
    pub blocks: usize,
    /// How many maps of the world: the first brings the patterns that all of them are filled with.
    pub maps: usize,
}

struct Entry {
    id: Id,
    uses: usize,
    locators: Vec<String>,
}

impl Notes {
    /// Cites a source. `None` when there is no such source.
    pub fn cite(&mut self, id: &str, locator: Option<&str>, frame: Frame<'_>) -> Option<Cite> {
        let source = frame.site.source(id)?;
        let at = match self.numbers.get(id) {
            Some(at) => *at,
            None => {
                self.entries.push(Entry { id: source.id.value.clone(), uses: 0, locators: Vec::new() });
                self.numbers.insert(source.id.value.clone(), self.entries.len() - 1);
                self.entries.len() - 1
            }
        };
        let entry = &mut self.entries[at];
        entry.uses += 1;
        if let Some(locator) = locator.filter(|locator| !entry.locators.iter().any(|known| known == locator)) {
            entry.locators.push(locator.to_owned());
        }
        let number = at + 1;
        Some(Cite {
            number,
            id: format!("ref-{number}-{}", entry.uses),
            label: label(source),
            title: source.title.clone(),
            url: frame.source_url(&source.id.value),
            href: format!("#note-{number}"),
            locator: locator.map(str::to_owned),
        })
    }

    /// Cites everything that a fact rests on.
    pub fn cite_all(&mut self, uses: &[SourceUse], frame: Frame<'_>) -> Vec<Cite> {
        uses.iter().filter_map(|one| self.cite(one.id.value.as_str(), one.locator.as_deref(), frame)).collect()
    }

    /// The notes at the foot of the page.
    #[must_use]
    pub fn list(&self, frame: Frame<'_>) -> Vec<Note> {
        let entries = self.entries.iter().enumerate();
        entries.filter_map(|(at, entry)| Some(Self::note(at + 1, entry, frame.site.source(entry.id.as_str())?, frame))).collect()
    }

    fn note(number: usize, entry: &Entry, source: &Source, frame: Frame<'_>) -> Note {
        let back = (1..=entry.uses).map(|use_of| view::Back { href: format!("#ref-{number}-{use_of}"), label: letters(use_of) });
        Note {
            number,
            id: format!("note-{number}"),
            source: SourceView::new(source, frame),
            locators: entry.locators.clone(),
            back: back.collect(),
        }
    }
}

/// `The New York Times, 25 June 2025`
#[must_use]
pub fn label(source: &Source) -> String {
    match &source.published {
        Some(date) => format!("{}, {}", source.publisher, crate::link::wording::date(date.value)),
        None => source.publisher.clone(),
    }
}

/// 1 is `a`, 26 is `z`, 27 is `aa`.
#[must_use]
pub fn letters(mut number: usize) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_count_on_after_z() {
        let shown: Vec<String> = [1, 2, 26, 27, 52, 53, 702, 703].iter().map(|number| letters(*number)).collect();
        assert_eq!(shown, ["a", "b", "z", "aa", "az", "ba", "zz", "aaa"]);
    }
}
