//! The shapes of the world's territories, areas in dispute, and windows that can be shown enlarged.
//!
//! In: `data/world.json`, made from Natural Earth as corrected by Visionscarto (see `data/README.md`), in Equal Earth projection. Out: outlines
//! in whole fine units, by code. It never decides what is drawn of them, nor whose an area is.

use super::id::CountryCode;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// A place, in fine units from the upper left of the world.
pub type Point = [i32; 2];

/// One closed line; an outline is some of them, and what lies inside two is a hole.
pub type Ring = Vec<Point>;

/// The world as this program draws it.
#[derive(Deserialize, Default, Debug)]
pub struct World {
    /// Of the whole, in units: halves of a pixel of a map 960 pixels wide.
    pub width: i32,
    pub height: i32,
    /// Fine units in a unit.
    pub fine: i32,
    pub territories: Vec<Outline>,
    pub areas: Vec<Area>,
    pub insets: Vec<Inset>,
}

/// Where a territory lies.
#[derive(Deserialize, Debug)]
pub struct Outline {
    pub code: String,
    /// The centre of its largest part.
    pub point: Point,
    /// Its shape on a map of the world; empty for small islands.
    #[serde(default, deserialize_with = "rings")]
    pub coarse: Vec<Ring>,
    /// Its shape on a map of a region.
    #[serde(default, deserialize_with = "rings")]
    pub close: Vec<Ring>,
}

/// An area whose status is in dispute.
#[derive(Deserialize, Debug)]
pub struct Area {
    /// The word for it is `area_` and this, unless it has a code.
    pub id: String,
    /// Its own code, when it has one: a record may be about it.
    pub code: Option<String>,
    /// Codes of those who are in control. Nobody: authorities of its own.
    pub administered_by: Vec<String>,
    pub claimed_by: Vec<String>,
    pub treatment: Treatment,
    #[serde(default, deserialize_with = "rings")]
    pub coarse: Vec<Ring>,
    #[serde(default, deserialize_with = "rings")]
    pub close: Vec<Ring>,
}

/// How a map shows an area in dispute.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Treatment {
    /// Hatched, in nobody's colour.
    Hatch,
    /// Named below a map that shows one of the parties.
    Note,
}

/// A window of the world that can be shown enlarged.
#[derive(Deserialize, Debug)]
pub struct Inset {
    /// The word for it is `inset_` and this.
    pub id: String,
    /// Left, top, width and height, in fine units.
    pub window: [i32; 4],
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut world: World = serde_json::from_str(include_str!("../../data/world.json")).unwrap_or_default();
    let fine = world.fine;
    let coarse = world.territories.iter_mut().map(|one| &mut one.coarse).chain(world.areas.iter_mut().map(|one| &mut one.coarse));
    coarse.flatten().flatten().flatten().for_each(|number| *number *= fine);
    world
});

/// The world. It is read when it is first asked for.
#[must_use]
pub fn world() -> &'static World {
    &WORLD
}

impl World {
    /// Where the territory with this code lies.
    #[must_use]
    pub fn find(&self, code: CountryCode) -> Option<&Outline> {
        let at = self.territories.binary_search_by(|one| one.code.as_str().cmp(code.as_str())).ok()?;
        self.territories.get(at)
    }
}

impl Area {
    /// Whether this territory is a party to the dispute, or is the area.
    #[must_use]
    pub fn concerns(&self, code: CountryCode) -> bool {
        let code = code.as_str();
        self.code.as_deref() == Some(code) || self.administered_by.iter().chain(&self.claimed_by).any(|party| party == code)
    }
}

/// Left, top, right and bottom of the largest ring; `None` when there is none.
#[must_use]
pub fn extent(rings: &[Ring]) -> Option<[i32; 4]> {
    // In one go: each map asks for the extent of every shape of the world.
    let boxes = rings.iter().filter_map(|ring| {
        let first = ring.first()?;
        let around =
            |[left, top, right, bottom]: [i32; 4], [x, y]: &Point| [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)];
        Some(ring.iter().fold([first[0], first[1], first[0], first[1]], around))
    });
    boxes.max_by_key(|[left, top, right, bottom]| i64::from(right - left) * i64::from(bottom - top))
}

/// The longer side of the largest ring; 0 when there is none.
#[must_use]
pub fn longer_side(rings: &[Ring]) -> i32 {
    extent(rings).map_or(0, |[left, top, right, bottom]| (right - left).max(bottom - top))
}

/// The shorter side of the largest ring; 0 when there is none.
#[must_use]
pub fn shorter_side(rings: &[Ring]) -> i32 {
    extent(rings).map_or(0, |[left, top, right, bottom]| (right - left).min(bottom - top))
}

/// Path data as `make-world.mjs` writes it: `M12 5l-3 4 5 6z` for each ring.
fn rings<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Ring>, D::Error> {
    Ok(String::deserialize(from)?.split_terminator('z').map(ring).collect())
}

fn ring(text: &str) -> Ring {
    let (mut at, mut numbers, mut ring) = ([0, 0], numbers(text).into_iter(), Ring::new());
    while let (Some(x), Some(y)) = (numbers.next(), numbers.next()) {
        at = [at[0] + x, at[1] + y];
        ring.push(at);
    }
    ring
}

/// The whole numbers of a text; a minus sign also parts two of them.
fn numbers(text: &str) -> Vec<i32> {
    let mut found = Vec::new();
    for part in text.split(|c: char| c.is_alphabetic() || c == ' ') {
        let starts = part.match_indices('-').map(|(at, _)| at).filter(|at| *at > 0);
        let mut from = 0;
        for to in starts.chain([part.len()]) {
            found.extend(part[from..to].parse::<i32>());
            from = to;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::territory;

    fn outline(code: &str) -> &'static Outline {
        world().find(CountryCode::new(code).unwrap()).unwrap()
    }

    /// Whether a place, in degrees, lies inside, by the even-odd rule. Equal Earth after Šavrič, Patterson and Jenny (2018), with 11° E in the middle.
    fn holds(rings: &[Ring], longitude: f64, latitude: f64) -> bool {
        let project = |longitude: f64, latitude: f64| {
            let theta = (3f64.sqrt() / 2.0 * latitude.to_radians().sin()).asin();
            let (t2, t6) = (theta * theta, theta.powi(6));
            let slope = 1.340_264 - 3.0 * 0.081_106 * t2 + t6 * (7.0 * 0.000_893 + 9.0 * 0.003_796 * t2);
            let x = (longitude - 11.0).to_radians() * theta.cos() / (3f64.sqrt() / 2.0 * slope);
            (x, theta * (1.340_264 - 0.081_106 * t2 + t6 * (0.000_893 + 0.003_796 * t2)))
        };
        let scale = f64::from(world().width * world().fine) / 2.0 / project(191.0, 0.0).0;
        let (x, y) = project(longitude, latitude);
        let (x, y) = (f64::from(world().width * world().fine) / 2.0 + x * scale, (project(0.0, 83.7).1 - y) * scale);
        let crossed = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).filter(|(a, b)| {
            let ([ax, ay], [bx, by]) = (a.map(f64::from), b.map(f64::from));
            (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
        });
        crossed.count() % 2 == 1
    }

    #[test]
    fn every_territory_lies_somewhere_on_the_map() {
        let codes: Vec<&str> = world().territories.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, territory::all().iter().map(|one| one.code.as_str()).collect::<Vec<_>>());
        let (right, bottom) = (world().width * world().fine, world().height * world().fine);
        let outside = world()
            .territories
            .iter()
            .filter(|one| !(0..=right).contains(&one.point[0]) || !(0..=bottom).contains(&one.point[1]));
        assert_eq!(outside.map(|one| &one.code).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn crimea_is_not_russias() {
        for rings in [&outline("RU").coarse, &outline("RU").close] {
            assert!(!holds(rings, 34.1, 44.95), "Simferopol lies in Russia");
            assert!(holds(rings, 37.6, 55.75), "Moscow does not");
        }
        let crimea = world().areas.iter().find(|area| area.id == "crimea").unwrap();
        assert!(holds(&crimea.coarse, 34.1, 44.95) && holds(&crimea.close, 34.1, 44.95));
        assert!(!holds(&crimea.close, 33.0, 47.0), "the mainland is in the area");
    }

    #[test]
    fn western_sahara_is_not_moroccos() {
        for (longitude, latitude) in [(-13.0, 26.5), (-12.5, 25.0), (-9.5, 26.5)] {
            assert!(!holds(&outline("MA").coarse, longitude, latitude) && !holds(&outline("MA").close, longitude, latitude));
            assert!(holds(&outline("EH").close, longitude, latitude), "{longitude} {latitude}");
        }
        assert!(holds(&outline("MA").coarse, -6.8, 32.5));
    }

    #[test]
    fn what_lies_overseas_is_not_in_the_shape_of_the_country() {
        assert!(!holds(&outline("FR").coarse, -53.0, 4.0) && !holds(&outline("FR").close, -53.0, 4.0));
        assert!(holds(&outline("GF").coarse, -53.0, 4.0));
        assert!(!holds(&outline("NO").close, 16.0, 78.6) && holds(&outline("SJ").close, 16.0, 78.6));
    }

    #[test]
    fn no_shape_has_a_hole_where_a_part_of_it_is_in_dispute() {
        assert!(holds(&outline("SO").coarse, 44.06, 9.56), "Hargeisa");
        assert!(holds(&outline("CY").close, 33.6, 35.3), "the north of Cyprus");
        assert!(holds(&outline("XK").coarse, 21.0, 42.6) && !holds(&outline("RS").coarse, 21.0, 42.6), "Kosovo");
    }

    #[test]
    fn every_hatched_area_has_a_shape_for_both_scales() {
        for area in world().areas.iter().filter(|area| area.treatment == Treatment::Hatch) {
            assert!(!area.coarse.is_empty() && !area.close.is_empty(), "{}", area.id);
        }
    }
}
