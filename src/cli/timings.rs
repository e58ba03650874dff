//! Where the time of a build went.
//!
//! In: the beginning of each stage, and how long each page took. Out: the same, added up, for people or as JSON. It costs nothing when nobody
//! asks: then there is no [`Timings`]. It never measures by itself.

use super::args::TimingsFormat;
use crate::link::Address;
use crate::model::quantity::grouped;
use crate::publish::Published;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many of the slowest pages are named.
const SLOWEST: usize = 10;

/// What was measured so far.
#[derive(Debug, Default)]
pub struct Timings {
    stages: Mutex<Stages>,
    pages: Mutex<Vec<Measured>>,
}

#[derive(Debug, Default)]
struct Stages {
    /// In the order in which they began first. One that comes twice is one.
    ended: Vec<(&'static str, Duration)>,
    open: Option<(&'static str, Instant)>,
}

#[derive(Debug)]
struct Measured {
    kind: &'static str,
    address: String,
    took: Duration,
}

impl Timings {
    /// A stage begins, and the one before has ended.
    pub fn stage(&self, name: &'static str) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.end();
        stages.open = Some((name, Instant::now()));
    }

    /// A page or file was made. May be called from many threads at once.
    pub fn page(&self, kind: &'static str, address: &Address, took: Duration) {
        let measured = Measured { kind, address: address.as_str().to_owned(), took };
        self.pages.lock().unwrap_or_else(PoisonError::into_inner).push(measured);
    }

    /// Everything that was measured, and what came of it. `took` is the whole build.
    pub fn told(&self, format: TimingsFormat, published: Option<&Published>, took: Duration) -> String {
        let report = self.report(published, took);
        match format {
            TimingsFormat::Text => report.text(),
            // Names and numbers always have a JSON form.
            TimingsFormat::Json => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
        }
    }

    fn report(&self, published: Option<&Published>, took: Duration) -> Report {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        stages.end();
        let stages = stages.ended.iter().map(|(name, took)| Stage { name, ms: ms(*took) }).collect();
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kinds: BTreeMap<&'static str, (usize, Duration)> = BTreeMap::new();
        for page in pages.iter() {
            let (count, took) = kinds.entry(page.kind).or_default();
            *count += 1;
            *took += page.took;
        }
        let mut kinds: Vec<Kind> = kinds.into_iter().map(|(kind, (count, took))| Kind { kind, count, ms: ms(took) }).collect();
        kinds.sort_by(|one, other| other.ms.total_cmp(&one.ms));
        pages.sort_by(|one, other| other.took.cmp(&one.took).then_with(|| one.address.cmp(&other.address)));
        let slowest = pages.iter().take(SLOWEST);
        let slowest = slowest.map(|page| Page { address: page.address.clone(), kind: page.kind, ms: ms(page.took) }).collect();
        let files = published.map(|published| Files {
            written: published.written,
            unchanged: published.unchanged,
            removed: published.removed,
            bytes: published.bytes,
        });
        Report { version: 1, total_ms: ms(took), threads: rayon::current_num_threads(), stages, kinds, slowest, files }
    }
}

impl Stages {
    fn end(&mut self) {
        let Some((name, began)) = self.open.take() else { return };
        match self.ended.iter_mut().find(|(ended, _)| *ended == name) {
            Some((_, took)) => *took += began.elapsed(),
            None => self.ended.push((name, began.elapsed())),
        }
    }
}

#[derive(Serialize)]
struct Report {
    version: u32,
    total_ms: f64,
    threads: usize,
    /// By the clock on the wall.
    stages: Vec<Stage>,
    /// By the time of all threads together, the dearest first.
    kinds: Vec<Kind>,
    slowest: Vec<Page>,
    /// None when nothing was published.
    files: Option<Files>,
}

#[derive(Serialize)]
struct Stage {
    name: &'static str,
    ms: f64,
}

#[derive(Serialize)]
struct Kind {
    kind: &'static str,
    count: usize,
    ms: f64,
}

#[derive(Serialize)]
struct Page {
    address: String,
    kind: &'static str,
    ms: f64,
}

#[derive(Serialize)]
struct Files {
    written: usize,
    /// Taken over from the site that was there.
    unchanged: usize,
    removed: usize,
    bytes: u64,
}

impl Report {
    fn text(&self) -> String {
        let mut lines = vec![format!("Stages, of {:.1} ms in all:", self.total_ms)];
        lines.extend(self.stages.iter().map(|stage| format!("  {:>9.1} ms  {}", stage.ms, stage.name)));
        if !self.kinds.is_empty() {
            lines.push(format!("Pages and files, added up over {} threads:", self.threads));
        }
        lines.extend(self.kinds.iter().map(|kind| {
            #[expect(clippy::cast_precision_loss, reason = "nobody has 2^52 pages")]
            let each = kind.ms / kind.count as f64;
            format!("  {:>9.1} ms  {} × {} ({each:.2} ms each)", kind.ms, grouped(kind.count as u64), kind.kind)
        }));
        if !self.slowest.is_empty() {
            lines.push("The slowest:".to_owned());
        }
        lines.extend(self.slowest.iter().map(|page| format!("  {:>9.1} ms  {}", page.ms, page.address)));
        if let Some(files) = &self.files {
            lines.push(format!(
                "Files: {} written, {} taken over, {} removed, {} bytes in all.",
                grouped(files.written as u64),
                grouped(files.unchanged as u64),
                grouped(files.removed as u64),
                grouped(files.bytes)
            ));
        }
        lines.join("\n") + "\n"
    }
}

/// Milliseconds, to the microsecond.
fn ms(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_added_up_by_kind_and_the_slowest_come_first() {
        let timings = Timings::default();
        timings.stage("Making pages");
        for (kind, path, took) in [("article", "/a/", 3), ("country", "/c/", 9), ("article", "/b/", 4)] {
            timings.page(kind, &Address::new(path).unwrap(), Duration::from_millis(took));
        }
        timings.stage("Publishing");
        timings.stage("Making pages");
        let report = timings.report(None, Duration::from_millis(20));
        assert_eq!(report.stages.iter().map(|stage| stage.name).collect::<Vec<_>>(), ["Making pages", "Publishing"]);
        let kinds: Vec<_> = report.kinds.iter().map(|kind| (kind.kind, kind.count, kind.ms)).collect();
        assert_eq!(kinds, [("country", 1, 9.0), ("article", 2, 7.0)]);
        assert_eq!(report.slowest.iter().map(|page| page.address.as_str()).collect::<Vec<_>>(), ["/c/", "/b/", "/a/"]);
        assert!(report.text().contains("7.0 ms  2 × article (3.50 ms each)"), "{}", report.text());
    }
}
