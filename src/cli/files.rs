//! Files that a person will go on to edit.
//!
//! In: a path and a text. Out: a new file, or why there is none. It never overwrites a file that somebody wrote: only those do that begin
//! with `replace`: for what the program made itself, and for what it has read and was asked to change.

use super::failure::Failure;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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

/// Puts bytes in the place of what is there: all of them, or nothing. A link stays a link.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let staged = stage(path, bytes)?;
    fs::rename(&staged.beside, &staged.path).map_err(|error| unwritable(path, &error))
}

/// Puts new texts in the place of texts that were read: when each is whole on disk beside its file, and nobody has changed a file meanwhile. Then
/// nothing is left that could fail but the disk itself.
pub fn replace_all(changed: &[(PathBuf, &str, &str)]) -> Result<(), Failure> {
    for (path, old, _) in changed {
        if read(path)?.as_deref() != Some(old) {
            return Err(Failure::input(format!("`{}` was changed while it was read, so nothing was written", path.display()))
                .help("try again"));
        }
    }
    let staged: Vec<Staged> = changed.iter().map(|(path, _, new)| stage(path, new.as_bytes())).collect::<Result<_, _>>()?;
    for one in &staged {
        fs::rename(&one.beside, &one.path).map_err(|error| unwritable(&one.path, &error))?;
    }
    Ok(())
}

/// A file that is whole, beside the one whose place it will take. Dropped before, it goes.
struct Staged {
    beside: PathBuf,
    path: PathBuf,
}

impl Drop for Staged {
    fn drop(&mut self) {
        // When it has taken its place there is nothing to remove.
        let _ = fs::remove_file(&self.beside);
    }
}

fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, Failure> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Hidden files are no part of a report, so a preview does not see it.
    let staged = Staged { beside: path.with_file_name(format!(".{name}.new")), path };
    let write = || -> io::Result<()> {
        let mut file = fs::File::create(&staged.beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        match fs::metadata(&staged.path) {
            Ok(old) => file.set_permissions(old.permissions()),
            Err(_) => Ok(()),
        }
    };
    write().map_err(|error| unwritable(&staged.path, &error))?;
    Ok(staged)
}

/// The bytes of a file; `None` when there is no such file.
pub fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::machine(format!("cannot read `{}`: {}", path.display(), reason(&error)))),
    }
}

/// The text of a file; `None` when there is no such file.
pub fn read(path: &Path) -> Result<Option<String>, Failure> {
    let Some(bytes) = read_bytes(path)? else { return Ok(None) };
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| Failure::usage(format!("`{}` is not UTF-8", path.display())).help("save it again with the encoding UTF-8"))
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
