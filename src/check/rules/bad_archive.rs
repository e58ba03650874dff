//! A link to an archived copy leads to a copy, and to one of this source.
//!
//! In: `archive:` of the sources. Out: `bad-archive`, for the archives whose addresses have a known form. It never opens a link.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;

pub(super) fn bad_archive(site: &Site, diagnostics: &mut Diagnostics) {
    for source in site.report.sources.values() {
        let Some(archive) = &source.archive else { continue };
        if let Some(fault) = fault(archive.value.as_str(), source.url.as_str()) {
            let found = Diagnostic::new(Code::BadArchive, archive.span, fault);
            diagnostics.push(found.help("open the archive’s page of this source, and copy its address from there"));
        }
    }
}

/// What is wrong with the address of an archived copy of `url`.
///
/// The Wayback Machine's addresses are `/web/` with 4 to 14 digits of a time and, after a slash, the address that was kept
/// (<https://archive.org/help/wayback_api.php>); archive.today's end in five letters or digits, or have the same form.
fn fault(archive: &str, url: &str) -> Option<String> {
    if archive == url {
        return Some("this is the address of the source itself, not of an archived copy".to_owned());
    }
    let (_, rest) = archive.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.trim_start_matches("www.");
    if host == "web.archive.org" {
        let Some((stamp, kept)) = path.strip_prefix("web/").and_then(|rest| rest.split_once('/')) else {
            return Some("this is no archived copy: `/web/`, the time and the address are missing".to_owned());
        };
        let digits = stamp.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '_');
        if !(4..=14).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(format!("`{stamp}` is not the time of an archived copy"));
        }
        return (bare(kept) != bare(url)).then(|| format!("this is a copy of another address: `{kept}`"));
    }
    let short =
        ["archive.today", "archive.ph", "archive.is", "archive.li", "archive.md", "archive.vn", "archive.fo"].contains(&host);
    (short && path.trim_matches('/').is_empty()).then(|| "this is the front page of an archive, not a copy".to_owned())
}

/// An address without what archives leave out or add: scheme, `www.`, the last slash, a place on the page.
fn bare(url: &str) -> String {
    let url = url.split('#').next().unwrap_or(url);
    let url =
        url.split_once("://").map_or_else(|| url.trim_start_matches("http:/").trim_start_matches("https:/"), |(_, rest)| rest);
    url.trim_start_matches("www.").trim_end_matches('/').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_the_source_are_told_from_other_addresses() {
        let url = "https://example.org/rwanda/";
        for good in [
            "https://web.archive.org/web/20250805/https://example.org/rwanda",
            "https://web.archive.org/web/2025/http://www.example.org/rwanda/",
            "https://web.archive.org/web/20250805120000id_/https://example.org/rwanda/",
            "https://archive.ph/aBc12",
            "https://perma.cc/AB12-CD34",
        ] {
            assert_eq!(fault(good, url), None, "{good}");
        }
        for bad in [
            "https://example.org/rwanda/",
            "https://web.archive.org/",
            "https://web.archive.org/web/https://example.org/rwanda/",
            "https://web.archive.org/web/20250805/https://example.org/uganda/",
            "https://archive.ph/",
        ] {
            assert!(fault(bad, url).is_some(), "{bad}");
        }
    }
}
