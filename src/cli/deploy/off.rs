//! `sourcebook deploy` in a program that was built without it.
//!
//! In: what the command takes. Out: how to get a program that has it. It never sends anything.

use super::Verdict;
use super::args::Deploy;
use super::failure::Failure;
use super::report::Terminal;
use std::path::Path;

pub fn run(_: &Deploy, _: Option<&Path>, _: Terminal) -> Result<Verdict, Failure> {
    Err(Failure::usage("this program was built without `deploy`")
        .note("the folder that `build` makes can be uploaded with any program")
        .help("install Sourcebook with `--features deploy`"))
}
