//! `sourcebook new source`: one more entry in `sources.yaml`.
//!
//! In: what is known about a source. Out: the file, as it was, with an entry at its end ([`sources`](crate::cli::sources)). It never
//! rewrites a line of it.

use super::one_line;
use crate::cli::args::NewSource;
use crate::cli::clock;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::cli::report::Terminal;
use crate::cli::sources::{Draft, SourcesFile, host};
use crate::model::{Date, Day, Id};
use crate::parse::FromScalar;

pub fn add(asked: &NewSource, project: &Project, terminal: Terminal) -> Result<(), Failure> {
    let draft = draft(asked, clock::today(asked.clock.now)?)?;
    let file = SourcesFile::open(project)?;
    file.write(&file.addition(std::slice::from_ref(&draft))?)?;
    let (id, shown) = (&draft.id, &file.shown);
    terminal.say(&format!("Added `{id}` to {shown}. Cite it in prose with [@{id}], in records with `sources: [{id}]`."));
    if asked.publisher.is_none() {
        terminal.say(&format!("Its publisher was taken from the address: {}. Correct it if need be.", host(&asked.url)));
    }
    Ok(())
}

fn draft(asked: &NewSource, today: Day) -> Result<Draft, Failure> {
    Ok(Draft {
        id: id(&asked.id)?,
        title: one_line("title", &asked.title)?,
        publisher: match &asked.publisher {
            Some(name) => one_line("publisher", name)?,
            None => host(&asked.url).to_owned(),
        },
        authors: asked.authors.iter().map(|author| one_line("author", author)).collect::<Result<_, _>>()?,
        published: asked.published,
        accessed: Some(Date::on(today)),
        url: asked.url.clone(),
        archive: None,
        kind: asked.kind.clone(),
        language: asked.language.as_deref().map(|tag| one_line("language", tag)).transpose()?,
    })
}

fn id(text: &str) -> Result<Id, Failure> {
    Id::from_scalar(text).map_err(|mistake| {
        let failure = Failure::usage(mistake.message);
        match mistake.help {
            Some(help) => failure.help(help),
            None => failure,
        }
    })
}
