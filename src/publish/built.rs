//! A published site, for those who hand it on.
//!
//! In: an output folder. Out: the files that a build wrote into it, and whether they still are what it wrote. It never changes anything.

use super::manifest::{self, Entry, Made, Manifest};
use super::survey::Survey;
use super::{Refusal, at};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{fs, io};
use xxhash_rust::xxh3::xxh3_128;

/// What a build left in a folder.
pub struct Built {
    folder: PathBuf,
    manifest: Manifest,
}

impl Built {
    /// The site in this folder; none when no build has written one.
    ///
    /// # Errors
    /// When its manifest cannot be read.
    pub fn open(folder: &Path) -> Result<Option<Self>, Refusal> {
        Ok(Manifest::read(folder)?.map(|manifest| Self { folder: folder.to_owned(), manifest }))
    }

    /// In the order of paths.
    #[must_use]
    pub fn files(&self) -> &[Entry] {
        self.manifest.files()
    }

    /// What it was made of, if its build said so.
    #[must_use]
    pub fn made(&self) -> Option<Made> {
        self.manifest.made()
    }

    /// The files that are gone or no longer hold what the build wrote. All of them are read.
    #[must_use]
    pub fn edited(&self) -> Vec<&str> {
        let is_edited = |entry: &&Entry| !manifest::holds(&self.path(entry), entry);
        self.files().par_iter().filter(is_edited).map(|entry| entry.path.as_str()).collect()
    }

    /// The files in the folder that no build wrote, in order.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    pub fn foreign(&self) -> io::Result<Vec<PathBuf>> {
        let mut foreign = Survey::of(&self.folder, &self.manifest)?.foreign;
        foreign.sort_unstable();
        Ok(foreign)
    }

    /// The bytes of a file, if they are those that the build wrote.
    ///
    /// # Errors
    /// When it cannot be read, or has changed.
    pub fn read(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        let path = self.path(entry);
        let bytes = fs::read(&path).map_err(at(&path))?;
        if xxh3_128(&bytes) == entry.hash {
            return Ok(bytes);
        }
        Err(at(&path)(io::Error::other("it changed on the way")))
    }

    fn path(&self, entry: &Entry) -> PathBuf {
        self.folder.join(manifest::on_disk(&entry.path))
    }
}
