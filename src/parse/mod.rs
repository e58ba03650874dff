//! Text to syntax with places.
//!
//! In: a [`File`](crate::text::File)'s text. Out: YAML as [`Node`]s, the split of front matter and body, Markdown as
//! [`Prose`], and the machinery that compares a record with its [`Shape`].
//! It never knows that a country exists.

mod front;
mod limit;
mod node;
mod prose;
mod shape;
mod yaml;

pub use front::{Parts, split};
pub use node::{Key, Node, Scalar, Value};
pub use prose::{
    Anchor, Block, BlockKind, Citation, Cited, Heading, ImageUse, LinkUse, Mark, Prose, Run, Source, Title, markdown_options,
    marks_within, paragraph_end, slug, without_comments,
};
pub use shape::{Field, Fields, Form, FromScalar, Mistake, Need, Shape, list, read_scalar, scalar, unknown_word, wrong_type};
pub use yaml::{bad_character, yaml};
