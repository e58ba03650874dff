//! The end of an old tree, after the new one has taken its place.
//!
//! In: a tree that readers no longer come to. Out: nothing is left of it. A file that is not ours goes only when the new
//! tree has it as well; one that came or changed in the last instant is moved there. It never follows a link.

use super::manifest::{self, Manifest};
use super::survey::Survey;
use super::{Refusal, at};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// An old tree, its successor, and who owns what in them.
pub(super) struct Retire<'a> {
    pub old: &'a Path,
    pub new: &'a Path,
    pub ours: Manifest,
    pub pages: Manifest,
    pub survey: Survey,
}

impl<'a> Retire<'a> {
    /// For trees that an earlier build left.
    pub(super) fn between(old: &'a Path, new: &'a Path) -> io::Result<Self> {
        let (ours, pages) = (manifest_of(old)?, manifest_of(new)?);
        let survey = Survey::of(old, &ours)?;
        Ok(Self { old, new, ours, pages, survey })
    }

    pub(super) fn run(mut self) -> io::Result<()> {
        // The second round is for what came in while the first was running.
        if self.round().is_err() {
            self.survey = Survey::of(self.old, &self.ours)?;
            self.round()?;
        }
        // The manifest goes last. Should we be killed before, it says again which files are ours.
        gone(fs::remove_file(self.old.join(manifest::NAME)))?;
        gone(fs::remove_dir(self.old))
    }

    fn round(&self) -> io::Result<()> {
        let Survey { ours, foreign, folders } = &self.survey;
        ours.par_iter().try_for_each(|path| gone(fs::remove_file(self.old.join(path))))?;
        foreign.par_iter().try_for_each(|path| self.hand_over(path))?;
        remove_folders(self.old, folders)
    }

    /// Removes a file that is not ours if the new tree has it, else moves it there. Where the new site has a page of that
    /// path, the page stays: before the exchange that was either an error or asked for with `force`.
    fn hand_over(&self, path: &Path) -> io::Result<()> {
        let (old, new) = (self.old.join(path), self.new.join(path));
        if is_same_file(&old, &new) || self.pages.lists(path) {
            return gone(fs::remove_file(&old));
        }
        if let Some(folder) = new.parent() {
            fs::create_dir_all(folder)?;
        }
        gone(fs::rename(&old, &new)).map_err(at(&old))
    }
}

/// Removes these folders, which are empty but for each other, deepest first.
pub(super) fn remove_folders(tree: &Path, folders: &[PathBuf]) -> io::Result<()> {
    let depth = |folder: &PathBuf| folder.components().count();
    let mut folders: Vec<(usize, &PathBuf)> = folders.iter().map(|folder| (depth(folder), folder)).collect();
    folders.sort_unstable_by(|one, other| other.cmp(one));
    for level in folders.chunk_by(|one, other| one.0 == other.0) {
        level.par_iter().try_for_each(|(_, folder)| gone(fs::remove_dir(tree.join(folder))))?;
    }
    Ok(())
}

/// Gone already is as good as removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn manifest_of(tree: &Path) -> io::Result<Manifest> {
    match Manifest::read(tree) {
        Ok(manifest) => Ok(manifest.unwrap_or_default()),
        // Replaced by force: none of its files counted as ours then, nor do they now.
        Err(Refusal::Manifest { .. }) => Ok(Manifest::default()),
        Err(refusal) => Err(io::Error::other(refusal)),
    }
}

#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::symlink_metadata(path).map(|found| (found.dev(), found.ino())).ok();
    id(one).is_some_and(|one| id(other) == Some(one))
}

/// Not to be had from the standard library; length and time must do.
#[cfg(not(unix))]
fn is_same_file(one: &Path, other: &Path) -> bool {
    let id = |path: &Path| fs::symlink_metadata(path).and_then(|found| Ok((found.len(), found.modified()?))).ok();
    id(one).is_some_and(|one| id(other) == Some(one))
}
