//! A built site to where readers fetch it: an object store or a folder.
//!
//! In: the files that a build wrote, and a [`Target`]. Out: the same files at the target, and what had to be done for it. Only what changed is
//! sent: first what pages need, then pages, then what leads to them; what is no longer part of the site goes last, so that nothing is ever
//! linked that is not there. It may be broken off at any moment and begun again.
//!
//! It never deletes or replaces a file that it did not put there, never prints a secret, and never reads the environment: it is given it.
//!
//! [`Store`](store::Store) speaks with the target, [`Record`](record::Record) is what it holds, [`Plan`](plan::Plan) what is to be done, and
//! [`Claim`](claim::Claim) does it while others keep out.

mod claim;
mod item;
mod plan;
mod record;
mod store;
mod trouble;

pub use trouble::Trouble;

use crate::model::{Day, Target};
use crate::publish::{self, Built, Entry};
use claim::Claim;
use futures_util::{StreamExt, stream};
use item::{Item, Turn};
use plan::Plan;
use std::collections::BTreeMap;
use std::path::Path;
use store::Store;
use tokio::sync::Semaphore;

/// How many requests are under way at a time.
const AT_ONCE: usize = 16;
/// How many megabytes of files are in memory at a time; a file that is larger goes alone.
const ROOM: u32 = 64;

/// What is to be deployed, and how.
pub struct Job<'a> {
    pub built: &'a Built,
    pub target: &'a Target,
    /// The folder that a target without a name in front is seen from.
    pub here: &'a Path,
    /// The report’s folder and the output folder, which no target may be mixed with.
    pub keep_out: [&'a Path; 2],
    /// Where credentials and addresses of services stand.
    pub environment: &'a [(String, String)],
    pub today: Day,
    /// Replace files that somebody else put where a file of the site belongs.
    pub force: bool,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// What was done, or would be.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Deployed {
    /// In the order in which they were sent.
    pub uploaded: Vec<String>,
    /// The length of what was sent.
    pub bytes: u64,
    pub unchanged: usize,
    pub deleted: Vec<String>,
    /// Styles, scripts and fonts that no page needs any longer, kept for pages that readers have open.
    pub kept: usize,
    /// Compressed copies that were left out, because a bucket hands them to nobody.
    pub copies: usize,
    /// Whether an earlier deploy had been broken off.
    pub resumed: bool,
}

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// The next stage, and of how many steps.
    Stage(&'static str, usize),
    Step,
}

/// Deploys a site.
///
/// # Errors
/// When the site or the target cannot be used, or a request failed. What had been done by then is kept and noted, and is not done again.
pub fn deploy(job: &Job<'_>, tell: &dyn Fn(Progress)) -> Result<Deployed, Trouble> {
    tell(Progress::Stage("Reading the site", 0));
    let edited = job.built.edited();
    if !edited.is_empty() {
        return Err(trouble::edited(&edited));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Trouble::new(format!("requests cannot be made: {error}")))?;
    runtime.block_on(carry_out(job, tell))
}

async fn carry_out(job: &Job<'_>, tell: &dyn Fn(Progress)) -> Result<Deployed, Trouble> {
    let (items, copies) = items(job);
    let store = Store::open(job)?;
    tell(Progress::Stage("Looking at the target", 0));
    let there = store.list().await?;
    let mut claim = if job.dry_run { Claim::look(&store).await? } else { Claim::stake(&store, tell).await? };
    let resumed = claim.is_unfinished();
    let sure = confirm(&claim, &store, &items, &there).await;
    sure.into_iter().for_each(|item| claim.record.put(item));
    let plan = Plan::make(&items, &claim.record, &there, job.today);
    if !plan.taken.is_empty() && !job.force {
        return Err(trouble::taken(&store.shown, &plan.taken));
    }
    let deployed = Deployed { copies, resumed, ..plan.outcome() };
    if job.dry_run || (plan.is_empty() && !resumed) {
        return Ok(deployed);
    }
    claim.begin(&plan).await?;
    let done = make_so(job, &store, &mut claim, &plan, tell).await;
    claim.end(done.is_ok()).await.and(done).map_err(Trouble::begun)?;
    Ok(deployed)
}

/// The files to be sent, and how many are left out: no bucket looks which of several copies a browser would take. A folder is one of a server that does.
fn items<'a>(job: &Job<'a>) -> (Vec<Item<'a>>, usize) {
    let files = job.built.files();
    let is_copy = |entry: &Entry| {
        let original = item::original(&entry.path).filter(|_| matches!(job.target, Target::Bucket(_)));
        original.is_some_and(|original| files.binary_search_by(|file| file.path.as_str().cmp(original)).is_ok())
    };
    let items: Vec<Item<'a>> = files.iter().filter(|entry| !is_copy(entry)).map(Item::new).collect();
    let left_out = files.len() - items.len();
    (items, left_out)
}

/// The files that a deploy was about to send when it was broken off, and had sent.
async fn confirm<'a, 'b>(
    claim: &Claim<'_>,
    store: &Store,
    items: &'a [Item<'b>],
    there: &BTreeMap<String, u64>,
) -> Vec<&'a Item<'b>> {
    let may_be = |item: &&Item<'_>| claim.record.is_unsure(item.path()) && there.get(item.path()) == Some(&item.entry.bytes);
    let asked = stream::iter(items.iter().filter(may_be)).map(|item| async move { store.holds(item).await.then_some(item) });
    asked.buffer_unordered(AT_ONCE).filter_map(std::future::ready).collect().await
}

/// Sends what is to be sent, one turn after the other, and then deletes.
async fn make_so(
    job: &Job<'_>,
    store: &Store,
    claim: &mut Claim<'_>,
    plan: &Plan<'_>,
    tell: &dyn Fn(Progress),
) -> Result<(), Trouble> {
    let room = Semaphore::new(ROOM as usize);
    let send = |item| send(job.built, store, &room, item);
    tell(Progress::Stage("Uploading", plan.uploads.len()));
    for turn in Turn::ALL {
        let of_turn = plan.uploads.iter().copied().filter(|item| item.turn == turn);
        let work = stream::iter(of_turn).map(send).buffer_unordered(AT_ONCE);
        let sent = |record: &mut record::Record, item: &Item<'_>| {
            record.put(item);
            tell(Progress::Step);
        };
        claim.drive(work, sent).await?;
    }
    if plan.deletions.is_empty() {
        return Ok(());
    }
    claim.beat().await?;
    tell(Progress::Stage("Deleting", plan.deletions.len()));
    let gone = |record: &mut record::Record, path: String| {
        record.remove(&path);
        tell(Progress::Step);
    };
    claim.drive(store.delete(&plan.deletions), gone).await
}

async fn send<'a, 'b>(built: &Built, store: &Store, room: &Semaphore, item: &'a Item<'b>) -> Result<&'a Item<'b>, Trouble> {
    // Nobody closes it, so there is always room in the end.
    let _room = room.acquire_many(megabytes(item.entry)).await;
    let changed =
        |error| Trouble::new(format!("a file of the site cannot be read: {error}")).help("build again, then deploy again");
    store.put(item, built.read(item.entry).map_err(changed)?).await?;
    Ok(item)
}

fn megabytes(entry: &Entry) -> u32 {
    u32::try_from(entry.bytes >> 20).map_or(ROOM, |all| (all + 1).min(ROOM))
}

/// Whether a path of a record can be one of ours: below the target, and not in our own folder there.
fn may_be_ours(path: &str) -> bool {
    publish::may_be_ours(path) && !path.starts_with(record::FOLDER)
}
