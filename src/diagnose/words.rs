//! English for messages: counts, lists, backticks, "did you mean".
//!
//! In: numbers and words. Out: text. It never decides what is wrong.

/// `1 country`, `2 countries`, `1,204 files`.
#[must_use]
pub fn count(number: usize, one: &str, other: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { other })
}

/// `a word` in backticks.
#[must_use]
pub fn quoted(word: &str) -> String {
    format!("`{word}`")
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn and(words: &[String]) -> String {
    joined(words, "and")
}

/// `a`, `a or b`, `a, b or c`.
#[must_use]
pub fn or(words: &[String]) -> String {
    joined(words, "or")
}

/// The known word nearest to `written`, if it is near enough to be meant: at most one edit in three characters,
/// and never more than three.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count().max(3) / 3).min(3);
    let folded = written.to_lowercase();
    known
        .into_iter()
        .map(|word| (distance(&folded, &word.to_lowercase(), limit), word))
        .filter(|(edits, word)| *edits <= limit && *word != written)
        .min_by(|a, b| a.cmp(b))
        .map(|(_, word)| word)
}

fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Edits (insert, delete, replace, swap neighbours) between two words; more than `limit` is as good as infinite.
/// Damerau's optimal string alignment distance.
fn distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let mut edits = (above[j + 1] + 1).min(row[j] + 1).min(above[j] + usize::from(left != right));
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                edits = edits.min(before[j - 1] + 1);
            }
            row.push(edits);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_inflected() {
        assert_eq!(count(1, "country", "countries"), "1 country");
        assert_eq!(count(0, "country", "countries"), "0 countries");
        assert_eq!(count(1_234_567, "file", "files"), "1,234,567 files");
    }

    #[test]
    fn lists_are_joined() {
        let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(and(&words(&["a"])), "a");
        assert_eq!(or(&words(&["a", "b", "c"])), "a, b or c");
    }

    #[test]
    fn suggests_only_what_is_near() {
        let known = ["summary", "sources", "signed"];
        assert_eq!(nearest("sumary", known), Some("summary"));
        assert_eq!(nearest("source", known), Some("sources"));
        assert_eq!(nearest("singed", known), Some("signed"));
        assert_eq!(nearest("amount", known), None);
        assert_eq!(nearest("nyt-lsit", ["nyt-list", "nyt-text"]), Some("nyt-list"));
    }
}
