//! Connections to answers.
//!
//! In: a listening socket, the [`Door`] and the [`Preview`]. Out: answers over HTTP/1.1 (RFC 9112), for as long as the process runs.
//! The only file that reads from sockets. It reads no more of a request than a browser ever sends and waits for none longer than a
//! browser needs, so that no client costs more than a thread and a few kilobytes, for seconds, and one that does not read, or
//! sends half a request, holds up nobody. That is more than the small libraries for servers promise, and all that is needed: requests
//! without a body. It never decides what an answer is.

use super::answer::{Answer, Body, Reply, refused, reply};
use super::door::{Ask, Door, Refusal};
use super::preview::Preview;
use super::streams::HEAD;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{self, BufWriter, Cursor, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How many connections are held at a time. A browser has six for each window.
const MOST: usize = 512;
/// How many answers are made at a time.
const AT_ONCE: usize = 8;
/// The longest head of a request, a little more than the door lets through.
const LONGEST_HEAD: usize = 96 * 1024;
/// How long a head may take to come. A browser sends it at once; this also ends connections that are kept for later.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 2 } else { 10 });
/// How long a client may read nothing of its answer. A video that is paused is asked for again by the browser.
const STALLED: Duration = Duration::from_secs(30);

/// Answers every connection until the process ends.
pub(super) fn listen(listener: TcpListener, door: Door, preview: Arc<Preview>) -> io::Result<Infallible> {
    let (door, guests) = (Arc::new(door), Arc::new(Guests::default()));
    loop {
        let Ok((stream, _)) = listener.accept() else {
            // Out of file descriptors, mostly: some will be closed soon.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let place = Place::take(&guests);
        // Whoever has sent nothing for longest makes room. When all are being answered, there is none.
        if guests.held.load(Ordering::Relaxed) > MOST && !guests.send_one_away() {
            // Said without waiting: what does not fit into the buffer of a new connection is not said.
            let _ = stream.set_nonblocking(true).and_then(|()| (&stream).write_all(BUSY.as_bytes()));
            continue;
        }
        let (door, preview) = (door.clone(), preview.clone());
        // Without a thread the connection is closed, and the browser says so.
        let _ = thread::Builder::new().name("request".to_owned()).spawn(move || {
            let guests = place.0.clone();
            let _place = place;
            // An error means that the browser has gone, which is its right.
            let _ = Connection { stream, door: &door, preview: &preview, guests: &guests, pending: Vec::new() }.serve();
        });
    }
}

const BUSY: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Everybody who is connected.
#[derive(Default)]
struct Guests {
    held: AtomicUsize,
    /// Connections from which the next request is awaited, by when that began.
    waiting: Mutex<BTreeMap<u64, TcpStream>>,
    count: AtomicU64,
    /// How many answers are being made.
    making: Mutex<usize>,
    made: Condvar,
}

impl Guests {
    /// Ends the connection that has been waited for longest. Answers whether there was one.
    fn send_one_away(&self) -> bool {
        let oldest = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_first();
        oldest.is_some_and(|(_, stream)| stream.shutdown(Shutdown::Both).is_ok())
    }

    /// Does something that can be broken off by [`send_one_away`](Self::send_one_away).
    fn waiting_for<T>(&self, stream: &TcpStream, wait: impl FnOnce() -> T) -> T {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let all = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(stream) = stream.try_clone() {
            all().insert(number, stream);
        }
        let waited = wait();
        all().remove(&number);
        waited
    }

    /// Makes an answer when it is its turn: three hundred at once would take the memory of three hundred pages, and be ready no sooner.
    fn in_turn<T>(&self, make: impl FnOnce() -> T) -> T {
        let mut making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        while *making >= AT_ONCE {
            making = self.made.wait(making).unwrap_or_else(PoisonError::into_inner);
        }
        *making += 1;
        drop(making);
        let made = make();
        *self.making.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.made.notify_one();
        made
    }
}

/// One of the connections that are held at a time.
struct Place(Arc<Guests>);

impl Place {
    fn take(guests: &Arc<Guests>) -> Self {
        guests.held.fetch_add(1, Ordering::Relaxed);
        Self(guests.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.held.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Connection<'a> {
    stream: TcpStream,
    door: &'a Door,
    preview: &'a Preview,
    guests: &'a Guests,
    /// What has come and is not yet read: requests may be sent without waiting for answers.
    pending: Vec<u8>,
}

/// What comes of reading a head.
enum Head {
    Whole(Vec<u8>),
    TooLong,
    /// What cannot become one, however much comes.
    Odd,
    /// The client went, or took too long.
    Gone,
}

impl Connection<'_> {
    fn serve(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        self.stream.set_write_timeout(Some(STALLED))?;
        loop {
            let head = match self.head()? {
                Head::Whole(head) => head,
                Head::TooLong => return self.refuse(Refusal::TooLong),
                Head::Odd => return self.refuse(Refusal::Malformed),
                Head::Gone => return Ok(()),
            };
            let Some((ask, version)) = parse(&head) else { return self.refuse(Refusal::Malformed) };
            // A panic is a mistake of ours and costs this answer only.
            let make = || catch_unwind(AssertUnwindSafe(|| reply(&ask, self.door, self.preview)));
            let made = self.guests.in_turn(make);
            let keep = version == Version::Eleven && !ask.has_body && !asks_to_close(&ask);
            match made {
                Ok(Reply::Answer(answer)) => {
                    let keep = keep && !matches!(answer.status, 400 | 403 | 405 | 431);
                    self.send(answer, ask.is_head(), keep)?;
                    if !keep {
                        return self.close();
                    }
                }
                Ok(Reply::Stream) if version == Version::Eleven => {
                    self.stream.write_all(HEAD.as_bytes())?;
                    self.preview.streams.open(Box::new(self.stream));
                    return Ok(());
                }
                Ok(Reply::Stream) => return self.refuse(Refusal::Malformed),
                Err(_) => {
                    self.stream
                        .write_all(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
                    return self.close();
                }
            }
        }
    }

    /// Reads up to the empty line that ends a head, within the time that the whole of it may take.
    fn head(&mut self) -> io::Result<Head> {
        let deadline = Instant::now() + PATIENCE;
        let (mut piece, mut seen) = ([0; 8 * 1024], 0usize);
        loop {
            // The sign for the end may lie across two pieces.
            let from = seen.saturating_sub(3);
            if let Some(end) = memchr::memmem::find(&self.pending[from..], b"\r\n\r\n").map(|at| from + at + 4) {
                let rest = self.pending.split_off(end);
                return Ok(Head::Whole(std::mem::replace(&mut self.pending, rest)));
            }
            seen = self.pending.len();
            if seen > LONGEST_HEAD {
                return Ok(Head::TooLong);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Head::Gone);
            }
            self.stream.set_read_timeout(Some(left))?;
            match self.guests.waiting_for(&self.stream, || (&self.stream).read(&mut piece)) {
                Ok(0) => return Ok(Head::Gone),
                Ok(read) => self.pending.extend_from_slice(&piece[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Ok(Head::Gone),
            }
            // Not HTTP at all, or with lines that end in another way: nothing to wait for.
            let is_other = self.pending.first().is_some_and(|byte| !is_token(*byte) && *byte != b'\r');
            if is_other || memchr::memmem::find(&self.pending, b"\n\n").is_some() {
                return Ok(Head::Odd);
            }
        }
    }

    fn refuse(&mut self, refusal: Refusal) -> io::Result<()> {
        self.send(refused(refusal), false, false)?;
        self.close()
    }

    fn send(&mut self, answer: Answer, head_only: bool, keep: bool) -> io::Result<()> {
        let (length, mut body): (u64, Box<dyn Read + Send>) = match answer.body {
            Body::Bytes(bytes) => (bytes.len() as u64, Box::new(Cursor::new(bytes))),
            // A file that was cut meanwhile is filled up: the length is promised, and the browser would wait for the rest.
            Body::File { file, length } => (length, Box::new(file.chain(io::repeat(0)).take(length))),
        };
        let mut out = BufWriter::with_capacity(32 * 1024, &mut self.stream);
        write!(out, "HTTP/1.1 {} {}\r\nServer: Sourcebook\r\n", answer.status, reason(answer.status))?;
        write!(out, "Content-Type: {}\r\nContent-Length: {length}\r\nCache-Control: no-store\r\n", answer.media_type)?;
        write!(out, "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n")?;
        for (name, value) in &answer.headers {
            // A header ends where a line does, whatever is in its value.
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            write!(out, "{name}: {value}\r\n")?;
        }
        if !keep {
            write!(out, "Connection: close\r\n")?;
        }
        write!(out, "\r\n")?;
        if !head_only {
            io::copy(&mut body, &mut out)?;
        }
        out.flush()
    }

    /// Ends the connection so that the client still reads what was sent: what it sends meanwhile is read for a moment, because closing
    /// with unread bytes would throw the answer away.
    fn close(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        self.stream.set_read_timeout(Some(Duration::from_millis(200)))?;
        let mut piece = [0; 8 * 1024];
        for _ in 0..64 {
            if !matches!(self.stream.read(&mut piece), Ok(1..)) {
                break;
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Version {
    Ten,
    Eleven,
}

/// The head of a request: its line, and headers of a name, a colon and a value each. Nothing when it is anything else.
fn parse(head: &[u8]) -> Option<(Ask, Version)> {
    let text = std::str::from_utf8(head).ok()?;
    let mut lines = text.strip_suffix("\r\n\r\n")?.split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let version = match version {
        "HTTP/1.0" => Version::Ten,
        "HTTP/1.1" => Version::Eleven,
        _ => return None,
    };
    if words.next().is_some() || method.is_empty() || !method.bytes().all(is_token) {
        return None;
    }
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        let plain = value.bytes().all(|byte| byte == b'\t' || byte >= b' ' && byte != 0x7f);
        if name.is_empty() || !name.bytes().all(is_token) || !plain {
            return None;
        }
        headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
    }
    let has = |wanted: &str| headers.iter().any(|(name, _): &(String, String)| name.eq_ignore_ascii_case(wanted));
    let lengths = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    let has_body = has("Transfer-Encoding") || lengths.into_iter().any(|(_, value)| value != "0");
    Some((Ask { method: method.to_owned(), target: target.to_owned(), headers, has_body }, version))
}

/// What names of methods and headers are made of (RFC 9110, 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn asks_to_close(ask: &Ask) -> bool {
    ask.header("Connection").any(|value| value.split(',').any(|word| word.trim().eq_ignore_ascii_case("close")))
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_to_the_letter_or_not_at_all() {
        let (ask, version) = parse(b"GET /a?b HTTP/1.1\r\nHost: localhost\r\nX:\r\n\r\n").unwrap();
        assert_eq!((ask.method.as_str(), ask.target.as_str(), version), ("GET", "/a?b", Version::Eleven));
        assert_eq!(ask.headers, [("Host".to_owned(), "localhost".to_owned()), ("X".to_owned(), String::new())]);
        assert!(!ask.has_body);
        for body in ["Content-Length: 5", "content-length: -1", "Content-Length: 0\r\nContent-Length: 5", "Transfer-Encoding: x"]
        {
            assert!(parse(format!("GET / HTTP/1.1\r\n{body}\r\n\r\n").as_bytes()).unwrap().0.has_body, "{body}");
        }
        for odd in [
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET /\r\n\r\n",
            "GET  / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1 x\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
            "GET / http/1.1\r\n\r\n",
            "G\tT / HTTP/1.1\r\n\r\n",
            " / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "GET / HTTP/1.1\r\nX : a\r\n\r\n",
            "GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n",
            "GET / HTTP/1.1\r\nX: \0\r\n\r\n",
            "GET / HTTP/1.1\r\nX: a\nY: b\r\n\r\n",
            "GET / HTTP/1.1\r\n: a\r\n\r\n",
        ] {
            assert!(parse(odd.as_bytes()).is_none(), "{odd:?}");
        }
        assert!(parse(b"GET /\xff HTTP/1.1\r\n\r\n").is_none());
    }
}
