//! YAML as a tree with a place on every key and every value.
//!
//! In: what [`yaml`](super::yaml()) built. Out: [`Node`], which says how a value was written and where. It never decides
//! whether a value is right: that is [`shape`](super::shape)'s part.

use crate::text::Span;

/// A value as written.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

/// The forms a value can take. Numbers, dates and `NO` are all scalars here: nobody has guessed yet what they mean.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Nothing after the colon, or `~` or `null`.
    Nothing,
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A text, with quotation marks and escapes resolved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scalar {
    pub text: String,
    /// Written without quotation marks and on one line, so the bytes under the span are the text.
    pub plain: bool,
}

/// A key of a map.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    pub text: String,
    pub span: Span,
}

impl Node {
    /// The form in words, for messages: `a list`.
    #[must_use]
    pub fn form(&self) -> &'static str {
        match self.value {
            Value::Nothing => "nothing",
            Value::Scalar(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a record",
        }
    }

    /// The value under `key`, if this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(name, _)| name.text == key).map(|(_, node)| node),
            Value::Nothing | Value::Scalar(_) | Value::List(_) => None,
        }
    }
}
