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

impl Reading {
    /// Reads a piece of prose; `noun` is what the program calls its records, `total_words` finds words that speak of a whole.
    #[must_use]
    pub fn new(prose: &Prose, noun: &str, total_words: Option<&AhoCorasick>) -> Self {
        let mut diagnostics = Diagnostics::new();
        let allowed = allowances(prose, &mut diagnostics);
        let masked = prose.source.masked(&prose.marks);
        let (mut typed, mut dates, mut totals) = (Vec::new(), Vec::new(), Vec::new());
        for run in &prose.runs {
            let start = run.start as usize;
            if let Some(words) = masked.get(start..run.end as usize) {
                in_run(words, start, noun, &mut typed, &mut dates);
                let found = total_words.into_iter().flat_map(|matcher| undated_total::totals(matcher, words));
                totals.extend(found.map(|range| start + range.start..start + range.end));
            }
        }
        Self { typed, dates, totals, allowed, diagnostics }
    }
}
