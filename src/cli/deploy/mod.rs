//! `sourcebook deploy`: the built site to where readers fetch it.
//!
//! In: a target, on the command line or in `site.yaml`, and the environment. Out: the site at the target, or why not. It deploys what was built
//! and never builds: what is published is what somebody has looked at.

use super::args::Deploy;
use super::build::refused;
use super::clock;
use super::failure::Failure;
use super::files::reason;
use super::project::Project;
use super::report::{self, Terminal};
use super::{Verdict, edition};
use crate::deploy::{self, Deployed, Job, Progress, Trouble};
use crate::diagnose::{count, quoted};
use crate::model::{Document, Target, read};
use crate::publish::Built;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub fn run(asked: &Deploy, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let started = Instant::now();
    let project = Project::find(root)?;
    let out = project.output(asked.output_dir.as_deref());
    let output = project.shown_folder(&out);
    let (target, here) = target(asked, &project)?;
    let built = Built::open(&out).map_err(|refusal| refused(&refusal))?.ok_or_else(|| {
        Failure::usage(format!("there is no site in `{output}`"))
            .help("build it first: `sourcebook build`, with the same `--output-dir`")
    })?;
    if let Some(part) = built.made().and_then(|made| made.part) {
        return Err(Failure::usage(format!("`{output}` holds only part {part} of a site"))
            .help("put all parts together first: `sourcebook join`"));
    }
    let job = Job {
        built: &built,
        target: &target,
        here: &here,
        keep_out: [&project.root, &out],
        environment: &environment(),
        today: clock::today(asked.clock.now)?,
        force: asked.force,
        dry_run: asked.dry_run,
    };
    let progress = terminal.progress("Reading the site");
    let tell = |told| match told {
        Progress::Stage(stage, steps) => progress.stage(stage, steps),
        Progress::Step => progress.step(),
    };
    let deployed = deploy::deploy(&job, &tell).map_err(failure)?;
    drop(progress);
    leave_out(&built, terminal);
    if deployed.copies > 0 {
        let copies = count(deployed.copies, "compressed copy", "compressed copies");
        terminal.say(&format!("Left out, because a bucket hands them to nobody: {copies}"));
    }
    if asked.dry_run {
        terminal.data(&listing(&deployed))?;
    }
    let shown = target.to_string();
    terminal.say(&report::deployed(&deployed, asked.dry_run, started.elapsed(), &shown));
    Ok(Verdict::Fine)
}

/// Where to, and the folder that a relative one is seen from.
fn target(asked: &Deploy, project: &Project) -> Result<(Target, PathBuf), Failure> {
    if let Some(target) = &asked.target {
        return Ok((target.clone(), PathBuf::from(".")));
    }
    let tree = edition::tree(project)?;
    let site = tree.files().find(|file| &*file.path == "content/site.yaml");
    let written = site.and_then(|file| match read(file).value {
        Document::Site(settings) => settings.deploy.clone(),
        _ => None,
    });
    let target = written.ok_or_else(|| {
        Failure::usage("no target is given")
            .help("name it: `sourcebook deploy s3://BUCKET/FOLDER`, or write `deploy:` into `content/site.yaml`")
    })?;
    Ok((target, project.root.clone()))
}

/// What the environment says; what is not text is meant for nobody here.
fn environment() -> Vec<(String, String)> {
    std::env::vars_os().filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?))).collect()
}

/// Tells of files in the output folder that are not the site’s. What Git keeps there is nobody’s concern.
fn leave_out(built: &Built, terminal: Terminal) {
    let foreign = built.foreign().unwrap_or_default();
    let named = foreign.iter().map(|path| path.display().to_string()).filter(|path| !path.starts_with(".git"));
    let named: Vec<String> = named.map(|path| quoted(&path)).collect();
    if !named.is_empty() {
        terminal.say(&format!("Left out, because no build made it: {}", named.join(", ")));
    }
}

/// What would be done, a line each.
fn listing(deployed: &Deployed) -> String {
    let upload = deployed.uploaded.iter().map(|path| format!("upload {path}\n"));
    let delete = deployed.deleted.iter().map(|path| format!("delete {path}\n"));
    upload.chain(delete).collect()
}

fn failure(trouble: Trouble) -> Failure {
    let message = reason(&std::io::Error::other(trouble.message));
    let failure = if trouble.begun { Failure::machine(message) } else { Failure::usage(message) };
    let failure = if trouble.begun { failure.note("what has been sent is not sent again") } else { failure };
    match trouble.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}
