//! `sourcebook deploy` to a server that speaks as S3 does: [Moto](https://docs.getmoto.org/), on this computer.
//!
//! In: small sites. Out: what the server was asked for and in which order, what readers are then told over HTTP, and what the program says when
//! something is wrong. `./test features` installs the server; a test that finds none fails. It never leaves this computer.

use crate::deploy::{Answer, RECORD, Report, answer, claims, large, site};
use crate::support::repository;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SECRET: &str = "HIDDEN-SECRET-KEY";

/// A server with the bucket `newsroom`, whose objects everybody may read and write. Ends with the test.
struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    fn start() -> Self {
        Self::with(&[])
    }

    fn with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let program =
            std::env::var_os("MOTO_SERVER").map_or_else(|| repository("target/python/deploy/bin/moto_server"), PathBuf::from);
        let log = File::create(folder.path().join("log")).unwrap();
        let child = Command::new(&program)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .envs(settings.iter().copied())
            .env("NO_COLOR", "1")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}; `./test features` installs it", program.display()));
        let server = Self { child, port, folder };
        let begin = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(60), "the server does not start: {}", server.log());
            std::thread::sleep(Duration::from_millis(100));
        }
        server.ask("PUT", "/newsroom", "");
        server.policy(&[]);
        server
    }

    /// Lets everybody do everything, and nobody write these objects.
    fn policy(&self, denied: &[&str]) {
        let all = r#""Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::newsroom/*"#;
        let deny = |path: &&str| {
            format!(
                r#", {{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::newsroom/{path}"}}"#
            )
        };
        let denied: String = denied.iter().map(deny).collect();
        self.ask(
            "PUT",
            "/newsroom?policy",
            &format!(r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {all}"}}{denied}]}}"#),
        );
    }

    /// Asks over HTTP as a reader does: without credentials.
    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n");
        stream.write_all(format!("{head}Content-Length: {length}\r\n\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> (BTreeMap<String, String>, String) {
        let answer = self.ask("GET", &format!("/newsroom/report/{path}"), "");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        let headers = head.lines().skip(1).filter_map(header).chain([("status".to_owned(), head[9..12].to_owned())]);
        (headers.collect(), body.to_owned())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// What was written or deleted below `report/`, in order: `PUT index.html`.
    fn changes(&self) -> Vec<String> {
        let log = self.log();
        let asked = log.lines().filter_map(|line| line.split('"').nth(1)?.strip_suffix(" HTTP/1.1"));
        let change = |asked: &str| match asked.split_once(' ')? {
            ("PUT", path) => path.strip_prefix("/newsroom/report/").map(|path| format!("PUT {path}")),
            ("POST", path) if path.contains("delete") => Some("DELETE".to_owned()),
            _ => None,
        };
        asked.filter_map(change).collect()
    }

    fn pages_sent(&self) -> usize {
        self.changes().iter().filter(|change| change.ends_with(".html")).count()
    }

    fn wait_for_pages(&self, number: usize) {
        let begin = Instant::now();
        while self.pages_sent() < number {
            assert!(begin.elapsed() < Duration::from_secs(60), "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn deploy(&self, report: &Report, target: &str) -> Command {
        let mut command = report.deploy(&[target]);
        command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", SECRET).env("AWS_REGION", "us-east-1");
        command.env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port));
        command
    }

    fn answer(&self, report: &Report) -> Answer {
        answer(&mut self.deploy(report, "s3://newsroom/report"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_a_page_needs_is_there_before_it_and_nothing_is_deleted_before_the_end() {
    let server = Server::start();
    let report = Report::new();
    let style = |name: &str| format!("assets/style.{name}.css");
    let (old, new) = (style("0123456789abcdef"), style("fedcba9876543210"));
    let first = [
        (old.as_str(), "p{}"),
        ("data/events.csv", "a,b"),
        ("a/index.html", "a"),
        ("feed.xml", "f"),
        ("index.html", "h"),
        ("sitemap.xml", "s"),
    ];
    report.publish(&site(&first));
    let answer = server.answer(&report);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let mut sent = server.changes();
    assert_eq!((sent.remove(0), sent.pop()), (format!("PUT {RECORD}"), Some(format!("PUT {RECORD}"))));
    sent[3..].sort();
    let expected = [format!("PUT {old}"), "PUT data/events.csv".to_owned(), "PUT a/index.html".to_owned()];
    assert_eq!(sent[..3], expected);
    assert_eq!(sent[3..], ["PUT feed.xml", "PUT index.html", "PUT sitemap.xml"]);

    let before = server.changes().len();
    report.publish(&site(&[(new.as_str(), "p{}"), ("b/index.html", "b"), ("index.html", "new")]));
    let answer = server.answer(&report);
    assert!(answer.err.contains("3 files uploaded (7 bytes), 0 unchanged, 4 deleted, 1 kept for open pages."), "{}", answer.err);
    let record = format!("PUT {RECORD}");
    let expected = [&record, &format!("PUT {new}"), "PUT b/index.html", "PUT index.html", &record, "DELETE", &record];
    assert_eq!(server.changes()[before..], expected.map(str::to_owned));
    assert_eq!(server.get("a/index.html").0["status"], "404");
    assert_eq!(server.get(&old).0["status"], "200");

    let before = server.changes().len();
    let answer = server.answer(&report);
    assert!(answer.err.contains("0 files uploaded"), "{}", answer.err);
    assert_eq!(server.changes().len(), before, "nothing changed, so nothing is written");
}

#[test]
fn compressed_copies_stay_at_home_because_a_bucket_hands_them_to_nobody() {
    let server = Server::start();
    let report = Report::new();
    report.publish(&site(&[
        ("index.html", "home"),
        ("index.html.br", "h"),
        ("index.html.gz", "ho"),
        ("media/list.csv", "a"),
        ("media/list.csv.gz", "b"),
    ]));
    let answer = server.answer(&report);
    assert!(answer.err.contains("Left out, because a bucket hands them to nobody: 2 compressed copies"), "{}", answer.err);
    assert!(answer.err.contains("3 files uploaded"), "{}", answer.err);
    for (path, status) in
        [("index.html", "200"), ("index.html.br", "404"), ("index.html.gz", "404"), ("media/list.csv.gz", "200")]
    {
        assert_eq!(server.get(path).0["status"], status, "{path}");
    }
}

#[test]
fn readers_are_told_what_a_file_is_and_how_long_to_keep_it() {
    let server = Server::start();
    let report = Report::new();
    let cases = [
        ("assets/style.0123456789abcdef.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("cards/home.0123456789abcdef.png", "image/png", "public, max-age=31536000, immutable"),
        ("data/events.csv", "text/csv; charset=utf-8", "no-cache"),
        ("media/Zürich map.svg", "image/svg+xml", "no-cache"),
        ("countries/rwanda/index.html", "text/html; charset=utf-8", "no-cache"),
        ("feed.xml", "application/atom+xml", "no-cache"),
        ("facts.json", "application/json", "no-cache"),
    ];
    report.publish(&cases.iter().map(|(path, ..)| ((*path).to_owned(), format!("text of {path}"))).collect());
    let answer = server.answer(&report);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    for (path, media_type, cache) in cases {
        let (headers, body) = server.get(&path.replace('ü', "%C3%BC").replace(' ', "%20"));
        assert_eq!(headers["status"], "200", "{path}");
        let told = (headers["content-type"].to_lowercase(), headers["cache-control"].as_str());
        assert_eq!(told, (media_type.to_owned(), cache), "{path}");
        assert_eq!(headers.get("content-encoding"), None);
        assert_eq!(body, format!("text of {path}"));
    }
}

#[test]
fn killed_on_the_way_it_sends_only_what_is_missing() {
    let server = Server::start();
    let report = Report::new();
    let pages = large(400, "page");
    report.publish(&pages);
    let mut child = server.deploy(&report, "s3://newsroom/report").spawn().unwrap();
    server.wait_for_pages(100);
    child.kill().unwrap();
    child.wait().unwrap();
    // Requests that were under way when it was killed may still arrive.
    std::thread::sleep(Duration::from_secs(1));
    let before = server.pages_sent();
    assert!(before < 401, "it was killed too late to test anything");
    for claim in claims(&server.get(RECORD).1) {
        assert_eq!(server.get(&claim.0).1, pages[&claim.0]);
    }
    let answer = server.answer(&report);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(answer.err.contains("An earlier deploy had been broken off."), "{}", answer.err);
    assert_eq!(server.pages_sent(), 401, "each page was sent once");
    for (path, text) in &pages {
        assert_eq!(&server.get(path).1, text, "{path}");
    }
}

#[test]
fn who_deploys_while_another_is_at_work_is_refused() {
    let server = Server::start();
    let report = Report::new();
    report.publish(&site(&[("index.html", "h")]));
    let record = |beat: u32| format!(r#"{{"format":1,"generator":"","running":{beat},"files":[]}}"#);
    let put = |text: &str| server.ask("PUT", &format!("/newsroom/report/{RECORD}"), text);
    put(&record(1));
    let child = server.deploy(&report, "s3://newsroom/report").spawn().unwrap();
    std::thread::sleep(Duration::from_secs(2));
    put(&record(2));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is being deployed to by somebody else"));
    assert_eq!(server.pages_sent(), 0);
}

#[test]
fn who_is_overtaken_stops() {
    let server = Server::start();
    let report = Report::new();
    report.publish(&large(300, "page"));
    let child = server.deploy(&report, "s3://newsroom/report").spawn().unwrap();
    server.wait_for_pages(20);
    let theirs = r#"{"format":1,"generator":"","files":[]}"#;
    server.ask("PUT", &format!("/newsroom/report/{RECORD}"), theirs);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("somebody else began to deploy"), "{output:?}");
    assert_eq!(server.get(RECORD).1, theirs, "their record was left alone");
}

#[test]
fn what_is_wrong_is_said_in_plain_words_and_without_secrets() {
    let server = Server::start();
    let report = Report::new();
    report.publish(&site(&[("index.html", "h"), ("a.html", "a"), ("b.html", "b")]));
    let told = |command: &mut Command, code: i32, why: &str| {
        let answer = answer(command);
        assert!(answer.code == Some(code) && answer.err.contains(why), "{code} {why}: {:?} {}", answer.code, answer.err);
        assert!(!answer.err.contains(SECRET) && !answer.err.contains("panicked"), "{}", answer.err);
    };
    told(&mut server.deploy(&report, "s3://no-such-bucket/report"), 2, "there is no such bucket");
    told(
        server.deploy(&report, "s3://newsroom/report").env("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        2,
        "the server cannot be reached",
    );
    told(server.deploy(&report, "s3://newsroom/report").env("AWS_ENDPOINT_URL", "http://example.invalid"), 2, "not encrypted");
    told(
        server.deploy(&report, "s3://newsroom/report").env_remove("AWS_SECRET_ACCESS_KEY"),
        2,
        "in the environment cannot be used",
    );

    server.policy(&["report/b.html"]);
    told(&mut server.deploy(&report, "s3://newsroom/report"), 1, "`b.html` cannot be sent: the credentials do not allow it");
    assert!(!claims(&server.get(RECORD).1).contains_key("b.html"));
    server.policy(&[]);
    let answer = server.answer(&report);
    assert_eq!(answer.code, Some(0), "it goes on at once: {}", answer.err);
}

#[test]
fn credentials_that_are_not_accepted_are_named_as_such() {
    // Bucket and policy are made before the server begins to look at credentials.
    let server = Server::with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "2")]);
    let report = Report::new();
    report.publish(&site(&[("index.html", "h")]));
    let answer = server.answer(&report);
    assert_eq!(answer.code, Some(2));
    assert!(answer.err.contains("the credentials are not accepted (InvalidAccessKeyId)"), "{}", answer.err);
    assert!(!answer.err.contains(SECRET));
}
