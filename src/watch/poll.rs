//! Changes found by looking, for drives that send no notifications.
//!
//! In: the project folder. Out: the paths that differ from the look before. Files are compared by time and length, so
//! a look costs no reading; notify's own poller compares times by the second or reads every file, and would miss a
//! save or wear out a network. It never follows a link to a folder.

use super::{FOLDERS, inside};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};
use walkdir::WalkDir;

/// Clocks of shared drives may count in steps of two seconds: a file that changed is reported a second time after
/// one, for a later save within the same step may have left time and length as they were.
const STEP: Duration = Duration::from_millis(2500);

/// Everything as it was at the last look.
#[derive(Debug)]
pub(super) struct Poll {
    root: PathBuf,
    seen: BTreeMap<PathBuf, Stamp>,
    again: BTreeMap<PathBuf, Instant>,
}

/// What is compared. For a folder only that it is there: whatever changes in it has a stamp of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stamp {
    File {
        bytes: u64,
        modified: Option<SystemTime>,
        readonly: bool,
    },
    Folder,
    /// A link that leads nowhere, or a file that is being replaced.
    Unclear,
}

impl Poll {
    /// The state to compare with.
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), seen: survey(root), again: BTreeMap::new() }
    }

    /// The paths, from the project folder, that may have changed since the last look.
    pub(super) fn look(&mut self, now: Instant) -> BTreeSet<PathBuf> {
        let found = survey(&self.root);
        let fresh = differences(&self.seen, &found);
        self.seen = found;
        let mut changed = BTreeSet::new();
        self.again.retain(|path, due| {
            let later = *due > now;
            if !later {
                changed.insert(path.clone());
            }
            later
        });
        for path in fresh {
            self.again.insert(path.clone(), now + STEP);
            changed.insert(path);
        }
        changed
    }
}

fn survey(root: &Path) -> BTreeMap<PathBuf, Stamp> {
    let below = FOLDERS.iter().map(|folder| root.join(folder));
    let entries = below.flat_map(|folder| WalkDir::new(folder).into_iter().filter_map(Result::ok));
    entries.filter_map(|entry| Some((inside(root, entry.path())?, stamp(entry.path())))).collect()
}

/// Through links, so that a change of what a link leads to is seen.
fn stamp(path: &Path) -> Stamp {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Stamp::Folder,
        Ok(found) => {
            Stamp::File { bytes: found.len(), modified: found.modified().ok(), readonly: found.permissions().readonly() }
        }
        Err(_) => Stamp::Unclear,
    }
}

fn differences(before: &BTreeMap<PathBuf, Stamp>, after: &BTreeMap<PathBuf, Stamp>) -> BTreeSet<PathBuf> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let other = after.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp)).map(|(path, _)| path);
    gone.chain(other).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            fs::create_dir_all(root.path().join(path).parent().unwrap()).unwrap();
            fs::write(root.path().join(path), text).unwrap();
        }
        root
    }

    fn paths(all: &[&str]) -> BTreeSet<PathBuf> {
        all.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn a_look_finds_what_was_made_edited_moved_and_deleted() {
        let root = report(&[("content/a.md", "a"), ("content/b.md", "b"), ("content/old/c.md", "c"), ("public/x", "x")]);
        let mut poll = Poll::new(root.path());
        let now = Instant::now();
        assert_eq!(poll.look(now), paths(&[]));
        fs::write(root.path().join("content/a.md"), "longer").unwrap();
        fs::remove_file(root.path().join("content/b.md")).unwrap();
        fs::rename(root.path().join("content/old"), root.path().join("content/new")).unwrap();
        fs::create_dir(root.path().join("themes")).unwrap();
        fs::write(root.path().join("public/x"), "not of interest").unwrap();
        fs::write(root.path().join("content/.a.md.swp"), "not of interest").unwrap();
        let all =
            ["content/a.md", "content/b.md", "content/new", "content/new/c.md", "content/old", "content/old/c.md", "themes"];
        assert_eq!(poll.look(now), paths(&all));
        assert_eq!(poll.look(now), paths(&[]));
        assert_eq!(poll.look(now + STEP), paths(&all), "a second report for coarse clocks");
        assert_eq!(poll.look(now + STEP * 2), paths(&[]));
    }

    #[test]
    fn a_whole_folder_may_go_and_come_back() {
        let root = report(&[("content/a.md", "a")]);
        let mut poll = Poll::new(root.path());
        let now = Instant::now();
        fs::rename(root.path().join("content"), root.path().join("aside")).unwrap();
        assert_eq!(poll.look(now), paths(&["content", "content/a.md"]));
        fs::rename(root.path().join("aside"), root.path().join("content")).unwrap();
        assert_eq!(poll.look(now), paths(&["content", "content/a.md"]));
    }
}
