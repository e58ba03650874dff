//! The site as it is now.
//!
//! In: pending [`Changes`] and the function that runs the pipeline. Out: a [`Snapshot`] at any time, and news of each
//! new one to the open pages. Whoever comes first takes the changes in: the watching thread once they have settled,
//! or a request that cannot wait. It never lets go of the last good pages before there are better ones.

use super::pages::Pages;
use super::reload::Styles;
use super::streams::Streams;
use super::{Notice, Report};
use crate::diagnose::{Located, Severity};
use crate::watch::{Changes, Dirty};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What a run made: no pages when an error stands in the way.
pub struct Run {
    pub pages: Option<Arc<dyn Pages>>,
    pub findings: Vec<Located>,
}

/// Takes changes in and runs the pipeline. Answers nothing when there was no change after all.
pub type Rebuild = dyn FnMut(&Dirty) -> Option<Run> + Send;

/// The current site, and how it is kept current.
pub(super) struct Preview {
    current: Mutex<Arc<Snapshot>>,
    changes: Arc<Changes>,
    builder: Mutex<Builder>,
    pub streams: Streams,
    report: Arc<Report>,
}

/// The state between two runs.
#[derive(Clone, Default)]
pub(super) struct Snapshot {
    /// Counts the runs that changed something.
    pub generation: u64,
    /// The last good site.
    pub site: Option<Arc<Site>>,
    /// Whether a later run than that of `site` failed.
    pub failed: bool,
    /// Of the last run.
    pub findings: Vec<Located>,
}

/// A good site.
pub(super) struct Site {
    pub pages: Arc<dyn Pages>,
    pub styles: Styles,
}

struct Builder {
    rebuild: Box<Rebuild>,
    /// Whether the last run panicked, so that nothing it kept can be relied on.
    upset: bool,
}

impl Preview {
    pub(super) fn new(rebuild: Box<Rebuild>, changes: Arc<Changes>, report: Arc<Report>) -> io::Result<Self> {
        Ok(Self {
            current: Mutex::default(),
            changes,
            builder: Mutex::new(Builder { rebuild, upset: false }),
            streams: Streams::start()?,
            report,
        })
    }

    /// The site as it is, without looking for changes.
    pub(super) fn current(&self) -> Arc<Snapshot> {
        lock(&self.current).clone()
    }

    /// The site with every change in it that was noticed by now.
    pub(super) fn fresh(&self) -> Arc<Snapshot> {
        self.changes.wait_for_burst();
        self.catch_up();
        self.current()
    }

    /// Takes pending changes in. When somebody else is at it, waits for them.
    pub(super) fn catch_up(&self) {
        let mut builder = lock(&self.builder);
        let Some(dirty) = self.changes.take() else { return };
        let start = Instant::now();
        let Some(run) = builder.run(&dirty) else { return };
        let took = start.elapsed();
        let pages = run.pages.as_ref().map(|pages| pages.count());
        let snapshot = Arc::new(self.current().followed_by(run));
        *lock(&self.current) = snapshot.clone();
        drop(builder);
        self.streams.announce(snapshot.generation);
        (self.report)(&Notice::Ran { dirty: &dirty, pages, took, findings: &snapshot.findings });
    }
}

impl Snapshot {
    pub(super) fn base_path(&self) -> &str {
        self.site.as_ref().map_or("/", |site| site.pages.base_path())
    }

    pub(super) fn followed_by(&self, run: Run) -> Self {
        let failed = run.pages.is_none();
        let site = match run.pages {
            Some(pages) => Some(Arc::new(Site { styles: Styles::new(pages.asset_urls()), pages })),
            None => self.site.clone(),
        };
        Self { generation: self.generation + 1, site, failed, findings: run.findings }
    }
}

impl Builder {
    /// Runs the pipeline; a panic becomes a finding, because an editor's preview must outlive our mistakes.
    fn run(&mut self, dirty: &Dirty) -> Option<Run> {
        let dirty = if self.upset { &Dirty::Everything } else { dirty };
        let run = catch_unwind(AssertUnwindSafe(|| (self.rebuild)(dirty)));
        self.upset = run.is_err();
        run.unwrap_or_else(|_| Some(Run { pages: None, findings: vec![crash()] }))
    }
}

fn crash() -> Located {
    let message = "Sourcebook stopped in the middle of the run; this is a mistake in Sourcebook, not in your report";
    Located {
        code: "internal",
        severity: Severity::Error.word(),
        message: message.to_owned(),
        file: None,
        line: None,
        column: None,
        end_line: None,
        end_column: None,
        labels: Vec::new(),
        notes: Vec::new(),
        help: Some("undo the last change, and send it to the authors with what the terminal shows".to_owned()),
        screen: String::new(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
