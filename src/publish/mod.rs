//! Rendered pages to the output folder, all or nothing.
//!
//! In: relative paths and bytes, from many threads. Out: a folder that is the whole old site or the whole new one at every
//! instant, also under `kill -9`, a full disk or an error. The new site is written beside the old one and put in its place
//! by one rename. It never deletes or overwrites a file that it did not write, never changes a file in place, and never
//! makes a published file the same as one in the project.
//!
//! [`Staging`] is the way through: `begin` (place, lock, workshop), `write` and `copy` (manifest, folders), `commit` (carry
//! over, swap, retire the old tree). [`clean()`] takes our files away again.

mod beside;
mod built;
mod carry;
mod clean;
mod folders;
mod lock;
mod manifest;
mod place;
mod refusal;
mod retire;
mod survey;
mod workshop;

pub use built::Built;
pub use clean::clean;
pub use lock::{Lock, Taken};
pub use manifest::{Entry, Made, Part, may_be_ours, on_disk};
pub use place::clear_of_input;
pub use refusal::Refusal;

use carry::{Carry, Conflict};
use folders::Folders;
use manifest::Manifest;
use place::{Parents, Place};
use rayon::prelude::*;
use retire::Retire;
use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use survey::Survey;
use workshop::Workshop;

/// What a build wrote.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Published {
    /// Files of the site: `written` and `unchanged` together.
    pub files: usize,
    pub written: usize,
    pub unchanged: usize,
    /// Files that the site had before and has no longer.
    pub removed: usize,
    /// The length of all files of the site.
    pub bytes: u64,
    /// The rest of the old site, if it could not be removed; the next build tries again.
    pub leftover: Option<PathBuf>,
}

/// How to publish.
#[derive(Clone, Copy, Default, Debug)]
pub struct Options {
    /// Publish into a folder that holds other files, and where a page has the path of such a file, replace it.
    pub force: bool,
}

/// A site that is being written beside the old one. Dropped without [`commit`](Self::commit), it leaves no trace.
pub struct Staging {
    place: Place,
    /// What we wrote into the folder before; `None` when there is no folder yet.
    old: Option<Manifest>,
    made: Option<Made>,
    conflict: Conflict,
    site: Folders,
    files: Mutex<Vec<Staged>>,
    /// A file is missing or half there, so there is no site to commit.
    failed: AtomicBool,
    // Dropped in this order, after everything above.
    workshop: Workshop,
    _lock: Lock,
    _parents: Parents,
}

/// A file of the new site.
struct Staged {
    entry: Entry,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is in the new tree.
    Written,
    /// The old tree has the same bytes; [`commit`](Staging::commit) links it, if it has anything to do at all.
    Unchanged,
}

impl Staging {
    /// Takes the lock, checks that `out` may be replaced, and makes a folder beside it to write in.
    ///
    /// # Errors
    /// When the folder must not or cannot be replaced. Nothing has been changed then.
    pub fn begin(out: &Path, root: &Path, options: &Options) -> Result<Self, Refusal> {
        let place = Place::find(out, root)?;
        let parents = Parents::make(&place)?;
        let lock = claim(&place)?;
        workshop::settle_all(&place)?;
        let old = place.contents(options.force)?;
        let workshop = Workshop::open(&place)?;
        Ok(Self {
            place,
            old,
            made: None,
            conflict: if options.force { Conflict::PageWins } else { Conflict::Error },
            site: Folders::new(workshop.site()),
            files: Mutex::default(),
            failed: AtomicBool::new(false),
            workshop,
            _lock: lock,
            _parents: parents,
        })
    }

    /// Notes what the site is made of, for [`current`](Self::current) of the next build.
    #[must_use]
    pub fn made(self, made: Option<Made>) -> Self {
        Self { made, ..self }
    }

    /// The site that is there, when it is whole, was made of the same and still is as it was made. All of its files are read.
    #[must_use]
    pub fn current(&self, inputs: u128) -> Option<Published> {
        let old = self.old.as_ref()?;
        old.made().filter(|made| made.inputs == inputs && made.part.is_none())?;
        let files = old.files();
        files.par_iter().all(|entry| self.has(entry)).then(|| {
            let bytes = files.iter().map(|entry| entry.bytes).sum();
            Published { files: files.len(), unchanged: files.len(), bytes, ..Published::default() }
        })
    }

    /// Adds a file. `path` is relative, with `/`. May be called from many threads at once.
    ///
    /// # Errors
    /// When it cannot be written, or the path is given twice.
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let entry = self.entry(path, bytes.len() as u64, xxhash_rust::xxh3::xxh3_128(bytes))?;
        self.stage(entry, |file| file.write_all(bytes))
    }

    /// Adds a file whose path holds the hash of all that it is made of. What the old site has at this path is the same file, and is
    /// taken over without being made again.
    ///
    /// # Errors
    /// When it cannot be made or written, or the path is given twice.
    pub fn write_once(&self, path: &str, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<()> {
        match self.old.as_ref().and_then(|old| old.get(path)).filter(|entry| self.is_unchanged(entry)) {
            Some(entry) => self.keep(Staged { entry: entry.clone(), state: State::Unchanged }),
            None => return self.write(path, &make().map_err(at(&self.place.shown(path)))?),
        }
        Ok(())
    }

    /// Adds a folder whose file `mark` has a path that holds the hash of all that the folder is made of: if the old site has that file,
    /// everything in the folder is taken over as it is. Answers whether it was; else the folder is to be made.
    pub fn keep_folder(&self, folder: &str, mark: &str) -> bool {
        let Some(old) = self.old.as_ref().filter(|old| old.get(mark).is_some()) else { return false };
        let inside: Vec<&Entry> = old.files().iter().filter(|entry| Path::new(&entry.path).starts_with(folder)).collect();
        let whole = inside.par_iter().all(|entry| self.is_unchanged(entry));
        if whole {
            inside.into_iter().for_each(|entry| self.keep(Staged { entry: entry.clone(), state: State::Unchanged }));
        }
        whole
    }

    /// Adds a copy of the file `from`, whose bytes have this hash (xxh3, 128 bit). A copy and never a link, because the
    /// next edit of the original must not change the site; where the file system can share blocks, it takes no space.
    ///
    /// # Errors
    /// When it cannot be copied, or has changed since the hash was taken.
    pub fn copy(&self, path: &str, from: &Path, fingerprint: u128) -> io::Result<()> {
        let mut source = File::open(from).map_err(at(from))?;
        let entry = self.entry(path, source.metadata().map_err(at(from))?.len(), fingerprint)?;
        self.stage(entry, |file| {
            io::copy(&mut source, file)?;
            file.rewind()?;
            if manifest::hash(file)? == fingerprint {
                return Ok(());
            }
            Err(io::Error::other(format!("`{}` changed while the site was built; build again", from.display())))
        })
    }

    fn entry(&self, path: &str, bytes: u64, hash: u128) -> io::Result<Entry> {
        if may_be_ours(path) {
            return Ok(Entry { path: path.to_owned(), bytes, hash });
        }
        Err(at(&self.place.shown(path))(io::Error::new(io::ErrorKind::InvalidInput, "no file of a site can be called this")))
    }

    fn stage(&self, entry: Entry, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        let state = if self.is_unchanged(&entry) { State::Unchanged } else { State::Written };
        if state == State::Written {
            // `create_new` also catches names that a file system takes for the same: `Rwanda` and `rwanda`, NFC and NFD.
            let made = self.site.file(&on_disk(&entry.path)).and_then(File::create_new);
            if let Err(error) = made.and_then(|mut file| fill(&mut file)) {
                self.failed.store(true, Ordering::Relaxed);
                return Err(at(&self.place.shown(&entry.path))(error));
            }
        }
        self.keep(Staged { entry, state });
        Ok(())
    }

    fn keep(&self, file: Staged) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }

    fn is_unchanged(&self, entry: &Entry) -> bool {
        let before = self.old.as_ref().and_then(|old| old.get(&entry.path));
        before == Some(entry) && self.has(entry)
    }

    /// Whether the folder has this file, with these bytes.
    fn has(&self, entry: &Entry) -> bool {
        manifest::holds(&self.place.real.join(on_disk(&entry.path)), entry)
    }

    /// Puts the new site in the place of the old one. When the two are equal no file of the site is touched.
    ///
    /// # Errors
    /// When that is not possible, or a file could not be written before. The old site is there as it was then.
    pub fn commit(mut self) -> io::Result<Published> {
        if *self.failed.get_mut() {
            return Err(at(&self.place.shown)(io::Error::other("a file could not be written")));
        }
        let files = self.sorted_files()?;
        let mut published = Published::count(&files, self.old.as_ref());
        let pages = Manifest::new(self.made, files.iter().map(|file| file.entry.clone()).collect());
        if let Some(old) = self.old.as_ref().filter(|old| published.written == 0 && old.is_of_same_site(&pages)) {
            if old.made() != pages.made() {
                self.note(&pages);
            }
            return Ok(published);
        }
        pages.write(self.site.root()).map_err(at(&self.place.shown(manifest::NAME)))?;
        let old = self.old.take();
        let survey = match &old {
            Some(ours) => self.carry_over(ours, &pages, &files)?,
            None => Survey::default(),
        };
        if let Some(tree) = self.workshop.swap(&self.place)? {
            let ours = old.unwrap_or_default();
            // The new site is published. What this leaves is tried again below, and by the next build.
            let _ = Retire { old: &tree, new: &self.place.real, ours, pages, survey }.run();
        }
        let workshop = self.workshop.folder().to_owned();
        drop(self.workshop);
        published.leftover = workshop.exists().then_some(workshop);
        Ok(published)
    }

    /// Says what the same site was made of this time, so that the next build can tell. The site is none the worse without.
    fn note(&self, pages: &Manifest) {
        let aside = self.workshop.folder();
        if pages.write(aside).is_ok() {
            let _ = fs::rename(aside.join(manifest::NAME), self.place.real.join(manifest::NAME));
        }
    }

    fn sorted_files(&mut self) -> io::Result<Vec<Staged>> {
        let mut files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        files.sort_unstable_by(|one, other| one.entry.path.cmp(&other.entry.path));
        match files.windows(2).find(|pair| pair[0].entry.path == pair[1].entry.path) {
            Some(pair) => Err(at(&self.place.shown(&pair[0].entry.path))(io::ErrorKind::AlreadyExists.into())),
            None => Ok(files),
        }
    }

    fn carry_over(&self, ours: &Manifest, pages: &Manifest, files: &[Staged]) -> io::Result<Survey> {
        let carry = Carry { from: &self.place, to: &self.site, ours, pages };
        let unchanged = files.par_iter().filter(|file| file.state == State::Unchanged);
        carry.pages(unchanged.map(|file| file.entry.path.as_str()))?;
        let survey = Survey::of(&self.place.real, ours)?;
        carry.foreign(&survey, self.conflict)?;
        let folder = fs::metadata(&self.place.real).map_err(at(&self.place.shown))?;
        fs::set_permissions(self.site.root(), folder.permissions()).map_err(at(&self.place.shown))?;
        Ok(survey)
    }
}

impl Published {
    fn count(files: &[Staged], old: Option<&Manifest>) -> Self {
        let written = files.iter().filter(|file| file.state == State::Written).count();
        let is_file = |path: &str| files.binary_search_by(|file| file.entry.path.as_str().cmp(path)).is_ok();
        let before = old.map_or(&[][..], Manifest::files);
        Self {
            files: files.len(),
            written,
            unchanged: files.len() - written,
            removed: before.iter().filter(|entry| !is_file(&entry.path)).count(),
            bytes: files.iter().map(|file| file.entry.bytes).sum(),
            leftover: None,
        }
    }
}

/// Takes the lock of an output folder: two builds at once do not mix.
fn claim(place: &Place) -> Result<Lock, Refusal> {
    let path = place.neighbour(".lock");
    Lock::take(path.clone()).map_err(|taken| match taken {
        Taken::Busy(process) => Refusal::Busy { out: place.shown.clone(), process },
        Taken::Io(error) => Refusal::Io { path, error },
    })
}

/// The same error with the path it is about.
fn at(path: &Path) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests;
