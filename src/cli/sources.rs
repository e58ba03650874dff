//! `content/sources.yaml`, as commands add to it.
//!
//! In: the file as it is, and [`Draft`]s. Out: what to write at its end. It never rewrites a line of the file, and hands out an
//! addition only when the whole can be read, holds what it held before and the drafts, and has no mistake that it had not before.

use super::failure::Failure;
use super::files;
use super::project::Project;
use super::yaml::{yaml_quoted, yaml_text};
use crate::diagnose::quoted;
use crate::model::{self, Date, Id, Url};
use crate::parse::{self, Value};
use crate::text::{Content, Tree, position};
use std::fmt::Write;
use std::path::PathBuf;

const HEAD: &str = "# Every document the report rests on, once. Records name it by its id, prose cites it with [@id].\n";
const SCHEMA: &str = "# yaml-language-server: $schema=../schemas/sources.json\n#\n";
/// Where a report keeps its sources.
const PATH: &str = "content/sources.yaml";

/// A source that is to be added. Its texts are of one line and not empty.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    pub id: Id,
    pub title: String,
    pub publisher: String,
    pub authors: Vec<String>,
    pub published: Option<Date>,
    pub accessed: Option<Date>,
    pub url: Url,
    pub archive: Option<Url>,
    /// One of the words of [`SOURCE_KINDS`](model::shapes::SOURCE_KINDS).
    pub kind: String,
    pub language: Option<String>,
}

impl Draft {
    /// The entry as it stands in the file.
    #[must_use]
    pub fn yaml(&self) -> String {
        let mut out =
            format!("{}:\n  title: {}\n  publisher: {}\n", self.id, yaml_quoted(&self.title), yaml_text(&self.publisher));
        match self.authors.as_slice() {
            [] => {}
            [author] => out.push_str(&format!("  author: {}\n", yaml_text(author))),
            authors => {
                // A comma would end an entry of the list, so here each is quoted.
                let quoted: Vec<String> = authors.iter().map(|author| yaml_quoted(author)).collect();
                out.push_str(&format!("  authors: [{}]\n", quoted.join(", ")));
            }
        }
        let mut line = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "  {key}: {value}");
            }
        };
        line("published", self.published.map(|date| date.to_string()));
        line("accessed", self.accessed.map(|date| date.to_string()));
        line("url", Some(yaml_quoted(self.url.as_str())));
        line("archive", self.archive.as_ref().map(|url| yaml_quoted(url.as_str())));
        line("kind", Some(self.kind.clone()));
        line("language", self.language.as_deref().map(yaml_text));
        out
    }
}

/// A source that the file has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    pub id: String,
    /// From 1.
    pub line: usize,
    /// As written, if it has one.
    pub url: Option<String>,
}

/// Why drafts cannot be added to a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is this id already, on this line.
    Taken(Id, usize),
    /// The file has mistakes, so nobody knows what an addition would mean.
    Unreadable,
    /// The file is written in a way that cannot be added to at its end.
    Closed,
    /// With the drafts it would have a mistake more.
    Faulty(String),
}

/// The file of a report, as it was when it was opened.
#[derive(Debug)]
pub struct SourcesFile {
    path: PathBuf,
    /// The path as a person would write it from here.
    pub shown: String,
    /// `None` when there is no such file yet.
    text: Option<String>,
    has_schema: bool,
}

impl SourcesFile {
    /// Reads it. No file is no failure: the first source makes it.
    pub fn open(project: &Project) -> Result<Self, Failure> {
        let path = project.root.join("content").join("sources.yaml");
        let text = files::read(&path)?;
        let has_schema = project.root.join("schemas/sources.json").is_file();
        Ok(Self { shown: project.shown(&path), path, text, has_schema })
    }

    /// The sources it has. Fails when it has mistakes.
    pub fn listed(&self) -> Result<Vec<Listed>, Failure> {
        listed(self.text.as_deref().unwrap_or("")).ok_or_else(|| self.refused(Refusal::Unreadable))
    }

    /// What [`write`](Self::write) will add to the end of the file so that it has the drafts too. Fails when that would not hold.
    pub fn addition(&self, drafts: &[Draft]) -> Result<String, Failure> {
        let made = match &self.text {
            Some(text) => addition(text, drafts),
            None => {
                let head = format!("{}{HEAD}", if self.has_schema { SCHEMA } else { "" });
                addition(&head, drafts).map(|entries| head + &entries)
            }
        };
        made.map_err(|refusal| self.refused(refusal))
    }

    /// Adds what [`addition`](Self::addition) made, in one write; makes the file when there is none.
    pub fn write(&self, addition: &str) -> Result<(), Failure> {
        match self.text {
            Some(_) => files::append(&self.path, addition),
            None => files::create(&self.path, addition),
        }
    }

    fn refused(&self, refusal: Refusal) -> Failure {
        let shown = &self.shown;
        match refusal {
            Refusal::Taken(id, line) => {
                Failure::usage(format!("there is already a source {}: {shown}:{line}", quoted(id.as_str())))
                    .help("cite that one, or choose another id")
            }
            Refusal::Unreadable => {
                Failure::usage(format!("{shown} has mistakes, so nothing was added")).help("`sourcebook check` shows them")
            }
            Refusal::Closed => Failure::usage(format!("{shown} is written in a form that cannot be added to at its end"))
                .help("write each source as `id:` on a line of its own, with its keys indented below"),
            Refusal::Faulty(message) => {
                Failure::usage(format!("nothing was added, because {shown} would have a mistake then: {message}"))
            }
        }
    }
}

/// What to add to the end of `text`, so that it holds the drafts, in their order, and everything else as before.
pub fn addition(text: &str, drafts: &[Draft]) -> Result<String, Refusal> {
    let before = listed(text).ok_or(Refusal::Unreadable)?;
    for draft in drafts {
        if let Some(taken) = before.iter().find(|one| one.id == draft.id.as_str()) {
            return Err(Refusal::Taken(draft.id.clone(), taken.line));
        }
    }
    let separation = match text {
        "" => "",
        text if text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let entries: Vec<String> = drafts.iter().map(Draft::yaml).collect();
    let mut addition = format!("{separation}{}", entries.join("\n"));
    if text.contains("\r\n") {
        addition = addition.replace('\n', "\r\n");
    }
    let whole = format!("{text}{addition}");
    let after = listed(&whole).ok_or(Refusal::Closed)?;
    let (kept, added) = after.split_at(before.len().min(after.len()));
    let is_whole = kept == before && added.iter().map(|one| one.id.as_str()).eq(drafts.iter().map(|draft| draft.id.as_str()));
    if !is_whole {
        return Err(Refusal::Closed);
    }
    let known = mistakes(text);
    match mistakes(&whole).into_iter().find(|mistake| !known.contains(mistake)) {
        // A file without an entry is a mistake that the first entry repairs; any other that is new comes from a draft.
        Some(mistake) => Err(Refusal::Faulty(mistake)),
        None => Ok(addition),
    }
}

/// What [`model::read`] finds wrong in a text as sources, each with its line.
fn mistakes(text: &str) -> Vec<String> {
    let tree = tree(text);
    let Some(file) = tree.get(PATH) else { return Vec::new() };
    model::read(file).diagnostics.iter().map(|found| crate::diagnose::one_line(found, &tree)).collect()
}

/// The sources in a text, in order; `None` when it has mistakes of syntax or is no table.
pub fn listed(text: &str) -> Option<Vec<Listed>> {
    let read = parse::yaml(text, tree(text).get(PATH)?.id, 0);
    if !read.diagnostics.is_empty() {
        return None;
    }
    match read.value.map(|node| node.value) {
        None | Some(Value::Nothing) => Some(Vec::new()),
        Some(Value::Map(entries)) => {
            let mut line = lines(text);
            let url = |node: &parse::Node| match &node.get("url")?.value {
                Value::Scalar(scalar) => Some(scalar.text.clone()),
                Value::Nothing | Value::List(_) | Value::Map(_) => None,
            };
            let all = entries.into_iter();
            Some(all.map(|(key, node)| Listed { url: url(&node), line: line(key.span.start as usize), id: key.text }).collect())
        }
        Some(Value::Scalar(_) | Value::List(_)) => None,
    }
}

/// Tells the lines of places in a text, from 1. Places that come in their order cost one pass over the text for all of them.
pub fn lines(text: &str) -> impl FnMut(usize) -> usize {
    let (mut passed, mut line) = (0, 1);
    move |at| {
        line = text.get(passed..at).map_or_else(|| position(text, at).line, |between| line + between.matches('\n').count());
        passed = at;
        line
    }
}

fn tree(text: &str) -> Tree {
    let mut tree = Tree::new();
    tree.put(PATH, Content::Text(text.into()));
    tree
}

/// The name in an address: `example.org`.
pub fn host(url: &Url) -> &str {
    let rest = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Document;
    use crate::parse::FromScalar;

    fn draft(id: &str) -> Draft {
        Draft {
            id: Id::new(id).unwrap(),
            title: "Rwanda: \"agrees\" # to take 250".to_owned(),
            publisher: "example.org".to_owned(),
            authors: vec!["A. Reporter, Jr.".to_owned(), "B".to_owned()],
            published: Date::from_scalar("2025-08").ok(),
            accessed: Date::from_scalar("2026-11-24").ok(),
            url: Url::new("https://www.example.org/rwanda?a=b#c").unwrap(),
            archive: Url::new("https://web.archive.org/web/2025/https://example.org/rwanda"),
            kind: "news".to_owned(),
            language: Some("no".to_owned()),
        }
    }

    fn added(text: &str, id: &str) -> Result<String, Refusal> {
        addition(text, &[draft(id)]).map(|addition| format!("{text}{addition}"))
    }

    #[test]
    fn an_entry_is_a_source_without_findings() {
        let tree = tree(&added("", "reuters-rwanda").unwrap());
        let read = model::read(tree.get(PATH).unwrap());
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let Document::Sources(sources) = read.value else { panic!("no sources") };
        assert_eq!(sources[0].title, "Rwanda: \"agrees\" # to take 250");
        assert_eq!(sources[0].publisher, "example.org");
        assert_eq!(sources[0].authors, ["A. Reporter, Jr.", "B"]);
        assert_eq!(sources[0].language.as_deref(), Some("no"));
        assert!(sources[0].archive.is_some());
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        for text in [
            "# mine\na:\n  title: x\n",
            "a:\n  title: x",
            "a: {title: x}\n\n",
            "a:\r\n  title: x\r\n",
            "# only this",
            "\u{feff}a: 1\n",
        ] {
            let after = added(text, "b").unwrap();
            assert!(after.starts_with(text), "{text:?}");
            assert!(after.contains("\n\nb:") || after.contains("\r\n\r\nb:"), "{after:?}");
            assert_eq!(text.contains("\r\n"), after.contains("\r\n"));
            assert!(!after.replace("\r\n", "").contains('\n') || !text.contains("\r\n"), "one kind of line end");
        }
    }

    #[test]
    fn lines_are_told_in_any_order() {
        let mut line = lines("a\nbé\n\nc");
        assert_eq!([0, 2, 6, 7, 2, 0, 7, 99].map(&mut line), [1, 2, 3, 4, 2, 1, 4, 4]);
    }

    #[test]
    fn several_are_added_in_their_order() {
        let text = addition("a:\n  title: x\n", &[draft("c"), draft("b")]).unwrap();
        let ids = listed(&format!("a:\n  title: x\n{text}")).unwrap();
        assert_eq!(ids.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["a", "c", "b"]);
        assert_eq!(addition("", &[draft("c"), draft("c")]), Err(Refusal::Closed), "one id twice");
    }

    #[test]
    fn an_addition_that_would_not_hold_is_refused() {
        assert_eq!(added("a: 1\nb:\n  title: x\n", "b"), Err(Refusal::Taken(Id::new("b").unwrap(), 2)));
        assert_eq!(added("a: [\n", "b"), Err(Refusal::Unreadable));
        assert_eq!(added("- a\n", "b"), Err(Refusal::Unreadable));
        assert_eq!(added("{a: 1}\n", "b"), Err(Refusal::Closed));
        assert_eq!(added("  a: 1\n", "b"), Err(Refusal::Closed));
        assert_eq!(added("a: |\n  text\n...\n", "b"), Err(Refusal::Closed));
        let faulty = Draft { kind: "rumour".to_owned(), ..draft("b") };
        assert!(matches!(addition("", &[faulty]), Err(Refusal::Faulty(message)) if message.contains("rumour")));
    }

    #[test]
    fn the_publisher_is_guessed_from_the_address() {
        let host_of = |text: &str| host(&Url::new(text).unwrap()).to_owned();
        assert_eq!(host_of("https://www.example.org/a"), "example.org");
        assert_eq!(host_of("http://news.example.org:8080"), "news.example.org");
    }
}
