//! The folders of a site that is being written.
//!
//! In: relative folders, from many threads. Out: each made once. It never follows a link and never takes one for a folder.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

/// A tree of folders and those of them that are known to be there.
pub(super) struct Folders {
    root: PathBuf,
    made: Mutex<HashSet<PathBuf>>,
}

impl Folders {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, made: Mutex::default() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder that the file `path` lies in, and answers where on disk the file goes.
    pub(super) fn file(&self, path: &Path) -> io::Result<PathBuf> {
        if let Some(folder) = path.parent() {
            self.folder(folder)?;
        }
        Ok(self.root.join(path))
    }

    /// Makes `folder` and all above it.
    pub(super) fn folder(&self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        if let Some(above) = folder.parent() {
            self.folder(above)?;
        }
        let disk = self.root.join(folder);
        match fs::create_dir(&disk) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_folder(&disk) => {}
            Err(error) => return Err(error),
        }
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
        Ok(())
    }
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}
