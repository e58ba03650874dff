//! What others can show on their own pages, by the numbers of the checklist: M6, M8 and M28 to M30 over the report in `content/` and small ones.
//!
//! In: the pages below `/embed/`, the pages that offer them, and the answers by oEmbed. Out: complaints. It never measures how high a page is: a
//! browser does (tests/browser/embeds.test.mjs).

use crate::content::{BASE, made};
use crate::support::html::{Tag, read};
use crate::support::report::{Made, report};
use serde_json::Value;
use std::collections::BTreeSet;

/// The pages to embed, by file name.
fn embeds(made: &Made) -> Vec<&str> {
    made.files.keys().map(String::as_str).filter(|name| name.starts_with("embed/") && name.ends_with(".html")).collect()
}

/// The answer by oEmbed for a page to embed.
fn answer(made: &Made, embed: &str) -> Value {
    let file = embed.replace("/index.html", ".oembed.json");
    serde_json::from_str(made.page(&file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn tags<'a>(page: &'a [Tag], name: &'a str) -> impl Iterator<Item = &'a Tag> {
    page.iter().filter(move |tag| tag.name == name)
}

/// What the links of a kind in a page's head lead to.
fn links(page: &[Tag], rel: &str, media_type: Option<&str>) -> Vec<String> {
    let wanted = |tag: &&Tag| tag.get("rel") == Some(rel) && (media_type.is_none() || tag.get("type") == media_type);
    tags(page, "link").filter(wanted).filter_map(|tag| tag.get("href")).map(str::to_owned).collect()
}

const OEMBED: Option<&str> = Some("application/json+oembed");

/// The file behind a whole address.
fn file(address: &str) -> String {
    let path = address.strip_prefix(BASE).unwrap_or_else(|| panic!("{address} is not of this site"));
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// The HTML to paste that a page shows.
fn pasted(page: &str) -> Vec<String> {
    tags(&read(page).0, "textarea").map(|tag| tag.text.clone()).collect()
}

#[test]
fn m28_the_map_every_chart_and_every_record_can_be_embedded() {
    let found = embeds(made());
    let records = found.iter().filter(|name| name.starts_with("embed/countries/")).count();
    assert_eq!(records, 51);
    let others: Vec<_> = found.iter().filter(|name| !name.starts_with("embed/countries/")).collect();
    assert_eq!(
        others,
        [
            &"embed/charts/money/index.html",
            &"embed/charts/status/index.html",
            &"embed/figures/received_outside_mexico/index.html",
            &"embed/map/index.html"
        ]
    );
}

#[test]
fn m28_an_embed_stands_alone_and_says_its_day_and_source() {
    for name in embeds(made()) {
        let page = made().page(name);
        let all = read(page).0;
        for never in ["script", "img", "iframe", "style", "form"] {
            assert_eq!(tags(&all, never).count(), 0, "{name} has a {never}");
        }
        let fetched = links(&all, "stylesheet", None).len() + links(&all, "preload", None).len();
        assert_eq!(fetched, 1, "{name}: one style sheet and no font");
        assert_eq!(tags(&all, "base").map(|tag| tag.get("target")).collect::<Vec<_>>(), [Some("_top")], "{name}");
        let parent = file(&links(&all, "canonical", None)[0]);
        let way = format!("/report/{}", parent.trim_end_matches("index.html"));
        assert!(tags(&all, "a").any(|tag| tag.get("href") == Some(&way)), "{name} does not lead to {way}");
        assert!(all.iter().any(|tag| tag.get("class") == Some("as-of") && tag.text.contains("2026")), "{name} has no day");
        assert!(page.contains("Source:") && page.contains("License"), "{name}");
        let is_drawn = all.iter().any(|tag| tag.name == "svg" && tag.get("role") == Some("img"));
        assert!(!is_drawn || tags(&all, "tr").count() > 1, "{name} has a picture and no table");
    }
}

#[test]
fn m6_an_embed_is_not_to_be_found_itself() {
    let elsewhere = ["sitemap.xml", "search.json", "feed.xml", "rss.xml", "feed.json", "robots.txt"];
    for name in elsewhere {
        assert!(!made().page(name).contains("/embed/"), "{name}");
    }
    assert!(!made().files.keys().any(|name| name.starts_with("text/embed/")));
    for name in embeds(made()) {
        let all = read(made().page(name)).0;
        let robots: Vec<_> = tags(&all, "meta").filter(|tag| tag.get("name") == Some("robots")).collect();
        assert_eq!(robots[0].get("content"), Some("noindex"), "{name}");
        let canonical = links(&all, "canonical", None);
        assert_eq!(canonical.len(), 1, "{name}");
        assert!(!canonical[0].contains("/embed/") && made().files.contains_key(&file(&canonical[0])), "{canonical:?}");
    }
}

#[test]
fn m29_each_answer_by_oembed_is_complete() {
    for name in embeds(made()) {
        let answer = answer(made(), name);
        assert_eq!((&answer["type"], &answer["version"]), (&"rich".into(), &"1.0".into()), "{name}");
        for key in ["width", "height", "thumbnail_width", "thumbnail_height", "cache_age"] {
            assert!(answer[key].as_u64().is_some_and(|number| number > 0), "{name}: {key} is {}", answer[key]);
        }
        for key in ["title", "author_name", "provider_name"] {
            assert!(answer[key].as_str().is_some_and(|text| !text.is_empty()), "{name}: {key}");
        }
        assert_eq!(answer["provider_url"], BASE);
        let picture = file(answer["thumbnail_url"].as_str().unwrap());
        assert!(made().files.contains_key(&picture), "{name}: there is no {picture}");
        let frame = read(answer["html"].as_str().unwrap()).0;
        assert_eq!(frame.len(), 1);
        assert_eq!(file(frame[0].get("src").unwrap()), name);
        assert_eq!(frame[0].get("height"), Some(answer["height"].to_string().as_str()));
        for (key, value) in [("width", "100%"), ("loading", "lazy")] {
            assert_eq!(frame[0].get(key), Some(value), "{name}");
        }
        assert!(frame[0].get("title").is_some_and(|title| title.starts_with(answer["title"].as_str().unwrap())), "{name}");
    }
}

#[test]
fn m29_an_answer_is_found_from_the_embed_and_from_the_page_it_is_taken_from() {
    for name in embeds(made()) {
        let all = read(made().page(name)).0;
        let own = links(&all, "alternate", OEMBED);
        assert_eq!(own.len(), 1, "{name}");
        assert_eq!(file(&own[0]), name.replace("/index.html", ".oembed.json"));
        let parent = file(&links(&all, "canonical", None)[0]);
        assert!(links(&read(made().page(&parent)).0, "alternate", OEMBED).contains(&own[0]), "{parent} does not tell of {name}");
    }
}

#[test]
fn m30_the_page_shows_the_same_html_as_the_answer() {
    let mut offered = BTreeSet::new();
    for name in embeds(made()) {
        let parent = file(&links(&read(made().page(name)).0, "canonical", None)[0]);
        let html = answer(made(), name)["html"].as_str().unwrap().to_owned();
        assert!(pasted(made().page(&parent)).contains(&html), "{parent} does not show how to embed {name}");
        offered.insert(html);
    }
    for name in made().files.keys().filter(|name| name.ends_with(".html")) {
        for html in pasted(made().page(name)) {
            assert!(offered.contains(&html), "{name} offers what is not there: {html}");
        }
    }
}

#[test]
fn m8_a_record_tells_of_its_feeds_data_text_and_embed() {
    let all = read(made().page("countries/rwanda/index.html")).0;
    let types = ["application/atom+xml", "application/rss+xml", "application/feed+json", "application/json", "text/html"];
    for media_type in types {
        let led = links(&all, "alternate", Some(media_type));
        let is_of_record = |url: &String| url.contains("countries/rwanda/") && made().files.contains_key(&local(url));
        assert!(led.iter().any(is_of_record), "{media_type}: {led:?}");
    }
    assert_eq!(links(&all, "alternate", OEMBED), [format!("{BASE}embed/countries/rw.oembed.json")]);
}

/// The file behind an address below `/report/`.
fn local(url: &str) -> String {
    file(&url.replacen("/report/", BASE, 1))
}

// ── small reports ────────────────────────────────────────────────────────────────────────────────────────────────────

/// A report with a record, and an article with a chart.
fn small(settings: &str) -> Made {
    report(&format!(
        "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nmap: {{worldview: un}}\n\
         rules: {{unused-source: off, uncited: off, older-source: off}}\n{settings}\n\
         //- content/countries/rwanda.yaml\ncode: RW\nname: A & B \"C\" <D>\n\
         //- content/articles/a.md\n---\ntitle: A\ndescription: B.\ndate: 2026-01-01\n---\n{{{{ chart(show=\"status\") }}}}\n"
    ))
}

const PLACED: &str = "base_url: https://example.org/\n";

#[test]
fn m28_a_newsroom_says_what_can_be_embedded() {
    let all = ["embed/charts/status/index.html", "embed/countries/rw/index.html", "embed/map/index.html"];
    for (embeds_setting, expected) in [("", &all[..]), ("embeds: [countries]", &all[1..2]), ("embeds: []", &[])] {
        let made = small(&format!("{PLACED}{embeds_setting}"));
        assert!(made.diagnostics.is_empty(), "{}", made.screens());
        assert_eq!(embeds(&made), expected, "{embeds_setting}");
        let offers: usize =
            made.files.keys().filter(|name| name.ends_with(".html")).map(|name| pasted(made.page(name)).len()).sum();
        assert_eq!(offers, expected.len(), "{embeds_setting}");
    }
    let wrong = small(&format!("{PLACED}embeds: [maps]"));
    assert!(wrong.screens().contains("`maps`") && wrong.screens().contains("`map`"), "{}", wrong.screens());
}

#[test]
fn m29_a_site_without_an_address_has_nothing_to_embed() {
    let made = small("");
    assert!(embeds(&made).is_empty());
    for name in made.files.keys().filter(|name| name.ends_with(".html")) {
        assert!(!made.page(name).contains("oembed") && pasted(made.page(name)).is_empty(), "{name}");
    }
}

#[test]
fn m30_no_name_gets_out_of_the_html_to_paste() {
    let made = small(PLACED);
    let html = &pasted(made.page("countries/rwanda/index.html"))[0];
    let frame = read(html).0;
    assert_eq!(frame.len(), 1, "{html}");
    assert_eq!(frame[0].get("title"), Some("A & B \"C\" <D>, A report"));
}

#[test]
fn m28_its_folder_is_kept_free() {
    let made = report(&format!(
        "//- content/site.yaml\ntitle: A\ndescription: B\n{PLACED}rules: {{unused-source: off}}\n\
         //- content/pages/embed.md\n---\ntitle: Embed\n---\nText.\n"
    ));
    assert!(made.screens().contains("error[address-collision]"), "{}", made.screens());
}

#[test]
fn m23_feeds_and_texts_do_not_offer_it() {
    let made = small(&format!("{PLACED}text_edition: yes"));
    assert_eq!(pasted(made.page("articles/a/index.html")).len(), 1);
    for name in ["feed.xml", "rss.xml", "feed.json", "text/articles/a/index.html"] {
        assert!(!made.page(name).contains("iframe"), "{name}");
    }
}
