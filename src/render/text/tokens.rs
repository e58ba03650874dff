//! HTML as a row of tokens.
//!
//! In: the HTML of a page that a theme has made. Out: [`Token`]s that borrow from it. It takes HTML as templates write it, with every
//! element closed or void, and never fails: what it cannot read is text.

/// A piece of HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token<'a> {
    Open {
        name: &'a str,
        attributes: Vec<(&'a str, &'a str)>,
    },
    Close(&'a str),
    /// As it stands, with its entities.
    Text(&'a str),
}

/// Elements without content (<https://html.spec.whatwg.org/multipage/syntax.html#void-elements>).
pub const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The tokens of `html`; comments are left out.
#[must_use]
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let (mut found, mut rest) = (Vec::with_capacity(html.len() / 12), html);
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !text.is_empty() {
            found.push(Token::Text(text));
        }
        rest = match tag(after, &mut found) {
            Some(after) => after,
            None if after.is_empty() => after,
            None => {
                found.push(Token::Text(&after[..1]));
                &after[1..]
            }
        };
    }
    found
}

/// The element `<main>` of a page. Where a text says so, its `<` is an entity.
#[must_use]
pub fn main_of(html: &str) -> Option<&str> {
    let from_main = &html[html.find("<main")?..];
    let length = from_main.rfind("</main>")? + "</main>".len();
    Some(&from_main[..length])
}

/// Reads the tag, comment or declaration that `html` begins with. Answers what stands after it.
fn tag<'a>(html: &'a str, found: &mut Vec<Token<'a>>) -> Option<&'a str> {
    if let Some(comment) = html.strip_prefix("<!--") {
        return Some(&comment[comment.find("-->").map_or(comment.len(), |end| end + 3)..]);
    }
    let inner = html.strip_prefix('<')?;
    let (inner, rest) = inner.split_at(end(inner)?);
    let rest = &rest[1..];
    if let Some(name) = inner.strip_prefix('/') {
        found.push(Token::Close(name.trim()));
        return Some(rest);
    }
    if inner.starts_with(['!', '?']) {
        return Some(rest);
    }
    let (name, attributes) = inner.split_at(inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len()));
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    found.push(Token::Open { name, attributes: self::attributes(attributes) });
    if inner.ends_with('/') && !VOID.contains(&name) {
        found.push(Token::Close(name));
    }
    Some(rest)
}

/// Where the tag ends: the first `>` outside quotation marks.
fn end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.bytes().position(|byte| {
        match quote {
            Some(mark) if mark == byte => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        byte == b'>' && quote.is_none()
    })
}

fn attributes(text: &str) -> Vec<(&str, &str)> {
    let (mut found, mut rest) = (Vec::new(), text.trim_start_matches(is_gap));
    while !rest.is_empty() {
        let (name, after) = rest.split_at(rest.find(|c: char| is_gap(c) || c == '=').unwrap_or(rest.len()));
        let (value, after) = after.trim_start().strip_prefix('=').map_or(("", after), |after| value(after.trim_start()));
        if !name.is_empty() {
            found.push((name, value));
        }
        rest = after.trim_start_matches(is_gap).trim_start_matches('=');
    }
    found
}

/// The value that an attribute begins with, without its quotation marks, and what stands after it.
fn value(text: &str) -> (&str, &str) {
    for mark in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(mark) {
            return inner.split_once(mark).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

fn is_gap(c: char) -> bool {
    c.is_ascii_whitespace() || c == '/'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> Token<'a> {
        Token::Open { name, attributes: attributes.to_vec() }
    }

    #[test]
    fn html_as_templates_write_it() {
        let html = "<!-- a > b --><p class=\"x > y\" hidden id=z>1 &lt; 2<br/></p><use href='#m'/>";
        let expected = vec![
            open("p", &[("class", "x > y"), ("hidden", ""), ("id", "z")]),
            Token::Text("1 &lt; 2"),
            open("br", &[]),
            Token::Close("p"),
            open("use", &[("href", "#m")]),
            Token::Close("use"),
        ];
        assert_eq!(tokens(html), expected);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        assert_eq!(tokens("a < b <"), vec![Token::Text("a "), Token::Text("<"), Token::Text(" b "), Token::Text("<")]);
        assert_eq!(tokens("<3"), vec![Token::Text("<"), Token::Text("3")]);
        assert_eq!(tokens("<!-- never closed"), vec![]);
        assert_eq!(tokens("<p a=\"never closed>"), vec![Token::Text("<"), Token::Text("p a=\"never closed>")]);
    }
}
