//! Why a folder is not written to, in words for whoever asked.
//!
//! In: what was found. Out: a sentence, and what to do about it. It never decides.

use std::path::PathBuf;
use std::{error, fmt, io};

/// Why nothing is written to an output folder.
#[derive(Debug)]
pub enum Refusal {
    /// It holds files, and Sourcebook did not make it.
    Foreign(PathBuf),
    /// It is ours, but its manifest cannot be read, so nobody can tell which of its files are.
    Manifest { out: PathBuf, reason: String },
    /// It is the project folder or a folder around it.
    Project(PathBuf),
    /// It is a folder of input, lies in one, or lies around one.
    Input { out: PathBuf, folder: &'static str },
    /// It is a symbolic link.
    Link(PathBuf),
    /// It is not a folder.
    File(PathBuf),
    /// Another file system is mounted there, so it cannot be replaced in one step.
    Mount(PathBuf),
    /// Another build is writing it.
    Busy { out: PathBuf, process: Option<u32> },
    /// The system said no.
    Io { path: PathBuf, error: io::Error },
}

impl Refusal {
    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Foreign(_) => {
                "choose another folder with `--output-dir`, or add `--force` to publish into this one and keep the files that are there"
            }
            Self::Manifest { .. } => {
                "empty the folder, or add `--force` to publish into it and keep the files that are there, pages of old builds included"
            }
            Self::Project(_) | Self::Input { .. } => "choose a folder of its own with `--output-dir`, such as `public`",
            Self::Link(_) => "give the folder that the link leads to",
            Self::File(_) => "choose another name with `--output-dir`, or move the file away",
            Self::Mount(_) => "choose a folder inside it with `--output-dir`",
            Self::Busy { .. } => "wait until it has finished, then build again",
            Self::Io { .. } => {
                "the site is written beside the old one and then put in its place, so the folder around it must be writable too"
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(out) => write!(f, "`{}` is not empty, and Sourcebook did not make it", out.display()),
            Self::Manifest { out, reason } => {
                write!(f, "`{}` was made by Sourcebook, but its list of files cannot be read: {reason}", out.display())
            }
            Self::Project(out) => write!(f, "`{}` holds the project itself", out.display()),
            Self::Input { out, folder } => write!(f, "`{}` and the input in `{folder}/` would be mixed", out.display()),
            Self::Link(out) => write!(f, "`{}` is a symbolic link", out.display()),
            Self::File(out) => write!(f, "`{}` is not a folder", out.display()),
            Self::Mount(out) => {
                write!(f, "`{}` is where a file system is mounted, and cannot be replaced in one step", out.display())
            }
            Self::Busy { out, process: Some(process) } => {
                write!(f, "`{}` is being written by another build, process {process}", out.display())
            }
            Self::Busy { out, process: None } => write!(f, "`{}` is being written by another build", out.display()),
            Self::Io { path, error } => write!(f, "`{}`: {error}", path.display()),
        }
    }
}

impl error::Error for Refusal {}
