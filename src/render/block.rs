//! Blocks: paragraphs made from the records.
//!
//! In: a [`Block`] of the prose. Out: its HTML, by the theme's template of the same name. A template that fails is remembered in the
//! page's [`Notes`] and stops the build. It never shows nothing: an empty block says what it does not have.

use super::chart;
use super::embed;
use super::frame::Frame;
use super::map;
use super::notes::Notes;
use super::pictures::Shown;
use super::view::{self, figures, timeline};
use crate::link::{Block, Chart, Embed, wording};
use crate::model::{CountryCode, Id};
use serde::Serialize;
use tera::Context;

/// The HTML of a block.
pub fn html(block: &Block, frame: Frame<'_>, notes: &mut Notes) -> String {
    notes.blocks += 1;
    match block {
        Block::Timeline { country, kind, program_only } => {
            let view = of_events(*country, kind.as_ref(), *program_only, frame, notes);
            filled("blocks/timeline.html", &view, &[], frame, notes)
        }
        Block::Countries { list, badge, axis } => {
            let (view, rows) = of_countries(list.as_ref(), badge.as_ref(), axis.as_ref(), frame);
            filled("blocks/table.html", &view, &[("rows", frame.rows(&rows))], frame, notes)
        }
        Block::Figures(ids) => {
            let all = ids.iter().filter_map(|id| frame.site.figure(id.as_str()));
            let figures = all.map(|(figure, value)| figures::Figure::card(figure, value, frame, notes)).collect();
            let view = Table { kind: "figures", figures, axes: Vec::new(), caption: frame.theme.word("figures").to_owned() };
            filled("blocks/table.html", &view, &[("rows", tera::Value::from(Vec::<tera::Value>::new()))], frame, notes)
        }
        Block::Map => of_the_world(None, frame, notes),
        Block::Chart(chart) => of_chart(chart, frame, notes),
    }
}

/// A chart, with how to embed it where readers have the whole page.
pub fn of_chart(chart: &Chart, frame: Frame<'_>, notes: &mut Notes) -> String {
    let more = [("embed", offer(&Embed::Chart(chart.clone()), frame, notes))];
    match chart {
        Chart::Figure(id) => match chart::bars::bars(id, frame) {
            Some(view) => filled("blocks/chart.html", &view, &more, frame, notes),
            None => String::new(),
        },
        Chart::Status => filled("blocks/chart_status.html", &chart::months::months(frame), &more, frame, notes),
        Chart::Money => filled("blocks/chart_money.html", &chart::payments::payments(frame), &more, frame, notes),
    }
}

fn offer(embed: &Embed, frame: Frame<'_>, notes: &Notes) -> tera::Value {
    let offer = notes.are_of_a_whole_page().then(|| embed::offer(embed, frame)).flatten();
    tera::Value::from_serializable(&offer)
}

/// The HTML of a picture in prose: `alone` in its paragraph, or within a line.
pub fn picture(shown: &Shown, alone: bool, frame: Frame<'_>, notes: &mut Notes) -> String {
    filled("blocks/picture.html", shown, &[("alone", alone.into())], frame, notes).trim().to_owned()
}

#[derive(Serialize)]
struct Timeline {
    years: Vec<timeline::Year>,
    caption: Option<String>,
    empty: Option<String>,
}

#[derive(Serialize)]
struct Table {
    kind: &'static str,
    figures: Vec<figures::Figure>,
    axes: Vec<Column>,
    caption: String,
}

#[derive(Serialize)]
struct Column {
    id: String,
    label: String,
}

#[derive(Serialize)]
struct Map {
    #[serde(flatten)]
    map: map::Map,
    groups: Vec<Region>,
    /// For ids: the first map of a page, the second …
    number: usize,
    caption: Option<String>,
    /// Where the page has the same records as a table; else the block has it.
    table: Option<&'static str>,
}

#[derive(Serialize)]
struct Region {
    region: String,
    tiles: Vec<Tile>,
}

#[derive(Serialize)]
struct Tile {
    code: String,
    name: String,
    url: String,
    badge: view::Badge,
}

fn filled(
    template: &str,
    view: &impl Serialize,
    more: &[(&'static str, tera::Value)],
    frame: Frame<'_>,
    notes: &mut Notes,
) -> String {
    let mut context = Context::new();
    context.insert_value("t", frame.theme.word_values.clone());
    context.insert_value("site", frame.site_value());
    context.insert_value("block", super::with(view, more));
    match frame.theme.tera.render(template, &context) {
        Ok(html) => html,
        Err(error) => {
            notes.problems.push(error);
            String::new()
        }
    }
}

fn of_events(
    country: Option<CountryCode>,
    kind: Option<&Id>,
    program_only: bool,
    frame: Frame<'_>,
    notes: &mut Notes,
) -> Timeline {
    let site = frame.site;
    let shown: Vec<usize> = (0..site.events.len())
        .rev()
        .filter(|at| {
            let happening = &site.events[*at];
            country.is_none_or(|code| site.standing(code).is_some_and(|standing| standing.events.contains(at)))
                && kind.is_none_or(|kind| happening.event.kind.value == *kind)
                && (!program_only || happening.home.is_none())
        })
        .collect();
    let caption =
        match (country.and_then(|code| site.country(code)), kind.and_then(|kind| site.report.program.kind(kind.as_str()))) {
            (Some(country), Some(kind)) => Some(site.locale.punctuated("colon", &[&country.name.value, &kind.label])),
            (Some(country), None) => Some(country.name.value.clone()),
            (None, Some(kind)) => Some(kind.label.clone()),
            (None, None) => None,
        };
    Timeline { years: timeline::years(shown, frame, notes), caption, empty: None }
}

fn of_countries(list: Option<&Id>, badge: Option<&Id>, axis: Option<&Id>, frame: Frame<'_>) -> (Table, Vec<CountryCode>) {
    let program = &frame.site.report.program;
    let list = list.and_then(|id| program.list(id.as_str()));
    let badge = badge.and_then(|id| program.badges.iter().position(|badge| badge.id.value == *id));
    let codes = frame.site.report.countries.iter().map(|country| country.code.value).filter(|code| {
        list.is_none_or(|list| list.members.iter().any(|member| member.value == *code))
            && badge.is_none_or(|badge| frame.site.standing(*code).is_some_and(|standing| standing.badge == Some(badge)))
    });
    let codes: Vec<CountryCode> = codes.collect();
    let axes = axis
        .and_then(|id| program.axis(id.as_str()))
        .map(|axis| Column { id: axis.id.value.to_string(), label: axis.label.clone() });
    let locale = &frame.site.locale;
    let caption = match (list, badge) {
        (Some(list), _) => {
            let total = locale.quantity(list.total.value, wording::Style::Digits);
            locale.sentence("list_of", &[("list", &list.label), ("n", &locale.number(codes.len() as u64)), ("total", &total)])
        }
        (None, Some(badge)) => locale.punctuated("colon", &[&program.badges[badge].label, &locale.number(codes.len() as u64)]),
        (None, None) => {
            let noun = view::noun(frame);
            locale.count(codes.len() as u64, &noun.one, &noun.other)
        }
    };
    (Table { kind: "countries", figures: Vec::new(), axes: axes.into_iter().collect(), caption }, codes)
}

/// The map of all records, its tiles and its table. `table` is the place on the page that has the same table already.
pub fn of_the_world(table: Option<&'static str>, frame: Frame<'_>, notes: &mut Notes) -> String {
    notes.maps += 1;
    let view = Map { map: map::world(frame), groups: tiles(frame), number: notes.maps, caption: None, table };
    let rows = if table.is_none() { super::all_codes(frame.site) } else { Vec::new() };
    let more = [("rows", frame.rows(&rows)), ("embed", offer(&Embed::Map, frame, notes))];
    filled("blocks/map.html", &view, &more, frame, notes)
}

/// The map of all records and its table, for pages of others.
pub fn embedded_map(frame: Frame<'_>, notes: &mut Notes) -> String {
    notes.maps += 1;
    let view = Map { map: map::world(frame), groups: Vec::new(), number: notes.maps, caption: None, table: None };
    let rows = frame.rows(&super::all_codes(frame.site));
    filled("blocks/map_embed.html", &view, &[("rows", rows)], frame, notes)
}

/// Tiles by region, in the order of regions' names.
fn tiles(frame: Frame<'_>) -> Vec<Region> {
    let mut groups: Vec<Region> = Vec::new();
    for country in &frame.site.report.countries {
        let code = country.code.value;
        let badge = frame.site.standing(code).and_then(|standing| standing.badge);
        let tile = Tile {
            code: code.to_string(),
            name: country.name.value.clone(),
            url: frame.country_url(code),
            badge: view::Badge::new(badge, frame),
        };
        let region = frame.site.locale.region(&country.region);
        match groups.iter_mut().find(|group| group.region == region) {
            Some(group) => group.tiles.push(tile),
            None => groups.push(Region { region: region.to_owned(), tiles: vec![tile] }),
        }
    }
    groups.sort_by(|a, b| a.region.cmp(&b.region));
    groups
}
