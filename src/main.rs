//! The `sourcebook` program.
//!
//! In: the arguments. Out: an exit code. It never does anything itself: [`sourcebook::cli`] is the command line.

/// Pages are made of many small pieces on all cores at once, which the system's allocators are slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    sourcebook::cli::run(std::env::args_os())
}
