//! Search: the list from A to Z that works without a script, and the documents that the script searches.
//!
//! In: the site. Out: [`Search`] for the page, and `search.json`. It never holds the full text of anything.

use super::Head;
use crate::link::{Locale, Page, filed};
use crate::render::frame::Frame;
use crate::render::notes::Notes;
use crate::render::{full_text, html};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// How long a document may be, in bytes: readers on a slow line load thousands of them.
const LIMIT: usize = 1024;

#[derive(Serialize, Debug)]
pub struct Search {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub groups: Vec<Group>,
    pub index: String,
    /// The address of the folder with the full-text index, when there is one.
    pub full_text: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct Group {
    pub label: String,
    pub entries: Vec<Entry>,
}

#[derive(Serialize, Debug)]
pub struct Entry {
    pub label: String,
    pub url: String,
    /// What tells it from others with the same label.
    pub detail: Option<String>,
}

/// One thing that can be found. Keys are single letters, because every reader who searches loads all of them.
#[derive(Serialize, Debug)]
struct Document {
    /// Title.
    t: String,
    /// Address.
    u: String,
    /// What it is, in words.
    k: String,
    /// Summary.
    s: String,
    /// Other names.
    a: Vec<String>,
}

/// The search page.
#[must_use]
pub fn page(frame: Frame<'_>, notes: &mut Notes) -> Search {
    let (head, intro) = super::introduced(frame, &Page::Search, "search", notes);
    Search {
        head,
        intro,
        groups: groups(documents(frame), &frame.site.locale),
        index: frame.url(&Page::SearchIndex),
        full_text: full_text::url(frame),
    }
}

/// By first letter, accents aside; letters of a script that runs against the language come last.
fn groups(documents: Vec<Document>, locale: &Locale) -> Vec<Group> {
    let mut named: HashMap<String, usize> = HashMap::new();
    for document in &documents {
        *named.entry(document.t.clone()).or_default() += 1;
    }
    let mut groups: BTreeMap<(bool, String), Vec<Entry>> = BTreeMap::new();
    for Document { t: label, u: url, k: kind, s: summary, .. } in documents {
        let first = filed(&label).chars().find(|c| c.is_alphanumeric()).unwrap_or('#');
        let letter = if first.is_numeric() { "0–9".to_owned() } else { first.to_uppercase().collect() };
        // The summary of a source is its publisher and its date.
        let detail = (named[&label] > 1).then(|| locale.punctuated("comma", &[&kind, &summary]));
        groups.entry((locale.runs_against(first), letter)).or_default().push(Entry { label, url, detail });
    }
    let sorted = groups.into_iter().map(|((_, label), mut entries)| {
        entries.sort_by_cached_key(|entry| (filed(&entry.label), entry.url.clone()));
        Group { label, entries }
    });
    sorted.collect()
}

/// `search.json`
#[must_use]
pub fn index(frame: Frame<'_>) -> Vec<u8> {
    serde_json::to_vec(&documents(frame)).unwrap_or_default()
}

fn documents(frame: Frame<'_>) -> Vec<Document> {
    let report = &frame.site.report;
    let word = |key: &str| frame.theme.word(key).to_owned();
    let countries = report.countries.iter().map(|country| Document {
        t: country.name.value.clone(),
        u: frame.country_url(country.code.value),
        k: word("kind_country"),
        s: country.summary.as_ref().map_or_else(String::new, |prose| html::plain_text(prose, frame)),
        a: names(country),
    });
    let articles = report.articles.iter().enumerate().map(|(at, article)| Document {
        t: article.title.value.clone(),
        u: frame.url(&Page::Article(at)),
        k: word("kind_article"),
        s: article.description.clone().unwrap_or_default(),
        a: article.body.headings.iter().map(|heading| html::heading_text(&article.body, heading, frame)).collect(),
    });
    let pages = report.pages.iter().enumerate().filter(|(at, _)| frame.site.places.address(&Page::Page(*at)).is_some());
    let pages = pages.map(|(at, page)| Document {
        t: page.title.value.clone(),
        u: frame.url(&Page::Page(at)),
        k: word("kind_page"),
        s: page.description.clone().unwrap_or_default(),
        a: page.body.headings.iter().map(|heading| html::heading_text(&page.body, heading, frame)).collect(),
    });
    let terms = report.terms.iter().flat_map(|terms| terms.iter()).map(|term| Document {
        t: term.term.value.clone(),
        u: frame.url_at(&Page::Glossary, Some(term.id.value.as_str())),
        k: word("kind_term"),
        s: html::plain_text(&term.definition, frame),
        a: term.aliases.iter().map(|alias| alias.value.clone()).collect(),
    });
    let sources = report.sources.values().map(|source| Document {
        t: source.title.clone(),
        u: frame.source_url(&source.id.value),
        k: word("kind_source"),
        s: crate::render::notes::label(source, frame),
        a: source.authors.clone(),
    });
    countries.chain(articles).chain(pages).chain(terms).chain(sources).map(fitted).collect()
}

/// A document of at most [`LIMIT`] bytes as JSON: what does not fit is left out at the end of the summary, then of the other names, then of the title.
fn fitted(document: Document) -> Document {
    let bytes = |document: &Document| serde_json::to_vec(document).map_or(0, |json| json.len());
    let mut document = document;
    while bytes(&document) > LIMIT {
        if !document.s.is_empty() {
            document.s = shortened(&document.s, bytes(&document) - LIMIT);
        } else if document.a.pop().is_none() {
            let (before, over) = (document.t.len(), bytes(&document) - LIMIT);
            document.t = shortened(&document.t, over);
            if document.t.len() == before {
                break; // its address alone is longer
            }
        }
    }
    document
}

/// The text without its last words, at least `over` bytes shorter or empty.
fn shortened(text: &str, over: usize) -> String {
    const SIGN: &str = "…";
    let room = text.len().saturating_sub(over + SIGN.len());
    let end = (0..=room).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let kept = text[..end].rsplit_once(' ').map_or("", |(kept, _)| kept);
    if kept.is_empty() { String::new() } else { format!("{kept}{SIGN}") }
}

/// Every other name of a country, and its codes.
pub(super) fn names(country: &crate::model::Country) -> Vec<String> {
    let known = crate::model::territory::find(country.code.value);
    let codes = std::iter::once(country.code.value.to_string()).chain(known.map(|territory| territory.code3.clone()));
    let aliases = country.aliases.iter().map(|alias| alias.value.clone());
    let more = known.into_iter().flat_map(|territory| territory.aliases.iter().cloned());
    let mut names: Vec<String> = aliases.chain(more).chain(codes).filter(|name| *name != country.name.value).collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(s: &str, a: &[&str]) -> Document {
        let a = a.iter().map(|name| (*name).to_owned()).collect();
        Document { t: "Title".to_owned(), u: "/a/".to_owned(), k: "Article".to_owned(), s: s.to_owned(), a }
    }

    #[test]
    fn the_list_has_one_place_for_a_letter_and_tells_namesakes_apart() {
        let titled = |t: &str, s: &str| Document { t: t.to_owned(), ..document(s, &[]) };
        let all = ["Zaire", "Åland", "Écosse", "Angola", "3 men", "ليبيا"].map(|title| titled(title, ""));
        let shown = |groups: Vec<Group>| -> Vec<String> {
            let labels = |group: Group| group.entries.into_iter().map(|entry| entry.label).collect::<Vec<_>>().join(" ");
            groups.into_iter().map(|group| format!("{}: {}", group.label.clone(), labels(group))).collect()
        };
        let groups_of_all = groups(all.into(), Locale::english());
        assert_eq!(shown(groups_of_all), ["0–9: 3 men", "A: Åland Angola", "E: Écosse", "Z: Zaire", "ل: ليبيا"]);
        let same = groups(
            vec![titled("One", "The Paper, 2025"), titled("One", "The Post, 2026"), titled("Other", "")],
            Locale::english(),
        );
        let details: Vec<Option<&str>> = same[0].entries.iter().map(|entry| entry.detail.as_deref()).collect();
        assert_eq!(details, [Some("Article, The Paper, 2025"), Some("Article, The Post, 2026"), None]);
    }

    #[test]
    fn a_document_takes_no_more_than_a_kilobyte() {
        let long = "Wörter, “quoted” \"too\". ".repeat(200);
        let heading = "h".repeat(300);
        for (summary, names) in
            [(long.as_str(), vec!["Other name"]), (long.as_str(), vec![heading.as_str(); 9]), ("", vec![heading.as_str(); 9])]
        {
            let fitted = fitted(document(summary, &names));
            assert!(serde_json::to_vec(&fitted).unwrap().len() <= LIMIT, "{fitted:?}");
            assert_eq!(fitted.t, "Title");
        }
        let kept = fitted(document(&long, &["Other name"]));
        assert_eq!(kept.a, ["Other name"], "a name is worth more than a summary");
        assert!(kept.s.ends_with('…') && kept.s.len() > 500, "{kept:?}");
        assert_eq!(fitted(document("short", &["a"])).s, "short");
    }
}
