//! `undated-total`: "the largest", "in total", "so far", and no date.
//!
//! In: a passage that is read as a text of its own. Out: words that speak of a whole where neither their sentence nor one beside it says as of when. Such a statement is true until the next
//! event, so it needs its day. It never asks whether it is true.

use crate::check::numbers::{Counts, counted_by};
use crate::check::prose::{Doubt, Passage};
use crate::check::sentences::sentences_in;
use crate::diagnose::Code;
use crate::link::Evaluated;
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

/// Superlatives and totals.
const WORDS: &[&str] = &[
    "the largest",
    "the biggest",
    "the smallest",
    "the fewest",
    "the highest number",
    "the highest count",
    "the highest sum",
    "the highest total",
    "the lowest number",
    "the lowest count",
    "the most people",
    "the most deportees",
    "the most countries",
    "the most money",
    "the only",
    "no country has",
    "no government has",
    "most countries",
    "most governments",
    "than ever",
    "the first country",
    "the last country",
    "largest number",
    "than any other",
    "of any country",
    "of all countries",
    "no other country",
    "no other government",
    "in total",
    "a total of",
    "the total is",
    "altogether",
    "so far",
    "to date",
    "until now",
    "up to now",
    "add up to",
    "adds up to",
];

/// What finds those words in one pass.
pub fn matcher() -> Option<AhoCorasick> {
    // A set of patterns can only be refused for its size.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(WORDS).ok()
}

/// Where a run of plain text speaks of a whole.
pub fn totals(matcher: &AhoCorasick, text: &str) -> impl Iterator<Item = Range<usize>> {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let found = matcher.find_iter(text).map(|found| found.range());
    found.filter(move |range| {
        // "so far as we know" is no total.
        let idiom = text[range.clone()].eq_ignore_ascii_case("so far") && text[range.end..].trim_start().starts_with("as ");
        // "The only country", "the only African government"; not "the only road".
        let only = text[range.clone()].eq_ignore_ascii_case("the only");
        let counts = !only || counted_by(&text[range.end..], "") == Some(Counts::Records);
        counts && !idiom && !joins(text[..range.start].chars().next_back()) && !joins(text[range.end..].chars().next())
    })
}

pub fn undated_total(passage: &Passage<'_>) -> Vec<Doubt> {
    if !passage.is_told() {
        return Vec::new();
    }
    let doubt = |range: &Range<usize>| {
        let near = near(passage, range.start);
        let dated = passage.reading.dates.iter().any(|date| near.contains(&date.range.start))
            || has_year(passage.words(&near))
            || passage.piece.prose.marks_in(&near).any(|mark| is_date(passage, mark));
        if dated {
            return None;
        }
        let words = passage.words(range).split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("`{words}`, and nothing near it says as of when");
        let found = passage.doubt(Code::UndatedTotal, range, message);
        Some((
            range.start,
            found.help("add the day up to which it holds: `by {{ program.checked }}`, `by {{ figures.ID.as_of }}`"),
        ))
    };
    let mut doubts: Vec<Doubt> = passage.reading.totals.iter().filter_map(doubt).collect();
    // Two such words in one sentence need one date.
    doubts.dedup_by_key(|(at, _)| passage.sentence(*at).start);
    doubts
}

/// The sentence around a place with those before and after it in the paragraph: one of the three may give the day for all.
fn near(passage: &Passage<'_>, at: usize) -> Range<usize> {
    let Some(block) = passage.block(at) else { return passage.sentence(at) };
    let sentences = sentences_in(passage.piece.prose, block.range());
    let place = sentences.iter().position(|one| one.contains(&at)).unwrap_or(0);
    let around = &sentences[place.saturating_sub(1)..sentences.len().min(place + 2)];
    around.first().map_or(at, |first| first.start)..around.last().map_or(at, |last| last.end)
}

fn has_year(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().any(|word| word.len() == 4 && word.parse().is_ok_and(|year: u16| (1900..2100).contains(&year)))
}

fn is_date(passage: &Passage<'_>, mark: &crate::parse::Mark) -> bool {
    let expression = mark.expression.split('|').next().unwrap_or("").trim();
    let dated = ["date", "as_of", "checked", "since", "reported"].contains(&expression.rsplit('.').next().unwrap_or(""));
    dated && matches!(passage.site.values.get(&mark.expression), Some(Evaluated::Bound(_)))
}
