//! What others can show on their own pages: the map, a chart, the card of a country.
//!
//! In: the site. Out: for each the address of a small page without menu, script or font, the HTML to paste, and the answer to those who ask by
//! oEmbed (<https://oembed.com/>) what there is to embed. There is none where nobody has said where the site will be, because a page elsewhere
//! needs the whole address. It never shows what the page that it is taken from does not say.

mod room;

use super::block;
use super::frame::Frame;
use super::href;
use super::notes::Notes;
use super::view::{self, country::Card};
use super::{card, chart, map};
use crate::link::{Address, Block, Chart, EMBEDS, Embed, Evaluated, Page, Site};
use crate::model::settings::EmbedsOf;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

/// The width that oEmbed asks for, in CSS pixels. They fit any width from 320 up, so it is only a proposal.
const WIDTH: u32 = 640;

/// How long an answer may be kept, in seconds: a day.
const CACHE_AGE: u32 = 24 * 60 * 60;

/// What a page tells of something on it that can be embedded.
#[derive(Clone, Serialize, Debug)]
pub struct Offer {
    pub title: String,
    /// Of the page that is embedded, on this site.
    pub url: String,
    /// To be pasted.
    pub html: String,
    /// In CSS pixels.
    pub height: u32,
    /// The whole address of the answer by oEmbed.
    pub oembed: String,
}

/// The charts that stand in texts, and the page that each stands on first.
pub type Charts = BTreeMap<Chart, Page>;

/// The pages, and the answers by oEmbed.
#[must_use]
pub fn plan(frame: Frame<'_>) -> Vec<(Address, Page)> {
    let charts = frame.charts().keys().cloned().map(Embed::Chart);
    let countries = frame.site.report.countries.iter().map(|country| Embed::Country(country.code.value));
    let all = std::iter::once(Embed::Map).chain(charts).chain(countries);
    let offered = all.filter(|embed| parent(embed, frame).is_some());
    let both = |embed: Embed| {
        let (page, answer) = (address(&embed, "/")?, address(&embed, ".oembed.json")?);
        Some([(page, Page::Embed(embed.clone())), (answer, Page::OEmbed(embed))])
    };
    offered.filter_map(both).flatten().collect()
}

/// The charts of articles, newest first, and of the newsroom's own pages.
#[must_use]
pub fn charts(site: &Site) -> Charts {
    let mut charts = Charts::new();
    for text in site.report.articles.iter().chain(&site.report.pages) {
        let Some((_, page)) = site.places.by_file(&text.file.path) else { continue };
        // A block is a paragraph of its own.
        for mark in text.body.marks.iter().filter(|mark| mark.alone) {
            if let Some(Evaluated::Block(Block::Chart(chart))) = site.values.get(&mark.expression) {
                charts.entry(chart.clone()).or_insert_with(|| page.clone());
            }
        }
    }
    charts
}

/// What this page has to be embedded.
#[must_use]
pub fn offers_of(page: &Page, frame: Frame<'_>) -> Vec<Offer> {
    let charts = || frame.charts().iter().filter(|(_, on)| *on == page).map(|(chart, _)| Embed::Chart(chart.clone()));
    let own: Vec<Embed> = match page {
        Page::Home => vec![Embed::Map],
        Page::Country(code) => vec![Embed::Country(*code)],
        _ => charts().collect(),
    };
    own.iter().filter_map(|embed| offer(embed, frame)).collect()
}

/// How something is embedded; nothing when the report does not offer it.
#[must_use]
pub fn offer(embed: &Embed, frame: Frame<'_>) -> Option<Offer> {
    parent(embed, frame)?;
    let url = href::href(frame.base_path(), &address(embed, "/")?, None);
    let answer = href::href(frame.base_path(), &address(embed, ".oembed.json")?, None);
    let (title, height) = (title(embed, frame)?, height(embed, frame)?);
    // `frameborder` is old, and the one way without a style attribute to have no frame: the page that is embedded draws its own.
    let html = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" frameborder=\"0\"></iframe>",
        href::escaped(&frame.absolute(&url)),
        href::escaped(&frame.site.locale.punctuated("comma", &[&title, &frame.site.report.settings.title])),
    );
    Some(Offer { title, url, html, height, oembed: frame.absolute(&answer) })
}

#[derive(Serialize)]
struct View {
    /// `map`, `chart` or `country`.
    kind: &'static str,
    title: String,
    url: String,
    /// The whole address of the page that it is taken from, and its address on this site.
    canonical: String,
    full: String,
    full_title: String,
    as_of_line: String,
    oembed: String,
    report_error: Option<String>,
    /// HTML, of a map or a chart.
    body: Option<String>,
    /// Of a country.
    record: Option<Card>,
}

/// The page that is embedded; `None` when the report does not offer it.
///
/// # Errors
/// When its template fails.
pub fn page(embed: &Embed, frame: Frame<'_>, notes: &mut Notes) -> Option<tera::TeraResult<Vec<u8>>> {
    let (offer, parent) = (offer(embed, frame)?, parent(embed, frame)?);
    let (kind, body, record) = match embed {
        Embed::Map => ("map", Some(block::embedded_map(frame, notes)), None),
        Embed::Chart(chart) => ("chart", Some(block::of_chart(chart, frame, notes)), None),
        Embed::Country(code) => ("country", None, view::country::card(*code, frame)),
    };
    let full = frame.url(&parent);
    let view = View {
        kind,
        canonical: frame.absolute(&full),
        full,
        full_title: view::page_name(&parent, frame),
        as_of_line: view::as_of_line(frame),
        report_error: view::report_error(frame, &offer.title),
        title: offer.title,
        url: offer.url,
        oembed: offer.oembed,
        body,
        record,
    };
    Some(frame.bare("embed.html", &view))
}

/// The answer by oEmbed, as JSON. A file cannot read a question, so `maxwidth` and `maxheight` are not heard.
#[must_use]
pub fn oembed(embed: &Embed, frame: Frame<'_>) -> Option<Vec<u8>> {
    let (offer, parent) = (offer(embed, frame)?, parent(embed, frame)?);
    let settings = &frame.site.report.settings;
    let mut answer = json!({
        "version": "1.0",
        "type": "rich",
        "title": offer.title,
        "author_name": settings.publisher_name(),
        "provider_name": settings.title,
        "provider_url": frame.whole_url(&Page::Home),
        "cache_age": CACHE_AGE,
        "width": WIDTH,
        "height": offer.height,
        "html": offer.html,
    });
    if let Some(card) = card::share(&parent, frame) {
        answer["thumbnail_url"] = json!(card.url);
        answer["thumbnail_width"] = json!(card.width);
        answer["thumbnail_height"] = json!(card.height);
    }
    let mut bytes = serde_json::to_vec_pretty(&answer).unwrap_or_default();
    bytes.push(b'\n');
    Some(bytes)
}

/// What it is called, in a link and as the title of the frame.
#[must_use]
pub fn title(embed: &Embed, frame: Frame<'_>) -> Option<String> {
    match embed {
        Embed::Map => Some(frame.theme.word("map_title").to_owned()),
        Embed::Chart(Chart::Figure(id)) => Some(chart::bars::bars(id, frame)?.title),
        Embed::Chart(Chart::Status) => Some(frame.theme.word("chart_months").to_owned()),
        Embed::Chart(Chart::Money) => Some(frame.theme.word("chart_money").to_owned()),
        Embed::Country(code) => Some(frame.site.country(*code)?.name.value.clone()),
    }
}

/// How high the frame has to be on a phone, where it is highest.
fn height(embed: &Embed, frame: Frame<'_>) -> Option<u32> {
    Some(match embed {
        Embed::Map => room::of_map(&map::caption(frame)),
        Embed::Chart(Chart::Figure(id)) => room::of_bars(&chart::bars::bars(id, frame)?),
        Embed::Chart(Chart::Status) => room::of_months(&chart::months::months(frame)),
        Embed::Chart(Chart::Money) => room::of_payments(&chart::payments::payments(frame)),
        Embed::Country(code) => room::of_card(&view::country::card(*code, frame)?),
    })
}

/// The page that it is taken from; nothing when the report does not offer it.
fn parent(embed: &Embed, frame: Frame<'_>) -> Option<Page> {
    let site = frame.site;
    let (of, page) = match embed {
        Embed::Map => (EmbedsOf::Map, (!site.report.countries.is_empty()).then_some(Page::Home)),
        Embed::Chart(chart) => (EmbedsOf::Charts, frame.charts().get(chart).cloned()),
        Embed::Country(code) => (EmbedsOf::Countries, site.country(*code).map(|_| Page::Country(*code))),
    };
    let is_placed = site.base.url.is_some() || frame.is_sample();
    page.filter(|_| is_placed && site.report.settings.embeds.contains(&of))
}

/// `/embed/map/`, `/embed/charts/money/`, `/embed/figures/asked/`, `/embed/countries/rw/`: by what does not change when a file is renamed.
fn address(embed: &Embed, end: &str) -> Option<Address> {
    let name = match embed {
        Embed::Map => "map".to_owned(),
        Embed::Chart(Chart::Status) => "charts/status".to_owned(),
        Embed::Chart(Chart::Money) => "charts/money".to_owned(),
        Embed::Chart(Chart::Figure(id)) => format!("figures/{id}"),
        Embed::Country(code) => format!("countries/{}", code.to_string().to_lowercase()),
    };
    Address::new(&format!("{EMBEDS}/{name}{end}"))
}
