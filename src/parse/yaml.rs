//! YAML text to [`Node`]s.
//!
//! In: text, and where it lies in its file. Out: the tree of values with the place of each, and every duplicate key.
//! The events come from the parser inside serde-saphyr (the maintained `serde_yaml`); its serde half is not used,
//! because a serde reader stops at the first mistake of a file and an editor wants to see them all.
//! It never resolves anchors, aliases or tags (they are refused), and never turns `NO` into "false".

use super::node::{Key, Node, Scalar, Value};
use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, quoted};
use crate::text::{FileId, Span, unshowables};
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as ParserSpan};
use std::collections::HashMap;
use std::ops::Range;

/// Deepest nesting of lists and maps.
const MAX_DEPTH: usize = 32;
/// Most values in one file.
const MAX_NODES: usize = 500_000;

/// Reads `text`, which begins at byte `offset` of `file`. `None` when the file is empty or cannot be read.
pub fn yaml(text: &str, file: FileId, offset: usize) -> Checked<Option<Node>> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = &text[bom..];
    let mut reader =
        Reader { text, file, offset: offset + bom, stack: Vec::new(), nodes: 0, root: None, diagnostics: Diagnostics::new() };
    let value = match reader.run() {
        Ok(()) => reader.root,
        Err(stop) => {
            reader.diagnostics.push(*stop);
            None
        }
    };
    Checked::new(value, reader.diagnostics)
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    offset: usize,
    stack: Vec<Open>,
    nodes: usize,
    root: Option<Node>,
    diagnostics: Diagnostics,
}

/// A list or map whose end has not come yet.
enum Open {
    List { span: Span, items: Vec<Node> },
    Map { span: Span, entries: Vec<(Key, Node)>, key: Option<Key>, seen: HashMap<String, Span> },
}

impl Reader<'_> {
    // long: one `match` over the parser's closed list of events; each arm is a few lines.
    fn run(&mut self) -> Result<(), Box<Diagnostic>> {
        let mut documents = 0;
        for event in Parser::new_from_str(self.text) {
            let (event, at) = event.map_err(|error| self.syntax(&error))?;
            let span = self.span(&at);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(stop(Code::YamlDocuments, span, "a second YAML document begins here")
                            .help("use one file for each record")
                            .into());
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    if anchor != 0 || tag.is_some() {
                        return Err(self.refused(span));
                    }
                    let span = self.scalar_span(span, style);
                    if let Some((_, sign)) = unshowables(&text).next() {
                        self.diagnostics.push(bad_character(sign, span));
                    }
                    let plain = style == ScalarStyle::Plain;
                    let value = match &*text {
                        "" | "~" | "null" | "Null" | "NULL" if plain => Value::Nothing,
                        _ => Value::Scalar(Scalar { text: text.into_owned(), plain }),
                    };
                    self.add(Node { span, value })?;
                }
                Event::SequenceStart(_, anchor, tag) => {
                    if anchor != 0 || tag.is_some() {
                        return Err(self.refused(span));
                    }
                    self.open(Open::List { span, items: Vec::new() }, span)?;
                }
                Event::MappingStart(_, anchor, tag) => {
                    if anchor != 0 || tag.is_some() {
                        return Err(self.refused(span));
                    }
                    self.open(Open::Map { span, entries: Vec::new(), key: None, seen: HashMap::new() }, span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                Event::Alias(..) => return Err(self.refused(span)),
                _ => {}
            }
        }
        Ok(())
    }

    fn open(&mut self, open: Open, span: Span) -> Result<(), Box<Diagnostic>> {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            return Err(stop(Code::YamlLimit, span, message).into());
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Box<Diagnostic>> {
        let node = match self.stack.pop() {
            Some(Open::List { span, items }) => Node { span: reach(span, items.last(), end), value: Value::List(items) },
            Some(Open::Map { span, entries, .. }) => {
                let first = entries.first().map_or(span, |(key, _)| if span.start == span.end { key.span } else { span });
                Node { span: reach(first, entries.last().map(|(_, node)| node), end), value: Value::Map(entries) }
            }
            None => return Ok(()),
        };
        self.add(node)
    }

    /// Puts a finished value where it belongs: into the open list or map, or at the root.
    fn add(&mut self, node: Node) -> Result<(), Box<Diagnostic>> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("more than {MAX_NODES} values in one file");
            return Err(stop(Code::YamlLimit, node.span, message).into());
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, seen, .. }) => match key.take() {
                Some(name) => match seen.get(&name.text) {
                    Some(first) => {
                        let message = format!("the key {} is given twice", quoted(&name.text));
                        let found = Diagnostic::new(Code::DuplicateKey, name.span, message).label(*first, "first given here");
                        self.diagnostics.push(found.help("remove one of the two, or make a list of both values"));
                    }
                    None => {
                        seen.insert(name.text.clone(), name.span);
                        entries.push((name, node));
                    }
                },
                None => match node.value {
                    Value::Scalar(Scalar { text, .. }) => *key = Some(Key { text, span: node.span }),
                    Value::Nothing | Value::List(_) | Value::Map(_) => {
                        return Err(self.odd_key(node.span));
                    }
                },
            },
        }
        Ok(())
    }

    /// A list or record as a key: hardly ever meant, but `{{ … }}` at the start of a text is one to YAML.
    fn odd_key(&self, span: Span) -> Box<Diagnostic> {
        let start = (span.start as usize).saturating_sub(self.offset);
        let found = stop(Code::YamlSyntax, span, "a key must be a text");
        if self.text.get(..start).is_some_and(|before| before.ends_with('{')) {
            return found.help("a text that begins with `{{` needs quotation marks, or to stand below its key after `|`").into();
        }
        found.into()
    }

    fn span(&self, at: &ParserSpan) -> Span {
        let range = at.byte_range().unwrap_or(0..0);
        Span::new(self.file, self.offset + range.start, self.offset + range.end)
    }

    /// The span without the white space that the parser counts in after a plain scalar.
    fn scalar_span(&self, span: Span, style: ScalarStyle) -> Span {
        if style != ScalarStyle::Plain {
            return span;
        }
        let (start, end) = (span.start as usize - self.offset, span.end as usize - self.offset);
        let written = self.text.get(start..end).unwrap_or("");
        Span::new(self.file, span.start as usize, span.start as usize + written.trim_end().len())
    }

    fn refused(&self, span: Span) -> Box<Diagnostic> {
        // The span may cover the value alone; the sign stands just before it, on the same line.
        let end = (span.start as usize).saturating_sub(self.offset).min(self.text.len());
        let line = self.text[..end].rfind('\n').map_or(0, |at| at + 1);
        let start = self.text[line..end].rfind(['&', '!', '*']).map_or(end, |at| line + at);
        let start = self.text[line..start].trim_end_matches('!').len() + line;
        refusal(Span::new(self.file, self.offset + start, span.end as usize))
    }

    fn syntax(&self, error: &serde_yaml::granit_parser::ScanError) -> Box<Diagnostic> {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let span = Span::new(self.file, self.offset + at, self.offset + at);
        let words = error.info().clone();
        if words.contains("unknown anchor") {
            let rest = self.text.get(at..).unwrap_or("");
            let length = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(rest.len());
            return refusal(Span::new(self.file, self.offset + at, self.offset + at + length));
        }
        self.explained(floor(self.text, at), &words).unwrap_or_else(|| {
            let found = stop(Code::YamlSyntax, span, format!("this is not valid YAML: {words}"));
            let line = self.line(floor(self.text, at));
            if words.contains("mapping values") || self.text[line].matches(": ").count() > 1 {
                return found.help("a text that contains a colon and a space needs quotation marks").into();
            }
            found.into()
        })
    }

    /// The mistakes that editors make, at the place where they made them: the parser often stops a line later.
    fn explained(&self, at: usize, words: &str) -> Option<Box<Diagnostic>> {
        let found = |range: Range<usize>, message: &str, help: &str| {
            let span = Span::new(self.file, self.offset + range.start, self.offset + range.end);
            Some(Box::new(stop(Code::YamlSyntax, span, message).help(help)))
        };
        if let Some(open) = self.open_bracket().filter(|open| !self.text[*open..at.max(*open)].trim_end().is_empty()) {
            if self.text[open..at.max(open)].contains('\n') || at == self.text.len() {
                return found(
                    open..open + 1,
                    "this bracket is not closed",
                    "close it on the same line, or write one entry a line, each after `- `",
                );
            }
            return None;
        }
        let here = self.line(at);
        let next = self.line((here.end + 1).min(self.text.len()));
        for line in [here.clone(), next.clone()] {
            let margin = self.text[line.clone()].len() - self.text[line.clone()].trim_start().len();
            if let Some(tab) = self.text[line.start..line.start + margin].find('\t').map(|tab| line.start + tab)
                && (line == here || words.contains("tab"))
            {
                return found(
                    tab..tab + 1,
                    "this line is indented with a tab",
                    "indent with spaces: YAML does not allow tabs there",
                );
            }
        }
        let text = self.text[here.clone()].trim_end();
        let start = here.start + (text.len() - text.trim_start().len());
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|sign| text.starts_with(sign)) {
            return found(
                start..here.start + text.len(),
                "this line was left by git: two versions of the file meet here",
                "keep one of the two, and take out the lines `<<<<<<<`, `=======` and `>>>>>>>`",
            );
        }
        if words.contains("unclosed quote") {
            return found(
                at..at + 1,
                "this quotation mark is not closed",
                "close it; a quotation mark inside the text is written twice, or the text stands below its key after `|`",
            );
        }
        if words.contains("did not find expected") && words.contains("block") {
            return found(
                start..here.start + text.len(),
                "this line does not stand at the column of the keys around it",
                "indent all keys of one record by the same number of spaces, and begin each entry of a list with `- `",
            );
        }
        if words.contains("simple key") {
            let help = match text.find(':').map(|colon| &text[colon + 1..]) {
                Some(after) if !after.is_empty() && !after.starts_with(' ') => "put a space after the colon",
                _ if text.contains('：') => "write the colon of the keyboard, `:`, and a space after it",
                _ => "write `key: value`; a text that goes on here must be indented further than its key",
            };
            return found(start..here.start + text.len(), "this line has no `key:`", help);
        }
        if words.contains("mapping values") && text.matches(": ").count() + usize::from(text.ends_with(':')) == 1 {
            return self.odd_indent(&here);
        }
        None
    }

    /// A key where no key can stand, though its line holds only one: this line or the one above is indented by mistake. The odd one is
    /// that which parts from the line below.
    fn odd_indent(&self, here: &Range<usize>) -> Option<Box<Diagnostic>> {
        let margin = |line: &Range<usize>| self.text[line.clone()].chars().take_while(|c| c.is_whitespace()).count();
        let above = self.line(here.start.checked_sub(1)?);
        let below = self.line((here.end + 1).min(self.text.len()));
        let odd = if margin(&below) == margin(here) && !below.is_empty() { &above } else { here };
        let written = self.text[odd.clone()].trim_end();
        let start = odd.start + (written.len() - written.trim_start().len());
        let span = Span::new(self.file, self.offset + start, self.offset + odd.start + written.len());
        let found = stop(Code::YamlSyntax, span, "this line does not stand at the column of the keys around it");
        Some(found.help("indent all keys of one record by the same number of spaces").into())
    }

    /// The outermost `[` or `{` that is still open.
    fn open_bracket(&self) -> Option<usize> {
        self.stack.iter().find_map(|open| {
            let (Open::List { span, .. } | Open::Map { span, .. }) = open;
            let start = (span.start as usize).checked_sub(self.offset)?;
            self.text.get(start..)?.starts_with(['[', '{']).then_some(start)
        })
    }

    /// The line around the byte at `at`, without its end.
    fn line(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let end = self.text[start..].find('\n').map_or(self.text.len(), |end| start + end);
        start..end
    }
}

/// A sign that no page can show.
#[must_use]
pub fn bad_character(sign: char, span: Span) -> Diagnostic {
    let message = format!("here is the sign `U+{:04X}`, which no page can show", u32::from(sign));
    stop(Code::BadCharacter, span, message).help("take it out: it often comes along when text is pasted")
}

fn refusal(at: Span) -> Box<Diagnostic> {
    stop(Code::YamlAlias, at, "anchors, aliases and tags are not allowed in records")
        .help("write the value itself; a text that begins with `*`, `&` or `!` needs quotation marks")
        .into()
}

fn stop(code: Code, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, span, message)
}

/// From the start of a collection to the end of its last value, or of its closing bracket when that lies further.
fn reach(start: Span, last: Option<&Node>, end: Span) -> Span {
    let last = last.map_or(start, |node| start.to(node.span));
    if end.end > end.start { last.to(end) } else { last }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Content, Tree};

    fn read(text: &str) -> (Checked<Option<Node>>, Tree) {
        let mut tree = Tree::new();
        tree.put("a.yaml", Content::Text(text.into()));
        let file = tree.get("a.yaml").unwrap().id;
        (yaml(text, file, 0), tree)
    }

    fn scalar<'a>(node: &'a Node, text: &'a str) -> &'a str {
        &text[node.span.start as usize..node.span.end as usize]
    }

    #[test]
    fn the_text_under_a_span_is_the_value() {
        let text = "\u{feff}code: NO\r\nname: Norway   # a comment\r\nnumber: 1.10\nlist: [a b, 'c']\nrecord:\n  - id: x\n    when: {stage: agreed}\n";
        let (checked, _) = read(text);
        let root = checked.value.unwrap();
        assert!(checked.diagnostics.is_empty());
        assert_eq!(scalar(root.get("code").unwrap(), text), "NO");
        assert_eq!(scalar(root.get("name").unwrap(), text), "Norway");
        assert_eq!(scalar(root.get("number").unwrap(), text), "1.10");
        let Value::List(items) = &root.get("list").unwrap().value else { panic!() };
        assert_eq!(scalar(&items[0], text), "a b");
        assert_eq!(scalar(&items[1], text), "'c'");
        assert_eq!(scalar(root.get("list").unwrap(), text), "[a b, 'c']");
        let Value::List(records) = &root.get("record").unwrap().value else { panic!() };
        assert_eq!(scalar(&records[0], text), "id: x\n    when: {stage: agreed}");
    }

    #[test]
    fn all_duplicate_keys_are_found_and_the_first_value_stands() {
        let (checked, _) = read("a: 1\nb: {c: 1, c: 2}\na: 3\n");
        assert_eq!(checked.diagnostics.len(), 2);
        let Value::Scalar(scalar) = &checked.value.unwrap().get("a").unwrap().value.clone() else { panic!() };
        assert_eq!(scalar.text, "1");
    }

    #[test]
    fn bombs_are_refused_quickly() {
        for text in ["a: &x [1]\nb: *x\n", "a: !tag 1\n", &"[".repeat(100_000), "a: 1\n---\nb: 2\n", "a: [1\n", "a:\n\tb: 1\n"] {
            let (checked, _) = read(text);
            assert_eq!(checked.diagnostics.len(), 1, "{}", &text[..text.len().min(20)]);
        }
    }

    #[test]
    fn an_empty_file_is_nothing() {
        assert!(read("").0.value.is_none());
        assert!(read("# only a comment\n").0.value.is_none_or(|node| node.value == Value::Nothing));
    }
}
