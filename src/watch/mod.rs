//! Disk changes noticed.
//!
//! In: the project folder. Out: marks in [`Changes`], for as long as the process runs, each at the path that must be
//! read again. Notifications are hints: a mark never says what happened, and what is marked may be unchanged. Below
//! `content/` and `themes/` every change of a file or folder is marked, also when these folders are deleted and made
//! again. It never reads a file, and never decides when to build.

mod changes;
mod poll;

pub use changes::{Changes, Dirty};

use notify::event::{EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind};
use poll::Poll;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// The folders that a run reads.
const FOLDERS: [&str; 2] = ["content", "themes"];
/// How often a missing folder is looked for, and the least time between two looks of `--poll`.
const PAUSE: Duration = Duration::from_millis(500);

/// How changes are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// The system tells. Nothing is told on network drives and some containers.
    Notify,
    /// By looking again and again.
    Poll,
}

/// Marks every change below `root` in `changes` from now on, until the process ends. When the system cannot notify,
/// says so through `warn` and polls instead. A link is watched, not what it leads to: only polling sees through it.
pub fn watch(root: &Path, method: Method, changes: &Arc<Changes>, warn: impl Fn(&str) + Send + 'static) -> io::Result<()> {
    // Notifications carry the real path on some systems and the given one on others: with the real one they agree.
    let root = fs::canonicalize(root)?;
    let changes = changes.clone();
    let work: Box<dyn FnOnce() + Send> = match method {
        Method::Poll => {
            let poll = Poll::new(&root);
            Box::new(move || look_for_ever(poll, &changes))
        }
        Method::Notify => {
            let watching = Notified::start(&root, &changes);
            Box::new(move || {
                let refused = watching.map_or_else(|error| error, Notified::run);
                warn(&fallback(&refused));
                let poll = Poll::new(&root);
                // Whatever changed since the last notification.
                changes.mark_everything();
                look_for_ever(poll, &changes);
            })
        }
    };
    thread::Builder::new().name("watch".to_owned()).spawn(work)?;
    Ok(())
}

fn fallback(reason: &notify::Error) -> String {
    let why = match &reason.kind {
        ErrorKind::MaxFilesWatch => {
            "the system's limit of watched folders is reached (on Linux: sysctl fs.inotify.max_user_watches)".to_owned()
        }
        _ => format!("the system does not notify of changes ({reason})"),
    };
    format!("{why}; looking for changes every {} ms instead, as with --poll", PAUSE.as_millis())
}

fn look_for_ever(mut poll: Poll, changes: &Changes) {
    loop {
        let start = Instant::now();
        for path in poll.look(start) {
            changes.mark(path);
        }
        // A slow drive gets four fifths of the time for itself.
        thread::sleep(PAUSE.max(start.elapsed() * 4));
    }
}

/// Watching by notifications: what the notifications leave to do.
struct Notified {
    root: PathBuf,
    changes: Arc<Changes>,
    watcher: RecommendedWatcher,
    tasks: Receiver<Task>,
    /// Folders that are not watched because they are not there.
    missing: BTreeSet<PathBuf>,
}

enum Task {
    /// This folder may be new: watch it.
    Arm(PathBuf),
    /// Notifications were lost, and with them perhaps new folders.
    ArmAll,
    GiveUp(notify::Error),
}

impl Notified {
    /// Watches what is there. The folder above is watched too, because a watched folder that is deleted and made again
    /// sends nothing more.
    fn start(root: &Path, changes: &Arc<Changes>) -> notify::Result<Self> {
        let (sender, tasks) = mpsc::channel();
        let ear = Ear { root: root.to_owned(), changes: changes.clone(), tasks: sender };
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(move |event| ear.hear(event), config)?;
        let mut watching = Self { root: root.to_owned(), changes: changes.clone(), watcher, tasks, missing: BTreeSet::new() };
        watching.arm_all()?;
        Ok(watching)
    }

    /// Keeps every folder watched until the system refuses, and answers why.
    fn run(mut self) -> notify::Error {
        loop {
            let done = match self.next_task() {
                Ok(Task::Arm(folder)) => self.arm(&folder),
                Ok(Task::ArmAll) => self.arm_all(),
                Ok(Task::GiveUp(error)) => Err(error),
                Err(RecvTimeoutError::Timeout) => self.arm_missing(),
                Err(RecvTimeoutError::Disconnected) => Err(notify::Error::generic("the watcher has stopped")),
            };
            if let Err(error) = done {
                return error;
            }
        }
    }

    fn next_task(&self) -> Result<Task, RecvTimeoutError> {
        if self.missing.is_empty() {
            return self.tasks.recv().map_err(|_| RecvTimeoutError::Disconnected);
        }
        self.tasks.recv_timeout(PAUSE)
    }

    fn arm_all(&mut self) -> notify::Result<()> {
        let root = self.root.clone();
        self.arm(&root)?;
        FOLDERS.iter().try_for_each(|folder| self.arm(&root.join(folder)))?;
        self.changes.mark_everything();
        Ok(())
    }

    fn arm_missing(&mut self) -> notify::Result<()> {
        let back: Vec<PathBuf> = self.missing.iter().filter(|folder| folder.is_dir()).cloned().collect();
        back.iter().try_for_each(|folder| self.arm(folder))
    }

    /// Watches a folder, then marks it: what was put into it before the watch stood was not told.
    fn arm(&mut self, folder: &Path) -> notify::Result<()> {
        let mode = if folder == self.root { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        match self.watcher.watch(folder, mode) {
            Ok(()) => {
                self.missing.remove(folder);
            }
            Err(error) if is_missing(&error) => {
                if folder == self.root || is_top(&self.root, folder) {
                    self.missing.insert(folder.to_owned());
                }
            }
            Err(error) => return Err(error),
        }
        if let Some(path) = inside(&self.root, folder) {
            self.changes.mark(path);
        }
        Ok(())
    }
}

/// What the notifier calls, on its own thread. It must not call the notifier back, which would wait for itself.
struct Ear {
    root: PathBuf,
    changes: Arc<Changes>,
    tasks: Sender<Task>,
}

impl Ear {
    fn hear(&self, event: notify::Result<Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.order(Task::ArmAll),
            // Reading is no change: the next run would follow from this one.
            Ok(event) if event.kind.is_access() => {}
            Ok(event) => {
                for path in &event.paths {
                    self.touched(path, event.kind);
                }
            }
            Err(error) => match error.kind {
                ErrorKind::MaxFilesWatch => self.order(Task::GiveUp(error)),
                _ => self.order(Task::ArmAll),
            },
        }
    }

    fn touched(&self, path: &Path, kind: EventKind) {
        let inside = inside(&self.root, path);
        if let Some(inside) = &inside {
            self.changes.mark(inside.clone());
        }
        let moved = match kind {
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
            EventKind::Any | EventKind::Access(_) | EventKind::Modify(_) | EventKind::Other => false,
        };
        if !moved {
            return;
        }
        if path == self.root {
            self.order(Task::ArmAll);
        } else if is_top(&self.root, path) || (inside.is_some() && must_arm_each_folder() && path.is_dir()) {
            self.order(Task::Arm(path.to_owned()));
        }
    }

    fn order(&self, task: Task) {
        // Nobody listens any more once polling has taken over.
        let _ = self.tasks.send(task);
    }
}

/// Whether the system watches folders one by one. notify adds new ones by itself, but what is put into a folder
/// before it is added goes untold.
fn must_arm_each_folder() -> bool {
    RecommendedWatcher::kind() == WatcherKind::Inotify
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
        _ => false,
    }
}

fn is_top(root: &Path, path: &Path) -> bool {
    path.parent() == Some(root) && FOLDERS.iter().any(|folder| path.file_name() == Some(OsStr::new(folder)))
}

/// The path from the project folder, if a run would read it.
fn inside(root: &Path, path: &Path) -> Option<PathBuf> {
    let inner = path.strip_prefix(root).ok()?;
    let top = inner.components().next()?;
    let read = FOLDERS.iter().any(|folder| top.as_os_str() == *folder);
    (read && !inner.iter().any(is_passing)).then(|| inner.to_owned())
}

/// Whether this is the name of a hidden or passing file, such as editors leave while they save.
fn is_passing(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || ["~", ".swp", ".swx", ".tmp"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests;
