//! `sourcebook new`: the beginning of an article, a record or a source.
//!
//! In: what it is about. Out: a new file, or a new entry, with what is known filled in. It never changes a line that is there.

mod article;
mod country;
mod source;

use super::Verdict;
use super::args::{New, NewWhat};
use super::failure::Failure;
use super::project::Project;
use super::report::Terminal;
use std::path::Path;

/// The longest name a file gets: addresses are read, and sent in messages.
const LONGEST: usize = 80;

pub fn run(asked: &New, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let project = Project::find(root)?;
    match &asked.what {
        NewWhat::Article(asked) => article::begin(asked, &project, terminal)?,
        NewWhat::Country(asked) => country::begin(asked, &project, terminal)?,
        NewWhat::Source(asked) => source::add(asked, &project, terminal)?,
    }
    Ok(Verdict::Fine)
}

/// The name of a file, and so the address, of what has this title: small letters, digits and hyphens. Empty when the title has
/// no letter or digit.
pub fn file_name(title: &str) -> String {
    let mut words: Vec<String> = vec![String::new()];
    for c in title.to_lowercase().chars() {
        match c {
            // An apostrophe stands inside a word, and an accent that is a character of its own goes with its letter.
            '\'' | '’' | '‘' | 'ʼ' | '\u{300}'..='\u{36f}' => {}
            '&' => words.extend(["and".to_owned(), String::new()]),
            c if c.is_alphanumeric() => words.last_mut().into_iter().for_each(|word| word.push_str(&plain(c))),
            _ => words.push(String::new()),
        }
    }
    let mut name = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let hyphen = usize::from(!name.is_empty());
        if !name.is_empty() && name.len() + hyphen + word.len() > LONGEST {
            break;
        }
        name.extend(std::iter::repeat_n('-', hyphen).chain(word.chars().take(LONGEST)));
    }
    name
}

/// A small letter without its accent; letters of other scripts stay.
fn plain(c: char) -> String {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        other => return other.to_string(),
    };
    plain.to_owned()
}

/// Refuses text that no editor would show as typed.
fn one_line(what: &str, text: &str) -> Result<String, Failure> {
    let text = text.trim();
    match text {
        "" => Err(Failure::usage(format!("the {what} is empty"))),
        text if text.chars().any(char::is_control) => {
            Err(Failure::usage(format!("the {what} has line breaks or other control characters")).help("write it on one line"))
        }
        text => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::territory;

    #[test]
    fn names_are_small_letters_digits_and_hyphens() {
        assert_eq!(file_name("The vote: 7 questions"), "the-vote-7-questions");
        assert_eq!(file_name("Côte d’Ivoire"), "cote-divoire");
        assert_eq!(file_name("São Tomé & Príncipe"), "sao-tome-and-principe");
        assert_eq!(file_name("Co\u{302}te"), "cote");
        assert_eq!(file_name("U.S. Virgin Islands"), "u-s-virgin-islands");
        assert_eq!(file_name("Türkiye"), "turkiye");
        assert_eq!(file_name("Что известно"), "что-известно");
        assert_eq!(file_name("  — ?! "), "");
        assert_eq!(file_name(&"word ".repeat(40)).len(), 79);
        assert_eq!(file_name(&"x".repeat(200)).len(), 80);
    }

    #[test]
    fn every_territory_has_a_name_of_its_own() {
        let mut names: Vec<String> = territory::all().iter().map(|one| file_name(&one.name)).collect();
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), territory::all().len());
    }
}
