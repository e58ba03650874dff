//! Maps: of the world with every record, and of the region around one of them.
//!
//! In: the site. Out: [`Map`] and [`Locator`], views that the theme's templates draw as SVG. All that a map tells is also told in words: a summary,
//! a legend with numbers, and notes on what is in dispute. It never draws a status as a number, and never gives an area in dispute the
//! colour of another territory.

mod disputes;
mod insets;
mod path;
mod picture;

use super::frame::Frame;
use super::view::{Badge, Date, Link, country};
use crate::link::Page;
use crate::model::world::{self, Inset, Outline, World};
use crate::model::{Country, CountryCode};
use path::Window;
use picture::{Detail, Picture, Seen, Status, Statuses};
use serde::Serialize;

/// The map of the world, and regions of it.
const OF_WORLD: Seen = Seen { narrow: 288, wide: 560, small: 4 };
const OF_INSET: Seen = Seen { narrow: 134, wide: 134, small: 5 };
/// The map beside a record.
const OF_LOCATOR: Seen = Seen { narrow: 200, wide: 260, small: 5 };

/// Regions are drawn this many units wide: about one unit a pixel, and no finer, to keep pages light.
const REGION: i32 = 180;
const LOCATOR: i32 = 160;
/// On the map of the world two units are less than a pixel of a desk's screen, and a map drawn to them is a sixth lighter: room for two more regions.
const GRAIN: i32 = 2;
#[cfg(feature = "cards")]
const ON_CARD: i32 = 400;

/// What a map with all its regions may weigh ([`Picture::weight`]): 25 KB as it is sent. Of a map with many records, the regions that show least
/// are left out; `tests/suite/maps.rs` holds the number of bytes.
const HEAVIEST: usize = 92_000;

/// The map of all records.
#[derive(Serialize, Debug)]
pub struct Map {
    /// `null` for a report without records.
    pub picture: Option<Picture>,
    pub insets: Vec<Enlarged>,
    /// What the map shows, in sentences.
    pub summary: String,
    pub legend: Vec<country::Counted>,
    /// How many have no status.
    pub unknown: usize,
    /// Names of records that cannot be drawn: a house code has no place in the data.
    pub unplaced: Vec<String>,
    /// On areas in dispute.
    pub disputes: Vec<String>,
    pub worldview: Option<String>,
    pub as_of: Option<Date>,
    /// The page on method, when there is one.
    pub method: Option<Link>,
}

/// What the map shows, in words and numbers.
pub struct Caption {
    pub summary: String,
    pub legend: Vec<country::Counted>,
}

/// A region, larger.
#[derive(Serialize, Debug)]
pub struct Enlarged {
    pub name: String,
    pub picture: Picture,
}

/// Where one record lies.
#[derive(Serialize, Debug)]
pub struct Locator {
    /// What it shows, for readers who do not see it.
    pub title: String,
    pub picture: Picture,
    pub disputes: Vec<String>,
}

/// The map of all records.
#[must_use]
pub fn world(frame: Frame<'_>) -> Map {
    let world = world::world();
    let statuses = statuses(frame);
    let picture = (!statuses.is_empty()).then(|| Picture::new(whole(world), Detail::World, OF_WORLD, &statuses));
    let draw = |inset: &Inset| Picture::new(Window::of(inset, REGION), Detail::Region, OF_INSET, &statuses);
    let insets = picture.iter().flat_map(|picture| insets::insets(picture, &statuses, HEAVIEST, draw));
    let name = |inset: &Inset| frame.theme.word(&format!("inset_{}", inset.id)).to_owned();
    let insets = insets.map(|(inset, picture)| Enlarged { name: name(inset), picture }).collect();
    let Caption { summary, legend } = caption(frame);
    let codes: Vec<CountryCode> = statuses.keys().copied().collect();
    let worldview = frame.site.report.settings.worldview;
    Map {
        summary,
        unknown: legend.iter().filter(|one| one.badge.tone == 0).map(|one| one.count).sum(),
        legend,
        insets,
        unplaced: unplaced(frame),
        disputes: disputes::notes(&codes, frame),
        worldview: worldview.map(|word| frame.theme.word(&format!("worldview_{word}")).to_owned()),
        as_of: Date::of(frame.site.known_until(), frame),
        method: method(frame),
        picture,
    }
}

/// The map of the region around a record, for its page. `None` for a code without a place.
#[must_use]
pub fn locator(code: CountryCode, country: &Country, frame: Frame<'_>) -> Option<Locator> {
    located(code, country, LOCATOR, frame)
}

/// The same for a share card, as fine as its pixels.
#[cfg(feature = "cards")]
#[must_use]
pub fn locator_on_card(code: CountryCode, country: &Country, frame: Frame<'_>) -> Option<Locator> {
    located(code, country, ON_CARD, frame)
}

fn located(code: CountryCode, country: &Country, drawn: i32, frame: Frame<'_>) -> Option<Locator> {
    let outline = world::world().find(code)?;
    let status = status(country, frame)?;
    let statuses = Statuses::from([(code, status)]);
    let place = if country.subregion.is_empty() { &country.region } else { &country.subregion };
    let (world, window) = (world::world(), around(outline, drawn));
    // A window as wide as Russia shows no more than a map of the world does.
    let detail = if window.width > world.width * world.fine / 4 { Detail::World } else { Detail::Region };
    let locale = &frame.site.locale;
    let lies = [("name", country.name.value.as_str()), ("region", locale.region(place))];
    Some(Locator {
        title: if place.is_empty() { locale.sentence("locator", &lies) } else { locale.sentence("locator_in", &lies) },
        picture: Picture::new(window, detail, OF_LOCATOR, &statuses),
        disputes: disputes::notes(&[code], frame),
    })
}

fn statuses(frame: Frame<'_>) -> Statuses {
    let countries = frame.site.report.countries.iter();
    countries.filter_map(|country| Some((country.code.value, status(country, frame)?))).collect()
}

fn unplaced(frame: Frame<'_>) -> Vec<String> {
    let countries = frame.site.report.countries.iter();
    let without = countries.filter(|country| world::world().find(country.code.value).is_none());
    without.map(|country| country.name.value.clone()).collect()
}

fn status(country: &Country, frame: Frame<'_>) -> Option<Status> {
    let badge = Badge::new(frame.site.standing(country.code.value)?.badge, frame);
    Some(Status { tone: badge.tone, title: frame.site.locale.punctuated("colon", &[&country.name.value, &badge.label]) })
}

/// The whole world, one unit of the picture for one of the data.
fn whole(world: &World) -> Window {
    Window {
        left: 0,
        top: 0,
        width: world.width * world.fine,
        height: world.height * world.fine,
        drawn: world.width,
        grain: GRAIN,
    }
}

/// A window around a territory, 4 to 3: about twice as wide as its largest part, and wide enough that a reader knows the coasts.
fn around(outline: &Outline, drawn: i32) -> Window {
    let (world, [x, y]) = (world::world(), outline.point);
    let least = world.width * world.fine / 8;
    let [left, top, right, bottom] = world::extent(&outline.close).unwrap_or([x, y, x, y]);
    let width = ((right - left) * 19 / 10).max((bottom - top) * 26 / 10).clamp(least, world.width * world.fine);
    let height = width * 3 / 4;
    let (middle, centre) = (i32::midpoint(left, right), i32::midpoint(top, bottom));
    let within = |start: i32, length: i32, whole: i32| start.clamp(0, (whole - length).max(0));
    Window {
        left: within(middle - width / 2, width, world.width * world.fine),
        top: within(centre - height / 2, height, world.height * world.fine),
        width,
        height,
        drawn,
        grain: 1,
    }
}

/// What the map of all records shows.
#[must_use]
pub fn caption(frame: Frame<'_>) -> Caption {
    let legend = country::badges(frame);
    Caption { summary: summary(&legend, frame), legend }
}

/// What the map shows, in a paragraph.
fn summary(legend: &[country::Counted], frame: Frame<'_>) -> String {
    let locale = &frame.site.locale;
    let total = locale.sentence("map_shows", &[("records", &country::counted(legend, frame))]);
    let words = [locale.word("map_largest"), locale.word("map_unknown"), locale.word("map_all_known")];
    country::told(total, legend, words, frame)
}

/// The page that tells how the report is made: `pages/method.md`.
fn method(frame: Frame<'_>) -> Option<Link> {
    let at = frame.site.report.pages.iter().position(|page| page.file.stem() == "method")?;
    Some(Link { label: super::view::page_name(&Page::Page(at), frame), url: frame.url(&Page::Page(at)) })
}
