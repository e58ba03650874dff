//! What the house style promises and no compiler holds: layers, headers, words, sizes.
//!
//! In: the sources, as text. Out: a complaint for each broken promise, at its file and line. Every check is a function from sources to
//! complaints, and is shown at the end of its section to find what is planted for it. It never looks at what the program does.
//!
//! The sections: [`rust`] reads Rust apart into code and comments; [`layers`], [`words`] and [`sizes`] look at it; [`shapes`] holds the
//! tables of the format, [`strings`] the words of the default theme, and [`ids`] its ids.

mod ids;
mod layers;
mod rust;
mod shapes;
mod sizes;
mod strings;
mod words;

use rust::Source;

/// Fails with all complaints at once.
fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Complaints about planted text, for showing that a check can fail.
fn planted(check: impl Fn(&[Source]) -> Vec<String>, path: &str, text: &str) -> Vec<String> {
    check(&[Source::new(path, text)])
}
