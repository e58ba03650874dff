//! `sourcebook clean`: what `build` published goes away again.
//!
//! In: the output folder. Out: a folder without our files. It never deletes what it did not write: [`publish`] knows what
//! that was, and refuses a folder that is not ours.

use super::Verdict;
use super::args::Clean;
use super::build::refused;
use super::failure::Failure;
use super::project::Project;
use super::report::Terminal;
use crate::diagnose::count;
use crate::publish;
use std::path::Path;

pub fn run(asked: &Clean, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let project = Project::near(root)?;
    let out = project.output(asked.output_dir.as_deref());
    let output = project.shown_folder(&out);
    match publish::clean(&out, &project.root).map_err(|refusal| refused(&refusal))? {
        0 => terminal.say(&format!("Nothing to remove: {output} has no files that Sourcebook made.")),
        files => terminal.say(&format!("Removed {} from {output}", count(files, "file", "files"))),
    }
    Ok(Verdict::Fine)
}
