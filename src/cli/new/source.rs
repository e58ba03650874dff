//! `sourcebook new source`: one more entry in `sources.yaml`.
//!
//! In: what is known about a source. Out: the file, as it was, with an entry at its end. It never rewrites a line of it, and
//! writes nothing unless the result can be read and holds what it held before.

use super::{one_line, yaml_quoted, yaml_text};
use crate::cli::args::NewSource;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::cli::report::Terminal;
use crate::cli::{clock, files};
use crate::diagnose::quoted;
use crate::model::{Day, Id, Url};
use crate::parse::{self, FromScalar, Value};
use crate::text::{Content, Tree};
use std::fmt::Write;

const HEAD: &str = "# Every document the report rests on, once. Records name it by its id, prose cites it with [@id].\n";
const SCHEMA: &str = "# yaml-language-server: $schema=../schemas/sources.json\n#\n";

pub fn add(asked: &NewSource, project: &Project, terminal: Terminal) -> Result<(), Failure> {
    let id = id(&asked.id)?;
    let entry = entry(&id, asked, clock::today(asked.clock.now)?)?;
    let path = project.root.join("content").join("sources.yaml");
    let shown = project.shown(&path);
    match files::read(&path)? {
        Some(text) => files::append(&path, &addition(&text, &id, &entry).map_err(|refusal| refused(refusal, &id, &shown))?)?,
        None => {
            let schema = if project.root.join("schemas/sources.json").is_file() { SCHEMA } else { "" };
            files::create(&path, &format!("{schema}{HEAD}\n{entry}"))?;
        }
    }
    terminal.say(&format!("Added `{id}` to {shown}. Cite it in prose with [@{id}], in records with `sources: [{id}]`."));
    if asked.publisher.is_none() {
        terminal.say(&format!("Its publisher was taken from the address: {}. Correct it if need be.", host(&asked.url)));
    }
    Ok(())
}

fn id(text: &str) -> Result<Id, Failure> {
    Id::from_scalar(text).map_err(|mistake| {
        let failure = Failure::usage(mistake.message);
        match mistake.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    })
}

fn entry(id: &Id, asked: &NewSource, today: Day) -> Result<String, Failure> {
    let mut out = format!("{id}:\n  title: {}\n", yaml_quoted(&one_line("title", &asked.title)?));
    let publisher = match &asked.publisher {
        Some(name) => one_line("publisher", name)?,
        None => host(&asked.url).to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "  publisher: {}", yaml_text(&publisher));
    let authors = asked.authors.iter().map(|author| one_line("author", author)).collect::<Result<Vec<_>, _>>()?;
    match authors.as_slice() {
        [] => {}
        [author] => out.push_str(&format!("  author: {}\n", yaml_text(author))),
        authors => {
            // A comma would end an entry of the list, so here each is quoted.
            let quoted: Vec<String> = authors.iter().map(|author| yaml_quoted(author)).collect();
            out.push_str(&format!("  authors: [{}]\n", quoted.join(", ")));
        }
    }
    if let Some(published) = asked.published {
        let _ = writeln!(out, "  published: {published}");
    }
    let _ = writeln!(out, "  accessed: {today}\n  url: {}\n  kind: {}", yaml_quoted(asked.url.as_str()), asked.kind);
    if let Some(language) = &asked.language {
        let _ = writeln!(out, "  language: {}", yaml_text(&one_line("language", language)?));
    }
    Ok(out)
}

/// Why an entry cannot be added to a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refusal {
    /// There is such an id already, on this line.
    Taken(usize),
    /// The file has mistakes, so nobody knows what an addition would mean.
    Unreadable,
    /// The file is written in a way that cannot be added to at its end.
    Closed,
}

/// What to add to the end of `text`, so that it holds one entry more and everything else as before.
fn addition(text: &str, id: &Id, entry: &str) -> Result<String, Refusal> {
    let before = keys(text).ok_or(Refusal::Unreadable)?;
    if let Some((_, line)) = before.iter().find(|(key, _)| key == id.as_str()) {
        return Err(Refusal::Taken(*line));
    }
    let separation = match text {
        "" => "",
        text if text.ends_with("\n\n") || text.ends_with("\n\r\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let mut addition = format!("{separation}{entry}");
    if text.contains("\r\n") {
        addition = addition.replace('\n', "\r\n");
    }
    let after = keys(&format!("{text}{addition}")).ok_or(Refusal::Closed)?;
    let is_whole = after.len() == before.len() + 1 && after.iter().zip(&before).all(|(after, before)| after == before);
    if is_whole { Ok(addition) } else { Err(Refusal::Closed) }
}

/// The keys of a YAML file in order, each with its line; `None` when it has mistakes or is no table.
fn keys(text: &str) -> Option<Vec<(String, usize)>> {
    let mut tree = Tree::new();
    tree.put("content/sources.yaml", Content::Text(text.into()));
    let read = parse::yaml(text, tree.get("content/sources.yaml")?.id, 0);
    if !read.diagnostics.is_empty() {
        return None;
    }
    match read.value.map(|node| node.value) {
        None | Some(Value::Nothing) => Some(Vec::new()),
        Some(Value::Map(entries)) => {
            let line = |start: u32| crate::text::position(text, start as usize).line;
            Some(entries.into_iter().map(|(key, _)| (key.text, line(key.span.start))).collect())
        }
        Some(Value::Scalar(_) | Value::List(_)) => None,
    }
}

fn refused(refusal: Refusal, id: &Id, shown: &str) -> Failure {
    match refusal {
        Refusal::Taken(line) => Failure::usage(format!("there is already a source {}: {shown}:{line}", quoted(id.as_str())))
            .help("cite that one, or choose another id"),
        Refusal::Unreadable => {
            Failure::usage(format!("{shown} has mistakes, so nothing was added")).help("`sourcebook check` shows them")
        }
        Refusal::Closed => Failure::usage(format!("{shown} is written in a form that cannot be added to at its end"))
            .help("write each source as `id:` on a line of its own, with its keys indented below"),
    }
}

/// The name in an address: `example.org`.
fn host(url: &Url) -> &str {
    let rest = url.as_str().split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Clock;
    use crate::model::{self, Date, Document};

    fn asked(id: &str) -> NewSource {
        NewSource {
            id: id.to_owned(),
            url: Url::new("https://www.example.org/rwanda?a=b#c").unwrap(),
            title: "Rwanda: \"agrees\" # to take 250".to_owned(),
            publisher: None,
            authors: vec!["A. Reporter, Jr.".to_owned(), "B".to_owned()],
            published: Date::from_scalar("2025-08").ok(),
            kind: "news".to_owned(),
            language: Some("no".to_owned()),
            clock: Clock { now: None },
        }
    }

    fn added(text: &str, id: &str) -> Result<String, Refusal> {
        let asked = asked(id);
        let id = Id::new(id).unwrap();
        let entry = entry(&id, &asked, Day::new(2026, 11, 24).unwrap()).unwrap();
        addition(text, &id, &entry).map(|addition| format!("{text}{addition}"))
    }

    #[test]
    fn an_entry_is_a_source_without_findings() {
        let mut tree = Tree::new();
        tree.put("content/sources.yaml", Content::Text(added("", "reuters-rwanda").unwrap().into()));
        let read = model::read(tree.get("content/sources.yaml").unwrap());
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let Document::Sources(sources) = read.value else { panic!("no sources") };
        assert_eq!(sources[0].title, "Rwanda: \"agrees\" # to take 250");
        assert_eq!(sources[0].publisher, "example.org");
        assert_eq!(sources[0].authors, ["A. Reporter, Jr.", "B"]);
        assert_eq!(sources[0].language.as_deref(), Some("no"));
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
    fn an_addition_that_would_not_hold_is_refused() {
        assert_eq!(added("a: 1\nb:\n  title: x\n", "b"), Err(Refusal::Taken(2)));
        assert_eq!(added("a: [\n", "b"), Err(Refusal::Unreadable));
        assert_eq!(added("- a\n", "b"), Err(Refusal::Unreadable));
        assert_eq!(added("{a: 1}\n", "b"), Err(Refusal::Closed));
        assert_eq!(added("  a: 1\n", "b"), Err(Refusal::Closed));
        assert_eq!(added("a: |\n  text\n...\n", "b"), Err(Refusal::Closed));
    }

    #[test]
    fn the_publisher_is_guessed_from_the_address() {
        let host_of = |text: &str| host(&Url::new(text).unwrap()).to_owned();
        assert_eq!(host_of("https://www.example.org/a"), "example.org");
        assert_eq!(host_of("http://news.example.org:8080"), "news.example.org");
    }
}
