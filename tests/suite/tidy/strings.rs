//! The words of the default theme: each that is asked for is there, each that is there is asked for.
//!
//! In: the theme's templates and `strings/en.yaml`, and the places in Rust that ask a theme for a word. Out: words that are missing, and
//! words that nobody shows. It never judges a word.

use super::none;
use super::rust::sources;
use crate::support::{files_below, repository, shown};
use std::collections::BTreeSet;
use std::fs;

/// What is asked for: a key, or all keys that begin so.
#[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Asked {
    Key(String),
    Beginning(String),
}

#[test]
fn words_of_the_theme_are_there_and_used() {
    let words = fs::read_to_string(repository("themes/default/strings/en.yaml")).unwrap();
    let mut asked: BTreeSet<(Asked, String)> = BTreeSet::new();
    for path in files_below("themes/default/templates", "") {
        let text = fs::read_to_string(&path).unwrap();
        asked.extend(in_template(&text).into_iter().map(|key| (Asked::Key(key), shown(&path))));
    }
    for source in sources().iter().filter(|source| source.module() == "render") {
        // Keys are strings, so this looks at the text, not at the code.
        asked.extend(in_rust(&source.text).into_iter().map(|key| (key, source.path.clone())));
    }
    none(compare(&keys(&words), &asked));
}

fn compare(words: &BTreeSet<String>, asked: &BTreeSet<(Asked, String)>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (key, place) in asked {
        match key {
            Asked::Key(key) if !words.contains(key) => {
                complaints.push(format!("{place}: asks for the word `{key}`, which en.yaml does not have"));
            }
            Asked::Beginning(start) if !words.iter().any(|word| word.starts_with(start)) => {
                complaints.push(format!("{place}: asks for words that begin `{start}`, of which en.yaml has none"));
            }
            Asked::Key(_) | Asked::Beginning(_) => {}
        }
    }
    let is_asked = |word: &str| {
        asked.iter().any(|(key, _)| match key {
            Asked::Key(key) => key == word,
            Asked::Beginning(start) => word.starts_with(start),
        })
    };
    complaints.extend(
        words.iter().filter(|word| !is_asked(word)).map(|word| format!("themes/default/strings/en.yaml: nobody shows `{word}`")),
    );
    complaints
}

fn keys(yaml: &str) -> BTreeSet<String> {
    let lines = yaml.lines().filter(|line| !line.starts_with(['#', ' ', '-']) && !line.trim().is_empty());
    lines.filter_map(|line| Some(line.split_once(':')?.0.trim_matches('"').to_owned())).collect()
}

/// `{{ t.since }}`
fn in_template(text: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in text.match_indices("t.") {
        let key: String = text[at + 2..].chars().take_while(|c| is_name(*c)).collect();
        // Inside a tag or an expression only: in a text, "t." ends a sentence.
        let open = text[..at].rfind("{{").max(text[..at].rfind("{%"));
        let inside = open > text[..at].rfind("}}").max(text[..at].rfind("%}"));
        if inside && !key.is_empty() && !text[..at].ends_with(|c: char| is_name(c) || c == '.') {
            found.push(key);
        }
    }
    found
}

/// `word("since")` and `word(&format!("title_{key}"))`
fn in_rust(text: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for (at, sign) in text.match_indices("word(") {
        let rest = text[at + sign.len()..].trim_start();
        if let Some(rest) = rest.strip_prefix('"') {
            found.extend(rest.split_once('"').map(|(key, _)| Asked::Key(key.to_owned())));
        } else if let Some(rest) = rest.strip_prefix("&format!(\"") {
            found.extend(rest.split_once('{').map(|(start, _)| Asked::Beginning(start.to_owned())));
        }
    }
    found
}

#[test]
fn a_word_too_many_or_too_few_is_found() {
    let words = keys("# Frame\nsince: since\n\"also\": also\ntitle_data: Data\nspare: spare\n");
    let asked =
        |text: &str| in_template(text).into_iter().map(|key| (Asked::Key(key), "a.html".to_owned())).collect::<BTreeSet<_>>();
    let mut all = asked("That is it. {{ t.since }} {% if part.gone %}{{ t.also | upper }}{% endif %} {{ t.gone }}");
    all.extend(
        in_rust("theme.word(&format!(\"title_{key}\")); theme.word(\n    \"lost\")")
            .into_iter()
            .map(|key| (key, "a.rs".to_owned())),
    );
    let complaints = compare(&words, &all);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(complaints[0].contains("`gone`") && complaints[1].contains("`lost`") && complaints[2].contains("`spare`"));
}
