//! Every way that leads from one published file to another.
//!
//! In: the files of an edition and its base. Out: a complaint for each link, picture, script, style sheet, feed entry or site map entry that
//! leads to nothing, and for each anchor that no element has. It never follows a link out of the site.

use super::html::{Tag, read};
use std::collections::{BTreeMap, BTreeSet};

/// Where the site will be: `https://example.org/a/b/`, or only a path when nobody has said.
pub struct Base<'a> {
    pub url: &'a str,
}

impl Base<'_> {
    /// The path, with both slashes.
    fn path(&self) -> &str {
        let after_host = self.url.find("://").map_or(0, |at| at + 3);
        self.url[after_host..].find('/').map_or("/", |at| &self.url[after_host + at..])
    }

    /// The file and the anchor that a link means; `None` for one that leads elsewhere. A link that forgets the base path leads to nothing.
    fn target(&self, from: &str, link: &str) -> Option<(String, Option<String>)> {
        let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(decoded(anchor))));
        let path = path.split('?').next().unwrap_or(path);
        if path.is_empty() {
            return Some((from.to_owned(), anchor));
        }
        let inside = match path.strip_prefix(self.url) {
            Some(inside) => inside.to_owned(),
            None if path.contains(':') || path.starts_with("//") => return None,
            None => match path.strip_prefix(self.path()) {
                Some(inside) => inside.to_owned(),
                None if path.starts_with('/') => format!("outside the base path: {path}"),
                None => joined(from, path),
            },
        };
        let file = if inside.is_empty() || inside.ends_with('/') { format!("{inside}index.html") } else { inside };
        Some((decoded(&file), anchor))
    }
}

/// Every way that leads to nothing, as `file: link`.
pub fn broken(files: &BTreeMap<String, Vec<u8>>, base: &Base<'_>) -> Vec<String> {
    let pages: BTreeMap<&str, Vec<Tag>> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name.as_str(), read(text(bytes)).0))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(name, tags)| (*name, tags.iter().filter_map(|tag| tag.get("id")).collect())).collect();
    let mut complaints = BTreeSet::new();
    for (name, bytes) in files {
        let links = match name.rsplit('.').next() {
            Some("html") => pages[name.as_str()].iter().flat_map(in_tag).collect(),
            Some("xml") => in_xml(text(bytes)),
            Some("css") => {
                between(text(bytes), "url(", ")").into_iter().map(|link| link.trim_matches(['"', '\'']).to_owned()).collect()
            }
            Some("json") => between(text(bytes), "\"u\":\"", "\""),
            _ => Vec::new(),
        };
        for link in links {
            let Some((file, anchor)) = base.target(name, &link) else { continue };
            let is_there = files.contains_key(&file);
            let has_anchor = anchor
                .as_deref()
                .is_none_or(|anchor| anchor.is_empty() || ids.get(file.as_str()).is_some_and(|ids| ids.contains(anchor)));
            if !is_there || !has_anchor && file.ends_with(".html") {
                complaints.insert(format!("{name}: {link}"));
            }
        }
    }
    complaints.into_iter().collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or("")
}

fn in_tag(tag: &Tag) -> Vec<String> {
    let names = ["href", "src", "action", "poster", "data-index", "data-engine", "xlink:href"];
    let own = names.iter().filter_map(|name| tag.get(name)).map(str::to_owned);
    // `meta` carries addresses for those who share a page.
    let shared = tag.get("property").filter(|name| matches!(*name, "og:url" | "og:image")).and_then(|_| tag.get("content"));
    own.chain(shared.map(str::to_owned)).collect()
}

fn in_xml(text: &str) -> Vec<String> {
    let mut links = between(text, "<loc>", "</loc>");
    links.extend(between(text, "href=\"", "\""));
    // Bodies of feed entries are HTML, escaped once more.
    links.extend(between(text, "href=&quot;", "&quot;"));
    links.into_iter().map(|link| link.replace("&amp;", "&")).collect()
}

fn between(text: &str, start: &str, end: &str) -> Vec<String> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(inside, _)| inside.to_owned()).collect()
}

/// `../b` seen from the file `a/c.html` is `b`.
fn joined(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| text_of(after.get(..2)?).and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn text_of(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

#[test]
fn ways_that_lead_to_nothing_are_found() {
    let files = |pages: &[(&str, &str)]| -> BTreeMap<String, Vec<u8>> {
        pages.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    };
    let base = Base { url: "https://example.org/a/" };
    let good = "<a href=\"/a/b/#x\" id=\"top\"></a><a href=\"#top\"></a><a href=\"../\"></a><a href=\"https://example.org/a/b/\"></a><a href=\"https://other.org/\"></a>";
    assert_eq!(broken(&files(&[("b/index.html", &format!("{good}<p id=x>")), ("index.html", "")]), &base), Vec::<String>::new());
    let bad = "<a href=\"/b/\"></a><a href=\"/a/c/\"></a><a href=\"#no\"></a><img src=\"d.png\"><a href=\"https://example.org/a/e/\"></a>";
    assert_eq!(broken(&files(&[("index.html", bad)]), &base).len(), 5);
    assert_eq!(
        broken(
            &files(&[("style.css", "a { b: url(\"c.png\") }"), ("feed.xml", "<link href=\"https://example.org/a/d/\"/>")]),
            &base
        )
        .len(),
        2
    );
}
