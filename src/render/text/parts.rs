//! A page that is too long for one, parted.
//!
//! In: the [`Piece`]s of a page and how many parts to make. Out: the HTML of one of them: lists and tables are closed where it ends and opened again where
//! the next begins, and links to places in other parts lead there. Each part says the day up to which the page knows and how to report an
//! error. It never leaves a piece out.

use super::pieces::{AS_OF, Container, Piece, REPORT_ERROR};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

/// The HTML of part `wanted` of `of`, both from 1. `address` gives where a part is.
#[must_use]
pub fn part(pieces: &[Piece], wanted: usize, of: usize, address: impl Fn(usize) -> String) -> String {
    let parts = split(pieces, of);
    let Some(range) = parts.get(wanted - 1) else { return String::new() };
    let mut html = elsewhere(AS_OF, pieces, range);
    html.extend(headings(pieces, range.start).into_iter().map(without_ids));
    pieces.get(range.start).into_iter().flat_map(|first| &first.open).for_each(|container| reopen(container, &mut html));
    pieces[range.clone()].iter().for_each(|piece| html.push_str(&piece.html));
    for container in pieces.get(range.end).into_iter().flat_map(|next| next.open.iter().rev()) {
        // Writing into a string cannot fail.
        let _ = write!(html, "</{}>", container.name);
    }
    html.push_str(&elsewhere(REPORT_ERROR, pieces, range));
    across(&html, &places(pieces, &parts), wanted, address)
}

/// Parts of about the same length, as ranges of pieces: a piece is in the part in which its middle lies. What keeps with its next is
/// never parted from it.
fn split(pieces: &[Piece], of: usize) -> Vec<Range<usize>> {
    let total: usize = pieces.iter().map(|piece| piece.html.len()).sum();
    let (mut parts, mut start, mut written) = (Vec::new(), 0, 0);
    for (at, piece) in pieces.iter().enumerate() {
        let middle = written + piece.html.len() / 2;
        let held = at == 0 || pieces[at - 1].keeps_with_next;
        if middle * of >= total * (parts.len() + 1) && !held && parts.len() + 1 < of {
            parts.push(start..at);
            start = at;
        }
        written += piece.html.len();
    }
    parts.push(start..pieces.len());
    parts
}

/// The line of this class that stands in another part, to be said here too; nothing when it stands in this one.
fn elsewhere(class: &str, pieces: &[Piece], here: &Range<usize>) -> String {
    let has_class = |tag: &str| tag.split_once(" class=\"").is_some_and(|(_, rest)| rest.starts_with(class));
    let at = pieces.iter().position(|piece| piece.html.split('>').next().is_some_and(has_class));
    at.filter(|at| !here.contains(at)).map_or_else(String::new, |at| without_ids(&pieces[at].html))
}

/// The headings of the sections that are open where a part begins: it says them again.
fn headings(pieces: &[Piece], start: usize) -> Vec<&str> {
    let mut open: Vec<(usize, &str)> = Vec::new();
    for piece in pieces.iter().take(start + 1) {
        let Some(level) = level(piece) else { continue };
        open.retain(|(above, _)| *above < level);
        open.push((level, &piece.html));
    }
    if pieces.get(start).is_some_and(|first| level(first).is_some()) {
        open.pop();
    }
    // The page's own heading is that of each part.
    open.into_iter().filter(|(level, _)| *level > 1).map(|(_, html)| html).collect()
}

/// The level of a heading.
fn level(piece: &Piece) -> Option<usize> {
    let digit = piece.html.strip_prefix("<h")?.chars().next()?;
    digit.to_digit(10).map(|level| level as usize)
}

/// What is said again, without its places, which are those of where it stood first; a heading also without what followed it.
fn without_ids(html: &str) -> String {
    let end = html.find("</h").map_or(html.len(), |at| at + "</h2>".len());
    let mut parts = html.get(..end).unwrap_or(html).split(" id=\"");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |out, part| out + part.split_once('"').map_or("", |(_, rest)| rest))
}

/// Opens a list or table again in which an earlier part has ended.
fn reopen(container: &Container, html: &mut String) {
    if container.name == "ol" && container.items > 0 {
        let tag = container.tag.trim_end_matches('>');
        // Writing into a string cannot fail.
        let _ = write!(html, "{tag} start=\"{}\">", container.items + 1);
    } else {
        html.push_str(&container.tag);
    }
    html.push_str(&container.head);
}

/// Which part each place is in.
fn places<'a>(pieces: &'a [Piece], parts: &[Range<usize>]) -> HashMap<&'a str, usize> {
    let mut places = HashMap::new();
    for (at, range) in parts.iter().enumerate() {
        for piece in &pieces[range.clone()] {
            let ids = piece.html.split(" id=\"").skip(1).filter_map(|rest| rest.split_once('"'));
            places.extend(ids.map(|(id, _)| (id, at + 1)));
        }
    }
    places
}

/// Sends links to places on this page to the part that has them.
fn across(html: &str, places: &HashMap<&str, usize>, here: usize, address: impl Fn(usize) -> String) -> String {
    const LINK: &str = "href=\"#";
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, after)) = rest.split_once(LINK) {
        let id = after.split('"').next().unwrap_or("");
        out.push_str(before);
        match places.get(id).filter(|part| **part != here) {
            // Writing into a string cannot fail.
            Some(part) => drop(write!(out, "href=\"{}#", address(*part))),
            None => out.push_str(LINK),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::pieces::pieces;
    use super::*;

    fn parts(html: &str, of: usize) -> Vec<String> {
        let pieces = pieces(html, str::to_owned);
        (1..=of).map(|at| part(&pieces, at, of, |part| format!("/{part}/"))).collect()
    }

    #[test]
    fn a_list_goes_on_where_it_stopped() {
        let list = "<ol><li>aaaa</li><li>bbbb</li><li>cccc</li><li>dddd</li></ol>";
        assert_eq!(parts(list, 2), ["<ol><li>aaaa</li><li>bbbb</li></ol>", "<ol start=\"3\"><li>cccc</li><li>dddd</li></ol>"]);
    }

    #[test]
    fn a_table_says_its_head_again() {
        let table = "<table><thead><tr><th>H</th></tr></thead><tbody><tr><td>aaaaaaaaaaaaaaaaaaaa</td></tr><tr><td>bbbbbbbbbbbbbbbbbbbb</td></tr></tbody></table>";
        let [first, second] = parts(table, 2).try_into().unwrap();
        assert!(first.ends_with("aaaaaaaaaaaaaaaaaaaa</td></tr></tbody></table>"), "{first}");
        assert!(second.starts_with("<table><thead><tr><th>H</th></tr></thead><tbody><tr><td>b"), "{second}");
    }

    #[test]
    fn a_part_says_its_day_and_how_to_report_an_error() {
        let page = "<h1>P</h1><p class=\"as-of\">As of May</p><p>aaaaaaaaaaaaaaaaaaaaaaaaaaaa</p><p>bbbbbbbbbbbbbbbbbbbb</p><p class=\"report-error\">Report</p>";
        for part in parts(page, 2) {
            assert_eq!(part.matches("<p class=\"as-of\">As of May</p>").count(), 1, "{part}");
            assert!(part.ends_with("<p class=\"report-error\">Report</p>"), "{part}");
        }
    }

    #[test]
    fn links_find_their_place_in_another_part() {
        let [first, second] =
            parts("<p><a href=\"#z\">z</a></p><p><a href=\"#y\">y</a> <b id=\"y\"></b><b id=\"z\">z</b></p>", 2)
                .try_into()
                .unwrap();
        assert_eq!(first, "<p><a href=\"/2/#z\">z</a></p>");
        assert!(second.contains("href=\"#y\""));
    }

    #[test]
    fn a_part_says_again_which_section_it_is_in() {
        let page = "<h1>P</h1><h2 id=\"a\">A</h2><p>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</p><h3 id=\"b\">B</h3><p>bbbbbbbbbbbbbbbbbbbb</p>";
        let [first, second] = parts(page, 2).try_into().unwrap();
        assert!(first.starts_with("<h1>P</h1><h2 id=\"a\">A</h2>"), "{first}");
        assert!(
            second.starts_with("<h2>A</h2><h3 id=\"b\">B</h3>") || second.starts_with("<h2>A</h2><h3>B</h3><p>b"),
            "{second}"
        );
    }

    #[test]
    fn a_heading_is_not_left_behind() {
        let [first, second] = parts("<p>aaaaaaaaaa</p><h2>H</h2><p>bbbbbbbbbb</p>", 2).try_into().unwrap();
        assert!(second.starts_with("<h2>") || first.ends_with("</p>"), "{first} | {second}");
        assert_eq!(parts("<p>a</p>", 3), ["<p>a</p>", "", ""]);
    }
}
