//! Plain text broken into lines.
//!
//! In: a text and a width. Out: lines no wider than that, where words allow it. Lines that begin with four spaces are
//! examples and stay as they are. It never colours and never prints.

/// The paragraphs of a text with every line broken at `width`; examples are left alone.
pub fn paragraphs(text: &str, width: usize) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut running: Vec<&str> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with("    ") {
            out.extend(lines(&running.join(" "), width));
            running.clear();
            out.push(line.trim_end().to_owned());
        } else {
            running.push(line);
        }
    }
    out.extend(lines(&running.join(" "), width));
    out.join("\n")
}

/// One paragraph as lines of at most `width` characters; a longer word has a line of its own.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut filled = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if filled + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                filled += 1 + length;
            }
            Some(_) | None => {
                lines.push(word.to_owned());
                filled = length;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_move_to_the_next_line() {
        assert_eq!(lines("one two three", 7), ["one two", "three"]);
        assert_eq!(lines("  one\n two ", 80), ["one two"]);
        assert_eq!(lines("éé éé", 5), ["éé éé"]);
        assert_eq!(lines("incomprehensible it is", 5), ["incomprehensible", "it is"]);
        assert!(lines(" ", 5).is_empty());
    }

    #[test]
    fn examples_keep_their_lines() {
        let text = "One sentence\nthat goes on.\n\n    wrong   a\n    right   b\n\nAnother.";
        assert_eq!(paragraphs(text, 80), "One sentence that goes on.\n\n    wrong   a\n    right   b\n\nAnother.");
    }
}
