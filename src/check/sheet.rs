//! The fact-check sheet of an article: each sentence beside what it rests on, for somebody who checks it line by line.
//!
//! In: an article of the [`Site`]. Out: [`Row`]s in the order of the text: the sentence as readers see it, the values that the build put
//! into it, and every source of those values and of its citations. It never says whether a sentence is right.

use super::sentences::sentences;
use crate::link::{Evaluated, Site};
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
    let marks: Vec<&Mark> = prose.marks_in(range).collect();
    let cited: Vec<&Citation> = prose.citations_in(range).collect();
    let mut facts = Vec::new();
    let mut sources = Vec::new();
    for mark in &marks {
        if let Some(Evaluated::Bound(value)) = site.values.get(&mark.expression) {
            facts.push(format!("{} = {}", mark.expression, value.text));
            let behind = site.used(&mark.expression).map(|what| site.sources_behind(what)).unwrap_or_default();
            behind.iter().for_each(|one| add(site, &mut sources, &one.id.value, one.locator.as_deref()));
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
