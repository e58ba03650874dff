//! `sourcebook serve`: the report in a browser, while it is written.
//!
//! In: options. Out: a running preview, and lines that tell what it does. It never publishes: the preview keeps all it
//! makes in memory.

use super::args::Serve;
use super::failure::Failure;
use super::files::reason;
use super::preview::Preview;
use super::project::Project;
use super::report::Terminal;
use super::{Verdict, edition};
use crate::serve::{self, Notice};
use crate::watch::{Dirty, Method};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

pub fn run(asked: &Serve, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let project = Project::find(root)?;
    let mut preview = Preview::new(project.root.clone(), edition::inputs(&asked.moment, asked.base_url.as_ref(), asked.drafts)?);
    let options = serve::Options {
        root: project.root,
        host: Some(asked.host.clone()),
        port: asked.port,
        method: if asked.poll { Method::Poll } else { Method::Notify },
    };
    let (teller, opens) = (Teller::new(terminal), asked.open);
    let report = move |notice: &Notice<'_>| {
        teller.tell(notice);
        if let (Notice::Ready { url }, true) = (notice, opens) {
            open(url, teller.terminal);
        }
    };
    let mut told = None;
    let rebuild = move |dirty: &Dirty| {
        let run = preview.rebuild(dirty);
        // Said again when it changes, not after every edit.
        if preview.held_back != told {
            told.clone_from(&preview.held_back);
            terminal.say(told.as_deref().unwrap_or("Nothing is held back any more."));
        }
        run
    };
    let Err(error) = serve::serve(&options, Box::new(rebuild), Box::new(report));
    Err(refused(asked, &error))
}

/// Prints what the preview has to tell. A finding is shown when it appears, not again after every edit.
struct Teller {
    terminal: Terminal,
    shown: Mutex<BTreeSet<String>>,
}

impl Teller {
    fn new(terminal: Terminal) -> Self {
        Self { terminal, shown: Mutex::default() }
    }

    fn tell(&self, notice: &Notice<'_>) {
        match notice {
            // On a line of its own, so that terminals make a link of it.
            Notice::Ready { url } => self.terminal.say(&format!("\nPreview at\n\n  {url}\n\nCtrl+C ends it.\n")),
            Notice::Warning(_) => self.terminal.say(&notice.to_string()),
            Notice::Ran { findings, .. } => {
                let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
                let new = findings.iter().filter(|finding| !shown.contains(&finding.screen));
                self.terminal.located(&new.collect::<Vec<_>>());
                *shown = findings.iter().map(|finding| finding.screen.clone()).collect();
                self.terminal.say(&notice.to_string());
            }
        }
    }
}

fn refused(asked: &Serve, error: &io::Error) -> Failure {
    match (error.kind(), asked.port) {
        (io::ErrorKind::AddrInUse, Some(port)) => Failure::usage(format!("port {port} is in use by another program"))
            .help("choose another with `--port`, or leave it out: then the next that is free is taken"),
        (io::ErrorKind::PermissionDenied, Some(port)) => {
            Failure::usage(format!("the system does not let you use port {port}")).help("choose one above 1023")
        }
        (_, _) => Failure::usage(format!("the preview cannot start: {}", reason(error))),
    }
}

/// Asks the system to show an address. That it cannot is told and otherwise ignored: the address is on the screen.
fn open(address: &str, terminal: Terminal) {
    let mut command = opener();
    let asked = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if asked.is_err() {
        terminal.say("The browser could not be opened. Open the address above yourself.");
    }
}

#[cfg(target_os = "macos")]
fn opener() -> Command {
    Command::new("open")
}

#[cfg(windows)]
fn opener() -> Command {
    let mut command = Command::new("cmd");
    // The empty word is the title of the window, which `start` would otherwise take the address for.
    command.args(["/C", "start", ""]);
    command
}

#[cfg(not(any(target_os = "macos", windows)))]
fn opener() -> Command {
    Command::new("xdg-open")
}
