//! Planted faults: one edit of the real report at a time, each a mistake that an editor could make, and what must be said of it.
//!
//! In: `tests/planted/*.txt`, blocks of `key: value` lines, and the report in `content/`. A block has `file`, `find` (a text that stands
//! in the file once), `put` (what is written instead; `\n` is a line end), `code`, and, where the finding is not on the first line that the edit
//! changes, `at` (a text on the line of it, in the file after the edit) or `in` (another file, with `at`). `now` is the day of the build. A block with `missed` is a
//! fault that is known not to be caught, with the reason; it fails when it is. Out: every fault that was not caught at its line, and the share that is. It never
//! counts a fault as caught because something else was found.

use crate::content::{options, tree};
use crate::support::{files_below, shown};
use rayon::prelude::*;
use sourcebook::diagnose::locate;
use sourcebook::model::Moment;
use sourcebook::pipeline::{self, Memo, Options};
use sourcebook::text::{Content, Tree};
use std::collections::BTreeMap;
use std::fs;

/// One mistake.
struct Fault {
    /// `records.txt, 12`: where the block begins.
    place: String,
    keys: BTreeMap<String, String>,
}

#[test]
fn every_planted_fault_is_caught_at_its_line() {
    let faults = faults();
    let report = tree();
    let (wanted, known): (Vec<Fault>, Vec<Fault>) = faults.into_iter().partition(|fault| !fault.keys.contains_key("missed"));
    let missed: Vec<String> = wanted.par_iter().filter_map(|fault| fault.missed(&report)).collect();
    let caught = wanted.len() - missed.len();
    assert!(missed.is_empty(), "{}\n\ncaught {caught} of {}", missed.join("\n\n"), wanted.len() + known.len());
    assert!(wanted.len() >= 100, "only {} faults are planted", wanted.len());
    let caught: Vec<&str> =
        known.iter().filter(|fault| fault.missed(&report).is_none()).map(|fault| fault.place.as_str()).collect();
    assert!(caught.is_empty(), "caught by now, so take `missed` out: {}", caught.join(", "));
}

fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for path in files_below("tests/planted", "txt") {
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let mut keys = BTreeMap::new();
        let mut begins = 0;
        for (number, line) in text.lines().chain([""]).enumerate() {
            if line.is_empty() {
                if !keys.is_empty() {
                    faults.push(Fault { place: format!("{}, line {begins}", shown(&path)), keys: std::mem::take(&mut keys) });
                }
            } else if !line.starts_with('#') {
                begins = if keys.is_empty() { number + 1 } else { begins };
                let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{}: {line}", shown(&path)));
                keys.insert(key.to_owned(), value.replace("\\n", "\n"));
            }
        }
    }
    faults
}

impl Fault {
    fn get(&self, key: &str) -> &str {
        self.keys.get(key).unwrap_or_else(|| panic!("{} has no `{key}`", self.place))
    }

    /// What went wrong, if the fault was not caught.
    fn missed(&self, report: &Tree) -> Option<String> {
        let (path, find, put) = (self.get("file"), self.get("find"), self.keys.get("put").map_or("", String::as_str));
        let file = report.get(path).unwrap_or_else(|| panic!("{}: there is no {path}", self.place));
        let count = file.text().matches(find).count();
        if count != 1 {
            return Some(format!("{}: `{find}` stands {count} times in {path}", self.place));
        }
        let edited = file.text().replacen(find, put, 1);
        let mut tree = tree();
        tree.put(path, Content::Text(edited.clone().into()));
        let elsewhere = self.keys.get("in").map_or(path, String::as_str);
        let text = if elsewhere == path { edited.as_str() } else { report.get(elsewhere).unwrap().text() };
        let same = find.bytes().zip(put.bytes()).take_while(|(a, b)| a == b).count();
        let at = match self.keys.get("at") {
            Some(at) => match text.find(at.as_str()) {
                Some(at) => at,
                None => return Some(format!("{}: no `{at}` in {elsewhere}", self.place)),
            },
            None => file.text().find(find).unwrap() + same,
        };
        let line = text[..at].matches('\n').count() + 1;
        let now = self.keys.get("now").and_then(|day| Moment::read_or_day(day));
        let found = pipeline::run(&tree, &Options { now, ..options() }, &mut Memo::default()).diagnostics;
        let code = self.get("code");
        let all: Vec<String> = found
            .iter()
            .map(|one| locate(one, &tree))
            .map(|one| format!("{}:{} {}", one.file.as_deref().unwrap_or("-"), one.line.unwrap_or(0), one.code))
            .collect();
        let wanted = format!("{elsewhere}:{line} {code}");
        (!all.contains(&wanted)).then(|| format!("{}: wanted {wanted}\n  found {}", self.place, all.join(", ")))
    }
}
