//! The `sourcebook` program.
//!
//! In: the arguments. Out: an exit code. It never does anything itself: [`sourcebook::cli`] is the command line.

fn main() -> std::process::ExitCode {
    sourcebook::cli::run(std::env::args_os())
}
