//! Diagnostics as text.
//!
//! In: a [`Diagnostic`] and the [`Tree`] it points into. Out: strings: the full screen with the fault underlined
//! (through annotate-snippets, as the Rust compiler shows its own), one line for logs, and [`Located`] for JSON and the
//! preview's overlay. It never prints.

use super::{Diagnostic, Diagnostics, Place, Severity, count};
use crate::text::{Position, Span, Tree, position, unshowable};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use std::borrow::Cow;

/// How a screen is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    Plain,
    Coloured,
}

/// A diagnostic with its place spelled out, as JSON readers and the preview want it.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub struct Located {
    pub code: &'static str,
    pub severity: &'static str,
    pub message: String,
    /// Project path, or null when no file is at fault.
    pub file: Option<String>,
    /// Line and column, both from 1, columns in characters.
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub end_line: Option<usize>,
    pub end_column: Option<usize>,
    /// Other places that explain it.
    pub labels: Vec<Labelled>,
    pub notes: Vec<String>,
    pub help: Option<String>,
    /// The screen as a terminal shows it, without colour.
    pub screen: String,
}

/// A second place of a diagnostic, spelled out, and what it is: `first defined here`.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub struct Labelled {
    pub text: String,
    /// Project path.
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// The whole picture: heading, file and line, the text with the fault underlined, notes and help.
#[must_use]
pub fn screen(diagnostic: &Diagnostic, tree: &Tree, look: Look) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    match diagnostic.place {
        Place::At(span) => {
            for (source, marks) in by_file(diagnostic, span) {
                let Some(file) = tree.file(source) else { continue };
                let ranges: Vec<_> = marks.iter().map(|(at, _, _)| shown_range(file.text(), *at)).collect();
                let window = window(file.text(), &ranges);
                let line = position(file.text(), window.start).line;
                let mut snippet =
                    Snippet::source(&file.text()[window.clone()]).line_start(line).path(shown(&file.path)).fold(true);
                for ((_, kind, label), range) in marks.into_iter().zip(ranges) {
                    let range = range.start - window.start..range.end - window.start;
                    snippet = snippet.annotation(kind.span(range).label(label));
                }
                group = group.element(snippet);
            }
        }
        Place::File(file) => group = group.element(Origin::path(shown(tree.path(file)))),
        Place::Project => {}
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match look {
        Look::Plain => Renderer::plain(),
        Look::Coloured => Renderer::styled(),
    };
    renderer.render(&[group])
}

/// A path as a terminal may be given it. Names of files come from anybody, and a terminal obeys what it cannot show.
fn shown(path: &str) -> Cow<'_, str> {
    let obeyed = |sign: char| sign.is_control() || unshowable(sign);
    if !path.contains(obeyed) {
        return path.into();
    }
    let spelled = |sign: char| if obeyed(sign) { sign.escape_unicode().to_string() } else { sign.to_string() };
    path.chars().map(spelled).collect::<String>().into()
}

/// `content/countries/rwanda.yaml:12:9: error[unknown-source]: message`.
#[must_use]
pub fn one_line(diagnostic: &Diagnostic, tree: &Tree) -> String {
    let found = locate(diagnostic, tree);
    let place = match (found.file.as_deref().map(shown), found.line, found.column) {
        (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}: "),
        (Some(file), _, _) => format!("{file}: "),
        (None, _, _) => String::new(),
    };
    format!("{place}{}[{}]: {}", found.severity, found.code, found.message)
}

/// The same, taken apart for other programs.
#[must_use]
pub fn locate(diagnostic: &Diagnostic, tree: &Tree) -> Located {
    let (file, ends) = match diagnostic.place {
        Place::At(span) => (Some(span.file), Some(ends(span, tree))),
        Place::File(file) => (Some(file), None),
        Place::Project => (None, None),
    };
    Located {
        code: diagnostic.code.name(),
        severity: diagnostic.severity.word(),
        message: diagnostic.message.clone(),
        file: file.map(|id| tree.path(id).to_owned()),
        line: ends.map(|(from, _)| from.line),
        column: ends.map(|(from, _)| from.column),
        end_line: ends.map(|(_, to)| to.line),
        end_column: ends.map(|(_, to)| to.column),
        labels: diagnostic.labels.iter().map(|(span, text)| labelled(*span, text, tree)).collect(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        screen: screen(diagnostic, tree, Look::Plain),
    }
}

fn labelled(span: Span, text: &str, tree: &Tree) -> Labelled {
    let (from, to) = ends(span, tree);
    Labelled {
        text: text.to_owned(),
        file: tree.path(span.file).to_owned(),
        line: from.line,
        column: from.column,
        end_line: to.line,
        end_column: to.column,
    }
}

/// Where the underlined text of a span begins and ends.
fn ends(span: Span, tree: &Tree) -> (Position, Position) {
    let text = tree.file(span.file).map_or("", |file| file.text());
    let range = shown_range(text, span);
    (position(text, range.start), position(text, range.end))
}

/// `2 errors and 1 warning`, or `no findings`.
#[must_use]
pub fn summary(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.of(Severity::Error);
    let warnings = diagnostics.of(Severity::Warning);
    match (errors, warnings) {
        (0, 0) => "no findings".to_owned(),
        (_, 0) => count(errors, "error", "errors"),
        (0, _) => count(warnings, "warning", "warnings"),
        (_, _) => format!("{} and {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings")),
    }
}

type Marks<'a> = Vec<(Span, AnnotationKind, Option<&'a str>)>;

/// The marks of a diagnostic, file by file, the file of the fault first.
fn by_file(diagnostic: &Diagnostic, primary: Span) -> Vec<(crate::text::FileId, Marks<'_>)> {
    let mut files: Vec<(crate::text::FileId, Marks<'_>)> = vec![(primary.file, vec![(primary, AnnotationKind::Primary, None)])];
    for (span, label) in &diagnostic.labels {
        let mark = (*span, AnnotationKind::Context, Some(label.as_str()));
        match files.iter_mut().find(|(file, _)| *file == span.file) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((span.file, vec![mark])),
        }
    }
    files
}

/// Most bytes that are underlined, or shown behind the underlined ones: a line can be as long as a file.
const MAX_SHOWN: usize = 400;

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The whole lines that hold `ranges`: all that is drawn, so that a finding of a large file costs no more than one of a small file.
fn window(text: &str, ranges: &[std::ops::Range<usize>]) -> std::ops::Range<usize> {
    let start = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let end = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    start..floor(text, line_end.min(end + MAX_SHOWN)).max(end)
}

/// The bytes to underline: inside the text, on character boundaries, at least one character where there is one,
/// and never past the end of the line it starts on (a missing key would otherwise underline a whole record).
fn shown_range(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = floor(text, span.start as usize);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    let mut end = floor(text, (span.end as usize).min(start + MAX_SHOWN)).clamp(start, line_end.max(start));
    if end == start {
        end = text[start..line_end].chars().next().map_or(start, |first| start + first.len_utf8());
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Code;
    use crate::text::Content;

    #[test]
    fn a_line_as_long_as_a_file_is_shown_in_part() {
        let mut tree = Tree::new();
        tree.put("a.md", Content::Text("x".repeat(1 << 20).into()));
        let file = tree.get("a.md").unwrap().id;
        let shown = screen(&Diagnostic::new(Code::FrontMatter, Span::new(file, 0, 1 << 20), "wrong"), &tree, Look::Plain);
        assert!(shown.len() < 4_000, "{}", shown.len());
    }

    #[test]
    fn second_places_are_spelled_out() {
        let mut tree = Tree::new();
        tree.put("a.yaml", Content::Text("id: x\n".into()));
        tree.put("b.yaml", Content::Text("é\n\nid: x\n".into()));
        let (a, b) = (tree.get("a.yaml").unwrap().id, tree.get("b.yaml").unwrap().id);
        let found = Diagnostic::new(Code::DuplicateId, Span::new(a, 4, 5), "twice").label(Span::new(b, 8, 9), "first here");
        let place =
            Labelled { text: "first here".to_owned(), file: "b.yaml".to_owned(), line: 3, column: 5, end_line: 3, end_column: 6 };
        assert_eq!(locate(&found, &tree).labels, [place]);
    }

    #[test]
    fn a_file_name_cannot_command_the_terminal() {
        let mut tree = Tree::new();
        let path = "content/a\u{1b}[2J\n::error::x\u{202e}.yaml";
        tree.put(path, Content::Text("id: x\n".into()));
        let file = tree.get(path).unwrap().id;
        for place in [Place::File(file), Place::At(Span::new(file, 0, 2))] {
            let found = Diagnostic::new(Code::DuplicateId, place, "twice");
            for text in [screen(&found, &tree, Look::Plain), one_line(&found, &tree)] {
                assert!(text.contains("a\\u{1b}[2J\\u{a}::error::x\\u{202e}.yaml"), "{text}");
                assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
            }
            // Programs are told the true name.
            assert_eq!(locate(&found, &tree).file.as_deref(), Some(path));
        }
    }

    #[test]
    fn a_thousand_of_a_kind_are_enough() {
        let mut tree = Tree::new();
        tree.put("a.yaml", Content::Text("a\n".repeat(5_000).into()));
        let file = tree.get("a.yaml").unwrap().id;
        let all = (0..5_000).map(|at| Diagnostic::new(Code::DuplicateKey, Span::new(file, at * 2, at * 2 + 1), "twice"));
        let kept = all.collect::<Diagnostics>().sorted(|file| tree.path(file));
        assert_eq!(kept.len(), 1_000);
        let last = kept.iter().last().unwrap();
        assert_eq!(locate(last, &tree).line, Some(1_000));
        assert!(last.notes[0].contains("4000 more"), "{:?}", last.notes);
    }
}
