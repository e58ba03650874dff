//! Which regions a map shows enlarged.
//!
//! In: the marks of a map of the world, as a phone shows them, and what map and regions may weigh together. Out: windows, so that every record that is
//! hard to see among its neighbours can be seen in one of them, wherever there is a window for it and as far as the weight allows. It
//! never shows a region in which nothing crowds.

use super::path::Window;
use super::picture::{Picture, Statuses};
use crate::model::CountryCode;
use crate::model::world::{self, Inset, Outline};

/// The windows to show, drawn, in the order of `data/world.json`. The map and they weigh no more than so much together: what shows most comes first, and
/// what would be too much stays away.
#[must_use]
pub fn insets(
    map: &Picture,
    statuses: &Statuses,
    heaviest: usize,
    draw: impl Fn(&Inset) -> Picture,
) -> Vec<(&'static Inset, Picture)> {
    let mut left: Vec<(usize, &'static Inset)> = world::world().insets.iter().enumerate().collect();
    let (mut unseen, mut weight) = (crowded(map, statuses), map.weight());
    let mut chosen = Vec::new();
    loop {
        let shows = |inset: &Inset| unseen.iter().filter(|one| holds(inset, one)).count();
        // The first of those that show most: `max_by_key` would take the last.
        let best = (0..left.len()).rev().max_by_key(|at| left.get(*at).map_or(0, |(_, inset)| shows(inset)));
        let Some((at, inset)) = best.map(|best| left.remove(best)).filter(|(_, inset)| shows(inset) > 0) else { break };
        let picture = draw(inset);
        if weight + picture.weight() > heaviest {
            continue;
        }
        weight += picture.weight();
        unseen.retain(|one| !holds(inset, one));
        chosen.push((at, inset, picture));
    }
    chosen.sort_by_key(|(at, ..)| *at);
    chosen.into_iter().map(|(_, inset, picture)| (inset, picture)).collect()
}

fn holds(inset: &Inset, outline: &Outline) -> bool {
    Window::of(inset, 1).contains(outline.point)
}

/// Records whose middle lies so near the dot of another that the dots would touch.
fn crowded(map: &Picture, statuses: &Statuses) -> Vec<&'static Outline> {
    let world = world::world();
    let near = (2 * map.dot * world.fine).pow(2);
    let shown: Vec<&Outline> = world
        .territories
        .iter()
        .filter(|one| CountryCode::new(&one.code).is_some_and(|code| statuses.contains_key(&code)))
        .collect();
    let has_dot = |outline: &Outline| map.dots.iter().any(|dot| dot.code == outline.code);
    let dots: Vec<&Outline> = shown.iter().copied().filter(|one| has_dot(one)).collect();
    let apart = |a: &Outline, b: &Outline| (a.point[0] - b.point[0]).pow(2) + (a.point[1] - b.point[1]).pow(2);
    shown.into_iter().filter(|one| dots.iter().any(|other| other.code != one.code && apart(one, other) < near)).collect()
}
