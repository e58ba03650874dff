//! Whether a page that is open somewhere is still what it was.
//!
//! In: the bytes of a page as they are now, and the hash of what the browser shows. Out: [`News`], for the script in
//! the page. There is no dependency graph: the page is made again and compared. Style sheets are left out of the
//! comparison, because the script swaps them in place. It never renders.

use super::overlay::picture;
use super::pages::Origin;
use super::preview::Snapshot;
use super::show::Shown;
use crate::diagnose::{Located, Severity};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

/// More findings than this are not shown over a page.
const SHOWN: usize = 100;

/// What the script of an open page is told.
#[derive(Serialize, Debug)]
pub(super) struct News<'a> {
    pub generation: u64,
    pub state: State,
    /// Of what the address shows now.
    pub hash: String,
    /// Each style sheet with its URL.
    pub styles: &'a [(String, String)],
    pub errors: usize,
    pub warnings: usize,
    /// How many of them are about what the page is written in.
    pub here: usize,
    /// Errors first, then those of the page, and not all if there are very many.
    pub findings: Vec<Told>,
}

/// A finding as an open page is told of it. Its screen holds the picture alone.
#[derive(Serialize, Debug)]
pub(super) struct Told {
    /// Whether it is about what the page is written in.
    pub here: bool,
    #[serde(flatten)]
    pub finding: Located,
}

/// An open page, compared with its address.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Same,
    Changed,
    /// There is no such address any more.
    Gone,
    /// It cannot be made; what is open stays.
    Broken,
}

/// What is new for a page whose hash was `seen`, now that its address shows `shown`, which is written in `origins`.
pub(super) fn news<'a>(snapshot: &'a Snapshot, shown: &'a Shown, origins: &[Origin], seen: &str) -> News<'a> {
    let (hash, missing, faults): (_, _, &[Located]) = match shown {
        Shown::Page { bytes, .. } => (snapshot.hash(bytes), false, &[]),
        Shown::Missing { bytes } => (snapshot.hash(bytes), true, &[]),
        Shown::Faulty { bytes, findings, .. } => (snapshot.hash(bytes), false, findings),
        Shown::File { .. } | Shown::Moved(_) => (String::new(), false, &[]),
    };
    let state = if snapshot.failed || matches!(shown, Shown::Faulty { .. }) {
        State::Broken
    } else if hash == seen {
        State::Same
    } else if missing {
        State::Gone
    } else {
        State::Changed
    };
    let is_here = |finding: &Located| origins.iter().any(|origin| origin.holds(finding));
    let of_the_run = snapshot.findings.iter().map(|finding| (is_here(finding), finding));
    // What keeps the page from being made is about the page, wherever it stands.
    let mut findings: Vec<(bool, &Located)> = faults.iter().map(|finding| (true, finding)).chain(of_the_run).collect();
    findings.sort_by_key(|(here, finding)| (!is_error(finding), !here));
    let errors = findings.iter().filter(|(_, finding)| is_error(finding)).count();
    let warnings = findings.len() - errors;
    let here = findings.iter().filter(|(here, _)| *here).count();
    findings.truncate(SHOWN);
    let findings = findings.into_iter().map(|(here, finding)| told(here, finding)).collect();
    News { generation: snapshot.generation, state, hash, styles: snapshot.styles(), errors, warnings, here, findings }
}

fn told(here: bool, finding: &Located) -> Told {
    Told { here, finding: Located { screen: picture(&finding.screen), ..finding.clone() } }
}

pub(super) fn is_error(finding: &Located) -> bool {
    finding.severity == Severity::Error.word()
}

impl Snapshot {
    /// The hash of a page without the fingerprints of its style sheets.
    pub(super) fn hash(&self, page: &[u8]) -> String {
        match &self.site {
            Some(site) => site.styles.hash(page),
            None => Styles::default().hash(page),
        }
    }

    /// Each style sheet with its URL.
    pub(super) fn styles(&self) -> &[(String, String)] {
        self.site.as_ref().map_or(&[], |site| &site.styles.urls)
    }
}

/// The style sheets of a theme.
#[derive(Default, Debug)]
pub(super) struct Styles {
    urls: Vec<(String, String)>,
    finder: Option<AhoCorasick>,
}

impl Styles {
    /// Picks the style sheets out of all assets. Any other asset that changes must reload the pages that link it.
    pub(super) fn new(asset_urls: Vec<(String, String)>) -> Self {
        let urls: Vec<_> = asset_urls.into_iter().filter(|(asset, _)| asset.ends_with(".css")).collect();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(urls.iter().map(|(_, url)| url));
        Self { urls, finder: finder.ok() }
    }

    fn hash(&self, page: &[u8]) -> String {
        let mut hasher = Xxh3::new();
        let mut rest = 0;
        for found in self.finder.iter().flat_map(|finder| finder.find_iter(page)) {
            hasher.update(&page[rest..found.start()]);
            hasher.update(b"\0");
            hasher.update(self.urls[found.pattern().as_usize()].0.as_bytes());
            hasher.update(b"\0");
            rest = found.end();
        }
        hasher.update(&page[rest..]);
        format!("{:032x}", hasher.digest128())
    }
}

#[cfg(test)]
mod tests {
    use super::super::preview::Run;
    use super::super::show::show;
    use super::super::tests::{Fake, finding};
    use super::*;
    use std::sync::Arc;

    fn snapshot(pages: Option<Fake>, findings: Vec<Located>) -> Snapshot {
        let pages = pages.map(|pages| Arc::new(pages) as Arc<dyn super::super::Pages>);
        Snapshot::default().followed_by(Run { pages, findings })
    }

    fn page(body: &str, style: &str) -> Fake {
        let text = format!("<link rel=stylesheet href={style}><script src=/site.1.js></script>{body}");
        Fake::new("/").with("/a/", "text/html", &text).asset("style.css", style).asset("site.js", "/site.1.js")
    }

    fn state(snapshot: &Snapshot, path: &str, seen: &str) -> State {
        news(snapshot, &show(snapshot, path), &[], seen).state
    }

    fn hash(snapshot: &Snapshot, path: &str) -> String {
        news(snapshot, &show(snapshot, path), &[], "").hash
    }

    #[test]
    fn a_page_is_compared_without_its_style_sheets() {
        let first = snapshot(Some(page("text", "/style.1.css")), vec![]);
        let seen = hash(&first, "/a/");
        let restyled = snapshot(Some(page("text", "/style.2.css")), vec![]);
        assert_eq!(state(&restyled, "/a/", &seen), State::Same);
        assert_eq!(restyled.styles(), [("style.css".to_owned(), "/style.2.css".to_owned())]);
        let edited = snapshot(Some(page("new text", "/style.1.css")), vec![]);
        assert_eq!(state(&edited, "/a/", &seen), State::Changed);
    }

    #[test]
    fn a_page_that_goes_and_comes_back_is_noticed_both_times_and_once() {
        let there = snapshot(Some(page("text", "/style.1.css")), vec![]);
        let seen = hash(&there, "/a/");
        let gone = snapshot(Some(Fake::new("/").with("/", "text/html", "home")), vec![]);
        assert_eq!(state(&gone, "/a/", &seen), State::Gone);
        let seen = hash(&gone, "/a/");
        assert_eq!(state(&gone, "/a/", &seen), State::Same, "the browser shows the page that says so");
        assert_eq!(state(&there, "/a/", &seen), State::Changed);
    }

    #[test]
    fn a_failed_run_leaves_pages_alone() {
        let good = snapshot(Some(page("text", "/style.1.css")), vec![finding("warning")]);
        let seen = hash(&good, "/a/");
        assert_eq!(state(&good, "/a/", &seen), State::Same, "a warning is no failure");
        let run = Run { pages: None, findings: vec![finding("warning"), finding("error")] };
        let failed = good.followed_by(run);
        let shown = show(&failed, "/a/");
        let news = news(&failed, &shown, &[], &seen);
        assert_eq!((news.state, news.errors, news.warnings, news.generation), (State::Broken, 1, 1, 2));
        assert_eq!(news.findings[0].finding.severity, "error", "errors come first");
        assert_eq!(news.hash, seen);
    }

    #[test]
    fn a_page_that_cannot_be_made_has_findings_of_its_own() {
        let site = snapshot(Some(Fake::new("/").with("/a/", "text/html", "a").faulty("/b/", finding("error"))), vec![]);
        assert_eq!(state(&site, "/b/", "any"), State::Broken);
        assert_eq!(state(&site, "/a/", &hash(&site, "/a/")), State::Same);
        let none = snapshot(None, vec![finding("error")]);
        assert_eq!(state(&none, "/a/", "any"), State::Broken);
    }

    #[test]
    fn findings_of_the_page_come_first_and_are_counted() {
        let at = |line, file: &str| Located { line: Some(line), file: Some(file.to_owned()), ..finding("warning") };
        let found =
            vec![at(1, "content/a.yaml"), at(4, "content/sources.yaml"), at(9, "content/sources.yaml"), finding("warning")];
        let site = snapshot(Some(Fake::new("/").with("/a/", "text/html", "a")), found);
        let told = |origins: &[Origin]| {
            let shown = show(&site, "/a/");
            let news = news(&site, &shown, origins, "");
            let lines = news.findings.iter().filter(|told| told.here).map(|told| told.finding.line.unwrap()).collect::<Vec<_>>();
            assert!(news.findings.iter().take(news.here).all(|told| told.here), "{news:?}");
            assert_eq!(news.here, lines.len());
            lines
        };
        let origin = |file: &str, lines| Origin { file: file.to_owned(), lines };
        assert_eq!(told(&[]), [0; 0]);
        assert_eq!(told(&[origin("content/a.yaml", None)]), [1]);
        assert_eq!(told(&[origin("content/sources.yaml", Some(4..9))]), [4]);
        assert_eq!(told(&[origin("content/sources.yaml", None), origin("content/countries/rwanda.yaml", None)]), [4, 9, 12]);
    }

    #[test]
    fn more_findings_than_fit_are_counted_all_the_same() {
        let many = vec![finding("warning"); SHOWN + 20];
        let site = snapshot(Some(Fake::new("/").with("/a/", "text/html", "a")), many);
        let origins = [Origin { file: "content/countries/rwanda.yaml".to_owned(), lines: None }];
        let shown = show(&site, "/a/");
        let news = news(&site, &shown, &origins, "");
        assert_eq!((news.here, news.warnings, news.findings.len()), (SHOWN + 20, SHOWN + 20, SHOWN));
    }
}
