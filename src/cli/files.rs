//! Files that a person will go on to edit.
//!
//! In: a path and a text. Out: a new file, or why there is none. It never overwrites a file that somebody wrote: only [`replace`] does, for
//! what the program made itself.

use super::failure::Failure;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Creates a file, with the folders above it. Fails when there is one already.
pub fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
    };
    write().map_err(|error| unwritable(path, &error))
}

/// Adds text to the end of a file, in one write.
pub fn append(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || -> io::Result<()> { OpenOptions::new().append(true).open(path)?.write_all(text.as_bytes()) };
    write().map_err(|error| unwritable(path, &error))
}

/// Puts a text in the place of what the program wrote there before: all of it, or nothing.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let beside = path.with_extension("new");
    let write = || -> io::Result<()> {
        fs::write(&beside, text)?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        // What was written beside it is of no use to anybody.
        let _ = fs::remove_file(&beside);
        unwritable(path, &error)
    })
}

/// The text of a file; `None` when there is no such file.
pub fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| {
            Failure::usage(format!("`{}` is not UTF-8", path.display())).help("save it again with the encoding UTF-8")
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::machine(format!("cannot read `{}`: {}", path.display(), reason(&error)))),
    }
}

/// That a file could not be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::usage(format!("`{}` is there already", path.display())).help("it was left as it is")
        }
        _ => Failure::machine(format!("cannot write `{}`: {}", path.display(), reason(error))),
    }
}

/// The system's reason in its own words, without the number that programmers add.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.yaml");
        create(&path, "one\n").unwrap();
        assert!(create(&path, "two\n").unwrap_err().message.contains("is there already"));
        append(&path, "three\n").unwrap();
        assert_eq!(read(&path).unwrap().unwrap(), "one\nthree\n");
        assert_eq!(read(&folder.path().join("none")).unwrap(), None);
    }

    #[test]
    fn reasons_are_words() {
        assert_eq!(reason(&io::Error::from_raw_os_error(2)), "no such file or directory");
    }
}
