//! A request to an answer.
//!
//! In: the head of a request, the [`Door`] and the [`Preview`]. Out: [`Reply`]: an [`Answer`] to send, or an event
//! stream to open. It never touches a socket, and never copies anything of the request into the answer.

use super::door::{Ask, Door, Refusal};
use super::overlay::{self, Mark, with_script};
use super::preview::{Preview, Snapshot};
use super::range::{Part, part};
use super::reload::news;
use super::route::{OWN, Target};
use super::show::{Shown, origins, show};
use std::fs::File;
use std::io::{self, Seek, SeekFrom};

/// What to do about a request.
#[derive(Debug)]
pub(super) enum Reply {
    Answer(Answer),
    /// Send news of every new generation, from the current one on.
    Stream,
}

/// An answer as it goes over the wire, apart from the headers that all have.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub media_type: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

#[derive(Debug)]
pub(super) enum Body {
    Bytes(Vec<u8>),
    /// This many bytes of a file, from where it stands.
    File {
        file: File,
        length: u64,
    },
}

pub(super) fn reply(ask: &Ask, door: &Door, preview: &Preview) -> Reply {
    if let Some(refusal) = door.refuse(ask) {
        return Reply::Answer(refused(refusal));
    }
    let Some(target) = Target::parse(&ask.target) else { return Reply::Answer(refused(Refusal::Malformed)) };
    Reply::Answer(match target.path.strip_prefix(OWN) {
        Some("events") if !ask.is_head() => return Reply::Stream,
        Some("events") => Answer::new(200, "text/event-stream", ""),
        Some("live.js") => Answer::new(200, "text/javascript; charset=utf-8", overlay::SCRIPT),
        Some("live.css") => Answer::new(200, "text/css; charset=utf-8", overlay::STYLE),
        Some("page") => comparison(&target, &preview.fresh()),
        Some(_) => Answer::new(404, TEXT, "The preview has no such file.\n"),
        None => page(ask, &target.path, &preview.fresh()),
    })
}

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

pub(super) fn refused(refusal: Refusal) -> Answer {
    let answer = Answer::new(refusal.status(), TEXT, refusal.text());
    if refusal == Refusal::Method { answer.with("Allow", "GET, HEAD".to_owned()) } else { answer }
}

/// What an address shows.
fn page(ask: &Ask, path: &str, snapshot: &Snapshot) -> Answer {
    match show(snapshot, path) {
        Shown::Page { media_type, bytes } if media_type.starts_with("text/html") => html(200, bytes, snapshot),
        Shown::Page { media_type, bytes } => Answer::new(200, media_type, bytes),
        Shown::File { media_type, file } => media(ask, media_type, file).unwrap_or_else(|_| unreadable()),
        Shown::Missing { bytes } => html(404, bytes, snapshot),
        Shown::Faulty { all, bytes, .. } => {
            let seen = snapshot.hash(&bytes);
            let mark = Mark { seen: &seen, styles: &[], stand_in: true };
            Answer::new(if all { 503 } else { 500 }, HTML, with_script(bytes, mark))
        }
        Shown::Moved(url) => Answer::new(302, TEXT, "The page is at another address.\n").with("Location", url),
    }
}

fn html(status: u16, bytes: Vec<u8>, snapshot: &Snapshot) -> Answer {
    let seen = snapshot.hash(&bytes);
    let mark = Mark { seen: &seen, styles: snapshot.styles(), stand_in: false };
    Answer::new(status, HTML, with_script(bytes, mark))
}

/// A file, or the part of it that is asked for: browsers play video in parts.
fn media(ask: &Ask, media_type: &'static str, mut file: File) -> io::Result<Answer> {
    let length = file.metadata()?.len();
    // A range under a condition is for a version that we cannot vouch for: it gets the whole.
    let range = if ask.is_head() || ask.header("If-Range").next().is_some() { None } else { ask.header("Range").next() };
    let (status, from, part) = match part(range, length) {
        Part::Whole => (200, 0, length),
        Part::Slice { from, length } => (206, from, length),
        Part::Beyond => {
            let answer = Answer::new(416, TEXT, "The file is shorter than that.\n");
            return Ok(answer.with("Content-Range", format!("bytes */{length}")));
        }
    };
    file.seek(SeekFrom::Start(from))?;
    let body = Body::File { file, length: part };
    let answer = Answer { status, media_type, headers: Vec::new(), body }.with("Accept-Ranges", "bytes".to_owned());
    Ok(match status {
        206 => answer.with("Content-Range", format!("bytes {from}-{}/{length}", from + part - 1)),
        _ => answer,
    })
}

fn unreadable() -> Answer {
    Answer::new(500, TEXT, "The file cannot be read.\n")
}

/// What is new for an open page, as JSON for its script.
fn comparison(target: &Target, snapshot: &Snapshot) -> Answer {
    let path = target.value("path").and_then(|path| Target::parse(&path));
    let (Some(page), Some(seen)) = (path, target.value("seen")) else { return refused(Refusal::Malformed) };
    let shown = show(snapshot, &page.path);
    match serde_json::to_vec(&news(snapshot, &shown, &origins(snapshot, &page.path), &seen)) {
        Ok(json) => Answer::new(200, "application/json", json),
        Err(_) => Answer::new(500, TEXT, "The news cannot be told.\n"),
    }
}

impl Answer {
    fn new(status: u16, media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, media_type, headers: Vec::new(), body: Body::Bytes(body.into()) }
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}
