//! Share cards: the pictures that networks and messengers show beside a link.
//!
//! In: the site and the theme. Out: for each page that `cards:` in `site.yaml` asks for a [`Card`]: what it shows, and its address; and,
//! when somebody asks for it, its [`Drawing`]. The address holds the hash of everything that the picture is made of, so a card that was
//! published once under an address need not be drawn again. It never draws by itself: a [`Drawing`] is drawn by whoever wants the bytes.

mod draw;
mod face;
mod fit;
mod glyphs;
mod look;
mod view;

pub use draw::Drawing;
pub use glyphs::findings;
pub use look::Look;

use super::frame::Frame;
use super::view::Share;
use crate::link::{Address, Page};
use crate::model::settings::CardsOf;
use std::collections::BTreeMap;
use view::View;
use xxhash_rust::xxh3::Xxh3;

/// Width and height in pixels: what Facebook, LinkedIn, Mastodon and X show without cutting (1.91 to 1).
pub const SIZE: (u32, u32) = (1200, 630);

/// Articles below this place in the list, newest first, have a card: nobody shares the rest often enough to draw them all.
const MOST_ARTICLES: usize = 300;

/// Raised by whoever changes how cards are drawn or updates a crate that draws them, so that published ones are drawn again.
const DRAWING: &str = concat!("1 ", env!("CARGO_PKG_VERSION"));

/// The card of one page.
pub struct Card {
    view: View,
    pub address: Address,
}

/// All cards of the site, by page. None where nobody has said where the site will be: a card is only ever fetched by its whole address.
#[must_use]
pub fn all(frame: Frame<'_>) -> BTreeMap<Page, Card> {
    if frame.site.base.url.is_none() {
        return BTreeMap::new();
    }
    let wanted = frame.site.places.all().filter(|(_, page)| has_card(page, frame));
    wanted.filter_map(|(address, page)| Some((page.clone(), Card::new(address, page, frame)?))).collect()
}

/// What a page tells networks of its card. A page without one of its own shows that of the home page.
#[must_use]
pub fn share(page: &Page, frame: Frame<'_>) -> Option<Share> {
    let cards = frame.cards();
    let card = cards.get(page).or_else(|| cards.get(&Page::Home))?;
    let url = frame.absolute(&super::href::href(frame.base_path(), &card.address, None));
    Some(Share { url, width: SIZE.0, height: SIZE.1, alt: card.view.alt(&frame.site.locale) })
}

/// The card of a page, ready to be drawn; nothing when it has none.
///
/// # Errors
/// When the template of cards fails.
pub fn drawing(page: &Page, frame: Frame<'_>) -> Option<tera::TeraResult<Drawing>> {
    let card = frame.cards().get(page)?;
    let look = &frame.theme.look;
    let mut context = tera::Context::new();
    context.insert_value("t", frame.theme.word_values.clone());
    context.insert("colours", &look.colours);
    context.insert("direction", frame.site.locale.direction());
    context.insert("page", &card.view);
    let svg = frame.theme.tera.render(look::TEMPLATE, &context);
    Some(svg.map(|svg| Drawing { svg, faces: look.faces.clone() }))
}

fn has_card(page: &Page, frame: Frame<'_>) -> bool {
    let kind = match page {
        Page::Home => CardsOf::Home,
        Page::Country(_) => CardsOf::Countries,
        Page::Article(at) if *at < MOST_ARTICLES => CardsOf::Articles,
        Page::Source(_) => CardsOf::Sources,
        Page::Page(_)
        | Page::Articles
        | Page::Countries
        | Page::Sources
        | Page::Figures
        | Page::Timeline
        | Page::Glossary
        | Page::Corrections
        | Page::Changes
        | Page::Search
        | Page::Data => CardsOf::Pages,
        _ => return false,
    };
    frame.site.report.settings.cards.contains(&kind)
}

impl Card {
    fn new(of: &Address, page: &Page, frame: Frame<'_>) -> Option<Self> {
        let view = View::new(page, frame);
        let mut hasher = Xxh3::new();
        hasher.update(DRAWING.as_bytes());
        hasher.update(&frame.theme.look.hash.to_le_bytes());
        hasher.update(frame.site.locale.direction().as_bytes());
        hasher.update(&serde_json::to_vec(&view).unwrap_or_default());
        let name = match of.as_str().trim_matches('/') {
            "" => "home",
            path => path,
        };
        let address = Address::new(&format!("/cards/{name}.{:016x}.png", hasher.digest()))?;
        Some(Self { view, address })
    }
}
