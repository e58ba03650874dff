//! HTML, read as far as tests need it.
//!
//! In: a page. Out: its [`Tag`]s with their attributes, and what does not nest. It never corrects anything, as browsers do: the pages under test
//! close every element that is not void.

/// A start tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The text up to the next tag.
    pub text: String,
}

const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Every start tag of a page, in order; and a complaint for every end tag that closes something else than what is open.
pub fn read(page: &str) -> (Vec<Tag>, Vec<String>) {
    let (mut tags, mut open, mut complaints): (Vec<Tag>, Vec<String>, Vec<String>) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(found) = page[at..].find('<') {
        let start = at + found;
        let rest = &page[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = start + comment.find("-->").map_or(rest.len(), |end| end + 7);
            continue;
        }
        let Some(end) = end_of_tag(rest) else { break };
        let inside = &rest[1..end];
        at = start + end + 1;
        if inside.starts_with(['!', '?']) {
            continue;
        }
        if let Some(name) = inside.strip_prefix('/') {
            let name = name.trim().to_lowercase();
            if open.last() == Some(&name) {
                open.pop();
            } else {
                complaints.push(format!("`</{name}>` closes {:?}", open.last()));
                if let Some(depth) = open.iter().rposition(|other| *other == name) {
                    open.truncate(depth);
                }
            }
            continue;
        }
        let mut tag = tag(inside.trim_end_matches('/'));
        tag.text = unescaped(page[at..].split('<').next().unwrap_or(""));
        if !VOID.contains(&tag.name.as_str()) && !inside.ends_with('/') {
            open.push(tag.name.clone());
        }
        if matches!(tag.name.as_str(), "script" | "style") {
            // What stands inside is no HTML.
            at += page[at..].find(&format!("</{}", tag.name)).unwrap_or(page.len() - at);
        }
        tags.push(tag);
    }
    complaints.extend(open.iter().map(|name| format!("`<{name}>` is not closed")));
    (tags, complaints)
}

/// The `>` that ends a tag: one inside quotation marks does not.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

fn tag(inside: &str) -> Tag {
    let name_end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let (mut attributes, mut rest) = (Vec::new(), inside[name_end..].trim_start());
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let key = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (start, end) = match quote {
                Some(sign) => (1, after[1..].find(sign).map_or(after.len(), |end| end + 1)),
                None => (0, after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            value = unescaped(&after[start..end]);
            rest = after[(end + start).min(after.len())..].trim_start();
        }
        attributes.push((key, value));
    }
    Tag { name: inside[..name_end].to_lowercase(), attributes, text: String::new() }
}

fn unescaped(text: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#x2F;", "/"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn tags_are_read_with_their_attributes() {
    let (tags, complaints) = read(
        "<!doctype html><p class=a id='b' hidden>x &amp; y<br><a href=\"/a?b&amp;c>\">z</a></p><!-- <b> --><script>\"<i>\"</script>",
    );
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["p", "br", "a", "script"]);
    assert_eq!(tags[0].attributes, [("class".into(), "a".into()), ("id".into(), "b".into()), ("hidden".into(), String::new())]);
    assert_eq!(tags[0].text, "x & y");
    assert_eq!(tags[2].get("href"), Some("/a?b&c>"));
    assert!(complaints.is_empty(), "{complaints:?}");
    assert_eq!(read("<p><b>x</p>").1.len(), 1);
    assert_eq!(read("<p>x").1.len(), 1);
}
