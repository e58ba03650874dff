//! Which regions a map shows enlarged.
//!
//! In: the marks of a map of the world, as a phone shows them. Out: windows, so that every record that is hard to see among its neighbours
//! can be seen in one of them, wherever there is a window for it. It never shows a region in which nothing crowds.

use super::path::Window;
use super::picture::{Picture, Statuses};
use crate::model::CountryCode;
use crate::model::world::{self, Inset, Outline};

/// The windows to show, in the order of `data/world.json`.
#[must_use]
pub fn insets(map: &Picture, statuses: &Statuses) -> Vec<&'static Inset> {
    let world = world::world();
    let mut unseen = crowded(map, statuses);
    let mut chosen = Vec::new();
    loop {
        // The first of those that show most: `max_by_key` would take the last.
        let best = world.insets.iter().rev().max_by_key(|inset| unseen.iter().filter(|one| holds(inset, one)).count());
        let Some(best) = best.filter(|inset| unseen.iter().any(|one| holds(inset, one))) else { break };
        unseen.retain(|one| !holds(best, one));
        chosen.push(best.id.as_str());
    }
    world.insets.iter().filter(|inset| chosen.contains(&inset.id.as_str())).collect()
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
