//! Front matter and body of an article or page.
//!
//! In: the text of a Markdown file. Out: the byte ranges of both, so that every place found later counts from the
//! start of the file. It never reads the YAML itself. (pulldown-cmark has an option for this; it would change what `---` means
//! elsewhere, so the split is ours.)

use crate::diagnose::{Code, Diagnostic};
use crate::text::{FileId, Span};
use std::ops::Range;

/// The two parts of a Markdown file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parts {
    /// Between the two lines `---`.
    pub front: Range<usize>,
    /// Everything after the second.
    pub body: Range<usize>,
}

/// Finds the front matter.
///
/// # Errors
/// When the first line is not `---`, or the second never comes.
pub fn split(text: &str, file: FileId) -> Result<Parts, Diagnostic> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = line(text, start);
    if text[first.clone()].trim_end() != "---" {
        let message = "the file does not begin with front matter";
        return Err(Diagnostic::new(Code::FrontMatter, Span::new(file, first.start, first.end), message)
            .help("begin with a line `---`, then `title:` and what else is known, then a second line `---`"));
    }
    let front = next(text, first.end);
    let mut at = front;
    while at < text.len() {
        let here = line(text, at);
        if matches!(text[here.clone()].trim_end(), "---" | "...") {
            return Ok(Parts { front: front..at, body: next(text, here.end)..text.len() });
        }
        at = next(text, here.end);
    }
    Err(Diagnostic::new(Code::FrontMatter, Span::new(file, first.start, first.start + 3), "the front matter is not closed")
        .help("add a line `---` after its last key"))
}

/// The line that begins at `at`, without its line end.
fn line(text: &str, at: usize) -> Range<usize> {
    at..text[at..].find('\n').map_or(text.len(), |end| at + end)
}

fn next(text: &str, line_end: usize) -> usize {
    (line_end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Content, Tree};

    fn parts(text: &str) -> Result<(String, String), String> {
        let mut tree = Tree::new();
        tree.put("a.md", Content::Text(text.into()));
        split(text, tree.get("a.md").unwrap().id)
            .map(|parts| (text[parts.front].to_owned(), text[parts.body].to_owned()))
            .map_err(|found| found.message)
    }

    #[test]
    fn splits_at_the_two_lines() {
        assert_eq!(parts("---\na: 1\n---\nb\n"), Ok(("a: 1\n".into(), "b\n".into())));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n---\r\nb"), Ok(("a: 1\r\n".into(), "b".into())));
        assert_eq!(parts("---\n---"), Ok((String::new(), String::new())));
    }

    #[test]
    fn says_what_is_missing() {
        assert!(parts("# Title\n").is_err());
        assert!(parts("").is_err());
        assert!(parts("---\na: 1\n").is_err());
    }
}
