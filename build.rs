//! Puts the default theme into the binary, and the hash of what the binary is made of.
//!
//! In: the files below `themes/default/`, `src/` and `data/`, `Cargo.toml`, `Cargo.lock` and the features. Out: `$OUT_DIR/theme.rs`, a sorted table of
//! path and bytes, and `SOURCEBOOK_SOURCE`, which two programs share when they make the same site of the same report. It never changes a file.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from("themes/default");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    println!("cargo::rustc-env=SOURCEBOOK_SOURCE={:016x}", source(&files)?);
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

/// The hash of all that decides what the program does.
fn source(theme: &[PathBuf]) -> io::Result<u64> {
    let mut files = theme.to_vec();
    for folder in ["src", "data"] {
        collect(Path::new(folder), &mut files)?;
    }
    for file in ["Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={file}");
        files.push(PathBuf::from(file));
    }
    files.sort();
    // Its keys are fixed, so it answers the same on every machine; a new version of Rust may change it, and then a build is made once more.
    let mut hasher = DefaultHasher::new();
    for file in &files {
        file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
        // `Cargo.lock` is not in every package.
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    let features = env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("CARGO_FEATURE_"));
    let mut features: Vec<_> = features.collect();
    features.sort();
    features.hash(&mut hasher);
    Ok(hasher.finish())
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
