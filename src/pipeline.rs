//! The whole program on one screen: a tree of files to an edition that can be rendered.
//!
//! In: the [`Tree`], what is asked for, and the memo of the last run. Out: [`Outcome`]. Here is the one policy: any error means that there is no
//! edition, so nothing is published and the preview keeps its last good one. It never touches a disk, a clock or the environment.

use crate::check;
use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, Place, faulty, without_echoes};
use crate::link::{self, Locale, Site};
use crate::memo::Memo as Kept;
use crate::model::report::What;
use crate::model::{self, Document, Held, Moment, Report, Settings};
use crate::render::{self, Edition, Leaks, Theme};
use crate::text::{File, FileId, Hash, Tree};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

pub use crate::link::Options;

/// What the last run made, kept by the shell between runs. An empty one gives the same result.
#[derive(Default)]
pub struct Memo {
    documents: Kept<Checked<Document>>,
    link: link::Memos,
    check: check::Memos,
    theme: Option<Arc<Theme>>,
}

/// What a run came to.
pub struct Outcome {
    /// `None` when an error stands in the way.
    pub edition: Option<Arc<Edition>>,
    /// In the order of places.
    pub diagnostics: Diagnostics,
    /// What the edition does not show yet.
    pub held: Vec<Held>,
}

/// Runs everything that does not need a disk.
#[must_use]
pub fn run(tree: &Tree, options: &Options, memo: &mut Memo) -> Outcome {
    run_in_stages(tree, options, memo, &|_| {})
}

/// The same, and `begun` is told of each stage when it begins: for whoever shows or measures how far it is.
#[must_use]
pub fn run_in_stages(tree: &Tree, options: &Options, memo: &mut Memo, begun: &dyn Fn(&'static str)) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    begun("Reading records and articles");
    let documents = read(tree, memo);
    diagnostics.extend(documents.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    missing(tree, &mut diagnostics);
    let report = diagnostics.take(model::assemble(documents.iter().map(|document| &document.value)));
    let Some(report) = report else { return Outcome { edition: None, diagnostics: sorted(diagnostics, tree), held: Vec::new() } };
    let faulty = faulty(&diagnostics, tree);
    begun("Compiling the theme");
    let theme = theme(tree, &report.settings, memo, &mut diagnostics);
    // Without a theme nothing is published; the rest is found all the same.
    let locale = theme.as_ref().map_or_else(|| Arc::new(Locale::new("en", BTreeMap::new())), |theme| theme.locale.clone());
    let settings = report.settings.clone();
    let all_held = link::held(&report, options.now);
    let (held, early) = if options.drafts { (Vec::new(), all_held) } else { (all_held, Vec::new()) };
    let (drafts, report) = (link::drafts(&held), Report { early, ..report });
    // A draft may be as unfinished as its writer likes.
    diagnostics.retain(|found| !found.place.file().is_some_and(|file| is_draft(file, &drafts)));
    let whole = (!held.is_empty()).then(|| report.clone());
    let report = if drafts.is_empty() { report } else { link::without(&report, drafts.clone()) };
    let site = if held.len() == drafts.len() {
        linked(report, locale, options, memo, &mut diagnostics, begun)
    } else {
        // What is under embargo has to be as sound as the rest, so that it can be published on its day.
        linked(report.clone(), locale.clone(), options, &mut Memo::default(), &mut diagnostics, begun);
        let mut of_shown = Diagnostics::new();
        let site = linked(link::without(&report, held.clone()), locale, options, memo, &mut of_shown, begun);
        diagnostics.extend(without_repeats(of_shown, &diagnostics));
        site
    };
    begun("Preparing the site");
    if let Some(theme) = &theme {
        diagnostics.extend(render::card_findings(&site, theme));
    }
    diagnostics.extend(render::full_text_findings(&site));
    diagnostics.extend(render::compression_findings(&site));
    let diagnostics = without_echoes(check::levelled(diagnostics, &settings), &faulty, tree);
    let good = !diagnostics.has_errors();
    let edition = theme.filter(|_| good).map(|theme| {
        let leaks = whole.map_or_else(Leaks::default, |whole| Leaks::new(&whole, &site));
        Arc::new(Edition::new(site, theme).guarded(leaks))
    });
    Outcome { edition, diagnostics: sorted(diagnostics, tree), held }
}

/// The hash of everything that a site follows from: the program, all files, and what is asked for. Of the moment only the day counts: the
/// time of day decides nothing but what is held back, and a site that holds something back is not the same an hour later.
#[must_use]
pub fn inputs(tree: &Tree, options: &Options) -> Hash {
    let mut hasher = Xxh3::new();
    hasher.update(env!("SOURCEBOOK_SOURCE").as_bytes());
    tree.files().for_each(|file| hasher.update(&file.hash.to_le_bytes()));
    let Options { base_url, as_of, now, drafts } = options;
    hasher.update(format!("{base_url:?} {as_of:?} {:?} {drafts}", now.and_then(Moment::day)).as_bytes());
    hasher.digest128()
}

/// What a ledger has to say about the pages of an edition: asked for by whoever is about to publish, not after each edit.
#[must_use]
pub fn unstamped(edition: &Edition) -> Diagnostics {
    check::levelled(edition.unstamped(), &edition.site.report.settings)
}

/// Links a report and checks it.
fn linked(
    report: Report,
    locale: Arc<Locale>,
    options: &Options,
    memo: &mut Memo,
    diagnostics: &mut Diagnostics,
    begun: &dyn Fn(&'static str),
) -> Site {
    begun("Linking");
    let site = diagnostics.take(link::link(report, locale, options, &mut memo.link));
    begun("Checking prose against records");
    diagnostics.extend(check::check(&site, &mut memo.check));
    site
}

/// Whether a whole file is a draft.
fn is_draft(file: FileId, drafts: &[Held]) -> bool {
    drafts.iter().any(|draft| draft.place.file == file && matches!(draft.what, What::Text | What::Country))
}

/// Those that have not been found before.
fn without_repeats(found: Diagnostics, before: &Diagnostics) -> Diagnostics {
    let same = |a: &Diagnostic, b: &Diagnostic| a.code == b.code && a.place == b.place && a.message == b.message;
    found.into_iter().filter(|one| !before.iter().any(|other| same(one, other))).collect()
}

/// Reads every file of `content/`, in parallel, or takes what the last run made of the same bytes.
fn read(tree: &Tree, memo: &mut Memo) -> Vec<Arc<Checked<Document>>> {
    let files: Vec<&Arc<File>> = tree.under("content/").collect();
    let key = |file: &File| (file.hash, 0);
    let documents: Vec<Arc<Checked<Document>>> =
        files.par_iter().map(|file| memo.documents.get(&key(file), || model::read(file))).collect();
    memo.documents.keep(files.iter().zip(&documents).map(|(file, document)| (key(file), document.clone())));
    documents
}

/// The two files without which there is no report.
fn missing(tree: &Tree, diagnostics: &mut Diagnostics) {
    for path in ["content/site.yaml", "content/program.yaml"] {
        if tree.get(path).is_none() {
            let found = Diagnostic::new(Code::MissingFile, Place::Project, format!("there is no `{path}`"));
            diagnostics.push(found.help("`sourcebook init` in an empty folder makes a small working report to begin from"));
        }
    }
}

/// Compiles the theme, or takes the one of the last run when none of its files has changed.
fn theme(tree: &Tree, settings: &Settings, memo: &mut Memo, diagnostics: &mut Diagnostics) -> Option<Arc<Theme>> {
    let hash = render::theme_hash(tree, &settings.theme.value, &settings.language.value);
    if let Some(theme) = memo.theme.as_ref().filter(|theme| theme.hash == hash) {
        return Some(theme.clone());
    }
    let checked = render::theme(tree, &settings.theme, &settings.language);
    let good = checked.diagnostics.is_empty();
    let theme = diagnostics.take(checked).map(Arc::new);
    // One with findings is made again, so that its findings are found again.
    memo.theme = theme.clone().filter(|_| good);
    theme
}

fn sorted(diagnostics: Diagnostics, tree: &Tree) -> Diagnostics {
    diagnostics.sorted(|file| tree.path(file))
}
