//! What the target holds of ours, as written down there: `.sourcebook/deployed.json`.
//!
//! In: what was sent and deleted. Out: a list in the order of paths. A file has its mark only once it is known to be there whole: before it is
//! sent, it is listed without. So the list never claims what is not there, and never forgets what may be. It holds no time, no machine and no secret.

use super::item::Item;
use super::may_be_ours;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where we write at the target besides the site.
pub(super) const FOLDER: &str = ".sourcebook/";
/// The record itself.
pub(super) const NAME: &str = ".sourcebook/deployed.json";
/// Held while a folder is deployed to.
pub(super) const LOCK: &str = ".sourcebook/lock";

const FORMAT: u32 = 1;
const GENERATOR: &str = concat!("Sourcebook ", env!("CARGO_PKG_VERSION"));

/// The files at the target that are ours.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Record {
    /// Counts while a deploy is at work, so that others can tell a deploy from one that was broken off.
    pub running: Option<u64>,
    files: BTreeMap<String, Sent>,
}

/// A file at the target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sent {
    pub bytes: u64,
    /// As [`Item::mark`]; none while nobody knows what is there.
    pub mark: Option<u128>,
    /// The day, counted from 1970-01-01, on which it was found to be no longer part of the site.
    pub left: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct Document {
    format: u32,
    generator: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    running: Option<u64>,
    files: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    path: String,
    bytes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mark: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left: Option<i32>,
}

impl Record {
    /// Reads a record. A path in it may be deleted, so each must be one that we could have written.
    pub fn parse(text: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let head: Head = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if head.format != FORMAT {
            return Err(format!("it has format {}, and this version of Sourcebook knows format {FORMAT}", head.format));
        }
        let document: Document = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        let sent = |line: Line| {
            if !may_be_ours(&line.path) {
                return Err(format!("`{}` is no path of a site", line.path));
            }
            let mark = line.mark.map(|mark| u128::from_str_radix(&mark, 16)).transpose();
            let mark = mark.map_err(|_| format!("the mark of `{}` is none", line.path))?;
            Ok((line.path, Sent { bytes: line.bytes, mark, left: line.left }))
        };
        let files = document.files.into_iter().map(sent).collect::<Result<_, _>>()?;
        Ok(Self { running: document.running, files })
    }

    pub fn text(&self) -> Vec<u8> {
        let line = |(path, sent): (&String, &Sent)| {
            let mark = sent.mark.map(|mark| format!("{mark:032x}"));
            Line { path: path.clone(), bytes: sent.bytes, mark, left: sent.left }
        };
        let files = self.files.iter().map(line).collect();
        let document = Document { format: FORMAT, generator: GENERATOR.to_owned(), running: self.running, files };
        // Strings and numbers always have a JSON form.
        serde_json::to_vec(&document).unwrap_or_default()
    }

    /// In the order of paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &Sent)> {
        self.files.iter().map(|(path, sent)| (path.as_str(), sent))
    }

    pub fn get(&self, path: &str) -> Option<&Sent> {
        self.files.get(path)
    }

    /// Whether the file was about to be sent when a deploy was broken off.
    pub fn is_unsure(&self, path: &str) -> bool {
        self.get(path).is_some_and(|sent| sent.mark.is_none())
    }

    /// The file is about to be sent: from now on nobody knows what is there.
    pub fn announce(&mut self, item: &Item<'_>) {
        self.files.insert(item.path().to_owned(), Sent { bytes: item.entry.bytes, mark: None, left: None });
    }

    /// The file is there.
    pub fn put(&mut self, item: &Item<'_>) {
        self.files.insert(item.path().to_owned(), Sent { bytes: item.entry.bytes, mark: Some(item.mark), left: None });
    }

    /// The file is no longer part of the site, and stays for a while.
    pub fn leave(&mut self, path: &str, today: i32) {
        if let Some(sent) = self.files.get_mut(path) {
            sent.left.get_or_insert(today);
        }
    }

    /// The file is gone.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::Entry;

    #[test]
    fn what_is_written_is_read_again() {
        let entries = ["a/é \"b\".html", "assets/a.0123456789abcdef.css", "new.html"].map(|path| Entry {
            path: path.to_owned(),
            bytes: 5,
            hash: 7,
        });
        let items = entries.each_ref().map(Item::new);
        let mut record = Record { running: Some(3), ..Record::default() };
        record.put(&items[0]);
        record.put(&items[1]);
        record.leave(items[1].path(), 20_000);
        record.leave(items[1].path(), 20_001);
        record.announce(&items[2]);
        assert_eq!(Record::parse(&record.text()).as_ref(), Ok(&record));
        assert_eq!(record.get(items[1].path()).and_then(|sent| sent.left), Some(20_000), "the first day counts");
        assert!(record.is_unsure("new.html") && !record.is_unsure(items[0].path()) && !record.is_unsure("none"));
        assert_eq!(Record::parse(&Record::default().text()), Ok(Record::default()));
    }

    #[test]
    fn a_record_that_lies_is_refused() {
        let with = |path: &str| format!("{{\"format\":1,\"generator\":\"\",\"files\":[{{\"path\":\"{path}\",\"bytes\":1}}]}}");
        assert!(Record::parse(with("a").as_bytes()).is_ok());
        for path in ["../a", "/a", "a/../b", "", "a//b", NAME, LOCK, ".sourcebook.json"] {
            assert!(Record::parse(with(path).as_bytes()).is_err(), "{path}");
        }
        for text in ["", "{}", "[]", "{\"format\":2,\"files\":[]}"] {
            assert!(Record::parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
