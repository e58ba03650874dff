//! How long a text may be, and how much it may hold.
//!
//! In: a text in Markdown. Out: nothing, or the one finding that it is more than anybody writes. Each limit is far above what a book has,
//! and keeps a hostile text from taking minutes. It never reads the text as Markdown.

use super::prose::Source;
use crate::diagnose::{Code, Diagnostic};

/// The longest text: three hundred pages.
const LONGEST: usize = 1 << 20;
/// The longest paragraph, with the table or code that has no empty line: forty pages.
const PARAGRAPH: usize = 100_000;
/// Most opening brackets and braces, of each kind: what links, citations, footnotes and bound values begin with.
const BRACKETS: usize = 10_000;
/// Most lines that begin with `#`.
const HEADINGS: usize = 10_000;
/// Most signs `>` on one line: quotations within quotations.
const QUOTATIONS: usize = 100;

/// The first limit that a text exceeds.
pub(super) fn exceeded(source: &Source) -> Option<Diagnostic> {
    let text = source.text();
    let found = |at: usize, message: String| {
        let found = Diagnostic::new(Code::TextLimit, source.span(&(at..at + 1)), message);
        Some(found.help("split it into several articles"))
    };
    if text.len() > LONGEST {
        let at = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        return found(at, format!("this text is longer than {LONGEST} bytes; here it would be cut"));
    }
    // Nearly every text is too short to exceed the others, and needs no counting.
    if text.len() > PARAGRAPH {
        let mut start = 0;
        for end in memchr::memmem::find_iter(text.as_bytes(), b"\n\n").chain([text.len()]) {
            if end - start > PARAGRAPH && !text[start..].trim_start().starts_with('|') {
                let at = (start..=start + PARAGRAPH).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
                return found(at, format!("this paragraph is longer than {PARAGRAPH} bytes; here it would be cut"));
            }
            start = end;
        }
    }
    if text.len() > BRACKETS.min(HEADINGS) {
        for (sign, name) in [(b'[', "["), (b'{', "{"), (b'}', "}")] {
            if let Some(at) = memchr::memchr_iter(sign, text.as_bytes()).nth(BRACKETS) {
                return found(at, format!("this text has more than {BRACKETS} signs `{name}`"));
            }
        }
        if let Some(at) = begin_lines(text, "#").nth(HEADINGS) {
            return found(at, format!("this text has more than {HEADINGS} headings"));
        }
    }
    memchr::memchr_iter(b'>', text.as_bytes()).nth(QUOTATIONS)?;
    let deep = text.lines().find_map(|line| {
        let at = line.bytes().enumerate().filter(|(_, byte)| *byte == b'>').nth(QUOTATIONS)?.0;
        let quoted = line.bytes().take(at).all(|byte| matches!(byte, b'>' | b' ' | b'\t'));
        quoted.then(|| line.as_ptr() as usize - text.as_ptr() as usize + at)
    });
    found(deep?, format!("quotations within more than {QUOTATIONS} others"))
}

/// Where lines begin that start with a sign.
fn begin_lines<'a>(text: &'a str, sign: &'a str) -> impl Iterator<Item = usize> {
    text.match_indices(sign).map(|(at, _)| at).filter(|at| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'))
}
