//! `sourcebook completions SHELL`: the script that lets a shell complete our commands.
//!
//! In: a shell. Out: its script, on standard output. It never installs anything.

use super::Verdict;
use super::args::{Completions, completable};
use super::failure::Failure;
use super::report::Terminal;

pub fn run(asked: &Completions, terminal: Terminal) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(asked.shell, &mut completable(), "sourcebook", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
