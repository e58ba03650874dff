//! The report, read and checked.
//!
//! In: a project and options. Out: [`Reading`]: the files, everything that is wrong with them, and the edition that
//! `build` publishes, `check` tries and `why` asks. Whoever reads here gets the same findings. It never writes.

use super::args::Moment;
use super::clock;
use super::failure::Failure;
use super::files::reason;
use super::progress::Progress;
use super::project::Project;
use super::report::{MOST, Terminal};
use crate::diagnose::Diagnostics;
use crate::diagnose::count;
use crate::link::wording;
use crate::load;
use crate::model::Held;
use crate::model::Url;
use crate::model::release::Hold;
use crate::model::report::What;
use crate::pipeline::{self, Memo};
use crate::render::{Address, Edition, Rendered};
use crate::text::Tree;
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use std::{fs, io};

/// What was read, and what was found.
pub struct Reading {
    pub tree: Tree,
    /// None when an error stands in the way.
    pub edition: Option<Arc<Edition>>,
    pub findings: Diagnostics,
    /// Drafts, and what is under embargo.
    pub held: Vec<Held>,
}

/// The inputs that do not come from files.
pub fn inputs(moment: &Moment, base_url: Option<&Url>, drafts: bool) -> Result<pipeline::Options, Failure> {
    let now = Some(clock::now(moment.clock.now)?);
    Ok(pipeline::Options { base_url: base_url.cloned(), as_of: moment.as_of, now, drafts })
}

/// Reads the files of the report.
pub fn tree(project: &Project) -> Result<Tree, Failure> {
    load::load(&project.root).map_err(|error| Failure::usage(format!("cannot read the report in {}", reason(&error))))
}

/// Reads the files of the report and runs the pipeline over them.
pub fn read(project: &Project, inputs: &pipeline::Options, progress: &Progress) -> Result<Reading, Failure> {
    progress.stage("Reading files", 0);
    Ok(checked(tree(project)?, inputs, progress))
}

/// Runs the pipeline over files.
fn checked(tree: Tree, inputs: &pipeline::Options, progress: &Progress) -> Reading {
    let outcome = pipeline::run_in_stages(&tree, inputs, &mut Memo::default(), &|stage| progress.stage(stage, 0));
    let edition = outcome.edition.filter(|_| !outcome.diagnostics.has_errors());
    Reading { tree, edition, findings: outcome.diagnostics, held: outcome.held }
}

/// The same for a report that is about to be published, with what its ledger says of the pages.
pub fn read_stamped(project: &Project, inputs: &pipeline::Options, progress: &Progress) -> Result<Reading, Failure> {
    progress.stage("Reading files", 0);
    Ok(checked_stamped(tree(project)?, inputs, progress))
}

/// The same for files that are read already.
pub fn checked_stamped(tree: Tree, inputs: &pipeline::Options, progress: &Progress) -> Reading {
    let mut reading = checked(tree, inputs, progress);
    progress.stage("Asking the ledger", 0);
    let unstamped = reading.edition.as_ref().map(|edition| pipeline::unstamped(edition));
    reading.add(unstamped.unwrap_or_default());
    if reading.findings.has_errors() {
        reading.edition = None;
    }
    reading
}

/// Reads a report that a command can only ask when it has no errors. With errors, shows them and `sorry`, and answers nothing.
pub fn good(moment: &Moment, root: Option<&Path>, terminal: Terminal, sorry: &str) -> Result<Option<Arc<Edition>>, Failure> {
    let project = Project::find(root)?;
    let inputs = inputs(moment, None, false)?;
    let progress = terminal.progress("Reading the report");
    let reading = read(&project, &inputs, &progress)?;
    drop(progress);
    if reading.edition.is_none() {
        terminal.findings(&reading.findings, &reading.tree, MOST);
        terminal.say(sorry);
    }
    Ok(reading.edition)
}

/// Makes every page and file of the edition that is `wanted`, in parallel, and hands each to `keep`. Answers what the templates got wrong, what would show something that is
/// held back, and what `keep` found.
pub fn make(
    edition: &Edition,
    root: &Path,
    progress: &Progress,
    wanted: &dyn Fn(&Address) -> bool,
    keep: &(dyn Fn(&Address, Rendered) -> io::Result<Diagnostics> + Sync),
) -> Result<Diagnostics, Failure> {
    let addresses: Vec<&Address> = edition.addresses().filter(|address| wanted(address)).collect();
    progress.stage("Making pages", addresses.len());
    let make = |address: &&Address| {
        let mut found = Diagnostics::new();
        let begun = progress.timings().map(|timings| (timings, Instant::now()));
        let rendered = found.take(edition.render(address));
        if let Some((timings, begun)) = begun {
            timings.page(edition.kind(address), address, begun.elapsed());
        }
        if let Some(rendered) = rendered {
            found.extend(leaks(edition, root, address, &rendered)?);
            // The error names the file.
            let kept = keep(address, rendered).map_err(|error| Failure::machine(format!("cannot write {}", reason(&error))))?;
            found.extend(kept);
        }
        progress.step();
        Ok(found)
    };
    let findings: Vec<Diagnostics> = addresses.par_iter().map(make).collect::<Result<_, Failure>>()?;
    Ok(findings.into_iter().flatten().collect())
}

/// What a file of the report that is published as it is would show of what is held back. Its bytes are on disk, so nobody has looked yet.
fn leaks(edition: &Edition, root: &Path, address: &Address, rendered: &Rendered) -> Result<Diagnostics, Failure> {
    let Rendered::File(file) = rendered else { return Ok(Diagnostics::new()) };
    if !edition.is_guarded() || is_packed(address) {
        return Ok(Diagnostics::new());
    }
    let bytes = fs::read(root.join(&*file.path))
        .map_err(|error| Failure::machine(format!("cannot read `{}`: {}", file.path, reason(&error))))?;
    Ok(edition.leaks_in(address, &bytes))
}

/// Whether its text cannot be read off its bytes.
fn is_packed(address: &Address) -> bool {
    let kind = address.media_type();
    let starts = ["image/", "audio/", "video/", "font/", "application/pdf", "application/zip"];
    kind != "image/svg+xml" && starts.iter().any(|start| kind.starts_with(start))
}

/// What is held back, in a line; nothing when nothing is. An event of a record that is held back goes with it.
pub fn held_back(held: &[Held]) -> Option<String> {
    let counted = held.iter().filter(|one| one.what != What::EventInside);
    let (drafts, waiting): (Vec<&Held>, Vec<&Held>) = counted.partition(|one| one.hold == Hold::Draft);
    let ends = waiting.iter().filter_map(|one| match one.hold {
        Hold::Until(until) => Some(until),
        Hold::Draft => None,
    });
    let first = ends.min_by_key(|until| until.opens()).map(wording::until);
    let drafts = (!drafts.is_empty()).then(|| count(drafts.len(), "draft", "drafts"));
    let waiting = first.map(|first| format!("{} under embargo, the first until {first}", waiting.len()));
    let both: Vec<String> = drafts.into_iter().chain(waiting).collect();
    (!both.is_empty())
        .then(|| format!("Held back and not shown anywhere: {}. `sourcebook serve --drafts` shows them.", both.join("; ")))
}

impl Reading {
    /// What is held back, in a line; nothing when nothing is.
    pub fn held_back(&self) -> Option<String> {
        held_back(&self.held)
    }

    /// Adds what was found later, in the order of places.
    pub fn add(&mut self, found: Diagnostics) {
        if !found.is_empty() {
            let mut all = std::mem::take(&mut self.findings);
            all.extend(found);
            self.findings = all.sorted(|file| self.tree.path(file));
        }
    }
}
