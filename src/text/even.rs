//! A text with every stretch of white space made one space.
//!
//! In: a run of plain text. Out: [`Even`], in which names and phrases are found whether or not a line ends in them, and where each byte of it came
//! from. It never changes a text that is even already.

use std::borrow::Cow;

/// A text without line ends, tabs and double spaces.
#[derive(Debug)]
pub struct Even<'a> {
    pub text: Cow<'a, str>,
    /// Where each byte, and the end, stood before; `None` when all stand where they stood.
    origins: Option<Vec<usize>>,
}

impl<'a> Even<'a> {
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let is_blank = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
        let breaks = || memchr::memchr3_iter(b'\n', b'\r', b'\t', bytes);
        let wide =
            memchr::memmem::find(bytes, b"  ").is_some() || breaks().any(|at| is_blank(at + 1) || is_blank(at.wrapping_sub(1)));
        match (breaks().next().is_some(), wide) {
            (false, false) => Self { text: text.into(), origins: None },
            // One sign for another.
            (true, false) => {
                let mut even = bytes.to_vec();
                breaks().for_each(|at| even[at] = b' ');
                // An ASCII sign for another is UTF-8 again.
                Self { text: String::from_utf8(even).map_or_else(|_| text.into(), Cow::Owned), origins: None }
            }
            (_, true) => Self::narrowed(text),
        }
    }

    fn narrowed(text: &str) -> Self {
        let (mut words, mut origins) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
        let mut space = false;
        for (at, c) in text.char_indices() {
            let blank = c.is_ascii_whitespace();
            if !(blank && space) {
                words.push(if blank { ' ' } else { c });
                origins.extend(std::iter::repeat_n(at, if blank { 1 } else { c.len_utf8() }));
            }
            space = blank;
        }
        origins.push(text.len());
        Self { text: words.into(), origins: Some(origins) }
    }

    /// Where the byte at this place, or the end, stood before.
    #[must_use]
    pub fn origin(&self, at: usize) -> usize {
        match &self.origins {
            Some(origins) => origins.get(at).or(origins.last()).copied().unwrap_or(at),
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_inside_names_are_spaces() {
        let even = Even::new("in South\n  Sudan é.");
        assert_eq!(even.text, "in South Sudan é.");
        assert_eq!(even.origin(even.text.find("Sudan").unwrap()), "in South\n  ".len());
        assert_eq!(even.origin(even.text.len()), "in South\n  Sudan é.".len());
        let even = Even::new("in South\nSudan");
        assert_eq!((&*even.text, even.origin(9)), ("in South Sudan", 9));
        assert!(matches!(Even::new("one line").text, Cow::Borrowed(_)));
    }
}
