//! One build at a time for each output folder.
//!
//! In: the place of a lock file. Out: a lock that ends with its owner, however that ends. It never waits.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process;

/// A lock file that is held. The system lets go of it when the process dies.
pub struct Lock {
    path: PathBuf,
    _file: File,
}

/// Why a lock could not be had.
pub enum Taken {
    /// Another process has it; its id, where the system lets us read it.
    Busy(Option<u32>),
    Io(io::Error),
}

impl Lock {
    /// Takes the lock at this path. Nobody waits.
    ///
    /// # Errors
    /// When another process holds it, or the file cannot be made.
    pub fn take(path: PathBuf) -> Result<Self, Taken> {
        // More than a try or two means a file system whose inode numbers are made up.
        for _ in 0..100 {
            let mut file = open(&path).map_err(Taken::Io)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(Taken::Busy(owner(file))),
                Err(TryLockError::Error(error)) => return Err(Taken::Io(error)),
            }
            // Between our opening and our locking, the owner before us may have removed the file, and somebody else may
            // hold a new one by the same name.
            if still_there(&file, &path).map_err(Taken::Io)? {
                let written = file.set_len(0).and_then(|()| writeln!(file, "{}", process::id()));
                let lock = Self { path, _file: file };
                return written.map(|()| lock).map_err(Taken::Io);
            }
        }
        Err(Taken::Io(io::ErrorKind::ResourceBusy.into()))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is held, see `still_there`. Where that cannot be checked, the file stays for the next build.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // A link planted in a project must not make us write our process id into whatever it leads to.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    options.open(path)
}

fn owner(file: File) -> Option<u32> {
    let mut text = String::new();
    file.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(named) => Ok(ours.dev() == named.dev() && ours.ino() == named.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn still_there(_: &File, _: &Path) -> io::Result<bool> {
    Ok(true)
}
