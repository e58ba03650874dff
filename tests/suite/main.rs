//! Everything that is tested from outside, in one binary, because linking is the slow part of a test run.
//!
//! Each module is one way of looking: the built program as its users meet it ([`cli`]), what editors are told ([`mistakes`]), and so on
//! in the order below. Expectations are files beside this folder; `BLESS=1 cargo test` writes them anew, and a reviewer reads the
//! difference. A test never depends on the time, the order of tests, or anything outside the repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot set its stage fails")]
#![allow(clippy::disallowed_methods, reason = "tests are asked to bless through the environment")]

#[cfg(feature = "cards")]
mod again;
mod cards;
mod charts;
mod cli;
mod content;
#[cfg(feature = "deploy")]
mod deploy;
#[cfg(feature = "deploy")]
mod deploy_s3;
mod downloads;
mod embargo;
mod embeds;
mod feeds;
#[cfg(feature = "full-text")]
mod full_text;
mod golden;
mod hosting;
mod import;
mod init_host;
mod manual;
mod maps;
mod metadata;
mod mistakes;
mod pictures;
mod planted;
mod policy;
mod precompress;
mod rebuild;
mod style_page;
mod support;
mod tables;
mod text_edition;
mod tidy;
mod tricky;
