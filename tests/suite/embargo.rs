//! Drafts and embargoes: nothing of what is held back is in anything that is made (M38, M39), and every kind of leak stops the build.
//!
//! In: one small report with a draft and things under embargo of every kind, and leaks planted into what everybody reads. Out: complaints, each
//! with the file in which something was found. It never looks at how the search is done.

use crate::support::report::{Made, report};
use std::collections::BTreeSet;
use std::fs;

/// Everything that a site can have beside its pages: share cards, embeds with their answers, a text edition, the files of a host.
const SITE: &str = "\
//- content/site.yaml
title: A report
description: What is known about it.
base_url: https://example.org/a/report/
map: {worldview: un}
text_edition: yes
host: netlify
cards: [home, countries, articles, sources, pages]
embeds: [map, charts, countries]
rules: {unused-source: off, uncited: off, older-source: off}
";

/// Under embargo until 1 December 2026, 06:00 UTC: an article with a picture and a source, a record, and an event of a published record. A
/// draft: an article that is still full of mistakes.
const HELD: &str = "\
//- content/sources.yaml
nyt-list: {title: The list, publisher: The New York Times, published: 2025-06-25, url: \"https://example.org/list\", kind: news}
reuters: {title: Rwanda agrees, publisher: Reuters, published: 2025-08-05, url: \"https://example.org/rwanda\", kind: news}
secret-memo: {title: A memorandum that nobody has seen so far outside, publisher: A Partner, url: \"https://example.org/memo-7741\", kind: government, notes_internal: Call Q. Hush first.}
//- content/articles/quiet-bargain.md
---
title: The quiet bargain with Palau
description: What the two governments agreed on behind closed doors in the spring of that year.
date: 2026-12-01
embargo_until: 2026-12-01T06:00Z
moved_from: [/2025/island-flights/]
notes_internal: Call Q. Hush first.
image: {file: ../media/quiet-runway.jpg, alt: An aircraft waits at night on the island with its doors closed, credit: A. Photographer}
---
Palau accepted the first group of people before anybody outside was told [@secret-memo].
//- content/media/quiet-runway.jpg media
//- content/countries/palau.yaml
code: PW
moved_from: [/places/islands-record/]
state: embargoed
embargo_until: 2026-12-01T06:00Z
summary: The government of Palau keeps its side of the arrangement to itself.
events:
  - {id: pw_first, date: 2025-07-02, kind: transfer, people: 4821, summary: The first aircraft landed before sunrise with nobody there to see it., sources: [secret-memo]}
//- content/countries/rwanda.yaml
code: RW
moved_from: [/places/ruanda/]
events:
  - {id: rw_deal, date: 2025-08-04, kind: agreement, summary: Rwanda agreed., sources: [reuters]}
  - {id: rw_hidden, date: 2025-09-02, kind: transfer, people: 3717, embargo_until: 2026-12-01T07:00+01:00, summary: A second aircraft landed after dark with three thousand on board., sources: [reuters]}
//- content/articles/half-written.md
---
title: Notes for a piece on courts
date: 2026-11-20
state: draft
---
Somebody ought to ask {{ events.nothing_yet.people }} about [this](nowhere.md) before anybody can use what stands in these notes.
";

/// The day before.
const BEFORE: &str = "//- asked now=2026-12-01T05:59Z\n";

/// What may be nowhere until then.
const SECRETS: &[&str] = &[
    "quiet-bargain",
    "quiet bargain",
    "closed doors",
    "anybody outside was told",
    "quiet-runway",
    "aircraft waits",
    "Photographer",
    "countries/palau",
    "to itself",
    "pw_first",
    "4,821",
    "4821",
    "before sunrise",
    "secret-memo",
    "memo-7741",
    "A memorandum",
    "rw_hidden",
    "3,717",
    "3717",
    "after dark",
    "island-flights",
    "islands-record",
    "countries/pw",
    "half-written",
    "Notes for a piece",
    "Somebody ought",
];

fn made(asked: &str, more: &str) -> Made {
    let site = if more.contains("//- content/site.yaml") { "" } else { SITE };
    report(&format!("{asked}{site}{HELD}{more}"))
}

/// Whether a site has something at a path that begins and ends so.
fn has(made: &Made, begin: &str, end: &str) -> bool {
    made.files.keys().any(|name| name.starts_with(begin) && name.ends_with(end))
}

/// One of each kind of file that could show something: so that a search that finds nothing has looked at all of them.
const KINDS: &[(&str, &str)] = &[
    ("index", ".html"),
    ("text/", ".html"),
    ("embed/map/", ".html"),
    ("embed/map", ".oembed.json"),
    ("_headers", ""),
    ("_redirects", ""),
    ("places/ruanda/", ".html"),
    ("feed", ".xml"),
    ("rss", ".xml"),
    ("feed", ".json"),
    ("sitemap", ".xml"),
    ("news-sitemap", ".xml"),
    ("search", ".json"),
    ("data/events", ".csv"),
    ("data/report", ".json"),
    ("data/datapackage", ".json"),
    ("corrections/", ".xml"),
];

/// The files that have it in their name or bytes, in any case.
fn shown_in<'a>(made: &'a Made, words: &str) -> BTreeSet<&'a str> {
    let words = words.to_lowercase();
    let has = |name: &str, bytes: &[u8]| name.contains(&words) || String::from_utf8_lossy(bytes).to_lowercase().contains(&words);
    made.files.iter().filter(|(name, bytes)| has(name, bytes)).map(|(name, _)| name.as_str()).collect()
}

#[test]
fn m38_nothing_that_is_made_shows_what_is_held_back() {
    let made = made(BEFORE, "");
    for (begin, end) in KINDS {
        assert!(has(&made, begin, end), "no {begin}…{end}\n{}\n{:?}", made.screens(), made.files.keys());
    }
    assert_eq!(made.page("_redirects"), "/a/report/places/ruanda/ /a/report/countries/rwanda/ 301!\n");
    assert!(!cfg!(feature = "cards") || has(&made, "cards/", ".png"));
    for secret in SECRETS {
        assert_eq!(shown_in(&made, secret), BTreeSet::new(), "{secret}");
    }
    assert!(made.page("data/figures.csv").contains("received,people received,unknown"), "{}", made.page("data/figures.csv"));
    assert!(made.page("countries/index.html").contains("Rwanda") && !made.page("countries/index.html").contains("Palau"));
}

#[test]
fn on_its_minute_all_of_it_is_there_and_the_draft_is_not() {
    let made = made("//- asked now=2026-12-01T06:00Z\n", "");
    let (draft, rest) = SECRETS.split_at(SECRETS.len() - 3);
    for secret in draft {
        assert!(!shown_in(&made, secret).is_empty(), "{secret}\n{}", made.screens());
    }
    for secret in rest {
        assert_eq!(shown_in(&made, secret), BTreeSet::new(), "{secret}");
    }
    for (begin, end) in [
        ("embed/", "countries/pw/index.html"),
        ("embed/", "countries/pw.oembed.json"),
        ("text/", "palau/index.html"),
        ("2025/", "flights/index.html"),
    ] {
        assert!(has(&made, begin, end), "no {begin}…{end}: {:?}", made.files.keys());
    }
    assert_eq!(made.page("_redirects").lines().count(), 3);
    assert!(made.page("data/figures.csv").contains("8,538"), "4,821 and 3,717");
    assert!(!made.page("countries/palau/index.html").contains("page-state"), "nothing marks it then");
}

#[test]
fn m39_notes_for_colleagues_are_nowhere_at_any_time() {
    for asked in [BEFORE, "//- asked now=2026-12-02\n", "//- asked now=2026-11-24 drafts=no\n"] {
        assert_eq!(shown_in(&made(asked, ""), "hush"), BTreeSet::new(), "{asked}");
    }
}

#[test]
fn a_preview_of_drafts_shows_them_marked_and_asks_search_engines_to_stay_away() {
    let made = report(&format!(
        "//- asked now=2026-11-24 drafts=yes\n{}",
        HELD.replace("{{ events.nothing_yet.people }}", "them").replace("[this](nowhere.md)", "this")
    ));
    let page = |name| made.page(name);
    assert!(page("articles/half-written/index.html").contains("<p class=\"page-state\">Draft</p>"), "{}", made.screens());
    assert!(page("articles/quiet-bargain/index.html").contains("Under embargo until 1 December 2026, 06:00 UTC"));
    assert!(page("countries/palau/index.html").contains("class=\"page-state\""));
    assert!(
        page("countries/rwanda/index.html")
            .contains("<span class=\"tag tag-state\">Under embargo until 1 December 2026, 06:00 UTC</span>")
    );
    for (name, page) in made.files.iter().filter(|(name, _)| name.ends_with(".html") && !name.starts_with("text/")) {
        let page = String::from_utf8_lossy(page);
        // Where a page was before, nobody stays.
        let leads_on = page.contains("http-equiv=\"refresh\"");
        assert!(leads_on || page.contains("not for the public") && page.contains("content=\"noindex\""), "{name}");
    }
}

#[test]
fn a_draft_may_be_unfinished_until_it_is_checked() {
    let (without, with) = (made(BEFORE, ""), made("//- asked now=2026-11-24 drafts=yes\n", ""));
    assert!(!without.screens().contains("half-written.md"), "{}", without.screens());
    assert!(
        with.screens().contains("error[unknown-event]") && with.screens().contains("error[unknown-target]"),
        "{}",
        with.screens()
    );
}

#[test]
fn the_embargo_of_a_whole_record_is_that_of_its_events() {
    let screens =
        made(BEFORE, "//- content/articles/a.md\n---\ntitle: A\ndate: 2026-01-01\n---\n{{ events.pw_first.people }} came.\n")
            .screens();
    assert!(screens.contains("`pw_first` is under embargo until 1 December 2026, 06:00 UTC, and this is not"), "{screens}");
}

// ── leaks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// A text that everybody reads, with this in its front matter and its body.
fn article(front: &str, body: &str) -> String {
    format!("//- content/articles/public.md\n---\ntitle: A public text\ndate: 2026-11-01\n{front}---\n{body}\n")
}

#[test]
fn m38_every_kind_of_leak_stops_the_build() {
    let event = |more: &str| format!("//- content/countries/togo.yaml\ncode: TG\n{more}");
    let site = |more: &str| {
        format!(
            "//- content/site.yaml\ntitle: A report\nmap: {{worldview: un}}\nrules: {{unused-source: off, uncited: off, older-source: off}}\n{more}"
        )
    };
    let house = |path: &str, text: &str| {
        site("description: About.\ntheme: house\n")
            + &format!("//- themes/house/theme.yaml\nname: House\n//- themes/house/{path}\n{text}")
    };
    let leaks: Vec<(&str, &str, String)> = vec![
        ("a link to its file", "embargoed", article("", "See [it](quiet-bargain.md).")),
        ("a link to a draft", "embargoed", article("", "See [it](half-written.md).")),
        ("a link to its address", "embargoed", article("", "See [it](/articles/quiet-bargain/).")),
        ("a link in brackets", "embargoed", article("", "See [[quiet-bargain]].")),
        ("a link to the record", "embargoed", article("", "See [it](../countries/palau.yaml).")),
        ("a bound value of an event", "embargoed", article("", "{{ events.rw_hidden.people }} came.")),
        ("a bound value of the record", "embargoed", article("", "It is {{ countries.PW.badge }}.")),
        ("a block about the record", "embargoed", article("", "Its events:\n\n{{ timeline(country=\"PW\") }}")),
        (
            "an event that comes after one",
            "embargoed",
            event(
                "events:\n  - {id: tg_one, date: 2025-10-02, kind: request, after: [rw_hidden], summary: Asked., sources: [nyt-list]}\n",
            ),
        ),
        ("a related record", "embargoed", event("related: [PW]\n")),
        ("the title in a text", "leak", article("", "We are working on “The quiet bargain with *Palau*” now.")),
        ("the title as a title", "leak", article("", "Text.").replace("A public text", "The Quiet Bargain with Palau")),
        ("the name of the file", "leak", article("", "The file is `quiet-bargain`.")),
        ("the address of the coming page", "leak", article("", "At <https://example.org/articles/quiet-bargain/>.")),
        (
            "a copied sentence",
            "leak",
            article("", "Palau accepted the **first group**\nof people before anybody outside was told."),
        ),
        (
            "a sentence of an event in another record",
            "leak",
            event("summary: A second aircraft landed after dark with three thousand on board.\n"),
        ),
        ("a number typed", "leak", article("", "In all 4,821 people came.")),
        ("the id of an event", "leak", article("", "See rw_hidden.")),
        ("the address of the source", "leak", article("", "Read [this](https://example.org/memo-7741).")),
        ("the title of the source", "leak", article("", "We have a memorandum that nobody has seen so far outside.")),
        ("a picture that only it uses", "leak", article("", "At `/media/quiet-runway.jpg`.")),
        (
            "the description of its picture",
            "leak",
            article("", "An aircraft waits at night on the island with its doors closed."),
        ),
        ("a description", "leak", article("description: The quiet bargain with Palau, soon.\n", "Text.")),
        (
            "a correction",
            "leak",
            article("corrections: [{on: 2026-11-02, text: Took out the quiet bargain with Palau.}]\n", "Text."),
        ),
        ("the description of the site", "leak", site("description: Coming soon, the quiet bargain with Palau.\n")),
        (
            "the glossary",
            "leak",
            "//- content/glossary.yaml\ndeal: {term: Deal, definition: Such as the quiet bargain with Palau.}\n".to_owned(),
        ),
        ("the words of a theme", "leak", house("strings/en.yaml", "made_with: The quiet bargain with Palau\n")),
        (
            "a comment in a template",
            "leak",
            house("templates/parts/foot.html", "<footer class=\"foot\"><!-- The quiet bargain with Palau --></footer>\n"),
        ),
        ("a file that is published as it is", "leak", "//- content/media/list.txt\nThe quiet bargain with Palau\n".to_owned()),
        (
            "the title in a link that shares it",
            "leak",
            article("", "<https://social.example/?text=The%20quiet%20bargain%20with%20Palau>"),
        ),
        (
            "the title in a link that searches for it",
            "leak",
            article("", "<https://search.example/?q=The+quiet+bargain+with+Palau>"),
        ),
        ("an earlier address of the article", "leak", article("", "It was at `/2025/island-flights/` before.")),
        ("an earlier address of the record", "leak", article("", "At <https://example.org/a/report/places/islands-record/>.")),
        ("a sentence of a draft", "leak", article("", "We wait before anybody can use what stands in these notes.")),
    ];
    assert!(leaks.len() >= 20);
    let mut missed = Vec::new();
    for (kind, code, more) in &leaks {
        let made = made(BEFORE, more);
        let screens = made.screens();
        if !screens.contains(&format!("error[{code}]")) {
            missed.push(format!("{kind}: no {code}\n{screens}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// A report on disk with an article under embargo, built with this beside it.
fn built_with(path: &str, bytes: &[u8]) -> crate::cli::Answer {
    let folder = crate::cli::report();
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    let article = "---\ntitle: The quiet café bargain with Palau\ndate: 2026-12-01\nstate: embargoed\nembargo_until: 2026-12-01\n---\nText.\n";
    write("articles/quiet-bargain.md", article.as_bytes());
    write(path, bytes);
    crate::cli::sourcebook(folder.path(), &["build", "--now", "2026-11-24"])
}

/// Files of the report that are published as they are stay on disk until they are copied.
#[test]
fn m38_a_leak_in_a_file_is_found_in_whatever_way_its_text_is_written() {
    let title = "coming;The quiet café bargain with Palau;2026\r\n";
    let wide = |number: fn(u16) -> [u8; 2]| title.encode_utf16().flat_map(number).collect::<Vec<u8>>();
    let latin: Vec<u8> = title.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let cases: [(&str, &str, Vec<u8>); 7] = [
        ("UTF-8", "media/list.csv", title.as_bytes().to_vec()),
        ("UTF-8 with one byte of Latin-1 elsewhere", "media/list.csv", [title.as_bytes(), b"S\xe3o Paulo\r\n"].concat()),
        ("Latin-1", "media/list.csv", latin),
        ("UTF-16, as Windows writes it", "media/list.txt", [vec![0xff, 0xfe], wide(u16::to_le_bytes)].concat()),
        ("UTF-16, the other way round", "media/list.txt", wide(u16::to_be_bytes)),
        (
            "a drawing",
            "media/map.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><desc>The quiet caf&#233; bargain with Palau</desc></svg>".to_vec(),
        ),
        ("a file of any kind", "media/list.geojson", title.as_bytes().to_vec()),
    ];
    for (kind, path, bytes) in cases {
        let answer = built_with(path, &bytes);
        assert_eq!(answer.code, Some(1), "{kind}: {}", answer.err);
        assert!(answer.err.contains(&format!("`/{path}` would show the title")), "{kind}: {}", answer.err);
    }
    let other = built_with("media/list.csv", b"S\xe3o Paulo;The quiet bargain\r\n");
    assert_eq!(other.code, Some(0), "{}", other.err);
}

/// What the manual says of it: nobody looks into what is packed.
#[test]
fn m38_archives_are_not_looked_into() {
    assert_eq!(built_with("media/list.zip", b"PK The quiet caf\xc3\xa9 bargain with Palau").code, Some(0));
}

#[test]
fn what_anybody_might_write_is_no_leak() {
    let text = "The bargain was quiet. Palau is a country, and 14,821 people or 4,821,000 live elsewhere; quiet-bargain-2 is another. Rwanda agreed. \
        Elsewhere there is /a/2025/island-flights/ and [a page](https://other.example/places/islands-record/), and 100% + 1.";
    let made = made(BEFORE, &article("", text));
    assert!(!made.screens().contains("error["), "{}", made.screens());
    assert!(!made.files.is_empty());
}
