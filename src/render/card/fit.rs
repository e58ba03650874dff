//! A text in lines that fill a space, in the largest size that lets it.
//!
//! In: a text, a space, and how wide a text is. Out: [`Fitted`]. It never cuts a text off: what fits in no size that was asked for is set
//! smaller still.

use serde::Serialize;

/// Where a text is to stand, in pixels.
pub struct Space {
    pub width: f64,
    pub height: f64,
    /// Sizes of type to try, largest first.
    pub sizes: Vec<f64>,
    /// From one line to the next, as a multiple of the size.
    pub leading: f64,
}

/// A text in lines.
#[derive(Serialize, PartialEq, Debug)]
pub struct Fitted {
    pub lines: Vec<String>,
    pub size: f64,
    /// From one line to the next, in pixels.
    pub leading: f64,
}

/// Sets `text` in the largest size in which it fits; `width` answers how wide a text is in a size of one pixel. A word is broken only
/// where it is wider than a line in the smallest size. Lines are made about equally long, as with `text-wrap: balance` in CSS.
pub fn fit(text: &str, space: &Space, width: impl Fn(&str) -> f64) -> Fitted {
    let pieces = pieces(text);
    let smallest = space.sizes.last().copied().unwrap_or(16.0);
    let whole = space.sizes.iter().map(|size| (*size, false));
    let smaller = std::iter::successors(Some(smallest), |size| Some(size * 0.9)).take(40).map(|size| (size, true));
    let (mut fitted, mut size) = (Vec::new(), smallest);
    for (tried, breaks) in whole.chain(smaller) {
        let line = space.width / tried;
        let too_wide = pieces.iter().any(|piece| width(piece.trim_end()) > line);
        if too_wide && !breaks {
            continue;
        }
        (fitted, size) = (wrapped(&pieces, line, &width), tried);
        if lines_high(fitted.len(), space.leading) * tried <= space.height {
            fitted = balanced(&pieces, line, fitted, &width);
            break;
        }
    }
    Fitted { lines: fitted, size, leading: size * space.leading }
}

/// The height of a number of lines in a size of one pixel: nothing stands between the last line and the edge.
fn lines_high(lines: usize, leading: f64) -> f64 {
    // Lines of a card: no rounding below 2^52 of them.
    #[expect(clippy::cast_precision_loss, reason = "a card has few lines")]
    let between = lines.saturating_sub(1) as f64;
    1.0 + between * leading
}

/// The narrowest lines that are no more in number.
fn balanced(pieces: &[&str], line: f64, lines: Vec<String>, width: &impl Fn(&str) -> f64) -> Vec<String> {
    if lines.len() < 2 || pieces.iter().any(|piece| width(piece.trim_end()) > line) {
        return lines;
    }
    let widest_piece = pieces.iter().map(|piece| width(piece.trim_end())).fold(0.0, f64::max);
    let (mut narrow, mut wide, mut best) = (widest_piece, line, lines);
    for _ in 0..12 {
        let middle = f64::midpoint(narrow, wide);
        let tried = wrapped(pieces, middle, width);
        if tried.len() > best.len() {
            narrow = middle;
        } else {
            (wide, best) = (middle, tried);
        }
    }
    best
}

/// Fills one line after another.
fn wrapped(pieces: &[&str], line: f64, width: &impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = String::new();
    for piece in pieces {
        let longer = format!("{open}{piece}");
        if width(longer.trim_end()) <= line {
            open = longer;
            continue;
        }
        if !open.is_empty() {
            lines.push(std::mem::take(&mut open));
        }
        for sign in piece.chars() {
            if !open.is_empty() && width(format!("{open}{sign}").trim_end()) > line {
                lines.push(std::mem::take(&mut open));
            }
            open.push(sign);
        }
    }
    lines.push(open);
    lines.into_iter().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The text in parts between which a line may end: after spaces (not those that hold words together), hyphens, dashes and slashes inside
/// a word, and around characters that are written without spaces.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    let mut signs = text.char_indices().peekable();
    while let Some((_, sign)) = signs.next() {
        let Some((at, next)) = signs.peek().copied() else { break };
        let after_space = is_space(sign) && !is_space(next);
        let in_word = matches!(sign, '-' | '‐' | '–' | '—' | '/') && next.is_alphanumeric();
        let unspaced = (is_unspaced(sign) || is_unspaced(next)) && next.is_alphanumeric();
        if after_space || in_word || unspaced {
            pieces.push(&text[start..at]);
            start = at;
        }
    }
    pieces.push(&text[start..]);
    pieces
}

fn is_space(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\n')
}

/// Chinese, Japanese kana, Thai, Lao, Burmese and Khmer.
fn is_unspaced(sign: char) -> bool {
    matches!(sign, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character half as wide as high.
    fn half(text: &str) -> f64 {
        text.chars().map(|_| 0.5).sum()
    }

    fn set(text: &str, width: f64, height: f64, sizes: &[f64]) -> Fitted {
        fit(text, &Space { width, height, sizes: sizes.to_vec(), leading: 1.2 }, half)
    }

    #[test]
    fn the_largest_size_that_fits_is_taken() {
        assert_eq!(set("Rwanda", 300.0, 100.0, &[80.0, 40.0]).size, 80.0);
        let two = set("Saint Vincent and the Grenadines", 400.0, 100.0, &[80.0, 40.0]);
        assert_eq!((two.size, two.lines), (40.0, vec!["Saint Vincent and".to_owned(), "the Grenadines".to_owned()]));
    }

    #[test]
    fn nothing_is_ever_cut_off() {
        let long = "word ".repeat(400);
        let fitted = set(&long, 500.0, 200.0, &[80.0, 40.0]);
        assert_eq!(fitted.lines.join(" "), long.trim_end());
        assert!(fitted.size < 40.0 && fitted.lines.iter().all(|line| half(line) * fitted.size <= 500.0));
        assert!(fitted.leading * fitted.lines.len() as f64 <= 200.0 + fitted.leading);
        let one_word = "x".repeat(100);
        let fitted = set(&one_word, 500.0, 200.0, &[80.0, 40.0]);
        assert_eq!(fitted.lines.concat(), one_word);
        assert_eq!(fitted.lines.len(), 4, "a word is broken only in the smallest size");
    }

    #[test]
    fn lines_are_about_equally_long_and_end_where_they_may() {
        assert_eq!(set("one two three four", 160.0, 100.0, &[20.0]).lines, ["one two", "three four"]);
        assert_eq!(set("U.S.-Canada", 70.0, 100.0, &[20.0]).lines, ["U.S.-", "Canada"]);
        assert_eq!(set("10\u{a0}000 people", 80.0, 100.0, &[20.0]).lines, ["10\u{a0}000", "people"]);
        assert_eq!(set("中文中文", 20.0, 100.0, &[20.0]).lines, ["中文", "中文"]);
    }
}
