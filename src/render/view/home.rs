//! The report at a glance.
//!
//! In: the whole site. Out: [`Home`]: the question, the answer, figures, changes, articles. It never shows more of anything than fits
//! a glance; each part links to the page that has all of it.

use super::timeline::{Event, events};
use super::{ArticleRow, Head, article_rows};
use crate::link::Page;
use crate::render::block;
use crate::render::frame::Frame;
use crate::render::html;
use crate::render::notes::Notes;
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct Home {
    #[serde(flatten)]
    pub head: Head,
    pub question: String,
    pub answer: String,
    pub map: String,
    pub figures: Vec<super::figures::Figure>,
    pub changes: Vec<Event>,
    pub articles: Vec<ArticleRow>,
    pub lists: Vec<super::figures::ListView>,
    /// Numbers behind the answer that were taken back.
    pub corrections: Vec<super::Correction>,
}

/// The home page; rows and groups of records are put in beside it.
#[must_use]
pub fn home(frame: Frame<'_>, notes: &mut Notes) -> Home {
    let site = frame.site;
    let program = &site.report.program;
    let head = Head::new(frame, &Page::Home, "home", &site.report.settings.title).of_kind("home");
    let answer = program.summary.as_ref().map_or_else(String::new, |prose| html::html(prose, frame, notes));
    let figures = program.figures.iter().zip(&site.figures).take(6);
    let latest: Vec<usize> = (0..site.report.articles.len().min(12)).collect();
    Home {
        question: program.question.clone(),
        answer,
        map: block::of_the_world(Some("#at-status"), frame, notes),
        figures: figures.map(|(figure, value)| super::figures::Figure::card(figure, value, frame, notes)).collect(),
        changes: events(latest_known(frame).into_iter().take(8), frame, notes),
        articles: article_rows(&latest, frame),
        lists: super::figures::list_names(frame),
        corrections: program.summary.as_ref().map(|prose| super::facts::taken_back(prose, None, frame)).unwrap_or_default(),
        head,
    }
}

/// Events by the day on which the public learned of them, newest first.
#[must_use]
pub fn latest_known(frame: Frame<'_>) -> Vec<usize> {
    by_known((0..frame.site.events.len()).collect(), frame)
}

/// These events by the day on which the public learned of them, newest first.
#[must_use]
pub fn by_known(mut events: Vec<usize>, frame: Frame<'_>) -> Vec<usize> {
    events.sort_by_key(|at| std::cmp::Reverse((frame.site.events[*at].event.known().listing_order(), *at)));
    events
}
