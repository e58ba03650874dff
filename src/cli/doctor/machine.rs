//! What `doctor` says of the computer.
//!
//! In: the report's folder. Out: lines: space, letters in file names, watched folders, the port of the preview, history. It asks the system and
//! nobody else: it never goes over the network.

use super::{Line, State};
use crate::cli::files::reason;
use crate::cli::project::Project;
use crate::diagnose::count;
use crate::model::quantity::grouped;
use notify::{RecursiveMode, Watcher};
use std::fs::{self, OpenOptions};
use std::net::TcpListener;
use std::path::Path;

/// The port that the preview takes unless told.
const PORT: u16 = 1111;

pub fn lines(project: &Project) -> Vec<Line> {
    let root = &project.root;
    [space(root), letters(root), Some(watching(root)), Some(port()), Some(history(root))].into_iter().flatten().collect()
}

/// Room for a second site beside the first: a build keeps the old one until the new one is whole.
#[cfg(unix)]
fn space(root: &Path) -> Option<Line> {
    let found = rustix::fs::statvfs(root).ok()?;
    Some(space_line(found.f_bavail.saturating_mul(found.f_frsize)))
}

#[cfg(not(unix))]
fn space(_: &Path) -> Option<Line> {
    None
}

#[cfg_attr(not(unix), allow(dead_code, reason = "only Unix is asked"))]
fn space_line(bytes: u64) -> Line {
    let megabytes = bytes / 1_000_000;
    let message = format!("{} MB are free", grouped(megabytes));
    let help = "a build needs room for the whole site a second time, beside the old one";
    match megabytes {
        0..20 => Line::new("disk", State::Error, message).help(help),
        20..500 => Line::new("disk", State::Warning, message).help(help),
        _ => Line::new("disk", State::Good, message),
    }
}

/// Whether `A` and `a` are one file here, as they are on most Macs and on Windows.
fn letters(root: &Path) -> Option<Line> {
    let name = format!(".sourcebook-Doctor-{}", std::process::id());
    let path = root.join(&name);
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(_) => {
            let is_same = root.join(name.to_lowercase()).exists();
            let _ = fs::remove_file(&path);
            let line = if is_same {
                Line::new("file names", State::Note, "large and small letters are the same here, and not on most servers")
                    .help("name pictures and files in small letters, and link to them so")
            } else {
                Line::new("file names", State::Good, "large and small letters are told apart, as on servers")
            };
            Some(line)
        }
        Err(error) => {
            let found = Line::new(
                "file names",
                State::Error,
                format!("nothing can be written into the report’s folder: {}", reason(&error)),
            );
            Some(found.help("look at its permissions"))
        }
    }
}

/// Whether the system tells of changes, tried on the folders that a preview watches.
fn watching(root: &Path) -> Line {
    let folders = ["content", "themes"].map(|name| root.join(name)).into_iter().filter(|folder| folder.is_dir());
    let mut number = 0;
    let tried = notify::recommended_watcher(|_| {}).and_then(|mut watcher| {
        for folder in folders {
            number += walkdir::WalkDir::new(&folder).into_iter().flatten().filter(|entry| entry.file_type().is_dir()).count();
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
        Ok(())
    });
    let limit = fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok().and_then(|text| text.trim().parse().ok());
    let limit = limit.map_or_else(String::new, |limit: u64| format!(" (of at most {})", grouped(limit)));
    match tried {
        Ok(()) => Line::new(
            "watching",
            State::Good,
            format!("the system tells of changes in {}{limit}", count(number, "folder", "folders")),
        ),
        Err(error) => {
            let found = Line::new("watching", State::Warning, format!("the system does not tell of changes{limit}: {error}"));
            found.help("a preview then looks again and again, as with `serve --poll`; on Linux, raise `fs.inotify.max_user_watches` and `max_user_instances`")
        }
    }
}

fn port() -> Line {
    match TcpListener::bind(("127.0.0.1", PORT)) {
        Ok(_) => Line::new("preview", State::Good, format!("port {PORT} is free")),
        Err(error) => {
            let taken = Line::new("preview", State::Note, format!("port {PORT} cannot be used: {}", reason(&error)));
            taken.help("a preview that runs already may have it; `serve` takes the next that is free, or that of `--port`")
        }
    }
}

/// Whether earlier versions are kept.
fn history(root: &Path) -> Line {
    if root.ancestors().any(|folder| folder.join(".git").exists()) {
        return Line::new("history", State::Good, "the report is in a git repository");
    }
    Line::new("history", State::Note, "the report is in no git repository, so nobody can see who changed what")
        .help("`git init`, or keep copies: readers will ask when a fact was changed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_room_stops_a_build() {
        assert_eq!(
            [1, 100_000_000, 5_000_000_000].map(|bytes| space_line(bytes).state),
            [State::Error, State::Warning, State::Good]
        );
    }

    #[test]
    fn a_folder_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        assert!(letters(folder.path()).is_some());
        assert_eq!(watching(folder.path()).topic, "watching");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(history(folder.path()).state, State::Note);
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(history(&folder.path().join("content")).state, State::Good);
    }
}
