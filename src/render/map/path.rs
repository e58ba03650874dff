//! Outlines as path data.
//!
//! In: rings in fine units, and a window of the world. Out: the `d` of an SVG path in the units of the picture. What lies outside the window is cut
//! off beyond its edge, so that no stroke of the cut is seen. It never knows whose outline it is.

use crate::model::world::{Inset, Point, Ring, extent, longer_side};

/// A part of the world, and how many units wide it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// In fine units.
    pub left: i32,
    pub top: i32,
    pub width: i32,
    pub height: i32,
    /// In units of the picture.
    pub drawn: i32,
    /// Corners of shapes stand at multiples of so many units.
    pub grain: i32,
}

/// How far beyond the edge a shape is cut, in units of the picture: more than half of the widest stroke.
const MARGIN: i32 = 6;

impl Window {
    /// That of a region, drawn so many units wide.
    #[must_use]
    pub fn of(inset: &Inset, drawn: i32) -> Self {
        let [left, top, width, height] = inset.window;
        Self { left, top, width, height, drawn, grain: 1 }
    }

    #[must_use]
    pub fn drawn_height(&self) -> i32 {
        self.units(self.height)
    }

    /// A length in units of the picture, rounded.
    #[must_use]
    pub fn units(&self, length: i32) -> i32 {
        divided(i64::from(length) * i64::from(self.drawn), i64::from(self.width))
    }

    /// A place in units of the picture.
    #[must_use]
    pub fn place(&self, [x, y]: Point) -> Point {
        [self.units(x - self.left), self.units(y - self.top)]
    }

    #[must_use]
    pub fn contains(&self, [x, y]: Point) -> bool {
        (0..self.width).contains(&(x - self.left)) && (0..self.height).contains(&(y - self.top))
    }

    /// Path data of the parts inside whose longer side is at least this; empty when there are none.
    #[must_use]
    pub fn path(&self, rings: &[Ring], least: i32) -> String {
        rings
            .iter()
            .filter_map(|ring| self.visible(ring))
            .filter(|ring| longer_side(std::slice::from_ref(ring)) >= least)
            .map(|ring| written(&ring))
            .collect()
    }

    /// A ring in units of the picture, as it is drawn, with what lies outside.
    #[must_use]
    pub fn corners(&self, ring: &Ring) -> Ring {
        let grained = |number: i32| divided(i64::from(number), i64::from(self.grain)).saturating_mul(self.grain);
        ring.iter().map(|point| self.place(*point).map(grained)).collect()
    }

    /// What is seen of a ring. `None` when nothing of it would be seen.
    fn visible(&self, ring: &Ring) -> Option<Ring> {
        let [left, top, right, bottom] = extent(std::slice::from_ref(ring))?;
        if right < self.left || bottom < self.top || left > self.left + self.width || top > self.top + self.height {
            return None;
        }
        let drawn = self.corners(ring);
        let cut = [
            Edge { axis: 0, at: -MARGIN, beyond: -1 },
            Edge { axis: 0, at: self.drawn + MARGIN, beyond: 1 },
            Edge { axis: 1, at: -MARGIN, beyond: -1 },
            Edge { axis: 1, at: self.drawn_height() + MARGIN, beyond: 1 },
        ];
        let inside = cut.iter().fold(drawn, |ring, edge| edge.cut(&ring));
        let turns = turns(&inside);
        (turns.len() > 2).then_some(turns)
    }
}

/// One side of the frame that shapes are cut at.
struct Edge {
    axis: usize,
    at: i32,
    /// Which side is outside: the greater numbers or the smaller ones.
    beyond: i32,
}

impl Edge {
    /// What remains of a ring (Sutherland and Hodgman, 1974).
    fn cut(&self, ring: &Ring) -> Ring {
        let outside = |point: &Point| (point[self.axis] - self.at) * self.beyond > 0;
        let mut kept = Ring::new();
        for (at, point) in ring.iter().enumerate() {
            let next = &ring[(at + 1) % ring.len()];
            if !outside(point) {
                kept.push(*point);
            }
            if outside(point) != outside(next) {
                kept.push(self.crossing(*point, *next));
            }
        }
        kept
    }

    fn crossing(&self, from: Point, to: Point) -> Point {
        let (axis, other) = (self.axis, 1 - self.axis);
        let part = i64::from(to[other] - from[other]) * i64::from(self.at - from[axis]);
        let mut crossing = [self.at; 2];
        crossing[other] = from[other] + divided(part, i64::from(to[axis] - from[axis]));
        crossing
    }
}

/// A ring without points that say nothing: repeated ones, and those on the straight line between their neighbours.
fn turns(ring: &Ring) -> Ring {
    let mut points = ring.clone();
    points.dedup();
    while points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let straight = |at: usize| {
        let [before, here, after] = [at + points.len() - 1, at, at + 1].map(|at| points[at % points.len()]);
        let step = |from: Point, to: Point| [to[0] - from[0], to[1] - from[1]];
        let (to, on) = (step(before, here), step(here, after));
        to[0] * on[1] == to[1] * on[0] && to[0] * on[0] + to[1] * on[1] >= 0
    };
    (0..points.len()).filter(|at| !straight(*at)).map(|at| points[at]).collect()
}

/// One absolute `M`, then relative steps: about a third of the bytes of absolute places.
fn written(ring: &Ring) -> String {
    let mut path = String::new();
    let mut at = [0, 0];
    for (index, point) in ring.iter().enumerate() {
        path.push_str(match index {
            0 => "M",
            1 => "l",
            _ => "",
        });
        let first = index < 2;
        for (axis, number) in [point[0] - at[0], point[1] - at[1]].into_iter().enumerate() {
            if number >= 0 && !(first && axis == 0) {
                path.push(' ');
            }
            path.push_str(&number.to_string());
        }
        at = *point;
    }
    path.push('z');
    path
}

/// Divides and rounds to the nearest whole number. What does not fit is far outside every picture.
fn divided(number: i64, by: i64) -> i32 {
    let half = by.abs() / 2 * number.signum();
    i32::try_from((number + half).checked_div(by).unwrap_or(0)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { left: 100, top: 100, width: 200, height: 100, drawn: 100, grain: 1 };

    #[test]
    fn a_shape_inside_is_drawn_as_it_is() {
        assert_eq!(WINDOW.path(&[vec![[120, 120], [160, 120], [160, 160], [140, 160]]], 0), "M10 10l20 0 0 20-10 0z");
    }

    #[test]
    fn a_shape_across_the_edge_ends_out_of_sight() {
        assert_eq!(WINDOW.path(&[vec![[200, 120], [900, 120], [900, 140], [200, 140]]], 0), "M50 10l56 0 0 10-56 0z");
    }

    #[test]
    fn corners_stand_at_multiples_of_the_grain() {
        let coarse = Window { grain: 4, ..WINDOW };
        assert_eq!(coarse.path(&[vec![[120, 120], [162, 120], [162, 164], [142, 160]]], 0), "M12 12l20 0 0 20-12 0z");
    }

    #[test]
    fn what_lies_outside_or_vanishes_is_not_drawn() {
        assert_eq!(WINDOW.path(&[vec![[900, 900], [950, 900], [950, 950]], vec![[119, 119], [120, 119], [120, 120]]], 0), "");
    }

    #[test]
    fn numbers_are_rounded_alike_on_both_sides_of_zero() {
        assert_eq!([divided(5, 2), divided(-5, 2), divided(4, 3), divided(-4, 3), divided(-5, -2)], [3, -3, 1, -1, 3]);
    }
}
