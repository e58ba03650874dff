//! A value of a record as the text of a cell, and back.
//!
//! In: a [`Node`], or the text of a cell. Out: the other. What is simple reads as people write it: `nyt-list, para. 4; handbasket`. What is not stands
//! in its cell as it stands in the file. It never knows where in the file a value goes: that is the part of [`edit`](super::edit).

use super::text_of;
use crate::cli::yaml::yaml_quoted;
use crate::model::{Date, Money, Quantity};
use crate::parse::{self, Form, FromScalar, Node, Value};
use crate::text::{Content, Tree};
use xxhash_rust::xxh3::xxh3_64;

/// How the values of a field become cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    Text,
    Date,
    Quantity,
    Money,
    YesNo,
    /// `a; b`. Whether one alone is written without brackets.
    List {
        alone: bool,
    },
    /// `stage: talks; evidence: disputed`.
    Pairs,
    /// `nyt-list, para. 4; handbasket`.
    Sources,
    /// `A. Editor, 2026-11-20, read the report; B. Editor, 2026-11-21`.
    Checks,
    /// As in the file.
    Record,
}

impl Manner {
    pub fn of(form: Form) -> Self {
        match form {
            Form::Date | Form::Until => Self::Date,
            Form::Quantity => Self::Quantity,
            Form::Money => Self::Money,
            Form::YesNo => Self::YesNo,
            Form::List(Form::Record(shape)) if shape.name == "a check" => Self::Checks,
            Form::List(Form::Either([Form::Id, Form::Record(_)])) => Self::Sources,
            Form::List(Form::Record(_)) | Form::Record(_) => Self::Record,
            Form::List(_) => Self::List { alone: false },
            Form::Table(_) => Self::Pairs,
            Form::Either([Form::Id, Form::List(_)]) => Self::List { alone: true },
            Form::Either([one, ..]) => Self::of(*one),
            _ => Self::Text,
        }
    }

    /// Whether a cell may hold a value as it stands in the file: lists of claims do.
    fn may_be_yaml(self) -> bool {
        self != Self::Text && self != Self::YesNo
    }
}

/// A value that is to be written.
#[derive(Clone, PartialEq, Debug)]
pub enum New {
    Text(String),
    /// The entries of a list, each as YAML on one line.
    List(Vec<String>),
    /// As YAML on one line.
    Flow(String),
    /// As YAML on one or more lines.
    Lines(String),
}

/// The cell of a value.
pub fn cell(node: &Node, manner: Manner, text: &str) -> String {
    simple(node, manner).unwrap_or_else(|| as_written(node, text))
}

fn simple(node: &Node, manner: Manner) -> Option<String> {
    let part = |node: &Node| text_of(node).filter(|text| is_part(text)).map(str::to_owned);
    let made = match (&node.value, manner) {
        (Value::Nothing, _) => String::new(),
        // A text that would be read as YAML when it comes back stands as it is in the file.
        (Value::Scalar(scalar), _) if manner.may_be_yaml() && is_yaml(&scalar.text) => return None,
        (Value::Scalar(scalar), Manner::List { .. }) if !is_part(&scalar.text) => return None,
        (Value::Scalar(scalar), _) => scalar.text.trim().to_owned(),
        (Value::List(items), Manner::List { .. }) => items.iter().map(part).collect::<Option<Vec<_>>>()?.join("; "),
        (Value::List(items), Manner::Sources) => {
            let source = |node: &Node| match &node.value {
                Value::Scalar(_) => part(node).filter(|id| !id.contains(',')),
                Value::Map(entries) if entries.len() == 2 => {
                    let id = part(node.get("id")?).filter(|id| !id.contains(','))?;
                    Some(format!("{id}, {}", part(node.get("at")?)?))
                }
                _ => None,
            };
            items.iter().map(source).collect::<Option<Vec<_>>>()?.join("; ")
        }
        (Value::List(items), Manner::Checks) => {
            let check = |node: &Node| {
                let Value::Map(entries) = &node.value else { return None };
                let (by, on) = (part(node.get("by")?)?, part(node.get("on")?)?);
                let how = node.get("how").map(part);
                let known = 2 + usize::from(how.is_some());
                let whole = match how {
                    Some(how) => format!("{by}, {on}, {}", how?),
                    None => format!("{by}, {on}"),
                };
                (entries.len() == known).then_some(whole)
            };
            let all = items.iter().map(check).collect::<Option<Vec<_>>>()?;
            all.iter().all(|one| check_parts(one).is_some()).then(|| all.join("; "))?
        }
        (Value::Map(entries), Manner::Pairs) => {
            let pair = |(key, node): &(parse::Key, Node)| Some(format!("{}: {}", key.text, part(node)?));
            entries.iter().map(pair).collect::<Option<Vec<_>>>()?.join("; ")
        }
        (Value::List(_) | Value::Map(_), _) => return None,
    };
    Some(made)
}

/// A text that can stand between semicolons.
fn is_part(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains([';', '\n'])
}

/// The value as the file has it, without the indentation of its place.
fn as_written(node: &Node, text: &str) -> String {
    let (start, end) = (node.span.start as usize, node.span.end as usize);
    let written = text.get(start..end).unwrap_or("").trim_end().replace("\r\n", "\n");
    let indent = start - text[..start].rfind('\n').map_or(0, |at| at + 1);
    let margin = " ".repeat(indent);
    written.lines().map(|line| line.strip_prefix(&margin).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn is_yaml(cell: &str) -> bool {
    cell.starts_with(['[', '{', '"', '\'']) || cell.starts_with("- ")
}

/// What the text of a cell means. It is not empty.
pub fn read(cell: &str, manner: Manner) -> Result<New, String> {
    if manner.may_be_yaml() && is_yaml(cell) {
        return match value(cell) {
            Some(_) => Ok(New::Lines(cell.to_owned())),
            None => Err("this is not valid YAML: brackets and quotation marks must be closed".to_owned()),
        };
    }
    let parts = || cell.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    Ok(match manner {
        Manner::Text | Manner::Date | Manner::Quantity | Manner::Money => New::Text(cell.to_owned()),
        Manner::YesNo => New::Text(yes_no(cell).map_or_else(|| cell.to_owned(), str::to_owned)),
        Manner::List { alone: true } if parts().count() == 1 => New::Text(parts().collect()),
        Manner::List { .. } => New::List(parts().map(flow).collect()),
        Manner::Sources => New::List(parts().map(source).collect()),
        Manner::Pairs => {
            let pair = |part: &str| {
                let (key, value) = part.split_once(':').ok_or_else(|| format!("`{part}` is no pair: write `stage: talks`"))?;
                Ok(format!("{}: {}", flow(key.trim()), flow(value.trim())))
            };
            New::Flow(format!("{{{}}}", parts().map(pair).collect::<Result<Vec<_>, String>>()?.join(", ")))
        }
        Manner::Checks => {
            let check = |part: &str| {
                let (by, on, how) = check_parts(part)
                    .ok_or_else(|| format!("`{part}` does not say who and when: write `A. Editor, 2026-11-20`"))?;
                let how = how.map_or_else(String::new, |how| format!(", how: {}", flow(how)));
                Ok(format!("{{by: {}, on: {on}{how}}}", flow(by)))
            };
            New::List(parts().map(check).collect::<Result<_, String>>()?)
        }
        Manner::Record => return Err("write it as in the file: `{key: value, key: value}`".to_owned()),
    })
}

fn source(part: &str) -> String {
    match part.split_once(',').map(|(id, at)| (id.trim(), at.trim())) {
        Some((id, at)) if !at.is_empty() => format!("{{id: {}, at: {}}}", flow(id), flow(at)),
        _ => flow(part),
    }
}

/// Who, when, how: the first part that is a date parts them, for names may have commas.
fn check_parts(text: &str) -> Option<(&str, &str, Option<&str>)> {
    let commas = text.match_indices(',').map(|(at, _)| at);
    commas.into_iter().find_map(|at| {
        let rest = &text[at + 1..];
        let (on, how) = rest.split_once(',').map_or((rest, None), |(on, how)| (on, Some(how.trim())));
        let by = text[..at].trim();
        (Date::from_scalar(on.trim()).is_ok() && !by.is_empty()).then(|| (by, on.trim(), how.filter(|how| !how.is_empty())))
    })
}

fn yes_no(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "yes" | "true" => Some("yes"),
        "no" | "false" => Some("no"),
        _ => None,
    }
}

/// A text as YAML between brackets: without quotation marks where it reads the same without.
pub fn flow(text: &str) -> String {
    let plain = matches!(value(&format!("[{text}]")).map(|node| node.value), Some(Value::List(items))
        if items.len() == 1 && matches!(&items[0].value, Value::Scalar(one) if one.plain && one.text == text));
    if plain { text.to_owned() } else { yaml_quoted(text) }
}

/// A text as YAML, if it is.
pub fn value(text: &str) -> Option<Node> {
    let mut tree = Tree::new();
    tree.put("cell", Content::Text(text.into()));
    let read = parse::yaml(text, tree.get("cell")?.id, 0);
    read.value.filter(|_| read.diagnostics.is_empty())
}

/// A cell in the one form that all cells of the same meaning have, so that `1,200` and `1200` are no change.
pub fn canonical(cell: &str, manner: Manner) -> String {
    let cell = cell.replace("\r\n", "\n");
    let cell = cell.trim();
    if manner.may_be_yaml() && is_yaml(cell) {
        return cell.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    }
    let typed = match manner {
        Manner::Date => Date::from_scalar(cell).ok().map(|date| date.to_string()),
        Manner::Quantity => Quantity::from_scalar(cell).ok().map(|number| format!("{number:?}")),
        Manner::Money => Money::from_scalar(cell).ok().map(|money| format!("{money:?}")),
        Manner::YesNo => yes_no(cell).map(str::to_owned),
        Manner::List { .. } | Manner::Pairs | Manner::Sources | Manner::Checks => {
            let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
            let parts = cell.split([';', '\n']).map(words).filter(|part| !part.is_empty());
            Some(parts.collect::<Vec<_>>().join("; "))
        }
        Manner::Text | Manner::Record => None,
    };
    typed.unwrap_or_else(|| cell.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
}

/// Letters and digits of a hash: enough that no two cells of a report are taken for the same by accident.
const LENGTH: usize = 4;

/// What a row said, as a word that no spreadsheet takes for a number: four letters for the id and for each cell.
pub fn stamp(id: &str, cells: impl Iterator<Item = String>) -> String {
    let all = std::iter::once(id.to_owned()).chain(cells);
    "x".to_owned() + &all.map(|cell| hash(&cell)).collect::<String>()
}

/// The parts of a stamp: that of the id, and those of the cells. `None` when it is not one of a row with this many cells.
pub fn stamped(stamp: &str, cells: usize) -> Option<(&str, Vec<&str>)> {
    let rest = stamp.trim().strip_prefix('x').filter(|rest| rest.is_ascii() && rest.len() == LENGTH * (cells + 1))?;
    let (id, rest) = rest.split_at(LENGTH);
    Some((id, (0..cells).map(|at| &rest[at * LENGTH..(at + 1) * LENGTH]).collect()))
}

pub fn hash(canonical: &str) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let number = xxh3_64(canonical.as_bytes());
    (0..LENGTH).map(|at| char::from(SIGNS[usize::from((number >> (5 * at)).to_le_bytes()[0] & 31)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(yaml: &str, manner: Manner) -> (String, Result<New, String>) {
        let cell = cell(&value(yaml).unwrap(), manner, yaml);
        let again = read(&cell, manner);
        (cell, again)
    }

    #[test]
    fn values_read_as_people_write_them() {
        let list = |items: &[&str]| Ok(New::List(items.iter().map(|item| (*item).to_owned()).collect()));
        assert_eq!(
            there_and_back("[nyt-list, {id: a, at: 'para. 4, 5'}]", Manner::Sources),
            ("nyt-list; a, para. 4, 5".to_owned(), list(&["nyt-list", "{id: a, at: \"para. 4, 5\"}"]))
        );
        assert_eq!(
            there_and_back("- {by: 'Editor, A.', on: 2026-11-20, how: read it}", Manner::Checks),
            ("Editor, A., 2026-11-20, read it".to_owned(), list(&["{by: \"Editor, A.\", on: 2026-11-20, how: read it}"]))
        );
        assert_eq!(
            there_and_back("{stage: talks, evidence: disputed}", Manner::Pairs),
            ("stage: talks; evidence: disputed".to_owned(), Ok(New::Flow("{stage: talks, evidence: disputed}".to_owned())))
        );
        assert_eq!(there_and_back("[LY, NO]", Manner::List { alone: false }), ("LY; NO".to_owned(), list(&["LY", "NO"])));
    }

    #[test]
    fn what_is_not_simple_stands_as_in_the_file() {
        let claims = "- {value: 7, sources: [a]}\n# why\n- value: 8\n  sources: [b]";
        let (cell, again) = there_and_back(claims, Manner::Quantity);
        assert_eq!(cell, claims);
        assert_eq!(again, Ok(New::Lines(claims.to_owned())));
        assert_eq!(there_and_back("[{id: a, at: 'b; c'}]", Manner::Sources).0, "[{id: a, at: 'b; c'}]");
        assert!(read("[a", Manner::Sources).is_err());
    }

    #[test]
    fn ways_to_write_the_same_are_no_change() {
        assert_eq!(canonical("1,200", Manner::Quantity), canonical("1200", Manner::Quantity));
        assert_ne!(canonical("at least 7", Manner::Quantity), canonical("7", Manner::Quantity));
        assert_eq!(canonical("TRUE", Manner::YesNo), canonical("yes", Manner::YesNo));
        assert_eq!(canonical("a;b", Manner::Sources), canonical(" a;  b ", Manner::Sources));
        assert_eq!(canonical("two\r\nlines ", Manner::Text), "two\nlines");
    }

    #[test]
    fn a_stamp_says_what_a_row_was() {
        let made = stamp("a", ["b".to_owned(), String::new()].into_iter());
        let (id, cells) = stamped(&made, 2).unwrap();
        assert_eq!((id, cells), (hash("a").as_str(), [hash("b"), hash("")].iter().map(String::as_str).collect()));
        assert_eq!(stamped(&made, 3), None);
        assert_eq!(stamped("1.2E+19", 2), None);
    }
}
