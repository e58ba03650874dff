//! Who publishes the report, for machines.
//!
//! In: the settings. Out: the node of the publisher; with its rules on the home page and on the pages that state them. It never names a
//! page that is not there: paths are checked when the report is linked.

use crate::link::Page;
use crate::model::settings::Publisher;
use crate::render::frame::Frame;
use serde_json::{Value, json};

/// The keys of `policies:` and what schema.org calls them (<https://schema.org/NewsMediaOrganization>).
const PROPERTIES: [(&str, &str); 10] = [
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

/// Those that schema.org has for news organizations only.
const OF_NEWSROOMS: [&str; 3] = ["fact_checking", "masthead", "coverage"];

/// What stands for the publisher on every page.
#[must_use]
pub fn id(frame: Frame<'_>) -> String {
    format!("{}#publisher", frame.whole_url(&Page::Home))
}

/// The publisher. A report that names none is its own.
#[must_use]
pub fn node(page: &Page, frame: Frame<'_>) -> Value {
    let settings = &frame.site.report.settings;
    let Some(publisher) = &settings.publisher else {
        let url = frame.whole_url(&Page::Home);
        return json!({"@type": "Organization", "@id": id(frame), "name": settings.title, "url": url});
    };
    let mut node = json!({
        "@type": kind(publisher),
        "@id": id(frame),
        "name": publisher.name,
        "url": publisher.url.as_ref().map_or_else(|| frame.whole_url(&Page::Home), |url| url.as_str().to_owned()),
        "logo": logo(publisher, frame),
    });
    if states_rules(page, frame) {
        for (property, url) in policies(publisher, frame) {
            node[property] = json!(url);
        }
    }
    node
}

fn kind(publisher: &Publisher) -> &'static str {
    match publisher.kind {
        "person" => "Person",
        "organization" => "Organization",
        _ => "NewsMediaOrganization",
    }
}

fn logo(publisher: &Publisher, frame: Frame<'_>) -> Option<Value> {
    let (at, file) = frame.site.logo(publisher)?;
    let size = file.picture_size();
    Some(json!({
        "@type": "ImageObject",
        "url": frame.whole_url(&Page::Media(at)),
        "width": size.map(|(width, _)| width),
        "height": size.map(|(_, height)| height),
    }))
}

/// Each rule that is stated somewhere, by its property. The page of corrections is always there.
fn policies(publisher: &Publisher, frame: Frame<'_>) -> impl Iterator<Item = (&'static str, String)> {
    let all = PROPERTIES.iter().filter(|(key, _)| publisher.kind == "newsroom" || !OF_NEWSROOMS.contains(key));
    all.filter_map(move |(key, property)| {
        let stated = publisher.policies.iter().find(|(stated, _)| stated == key);
        let url = match stated {
            Some((_, place)) => address(&place.value, frame)?,
            None if *key == "corrections" => frame.whole_url(&Page::Corrections),
            None => return None,
        };
        Some((*property, url))
    })
}

fn address(place: &str, frame: Frame<'_>) -> Option<String> {
    if place.contains("://") {
        return Some(place.to_owned());
    }
    let page = frame.site.page_of_file(place)?;
    Some(frame.whole_url(&page))
}

/// Whether a page is one of the publisher's rules, or the home page, which lists all of them.
#[must_use]
pub fn states_rules(page: &Page, frame: Frame<'_>) -> bool {
    let policies = frame.site.report.settings.publisher.iter().flat_map(|publisher| &publisher.policies);
    let is_page = |place: &str| frame.site.page_of_file(place).as_ref() == Some(page);
    page == &Page::Home || policies.into_iter().any(|(_, place)| is_page(&place.value))
}
