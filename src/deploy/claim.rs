//! The target, claimed for one deploy.
//!
//! In: the record of the target, and requests to be made. Out: a record that is true at every moment, whatever breaks off the work. Each time it
//! is written it must still be the one that was read, so of two deploys at once one is told to stop. A claim whose owner is gone is
//! taken over: while a deploy is at work it counts in the record, and one that no longer counts is over. It never waits for a deploy
//! that is at work.
//!
//! A folder is claimed with a lock that the system takes away from a process that dies.

use super::plan::Plan;
use super::record::{LOCK, NAME, Record};
use super::store::Store;
use super::trouble::{self, Trouble};
use super::{Progress, may_be_ours};
use crate::publish::{Lock, Taken};
use futures_util::{Stream, StreamExt};
use object_store::UpdateVersion;
use std::fs;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{Instant, interval_at, sleep};

/// How often a deploy at work says so.
const BEAT: Duration = Duration::from_secs(5);
/// How many beats may be missed before a deploy counts as broken off.
const MISSED: usize = 4;

/// What we know of the target, and the right to change it.
pub(super) struct Claim<'a> {
    pub record: Record,
    store: &'a Store,
    /// The record as it was last read or written; none when there is none.
    version: Option<UpdateVersion>,
    _lock: Option<Lock>,
}

impl<'a> Claim<'a> {
    /// Reads the record without claiming anything.
    pub async fn look(store: &'a Store) -> Result<Self, Trouble> {
        let (record, version) = match store.read_record().await? {
            Some((text, version)) => {
                (Record::parse(&text).map_err(|why| trouble::unreadable(&store.shown, &why))?, Some(version))
            }
            None => (Record::default(), None),
        };
        Ok(Self { record, store, version, _lock: None })
    }

    /// Reads the record when no other deploy is at work.
    pub async fn stake(store: &'a Store, tell: &dyn Fn(Progress)) -> Result<Self, Trouble> {
        if let Some(folder) = &store.folder {
            let lock = lock(folder, &store.shown)?;
            let claim = Self::look(store).await?;
            return Ok(Self { _lock: Some(lock), ..claim });
        }
        let mut claim = Self::look(store).await?;
        for _ in 0..MISSED {
            if claim.record.running.is_none() {
                break;
            }
            tell(Progress::Stage("Waiting to see whether another deploy is still at work", 0));
            sleep(BEAT).await;
            let now = Self::look(store).await?;
            if now.record.running.is_some() && now.record.running != claim.record.running {
                return Err(trouble::busy(&store.shown, None));
            }
            claim = now;
        }
        Ok(claim)
    }

    /// Whether a deploy was broken off.
    pub fn is_unfinished(&self) -> bool {
        self.record.running.is_some()
    }

    /// Writes down what is going to be done, before anything is.
    pub async fn begin(&mut self, plan: &Plan<'_>) -> Result<(), Trouble> {
        if let Some(folder) = self.store.folder.as_deref().filter(|_| self.is_unfinished()) {
            // Also beside what has turned out to be there already, and so counts as sent.
            self.record.files().for_each(|(path, _)| sweep(folder, path));
        }
        plan.gone.iter().for_each(|path| self.record.remove(path));
        plan.leaving.iter().for_each(|(path, day)| self.record.leave(path, *day));
        plan.uploads.iter().for_each(|item| self.record.announce(item));
        self.beat().await
    }

    /// Writes the record, and that we are still at work.
    pub async fn beat(&mut self) -> Result<(), Trouble> {
        self.record.running = Some(self.record.running.unwrap_or(0) + 1);
        self.write().await
    }

    /// Lets go of the target. After an error this is tried once, and what it answers does not matter.
    pub async fn end(&mut self, all_is_well: bool) -> Result<(), Trouble> {
        self.record.running = None;
        let written = self.write().await;
        if all_is_well { written } else { Ok(()) }
    }

    /// Takes in what each request of a stream has done, and says in between that we are still at work.
    pub async fn drive<T>(
        &mut self,
        work: impl Stream<Item = Result<T, Trouble>>,
        took: impl Fn(&mut Record, T),
    ) -> Result<(), Trouble> {
        let mut work = pin!(work);
        let mut beat = interval_at(Instant::now() + BEAT, BEAT);
        loop {
            tokio::select! {
                done = work.next() => match done {
                    Some(done) => took(&mut self.record, done?),
                    None => return Ok(()),
                },
                _ = beat.tick() => self.beat().await?,
            }
        }
    }

    async fn write(&mut self) -> Result<(), Trouble> {
        let text = self.record.text();
        match self.store.write_record(&text, self.version.as_ref()).await {
            Ok(version) => self.version = Some(version),
            Err(error) if is_overtaken(&error) => self.version = Some(self.wrote_it_after_all(&text).await?),
            Err(error) => return Err(self.store.trouble("the record of what is there cannot be written", &error)),
        }
        Ok(())
    }

    /// A write whose answer was lost is made again, and then finds its own work in its way.
    async fn wrote_it_after_all(&self, text: &[u8]) -> Result<UpdateVersion, Trouble> {
        match self.store.read_record().await? {
            Some((there, version)) if there == text => Ok(version),
            _ => Err(trouble::overtaken(&self.store.shown)),
        }
    }
}

fn is_overtaken(error: &object_store::Error) -> bool {
    matches!(error, object_store::Error::Precondition { .. } | object_store::Error::AlreadyExists { .. })
}

fn lock(folder: &Path, shown: &str) -> Result<Lock, Trouble> {
    let path = folder.join(LOCK);
    let taken = |error| match error {
        Taken::Busy(process) => trouble::busy(shown, process),
        Taken::Io(error) => Trouble::new(format!("`{shown}` cannot be written: {error}")),
    };
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(|error| taken(Taken::Io(error)))?;
    Lock::take(path).map_err(taken)
}

/// Removes what a process that died left of a file that it was writing: it is written beside the old one, as `NAME#1`, and then renamed.
fn sweep(folder: &Path, path: &str) {
    debug_assert!(may_be_ours(path), "a record has no other paths");
    // What is not there cannot be removed, and need not be.
    for path in [path, NAME] {
        let _ = fs::remove_file(folder.join(format!("{path}#1")));
    }
}
