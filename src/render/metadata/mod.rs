//! What a page tells machines about itself: JSON-LD in the words of <https://schema.org/>.
//!
//! In: a page as its template receives it, and its notes. Out: one graph for each page, which says what the page shows and no more:
//! the same title, the same dates, the same corrections, the same sources. It never makes a date more exact than it is known, and never
//! calls a fact of the report a `ClaimReview`: that is a verdict on somebody else's words.

mod claim_review;
mod dataset;
mod publisher;
mod subject;

use super::frame::Frame;
use super::view::{Correction, Date, Head, Note, PageView};
use crate::link::Page;
use serde_json::{Map, Value, json};

/// The graph of a page, as it stands inside a `<script>`.
#[must_use]
pub fn json_ld(page: &Page, view: &impl PageView, notes: &[Note], frame: Frame<'_>) -> String {
    let head = view.head();
    let publisher = publisher::node(page, frame);
    let mut main = subject::node(page, head, frame);
    let same = json!({
        "@id": head.canonical,
        "url": head.canonical,
        "name": head.title,
        "description": head.description,
        "inLanguage": frame.site.report.settings.language.value,
        "isAccessibleForFree": true,
        "license": frame.site.report.settings.licence.as_ref().and_then(|licence| licence.url.as_ref()).map(|url| url.as_str()),
        "publisher": {"@id": publisher["@id"]},
        "datePublished": head.published.as_ref().and_then(of_date),
        "dateModified": head.modified.as_ref().and_then(of_date),
        "correction": view.corrections().iter().map(correction).collect::<Vec<_>>(),
        "citation": notes.iter().map(|note| citation(note, frame)).collect::<Vec<_>>(),
    });
    complete(&mut main, same);
    let mut graph = vec![main, publisher];
    if page != &Page::Home {
        complete(&mut graph[0], json!({"isPartOf": {"@id": website_id(frame)}}));
        graph.push(website(frame));
    }
    graph.extend(breadcrumbs(head, frame));
    graph.extend(claim_review::node(page, head, frame));
    let graph = graph.into_iter().filter_map(without_nothing).collect::<Vec<_>>();
    // Inside a script, only `</script` and `<!--` could end it or hide the rest: neither can be written without `<`.
    json!({"@context": "https://schema.org", "@graph": graph}).to_string().replace('<', "\\u003c")
}

/// The page that tells how the report is made, if there is one.
fn method(frame: Frame<'_>) -> Option<String> {
    frame.site.page_of_file("pages/method.md").map(|page| frame.whole_url(&page))
}

/// What stands for the whole publication. The home page is its address.
fn website_id(frame: Frame<'_>) -> String {
    format!("{}#website", frame.whole_url(&Page::Home))
}

fn website(frame: Frame<'_>) -> Value {
    let settings = &frame.site.report.settings;
    json!({
        "@type": "WebSite",
        "@id": website_id(frame),
        "name": settings.title,
        "url": frame.whole_url(&Page::Home),
        "publisher": {"@id": publisher::id(frame)},
    })
}

fn breadcrumbs(head: &Head, frame: Frame<'_>) -> Option<Value> {
    let last = json!({"@type": "ListItem", "position": head.crumbs.len() + 1, "name": head.title});
    let items = head.crumbs.iter().enumerate().map(
        |(at, crumb)| json!({"@type": "ListItem", "position": at + 1, "name": crumb.label, "item": frame.absolute(&crumb.url)}),
    );
    let items: Vec<Value> = items.chain([last]).collect();
    (!head.crumbs.is_empty()).then(|| json!({"@type": "BreadcrumbList", "itemListElement": items}))
}

fn correction(one: &Correction) -> Value {
    json!({"@type": "CorrectionComment", "text": one.text, "datePublished": of_date(&one.on)})
}

/// A source as what it is, as far as schema.org has a word for it.
fn citation(note: &Note, frame: Frame<'_>) -> Value {
    let source = &note.source;
    let kind = match frame.site.source(&source.id).map(|source| source.kind) {
        Some("news") => "NewsArticle",
        Some("ngo" | "government") => "Report",
        _ => "CreativeWork",
    };
    json!({
        "@type": kind,
        "name": source.title,
        "url": source.url,
        "datePublished": source.published.as_ref().and_then(of_date),
        "publisher": {"@type": "Organization", "name": source.publisher},
    })
}

/// A day, month or year by ISO 8601. A range has no form that this field may hold.
fn of_date(date: &Date) -> Option<&str> {
    date.iso.as_deref()
}

/// Puts in what is not there yet.
fn complete(node: &mut Value, more: Value) {
    let (Value::Object(node), Value::Object(more)) = (node, more) else { return };
    for (key, value) in more {
        node.entry(key).or_insert(value);
    }
}

/// A value without keys that say nothing; nothing when that leaves nothing.
fn without_nothing(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then_some(Value::String(text)),
        Value::Array(items) => {
            let items: Vec<Value> = items.into_iter().filter_map(without_nothing).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(entries) => {
            let entries: Map<String, Value> =
                entries.into_iter().filter_map(|(key, value)| Some((key, without_nothing(value)?))).collect();
            (!entries.is_empty()).then_some(Value::Object(entries))
        }
        other => Some(other),
    }
}
