//! Charts and timelines as readers and their programs meet them, in the default theme.
//!
//! In: small reports. Out: that every chart says in words what it shows and has the same numbers as a table, that bounds are drawn as bounds and that
//! no date gains a day (numbers such as A2 are those of the project's checklist of accessible and honest charts). It never looks at colours.

use crate::support::html::{Tag, read};
use crate::support::report::{Made, report};

const REPORT: &str = "\
//- content/program.yaml
title: The program
question: Who takes part?
since: 2025-01-20
checked: 2025-08-31
axes:
  stage: {label: Stage, states: {asked: Asked, agreed: Agreed}}
  transfers: {label: Transfers, states: {active: Active}}
kinds:
  request: {label: Request, sets: {stage: asked}}
  agreement: {label: Agreement, sets: {stage: agreed}}
  transfer: {label: Transfer, sets: {transfers: active}}
badges:
  - {badge: receiving, label: Receiving people, when: {transfers: active}}
  - {badge: agreed, label: Agreed, when: {stage: agreed}}
  - {badge: asked, label: Asked, when: {stage: asked}}
  - {badge: nothing, label: No event known, when: {}}
figures:
  received: {label: people received, sum: people, where: {kind: transfer}}
//- content/countries/rwanda.yaml
code: RW
events:
  - {id: rw_asked, date: 2025-02-10, kind: request, summary: Asked., sources: [nyt-list]}
  - {id: rw_deal, date: 2025-03, kind: agreement, summary: Agreed., sources: [nyt-list]}
  - {id: rw_flight, date: 2025-05-12/2025-05-19, kind: transfer, people: at least 7, amount: 1 million USD paid, summary: They arrive., sources: [nyt-list]}
//- content/countries/ghana.yaml
code: GH
events:
  - {id: gh_flight, date: 2025-06-10, kind: transfer, people: unknown, amount: up to 2 million USD pledged, summary: They arrive., sources: [nyt-list]}
//- content/countries/uganda.yaml
code: UG
events:
  - {id: ug_flight, date: 2025-06, kind: transfer, people: about 9, amount: 5 million EUR paid, summary: They arrive., sources: [nyt-list]}
//- content/countries/nauru.yaml
code: NR
//- content/articles/charts.md
---
title: Charts
date: 2025-06-30
---
{{ chart(figure=\"received\") }}

{{ chart(show=\"status\") }}

{{ chart(show=\"money\") }}

{{ timeline(country=\"RW\") }}
";

fn made() -> Made {
    let made = report(REPORT);
    assert!(!made.diagnostics.has_errors(), "{}", made.screens());
    made
}

fn tags(made: &Made, name: &str) -> Vec<Tag> {
    let (tags, faults) = read(made.page(name));
    assert_eq!(faults, Vec::<String>::new(), "{name}");
    tags
}

fn count(tags: &[Tag], name: &str, class: &str) -> usize {
    let has = |tag: &&Tag| tag.get("class").is_some_and(|all| all.split_whitespace().any(|one| one == class));
    tags.iter().filter(|tag| tag.name == name).filter(has).count()
}

const ARTICLE: &str = "articles/charts/index.html";

#[test]
fn a1_a_drawing_has_a_name_or_is_left_out_for_those_who_listen() {
    let made = made();
    for page in [ARTICLE, "timeline/index.html", "countries/rwanda/index.html"] {
        // What stands inside a drawing belongs to it.
        let outer = |tag: &&Tag| tag.name == "svg" && (tag.get("width").is_some_and(|width| width.ends_with('%')));
        for drawing in tags(&made, page).iter().filter(outer) {
            let named = drawing.get("role") == Some("img") && drawing.get("aria-label").is_some_and(|name| !name.is_empty());
            assert!(named || drawing.get("aria-hidden") == Some("true"), "{page}: {drawing:?}");
        }
    }
}

#[test]
fn a2_a_chart_says_its_total_its_largest_and_what_is_not_known() {
    let page = made().page(ARTICLE).to_owned();
    assert!(page.contains("The largest number is Uganda’s: about 9."), "{page}");
    assert!(page.contains("One number is not known and leaves the total open."));
    assert!(page.contains("On 31 August 2025: 4 records.") || page.contains("On 31 August 2025: 4 countries."));
    assert!(page.contains("The largest group is “Receiving people” with 3."));
    assert!(page.contains("No status is known for 1."));
}

#[test]
fn a27_a_chart_says_its_day_its_source_and_how_much_is_not_known() {
    let page = made().page(ARTICLE).to_owned();
    for source in ["Source: the events that the rows lead to", "Source: the dated events of the records", "class=\"drawn-from\""]
    {
        assert!(page.contains(source), "{source}");
    }
    assert_eq!(page.matches("class=\"chart-summary\" data-unknown=").count(), 3);
    assert!(page.contains("None of these amounts is unknown."), "{page}");
    let record = made().page("countries/rwanda/index.html").to_owned();
    let (_, figures) = record.split_once("<ul class=\"figures\">").unwrap();
    let figures = figures.split("</ul>").next().unwrap();
    assert!(figures.contains("as of <time") && figures.contains("<sup class=\"cite\">"), "{figures}");
}

#[test]
fn the_timeline_shows_up_to_which_day_it_knows() {
    assert!(made().page("timeline/index.html").contains("<p class=\"now-mark\">"));
}

#[test]
fn a2_the_table_of_a_chart_has_a_row_for_all_that_is_drawn() {
    let made = made();
    let timeline = made.page("timeline/index.html");
    let (_, twin) = timeline.split_once("<details class=\"twin\">").unwrap();
    let rows = twin.split("</details>").next().unwrap().matches("<tr>").count();
    // Rwanda was three things and the others one each, below the row of headings.
    assert_eq!(rows, 1 + 3 + 1 + 1);
    let article = made.page(ARTICLE);
    let (_, twin) = article.split_once("<details class=\"twin\">").unwrap();
    let rows = twin.split("</details>").next().unwrap().matches("<tr>").count();
    assert_eq!(rows, 1 + 8, "January to August");
}

#[test]
fn a29_bounds_are_drawn_as_bounds() {
    let tags = tags(&made(), ARTICLE);
    assert_eq!(count(&tags, "path", "bar-open"), 1, "at least 7");
    assert_eq!(count(&tags, "rect", "bar-hatched"), 1, "about 9");
    assert_eq!(count(&tags, "rect", "bar-hollow"), 1, "up to 2 million");
    assert_eq!(count(&tags, "span", "qty-unknown"), 1);
    // One for each that has a number: 7, 1 million and 5 million. What is not known has no bar at all.
    assert_eq!(count(&tags, "rect", "bar-solid"), 3);
    assert_eq!(count(&tags, "path", "bar-zero"), 5);
}

#[test]
fn a29_money_is_never_added_across_kinds_or_currencies() {
    let made = made();
    let page = made.page(ARTICLE);
    for group in ["Paid, EUR", "Paid, USD", "Pledged, USD"] {
        assert!(page.contains(&format!("<span class=\"bars-title\">{group}</span>")), "{group}");
    }
    assert!(!page.contains("3 million") && !page.contains("6 million") && !page.contains("8 million"));
}

#[test]
fn a30_a_month_and_a_range_never_become_a_day() {
    let made = made();
    let tags = tags(&made, "countries/rwanda/index.html");
    assert_eq!(count(&tags, "rect", "vague"), 2, "the month of the deal, the week of the flight");
    let times: Vec<&str> = tags.iter().filter(|tag| tag.name == "time").filter_map(|tag| tag.get("datetime")).collect();
    assert!(times.contains(&"2025-03") && times.contains(&"2025-05-12") && times.contains(&"2025-05-19"), "{times:?}");
    assert!(!times.iter().any(|time| time.starts_with("2025-03-")), "{times:?}");
    let page = made.page("countries/rwanda/index.html");
    assert!(page.contains("not to scale") && page.contains("day not known"));
}

#[test]
fn a4_every_item_of_a_timeline_has_its_date_for_machines() {
    let made = made();
    let page = made.page("countries/rwanda/index.html");
    let items: Vec<&str> = page.split("<li class=\"event ").skip(1).collect();
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item.split("</p>").next().unwrap().contains("<time datetime=")));
}

#[test]
fn the_last_status_drawn_is_the_present_one() {
    let made = made();
    let page = made.page("countries/rwanda/index.html");
    let (_, strip) = page.split_once("<div class=\"one-strip\">").unwrap();
    let last = strip.split("</ol>").next().unwrap().rsplit("<li>").next().unwrap();
    assert!(last.contains("Receiving people") && last.contains("since"), "{last}");
}

#[test]
fn a_report_without_events_says_so_in_its_charts() {
    let made = report(
        "//- content/articles/charts.md\n---\ntitle: Charts\ndate: 2025-06-30\n---\n{{ chart(show=\"status\") }}\n\n{{ chart(show=\"money\") }}\n",
    );
    assert!(!made.diagnostics.has_errors(), "{}", made.screens());
    assert!(made.page(ARTICLE).contains("No records as of") && made.page(ARTICLE).contains("No numbers known as of"));
}
