//! What Sourcebook wrote into a folder: `.sourcebook.json`.
//!
//! In: the files of a site with length and hash. Out: a list in path order, one file a line, that says which files of the
//! folder are ours. It holds no time and no machine, so the same site has the same manifest everywhere. It is never
//! believed about what a file holds: that is looked up in the file.

use super::Refusal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// The name of the manifest, in the output folder itself.
pub(super) const NAME: &str = ".sourcebook.json";
const FORMAT: u32 = 1;
const GENERATOR: &str = concat!("Sourcebook ", env!("CARGO_PKG_VERSION"));

/// One file of a site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// From the output folder, with `/`: `countries/rwanda/index.html`.
    pub path: String,
    pub bytes: u64,
    /// xxh3, 128 bit.
    pub hash: u128,
}

/// The files of a site in path order. The default is that of a folder in which nothing is ours.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) struct Manifest {
    generator: String,
    files: Vec<Entry>,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

#[derive(Deserialize)]
struct Document<'a> {
    generator: String,
    #[serde(borrow)]
    files: Vec<Line<'a>>,
}

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    path: Cow<'a, str>,
    bytes: u64,
    hash: Cow<'a, str>,
}

impl Manifest {
    /// The manifest of these files, which are in path order.
    pub(super) fn new(files: Vec<Entry>) -> Self {
        Self { generator: GENERATOR.to_owned(), files }
    }

    /// The manifest of the site in `out`, `None` when there is none.
    pub(super) fn read(out: &Path) -> Result<Option<Self>, Refusal> {
        let path = out.join(NAME);
        let refused = |reason: String| Refusal::Manifest { out: out.to_owned(), reason };
        match fs::symlink_metadata(&path) {
            Ok(found) if !found.is_file() => return Err(refused(format!("`{NAME}` is not a file"))),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Refusal::Io { path, error }),
        }
        let text = fs::read(&path).map_err(|error| Refusal::Io { path, error })?;
        Self::parse(&text).map(Some).map_err(refused)
    }

    fn parse(text: &[u8]) -> Result<Self, String> {
        let head: Head = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if head.format != FORMAT {
            return Err(format!("it has format {}, and this version of Sourcebook knows format {FORMAT}", head.format));
        }
        let document: Document<'_> = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        let entry = |line: Line<'_>| {
            // A manifest may come from anywhere, and what it lists may be deleted.
            if !may_be_ours(&line.path) {
                return Err(format!("`{}` is no path of a site", line.path));
            }
            let hash = u128::from_str_radix(&line.hash, 16).map_err(|_| format!("`{}` is no hash", line.hash))?;
            Ok(Entry { path: line.path.into_owned(), bytes: line.bytes, hash })
        };
        let files: Vec<Entry> = document.files.into_iter().map(entry).collect::<Result<_, _>>()?;
        if !files.is_sorted_by(|one, next| one.path < next.path) {
            return Err("its lines are not in order".to_owned());
        }
        Ok(Self { generator: document.generator, files })
    }

    /// Writes it into `site` and waits until it is on the disk: a manifest that a power cut emptied would make the folder
    /// a stranger's.
    pub(super) fn write(&self, site: &Path) -> io::Result<()> {
        let mut file = File::create_new(site.join(NAME))?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()
    }

    fn text(&self) -> String {
        let mut text = format!("{{\n\"format\": {FORMAT},\n\"generator\": {},\n\"files\": [", json(&self.generator));
        for (number, Entry { path, bytes, hash }) in self.files.iter().enumerate() {
            let line = Line { path: path.into(), bytes: *bytes, hash: format!("{hash:032x}").into() };
            let comma = if number == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n{}", json(&line));
        }
        text.push_str("\n]\n}\n");
        text
    }

    pub(super) fn files(&self) -> &[Entry] {
        &self.files
    }

    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        self.files.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok().map(|at| &self.files[at])
    }

    /// Whether the file at this path on disk, relative to the output folder, is in the list.
    pub(super) fn lists(&self, path: &Path) -> bool {
        match path.to_str() {
            Some(path) if cfg!(windows) => self.get(&path.replace('\\', "/")).is_some(),
            Some(path) => self.get(path).is_some(),
            None => false,
        }
    }

    /// The folders that exist because files of the list lie in them.
    pub(super) fn folders(&self) -> HashSet<&Path> {
        let mut folders = HashSet::new();
        for entry in &self.files {
            let above = Path::new(&entry.path).ancestors().skip(1);
            for folder in above.take_while(|folder| !folder.as_os_str().is_empty()) {
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        folders
    }
}

/// Whether a path can be one that we write: relative, below the output folder, and not the manifest's own.
pub fn may_be_ours(path: &str) -> bool {
    let clean =
        |part: &str| !part.is_empty() && !part.contains(if cfg!(windows) { &['\\', ':', '\0'][..] } else { &['\\', '\0'] });
    path != NAME
        && path.split('/').all(clean)
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
        && !path.split('/').any(|part| part == ".")
}

/// Whether the file at `path` holds the bytes of `entry`.
///
/// The bytes are read and hashed. Length and time would be quicker, and wrong after a hand edit that keeps both or a
/// power cut that left a page empty; a page that is read is in memory already, and ten thousand take a tenth of a second.
pub(super) fn holds(path: &Path, entry: &Entry) -> bool {
    let right_length = fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == entry.bytes);
    right_length && File::open(path).and_then(hash).is_ok_and(|hash| hash == entry.hash)
}

/// The hash of all that `file` has to give.
pub(super) fn hash(mut file: impl io::Read) -> io::Result<u128> {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    let mut buffer = [0; 16 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hasher.digest128()),
            Ok(read) => hasher.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn json(value: &impl Serialize) -> String {
    // Strings and numbers always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

/// A path of the list as a path on disk.
pub(super) fn on_disk(path: &str) -> PathBuf {
    path.split('/').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> Entry {
        Entry { path: path.to_owned(), bytes: 5, hash: 0xabc }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), None);
        let manifest = Manifest::new(vec![entry("a/b \"c\"/index.html"), entry("é.xml")]);
        manifest.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap().unwrap(), manifest);
        let text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert!(text.contains("\n{\"path\":\"é.xml\",\"bytes\":5,\"hash\":\"00000000000000000000000000000abc\"}\n"), "{text}");
        assert_eq!(Manifest::parse(Manifest::new(Vec::new()).text().as_bytes()).unwrap().files, []);
    }

    #[test]
    fn a_manifest_that_lies_is_refused() {
        let with = |path: &str| Manifest::new(vec![entry(path)]).text();
        for path in ["../a", "/etc/passwd", "a/../../b", "", "a//b", "./a", "a/./b", "a\\b", NAME, "a/"] {
            assert!(Manifest::parse(with(path).as_bytes()).is_err(), "{path}");
        }
        let ok = with("a");
        assert!(Manifest::parse(ok.as_bytes()).is_ok());
        assert!(Manifest::parse(ok.replace("\"format\": 1", "\"format\": 2").as_bytes()).unwrap_err().contains("format 2"));
        assert!(Manifest::parse(ok.replace("0abc", "0xyz").as_bytes()).is_err());
        assert!(Manifest::parse(&ok.as_bytes()[..ok.len() - 4]).is_err());
        assert!(Manifest::parse(b"").is_err());
        assert!(Manifest::parse(Manifest::new(vec![entry("b"), entry("a")]).text().as_bytes()).is_err());
    }

    #[test]
    fn folders_are_those_with_our_files_in_them() {
        let manifest = Manifest::new(vec![entry("a/b/c"), entry("a/d"), entry("e")]);
        assert_eq!(manifest.folders(), HashSet::from([Path::new("a"), Path::new("a/b")]));
        assert!(manifest.lists(Path::new("a/d")) && !manifest.lists(Path::new("a")));
    }
}
