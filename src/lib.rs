//! draft
pub mod text;
pub mod diagnose;
pub mod memo;
pub mod parse;
pub mod model;
pub mod link;
pub mod check;
pub mod render;
pub mod pipeline;
