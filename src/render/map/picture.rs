//! A window of the world with its records, ready to be drawn.
//!
//! In: a window, and the status of every record. Out: [`Picture`]: path data and places, which the theme's template draws. It never
//! chooses a colour: it names the tone of a badge.

use super::path::Window;
use crate::model::CountryCode;
use crate::model::world::{self, Area, Outline, Ring, Treatment, World};
use serde::Serialize;
use std::collections::BTreeMap;

/// The sizes at which a picture is seen, in CSS pixels of its width.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// On a phone 320 pixels wide.
    pub narrow: i32,
    /// The least on any screen from 640 pixels up: from there on the style sheet hides the dots of shapes that can be seen.
    pub wide: i32,
    /// A shape whose shorter side is shorter gets a dot.
    pub small: i32,
}

/// Half of the width of a dot on a phone, in tenths of a CSS pixel: dots are at least 6 pixels wide.
const DOT: i32 = 33;

/// About what a mark weighs beside its path: its name and status repeat what stands elsewhere, and so are compressed well.
const MARK: usize = 60;

/// What a map says of a record.
#[derive(Clone, Debug)]
pub struct Status {
    /// The number of its badge's colour and pattern.
    pub tone: usize,
    /// Its name and status, for a pointer that rests on it.
    pub title: String,
}

pub type Statuses = BTreeMap<CountryCode, Status>;

/// A part of the world, in units of its own.
#[derive(Clone, Serialize, Debug)]
pub struct Picture {
    pub width: i32,
    pub height: i32,
    /// Half of the width of a dot.
    pub dot: i32,
    /// All land without a record.
    pub land: String,
    pub shapes: Vec<Shape>,
    pub disputed: Vec<Disputed>,
    pub dots: Vec<Dot>,
}

/// The shape of a record.
#[derive(Clone, Serialize, Debug)]
pub struct Shape {
    pub code: String,
    pub tone: usize,
    pub title: String,
    pub d: String,
}

/// A mark for a record whose shape is too small to be seen, or missing.
#[derive(Clone, Serialize, Debug)]
pub struct Dot {
    pub code: String,
    pub tone: usize,
    pub title: String,
    pub x: i32,
    pub y: i32,
    /// Whether the shape can be seen by itself on a wide screen.
    pub narrow: bool,
}

/// An area in dispute that has no record of its own.
#[derive(Clone, Serialize, Debug)]
pub struct Disputed {
    pub id: String,
    pub d: String,
}

/// How closely shapes are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Detail {
    World,
    Region,
}

impl Picture {
    /// Draws a window with these records.
    #[must_use]
    pub fn new(window: Window, detail: Detail, seen: Seen, statuses: &Statuses) -> Self {
        let world = world::world();
        let mut picture = Self {
            width: window.drawn,
            height: window.drawn_height(),
            dot: (DOT * window.drawn + seen.narrow * 10 - 1) / (seen.narrow * 10),
            land: String::new(),
            shapes: Vec::new(),
            disputed: disputed(world, window, detail, statuses),
            dots: Vec::new(),
        };
        for outline in &world.territories {
            match status(outline, statuses) {
                None => picture.land.push_str(&window.path(detail.of(outline), detail.islet())),
                Some(status) => {
                    let d = window.path(detail.of(outline), 0);
                    let Status { tone, title } = status.clone();
                    picture.dots.extend(dot(outline, status, window, detail, seen));
                    if !d.is_empty() {
                        picture.shapes.push(Shape { code: outline.code.clone(), tone, title, d });
                    }
                }
            }
        }
        picture
    }
}

impl Picture {
    /// About how many bytes it takes on a page before they are compressed.
    #[must_use]
    pub fn weight(&self) -> usize {
        let paths = self.shapes.iter().map(|shape| &shape.d).chain(self.disputed.iter().map(|area| &area.d));
        let written: usize = paths.map(String::len).sum();
        self.land.len() + written + MARK * (self.shapes.len() + self.dots.len())
    }
}

impl Detail {
    #[must_use]
    pub fn of(self, outline: &Outline) -> &[Ring] {
        match self {
            Self::World => &outline.coarse,
            Self::Region => &outline.close,
        }
    }

    /// Land without a record is left out when its longer side is shorter than this, in units of the picture: a speck tells nothing.
    fn islet(self) -> i32 {
        match self {
            Self::World => 0,
            Self::Region => 3,
        }
    }

    fn of_area(self, area: &Area) -> &[Ring] {
        match self {
            Self::World => &area.coarse,
            Self::Region => &area.close,
        }
    }
}

fn status<'a>(outline: &Outline, statuses: &'a Statuses) -> Option<&'a Status> {
    statuses.get(&CountryCode::new(&outline.code)?)
}

fn dot(outline: &Outline, status: &Status, window: Window, detail: Detail, seen: Seen) -> Option<Dot> {
    let corners: Vec<Ring> = detail.of(outline).iter().map(|ring| window.corners(ring)).collect();
    let side = world::shorter_side(&corners);
    let pixels = |width: i32| side * width / window.drawn;
    if !window.contains(outline.point) || pixels(seen.narrow) >= seen.small {
        return None;
    }
    let [x, y] = window.place(outline.point);
    let Status { tone, title } = status.clone();
    Some(Dot { code: outline.code.clone(), tone, title, x, y, narrow: pixels(seen.wide) >= seen.small })
}

fn disputed(world: &World, window: Window, detail: Detail, statuses: &Statuses) -> Vec<Disputed> {
    let of_a_record = |area: &Area| {
        let code = area.code.as_deref().and_then(CountryCode::new);
        code.is_some_and(|code| statuses.contains_key(&code))
    };
    let hatched = world.areas.iter().filter(|area| area.treatment == Treatment::Hatch && !of_a_record(area));
    let shapes = hatched.map(|area| Disputed { id: area.id.clone(), d: window.path(detail.of_area(area), 0) });
    shapes.filter(|area| !area.d.is_empty()).collect()
}
