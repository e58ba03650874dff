//! What the tests share: several files in one text, reports in memory, expectations in files.
//!
//! In: fixtures. Out: what the pipeline makes of them. It never hides what is under test: a test reads as fixture, run, expectation.

pub mod bless;
pub mod fixture;
pub mod html;
pub mod links;
pub mod pages;
pub mod report;

use std::path::PathBuf;

/// A folder or file of the repository.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files below a folder that have this extension, in order.
pub fn files_below(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(repository(folder)).sort_by_file_name().into_iter();
    let files = entries.filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| extension.is_empty() || path.extension().is_some_and(|ending| ending == extension)).collect()
}

/// The path in the repository, with `/` on every system.
pub fn shown(path: &std::path::Path) -> String {
    let inside = path.strip_prefix(repository("")).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}
