//! `sourcebook schema`: the format, for editors that complete and check while one types.
//!
//! In: a folder. Out: the JSON Schemas in it, of which only those that changed are written. It never describes anything itself:
//! the schemas come from [`model::schema`](crate::model::schema).

use super::Verdict;
use super::args::Schema;
use super::failure::Failure;
use super::files::unwritable;
use super::project::Project;
use super::report::Terminal;
use crate::diagnose::count;
use crate::model::schema::schemas;
use std::fmt::Write;
use std::fs;
use std::path::Path;

pub fn run(asked: &Schema, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let project = Project::near(root)?;
    let folder = asked.folder.clone().unwrap_or_else(|| project.root.join("schemas"));
    let written = write(&folder)?;
    let mut list = String::new();
    for (name, glob, _) in schemas() {
        let path = project.shown(&folder.join(name));
        // Writing to a string cannot fail.
        let _ = writeln!(list, "{path}\t{glob}");
    }
    terminal.data(&list)?;
    let unchanged = schemas().len() - written;
    terminal.say(&format!("{} written, {unchanged} unchanged.", count(written, "schema", "schemas")));
    Ok(Verdict::Fine)
}

/// Writes the schemas that changed into a folder. Answers how many those were.
pub(super) fn write(folder: &Path) -> Result<usize, Failure> {
    let mut written = 0;
    for (name, _, text) in schemas() {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            continue;
        }
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, text)).map_err(|error| unwritable(&path, &error))?;
        written += 1;
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let schemas_of = folder.path().join("schemas");
        assert_eq!(write(&schemas_of).unwrap(), schemas().len());
        assert_eq!(write(&schemas_of).unwrap(), 0);
        fs::write(schemas_of.join("site.json"), "{}").unwrap();
        assert_eq!(write(&schemas_of).unwrap(), 1);
    }
}
