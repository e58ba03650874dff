//! Files that are made of other files of the site, such as their compressed copies.
//!
//! In: a file, and how another one is made of it. Out: both in the new site; what the old site has of it is taken over without being made
//! again. It never knows how it is made.

use super::{Manifest, Staged, Staging, State};
use std::io;
use xxhash_rust::xxh3::xxh3_128;

impl Staging {
    /// Adds a file at `path` that is made of the file `of`, of these bytes, and of nothing else. `make` may find that it is not needed.
    ///
    /// # Errors
    /// When it cannot be written, or the path is given twice.
    pub fn write_beside(&self, path: &str, of: (&str, &[u8]), make: impl FnOnce() -> Option<Vec<u8>>) -> io::Result<()> {
        let (name, bytes) = of;
        let is_same = |old: &Manifest| {
            old.get(name).is_some_and(|entry| (entry.bytes, entry.hash) == (bytes.len() as u64, xxh3_128(bytes)))
        };
        let old = self.old.as_ref().filter(|old| is_same(old));
        if let Some(entry) = old.and_then(|old| old.get(path)).filter(|entry| self.is_unchanged(entry)) {
            self.keep(Staged { entry: entry.clone(), state: State::Unchanged });
        } else if let Some(made) = make() {
            self.write(path, &made)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::*;
    use std::path::Path;

    /// A build of one page and its copy; answers whether the copy was made.
    fn build(root: &Path, page: &[u8]) -> bool {
        let staging = Staging::begin(&root.join("public"), root, &Options::default()).unwrap();
        let mut made = false;
        let make = || {
            made = true;
            Some(page.to_ascii_uppercase())
        };
        staging.write_beside("a.html.up", ("a.html", page), make).unwrap();
        staging.write("a.html", page).unwrap();
        staging.commit().unwrap();
        made
    }

    #[test]
    fn a_copy_is_made_again_only_when_its_file_changed_or_it_did() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("public/a.html.up");
        assert!(build(folder.path(), b"one"));
        assert!(!build(folder.path(), b"one"));
        assert!(build(folder.path(), b"two"));
        assert_eq!(std::fs::read(&copy).unwrap(), b"TWO");
        std::fs::write(&copy, "not").unwrap();
        assert!(build(folder.path(), b"two"), "somebody changed it");
        assert_eq!(std::fs::read(&copy).unwrap(), b"TWO");
    }

    #[test]
    fn a_copy_that_is_not_needed_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging::begin(&folder.path().join("public"), folder.path(), &Options::default()).unwrap();
        staging.write_beside("a.html.up", ("a.html", b"one"), || None).unwrap();
        assert_eq!(staging.commit().unwrap().files, 0);
    }
}
