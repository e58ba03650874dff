//! The page of a source, with everything that rests on it; and the list of sources.
//!
//! In: a source and its uses. Out: [`SourcePage`] and [`Sources`]. It never repeats what the source says.

use super::timeline::{Event, events};
use super::{ArticleRow, Head, Link, SourceView, article_rows};
use crate::link::Page;
use crate::model::{Id, Source, shapes};
use crate::render::frame::Frame;
use crate::render::notes::{Notes, label};
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct SourcePage {
    #[serde(flatten)]
    pub head: Head,
    pub source: SourceView,
    pub events: Vec<Event>,
    pub articles: Vec<ArticleRow>,
    pub countries: Vec<Link>,
    pub figures: Vec<Link>,
    pub lists: Vec<Link>,
}

#[derive(Serialize, Debug)]
pub struct Sources {
    #[serde(flatten)]
    pub head: Head,
    pub intro: Option<String>,
    pub groups: Vec<Group>,
}

#[derive(Serialize, Debug)]
pub struct Group {
    pub kind: String,
    pub sources: Vec<SourceView>,
}

/// The page of one source.
#[must_use]
pub fn page(id: &Id, source: &Source, frame: Frame<'_>, notes: &mut Notes) -> SourcePage {
    let site = frame.site;
    let uses = site.uses.get(id).cloned().unwrap_or_default();
    let program = &site.report.program;
    let words = [("source", label(source, frame)), ("title", site.locale.quoted(&source.title))];
    let words = words.each_ref().map(|(name, text)| (*name, text.as_str()));
    let description = format!("{} – {}", site.locale.sentence("about_source", &words), site.report.settings.title);
    let head = Head::new(frame, &Page::Source(id.clone()), "sources", &source.title).described(description).of_kind("source");
    SourcePage {
        head,
        source: SourceView::new(source, frame),
        events: events(uses.events.iter().rev().copied(), frame, notes),
        articles: article_rows(&uses.articles, frame),
        countries: uses
            .countries
            .iter()
            .map(|code| Link { label: super::page_name(&Page::Country(*code), frame), url: frame.country_url(*code) })
            .collect(),
        figures: uses
            .figures
            .iter()
            .filter_map(|at| program.figures.get(*at))
            .map(|figure| Link { label: figure.label.clone(), url: frame.figure_url(&figure.id.value) })
            .collect(),
        lists: uses
            .lists
            .iter()
            .filter_map(|at| program.lists.get(*at))
            .map(|list| Link { label: list.label.clone(), url: frame.figure_url(&list.id.value) })
            .collect(),
    }
}

/// All sources by kind, newest first, those without a date last.
#[must_use]
pub fn sources(frame: Frame<'_>, notes: &mut Notes) -> Sources {
    let (head, intro) = super::introduced(frame, &Page::Sources, "sources", notes);
    let mut groups = Vec::new();
    for (kind, _) in shapes::SOURCE_KINDS {
        let mut of_kind: Vec<&Source> = frame.site.report.sources.values().filter(|source| source.kind == *kind).collect();
        of_kind.sort_by(|a, b| {
            let date = |source: &Source| source.published.as_ref().map(|date| date.value.listing_order());
            date(b).cmp(&date(a)).then_with(|| a.title.cmp(&b.title))
        });
        if !of_kind.is_empty() {
            let words = frame.theme.word(&format!("source_kind_{kind}")).to_owned();
            groups
                .push(Group { kind: words, sources: of_kind.into_iter().map(|source| SourceView::new(source, frame)).collect() });
        }
    }
    Sources { head, intro, groups }
}
