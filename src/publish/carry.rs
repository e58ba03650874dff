//! What the new site takes over from the old folder: unchanged pages, and everything that is not ours.
//!
//! In: the old folder and the tree being written. Out: the same files in both, so that neither is missing a thing at any
//! moment. It never moves, changes or removes a file of the old folder.

use super::folders::Folders;
use super::manifest::Manifest;
use super::place::Place;
use super::survey::Survey;
use super::{at, manifest};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The old folder, the new tree, and who owns what in them.
pub(super) struct Carry<'a> {
    pub from: &'a Place,
    pub to: &'a Folders,
    /// What of the old folder we wrote.
    pub ours: &'a Manifest,
    /// What the new tree is to hold.
    pub pages: &'a Manifest,
}

/// Whether a page may take the place of a file that is not ours.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    Error,
    PageWins,
}

impl Carry<'_> {
    /// Pages that have not changed keep their inode and their time, for servers and tools that go by these.
    pub(super) fn pages<'a>(&self, paths: impl ParallelIterator<Item = &'a str>) -> io::Result<()> {
        paths.map(manifest::on_disk).try_for_each(|path| self.link(&path).map_err(at(&self.from.shown.join(path))))
    }

    /// Everything that is not ours: `.git`, `CNAME`, a folder of old pages that somebody put there.
    pub(super) fn foreign(&self, survey: &Survey, conflict: Conflict) -> io::Result<()> {
        let ours = self.ours.folders();
        let folders: Vec<&PathBuf> = survey.folders.iter().filter(|folder| !ours.contains(folder.as_path())).collect();
        for folder in &folders {
            self.to.folder(folder).map_err(self.in_the_way(folder, "move it away"))?;
        }
        survey.foreign.par_iter().try_for_each(|path| self.file(path, conflict))?;
        // Last, and deepest first: a folder without the right to write can be filled no more.
        for folder in folders.iter().rev() {
            let found = fs::symlink_metadata(self.from.real.join(folder));
            found
                .and_then(|found| fs::set_permissions(self.to.root().join(folder), found.permissions()))
                .map_err(at(&self.from.shown.join(folder)))?;
        }
        Ok(())
    }

    fn file(&self, path: &Path, conflict: Conflict) -> io::Result<()> {
        let way_out = match conflict {
            Conflict::PageWins if self.pages.lists(path) => return Ok(()),
            Conflict::Error if self.pages.lists(path) => "move it away, or add `--force` to replace it",
            Conflict::Error | Conflict::PageWins => "move it away",
        };
        match self.link(path) {
            // Its owner has removed it since the survey: git does so all the time.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            linked => linked.map_err(self.in_the_way(path, way_out)),
        }
    }

    fn link(&self, path: &Path) -> io::Result<()> {
        link(&self.from.real.join(path), &self.to.file(path)?)
    }

    /// Says why something foreign cannot be carried over, most often because the site has a page in its place.
    fn in_the_way(&self, path: &Path, way_out: &str) -> impl Fn(io::Error) -> io::Error {
        let path = self.from.shown.join(path);
        move |error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                let words =
                    format!("`{}` was not made by Sourcebook, and the site has a page in its place: {way_out}", path.display());
                io::Error::new(error.kind(), words)
            }
            io::ErrorKind::CrossesDevices => {
                let words =
                    format!("`{}` lies on another file system, so the new site cannot have it too: unmount it", path.display());
                io::Error::new(error.kind(), words)
            }
            _ => at(&path)(error),
        }
    }
}

/// The same file under a second name; a copy where the system has no hard links or does not allow this one.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    use io::ErrorKind::{AlreadyExists, CrossesDevices, NotFound, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    match fs::hard_link(from, to) {
        // `CrossesDevices`: something is mounted inside the output folder. Each new site would copy all of it.
        Err(error) => match error.kind() {
            AlreadyExists | CrossesDevices | NotFound | QuotaExceeded | ReadOnlyFilesystem | StorageFull => Err(error),
            _ => copy(from, to),
        },
        linked => linked,
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    if found.is_symlink() {
        return copy_link(from, to);
    }
    if !found.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    let mut file = File::create_new(to)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    file.set_permissions(found.permissions())?;
    file.set_modified(found.modified()?)?;
    // The original goes when the old tree does, so the copy must be safe by then.
    file.sync_all()
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
