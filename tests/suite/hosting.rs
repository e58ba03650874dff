//! What a site needs of its host, by the numbers of the checklist: M22 (addresses that have moved) and M36 (nothing of another site is
//! loaded, and pages say so).
//!
//! In: the report in `content/`, and small ones. Out: complaints, each with its page. It never asks a host: what is built is read as browsers
//! and hosts read it.

use crate::content;
use crate::support::html::{Tag, read};
use crate::support::report::{Made, rendered, report};
use sourcebook::diagnose::Diagnostics;
use sourcebook::pipeline::{self, Memo, Options};
use std::collections::BTreeMap;

const STRICT: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";

// ── the policy ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn m36_every_page_states_the_policy_before_anything_is_loaded() {
    let made = content::made();
    for (name, tags) in pages(&made.files) {
        let head: Vec<&Tag> = tags.iter().filter(|tag| ["meta", "link", "script"].contains(&tag.name.as_str())).collect();
        assert!(head[0].get("charset").is_some(), "{name} begins with its character set");
        assert_eq!(head[1].get("content"), Some(STRICT), "{name} states its policy next");
    }
    for kind in ["index.html", "404.html", "text/index.html", "countries/index.html"] {
        assert_eq!(policy(made, kind), STRICT);
    }
}

#[test]
fn m36_the_style_page_states_it_too() {
    let edition = pipeline::run(&report("").tree, &Options::default(), &mut Memo::default()).edition.expect("a sound report");
    let style = rendered(&edition.style_page().expect("the invented report is sound"), &mut Diagnostics::new());
    for (name, tags) in pages(&style) {
        assert_eq!(stated(&tags), [STRICT], "{name}");
    }
}

#[test]
fn m36_nothing_of_another_site_is_loaded_and_nothing_stands_in_a_page_that_the_policy_forbids() {
    let made = content::made();
    let complaints: Vec<String> = pages(&made.files)
        .flat_map(|(name, tags)| tags.iter().flat_map(forbidden).map(|fault| format!("{name}: {fault}")).collect::<Vec<_>>())
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn m36_the_check_sees_what_it_is_for() {
    for (html, faults) in [
        ("<p style=\"color: red\">", 1),
        ("<style>", 1),
        ("<script>", 1),
        ("<script type=\"application/ld+json\">", 0),
        ("<script src=\"/assets/a.js\">", 0),
        ("<script src=\"https://cdn.example/a.js\">", 1),
        ("<link rel=\"stylesheet\" href=\"//cdn.example/a.css\">", 1),
        ("<link rel=\"license\" href=\"https://creativecommons.org/\">", 0),
        ("<a href=\"https://example.com/\">", 0),
        ("<a href=\"#\" onclick=\"go()\">", 1),
        ("<img src=\"/a.jpg\" srcset=\"/a.jpg 1x, https://cdn.example/a.jpg 2x\">", 1),
    ] {
        assert_eq!(read(html).0.iter().flat_map(forbidden).count(), faults, "{html}");
    }
}

#[test]
fn m36_a_picture_of_another_site_lets_pictures_of_that_site_through_and_nothing_else() {
    let article = "//- content/articles/a.md\n---\ntitle: A\ndate: 2026-01-01\n---\n";
    let pictures = "![A door](https://photos.example/a;b.jpg?x=1 \"A door. Credit: A. Photographer\")\n\n\
                    ![A wall](https://bücher.example/w.jpg \"A wall. Credit: A. Photographer\")\n";
    let made = report(&format!("{article}{pictures}"));
    let wanted = STRICT.replace("; object-src", "; img-src 'self' https: https://photos.example; object-src");
    assert_eq!(policy(&made, "articles/a/index.html"), wanted);
    assert_eq!(
        policy(&report(&format!("{article}![A door](https://photos.example/a.jpg \"Credit: A\")\n")), "index.html")
            .matches("https")
            .count(),
        1
    );
}

#[cfg(feature = "full-text")]
#[test]
fn m36_full_text_search_may_run_webassembly_and_no_other_code() {
    let site =
        "//- content/site.yaml\ntitle: A\ndescription: B\nmap: {worldview: un}\nrules: {unused-source: off}\nsearch: full-text\n";
    let wanted = STRICT.replace("; object-src", "; script-src 'self' 'wasm-unsafe-eval'; object-src");
    assert_eq!(policy(&report(site), "search/index.html"), wanted);
}

/// Every page with its tags.
fn pages(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, Vec<Tag>)> {
    let pages = files.iter().filter(|(name, _)| name.ends_with(".html"));
    pages.map(|(name, bytes)| (name.as_str(), read(std::str::from_utf8(bytes).expect("pages are UTF-8")).0))
}

/// The policies that a page states.
fn stated(tags: &[Tag]) -> Vec<&str> {
    let policies = tags.iter().filter(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
    policies.filter_map(|tag| tag.get("content")).collect()
}

fn policy(made: &Made, file: &str) -> String {
    let tags = read(made.page(file)).0;
    let all = stated(&tags);
    assert_eq!(all.len(), 1, "{file}");
    all[0].to_owned()
}

/// What a browser would not load or run under the policy, or would ask another site for.
fn forbidden(tag: &Tag) -> Vec<String> {
    let mut found = Vec::new();
    let data = tag.get("type") == Some("application/ld+json");
    if tag.name == "style" || (tag.name == "script" && tag.get("src").is_none() && !data) {
        found.push(format!("<{}> in the page", tag.name));
    }
    let inline = tag.attributes.iter().filter(|(key, _)| key == "style" || key.starts_with("on"));
    found.extend(inline.map(|(key, value)| format!("{key}=\"{value}\"")));
    let outside = |url: &&str| url.starts_with("//") || url.contains("://") && !url.starts_with(content::BASE);
    found.extend(loaded(tag).into_iter().filter(outside).map(str::to_owned));
    found
}

/// The addresses that a browser asks for by itself.
fn loaded(tag: &Tag) -> Vec<&str> {
    const LOADING: [&str; 5] = ["stylesheet", "icon", "preload", "modulepreload", "manifest"];
    let link = tag.name == "link" && tag.get("rel").is_some_and(|rel| LOADING.contains(&rel));
    let href = tag.get("href").filter(|_| link || ["image", "use"].contains(&tag.name.as_str()));
    let many = tag.get("srcset").into_iter().flat_map(|all| all.split(',').filter_map(|one| one.split_whitespace().next()));
    ["src", "poster", "data"].iter().filter_map(|key| tag.get(key)).chain(href).chain(many).collect()
}
