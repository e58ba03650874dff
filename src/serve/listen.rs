//! Connections to answers.
//!
//! In: a listening socket, the [`Door`] and the [`Preview`]. Out: answers over HTTP, for as long as the process runs.
//! The only file that knows tiny_http, and what it leaves to its caller: one odd connection must not hold up the
//! others, whether it does not read, sends requests without waiting for answers, or lies about its length.
//! It never decides what an answer is.

use super::answer::{Answer, Body, Reply, refused, reply};
use super::door::{Ask, Door, Refusal};
use super::preview::Preview;
use super::streams::HEAD;
use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::io::{self, Cursor, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tiny_http::{Header, Request, Response, Server, StatusCode};

/// How many connections are answered at a time. A browser has six, and one whose video is paused keeps its own.
const MOST: usize = 256;
/// How often the listening socket is looked after when nobody asks for anything.
const LOOK: Duration = Duration::from_secs(2);
/// The least time between two knocks: each leaves a port that the system keeps back for a minute.
const REST: Duration = Duration::from_millis(10);
/// The longest body that tiny_http may throw away for us.
const LONGEST_BODY: usize = 16 * 1024 * 1024;

/// Answers every connection until the process ends.
pub(super) fn listen(listener: TcpListener, door: Door, preview: Arc<Preview>) -> io::Result<Infallible> {
    let address = listener.local_addr()?;
    let calls = Arc::new(Calls { door, preview, waiting: Mutex::default(), ended: Condvar::new() });
    let bell = knocker(address)?;
    let mut server = open(listener)?;
    loop {
        if let Ok(Some(request)) = server.recv_timeout(LOOK) {
            calls.take(request);
            // When it has been rung already, one knock will do.
            let _ = bell.try_send(());
        } else if let Ok(listener) = TcpListener::bind(address) {
            // That this succeeds shows that nobody listens: tiny_http stops accepting for good, and silently, when
            // the process is out of file descriptors for a moment.
            server = open(listener)?;
        }
    }
}

/// A thread that knocks: soon after a request, then ever more seldom.
///
/// tiny_http gives a new connection to an idle thread, and counts one as idle until it has woken up. When several
/// connections come at once, as from a browser, one may be left behind such a thread's first one, however long that
/// stays open. The next connection helps it on, so we make some that end at once whenever there were new ones.
fn knocker(address: SocketAddr) -> io::Result<SyncSender<()>> {
    let (bell, rings) = mpsc::sync_channel(1);
    let mut pause = LOOK;
    thread::Builder::new().name("knock".to_owned()).spawn(move || {
        loop {
            match rings.recv_timeout(pause) {
                Ok(()) => pause = REST,
                Err(RecvTimeoutError::Timeout) => pause = LOOK.min(pause * 2),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // What keeps it from knocking keeps others from connecting.
            let _ = knock(address);
            thread::sleep(REST);
        }
    })?;
    Ok(bell)
}

/// Opens a connection and ends it.
fn knock(mut address: SocketAddr) -> io::Result<()> {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
    TcpStream::connect_timeout(&address, LOOK).map(drop)
}

fn open(listener: TcpListener) -> io::Result<Server> {
    Server::from_listener(without_delay(listener), None).map_err(|error| io::Error::other(error.to_string()))
}

/// Head and body are written apart, and the second would wait for the first to be acknowledged. Connections inherit
/// the option from the socket that accepts them, which std does not let us set by another way.
fn without_delay(listener: TcpListener) -> TcpListener {
    #[cfg(unix)]
    use std::os::fd::OwnedFd as Socket;
    #[cfg(windows)]
    use std::os::windows::io::OwnedSocket as Socket;
    let stream = TcpStream::from(Socket::from(listener));
    // Without it the preview is slower, no more.
    let _ = stream.set_nodelay(true);
    TcpListener::from(Socket::from(stream))
}

/// The connections that are being answered, each by a thread of its own.
struct Calls {
    door: Door,
    preview: Arc<Preview>,
    /// For each of them the requests that were sent without waiting for the answer: one thread answers them in turn,
    /// so that no connection can take all.
    waiting: Mutex<HashMap<Option<SocketAddr>, VecDeque<Request>>>,
    ended: Condvar,
}

impl Calls {
    fn take(self: &Arc<Self>, request: Request) {
        let caller = request.remote_addr().copied();
        let mut waiting = self.lock();
        if let Some(queue) = waiting.get_mut(&caller) {
            queue.push_back(request);
            return;
        }
        while waiting.len() >= MOST {
            waiting = self.ended.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.insert(caller, VecDeque::new());
        drop(waiting);
        let calls = self.clone();
        let thread = thread::Builder::new().name("request".to_owned()).spawn(move || calls.answer_all(caller, request));
        if thread.is_err() {
            // The request went with the thread that could not be; tiny_http answers it with 500.
            self.lock().remove(&caller);
        }
    }

    fn answer_all(&self, caller: Option<SocketAddr>, first: Request) {
        let mut next = Some(first);
        while let Some(request) = next {
            // A panic is a mistake of ours and costs this answer only: tiny_http sends 500 as it unwinds.
            let _ = catch_unwind(AssertUnwindSafe(|| self.answer(request)));
            next = self.next(caller);
        }
    }

    fn next(&self, caller: Option<SocketAddr>) -> Option<Request> {
        let mut waiting = self.lock();
        let next = waiting.get_mut(&caller).and_then(VecDeque::pop_front);
        if next.is_none() {
            waiting.remove(&caller);
            self.ended.notify_one();
        }
        next
    }

    fn answer(&self, request: Request) {
        if request.body_length().is_some_and(|length| length > LONGEST_BODY) {
            return hang_up(request);
        }
        match reply(&ask(&request), &self.door, &self.preview) {
            Reply::Answer(answer) => send(request, answer),
            Reply::Stream => self.stream(request),
        }
    }

    fn stream(&self, request: Request) {
        if *request.http_version() < (1, 1) {
            return send(request, refused(Refusal::Malformed));
        }
        let mut writer = request.into_writer();
        // Written here, because this may wait for an earlier answer on the same connection.
        if writer.write_all(HEAD.as_bytes()).and_then(|()| writer.flush()).is_ok() {
            self.preview.streams.open(writer);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Option<SocketAddr>, VecDeque<Request>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ask(request: &Request) -> Ask {
    let header = |header: &Header| (header.field.as_str().to_string(), header.value.to_string());
    let headers: Vec<_> = request.headers().iter().map(header).collect();
    let chunked = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("Transfer-Encoding"));
    Ask {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        has_body: chunked || request.body_length().is_some_and(|length| length > 0),
        headers,
    }
}

fn send(request: Request, answer: Answer) {
    // An error means that the browser has gone, which is its right.
    let _ = request.respond(response(answer));
}

fn response(answer: Answer) -> Response<Box<dyn Read + Send>> {
    let (length, body): (u64, Box<dyn Read + Send>) = match answer.body {
        Body::Bytes(bytes) => (bytes.len() as u64, Box::new(Cursor::new(bytes))),
        // A file that was cut meanwhile is filled up: the length is promised, and the browser would wait for the rest.
        Body::File { file, length } => (length, Box::new(file.chain(io::repeat(0)).take(length))),
    };
    let fixed = [
        ("Server", "Sourcebook"),
        ("Content-Type", answer.media_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ];
    let own = answer.headers.iter().map(|(name, value)| (*name, value.as_str()));
    let headers = fixed.into_iter().chain(own).filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect();
    // Never in chunks: what is that long is media, whose length players want to know.
    Response::new(StatusCode(answer.status), headers, body, usize::try_from(length).ok(), None).with_chunked_threshold(usize::MAX)
}

/// Answers a request that announces a long body, and lets go of its connection without closing it. To close it,
/// tiny_http would first read the body into memory that it allocates as announced, at whatever length.
fn hang_up(request: Request) {
    std::mem::forget(request.upgrade("none", response(refused(Refusal::Body))));
}
