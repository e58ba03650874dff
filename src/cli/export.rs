//! `sourcebook export`: entries of the records as a table, to be edited in a spreadsheet and imported again.
//!
//! In: what to export. Out: a CSV file or an Excel workbook, or CSV on standard output. It never changes the report, and never
//! overwrites a file that is there unless told.

use super::args::{Export, Tabled};
use super::failure::Failure;
use super::project::Project;
use super::records::{EXPORTED, ID, RECORD, Records, Which};
use super::report::Terminal;
use super::table::{self, Form};
use super::{Verdict, edition, files};
use crate::diagnose::count;
use std::path::Path;

impl From<Tabled> for Which {
    fn from(what: Tabled) -> Self {
        match what {
            Tabled::Events => Self::Events,
            Tabled::Arrangements => Self::Arrangements,
            Tabled::Sources => Self::Sources,
        }
    }
}

pub fn run(asked: &Export, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let which = Which::from(asked.what);
    let project = Project::find(root)?;
    let records = Records::open(&edition::tree(&project)?, which)?;
    let made = records.table();
    let Some(path) = &asked.file else {
        terminal.data(&String::from_utf8_lossy(&table::write(&made, Form::Csv, which.word(), &[])))?;
        return Ok(Verdict::Fine);
    };
    let shown = path.display().to_string();
    let form = form(path, &shown)?;
    let bytes = table::write(&made, form, which.word(), &about(which));
    // What cannot be read again as it was must not go out: its editor would lose work.
    if table::read(&bytes, form, which.word(), &shown)? != made {
        return Err(Failure::machine(format!("the {} cannot be written as a table that reads back the same", which.word())));
    }
    if path.exists() && !asked.force {
        let found = Failure::usage(format!("`{shown}` is there already"));
        return Err(found.help("it may hold changes that nobody has imported: name another file, or add `--force`"));
    }
    files::replace(path, &bytes)?;
    let number = count(made.rows.len(), which.one(), which.word());
    terminal.say(&format!("Exported {number} to {shown}. Bring it back with `sourcebook import {} {shown}`.", which.word()));
    Ok(Verdict::Fine)
}

/// The form of a table by the ending of its file.
pub fn form(path: &Path, shown: &str) -> Result<Form, Failure> {
    Form::of(path).ok_or_else(|| {
        Failure::usage(format!("`{shown}` is neither a CSV file nor an Excel workbook"))
            .help("let its name end in `.csv` or `.xlsx`")
    })
}

/// What each column means, for the second sheet of a workbook.
fn about(which: Which) -> Vec<[String; 3]> {
    let line = |name: &str, doc: &str, example: &str| [name.to_owned(), doc.to_owned(), example.to_owned()];
    let mut out = Vec::new();
    if which != Which::Sources {
        out.push(line(RECORD, "The record it belongs to: the name of its file without `.yaml`, or its code.", "rwanda"));
    }
    out.push(line(ID, "Its id, unique in the report. A new row needs one; do not change that of another.", "rw_payment"));
    out.extend(which.fields().map(|field| line(field.key, field.doc, field.example)));
    out.push(line(EXPORTED, "What the row said when it was exported. Leave it as it is; empty in a new row.", ""));
    out
}
