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
use serde_json::{Value, json};

/// The graph of a page, as it stands inside a `<script>`.
#[must_use]
pub fn json_ld(page: &Page, view: &impl PageView, notes: &[Note], frame: Frame<'_>) -> String {
    let head = view.head();
    let mut main = subject::node(page, head, frame);
    let licence = frame.site.report.settings.licence.as_ref().and_then(|licence| licence.url.as_ref());
    complete(
        &mut main,
        [
            ("@id", head.canonical.as_str().into()),
            ("url", head.canonical.as_str().into()),
            ("name", head.title.as_str().into()),
            ("description", head.description.as_str().into()),
            ("inLanguage", frame.site.report.settings.language.value.as_str().into()),
            ("isAccessibleForFree", true.into()),
            ("license", licence.map(|url| url.as_str()).into()),
            ("publisher", json!({"@id": publisher::id(frame)})),
            ("datePublished", head.published.as_ref().and_then(of_date).into()),
            ("dateModified", head.modified.as_ref().and_then(of_date).into()),
            ("correction", view.corrections().iter().map(correction).collect::<Vec<_>>().into()),
            ("citation", notes.iter().map(|note| citation(note, frame)).collect::<Vec<_>>().into()),
        ],
    );
    let mut graph = String::with_capacity(4096);
    if page == &Page::Home {
        add(main, &mut graph);
        add(publisher::node(page, frame), &mut graph);
    } else {
        complete(&mut main, [("isPartOf", json!({"@id": website_id(frame)}))]);
        add(main, &mut graph);
        if publisher::states_rules(page, frame) {
            add(publisher::node(page, frame), &mut graph);
            add(website(frame), &mut graph);
        } else {
            // The same on nearly every page.
            let others = frame.shared.publisher_and_website.get_or_init(|| {
                let mut others = String::new();
                add(publisher::node(page, frame), &mut others);
                add(website(frame), &mut others);
                others
            });
            graph.push_str(others);
        }
    }
    breadcrumbs(head, frame).into_iter().for_each(|node| add(node, &mut graph));
    claim_review::node(page, head, frame).into_iter().for_each(|node| add(node, &mut graph));
    // Inside a script, only `</script` and `<!--` could end it or hide the rest: neither can be written without `<`.
    format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{}]}}", graph.trim_start_matches(',')).replace('<', "\\u003c")
}

/// Writes a node behind those that are there, without keys that say nothing.
fn add(mut node: Value, graph: &mut String) {
    if says_something(&mut node) {
        graph.push(',');
        graph.push_str(&node.to_string());
    }
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
fn complete<const N: usize>(node: &mut Value, more: [(&str, Value); N]) {
    let Value::Object(node) = node else { return };
    for (key, value) in more {
        node.entry(key).or_insert(value);
    }
}

/// Takes out keys and items that say nothing, and answers whether anything is left.
fn says_something(value: &mut Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => {
            items.retain_mut(says_something);
            !items.is_empty()
        }
        Value::Object(entries) => {
            entries.retain(|_, value| says_something(value));
            !entries.is_empty()
        }
        Value::Bool(_) | Value::Number(_) => true,
    }
}
