//! What the links, pictures, citations and names of a piece of prose lead to.
//!
//! In: a [`Prose`], and the [`Site`](super::Site)'s addresses and names. Out: [`LinkedProse`], parallel to the uses in the prose; a diagnostic for
//! each that leads nowhere. It never makes HTML.

use super::address::{Address, Page};
use super::held;
use super::lexicon::{Lexicon, Named};
use super::site::Places;
use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, quoted};
use crate::memo::Memo;
use crate::model::country::Unknown;
use crate::model::{CountryCode, Event, Report};
use crate::parse::{LinkUse, Prose};
use crate::picture::MOST_PIXELS;
use crate::text::{Even, File, FileId, Hash};
use foldhash::{HashSet, HashSetExt};
use std::ops::Range;
use std::sync::Arc;

/// One piece of prose, and where it belongs.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    pub prose: &'a Prose,
    pub file: &'a File,
    /// The country whose record it is in: its own name is no link there.
    pub country: Option<CountryCode>,
    /// The term that it defines: no link either.
    pub term: Option<&'a crate::model::Id>,
    /// Names that its front matter switches off.
    pub nolink: &'a [crate::text::Spanned<String>],
    /// Position among the articles, for backlinks.
    pub article: Option<usize>,
    /// Whether blocks may stand in it.
    pub page: bool,
    pub part: Part<'a>,
    pub(super) key: PieceKey,
}

/// Which part of a record or text a piece is.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// The body of an article or a page.
    Body,
    /// The summary of a record or of the program.
    Summary,
    EventSummary(&'a Arc<Event>),
    EventNote(&'a Arc<Event>),
    /// The terms of an arrangement.
    Terms,
    Unknown(&'a Unknown),
    /// A position in a dispute.
    Position,
    /// The note of a list or a figure.
    Note,
    Definition,
}

/// What tells pieces of prose apart: the file, and where in it the text begins.
pub type PieceKey = (FileId, u32);

/// Where the uses in a piece of prose lead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkedProse {
    /// One for each of [`Prose::links`].
    pub links: Vec<Option<Target>>,
    /// One for each of [`Prose::images`]: a position among the report's media, or a web address.
    pub images: Vec<Option<Picture>>,
    /// The names in it.
    pub names: Arc<Names>,
    /// Every country it leads to, by link or by name.
    pub countries: Vec<CountryCode>,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A page or file of the site, and a place on it.
    Inside {
        address: Address,
        anchor: Option<String>,
        page: Page,
    },
    /// A place on the same page.
    Here(String),
    Outside(String),
}

/// Where a picture is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Picture {
    Media(usize),
    Outside,
}

/// The names that a piece of prose uses, in order of place.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Names {
    /// Those that become links: each once a section.
    pub mentions: Vec<Mention>,
    /// Every name of a country with a record, in running text.
    pub countries: Vec<(Range<u32>, CountryCode)>,
}

/// A name that becomes a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    pub start: u32,
    pub end: u32,
    pub to: Named,
}

/// A piece of prose that has been looked up, and what was wrong with it.
pub type Linked = Checked<LinkedProse>;

/// What links are looked up in.
#[derive(Clone, Copy)]
pub struct Lookup<'a> {
    pub report: &'a Report,
    pub places: &'a Places,
    pub lexicon: &'a Lexicon,
    pub memo: &'a Memo<Names>,
}

impl<'a> Piece<'a> {
    /// Prose of a record in `file` that has nothing special about it.
    #[must_use]
    pub fn new(prose: &'a Prose, file: &'a File, part: Part<'a>) -> Self {
        Self { prose, file, country: None, term: None, nolink: &[], article: None, page: false, part, key: key(prose) }
    }

    #[must_use]
    pub fn key(&self) -> PieceKey {
        self.key
    }

    /// The event whose summary or note it is.
    #[must_use]
    pub fn event(&self) -> Option<&'a Arc<Event>> {
        match self.part {
            Part::EventSummary(event) | Part::EventNote(event) => Some(event),
            _ => None,
        }
    }
}

/// What tells this prose apart from every other.
#[must_use]
pub fn key(prose: &Prose) -> PieceKey {
    let span = prose.span(&(0..0));
    (span.file, span.start)
}

/// The memo key of something made of a piece and of what surrounds it: its file, where in the file it begins, and the hash of the rest.
#[must_use]
pub fn memo_key(piece: &Piece<'_>, surroundings: Hash) -> crate::memo::Key {
    (piece.file.hash ^ surroundings.rotate_left(1), piece.key().1)
}

/// Looks everything in a piece up.
#[must_use]
pub fn link(piece: &Piece<'_>, lookup: Lookup<'_>) -> Linked {
    let mut diagnostics = Diagnostics::new();
    let prose = piece.prose;
    let links: Vec<Option<Target>> = prose.links.iter().map(|link| target(link, piece, lookup, &mut diagnostics)).collect();
    let images = prose
        .images
        .iter()
        .map(|image| {
            if image.target.contains("://") {
                return Some(Picture::Outside);
            }
            let found = match lookup.places.by_file(&resolve(&piece.file.path, &image.target)) {
                Some((_, Page::Media(at))) => Some(at),
                _ => None,
            };
            if let Some(at) = found {
                diagnostics.extend(oversized(at, prose.span(&image.range), lookup.report));
            } else {
                diagnostics.push(missing_media(&image.target, &piece.file.path, prose.span(&image.range), lookup.report));
            }
            found.map(Picture::Media)
        })
        .collect();
    for cited in prose.citations.iter().flat_map(|citation| &citation.cited) {
        super::resolve::citation(cited, prose.span(&cited.range), lookup.report, &mut diagnostics);
    }
    lookalikes(prose, lookup.report, &mut diagnostics);
    let names = lookup.memo.get(&memo_key(piece, lookup.lexicon.hash), || names(piece, lookup.lexicon));
    let mut countries: Vec<CountryCode> = links.iter().flatten().filter_map(Target::country).collect();
    countries.extend(names.mentions.iter().filter_map(|mention| match &mention.to {
        Named::Country(code) => Some(*code),
        Named::Term(_) => None,
    }));
    countries.sort_unstable();
    countries.dedup();
    Checked::new(LinkedProse { links, images, names, countries }, diagnostics)
}

/// "there is no picture here", with the path to the nearest that is, from the file at `from`.
#[must_use]
pub fn missing_media(target: &str, from: &str, span: crate::text::Span, report: &Report) -> Diagnostic {
    let found = Diagnostic::new(Code::MissingMedia, span, format!("there is no picture {}", quoted(target)));
    let name = target.rsplit('/').next().unwrap_or(target);
    let same = report.media.iter().find(|file| file.name() == name);
    let near = || {
        let near = crate::diagnose::nearest(name, report.media.iter().map(|file| file.name()))?;
        report.media.iter().find(|file| file.name() == near)
    };
    match same.or_else(near) {
        Some(file) => found.help(format!("did you mean {}?", quoted(&relative(from, &file.path)))),
        None => found.help("put it below `content/media/`, and write the path from this file: `../media/…`"),
    }
}

/// A picture with more pixels than a page may ask a browser to show.
#[must_use]
pub fn oversized(media: usize, span: crate::text::Span, report: &Report) -> Option<Diagnostic> {
    let (width, height) = report.media.get(media)?.picture_size()?;
    let too_many = u64::from(width) * u64::from(height) > MOST_PIXELS;
    let found = || {
        let message = format!("a picture of {width} × {height} pixels is too large to be shown");
        Diagnostic::new(Code::BadPicture, span, message)
            .help(format!("make it smaller: it may have {} million pixels", MOST_PIXELS / 1_000_000))
    };
    too_many.then(found)
}

/// Text that was meant as a citation or a bound value and would be published as it stands: `see @nyt-list`, `{ figures.asked }`.
fn lookalikes(prose: &Prose, report: &Report, diagnostics: &mut Diagnostics) {
    let text = prose.source.text();
    if !text.contains('@') && !text.contains('{') && !text.contains('[') {
        return;
    }
    for (start, words) in prose.plain(text).filter(|(_, words)| memchr::memchr3(b'@', b'{', b'[', words.as_bytes()).is_some()) {
        for (at, _) in words.match_indices('@') {
            let rest = &words[at + 1..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
            let address = words[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            if !address && report.sources.contains_key(&rest[..end]) {
                let place = start + at..start + at + 1 + end;
                let found =
                    Diagnostic::new(Code::BadCitation, prose.span(&place), "this is no citation, and would be published as text");
                let help = format!("write `[@{}]`, or with a place `[@{}, p. 3]`", &rest[..end], &rest[..end]);
                diagnostics.push(found.help(help));
            }
        }
        for (at, _) in words.match_indices('[') {
            // Up to the next bracket of either kind, so that many open ones cost no more than their number.
            let inside = words[at + 1..].split(['[', ']']).next().unwrap_or("");
            let closed = words[at + 1 + inside.len()..].starts_with(']');
            let ids: Vec<&str> = inside.split([';', ',']).map(|id| id.trim().trim_start_matches('@')).collect();
            if closed && ids.first().is_some_and(|id| report.sources.contains_key(*id)) {
                let place = start + at..start + at + inside.len() + 2;
                let found =
                    Diagnostic::new(Code::BadCitation, prose.span(&place), "this is no citation, and would be published as text");
                let cited: Vec<String> = ids.iter().map(|id| format!("@{id}")).collect();
                diagnostics.push(found.help(format!("write `[{}]`", cited.join("; "))));
            }
        }
        for (at, _) in words.match_indices('{') {
            let double = words[..at].ends_with('{') || words[at + 1..].starts_with('{');
            let inside = words[at + 1..].trim_start_matches(' ');
            let root = ["figures.", "events.", "countries.", "lists.", "program."].iter().find(|root| inside.starts_with(**root));
            if let (false, Some(_)) = (double, root) {
                let end = words[at + 1..].find(['{', '}']).map_or(words.len(), |end| at + 1 + end + 1);
                let found = Diagnostic::new(
                    Code::BadExpression,
                    prose.span(&(start + at..start + end)),
                    "a bound value has two braces on each side",
                );
                let inside = inside.split('}').next().unwrap_or("").trim();
                diagnostics.push(found.help(format!("write `{{{{ {inside} }}}}`")));
            }
        }
    }
}

impl Target {
    /// The country whose page it is.
    #[must_use]
    pub fn country(&self) -> Option<CountryCode> {
        match self {
            Self::Inside { page: Page::Country(code), .. } => Some(*code),
            Self::Inside { .. } | Self::Here(_) | Self::Outside(_) => None,
        }
    }
}

// ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn names(piece: &Piece<'_>, lexicon: &Lexicon) -> Names {
    let masked = piece.prose.source.masked(&piece.prose.marks);
    let mut linked: HashSet<(u16, &Named)> = HashSet::new();
    let mut found = Names::default();
    for run in &piece.prose.runs {
        let Some(text) = masked.get(run.start as usize..run.end as usize) else { continue };
        let even = Even::new(text);
        for name in lexicon.find(&even.text) {
            let Some(named) = lexicon.named(name.name) else { continue };
            let at = |offset: usize| run.start.saturating_add(u32::try_from(even.origin(offset)).unwrap_or(u32::MAX));
            let place = at(name.start)..at(name.end);
            let off = is_switched_off(piece, &even.text[name.start..name.end]);
            if let Named::Country(code) = named
                && !off
            {
                found.countries.push((place.clone(), *code));
            }
            if !off && !is_own(piece, named) && linked.insert((run.section, named)) {
                found.mentions.push(Mention { start: place.start, end: place.end, to: named.clone() });
            }
        }
    }
    found
}

/// Whether the piece belongs to what is named.
fn is_own(piece: &Piece<'_>, named: &Named) -> bool {
    match named {
        Named::Country(code) => piece.country == Some(*code),
        Named::Term(id) => piece.term == Some(id),
    }
}

fn is_switched_off(piece: &Piece<'_>, words: &str) -> bool {
    piece.nolink.iter().any(|name| name.value == words)
}

// ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn target(link: &LinkUse, piece: &Piece<'_>, lookup: Lookup<'_>, diagnostics: &mut Diagnostics) -> Option<Target> {
    let span = piece.prose.span(&link.range);
    if link.wiki {
        let words = link.target.trim();
        let found = wiki(words, lookup);
        match &found {
            None => diagnostics
                .push(held::reference(words, lookup.report, span).unwrap_or_else(|| unknown_wiki(words, span, lookup.report))),
            Some(Target::Inside { anchor: Some(anchor), page, .. }) => {
                check_anchor(anchor, page, span, lookup.report, diagnostics);
            }
            Some(_) => {}
        }
        return found;
    }
    if link.target.starts_with("//") || link.target.split(['/', '#', '?']).next().is_some_and(|start| start.contains(':')) {
        return Some(Target::Outside(link.target.clone()));
    }
    let (path, anchor) = match link.target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor.to_owned()).filter(|anchor| !anchor.is_empty())),
        None => (link.target.as_str(), None),
    };
    let path = decoded(path.split('?').next().unwrap_or(path));
    if path.is_empty() {
        let anchor = anchor?;
        if piece.page && !has_heading(piece.prose, &anchor) {
            diagnostics.push(unknown_anchor(&anchor, span, piece.prose));
        }
        return Some(Target::Here(anchor));
    }
    let found = if path.starts_with('/') {
        by_address(&path, lookup.places)
    } else {
        lookup.places.by_file(&resolve(&piece.file.path, &path))
    };
    let Some((address, page)) = found else {
        diagnostics.push(unknown_target(&path, piece, span, lookup));
        return None;
    };
    if let Some(anchor) = &anchor {
        check_anchor(anchor, &page, span, lookup.report, diagnostics);
    }
    Some(Target::Inside { address, anchor, page })
}

/// Complains of a place that is not on the page. Country pages and lists have places of the theme too, which nobody here knows.
fn check_anchor(anchor: &str, page: &Page, span: crate::text::Span, report: &Report, diagnostics: &mut Diagnostics) {
    let program = &report.program;
    match page {
        Page::Article(at) | Page::Page(at) => {
            let texts = if matches!(page, Page::Page(_)) { &report.pages } else { &report.articles };
            if let Some(text) = texts.get(*at).filter(|text| !has_heading(&text.body, anchor)) {
                diagnostics.push(unknown_anchor(anchor, span, &text.body));
            }
        }
        Page::Figures => {
            let figures = program.figures.iter().map(|figure| figure.id.value.as_str());
            let known: Vec<&str> = figures.chain(program.lists.iter().map(|list| list.id.value.as_str())).collect();
            unknown_place(anchor, "figure or list", &known, span, diagnostics);
        }
        Page::Glossary => {
            let known: Vec<&str> =
                report.terms.iter().flat_map(|terms| terms.iter()).map(|term| term.id.value.as_str()).collect();
            unknown_place(anchor, "term", &known, span, diagnostics);
        }
        _ => {}
    }
}

fn unknown_place(anchor: &str, what: &str, known: &[&str], span: crate::text::Span, diagnostics: &mut Diagnostics) {
    if !known.contains(&anchor) {
        let found = Diagnostic::new(Code::UnknownAnchor, span, format!("no {what} there has the id {}", quoted(anchor)));
        diagnostics.push(found.suggest(anchor, known.iter().copied()));
    }
}

fn by_address(path: &str, places: &Places) -> Option<(Address, Page)> {
    let with_slash = format!("{path}/");
    let found =
        [path, &with_slash].into_iter().find_map(|path| Address::new(path).filter(|address| places.page(address).is_some()));
    let address = found?;
    let page = places.page(&address)?.clone();
    Some((address, page))
}

/// `RW`, the slug of an article or page, or a term.
fn wiki(words: &str, lookup: Lookup<'_>) -> Option<Target> {
    let (words, anchor) = match words.split_once('#') {
        Some((words, anchor)) => (words.trim(), Some(anchor.to_owned())),
        None => (words, None),
    };
    let inside = |page: Page| {
        let address = lookup.places.address(&page)?.clone();
        Some(Target::Inside { address, anchor: anchor.clone(), page })
    };
    if let Some(code) = CountryCode::new(words) {
        return inside(Page::Country(code));
    }
    for folder in ["content/articles", "content/pages", "content/countries"] {
        let extension = if folder.ends_with("countries") { "yaml" } else { "md" };
        if let Some((address, page)) = lookup.places.by_file(&format!("{folder}/{words}.{extension}")) {
            return Some(Target::Inside { address, anchor, page });
        }
    }
    let term = lookup.report.terms.iter().flat_map(|terms| terms.iter()).find(|term| {
        term.id.value.as_str() == words
            || std::iter::once(&term.term).chain(&term.aliases).any(|name| name.value.eq_ignore_ascii_case(words))
    })?;
    let address = lookup.places.address(&Page::Glossary)?.clone();
    Some(Target::Inside { address, anchor: Some(term.id.value.to_string()), page: Page::Glossary })
}

fn unknown_wiki(words: &str, span: crate::text::Span, report: &Report) -> Diagnostic {
    let found =
        Diagnostic::new(Code::UnknownTarget, span, format!("{} is no code, article, page or term of this report", quoted(words)));
    let articles = report.articles.iter().chain(&report.pages).map(|article| article.file.stem());
    let names = report.countries.iter().flat_map(|country| [country.code.value.as_str(), country.file.stem()].map(str::to_owned));
    let known: Vec<String> = articles.map(str::to_owned).chain(names).collect();
    found.suggest(words, known.iter().map(String::as_str))
}

fn unknown_target(path: &str, piece: &Piece<'_>, span: crate::text::Span, lookup: Lookup<'_>) -> Diagnostic {
    let full = if path.starts_with('/') { format!("/{}/", path.trim_matches('/')) } else { resolve(&piece.file.path, path) };
    if let Some(found) = held::reference(&full, lookup.report, span) {
        return found;
    }
    if path.starts_with('/') {
        let found = Diagnostic::new(Code::UnknownTarget, span, format!("there is no page at {}", quoted(path)));
        return found.suggest(path, lookup.places.addresses().map(Address::as_str));
    }
    missing_file(path, &piece.file.path, span, lookup.places)
}

/// "there is no file here", with the path to the nearest that is, from the file at `from`.
#[must_use]
pub fn missing_file(target: &str, from: &str, span: crate::text::Span, places: &Places) -> Diagnostic {
    let full = resolve(from, target);
    let found = Diagnostic::new(Code::UnknownTarget, span, format!("there is no file {}", quoted(target)));
    match crate::diagnose::nearest(&full, places.files()) {
        Some(near) => found.help(format!("did you mean {}?", quoted(&relative(from, near)))),
        None => found.note(format!("looked for `{full}`")),
    }
}

fn unknown_anchor(anchor: &str, span: crate::text::Span, prose: &Prose) -> Diagnostic {
    let ids: Vec<&str> = prose.headings.iter().map(|heading| heading.id.as_str()).collect();
    let found = Diagnostic::new(Code::UnknownAnchor, span, format!("no heading there has the id {}", quoted(anchor)));
    let suggested = found.suggest(anchor, ids.iter().copied());
    if suggested.help.is_some() || ids.is_empty() {
        return suggested;
    }
    let some: Vec<String> = ids.iter().take(8).map(|id| quoted(id)).collect();
    suggested.note(format!("its headings have the ids {}", crate::diagnose::and(&some)))
}

fn has_heading(prose: &Prose, anchor: &str) -> bool {
    prose.headings.iter().any(|heading| heading.id == anchor)
}

/// The project path that `target`, written in the file at `from`, means. A `..` too many stops at the project's folder.
#[must_use]
pub fn resolve(from: &str, target: &str) -> String {
    let target = decoded(target);
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The path from one project file to another.
fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len() - 1;
    let same = (0..folders).take_while(|at| to.get(*at) == from.get(*at)).count();
    let up = std::iter::repeat_n("..", folders - same);
    up.chain(to[same.min(to.len())..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// With `%20` and its like resolved; as it is where that does not give Unicode.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_inside_the_project() {
        assert_eq!(resolve("content/articles/a.md", "../countries/rwanda.yaml"), "content/countries/rwanda.yaml");
        assert_eq!(resolve("content/articles/a.md", "./b%20c.md"), "content/articles/b c.md");
        assert_eq!(resolve("content/articles/a.md", "../../../../etc/passwd"), "etc/passwd");
        assert_eq!(relative("content/articles/a.md", "content/countries/rwanda.yaml"), "../countries/rwanda.yaml");
    }
}
