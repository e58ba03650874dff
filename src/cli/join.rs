//! `sourcebook join`: parts of a site become the site.
//!
//! In: folders that `build --shard` made, perhaps on several machines. Out: a published folder, byte for byte as one build would have made
//! it. It never mixes parts of different sites: all have to be made of the same, and none may be missing or have changed since.

use super::Verdict;
use super::args::Join;
use super::build::{commit, refused, tell};
use super::failure::Failure;
use super::files::reason;
use super::project::Project;
use super::report::{Built, Terminal};
use crate::diagnose::Diagnostics;
use crate::publish::{self, Built as Site, Entry, Made, Part, Staging, on_disk};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A part, and where it lies.
struct Piece<'a> {
    folder: &'a Path,
    site: Site,
    made: Made,
}

pub fn run(asked: &Join, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let started = Instant::now();
    let project = Project::find(root)?;
    let out = project.output(asked.output_dir.as_deref());
    let output = project.shown_folder(&out);
    let pieces = pieces(&asked.parts)?;
    // There is at least one: clap asks for it.
    let Some(made) = pieces.values().next().map(|piece| Made { part: None, ..piece.made }) else { return Ok(Verdict::Fine) };

    let staging =
        Staging::begin(&out, &project.root, &publish::Options { force: asked.force }).map_err(|refusal| refused(&refusal))?;
    let copy = |piece: &Piece<'_>, entry: &Entry| staging.copy(&entry.path, &piece.folder.join(on_disk(&entry.path)), entry.hash);
    let files: Vec<(&Piece<'_>, &Entry)> =
        pieces.values().flat_map(|piece| piece.site.files().iter().map(move |entry| (piece, entry))).collect();
    files
        .par_iter()
        .try_for_each(|(piece, entry)| copy(piece, entry))
        .map_err(|error| Failure::machine(format!("cannot take over {}", reason(&error))))?;
    let published = commit(staging.made(Some(made)), &output)?;
    let findings = Diagnostics::new();
    let built = Built {
        pages: made.pages,
        published: &published,
        findings: &findings,
        as_of: None,
        took: started.elapsed(),
        output: &output,
    };
    tell(&built, terminal);
    Ok(Verdict::Fine)
}

/// All parts, by their numbers.
fn pieces(folders: &[PathBuf]) -> Result<BTreeMap<usize, Piece<'_>>, Failure> {
    let mut pieces: BTreeMap<usize, Piece<'_>> = BTreeMap::new();
    let mut first: Option<(&Path, Made, Part)> = None;
    for folder in folders {
        let shown = folder.display();
        let site = Site::open(folder).map_err(|refusal| refused(&refusal))?;
        let made = site.as_ref().and_then(Site::made);
        let (Some(site), Some(made)) = (site, made) else {
            return Err(Failure::usage(format!("there is no part of a site in `{shown}`"))
                .help("make it with `sourcebook build --shard`"));
        };
        let Some(part) = made.part else {
            let whole = Failure::usage(format!("`{shown}` holds a whole site, and no part of one"));
            return Err(whole.help("it needs no `join`; parts are made with `sourcebook build --shard`"));
        };
        let (before, like, of) = *first.get_or_insert((folder, made, part));
        if made.inputs != like.inputs {
            let other = Failure::usage(format!("`{shown}` and `{}` were not made of the same", before.display()));
            return Err(other
                .note("the report, the options, the day and the version of Sourcebook have to be the same for all parts")
                .help("build all parts again from one state, each with the same `--now`"));
        }
        if part.of != of.of {
            return Err(Failure::usage(format!(
                "`{shown}` is one of {} parts, `{}` one of {}",
                part.of,
                before.display(),
                of.of
            )));
        }
        if let Some(twice) = pieces.insert(part.number, Piece { folder, site, made }) {
            return Err(Failure::usage(format!("`{shown}` and `{}` are both part {part}", twice.folder.display())));
        }
    }
    let Some((_, _, part)) = first else { return Ok(pieces) };
    let missing: Vec<String> =
        (1..=part.of).filter(|number| !pieces.contains_key(number)).map(|number| Part { number, ..part }.to_string()).collect();
    if missing.is_empty() {
        return Ok(pieces);
    }
    Err(Failure::usage(format!("not all parts are there: {} missing", missing.join(", "))).help("name the folders of all parts"))
}
