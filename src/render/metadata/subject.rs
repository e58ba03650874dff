//! What a page is, for machines.
//!
//! In: a page. Out: the properties that only its kind has: an article by its authors, a page about a place, a data set, the site itself.
//! It never calls a diplomatic happening an `Event`: to search engines that is something to buy tickets for.

use super::dataset;
use crate::link::Page;
use crate::model::{Article, Country, CountryCode, territory};
use crate::render::frame::Frame;
use crate::render::view::Head;
use serde_json::{Value, json};

/// The properties of the thing that a page is or is about; what all pages have is put in by the caller.
#[must_use]
pub fn node(page: &Page, head: &Head, frame: Frame<'_>) -> Value {
    let site = frame.site;
    let pictures = || head.card.as_ref().map(|card| json!([card.url]));
    match page {
        Page::Home => json!({"@type": "WebSite", "@id": super::website_id(frame), "image": pictures()}),
        Page::Article(at) => match site.article(*at) {
            Some(text) => article(text, head, frame),
            None => json!({"@type": "WebPage"}),
        },
        Page::Country(code) => json!({
            "@type": "WebPage",
            "about": site.country(*code).map(|country| place(*code, country, frame)),
            "primaryImageOfPage": head.card.as_ref().map(|card| json!({"@type": "ImageObject", "url": card.url})),
        }),
        Page::Data => dataset::node(head, frame),
        Page::Articles | Page::Countries | Page::Sources | Page::Figures | Page::Glossary | Page::Corrections | Page::Changes => {
            json!({"@type": "CollectionPage"})
        }
        Page::Search => json!({"@type": "SearchResultsPage"}),
        _ => json!({"@type": "WebPage"}),
    }
}

/// An explainer: to search engines news, to schema.org the background of it.
fn article(text: &Article, head: &Head, frame: Frame<'_>) -> Value {
    let authors = text.authors.iter().map(|author| {
        let kind = if author.is_organization() { "Organization" } else { "Person" };
        json!({"@type": kind, "name": author.name, "url": author.url.as_ref().map(|url| url.as_str())})
    });
    let authors: Vec<Value> = authors.collect();
    let picture = frame.site.picture_of(text).map(|at| frame.whole_url(&Page::Media(at)));
    let pictures: Vec<String> = head.card.iter().map(|card| card.url.clone()).chain(picture).collect();
    json!({
        "@type": ["NewsArticle", "BackgroundNewsArticle"],
        "headline": head.title,
        "mainEntityOfPage": head.canonical,
        "image": pictures,
        "author": if authors.is_empty() { json!({"@id": super::publisher::id(frame)}) } else { json!(authors) },
        "keywords": text.topics,
        "backstory": super::method(frame),
    })
}

/// A country or territory, with its codes and its item in Wikidata. A record with a code of the house is a place.
fn place(code: CountryCode, country: &Country, frame: Frame<'_>) -> Value {
    let known = territory::find(code);
    let identifier = |name: &str, value: &str| json!({"@type": "PropertyValue", "propertyID": name, "value": value});
    let identifiers = match known {
        Some(territory) => {
            vec![identifier("ISO 3166-1 alpha-2", &territory.code), identifier("ISO 3166-1 alpha-3", &territory.code3)]
        }
        None => vec![identifier(&frame.site.report.settings.title, &code.to_string())],
    };
    json!({
        "@type": if known.is_some() { "Country" } else { "Place" },
        "name": country.name.value,
        "alternateName": country.aliases.iter().map(|alias| alias.value.as_str()).collect::<Vec<_>>(),
        "identifier": identifiers,
        "sameAs": known.map(|territory| format!("https://www.wikidata.org/entity/{}", territory.wikidata)),
    })
}
