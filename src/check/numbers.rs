//! Numbers that somebody typed into prose, with what they count and how sure the sentence is of them.
//!
//! In: runs of plain text. Out: [`Typed`] numbers with their noun and qualifier. It never looks at the records, and passes over dates,
//! ordinals and numbers that count nothing the report is about.

use super::dates::{self, TypedDate};
use crate::link::wording;
use std::borrow::Cow;
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Counts {
    /// Countries, governments, or what the program calls its records.
    Records,
    People,
    Money,
    /// Days, votes, percent: the plural of a unit.
    Unit(&'static str),
    /// A number with a word about its doubt and no noun: "CBS News spoke of nearly 300".
    Unnamed,
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
    /// The kind of quantity that says the same.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Bare | Self::Exactly => "exact",
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::About => "about",
            Self::UpTo => "up_to",
        }
    }

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
const RECORDS: &[&str] = &["country", "countries", "government", "governments", "nations", "names"];
/// Units that sentences count in.
const UNITS: &[&str] = &["hours", "days", "weeks", "months", "years", "votes", "percent", "flights"];
const CURRENCIES: [char; 3] = ['$', '€', '£'];
/// Smaller numbers of people often count what a sentence has just told.
pub const LARGE: u64 = 10;
/// How far behind a number its noun may stand: "51 other African countries".
const REACH: usize = 3;

/// What says how sure a sentence is, in front of a number. "They add up to 58" is no ceiling, and so comes before "up to".
#[rustfmt::skip]
const QUALIFIERS: &[(Qualifier, &[&[&str]])] = &[
    (Qualifier::Bare, &[&["add", "up", "to"], &["adds", "up", "to"], &["added", "up", "to"]]),
    (Qualifier::AtLeast, &[&["at", "least"], &["no", "fewer", "than"], &["not", "fewer", "than"], &["a", "minimum", "of"]]),
    (Qualifier::UpTo, &[&["no", "more", "than"], &["up", "to"], &["at", "most"], &["a", "maximum", "of"], &["as", "many", "as"]]),
    (Qualifier::MoreThan, &[&["more", "than"], &["over"], &["above"]]),
    (Qualifier::About, &[&["about"], &["around"], &["roughly"], &["some"], &["nearly"], &["almost"], &["approximately"]]),
    (Qualifier::Exactly, &[&["exactly"], &["only"], &["just"], &["precisely"], &["fewer", "than"], &["less", "than"]]),
];

/// The qualifier that `before` ends with. `before` is the text up to the number.
#[must_use]
pub fn qualifier(before: &str) -> Qualifier {
    let end = last_words(before);
    let says = |phrase: &&[&str]| {
        let last = end.len().checked_sub(phrase.len()).and_then(|from| end.get(from..));
        last.is_some_and(|last| last.iter().zip(*phrase).all(|(word, known)| word.eq_ignore_ascii_case(known)))
    };
    let known = QUALIFIERS.iter().find(|(_, phrases)| phrases.iter().any(says));
    known.map_or(Qualifier::Bare, |(qualifier, _)| *qualifier)
}

/// The last three words of the phrase that a text ends in, in their order; empty ones before those of a shorter phrase.
fn last_words(text: &str) -> [&str; 3] {
    let mut found = [""; 3];
    let mut rest = text;
    for place in (0..3).rev() {
        rest = rest.trim_end();
        let start = rest.rfind(char::is_whitespace).map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let word = &rest[start..];
        let after_sign = word.rfind([',', '.', ';', ':', '(']).map(|at| &word[at + 1..]);
        found[place] = after_sign.unwrap_or(word);
        if after_sign.is_some() {
            break;
        }
        rest = &rest[..start];
    }
    found
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

/// A word with its place, and whether a sign that ends a phrase stands behind it.
#[derive(Clone, Copy)]
pub struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
    pub ends_phrase: bool,
}

/// Every number of a run of plain text that counts countries, people or money, and every date. `noun` is what the program calls its
/// records, `offset` where the run begins in its text.
pub fn in_run(text: &str, offset: usize, noun: &str, found: &mut Vec<Typed>, days: &mut Vec<TypedDate>) {
    // The part in front as it stands: most words are passed over, and need not be looked at.
    let mut front: Option<(usize, &str)> = None;
    for (start, part) in parts(text) {
        if is_plain(part) {
            front = Some((start, part));
            continue;
        }
        let Some(word) = word(start, part) else { continue };
        let before = front.replace((start, part)).and_then(|(start, part)| self::word(start, part));
        if let Some(date) = dates::date(text, before.as_ref(), &word) {
            days.push(TypedDate { range: offset + date.range.start..offset + date.range.end, ..date });
        }
        let money = word.text.starts_with(CURRENCIES);
        let digits = word.text.trim_start_matches(CURRENCIES);
        let share = digits.strip_suffix('%');
        if let Some((number, unit)) = of_unit(digits) {
            let place = offset + word.start..offset + word.start + word.text.len();
            found.push(Typed { value: number, range: place, qualifier: Qualifier::Bare, counts: Counts::Unit(unit) });
            continue;
        }
        let Some(mut value) = value(share.unwrap_or(digits)) else { continue };
        let is_day = before.as_ref().is_some_and(|before| wording::month_number(before.text).is_some());
        let mut end = word.start + word.text.len();
        let mut ends_phrase = word.ends_phrase;
        if let Some(unit) = words(&text[end..]).next().filter(|_| !ends_phrase)
            && matches!(unit.text, "thousand" | "million" | "billion")
            && let Some(scaled) = crate::model::quantity::number(&format!("{digits} {}", unit.text))
        {
            value = scaled;
            ends_phrase = unit.ends_phrase;
            end += unit.start + unit.text.len();
        }
        let is_year =
            !money && digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) && (1900..2100).contains(&value);
        let lead = text[..word.start].trim_end();
        // "About a dozen".
        let lead = if digits.eq_ignore_ascii_case("dozen") { lead.strip_suffix(" a").unwrap_or(lead) } else { lead };
        let said = qualifier(lead);
        let counts = match money {
            true => Some(Counts::Money),
            false if share.is_some() => Some(Counts::Unit("percent")),
            false if is_day => None,
            false if ends_phrase => unnamed(said),
            false => noun_after(words(&text[end..]), noun).or_else(|| {
                let next = words(&text[end..]).next();
                next.is_none_or(|next| is_one_of(&["and", "or", "but", "of"], next.text)).then(|| unnamed(said))?
            }),
        };
        if let Some(counts) = counts.filter(|_| !is_year) {
            let qualifier = said;
            found.push(Typed { value, range: offset + word.start..offset + end, qualifier, counts });
        }
    }
}

/// `30-day`, `two-year`.
fn of_unit(word: &str) -> Option<(u64, &'static str)> {
    if !word.ends_with(['r', 'y', 'k', 'h', 't', 'e']) {
        return None;
    }
    let (number, unit) = word.split_once('-')?;
    let unit = UNITS.iter().find(|plural| plural.strip_suffix('s') == Some(unit))?;
    Some((value(number)?, unit))
}

/// A number without a noun is told from page numbers and the like by the word about its doubt.
fn unnamed(said: Qualifier) -> Option<Counts> {
    (said != Qualifier::Bare).then_some(Counts::Unnamed)
}

/// What the text behind a bound number says that it counts.
#[must_use]
pub fn counted_by(after: &str, noun: &str) -> Option<Counts> {
    if after.starts_with(['.', ',', ';', ':', ')', '|']) {
        None
    } else {
        noun_after(words(after.split("\n\n").next().unwrap_or(after)), noun)
    }
}

/// The noun that these words come to before the phrase ends.
fn noun_after<'a>(words: impl Iterator<Item = Word<'a>>, noun: &str) -> Option<Counts> {
    for word in words.take(REACH + 1) {
        let bare = word.text.trim_end_matches(['’', '\'']);
        let lower =
            if bare.bytes().all(|byte| byte.is_ascii_lowercase()) { Cow::Borrowed(bare) } else { bare.to_lowercase().into() };
        if wording::month_number(word.text).is_some()
            || is_one_of(&["of", "to", "in", "by", "from", "and", "or", "that", "for", "with", "on", "at"], &lower)
        {
            return None;
        }
        if let Some(unit) = UNITS.iter().find(|unit| ***unit == *lower) {
            return Some(Counts::Unit(unit));
        }
        if is_demonym(bare) {
            return Some(Counts::People);
        }
        if PEOPLE.contains(&&*lower) {
            return Some(Counts::People);
        }
        if RECORDS.contains(&&*lower) || noun.split_whitespace().any(|part| part.len() > 3 && part == &*lower) {
            return Some(Counts::Records);
        }
        if word.ends_phrase {
            return None;
        }
    }
    None
}

/// "Hondurans", "West Africans", "Sudanese": people by where they are from.
fn is_demonym(word: &str) -> bool {
    let word = word.strip_prefix("non-").unwrap_or(word);
    word.len() >= 6
        && word.starts_with(char::is_uppercase)
        && (word.ends_with("ns") || word.ends_with("ese") || word.ends_with("mis"))
}

/// The words of a text without the signs around them.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    parts(text).filter_map(|(start, part)| word(start, part))
}

/// A text cut behind each white space, each part with its place.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut from = 0;
        let length = loop {
            let Some(place) = rest.as_bytes()[from..].iter().position(|byte| MAY_BE_SPACE[usize::from(*byte)]) else {
                break rest.len();
            };
            // Nearly always a blank or the end of a line.
            if rest.as_bytes()[from + place].is_ascii() {
                break from + place + 1;
            }
            let sign = rest.get(from + place..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            from += place + sign.len_utf8();
            if sign.is_whitespace() {
                break from;
            }
        };
        at += length;
        Some((at - length, &rest[..length]))
    })
}

/// The bytes that white space can begin with: this is asked of every byte of the report.
const MAY_BE_SPACE: [bool; 256] = {
    let mut table = [false; 256];
    let spaces = [b' ', b'\t', b'\n', 0x0b, 0x0c, b'\r', 0xc2, 0xe1, 0xe2, 0xe3];
    let mut at = 0;
    while at < spaces.len() {
        table[spaces[at] as usize] = true;
        at += 1;
    }
    table
};

/// A part without the signs around it; nothing when it is only signs.
fn word(start: usize, part: &str) -> Option<Word<'_>> {
    let whole = part.trim_end();
    let trimmed = whole.trim_start_matches(['(', '“', '‘', '"', '—', '–']);
    let lead = whole.len() - trimmed.len();
    let bare = trimmed.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '”', '"', '—', '–']);
    (!bare.is_empty()).then_some(Word { text: bare, start: start + lead, ends_phrase: bare.len() < trimmed.len() })
}

/// Whether a part can be told by its first letters to be neither number nor month: this is asked of every word of the report.
fn is_plain(part: &str) -> bool {
    let bytes = part.as_bytes();
    let Some(first) = bytes.first().filter(|first| first.is_ascii_alphabetic()) else { return part.is_empty() };
    let Some(start) = bytes.first_chunk::<3>().map(|start| start.map(|letter| letter.to_ascii_lowercase())) else { return true };
    let number = matches!(
        &start,
        b"two"
            | b"twe"
            | b"thr"
            | b"thi"
            | b"ten"
            | b"fou"
            | b"for"
            | b"fiv"
            | b"fif"
            | b"six"
            | b"sev"
            | b"eig"
            | b"ele"
            | b"nin"
            | b"doz"
    );
    let month = matches!(
        &start,
        b"jan" | b"feb" | b"mar" | b"apr" | b"may" | b"jun" | b"jul" | b"aug" | b"sep" | b"oct" | b"nov" | b"dec"
    );
    // In small letters months are verbs: "may", "march".
    !(number || month && first.is_ascii_uppercase() || &start == b"mid")
}

/// Whether a word, in small letters or capitals, is in a list of small words.
#[must_use]
pub fn is_one_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|one| one.eq_ignore_ascii_case(word))
}

/// `58`, `1,000`, `7.5` (of millions), `fifty-eight`, `Seven`.
pub fn value(word: &str) -> Option<u64> {
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return crate::model::quantity::number(word).or_else(|| word.split_once('.').and_then(|(whole, _)| whole.parse().ok()));
    }
    if word.eq_ignore_ascii_case("dozen") {
        return Some(12);
    }
    // The letters that numbers from two on begin with: this runs over every word of the report.
    let may_be = word.starts_with(|first: char| matches!(first.to_ascii_lowercase(), 't' | 'f' | 's' | 'e' | 'n'));
    if may_be { wording::spelt(word).filter(|number| *number >= 2) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<(u64, Qualifier, Counts)> {
        let mut found = Vec::new();
        in_run(text, 0, "countries and territories", &mut found, &mut Vec::new());
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
        assert_eq!(numbers("six votes to three"), [(6, Qualifier::Bare, Counts::Unit("votes"))]);
        assert_eq!(numbers("on 24 hours’ notice"), [(24, Qualifier::Bare, Counts::Unit("hours"))]);
        assert_eq!(numbers("three Hondurans, 14 West Africans").len(), 2);
        assert_eq!(numbers("CBS News spoke of nearly 300, or more."), [(300, Qualifier::About, Counts::Unnamed)]);
    }

    #[test]
    fn numbers_that_count_nothing_here_are_passed_over() {
        for text in [
            "On 25 June 2025 countries were asked.",
            "In 2025 countries were asked.",
            "Case 12, people say.",
            "Section 241 of the act on people.",
        ] {
            assert_eq!(numbers(text), [], "{text}");
        }
    }
}
