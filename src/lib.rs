//! draft
pub mod diagnose;
pub mod model;
pub mod parse;
pub mod text;
