//! What a page explains at its foot: sources, numbered in the order in which they are first cited, numbers and terms.
//!
//! In: citations, bound values and terms as they come up while a page is made. Out: [`Cite`]s and [`Mark`]s for the places, and what the notes
//! at the foot are made from. It also holds what failed on the way, because the maker of prose has nobody else to tell. It never outlives
//! its page.

use super::frame::Frame;
use super::href;
use super::view::{self, Cite, Mark, Note, SourceView};
use crate::link::Page;
use crate::model::evidence::SourceUse;
use crate::model::{CountryCode, Id, Source};
use foldhash::HashMap;

/// What a page gathers while it is made.
#[derive(Default)]
pub struct Notes {
    /// The page, where things that stand on it themselves need no note.
    page: Option<Page>,
    /// Whether what is made leaves the page, for a feed.
    leaves: bool,
    /// What is explained, in the order of its first use, and how often it is used.
    explained: Vec<(Explained, usize)>,
    explained_at: HashMap<Explained, usize>,
    numbers: HashMap<Id, usize>,
    entries: Vec<Entry>,
    /// Templates of blocks that failed.
    pub problems: Vec<tera::Error>,
    /// How many blocks the page has so far, for ids.
    pub blocks: usize,
    /// How many maps of the world: the first brings the patterns that all of them are filled with.
    pub maps: usize,
    /// How many pictures: the first is not put off until a reader comes near.
    pub pictures: usize,
}

/// Something that a note explains: where a number comes from, or what a term means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Explained {
    Figure(Id),
    List(Id),
    /// Position in [`Site::events`](crate::link::Site::events).
    Event(usize),
    Term(Id),
}

struct Entry {
    id: Id,
    uses: usize,
    locators: Vec<String>,
}

impl Explained {
    /// What a bound value that leads to `to` comes from: a figure, a list or an event. `None` for a whole page, such as that of a country.
    #[must_use]
    pub fn behind(to: &str, frame: Frame<'_>) -> Option<Self> {
        let (path, anchor) = to.split_once('#')?;
        let figures = frame.site.places.address(&Page::Figures)?;
        if path != figures.as_str() {
            return frame.event_at(anchor).map(Self::Event);
        }
        let figure = frame.site.figure(anchor).map(|(figure, _)| Self::Figure(figure.id.value.clone()));
        figure.or_else(|| frame.site.list(anchor).map(|list| Self::List(list.id.value.clone())))
    }

    /// The id of its note. A dot cannot be in the id of a heading, an event or a figure.
    #[must_use]
    pub fn note_id(&self, frame: Frame<'_>) -> String {
        let prefix = match self {
            Self::Figure(_) => "n",
            Self::List(_) => "l",
            Self::Event(_) => "e",
            Self::Term(_) => "t",
        };
        format!("{prefix}.{}", self.anchor(frame))
    }

    /// The id of the place where it stands in full.
    fn anchor(&self, frame: Frame<'_>) -> String {
        match self {
            Self::Figure(id) | Self::List(id) | Self::Term(id) => id.to_string(),
            Self::Event(at) => {
                frame.site.events.get(*at).map_or_else(String::new, |happening| happening.event.id.value.to_string())
            }
        }
    }

    /// Whether it stands in full on this page.
    fn stands_on(&self, page: &Page, frame: Frame<'_>) -> bool {
        match (self, page) {
            (Self::Figure(_) | Self::List(_), Page::Figures)
            | (Self::Event(_), Page::Timeline)
            | (Self::Term(_), Page::Glossary) => true,
            (Self::Event(at), Page::Country(code)) => {
                frame.site.standing(*code).is_some_and(|standing| standing.events.contains(at))
            }
            _ => false,
        }
    }
}

impl Notes {
    /// For this page.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        Self { page: Some(page.clone()), ..Self::default() }
    }

    /// For a text of this page that is shown elsewhere.
    #[must_use]
    pub fn leaving(page: &Page) -> Self {
        Self { leaves: true, ..Self::of(page) }
    }

    /// Whether readers have the whole page around what is made, with all that serves its use.
    #[must_use]
    pub fn are_of_a_whole_page(&self) -> bool {
        !self.leaves && !matches!(self.page, Some(Page::Embed(_)))
    }

    /// The country whose page it is.
    #[must_use]
    pub fn country(&self) -> Option<CountryCode> {
        match self.page {
            Some(Page::Country(code)) => Some(code),
            _ => None,
        }
    }

    /// Marks a place in the text that uses something a note explains.
    pub fn mark(&mut self, what: Explained, frame: Frame<'_>) -> Mark {
        if self.page.as_ref().is_some_and(|page| what.stands_on(page, frame)) {
            return Mark { href: href::to("", "", Some(&what.anchor(frame))), id: None };
        }
        let note = what.note_id(frame);
        let at = *self.explained_at.entry(what.clone()).or_insert_with(|| {
            self.explained.push((what, 0));
            self.explained.len() - 1
        });
        let uses = &mut self.explained[at].1;
        *uses += 1;
        Mark { href: href::to("", "", Some(&note)), id: Some(place_of_use(&note, *uses)) }
    }

    /// What the page's notes explain beside sources, in the order of first use, with ways back to each use.
    #[must_use]
    pub fn explained(&self, frame: Frame<'_>) -> Vec<(Explained, Vec<view::Back>)> {
        let with_ways_back = |(what, uses): &(Explained, usize)| {
            let note = what.note_id(frame);
            let back = (1..=*uses)
                .map(|use_of| view::Back { href: href::to("", "", Some(&place_of_use(&note, use_of))), label: letters(use_of) });
            (what.clone(), back.collect())
        };
        self.explained.iter().map(with_ways_back).collect()
    }

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
            label: label(source, frame),
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

fn place_of_use(note: &str, use_of: usize) -> String {
    format!("{note}.{use_of}")
}

/// `The New York Times, 25 June 2025`
#[must_use]
pub fn label(source: &Source, frame: Frame<'_>) -> String {
    let locale = &frame.site.locale;
    match &source.published {
        Some(date) => locale.punctuated("comma", &[&source.publisher, &locale.date(date.value)]),
        None => locale.punctuated("comma", &[&source.publisher]),
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
