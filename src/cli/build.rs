//! `sourcebook build`: the report becomes a site on disk.
//!
//! In: options. Out: a published folder, or findings. Pages are staged as they are made and published in one step at
//! the end, so nothing of a failed build is ever seen. It never publishes a report that has errors.

use super::Verdict;
use super::args::{Build, TimingsFormat};
use super::copies::Copies;
use super::edition::{self, Reading};
use super::failure::Failure;
use super::files::reason;
use super::progress::Progress;
use super::project::Project;
use super::report::{self, Built, MOST, Terminal, seconds};
use crate::diagnose::{Diagnostics, count};
use crate::model::quantity::grouped;
use crate::pipeline;
use crate::publish::{self, Made, Part, Published, Refusal, Staging};
use crate::render::{Address, Edition, FullText, Rendered, STYLE_PAGE, Version};
use crate::text::{Content, Tree};
use rayon::prelude::*;
use std::path::Path;
use std::time::Instant;
use std::{fs, io};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

pub fn run(asked: &Build, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let started = Instant::now();
    let project = Project::find(root)?;
    let out = project.output(asked.output_dir.as_deref());
    let output = project.shown_folder(&out);
    let inputs = edition::inputs(&asked.moment, asked.base_url.as_ref(), asked.drafts)?;

    let progress = terminal.progress("Reading files").timed(asked.timings.is_some());
    progress.stage("Reading files", 0);
    let tree = edition::tree(&project)?;
    let made_of = made_of(&tree, &inputs, asked);
    let begin =
        || Staging::begin(&out, &project.root, &publish::Options { force: asked.force }).map_err(|refusal| refused(&refusal));
    let ended = |pages: usize, published: &Published, findings: &Diagnostics| {
        tell(
            &Built { pages, published, findings, as_of: asked.moment.as_of, took: started.elapsed(), output: &output },
            terminal,
        );
    };
    let before = if asked.shard.is_none() { made_before(&out) } else { None };
    if let Some(made) = before.filter(|made| made.settled && made.inputs == made_of) {
        progress.stage("Comparing the site with what was made", 0);
        if let Some(published) = begin()?.current(made_of) {
            tell_timings(asked, &progress, Some(&published), started, terminal)?;
            drop(progress);
            let files = count(tree.files().count(), "file", "files");
            terminal.detail(&format!("nothing has changed in {files} since the last build"));
            ended(made.pages, &published, &Diagnostics::new());
            return Ok(Verdict::Fine);
        }
    }
    let mut reading = edition::checked_stamped(tree, &inputs, &progress);
    let read = started.elapsed();
    let mut published = None;
    if let Some(edition) = reading.edition.clone() {
        let staging = begin()?;
        let made = made(made_of, &reading, &edition, asked.shard);
        let current = before.filter(|before| *before == made).and_then(|_| {
            progress.stage("Comparing the site with what was made", 0);
            staging.current(made.inputs)
        });
        match current {
            Some(current) => published = Some((current, edition.pages())),
            None => {
                let (found, made) = make(asked, staging.made(Some(made)), &edition, &project.root, &output, &progress)?;
                reading.add(found);
                published = made.map(|made| (made, edition.pages()));
            }
        }
    }
    tell_timings(asked, &progress, published.as_ref().map(|(published, _)| published), started, terminal)?;
    drop(progress);

    terminal.detail(&format!("read and checked {} in {}", count(reading.tree.files().count(), "file", "files"), seconds(read)));
    terminal.findings(&reading.findings, &reading.tree, MOST);
    let Some((published, pages)) = published else {
        terminal.say(&report::not_built(&reading.findings));
        return Ok(Verdict::Findings);
    };
    reading.held_back().iter().for_each(|line| terminal.say(line));
    ended(pages, &published, &reading.findings);
    Ok(Verdict::Fine)
}

/// Makes every page, and publishes the site when nothing is wrong with any. Answers what was found in making them.
fn make(
    asked: &Build,
    staging: Staging,
    edition: &Edition,
    root: &Path,
    output: &str,
    progress: &Progress,
) -> Result<(Diagnostics, Option<Published>), Failure> {
    let full_text = FullText::of(edition);
    if full_text.is_some() && asked.shard.is_some() {
        return Err(Failure::usage("a site with search in the full text cannot be made in parts".to_owned())
            .help("build it on one machine, or take `full_text:` out of `site.yaml`"));
    }
    let copies = Copies::of(edition, &staging, root);
    let place = |address: &Address, rendered| {
        if let (Some(full_text), Rendered::Bytes(bytes)) = (&full_text, &rendered) {
            full_text.add(address, bytes);
        }
        place(&copies, address, rendered)
    };
    let wanted = |address: &Address| asked.shard.is_none_or(|part| is_in(part, address));
    let mut found = edition::make(edition, root, progress, &wanted, &place)?;
    if asked.style_page {
        let style = style_page(edition)?;
        let below = |address: &Address, rendered| place(&address.below(STYLE_PAGE), rendered);
        found.extend(edition::make(&style, root, progress, &|_| true, &below)?);
    }
    // They were found in making pages, so they are shown again only if the pages are made again.
    let silent = found.is_empty();
    if found.has_errors() {
        return Ok((found, None));
    }
    if let Some(full_text) = full_text {
        progress.stage("Indexing the full text", 0);
        index(&staging, full_text)?;
    }
    progress.stage("Publishing", 0);
    let staging = if silent || asked.shard.is_some() { staging } else { staging.made(None) };
    Ok((found, Some(commit(staging, output)?)))
}

/// The hash of everything that the site follows from.
fn made_of(tree: &Tree, inputs: &pipeline::Options, asked: &Build) -> u128 {
    let mut all = pipeline::inputs(tree, inputs).to_le_bytes().to_vec();
    all.push(u8::from(asked.style_page));
    xxh3_128(&all)
}

/// What the manifest says of a site, or of a part of one.
fn made(inputs: u128, reading: &Reading, edition: &Edition, part: Option<Part>) -> Made {
    let held = (&reading.held, &edition.site.report.early);
    let holds_nothing = held.0.is_empty() && held.1.is_empty();
    // What is held back follows from the time of day too.
    let inputs = if holds_nothing { inputs } else { xxh3_128(format!("{inputs} {held:?}").as_bytes()) };
    Made { inputs, pages: edition.pages(), part, settled: holds_nothing && reading.findings.is_empty() }
}

/// What the site that is there was made of, by itself. What cannot be read is found out by the build.
fn made_before(out: &Path) -> Option<Made> {
    publish::Built::open(out).ok().flatten().and_then(|built| built.made())
}

/// Whether a page is made in this part. What lies in one folder is made together: the files of a package of data are made in one go.
fn is_in(part: Part, address: &Address) -> bool {
    let file = address.file();
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let number = xxh3_64(folder.as_bytes()) % part.of as u64;
    number == part.number as u64 - 1
}

fn tell_timings(
    asked: &Build,
    progress: &Progress,
    published: Option<&Published>,
    started: Instant,
    terminal: Terminal,
) -> Result<(), Failure> {
    let (Some(format), Some(timings)) = (asked.timings, progress.timings()) else { return Ok(()) };
    let told = timings.told(format, published, started.elapsed());
    match format {
        TimingsFormat::Text => terminal.say(told.trim_end()),
        TimingsFormat::Json => terminal.data(&told)?,
    }
    Ok(())
}

/// The style page, unless the report has a page of its own where it would lie.
fn style_page(edition: &Edition) -> Result<Edition, Failure> {
    let taken = || Failure::usage(format!("the report has a page at {STYLE_PAGE} itself")).help("build without `--style-page`");
    if edition.contains(STYLE_PAGE) { None } else { edition.style_page() }.ok_or_else(taken)
}

/// Tells how a build, or a `join`, went.
pub(super) fn tell(done: &Built<'_>, terminal: Terminal) {
    let files = count(done.published.files, "file", "files");
    terminal.detail(&format!("the site has {files} of {} bytes", grouped(done.published.bytes)));
    if let Some(leftover) = &done.published.leftover {
        terminal.say(&format!("The rest of the old site is still in `{}`; the next build takes it away.", leftover.display()));
    }
    terminal.say(&report::built(done));
}

fn place(copies: &Copies<'_>, address: &Address, rendered: Rendered) -> io::Result<Diagnostics> {
    let (staging, root) = (copies.staging, copies.root);
    let path = address.file();
    copies.write(address, &rendered)?;
    match rendered {
        Rendered::Picture(version) => return picture(staging, root, &path, &version),
        Rendered::Bytes(bytes) => staging.write(&path, &bytes),
        Rendered::Drawing(drawing) => staging.write_once(&path, || drawing.draw().map_err(io::Error::other)),
        Rendered::File(file) => match &file.content {
            Content::Media { fingerprint, .. } => staging.copy(&path, &root.join(&*file.path), *fingerprint),
            Content::Text(text) => staging.write(&path, text.as_bytes()),
            Content::Font { bytes, .. } => staging.write(&path, bytes),
            // Reading it was tried and reported before any page was made.
            Content::Fault(_) => Err(io::Error::other(format!("`{}` cannot be read", file.path))),
        },
    }?;
    Ok(Diagnostics::new())
}

/// Places a picture, and answers why it cannot be one. A small version that is there already is not made again.
fn picture(staging: &Staging, root: &Path, path: &str, version: &Version) -> io::Result<Diagnostics> {
    let mut found = Diagnostics::new();
    let mut make = || {
        let original = fs::read(root.join(&*version.file.path))?;
        match version.file.content {
            Content::Media { fingerprint, .. } if fingerprint == xxh3_128(&original) => {}
            _ => return Err(io::Error::other(format!("`{}` changed while the site was built; build again", version.file.path))),
        }
        // Nothing is published when something was found, so it does not matter what stands in its place.
        Ok(found.take(version.make(&original)).unwrap_or_default())
    };
    if version.is_small() {
        staging.write_once(path, make)?;
    } else {
        staging.write(path, &make()?)?;
    }
    Ok(found)
}

/// Adds the full-text index, or that of the old site when it is made of the same.
fn index(staging: &Staging, full_text: FullText) -> Result<(), Failure> {
    if staging.keep_folder(FullText::FOLDER, &full_text.mark()) {
        return Ok(());
    }
    let files = full_text.files().map_err(|error| Failure::machine(format!("the full text cannot be indexed: {error}")))?;
    let write = |(path, bytes): &(String, Vec<u8>)| staging.write(path, bytes);
    files.par_iter().try_for_each(write).map_err(|error| Failure::machine(format!("cannot write {}", reason(&error))))
}

pub(super) fn commit(staging: Staging, output: &str) -> Result<Published, Failure> {
    staging
        .commit()
        .map_err(|error| Failure::machine(format!("cannot publish: {}", reason(&error))).note(format!("{output} is as it was")))
}

/// Why an output folder is left alone.
pub(super) fn refused(refusal: &Refusal) -> Failure {
    let message = reason(&io::Error::other(refusal.to_string()));
    let failure = if matches!(refusal, Refusal::Io { .. }) {
        Failure::machine(format!("the output folder cannot be written: {message}"))
    } else {
        Failure::usage(message)
    };
    failure.help(refusal.advice())
}
