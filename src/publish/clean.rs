//! An output folder without our files.
//!
//! In: an output folder. Out: the number of files removed; the folder goes too if nothing is left in it. It never removes
//! a file that is not in the manifest, nor a folder that we did not need.

use super::manifest::{self, Manifest};
use super::place::Place;
use super::survey::Survey;
use super::{Refusal, claim, workshop};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Removes from `out` what Sourcebook wrote there.
///
/// # Errors
/// As [`Staging::begin`](super::Staging::begin); a folder with files that Sourcebook did not make is refused.
pub fn clean(out: &Path, root: &Path) -> Result<usize, Refusal> {
    let place = Place::find(out, root)?;
    if !place.around().is_dir() {
        return Ok(0);
    }
    let _lock = claim(&place)?;
    workshop::settle_all(&place)?;
    let Some(ours) = place.contents(false)? else { return Ok(0) };
    let removed = remove(&place, &ours)?;
    // As any folder: something else may be in it.
    let _ = fs::remove_dir(&place.real);
    Ok(removed)
}

fn remove(place: &Place, ours: &Manifest) -> Result<usize, Refusal> {
    let refused = |path: &Path| {
        let path = place.shown.join(path);
        move |error| Refusal::Io { path, error }
    };
    let survey = Survey::of(&place.real, ours).map_err(refused(Path::new("")))?;
    survey.ours.par_iter().try_for_each(|path| fs::remove_file(place.real.join(path)).map_err(refused(path)))?;
    let needed = ours.folders();
    // Deepest first. Those of the survey only: what has become a link is followed by nobody.
    for folder in survey.folders.iter().rev().filter(|folder| needed.contains(folder.as_path())) {
        // Something else may be in it.
        let _ = fs::remove_dir(place.real.join(folder));
    }
    let manifest = PathBuf::from(manifest::NAME);
    if place.real.join(&manifest).is_file() {
        fs::remove_file(place.real.join(&manifest)).map_err(refused(&manifest))?;
    }
    Ok(survey.ours.len())
}
