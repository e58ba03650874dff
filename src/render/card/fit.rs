//! A text in lines that fill a space, in the largest size that lets it.
//!
//! In: a text, a space, and how wide a character is. Out: [`Fitted`]. It never cuts a text off: what fits in no size that was asked for is set
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

/// A part of a text, before which a line may end.
struct Piece<'a> {
    text: &'a str,
    /// In a size of one pixel, with the spaces at its end and without.
    width: f64,
    solid: f64,
}

/// Most characters that are set.
const MOST: usize = 2_000;

/// Sets `text` in the largest size in which it fits; `width` answers how wide a character is in a size of one pixel. A word is broken only
/// where it is wider than a line in the smallest size. Lines are made about equally long, as with `text-wrap: balance` in CSS.
pub fn fit(text: &str, space: &Space, width: impl Fn(char) -> f64) -> Fitted {
    // No card has room for more, and every size that is tried takes as long as the text is.
    let text = text.char_indices().nth(MOST).map_or(text, |(end, _)| &text[..end]);
    let measured = |text: &str| text.chars().map(&width).sum();
    let measure = |text| Piece { text, width: measured(text), solid: measured(text.trim_end()) };
    let pieces: Vec<Piece<'_>> = pieces(text).into_iter().map(measure).collect();
    let widest = pieces.iter().map(|piece| piece.solid).fold(0.0, f64::max);
    let smallest = space.sizes.last().copied().unwrap_or(16.0);
    let smaller = std::iter::successors(Some(smallest), |size| Some(size * 0.9)).take(40);
    let whole = space.sizes.iter().copied().filter(|size| widest <= space.width / size);
    let (mut lines, mut size) = (Vec::new(), smallest);
    for tried in whole.chain(smaller) {
        let line = space.width / tried;
        (lines, size) = (wrapped(&pieces, line, &width), tried);
        if lines_high(lines.len(), space.leading) * tried <= space.height {
            if widest <= line {
                lines = balanced(&pieces, widest, line, lines, &width);
            }
            break;
        }
    }
    Fitted { lines, size, leading: size * space.leading }
}

/// The height of a number of lines in a size of one pixel: nothing stands between the last line and the edge.
fn lines_high(lines: usize, leading: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a card has few lines")]
    let between = lines.saturating_sub(1) as f64;
    1.0 + between * leading
}

/// The narrowest lines that are no more in number: none narrower than the widest piece.
fn balanced(pieces: &[Piece<'_>], widest: f64, line: f64, lines: Vec<String>, width: &impl Fn(char) -> f64) -> Vec<String> {
    let (mut narrow, mut wide, mut best) = (widest, line, lines);
    for _ in 0..if best.len() > 1 { 12 } else { 0 } {
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
fn wrapped(pieces: &[Piece<'_>], line: f64, width: &impl Fn(char) -> f64) -> Vec<String> {
    // Widths are sums, and a sum in another order may differ in its last digits.
    let line = line + 1e-9;
    let mut lines: Vec<String> = Vec::new();
    let (mut open, mut used) = (String::new(), 0.0);
    for piece in pieces {
        if used + piece.solid > line && !open.is_empty() {
            lines.push(std::mem::take(&mut open));
            used = 0.0;
        }
        if used + piece.solid <= line {
            open.push_str(piece.text);
            used += piece.width;
            continue;
        }
        for sign in piece.text.chars() {
            if used + width(sign) > line && !open.is_empty() {
                lines.push(std::mem::take(&mut open));
                used = 0.0;
            }
            open.push(sign);
            used += width(sign);
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
    const HALF: f64 = 0.5;

    fn set(text: &str, width: f64, height: f64, sizes: &[f64]) -> Fitted {
        fit(text, &Space { width, height, sizes: sizes.to_vec(), leading: 1.2 }, |_| HALF)
    }

    #[test]
    fn the_largest_size_that_fits_is_taken() {
        assert!((set("Rwanda", 300.0, 100.0, &[80.0, 40.0]).size - 80.0).abs() < 1e-9);
        let two = set("Saint Vincent and the Grenadines", 400.0, 100.0, &[80.0, 40.0]);
        assert!((two.size - 40.0).abs() < 1e-9);
        assert_eq!(two.lines, ["Saint Vincent and", "the Grenadines"]);
    }

    #[test]
    fn nothing_is_ever_cut_off() {
        let long = "word ".repeat(400);
        let fitted = set(&long, 500.0, 200.0, &[80.0, 40.0]);
        assert_eq!(fitted.lines.join(" "), long.trim_end());
        let times = |size: f64, count: usize| size * f64::from(u32::try_from(count).unwrap());
        let fits = |line: &String| times(HALF * fitted.size, line.chars().count()) <= 500.0 + 1e-6;
        assert!(fitted.size < 40.0 && fitted.lines.iter().all(fits));
        assert!(times(fitted.leading, fitted.lines.len()) <= 200.0 + fitted.leading);
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
