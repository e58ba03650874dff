//! Characters that no font of the cards has.
//!
//! In: the site and the theme. Out: a finding at each text that would show an empty box. The fonts' tables of characters are asked, so
//! nothing is drawn for it. It never looks at texts that are on no card.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Page, Site};
use crate::model::settings::CardsOf;
use crate::render::Theme;
use crate::text::Span;

/// Finds them in titles and labels of pages that have a card.
#[must_use]
pub fn findings(site: &Site, theme: &Theme) -> Diagnostics {
    let ruler = theme.look.faces.ruler("serif");
    let lacks = |sign: &char| !sign.is_ascii() && !is_unseen(*sign) && !ruler.has(*sign);
    let found = texts(site).into_iter().filter_map(|(text, span, of)| {
        let mut lacking: Vec<char> = text.chars().filter(lacks).collect();
        lacking.sort_unstable();
        lacking.dedup();
        let first = text.chars().find(lacks)?;
        let message = format!("no font of the share cards has `{first}` (U+{:04X})", u32::from(first));
        let found = Diagnostic::new(Code::MissingGlyph, span, message);
        let found = match lacking.len() - 1 {
            0 => found,
            more => {
                found.note(format!("nor {} of this text", crate::diagnose::count(more, "other character", "other characters")))
            }
        };
        Some(found.help(format!(
            "put a font that has it into `assets/fonts/` of the theme, or take `{}` out of `cards:` in site.yaml",
            of.word()
        )))
    });
    found.collect()
}

/// Every text on a card that somebody wrote for it, its place, and the cards that it is on.
fn texts(site: &Site) -> Vec<(&str, Span, CardsOf)> {
    let report = &site.report;
    let Some(first) = report.settings.cards.first().filter(|_| site.base.url.is_some()) else { return Vec::new() };
    let wanted = |of: CardsOf| report.settings.cards.contains(&of);
    let mut texts = vec![(report.settings.title.as_str(), report.settings.title_span, *first)];
    if wanted(CardsOf::Countries) {
        let badges = report.program.badges.iter();
        texts.extend(badges.map(|badge| (badge.label.as_str(), badge.id.span, CardsOf::Countries)));
        texts.extend(report.countries.iter().map(|one| (one.name.value.as_str(), one.name.span, CardsOf::Countries)));
    }
    if wanted(CardsOf::Articles) {
        let articles = report.articles.iter().take(super::MOST_ARTICLES);
        texts.extend(articles.map(|one| (one.title.value.as_str(), one.title.span, CardsOf::Articles)));
    }
    if wanted(CardsOf::Pages) {
        texts.extend(report.pages.iter().map(|one| (one.title.value.as_str(), one.title.span, CardsOf::Pages)));
    }
    if wanted(CardsOf::Sources) {
        let sources = report.sources.values().filter(|one| site.places.address(&Page::Source(one.id.value.clone())).is_some());
        texts.extend(sources.map(|one| (one.title.as_str(), one.id.span, CardsOf::Sources)));
    }
    texts
}

/// Spaces, and signs that only steer how others are set.
fn is_unseen(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_control()
        || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}
