//! What is in an output folder: our files and everybody else's.
//!
//! In: a folder and the manifest of what we wrote there. Out: every path in it, once, by owner. It never follows a link,
//! so no path leads out of the folder; the manifest itself is in no list.

use super::at;
use super::manifest::{self, Manifest};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The paths in a folder, relative to it. Folders come before what is in them.
#[derive(Default)]
pub(super) struct Survey {
    pub ours: Vec<PathBuf>,
    /// Files, links and anything else that is no folder and not listed.
    pub foreign: Vec<PathBuf>,
    pub folders: Vec<PathBuf>,
}

impl Survey {
    pub(super) fn of(tree: &Path, ours: &Manifest) -> io::Result<Self> {
        let mut survey = Self::default();
        survey.look(tree, Path::new(""), ours)?;
        Ok(survey)
    }

    fn look(&mut self, tree: &Path, folder: &Path, ours: &Manifest) -> io::Result<()> {
        let mut inner = Vec::new();
        let disk = tree.join(folder);
        for entry in fs::read_dir(&disk).map_err(at(&disk))? {
            let entry = entry.map_err(at(&disk))?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type().map_err(at(&disk))?;
            if kind.is_dir() {
                inner.push(path);
            } else if kind.is_file() && ours.lists(&path) {
                self.ours.push(path);
            } else if path != Path::new(manifest::NAME) {
                self.foreign.push(path);
            }
        }
        let below: Vec<Self> = inner
            .into_par_iter()
            .map(|path| {
                let mut below = Self { folders: vec![path.clone()], ..Self::default() };
                below.look(tree, &path, ours)?;
                Ok(below)
            })
            .collect::<io::Result<_>>()?;
        for mut below in below {
            self.ours.append(&mut below.ours);
            self.foreign.append(&mut below.foreign);
            self.folders.append(&mut below.folders);
        }
        Ok(())
    }
}
