//! Rust sources, taken apart just far enough: which bytes are code, which are comments and texts.
//!
//! In: a file. Out: [`Source`], with a copy of its text in which comments and the insides of strings are blank, line by line the same as the
//! original. It never understands Rust: rustfmt's layout says where functions and test modules end.

use crate::support::{files_below, shown};
use std::fs;
use std::ops::Range;

/// A source file.
pub struct Source {
    /// From the repository: `src/link/mod.rs`.
    pub path: String,
    pub text: String,
    /// The same with comments and the insides of strings blank.
    pub code: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned(), code: blanked(text) }
    }

    /// The first folder or file below `src/`: the module that it belongs to.
    pub fn module(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or(&self.path);
        inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
    }

    /// Lines of code with their numbers, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(at, line)| (at + 1, line))
    }

    /// The lines (from 0) before the unit tests, which stand at the end of a file, or are a file of their own.
    pub fn before_tests(&self) -> usize {
        if self.path.ends_with("/tests.rs") {
            return 0;
        }
        let lines: Vec<&str> = self.code.lines().collect();
        let found = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod "));
        found.unwrap_or(lines.len())
    }

    /// `path:line: words`
    pub fn complaint(&self, line: usize, words: &str) -> String {
        format!("{}:{line}: {words}", self.path)
    }
}

/// Every source file of the program.
pub fn sources() -> Vec<Source> {
    below("src")
}

/// Every source file below a folder.
pub fn below(folder: &str) -> Vec<Source> {
    let files = files_below(folder, "rs").into_iter();
    files.map(|path| Source::new(&shown(&path), &fs::read_to_string(&path).unwrap())).collect()
}

/// The text with comments and the insides of strings and characters replaced by spaces.
fn blanked(text: &str) -> String {
    let mut out: Vec<u8> = text.as_bytes().to_vec();
    for range in quiet(text) {
        for byte in &mut out[range] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(out).unwrap()
}

/// Where comments and the insides of strings are.
fn quiet(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    let until = |from: usize, sign: &str| text[from..].find(sign).map_or(text.len(), |length| from + length);
    while at < bytes.len() {
        let rest = &bytes[at..];
        let is_name = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        if rest.starts_with(b"//") {
            let end = until(at, "\n");
            found.push(at..end);
            at = end;
        } else if rest.starts_with(b"/*") {
            let end = (until(at, "*/") + 2).min(text.len());
            found.push(at..end);
            at = end;
        } else if !is_name && (rest.starts_with(b"r\"") || rest.starts_with(b"r#")) && raw_hashes(rest).is_some() {
            let hashes = raw_hashes(rest).unwrap_or(0);
            let start = at + 2 + hashes;
            let end = until(start, &format!("\"{}", "#".repeat(hashes)));
            found.push(start..end);
            at = end + 1 + hashes;
        } else if bytes[at] == b'"' {
            let end = closing(bytes, at + 1, b'"');
            found.push(at + 1..end);
            at = end + 1;
        } else if bytes[at] == b'\'' && is_character(text, at) {
            let end = closing(bytes, at + 1, b'\'');
            found.push(at + 1..end);
            at = end + 1;
        } else {
            at += 1;
        }
    }
    found
}

fn raw_hashes(rest: &[u8]) -> Option<usize> {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    (rest.get(1 + hashes) == Some(&b'"')).then_some(hashes)
}

fn closing(bytes: &[u8], mut at: usize, sign: u8) -> usize {
    while at < bytes.len() && bytes[at] != sign {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// `'a'` and `'\n'`, as opposed to the lifetime `'a`.
fn is_character(text: &str, at: usize) -> bool {
    let mut after = text[at + 1..].chars();
    match after.next() {
        Some('\\') => true,
        Some(_) => after.next() == Some('\''),
        None => false,
    }
}

#[test]
fn comments_and_strings_are_blank_and_lines_stay() {
    let text = "let a = \"// no // \\\" crate::x\"; // crate::y\nlet b: &'a str = r#\"\"crate::z\"\"#;\n/* crate::w\n*/ let c = '\"'; crate::v\n";
    let source = Source::new("src/a.rs", text);
    assert_eq!(source.code.len(), text.len());
    assert_eq!(source.code.lines().count(), text.lines().count());
    let left: Vec<&str> =
        ["x", "y", "z", "w", "v"].into_iter().filter(|name| source.code.contains(&format!("crate::{name}"))).collect();
    assert_eq!(left, ["v"]);
    assert!(source.code.contains("&'a str"));
}
