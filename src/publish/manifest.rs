//! What Sourcebook wrote into a folder: `.sourcebook.json`.
//!
//! In: the files of a site with length and hash. Out: a list in path order, one file a line, that says which files of the
//! folder are ours, and what they were made of. It holds no time and no machine, so the same report has the same manifest
//! everywhere. It is never believed about what a file holds: that is looked up in the file.

use super::Refusal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

/// The name of the manifest, in the output folder itself.
pub(super) const NAME: &str = ".sourcebook.json";
const FORMAT: u32 = 1;
/// More machines than any host of workflows starts for one.
const MOST_PARTS: usize = 256;
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

/// What a site was made of, for who would make it again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Made {
    /// The hash of everything that the site follows from: files, options, the day, the program.
    pub inputs: u128,
    /// How many pages people can read in it.
    pub pages: usize,
    /// Which part of the site this is, when it is not the whole.
    pub part: Option<Part>,
    /// Whether there is nothing to tell of it: no finding, and nothing that is held back until some hour. Then to compare the inputs is enough; else
    /// the report has to be read and checked before it is known that no page has to be made.
    pub settled: bool,
}

/// One part of a site that is made in several, perhaps on several machines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Part {
    /// From 1.
    pub number: usize,
    pub of: usize,
}

/// The files of a site in path order. The default is that of a folder in which nothing is ours.
#[derive(Default, PartialEq, Eq, Debug)]
pub(super) struct Manifest {
    generator: String,
    made: Option<Made>,
    files: Vec<Entry>,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

#[derive(Deserialize)]
struct Document<'a> {
    generator: String,
    #[serde(default)]
    made: Option<MadeLine<'a>>,
    #[serde(borrow)]
    files: Vec<Line<'a>>,
}

#[derive(Serialize, Deserialize)]
struct MadeLine<'a> {
    inputs: Cow<'a, str>,
    pages: usize,
    /// `3/16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<Cow<'a, str>>,
    #[serde(default = "settled", skip_serializing_if = "Clone::clone")]
    settled: bool,
}

#[derive(Serialize, Deserialize)]
struct Line<'a> {
    path: Cow<'a, str>,
    bytes: u64,
    hash: Cow<'a, str>,
}

fn settled() -> bool {
    true
}

impl Manifest {
    /// The manifest of these files, which are in path order.
    pub(super) fn new(made: Option<Made>, files: Vec<Entry>) -> Self {
        Self { generator: GENERATOR.to_owned(), made, files }
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
        // Whoever cannot be understood here is asked for nothing: the site is made again.
        let made = document.made.and_then(|line| {
            let part = match line.part {
                Some(part) => Some(part.parse().ok()?),
                None => None,
            };
            Some(Made { inputs: u128::from_str_radix(&line.inputs, 16).ok()?, pages: line.pages, part, settled: line.settled })
        });
        Ok(Self { generator: document.generator, made, files })
    }

    /// Writes it into `site` and waits until it is on the disk: a manifest that a power cut emptied would make the folder
    /// a stranger's.
    pub(super) fn write(&self, site: &Path) -> io::Result<()> {
        let mut file = File::create_new(site.join(NAME))?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()
    }

    fn text(&self) -> String {
        let mut text = format!("{{\n\"format\": {FORMAT},\n\"generator\": {},\n", json(&self.generator));
        if let Some(made) = &self.made {
            let (inputs, part) = (format!("{:032x}", made.inputs).into(), made.part.map(|part| part.to_string().into()));
            let _ = writeln!(text, "\"made\": {},", json(&MadeLine { inputs, pages: made.pages, part, settled: made.settled }));
        }
        text.push_str("\"files\": [");
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

    pub(super) fn made(&self) -> Option<Made> {
        self.made
    }

    /// Whether both are of the same files, whatever these were made of.
    pub(super) fn is_of_same_site(&self, other: &Self) -> bool {
        self.generator == other.generator && self.files == other.files
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

impl FromStr for Part {
    type Err = String;

    /// `3/16`: the third of sixteen.
    fn from_str(text: &str) -> Result<Self, String> {
        let read = || {
            let (number, of) = text.split_once('/')?;
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        };
        let valid = |part: &Self| (1..=part.of).contains(&part.number) && part.of <= MOST_PARTS;
        read().filter(valid).ok_or_else(|| format!("write which part of how many, `3/16`; there can be {MOST_PARTS} at most"))
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
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
#[must_use]
pub fn on_disk(path: &str) -> PathBuf {
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
        let manifest = Manifest::new(None, vec![entry("a/b \"c\"/index.html"), entry("é.xml")]);
        manifest.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap().unwrap(), manifest);
        let text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert!(text.contains("\n{\"path\":\"é.xml\",\"bytes\":5,\"hash\":\"00000000000000000000000000000abc\"}\n"), "{text}");
        assert_eq!(Manifest::parse(Manifest::new(None, Vec::new()).text().as_bytes()).unwrap().files, []);
    }

    #[test]
    fn what_a_site_was_made_of_is_written_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        for (part, settled) in [(None, true), (Some(Part { number: 3, of: 16 }), true), (Some(Part { number: 3, of: 16 }), false)]
        {
            let manifest = Manifest::new(Some(Made { inputs: 0xabc, pages: 7, part, settled }), vec![entry("a")]);
            assert_eq!(Manifest::parse(manifest.text().as_bytes()).unwrap(), manifest, "{}", manifest.text());
        }
        let whole = Manifest::new(Some(Made { inputs: 0xabc, pages: 7, part: None, settled: true }), Vec::new());
        // One that is not understood is none, and no reason to refuse the folder.
        let odd = whole.text().replace("0abc", "0xyz");
        assert_eq!(Manifest::parse(odd.as_bytes()).unwrap().made(), None);
        whole.write(folder.path()).unwrap();
        assert!(whole.is_of_same_site(&Manifest::new(None, Vec::new())));
    }

    #[test]
    fn parts_are_counted_from_one() {
        for text in ["0/3", "4/3", "1/0", "1", "1/", "/2", "a/b", "-1/3", "1/3/5", "1/257", ""] {
            assert!(text.parse::<Part>().is_err(), "{text}");
        }
        assert_eq!("3/16".parse::<Part>().unwrap(), Part { number: 3, of: 16 });
        assert_eq!("1/1".parse::<Part>().unwrap().to_string(), "1/1");
    }

    #[test]
    fn a_manifest_that_lies_is_refused() {
        let with = |path: &str| Manifest::new(None, vec![entry(path)]).text();
        for path in ["../a", "/etc/passwd", "a/../../b", "", "a//b", "./a", "a/./b", "a\\b", NAME, "a/"] {
            assert!(Manifest::parse(with(path).as_bytes()).is_err(), "{path}");
        }
        let ok = with("a");
        assert!(Manifest::parse(ok.as_bytes()).is_ok());
        assert!(Manifest::parse(ok.replace("\"format\": 1", "\"format\": 2").as_bytes()).unwrap_err().contains("format 2"));
        assert!(Manifest::parse(ok.replace("0abc", "0xyz").as_bytes()).is_err());
        assert!(Manifest::parse(&ok.as_bytes()[..ok.len() - 4]).is_err());
        assert!(Manifest::parse(b"").is_err());
        assert!(Manifest::parse(Manifest::new(None, vec![entry("b"), entry("a")]).text().as_bytes()).is_err());
    }

    #[test]
    fn folders_are_those_with_our_files_in_them() {
        let manifest = Manifest::new(None, vec![entry("a/b/c"), entry("a/d"), entry("e")]);
        assert_eq!(manifest.folders(), HashSet::from([Path::new("a"), Path::new("a/b")]));
        assert!(manifest.lists(Path::new("a/d")) && !manifest.lists(Path::new("a")));
    }
}
