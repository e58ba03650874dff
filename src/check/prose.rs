//! The rules about prose, run over every piece.
//!
//! In: the [`Site`] and what the last run read. Out: the findings that no comment lets pass, and what is wrong with the comments. It never reads headings,
//! quotations, links or code: they are not the report's own words.

use super::allow::Allowance;
use super::known::Known;
use super::reading::Reading;
use super::sentences::sentences_in;
use super::{Memos, rules};
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Evaluated, LinkedProse, Part, Piece, Site, Target, Uses, key, memo_key, pieces};
use crate::memo::Key;
use crate::model::{CountryCode, Event};
use crate::parse::{Block, BlockKind, Prose};
use crate::text::Hash;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A piece of prose and everything that a rule may ask about it.
pub struct Passage<'a> {
    pub piece: &'a Piece<'a>,
    pub reading: &'a Reading,
    pub linked: Option<&'a LinkedProse>,
    pub site: &'a Site,
    pub known: &'a Known,
    /// The sentences of the blocks that were asked for: many names in a paragraph ask for the same ones.
    pub sentences: Sentences,
}

/// The sentences of blocks, by where a block begins and ends.
type Sentences = Mutex<HashMap<(usize, usize), Arc<[Range<usize>]>>>;

/// Whose records a place in a text speaks of.
pub struct Concerned {
    /// All countries when there is none.
    pub countries: Vec<CountryCode>,
    /// Whether the text names them, or is in the record of one; else the sources that it cites lead to them.
    pub named: bool,
}

/// What the two kinds of rules found in a passage, to be kept.
struct Looked {
    wording: (Key, Arc<Vec<Doubt>>),
    /// Nothing for a text without numbers, dates and values.
    facts: Option<(Key, Arc<Vec<Doubt>>)>,
}

/// A finding, and where in the text it begins.
pub type Doubt = (usize, Diagnostic);

/// Checks every piece of prose, in parallel; nothing in another language than English, because the rules read English sentences. What a piece says by itself is read again only where its text has changed.
pub fn prose(site: &Site, memos: &mut Memos, diagnostics: &mut Diagnostics) {
    if !site.locale.is_english() {
        return;
    }
    let noun = &counted_nouns(site);
    let surroundings = xxh3_128(noun.as_bytes());
    let pieces = pieces(&site.report);
    let total_words = rules::undated_total::matcher();
    let read = |piece: &Piece<'_>| {
        let key = memo_key(piece, surroundings);
        (key, memos.reading.get(&key, || Reading::new(piece.prose, noun, total_words.as_ref())))
    };
    let (keys, readings): (Vec<Key>, Vec<Arc<Reading>>) = pieces.par_iter().map(read).unzip();
    let known = Known::new(site, &pieces, &readings);
    let passages: Vec<Passage<'_>> = pieces
        .iter()
        .zip(&readings)
        .map(|(piece, reading)| Passage {
            piece,
            reading,
            linked: site.linked_at(piece.key()),
            site,
            known: &known,
            sentences: Sentences::default(),
        })
        .collect();
    let names = names_hash(site);
    let records = records_hash(site, names);
    let run = |passage: &Passage<'_>, rules: &[rules::ProseRule]| rules.iter().flat_map(|rule| rule(passage)).collect();
    let look = |passage: &Passage<'_>| {
        // Whether a sentence has a bound value depends on the records; where there is none, on names alone.
        let wording = memo_key(passage.piece, if passage.piece.prose.marks.is_empty() { names } else { records });
        let of_wording = memos.wording.get(&wording, || run(passage, rules::WORDING));
        // Most texts have nothing that could be held against the records. The summary of an event is read word by word.
        let is_plain = passage.reading.typed.is_empty()
            && passage.reading.dates.is_empty()
            && passage.piece.prose.marks.is_empty()
            && !matches!(passage.piece.part, Part::EventSummary(_));
        let of_records = (!is_plain).then(|| {
            let facts = memo_key(passage.piece, records);
            (facts, memos.facts.get(&facts, || run(passage, rules::FACTS)))
        });
        Looked { wording: (wording, of_wording), facts: of_records }
    };
    let looked: Vec<Looked> = passages.par_iter().map(look).collect();
    let mut elsewhere = rules::differing_number(&passages);
    for (at, (passage, looked)) in passages.iter().zip(&looked).enumerate() {
        let facts = looked.facts.iter().flat_map(|(_, doubts)| doubts.iter());
        let mut doubts: Vec<Doubt> = facts.chain(looked.wording.1.iter()).cloned().collect();
        doubts.extend(elsewhere.remove(&at).unwrap_or_default());
        diagnostics.extend(passage.reading.diagnostics.iter().cloned());
        settle(passage.piece.prose, doubts, &passage.reading.allowed, diagnostics);
    }
    memos.facts.keep(looked.iter().filter_map(|one| one.facts.clone()));
    memos.wording.keep(looked.into_iter().map(|one| one.wording));
    memos.reading.keep(keys.into_iter().zip(readings.iter().cloned()));
}

/// What sentences about the report count besides people and money: its records, and what the labels of its figures and lists name in the plural.
fn counted_nouns(site: &Site) -> String {
    let program = &site.report.program;
    let labels = program.figures.iter().map(|figure| &figure.label).chain(program.lists.iter().map(|list| &list.label));
    let mut nouns = vec![program.noun.other.as_str()];
    for label in labels {
        // The subject of a label comes first: "deals that The Guardian counted".
        let subject = label.split(|c: char| !c.is_alphabetic()).find(|word| word.len() > 4 && word.ends_with('s'));
        nouns.extend(subject.filter(|word| super::numbers::noun_of(word).is_none() && word.starts_with(char::is_lowercase)));
    }
    nouns.dedup();
    nouns.join(" ")
}

/// The hash of what the wording of a text is held against beside itself: the names of countries, publishers and the program.
fn names_hash(site: &Site) -> Hash {
    let mut hasher = Xxh3::new();
    hasher.update(&site.names.to_le_bytes());
    site.report.sources.values().for_each(|source| hasher.update(source.publisher.as_bytes()));
    hasher.update(&site.report.program.file.hash.to_le_bytes());
    hasher.digest128()
}

/// The hash of everything outside an article or page that its facts are held against: names, records, and the days that decide which events are known
/// and shown.
fn records_hash(site: &Site, names: Hash) -> Hash {
    let mut hasher = Xxh3::new();
    hasher.update(&names.to_le_bytes());
    site.report.countries.iter().for_each(|country| hasher.update(&country.file.hash.to_le_bytes()));
    for source in site.report.sources.values() {
        hasher.update(format!("{}{:?}{:?}\0", source.id.value, source.published, source.accessed).as_bytes());
    }
    hasher.update(format!("{:?}{:?}", site.as_of, site.now).as_bytes());
    hasher.digest128()
}

/// Leaves out what an editor lets pass, and complains of allowances that nothing needs.
fn settle(prose: &Prose, doubts: Vec<Doubt>, allowed: &[Allowance], found: &mut Diagnostics) {
    let covers = |one: &Allowance, (at, doubt): &Doubt| one.code == doubt.code && one.covers.contains(at);
    for one in allowed.iter().filter(|one| !doubts.iter().any(|doubt| covers(one, doubt))) {
        let message = format!("nothing here needs `allow {}`", one.code.name());
        found.push(Diagnostic::new(Code::UnusedAllow, prose.span(&one.place), message).help("take the comment out"));
    }
    found.extend(doubts.into_iter().filter(|doubt| !allowed.iter().any(|one| covers(one, doubt))).map(|(_, doubt)| doubt));
}

impl Passage<'_> {
    #[must_use]
    pub fn text(&self) -> &str {
        self.piece.prose.source.text()
    }

    /// The text of a range of it.
    #[must_use]
    pub fn words(&self, range: &Range<usize>) -> &str {
        self.text().get(range.clone()).unwrap_or("")
    }

    /// A finding at a place of the text.
    #[must_use]
    pub fn doubt(&self, code: Code, range: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.piece.prose.span(range), message.into())
    }

    /// The innermost paragraph, list item or table around a place.
    #[must_use]
    pub fn block(&self, at: usize) -> Option<Block> {
        let blocks = &self.piece.prose.blocks;
        let before = blocks.partition_point(|block| block.start as usize <= at);
        blocks[..before].iter().rev().find(|block| block.range().contains(&at)).copied()
    }

    /// The sentence around a place.
    #[must_use]
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let block = self.block(at).map_or(at..self.text().len().min(at + 1), Block::range);
        let mut known = self.sentences.lock().unwrap_or_else(PoisonError::into_inner);
        let read = known.entry((block.start, block.end)).or_insert_with(|| sentences_in(self.piece.prose, block.clone()).into());
        let next = read.partition_point(|one| one.end <= at);
        read.get(next).filter(|one| one.contains(&at)).cloned().unwrap_or(block)
    }

    /// The countries that a part of the text names or links to.
    #[must_use]
    pub fn countries(&self, part: &Range<usize>) -> Vec<CountryCode> {
        let Some(linked) = self.linked else { return Vec::new() };
        let names = &linked.names.countries;
        let from = names.partition_point(|(place, _)| (place.start as usize) < part.start);
        let named = names[from..].iter().take_while(|(place, _)| (place.start as usize) < part.end);
        let links = self.piece.prose.links.iter().zip(&linked.links).filter(|(link, _)| part.contains(&link.range.start));
        let mut found: Vec<CountryCode> = named
            .map(|(_, code)| *code)
            .chain(links.filter_map(|(_, target)| target.as_ref().and_then(Target::country)))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whose records a place in the text speaks of: the countries of its sentence, else of its paragraph, else those whose records rest on the sources
    /// that the sentence cites; always the record that it is in.
    #[must_use]
    pub fn concerned(&self, at: usize) -> Concerned {
        let own = self.piece.country;
        let sentence = self.sentence(at);
        let mut countries = self.countries(&sentence);
        if countries.is_empty() && own.is_none() {
            countries = self.block(at).map(|block| self.countries(&block.range())).unwrap_or_default();
        }
        countries.extend(own.filter(|code| !countries.contains(code)));
        let named = !countries.is_empty();
        if !named {
            countries = self.countries_of_sources(&sentence);
        }
        Concerned { countries, named }
    }

    /// What rests on the sources that a part of the text cites.
    fn uses_in(&self, part: &Range<usize>) -> impl Iterator<Item = &Uses> {
        let cited = self.piece.prose.citations_in(part).flat_map(|one| &one.cited);
        cited.filter_map(|cited| self.site.uses.get(cited.id.as_str()))
    }

    /// The countries whose records rest on a source that a part of the text cites.
    fn countries_of_sources(&self, part: &Range<usize>) -> Vec<CountryCode> {
        let mut found: Vec<CountryCode> = self
            .uses_in(part)
            .flat_map(|uses| {
                let events = uses.events.iter().filter_map(|at| self.site.events.get(*at)).filter_map(|one| one.home);
                uses.countries.iter().copied().chain(events)
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The numbers of the same unit in the summaries and notes of events that rest on the sources of a number's sentence.
    #[must_use]
    pub fn told_by_sources(&self, number: &super::numbers::Typed) -> Vec<u64> {
        let sentence = self.sentence(number.range.start);
        let events = self.uses_in(&sentence).flat_map(|uses| &uses.events).filter_map(|at| self.site.events.get(*at));
        let prose = events.flat_map(|one| one.event.summary.iter().chain(&one.event.note));
        let told = prose.flat_map(|prose| self.known.told_in(key(prose))).filter(|(counts, _)| *counts == number.counts);
        told.map(|(_, value)| *value).collect()
    }

    /// Whether a source is named in a block: a citation, a footnote or a link out of the site; for a list item also in the sentence that introduces
    /// the list, and for such a sentence in the list.
    #[must_use]
    pub fn is_cited(&self, block: Block) -> bool {
        let prose = self.piece.prose;
        let names_source = |range: Range<usize>| {
            let outside = |target: &Option<Target>| matches!(target, Some(Target::Outside(_)));
            prose.citations_in(&range).next().is_some()
                || self.words(&range).contains("[^")
                || self.linked.is_some_and(|linked| {
                    prose.links.iter().zip(&linked.links).any(|(link, to)| outside(to) && range.contains(&link.range.start))
                })
        };
        let introduces = |block: &Block| self.words(&block.range()).trim_end().ends_with(':');
        let at = prose.blocks.partition_point(|one| one.start < block.start);
        names_source(block.range())
            || block.kind != BlockKind::Paragraph
                && prose.blocks[..at]
                    .iter()
                    .rev()
                    .find(|one| one.kind == BlockKind::Paragraph && one.end <= block.start)
                    .is_some_and(|before| introduces(before) && names_source(before.range()))
            || introduces(&block)
                && prose.blocks[at..].iter().find(|one| one.start >= block.end).is_some_and(|next| names_source(next.range()))
    }

    /// Whether the build puts a value of the records into a part of the text.
    #[must_use]
    pub fn is_bound(&self, part: &Range<usize>) -> bool {
        self.piece.prose.marks_in(part).any(|mark| matches!(self.site.values.get(&mark.expression), Some(Evaluated::Bound(_))))
    }

    /// `the record of Rwanda`, for messages.
    #[must_use]
    pub fn records_of(&self, countries: &[CountryCode]) -> String {
        let country = |code: &CountryCode| self.site.country(*code).map(|country| country.name.value.clone());
        let names: Vec<String> = countries.iter().filter_map(country).collect();
        match &names[..] {
            [] => "any record".to_owned(),
            [name] => format!("the record of {name}"),
            _ if names.len() > 3 => "any of the records concerned".to_owned(),
            _ => format!("the records of {}", crate::diagnose::and(&names)),
        }
    }

    /// The event whose summary or note it is.
    #[must_use]
    pub fn event(&self) -> Option<&Arc<Event>> {
        self.piece.event()
    }

    /// Whether it is the summary of an event or the terms of an arrangement: what the record itself says.
    #[must_use]
    pub fn is_summary(&self) -> bool {
        matches!(self.piece.part, Part::EventSummary(_) | Part::Terms)
    }

    /// Whether it says what is not known, and names no source beside it.
    #[must_use]
    pub fn is_bare_unknown(&self) -> bool {
        matches!(self.piece.part, Part::Unknown(unknown) if unknown.sources.is_empty())
    }

    /// Whether it is read as a text of its own: an article, a page, or the summary of a record or of the program.
    #[must_use]
    pub fn is_told(&self) -> bool {
        matches!(self.piece.part, Part::Body | Part::Summary)
    }
}
