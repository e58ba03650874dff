//! One line that tells how far long work has come.
//!
//! In: the name of a stage, and steps. Out: a line on standard error that is written over and over, from the first second
//! on, and is gone when the work is. It uses no control codes but the carriage return, so that any terminal will do, and
//! it never appears where nobody watches.

use super::timings::Timings;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Work that takes no longer than this needs no line.
const PATIENCE: Duration = Duration::from_secs(1);
/// Often enough to look alive, seldom enough to cost nothing.
const PACE: Duration = Duration::from_millis(100);

/// Work that somebody may be watching. Ends when it is dropped.
#[derive(Debug)]
pub struct Progress {
    state: Arc<State>,
    /// Nobody watches when this is missing.
    line: Option<(Sender<()>, JoinHandle<()>)>,
    /// Nobody measures when this is missing.
    timings: Option<Timings>,
}

#[derive(Debug)]
struct State {
    stage: Mutex<&'static str>,
    done: AtomicUsize,
    /// Zero when it is not known.
    total: AtomicUsize,
}

impl Progress {
    /// Begins with a stage of unknown length.
    pub fn start(stage: &'static str, watched: bool) -> Self {
        let state = Arc::new(State { stage: Mutex::new(stage), done: AtomicUsize::new(0), total: AtomicUsize::new(0) });
        let line = watched.then(|| {
            let (stop, stopped) = channel();
            let shown = state.clone();
            (stop, std::thread::spawn(move || draw(&shown, &stopped)))
        });
        Self { state, line, timings: None }
    }

    /// Measured from now on, when that is `wanted`.
    pub fn timed(mut self, wanted: bool) -> Self {
        self.timings = wanted.then(Timings::default);
        self
    }

    pub fn timings(&self) -> Option<&Timings> {
        self.timings.as_ref()
    }

    /// Goes on to the next stage, of `total` steps.
    pub fn stage(&self, stage: &'static str, total: usize) {
        if let Some(timings) = &self.timings {
            timings.stage(stage);
        }
        *self.state.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
        self.state.done.store(0, Relaxed);
        self.state.total.store(total, Relaxed);
    }

    /// One step is done.
    pub fn step(&self) {
        self.state.done.fetch_add(1, Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, line)) = self.line.take() {
            drop(stop);
            // The thread only draws: if it fell over, the work is none the worse.
            let _ = line.join();
        }
    }
}

fn draw(state: &State, stopped: &Receiver<()>) {
    let mut wait = PATIENCE;
    let mut drawn = 0;
    while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = PACE;
        let stage = *state.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let text = line(stage, state.done.load(Relaxed), state.total.load(Relaxed));
        let length = text.chars().count();
        write(&format!("\r{text}{:1$}", "", drawn.max(length) - length));
        drawn = length;
    }
    if drawn > 0 {
        write(&format!("\r{:drawn$}\r", ""));
    }
}

fn line(stage: &str, done: usize, total: usize) -> String {
    match total {
        0 => format!("{stage} …"),
        total => format!("{stage}: {} of {total}", done.min(total)),
    }
}

fn write(text: &str) {
    let mut stream = std::io::stderr().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts_what_can_be_counted() {
        assert_eq!(line("Reading the report", 0, 0), "Reading the report …");
        assert_eq!(line("Making pages", 120, 214), "Making pages: 120 of 214");
        assert_eq!(line("Making pages", 215, 214), "Making pages: 214 of 214");
    }

    #[test]
    fn unwatched_work_starts_no_thread() {
        let progress = Progress::start("Making pages", false);
        progress.stage("Making pages", 2);
        progress.step();
        assert!(progress.line.is_none());
        assert_eq!(progress.state.done.load(Relaxed), 1);
    }
}
