//! The words of the default theme: each that is asked for is there, each that is there is asked for, and every language has all of them.
//!
//! In: the theme's templates and `strings/`, and the places in Rust that ask for a word. Out: words that are missing, words that nobody shows,
//! and words that take other values than the English ones. It never judges a word.

use super::none;
use super::rust::sources;
use crate::support::{files_below, repository, shown};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What is asked for: a key, or all keys that begin so.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
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
        asked.extend(counted(&text).into_iter().map(|key| (key, shown(&path))));
    }
    for source in sources() {
        // Keys are strings, so this looks at the text, not at the code.
        let keys = match source.module() {
            "render" => in_rust(&source.text, &["word(", "sentence(", "counted(", "punctuated("]),
            // There `word` alone is the argument of a block.
            "link" => [in_rust(&source.text, &[".word(", "sentence(", "counted(", "punctuated("]), chosen(&source.text)].concat(),
            _ => Vec::new(),
        };
        asked.extend(keys.into_iter().map(|key| (key, source.path.clone())));
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
    entries(yaml).into_keys().collect()
}

fn entries(yaml: &str) -> BTreeMap<String, String> {
    let lines = yaml.lines().filter(|line| !line.starts_with(['#', ' ', '-']) && !line.trim().is_empty());
    let parts = lines.filter_map(|line| line.split_once(':'));
    parts.map(|(key, word)| (key.trim_matches('"').to_owned(), word.trim().trim_matches('"').to_owned())).collect()
}

/// CLDR's categories of number. English has two of them; another language may have more, or do without all but `other`.
const CATEGORIES: [&str; 5] = ["_zero", "_one", "_two", "_few", "_many"];

#[test]
fn every_language_has_every_word_with_the_same_values() {
    let english = entries(&fs::read_to_string(repository("themes/default/strings/en.yaml")).unwrap());
    for language in ["fr", "ar"] {
        let own = entries(&fs::read_to_string(repository(&format!("themes/default/strings/{language}.yaml"))).unwrap());
        none(differing(language, &english, &own));
    }
}

fn differing(language: &str, english: &BTreeMap<String, String>, own: &BTreeMap<String, String>) -> Vec<String> {
    let stem = |key: &str| {
        let found = CATEGORIES.iter().find_map(|category| key.strip_suffix(category));
        found.map(|stem| format!("{stem}_other")).filter(|other| english.contains_key(other))
    };
    let missing = english.keys().filter(|key| !own.contains_key(*key) && stem(key).is_none());
    let mut complaints: Vec<String> = missing.map(|key| format!("{language}.yaml: no word `{key}`")).collect();
    for (key, word) in own {
        let Some(original) = english.get(key).or_else(|| english.get(&stem(key)?)) else {
            complaints.push(format!("{language}.yaml: English has no word `{key}`"));
            continue;
        };
        // Words for one or two things may do without the number.
        let may_lack_number = stem(key).is_some() || key == "search_one";
        let (mut wanted, mut given) = (places(original), places(word));
        if may_lack_number {
            wanted.remove("n");
            given.remove("n");
        }
        if wanted != given {
            complaints.push(format!("{language}.yaml: `{key}` takes {given:?}, in English {wanted:?}"));
        }
    }
    complaints
}

/// `{n}` and `{date}`: what is put into a word.
fn places(word: &str) -> BTreeSet<&str> {
    word.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn a_word_that_a_language_lacks_or_changes_is_found() {
    let english = entries("a: A\nb: \"{n} b\"\nuse_one: \"{n} use\"\nuse_other: \"{n} uses\"\n");
    let own = entries("b: \"{m} b\"\nuse_two: deux\nuse_other: \"{n}\"\nspare: c\n");
    let complaints = differing("xx", &english, &own);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(complaints[0].contains("`a`") && complaints[1].contains("`b` takes") && complaints[2].contains("`spare`"));
}

/// `{{ s.uses | counted(of="use") }}`
fn counted(text: &str) -> Vec<Asked> {
    let rest = text.split("counted(of=\"").skip(1);
    rest.filter_map(|rest| Some(Asked::Beginning(format!("{}_", rest.split_once('"')?.0)))).collect()
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

/// `word("since")`, `sentence("as_of_line", …)`, `counted("use", …)` and `word(&format!("title_{key}"))`.
fn in_rust(text: &str, signs: &[&str]) -> Vec<Asked> {
    let mut found = Vec::new();
    for sign in signs {
        for (at, _) in text.match_indices(sign) {
            let rest = text[at + sign.len()..].trim_start();
            if let Some((key, _)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
                found.push(if *sign == "counted(" { Asked::Beginning(format!("{key}_")) } else { Asked::Key(key.to_owned()) });
            } else if let Some(rest) = rest.strip_prefix("&format!(\"") {
                found.extend(rest.split_once('{').map(|(start, _)| Asked::Beginning(start.to_owned())));
            }
        }
    }
    found
}

/// Words of dates and numbers, of which one is chosen before it is asked for.
fn chosen(text: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for family in ["date_", "days_", "number_"] {
        let opening = format!("\"{family}");
        let names = text.split(&opening).skip(1).filter_map(|rest| rest.split_once('"'));
        found.extend(names.map(|(rest, _)| Asked::Key(format!("{family}{rest}"))));
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
        in_rust("theme.word(&format!(\"title_{key}\")); theme.word(\n    \"lost\")", &["word("])
            .into_iter()
            .map(|key| (key, "a.rs".to_owned())),
    );
    let complaints = compare(&words, &all);
    assert_eq!(complaints.len(), 3, "{complaints:?}");
    assert!(complaints[0].contains("`gone`") && complaints[1].contains("`lost`") && complaints[2].contains("`spare`"));
}
