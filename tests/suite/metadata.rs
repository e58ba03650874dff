//! What pages tell machines, by the numbers of the checklist: M1 to M18 over the report in `content/`, and the days of a ledger.
//!
//! In: every page of the report. Out: complaints, each with its page. It never looks at what the report says: only whether machines are told
//! the same as readers.

use crate::content::{BASE, made};
use crate::support::html::{Tag, read};
use crate::support::report::{Made, report};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A page of the full edition, as machines read it.
struct Head {
    file: String,
    tags: Vec<Tag>,
    graph: Vec<Value>,
}

impl Head {
    fn new(file: &str, page: &str) -> Self {
        let (_, script) =
            page.split_once("<script type=\"application/ld+json\">").unwrap_or_else(|| panic!("{file} has no graph"));
        let script = script.split("</script>").next().unwrap_or_default();
        let document: Value = serde_json::from_str(script).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(document["@context"], "https://schema.org", "{file}");
        let graph = document["@graph"].as_array().cloned().unwrap_or_default();
        Self { file: file.to_owned(), tags: read(page).0, graph }
    }

    fn all(made: &Made) -> Vec<Self> {
        let is_page = |name: &&String| name.ends_with(".html") && !name.starts_with("text/") && !name.starts_with("embed/");
        let pages = made.files.keys().filter(is_page);
        pages.map(|name| Self::new(name, made.page(name))).collect()
    }

    /// The contents of `<meta name>` or `<meta property>`.
    fn meta(&self, name: &str) -> Vec<&str> {
        let named = |tag: &&Tag| tag.name == "meta" && (tag.get("name") == Some(name) || tag.get("property") == Some(name));
        self.tags.iter().filter(named).filter_map(|tag| tag.get("content")).collect()
    }

    /// The one content of a `<meta>`.
    fn one(&self, name: &str) -> &str {
        let all = self.meta(name);
        assert_eq!(all.len(), 1, "{}: {name} is there {} times", self.file, all.len());
        all[0]
    }

    fn canonical(&self) -> &str {
        let all: Vec<_> = self.tags.iter().filter(|tag| tag.name == "link" && tag.get("rel") == Some("canonical")).collect();
        assert_eq!(all.len(), 1, "{}", self.file);
        all[0].get("href").unwrap_or_default()
    }

    /// The node of a type.
    fn node(&self, kind: &str) -> Option<&Value> {
        self.graph
            .iter()
            .find(|node| node["@type"] == kind || node["@type"].as_array().is_some_and(|all| all.iter().any(|one| one == kind)))
    }

    fn is_article(&self) -> bool {
        self.file.starts_with("articles/") && self.file != "articles/index.html"
    }

    fn is_country(&self) -> bool {
        self.file.starts_with("countries/") && self.file != "countries/index.html"
    }
}

fn no_complaints(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} faults\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn m1_every_page_has_a_description_of_its_own_that_fits() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut complaints = Vec::new();
    for head in Head::all(made()) {
        let words = head.one("description").to_owned();
        if !(50..=160).contains(&words.chars().count()) {
            complaints.push(format!("{}: {} characters: {words}", head.file, words.chars().count()));
        }
        if let Some(first) = seen.insert(words, head.file.clone()) {
            complaints.push(format!("{} says the same as {first}", head.file));
        }
    }
    no_complaints(&complaints);
}

#[test]
fn m1_every_page_has_one_title_its_language_its_character_set_first_and_can_be_made_larger() {
    for (file, bytes) in made().files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let tags = read(std::str::from_utf8(bytes).unwrap()).0;
        // A drawing has a title too.
        let head = tags.iter().take_while(|tag| tag.name != "body");
        let title: Vec<&str> = head.filter(|tag| tag.name == "title").map(|tag| tag.text.as_str()).collect();
        assert!(title.len() == 1 && !title[0].trim().is_empty(), "{file}: {title:?}");
        assert_eq!(tags.iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang")), Some("en"), "{file}");
        let first = tags.iter().find(|tag| tag.name == "meta").and_then(|tag| tag.get("charset"));
        assert_eq!(first.map(str::to_lowercase).as_deref(), Some("utf-8"), "{file}");
        let viewport: Vec<&str> =
            tags.iter().filter(|tag| tag.get("name") == Some("viewport")).filter_map(|tag| tag.get("content")).collect();
        assert!(
            viewport.len() == 1 && !viewport[0].contains("user-scalable") && !viewport[0].contains("maximum-scale"),
            "{file}"
        );
    }
}

/// A report has one language, and no translation that a page could lead to.
#[test]
fn m9_the_language_is_told_and_no_translation_is_promised() {
    for head in Head::all(made()) {
        assert_eq!(head.one("og:locale"), "en", "{}", head.file);
        assert!(head.meta("og:locale:alternate").is_empty(), "{}", head.file);
    }
    for (file, bytes) in &made().files {
        assert!(!String::from_utf8_lossy(bytes).contains("hreflang"), "{file}");
    }
    let french = report(
        "//- content/site.yaml\ntitle: Un rapport\ndescription: B.\nlanguage: fr-CA\nmap: {worldview: un}\nrules: {unused-source: off}\n",
    );
    let head = Head::new("index.html", french.page("index.html"));
    assert_eq!(head.one("og:locale"), "fr_CA");
    assert_eq!(head.tags.iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang")), Some("fr-CA"));
    assert!(head.graph.iter().any(|node| node["inLanguage"] == "fr-CA"));
}

#[test]
fn m2_a_page_has_one_address_everywhere() {
    let sitemap = String::from_utf8_lossy(&made().files["sitemap.xml"]).into_owned();
    for head in Head::all(made()).iter().filter(|head| head.file != "404.html") {
        let address = head.canonical();
        assert!(address.starts_with(BASE), "{}: {address}", head.file);
        assert_eq!(head.one("og:url"), address);
        assert!(head.graph.iter().any(|node| node["url"] == address), "{}: not in its graph", head.file);
        assert!(sitemap.contains(&format!("<loc>{address}</loc>")), "{address} is not in the sitemap");
    }
}

#[test]
fn m3_m5_networks_are_told_title_words_and_picture() {
    for head in Head::all(made()) {
        for name in ["og:title", "og:type", "og:description", "og:site_name", "og:locale", "og:image:alt", "twitter:image:alt"] {
            assert!(!head.one(name).is_empty(), "{}: {name}", head.file);
        }
        assert_eq!((head.one("og:image:width"), head.one("og:image:height")), ("1200", "630"));
        assert_eq!((head.one("og:image:type"), head.one("twitter:card")), ("image/png", "summary_large_image"));
        let picture = head.one("og:image").strip_prefix(BASE).unwrap_or_default();
        assert!(made().files.contains_key(picture), "{}: there is no {picture}", head.file);
    }
}

#[test]
fn m4_m7_articles_name_their_days_and_authors() {
    let articles: Vec<_> = Head::all(made()).into_iter().filter(Head::is_article).collect();
    assert!(!articles.is_empty());
    for head in articles {
        assert_eq!(head.one("og:type"), "article");
        let published = head.one("article:published_time");
        assert!(head.one("article:modified_time") >= published, "{}", head.file);
        assert!(!head.meta("article:author").is_empty(), "{}", head.file);
        assert_eq!(head.meta("citation_author").len(), head.meta("article:author").len(), "{}", head.file);
        assert_eq!(head.one("citation_publication_date"), published.replace('-', "/"));
        assert_eq!(head.one("citation_fulltext_html_url"), head.canonical());
        assert_eq!(head.one("citation_title"), head.one("og:title"), "{}", head.file);
        assert_eq!(head.meta("article:section").len(), 1, "{}", head.file);
    }
}

#[test]
fn m6_only_what_is_to_be_found_is_found() {
    for head in Head::all(made()) {
        let wanted = if head.file == "404.html" { "noindex" } else { "max-image-preview:large" };
        assert_eq!(head.one("robots"), wanted, "{}", head.file);
    }
    let texts = made().files.keys().filter(|name| name.starts_with("text/") && name.ends_with(".html"));
    for name in texts {
        assert!(made().page(name).contains("<meta name=\"robots\" content=\"noindex\">"), "{name}");
    }
}

#[test]
fn m10_m13_articles_are_told_as_they_are_shown() {
    for head in Head::all(made()).iter().filter(|head| head.is_article()) {
        let node = head.node("NewsArticle").unwrap_or_else(|| panic!("{} is no article", head.file));
        assert_eq!(node["headline"], head.one("og:title"));
        assert_eq!(node["mainEntityOfPage"], head.canonical());
        assert_eq!(node["datePublished"], head.one("article:published_time"));
        assert_eq!(node["dateModified"], head.one("article:modified_time"));
        assert_eq!(node["isAccessibleForFree"], true);
        for author in node["author"].as_array().into_iter().flatten() {
            assert_eq!(author["@type"], "Organization", "{}: a team is no person", head.file);
            assert!(author["name"].is_string() && author["url"].is_string(), "{}: {author}", head.file);
        }
        for key in ["image", "author", "citation"] {
            assert!(node[key].as_array().is_some_and(|all| !all.is_empty()), "{}: {key}", head.file);
        }
        let sources = head.tags.iter().filter(|tag| tag.get("id").is_some_and(|id| id.starts_with("note-"))).count();
        assert_eq!(node["citation"].as_array().map_or(0, Vec::len), sources, "{}: sources shown and told", head.file);
    }
}

#[test]
fn m14_the_home_page_tells_how_the_publisher_works() {
    let made = report(
        "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nbase_url: https://example.org/\nmap: {worldview: un}\n\
         rules: {unused-source: off}\npublisher:\n  name: The Newsroom\n  policies:\n    ethics: https://example.org/ethics/\n    \
         fact_checking: pages/method.md\n//- content/pages/method.md\n---\ntitle: Method\n---\nHow we work.\n",
    );
    assert!(made.diagnostics.is_empty(), "{}", made.screens());
    for (file, told) in [("index.html", true), ("method/index.html", true), ("countries/index.html", false)] {
        let head = Head::new(file, made.page(file));
        let publisher = head.node("NewsMediaOrganization").unwrap();
        assert_eq!(publisher["name"], "The Newsroom");
        let all = [
            ("ethicsPolicy", "https://example.org/ethics/"),
            ("verificationFactCheckingPolicy", "https://example.org/method/"),
            ("correctionsPolicy", "https://example.org/corrections/"),
        ];
        for (property, url) in all {
            assert_eq!(publisher[property].as_str(), told.then_some(url), "{file}: {property}");
        }
    }
}

#[test]
fn m10_an_author_is_a_person_until_somebody_says_otherwise() {
    let made = report(
        "//- content/articles/a.md\n---\ntitle: A title\ndescription: B.\ndate: 2026-01-01\nauthors: [Ana Lima, {name: Data Desk, kind: organization}]\n---\nText.\n",
    );
    let head = Head::new("a", made.page("articles/a/index.html"));
    let authors = json!([{"@type": "Person", "name": "Ana Lima"}, {"@type": "Organization", "name": "Data Desk"}]);
    assert_eq!(head.node("NewsArticle").unwrap()["author"], authors);
    assert!(made.page("articles/a/index.html").contains("author = {Ana Lima and {Data Desk}}"), "a team has no last name");
}

/// The keys of `policies:` and what schema.org calls them.
const POLICIES: [(&str, &str); 10] = [
    ("corrections", "correctionsPolicy"),
    ("ethics", "ethicsPolicy"),
    ("fact_checking", "verificationFactCheckingPolicy"),
    ("unnamed_sources", "unnamedSourcesPolicy"),
    ("funding", "ownershipFundingInfo"),
    ("masthead", "masthead"),
    ("coverage", "missionCoveragePrioritiesPolicy"),
    ("feedback", "actionableFeedbackPolicy"),
    ("diversity", "diversityPolicy"),
    ("principles", "publishingPrinciples"),
];

#[test]
fn m14_every_policy_that_can_be_given_is_told() {
    let given: String =
        POLICIES.iter().map(|(key, _)| format!("    {key}: https://example.org/rules/{key}/\n")).collect::<Vec<_>>().concat();
    let made = report(&format!(
        "//- content/site.yaml\ntitle: A report\ndescription: What is known.\nbase_url: https://example.org/\nmap: {{worldview: un}}\n\
         rules: {{unused-source: off}}\npublisher:\n  name: The Newsroom\n  policies:\n{given}"
    ));
    let head = Head::new("index.html", made.page("index.html"));
    let publisher = head.node("NewsMediaOrganization").unwrap();
    for (key, property) in POLICIES {
        assert_eq!(publisher[property], format!("https://example.org/rules/{key}/"), "{}", made.screens());
    }
}

#[test]
fn m14_the_rules_of_the_publisher_are_pages_that_are_there() {
    let head = Head::new("index.html", made().page("index.html"));
    let publisher = head.node("NewsMediaOrganization").unwrap();
    let told: Vec<&str> = POLICIES.iter().filter_map(|(_, property)| publisher[property].as_str()).collect();
    assert!(told.len() >= 5, "{told:?}");
    for url in told {
        let page = url.strip_prefix(BASE).unwrap_or_else(|| panic!("{url} is elsewhere"));
        assert!(made().files.contains_key(&format!("{page}index.html")), "{url}");
    }
}

#[test]
fn m15_a_record_is_a_page_about_a_place() {
    let countries: Vec<_> = Head::all(made()).into_iter().filter(Head::is_country).collect();
    assert_eq!(countries.len(), 51);
    for head in &countries {
        let place = &head.node("WebPage").unwrap()["about"];
        assert_eq!(place["@type"], "Country", "{}", head.file);
        assert_eq!(place["identifier"].as_array().map(Vec::len), Some(2), "{}", head.file);
        let item = place["sameAs"].as_str().unwrap_or_default();
        assert!(item.starts_with("https://www.wikidata.org/entity/Q"), "{}: {item}", head.file);
        let crumbs = head.node("BreadcrumbList").unwrap()["itemListElement"].as_array().unwrap();
        let positions: Vec<u64> = crumbs.iter().filter_map(|one| one["position"].as_u64()).collect();
        assert_eq!(positions, [1, 2, 3], "{}", head.file);
    }
    let rwanda = countries.iter().find(|head| head.file.contains("rwanda")).unwrap();
    assert_eq!(rwanda.node("WebPage").unwrap()["about"]["sameAs"], "https://www.wikidata.org/entity/Q1037");
}

#[test]
fn m17_a_verdict_on_somebody_elses_words_is_a_claim_review_and_nothing_else_is() {
    let check = report(
        "//- content/articles/speech.md
---
title: What the minister said
date: 2026-11-01
fact_check:
  claim: Nobody came.
  claimant: A minister
  said: 2026-10-02
  at: https://example.org/speech
  verdict: Mostly false
  rating: 2
---
Eight people came.
",
    );
    let page = check.page("articles/speech/index.html");
    assert!(page.contains("“Nobody came.”") && page.contains("2 on a scale up to 5"), "readers are told too");
    let head = Head::new("articles/speech/index.html", page);
    let review = head.node("ClaimReview").unwrap();
    assert_eq!(review["url"], head.canonical());
    assert_eq!(review["claimReviewed"], "Nobody came.");
    assert_eq!(review["datePublished"], "2026-11-01");
    let rating = json!({"@type": "Rating", "alternateName": "Mostly false", "ratingValue": 2, "worstRating": 1, "bestRating": 5});
    assert_eq!(review["reviewRating"], rating);
    let claim = json!({
        "@type": "Claim",
        "author": {"@type": "Thing", "name": "A minister"},
        "datePublished": "2026-10-02",
        "appearance": {"@type": "CreativeWork", "url": "https://example.org/speech"},
    });
    assert_eq!(review["itemReviewed"], claim);
    assert!(Head::all(made()).iter().all(|head| head.node("ClaimReview").is_none()), "the report checks nobody's words");
}

#[test]
fn m16_every_file_of_the_data_set_is_there_and_as_long_as_told() {
    let head = Head::new("data/index.html", made().page("data/index.html"));
    let data = head.node("Dataset").unwrap();
    for key in ["name", "description", "license", "creator", "publisher", "url", "identifier", "version", "temporalCoverage"] {
        assert!(!data[key].is_null(), "{key}");
    }
    for key in ["dateModified", "spatialCoverage", "isAccessibleForFree", "measurementTechnique", "variableMeasured"] {
        assert!(!data[key].is_null(), "{key}");
    }
    assert_eq!(data["isAccessibleForFree"], true);
    assert_eq!(data["spatialCoverage"].as_array().map(Vec::len), Some(51), "a place for each record");
    assert!(made().files.contains_key("method/index.html"));
    assert_eq!(data["measurementTechnique"], format!("{BASE}method/"));
    assert_eq!(data["dateModified"].as_str().map(str::len), Some(10), "a day, from the ledger");
    let words = data["description"].as_str().unwrap_or_default().chars().count();
    assert!((50..=5000).contains(&words), "{words}");
    let files = data["distribution"].as_array().unwrap();
    assert!(files.len() >= 8);
    for file in files {
        let path = file["contentUrl"].as_str().and_then(|url| url.strip_prefix(BASE)).unwrap();
        assert_eq!(file["contentSize"], format!("{} B", made().files[path].len()), "{path}");
    }
    let columns: BTreeSet<&str> =
        data["variableMeasured"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    let first = made().page("data/events.csv").lines().next().unwrap().to_owned();
    assert!(first.split(',').all(|column| columns.contains(column)), "{first}");
}

#[test]
fn m10_every_node_is_complete_and_every_reference_leads_to_one() {
    fn walk(value: &Value, defined: &mut BTreeSet<String>, used: &mut BTreeSet<String>, empty: &mut usize) {
        match value {
            Value::Null => *empty += 1,
            Value::String(text) if text.is_empty() => *empty += 1,
            Value::Array(items) => {
                *empty += usize::from(items.is_empty());
                items.iter().for_each(|item| walk(item, defined, used, empty));
            }
            Value::Object(entries) => {
                *empty += usize::from(entries.is_empty());
                if let Some(id) = entries.get("@id").and_then(Value::as_str) {
                    if entries.len() == 1 {
                        used.insert(id.to_owned())
                    } else {
                        defined.insert(id.to_owned())
                    };
                }
                entries.values().for_each(|item| walk(item, defined, used, empty));
            }
            _ => {}
        }
    }
    for head in Head::all(made()) {
        let (mut defined, mut used, mut empty) = (BTreeSet::new(), BTreeSet::new(), 0);
        head.graph.iter().for_each(|node| walk(node, &mut defined, &mut used, &mut empty));
        assert_eq!(empty, 0, "{} has keys that say nothing", head.file);
        let lost: Vec<_> = used.difference(&defined).collect();
        assert!(lost.is_empty(), "{}: nothing is called {lost:?}", head.file);
    }
}

#[test]
fn m12_m18_corrections_are_told_and_nothing_ends_the_script() {
    let made = report(
        "//- content/articles/a.md\n---\ntitle: A </script><!-- title\ndescription: B.\ndate: 2026-01-01\ncorrections:\n  \
         - {on: 2026-02-03, text: \"It was </script> <b>four</b>, not five.\"}\n---\nText.\n",
    );
    let page = made.page("articles/a/index.html");
    let head = Head::new("a", page);
    let article = head.node("NewsArticle").unwrap();
    assert_eq!(article["headline"], "A </script><!-- title");
    assert_eq!(article["correction"][0]["@type"], "CorrectionComment");
    assert_eq!(article["correction"][0]["text"], "It was </script> <b>four</b>, not five.");
    assert_eq!(article["correction"][0]["datePublished"], "2026-02-03");
    assert_eq!(article["dateModified"], "2026-02-03", "a correction is a change");
    assert!(page.contains("datetime=\"2026-02-03\""), "and readers see it");
}

#[test]
fn m37_an_entry_of_the_search_index_is_at_most_1_kb_and_the_page_needs_no_script() {
    let index: Value = serde_json::from_str(made().page("search.json")).unwrap();
    let entries = index.as_array().unwrap();
    assert!(entries.len() > 200, "{}", entries.len());
    for entry in entries {
        assert!(entry.to_string().len() <= 1024, "{entry}");
    }
    let listed: BTreeSet<_> =
        read(made().page("search/index.html")).0.iter().filter_map(|tag| tag.get("href")).map(str::to_owned).collect();
    for entry in entries.iter().filter_map(|entry| entry["u"].as_str()).filter(|url| url.ends_with('/')) {
        assert!(listed.contains(entry), "{entry} is not in the list from A to Z");
    }
}

/// The day of a change, wherever an article tells it.
fn days_of(made: &Made) -> [Option<String>; 4] {
    let page = made.page("articles/a/index.html");
    let head = Head::new("articles/a/index.html", page);
    let seen = |class: &str| {
        let (_, behind) = page.split_once(&format!("<span class=\"{class}\">"))?;
        let (_, day) = behind.split_once("datetime=\"")?;
        day.split_once('"').map(|(day, _)| day.to_owned())
    };
    let after = |text: &str, mark: &str| {
        let (_, behind) = text.split_once("/articles/a/")?;
        let (_, behind) = behind.split_once(mark)?;
        Some(behind.chars().take(10).collect::<String>())
    };
    let feed: Value = serde_json::from_str(made.page("feed.json")).unwrap();
    let item =
        feed["items"].as_array().unwrap().iter().find(|item| item["url"].as_str().unwrap().ends_with("/articles/a/")).cloned();
    [
        seen("updated").or_else(|| seen("published")),
        head.node("NewsArticle").unwrap()["dateModified"].as_str().map(str::to_owned),
        after(made.page("sitemap.xml"), "<lastmod>"),
        item.and_then(|item| Some(item["date_modified"].as_str()?[..10].to_owned())),
    ]
}

#[test]
fn m11_readers_machines_sitemap_and_feeds_are_told_one_day_of_an_article() {
    let article = |more: &str, text: &str| {
        format!("//- content/articles/a.md\n---\ntitle: A\ndescription: B.\ndate: 2026-01-01\n{more}---\n{text}\n")
    };
    let all = |day: &str| [(); 4].map(|()| Some(day.to_owned()));
    assert_eq!(days_of(&report(&article("", "Text."))), all("2026-01-01"));
    assert_eq!(days_of(&report(&article("updated: 2026-02-02\n", "Text."))), all("2026-02-02"));
    let corrected = "corrections: [{on: 2026-02-03, text: It was four.}]\n";
    assert_eq!(days_of(&report(&article(corrected, "Text."))), all("2026-02-03"));
    // First it is stamped as it was published, then with another text.
    let first = crate::support::report::stamp(&article("", "Text."), "2026-01-05");
    let ledger = |text: &str| format!("//- content/ledger.yaml\n{text}");
    assert_eq!(days_of(&report(&(article("", "Text.") + &ledger(&first)))), all("2026-01-01"));
    let second = crate::support::report::stamp(&(article("", "Another text.") + &ledger(&first)), "2026-03-04");
    assert_eq!(days_of(&report(&(article("", "Another text.") + &ledger(&second)))), all("2026-03-04"));
}

// ── the ledger ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// The day that machines are told for the page of Rwanda, with a ledger that was stamped for `record`.
fn day_of(record: &str, stamped_for: &str) -> Option<String> {
    let files = |record: &str| format!("//- content/countries/rwanda.yaml\n{record}");
    let stamp = crate::support::report::stamp(&files(stamped_for), "2026-03-04");
    let made = report(&format!("{}//- content/ledger.yaml\n{stamp}", files(record)));
    let head = Head::new("rwanda", made.page("countries/rwanda/index.html"));
    head.node("WebPage").unwrap()["dateModified"].as_str().map(str::to_owned)
}

#[test]
fn m11_a_record_that_says_the_same_keeps_its_day() {
    let record = "code: RW\nsummary: It agreed.\n";
    assert_eq!(day_of(record, record).as_deref(), Some("2026-03-04"));
    let only_a_comment = "# Seen by two editors.\ncode:   RW\nsummary: >-\n  It\n  agreed.\n";
    assert_eq!(day_of(only_a_comment, record).as_deref(), Some("2026-03-04"));
}

#[test]
fn m11_a_record_that_says_something_else_has_no_day_rather_than_a_wrong_one() {
    let before = "code: RW\nsummary: It agreed.\n";
    assert_eq!(day_of("code: RW\nsummary: It declined.\n", before), None);
    let event = "code: RW\nsummary: It agreed.\nevents:\n  - {id: deal, date: 2025-08, kind: agreement, summary: It said yes., sources: [reuters]}\n";
    assert_eq!(day_of(event, before), None);
}

#[test]
fn m16_data_have_the_day_on_which_a_row_last_changed_or_none() {
    let day = |record: &str, stamped_for: &str, base: &str| {
        let files = |record: &str, base: &str| {
            format!(
                "//- content/site.yaml\ntitle: A report\ndescription: B.\nmap: {{worldview: un}}\nrules: {{unused-source: off, uncited: off}}\n{base}//- content/countries/rwanda.yaml\n{record}"
            )
        };
        let stamp = crate::support::report::stamp(&files(stamped_for, ""), "2026-03-04");
        let made = report(&format!("{}//- content/ledger.yaml\n{stamp}", files(record, base)));
        let head = Head::new("data", made.page("data/index.html"));
        head.node("Dataset").unwrap()["dateModified"].as_str().map(str::to_owned)
    };
    let event = |people: u32| {
        format!(
            "code: RW\nevents:\n  - {{id: came, date: 2025-08, kind: transfer, people: {people}, summary: They came., sources: [reuters]}}\n"
        )
    };
    assert_eq!(day(&event(7), &event(7), "").as_deref(), Some("2026-03-04"));
    assert_eq!(
        day(&event(7), &event(7), "base_url: https://elsewhere.example/a/\n").as_deref(),
        Some("2026-03-04"),
        "where it is published"
    );
    assert_eq!(day(&event(8), &event(7), ""), None, "no day rather than a wrong one");
    assert_eq!(day(&event(7), "code: RW\n", ""), None);
}
