//! Why a command could not do what it was asked.
//!
//! In: a sentence, and advice. Out: [`Failure`], which carries its exit code. What is wrong in a report is never a failure:
//! that is a [`Diagnostic`](crate::diagnose::Diagnostic).

use std::process::ExitCode;

/// Why a command stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    cause: Cause,
    /// One fact in one line: lower case, no final stop, the user's words in backticks.
    pub message: String,
    /// Background, a line each.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cause {
    /// The command line, the settings or the folder cannot be used as they are; nothing was begun.
    Usage,
    /// What the command was given to work on is broken; nothing was changed.
    Input,
    /// The machine failed on the way: a full disk, a missing permission.
    Machine,
}

impl Failure {
    /// The command cannot begin: exit code 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { cause: Cause::Usage, message: message.into(), notes: Vec::new(), help: None }
    }

    /// What the command was given to work on is broken: exit code 1.
    pub fn input(message: impl Into<String>) -> Self {
        Self { cause: Cause::Input, message: message.into(), notes: Vec::new(), help: None }
    }

    /// The command failed while it worked: exit code 1.
    pub fn machine(message: impl Into<String>) -> Self {
        Self { cause: Cause::Machine, message: message.into(), notes: Vec::new(), help: None }
    }

    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self.cause {
            Cause::Usage => ExitCode::from(2),
            Cause::Input | Cause::Machine => ExitCode::from(1),
        }
    }
}
