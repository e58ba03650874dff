//! What changed on disk since the last run, and when it has come to rest.
//!
//! In: paths, marked by the [watcher](super). Out: a batch as [`Dirty`], and two ways to wait for it: until it has
//! settled (the watcher's own thread) and while a burst goes on (a request). [`Pace`] holds the rule and takes its
//! instants as arguments. This file never looks at the disk: a marked path may have changed, be new, or be gone.

use crate::diagnose::count;
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Silence that ends a lone save: longer than an editor takes to write a file and rename it, shorter than anyone notices.
const LONE: Duration = Duration::from_millis(15);
/// Silence that ends a burst, such as a checkout or a copied folder. Changes further apart are not one burst.
const BURST: Duration = Duration::from_millis(80);
/// A batch is never kept waiting for longer, even if changes do not stop.
const LIMIT: Duration = Duration::from_secs(1);

/// What must be read again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Dirty {
    /// These files, and everything below these folders; paths from the project folder.
    Paths(BTreeSet<PathBuf>),
    /// The whole project: it has not been read yet, or notifications were lost.
    Everything,
}

impl fmt::Display for Dirty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("everything"),
            Self::Paths(paths) => match paths.first() {
                Some(path) if paths.len() == 1 => write!(f, "{}", path.display()),
                Some(_) | None => f.write_str(&count(paths.len(), "file", "files")),
            },
        }
    }
}

/// The changes that no run has taken in yet, shared by the watcher, the preview and its requests.
#[derive(Default, Debug)]
pub struct Changes {
    pending: Mutex<Pending>,
    marked: Condvar,
}

#[derive(Default, Debug)]
struct Pending {
    dirty: Option<Dirty>,
    /// Of the pending batch, or of the one taken last: it tells whether the next change belongs to the same burst.
    pace: Option<Pace>,
}

impl Changes {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that a file or folder may have changed.
    pub fn mark(&self, path: PathBuf) {
        let mut pending = self.lock();
        pending.note(Instant::now());
        match pending.dirty.get_or_insert_with(|| Dirty::Paths(BTreeSet::new())) {
            Dirty::Paths(paths) => {
                paths.insert(path);
            }
            Dirty::Everything => {}
        }
        self.marked.notify_all();
    }

    /// Notes that anything may have changed.
    pub fn mark_everything(&self) {
        let mut pending = self.lock();
        pending.note(Instant::now());
        pending.dirty = Some(Dirty::Everything);
        self.marked.notify_all();
    }

    /// The batch so far, settled or not. The caller answers for it from here on.
    pub fn take(&self) -> Option<Dirty> {
        let taken = self.lock().dirty.take();
        self.marked.notify_all();
        taken
    }

    /// Whether there is anything to take.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.lock().dirty.is_some()
    }

    /// Waits until there is a batch and it has settled. Somebody else may take it first.
    pub fn wait_settled(&self) {
        let mut pending = self.lock();
        loop {
            let wait = match (&pending.dirty, pending.pace) {
                (Some(_), Some(pace)) => pace.settled_at().saturating_duration_since(Instant::now()),
                (_, _) => Duration::MAX,
            };
            if wait.is_zero() {
                return;
            }
            pending = self.wait(pending, wait);
        }
    }

    /// Waits while a burst goes on. Returns at once when nothing is pending, or a lone save, so that a page asked for
    /// right after a save need not wait for the silence.
    pub fn wait_for_burst(&self) {
        let mut pending = self.lock();
        while let (Some(_), Some(pace)) = (&pending.dirty, pending.pace) {
            let wait = pace.settled_at().saturating_duration_since(Instant::now());
            if wait.is_zero() || !pace.is_burst() {
                return;
            }
            pending = self.wait(pending, wait);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, pending: MutexGuard<'a, Pending>, time: Duration) -> MutexGuard<'a, Pending> {
        self.marked.wait_timeout(pending, time).unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Pending {
    fn note(&mut self, now: Instant) {
        let fresh = self.dirty.is_none();
        self.pace = Some(Pace::after(self.pace, now, fresh));
    }
}

/// When the changes of a batch came.
///
/// The longer they have been coming, the longer the silence that ends them: a lone save settles after [`LONE`], a
/// checkout after [`BURST`]. A burst may be longer than its batch, because a long one is taken in several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Pace {
    /// The first change of the burst.
    began: Instant,
    /// The first change of the batch.
    first: Instant,
    last: Instant,
}

impl Pace {
    /// The pace when one more change comes. `fresh` says that it opens a batch.
    fn after(before: Option<Self>, now: Instant, fresh: bool) -> Self {
        let (began, first) = match before {
            Some(pace) => {
                let same_burst = now.saturating_duration_since(pace.last) <= BURST;
                (if same_burst { pace.began } else { now }, if fresh { now } else { pace.first })
            }
            None => (now, now),
        };
        Self { began, first, last: now }
    }

    fn settled_at(self) -> Instant {
        (self.last + self.silence()).min(self.first + LIMIT)
    }

    /// Whether more is to be expected than a lone save. Only the batch counts: whoever saves again while the last
    /// save is being looked at wants to see it at once.
    fn is_burst(self) -> bool {
        self.last.saturating_duration_since(self.first) > LONE
    }

    fn silence(self) -> Duration {
        self.last.saturating_duration_since(self.began).clamp(LONE, BURST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::thread;

    fn ms(time: u64) -> Duration {
        Duration::from_millis(time)
    }

    /// The pace of one batch with changes at these milliseconds, and the moment counted from.
    fn batch(times: &[u64]) -> (Pace, Instant) {
        let start = Instant::now();
        let mut pace = None;
        for (nth, time) in times.iter().enumerate() {
            pace = Some(Pace::after(pace, start + ms(*time), nth == 0));
        }
        (pace.unwrap(), start)
    }

    fn settles(times: &[u64]) -> u64 {
        let (pace, start) = batch(times);
        u64::try_from((pace.settled_at() - start).as_millis()).unwrap()
    }

    #[test]
    fn a_lone_save_settles_after_a_short_silence() {
        assert_eq!(settles(&[0]), 15);
        assert_eq!(settles(&[0, 1, 3]), 18, "an atomic save is three changes");
        assert!(!batch(&[0, 1, 3]).0.is_burst());
    }

    #[test]
    fn the_longer_a_burst_the_longer_the_silence_that_ends_it() {
        assert_eq!(settles(&[0, 10, 30]), 60);
        assert_eq!(settles(&[0, 50, 100, 150]), 230);
        assert!(batch(&[0, 10, 30]).0.is_burst());
    }

    #[test]
    fn changes_that_never_stop_are_taken_after_a_second() {
        let times: Vec<u64> = (0..100).map(|nth| nth * 20).collect();
        assert_eq!(settles(&times), 1000);
    }

    #[test]
    fn a_burst_goes_on_across_batches_but_not_across_a_pause() {
        let (pace, start) = batch(&[0, 40, 80]);
        let next = Pace::after(Some(pace), start + ms(120), true);
        assert_eq!(next.settled_at(), start + ms(120 + 80));
        assert!(!next.is_burst(), "a request does not wait for what it need not");
        let later = Pace::after(Some(pace), start + ms(1000), true);
        assert_eq!(later.settled_at(), start + ms(1015));
    }

    #[test]
    fn a_batch_is_taken_whole_and_once() {
        let changes = Changes::new();
        assert_eq!(changes.take(), None);
        changes.mark("content/b".into());
        changes.mark("content/a".into());
        changes.mark("content/b".into());
        assert!(changes.is_pending());
        assert_eq!(changes.take(), Some(Dirty::Paths(BTreeSet::from(["content/a".into(), "content/b".into()]))));
        assert_eq!(changes.take(), None);
        changes.mark("content/a".into());
        changes.mark_everything();
        changes.mark("content/b".into());
        assert_eq!(changes.take(), Some(Dirty::Everything));
        assert!(!changes.is_pending());
    }

    #[test]
    fn whoever_waits_is_woken_by_a_change() {
        let changes = Arc::new(Changes::new());
        changes.wait_for_burst();
        let waiting = thread::spawn({
            let changes = changes.clone();
            move || changes.wait_settled()
        });
        changes.mark("content/a".into());
        changes.wait_for_burst();
        waiting.join().unwrap();
        assert!(changes.is_pending(), "waiting takes nothing");
    }

    #[test]
    fn a_batch_is_named_after_its_file_or_its_size() {
        let paths = |all: &[&str]| Dirty::Paths(all.iter().map(PathBuf::from).collect()).to_string();
        assert_eq!(paths(&["content/countries/rwanda.yaml"]), "content/countries/rwanda.yaml");
        assert_eq!(paths(&["a", "b", "c"]), "3 files");
        assert_eq!(Dirty::Everything.to_string(), "everything");
    }
}
