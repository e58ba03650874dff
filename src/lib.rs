//! draft
pub mod text;
pub mod diagnose;
pub mod memo;
pub mod parse;
pub mod model;
pub mod link;
