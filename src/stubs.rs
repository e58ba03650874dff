//! Stand-ins for the parts that are being written elsewhere, with their signatures.
//!
//! In: what the real parts take. Out: just enough of what they give to drive the command line in tests. To be deleted when the
//! parts are merged: then `crate::stubs::` becomes `crate::` in `src/cli/`. It never makes a page that anybody should read.

/// `src/load`
pub mod load {
    use crate::text::{Content, Tree};
    use std::collections::BTreeSet;
    use std::io;
    use std::path::{Path, PathBuf};

    pub fn load(root: &Path) -> io::Result<Tree> {
        let mut tree = Tree::new();
        read(&mut tree, root)?;
        Ok(tree)
    }

    pub fn reload(tree: &mut Tree, root: &Path) -> bool {
        read(tree, root).is_ok_and(|changed| changed)
    }

    pub fn refresh(tree: &mut Tree, root: &Path, _paths: &BTreeSet<PathBuf>) -> bool {
        reload(tree, root)
    }

    fn read(tree: &mut Tree, root: &Path) -> io::Result<bool> {
        let mut changed = false;
        for entry in walkdir::WalkDir::new(root.join("content")).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            if entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
                let content = match std::fs::read_to_string(entry.path()) {
                    Ok(text) if !path.starts_with("content/media/") => Content::Text(text.into()),
                    Ok(_) | Err(_) => Content::Media { bytes: entry.metadata()?.len(), fingerprint: 0, size: None },
                };
                changed |= tree.put(&path, content);
            }
        }
        Ok(changed)
    }
}

/// `src/publish`
pub mod publish {
    use std::fmt;
    use std::fs;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    #[derive(Clone, Default, Debug)]
    pub struct Options {
        pub force: bool,
    }

    /// Why nothing can be published there.
    #[derive(Debug)]
    pub enum Refusal {
        Foreign(PathBuf),
        Io { path: PathBuf, error: io::Error },
    }

    impl Refusal {
        pub fn advice(&self) -> &'static str {
            match self {
                Self::Foreign(_) => "choose another folder with `--output-dir`, or add `--force`",
                Self::Io { .. } => "look at its permissions",
            }
        }
    }

    #[derive(Debug)]
    pub struct Staging {
        out: PathBuf,
        files: Mutex<Vec<(PathBuf, Vec<u8>)>>,
    }

    #[derive(Clone, Default, Debug)]
    pub struct Published {
        pub files: usize,
        pub written: usize,
        pub unchanged: usize,
        pub removed: usize,
        pub bytes: u64,
        /// The rest of the old site, if it could not be removed.
        pub leftover: Option<PathBuf>,
    }

    impl fmt::Display for Refusal {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Self::Foreign(out) => write!(f, "`{}` is not empty, and Sourcebook did not make it", out.display()),
                Self::Io { path, error } => write!(f, "`{}`: {error}", path.display()),
            }
        }
    }

    const MARK: &str = ".sourcebook";

    fn guard(out: &Path) -> Result<(), Refusal> {
        let is_foreign = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) && !out.join(MARK).exists();
        if is_foreign { Err(Refusal::Foreign(out.to_owned())) } else { Ok(()) }
    }

    impl Staging {
        pub fn begin(out: &Path, _root: &Path, options: &Options) -> Result<Self, Refusal> {
            if !options.force {
                guard(out)?;
            }
            Ok(Self { out: out.to_owned(), files: Mutex::new(Vec::new()) })
        }

        pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
            if let Ok(mut files) = self.files.lock() {
                files.push((self.out.join(path), bytes.to_vec()));
            }
            Ok(())
        }

        pub fn copy(&self, path: &str, from: &Path, _fingerprint: u128) -> io::Result<()> {
            self.write(path, &fs::read(from)?)
        }

        pub fn commit(self) -> io::Result<Published> {
            let files = self.files.into_inner().unwrap_or_default();
            let mut published = Published { files: files.len(), ..Published::default() };
            fs::create_dir_all(&self.out)?;
            fs::write(self.out.join(MARK), "")?;
            for (path, bytes) in files {
                published.bytes += bytes.len() as u64;
                if fs::read(&path).is_ok_and(|old| old == bytes) {
                    published.unchanged += 1;
                    continue;
                }
                published.written += 1;
                fs::create_dir_all(path.parent().unwrap_or(&path))?;
                fs::write(path, bytes)?;
            }
            Ok(published)
        }
    }

    /// Removes what was published into `out`. Answers how many files went.
    pub fn clean(out: &Path, _root: &Path) -> Result<usize, Refusal> {
        if !out.exists() {
            return Ok(0);
        }
        guard(out)?;
        let files = walkdir::WalkDir::new(out).into_iter().flatten().filter(|entry| entry.file_type().is_file()).count();
        fs::remove_dir_all(out).map_err(|error| Refusal::Io { path: out.to_owned(), error })?;
        Ok(files.saturating_sub(1))
    }
}
