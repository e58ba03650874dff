//! Puts the default theme into the binary.
//!
//! In: the files below `themes/default/`. Out: `$OUT_DIR/theme.rs`, a sorted table of path and bytes. It never changes a file.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from("themes/default");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut table = String::from(
        "/// Every file of the default theme, by its path in the theme.\npub const BUILT_IN: &[(&str, &[u8])] = &[\n",
    );
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let absolute = fs::canonicalize(file)?;
        writeln!(table, "    ({name:?}, include_bytes!({:?})),", absolute.display().to_string()).map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    #[expect(clippy::disallowed_methods, reason = "this is how cargo tells a build script where to write")]
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("theme.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
