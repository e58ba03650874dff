//! Changes of entries, put into the text of their files.
//!
//! In: [`Records`] and [`Change`]s. Out: the new text of each file that changes, in which every other byte is as it was: comments, order,
//! quotation marks, line ends. It never writes a file, and refuses what it cannot do without losing a comment.

use super::cell::{self, Manner, New};
use super::emit::{Place, emit};
use super::{Entry, Holder, ID, Records, Which, text_of};
use crate::model::Date;
use crate::parse::{FromScalar, Key, Node, Value};
use std::collections::BTreeMap;
use std::ops::Range;

/// What becomes of an entry.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// A value is written, instead of another or as the first.
    Set { id: String, key: &'static str, new: New },
    /// A key goes.
    Clear { id: String, key: &'static str },
    /// An entry comes, into the file of this record.
    Add { id: String, record: String, values: Vec<(&'static str, New)> },
    /// An entry goes.
    Remove { id: String },
}

/// Why a change was refused: the entry and key it was for, and a sentence.
pub type Refused = (String, Option<&'static str>, String);

struct Edit {
    range: Range<usize>,
    text: String,
}

/// The new texts, by path.
pub fn apply(records: &Records, changes: &[Change]) -> Result<BTreeMap<String, String>, Vec<Refused>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let mut refused = Vec::new();
    for change in changes {
        let (id, key) = change.of();
        let holder = match change {
            Change::Add { record, .. } => records.holder(record),
            Change::Set { .. } | Change::Clear { .. } | Change::Remove { .. } => records.find(id).map(|(holder, _)| holder),
        };
        let made = holder.ok_or_else(|| "its file is not there".to_owned()).and_then(|holder| {
            let made = edit(records, holder, change, changes)?;
            edits.entry(holder.file.path.to_string()).or_default().push(made);
            Ok(())
        });
        if let Err(reason) = made {
            refused.push((id.to_owned(), key, reason));
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let texts = edits.into_iter().filter_map(|(path, mut edits)| {
        let text = records.files.iter().find(|holder| *holder.file.path == path)?.file.text();
        // Those at one place stay in the order of the changes.
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut out = text.to_owned();
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        for edit in edits.into_iter().rev() {
            out.replace_range(edit.range, &edit.text.replace('\n', line_end));
        }
        Some((path, out))
    });
    Ok(texts.collect())
}

impl Change {
    /// The entry, and its key.
    pub fn of(&self) -> (&str, Option<&'static str>) {
        match self {
            Self::Set { id, key, .. } | Self::Clear { id, key } => (id, Some(key)),
            Self::Add { id, .. } | Self::Remove { id } => (id, None),
        }
    }
}

fn edit(records: &Records, holder: &Holder, change: &Change, all: &[Change]) -> Result<Edit, String> {
    let text = holder.file.text();
    let entry = |id: &str| holder.entries.iter().find(|entry| entry.id == id).ok_or_else(|| "it is not there".to_owned());
    match change {
        Change::Set { id, key, new } => {
            let entry = entry(id)?;
            match pair(&entry.node, key) {
                Some((at, node)) => replaced(text, entry, at, node, new),
                None => inserted(text, records.which, entry, key, new),
            }
        }
        Change::Clear { id, key } => {
            let entry = entry(id)?;
            let (at, node) = pair(&entry.node, key).ok_or("it has no such key")?;
            cleared(text, entry, at, node)
        }
        Change::Add { id, values, .. } => added(records.which, holder, id, values, all),
        Change::Remove { id } => removed(records.which, holder, entry(id)?, all),
    }
}

fn pair<'a>(node: &'a Node, key: &str) -> Option<&'a (Key, Node)> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.text == key)
}

impl Entry {
    fn pairs(&self) -> &[(Key, Node)] {
        match &self.node.value {
            Value::Map(pairs) => pairs,
            Value::Nothing | Value::Scalar(_) | Value::List(_) => &[],
        }
    }

    fn is_flow(&self, text: &str) -> bool {
        text[self.node.span.start as usize..].starts_with('{')
    }
}

// ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// Where the line ends, before its line end.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    at + text[at..end].trim_end_matches('\r').len()
}

/// Where the next line begins.
fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

fn indent(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].trim_start_matches('\u{feff}').chars().count()
}

/// From behind the colon of a key to the end of its value, without what follows on the line.
fn value_range(text: &str, key: &Key, node: &Node) -> Range<usize> {
    let colon = key.span.end as usize;
    let start = text[colon..].find(':').map_or(colon, |at| colon + at + 1);
    let end = (node.span.end as usize).max(start);
    start..start + text[start..end].trim_end().len()
}

/// Whether a comment stands in a range, outside of its texts.
fn has_comment(text: &str, range: &Range<usize>, node: &Node) -> bool {
    fn texts(node: &Node, out: &mut Vec<Range<usize>>) {
        match &node.value {
            Value::Nothing => {}
            Value::Scalar(_) => out.push(node.span.start as usize..node.span.end as usize),
            Value::List(items) => items.iter().for_each(|item| texts(item, out)),
            Value::Map(pairs) => pairs.iter().for_each(|(_, item)| texts(item, out)),
        }
    }
    let mut known = Vec::new();
    texts(node, &mut known);
    let signs = text[range.clone()].match_indices('#').map(|(at, _)| range.start + at);
    signs.into_iter().any(|at| !known.iter().any(|text| text.contains(&at)))
}

// ── one value ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn replaced(text: &str, entry: &Entry, key: &Key, node: &Node, new: &New) -> Result<Edit, String> {
    let range = value_range(text, key, node);
    let in_flow = entry.is_flow(text);
    let is_followed = !text[range.end..line_end(text, range.end)].trim().is_empty();
    if let (Value::List(old), New::List(items)) = (&node.value, new)
        && let Some(edit) = listed(text, node, old, items)
    {
        return Ok(edit);
    }
    let keeps_comments = matches!(new, New::Lines(_)) || !has_comment(text, &range, node);
    if !keeps_comments {
        return Err("a comment stands inside this value in the file and would be lost; change it there".to_owned());
    }
    let place = Place {
        indent: indent(text, key.span.start as usize),
        key: &key.text,
        old: &text[range.clone()],
        on_line: in_flow || is_followed,
        in_flow,
    };
    let made = emit(new, &place);
    let made = if place.on_line { on_one_line(made)? } else { made };
    Ok(Edit { range, text: made })
}

fn on_one_line(made: String) -> Result<String, String> {
    if made.contains('\n') {
        return Err("it needs several lines, and there is room for one only; change it in the file".to_owned());
    }
    Ok(made)
}

/// A list with an entry a line: those that stay keep their lines, with the comments above them.
fn listed(text: &str, node: &Node, old: &[Node], items: &[String]) -> Option<Edit> {
    let first = old.first()?;
    if text[node.span.start as usize..].starts_with('[') {
        return None;
    }
    let dash = line_start(text, node.span.start as usize);
    let margin: String = text[dash..].chars().take_while(|sign| *sign == ' ').collect();
    if !text[dash + margin.len()..].starts_with("- ") || line_start(text, first.span.start as usize) != dash {
        return None;
    }
    let mut begin = dash;
    let mut lines = Vec::new();
    for item in old {
        let end = line_end(text, item.span.end as usize);
        lines.push((as_item(item, text), &text[begin..end]));
        begin = next_line(text, end);
    }
    let end = line_end(text, old.last()?.span.end as usize);
    let made = items.iter().map(|item| {
        let kept = lines.iter().find(|(written, _)| written.as_ref() == Some(item));
        kept.map_or_else(|| format!("{margin}- {item}"), |(_, line)| line.replace("\r\n", "\n"))
    });
    Some(Edit { range: dash..end, text: made.collect::<Vec<_>>().join("\n") })
}

/// An entry of a list as a cell would have it written.
fn as_item(item: &Node, text: &str) -> Option<String> {
    let alone = Node { span: item.span, value: Value::List(vec![item.clone()]) };
    match cell::read(&cell::cell(&alone, Manner::Sources, text), Manner::Sources) {
        Ok(New::List(mut one)) if one.len() == 1 => one.pop(),
        _ => None,
    }
}

fn inserted(text: &str, which: Which, entry: &Entry, key: &'static str, new: &New) -> Result<Edit, String> {
    let order: Vec<&str> = std::iter::once(ID).chain(which.fields().map(|field| field.key)).collect();
    let before = order.iter().take_while(|name| **name != key).filter_map(|name| pair(&entry.node, name)).last();
    let (at, node) = before.or(entry.pairs().last()).ok_or("it has no key yet; write it in the file")?;
    let end = value_range(text, at, node).end;
    if entry.is_flow(text) {
        let place = Place { indent: 0, key, old: "", on_line: true, in_flow: true };
        let made = on_one_line(emit(new, &place))?;
        return Ok(Edit { range: end..end, text: format!(", {key}:{made}") });
    }
    let indent = indent(text, at.span.start as usize);
    let place = Place { indent, key, old: "", on_line: false, in_flow: false };
    let end = line_end(text, end);
    Ok(Edit { range: end..end, text: format!("\n{}{key}:{}", " ".repeat(indent), emit(new, &place)) })
}

fn cleared(text: &str, entry: &Entry, key: &Key, node: &Node) -> Result<Edit, String> {
    let pairs = entry.pairs();
    let at = pairs.iter().position(|(name, _)| name.span == key.span).unwrap_or(0);
    let (start, end) = (key.span.start as usize, value_range(text, key, node).end);
    if has_comment(text, &(key.span.end as usize..line_end(text, end)), node) {
        return Err("a comment stands beside this value in the file and would be lost; take both out there".to_owned());
    }
    let previous = at.checked_sub(1).and_then(|at| pairs.get(at)).map(|(key, node)| value_range(text, key, node).end);
    let next = pairs.get(at + 1).map(|(key, _)| key.span.start as usize);
    let begin = line_start(text, start);
    if !entry.is_flow(text) && text[begin..start].trim().is_empty() {
        return Ok(Edit { range: begin..next_line(text, end), text: String::new() });
    }
    match (previous, next) {
        (Some(previous), _) if entry.is_flow(text) => Ok(Edit { range: previous..end, text: String::new() }),
        (None, Some(next)) if !text[end..next].contains('#') => Ok(Edit { range: start..next, text: String::new() }),
        _ => Err("it cannot be taken out alone; do it in the file".to_owned()),
    }
}

// ── whole entries ────────────────────────────────────────────────────────────────────────────────────────────────────

/// The line on which an entry begins: with its dash, or its id.
fn head(text: &str, entry: &Entry) -> usize {
    let start = entry.key.as_ref().map_or(entry.node.span.start, |key| key.span.start) as usize;
    let begin = line_start(text, start);
    // The dash may stand on a line of its own.
    let has_dash = entry.key.is_some() || text[begin..start].contains('-');
    if has_dash { begin } else { text[..begin].rfind('-').map_or(begin, |dash| line_start(text, dash)) }
}

/// The end of its last line.
fn tail(text: &str, entry: &Entry) -> usize {
    let end = entry.pairs().last().map_or(entry.node.span.end as usize, |(key, node)| value_range(text, key, node).end);
    line_end(
        text,
        end.max(
            entry.node.span.start as usize + text[entry.node.span.start as usize..entry.node.span.end as usize].trim_end().len(),
        ),
    )
}

fn date_of(entry: &Entry) -> Option<Date> {
    Date::from_scalar(text_of(entry.node.get("date")?)?).ok()
}

fn added(which: Which, holder: &Holder, id: &str, values: &[(&'static str, New)], all: &[Change]) -> Result<Edit, String> {
    let text = holder.file.text();
    let staying: Vec<&Entry> =
        holder.entries.iter().filter(|entry| !all.contains(&Change::Remove { id: entry.id.clone() })).collect();
    in_lines(which, holder)?;
    let Some(first) = holder.entries.first() else {
        let is_next = |change: &&Change| matches!(change, Change::Add { record, .. } if *record == holder.record);
        let is_first = all.iter().find(is_next).is_some_and(|change| change.of().0 == id);
        return first_of(which, holder, id, values, is_first);
    };
    let body = entry_text(which, text, first, id, values);
    let gap = match holder.entries.get(1) {
        Some(second) => text[tail(text, first)..head(text, second)].lines().skip(1).any(|line| line.trim().is_empty()),
        None => true,
    };
    let gap = if gap { "\n" } else { "" };
    let date = values.iter().find(|(key, _)| *key == "date").and_then(|(_, new)| match new {
        New::Text(text) => Date::from_scalar(text).ok(),
        New::List(_) | New::Flow(_) | New::Lines(_) => None,
    });
    let dates: Vec<Option<Date>> = staying.iter().map(|entry| date_of(entry)).collect();
    let days: Vec<_> = dates.iter().flatten().map(|date| date.earliest()).collect();
    let newest_first = days.len() > 1 && days.first() > days.last() && days.is_sorted_by(|a, b| a >= b);
    let previous = match date {
        None => staying.len(),
        Some(date) if newest_first => {
            dates.iter().rposition(|one| one.is_some_and(|one| one.earliest() > date.earliest())).map_or(0, |at| at + 1)
        }
        Some(date) => {
            dates.iter().rposition(|one| one.is_some_and(|one| one.earliest() <= date.earliest())).map_or(0, |at| at + 1)
        }
    };
    match previous.checked_sub(1).and_then(|at| staying.get(at)).or(staying.first()) {
        Some(entry) if previous > 0 => {
            let end = tail(text, entry);
            Ok(Edit { range: end..end, text: format!("\n{gap}{body}") })
        }
        _ => {
            let begin = comments_above(text, head(text, first));
            Ok(Edit { range: begin..begin, text: format!("{body}\n{gap}") })
        }
    }
}

/// Entries can come and go only where each has lines of its own.
fn in_lines(which: Which, holder: &Holder) -> Result<(), String> {
    let text = holder.file.text();
    let list = if which == Which::Sources { Some(&holder.root) } else { holder.root.get(which.word()) };
    let is_flow = list.is_some_and(|list| !holder.entries.is_empty() && text[list.span.start as usize..].starts_with(['[', '{']));
    if is_flow { Err("its file has all of them in brackets; give each lines of its own there first".to_owned()) } else { Ok(()) }
}

/// An entry as the file lays them out.
fn entry_text(which: Which, text: &str, like: &Entry, id: &str, values: &[(&'static str, New)]) -> String {
    let start = head(text, like);
    let margin = text[start..].chars().take_while(|sign| *sign == ' ').count();
    let inner = match (&like.key, like.pairs().first()) {
        (None, Some((key, _))) if !like.is_flow(text) => indent(text, key.span.start as usize),
        (Some(_), Some((key, _))) if !like.is_flow(text) => indent(text, key.span.start as usize),
        _ => margin + 2,
    };
    body(which, margin, inner, id, values)
}

fn body(which: Which, margin: usize, inner: usize, id: &str, values: &[(&'static str, New)]) -> String {
    let head = match which {
        Which::Sources => format!("{}{id}:", " ".repeat(margin)),
        Which::Events | Which::Arrangements => {
            format!("{}-{}{ID}: {id}", " ".repeat(margin), " ".repeat(inner.saturating_sub(margin + 1)))
        }
    };
    let lines = values.iter().map(|(key, new)| {
        let place = Place { indent: inner, key, old: "", on_line: false, in_flow: false };
        format!("\n{}{key}:{}", " ".repeat(inner), emit(new, &place))
    });
    head + &lines.collect::<String>()
}

/// The first entry of a record: with the key of the list, after the keys that come before it.
fn first_of(which: Which, holder: &Holder, id: &str, values: &[(&'static str, New)], is_first: bool) -> Result<Edit, String> {
    let text = holder.file.text();
    let Value::Map(pairs) = &holder.root.value else { return Err("its file has no keys yet".to_owned()) };
    if which == Which::Sources {
        return Err("there is no source yet; begin with `sourcebook new source`".to_owned());
    }
    let word = which.word();
    if let Some((key, node)) = pairs.iter().find(|(key, _)| key.text == word) {
        let range = value_range(text, key, node);
        let is_alone = text[range.end..line_end(text, range.end)].trim().is_empty() && !text[range.clone()].contains('#');
        let body = body(which, 2, 4, id, values);
        return if is_alone && is_first {
            Ok(Edit { range, text: format!("\n{body}") })
        } else if is_alone {
            Ok(Edit { range: range.end..range.end, text: format!("\n\n{body}") })
        } else {
            Err(format!("`{word}:` has a comment in its file; write the first entry there"))
        };
    }
    let shape = if &*holder.file.path == "content/program.yaml" { &super::shapes::PROGRAM } else { &super::shapes::COUNTRY };
    let order = shape.fields.iter().map(|field| field.key).take_while(|key| *key != word);
    let before = order.filter_map(|key| pairs.iter().find(|(name, _)| name.text == key)).last().or(pairs.last());
    let (key, node) = before.ok_or("its file has no keys yet")?;
    let end = line_end(text, value_range(text, key, node).end);
    let head = if is_first { format!("\n{word}:") } else { String::new() };
    Ok(Edit { range: end..end, text: format!("\n{head}\n{}", body(which, 2, 4, id, values)) })
}

/// Where the comments begin that stand directly above a line.
fn comments_above(text: &str, mut begin: usize) -> usize {
    while begin > 0 {
        let above = line_start(text, begin - 1);
        if !text[above..begin].trim_start().starts_with('#') {
            break;
        }
        begin = above;
    }
    begin
}

fn removed(which: Which, holder: &Holder, entry: &Entry, all: &[Change]) -> Result<Edit, String> {
    in_lines(which, holder)?;
    let text = holder.file.text();
    let stays = |one: &Entry| !all.contains(&Change::Remove { id: one.id.clone() });
    let comes = |change: &Change| matches!(change, Change::Add { record, .. } if *record == holder.record);
    if entry.key.is_none() && !holder.entries.iter().any(stays) && !all.iter().any(comes) {
        // The last one takes the key of the list with it; which of them does is decided by the first.
        let (key, _) = pair(&holder.root, which.word()).ok_or("it is not there")?;
        let is_first = holder.entries.first().is_some_and(|first| first.id == entry.id);
        let begin = if is_first { key.span.start as usize } else { comments_above(text, head(text, entry)) };
        return Ok(without(text, begin, tail(text, entry)));
    }
    Ok(without(text, comments_above(text, head(text, entry)), tail(text, entry)))
}

/// Lines that go, with one empty line beside them.
fn without(text: &str, begin: usize, end: usize) -> Edit {
    let mut end = next_line(text, end);
    let next = next_line(text, end);
    if end < text.len() && text[end..next].trim().is_empty() {
        end = next;
    }
    Edit { range: begin..end, text: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::records::verify::parted;
    use crate::text::{Content, Tree};

    /// Every manner of writing that a file may mix.
    const ODD: &str = "\
# first
code: RW   # two letters
events:
  # about the first
  - id: a # its id
    date: 2025-01
    kind: request
    summary: >-
      A long text that was broken
      over two lines.
    # between two keys
    people:
      # why two
      - {value: 7, sources: [x]}
      - value: 8   # later
        sources:
          - y
    sources:
      - x # best
      # about y
      - {id: y, at: p. 4}

  - date: '2025-02'
    id: b
    kind: \"request\"
    sets: {stage: talks}
    summary: |
      Two
      lines.
    sources: [x]
  # about the last
  - {id: c, date: 2025-03, kind: request, summary: 'Short.', sources: [x, y]}
  -
    id: d
    date: 2025-04
    kind: request
    summary: Plain
      over two lines. # end
    sources: [
      x,
      y
    ]
# after
review_by: 2027
";

    fn tree(text: &str) -> Tree {
        let mut tree = Tree::new();
        tree.put("content/countries/rwanda.yaml", Content::Text(text.into()));
        tree
    }

    /// Applies changes; the new text, once it has been found to say what was asked and nothing else.
    fn applied(text: &str, changes: &[Change]) -> Result<String, String> {
        let records = Records::open(&tree(text), Which::Events).unwrap();
        let made = apply(&records, changes).map_err(|refused| refused[0].2.clone())?;
        let made = made.into_values().next().unwrap_or_else(|| text.to_owned());
        let again =
            Records::open(&tree(&made), Which::Events).map_err(|_| format!("cannot be read: {changes:?}\n{made}")).unwrap();
        assert_eq!(parted(&records, &again, changes), None, "{changes:?}\n{made}");
        Ok(made)
    }

    fn lines_lost(old: &str, new: &str) -> Vec<String> {
        let new: Vec<&str> = new.lines().collect();
        old.lines().filter(|line| !new.contains(line)).map(str::to_owned).collect()
    }

    fn texts() -> Vec<String> {
        vec![ODD.to_owned(), ODD.replace('\n', "\r\n"), format!("\u{feff}{ODD}"), ODD.trim_end().to_owned()]
    }

    #[test]
    fn each_value_can_be_changed_or_taken_out_alone() {
        let long = "word ".repeat(40);
        let news = [
            New::Text("new: \"one\" # no comment".to_owned()),
            New::Text(long.trim().to_owned()),
            New::Text("two\nlines".to_owned()),
            New::List(vec!["x".to_owned(), "{id: z, at: p. 1}".to_owned()]),
            New::Flow("{stage: talks}".to_owned()),
            New::Lines("- {value: 1}\n# why\n- {value: 2}".to_owned()),
        ];
        let mut refused = Vec::new();
        for text in texts() {
            let records = Records::open(&tree(&text), Which::Events).unwrap();
            for (_, entry) in records.entries() {
                for key in ["date", "summary", "people", "sources", "sets", "note"] {
                    let id = entry.id.clone();
                    let mut changes: Vec<Change> =
                        news.iter().map(|new| Change::Set { id: id.clone(), key, new: new.clone() }).collect();
                    if entry.node.get(key).is_some() {
                        changes.push(Change::Clear { id: id.clone(), key });
                    }
                    for change in changes {
                        match applied(&text, &[change]) {
                            Ok(made) => {
                                assert!(
                                    !text.contains("\r\n") || !made.replace("\r\n", "").contains('\n'),
                                    "one kind of line end"
                                );
                                let lost = lines_lost(&text, &made);
                                let is_comment = |line: &String| line.trim_start().starts_with('#');
                                let comments: Vec<&String> = lost.iter().filter(|line| is_comment(line)).collect();
                                assert!(
                                    comments.iter().all(|line| line.contains("why") || line.contains("about y")),
                                    "{comments:?}"
                                );
                            }
                            Err(reason) => refused.push(format!("{id} {key}: {reason}")),
                        }
                    }
                }
            }
        }
        refused.sort();
        refused.dedup();
        let comment = "a comment stands inside this value in the file and would be lost; change it there";
        let beside = "a comment stands beside this value in the file and would be lost; take both out there";
        let room = "it needs several lines, and there is room for one only; change it in the file";
        let of = |places: &[&str], reason: &str| places.iter().map(|place| format!("{place}: {reason}")).collect::<Vec<_>>();
        let mut expected = [
            of(&["a people", "a sources", "d summary"], beside),
            of(&["a people", "a sources"], comment),
            of(&["c date", "c note", "c people", "c sets", "c sources", "c summary", "d summary"], room),
        ]
        .concat();
        expected.sort();
        assert_eq!(refused, expected);
    }

    #[test]
    fn entries_come_at_their_date_and_go_with_their_comments() {
        let new = |id: &str, date: &str| Change::Add {
            id: id.to_owned(),
            record: "rwanda".to_owned(),
            values: vec![("date", New::Text(date.to_owned())), ("kind", New::Text("request".to_owned()))],
        };
        for text in texts() {
            for date in ["2024", "2025-01-15", "2025-02", "2026"] {
                let made = applied(&text, &[new("n", date)]).unwrap();
                assert_eq!(lines_lost(&text, &made), Vec::<String>::new());
                let records = Records::open(&tree(&made), Which::Events).unwrap();
                let dates: Vec<_> =
                    records.entries().filter_map(|(_, entry)| date_of(entry)).map(|date| date.earliest()).collect();
                assert!(dates.is_sorted(), "{made}");
            }
            for id in ["a", "b", "c", "d"] {
                let gone = Change::Remove { id: id.to_owned() };
                let made = applied(&text, std::slice::from_ref(&gone)).unwrap();
                assert!(made.contains("# first") && made.contains("# after"), "{made}");
                applied(&text, &[gone, new("n", "2025-02-02")]).unwrap();
            }
            let all: Vec<Change> = ["a", "b", "c", "d"].map(|id| Change::Remove { id: id.to_owned() }).to_vec();
            let made = applied(&text, &all).unwrap();
            assert!(made.contains("# after") && !made.contains("events"), "{made}");
            applied(&text, &[all, vec![new("n", "2025"), new("m", "2026")]].concat()).unwrap();
        }
    }

    #[test]
    fn the_first_entries_of_a_record_bring_their_key() {
        let new = |id: &str| Change::Add {
            id: id.to_owned(),
            record: "rwanda".to_owned(),
            values: vec![("date", New::Text("2025".to_owned()))],
        };
        for text in
            ["code: RW\nname: Rwanda # x\n\n# end\nreview_by: 2027\n", "code: RW\nevents: []\nreview_by: 2027\n", "code: RW"]
        {
            let made = applied(text, &[new("a"), new("b")]).unwrap();
            let after = made.split("events:\n").nth(1).unwrap_or_else(|| panic!("{made}"));
            assert!(after.starts_with("  - id: a\n    date: 2025\n\n  - id: b\n    date: 2025"), "{made}");
        }
        assert!(applied("code: RW\nevents: [{id: x, date: 2025}]\n", &[new("a")]).is_err());
    }
}
