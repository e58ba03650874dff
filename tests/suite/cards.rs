//! Share cards.
//!
//! In: small reports with a base URL. Out: which pages have a card and say so, PNGs of the right size with something on them, the same bytes
//! each time, and a new address for just the card whose page has changed. It never compares pixels with a stored picture.

use crate::support::fixture::Fixture;
use crate::support::report::{filled, report, run_filled};
use sourcebook::link::Address;
use sourcebook::pipeline::{self, Memo};
use sourcebook::render::Rendered;
use std::collections::BTreeMap;

const SITE: &str = "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nbase_url: https://example.org/a/\nmap: {worldview: un}\nrules: {unused-source: off}\n";

fn rwanda(events: &str) -> String {
    format!("{SITE}//- content/countries/rwanda.yaml\ncode: RW\n{events}//- content/countries/malta.yaml\ncode: MT\n")
}

/// Every card of a report by the page that it is of, with its address.
fn cards(fixture: &str) -> BTreeMap<String, String> {
    let made = report(fixture);
    let pages = made.files.keys().filter(|name| name.ends_with(".html"));
    let tag = "<meta property=\"og:image\" content=\"";
    let found = pages.filter_map(|name| Some((name.clone(), made.page(name).split_once(tag)?.1.split_once('"')?.0.to_owned())));
    found.collect()
}

/// The PNG at an address of a report, drawn twice.
fn drawn(fixture: &str, url: &str) -> (Vec<u8>, Vec<u8>) {
    let mut fixture = Fixture::read(fixture);
    let program = "title: P\nquestion: Who?\nsince: 2025\naxes: {}\nkinds: {}\nbadges: []\n";
    fixture.files.push(("content/program.yaml".to_owned(), sourcebook::text::Content::Text(program.into())));
    let (tree, options) = fixture.tree();
    let edition = pipeline::run(&tree, &options, &mut Memo::default()).edition.expect("the report is good");
    let address = edition.addresses().find(|address| address.as_str().starts_with(url)).expect("there is such a card").clone();
    let draw = |address: &Address| match edition.render(address).value {
        Some(Rendered::Drawing(drawing)) => drawing.draw().expect("it can be drawn"),
        other => panic!("{other:?}"),
    };
    (draw(&address), draw(&address))
}

/// The pixels of a PNG, RGB.
fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut pixels).expect("a picture");
    (info.width, info.height, pixels)
}

#[test]
fn pages_tell_networks_of_their_card_or_that_of_the_home_page() {
    let cards = cards(&rwanda(""));
    let home = &cards["index.html"];
    assert!(home.starts_with("https://example.org/a/cards/home.") && home.ends_with(".png"), "{home}");
    assert!(cards["countries/rwanda/index.html"].starts_with("https://example.org/a/cards/countries/rwanda."));
    assert_eq!(&cards["sources/index.html"], home);
    let page = report(&rwanda(""));
    let page = page.page("countries/rwanda/index.html");
    for tag in [
        "og:image:width\" content=\"1200\"",
        "og:image:height\" content=\"630\"",
        "twitter:card\" content=\"summary_large_image\"",
    ] {
        assert!(page.contains(tag), "{tag}");
    }
    assert!(
        page.contains("og:image:alt\" content=\"Rwanda: Something else. Map: where Rwanda lies in Eastern Africa. A report.\""),
        "{page}"
    );
}

#[test]
fn a_report_can_do_without() {
    assert!(cards(&rwanda("").replace("base_url: https://example.org/a/\n", "")).is_empty(), "nobody knows the whole address");
    assert!(cards(&rwanda("").replace("rules:", "cards: []\nrules:")).is_empty());
    let sources = cards(&rwanda("").replace("rules:", "cards: [sources]\nrules:"));
    assert!(sources.keys().all(|name| name.starts_with("sources/")) && !sources.is_empty(), "{sources:?}");
}

#[test]
fn only_the_card_that_says_something_else_gets_another_address() {
    let before = cards(&rwanda(""));
    let after =
        cards(&rwanda("events:\n  - {id: deal, date: 2025-06, kind: agreement, summary: They agreed., sources: [reuters]}\n"));
    let changed: Vec<&String> = before.iter().filter(|(page, url)| after.get(*page) != Some(url)).map(|(page, _)| page).collect();
    assert!(changed.contains(&&"countries/rwanda/index.html".to_owned()), "{changed:?}");
    assert_eq!(before["countries/malta/index.html"], after["countries/malta/index.html"]);
}

#[test]
fn a_card_is_a_picture_with_something_on_it_and_always_the_same() {
    let article = |title: &str| format!("{SITE}//- content/articles/a.md\n---\ntitle: {title}\ndate: 2026-01-01\n---\nText.\n");
    for title in ["Short", &"An uncommonly long title that goes on ".repeat(12), &"x".repeat(300)] {
        let (once, again) = drawn(&article(title), "/cards/articles/a.");
        assert_eq!(once, again);
        let (width, height, pixels) = pixels(&once);
        assert_eq!((width, height), (1200, 630));
        let row = |y: usize| &pixels[y * 3600..(y + 1) * 3600];
        let paper = row(40)[..3].to_vec();
        let is_blank = |part: &[u8]| part.chunks(3).all(|pixel| pixel == paper);
        assert!((140..500).any(|y| !is_blank(row(y))), "{title}: nothing is on it");
        assert!(
            (30..620).all(|y| is_blank(&row(y)[..3 * 70]) && is_blank(&row(y)[3 * 1130..])),
            "{title}: the margins stay free"
        );
    }
}

/// The SVG of every card of the records of a report, by code.
fn records(fixture: &str) -> BTreeMap<String, String> {
    let (tree, options) = filled(Fixture::read(fixture)).tree();
    let edition = pipeline::run(&tree, &options, &mut Memo::default()).edition.expect("the report is good");
    let cards = edition.addresses().filter(|address| address.as_str().starts_with("/cards/countries/"));
    let svg = |address: &Address| match edition.render(address).value {
        Some(Rendered::Drawing(drawing)) => format!("{drawing:?}"),
        other => panic!("{other:?}"),
    };
    cards.map(|address| (address.as_str()[17..].split('.').next().unwrap_or_default().to_owned(), svg(address))).collect()
}

#[test]
fn the_card_of_a_record_shows_a_number_or_where_it_lies() {
    let transfer =
        "events:\n  - {id: flight, date: 2025-06, kind: transfer, people: 8, summary: Eight came., sources: [reuters]}\n";
    let more = "//- content/countries/palau.yaml\ncode: PW\n//- content/countries/kosovo.yaml\ncode: XK\n//- content/countries/russia.yaml\ncode: RU\n";
    let cards = records(&format!("{}{more}", rwanda(transfer)));
    assert_eq!(cards.keys().collect::<Vec<_>>(), ["kosovo", "malta", "palau", "russia", "rwanda"]);
    for (name, svg) in &cards {
        let (number, map) = (svg.contains("people received"), svg.contains("viewBox=\\\"0 0 400 300\\\""));
        assert_eq!((number, map), (name == "rwanda", name != "rwanda"), "{name}");
    }
    // A small state is a dot on its map.
    assert!(cards["palau"].contains("<circle fill"));
}

#[test]
fn cards_are_made_for_300_articles_at_most() {
    let article = |at: usize| format!("//- content/articles/a{at}.md\n---\ntitle: A {at}\ndate: 2026-01-01\n---\nText.\n");
    let articles: String = (0..302).map(article).collect();
    let (tree, options) = filled(Fixture::read(&format!("{SITE}{articles}"))).tree();
    let edition = pipeline::run(&tree, &options, &mut Memo::default()).edition.expect("the report is good");
    assert_eq!(edition.addresses().filter(|address| address.as_str().starts_with("/cards/articles/")).count(), 300);
}

/// The preview renders a page with the same function as this one, and draws what a browser asks for.
#[test]
fn a_card_is_drawn_only_for_those_who_ask_for_it() {
    let own = "//- themes/default/templates/cards/card.svg\nThis is no drawing, {{ page.title }}.\n";
    let (tree, options) = filled(Fixture::read(&format!("{}{own}", rwanda("")))).tree();
    let edition = pipeline::run(&tree, &options, &mut Memo::default()).edition.expect("nothing was drawn, so nothing failed");
    let mut asked = 0;
    for address in edition.addresses() {
        let made = edition.render(address);
        assert!(!made.diagnostics.has_errors(), "{address:?}");
        if let Some(Rendered::Drawing(drawing)) = made.value {
            asked += 1;
            assert!(drawing.draw().is_err());
        }
    }
    assert_eq!(asked, 3, "home and two records");
}

#[test]
fn a_template_that_fails_is_a_finding() {
    let own =
        "//- themes/default/templates/cards/card.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\">{{ page.nothing.here }}</svg>\n";
    let made = run_filled(Fixture::read(&format!("{}{own}", rwanda(""))));
    assert!(made.screens().contains("error[template-error]"), "{}", made.screens());
}
