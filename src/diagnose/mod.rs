//! How Sourcebook complains.
//!
//! In: a [`Code`], a [`Place`] and a sentence. Out: [`Diagnostic`]s, gathered in [`Diagnostics`] or carried beside a
//! value in [`Checked`]. A reporter's mistake is a value, never an `Err`: every stage returns what it could make and
//! what it found wrong. It never prints and never stops a run.

mod code;
mod echo;
mod show;
mod words;

pub use code::Code;
pub use echo::{faulty, without_echoes};
pub use show::{Labelled, Located, Look, locate, one_line, screen, summary};
pub use words::{and, count, nearest, or, quoted};

use crate::text::{FileId, Span};
use std::collections::HashMap;

/// How bad it is. Any error means that nothing is published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// The word shown before the code: `error` or `warning`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What a diagnostic points at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// Some text.
    At(Span),
    /// A file as a whole.
    File(FileId),
    /// No file: something is missing, or the project as a whole is at fault.
    Project,
}

impl Place {
    /// The file that is at fault, if it is one.
    #[must_use]
    pub fn file(self) -> Option<FileId> {
        match self {
            Self::At(span) => Some(span.file),
            Self::File(file) => Some(file),
            Self::Project => None,
        }
    }
}

impl From<Span> for Place {
    fn from(span: Span) -> Self {
        Self::At(span)
    }
}

impl From<FileId> for Place {
    fn from(file: FileId) -> Self {
        Self::File(file)
    }
}

/// One thing that is wrong, for an editor to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub place: Place,
    /// One fact in one line: lower case, no final stop, the writer's words in backticks.
    pub message: String,
    /// Other places that explain it: "first defined here".
    pub labels: Vec<(Span, String)>,
    /// Background, a sentence each.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of `code`'s own severity.
    pub fn new(code: Code, place: impl Into<Place>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: place.into(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Points at a second place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Adds background.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers the nearest of the `known` words, if one is near to `written`.
    #[must_use]
    pub fn suggest<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(word) => self.help(format!("did you mean {}?", quoted(word))),
            None => self,
        }
    }
}

/// All that was found, in the order of discovery; [`sorted`](Self::sorted) puts it in the order of places.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    pub fn extend(&mut self, more: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(more);
    }

    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(keep);
    }

    /// Takes the value and keeps what was found beside it.
    pub fn take<T>(&mut self, checked: Checked<T>) -> T {
        self.0.extend(checked.diagnostics.0);
        checked.value
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many have this severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> usize {
        self.0.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// In the order of places, then codes, without exact repetitions: the same on every run.
    /// `path` names a file, because numbers follow the order of discovery.
    #[must_use]
    pub fn sorted<'a>(mut self, path: impl Fn(FileId) -> &'a str) -> Self {
        let key = |place: &Place| match place {
            Place::Project => (String::new(), 0, 0),
            Place::File(file) => (path(*file).to_owned(), 0, 0),
            Place::At(span) => (path(span.file).to_owned(), span.start, span.end),
        };
        self.0.sort_by(|a, b| {
            (key(&a.place), a.severity, a.code.name(), &a.message).cmp(&(key(&b.place), b.severity, b.code.name(), &b.message))
        });
        self.0.dedup();
        self.0 = at_most(MAX_ALIKE, self.0);
        self
    }
}

/// Most findings of one code in one file. A file with more is damaged or made by a program, and its first thousand tell that.
const MAX_ALIKE: usize = 1000;

/// Leaves out what goes beyond `most` findings of one code in one file, and says so on the last that is kept.
fn at_most(most: usize, all: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let alike = |one: &Diagnostic| (one.place.file(), one.code.name());
    let mut counts = HashMap::new();
    all.iter().for_each(|one| *counts.entry(alike(one)).or_insert(0) += 1);
    let mut seen = HashMap::new();
    let mut kept = Vec::new();
    for mut one in all {
        let (total, number) = (counts[&alike(&one)], seen.entry(alike(&one)).or_insert(0));
        *number += 1;
        if *number == most && total > most {
            one = one.note(format!("{} more like this in this file are left out", total - most));
        }
        if *number <= most {
            kept.push(one);
        }
    }
    kept
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

/// A value, and what was found wrong while making it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Diagnostics,
}

impl<T> Checked<T> {
    pub fn new(value: T, diagnostics: Diagnostics) -> Self {
        Self { value, diagnostics }
    }
}
