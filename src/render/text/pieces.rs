//! What a page says, without what makes it look like something.
//!
//! In: the HTML of a page. Out: [`Piece`]s of plain HTML: headings, paragraphs, lists, tables, links. Nothing that can be read is left out;
//! drawings, forms and menus are. It never splits a paragraph, a list item or a row.

use super::tokens::{Token, VOID, main_of, tokens};
use std::fmt::Write as _;

/// A run of plain HTML that stays together, and the lists and tables that are open where it begins.
#[derive(Clone, Debug)]
pub struct Piece {
    pub html: String,
    pub open: Vec<Container>,
    /// Whether nothing may come between it and the piece after it: a heading, or the term of a definition.
    pub keeps_with_next: bool,
}

/// A list or table that pieces stand in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Container {
    pub name: String,
    /// Its opening tag.
    pub tag: String,
    /// How many items it has had before this piece, for an ordered list that goes on elsewhere.
    pub items: usize,
    /// The caption and head of a table, to be said again where it goes on.
    pub head: String,
}

/// Elements that are for the eye or the hand, with all that is in them.
const DROPPED: [&str; 12] =
    ["script", "style", "svg", "form", "button", "template", "nav", "iframe", "video", "audio", "select", "colgroup"];
/// Elements between which a page can be parted.
const CONTAINERS: [&str; 7] = ["ul", "ol", "dl", "table", "tbody", "thead", "tfoot"];
/// Other elements that stay. The rest is taken away around what it holds.
const KEPT: [&str; 28] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "dt",
    "dd",
    "caption",
    "tr",
    "th",
    "td",
    "blockquote",
    "hr",
    "a",
    "strong",
    "b",
    "em",
    "i",
    "sup",
    "sub",
    "code",
    "br",
    "bdi",
    "q",
    "del",
];
/// Elements that are taken away, and leave a break between what stands in them and what does not.
const BLOCKS: [&str; 11] =
    ["div", "section", "article", "header", "footer", "figure", "details", "main", "aside", "address", "fieldset"];
const INLINE: [&str; 12] = ["a", "strong", "b", "em", "i", "sup", "sub", "code", "br", "bdi", "q", "del"];
const ATTRIBUTES: [&str; 9] = ["id", "href", "lang", "dir", "colspan", "rowspan", "scope", "start", "value"];
/// The class of the line with the day up to which a page knows.
pub const AS_OF: &str = "as-of";
/// The class of the line with the link for reporting an error.
pub const REPORT_ERROR: &str = "report-error";
/// Letters of a word that none but an address or a path has so many of. A browser breaks lines at few of the signs in it.
const LONG_WORD: usize = 24;

/// The pieces of what stands in `<main>`; of the whole page when it has none. `moved` gives the address that a link leads to here.
#[must_use]
pub fn pieces(html: &str, moved: impl Fn(&str) -> String) -> Vec<Piece> {
    let mut stripper = Stripper {
        pieces: Vec::new(),
        open: Vec::new(),
        inside: Vec::new(),
        dropped: 0,
        pending: Vec::new(),
        label: None,
        verbatim: false,
        loose: false,
    };
    for token in tokens(main_of(html).unwrap_or(html)) {
        match token {
            Token::Open { name, attributes } => stripper.open(name, &attributes, &moved),
            Token::Close(name) => stripper.close(name),
            Token::Text(text) => stripper.text(text),
        }
    }
    stripper.pieces.retain(|piece| !piece.html.trim().is_empty());
    stripper.pieces
}

struct Stripper<'a> {
    pieces: Vec<Piece>,
    /// Lists and tables that are open.
    open: Vec<Container>,
    /// Other kept elements that are open.
    inside: Vec<&'a str>,
    /// How many elements are open in one that is dropped, itself included.
    dropped: usize,
    /// Places of elements that were taken away, to be put on the next that stays.
    pending: Vec<String>,
    /// The name of a region that was taken away: the table that stands in it takes it over.
    label: Option<String>,
    /// Whether lines and gaps are as they were written.
    verbatim: bool,
    /// Whether the paragraph that is open is our own, around text that stands in no element of its own.
    loose: bool,
}

impl<'a> Stripper<'a> {
    fn open(&mut self, name: &'a str, attributes: &[(&str, &str)], moved: &impl Fn(&str) -> String) {
        let get = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        if self.dropped > 0 || DROPPED.contains(&name) || get("hidden").is_some() || get("aria-hidden") == Some("true") {
            self.dropped += usize::from(!VOID.contains(&name));
            return;
        }
        match name {
            "img" => {
                if let Some(alt) = get("alt").filter(|alt| !alt.is_empty()) {
                    self.picture(alt, get("src").filter(|_| !self.inside.contains(&"a")), moved);
                }
            }
            // The text has a `<main>` of its own, with that place.
            "main" => self.gap(),
            name if BLOCKS.contains(&name) => {
                self.gap();
                self.label = get("aria-label").filter(|_| get("role") == Some("region")).map(str::to_owned);
                self.pending.extend(get("id").map(str::to_owned));
            }
            // What is folded up on the page is unfolded here.
            "summary" | "figcaption" => self.start("p", get("id"), "<p>", false),
            "pre" => {
                self.verbatim = true;
                self.start("p", get("id"), &tag("p", attributes, moved), false);
            }
            name if CONTAINERS.contains(&name) || KEPT.contains(&name) => {
                let mut tag = tag(name, attributes, moved);
                if let Some(label) = self.label.take().filter(|_| name == "table") {
                    tag = with(&tag, "aria-label", &label);
                }
                self.start(name, get("id"), &tag, CONTAINERS.contains(&name));
            }
            _ => self.pending.extend(get("id").map(str::to_owned)),
        }
    }

    /// Writes what a picture shows, as a link to it where there can be one.
    fn picture(&mut self, alt: &str, source: Option<&str>, moved: &impl Fn(&str) -> String) {
        if let Some(source) = source {
            self.start("a", None, &tag("a", &[("href", source)], moved), false);
        }
        self.text(&format!("[{alt}]"));
        if source.is_some() {
            self.close("a");
        }
    }

    /// Writes an opening tag, in a new piece where one may begin.
    fn start(&mut self, name: &'a str, id: Option<&str>, tag: &str, container: bool) {
        let inline = INLINE.contains(&name);
        if inline {
            self.loosen();
        } else {
            self.end_loose();
        }
        if self.inside.is_empty() {
            let keeps_with_next = container || matches!(name.as_bytes(), [b'h', b'1'..=b'6'] | b"dt" | b"caption");
            let joined = name == "dd" && !self.pieces.is_empty();
            if !joined {
                self.pieces.push(Piece { html: String::new(), open: self.open.clone(), keeps_with_next });
            }
            self.count(name);
        }
        let pending = std::mem::take(&mut self.pending);
        match (&pending[..], id) {
            // The place of what was taken away goes to the first that stays.
            ([.., last], None) if !container => self.write(&with(tag, "id", last)),
            _ => self.write(tag),
        }
        let spent = usize::from(id.is_none() && !container);
        for id in pending.iter().rev().skip(spent) {
            if container || inline {
                self.pending.push(id.clone());
            } else {
                self.write(&format!("<a id=\"{id}\"></a>"));
            }
        }
        if container {
            self.open.push(Container { name: name.to_owned(), tag: tag.to_owned(), items: 0, head: String::new() });
        } else if !VOID.contains(&name) {
            self.inside.push(name);
        }
    }

    /// Opens a paragraph for what stands in no element of its own.
    fn loosen(&mut self) {
        if self.inside.is_empty() {
            self.pieces.push(Piece { html: "<p>".to_owned(), open: self.open.clone(), keeps_with_next: false });
            self.inside.push("p");
            self.loose = true;
        }
    }

    fn end_loose(&mut self) {
        if std::mem::take(&mut self.loose) {
            self.inside.pop();
            self.write("</p>");
        }
    }

    /// Parts what stands before and after the edge of a block that is taken away.
    fn gap(&mut self) {
        if self.loose {
            self.end_loose();
        } else if !self.inside.is_empty() {
            self.write(" ");
        }
    }

    /// Counts an item in the list that it stands in.
    fn count(&mut self, name: &str) {
        if name == "li"
            && let Some(list) = self.open.last_mut()
        {
            list.items += 1;
        }
    }

    fn close(&mut self, name: &'a str) {
        if self.dropped > 0 {
            self.dropped -= 1;
            return;
        }
        if BLOCKS.contains(&name) {
            return self.gap();
        }
        if !INLINE.contains(&name) {
            self.end_loose();
        }
        self.verbatim &= name != "pre";
        let name = if matches!(name, "summary" | "figcaption" | "pre") { "p" } else { name };
        if self.inside.last() == Some(&name) {
            self.inside.pop();
            self.write(&format!("</{name}>"));
            if name == "caption" {
                self.keep_caption();
            }
        } else if self.open.last().is_some_and(|container| container.name == name) {
            self.write(&format!("</{name}>"));
            self.open.pop();
            if name == "thead" {
                self.keep_head();
            }
        }
    }

    /// Remembers the caption of a table that has just been closed.
    fn keep_caption(&mut self) {
        if let (Some(table), Some(caption)) = (self.open.last_mut(), self.pieces.last()) {
            table.head.clone_from(&caption.html);
        }
    }

    /// Remembers the head of a table that has just been closed, and keeps it with the table’s first row.
    fn keep_head(&mut self) {
        let from = self.pieces.iter().rposition(|piece| piece.html.contains("<thead")).unwrap_or(0);
        let head: String = self.pieces[from..].iter().map(|piece| piece.html.as_str()).collect();
        let head = head[head.find("<thead").unwrap_or(0)..].to_owned();
        self.pieces[from..].iter_mut().for_each(|piece| piece.keeps_with_next = true);
        if let Some(table) = self.open.last_mut() {
            table.head.push_str(&head);
        }
    }

    fn text(&mut self, text: &str) {
        if self.dropped > 0 {
            return;
        }
        if self.verbatim {
            self.write(&lines_kept(text));
        } else if !text.trim().is_empty() {
            self.loosen();
            self.write(&breakable(&gaps_folded(text)));
        } else if !self.inside.is_empty() && !text.is_empty() {
            self.write(" ");
        }
    }

    fn write(&mut self, html: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            let html = if piece.html.ends_with(' ') { html.trim_start_matches(' ') } else { html };
            piece.html.push_str(html);
        }
    }
}

/// An opening tag with the attributes that stay.
fn tag(name: &str, attributes: &[(&str, &str)], moved: &impl Fn(&str) -> String) -> String {
    let mut out = format!("<{name}");
    let stays =
        |(key, value): &&(&str, &str)| ATTRIBUTES.contains(key) || (*key == "class" && [AS_OF, REPORT_ERROR].contains(value));
    for (key, value) in attributes.iter().filter(stays) {
        let value = if *key == "href" { moved(value) } else { (*value).to_owned() };
        // Values are escaped already: they come out of a page. Writing into a string cannot fail.
        let _ = write!(out, " {key}=\"{}\"", value.replace('"', "&quot;"));
    }
    out.push('>');
    out
}

/// The opening tag with one attribute more.
fn with(tag: &str, attribute: &str, value: &str) -> String {
    let at = tag.find([' ', '>']).unwrap_or(tag.len());
    format!("{} {attribute}=\"{value}\"{}", &tag[..at], &tag[at..])
}

/// The text with places in its long words at which a browser may break a line, so that no address runs over the edge of a phone.
fn breakable(text: &str) -> String {
    text.split_inclusive(' ').fold(String::with_capacity(text.len()), |mut out, word| {
        let mut letters = word.chars().peekable();
        while let Some(letter) = letters.next() {
            out.push(letter);
            let parts = word.len() > LONG_WORD && matches!(letter, '/' | '.' | '_' | '=' | '?' | '%');
            if parts && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
                out.push_str("<wbr>");
            }
        }
        out
    })
}

/// Text as it was written, in a paragraph: a browser may still break its lines where they are too long for the window.
fn lines_kept(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let words = line.trim_start_matches(' ');
        "\u{a0}".repeat(line.len() - words.len()) + &breakable(words)
    });
    lines.collect::<Vec<_>>().join("<br>")
}

/// White space as a browser shows it: one space for each run.
fn gaps_folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let gap = c.is_ascii_whitespace();
        if !gap {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &str) -> Vec<String> {
        pieces(html, |href| format!("/text{href}")).into_iter().map(|piece| piece.html).collect()
    }

    #[test]
    fn what_is_for_the_eye_is_left_out_and_what_is_said_stays() {
        let page = "<header>title</header><main class=\"x\"><nav><a href=\"/\">menu</a></nav><h1>One <span>and</span> <time>two</time></h1>\
                    <svg><title>a</title></svg><p class=\"y\">Text <a class=\"z\" href=\"/b/\" id=\"c\">link</a>.</p><form><p>search</p></form>\
                    <p hidden>no</p><img src=\"a.jpg\" alt=\"A flag\"></main><footer>foot</footer>";
        assert_eq!(
            plain(page),
            [
                "<h1>One and two</h1>",
                "<p>Text <a href=\"/text/b/\" id=\"c\">link</a>.</p>",
                "<p><a href=\"/texta.jpg\">[A flag]</a></p>"
            ]
        );
    }

    #[test]
    fn what_is_folded_up_is_unfolded() {
        assert_eq!(plain("<details><summary>More</summary><p>Text</p></details>"), ["<p>More</p>", "<p>Text</p>"]);
    }

    #[test]
    fn lines_that_were_written_as_such_stay_and_can_be_broken() {
        let page = "<pre dir=\"ltr\"><code>a: b\n  c: d e\n</code></pre>";
        assert_eq!(plain(page), ["<p dir=\"ltr\"><code>a: b<br>\u{a0}\u{a0}c: d e<br></code></p>"]);
    }

    #[test]
    fn a_table_takes_over_the_name_of_its_region() {
        let table = "<div role=\"region\" aria-label=\"Table\"><table><tr><td>1</td></tr></table></div><table><tr><td>2</td></tr></table>";
        assert_eq!(
            plain(table),
            ["<table aria-label=\"Table\">", "<tr><td>1</td></tr></table>", "<table>", "<tr><td>2</td></tr></table>"]
        );
    }

    #[test]
    fn long_addresses_can_be_broken() {
        let page = "<p>See <a href=\"/b/\">https://example.org/one_more/page</a>, or /a/b/.</p>";
        let address = "https://<wbr>example.<wbr>org/<wbr>one_<wbr>more/<wbr>page";
        assert_eq!(plain(page), [format!("<p>See <a href=\"/text/b/\">{address}</a>, or /a/b/.</p>")]);
    }

    #[test]
    fn places_are_kept() {
        assert_eq!(plain("<section id=\"a\"><div id=\"b\"><h2>T</h2></div></section>"), ["<h2 id=\"b\"><a id=\"a\"></a>T</h2>"]);
        assert_eq!(plain("<div id=\"a\"><p id=\"b\">T</p></div>"), ["<p id=\"b\"><a id=\"a\"></a>T</p>"]);
    }

    #[test]
    fn rows_and_items_stay_whole_and_know_what_they_are_in() {
        let page = "<table><caption>C</caption><thead><tr><th>H</th></tr></thead><tbody><tr><td><p>1</p></td></tr><tr><td>2</td></tr></tbody></table>\
                    <ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>";
        let found = pieces(page, str::to_owned);
        let last_row = found.iter().find(|piece| piece.html.contains("2</td>")).unwrap();
        assert_eq!(last_row.open.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["table", "tbody"]);
        assert_eq!(last_row.open[0].head, "<caption>C</caption><thead><tr><th>H</th></tr></thead>");
        let last_item = found.iter().find(|piece| piece.html.contains("<li>c")).unwrap();
        assert_eq!((last_item.open[0].name.as_str(), last_item.open[0].items), ("ol", 1));
        assert!(found.iter().any(|piece| piece.html == "<li>a<ul><li>b</li></ul></li>"));
        let heads = found.iter().take_while(|piece| !piece.html.contains('1')).collect::<Vec<_>>();
        assert!(heads.iter().skip(1).all(|piece| piece.keeps_with_next), "{heads:?}");
    }
}
