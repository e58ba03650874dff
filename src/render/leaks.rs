//! The last look before something is published: is anything in it that is held back?
//!
//! In: the report with what is held back, the site without it, and then the bytes of each page and file. Out: `leak`, for each thing that would be shown.
//! It reads text as a reader would, without tags and entities, and as a machine would, with attributes and comments; what is not UTF-8 also as the other
//! ways of writing text have it. It never looks into what is packed (pictures, fonts, archives, PDF); share cards are drawn of what is on pages. With nothing
//! held back it costs nothing.

mod encodings;

use super::href::unescaped;
use super::{Address, Rendered};
use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::wording::Style;
use crate::link::{Locale, Piece, Site, pieces};
use crate::model::evidence::Stated;
use crate::model::report::What;
use crate::model::{Article, Country, Event, Held, Report};
use crate::text::{Span, Spanned};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};

/// What may not be in anything that is published.
#[derive(Default)]
pub struct Leaks {
    needles: Vec<Needle>,
    /// Finds them all in one pass; `None` when there are none.
    finder: Option<AhoCorasick>,
    /// How addresses of the site begin where they are written in full.
    base: Vec<String>,
}

struct Needle {
    /// What it is of the thing that is held back: "its title".
    what: &'static str,
    text: String,
    of: Span,
    name: String,
    bounds: Bounds,
}

/// What may stand before and behind the words, so that they are still these.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bounds {
    /// Anything: they are many.
    Any,
    /// No letter or digit.
    Word,
    /// The same, and before it no more of an address than that of the site.
    Address,
}

/// A sentence is told apart from what anybody might write when it is this long.
const SENTENCE: (usize, usize) = (7, 36);
/// A title, too, with fewer words.
const TITLE: (usize, usize) = (2, 10);
/// An address of the site with fewer letters may stand in any address.
const EARLIER: usize = 6;
/// Numbers below a thousand stand on every page.
const DIGITS: usize = 4;

impl Leaks {
    /// What is in `whole` and held back from `site`.
    #[must_use]
    pub fn new(whole: &Report, site: &Site) -> Self {
        if site.report.held.is_empty() {
            return Self::default();
        }
        let mut search = Search { site, public_numbers: numbers(&site.report, &site.locale), needles: Vec::new() };
        search.figures();
        search.all(whole);
        let Search { needles, .. } = search;
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(needles.iter().map(|needle| &needle.text));
        let base = [Some(&site.base.path), site.base.url.as_ref()].into_iter().flatten();
        let base = base.map(|base| even(base.trim_end_matches('/'))).filter(|base| !base.is_empty()).collect();
        Self { finder: finder.ok().filter(|_| !needles.is_empty()), needles, base }
    }

    /// Whether there is anything to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.finder.is_none()
    }

    /// What a page or file would show.
    #[must_use]
    pub fn found(&self, address: &Address, made: Option<&Rendered>) -> Diagnostics {
        match made {
            Some(Rendered::Bytes(bytes)) => self.found_in(address, bytes),
            _ => self.found_in(address, &[]),
        }
    }

    /// The same for bytes that are published as they are.
    #[must_use]
    pub fn found_in(&self, address: &Address, bytes: &[u8]) -> Diagnostics {
        let Some(finder) = &self.finder else { return Diagnostics::new() };
        let mut found = BTreeSet::new();
        let mut look = |text: &str| {
            let hits =
                finder.find_overlapping_iter(text).filter(|hit| self.is_whole(hit.pattern().as_usize(), text, hit.range()));
            found.extend(hits.map(|hit| hit.pattern().as_usize()));
        };
        look(&even(address.as_str()));
        for text in encodings::texts(bytes) {
            let written = without_entities(&text);
            // Feeds hold HTML that is escaped once more.
            look(&even(&without_entities(&without_tags(&written))));
            if let Some(linked) = encodings::from_links(&written) {
                look(&even(&linked));
            }
            look(&even(&written));
        }
        found.into_iter().map(|at| self.needles[at].diagnostic(address)).collect()
    }

    /// Whether the words at this place are those of the needle, and not part of others.
    fn is_whole(&self, needle: usize, text: &str, at: std::ops::Range<usize>) -> bool {
        match self.needles[needle].bounds {
            Bounds::Any => true,
            Bounds::Word => stands_alone(text, at),
            Bounds::Address => {
                let before = &text[..at.start];
                let begins = !before.ends_with(|c: char| c.is_alphanumeric() || "-_/".contains(c));
                (begins || self.base.iter().any(|base| before.ends_with(base))) && stands_alone(text, at)
            }
        }
    }
}

impl Needle {
    fn diagnostic(&self, address: &Address) -> Diagnostic {
        let message = format!("`{}` would show {} of `{}`, which is held back", address.as_str(), self.what, self.name);
        Diagnostic::new(Code::Leak, self.of, message)
            .note(format!("it has the words “{}”", self.text))
            .help("take them out of what is published, or word what is held back differently")
    }
}

/// What is collected for the search.
struct Search<'a> {
    site: &'a Site,
    public_numbers: BTreeSet<String>,
    needles: Vec<Needle>,
}

impl Search<'_> {
    /// The site's own figures are public, though no record has their numbers.
    fn figures(&mut self) {
        let locale = &self.site.locale;
        self.public_numbers
            .extend(self.site.figures.iter().filter_map(|figure| Some(even(&locale.amount(figure.amount, Style::Bare)))));
    }

    fn all(&mut self, whole: &Report) {
        let held: BTreeMap<Span, &Held> = self.site.report.held.iter().map(|one| (one.place, one)).collect();
        for text in whole.articles.iter().chain(&whole.pages) {
            if let Some(held) = held.get(&text.title.span) {
                self.text(text, held);
            }
        }
        for country in &whole.countries {
            if let Some(held) = held.get(&country.code.span) {
                self.country(country, held);
            }
        }
        for (_, event) in whole.events() {
            if let Some(held) = held.get(&event.id.span) {
                self.event(event, held);
            }
        }
        let public = pieces(&self.site.report).iter().map(|piece| piece.file.id).collect::<BTreeSet<_>>();
        for piece in pieces(whole) {
            let at = match piece.event() {
                Some(event) => held.get(&event.id.span),
                None => held
                    .values()
                    .find(|one| one.place.file == piece.file.id && one.what != What::Event)
                    .filter(|_| !public.contains(&piece.file.id)),
            };
            if let Some(held) = at {
                self.prose(&piece, held);
            }
        }
        self.sources_and_media(whole);
    }

    fn text(&mut self, text: &Article, held: &Held) {
        self.add("the title", &text.title.value, TITLE, held);
        self.sentences("the description", text.description.as_deref().unwrap_or(""), held);
        self.paths(held);
        self.earlier(&text.moved_from, held);
        for one in text.updates.iter().chain(&text.corrections) {
            self.sentences("a note", &one.text, held);
        }
        if let Some(check) = &text.fact_check {
            self.sentences("the claim", &check.claim, held);
        }
        if let Some(image) = &text.image {
            self.sentences("the description of a picture", &image.alt, held);
        }
    }

    /// The name of a country is no secret; that there is a record of it is.
    fn country(&mut self, country: &Country, held: &Held) {
        self.paths(held);
        self.earlier(&country.moved_from, held);
        for one in &country.disputes {
            self.sentences("a dispute", &one.about, held);
        }
        for one in &country.arrangements {
            self.id(one.id.value.as_str(), held);
            self.add("an arrangement", one.title.as_deref().unwrap_or(""), TITLE, held);
            self.numbers(one.stated(), held);
        }
        for one in &country.corrections {
            self.sentences("a note", &one.text, held);
        }
    }

    fn event(&mut self, event: &Event, held: &Held) {
        self.id(event.id.value.as_str(), held);
        self.add("the title", event.title.as_deref().unwrap_or(""), TITLE, held);
        self.numbers(event.stated(), held);
    }

    fn prose(&mut self, piece: &Piece<'_>, held: &Held) {
        for (_, words) in piece.prose.plain(piece.prose.source.text()) {
            self.sentences("a sentence", words, held);
        }
        for heading in &piece.prose.headings {
            self.add("a heading", &heading.id.replace('-', " "), SENTENCE, held);
        }
    }

    /// The addresses of its page and of its data, and the name in them when it is one that nobody else would write.
    fn paths(&mut self, held: &Held) {
        for name in held.names.iter().filter(|name| name.starts_with('/')) {
            self.push("the address", even(name), Bounds::Word, held);
        }
        for name in held.names.iter().filter(|name| name.contains('-') && !name.contains([' ', '/'])) {
            self.push("the name", even(name), Bounds::Word, held);
        }
    }

    /// Where its page was before. Who reads one of these learns that it goes on.
    fn earlier(&mut self, moved_from: &[Spanned<String>], held: &Held) {
        for path in moved_from.iter().filter(|path| path.value.len() >= EARLIER) {
            self.push("an earlier address", even(&path.value), Bounds::Address, held);
        }
    }

    /// An id that is no word of a language.
    fn id(&mut self, id: &str, held: &Held) {
        if id.len() >= 5 && id.contains(['_', '-']) {
            self.push("the id", even(id), Bounds::Word, held);
        }
    }

    fn numbers<'a>(&mut self, stated: impl Iterator<Item = Stated<'a>>, held: &Held) {
        for number in stated.filter_map(|claim| number(&claim, &self.site.locale)).collect::<Vec<_>>() {
            if !self.public_numbers.contains(&number) {
                self.push("a number", number, Bounds::Word, held);
            }
        }
    }

    fn sentences(&mut self, what: &'static str, text: &str, held: &Held) {
        for sentence in text.split(['.', '!', '?', ';', ':', '\u{2014}', '؟', '۔']) {
            self.add(what, sentence, SENTENCE, held);
        }
    }

    /// Adds words, if they are enough of them to be told apart.
    fn add(&mut self, what: &'static str, words: &str, (fewest, shortest): (usize, usize), held: &Held) {
        let words = even(words);
        if words.split(' ').count() >= fewest && words.chars().count() >= shortest {
            self.push(what, words, Bounds::Any, held);
        }
    }

    fn push(&mut self, what: &'static str, text: String, bounds: Bounds, held: &Held) {
        let name = held.names.first().cloned().unwrap_or_default();
        self.needles.push(Needle { what, text, of: held.place, name, bounds });
    }

    /// Sources and pictures that are left out with what alone uses them.
    fn sources_and_media(&mut self, whole: &Report) {
        let Some(first) = self.site.report.held.first().cloned() else { return };
        let public: BTreeSet<&str> = self.site.report.sources.values().map(|source| source.url.as_str()).collect();
        for (id, source) in whole.sources.iter().filter(|(id, _)| !self.site.report.sources.contains_key(id.as_str())) {
            let held = Held { names: vec![id.to_string()], place: source.id.span, ..first.clone() };
            if !public.contains(source.url.as_str()) {
                self.push("the address", even(source.url.as_str()), Bounds::Word, &held);
            }
            self.id(id.as_str(), &held);
            self.add("the title", &source.title, SENTENCE, &held);
        }
        let shown: BTreeSet<&str> = self.site.report.media.iter().map(|file| &*file.path).collect();
        for file in whole.media.iter().filter(|file| !shown.contains(&*file.path)) {
            let path = file.path.trim_start_matches("content").to_owned();
            let held = Held { names: vec![path.clone()], ..first.clone() };
            self.push("the address", even(&path), Bounds::Word, &held);
        }
    }
}

/// Numbers that a report states, as readers see them.
fn numbers(report: &Report, locale: &Locale) -> BTreeSet<String> {
    let events = report.events().flat_map(|(_, event)| event.stated());
    let arrangements = report.countries.iter().flat_map(|country| &country.arrangements).flat_map(|one| one.stated());
    events.chain(arrangements).filter_map(|claim| number(&claim, locale)).collect()
}

/// A number that is long enough to be told apart, as readers see it.
fn number(claim: &Stated<'_>, locale: &Locale) -> Option<String> {
    let words = even(&locale.amount(claim.value.amount()?, Style::Bare));
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let is_money = words.chars().any(char::is_alphabetic);
    (digits >= DIGITS || is_money && digits > 0).then_some(words)
}

/// Whether no letter or digit goes on before or behind.
fn stands_alone(text: &str, at: std::ops::Range<usize>) -> bool {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    let before = text[..at.start].chars().next_back();
    let mut behind = text[at.end..].chars();
    let (first, second) = (behind.next(), behind.next());
    let longer_number = matches!(first, Some('.' | ',')) && second.is_some_and(|c| c.is_ascii_digit());
    let part_of_name = text[at.clone()].starts_with(goes_on) && before.is_some_and(|c| goes_on(c) || c == '-');
    let part_of_next = text[at.clone()].ends_with(goes_on) && (first.is_some_and(|c| goes_on(c) || c == '-') || longer_number);
    !part_of_name && !part_of_next
}

// ── one form for what is written in many ─────────────────────────────────────────────────────────────────────────────

/// Small letters, one space for each stretch of white space, straight quotation marks.
fn even(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}' | '\u{ad}' => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Without tags; comments are kept, since anybody can read them.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let is_tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        match rest[at..].find('>').filter(|_| is_tag) {
            Some(end) => rest = &rest[at + end + 1..],
            None => {
                out.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

/// With the entities and escapes resolved that HTML, XML and JSON are written with here.
fn without_entities(text: &str) -> String {
    const ESCAPES: [(&str, &str); 6] =
        [("&#34;", "\""), ("&#x27;", "'"), ("&#x2F;", "/"), ("\\u003c", "<"), ("\\\"", "\""), ("\\n", " ")];
    if !text.contains(['&', '\\']) {
        return text.to_owned();
    }
    let known = unescaped(&ESCAPES.iter().fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain)));
    encodings::from_numbers(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_compared_as_it_is_read() {
        assert_eq!(even("  The “Deal”\n was\u{a0}SIGNED "), "the \"deal\" was signed");
        assert_eq!(
            without_tags("<p class=\"a\"><a href=\"/\">Rwanda</a> agreed, 3 < 4</p><!-- x -->"),
            "Rwanda agreed, 3 < 4<!-- x -->"
        );
        assert_eq!(without_entities("&lt;p&gt;a &amp; b&#39;s \\u003cb"), "<p>a & b's <b");
    }

    #[test]
    fn a_number_or_name_that_goes_on_is_another() {
        let alone = |text: &str, needle: &str| stands_alone(text, text.find(needle).map(|at| at..at + needle.len()).unwrap());
        assert!(alone("took 1,250 people", "1,250") && alone("1,250.", "1,250"));
        assert!(!alone("took 11,250 people", "1,250") && !alone("1,250,000", "1,250"));
        assert!(alone("see /articles/the-deal/ now", "/articles/the-deal/") && !alone("the-deal-2", "the-deal"));
    }
}
