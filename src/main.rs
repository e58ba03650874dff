//! The `sourcebook` program.
//!
//! In: the arguments. Out: an exit code. It never does anything itself: [`sourcebook::cli`] is the command line.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    sourcebook::cli::run(std::env::args_os())
}
