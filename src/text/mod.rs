//! What was written, and where.
//!
//! In: paths and contents, handed over by [`load`](crate::load). Out: the [`Tree`] of every input file, [`File`]s
//! with a content hash, and [`Span`]s that say which bytes of which file a value came from.
//! It never opens a file and never interprets one.

mod even;
mod file;
mod lines;
mod span;
mod tree;

pub use even::Even;
pub use file::{Content, Fault, File, Hash, unshowable, unshowables};
pub use lines::{Position, position};
pub use span::{FileId, Span, Spanned};
pub use tree::Tree;
