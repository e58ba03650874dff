//! How long each stage takes by itself, on the report of this repository.
//!
//! In: `content/`. Out: a table, from `cargo bench`; `cargo bench -- render` runs one stage. It never takes part in a test: its clock is that of the
//! machine. The whole of a build, and other programs, are in `benches/compare` and `benches/run.py`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark of a report that does not build has nothing to measure")]

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use sourcebook::diagnose::Diagnostics;
use sourcebook::link::{self, Address, Lexicon, Locale};
use sourcebook::model::{self, Moment, Report};
use sourcebook::pipeline::{self, Memo, Options};
use sourcebook::publish::{self, Staging};
use sourcebook::render::Edition;
use sourcebook::text::{Content, File, Tree};
use sourcebook::{check, load};
use std::path::Path;
use std::sync::{Arc, LazyLock};

static TREE: LazyLock<Tree> = LazyLock::new(|| load::load(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap());
static EDITION: LazyLock<Arc<Edition>> =
    LazyLock::new(|| pipeline::run(&TREE, &options(), &mut Memo::default()).edition.unwrap());

fn main() {
    divan::main();
}

fn options() -> Options {
    Options { now: Moment::read_or_day("2026-11-24"), ..Options::default() }
}

/// The files of `content/` with this ending.
fn files(ending: &str) -> Vec<Arc<File>> {
    TREE.under("content/").filter(|file| file.path.ends_with(ending)).cloned().collect()
}

fn bytes(files: &[Arc<File>]) -> usize {
    files.iter().map(|file| if let Content::Text(text) = &file.content { text.len() } else { 0 }).sum()
}

fn report() -> Report {
    let documents: Vec<_> = TREE.under("content/").map(|file| model::read(file).value).collect();
    model::assemble(documents.iter()).value.unwrap()
}

fn locale() -> Arc<Locale> {
    EDITION.theme.locale.clone()
}

/// Text to what can be written in it: YAML records, and articles.
#[divan::bench(args = [".yaml", ".md"])]
fn parse(bencher: Bencher, ending: &str) {
    let files = files(ending);
    bencher.counter(BytesCount::new(bytes(&files))).bench(|| files.iter().map(model::read).count());
}

/// Records to a site, with all names found in all texts.
#[divan::bench]
fn link_cold(bencher: Bencher) {
    bencher.with_inputs(report).bench_values(|report| link::link(report, locale(), &options(), &mut link::Memos::default()));
}

/// The same when no text has changed: what linking takes without looking for names.
#[divan::bench]
fn link_warm(bencher: Bencher) {
    let mut memos = link::Memos::default();
    let _ = link::link(report(), locale(), &options(), &mut memos);
    bencher.with_inputs(report).bench_local_values(|report| link::link(report, locale(), &options(), &mut memos));
}

/// All country names and terms in one article.
#[divan::bench]
fn autolink(bencher: Bencher) {
    let longest = files(".md").into_iter().max_by_key(|file| bytes(std::slice::from_ref(file))).unwrap();
    let Content::Text(text) = &longest.content else { return };
    let lexicon = Lexicon::new(&EDITION.site.report, &mut Diagnostics::new());
    bencher.counter(BytesCount::of_str(text.as_ref())).bench(|| lexicon.find(black_box(text)).count());
}

/// Prose against records.
#[divan::bench]
fn check_cold(bencher: Bencher) {
    bencher.bench(|| check::check(&EDITION.site, &mut check::Memos::default()));
}

/// One page of a kind.
#[divan::bench(args = ["home", "article", "country", "source", "timeline", "embed", "facts.json"])]
fn render(bencher: Bencher, kind: &str) {
    let of_kind: Vec<&Address> = EDITION.addresses().filter(|address| EDITION.kind(address) == kind).collect();
    bencher
        .counter(ItemsCount::new(of_kind.len()))
        .bench(|| of_kind.iter().filter(|address| EDITION.render(address).value.is_some()).count());
}

/// A thousand pages of ten kilobytes into a new folder, and over the same pages.
#[divan::bench(args = ["new", "unchanged"], sample_count = 20)]
fn publish(bencher: Bencher, what: &str) {
    let folder = tempfile::tempdir().unwrap();
    let page = vec![b'x'; 10_000];
    let write = |out: &Path| {
        let staging = Staging::begin(out, folder.path(), &publish::Options::default()).unwrap();
        (0..1_000).for_each(|number| staging.write(&format!("articles/{number}/index.html"), &page).unwrap());
        staging.commit().unwrap()
    };
    let same = folder.path().join("same");
    write(&same);
    let mut number = 0;
    bencher.counter(ItemsCount::new(1_000_usize)).bench_local(|| {
        number += 1;
        write(&if what == "new" { folder.path().join(number.to_string()) } else { same.clone() })
    });
}
