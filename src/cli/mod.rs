//! The command line: words in, an exit code out.
//!
//! In: the arguments. Out: text on the terminal, and an exit code: 0 when all is well, 1 for findings, a failed build or a broken import,
//! 2 when the command line or the project cannot be used. Each command has a file: options, then the pipeline, then a
//! report. It never decides what a report means, and it is the only place that reads the clock and the environment.

mod args;
mod build;
mod check;
mod clean;
mod clock;
mod completions;
mod copies;
mod country;
#[cfg(feature = "deploy")]
mod deploy;
#[cfg(not(feature = "deploy"))]
#[path = "deploy/off.rs"]
mod deploy;
mod doctor;
mod edition;
mod explain;
mod export;
mod failure;
mod files;
mod formats;
mod hosts;
mod import;
mod init;
mod join;
mod new;
mod preview;
mod progress;
mod project;
mod records;
mod report;
mod schema;
mod serve;
mod sheet;
mod sources;
mod stamp;
mod status;
mod table;
mod timings;
mod why;
mod wrap;
mod yaml;

use args::{Args, Command};
use failure::Failure;
use report::Terminal;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::read(arguments.into_iter().collect()) {
        Ok(args) => args,
        // Help and version go to stdout with 0, mistakes to stderr with 2. Nobody is left to tell if that fails.
        Err(answer) => {
            let _ = answer.print();
            return ExitCode::from(u8::try_from(answer.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(&args.global);
    match dispatch(&args, terminal) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(failure) => {
            terminal.failure(&failure);
            failure.exit_code()
        }
    }
}

/// How a command that could be carried out ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Fine,
    /// There is something to repair; it has been shown.
    Findings,
}

fn dispatch(args: &Args, terminal: Terminal) -> Result<Verdict, Failure> {
    let root = args.global.root.as_deref();
    match &args.command {
        Command::Init(asked) => init::run(asked, root, terminal),
        Command::New(asked) => new::run(asked, root, terminal),
        Command::Export(asked) => export::run(asked, root, terminal),
        Command::Import(asked) => import::run(asked, root, terminal),
        Command::Serve(asked) => serve::run(asked, root, terminal),
        Command::Check(asked) => check::run(asked, root, terminal),
        Command::Build(asked) => build::run(asked, root, terminal),
        Command::Join(asked) => join::run(asked, root, terminal),
        Command::Deploy(asked) => deploy::run(asked, root, terminal),
        Command::Why(asked) => why::run(asked, root, terminal),
        Command::Status(asked) => status::run(asked, root, terminal),
        Command::Stamp(asked) => stamp::run(asked, root, terminal),
        Command::Sheet(asked) => sheet::run(asked, root, terminal),
        Command::Explain(asked) => explain::run(asked, terminal),
        Command::Clean(asked) => clean::run(asked, root, terminal),
        Command::Doctor(asked) => doctor::run(asked, root, terminal),
        Command::Schema(asked) => schema::run(asked, root, terminal),
        Command::Completions(asked) => completions::run(asked, terminal),
    }
}
