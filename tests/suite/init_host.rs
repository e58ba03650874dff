//! What `sourcebook init --host` writes.
//!
//! In: each host. Out: that its files are those of the manual, stand beside a report that exists, overwrite nothing, and send the headers
//! that the manual promises. It never starts a server.

use crate::cli::{report, sourcebook};
use crate::support::{files_below, repository};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const HOSTS: [&str; 8] =
    ["github-pages", "github-pages-matrix", "gitlab-pages", "netlify", "cloudflare-pages", "s3", "nginx", "caddy"];
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, String> {
    // An absolute path stays what it is when it is joined to that of the repository.
    let found = files_below(&folder.to_string_lossy(), "").into_iter();
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    found.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
}

/// What these words add to a report that exists.
fn added(words: &[&str]) -> BTreeMap<String, String> {
    let folder = report();
    let before = files(folder.path());
    let made = sourcebook(folder.path(), &[&["init"], words].concat());
    assert_eq!(made.code, Some(0), "{}", made.err);
    let mut after = files(folder.path());
    for (path, text) in before {
        assert_eq!(after.remove(&path), Some(text), "{path} was changed");
    }
    after
}

#[test]
fn the_manual_shows_the_files_of_every_host() {
    let manual = fs::read_to_string(repository("docs/hosting.md")).unwrap();
    for host in HOSTS {
        let files = added(&["--host", host]);
        assert!(!files.is_empty(), "{host}");
        for (path, text) in files {
            assert!(manual.contains(&format!("\n{text}```\n")), "docs/hosting.md does not show this {path} of {host}:\n{text}");
        }
    }
}

#[test]
fn the_name_and_the_path_of_the_site_stand_in_the_files_of_servers() {
    for host in ["nginx", "caddy"] {
        for (path, text) in added(&["--host", host, "-u", "https://news.example/a/b"]) {
            assert!(text.contains("news.example") && text.contains("/a/b/"), "{path}: {text}");
            assert!(!text.contains("example.org") && !text.contains("<PATH>") && !text.contains("<HOST>"), "{path}: {text}");
        }
    }
}

/// Checklist M36: nothing is loaded from elsewhere.
#[test]
fn hosts_that_can_send_headers_send_the_strict_policy_and_keep_only_what_has_a_fingerprint() {
    for host in ["nginx", "caddy"] {
        let text: String = added(&["--host", host]).into_values().collect();
        for wanted in [POLICY, "nosniff", "strict-origin-when-cross-origin", FOR_EVER] {
            assert!(text.contains(wanted), "{host}: {wanted}");
        }
    }
}

#[test]
fn workflows_build_on_a_schedule_and_check_proposals() {
    let files = added(&["--host", "github-pages"]);
    assert!(files[".github/workflows/publish.yml"].contains("schedule: [{cron:"));
    assert!(files[".github/workflows/check.yml"].contains("sourcebook check --format github"));
}

/// The times at which something is done, as cron has them: five fields.
fn times(text: &str) -> Vec<String> {
    let quoted =
        text.lines().filter_map(|line| line.split_once("cron: \"")?.1.split_once('"').map(|(times, _)| times.to_owned()));
    let plain = text.lines().filter(|line| !line.starts_with('#') && line.starts_with(|c: char| c.is_ascii_digit()));
    let plain = plain.map(|line| line.split(' ').take(5).collect::<Vec<_>>().join(" "));
    let named = text
        .lines()
        .filter_map(|line| line.split_once("make a schedule `")?.1.split_once('`').map(|(times, _)| times.to_owned()));
    quoted.chain(plain).chain(named).collect()
}

#[test]
fn every_host_is_told_to_build_on_a_schedule() {
    for host in HOSTS {
        let text: String = added(&["--host", host, "-u", "https://news.example/a/b"]).into_values().collect();
        assert_eq!(times(&text), ["17 */6 * * *"], "{host}");
        assert!(text.contains("sourcebook build"), "{host}");
        let finds_out = ["github-pages", "github-pages-matrix", "gitlab-pages"].contains(&host);
        assert!(finds_out || text.contains("--base-url \"https://news.example/a/b/\""), "{host}: {text}");
    }
}

#[test]
fn two_servers_share_what_they_both_need() {
    let files = added(&["--host", "nginx", "--host", "caddy"]);
    let names: Vec<&str> = files.keys().map(String::as_str).filter(|name| name.starts_with("hosting/")).collect();
    assert_eq!(names, ["hosting/Caddyfile", "hosting/nginx.conf", "hosting/rebuild.cron"]);
}

#[test]
fn a_new_report_can_have_its_hosts_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let made = sourcebook(folder.path(), &["init", "--host", "s3", "--host", "netlify", "--host", "s3"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    for path in ["content/site.yaml", "hosting/s3.sh", "netlify.toml"] {
        assert!(folder.path().join(path).exists(), "{path}");
    }
}

#[test]
fn a_file_in_the_way_is_left_and_nothing_is_written() {
    let folder = report();
    fs::write(folder.path().join("netlify.toml"), "Mine.").unwrap();
    let refused = sourcebook(folder.path(), &["init", "--host", "netlify", "--host", "nginx"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("netlify.toml"), "{}", refused.err);
    assert_eq!(fs::read_to_string(folder.path().join("netlify.toml")).unwrap(), "Mine.");
    assert!(!folder.path().join("hosting").exists());
}
