//! What a page may load: its Content-Security-Policy.
//!
//! In: the site. Out: the directives, which every page states of itself and hosts may state in a header. They never allow a script or a style
//! inside a page, or a script, style or font of another site.

use super::frame::Frame;
use crate::link::{Picture, Piece, pieces};
use std::collections::BTreeSet;

/// The directives that hold wherever they are stated (<https://www.w3.org/TR/CSP3/>). Who may frame a page is not among them: browsers
/// hear that from a header alone.
#[must_use]
pub fn policy(frame: Frame<'_>) -> String {
    let mut directives = vec!["default-src 'self'".to_owned()];
    let hosts = hosts_of_pictures(frame);
    if !hosts.is_empty() {
        let hosts: Vec<String> = hosts.into_iter().collect();
        directives.push(format!("img-src 'self' {}", hosts.join(" ")));
    }
    if frame.site.report.settings.full_text.is_some() {
        // The search in the full text is a program in WebAssembly. The word allows no other code.
        directives.push("script-src 'self' 'wasm-unsafe-eval'".to_owned());
    }
    directives.extend(["object-src 'none'", "base-uri 'none'", "form-action 'self'"].map(str::to_owned));
    directives.join("; ")
}

/// The sites whose pictures some text shows.
fn hosts_of_pictures(frame: Frame<'_>) -> BTreeSet<String> {
    let outside = |piece: Piece<'_>| {
        let found = frame.site.linked(piece.prose).map_or(&[][..], |linked| &linked.images);
        let pictures = piece.prose.images.iter().zip(found);
        pictures
            .filter(|(_, found)| **found == Some(Picture::Outside))
            .map(|(image, _)| origin(&image.target))
            .collect::<Vec<_>>()
    };
    let with_pictures = pieces(&frame.site.report).into_iter().filter(|piece| !piece.prose.images.is_empty());
    with_pictures.flat_map(outside).collect()
}

/// `https://example.org:8080` of a URL. A host that a policy cannot name, such as one in other letters, is any host of its scheme.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host).to_ascii_lowercase();
    let scheme = if scheme.eq_ignore_ascii_case("http") { "http" } else { "https" };
    let nameable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(nameable) { format!("{scheme}:") } else { format!("{scheme}://{host}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_the_host_of_a_picture_and_nothing_else_of_its_address() {
        for (url, wanted) in [
            ("https://Example.org/a/b.jpg?x=1", "https://example.org"),
            ("http://example.org:8080#a", "http://example.org:8080"),
            ("https://user@example.org/", "https://example.org"),
            ("https://bücher.example/a.jpg", "https:"),
            ("https://a;script-src */", "https:"),
            ("https:///a", "https:"),
        ] {
            assert_eq!(origin(url), wanted, "{url}");
        }
    }
}
