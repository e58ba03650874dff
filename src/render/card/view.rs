//! What a card shows: the values that `cards/card.svg` receives.
//!
//! In: a page. Out: [`View`]: plain texts in the words of the page itself, and the same as one sentence for those who do not see pictures.
//! It never says more than its page does.

use crate::link::{FigureValue, Locale, Page, Used};
use crate::model::program::{Amount, Figure as ModelFigure};
use crate::model::{Article, CountryCode};
use crate::render::frame::Frame;
use crate::render::map::{self, Locator};
use crate::render::view::{self, Badge, Quantity};
use serde::Serialize;

/// How many figures the card of the home page has room for.
const MOST_FIGURES: usize = 2;

#[derive(Serialize, Debug)]
pub struct View {
    /// `home`, `country`, `article`, `source` or `page`.
    pub kind: &'static str,
    /// The title of the publication.
    pub site: String,
    pub title: String,
    /// The standfirst of an article; the question of the report on the home page.
    pub description: Option<String>,
    /// Of a country.
    pub badge: Option<Badge>,
    pub figures: Vec<Figure>,
    /// Where a country lies, when there is no number to show of it.
    pub map: Option<Locator>,
    pub as_of_line: String,
}

/// A number with what it counts.
#[derive(Serialize, Debug)]
pub struct Figure {
    pub quantity: Quantity,
    pub label: String,
}

impl View {
    #[must_use]
    pub fn new(page: &Page, frame: Frame<'_>) -> Self {
        let site = frame.site;
        let program = &site.report.program;
        let plain = Self {
            kind: "page",
            site: site.report.settings.title.clone(),
            title: view::page_name(page, frame),
            description: None,
            badge: None,
            figures: Vec::new(),
            map: None,
            as_of_line: view::as_of_line(frame),
        };
        match page {
            Page::Home => Self {
                kind: "home",
                description: Some(program.question.clone()),
                figures: (0..program.figures.len()).filter_map(|at| figure(at, frame)).take(MOST_FIGURES).collect(),
                ..plain
            },
            Page::Country(code) => {
                let figure = people(*code, frame);
                let map = site.country(*code).filter(|_| figure.is_none());
                Self {
                    kind: "country",
                    badge: site.standing(*code).map(|standing| Badge::new(standing.badge, frame)),
                    figures: figure.into_iter().collect(),
                    map: map.and_then(|country| map::locator_on_card(*code, country, frame)),
                    ..plain
                }
            }
            Page::Article(at) => {
                let article = site.article(*at);
                let description = article.and_then(|article| article.description.clone());
                // A standfirst says what the article is about; a number that it mentions may be beside the point.
                let figure = article.filter(|_| description.is_none()).and_then(|article| first_figure(article, frame));
                Self { kind: "article", description, figures: figure.into_iter().collect(), ..plain }
            }
            Page::Source(_) => Self { kind: "source", ..plain },
            _ => plain,
        }
    }

    /// The card in words, for `og:image:alt`.
    #[must_use]
    pub fn alt(&self, locale: &Locale) -> String {
        let status = self.badge.as_ref().map(|badge| badge.label.clone());
        let figures = self.figures.iter().map(|figure| format!("{} {}", figure.quantity.text, figure.label));
        let about = status.into_iter().chain(figures).collect::<Vec<_>>().join(locale.word("semicolon"));
        let title = if about.is_empty() { self.title.clone() } else { locale.punctuated("colon", &[&self.title, &about]) };
        let site = Some(&self.site).filter(|site| **site != self.title);
        let map = self.map.as_ref().map(|map| &map.title);
        let parts = [Some(&title), map, Some(&self.as_of_line), site];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).map(|part| sentence(part)).collect::<Vec<_>>().join(" ")
    }
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

impl Figure {
    /// A figure with its own day, where that is another than the day at the foot of the card. Nothing where nobody knows: "not known", in
    /// letters a hand high, would be read as the news.
    fn new(figure: &ModelFigure, value: &FigureValue, amount: Amount, frame: Frame<'_>) -> Option<Self> {
        let quantity = Quantity::new(amount, frame);
        let day = frame.site.known_until();
        let own = value.as_of.filter(|own| Some(*own) != day);
        let locale = &frame.site.locale;
        let since = own.map(|own| format!("{} {}", locale.word("as_of_small"), locale.date(own)));
        let label = since.map_or_else(|| figure.label.clone(), |since| locale.punctuated("comma", &[&figure.label, &since]));
        quantity.bare.is_some().then_some(Self { quantity, label })
    }
}

fn figure(at: usize, frame: Frame<'_>) -> Option<Figure> {
    let (figure, value) = (frame.site.report.program.figures.get(at)?, frame.site.figures.get(at)?);
    Figure::new(figure, value, value.amount, frame)
}

/// The country's part of the figure whose parts stand in tables of records.
fn people(code: CountryCode, frame: Frame<'_>) -> Option<Figure> {
    let (figure, value) = view::people_figure(frame)?;
    Figure::new(figure, value, *value.by_country.get(&code)?, frame)
}

/// The first figure of the report that the article binds.
fn first_figure(article: &Article, frame: Frame<'_>) -> Option<Figure> {
    frame.site.uses_in(&article.body).into_iter().find_map(|one| match one.what {
        Used::Figure(at) => figure(at, frame),
        Used::Event(_) | Used::List(_) | Used::Country(_) => None,
    })
}
