//! A value as the text of a YAML file, in the manner of what stands there.
//!
//! In: a [`New`] and the [`Place`] it goes to. Out: the text from the colon of its key to its end. It never decides where that is.

use super::cell::{New, flow, value};
use super::text_of;
use crate::cli::yaml::yaml_quoted;
use crate::parse::Value;

/// How long a line may be where nothing else tells.
pub const WIDTH: usize = 110;

/// Where a value goes.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// How far its key is indented.
    pub indent: usize,
    pub key: &'a str,
    /// What stands there now, from the colon on; empty for a new key.
    pub old: &'a str,
    /// Whether it must stay on its line: it stands in braces, or a comment follows it.
    pub on_line: bool,
    /// Whether it stands in braces.
    pub in_flow: bool,
}

/// The text of the value, with the space or line end before it.
pub fn emit(new: &New, place: &Place<'_>) -> String {
    match new {
        New::Text(text) => self::text(text, place),
        New::Flow(yaml) => format!(" {yaml}"),
        New::List(items) => list(items, place),
        New::Lines(yaml) => lines(yaml, place),
    }
}

fn text(text: &str, place: &Place<'_>) -> String {
    let old = place.old.trim_start();
    if place.in_flow {
        return format!(" {}", flow(text));
    }
    let one_line = || match old.as_bytes().first() {
        Some(b'\'') if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        Some(b'"') => yaml_quoted(text),
        _ if is_plain(text) => text.to_owned(),
        _ => yaml_quoted(text),
    };
    let room = WIDTH.saturating_sub(place.indent + place.key.len() + 2);
    let is_folded = old.starts_with('>') || text.chars().count() > room && !old.starts_with(['"', '\'']);
    let block = if place.on_line {
        None
    } else if text.contains('\n') {
        Some(literal(text, place))
    } else if is_folded {
        Some(folded(text, place))
    } else {
        None
    };
    // A block that would not read back as the same text is written in quotation marks.
    let reads_back = |block: &String| {
        let whole = format!("{}{}:{block}\n", " ".repeat(place.indent), place.key);
        let read = value(&whole);
        let read = read.as_ref().and_then(|node| node.get(place.key)).and_then(text_of);
        read.is_some_and(|read| read.trim_end() == text)
    };
    block.filter(reads_back).unwrap_or_else(|| format!(" {}", one_line()))
}

/// Whether a text reads the same without quotation marks.
fn is_plain(text: &str) -> bool {
    let read = value(&format!("k: {text}"));
    let read = read.as_ref().and_then(|node| node.get("k"));
    matches!(read.map(|node| &node.value), Some(Value::Scalar(one)) if one.plain && one.text == text) && !text.contains('\n')
}

fn literal(text: &str, place: &Place<'_>) -> String {
    let margin = " ".repeat(place.indent + 2);
    let lines = text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n{margin}{line}") });
    format!(" |-{}", lines.collect::<String>())
}

/// A long text over several lines. Those at its beginning that still say the same stay as they are broken.
fn folded(text: &str, place: &Place<'_>) -> String {
    let old: Vec<&str> = place.old.trim_start().lines().collect();
    let head = old.first().filter(|head| head.starts_with('>')).map_or(">-", |head| head.trim_end());
    let margin = old.get(1).map_or(place.indent + 2, |line| line.len() - line.trim_start().len());
    let margin = " ".repeat(margin);
    let width = old.iter().skip(1).map(|line| line.chars().count()).max().unwrap_or(0).max(WIDTH);
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text;
    for line in old.iter().skip(1).map(|line| line.trim()) {
        match rest.strip_prefix(line).and_then(|after| after.strip_prefix(' ')) {
            Some(after) if !line.is_empty() => {
                lines.push(line.to_owned());
                rest = after;
            }
            _ => break,
        }
    }
    let mut line = String::new();
    for word in rest.split(' ') {
        if line.is_empty() {
            word.clone_into(&mut line);
        } else if margin.len() + line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = format!("{line} {word}");
        }
    }
    lines.push(line);
    let lines: Vec<String> = lines.iter().map(|line| format!("\n{margin}{line}")).collect();
    format!(" {head}{}", lines.concat())
}

fn list(items: &[String], place: &Place<'_>) -> String {
    let inline = format!(" [{}]", items.join(", "));
    let fits = place.indent + place.key.len() + 1 + inline.chars().count() <= WIDTH;
    if place.on_line || fits {
        return inline;
    }
    let margin = " ".repeat(place.indent + 2);
    let lines: Vec<String> = items.iter().map(|item| format!("\n{margin}- {item}")).collect();
    lines.concat()
}

fn lines(yaml: &str, place: &Place<'_>) -> String {
    if !yaml.contains('\n') && !yaml.starts_with("- ") {
        return format!(" {yaml}");
    }
    let margin = " ".repeat(place.indent + 2);
    let lines = yaml.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n{margin}{line}") });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(old: &str, on_line: bool) -> Place<'_> {
        Place { indent: 4, key: "summary", old, on_line, in_flow: false }
    }

    fn written(text: &str, old: &str) -> String {
        emit(&New::Text(text.to_owned()), &place(old, false))
    }

    #[test]
    fn a_text_keeps_the_manner_of_the_old_one() {
        assert_eq!(written("it's new", " 'old'"), " 'it''s new'");
        assert_eq!(written("new", " \"old\""), " \"new\"");
        assert_eq!(written("new", " old"), " new");
        assert_eq!(written("new: with a colon", " old"), " \"new: with a colon\"");
        assert_eq!(written("null", " old"), " \"null\"");
        assert_eq!(written("a\nb", " old"), " |-\n      a\n      b");
    }

    #[test]
    fn a_paragraph_is_broken_anew_only_from_the_change_on() {
        let old = " >-\n      One two three.\n      Four five six.\n      Seven.";
        assert_eq!(
            written("One two three. Four five seven. Seven.", old),
            " >-\n      One two three.\n      Four five seven. Seven."
        );
        let long = "word ".repeat(60);
        let lines = written(long.trim(), "");
        assert!(lines.starts_with(" >-\n      word") && lines.lines().all(|line| line.len() <= WIDTH), "{lines}");
        assert!(!emit(&New::Text(long.trim().to_owned()), &place("", true)).contains('\n'), "a comment follows");
    }

    #[test]
    fn what_a_block_would_change_is_put_in_quotation_marks() {
        let odd = format!("{}\n   indented", "word ".repeat(30).trim());
        assert_eq!(
            value(&format!("summary:{}", written(&odd, "")))
                .and_then(|node| node.get("summary").cloned())
                .as_ref()
                .and_then(text_of),
            Some(odd.as_str())
        );
    }

    #[test]
    fn lists_are_written_on_a_line_while_they_fit() {
        let items = |count: usize| New::List((0..count).map(|at| format!("source-number-{at}")).collect());
        assert_eq!(emit(&items(2), &place("", false)), " [source-number-0, source-number-1]");
        assert!(emit(&items(20), &place("", false)).starts_with("\n      - source-number-0\n"));
        assert_eq!(
            emit(&New::Lines("- {a: b}\n# c\n- d".to_owned()), &place("", false)),
            "\n      - {a: b}\n      # c\n      - d"
        );
    }
}
