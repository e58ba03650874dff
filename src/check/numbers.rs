//! Numbers that somebody typed into prose, with what they count and how sure the sentence is of them.
//!
//! In: runs of plain text. Out: [`Typed`] numbers with their noun and qualifier. It never looks at the records, and passes over dates,
//! ordinals and numbers that count nothing the report is about.

use crate::parse::Prose;
use std::ops::Range;

/// A number in a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Typed {
    pub value: u64,
    /// Bytes of the prose's text.
    pub range: Range<usize>,
    pub qualifier: Qualifier,
    pub counts: Counts,
}

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counts {
    /// Countries, governments, or what the program calls its records.
    Records,
    People,
    Money,
}

/// How sure a sentence is of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Qualifier {
    Bare,
    AtLeast,
    MoreThan,
    About,
    UpTo,
    /// Says that there is no doubt: "exactly", "only".
    Exactly,
}

impl Qualifier {
    /// Whether a sentence with this qualifier says what a quantity of this kind says.
    #[must_use]
    pub fn fits(self, kind: &str) -> bool {
        match kind {
            "at_least" | "at_least_about" => matches!(self, Self::AtLeast),
            "more_than" => matches!(self, Self::MoreThan | Self::AtLeast),
            "up_to" => self == Self::UpTo,
            "about" | "between_about" => self == Self::About,
            _ => true,
        }
    }
}

const PEOPLE: &[&str] = &["people", "persons", "men", "women", "children", "migrants", "deportees", "refugees", "nationals"];
const RECORDS: &[&str] = &["country", "countries", "government", "governments", "nations"];
const MONTHS: &[&str] =
    &["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const SMALL: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// How far behind a number its noun may stand: "51 other African countries".
const REACH: usize = 3;

/// The qualifier that `before` ends with. `before` is the text up to the number.
#[must_use]
pub fn qualifier(before: &str) -> Qualifier {
    let words: Vec<String> =
        before.rsplit([',', '.', ';', ':', '(']).next().unwrap_or("").split_whitespace().map(str::to_lowercase).collect();
    let end = words[words.len().saturating_sub(3)..].join(" ");
    // "They add up to 58" is no ceiling.
    if ["add up to", "adds up to", "added up to"].iter().any(|words| end.ends_with(words)) {
        return Qualifier::Bare;
    }
    let ends = |all: &[&str]| all.iter().any(|words| end == *words || end.ends_with(&format!(" {words}")));
    if ends(&["at least", "no fewer than", "not fewer than", "a minimum of"]) {
        Qualifier::AtLeast
    } else if ends(&["no more than", "up to", "at most", "a maximum of", "as many as"]) {
        Qualifier::UpTo
    } else if ends(&["more than", "over", "above"]) {
        Qualifier::MoreThan
    } else if ends(&["about", "around", "roughly", "some", "nearly", "almost", "approximately"]) {
        Qualifier::About
    } else if ends(&["exactly", "only", "just", "precisely", "fewer than", "less than"]) {
        Qualifier::Exactly
    } else {
        Qualifier::Bare
    }
}

/// What a label counts, by the first word of it that says so.
#[must_use]
pub fn noun_of(label: &str) -> Option<Counts> {
    label.split(|c: char| !c.is_alphanumeric()).find_map(|word| match word {
        word if PEOPLE.contains(&word) => Some(Counts::People),
        word if RECORDS.contains(&word) => Some(Counts::Records),
        _ => None,
    })
}

/// Every typed number of a piece of prose that counts countries, people or money. `noun` is what the program calls its records.
#[must_use]
pub fn typed(prose: &Prose, noun: &str) -> Vec<Typed> {
    let text = prose.source.text();
    if !prose.runs.iter().any(|run| text.get(run.start as usize..run.end as usize).is_some_and(may_count)) {
        return Vec::new();
    }
    let masked = prose.source.masked(&prose.marks);
    let mut found = Vec::new();
    for run in &prose.runs {
        let start = run.start as usize;
        if let Some(words) = masked.get(start..run.end as usize) {
            in_run(words, start, noun, &mut found);
        }
    }
    found
}

/// A quick look that spares most texts the slow one.
fn may_count(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        || SMALL.iter().chain(TENS).any(|word| text.contains(word) || text.contains(&capital(word)))
}

fn capital(word: &str) -> String {
    crate::link::wording::capital(word)
}

/// A word with its place, and the sign that ends a phrase behind it, if one does.
struct Word<'a> {
    text: &'a str,
    start: usize,
    ends_phrase: bool,
}

fn in_run(text: &str, offset: usize, noun: &str, found: &mut Vec<Typed>) {
    let words = words(text);
    for (at, word) in words.iter().enumerate() {
        let money = word.text.starts_with(['$', '€', '£']);
        let digits = word.text.trim_start_matches(['$', '€', '£']);
        let Some(mut value) = value(digits) else { continue };
        let mut end = word.start + word.text.len();
        let mut next = at + 1;
        if let Some(unit) = words.get(next).filter(|_| !word.ends_phrase)
            && let Some(scaled) = crate::model::quantity::number(&format!("{digits} {}", unit.text))
                .filter(|_| matches!(unit.text, "thousand" | "million" | "billion"))
        {
            value = scaled;
            end = unit.start + unit.text.len();
            next += 1;
        }
        let is_year =
            !money && digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) && (1900..2100).contains(&value);
        let counts = if money { Some(Counts::Money) } else { counted(&words, at, next, noun) };
        if let Some(counts) = counts.filter(|_| !is_year) {
            let qualifier = qualifier(&text[..word.start]);
            found.push(Typed { value, range: offset + word.start..offset + end, qualifier, counts });
        }
    }
}

/// What the words behind a number say that it counts.
fn counted(words: &[Word<'_>], number: usize, next: usize, noun: &str) -> Option<Counts> {
    if words.get(next - 1).is_some_and(|word| word.ends_phrase)
        || number > 0 && MONTHS.contains(&words[number - 1].text.to_lowercase().as_str())
    {
        return None;
    }
    noun_after(&words[next.min(words.len())..], noun)
}

/// What the text behind a bound number says that it counts.
#[must_use]
pub fn counted_by(after: &str, noun: &str) -> Option<Counts> {
    if after.starts_with(['.', ',', ';', ':', ')', '|']) {
        None
    } else {
        noun_after(&words(after.split("\n\n").next().unwrap_or(after)), noun)
    }
}

/// The noun that these words come to before the phrase ends.
fn noun_after(words: &[Word<'_>], noun: &str) -> Option<Counts> {
    for word in words.iter().take(REACH + 1) {
        let lower = word.text.to_lowercase();
        if MONTHS.contains(&lower.as_str())
            || matches!(
                lower.as_str(),
                "of" | "to"
                    | "in"
                    | "by"
                    | "from"
                    | "and"
                    | "or"
                    | "that"
                    | "for"
                    | "hours"
                    | "days"
                    | "months"
                    | "years"
                    | "with"
                    | "on"
                    | "at"
            )
        {
            return None;
        }
        if PEOPLE.contains(&lower.as_str()) {
            return Some(Counts::People);
        }
        if RECORDS.contains(&lower.as_str()) || noun.split_whitespace().any(|part| part.len() > 3 && part == lower) {
            return Some(Counts::Records);
        }
        if word.ends_phrase {
            return None;
        }
    }
    None
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += part.len();
        let whole = part.trim_end();
        let trimmed = whole.trim_start_matches(['(', '“', '‘', '"', '—', '–']);
        let lead = whole.len() - trimmed.len();
        let bare = trimmed.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '”', '"', '—', '–']);
        if !bare.is_empty() {
            words.push(Word { text: bare, start: start + lead, ends_phrase: bare.len() < trimmed.len() });
        }
    }
    words
}

/// `58`, `1,000`, `7.5` (of millions), `fifty-eight`, `Seven`.
fn value(word: &str) -> Option<u64> {
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return crate::model::quantity::number(word).or_else(|| word.split_once('.').and_then(|(whole, _)| whole.parse().ok()));
    }
    let lower = word.to_lowercase();
    let small = |word: &str| SMALL.iter().position(|known| *known == word).map(|at| at as u64 + 2);
    let tens = |word: &str| TENS.iter().position(|known| *known == word).map(|at| (at as u64 + 2) * 10);
    match lower.split_once('-') {
        None => small(&lower).or_else(|| tens(&lower)),
        Some((ten, "one")) => tens(ten).map(|ten| ten + 1),
        Some((ten, one)) => Some(tens(ten)? + small(one).filter(|one| *one < 10)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(u64, Qualifier, Counts)> {
        let mut found = Vec::new();
        in_run(text, 0, "countries and territories", &mut found);
        found.into_iter().map(|one| (one.value, one.qualifier, one.counts)).collect()
    }

    #[test]
    fn numbers_that_count_are_found() {
        assert_eq!(numbers("At least 58 countries were asked."), [(58, Qualifier::AtLeast, Counts::Records)]);
        assert_eq!(numbers("Fifty-one other African countries said no."), [(51, Qualifier::Bare, Counts::Records)]);
        assert_eq!(numbers("It took about 1,500 people."), [(1500, Qualifier::About, Counts::People)]);
        assert_eq!(
            numbers("They paid $7.5 million, more than $100,000 each."),
            [(7_500_000, Qualifier::Bare, Counts::Money), (100_000, Qualifier::MoreThan, Counts::Money)]
        );
        assert_eq!(numbers("exactly seven territories"), [(7, Qualifier::Exactly, Counts::Records)]);
    }

    #[test]
    fn numbers_that_count_nothing_here_are_passed_over() {
        for text in [
            "On 25 June 2025 countries were asked.",
            "By six votes to three, people say.",
            "In 2025 countries were asked.",
            "It gave 24 hours for people to object.",
            "Case 12, people say.",
            "Section 241 of the act on people.",
        ] {
            assert_eq!(numbers(text), [], "{text}");
        }
    }
}
