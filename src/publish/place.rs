//! Which folder is meant, and whether it may be replaced.
//!
//! In: the output folder as given, and the project. Out: its [`Place`], or why not. It never changes anything but to make
//! the folders that the output folder is to lie in, and those go again if nothing comes into them.

use super::manifest::Manifest;
use super::{Refusal, manifest};
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// An output folder, which may not be there yet.
pub(super) struct Place {
    /// Canonical and not the root of a file system, so it has a name and a folder around it.
    pub real: PathBuf,
    /// As the user knows it, for messages.
    pub shown: PathBuf,
}

impl Place {
    /// Finds the folder. Nothing is refused for what is in it; that is [`contents`](Self::contents).
    pub(super) fn find(out: &Path, root: &Path) -> Result<Self, Refusal> {
        let place = Self::clear_of_input(out, root)?;
        if is_mount(&place.real) {
            return Err(Refusal::Mount(place.shown));
        }
        Ok(place)
    }

    fn clear_of_input(out: &Path, root: &Path) -> Result<Self, Refusal> {
        // As components it has no `/` or `/.` at its end, behind which a link would look like the folder it leads to.
        let shown: PathBuf = out.components().collect();
        let real = match fs::symlink_metadata(&shown) {
            Ok(found) if found.is_symlink() => return Err(Refusal::Link(shown)),
            Ok(found) if !found.is_dir() => return Err(Refusal::File(shown)),
            Ok(_) => fs::canonicalize(&shown),
            Err(error) if error.kind() == io::ErrorKind::NotFound => canonical_to_be(&shown),
            Err(error) => Err(error),
        };
        let real = real.map_err(|error| Refusal::Io { path: shown.clone(), error })?;
        let place = Self { real, shown };
        place.stays_clear_of(root)?;
        Ok(place)
    }

    fn stays_clear_of(&self, root: &Path) -> Result<(), Refusal> {
        let root = fs::canonicalize(root).map_err(|error| Refusal::Io { path: root.to_owned(), error })?;
        if root.starts_with(&self.real) {
            return Err(Refusal::Project(self.shown.clone()));
        }
        for folder in ["content", "themes"] {
            let named = root.join(folder);
            let input = fs::canonicalize(&named).unwrap_or_else(|_| named.clone());
            if self.real.starts_with(&named) || self.real.starts_with(&input) || input.starts_with(&self.real) {
                return Err(Refusal::Input { out: self.shown.clone(), folder });
            }
        }
        Ok(())
    }

    /// What is in the folder, `None` when it is not there. Only a folder that is ours or empty may be replaced, or any
    /// with `force`, in which case nothing in it counts as ours unless a manifest says so. Files whose names begin with a
    /// dot do not make it a stranger's: `.gitkeep`, `.git`.
    pub(super) fn contents(&self, force: bool) -> Result<Option<Manifest>, Refusal> {
        match Manifest::read(&self.real) {
            Ok(Some(manifest)) => return Ok(Some(manifest)),
            Ok(None) => {}
            Err(Refusal::Manifest { .. }) if force => return Ok(Some(Manifest::default())),
            Err(Refusal::Manifest { reason, .. }) => return Err(Refusal::Manifest { out: self.shown.clone(), reason }),
            Err(refusal) => return Err(refusal),
        }
        let names: io::Result<Vec<OsString>> = match fs::read_dir(&self.real) {
            Ok(entries) => entries.map(|entry| Ok(entry?.file_name())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => Err(error),
        };
        let names = names.map_err(|error| Refusal::Io { path: self.shown.clone(), error })?;
        if force || names.iter().all(|name| name.to_string_lossy().starts_with('.')) {
            return Ok(Some(Manifest::default()));
        }
        Err(Refusal::Foreign(self.shown.clone()))
    }

    /// A hidden name beside the folder: `.public.sourcebook` and `end`.
    pub(super) fn neighbour(&self, end: &str) -> PathBuf {
        self.real.with_file_name(self.neighbour_name(end))
    }

    pub(super) fn neighbour_name(&self, end: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(self.real.file_name().unwrap_or_default());
        name.push(".sourcebook");
        name.push(end);
        name
    }

    /// The folder around it.
    pub(super) fn around(&self) -> &Path {
        self.real.parent().unwrap_or(&self.real)
    }

    /// A file of the site as the user knows it.
    pub(super) fn shown(&self, path: &str) -> PathBuf {
        self.shown.join(manifest::on_disk(path))
    }
}

/// The canonical path of a folder, which may not be there yet, if files may be put into it without being mixed with the project at `root`.
///
/// # Errors
/// When it is, lies in or lies around a folder of the project, is a link, or is no folder.
pub fn clear_of_input(folder: &Path, root: &Path) -> Result<PathBuf, Refusal> {
    Place::clear_of_input(folder, root).map(|place| place.real)
}

/// The canonical path of a folder that is not there yet.
fn canonical_to_be(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    for above in absolute.ancestors() {
        let Ok(real) = fs::canonicalize(above) else { continue };
        let rest = absolute.strip_prefix(above).unwrap_or(Path::new(""));
        if rest.components().all(|part| matches!(part, Component::Normal(_))) {
            return Ok(real.join(rest));
        }
        break;
    }
    Err(io::ErrorKind::NotFound.into())
}

#[cfg(target_os = "linux")]
fn is_mount(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(all(unix, not(target_os = "linux")))]
fn is_mount(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().map(|found| found.dev()).ok();
    path.parent().is_some_and(|around| device(path).is_some_and(|own| device(around).is_some_and(|around| own != around)))
}

#[cfg(not(unix))]
fn is_mount(_: &Path) -> bool {
    false
}

/// Folders made so that the output folder has one to lie in. Dropped, it takes away those that are still empty.
pub(super) struct Parents(Vec<PathBuf>);

impl Parents {
    pub(super) fn make(place: &Place) -> Result<Self, Refusal> {
        let missing: Vec<&Path> = place.real.ancestors().skip(1).take_while(|above| !above.is_dir()).collect();
        let mut parents = Self(Vec::new());
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => parents.0.push(folder.to_owned()),
                // Another build was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(error) => return Err(Refusal::Io { path: folder.to_owned(), error }),
            }
        }
        Ok(parents)
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
