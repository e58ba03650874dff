//! The fact-check sheet of an article: each sentence beside what it rests on, for somebody who checks it line by line.
//!
//! In: an article of the [`Site`]. Out: [`Row`]s in the order of the text: the sentence as readers see it, the values that the build put
//! into it, and every source of those values and of its citations. It never says whether a sentence is right.

use crate::link::{Evaluated, Site};
use crate::model::evidence::SourceUse;
use crate::model::{Article, Id};
use crate::parse::{Citation, Mark, Prose};
use std::ops::Range;

/// One sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: usize,
    pub sentence: String,
    /// `figures.asked = at least 58`
    pub facts: Vec<String>,
    pub sources: Vec<Evidence>,
}

/// A source of a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    pub id: Id,
    /// The place in it.
    pub locator: Option<String>,
    pub title: String,
    pub publisher: String,
    pub url: String,
    pub archive: Option<String>,
}

/// The sheet of an article.
#[must_use]
pub fn sheet(site: &Site, article: &Article) -> Vec<Row> {
    let prose = &article.body;
    sentences(prose).into_iter().map(|range| row(site, article, prose, &range)).filter(|row| !row.sentence.is_empty()).collect()
}

fn row(site: &Site, article: &Article, prose: &Prose, range: &Range<usize>) -> Row {
    let marks: Vec<&Mark> = prose.marks.iter().filter(|mark| range.contains(&mark.range.start)).collect();
    let cited: Vec<&Citation> = prose.citations.iter().filter(|one| range.contains(&one.range.start)).collect();
    let mut facts = Vec::new();
    let mut sources = Vec::new();
    for mark in &marks {
        if let Some(Evaluated::Bound(value)) = site.values.get(&mark.expression) {
            facts.push(format!("{} = {}", mark.expression, value.text));
            sources_of(site, &mark.expression)
                .iter()
                .for_each(|one| add(site, &mut sources, &one.id.value, one.locator.as_deref()));
        }
    }
    for one in cited.iter().flat_map(|citation| &citation.cited) {
        if let Some(id) = Id::new(&one.id) {
            add(site, &mut sources, &id, one.locator.as_deref());
        }
    }
    let span = prose.span(range);
    let line = crate::text::position(article.file.text(), span.start as usize).line;
    Row { line, sentence: shown(site, prose, range, &marks, &cited), facts, sources }
}

/// The sentence with values in place of marks, and without citations.
fn shown(site: &Site, prose: &Prose, range: &Range<usize>, marks: &[&Mark], cited: &[&Citation]) -> String {
    let text = prose.source.text();
    let value = |mark: &&&Mark| match site.values.get(&mark.expression) {
        Some(Evaluated::Bound(value)) => value.text.clone(),
        _ => String::new(),
    };
    let mut cuts: Vec<(Range<usize>, String)> = marks.iter().map(|mark| (mark.range.clone(), value(&mark))).collect();
    cuts.extend(cited.iter().map(|citation| (citation.range.clone(), String::new())));
    cuts.sort_by_key(|(cut, _)| cut.start);
    let (mut out, mut at) = (String::new(), range.start);
    for (cut, words) in cuts {
        out.push_str(text.get(at..cut.start).unwrap_or(""));
        out.push_str(&words);
        at = cut.end.max(at);
    }
    out.push_str(text.get(at..range.end).unwrap_or(""));
    let (out, _) = crate::parse::without_comments(&out);
    let words: Vec<&str> = out.split_whitespace().skip_while(|word| matches!(*word, "-" | ">" | "#" | "##" | "###")).collect();
    words.join(" ").replace(" .", ".").replace(" ,", ",").replace(" ;", ";")
}

/// What the record behind an expression rests on.
fn sources_of<'a>(site: &'a Site, expression: &str) -> Vec<&'a SourceUse> {
    let mut path = expression.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|part| !part.is_empty());
    let (Some(root), Some(id)) = (path.next(), path.next()) else { return Vec::new() };
    match root {
        "figures" => site.figure(id).map(|(figure, _)| figure.sources.iter().collect()).unwrap_or_default(),
        "lists" => site.list(id).map(|list| list.sources.iter().collect()).unwrap_or_default(),
        "events" => {
            let event = site.events.iter().find(|one| one.event.id.value.as_str() == id);
            event.map(|one| one.event.all_sources().collect()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn add(site: &Site, sources: &mut Vec<Evidence>, id: &Id, locator: Option<&str>) {
    let known = sources.iter().any(|one| one.id == *id && one.locator.as_deref() == locator);
    let Some(source) = site.report.sources.get(id).filter(|_| !known) else { return };
    sources.push(Evidence {
        id: id.clone(),
        locator: locator.map(str::to_owned),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        url: source.url.as_str().to_owned(),
        archive: source.archive.as_ref().map(|url| url.value.as_str().to_owned()),
    });
}

/// Whether a full stop behind this word is its own: an initial, `U.S`, `No`.
fn is_short(word: &str) -> bool {
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial
        || !word.ends_with("}}") && !word.ends_with(']') && word.contains('.')
        || matches!(word, "No" | "St" | "Mr" | "Ms" | "Dr" | "v" | "vs")
}

/// The sentences of a text, as ranges of it. Headings and list items are sentences of their own; a sentence takes the citations behind its
/// full stop along.
fn sentences(prose: &Prose) -> Vec<Range<usize>> {
    let text = prose.source.text();
    let hidden = |at: usize| {
        let inside = |range: &Range<usize>| range.contains(&at);
        prose.marks.iter().any(|mark| inside(&mark.range)) || prose.citations.iter().any(|one| inside(&one.range))
    };
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let ends = match c {
            '.' | '?' | '!' => {
                let short = text[start..at].split_whitespace().next_back().is_some_and(is_short);
                let next = rest.trim_start_matches(['”', '’', ')']).trim_start();
                let begins = next.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '{' | '*'));
                !short && rest.starts_with([' ', '\n', '”', ')']) && begins
            }
            '\n' => {
                let next = rest.trim_start_matches([' ', '\t']);
                next.starts_with(['\n', '#', '-', '|', '>']) || bytes.get(start..at).is_some_and(|line| line.starts_with(b"#"))
            }
            _ => false,
        };
        if ends && !hidden(at) {
            found.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    found.push(start..text.len());
    let trimmed = found.into_iter().map(|range| {
        let words = &text[range.clone()];
        range.start + (words.len() - words.trim_start().len())..range.end
    });
    trimmed.filter(|range| range.start < range.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Source;
    use crate::text::{Content, Tree};

    #[test]
    fn sentences_end_where_readers_say() {
        let text = "# The deal\n\nThe U.S. asked {{ figures.asked }}. Judge B. Murphy said no [@a, p. 3]. Done.\n\n- One.\n- Two. Three.\n";
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
            "- Two.",
            "Three.",
        ];
        assert_eq!(all, expected);
    }
}
