//! Byte offsets to lines and columns, computed when somebody asks.
//!
//! In: a text and an offset. Out: [`Position`], counted as editors count: from 1, columns in characters, a tab being
//! one. It never keeps a table: only a handful of offsets are ever shown.

/// A place as an editor shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The line and column of the byte at `offset`; the end of the text when `offset` lies beyond it.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let shown = before[line_start..].trim_start_matches('\u{feff}');
    Position { line, column: shown.chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_from_one_and_columns_in_characters() {
        let text = "\u{feff}é: a\r\nb: ç\n";
        let at = |needle: &str| position(text, text.find(needle).unwrap());
        assert_eq!(at("é"), Position { line: 1, column: 1 });
        assert_eq!(at("a"), Position { line: 1, column: 4 });
        assert_eq!(at("ç"), Position { line: 2, column: 4 });
        assert_eq!(position(text, 1000), Position { line: 3, column: 1 });
    }
}
