//! What a piece of prose says by itself: numbers, dates, claims about a whole, and the comments that let findings pass.
//!
//! In: the piece and what the program calls its records. Out: [`Reading`], which can be kept for as long as both stay the same. It never looks at the
//! records.

use super::allow::{Allowance, allowances};
use super::dates::TypedDate;
use super::numbers::{Typed, in_run};
use super::rules::undated_total;
use crate::diagnose::Diagnostics;
use crate::parse::Prose;
use crate::text::Even;
use aho_corasick::AhoCorasick;
use std::ops::Range;

/// What was found in one piece.
#[derive(Debug)]
pub struct Reading {
    pub typed: Vec<Typed>,
    pub dates: Vec<TypedDate>,
    /// Words that speak of a whole: "the largest", "in total".
    pub totals: Vec<Range<usize>>,
    pub allowed: Vec<Allowance>,
    /// What is wrong with its comments.
    pub diagnostics: Diagnostics,
}

/// The parts of a run that stand between quotation marks.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The first byte of `“` stands for dashes too: a quick question, not a sure answer.
    if memchr::memchr2(b'"', 0xe2, text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (Some((start, closing)), c) if c == closing => {
                found.push(start..at);
                open = None;
            }
            (None, '“') => open = Some((at, '”')),
            (None, '"') => open = Some((at, '"')),
            _ => {}
        }
    }
    found
}

impl Reading {
    /// Reads a piece of prose; `noun` is what the program calls its records, `total_words` finds words that speak of a whole.
    #[must_use]
    pub fn new(prose: &Prose, noun: &str, total_words: Option<&AhoCorasick>) -> Self {
        let mut diagnostics = Diagnostics::new();
        let allowed = allowances(prose, &mut diagnostics);
        let masked = prose.source.masked(&prose.marks);
        let (mut typed, mut dates, mut totals) = (Vec::new(), Vec::new(), Vec::new());
        for (start, words) in prose.plain(&masked) {
            // What somebody else said is not the report's.
            let quoted = quoted(words);
            let own = |at: usize| !quoted.iter().any(|range| range.contains(&(at - start)));
            let (mut numbers, mut days) = (Vec::new(), Vec::new());
            in_run(words, start, noun, &mut numbers, &mut days);
            typed.extend(numbers.into_iter().filter(|number| own(number.range.start)));
            dates.extend(days.into_iter().filter(|date| own(date.range.start)));
            // Phrases go over the ends of lines.
            let even = Even::new(words);
            let at = |offset: usize| start + even.origin(offset);
            let found = total_words.into_iter().flat_map(|matcher| undated_total::totals(matcher, &even.text));
            totals.extend(found.map(|range| at(range.start)..at(range.end)).filter(|range| own(range.start)));
        }
        Self { typed, dates, totals, allowed, diagnostics }
    }
}
