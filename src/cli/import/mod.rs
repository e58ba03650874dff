//! `sourcebook import`: a bibliography becomes entries of `sources.yaml`, and a table changes of the records ([`table`]).
//!
//! In: a file of BibTeX, BibLaTeX or CSL-JSON. Out: the entries at the end of [`SourcesFile`], and on the terminal what was skipped, what
//! was guessed, and what cannot become a source. It never changes a line that is there, and never makes up a date, a title or an address.
//!
//! [`bibtex`] and [`csl`] read the two forms into the same [`Found`]; [`judge`] decides what becomes of each; [`tell`] says so.

mod bibtex;
mod csl;
mod found;
mod kind;
mod table;

use super::Verdict;
use super::args::{Import, ImportSources, ImportWhat};
use super::failure::Failure;
use super::files;
use super::project::Project;
use super::records::Which;
use super::report::Terminal;
use super::sources::{self, Draft, Listed, Refusal, SourcesFile, addition, host};
use super::table::Form;
use crate::diagnose::{count, quoted};
use crate::model::{self, Date, Document, Id, Url};
use crate::parse::FromScalar;
use crate::text::{Content, Tree, position};
use found::{Broken, Found};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub fn run(asked: &Import, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let project = Project::find(root)?;
    let asked = match &asked.what {
        ImportWhat::Events(asked) => return table::run(asked, Which::Events, &project, terminal),
        ImportWhat::Arrangements(asked) => return table::run(asked, Which::Arrangements, &project, terminal),
        ImportWhat::Sources(asked) if Form::of(&asked.table.file).is_some() => {
            return table::run(&asked.table, Which::Sources, &project, terminal);
        }
        ImportWhat::Sources(asked) => asked,
    };
    bibliography(asked, &project, terminal)
}

fn bibliography(asked: &ImportSources, project: &Project, terminal: Terminal) -> Result<Verdict, Failure> {
    if asked.table.remove_missing {
        return Err(Failure::usage("`--remove-missing` is for tables (`.csv`, `.xlsx`)").help("a bibliography only adds sources"));
    }
    let shown = asked.table.file.display().to_string();
    let text = files::read(&asked.table.file)?.ok_or_else(|| Failure::usage(format!("there is no file `{shown}`")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let found = read(&asked.table.file, text, &shown)?;
    let file = SourcesFile::open(project)?;
    let house = House { listed: file.listed()?, language: language(project)?, shown: &file.shown };
    let judged = judge(found, text, &house, &asked.kind);
    let drafts: Vec<Draft> = judged.iter().filter_map(|one| one.draft().cloned()).collect();
    if let Some(failure) = hopeless(&judged, &shown) {
        return Err(failure);
    }
    if !drafts.is_empty() {
        let addition = file.addition(&drafts)?;
        if asked.table.dry_run {
            terminal.data(&addition)?;
        } else {
            file.write(&addition)?;
        }
    }
    terminal.say(&tell(&judged, asked, &shown, &file.shown));
    Ok(Verdict::Fine)
}

/// The entries of a file, in whichever form it is written.
fn read(path: &Path, text: &str, shown: &str) -> Result<Vec<Found>, Failure> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase();
    let read = match (ending.as_str(), text.trim_start().chars().next()) {
        ("bib" | "bibtex" | "biblatex", _) => bibtex::read(text),
        ("json", _) | (_, Some('[' | '{')) => csl::read(text),
        (_, Some('@' | '%')) => bibtex::read(text),
        _ => {
            let found = Failure::input(format!("`{shown}` is neither BibTeX nor CSL-JSON"));
            return Err(found.help("export it as BibLaTeX (`.bib`) or as CSL-JSON (`.json`)"));
        }
    };
    let entries = read.map_err(|broken| failure(&broken, text, shown))?;
    if entries.is_empty() {
        return Err(Failure::input(format!("`{shown}` has no entries")).help("export it again, as BibLaTeX or as CSL-JSON"));
    }
    Ok(entries)
}

fn failure(broken: &Broken, text: &str, shown: &str) -> Failure {
    let at = position(text, broken.at);
    let line = text.lines().nth(at.line - 1).unwrap_or("");
    // A program may have written all of it into one line.
    let (skipped, room) = ((at.column - 1).saturating_sub(50), 90);
    let part: String = line.chars().skip(skipped).take(room).collect();
    let is_cut = line.chars().count() > skipped + room;
    let excerpt = format!("{}{}{}", if skipped > 0 { "…" } else { "" }, part.trim_end(), if is_cut { "…" } else { "" });
    let found = Failure::input(format!("{shown}:{}:{}: {}", at.line, at.column, broken.message));
    let found = match found::clean(&excerpt) {
        Some(excerpt) => found.note(format!("{} | {excerpt}", at.line)),
        None => found,
    };
    found.help("correct it there, or export it again; nothing was added")
}

/// The language of the report, in which a source needs no `language:`.
fn language(project: &Project) -> Result<String, Failure> {
    let text = files::read(&project.root.join("content").join("site.yaml"))?.unwrap_or_default();
    let mut tree = Tree::new();
    tree.put("content/site.yaml", Content::Text(text.into()));
    Ok(match tree.get("content/site.yaml").map(|file| model::read(file).value) {
        Some(Document::Site(site)) => site.language.value.clone(),
        _ => "en".to_owned(),
    })
}

/// What the report has already.
struct House<'a> {
    listed: Vec<Listed>,
    language: String,
    /// The path of its sources as a person would write it.
    shown: &'a str,
}

/// An entry, and what becomes of it.
#[derive(Debug)]
struct Judged {
    /// Its citation key, or its title when it has none.
    name: String,
    line: usize,
    fate: Fate,
}

#[derive(Debug)]
enum Fate {
    Added(Box<Added>),
    /// There already: where.
    Skipped(String),
    /// Why it cannot become a source, and what to do.
    Unusable(String),
}

#[derive(Debug)]
struct Added {
    draft: Draft,
    /// The type that its kind was guessed from.
    guessed: Option<String>,
    /// Whether its publisher is the name in its address.
    by_host: bool,
    /// What it says and a source cannot hold.
    left_out: Vec<String>,
}

impl Judged {
    fn draft(&self) -> Option<&Draft> {
        self.added().map(|added| &added.draft)
    }

    fn added(&self) -> Option<&Added> {
        match &self.fate {
            Fate::Added(added) => Some(added),
            Fate::Skipped(_) | Fate::Unusable(_) => None,
        }
    }

    fn skipped(&self) -> Option<&str> {
        match &self.fate {
            Fate::Skipped(reason) => Some(reason),
            Fate::Added(_) | Fate::Unusable(_) => None,
        }
    }

    fn unusable(&self) -> Option<&str> {
        match &self.fate {
            Fate::Unusable(reason) => Some(reason),
            Fate::Added(_) | Fate::Skipped(_) => None,
        }
    }
}

/// Decides what becomes of each entry. Ids that are taken by the report make an entry be skipped; ids that are taken by an entry above it
/// get a number.
fn judge(found: Vec<Found>, text: &str, house: &House<'_>, fallback: &str) -> Vec<Judged> {
    let ids: BTreeMap<String, &Listed> = house.listed.iter().map(|one| (one.id.to_lowercase(), one)).collect();
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for one in &house.listed {
        if let Some(url) = &one.url {
            let place = format!("its address is that of {}: {}:{}", quoted(&one.id), house.shown, one.line);
            pages.entry(found::same_page(url)).or_insert(place);
        }
    }
    let mut taken: BTreeSet<String> = ids.keys().cloned().collect();
    let mut line = sources::lines(text);
    let mut judged = Vec::new();
    for entry in found {
        let line = line(entry.at);
        // Zotero gives an address of its own where there is no key.
        let key = found::clean(&entry.key).filter(|key| !key.contains("://"));
        let name = key.or_else(|| entry.title.clone()).unwrap_or_else(|| "an entry without a key".to_owned());
        let fate = match draft(&entry, text, house, fallback) {
            // What the file says may hold signs that a terminal obeys.
            Err(reason) => Fate::Unusable(found::clean(&reason).unwrap_or_default()),
            Ok(mut added) => {
                let page = found::same_page(added.draft.url.as_str());
                let id = added.draft.id.to_string();
                if let Some(place) = pages.get(&page) {
                    Fate::Skipped(place.clone())
                } else if let Some(there) = ids.get(&id.to_lowercase()) {
                    Fate::Skipped(format!("there is already a source {}: {}:{}", quoted(&there.id), house.shown, there.line))
                } else {
                    let numbered = (2..).filter_map(|number| Id::new(&format!("{id}-{number}")));
                    let free = std::iter::once(added.draft.id.clone()).chain(numbered).find(|id| !taken.contains(id.as_str()));
                    added.draft.id = free.unwrap_or(added.draft.id);
                    taken.insert(added.draft.id.to_string());
                    pages.insert(page, format!("its address is that of {} in line {line}", quoted(added.draft.id.as_str())));
                    Fate::Added(Box::new(added))
                }
            }
        };
        judged.push(Judged { name, line, fate });
    }
    judged
}

/// The source that an entry is; the error says what it lacks, and what to do.
fn draft(entry: &Found, text: &str, house: &House<'_>, fallback: &str) -> Result<Added, String> {
    if let Some((at, reason)) = &entry.broken {
        let at = position(text, *at);
        return Err(format!("{reason} (line {}, column {})", at.line, at.column));
    }
    let (url, title) = match (&entry.url, &entry.title) {
        (None, None) => return Err("it has no address and no title; give it both".to_owned()),
        (None, Some(_)) => return Err("it has no address; give it a URL".to_owned()),
        (Some(_), None) => return Err("it has no title; give it one".to_owned()),
        (Some(url), Some(title)) => (url, title),
    };
    let url = Url::from_scalar(url).map_err(|mistake| match mistake.help {
        Some(help) => format!("{}; {help}", mistake.message),
        None => mistake.message,
    })?;
    let mut left_out = Vec::new();
    let mut date = |written: &Option<String>, what: &str| -> Option<Date> {
        let written = written.as_deref()?;
        let date = found::date(written);
        if date.is_none() {
            left_out.push(format!("{what} {}", quoted(&found::clean(written).unwrap_or_default())));
        }
        date
    };
    let (published, accessed) = (date(&entry.published, "the date"), date(&entry.accessed, "the date of reading"));
    let language = entry.language.as_deref().and_then(|written| {
        let tag = found::language(written);
        if tag.is_none() {
            left_out.push(format!("the language {}", quoted(&found::clean(written).unwrap_or_default())));
        }
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_lowercase();
        tag.filter(|tag| primary(tag) != primary(&house.language))
    });
    let kind = kind::kind(entry.nature, host(&url), fallback);
    let draft = Draft {
        id: found::id(entry, &url, published).ok_or("no id can be made of its key; give it another")?,
        title: title.clone(),
        publisher: entry.publisher.clone().unwrap_or_else(|| host(&url).to_owned()),
        authors: entry.authors.clone(),
        published,
        accessed,
        archive: entry.archive.as_deref().and_then(Url::new),
        kind: kind.word,
        language,
        url,
    };
    // One that would make a mistake is told apart here, so that it does not keep the others out.
    match addition("", std::slice::from_ref(&draft)) {
        Ok(_) => {}
        Err(Refusal::Faulty(message)) => return Err(message.rsplit("]: ").next().unwrap_or(&message).to_owned()),
        Err(_) => return Err("it cannot be written as YAML".to_owned()),
    }
    let guessed = kind.guessed.then(|| found::clean(&entry.written).unwrap_or_else(|| "no type".to_owned()));
    Ok(Added { draft, guessed, by_host: entry.publisher.is_none(), left_out })
}

/// The failure, when no entry can become a source and none is there already.
fn hopeless(judged: &[Judged], shown: &str) -> Option<Failure> {
    if judged.iter().any(|one| one.unusable().is_none()) {
        return None;
    }
    let found = Failure::input(format!("no entry of `{shown}` can become a source"));
    let failure = lines(judged, shown, Judged::unusable).into_iter().fold(found, Failure::note);
    Some(failure.help("a source needs a title and an address"))
}

/// What was done, for the terminal: the sum, then a part for each thing that somebody should look at.
fn tell(judged: &[Judged], asked: &ImportSources, shown: &str, sources: &str) -> String {
    let added: Vec<&Added> = judged.iter().filter_map(Judged::added).collect();
    let number = count(added.len(), "source", "sources");
    let mut out = match (added.len(), asked.table.dry_run) {
        (0, _) => format!("Nothing to add to {sources}."),
        (_, true) => format!("{number} would be added to {sources}. Nothing was written."),
        (_, false) => format!("Added {number} to {sources}. Cite them in prose with [@id], in records with `sources: [id]`."),
    };
    let mut part = |heading: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out.push_str(&format!("\n\n{heading}"));
            lines.iter().for_each(|line| out.push_str(&format!("\n  {line}")));
        }
    };
    let of = |line: &dyn Fn(&Added) -> Option<String>| -> Vec<String> {
        let told = |one: &&Added| Some(format!("{}: {}", one.draft.id, line(one)?));
        added.iter().filter_map(told).collect()
    };
    part(
        "The kind of these was guessed. Correct it where it is wrong:",
        of(&|one| one.guessed.as_ref().map(|written| format!("{} (from {written})", one.draft.kind))),
    );
    part(
        "The publisher of these was taken from the address. Correct it if need be:",
        of(&|one| one.by_host.then(|| one.draft.publisher.clone())),
    );
    part(
        "This was left out, because it cannot be read. Add it if you can:",
        of(&|one| (!one.left_out.is_empty()).then(|| one.left_out.join(", "))),
    );
    part("These are there already and were skipped:", lines(judged, shown, Judged::skipped));
    part("These cannot become a source. Correct them and import again:", lines(judged, shown, Judged::unusable));
    out
}

/// `refs.bib:12: smith2020: it has no address`.
fn lines(judged: &[Judged], shown: &str, reason: impl Fn(&Judged) -> Option<&str>) -> Vec<String> {
    let line = |one: &Judged| Some(format!("{shown}:{}: {}: {}", one.line, one.name, reason(one)?));
    judged.iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::ImportTable;
    use crate::cli::sources::listed;
    use proptest::prelude::*;

    const THERE: &str = "Old:\n  title: x\n  url: \"https://www.example.org/old/\"\n";

    fn judged(text: &str) -> Vec<Judged> {
        let house = House { listed: listed(THERE).unwrap(), language: "en".to_owned(), shown: "content/sources.yaml" };
        judge(bibtex::read(text).unwrap(), text, &house, "other")
    }

    fn entry(key: &str, path: &str) -> String {
        format!("@online{{{key}, title = {{T}}, url = {{https://example.org/{path}}}}}\n")
    }

    #[test]
    fn what_is_there_is_skipped_and_named() {
        let all = judged(&(entry("old", "a") + &entry("new", "old#part") + &entry("b", "c") + &entry("d", "c/")));
        let reasons: Vec<&str> = all.iter().filter_map(Judged::skipped).collect();
        assert_eq!(
            reasons,
            [
                "there is already a source `Old`: content/sources.yaml:1",
                "its address is that of `Old`: content/sources.yaml:1",
                "its address is that of `b` in line 3"
            ]
        );
        assert_eq!(all.iter().filter_map(Judged::draft).map(|draft| draft.id.as_str()).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn nothing_in_the_file_commands_the_terminal() {
        let text = r#"[{"title": "T", "type": "\u001b[1mx", "URL": "https://a.org/", "issued": "\u001b[31msoon", "language": "\u001b[31m a b"},
            {"id": "\u001b[31mk", "title": "T", "URL": "\u001b[31mx"}, {"id": "\u001b[31mk", "title": "\u001b[2J"}]"#;
        let house = House { listed: listed(THERE).unwrap(), language: "en".to_owned(), shown: "content/sources.yaml" };
        let all = judge(csl::read(text).unwrap(), text, &house, "other");
        let asked = ImportSources {
            table: ImportTable { file: "a.json".into(), dry_run: false, remove_missing: false },
            kind: "other".to_owned(),
        };
        let told = tell(&all, &asked, "a.json", "content/sources.yaml");
        assert!(!told.contains('\u{1b}') && told.contains("soon") && told.contains("cannot become a source"), "{told:?}");
    }

    #[test]
    fn ids_that_meet_get_numbers() {
        let all = judged(&(entry("a:b", "1") + &entry("A-b", "2") + &entry("a-b-2", "3") + &entry("a.b", "4")));
        let ids: Vec<&str> = all.iter().filter_map(Judged::draft).map(|draft| draft.id.as_str()).collect();
        assert_eq!(ids, ["a-b", "a-b-2", "a-b-2-2", "a-b-3"]);
    }

    #[test]
    fn what_is_missing_is_told_and_nothing_made_up() {
        let all = judged(
            "@misc{a, title = {T}}\n@misc{b, url = {https://a.org}}\n@misc{c,}\n@misc{d, title={T}, url={a.org/x}}\n@misc{,}",
        );
        let reasons: Vec<(usize, &str)> = all.iter().filter_map(|one| Some((one.line, one.unusable()?))).collect();
        assert_eq!(reasons[0], (1, "it has no address; give it a URL"));
        assert_eq!(reasons[1], (2, "it has no title; give it one"));
        assert_eq!(reasons[2], (3, "it has no address and no title; give it both"));
        assert!(reasons[3].1.ends_with("write `https://a.org/x`"), "{}", reasons[3].1);
        assert_eq!(all[4].name, "an entry without a key");
        let failure = hopeless(&all, "refs.bib").unwrap();
        assert_eq!(failure.notes[0], "refs.bib:1: a: it has no address; give it a URL");
        let added = &judged("@misc{a, title = {T}, url = {https://a.org}, date = {soon}, langid = {klingonian of old}}")[0];
        let added = added.added().unwrap();
        assert_eq!(added.left_out, ["the date `soon`", "the language `klingonian of old`"]);
        assert!(added.by_host && added.draft.accessed.is_none() && added.draft.published.is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_written_no_addition_is_refused(
            noise in proptest::collection::vec("[{}\\\\\"@,=$~%#&'a: \n-]|[a-z]{1,6}|\\PC", 0..12),
            places in proptest::collection::vec(0usize..400, 12),
        ) {
            let mut text = "@string{j = {The Post}}\n@article{a:b, title = {Caf{\\'e} {NASA} \\emph{x}}, journal = j # \" 2\", author = {Wong, E. and {H. R. W.}},\n date = {2025-06~/2025-07}, year = 2025, month = jun, url = {https://a.org/b--c}, note = {Archive: https://a.org/d}, langid = {ngerman}}\n@online{c, title = \"T\", url = {https://b.org}}".to_owned();
            for (part, place) in noise.iter().zip(places) {
                let place = (0..=place.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
                text.insert_str(place, part);
            }
            let house = House { listed: listed(THERE).unwrap(), language: "en".to_owned(), shown: "sources.yaml" };
            for found in [bibtex::read(&text), csl::read(&text.replace("@string", "[").replace('\\', "")), csl::read(&json(&text))].into_iter().flatten() {
                let drafts: Vec<Draft> = judge(found, &text, &house, "other").iter().filter_map(Judged::draft).cloned().collect();
                prop_assert!(drafts.is_empty() || addition(THERE, &drafts).is_ok(), "{:?}", drafts);
            }
        }
    }

    /// An item whose texts are all the same.
    fn json(text: &str) -> String {
        let text = serde_json::Value::from(text);
        format!(
            "[{{\"id\": {text}, \"title\": {text}, \"publisher\": {text}, \"author\": [{{\"family\": {text}}}, {{\"literal\": {text}}}], \"issued\": {text}, \"language\": {text}, \"note\": {text}, \"URL\": \"https://c.org\"}}]"
        )
    }

    #[test]
    fn a_broken_file_is_shown_where_it_breaks() {
        let text = format!("[{{\"id\": \"{}\" 1}}]", "x".repeat(500));
        let failure = read(Path::new("refs.json"), &text, "refs.json").unwrap_err();
        assert!(failure.message.starts_with("refs.json:1:51"), "{}", failure.message);
        assert!(failure.notes[0].chars().count() < 110 && failure.notes[0].contains("…xxx"), "{}", failure.notes[0]);
    }

    #[test]
    fn the_form_is_told_from_the_ending_else_from_the_first_sign() {
        let form = |path: &str, text: &str| read(Path::new(path), text, path).map(|all| all[0].written.clone());
        assert_eq!(form("a.bib", "@misc{a}").unwrap_or_default(), "");
        assert_eq!(form("a.bib", "@misc{a,}").unwrap(), "@misc");
        assert_eq!(form("a.txt", " @misc{a,}").unwrap(), "@misc");
        assert_eq!(form("a", "[{\"type\": \"webpage\"}]").unwrap(), "webpage");
        assert_eq!(form("a.txt", "TY  - JOUR").unwrap_err().message, "`a.txt` is neither BibTeX nor CSL-JSON");
        assert_eq!(form("a.bib", "").unwrap_err().message, "`a.bib` has no entries");
    }
}
