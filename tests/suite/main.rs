//! The one integration binary: the program from outside.
//!
//! In: reports in temporary folders. Out: what the built program prints, writes and answers. It never calls the library.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its stage fails")]

mod cli;
