//! Reports in memory.
//!
//! In: a fixture. Out: [`Made`]: diagnostics, and every page and file that the edition has. What a fixture leaves out is filled in with a
//! small report, so that a fixture shows only what its test is about. It never reads a disk.

use super::fixture::Fixture;
use sourcebook::diagnose::{Diagnostics, Look, screen};
use sourcebook::model::Date;
use sourcebook::parse::FromScalar;
use sourcebook::pipeline::{self, Memo, Options};
use sourcebook::render::{Edition, Rendered};
use sourcebook::text::{Content, Tree};
use std::collections::BTreeMap;

/// `content/site.yaml`, where a fixture has none. It is silent about sources that nothing rests on, because the small report
/// below has two of them for fixtures to use, about sentences without one, and about their dates, because most fixtures are about something else.
const SITE: &str = "\
title: A report
description: What is known about it.
map: {worldview: un}
rules: {unused-source: off, uncited: off, older-source: off}
";

/// `content/program.yaml`, where a fixture has none.
const PROGRAM: &str = "\
title: The program
question: Who takes part?
since: 2025-01-20
axes:
  stage: {label: Stage, states: {asked: Asked, agreed: Agreed, ended: Ended}}
  transfers: {label: Transfers, states: {active: Active, suspended: Suspended}}
kinds:
  request: {label: Request, sets: {stage: asked}}
  agreement: {label: Agreement, sets: {stage: agreed}}
  transfer: {label: Transfer, sets: {transfers: active}}
  suspension: {label: Suspension, sets: {transfers: suspended}}
  payment: {label: Payment}
badges:
  - {badge: receiving, label: Receiving people, when: {transfers: active}}
  - {badge: agreed, label: Agreed, when: {stage: agreed}}
  - {badge: other, label: Something else, when: {}}
figures:
  asked: {label: countries asked, published: at least 58, sources: [nyt-list]}
  agreed: {label: countries that have agreed, count: {stage: agreed}}
  received: {label: people received, sum: people, where: {kind: transfer}}
";

/// `content/sources.yaml`, where a fixture has none.
const SOURCES: &str = "\
nyt-list:
  title: The list
  publisher: The New York Times
  published: 2025-06-25
  url: https://example.org/list
  kind: news
reuters:
  title: Rwanda agrees
  publisher: Reuters
  published: 2025-08-05
  url: https://example.org/rwanda
  kind: news
";

/// What a run made.
pub struct Made {
    /// Of the run, and of rendering every page.
    pub diagnostics: Diagnostics,
    /// Bytes by file name in the output folder; media that stay on disk are named, not read. Empty when there is no edition.
    pub files: BTreeMap<String, Vec<u8>>,
    pub tree: Tree,
}

/// Runs a fixture, with what it leaves out filled in.
pub fn report(text: &str) -> Made {
    run_filled(Fixture::read(text))
}

/// The same for a fixture that has been read.
pub fn run_filled(fixture: Fixture) -> Made {
    let (tree, options) = filled(fixture).tree();
    run(tree, &options)
}

/// The ledger of a fixture on a day.
pub fn stamp(text: &str, today: &str) -> String {
    let (tree, options) = filled(Fixture::read(text)).tree();
    let edition = pipeline::run(&tree, &options, &mut Memo::default()).edition.expect("a report without errors");
    let today = Date::from_scalar(today).expect("a day").earliest();
    edition.ledger(today).text
}

/// A fixture with what it leaves out.
pub fn filled(mut fixture: Fixture) -> Fixture {
    for (path, text) in [("content/site.yaml", SITE), ("content/program.yaml", PROGRAM), ("content/sources.yaml", SOURCES)] {
        if !fixture.files.iter().any(|(given, _)| given == path) && !fixture.absent.iter().any(|given| given == path) {
            fixture.files.push((path.to_owned(), Content::Text(text.into())));
        }
    }
    fixture
}

/// Runs a tree exactly as it is.
pub fn run(tree: Tree, options: &Options) -> Made {
    let (diagnostics, files) = run_with(&tree, options, &mut Memo::default());
    Made { diagnostics, files, tree }
}

/// Runs a tree with the memo of an earlier run.
pub fn run_with(tree: &Tree, options: &Options, memo: &mut Memo) -> (Diagnostics, BTreeMap<String, Vec<u8>>) {
    let outcome = pipeline::run(tree, options, memo);
    let mut diagnostics = outcome.diagnostics;
    let files = outcome.edition.map(|edition| {
        diagnostics.extend(pipeline::unstamped(&edition));
        rendered(&edition, &mut diagnostics)
    });
    let files = files.unwrap_or_default();
    (diagnostics.sorted(|file| tree.path(file)), files)
}

/// Every page and file of an edition.
pub fn rendered(edition: &Edition, diagnostics: &mut Diagnostics) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for address in edition.addresses() {
        let bytes = match diagnostics.take(edition.render(address)) {
            Some(Rendered::Bytes(bytes)) => bytes,
            Some(Rendered::File(file)) => format!("the bytes of {}\n", file.path).into_bytes(),
            // What it would be drawn from: only tests that are about pictures wait for them.
            Some(Rendered::Drawing(drawing)) => format!("{drawing:?}").into_bytes(),
            Some(Rendered::Picture(version)) => format!("made of the bytes of {}\n", version.file.path).into_bytes(),
            None => continue,
        };
        files.insert(address.file(), bytes);
    }
    files
}

impl Made {
    /// What an editor sees, one finding after another.
    pub fn screens(&self) -> String {
        let screens: Vec<String> = self.diagnostics.iter().map(|found| screen(found, &self.tree, Look::Plain)).collect();
        let trimmed = screens.iter().map(|screen| screen.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"));
        trimmed.collect::<Vec<_>>().join("\n\n")
    }

    /// The text of a file that must be there.
    pub fn page(&self, file: &str) -> &str {
        let bytes = self.files.get(file).unwrap_or_else(|| panic!("there is no {file}\n\n{}", self.screens()));
        std::str::from_utf8(bytes).expect("pages are UTF-8")
    }
}
