//! Which files there are: the ordered walk, what it skips, which links it follows.
//!
//! In: the project folder and a place in it to start. Out: the files found, each with its project path or the fault that
//! keeps it from being read. It never opens a file.

use super::start_name;
use crate::text::Fault;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};
use walkdir::WalkDir;

/// A file, or what stands in its place.
pub(super) struct Found {
    /// From the project folder, with `/`.
    pub path: String,
    pub disk: PathBuf,
    pub fault: Option<Fault>,
}

/// Everything at and below `start`, which is relative to `root`; `root` is canonical.
pub(super) fn walk(root: &Path, start: &Path) -> Vec<Found> {
    let mut walk = Walk { root, found: Vec::new() };
    if !start.iter().any(skipped) {
        walk.enter(&root.join(start));
    }
    walk.found
}

/// Leftovers of editors and systems: hidden files, backups, swap files, and the number that vim uses to try a folder.
fn skipped(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.ends_with('~')
        || [".swp", ".swx", ".tmp"].iter().any(|end| name.ends_with(end))
        || name == "4913"
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

struct Walk<'a> {
    root: &'a Path,
    found: Vec<Found>,
}

/// Whether the walk has come through a link to a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Plain,
    Linked,
}

impl Walk<'_> {
    fn enter(&mut self, path: &Path) {
        match fs::symlink_metadata(path) {
            Ok(_) if path.to_str().is_none() => self.fault(path, Fault::Name),
            Ok(entry) if entry.is_symlink() => self.link(path, Way::Plain),
            Ok(entry) if entry.is_dir() => self.folder(path, Way::Plain),
            Ok(entry) if entry.is_file() => self.file(path),
            Ok(_) => self.fault(path, Fault::Special),
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn folder(&mut self, path: &Path, way: Way) {
        let mut entries = WalkDir::new(path).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    if let (Some(path), Some(error)) = (error.path(), error.io_error()) {
                        self.unreadable(path, error);
                    }
                    continue;
                }
            };
            let (name, kind) = (entry.file_name(), entry.file_type());
            let nameless = name.to_str().is_none();
            if kind.is_dir() && (skipped(name) || nameless) {
                entries.skip_current_dir();
            }
            match () {
                () if skipped(name) => {}
                () if nameless => self.fault(entry.path(), Fault::Name),
                () if kind.is_dir() => {}
                () if kind.is_symlink() => self.link(entry.path(), way),
                () if kind.is_file() => self.file(entry.path()),
                () => self.fault(entry.path(), Fault::Special),
            }
        }
    }

    /// Follows a link whose target the walk itself could have come to: inside the project and not hidden, so that
    /// nobody publishes `.env` or `.git/config` by linking to it. A linked folder may not hold links to further
    /// folders: a few of those, each to the next, would make more paths than any disk has files.
    fn link(&mut self, path: &Path, way: Way) {
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return self.fault(path, Fault::Unreadable("the symbolic link leads to nothing".to_owned()));
            }
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return self.unreadable(path, &error),
            Err(_) => return self.fault(path, Fault::Link),
        };
        let reachable = target.strip_prefix(self.root).is_ok_and(|inner| !inner.iter().any(skipped));
        match fs::metadata(&target) {
            Ok(_) if !reachable => self.fault(path, Fault::Link),
            Ok(entry) if entry.is_file() => self.file(path),
            Ok(entry) if !entry.is_dir() => self.fault(path, Fault::Special),
            Ok(_) if way == Way::Linked || path.starts_with(&target) => self.fault(path, Fault::Link),
            Ok(_) => self.folder(path, Way::Linked),
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// What vanished between listing and looking is simply not there.
    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            self.fault(path, Fault::Unreadable(error.to_string()));
        }
    }

    fn file(&mut self, path: &Path) {
        self.push(path, None);
    }

    fn fault(&mut self, path: &Path, fault: Fault) {
        self.push(path, Some(fault));
    }

    fn push(&mut self, path: &Path, fault: Option<Fault>) {
        let inner = path.strip_prefix(self.root).unwrap_or(path);
        self.found.push(Found { path: start_name(inner), disk: path.to_owned(), fault });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_editors_are_skipped() {
        for name in [".git", ".DS_Store", ".#a.md", "a.md~", ".a.md.swp", "a.swx", "a.tmp", "4913", "#a.md#"] {
            assert!(skipped(OsStr::new(name)), "{name}");
        }
        for name in ["a.md", "4913.md", "#", "#a", "a#", "tmp", "C#"] {
            assert!(!skipped(OsStr::new(name)), "{name}");
        }
    }
}
