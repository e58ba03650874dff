//! The hidden folder beside the output folder in which a new site is built, and the step that puts it in place.
//!
//! In: a finished tree. Out: the output folder holds it, in one rename. Whatever happens before, in between or after, also
//! to the process, [`settle`] finds out how far it came and ends in the old site or the new one, whole, with nothing
//! beside it. It never takes away the only copy of a file that is not ours.
//!
//! A workshop `.public.sourcebook-PID-NUMBER/` holds:
//!
//! - the tree being written, under the workshop's own name (see [`spread`]); after an exchange, the old tree;
//! - `swap`: there from when that tree is complete, its inode, which tells the two apart;
//! - `aside/`: the old tree, where folders cannot be exchanged and two renames must do.

use super::carry;
use super::place::Place;
use super::retire::Retire;
use super::{Refusal, at};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::{fs, io, process};

/// The workshop of one build. Dropped, it is settled.
pub(super) struct Workshop {
    out: PathBuf,
    folder: PathBuf,
}

impl Workshop {
    /// Opens a workshop. The lock is held, and what dead builds left is settled.
    pub(super) fn open(place: &Place) -> Result<Self, Refusal> {
        let refused = |error| Refusal::Io { path: place.around().to_owned(), error };
        // The random number is for `spread`, and for the case that what a dead build left cannot be removed.
        let number = RandomState::new().build_hasher().finish();
        let folder = place.neighbour(&format!("-{}-{number}", process::id()));
        fs::create_dir(&folder).map_err(refused)?;
        spread(&folder);
        let workshop = Self { out: place.real.clone(), folder };
        fs::create_dir(workshop.site()).map_err(refused)?;
        Ok(workshop)
    }

    /// Where the new tree is written.
    pub(super) fn site(&self) -> PathBuf {
        site_in(&self.folder)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the new tree in place and answers where the old one is now, if there was one.
    ///
    /// Only the manifest and the folders around the rename are synced. To sync every page would be to wait for the disk ten
    /// thousand times, and would buy little: no kill, full disk or error depends on it. Only a power cut within seconds of
    /// a build can leave pages empty, and the next build compares every page with its hash and writes those again.
    pub(super) fn swap(&self, place: &Place) -> io::Result<Option<PathBuf>> {
        let (site, aside) = (self.site(), self.folder.join("aside"));
        sync(&site).map_err(at(&place.shown))?;
        if !is_there(&self.out) {
            fs::rename(&site, &self.out).map_err(at(&place.shown))?;
            let _ = sync(place.around());
            return Ok(None);
        }
        fs::write(self.folder.join("swap"), inode(&site).unwrap_or(0).to_string()).map_err(at(&place.shown))?;
        sync(&self.folder).map_err(at(&place.shown))?;
        let old = match exchange(&site, &self.out) {
            Ok(()) => site,
            Err(error) => match error.kind() {
                io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput => {
                    two_renames(&site, &self.out, &aside).map_err(at(&place.shown))?;
                    aside
                }
                io::ErrorKind::CrossesDevices => {
                    replace_bare(&site, &self.out).map_err(|_| immovable(place))?;
                    return Ok(None);
                }
                _ => return Err(at(&place.shown)(error)),
            },
        };
        // The new site is there, so an error here is none of the build. Without this, a power cut could keep the removal of
        // the old tree and forget the exchange. It also gives readers who are on their way to a page of the old tree time
        // to get there.
        let _ = sync(place.around());
        Ok(Some(old))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // An error here has nobody to go to. What cannot be settled even at the second try is left to the next build.
        let _ = settle(&self.out, &self.folder).or_else(|_| settle(&self.out, &self.folder));
    }
}

/// Settles what dead builds of this output folder left. The lock is held, so none of them is alive.
pub(super) fn settle_all(place: &Place) -> Result<(), Refusal> {
    let refused = |error| Refusal::Io { path: place.around().to_owned(), error };
    let start = place.neighbour_name("-");
    for entry in fs::read_dir(place.around()).map_err(refused)? {
        let name = entry.map_err(refused)?.file_name();
        let rest = name.as_encoded_bytes().strip_prefix(start.as_encoded_bytes());
        if rest.is_some_and(|rest| rest.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-')) {
            let folder = place.around().join(name);
            if is_folder(&folder) && settle(&place.real, &folder).is_err() {
                // Litter is no reason not to build. A site that did not get back to its place is.
                require_site(place, &folder)?;
            }
        }
    }
    Ok(())
}

fn require_site(place: &Place, folder: &Path) -> Result<(), Refusal> {
    if is_there(&place.real) || !is_folder(&folder.join("aside")) {
        return Ok(());
    }
    let words = format!("an interrupted build left the site in `{}`; move it back", folder.join("aside").display());
    Err(Refusal::Io { path: place.shown.clone(), error: io::Error::other(words) })
}

/// Ends what a build in this workshop began.
fn settle(out: &Path, folder: &Path) -> io::Result<()> {
    let (site, swap, aside) = (site_in(folder), folder.join("swap"), folder.join("aside"));
    if !is_there(out) {
        // Interrupted between two renames.
        if is_folder(&aside) {
            fs::rename(&aside, out)?;
        } else if is_there(&swap) && is_folder(&site) {
            fs::rename(&site, out)?;
        }
    }
    if is_folder(&aside) {
        Retire::between(&aside, out)?.run()?;
    }
    let new = fs::read_to_string(&swap).ok().and_then(|text| text.parse::<u64>().ok());
    if is_folder(&site) && new.is_some_and(|new| inode(&site).is_some_and(|found| found != new)) {
        Retire::between(&site, out)?.run()?;
    }
    fs::remove_dir_all(folder)
}

/// Swaps two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// For systems without an exchange: for an instant there is no site, and [`settle`] brings it back after a kill just then.
fn two_renames(site: &Path, out: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(out, aside)?;
    fs::rename(site, out).inspect_err(|_| drop(fs::rename(aside, out)))
}

/// For a first build in a container, where `public/` with its `.gitkeep` comes from the image: overlayfs deletes such a
/// folder but does not rename it. There is no site yet that could be missed. Its files are in the new tree already.
fn replace_bare(site: &Path, out: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        let safe = entry.file_type()?.is_file() && is_there(&site.join(entry.file_name()));
        if !safe || !entry.file_name().as_encoded_bytes().starts_with(b".") || entry.file_name() == super::manifest::NAME {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        files.push(entry.file_name());
    }
    let removed = files.iter().try_for_each(|name| fs::remove_file(out.join(name)));
    removed.and_then(|()| fs::remove_dir(out)).and_then(|()| fs::rename(site, out)).inspect_err(|_| {
        let _ = fs::create_dir(out);
        for name in &files {
            let _ = carry::link(&site.join(name), &out.join(name));
        }
    })
}

fn immovable(place: &Place) -> io::Error {
    let words = format!(
        "`{}` comes from a layer of a container image and cannot be replaced in one step: run `sourcebook clean` first",
        place.shown.display()
    );
    io::Error::new(io::ErrorKind::CrossesDevices, words)
}

fn site_in(workshop: &Path) -> PathBuf {
    workshop.join(workshop.file_name().unwrap_or_default())
}

/// Asks ext4 to put what is made in `folder` into a part of the disk of its own, chosen by its name (`chattr +T`).
///
/// Each build makes as many folders as it deletes. Without a journal, as on many virtual machines, ext4 does not use an
/// inode again for minutes after it was deleted, but looks at each such inode first: of six builds of 10,000 pages in a
/// row the fifth took twelve seconds, and one to two with this. Other file systems refuse, and need no hint.
#[cfg(target_os = "linux")]
fn spread(folder: &Path) {
    use rustix::fs::{IFlags, ioctl_getflags, ioctl_setflags};
    if let Ok(folder) = fs::File::open(folder)
        && let Ok(flags) = ioctl_getflags(&folder)
    {
        let _ = ioctl_setflags(&folder, flags | IFlags::TOPDIR);
    }
}

#[cfg(not(target_os = "linux"))]
fn spread(_: &Path) {}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A link to a folder is none: a project could have brought one along that leads to somebody's files.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

#[cfg(unix)]
fn inode(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).ok().map(|found| found.ino())
}

/// Without an exchange, `site/` is always the new tree.
#[cfg(not(unix))]
fn inode(_: &Path) -> Option<u64> {
    None
}

/// Waits until the entries of a folder are on the disk. Only Unix lets a folder be opened for that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}
