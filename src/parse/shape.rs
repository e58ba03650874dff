//! What a record may hold, as a table; and reading a record by that table.
//!
//! In: a [`Node`] and a [`Shape`]. Out: [`Fields`], from which typed values are taken; and a diagnostic for every key that
//! is unknown, missing, empty or of the wrong form. The same tables become the JSON Schemas that editors use
//! ([`schema`](crate::model::schema)) and the reference in the manual. It never knows what the values mean.

use super::node::{Key, Node, Scalar, Value};
use crate::diagnose::{Code, Diagnostic, Diagnostics, quoted};
use crate::text::{Span, Spanned};

/// What a record may hold.
#[derive(Debug)]
pub struct Shape {
    /// With its article: `an event`.
    pub name: &'static str,
    pub doc: &'static str,
    pub fields: &'static [Field],
}

/// One key of a record.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub form: Form,
    pub need: Need,
    /// What belongs there, for editors: shown while they type and in the manual.
    pub doc: &'static str,
    /// A value as it would be written.
    pub example: &'static str,
}

/// Whether a record can do without a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    Required,
    Optional,
}

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// One line of plain text.
    Text,
    /// Markdown with bound values, citations and automatic links.
    Prose,
    Id,
    CountryCode,
    Date,
    /// A date, or a moment with its zone.
    Until,
    Quantity,
    Money,
    Url,
    YesNo,
    Whole,
    /// One of a closed list of words, each with its meaning.
    Word(&'static [(&'static str, &'static str)]),
    List(&'static Form),
    Record(&'static Shape),
    /// Keys chosen by the writer (ids), each with a value of one form.
    Table(&'static Form),
    /// Any of several forms.
    Either(&'static [Form]),
}

impl Form {
    /// What belongs there, in words: `a date such as 2025-03`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Text | Self::Word(_) => "a text".to_owned(),
            Self::Prose => "a text in Markdown".to_owned(),
            Self::Id => "an id".to_owned(),
            Self::CountryCode => "a country code such as RW".to_owned(),
            Self::Date => "a date such as 2025-03".to_owned(),
            Self::Until => "a day, or a moment such as 2026-12-01T06:00Z".to_owned(),
            Self::Quantity => "a number such as `at least 58`".to_owned(),
            Self::Money => "an amount such as `100,000 USD`".to_owned(),
            Self::Url => "a web address".to_owned(),
            Self::YesNo => "yes or no".to_owned(),
            Self::Whole => "a whole number".to_owned(),
            Self::List(item) => match item {
                Self::Record(shape) => format!("a list, each entry {}", shape.name),
                _ => "a list such as [a, b]".to_owned(),
            },
            Self::Record(shape) => format!("{}: lines of `key: value`", shape.name),
            Self::Table(_) => "lines of `name: value`".to_owned(),
            Self::Either(forms) => crate::diagnose::or(&forms.iter().map(|form| form.words()).collect::<Vec<_>>()),
        }
    }
}

/// A value that is written as one scalar.
pub trait FromScalar: Sized {
    /// What a wrong one is called.
    const CODE: Code;

    /// Reads the text. The error is a sentence about the text, without its place: the caller adds that.
    ///
    /// # Errors
    /// When the text is not such a value.
    fn from_scalar(text: &str) -> Result<Self, Mistake>;
}

/// What is wrong with a scalar, still without its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    pub message: String,
    pub help: Option<String>,
}

impl Mistake {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The diagnostic, once the place is known.
    #[must_use]
    pub fn at(self, code: Code, span: Span) -> Diagnostic {
        let found = Diagnostic::new(code, span, self.message);
        match self.help {
            Some(help) => found.help(help),
            None => found,
        }
    }
}

/// A record that has been compared with its shape.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    entries: &'a [(Key, Node)],
    shape: &'static Shape,
    /// The whole record.
    pub span: Span,
}

impl<'a> Fields<'a> {
    /// Compares `node` with `shape` and reports unknown and missing keys. `None` when it is not a record at all.
    pub fn open(node: &'a Node, shape: &'static Shape, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            diagnostics.push(wrong_type(node, &format!("{}: lines of `key: value`", shape.name)));
            return None;
        };
        for (key, value) in entries {
            match shape.fields.iter().find(|field| field.key == key.text) {
                None => diagnostics.push(unknown_key(key, shape)),
                Some(field) if value.value == Value::Nothing => diagnostics.push(
                    Diagnostic::new(Code::EmptyValue, key.span, format!("{} has no value", quoted(&key.text)))
                        .help(format!("write {}, or leave the key out", field.form.words())),
                ),
                Some(_) => {}
            }
        }
        for field in shape.fields.iter().filter(|field| field.need == Need::Required) {
            let is_there = entries.iter().any(|(key, _)| key.text == field.key || meant(key, shape) == Some(field.key));
            if !is_there {
                let at = entries.first().map_or(node.span, |(key, _)| key.span);
                diagnostics.push(
                    Diagnostic::new(Code::MissingKey, at, format!("{} needs {}", shape.name, quoted(field.key)))
                        .help(format!("add a line `{}: …`, for example `{}: {}`", field.key, field.key, field.example)),
                );
            }
        }
        Some(Self { entries, shape, span: node.span })
    }

    /// The value under `key`, unless it is missing or empty.
    #[must_use]
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        debug_assert!(self.shape.fields.iter().any(|field| field.key == key), "`{key}` is in no shape");
        self.entries.iter().find(|(name, _)| name.text == key).map(|(_, node)| node).filter(|node| node.value != Value::Nothing)
    }

    /// The place of the key itself.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.text == key).map(|(name, _)| name.span)
    }

    /// A text.
    pub fn text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
        let (scalar, span) = scalar(self.node(key)?, &self.words(key), diagnostics)?;
        if scalar.text.trim().is_empty() {
            diagnostics.push(Diagnostic::new(Code::EmptyValue, span, format!("{} is empty", quoted(key))));
            return None;
        }
        Some(Spanned::new(scalar.text.clone(), span))
    }

    /// A value with a form of its own: a date, an id, an amount.
    pub fn get<T: FromScalar>(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<T>> {
        read_scalar(self.node(key)?, &self.words(key), diagnostics)
    }

    /// One of the words that the shape allows. Answers the word as the shape spells it.
    pub fn word(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<&'static str>> {
        let field = self.shape.fields.iter().find(|field| field.key == key)?;
        let Form::Word(words) = field.form else { return None };
        let (scalar, span) = scalar(self.node(key)?, "a text", diagnostics)?;
        match words.iter().find(|(word, _)| *word == scalar.text) {
            Some((word, _)) => Some(Spanned::new(word, span)),
            None => {
                diagnostics.push(unknown_word(&scalar.text, span, words.iter().map(|(word, _)| *word)));
                None
            }
        }
    }

    /// `yes` or `no`; `false` when it is not given.
    pub fn yes(&self, key: &str, diagnostics: &mut Diagnostics) -> bool {
        let Some(node) = self.node(key) else { return false };
        let Some((scalar, span)) = scalar(node, "yes or no", diagnostics) else { return false };
        match scalar.text.as_str() {
            "yes" | "true" => true,
            "no" | "false" => false,
            other => {
                diagnostics.push(unknown_word(other, span, ["yes", "no"]));
                false
            }
        }
    }

    /// The entries of a list; none when the key is not given.
    pub fn list(&self, key: &str, diagnostics: &mut Diagnostics) -> &'a [Node] {
        match self.node(key) {
            None => &[],
            Some(node) => list(node, &self.words(key), diagnostics),
        }
    }

    /// The entries of a table; none when the key is not given.
    pub fn table(&self, key: &str, diagnostics: &mut Diagnostics) -> &'a [(Key, Node)] {
        match self.node(key).map(|node| (&node.value, node)) {
            None => &[],
            Some((Value::Map(entries), _)) => entries,
            Some((_, node)) => {
                diagnostics.push(wrong_type(node, &self.words(key)));
                &[]
            }
        }
    }

    /// All values of a list that have a form of their own.
    pub fn all<T: FromScalar>(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<T>> {
        let nodes = self.list(key, diagnostics);
        nodes.iter().filter_map(|node| read_scalar(node, "a text", diagnostics)).collect()
    }

    /// All texts of a list.
    pub fn texts(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<Spanned<String>> {
        let nodes = self.list(key, diagnostics);
        nodes
            .iter()
            .filter_map(|node| {
                let (scalar, span) = scalar(node, "a text", diagnostics)?;
                if scalar.text.trim().is_empty() {
                    diagnostics.push(Diagnostic::new(Code::EmptyValue, span, format!("a text of {} is empty", quoted(key))));
                    return None;
                }
                Some(Spanned::new(scalar.text.clone(), span))
            })
            .collect()
    }

    fn words(&self, key: &str) -> String {
        self.shape.fields.iter().find(|field| field.key == key).map_or_else(String::new, |field| field.form.words())
    }
}

/// Reads a scalar of its own form, or says why not.
pub fn read_scalar<T: FromScalar>(node: &Node, wanted: &str, diagnostics: &mut Diagnostics) -> Option<Spanned<T>> {
    let (scalar, span) = scalar(node, wanted, diagnostics)?;
    match T::from_scalar(scalar.text.trim()) {
        Ok(value) => Some(Spanned::new(value, span)),
        Err(mistake) => {
            diagnostics.push(mistake.at(T::CODE, span));
            None
        }
    }
}

/// The scalar, or a complaint that something else is there.
pub fn scalar<'a>(node: &'a Node, wanted: &str, diagnostics: &mut Diagnostics) -> Option<(&'a Scalar, Span)> {
    match &node.value {
        Value::Scalar(scalar) => Some((scalar, node.span)),
        Value::Nothing | Value::List(_) | Value::Map(_) => {
            diagnostics.push(wrong_type(node, wanted));
            None
        }
    }
}

/// The entries of a list, or a complaint that something else is there.
pub fn list<'a>(node: &'a Node, wanted: &str, diagnostics: &mut Diagnostics) -> &'a [Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Scalar(scalar) => {
            let help = format!("write `[{}]`", scalar.text.lines().next().unwrap_or(""));
            diagnostics.push(wrong_type(node, wanted).help(help));
            &[]
        }
        Value::Nothing | Value::Map(_) => {
            diagnostics.push(wrong_type(node, wanted));
            &[]
        }
    }
}

/// "expected X, found Y".
#[must_use]
pub fn wrong_type(node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongType, node.span, format!("expected {wanted}, found {}", node.form()))
}

/// "`x` is not one of …", with the nearest of them.
pub fn unknown_word<'a>(written: &str, span: Span, words: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let words: Vec<&str> = words.into_iter().collect();
    let all: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let found = Diagnostic::new(Code::UnknownWord, span, format!("{} is not a word that can stand here", quoted(written)));
    let found = found.suggest(written, words);
    // Next to a good guess, a list of every code there is would only push the rest off the screen.
    if found.help.is_some() && all.len() > 12 {
        return found;
    }
    found.note(format!("allowed: {}", crate::diagnose::or(&all)))
}

/// The key that a misspelt one was meant to be. It is not also reported as missing.
fn meant(key: &Key, shape: &'static Shape) -> Option<&'static str> {
    let known = shape.fields.iter().map(|field| field.key);
    if known.clone().any(|name| name == key.text) { None } else { crate::diagnose::nearest(&key.text, known) }
}

fn unknown_key(key: &Key, shape: &'static Shape) -> Diagnostic {
    let known = shape.fields.iter().map(|field| field.key);
    let found = Diagnostic::new(Code::UnknownKey, key.span, format!("{} has no key {}", shape.name, quoted(&key.text)));
    let suggested = found.suggest(&key.text, known.clone());
    if suggested.help.is_some() {
        return suggested;
    }
    let all: Vec<String> = known.map(quoted).collect();
    suggested.note(format!("its keys are {}", crate::diagnose::and(&all)))
}
