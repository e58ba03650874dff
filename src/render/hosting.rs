//! The files that a host reads: which headers it sends, where pages have moved, which domain it serves.
//!
//! In: the site, and the host that `site.yaml` names. Out: those files. Paths in them are those of the host, so they begin with the base path. They never
//! speak of the connection (`Strict-Transport-Security`): that binds a whole domain and all that is ever served there, which is its owner's to decide.

use super::frame::Frame;
use super::{href, policy};
use crate::link::{Address, EMBEDS, FINGERPRINTED, FOR_EVER, HostFile, Page};
use crate::model::settings::Host;
use std::collections::BTreeSet;

/// The files for the host of the report, if it names one.
#[must_use]
pub fn plan(frame: Frame<'_>) -> Vec<(Address, Page)> {
    let files: &[HostFile] = match frame.site.report.settings.host {
        None => &[],
        Some(Host::GithubPages) if domain(frame).is_some() => &[HostFile::NoJekyll, HostFile::Cname],
        Some(Host::GithubPages) => &[HostFile::NoJekyll],
        Some(Host::GitlabPages) if redirects_alone(frame) => &[HostFile::Redirects],
        Some(Host::GitlabPages) => &[],
        Some(Host::Netlify | Host::CloudflarePages) => &[HostFile::Headers, HostFile::Redirects],
    };
    let planned = files.iter().filter_map(|file| Some((Address::new(&format!("/{}", file.file_name()))?, Page::Host(*file))));
    planned.collect()
}

/// What one of them says.
#[must_use]
pub fn bytes(file: HostFile, frame: Frame<'_>) -> Vec<u8> {
    let text = match file {
        HostFile::Headers => headers(frame),
        HostFile::Redirects => redirects(frame),
        HostFile::NoJekyll => String::new(),
        HostFile::Cname => domain(frame).map_or_else(String::new, |domain| format!("{domain}\n")),
    };
    text.into_bytes()
}

/// The domain of one's own that a site on GitHub Pages is the whole of. A repository whose site lies in a folder gets it from elsewhere.
fn domain(frame: Frame<'_>) -> Option<&str> {
    let (_, rest) = frame.site.base.url.as_deref()?.split_once("://")?;
    let host = rest.split('/').next()?;
    let own = frame.base_path() == "/" && !host.ends_with(".github.io") && !host.contains(':');
    own.then_some(host)
}

// ── headers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Sent with every file. Links to other sites tell them the site that readers come from, and never the page.
const EVERYWHERE: [&str; 3] = [
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=()",
];

/// By the syntax that Netlify and Cloudflare Pages share (<https://developers.cloudflare.com/pages/configuration/headers/>). Where two rules
/// give one header, Cloudflare sends both values and other hosts one of them, so no two rules for a path do. What is not kept for ever is asked for
/// again each time: both hosts say that by themselves, and saying it here for all would be in the way of the rest.
fn headers(frame: Frame<'_>) -> String {
    let base = frame.base_path();
    let policy = policy::policy(frame);
    let framed = format!("Content-Security-Policy: {policy}");
    let alone = format!("{framed}; frame-ancestors 'none'");
    let everywhere = EVERYWHERE.map(str::to_owned).to_vec();
    let top = [(format!("{base}*"), everywhere), (base.to_owned(), vec![alone.clone()])];
    let folders = folders(frame).into_iter().map(|folder| {
        let mut headers = vec![if format!("/{folder}") == EMBEDS { framed.clone() } else { alone.clone() }];
        if FINGERPRINTED.contains(&folder) {
            headers.push(format!("Cache-Control: {FOR_EVER}"));
        }
        (format!("{}/*", href::to(base, folder, None)), headers)
    });
    let rule = |(path, headers): (String, Vec<String>)| format!("{path}\n  {}\n", headers.join("\n  "));
    top.into_iter().chain(folders).map(rule).collect()
}

/// The folders at the top of the site.
fn folders(frame: Frame<'_>) -> BTreeSet<&str> {
    let of_pages = frame.site.places.addresses().filter_map(|address| address.as_str()[1..].split_once('/'));
    let of_pages = of_pages.map(|(folder, _)| folder);
    let text = frame.site.report.settings.text_edition.then_some("text");
    of_pages.chain(FINGERPRINTED).chain([EMBEDS.trim_start_matches('/')]).chain(text).collect()
}

// ── redirects ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// How many rules GitLab reads, and how many bytes (<https://docs.gitlab.com/user/project/pages/redirects/>).
const GITLAB_READS: (usize, usize) = (1000, 64_000);

/// Whether the host leads readers on by itself, and only when there is no page at the old address: GitLab serves a page that is there, and knows no
/// rule that insists. When it would not read all rules, pages lead on, and there are no rules.
#[must_use]
pub fn redirects_alone(frame: Frame<'_>) -> bool {
    let (rules, bytes) = GITLAB_READS;
    frame.site.report.settings.host == Some(Host::GitlabPages)
        && frame.site.places.moved().count() <= rules
        && redirects(frame).len() <= bytes
}

/// `/articles/old/ /articles/new/ 301`. There is a page at the old address as well, for other hosts: Netlify serves that unless the rule insists,
/// which Cloudflare does by itself and has no word for.
fn redirects(frame: Frame<'_>) -> String {
    let code = if frame.site.report.settings.host == Some(Host::Netlify) { "301!" } else { "301" };
    let line =
        |(from, to): (&Address, &Page)| format!("{} {} {code}\n", href::href(frame.base_path(), from, None), frame.url(to));
    frame.site.places.moved().map(line).collect()
}
