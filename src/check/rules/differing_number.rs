//! `differing-number`: the same statement in two places, with two numbers.
//!
//! In: all passages. Out: the only numbers of people or of money in sentences that have most of their words and a country or a source in common with an
//! earlier sentence, no other date, and another number. It never looks at events: two events of a country may well be told in the same words.

use crate::check::numbers::{Counts, Typed, words};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;
use crate::link::wording;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// A number and the sentence that it stands in.
struct Statement<'a> {
    /// Which passage.
    at: usize,
    number: &'a Typed,
    sentence: Range<usize>,
    /// The longer words of the sentence.
    words: BTreeSet<String>,
    /// Its dates, bound or typed.
    dates: BTreeSet<String>,
}

/// Share of the words of the shorter sentence that two sentences about the same thing have in common, and the least number of them.
const SHARE: (usize, usize) = (3, 4);
const LEAST: usize = 3;
/// Sentences about one country or source that are compared with each other. More are hardly written by hand.
const MOST: usize = 400;

/// Findings by the number of the passage.
pub fn differing_number(passages: &[Passage<'_>]) -> HashMap<usize, Vec<Doubt>> {
    let mut groups: HashMap<(String, Counts), Vec<usize>> = HashMap::new();
    let mut statements: Vec<Statement<'_>> = Vec::new();
    for (at, passage) in passages.iter().enumerate().filter(|(_, passage)| passage.is_told() && !passage.reading.typed.is_empty())
    {
        for number in passage.reading.typed.iter().filter(|number| number.counts != Counts::Records) {
            let sentence = passage.sentence(number.range.start);
            // In "eight people, one of them South Sudanese" nobody but a reader can tell which number answers which.
            let same = |one: &&Typed| one.counts == number.counts && sentence.contains(&one.range.start);
            if passage.reading.typed.iter().filter(same).count() > 1 {
                continue;
            }
            let countries = passage.countries(&sentence).into_iter().map(|code| code.to_string());
            let block = passage.block(number.range.start).map_or(sentence.clone(), crate::parse::Block::range);
            let cited = passage.piece.prose.citations_in(&block).flat_map(|one| &one.cited).map(|cited| format!("@{}", cited.id));
            for key in countries.chain(cited) {
                groups.entry((key, number.counts)).or_default().push(statements.len());
            }
            let (words, dates) = (told(passage, &sentence), dates(passage, &sentence));
            statements.push(Statement { at, number, sentence, words, dates });
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for group in groups.values().filter(|group| group.len() <= MOST) {
        for (place, one) in group.iter().enumerate() {
            let same = group[..place].iter().find(|other| contradict(&statements[**other], &statements[*one]));
            pairs.extend(same.map(|other| (*one, *other)));
        }
    }
    let mut doubts: HashMap<usize, Vec<Doubt>> = HashMap::new();
    let mut told = BTreeSet::new();
    for (one, other) in pairs {
        if !told.insert(one) {
            continue;
        }
        let (one, other) = (&statements[one], &statements[other]);
        let (passage, before) = (&passages[one.at], &passages[other.at]);
        let message = format!(
            "`{}` here, and `{}` in nearly the same sentence elsewhere",
            passage.words(&one.number.range),
            before.words(&other.number.range)
        );
        let found = passage
            .doubt(Code::DifferingNumber, &one.number.range, message)
            .label(before.piece.prose.span(&other.number.range), "the other number")
            .help("correct one, or bind both to the record");
        doubts.entry(one.at).or_default().push((one.number.range.start, found));
    }
    doubts
}

fn contradict(a: &Statement<'_>, b: &Statement<'_>) -> bool {
    let shared = a.words.intersection(&b.words).count();
    let shorter = a.words.len().min(b.words.len());
    a.number.value != b.number.value
        && (a.dates.is_empty() || b.dates.is_empty() || a.dates == b.dates)
        && (a.at, &a.sentence) != (b.at, &b.sentence)
        && shared >= LEAST
        && shared * SHARE.1 >= shorter * SHARE.0
}

/// The words of a sentence that tell it from others: no short ones, no numbers, no marks and citations.
fn told(passage: &Passage<'_>, sentence: &Range<usize>) -> BTreeSet<String> {
    let prose = passage.piece.prose;
    let cut = |at: usize| {
        prose.marks.iter().any(|mark| mark.range.contains(&at)) || prose.citations.iter().any(|one| one.range.contains(&at))
    };
    words(passage.words(sentence))
        .filter(|word| word.text.chars().count() >= 4 && !cut(sentence.start + word.start))
        .filter(|word| !word.text.starts_with(|c: char| c.is_ascii_digit()) && wording::spelt(word.text).is_none())
        .map(|word| word.text.to_lowercase())
        .collect()
}

fn dates(passage: &Passage<'_>, sentence: &Range<usize>) -> BTreeSet<String> {
    let typed = passage.reading.dates.iter().filter(|date| sentence.contains(&date.range.start));
    let bound = passage
        .piece
        .prose
        .marks_in(sentence)
        .filter(|mark| mark.expression.contains("date") || mark.expression.contains("as_of"));
    typed.map(|date| passage.words(&date.range).to_owned()).chain(bound.map(|mark| mark.expression.clone())).collect()
}
