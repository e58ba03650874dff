//! Mistakes are pictures: for every code of the manual a file `tests/mistakes/<code>.txt` that shows what an editor writes and what the
//! screen then says.
//!
//! A picture begins with a sentence about the mistake. `//=` begins a case, `//-` a file of it, and after `//- expect` comes the whole
//! screen, every finding of the run in its order, compared letter by letter. A picture never leaves out a finding that the run gave.

use crate::support::bless::{blessing, difference};
use crate::support::fixture::Fixture;
use crate::support::report::run_filled;
use crate::support::{files_below, shown};
use rayon::prelude::*;
use sourcebook::diagnose::Code;
use std::collections::BTreeSet;
use std::fs;

/// A file of `tests/mistakes/`.
struct Picture {
    code: String,
    about: String,
    cases: Vec<Case>,
}

/// One face of a mistake.
struct Case {
    title: String,
    fixture: String,
    expected: String,
}

const EXPECT: &str = "//- expect";

#[test]
fn every_mistake_looks_as_pictured() {
    let failures: Vec<String> = files_below("tests/mistakes", "txt")
        .par_iter()
        .filter(|path| cfg!(feature = "cards") || !path.ends_with("missing-glyph.txt"))
        .filter(|path| !cfg!(feature = "full-text") || !path.ends_with("no-full-text.txt"))
        .filter(|path| !cfg!(feature = "brotli") || !path.ends_with("no-brotli.txt"))
        .flat_map_iter(|path| {
            let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
            let picture = Picture::read(path.file_stem().unwrap().to_str().unwrap(), &text);
            let made: Vec<String> = picture.cases.iter().map(screen_of).collect();
            if blessing() {
                fs::write(path, picture.written(&made)).unwrap();
            }
            let compared = picture.cases.iter().zip(&made);
            compared.filter_map(|(case, made)| fault_of(&picture.code, case, made)).collect::<Vec<_>>()
        })
        .collect();
    assert!(failures.is_empty(), "{}\n\n{} of the pictures are not true", failures.join("\n\n"), failures.len());
}

#[test]
fn every_code_has_a_picture_and_every_picture_a_code() {
    let pictures: BTreeSet<String> = files_below("tests/mistakes", "")
        .iter()
        .map(|path| shown(path).trim_start_matches("tests/mistakes/").to_owned())
        .collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| format!("{}.txt", code.name())).collect();
    let missing: Vec<&String> = codes.difference(&pictures).collect();
    let surplus: Vec<&String> = pictures.difference(&codes).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "without a picture: {missing:?}; without a code: {surplus:?}");
}

fn screen_of(case: &Case) -> String {
    run_filled(Fixture::read(&case.fixture)).screens()
}

/// What is wrong with a case: it does not show its code, or the screen is another one.
fn fault_of(code: &str, case: &Case, made: &str) -> Option<String> {
    let title = format!("tests/mistakes/{code}.txt, “{}”", case.title);
    let shows =
        made.lines().any(|line| line.starts_with(&format!("error[{code}]")) || line.starts_with(&format!("warning[{code}]")));
    if !shows {
        return Some(format!("{title} does not show its code:\n{made}"));
    }
    if made != case.expected && !blessing() {
        return Some(format!("{title}:\n{}", difference(&case.expected, made)));
    }
    None
}

impl Picture {
    /// Reads a picture. A mistake in it is a mistake of the test, and panics.
    fn read(code: &str, text: &str) -> Self {
        let mut parts = text.split("//= ");
        let about = parts.next().unwrap_or("").trim().to_owned();
        assert!(!about.is_empty(), "{code}.txt begins with a sentence about the mistake");
        let cases: Vec<Case> = parts.map(Case::read).collect();
        assert!(!cases.is_empty(), "{code}.txt has a case");
        Self { code: code.to_owned(), about, cases }
    }

    /// The picture with what the screens say now.
    fn written(&self, made: &[String]) -> String {
        let cases = self.cases.iter().zip(made);
        let cases = cases.map(|(case, made)| format!("//= {}\n{}{EXPECT}\n{made}\n", case.title, case.fixture));
        format!("{}\n\n{}", self.about, cases.collect::<Vec<_>>().join("\n"))
    }
}

impl Case {
    fn read(text: &str) -> Self {
        let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
        let (fixture, expected) = rest.split_once(&format!("{EXPECT}\n")).unwrap_or((rest, ""));
        Self {
            title: title.trim().to_owned(),
            fixture: format!("{}\n", fixture.trim_end()),
            expected: expected.trim_end().to_owned(),
        }
    }
}

#[test]
fn a_picture_that_lies_is_found() {
    let text = "About.\n\n//= one\n//- content/countries/rwanda.yaml\ncode: RW\nreview_by: May\n//- expect\nerror[bad-date]: other words\n";
    let picture = Picture::read("bad-date", text);
    let made = screen_of(&picture.cases[0]);
    assert!(made.starts_with("error[bad-date]"), "{made}");
    if !blessing() {
        assert!(fault_of("bad-date", &picture.cases[0], &made).unwrap().contains("- error[bad-date]: other words"));
    }
    assert!(fault_of("bad-url", &picture.cases[0], &made).unwrap().contains("does not show its code"));
}
