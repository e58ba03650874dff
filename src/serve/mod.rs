//! The preview: the site as it is now, in a browser on this machine.
//!
//! In: a function that runs the pipeline again ([`Rebuild`]) and what it makes ([`Pages`]). Out: pages over HTTP, made
//! when they are asked for, and open pages that follow every edit. A request that comes while changes are pending is
//! answered from them. A failed run keeps the last good pages, with its findings over them; warnings wait in a note in the
//! corner of the page that they are about.
//!
//! It answers from the plan: a request is looked up, never turned into a file path. It never answers a foreign host
//! or origin, never prints what a request says, and is never meant to face the internet.

mod answer;
mod door;
mod listen;
mod overlay;
mod pages;
mod preview;
mod range;
mod reload;
mod route;
mod show;
mod streams;

pub use pages::{Origin, Page, Pages, open_below};
pub use preview::{Rebuild, Run};

use crate::diagnose::{Located, count};
use crate::watch::{self, Changes, Dirty};
use door::Door;
use preview::Preview;
use std::convert::Infallible;
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io, thread};

const LOOPBACK: &str = "127.0.0.1";
const PORT: u16 = 1111;
/// How many ports are tried when none was asked for.
const TRIES: u16 = 100;

/// What the command line chooses.
#[derive(Clone, Debug)]
pub struct Options {
    /// The project folder.
    pub root: PathBuf,
    /// The address or name to listen on; this machine only unless given.
    pub host: Option<String>,
    /// The port to listen on; from 1111 the first free one unless given.
    pub port: Option<u16>,
    pub method: watch::Method,
}

/// Something to tell whoever started the preview. `Display` gives the line to print.
#[derive(Clone, Debug)]
pub enum Notice<'a> {
    Warning(&'a str),
    /// The first run is done and the preview answers.
    Ready {
        url: &'a str,
    },
    /// A run is done. `pages` is how many addresses it made, or nothing when an error stood in the way.
    Ran {
        dirty: &'a Dirty,
        pages: Option<usize>,
        took: Duration,
        findings: &'a [Located],
    },
}

/// Prints notices, from whichever thread they come.
pub type Report = dyn Fn(&Notice) + Send + Sync;

/// Serves the project until the process ends. Returns only what keeps it from starting.
pub fn serve(options: &Options, rebuild: Box<Rebuild>, report: Box<Report>) -> io::Result<Infallible> {
    let host = options.host.as_deref().unwrap_or(LOOPBACK);
    let listener = bind(host, options.port)?;
    let address = listener.local_addr()?;
    let report: Arc<Report> = Arc::from(report);
    if !address.ip().is_loopback() {
        report(&Notice::Warning("anyone who can reach this machine can read the preview, drafts included"));
    }
    let changes = Arc::new(Changes::new());
    let warn = report.clone();
    watch::watch(&options.root, options.method, &changes, move |text| warn(&Notice::Warning(text)))?;
    changes.mark_everything();
    let preview = Arc::new(Preview::new(rebuild, changes.clone(), report.clone())?);
    preview.catch_up();
    report(&Notice::Ready { url: &door::url(host, address, preview.current().base_path()) });
    let follower = preview.clone();
    thread::Builder::new().name("rebuild".to_owned()).spawn(move || {
        loop {
            changes.wait_settled();
            follower.catch_up();
        }
    })?;
    listen::listen(listener, Door::new(host, address), preview)
}

/// The port that was asked for, or else the first one that is free.
fn bind(host: &str, port: Option<u16>) -> io::Result<TcpListener> {
    if let Some(port) = port {
        return bind_to(host, port);
    }
    let taken = |error: &io::Error| matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied);
    let mut first = bind_to(host, PORT);
    for port in PORT + 1..PORT + TRIES {
        match first {
            Err(error) if taken(&error) => first = bind_to(host, port),
            Ok(_) | Err(_) => break,
        }
    }
    first
}

fn bind_to(host: &str, port: u16) -> io::Result<TcpListener> {
    // `[::1]` is how an IPv6 address is written in a URL; the system wants it bare.
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    TcpListener::bind((bare, port))
        .map_err(|error| io::Error::new(error.kind(), format!("cannot listen on {host}, port {port}: {error}")))
}

impl fmt::Display for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Warning(text) => f.write_str(text),
            Self::Ready { url } => write!(f, "preview at {url} (stop with Ctrl-C)"),
            Self::Ran { dirty, pages, took, findings } => {
                let took = took.as_millis();
                let findings = overlay::tally(findings);
                match pages {
                    Some(pages) => write!(f, "{dirty}: {} in {took} ms, {findings}", count(*pages, "page", "pages")),
                    None => write!(f, "{dirty}: {findings} in {took} ms, no new pages"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
