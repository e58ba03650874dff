//! `sourcebook stamp`: the day on which each page last said something new.
//!
//! In: options. Out: `content/ledger.yaml`, written when something in it changed. It never touches a text or a record.

use super::args::{Moment, Stamp};
use super::failure::Failure;
use super::project::Project;
use super::report::Terminal;
use super::{Verdict, edition, files};
use crate::diagnose::count;
use std::path::Path;

pub fn run(asked: &Stamp, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let sorry = "Pages can be stamped only in a report without errors.";
    let moment = Moment { as_of: None, clock: asked.clock };
    let Some(edition) = edition::good(&moment, root, terminal, sorry)? else { return Ok(Verdict::Findings) };
    let Some(today) = edition.site.now else { return Ok(Verdict::Fine) };
    let stamped = edition.ledger(today);
    let path = Project::find(root)?.root.join("content/ledger.yaml");
    if files::read(&path)?.as_deref() != Some(stamped.text.as_str()) {
        files::replace(&path, stamped.text.as_bytes())?;
    }
    terminal.say(&match stamped.changed {
        0 => format!("Nothing to stamp: {} what they said.", count(stamped.pages, "page says", "pages say")),
        changed => format!("Stamped {} of {} in content/ledger.yaml.", changed, count(stamped.pages, "page", "pages")),
    });
    Ok(Verdict::Fine)
}
