//! Every input file of a project, by path and in path order.
//!
//! In: [`put`](Tree::put) and [`remove`](Tree::remove), called by [`load`](crate::load). Out: files by path, by number and by folder. A path keeps
//! its number for as long as the tree lives, so spans from an earlier run stay true. It never reads a disk.

use super::{Content, File, FileId, Hash};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// Every input file of a project.
#[derive(Clone, Default, Debug)]
pub struct Tree {
    files: BTreeMap<Arc<str>, Arc<File>>,
    numbers: HashMap<Arc<str>, FileId>,
    paths: Vec<Arc<str>>,
}

impl Tree {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces the file at `path`. Answers whether anything changed.
    pub fn put(&mut self, path: &str, content: Content) -> bool {
        let hash = hash_of(path, &content);
        if self.files.get(path).is_some_and(|file| file.hash == hash) {
            return false;
        }
        let (id, path) = self.number(path);
        self.files.insert(path.clone(), Arc::new(File { id, path, content, hash }));
        true
    }

    /// Takes the file at `path` away. Answers whether it was there.
    pub fn remove(&mut self, path: &str) -> bool {
        self.files.remove(path).is_some()
    }

    /// The file at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<File>> {
        self.files.get(path)
    }

    /// The file with this number, if it is still there.
    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&Arc<File>> {
        self.files.get(self.paths.get(id.0 as usize)?)
    }

    /// The path that has this number, whether or not the file is still there.
    #[must_use]
    pub fn path(&self, id: FileId) -> &str {
        self.paths.get(id.0 as usize).map_or("", |path| path)
    }

    /// All files in path order.
    pub fn files(&self) -> impl Iterator<Item = &Arc<File>> {
        self.files.values()
    }

    /// The files below `folder` (`content/countries/`, with the final slash) in path order.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Arc<File>> {
        let from = (std::ops::Bound::Included(folder), std::ops::Bound::Unbounded);
        self.files.range::<str, _>(from).map(|(_, file)| file).take_while(move |file| file.path.starts_with(folder))
    }

    fn number(&mut self, path: &str) -> (FileId, Arc<str>) {
        if let Some((path, id)) = self.numbers.get_key_value(path) {
            return (*id, path.clone());
        }
        let id = FileId(u32::try_from(self.paths.len()).unwrap_or(u32::MAX));
        let path: Arc<str> = path.into();
        self.paths.push(path.clone());
        self.numbers.insert(path.clone(), id);
        (id, path)
    }
}

fn hash_of(path: &str, content: &Content) -> Hash {
    let mut hasher = Xxh3::new();
    hasher.update(path.as_bytes());
    match content {
        Content::Text(text) => {
            hasher.update(b"\0text\0");
            hasher.update(text.as_bytes());
        }
        Content::Media { bytes, fingerprint, size } => {
            hasher.update(b"\0media\0");
            hasher.update(format!("{bytes} {fingerprint:x} {size:?}").as_bytes());
        }
        Content::Font { fingerprint, .. } => {
            hasher.update(b"\0font\0");
            hasher.update(&fingerprint.to_le_bytes());
        }
        Content::Fault(fault) => {
            hasher.update(b"\0fault\0");
            hasher.update(format!("{fault:?}").as_bytes());
        }
    }
    hasher.digest128()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Content {
        Content::Text(words.into())
    }

    #[test]
    fn a_path_keeps_its_number_through_edits_and_removal() {
        let mut tree = Tree::new();
        tree.put("b", text("1"));
        tree.put("a", text("1"));
        let before = tree.get("a").unwrap().id;
        assert!(tree.put("a", text("2")));
        assert!(!tree.put("a", text("2")), "the same bytes are no change");
        assert_eq!(tree.get("a").unwrap().id, before);
        assert!(tree.remove("a"));
        assert!(tree.put("a", text("3")));
        assert_eq!(tree.get("a").unwrap().id, before);
    }

    #[test]
    fn files_come_in_path_order_and_by_folder() {
        let mut tree = Tree::new();
        for path in ["content/b/2", "content/a", "content/b/1", "content/c"] {
            tree.put(path, text(""));
        }
        let under: Vec<&str> = tree.under("content/b/").map(|file| &*file.path).collect();
        assert_eq!(under, ["content/b/1", "content/b/2"]);
        assert_eq!(tree.files().count(), 4);
    }
}
