//! Disk to [`Tree`].
//!
//! In: the project folder, and later the paths that changed. Out: every file below `content/` and `themes/`, each either
//! read or kept as a [`Fault`](crate::text::Fault) at its own path. This is the only module that reads a project.
//! It never interprets a file beyond its encoding and its pixel size, never writes, and never follows a link out of the
//! project.

mod read;
mod size;
mod walk;

use crate::text::{Content, Tree};
use rayon::prelude::*;
use read::{LIMITS, Limits};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// The folders of a project that hold input.
const FOLDERS: [&str; 2] = ["content", "themes"];

/// Reads the project at `root`.
///
/// # Errors
/// Only when `root` itself cannot be listed. Whatever is wrong further down is a fault of that file or folder.
pub fn load(root: &Path) -> io::Result<Tree> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("`{}`: {error}", root.display()));
    fs::read_dir(root).map_err(named)?;
    let mut tree = Tree::new();
    reload(&mut tree, root);
    Ok(tree)
}

/// Reads the whole project again, for when nobody knows what changed. Answers whether anything did.
/// Every path keeps its file number.
pub fn reload(tree: &mut Tree, root: &Path) -> bool {
    refresh(tree, root, &FOLDERS.iter().map(PathBuf::from).collect())
}

/// Reads again what lies at and below these paths, which may be absolute or relative to the project, may be files or
/// folders, and may be gone. Answers whether anything changed: a path is a hint, the content hash decides.
pub fn refresh(tree: &mut Tree, root: &Path, paths: &BTreeSet<PathBuf>) -> bool {
    refresh_within(tree, root, paths, &LIMITS)
}

fn refresh_within(tree: &mut Tree, root: &Path, paths: &BTreeSet<PathBuf>, limits: &Limits) -> bool {
    // A root that is gone is walked all the same: nothing is found, and the tree becomes empty.
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let starts: BTreeSet<PathBuf> = paths.iter().flat_map(|path| starts(tree, root, &real, path)).collect();
    let mut changed = false;
    for start in starts.iter().filter(|start| !start.ancestors().skip(1).any(|above| starts.contains(above))) {
        changed |= replace(tree, &start_name(start), read_all(&real, start, limits));
    }
    changed
}

/// Where to start reading so that a change at `path` is seen whole. Nothing when `path` is no input.
fn starts(tree: &Tree, root: &Path, real: &Path, path: &Path) -> Vec<PathBuf> {
    let Some(path) = relative(root, real, path) else { return Vec::new() };
    let Some(top) = path.components().next() else { return FOLDERS.iter().map(PathBuf::from).collect() };
    if !FOLDERS.iter().any(|folder| top.as_os_str() == *folder) {
        return Vec::new();
    }
    // What was a file or a fault may be a folder now, and a link decides for everything below it.
    let decides = |above: &&Path| {
        !above.as_os_str().is_empty() && (tree.get(&start_name(above)).is_some() || real.join(above).is_symlink())
    };
    let start = path.ancestors().skip(1).filter(decides).last().unwrap_or(&path).to_owned();
    vec![start]
}

/// `path` from the project folder, without `.`; `None` when it lies outside.
fn relative(root: &Path, real: &Path, path: &Path) -> Option<PathBuf> {
    let inner = match path.strip_prefix(real).or_else(|_| path.strip_prefix(root)) {
        Ok(inner) => inner,
        Err(_) if path.is_relative() => path,
        Err(_) => return None,
    };
    let parts = inner.components().filter(|part| *part != Component::CurDir);
    parts.map(|part| if let Component::Normal(name) = part { Some(name) } else { None }).collect()
}

/// Everything at and below `start`, by project path. The map puts it in path order, whatever the order of the folder or
/// of the threads, so that file numbers are the same on every machine.
fn read_all(real: &Path, start: &Path, limits: &Limits) -> BTreeMap<String, Content> {
    let found = walk::walk(real, start);
    found.into_par_iter().filter_map(|found| Some((found.path.clone(), read::read(found, limits)?))).collect()
}

/// Makes the part of the tree at and below `start` hold exactly `contents`.
fn replace(tree: &mut Tree, start: &str, contents: BTreeMap<String, Content>) -> bool {
    let folder = format!("{start}/");
    let here = tree.get(start).into_iter().chain(tree.under(&folder));
    let gone: Vec<_> = here.map(|file| file.path.clone()).filter(|path| !contents.contains_key(&**path)).collect();
    let mut changed = !gone.is_empty();
    for path in gone {
        tree.remove(&path);
    }
    for (path, content) in contents {
        changed |= tree.put(&path, content);
    }
    changed
}

/// A relative path as the tree writes it: with `/` on every system.
fn start_name(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests;
