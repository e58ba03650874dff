//! Where sentences begin and end.
//!
//! In: a piece of prose, or a block of it. Out: ranges of its text. Headings, list items and table rows are sentences of their own; a sentence takes the
//! citations behind its full stop along. It never splits inside a bound value or a citation.

use crate::parse::Prose;
use std::ops::Range;

/// All sentences of a text.
#[must_use]
pub fn sentences(prose: &Prose) -> Vec<Range<usize>> {
    sentences_in(prose, 0..prose.source.text().len())
}

/// The sentences of a part of a text.
#[must_use]
pub fn sentences_in(prose: &Prose, part: Range<usize>) -> Vec<Range<usize>> {
    let Some(text) = prose.source.text().get(..part.end) else { return Vec::new() };
    let inside = |range: &Range<usize>, at: usize| range.contains(&at);
    let hidden = |at: usize| {
        prose.marks.iter().any(|mark| inside(&mark.range, at)) || prose.citations.iter().any(|one| inside(&one.range, at))
    };
    let mut found = Vec::new();
    let mut start = part.start;
    for (at, c) in text.get(part.clone()).unwrap_or("").char_indices() {
        let at = part.start + at;
        if !matches!(c, '.' | '?' | '!' | '\n') {
            continue;
        }
        let rest = &text[at + 1..];
        // Closing signs belong to the sentence before them.
        let closed = rest.trim_start_matches(['”', '’', ')', '*', '_']);
        let (ends, end) = if c == '\n' {
            let next = rest.trim_start_matches([' ', '\t']);
            (next.starts_with(['\n', '#', '-', '|', '>']) || text[start..at].starts_with('#'), at + 1)
        } else {
            let short = text[start..at].split_whitespace().next_back().is_some_and(is_short);
            let begins = closed.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '{' | '*'));
            (!short && closed.starts_with([' ', '\n']) && begins, text.len() - closed.len())
        };
        if ends && !hidden(at) {
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..text.len());
    let trimmed = found.into_iter().map(|range| {
        let words = &text[range.clone()];
        range.start + (words.len() - words.trim_start().len())..range.end
    });
    trimmed.filter(|range| range.start < range.end).collect()
}

/// Whether a full stop behind this word is its own: an initial, `U.S`, `No`.
fn is_short(word: &str) -> bool {
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial
        || !word.ends_with("}}") && !word.ends_with(']') && word.contains('.')
        || matches!(word, "No" | "St" | "Mr" | "Ms" | "Dr" | "v" | "vs")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Source;
    use crate::text::{Content, Tree};

    #[test]
    fn sentences_end_where_readers_say() {
        let text = "# The deal\n\nThe U.S. asked {{ figures.asked }}. Judge B. Murphy said no [@a, p. 3]. Done.\n\n- One.\n- **Two.** Three.\n";
        let mut tree = Tree::new();
        tree.put("a.md", Content::Text(text.into()));
        let prose = Prose::read(Source::part(tree.get("a.md").unwrap(), 0..text.len())).value;
        let all: Vec<&str> = sentences(&prose).into_iter().map(|range| text[range].trim()).collect();
        let expected = [
            "# The deal",
            "The U.S. asked {{ figures.asked }}.",
            "Judge B. Murphy said no [@a, p. 3].",
            "Done.",
            "- One.",
            "- **Two.**",
            "Three.",
        ];
        assert_eq!(all, expected);
    }
}
