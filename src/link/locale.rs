//! A language: its conventions for numbers, dates and lists, and the words of the interface.
//!
//! In: `data/locales.json`, made from Unicode's CLDR (see `data/README.md`), and the words of a theme. Out: [`Locale`], which everything
//! that readers see is written with. What it does with dates and amounts is in [`wording`](super::wording). It never translates what an
//! editor wrote.

use crate::parse;
use crate::text::{Content, Tree};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What CLDR says about a language. Patterns are those of UTS 35, cut down to what a report needs.
#[derive(Deserialize, Debug)]
pub(super) struct Conventions {
    tag: String,
    direction: String,
    /// Inside a date, and alone: in Polish these differ.
    pub(super) months: Vec<String>,
    pub(super) alone: Vec<String>,
    /// How the first of a month is written, where not as a number: `1er`.
    pub(super) first: Option<String>,
    pub(super) day: String,
    pub(super) month: String,
    pub(super) month_day: String,
    pub(super) year: String,
    decimal: String,
    group: String,
    min_grouping: usize,
    /// Digits in the last group, and in those before it.
    groups: [usize; 2],
    /// The ten digits, where they are not those of ASCII.
    digits: Option<String>,
    pub(super) millions: Option<BTreeMap<String, String>>,
    pub(super) billions: Option<BTreeMap<String, String>>,
    /// With a sign, and with the letters of a currency.
    pub(super) money: String,
    pub(super) money_code: String,
    signs: BTreeMap<String, String>,
    /// For the beginning, the middle and the end of a list, and for two things.
    and: [String; 4],
    or: [String; 4],
    quotes: [String; 2],
    /// Category and rule; what fits none is `other`.
    plurals: Vec<(String, String)>,
    /// By the English names in `data/territories.json`.
    #[serde(default)]
    regions: BTreeMap<String, String>,
}

/// The language that a report is written in, with the words of its theme.
#[derive(Debug)]
pub struct Locale {
    tag: String,
    pub(super) conventions: &'static Conventions,
    words: BTreeMap<String, String>,
}

static CONVENTIONS: LazyLock<Vec<Conventions>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../data/locales.json")).unwrap_or_default());

/// The language of messages, and of the words that another language does not have.
static ENGLISH: LazyLock<Locale> =
    LazyLock::new(|| Locale::new("en", entries(include_str!("../../themes/default/strings/en.yaml")).into_iter().collect()));

/// The lines of a file of words that has no mistakes.
fn entries(text: &str) -> Vec<(String, String)> {
    let mut tree = Tree::new();
    tree.put("strings/en.yaml", Content::Text(text.into()));
    let node = tree.files().next().and_then(|file| parse::yaml(file.text(), file.id, 0).value);
    let Some(parse::Value::Map(entries)) = node.map(|node| node.value) else { return Vec::new() };
    let word = |node: &parse::Node| match &node.value {
        parse::Value::Scalar(scalar) => scalar.text.clone(),
        _ => String::new(),
    };
    entries.iter().map(|(key, node)| (key.text.clone(), word(node))).collect()
}

/// A tag and the more general ones: `pt-BR`, `pt`.
pub fn more_general(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(shorter, _)| shorter))
}

impl Locale {
    /// The language of a tag (BCP 47), or the nearest more general one, with these words. One that CLDR's table does not have is
    /// written as English is; [`Locale::is_known`] tells.
    #[must_use]
    pub fn new(tag: &str, words: BTreeMap<String, String>) -> Self {
        let found = known(tag).or_else(|| known("en"));
        // The table is part of the program, and a test holds that it has English.
        let conventions = found.unwrap_or(&CONVENTIONS[0]);
        Self { tag: tag.to_owned(), conventions, words }
    }

    /// The language of messages.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    #[must_use]
    pub fn is_known(tag: &str) -> bool {
        known(tag).is_some()
    }

    #[must_use]
    pub fn is_english(&self) -> bool {
        is_english(&self.tag)
    }

    /// `ltr` or `rtl`, as HTML wants it.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        &self.conventions.direction
    }

    /// All words, by key.
    #[must_use]
    pub fn words(&self) -> &BTreeMap<String, String> {
        &self.words
    }

    /// The word for `key`; the key itself when the theme has none.
    #[must_use]
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The sentence for `key`, with each `{name}` replaced by its value. Values are put in as they are: braces in them mean nothing.
    #[must_use]
    pub fn sentence(&self, key: &str, values: &[(&str, &str)]) -> String {
        filled(self.word(key), values)
    }

    /// The sentence for a number of things: the word `key_few`, say, where CLDR's rules of the language ask for it and the theme has it, else
    /// `key_other`; `{n}` is the number.
    #[must_use]
    pub fn counted(&self, key: &str, number: u64) -> String {
        let exact = format!("{key}_{}", self.plural(number, 0, 0));
        let key = if self.words.contains_key(&exact) { exact } else { format!("{key}_other") };
        self.sentence(&key, &[("n", &self.number(number))])
    }

    /// A number of things that the report has its own two words for: `51 countries`.
    #[must_use]
    pub fn count(&self, number: u64, one: &str, other: &str) -> String {
        let noun = if self.plural(number, 0, 0) == "one" { one } else { other };
        self.sentence("count_of", &[("n", &self.number(number)), ("noun", noun)])
    }

    /// `A, B and C`
    #[must_use]
    pub fn and(&self, items: &[String]) -> String {
        joined(items, &self.conventions.and)
    }

    /// `A, B or C`
    #[must_use]
    pub fn or(&self, items: &[String]) -> String {
        joined(items, &self.conventions.or)
    }

    /// What stands before each item of a list and after the last one, so that items can be links: `["", ", ", " and ", ""]`.
    #[must_use]
    pub fn between(&self, items: usize) -> Vec<String> {
        // No text has this sign, which Unicode leaves to programs.
        const ITEM: &str = "\u{fdd0}";
        self.and(&vec![ITEM.to_owned(); items]).split(ITEM).map(str::to_owned).collect()
    }

    /// Parts with the punctuation of the language between them: the word `comma`, `semicolon` or `colon`. `Reuters, 5 May 2025`
    #[must_use]
    pub fn punctuated(&self, mark: &str, parts: &[&str]) -> String {
        parts.iter().map(|part| self.isolated(part)).collect::<Vec<_>>().join(self.word(mark))
    }

    /// A text that runs in the other direction than the language, kept apart (UAX 9, isolates): else it drags along the numbers and signs
    /// beside it. Any other as it is.
    fn isolated<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if text.chars().any(|letter| self.runs_against(letter)) {
            Cow::Owned(format!("\u{2068}{text}\u{2069}"))
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Whether a letter belongs to a script that runs in the other direction than the language.
    #[must_use]
    pub fn runs_against(&self, letter: char) -> bool {
        letter.is_alphabetic() && is_right_to_left(letter) != (self.direction() == "rtl")
    }

    /// `“words”`
    #[must_use]
    pub fn quoted(&self, text: &str) -> String {
        let [open, close] = &self.conventions.quotes;
        format!("{open}{text}{close}")
    }

    /// The name of a region of UN M49; one that an editor wrote stays.
    #[must_use]
    pub fn region<'a>(&'a self, english: &'a str) -> &'a str {
        self.conventions.regions.get(english).map_or(english, String::as_str)
    }

    /// The sign of a currency that readers know by it.
    pub(super) fn sign(&self, code: &str) -> Option<&str> {
        self.conventions.signs.get(code).map(String::as_str).filter(|sign| *sign != code)
    }

    /// `5,446`
    #[must_use]
    pub fn number(&self, number: u64) -> String {
        let plain = number.to_string();
        let [last, others] = self.conventions.groups;
        let mut out = String::new();
        for (at, digit) in plain.chars().enumerate() {
            let left = plain.len() - at;
            let ends_group = left == last || (left > last && (left - last).is_multiple_of(others));
            if at > 0 && ends_group && plain.len() >= last + self.conventions.min_grouping {
                out.push_str(&self.conventions.group);
            }
            out.push(self.digit(digit));
        }
        out
    }

    /// `7.5`, of a number and its decimals, which are written without zeros at the end.
    #[must_use]
    pub fn decimal(&self, whole: u64, decimals: &str) -> String {
        let number = self.number(whole);
        if decimals.is_empty() {
            return number;
        }
        let decimals: String = decimals.chars().map(|digit| self.digit(digit)).collect();
        format!("{number}{}{decimals}", self.conventions.decimal)
    }

    /// A number without groups: a year, the day of a month.
    pub(super) fn plain(&self, number: u64) -> String {
        number.to_string().chars().map(|digit| self.digit(digit)).collect()
    }

    fn digit(&self, digit: char) -> char {
        let own = self.conventions.digits.as_ref().zip(digit.to_digit(10));
        own.and_then(|(digits, value)| digits.chars().nth(value as usize)).unwrap_or(digit)
    }

    /// CLDR's category of a number with `digits` decimals, which read as the number `decimals`.
    pub(super) fn plural(&self, whole: u64, decimals: u64, digits: u64) -> &str {
        let operand = |name: &str| match name {
            "n" if digits > 0 => None,
            "n" | "i" => Some(whole),
            "f" | "t" => Some(decimals),
            "v" | "w" => Some(digits),
            // Compact exponents: a report never writes "1e6".
            _ => Some(0),
        };
        let fits = |rule: &str| rule.split(" or ").any(|all| all.split(" and ").all(|one| holds(one, operand)));
        self.conventions.plurals.iter().find(|(_, rule)| fits(rule)).map_or("other", |(category, _)| category)
    }
}

/// A text as it is filed in a list: small letters without accents (those of Latin, Greek and Arabic letters, where they make no letter of
/// their own). `Écosse` is filed as `ecosse`, `أحمد` as `احمد`.
#[must_use]
pub fn filed(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).flat_map(base_letters).collect()
}

/// The letter below the accents, by Unicode's canonical decomposition, and the few that are not decomposed.
fn base_letters(letter: char) -> impl Iterator<Item = char> {
    let cyrillic = matches!(letter, '\u{400}'..='\u{52f}');
    let spelt = match letter {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ß' => "ss",
        'ı' => "i",
        'þ' => "th",
        _ => "",
    };
    let decomposed = spelt.is_empty() && !cyrillic;
    let whole = (spelt.is_empty() && cyrillic).then_some(letter);
    let base = decomposed.then(|| letter.nfd().filter(|part| !is_combining_mark(*part))).into_iter().flatten();
    spelt.chars().chain(whole).chain(base)
}

/// Whether a tag is one of English.
#[must_use]
pub fn is_english(tag: &str) -> bool {
    more_general(tag).last().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and their neighbours (Unicode's blocks for scripts from right to left), with their old presentation forms.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn known(tag: &str) -> Option<&'static Conventions> {
    more_general(tag).find_map(|tag| CONVENTIONS.iter().find(|one| one.tag.eq_ignore_ascii_case(tag)))
}

/// One relation of a plural rule (UTS 35, part 3): `n % 10 = 2..4`, `i != 0,1`. A number with decimals is in no range of whole ones.
fn holds(relation: &str, operand: impl Fn(&str) -> Option<u64>) -> bool {
    let (left, right, wanted) = match relation.split_once(" != ") {
        Some((left, right)) => (left, right, false),
        None => match relation.split_once(" = ") {
            Some((left, right)) => (left, right, true),
            None => return false,
        },
    };
    let (name, modulus) = left.split_once(" % ").map_or((left, None), |(name, modulus)| (name, modulus.trim().parse().ok()));
    let value = operand(name.trim()).map(|value| modulus.map_or(value, |modulus: u64| value % modulus.max(1)));
    let within = |range: &str| {
        let (low, high) = range.split_once("..").unwrap_or((range, range));
        let ends = low.trim().parse::<u64>().ok().zip(high.trim().parse::<u64>().ok());
        value.zip(ends).is_some_and(|(value, (low, high))| (low..=high).contains(&value))
    };
    right.split(',').any(within) == wanted
}

/// The pattern with each `{name}` replaced, in one pass.
#[must_use]
pub fn filled(pattern: &str, values: &[(&str, &str)]) -> String {
    let (mut out, mut rest) = (String::new(), pattern);
    while let Some(open) = rest.find('{') {
        let end = rest[open..].find('}').map(|length| open + length);
        let value = end.and_then(|end| values.iter().find(|(name, _)| *name == &rest[open + 1..end]));
        match (value, end) {
            (Some((_, value)), Some(end)) => {
                out.push_str(&rest[..open]);
                out.push_str(value);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out + rest
}

/// A list by CLDR's four patterns (UTS 35, part 2, "List Patterns").
fn joined(items: &[String], [start, middle, end, two]: &[String; 4]) -> String {
    let pair = |pattern: &str, a: &str, b: &str| filled(pattern, &[("0", a), ("1", b)]);
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => pair(two, a, b),
        [first, inner @ .., before, last] => {
            let mut rest = pair(end, before, last);
            for item in inner.iter().rev() {
                rest = pair(middle, item, &rest);
            }
            pair(start, first, &rest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str) -> Locale {
        Locale::new(tag, BTreeMap::new())
    }

    #[test]
    fn every_rule_of_the_table_is_understood() {
        assert!(CONVENTIONS.len() > 30 && known("en").is_some());
        for one in CONVENTIONS.iter() {
            let relations = one.plurals.iter().flat_map(|(_, rule)| rule.split(" or ").flat_map(|all| all.split(" and ")));
            for relation in relations.filter(|relation| !relation.is_empty()) {
                assert!(relation.contains(" = ") || relation.contains(" != "), "{}: {relation}", one.tag);
            }
            assert_eq!((one.months.len(), one.alone.len()), (12, 12), "{}", one.tag);
        }
    }

    #[test]
    fn plurals_are_those_of_the_language() {
        let of = |tag: &str, numbers: &[u64]| -> Vec<String> {
            numbers.iter().map(|number| locale(tag).plural(*number, 0, 0).to_owned()).collect()
        };
        assert_eq!(of("en", &[0, 1, 2]), ["other", "one", "other"]);
        assert_eq!(of("fr", &[0, 1, 2, 1_000_000]), ["one", "one", "other", "many"]);
        assert_eq!(of("ar", &[0, 1, 2, 3, 11, 100, 103]), ["zero", "one", "two", "few", "many", "other", "few"]);
        assert_eq!(of("ru", &[1, 2, 5, 11, 21, 22, 112]), ["one", "few", "many", "many", "one", "few", "many"]);
        assert_eq!(of("pl", &[1, 22, 12]), ["one", "few", "many"]);
        assert_eq!(of("ja", &[1, 2]), ["other", "other"]);
        assert_eq!((locale("fr").plural(1, 5, 1), locale("en").plural(1, 5, 1)), ("one", "other"));
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        let of = |tag: &str, number: u64| locale(tag).number(number);
        assert_eq!(of("en", 1_234_567), "1,234,567");
        assert_eq!(of("fr", 1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!((of("es", 1234), of("es", 12_345)), ("1234".to_owned(), "12.345".to_owned()));
        assert_eq!(of("hi", 1_234_567), "12,34,567");
        assert_eq!(of("fa", 1234), "۱٬۲۳۴");
        assert_eq!(of("ar", 1234), "1,234");
    }

    #[test]
    fn lists_take_any_words() {
        let items = ["A", "B {1}", "C"].map(str::to_owned);
        assert_eq!(locale("en").and(&items), "A, B {1} and C");
        assert_eq!(locale("en-US").or(&items), "A, B {1}, or C");
        assert_eq!(locale("ar").and(&items[..2]), "A وB {1}");
        assert_eq!(locale("en").between(3), ["", ", ", " and ", ""]);
    }

    #[test]
    fn a_part_in_the_other_direction_is_kept_apart() {
        let words = |comma: &str| BTreeMap::from([("comma".to_owned(), comma.to_owned())]);
        let of = |tag: &str, comma: &str, parts: &[&str]| Locale::new(tag, words(comma)).punctuated("comma", parts);
        assert_eq!(of("en", ", ", &["Reuters", "5 May 2025"]), "Reuters, 5 May 2025");
        assert_eq!(of("ar", "، ", &["الحكم", "5 مايو 2025"]), "الحكم، 5 مايو 2025");
        assert_eq!(of("ar", "، ", &["The Paper", "5 مايو 2025"]), "\u{2068}The Paper\u{2069}، 5 مايو 2025");
        assert_eq!(of("en", ", ", &["الحكم", "5 May 2025"]), "\u{2068}الحكم\u{2069}, 5 May 2025");
    }

    #[test]
    fn accents_do_not_count_in_a_list() {
        assert_eq!(
            ["Åland", "Écosse", "Łódź", "Ærø", "أحمد", "Ёлка", "Ὅμηρος"].map(filed),
            ["aland", "ecosse", "lodz", "aero", "احمد", "ёлка", "ομηρος"]
        );
    }

    #[test]
    fn a_language_is_found_by_its_nearest_tag() {
        assert_eq!(locale("pt-BR").conventions.tag, "pt");
        assert_eq!(locale("ar-EG").direction(), "rtl");
        assert!(!Locale::is_known("tlh") && is_english("en-ZA") && !is_english("enm"));
        assert_eq!(locale("fr").region("Western Africa"), "Afrique occidentale");
        assert_eq!(locale("fr").region("Sahel"), "Sahel");
    }
}
