//! Expectations that are files.
//!
//! In: what was made, and where the expectation lies. Out: nothing, or the difference as a reader wants it: only the lines that part, with
//! two around them. With `BLESS=1` in the environment the file is written instead. It never writes without being told to.

use std::fs;
use std::path::Path;

/// Whether expectations are to be written rather than compared.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value != "0" && !value.is_empty())
}

/// Compares `made` with the file at `path`; the error is the difference.
pub fn expect_file(path: &Path, made: &str) -> Result<(), String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == made {
        return Ok(());
    }
    if blessing() {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        return fs::write(path, made).map_err(|error| error.to_string());
    }
    Err(difference(&expected, made))
}

/// The lines that part: `-` expected, `+` made.
pub fn difference(expected: &str, made: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), made.split('\n').collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (left, right) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let mut lines: Vec<String> = old[start.saturating_sub(2)..start].iter().map(|line| format!("  {line}")).collect();
    if left.len() * right.len() > 4_000_000 {
        lines.push(format!("  … {} lines expected, {} made", left.len(), right.len()));
    } else {
        lines.extend(edits(left, right));
    }
    lines.extend(old[old.len() - end..].iter().take(2).map(|line| format!("  {line}")));
    lines.join("\n")
}

/// The shortest way from one list of lines to the other, by the longest common subsequence.
fn edits(old: &[&str], new: &[&str]) -> Vec<String> {
    let mut common = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            lines.push(format!("  {}", old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(format!("- {}", old[i]));
            i += 1;
        } else {
            lines.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    lines
}

#[test]
fn a_difference_shows_only_what_parts() {
    assert_eq!(difference("a\nb\nc\nd\ne\n", "a\nb\nx\nd\ne\n"), "  a\n  b\n- c\n+ x\n  d\n  e");
    assert_eq!(difference("a\n", "a\nb\n"), "  a\n+ b\n  ");
}
