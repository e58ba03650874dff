//! `sourcebook new country`: a record to fill in.
//!
//! In: a country. Out: `content/countries/NAME.yaml` with what its code tells, and examples of the rest in comments. It never
//! makes a second record of a country.

use super::{file_name, one_line};
use crate::cli::args::NewCountry;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::cli::report::Terminal;
use crate::cli::yaml::yaml_text;
use crate::cli::{country, files};
use crate::diagnose::quoted;
use crate::model::{self, CountryCode, Document, territory};
use crate::text::{Content, Tree};
use std::path::{Path, PathBuf};

const TEMPLATE: &str = include_str!("../templates/new/country.yaml");
const SCHEMA: &str = "# yaml-language-server: $schema=../../schemas/country.json\n#\n";

pub fn begin(asked: &NewCountry, project: &Project, terminal: Terminal) -> Result<(), Failure> {
    let code = country::named(&asked.country)?;
    let name = name(code, asked.name.as_deref())?;
    let folder = project.root.join("content").join("countries");
    let path = folder.join(file_name(&name) + ".yaml");
    let taken = if path.exists() { Some(path.clone()) } else { record_of(code, &folder)? };
    if let Some(taken) = taken {
        let message = format!("there is already a record about {name}: {}", project.shown(&taken));
        return Err(Failure::usage(message).help("add to that one; it was left as it is"));
    }
    let schema = if project.root.join("schemas/country.json").is_file() { SCHEMA } else { "" };
    files::create(&path, &format!("{schema}{}", record(code, &name, &kinds(&project.root)?)))?;
    terminal.say(&format!("Wrote {}. Its events are examples in comments: fill one in.", project.shown(&path)));
    Ok(())
}

fn name(code: CountryCode, asked: Option<&str>) -> Result<String, Failure> {
    let known = territory::find(code).map(|known| known.name.clone());
    match (asked, known) {
        (Some(asked), _) => {
            let name = one_line("name", asked)?;
            if file_name(&name).is_empty() {
                return Err(Failure::usage("the name has no letter that an address could be made of"));
            }
            Ok(name)
        }
        (None, Some(known)) => Ok(known),
        (None, None) => {
            Err(Failure::usage(format!("{} is a code of your own, so the record needs a name", quoted(code.as_str())))
                .help(format!("`sourcebook new country {code} --name \"…\"`")))
        }
    }
}

/// The file that is about this country, whatever its name.
fn record_of(code: CountryCode, folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(None) };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    for path in paths {
        if let Some(Document::Country(country)) = document("content/countries/record.yaml", &path)?
            && country.code.value == code
        {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// The kinds of events of this report, for the comment beside `kind:`.
fn kinds(root: &Path) -> Result<Vec<String>, Failure> {
    let program = document("content/program.yaml", &root.join("content").join("program.yaml"))?;
    let Some(Document::Program(program)) = program else { return Ok(Vec::new()) };
    Ok(program.kinds.iter().map(|kind| kind.id.value.to_string()).collect())
}

/// What a file holds, read as if it lay at `place`. Its mistakes are for `check` to report.
fn document(place: &str, path: &Path) -> Result<Option<Document>, Failure> {
    let Some(text) = files::read(path)? else { return Ok(None) };
    let mut tree = Tree::new();
    tree.put(place, Content::Text(text.into()));
    Ok(tree.get(place).map(|file| model::read(file).value))
}

fn record(code: CountryCode, name: &str, kinds: &[String]) -> String {
    let region = territory::find(code).map_or_else(
        || "# region: … # a code of your own has none, so name its part of the world\n".to_owned(),
        |known| format!("# region: {} # {}; filled in from the code, so you need not write it\n", known.region, known.subregion),
    );
    let kind = kinds.first().map_or("KIND", String::as_str);
    let all = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    TEMPLATE
        .replace("# <REGION>\n", &region)
        .replace("<CODE>", code.as_str())
        .replace("<NAME>", &yaml_text(name))
        .replace("<ID>", &code.as_str().to_lowercase())
        .replace("<KINDS>", &all)
        .replace("<KIND>", kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (usize, Option<std::sync::Arc<model::Country>>) {
        let mut tree = Tree::new();
        tree.put("content/countries/rwanda.yaml", Content::Text(text.into()));
        let read = model::read(tree.get("content/countries/rwanda.yaml").unwrap());
        let Document::Country(country) = read.value else { return (read.diagnostics.len(), None) };
        (read.diagnostics.len(), Some(country))
    }

    fn code(letters: &str) -> CountryCode {
        CountryCode::new(letters).unwrap()
    }

    #[test]
    fn a_new_record_has_no_findings() {
        let text = record(code("RW"), "Rwanda", &["agreement".to_owned(), "transfer".to_owned()]);
        let (findings, country) = read(&text);
        let country = country.unwrap();
        assert_eq!((findings, country.name.value.as_str(), country.events.len()), (0, "Rwanda", 0));
        assert!(text.contains("# region: Africa # Eastern Africa"), "{text}");
        assert!(text.contains("agreement, transfer"), "{text}");
        assert!(!text.contains('<'), "{text}");
    }

    #[test]
    fn its_examples_hold_when_the_hash_signs_are_taken_away() {
        let text = record(code("CI"), "Côte d’Ivoire", &["agreement".to_owned()]);
        let uncommented: Vec<&str> =
            text.lines().map(|line| line.strip_prefix("# ").filter(|rest| is_example(rest)).unwrap_or(line)).collect();
        let (findings, country) = read(&uncommented.join("\n"));
        let country = country.unwrap();
        assert_eq!((findings, country.events.len(), country.unknowns.len()), (0, 2, 1), "{}", uncommented.join("\n"));
    }

    /// Whether a comment is a line of YAML: an entry or a key, not a sentence.
    fn is_example(text: &str) -> bool {
        let key = text.trim_start().trim_start_matches("- ");
        text.starts_with("  ")
            || key.split_once(':').is_some_and(|(key, _)| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    }

    #[test]
    fn a_code_of_ones_own_needs_a_name() {
        assert_eq!(name(code("RW"), None).unwrap(), "Rwanda");
        assert_eq!(name(code("XA"), Some(" Examplia ")).unwrap(), "Examplia");
        assert!(name(code("XA"), None).unwrap_err().help.unwrap().contains("--name"));
        assert_eq!(read(&record(code("XA"), "Examplia", &[])).0, 0);
    }
}
