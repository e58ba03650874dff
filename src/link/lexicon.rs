//! Names that become links: countries, their aliases, terms of the glossary.
//!
//! In: the records. Out: [`Lexicon`], which finds all of them in a text in one pass: the longest name wins, whole words only.
//! Names of other territories are known too, and link to nothing, so that "Guinea-Bissau" never becomes a link to Guinea.
//! It never changes a text.

use crate::diagnose::{Code, Diagnostic, Diagnostics, quoted};
use crate::model::{CountryCode, Id, Report, territory};
use crate::text::{Hash, Span};
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use std::collections::HashMap;
use std::ops::Range;
use xxhash_rust::xxh3::Xxh3;

/// Names that contain a country's name and mean something else.
const NOT_COUNTRIES: &[&str] = &[
    "New Mexico",
    "Gulf of Mexico",
    "Mexico City",
    "Guatemala City",
    "Panama City",
    "Kuwait City",
    "New Guinea",
    "Gulf of Guinea",
    "Northern Ireland",
    "South Georgia",
    "Georgia Tech",
    "Indian Ocean",
    "Republic of Ireland",
    "Lake Malawi",
    "Inner Mongolia",
];

/// What a name stands for.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Named {
    Country(CountryCode),
    Term(Id),
}

/// A name found in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    pub start: usize,
    pub end: usize,
    /// Position in [`Lexicon::names`].
    pub name: u32,
}

/// All names, ready to be searched for.
#[derive(Debug)]
pub struct Lexicon {
    /// Finds the longest name that begins at a place.
    matcher: Option<AhoCorasick>,
    starts: Starts,
    /// What each pattern stands for; `None` blocks shorter names and links to nothing.
    names: Vec<Option<Named>>,
    pub hash: Hash,
}

impl Lexicon {
    /// Gathers the names, and complains of those that two records share.
    #[must_use]
    pub fn new(report: &Report, diagnostics: &mut Diagnostics) -> Self {
        let mut names = Names::default();
        for country in &report.countries {
            let named = Named::Country(country.code.value);
            names.add(&country.name.value, &named, Some(country.name.span), diagnostics);
            for alias in &country.aliases {
                names.add(&alias.value, &named, Some(alias.span), diagnostics);
            }
        }
        for term in report.terms.iter().flat_map(|terms| terms.iter()) {
            let named = Named::Term(term.id.value.clone());
            for name in std::iter::once(&term.term).chain(&term.aliases) {
                names.add(&name.value, &named, Some(name.span), diagnostics);
                names.add(&super::wording::capital(&name.value), &named, None, diagnostics);
            }
        }
        for territory in territory::all() {
            let record =
                CountryCode::new(&territory.code).filter(|code| report.countries.iter().any(|one| one.code.value == *code));
            for name in std::iter::once(&territory.name).chain(&territory.aliases) {
                // Initials such as `UK` are too easily something else to become links unasked.
                if name.chars().any(char::is_lowercase) {
                    names.fill(name, record.map(Named::Country));
                }
            }
        }
        NOT_COUNTRIES.iter().for_each(|name| names.fill(name, None));
        names.build()
    }

    /// The names in `text`, in order, none inside another word.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let matcher = self.matcher.as_ref()?;
            loop {
                let start = self.starts.next(text, from)?;
                from = start + 1;
                let input = Input::new(text).span(start..text.len()).anchored(Anchored::Yes);
                if let Some(found) = matcher.find(input).filter(|found| whole_word(text, found.range())) {
                    from = found.end();
                    return Some(Found { start, end: found.end(), name: found.pattern().as_u32() });
                }
            }
        })
    }

    /// What a found name stands for; `None` for names that are known and link to nothing.
    #[must_use]
    pub fn named(&self, name: u32) -> Option<&Named> {
        self.names.get(name as usize)?.as_ref()
    }
}

/// The first two bytes of all names. Few words begin with such a pair, so few places of a text have to be searched.
#[derive(Debug)]
struct Starts(Vec<bool>);

impl Starts {
    fn of(names: &[String]) -> Self {
        let mut pairs = vec![false; 1 << 16];
        for name in names {
            match name.as_bytes() {
                [first, second, ..] => pairs[Self::pair(*first, *second)] = true,
                // Whatever comes behind it.
                [first] => (0..=u8::MAX).for_each(|second| pairs[Self::pair(*first, second)] = true),
                [] => {}
            }
        }
        Self(pairs)
    }

    fn pair(first: u8, second: u8) -> usize {
        usize::from(first) << 8 | usize::from(second)
    }

    /// The first place from `from` on where a name may begin: not inside a word, where words can be told apart.
    fn next(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut inside = from.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric);
        let mut at = from;
        while let Some(first) = bytes.get(at) {
            // Most bytes are letters inside a word.
            let begins = !(inside && first.is_ascii());
            if begins && self.0[Self::pair(*first, bytes.get(at + 1).copied().unwrap_or(0))] && text.is_char_boundary(at) {
                return Some(at);
            }
            inside = first.is_ascii_alphanumeric();
            at += 1;
        }
        None
    }
}

#[derive(Default)]
struct Names {
    order: Vec<String>,
    meanings: HashMap<String, (Option<Named>, Option<Span>)>,
}

impl Names {
    /// Adds a name that a record gives, and its form with the other apostrophe.
    fn add(&mut self, name: &str, named: &Named, span: Option<Span>, diagnostics: &mut Diagnostics) {
        for form in apostrophes(name.trim()) {
            match self.meanings.get(&form) {
                None => self.put(form, Some(named.clone()), span),
                Some((Some(other), first)) if other != named => {
                    let (Some(span), Some(first)) = (span, first) else { continue };
                    let message = format!("{} is already a name of something else", quoted(&form));
                    diagnostics.push(
                        Diagnostic::new(Code::SharedName, span, message)
                            .label(*first, "it is a name of this")
                            .help("take it away from one of the two"),
                    );
                    // Once, not for each form of its apostrophe.
                    return;
                }
                Some(_) => {}
            }
        }
    }

    /// Adds a name from the table of territories, where no record has claimed it.
    fn fill(&mut self, name: &str, named: Option<Named>) {
        for form in apostrophes(name) {
            if !self.meanings.contains_key(&form) {
                self.put(form, named.clone(), None);
            }
        }
    }

    fn put(&mut self, form: String, named: Option<Named>, span: Option<Span>) {
        if !form.is_empty() {
            self.order.push(form.clone());
            self.meanings.insert(form, (named, span));
        }
    }

    fn build(mut self) -> Lexicon {
        let mut hasher = Xxh3::new();
        let mut names = Vec::with_capacity(self.order.len());
        for form in &self.order {
            let named = self.meanings.remove(form).and_then(|(named, _)| named);
            hasher.update(format!("{form}\0{named:?}\0").as_bytes());
            names.push(named);
        }
        // A pattern set can only be refused for its size, far beyond any list of names; then nothing is linked.
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).start_kind(StartKind::Anchored).clone();
        Lexicon { matcher: builder.build(&self.order).ok(), starts: Starts::of(&self.order), names, hash: hasher.digest128() }
    }
}

/// The name as written, and with its apostrophes the other way: `Côte d’Ivoire`, `Côte d'Ivoire`.
fn apostrophes(name: &str) -> Vec<String> {
    let mut forms = vec![name.to_owned()];
    for (from, to) in [('’', "'"), ('\'', "’")] {
        if name.contains(from) {
            forms.push(name.replace(from, to));
        }
    }
    forms
}

fn whole_word(text: &str, range: Range<usize>) -> bool {
    let name = &text[range.clone()];
    if name.chars().next_back().is_some_and(is_unspaced) {
        return true;
    }
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let next = after.next();
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // `Guinea-Conakry` is a name of its own; `Rwanda-based` is not.
    let compound = matches!(next, Some('-' | '‑')) && after.next().is_some_and(char::is_uppercase);
    !joins(before) && !joins(next) && !compound
}

/// Whether words of this script are written without spaces between them: Thai, Lao, Khmer, Burmese, Han, kana.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}
