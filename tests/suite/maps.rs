//! Maps: that every record can be seen on them, that no record fills what is not its own, and that nothing is told by color alone.
//!
//! In: small reports with the default theme, and its style sheet. Out: what the SVG of the home page and of records holds. It never compares pictures:
//! how a map looks is for eyes to judge.

use crate::support::html::{Tag, read};
use crate::support::report::{Made, report};
use crate::support::repository;
use sourcebook::model::territory;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

/// Pixels that a map has on a phone 320 pixels wide, and the units of the drawing.
const PHONE: f64 = 288.0;
const UNITS: f64 = 1920.0;

/// A program in which a record can be without a status.
const PROGRAM: &str = "\
title: The program
question: Who takes part?
since: 2025-01-20
checked: 2026-11-24
axes: {stage: {label: Stage, states: {agreed: Agreed}}}
kinds: {agreement: {label: Agreement, sets: {stage: agreed}}}
badges: [{badge: agreed, label: Agreed, when: {stage: agreed}}]
";

/// A report with these records. Those before the bar have agreed, those after it have no status.
fn with(codes: &str) -> Made {
    let (agreed, blank) = codes.split_once('|').unwrap_or((codes, ""));
    let mut text = format!("//- content/program.yaml\n{PROGRAM}");
    let event = "events: [{id: CODE_deal, date: 2025-06, kind: agreement, summary: They agreed., sources: [nyt-list]}]\n";
    for (codes, more) in [(agreed, event), (blank, "")] {
        for code in codes.split_whitespace() {
            let small = code.to_lowercase();
            text.push_str(&format!("//- content/countries/{small}-record.yaml\ncode: {code}\n{}", more.replace("CODE", &small)));
        }
    }
    let made = report(&text);
    assert!(!made.diagnostics.has_errors(), "{}", made.screens());
    made
}

/// The tags of the map of the world on a home page, without its enlarged regions.
fn world(made: &Made) -> Vec<Tag> {
    svg(made.page("index.html"), "map map-world").unwrap_or_default()
}

/// The tags of the first SVG of a class.
fn svg(page: &str, class: &str) -> Option<Vec<Tag>> {
    let start = page.find(&format!("<svg class=\"{class}\""))?;
    let end = start + page[start..].find("</svg>")? + "</svg>".len();
    Some(read(&page[start..end]).0)
}

fn marks(tags: &[Tag]) -> Vec<&Tag> {
    tags.iter().filter(|tag| tag.get("data-code").is_some()).collect()
}

fn marks_of<'a>(tags: &'a [Tag], code: &str) -> Vec<&'a Tag> {
    tags.iter().filter(|tag| tag.get("data-code") == Some(code)).collect()
}

/// The records that a map marks, each once.
fn marked(tags: &[Tag]) -> BTreeSet<&str> {
    tags.iter().filter_map(|tag| tag.get("data-code")).collect()
}

/// The corners of path data as the program writes it: one absolute place for each ring, then relative steps.
fn rings(path: &str) -> Vec<Vec<(f64, f64)>> {
    let ring = |text: &str| {
        let spaced = text.replace(['M', 'l'], " ").replace('-', " -");
        let numbers: Vec<f64> = spaced.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let mut at = (0.0, 0.0);
        let step = |pair: &[f64]| {
            at = (at.0 + pair[0], at.1 + pair[1]);
            at
        };
        numbers.chunks(2).map(step).collect()
    };
    path.split_terminator('z').map(ring).collect()
}

/// Whether a place lies inside, by the even-odd rule that the style sheet asks for.
fn holds(path: &str, (x, y): (f64, f64)) -> bool {
    let mut inside = false;
    for ring in rings(path) {
        for (at, (ax, ay)) in ring.iter().enumerate() {
            let (bx, by) = ring[(at + 1) % ring.len()];
            if (*ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
                inside = !inside;
            }
        }
    }
    inside
}

/// A place in degrees, in units of the map: Equal Earth (Šavrič, Patterson and Jenny, 2018) with 11° E in the middle, from 83.7° N.
fn place(longitude: f64, latitude: f64) -> (f64, f64) {
    let equal_earth = |longitude: f64, latitude: f64| {
        let theta = (3f64.sqrt() / 2.0 * latitude.to_radians().sin()).asin();
        let (t2, t6) = (theta * theta, theta.powi(6));
        let slope = 1.340_264 - 3.0 * 0.081_106 * t2 + t6 * (7.0 * 0.000_893 + 9.0 * 0.003_796 * t2);
        let x = longitude.to_radians() * theta.cos() / (3f64.sqrt() / 2.0 * slope);
        (x, theta * (1.340_264 - 0.081_106 * t2 + t6 * (0.000_893 + 0.003_796 * t2)))
    };
    let scale = UNITS / 2.0 / equal_earth(180.0, 0.0).0;
    let (x, y) = equal_earth(longitude - 11.0, latitude);
    (UNITS / 2.0 + x * scale, (equal_earth(0.0, 83.7).1 - y) * scale)
}

const SIMFEROPOL: (f64, f64) = (34.1, 44.95);
const LAAYOUNE_DISTRICT: (f64, f64) = (-12.5, 25.5);
const HARGEISA: (f64, f64) = (44.06, 9.56);
const SRINAGAR: (f64, f64) = (74.8, 34.08);

/// Whether a record's shapes hold a place that no area in dispute, drawn above it, covers.
fn colors(tags: &[Tag], code: &str, (longitude, latitude): (f64, f64)) -> bool {
    let at = place(longitude, latitude);
    let covers = |tag: &&Tag| tag.get("d").is_some_and(|d| holds(d, at));
    let filled = marks_of(tags, code).iter().any(&covers);
    filled && !tags.iter().filter(|tag| tag.get("data-area").is_some()).any(|tag| covers(&tag))
}

#[test]
fn states_that_are_easily_lost_have_a_mark_that_a_phone_shows() {
    let made = with("XK SS SZ AG PW CV LC MA");
    let tags = world(&made);
    for code in ["XK", "SS", "SZ", "AG", "PW", "CV", "LC"] {
        let marks = marks_of(&tags, code);
        let (dots, shapes): (Vec<&Tag>, Vec<&Tag>) = marks.iter().partition(|tag| tag.name == "circle");
        assert!(dots.len() <= 1 && shapes.len() <= 1, "{code} has {} dots and {} shapes", dots.len(), shapes.len());
        let wide = dots.iter().map(|dot| 2.0 * dot.get("r").unwrap().parse::<f64>().unwrap() * PHONE / UNITS);
        let tall = shapes.iter().map(|shape| {
            let corners: Vec<f64> = rings(shape.get("d").unwrap()).into_iter().flatten().map(|corner| corner.1).collect();
            (corners.iter().copied().fold(f64::MIN, f64::max) - corners.iter().copied().fold(f64::MAX, f64::min)) * PHONE / UNITS
        });
        // A dot where there is one: it is the mark that a phone shows.
        let pixels = wide.chain(tall).next().unwrap_or_default();
        assert!(pixels >= if dots.is_empty() { 4.0 } else { 6.0 }, "{code} is {pixels} pixels on a phone");
    }
    assert_eq!(marks_of(&tags, "AG").len(), 1);
    assert_eq!(marks_of(&tags, "SS").len(), 1, "South Sudan is large enough for its shape alone");
}

#[test]
fn as_many_records_are_marked_as_there_are() {
    let all: Vec<&str> = territory::all().iter().map(|territory| territory.code.as_str()).collect();
    for number in [1, 51, all.len()] {
        let chosen: Vec<&str> = all.iter().copied().step_by(all.len() / number).take(number).collect();
        let made = with(&chosen.join(" "));
        assert_eq!(marked(&world(&made)), chosen.iter().copied().collect(), "{number} records");
        let page = made.page("index.html");
        assert!(page.matches("class=\"tile key-").count() == number, "a tile for each of {number}");
    }
    assert!(with("").page("index.html").contains("No records as of"), "no map of nothing");
}

/// The SVG of a map on a page, with its regions.
fn drawn(page: &str) -> String {
    let maps = page.match_indices("<svg class=\"map ").map(|(at, _)| &page[at..at + page[at..].find("</svg>").unwrap()]);
    maps.collect()
}

#[test]
fn a_map_is_25_kilobytes_at_most_as_it_is_sent() {
    let all: Vec<&str> = territory::all().iter().map(|territory| territory.code.as_str()).collect();
    for number in [51, 200, all.len()] {
        let chosen: Vec<&str> = all.iter().copied().step_by(all.len() / number).take(number).collect();
        let page = with(&chosen.join(" ")).page("index.html").to_owned();
        let regions = page.matches("class=\"inset\"").count();
        let bytes = sent(&drawn(&page));
        assert!(bytes <= 25 * 1024, "{number} records, {regions} regions: {bytes} bytes");
        assert!(regions >= 3, "{number} records: {regions} regions, in {bytes} bytes");
    }
}

#[test]
fn no_shape_under_4_pixels_is_without_its_dot() {
    let all: Vec<&str> = territory::all().iter().map(|territory| territory.code.as_str()).collect();
    let page = with(&all.join(" ")).page("index.html").to_owned();
    let maps: Vec<Vec<Tag>> = page
        .match_indices("<svg class=\"map ")
        .map(|(at, _)| read(&page[at..at + page[at..].find("</svg>").unwrap()]).0)
        .collect();
    assert!(maps.len() > 3);
    for (at, tags) in maps.iter().enumerate() {
        let units: f64 =
            tags[0].get("viewbox").or_else(|| tags[0].get("viewBox")).unwrap().split(' ').nth(2).unwrap().parse().unwrap();
        // Pixels of width: on a phone, and the least on a wide screen, where `map-dot-narrow` is hidden.
        let seen = if at == 0 { [(PHONE, false), (560.0, true)] } else { [(134.0, false), (134.0, false)] };
        for (pixels, wide) in seen {
            let dot = |code: &str| {
                let dots = marks_of(tags, code).into_iter().filter(|tag| tag.name == "circle");
                dots.into_iter().any(|tag| !(wide && tag.get("class").unwrap().contains("map-dot-narrow")))
            };
            let bare = marks(tags).into_iter().filter(|tag| tag.name == "path" && !dot(tag.get("data-code").unwrap()));
            for shape in bare {
                let least = shorter_side(shape.get("d").unwrap()) * pixels / units;
                // What a region shows of a record at its edge may be a strip: it is marked on the map.
                let within = at == 0 || !at_the_edge(shape.get("d").unwrap(), units);
                assert!(least >= 4.0 || !within, "{}: {least:.1} of {pixels} pixels, map {at}", shape.get("data-code").unwrap());
            }
        }
    }
}

/// The shorter side of the largest ring.
fn shorter_side(path: &str) -> f64 {
    let sides = |ring: &Vec<(f64, f64)>| {
        let range = |axis: fn(&(f64, f64)) -> f64| {
            let numbers = ring.iter().map(axis);
            numbers.clone().fold(f64::MIN, f64::max) - numbers.fold(f64::MAX, f64::min)
        };
        (range(|corner| corner.0), range(|corner| corner.1))
    };
    let largest = rings(path).iter().map(sides).max_by(|a, b| (a.0 * a.1).total_cmp(&(b.0 * b.1)));
    largest.map_or(0.0, |(width, height)| width.min(height))
}

/// Whether a shape reaches the frame of its region, which is three quarters as high as wide.
fn at_the_edge(path: &str, units: f64) -> bool {
    let outside = |(x, y): &(f64, f64)| *x <= 0.0 || *y <= 0.0 || *x >= units || *y >= units * 0.74;
    rings(path).iter().flatten().any(outside)
}

/// How many bytes a web server sends for a text.
fn sent(text: &str) -> usize {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap().len()
}

#[test]
fn a_record_that_cannot_be_drawn_is_named() {
    let made =
        report("//- content/countries/somaliland.yaml\ncode: XS\nname: Somaliland\n//- content/countries/ghana.yaml\ncode: GH\n");
    assert!(made.page("index.html").contains("Not drawn, for want of a known shape: Somaliland."), "{}", made.screens());
    assert_eq!(marked(&world(&made)), BTreeSet::from(["GH"]));
}

#[test]
fn where_dots_crowd_their_region_is_shown_larger_with_all_of_them() {
    let page_of = |codes: &str| with(codes).page("index.html").to_owned();
    assert!(!page_of("MX BR CN").contains("class=\"inset\""), "nothing crowds");
    let page = page_of("AG DM KN LC GD VC");
    assert!(page.contains(">Lesser Antilles</p>"));
    let inset = svg(&page, "map map-region").unwrap();
    assert_eq!(marked(&inset), BTreeSet::from(["AG", "DM", "KN", "LC", "GD", "VC"]));
    let dots: Vec<(f64, f64)> = marks(&inset)
        .iter()
        .filter(|tag| tag.name == "circle")
        .map(|tag| (tag.get("cx").unwrap().parse().unwrap(), tag.get("cy").unwrap().parse().unwrap()))
        .collect();
    for (at, a) in dots.iter().enumerate() {
        let hidden = dots[at + 1..].iter().find(|b| (a.0 - b.0).hypot(a.1 - b.1) < 6.0);
        assert_eq!(hidden, None, "hides {a:?}");
    }
}

#[test]
fn no_record_fills_an_area_in_dispute() {
    let tags = world(&with("MA RU UA SO IN PK CN"));
    for (code, at) in
        [("MA", (-6.8, 32.5)), ("RU", (37.6, 55.75)), ("UA", (30.5, 50.4)), ("SO", (45.3, 3.0)), ("IN", (77.2, 28.6))]
    {
        assert!(colors(&tags, code, at), "{code} is not drawn where it is");
    }
    for (code, at) in
        [("MA", LAAYOUNE_DISTRICT), ("RU", SIMFEROPOL), ("UA", SIMFEROPOL), ("SO", HARGEISA), ("IN", SRINAGAR), ("PK", SRINAGAR)]
    {
        assert!(!colors(&tags, code, at), "{code} is drawn in its color at {at:?}");
    }
    let areas: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("data-area")).collect();
    assert!(areas.contains("crimea") && areas.contains("western_sahara") && areas.contains("kosovo"), "{areas:?}");
}

#[test]
fn a_disputed_territory_with_a_record_has_its_own_color() {
    let tags = world(&with("XK EH"));
    assert!(colors(&tags, "EH", LAAYOUNE_DISTRICT));
    assert!(!tags.iter().any(|tag| matches!(tag.get("data-area"), Some("kosovo" | "western_sahara"))));
}

#[test]
fn a_part_overseas_is_a_territory_of_its_own() {
    assert!(!colors(&world(&with("FR")), "FR", (-53.0, 4.0)));
    assert!(colors(&world(&with("GF")), "GF", (-53.0, 4.0)));
}

#[test]
fn every_dispute_that_a_record_is_a_party_to_is_named() {
    let page = with("GE UA").page("index.html").to_owned();
    for note in [
        "Crimea: administered by Russia, claimed by Russia and Ukraine.",
        "Abkhazia: administered by its own authorities, claimed by Georgia.",
        "South Ossetia: administered by its own authorities, claimed by Georgia.",
    ] {
        assert!(page.contains(note), "{note}");
    }
    assert!(!page.contains("Essequibo") && page.contains("practice of the United Nations"));
    let kosovo = "Kosovo: administered by its own authorities, claimed by Serbia.";
    assert!(with("XK").page("countries/xk-record/index.html").contains(kosovo));
    assert!(with("EH").page("index.html").contains("administered and claimed by Morocco and its own authorities."));
}

#[test]
fn no_dispute_that_a_record_touches_is_without_a_note() {
    let all: Vec<&str> = territory::all().iter().map(|territory| territory.code.as_str()).collect();
    let page = with(&all.join(" ")).page("index.html").to_owned();
    let notes = page.matches("administered by ").count() + page.matches("administered and claimed by ").count();
    assert_eq!(notes, sourcebook::model::world::world().areas.len());
}

#[test]
fn a_territory_whose_status_is_in_dispute_is_not_counted_as_a_country() {
    let summary = |codes: &str| {
        let page = with(codes).page("index.html").to_owned();
        let (_, after) = page.split_once("class=\"map-summary\"").unwrap();
        after.split_once('>').unwrap().1.split('.').next().unwrap().to_owned()
    };
    assert_eq!(summary("GH RW"), "This report follows 2 countries");
    for code in ["XK", "EH", "TW", "PS"] {
        assert_eq!(summary(&format!("GH {code}")), "This report follows 2 countries and territories", "{code}");
    }
}

#[test]
fn nothing_calls_taiwan_a_province() {
    let files = ["data/territories.json", "data/locales.json", "data/world.json", "themes/default/strings/en.yaml"];
    let texts = files.map(|file| fs::read_to_string(repository(file)).unwrap());
    let made = with("TW CN");
    let pages = made
        .files
        .iter()
        .filter(|(name, _)| !name.ends_with(".png"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let all: Vec<String> = texts.into_iter().chain(pages).collect();
    assert!(all.iter().any(|text| text.contains("Taiwan")));
    assert!(all.iter().all(|text| !text.to_lowercase().contains("province of china")));
}

#[test]
fn a_map_that_does_not_know_its_day_says_so() {
    let dated = with("GH");
    let undated = report("//- content/countries/ghana.yaml\ncode: GH\n");
    let said = "The report does not say up to which day it knows.";
    assert!(!dated.page("index.html").contains(said) && undated.page("index.html").contains(said));
    // Nor is the day on which the program began taken for it.
    assert!(dated.page("countries/gh-record/index.html").contains("band-now"));
    assert!(!undated.page("countries/ghana/index.html").contains("band-now"));
}

#[test]
fn the_word_for_every_area_and_region_is_there() {
    let strings = fs::read_to_string(repository("themes/default/strings/en.yaml")).unwrap();
    let world = sourcebook::model::world::world();
    let areas = world.areas.iter().filter(|area| area.code.is_none()).map(|area| format!("\narea_{}: ", area.id));
    let words: Vec<String> = areas.chain(world.insets.iter().map(|inset| format!("\ninset_{}: ", inset.id))).collect();
    assert!(words.len() > 20);
    assert_eq!(words.iter().filter(|word| !strings.contains(*word)).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_map_is_one_image_that_is_told_in_words_too() {
    let made = with("GH UG | RW");
    let page = made.page("index.html");
    let tags = world(&made);
    let (id, summary) = (tags[0].get("aria-labelledby").unwrap(), tags[0].get("aria-describedby").unwrap());
    assert_eq!(tags[0].get("role"), Some("img"));
    assert!(
        page.contains(&format!("<title id=\"{id}\">World map"))
            && page.contains(&format!("id=\"{summary}\">This report follows 3"))
    );
    assert!(page.contains("The largest group, with 2, is “Agreed”. For 1, no status is known."));
    assert!(tags.iter().all(|tag| tag.get("tabindex").is_none() && tag.name != "a" && tag.get("style").is_none()));
    assert!(page.contains("Natural Earth") && page.contains("href=\"#at-status\""));
}

#[test]
fn a_map_in_prose_brings_its_own_table_and_two_maps_share_no_id() {
    let made = report(
        "//- content/countries/ghana.yaml\ncode: GH\n\
         //- content/articles/a.md\n---\ntitle: A\ndescription: B.\ndate: 2026-01-01\n---\nGhana.\n\n{{ map() }}\n\n{{ map() }}\n",
    );
    let page = made.page("articles/a/index.html");
    assert_eq!(page.matches("<details class=\"map-table\">").count(), 2);
    let mut seen = BTreeSet::new();
    let twice: Vec<String> =
        read(page).0.iter().filter_map(|tag| tag.get("id").map(str::to_owned)).filter(|id| !seen.insert(id.clone())).collect();
    assert_eq!(twice, Vec::<String>::new());
}

#[test]
fn a_record_without_status_differs_from_land_without_a_record() {
    let made = with("GH | RW");
    let tags = world(&made);
    assert!(marks_of(&tags, "RW").iter().all(|tag| tag.get("class").unwrap().split(' ').any(|class| class == "map-0")));
    let style = style();
    assert!(rule(&style, ".map-0").contains("url(#at-map-0)") && rule(&style, ".map-land").contains("var(--map-land)"));
    let page = made.page("index.html");
    assert!(page.contains("id=\"at-map-0\"") && page.contains("No status known") && page.contains("No record in this report"));
}

#[test]
fn without_color_every_class_still_has_a_pattern_of_its_own() {
    let template = fs::read_to_string(repository("themes/default/templates/components/map_patterns.html")).unwrap();
    let style = style();
    for tone in 2..=8 {
        assert!(rule(&style, &format!(".map-{tone}")).contains(&format!("fill: url(#at-map-{tone});")), "tone {tone}");
        assert!(template.contains(&format!("tone == {tone}")), "tone {tone}");
    }
    // Two tones that share a line of the template differ within it: by the direction of their threads.
    assert_eq!(template.matches("{% if tone == ").count(), 5);
    assert!(rule(&style, ".map-1").contains("var(--tone-1)"), "the first tone alone has none");
}

#[test]
fn a_border_parts_any_two_tones_and_every_tone_stands_out_from_land_and_page() {
    let style = style();
    for (scheme, number) in [("light", 0), ("dark", 1)] {
        let color = |name: &str| luminance(variable(&style, name, number));
        let (paper, land) = (color("--paper"), color("--map-land"));
        for tone in 1..=8 {
            let fill = color(&format!("--tone-{tone}"));
            assert!(contrast(fill, paper) >= 3.0, "{scheme}: tone {tone} against the border is {:.2}", contrast(fill, paper));
            assert!(contrast(fill, land) >= 3.0, "{scheme}: tone {tone} against land is {:.2}", contrast(fill, land));
        }
        assert!(contrast(land, paper) >= 1.3, "{scheme}: land against the page is {:.2}", contrast(land, paper));
        let coast = color("--map-coast");
        assert!(contrast(coast, paper) >= 3.0, "{scheme}: the coast against the page is {:.2}", contrast(coast, paper));
        assert!(contrast(color("--ink-soft"), paper) >= 3.0, "{scheme}: the outline of no status");
    }
    assert!(rule(&style, ".map-land, .map-record, .map-disputed").contains("stroke: var(--paper)"));
}

#[test]
fn a_page_of_a_record_shows_where_it_lies_in_few_bytes() {
    let made = with("LC UA RU");
    for (page, code) in [("lc", "LC"), ("ua", "UA"), ("ru", "RU")] {
        let page = made.page(&format!("countries/{page}-record/index.html"));
        let tags = svg(page, "map map-region").unwrap();
        assert_eq!(marked(&tags), BTreeSet::from([code]));
        assert_eq!(tags[0].get("role"), Some("img"));
        let size: usize = tags.iter().filter_map(|tag| tag.get("d")).map(str::len).sum();
        // Some 3 kilobytes as they are sent; a region with many borders, such as Ukraine's, is the heaviest.
        assert!(size < 15_000, "{code}: {size} bytes of path");
    }
    assert!(made.page("countries/lc-record/index.html").contains(">Map: where Saint Lucia lies in Caribbean</title>"));
}

fn style() -> String {
    fs::read_to_string(repository("themes/default/assets/style.css")).unwrap()
}

/// The declarations of the first rule with exactly this selector, or with a list of which it is the first.
fn rule<'a>(style: &'a str, selector: &str) -> &'a str {
    let starts = [format!("\n{selector} {{"), format!("\n{selector}, ")];
    let at = starts.iter().find_map(|start| style.find(start)).unwrap_or_else(|| panic!("no rule for {selector}"));
    let body = &style[at..];
    &body[..body.find('}').unwrap()]
}

/// A value of a variable, as red, green and blue: the sheet gives each for the light scheme, then for the dark one.
fn variable(style: &str, name: &str, number: usize) -> [f64; 3] {
    let given = style.match_indices(&format!("{name}: #")).nth(number).unwrap_or_else(|| panic!("no {name}"));
    let at = given.0 + name.len() + 3;
    let digits = &style[at..at + style[at..].find(';').unwrap()];
    let wide: String =
        if digits.len() == 3 { digits.chars().flat_map(|digit| [digit, digit]).collect() } else { digits.to_owned() };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0)
}

/// Relative luminance, by WCAG 2.2.
fn luminance(color: [f64; 3]) -> f64 {
    let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let [red, green, blue] = color.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
