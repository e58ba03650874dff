//! The full-text index, in a program with the feature `full-text`.
//!
//! In: small reports. Out: that a report that asks for an index has one, without the look that Pagefind brings; that the same texts give the
//! same bytes in whatever order pages are made; and that its mark changes with the texts and with nothing else. It never searches:
//! `tests/browser/full-text.test.mjs` does.

use crate::support::fixture::Fixture;
use crate::support::report::filled;
use sourcebook::link::Address;
use sourcebook::pipeline::{self, Memo};
use sourcebook::render::{Edition, FullText, Rendered};
use std::collections::BTreeMap;
use std::sync::Arc;

const ASKED: &str = "search: full-text\n";

fn edition(more: &str, text: &str) -> Arc<Edition> {
    let fixture = format!(
        "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nmap: {{worldview: un}}\nrules: {{unused-source: off}}\n{more}\
         //- content/countries/rwanda.yaml\ncode: RW\n//- content/articles/flight.md\n---\ntitle: A flight\ndate: 2026-01-01\n---\n\n{text}\n"
    );
    let (tree, options) = filled(Fixture::read(&fixture)).tree();
    let outcome = pipeline::run(&tree, &options, &mut Memo::default());
    outcome.edition.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

/// Gives an index the pages of its edition in this order.
fn index<'a, 'b>(edition: &'a Edition, addresses: impl Iterator<Item = &'b Address>) -> FullText<'a> {
    let full_text = FullText::of(edition).expect("the report asks for it");
    for address in addresses {
        if let Some(Rendered::Bytes(bytes)) = edition.render(address).value {
            full_text.add(address, &bytes);
        }
    }
    full_text
}

fn mark(edition: &Edition) -> String {
    index(edition, edition.addresses()).mark()
}

#[test]
fn a_report_has_an_index_when_it_asks() {
    assert!(FullText::of(&edition("", "Text.")).is_none());
    assert!(FullText::of(&edition("search: titles\n", "Text.")).is_none());
    let edition = edition(ASKED, "Text.");
    let names: Vec<String> = index(&edition, edition.addresses()).files().unwrap().into_iter().map(|(name, _)| name).collect();
    for needed in ["pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind"] {
        assert!(names.contains(&format!("full-text/{needed}")), "{needed}: {names:?}");
    }
    assert!(names.iter().all(|name| name.starts_with("full-text/") && !name.contains("ui")), "{names:?}");
}

#[test]
fn the_same_texts_give_the_same_bytes_in_whatever_order_they_come() {
    let edition = edition(ASKED, "Text.");
    let made = |full_text: FullText<'_>| full_text.files().unwrap().into_iter().collect::<BTreeMap<_, _>>();
    let mut addresses: Vec<&Address> = edition.addresses().collect();
    let one = made(index(&edition, addresses.iter().copied()));
    addresses.reverse();
    assert!(one == made(index(&edition, addresses.into_iter())));
}

#[test]
fn the_mark_changes_with_what_is_searched_and_with_nothing_else() {
    let one = mark(&edition(ASKED, "Text."));
    assert_eq!(one, mark(&edition(ASKED, "Text.")));
    assert_eq!(
        one,
        mark(&edition(&format!("{ASKED}cards: []\ntext_edition: yes\n"), "Text.")),
        "the text-only edition is not searched"
    );
    assert_ne!(one, mark(&edition(ASKED, "Other text.")));
}
