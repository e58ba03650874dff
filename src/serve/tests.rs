//! The preview over real sockets, with a made-up site. They never depend on speed: what is awaited has a deadline
//! that only a hang can miss.

use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::time::Instant;

const DEADLINE: Duration = Duration::from_secs(30);

/// A site made of given pages.
#[derive(Clone, Default)]
pub(super) struct Fake {
    base: &'static str,
    pages: BTreeMap<String, Made>,
    assets: Vec<(String, String)>,
}

#[derive(Clone)]
enum Made {
    Text(&'static str, String),
    File(&'static str, PathBuf),
    Faulty(Located),
    Panic,
}

impl Fake {
    pub(super) fn new(base: &'static str) -> Self {
        Self { base, ..Self::default() }
    }

    pub(super) fn with(self, path: &str, media_type: &'static str, text: &str) -> Self {
        self.made(path, Made::Text(media_type, text.to_owned()))
    }

    pub(super) fn faulty(self, path: &str, finding: Located) -> Self {
        self.made(path, Made::Faulty(finding))
    }

    pub(super) fn asset(mut self, asset: &str, url: &str) -> Self {
        self.assets.push((asset.to_owned(), url.to_owned()));
        self
    }

    fn made(mut self, path: &str, made: Made) -> Self {
        self.pages.insert(path.to_owned(), made);
        self
    }
}

impl Pages for Fake {
    fn base_path(&self) -> &str {
        self.base
    }

    fn count(&self) -> usize {
        self.pages.len()
    }

    fn contains(&self, path: &str) -> bool {
        self.pages.contains_key(path)
    }

    fn render(&self, path: &str) -> Page {
        match &self.pages[path] {
            Made::Text(media_type, text) => Page::Bytes { media_type, bytes: text.clone().into() },
            Made::File(media_type, path) => File::open(path).map_or(Page::Missing, |file| Page::File { media_type, file }),
            Made::Faulty(finding) => Page::Faulty(vec![finding.clone()]),
            Made::Panic => std::panic::resume_unwind(Box::new("a mistake of ours")),
        }
    }

    fn origins(&self, path: &str) -> Vec<Origin> {
        let file = format!("content{}.yaml", path.trim_end_matches('/'));
        vec![Origin { file, lines: None }]
    }

    fn asset_urls(&self) -> Vec<(String, String)> {
        self.assets.clone()
    }
}

pub(super) fn finding(severity: &'static str) -> Located {
    Located {
        code: "unknown-source",
        severity,
        message: "there is no source <`nyt`>".to_owned(),
        file: Some("content/countries/rwanda.yaml".to_owned()),
        line: Some(12),
        column: Some(9),
        end_line: None,
        end_column: None,
        labels: Vec::new(),
        notes: Vec::new(),
        help: None,
        screen: "  | ^^^".to_owned(),
    }
}

/// A site with a home page that says `text`.
fn site(text: &str) -> Fake {
    Fake::new("/")
        .with("/", "text/html; charset=utf-8", &format!("<body>{text}</body>"))
        .with("/countries/rwanda/", "text/html; charset=utf-8", "<body>Rwanda</body>")
        .with("/404.html", "text/html; charset=utf-8", "<body>No such page</body>")
        .with("/feed.xml", "application/xml", "<feed/>")
        .with("/style.1.css", "text/css; charset=utf-8", "p{}")
        .asset("style.css", "/style.1.css")
}

/// A preview that answers on a port of its own.
struct Scene {
    address: SocketAddr,
    changes: Arc<Changes>,
    preview: Arc<Preview>,
    next: Arc<Mutex<Next>>,
}

/// What the next run will make.
enum Next {
    Nothing,
    Run(Option<Fake>, Vec<Located>),
    Panic,
}

impl Scene {
    fn start(pages: Option<Fake>, findings: Vec<Located>) -> Self {
        let next = Arc::new(Mutex::new(Next::Run(pages, findings)));
        let runs = next.clone();
        let rebuild = move |_: &Dirty| {
            let next = std::mem::replace(&mut *runs.lock().unwrap(), Next::Nothing);
            match next {
                Next::Nothing => None,
                Next::Run(pages, findings) => Some(Run { pages: pages.map(|pages| Arc::new(pages) as Arc<dyn Pages>), findings }),
                Next::Panic => std::panic::resume_unwind(Box::new("a mistake of ours")),
            }
        };
        let changes = Arc::new(Changes::new());
        changes.mark_everything();
        let preview = Arc::new(Preview::new(Box::new(rebuild), changes.clone(), Arc::new(|_: &Notice| {})).unwrap());
        let listener = bind(LOOPBACK, Some(0)).unwrap();
        let address = listener.local_addr().unwrap();
        let served = preview.clone();
        thread::spawn(move || listen::listen(listener, Door::new(LOOPBACK, address), served));
        Self { address, changes, preview, next }
    }

    fn good(text: &str) -> Self {
        Self::start(Some(site(text)), vec![])
    }

    /// An edit whose run will make this.
    fn edit(&self, next: Next) {
        *self.next.lock().unwrap() = next;
        self.changes.mark("content/a.md".into());
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.set_write_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    fn get(&self, target: &str) -> Reply {
        self.ask(&format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.address.port()))
    }

    /// A client that has said this, and has read nothing yet.
    fn send(&self, request: &str) -> TcpStream {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn ask(&self, request: &str) -> Reply {
        let mut stream = self.send(request);
        read(&mut stream, request.starts_with("HEAD"))
    }

    fn stream(&self) -> TcpStream {
        let mut stream = self.connect();
        let port = self.address.port();
        write!(stream, "GET /_sourcebook/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
        stream
    }

    fn news(&self, path: &str, seen: &str) -> serde_json::Value {
        let reply = self.get(&format!("/_sourcebook/page?path={path}&seen={seen}"));
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The hash that the page was marked with.
    fn seen(&self) -> &str {
        self.body.split("data-seen=\"").nth(1).unwrap().split('"').next().unwrap()
    }
}

/// One answer from a connection that may bring more.
fn read(stream: &mut TcpStream, head_only: bool) -> Reply {
    let head = read_until(stream, "\r\n\r\n");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    let mut reply = Reply { status, head, body: String::new() };
    let length = reply.header("Content-Length").map_or(0, |length| length.parse().unwrap());
    if !head_only {
        let mut body = vec![0; length];
        stream.read_exact(&mut body).unwrap();
        reply.body = String::from_utf8_lossy(&body).into_owned();
    }
    reply
}

/// What comes up to and with `end`, or up to the end of the connection.
fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(end.as_bytes()) {
        match stream.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => bytes.push(byte[0]),
            Err(error) => panic!("{error} after {:?}", String::from_utf8_lossy(&bytes)),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn pages_and_files_are_answered_as_what_they_are() {
    let scene = Scene::good("Hello");
    let home = scene.get("/");
    assert_eq!(home.status, 200);
    assert!(home.body.starts_with("<body>Hello<script src=\"/_sourcebook/live.js\" defer "), "{}", home.body);
    assert_eq!(home.header("Content-Type"), Some("text/html; charset=utf-8"));
    for reply in [home, scene.get("/feed.xml"), scene.get("/none/"), scene.get("/\\"), scene.get("/_sourcebook/live.js")] {
        assert_eq!(reply.header("Cache-Control"), Some("no-store"), "{reply:?}");
        assert_eq!(reply.header("X-Content-Type-Options"), Some("nosniff"), "{reply:?}");
        assert_eq!(reply.header("Cross-Origin-Resource-Policy"), Some("same-origin"), "{reply:?}");
        assert!(!reply.head.to_lowercase().contains("access-control"), "{reply:?}");
    }
    let feed = scene.get("/feed.xml?x=1");
    assert_eq!((feed.body.as_str(), feed.header("Content-Type")), ("<feed/>", Some("application/xml")));
    let moved = scene.get("/countries/rwanda?to=//evil.example");
    assert_eq!((moved.status, moved.header("Location")), (302, Some("/countries/rwanda/")));
    let missing = scene.get("/countries/nowhere/");
    assert_eq!(missing.status, 404);
    assert!(missing.body.starts_with("<body>No such page<script"), "{}", missing.body);
    let head = scene.ask("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[test]
fn nothing_but_the_plan_is_answered() {
    let scene = Scene::good("Hello");
    let port = scene.address.port();
    let secret = fs::read_to_string("Cargo.toml").unwrap();
    let targets = [
        ("/Cargo.toml", 404),
        ("/../Cargo.toml", 400),
        ("/..%2fCargo.toml", 400),
        ("/%2e%2e/Cargo.toml", 400),
        ("/%252e%252e/Cargo.toml", 404),
        ("/..\\Cargo.toml", 400),
        ("/%5c..%5cCargo.toml", 400),
        ("/feed.xml%00", 400),
        ("/feed.xml#", 400),
        ("/feed.xml::$DATA", 404),
        ("//Cargo.toml", 404),
        ("http://localhost/feed.xml", 400),
        ("http://evil.example/", 400),
        ("*", 400),
        ("feed.xml", 400),
        ("/%ff", 400),
        ("/%zz", 400),
        ("/\u{1}", 400),
        ("/_sourcebook/", 404),
        ("/_sourcebook/../feed.xml", 400),
        ("/_sourcebook/page", 400),
        ("/_sourcebook/page?path=http://evil.example/&seen=", 400),
        ("/_sourcebook/page?path=/../&seen=", 400),
    ];
    for (target, status) in targets {
        let reply = scene.get(target);
        assert_eq!(reply.status, status, "{target}: {reply:?}");
        assert!(!reply.body.contains(&secret) && !reply.body.contains("Cargo") && !reply.body.contains("evil"), "{reply:?}");
    }
    let long = format!("/{}", "a".repeat(9000));
    assert_eq!(scene.get(&long).status, 431);
    let own = format!("Host: localhost:{port}\r\n");
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 403),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n".to_owned(), 403),
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), 403),
        (format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n"), 403),
        (format!("GET / HTTP/1.1\r\n{own}{own}\r\n"), 403),
        (format!("GET / HTTP/1.1\r\n{own}Origin: http://evil.example\r\n\r\n"), 403),
        (format!("GET / HTTP/1.1\r\n{own}Origin: null\r\n\r\n"), 403),
        (format!("GET /_sourcebook/events HTTP/1.1\r\n{own}Sec-Fetch-Site: cross-site\r\n\r\n"), 403),
        (format!("GET /_sourcebook/page?path=/&seen= HTTP/1.1\r\n{own}Sec-Fetch-Site: same-site\r\n\r\n"), 403),
        (format!("POST / HTTP/1.1\r\n{own}Content-Length: 5\r\n\r\nhello"), 405),
        (format!("PUT /feed.xml HTTP/1.1\r\n{own}\r\n"), 405),
        (format!("DELETE / HTTP/1.1\r\n{own}\r\n"), 405),
        (format!("OPTIONS * HTTP/1.1\r\n{own}\r\n"), 405),
        (format!("TRACE / HTTP/1.1\r\n{own}\r\n"), 405),
        (format!("get / HTTP/1.1\r\n{own}\r\n"), 405),
        (format!("GET / HTTP/1.1\r\n{own}Content-Length: 5\r\n\r\nhello"), 400),
        (format!("GET / HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400),
        (format!("GET / HTTP/1.0\r\n{own}\r\n"), 200),
        (format!("GET / HTTP/1.1\r\n{own}Origin: http://localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n\r\n"), 200),
    ] {
        let reply = scene.ask(&request);
        assert_eq!(reply.status, status, "{request}{reply:?}");
        assert_eq!(reply.header("Allow").is_some(), status == 405, "{request}{reply:?}");
    }
}

#[test]
fn odd_clients_hold_up_nobody() {
    let scene = Scene::good("Hello");
    let port = scene.address.port();
    let big = tempfile::NamedTempFile::new().unwrap();
    big.as_file().set_len(64 * 1024 * 1024).unwrap();
    scene.edit(Next::Run(Some(site("Hello").made("/big.mp4", Made::File("video/mp4", big.path().to_owned()))), vec![]));
    let odd = [
        // Half a request.
        "GET / HTTP/1.1\r\nHost: local".to_owned(),
        // A file that nobody reads.
        format!("GET /big.mp4 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"),
        // Requests after it that wait for it.
        format!("GET /big.mp4 HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").repeat(30),
        format!("GET /_sourcebook/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").repeat(30),
        // Announced, but never sent.
        format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 5000\r\n\r\n"),
        format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 9000000000000000000\r\n\r\n"),
        format!("POST / HTTP/1.1\r\nHost: localhost:{port}\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n"),
        // A megabyte of header.
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nX: {}", "x".repeat(1024 * 1024)),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nX: {}\r\n\r\n", "x".repeat(1024 * 1024)),
        "\r\n\r\n\0\0\0".to_owned(),
    ];
    let kept: Vec<TcpStream> = odd.iter().cycle().take(odd.len() * 4).map(|request| scene.send(request)).collect();
    for _ in 0..50 {
        assert_eq!(scene.get("/").status, 200);
    }
    drop(kept);
    assert_eq!(scene.get("/").status, 200);
}

#[test]
fn what_is_no_request_is_refused_at_once() {
    let scene = Scene::good("Hello");
    let host = format!("Host: localhost:{}", scene.address.port());
    for (request, status) in [
        (format!("GET / HTTP/2.0\r\n{host}\r\n\r\n"), 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\n{host}\n\n"), 400),
        ("\u{16}\u{3}\u{1}\0\u{2}".to_owned(), 400),
        ("\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\n{host}\r\nX: a\0b\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}\r\nX: a\r\n folded\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}\r\nContent-Length: -1\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n"), 400),
        (format!("GET /é HTTP/1.1\r\n{host}\r\n\r\n"), 400),
        (format!("GET / HTTP/1.1\r\n{host}\r\nX: {}\r\n\r\n", "x".repeat(80 * 1024)), 431),
        // It does not end, and is not read to its end.
        (format!("GET / HTTP/1.1\r\n{host}\r\nX: {}", "x".repeat(200 * 1024)), 431),
    ] {
        let reply = scene.ask(&request);
        assert_eq!(reply.status, status, "{request:.80}{reply:?}");
        assert_eq!(reply.header("Connection"), Some("close"), "{request:.80}");
    }
}

#[test]
fn half_a_request_is_waited_for_no_longer_than_a_browser_needs() {
    let scene = Scene::good("Hello");
    // More than are held at a time: the first of them make room.
    let mut halves: Vec<TcpStream> = (0..600).map(|_| scene.send("GET / HTTP/1.1\r\nHost: local")).collect();
    assert_eq!(scene.get("/").status, 200);
    for half in &mut halves {
        // The end of the connection, and not the deadline of this test.
        assert_eq!(read_until(half, "\r\n\r\n"), "");
    }
}

#[test]
fn three_hundred_clients_that_never_read_hold_up_nobody() {
    let big = tempfile::NamedTempFile::new().unwrap();
    big.as_file().set_len(64 * 1024 * 1024).unwrap();
    let scene = Scene::start(Some(site("Hello").made("/big.mp4", Made::File("video/mp4", big.path().to_owned()))), vec![]);
    let asked = format!("GET /big.mp4 HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", scene.address.port()).repeat(50);
    let deaf: Vec<TcpStream> = (0..300).map(|_| scene.send(&asked)).collect();
    for _ in 0..50 {
        assert_eq!(scene.get("/").status, 200);
    }
    drop(deaf);
    assert_eq!(scene.get("/").status, 200);
}

#[test]
fn requests_sent_without_waiting_are_answered_in_order() {
    let scene = Scene::good("Hello");
    let port = scene.address.port();
    let mut stream = scene.connect();
    let targets = ["/feed.xml", "/style.1.css", "/none", "/feed.xml"];
    for target in targets.iter().cycle().take(40) {
        write!(stream, "GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
    }
    for target in targets.iter().cycle().take(40) {
        let types = if *target == "/style.1.css" { "text/css; charset=utf-8" } else { "" };
        let reply = read(&mut stream, false);
        assert_eq!(reply.status, if *target == "/none" { 404 } else { 200 });
        assert!(reply.header("Content-Type").unwrap().starts_with(types));
    }
}

#[test]
fn open_tabs_do_not_starve_the_pages() {
    let scene = Scene::good("Hello");
    let mut tabs: Vec<TcpStream> = (0..20).map(|_| scene.stream()).collect();
    for tab in &mut tabs {
        let head = read_until(tab, "\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
        assert!(read_until(tab, "\n\n\r\n").contains("retry: 1000"));
    }
    for _ in 0..200 {
        assert_eq!(scene.get("/").status, 200);
    }
    scene.edit(Next::Run(Some(site("Edited")), vec![]));
    scene.preview.catch_up();
    for tab in &mut tabs {
        assert!(read_until(tab, "data: 2\n\n").ends_with("data: 2\n\n"));
    }
}

#[test]
fn tabs_that_vanish_are_forgotten() {
    let scene = Scene::good("Hello");
    scene.get("/");
    for round in 0..5 {
        let gone: Vec<TcpStream> = (0..30).map(|_| scene.stream()).collect();
        drop(gone);
        scene.edit(Next::Run(Some(site(&format!("Round {round}"))), vec![]));
        assert!(scene.get("/").body.contains(&format!("Round {round}")));
    }
    let mut tab = scene.stream();
    assert!(read_until(&mut tab, "data: 6\n\n").ends_with("data: 6\n\n"));
}

#[test]
fn a_pending_change_is_in_the_answer() {
    let scene = Scene::good("First");
    assert!(scene.get("/").body.contains("First"));
    for edit in 0..100 {
        scene.edit(Next::Run(Some(site(&format!("Edit {edit}."))), vec![]));
        assert!(scene.get("/").body.contains(&format!("Edit {edit}.")));
    }
    let before = scene.preview.current().generation;
    scene.edit(Next::Nothing);
    scene.get("/");
    assert_eq!(scene.preview.current().generation, before, "what changed nothing reloads nothing");
}

#[test]
fn a_failed_run_keeps_the_last_good_pages() {
    let scene = Scene::start(Some(site("Good").faulty("/bad/", finding("error"))), vec![finding("warning")]);
    let seen = scene.get("/").seen().to_owned();
    assert_eq!(scene.news("/", &seen)["state"], "same");
    assert_eq!(scene.news("/", &seen)["warnings"], 1);
    assert_eq!((&scene.news("/", &seen)["here"], &scene.news("/countries/rwanda/", "")["here"]), (&0.into(), &1.into()));
    assert_eq!(scene.news("/", "other")["state"], "changed");
    assert_eq!(scene.news("/nowhere/", &seen)["state"], "gone");
    scene.edit(Next::Run(None, vec![finding("error")]));
    let kept = scene.get("/");
    assert!(kept.status == 200 && kept.body.contains("Good"));
    let news = scene.news("/", &seen);
    assert_eq!((&news["state"], &news["errors"], &news["warnings"]), (&"broken".into(), &1.into(), &0.into()));
    assert_eq!(news["findings"][0]["screen"], "  | ^^^");
    let bad = scene.get("/bad/");
    assert!(bad.status == 500 && bad.body.contains("&lt;`nyt`&gt;") && bad.body.contains(" data-stand-in>"), "{bad:?}");
    scene.edit(Next::Panic);
    assert_eq!(scene.news("/", &seen)["findings"][0]["code"], "internal");
    assert!(scene.get("/").body.contains("Good"));
    scene.edit(Next::Run(Some(site("Better").asset("print.css", "/print.1.css")), vec![]));
    assert!(scene.get("/").body.contains("Better"));
    let news = scene.news("/", &seen);
    assert_eq!((&news["state"], &news["errors"]), (&"changed".into(), &0.into()));
    assert_eq!(news["styles"].to_string(), r#"[["style.css","/style.1.css"],["print.css","/print.1.css"]]"#);
}

#[test]
fn without_any_good_run_the_findings_are_the_page() {
    let scene = Scene::start(None, vec![finding("error")]);
    let page = scene.get("/countries/rwanda/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("content/countries/rwanda.yaml:12:9") && page.body.contains("  | ^^^"), "{}", page.body);
    assert_eq!(scene.news("/countries/rwanda/", page.seen())["hash"], page.seen(), "so it does not reload for nothing");
    assert_eq!(scene.get("/_sourcebook/live.css").status, 200);
    scene.edit(Next::Run(Some(site("Good")), vec![]));
    assert_ne!(scene.news("/countries/rwanda/", page.seen())["hash"], page.seen());
    assert_eq!(scene.get("/countries/rwanda/").status, 200);
}

#[test]
fn a_page_that_panics_costs_one_answer() {
    let scene = Scene::start(Some(site("Good").made("/panic/", Made::Panic)), vec![]);
    for _ in 0..20 {
        assert_eq!(scene.get("/panic/").status, 500);
    }
    assert_eq!(scene.get("/").status, 200);
}

#[test]
fn media_is_sent_whole_or_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mp3");
    fs::write(&path, "0123456789").unwrap();
    let scene = Scene::start(Some(site("").made("/a.mp3", Made::File("audio/mpeg", path.clone()))), vec![]);
    let part = |headers: &str| scene.ask(&format!("GET /a.mp3 HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"));
    let whole = part("");
    assert_eq!((whole.status, whole.body.as_str(), whole.header("Accept-Ranges")), (200, "0123456789", Some("bytes")));
    let some = part("Range: bytes=2-4\r\n");
    assert_eq!((some.status, some.body.as_str(), some.header("Content-Range")), (206, "234", Some("bytes 2-4/10")));
    assert_eq!(some.header("Content-Type"), Some("audio/mpeg"));
    assert_eq!(part("Range: bytes=-3\r\n").body, "789");
    let beyond = part("Range: bytes=10-\r\n");
    assert_eq!((beyond.status, beyond.header("Content-Range")), (416, Some("bytes */10")));
    assert_eq!(part("Range: bytes=2-4\r\nIf-Range: \"x\"\r\n").status, 200);
    let head = scene.ask("HEAD /a.mp3 HTTP/1.1\r\nHost: localhost\r\nRange: bytes=2-4\r\n\r\n");
    assert_eq!((head.status, head.header("Content-Length")), (200, Some("10")));
    fs::remove_file(&path).unwrap();
    assert_eq!(part("").status, 404);
}

#[test]
fn an_edit_on_disk_reaches_the_browser() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("content")).unwrap();
    let file = root.path().join("content/a.md");
    fs::write(&file, "first").unwrap();
    let content = file.clone();
    let rebuild = move |_: &Dirty| {
        let text = fs::read_to_string(&content).ok();
        Some(Run { pages: text.map(|text| Arc::new(site(&text)) as Arc<dyn Pages>), findings: vec![] })
    };
    let (ready, url) = mpsc::channel();
    let ready = Mutex::new(ready);
    let report = move |notice: &Notice| {
        if let Notice::Ready { url } = notice {
            ready.lock().unwrap().send((*url).to_owned()).unwrap();
        }
    };
    let options = Options { root: root.path().to_owned(), host: None, port: Some(0), method: watch::Method::Notify };
    thread::spawn(move || serve(&options, Box::new(rebuild), Box::new(report)));
    let url = url.recv_timeout(DEADLINE).unwrap();
    let address: SocketAddr = url.strip_prefix("http://").unwrap().trim_end_matches('/').parse().unwrap();
    let get = || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        read(&mut stream, false).body
    };
    assert!(get().contains("first"));
    for text in ["second", "third"] {
        fs::write(&file, text).unwrap();
        let start = Instant::now();
        while !get().contains(text) {
            assert!(start.elapsed() < DEADLINE, "{text}");
        }
    }
}

#[test]
fn the_next_port_is_taken_only_when_none_was_asked_for() {
    let taken = bind(LOOPBACK, Some(0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(bind(LOOPBACK, Some(port)).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    let first = bind(LOOPBACK, None).unwrap();
    let second = bind(LOOPBACK, None).unwrap();
    assert!(first.local_addr().unwrap().port() >= PORT);
    assert!(second.local_addr().unwrap().port() > first.local_addr().unwrap().port());
    assert!(bind("no such name", Some(0)).is_err());
}

#[test]
fn notices_are_lines() {
    let dirty = Dirty::Paths(BTreeSet::from(["content/countries/rwanda.yaml".into()]));
    let took = Duration::from_millis(38);
    let findings = [finding("error"), finding("warning"), finding("warning")];
    let good = Notice::Ran { dirty: &dirty, pages: Some(1412), took, findings: &findings[1..] };
    assert_eq!(good.to_string(), "content/countries/rwanda.yaml: 1,412 pages in 38 ms, 2 warnings");
    let failed = Notice::Ran { dirty: &dirty, pages: None, took, findings: &findings };
    assert_eq!(failed.to_string(), "content/countries/rwanda.yaml: 1 error and 2 warnings in 38 ms, no new pages");
    assert!(Path::new(&Notice::Ready { url: "http://127.0.0.1:1111/" }.to_string()).to_string_lossy().contains("1111/"));
}
