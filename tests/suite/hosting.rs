//! What a site needs of its host, by the numbers of the checklist: M22 (addresses that have moved) and M36 (nothing of another site is
//! loaded, and pages say so).
//!
//! In: the report in `content/`, and small ones. Out: complaints, each with its page. It never asks a host: what is built is read as browsers
//! and hosts read it.

use crate::content;
use crate::support::html::{Tag, read};
use crate::support::links::{Base, broken};
use crate::support::pages::faults;
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

// ── addresses that have moved ────────────────────────────────────────────────────────────────────────────────────────

/// A report whose article, page and country have been elsewhere, on a host.
fn renamed(site: &str) -> Made {
    let made = report(&format!(
        "//- content/site.yaml\ntitle: A report\ndescription: B\nmap: {{worldview: un}}\nrules: {{unused-source: off}}\n{site}\n\
         //- content/articles/new-name.md\n---\ntitle: A new name\ndate: 2026-01-01\nmoved_from: [/articles/old name/, /2024/story.html]\n---\nText.\n\
         //- content/pages/about.md\n---\ntitle: About\nmoved_from: [/about-us]\n---\nText.\n\
         //- content/countries/eswatini.yaml\ncode: SZ\nmoved_from: [/countries/swaziland/]\n"
    ));
    assert!(made.diagnostics.is_empty(), "{}", made.screens());
    made
}

#[test]
fn m22_an_address_of_the_past_leads_to_the_page() {
    let made = renamed("base_url: https://example.org/report/");
    for (old, new) in [
        ("articles/old name/index.html", "articles/new-name/"),
        ("2024/story.html", "articles/new-name/"),
        ("about-us/index.html", "about/"),
        ("countries/swaziland/index.html", "countries/eswatini/"),
    ] {
        let tags = read(made.page(old)).0;
        let refresh = tags.iter().find(|tag| tag.get("http-equiv") == Some("refresh")).and_then(|tag| tag.get("content"));
        assert_eq!(refresh, Some(format!("0; url=/report/{new}").as_str()), "{old}");
        let canonical = tags.iter().find(|tag| tag.get("rel") == Some("canonical")).and_then(|tag| tag.get("href"));
        assert_eq!(canonical, Some(format!("https://example.org/report/{new}").as_str()), "{old}");
        assert!(tags.iter().any(|tag| tag.name == "a" && tag.get("href") == Some(&format!("/report/{new}"))), "{old}");
        assert!(tags.iter().any(|tag| tag.get("name") == Some("robots") && tag.get("content") == Some("noindex")), "{old}");
        assert_eq!(stated(&tags), [STRICT], "{old}");
        assert_eq!(faults(made.page(old)), Vec::<String>::new(), "{old}");
    }
    assert_eq!(broken(&made.files, &Base { url: "https://example.org/report/" }), Vec::<String>::new());
}

#[test]
fn m22_machines_are_told_of_the_new_address_only() {
    let made = renamed("text_edition: yes");
    let told = made.files.iter().filter(|(name, _)| !name.ends_with(".html"));
    for (name, bytes) in told {
        for old in ["old%20name", "old name", "story.html", "about-us", "swaziland"] {
            assert!(!String::from_utf8_lossy(bytes).contains(old), "{name} tells of {old}");
        }
    }
    assert!(!made.files.keys().any(|name| name.starts_with("text/") && name.contains("about-us")));
    assert!(made.page("sitemap.xml").contains("eswatini"), "the check would see it");
}

#[test]
fn m22_a_report_in_another_language_leads_on_in_that_language() {
    assert!(renamed("language: fr").page("about-us/index.html").contains("Cette page a été déplacée."));
}

// ── what hosts read ──────────────────────────────────────────────────────────────────────────────────────────────────

const HOST_FILES: [&str; 4] = ["_headers", "_redirects", ".nojekyll", "CNAME"];

fn host_files(site: &str) -> Vec<&'static str> {
    let made = renamed(site);
    HOST_FILES.into_iter().filter(|name| made.files.contains_key(*name)).collect()
}

#[test]
fn m22_each_host_gets_the_files_that_it_reads_and_no_other_host_any() {
    let none: [&str; 0] = [];
    assert_eq!(host_files(""), none);
    assert_eq!(host_files("host: netlify"), ["_headers", "_redirects"]);
    assert_eq!(host_files("host: cloudflare-pages"), ["_headers", "_redirects"]);
    assert_eq!(host_files("host: gitlab-pages"), ["_redirects"]);
    assert_eq!(host_files("host: github-pages"), [".nojekyll"]);
    assert_eq!(host_files("host: github-pages\nbase_url: https://name.github.io/"), [".nojekyll"]);
    assert_eq!(host_files("host: github-pages\nbase_url: https://example.org/report/"), [".nojekyll"]);
    assert_eq!(host_files("host: github-pages\nbase_url: https://report.example.org/"), [".nojekyll", "CNAME"]);
    assert_eq!(renamed("host: github-pages\nbase_url: https://report.example.org").page("CNAME"), "report.example.org\n");
}

#[test]
fn m22_redirects_are_written_in_the_words_of_the_host() {
    let cloudflare = renamed("host: cloudflare-pages");
    assert_eq!(
        cloudflare.page("_redirects"),
        "/2024/story.html /articles/new-name/ 301\n\
         /about-us/ /about/ 301\n\
         /articles/old%20name/ /articles/new-name/ 301\n\
         /countries/swaziland/ /countries/eswatini/ 301\n"
    );
    // Netlify serves the page that is there unless the rule insists.
    let netlify = renamed("host: netlify\nbase_url: https://example.org/report/");
    assert!(netlify.page("_redirects").contains("/report/about-us/ /report/about/ 301!\n"), "{}", netlify.page("_redirects"));
}

/// GitLab serves a page that is there, and knows no rule that insists.
#[test]
fn m22_gitlab_leads_on_by_itself_as_long_as_it_reads_all_rules() {
    let made = renamed("host: gitlab-pages\nbase_url: https://news.gitlab.io/report/");
    assert!(made.page("_redirects").contains("/report/about-us/ /report/about/ 301\n"), "{}", made.page("_redirects"));
    assert!(!made.files.contains_key("about-us/index.html") && !made.files.contains_key("countries/swaziland/index.html"));
    let many: Vec<String> = (0..1001).map(|at| format!("/old/{at}/")).collect();
    let page = format!("//- content/pages/many.md\n---\ntitle: Many\nmoved_from: [{}]\n---\nText.\n", many.join(", "));
    let made = report(&format!(
        "//- content/site.yaml\ntitle: A report\ndescription: B.\nmap: {{worldview: un}}\nhost: gitlab-pages\nrules: {{unused-source: off}}\n{page}"
    ));
    assert!(!made.files.contains_key("_redirects"), "{}", made.screens());
    assert!(made.files.contains_key("old/0/index.html") && made.files.contains_key("old/1000/index.html"));
}

#[test]
fn m36_headers_say_what_pages_say_and_who_may_frame_them() {
    let made = renamed("host: netlify");
    let rules = rules(made.page("_headers"));
    let all: Vec<String> = made
        .files
        .keys()
        .filter(|name| name.ends_with(".html"))
        .map(|name| format!("/{}", name.trim_end_matches("index.html")))
        .collect();
    for path in all.iter().filter(|path| path.ends_with('/') && !path.contains("/about-us/")) {
        let wanted = format!("{STRICT}; frame-ancestors 'none'");
        assert_eq!(sent(&rules, path, "Content-Security-Policy"), [wanted.as_str()], "{path}");
        assert_eq!(sent(&rules, path, "X-Content-Type-Options"), ["nosniff"], "{path}");
        assert_eq!(sent(&rules, path, "Referrer-Policy"), ["strict-origin-when-cross-origin"], "{path}");
        assert_eq!(sent(&rules, path, "Cache-Control"), [""; 0], "{path} is asked for again, as the host says by itself");
    }
    let style = made.files.keys().find(|name| name.starts_with("assets/style.")).expect("a style sheet");
    assert_eq!(sent(&rules, &format!("/{style}"), "Cache-Control"), ["public, max-age=31536000, immutable"]);
}

#[test]
fn m36_no_two_rules_send_one_header_because_hosts_differ_in_what_they_make_of_that() {
    let made = renamed("host: cloudflare-pages\nbase_url: https://example.org/report/\ntext_edition: yes");
    let rules = rules(made.page("_headers"));
    for (file, path) in made.files.keys().map(|name| (name, format!("/report/{}", name.trim_end_matches("index.html")))) {
        for header in ["Content-Security-Policy", "Cache-Control", "X-Content-Type-Options"] {
            assert!(sent(&rules, &path, header).len() <= 1, "{file}: {header}");
        }
    }
    assert!(rules.iter().all(|(path, _)| path.starts_with("/report/")), "paths are those of the host");
    assert_eq!(sent(&rules, "/report/text/about/", "Content-Security-Policy").len(), 1);
}

/// The rules of `_headers`: a path and its headers.
fn rules(text: &str) -> Vec<(&str, Vec<(&str, &str)>)> {
    let mut rules: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("  "), rules.last_mut()) {
            (Some(header), Some((_, headers))) => headers.push(header.split_once(": ").expect("a name and a value")),
            _ => rules.push((line, Vec::new())),
        }
    }
    rules
}

/// All values that the rules for a path give a header.
fn sent<'a>(rules: &[(&str, Vec<(&str, &'a str)>)], path: &str, name: &str) -> Vec<&'a str> {
    let matches = |rule: &str| rule.strip_suffix('*').map_or(rule == path, |start| path.starts_with(start));
    let headers = rules.iter().filter(|(rule, _)| matches(rule)).flat_map(|(_, headers)| headers);
    headers.filter(|(header, _)| *header == name).map(|(_, value)| *value).collect()
}

// ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

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
