//! Markdown to what linking needs of it.
//!
//! In: a body of Markdown, in a file or in a YAML value. Out: [`Prose`]: headings, links, citations, bound values, pictures and
//! the runs of plain text in which names may become links, each with its place. The event tree is not kept: a page
//! is rendered from its text when somebody asks for it. It never makes HTML and never knows whether a target exists.

// long: one reader over one list of events; what it looks for in each kind of event belongs together.

use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, quoted};
use crate::text::{File, FileId, Span, Spanned};
use pulldown_cmark::{BlockQuoteKind, BrokenLink, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// A piece of Markdown and everything in it that other stages ask about.
#[derive(Debug)]
pub struct Prose {
    pub source: Source,
    pub headings: Vec<Heading>,
    pub links: Vec<LinkUse>,
    pub images: Vec<ImageUse>,
    pub citations: Vec<Citation>,
    pub marks: Vec<Mark>,
    pub runs: Vec<Run>,
    /// The report's own paragraphs, list items and tables, in order; an item comes before what lies in it.
    pub blocks: Vec<Block>,
    /// Of the ids of all headings: links from elsewhere are right for as long as it stays the same.
    pub anchors: u64,
}

/// Where the text of a [`Prose`] is, and how its offsets become places in the file.
#[derive(Debug)]
pub struct Source {
    text: Text,
    file: FileId,
    places: Places,
}

#[derive(Debug)]
enum Text {
    /// A part of the file itself.
    Part(Arc<File>, Range<usize>),
    /// A YAML value, with its indentation and escapes resolved.
    Value(Box<str>),
}

#[derive(Debug)]
enum Places {
    /// Offsets count from here.
    From(usize),
    /// Each entry: from this offset in the text on, add what leads to this offset in the file.
    Steps(Vec<(usize, usize)>),
    /// The text was escaped or folded: only the whole value can be pointed at.
    Whole(Span),
}

/// A heading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heading {
    pub level: u8,
    pub id: String,
    /// Plain text; a bound value stands as `U+FFFC`, in the order of [`Prose::marks`] that lie in it.
    pub text: String,
    pub range: Range<usize>,
}

/// A heading's id and where it is.
pub type Anchor = Spanned<String>;

/// A link as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LinkUse {
    pub target: String,
    /// `[[RW]]`, as opposed to `[text](target)`.
    pub wiki: bool,
    /// Where the target is written.
    pub range: Range<usize>,
}

/// A picture as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImageUse {
    pub target: String,
    pub range: Range<usize>,
}

/// What is written behind the target of a picture: `"The runway at night. Credit: A. Photographer"`. Either may be empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Title<'a> {
    pub caption: &'a str,
    pub credit: &'a str,
}

impl<'a> Title<'a> {
    /// Parts a title at the last `Credit:` in it.
    #[must_use]
    pub fn read(title: &'a str) -> Self {
        let (caption, credit) = title.rsplit_once("Credit:").unwrap_or((title, ""));
        Self { caption: caption.trim(), credit: credit.trim() }
    }
}

/// `[@a, para. 4; @b]`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Citation {
    pub cited: Vec<Cited>,
    /// The whole mark, brackets included.
    pub range: Range<usize>,
}

/// One source of a citation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cited {
    pub id: String,
    pub locator: Option<String>,
    /// Where the id is written.
    pub range: Range<usize>,
}

/// `{{ figures.asked }}`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mark {
    /// What stands between the braces, without the white space around it.
    pub expression: String,
    /// Whether it is a paragraph of its own.
    pub alone: bool,
    /// The whole mark, braces included.
    pub range: Range<usize>,
    /// Where the expression begins.
    pub inner: usize,
}

/// Plain text in which names may become links.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    pub start: u32,
    pub end: u32,
    /// Which section it lies in: a name is linked once a section.
    pub section: u16,
}

/// A part of the text in which a citation speaks for all sentences. Headings, quotations, code and HTML are none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    pub start: u32,
    pub end: u32,
    pub kind: BlockKind,
}

/// What kind of block it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    Paragraph,
    Item,
    Table,
}

impl Block {
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The extensions of CommonMark that reports may use.
#[must_use]
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

impl Source {
    /// The bytes `range` of a file.
    #[must_use]
    pub fn part(file: &Arc<File>, range: Range<usize>) -> Self {
        Self { file: file.id, places: Places::From(range.start), text: Text::Part(file.clone(), range) }
    }

    /// A YAML value that was written under `span` in `file`.
    #[must_use]
    pub fn value(file: &File, value: &Spanned<String>) -> Self {
        let places = align(&value.value, file.text(), value.span).map_or(Places::Whole(value.span), Places::Steps);
        Self { file: file.id, text: Text::Value(value.value.as_str().into()), places }
    }

    #[must_use]
    pub fn text(&self) -> &str {
        match &self.text {
            Text::Part(file, range) => file.text().get(range.clone()).unwrap_or(""),
            Text::Value(text) => text,
        }
    }

    /// The place in the file of these bytes of the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        match &self.places {
            Places::From(offset) => Span::new(self.file, offset + range.start, offset + range.end),
            Places::Whole(span) => *span,
            Places::Steps(steps) => {
                let at = |offset: usize| {
                    let step = steps.partition_point(|(text, _)| *text <= offset).saturating_sub(1);
                    steps.get(step).map_or(0, |(text, file)| file + offset.saturating_sub(*text))
                };
                // The end is that of the last byte inside, so that a range never reaches into the next line's indentation.
                let end = if range.end > range.start { at(range.end - 1) + 1 } else { at(range.start) };
                Span::new(self.file, at(range.start), end)
            }
        }
    }

    /// Leaves nothing of the text.
    fn empty(&mut self) {
        match &mut self.text {
            Text::Part(_, range) => range.end = range.start,
            Text::Value(text) => *text = "".into(),
        }
    }

    /// The text with every mark overwritten by letters of the same length, so that Markdown sees a word there and all
    /// offsets stay true. Borrowed when there is no mark.
    #[must_use]
    pub fn masked(&self, marks: &[Mark]) -> std::borrow::Cow<'_, str> {
        mask(self.text(), marks.iter().map(|mark| mark.range.clone()))
    }
}

impl Prose {
    /// Reads a body of Markdown.
    #[must_use]
    pub fn read(mut source: Source) -> Checked<Self> {
        let mut diagnostics = Diagnostics::new();
        if let Some(found) = super::limit::exceeded(&source) {
            diagnostics.push(found);
            source.empty();
        }
        let marks = find_marks(&source, &mut diagnostics);
        let masked = mask(source.text(), marks.iter().map(|mark| mark.range.clone()));
        let mut reader = Reader::new(&source, &masked, &marks);
        reader.run();
        let Reader { headings, links, images, citations, runs, blocks, alone, found, .. } = reader;
        diagnostics.extend(found);
        drop(masked);
        let marks = marks.into_iter().zip(alone).map(|(mark, alone)| Mark { alone, ..mark }).collect();
        let anchors = xxh3_64(headings.iter().map(|heading| heading.id.as_str()).collect::<Vec<_>>().join("\0").as_bytes());
        Checked::new(Self { source, headings, links, images, citations, marks, runs, blocks, anchors }, diagnostics)
    }

    /// The citations that begin in a part of the text.
    pub fn citations_in(&self, part: &Range<usize>) -> impl Iterator<Item = &Citation> {
        let part = part.clone();
        let from = self.citations.partition_point(|one| one.range.start < part.start);
        self.citations[from..].iter().take_while(move |one| one.range.start < part.end)
    }

    /// The marks that begin in a part of the text.
    pub fn marks_in(&self, part: &Range<usize>) -> impl Iterator<Item = &Mark> {
        let part = part.clone();
        let from = self.marks.partition_point(|mark| mark.range.start < part.start);
        self.marks[from..].iter().take_while(move |mark| mark.range.start < part.end)
    }

    /// The runs of plain text, each with where it begins, in a text of the same length as the prose's own.
    pub fn plain<'a>(&self, text: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        self.runs.iter().filter_map(|run| Some((run.start as usize, text.get(run.start as usize..run.end as usize)?)))
    }

    /// The place of some bytes of the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.source.span(range)
    }
}

/// The id of a heading with this text, by GitHub's rule: small letters, hyphens for spaces, no other punctuation.
#[must_use]
pub fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ => c.is_alphanumeric().then_some(c),
        })
        .collect()
}

/// HTML without its comments, and whether the last of them is closed. Comments are notes of the newsroom and never leave it.
#[must_use]
pub fn without_comments(html: &str) -> (String, bool) {
    let (mut out, mut rest) = (String::new(), html);
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        match rest[start + 4..].find("-->") {
            Some(end) => rest = &rest[start + 4 + end + 3..],
            None => return (out, false),
        }
    }
    out.push_str(rest);
    (out, true)
}

/// Where the paragraph ends that `at` lies in: before the next empty line.
#[must_use]
pub fn paragraph_end(text: &str, at: usize) -> usize {
    text[at..].find("\n\n").or_else(|| text[at..].find("\r\n\r\n")).map_or(text.len(), |end| at + end)
}

/// The marks that lie wholly in a part of the text, of marks in their order.
#[must_use]
pub fn marks_within<'a>(marks: &'a [Mark], part: &Range<usize>) -> &'a [Mark] {
    let from = marks.partition_point(|mark| mark.range.start < part.start);
    let until = marks.partition_point(|mark| mark.range.end <= part.end);
    marks.get(from..until).unwrap_or(&[])
}

fn mask(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> std::borrow::Cow<'_, str> {
    let mut ranges = ranges.peekable();
    if ranges.peek().is_none() {
        return text.into();
    }
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        masked.push_str(&text[at..range.start]);
        masked.extend(std::iter::repeat_n('X', range.len()));
        at = range.end;
    }
    masked.push_str(&text[at..]);
    masked.into()
}

// ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The bound values and blocks: `{{ … }}` outside code, HTML and escapes.
fn find_marks(source: &Source, diagnostics: &mut Diagnostics) -> Vec<Mark> {
    let text = source.text();
    if !text.contains("{{") && !text.contains("}}") {
        return Vec::new();
    }
    let code = code_ranges(text);
    let mut marks: Vec<Mark> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{") {
        let start = at + found;
        if let Some(range) = around(&code, start) {
            at = range.end.max(start + 2);
            continue;
        }
        if text[..start].ends_with('\\') {
            at = start + 2;
            continue;
        }
        let paragraph = paragraph_end(text, start);
        match text[start + 2..paragraph].find("}}") {
            None => {
                diagnostics.push(
                    Diagnostic::new(Code::UnclosedMark, source.span(&(start..start + 2)), "`{{` is not closed in this paragraph")
                        .help("add `}}`, or put the signs in `code` to show them"),
                );
                // In `{{{{{{` the first two signs stand for all.
                at = start + (text[start..].len() - text[start..].trim_start_matches('{').len());
            }
            Some(length) => {
                let inside = &text[start + 2..start + 2 + length];
                let inner = start + 2 + (inside.len() - inside.trim_start().len());
                at = start + length + 4;
                marks.push(Mark { expression: inside.trim().to_owned(), alone: false, range: start..at, inner });
            }
        }
    }
    // `{ figures.asked }}`: published as it stands, if nobody says a word.
    for (at, signs) in text.match_indices("}}") {
        let marked = marks.get(marks.partition_point(|mark| mark.range.end <= at)).is_some_and(|mark| mark.range.start <= at);
        let coded = || around(&code, at).is_some();
        let paragraph = text[..at].rfind("\n\n").unwrap_or(0);
        let escaped = || text[..at].ends_with(['\\', '}']) || text[paragraph..at].contains("\\{{");
        if !marked && !escaped() && !coded() {
            let found = Diagnostic::new(Code::UnclosedMark, source.span(&(at..at + signs.len())), "`}}` closes nothing");
            diagnostics.push(found.help("begin with `{{`, or put the signs in `code` to show them"));
        }
    }
    marks
}

/// The range in which a place lies, of ranges in order that do not overlap.
fn around(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let before = ranges.partition_point(|range| range.start <= at);
    ranges[..before].last().filter(|range| range.contains(&at))
}

fn code_ranges(text: &str) -> Vec<Range<usize>> {
    Parser::new_ext(text, markdown_options())
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::Html(_) | Event::InlineHtml(_))
        })
        .map(|(_, range)| range)
        .collect()
}

// ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────────

struct Reader<'a> {
    source: &'a Source,
    text: &'a str,
    marks: &'a [Mark],
    headings: Vec<Heading>,
    links: Vec<LinkUse>,
    images: Vec<ImageUse>,
    citations: Vec<Citation>,
    runs: Vec<Run>,
    blocks: Vec<Block>,
    alone: Vec<bool>,
    found: Diagnostics,
    /// How many enclosing elements forbid automatic links.
    quiet: usize,
    section: u16,
    /// The run that is growing, and whether a line end came after it.
    run: Option<(Range<usize>, bool)>,
    heading: Option<Heading>,
    /// The HTML block that is open: its text so far, and where it began.
    block: Option<(String, Range<usize>)>,
    image: Option<OpenImage>,
    /// Ids of the headings so far, and the last number that was put after each.
    ids: HashSet<String>,
    id_counts: HashMap<String, usize>,
    notes_used: HashSet<String>,
    notes_written: Vec<(String, Range<usize>)>,
}

/// A picture whose description is being read.
struct OpenImage {
    range: Range<usize>,
    described: bool,
    credited: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, text: &'a str, marks: &'a [Mark]) -> Self {
        Self {
            source,
            text,
            marks,
            headings: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            citations: Vec::new(),
            runs: Vec::new(),
            blocks: Vec::new(),
            alone: vec![false; marks.len()],
            found: Diagnostics::new(),
            quiet: 0,
            section: 0,
            run: None,
            heading: None,
            block: None,
            image: None,
            ids: HashSet::new(),
            id_counts: HashMap::new(),
            notes_used: HashSet::new(),
            notes_written: Vec::new(),
        }
    }

    fn run(&mut self) {
        let text = self.text;
        let citations = |link: BrokenLink<'_>| {
            // Also what was meant as one, `[see @id]`, so that no source is lost without a word.
            let is_meant =
                link.reference.split(|c: char| c.is_whitespace() || matches!(c, '-' | ';')).any(|word| word.starts_with('@'));
            let is_reference = link.link_type == LinkType::Reference;
            (is_meant || is_reference).then_some((CowStr::Borrowed("#"), CowStr::Borrowed("")))
        };
        self.tags();
        for (event, range) in Parser::new_with_broken_link_callback(text, markdown_options(), Some(citations)).into_offset_iter()
        {
            self.event(event, range);
        }
        self.end_run();
        self.check_footnotes();
    }

    // long: one `match` over the parser's closed list of events; each arm is a few lines.
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.end_run();
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.end_run();
                self.end(tag);
            }
            Event::Text(words) => {
                if let Some(heading) = &mut self.heading {
                    push_heading_text(heading, &words, &range, self.marks);
                }
                if let Some(image) = &mut self.image {
                    image.described |= !words.trim().is_empty();
                }
                if self.quiet == 0 {
                    self.grow_run(range);
                }
            }
            Event::Code(words) => {
                self.end_run();
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(&words);
                }
                if let Some(image) = &mut self.image {
                    image.described = true;
                }
            }
            Event::SoftBreak => {
                if let Some((_, broken)) = &mut self.run {
                    *broken = true;
                }
            }
            Event::HardBreak | Event::Rule | Event::TaskListMarker(_) => self.end_run(),
            // A block comes line by line; only the whole of it tells whether it is a comment.
            Event::Html(html) => match &mut self.block {
                Some((block, at)) => {
                    block.push_str(&html);
                    at.end = range.end;
                }
                None => self.html(&html, &range),
            },
            Event::InlineHtml(html) => {
                self.end_run();
                self.html(&html, &range);
            }
            Event::FootnoteReference(label) => {
                self.end_run();
                self.notes_used.insert(label.into_string());
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => self.end_run(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let level = level_number(level);
                if level <= 2 {
                    self.section = self.section.saturating_add(1);
                }
                self.quiet += 1;
                let id = id.map(|id| id.into_string()).unwrap_or_default();
                self.heading = Some(Heading { level, id, text: String::new(), range });
            }
            // Alerts are the report's own words; other quotations are somebody else's and stay as they were said.
            Tag::BlockQuote(kind) => self.quiet += usize::from(quotation(kind)),
            Tag::HtmlBlock => {
                self.quiet += 1;
                self.block = Some((String::new(), range.start..range.start));
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => self.quiet += 1,
            Tag::Link { link_type, dest_url, .. } => {
                self.quiet += 1;
                self.link(link_type, &dest_url, range);
            }
            Tag::Image { dest_url, title, .. } => {
                self.quiet += 1;
                let credited = !Title::read(&title).credit.is_empty();
                self.image = Some(OpenImage { range: range.clone(), described: false, credited });
                let at = self.target_range(&dest_url, &range);
                self.images.push(ImageUse { target: dest_url.into_string(), range: at });
            }
            Tag::FootnoteDefinition(label) if self.notes_written.iter().any(|(known, _)| **known == *label) => {
                let place = range.start..(range.start + label.len() + 4).min(range.end);
                let message = format!("the footnote `[^{label}]` is written twice");
                let found = Diagnostic::new(Code::UnknownFootnote, self.source.span(&place), message);
                self.found.push(found.help("only the first would be shown: give this one a name of its own"));
            }
            Tag::FootnoteDefinition(label) => self.notes_written.push((label.into_string(), range)),
            Tag::Paragraph => {
                self.paragraph(&range);
                self.block(BlockKind::Paragraph, &range);
            }
            Tag::Item => self.block(BlockKind::Item, &range),
            Tag::Table(_) => self.block(BlockKind::Table, &range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.quiet -= 1;
                if let Some(heading) = self.heading.take() {
                    self.add_heading(heading);
                }
            }
            TagEnd::BlockQuote(kind) => self.quiet -= usize::from(quotation(kind)),
            TagEnd::HtmlBlock => {
                self.quiet -= 1;
                if let Some((html, range)) = self.block.take() {
                    self.html(&html, &range);
                }
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::Link => self.quiet -= 1,
            TagEnd::Image => {
                self.quiet -= 1;
                if let Some(image) = self.image.take() {
                    self.check_image(&image);
                }
            }
            _ => {}
        }
    }

    fn check_image(&mut self, image: &OpenImage) {
        let at = self.source.span(&image.range);
        if !image.described {
            let found = Diagnostic::new(Code::MissingAlt, at, "this picture has no description");
            self.found.push(found.help("say in the brackets what it shows: `![A plane on a runway](…)`"));
        }
        if !image.credited {
            let found = Diagnostic::new(Code::MissingCredit, at, "this picture does not say whose it is");
            self.found
                .push(found.help(
                    "say it behind the path: `![…](../media/flight.jpg \"The runway at night. Credit: A. Photographer\")`",
                ));
        }
    }

    fn block(&mut self, kind: BlockKind, range: &Range<usize>) {
        if self.quiet == 0 {
            self.blocks.push(Block { start: small(range.start), end: small(range.end), kind });
        }
    }

    /// Notes whether a paragraph is one mark and nothing else.
    fn paragraph(&mut self, range: &Range<usize>) {
        let words = self.text.get(range.clone()).unwrap_or("");
        let start = range.start + (words.len() - words.trim_start().len());
        let end = start + words.trim().len();
        let at = self.marks.partition_point(|mark| mark.range.start < start);
        if self.marks.get(at).is_some_and(|mark| mark.range == (start..end)) {
            self.alone[at] = true;
        }
    }

    fn link(&mut self, kind: LinkType, target: &str, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or("");
        match kind {
            LinkType::ReferenceUnknown if !written.trim_end_matches(']').rsplit('[').next().unwrap_or("").contains('@') => {
                let message = "this link names an address that is not written anywhere";
                let found = Diagnostic::new(Code::UnknownTarget, self.source.span(&range), message);
                self.found.push(found.help("write `[words](address)`, or add a line `[name]: address`"));
            }
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown => self.citation(range),
            LinkType::WikiLink { .. } => {
                let at = self.target_range(target, &range);
                self.links.push(LinkUse { target: target.to_owned(), wiki: true, range: at });
            }
            LinkType::Email => {}
            LinkType::Inline | LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut | LinkType::Autolink => {
                if kind == LinkType::Inline && written.starts_with("[@") {
                    let message = "a citation is followed directly by `(`, which makes it a link";
                    let found = Diagnostic::new(Code::BadCitation, self.source.span(&range), message);
                    self.found.push(found.help("put a space between `]` and `(`"));
                }
                let at = self.target_range(target, &range);
                let is_nowhere = ["http:", "https:"].iter().any(|scheme| {
                    let rest = target
                        .get(..scheme.len())
                        .filter(|start| start.eq_ignore_ascii_case(scheme))
                        .map(|_| &target[scheme.len()..]);
                    rest.is_some_and(|rest| !rest.starts_with("//") || rest[2..].starts_with(['/', '?', '#']) || rest.len() == 2)
                });
                if !is_safe(target) || is_nowhere {
                    let message = format!("{} cannot be linked to", quoted(target));
                    self.found.push(
                        Diagnostic::new(Code::BadUrl, self.source.span(&at), message)
                            .help("links lead to `https://`, `http://`, `mailto:`, `tel:`, or to a file of this report"),
                    );
                } else if target.trim().is_empty() || target.starts_with("//") {
                    let message =
                        if target.is_empty() { "this link leads nowhere" } else { "this link names a host and no `https:`" };
                    let found = Diagnostic::new(Code::BadUrl, self.source.span(&at), message);
                    self.found
                        .push(found.help("links lead to `https://`, `http://`, `mailto:`, `tel:`, or to a file of this report"));
                } else {
                    self.links.push(LinkUse { target: target.to_owned(), wiki: false, range: at });
                }
            }
        }
    }

    /// Marks of templates, which do nothing in prose and would be published as they stand.
    fn tags(&mut self) {
        if !self.text.contains("{%") {
            return;
        }
        let code = code_ranges(self.text);
        for (at, _) in self.text.match_indices("{%") {
            if !code.iter().any(|range| range.contains(&at)) {
                let found =
                    Diagnostic::new(Code::BadExpression, self.source.span(&(at..at + 2)), "`{% … %}` does nothing in prose");
                self.found
                    .push(found.help("write values as `{{ figures.asked }}`; to show the signs themselves, put them in `code`"));
            }
        }
    }

    /// Reads `[@a, para. 4; @b]`, or two of them that follow each other directly.
    fn citation(&mut self, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or("");
        let mut cited = Vec::new();
        let mut at = range.start;
        for part in written.split_inclusive([';', '[', ']']) {
            let start = at;
            at += part.len();
            let words = part.trim_end_matches([';', '[', ']']);
            let lead = words.len() - words.trim_start().len();
            let words = words.trim();
            if words.is_empty() {
                continue;
            }
            let place = start + lead..start + lead + words.len();
            let Some(rest) = words.strip_prefix('@') else {
                let message = format!("{} is not a citation", quoted(words));
                let found = Diagnostic::new(Code::BadCitation, self.source.span(&place), message);
                self.found.push(found.help("a citation is `[@id]`, `[@id, place]` or `[@id; @other]`"));
                continue;
            };
            let end = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
            let locator = rest[end..].trim_start_matches(',').trim();
            if let Some(second) = locator.find('@').filter(|at| *at == 0 || locator[..*at].ends_with([' ', ','])) {
                let at = place.start + 1 + rest.len() - locator.len() + second;
                let message = "a second source stands where the place in the first belongs";
                let found = Diagnostic::new(Code::BadCitation, self.source.span(&(at..at + 1)), message);
                self.found.push(found.help("put a semicolon between sources: `[@id; @other]`"));
            }
            cited.push(Cited {
                id: rest[..end].to_owned(),
                locator: (!locator.is_empty()).then(|| locator.to_owned()),
                range: place.start + 1..place.start + 1 + end,
            });
        }
        self.citations.push(Citation { cited, range });
    }

    fn add_heading(&mut self, mut heading: Heading) {
        if heading.id.is_empty() {
            let base = slug(&heading.text.replace('\u{fffc}', ""));
            let base = if base.is_empty() { "section".to_owned() } else { base };
            heading.id = self.free_id(base);
        } else if self.ids.contains(&heading.id) {
            let message = format!("another heading already has the id {}", quoted(&heading.id));
            self.found.push(Diagnostic::new(Code::DuplicateAnchor, self.source.span(&heading.range), message));
        }
        self.ids.insert(heading.id.clone());
        self.headings.push(heading);
    }

    /// The id itself, or with the first number that makes it the only one of its kind.
    fn free_id(&mut self, base: String) -> String {
        if !self.ids.contains(&base) {
            return base;
        }
        let number = self.id_counts.entry(base.clone()).or_insert(0);
        loop {
            *number += 1;
            let id = format!("{base}-{number}");
            if !self.ids.contains(&id) {
                return id;
            }
        }
    }

    fn html(&mut self, html: &str, range: &Range<usize>) {
        let (left, closed) = without_comments(html);
        if !closed {
            let at = range.start + html.rfind("<!--").unwrap_or(0);
            let message = "`<!--` is not closed, so everything after it would be hidden";
            let found = Diagnostic::new(Code::UnclosedMark, self.source.span(&(at..at + 4)), message);
            self.found.push(found.help("add `-->`, or put the signs in `code` to show them"));
            return;
        }
        let left = left.trim();
        if left.is_empty() {
            return;
        }
        let words = left.lines().next().unwrap_or("");
        let shown: String = words.chars().take(40).collect();
        self.found.push(
            Diagnostic::new(Code::RawHtml, self.source.span(range), format!("the HTML {} is shown as text", quoted(&shown)))
                .help("use Markdown; to show the signs on purpose, put them in `code`"),
        );
    }

    fn grow_run(&mut self, range: Range<usize>) {
        match &mut self.run {
            // A line end may be followed by indentation that is no part of the text.
            Some((run, broken)) if range.start == run.end || (*broken && is_blank(self.text, run.end..range.start)) => {
                run.end = range.end;
                *broken = false;
            }
            _ => {
                self.end_run();
                self.run = Some((range, false));
            }
        }
    }

    fn end_run(&mut self) {
        if let Some((range, _)) = self.run.take() {
            self.undefined_footnotes(&range);
            self.runs.push(Run { start: small(range.start), end: small(range.end), section: self.section });
        }
    }

    fn undefined_footnotes(&mut self, run: &Range<usize>) {
        let words = self.text.get(run.clone()).unwrap_or("");
        // Nearly all brackets are links, and lie between runs.
        for at in memchr::memchr_iter(b'[', words.as_bytes()).filter(|at| words[at + 1..].starts_with('^')) {
            // Up to the next bracket of either kind, so that many open ones cost no more than their number.
            let Some(end) = words[at + 1..].find(['[', ']']).map(|end| at + 1 + end - at) else { continue };
            if !words[at + end..].starts_with(']') {
                continue;
            }
            let label = &words[at + 2..at + end];
            if label.is_empty() || label.contains(char::is_whitespace) {
                continue;
            }
            let place = run.start + at..run.start + at + end + 1;
            let message = format!("the footnote {} is not written anywhere", quoted(&words[at..=at + end]));
            self.found.push(
                Diagnostic::new(Code::UnknownFootnote, self.source.span(&place), message)
                    .help(format!("add a line `[^{label}]: …`")),
            );
        }
    }

    fn check_footnotes(&mut self) {
        for (label, range) in std::mem::take(&mut self.notes_written) {
            if !self.notes_used.contains(&label) {
                let place = range.start..(range.start + label.len() + 4).min(range.end);
                let message = format!("the footnote `[^{label}]` is written but not used");
                self.found.push(Diagnostic::new(Code::UnknownFootnote, self.source.span(&place), message));
            }
        }
    }

    /// Where the target is written inside the link, or the whole link when it is a reference.
    fn target_range(&self, target: &str, range: &Range<usize>) -> Range<usize> {
        let written = self.text.get(range.clone()).unwrap_or("");
        match written.rfind(target) {
            Some(at) if !target.is_empty() => range.start + at..range.start + at + target.len(),
            _ => range.clone(),
        }
    }
}

/// Offsets are kept in 32 bits: no text file has more than 8 MiB.
fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn quotation(kind: Option<BlockQuoteKind>) -> bool {
    kind.is_none()
}

fn is_blank(text: &str, range: Range<usize>) -> bool {
    text.get(range).is_some_and(|gap| gap.trim().is_empty())
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn push_heading_text(heading: &mut Heading, words: &str, range: &Range<usize>, marks: &[Mark]) {
    let inside = marks_within(marks, range);
    if inside.is_empty() {
        heading.text.push_str(words);
        return;
    }
    let mut at = range.start;
    for mark in inside {
        heading.text.push_str(words.get(at - range.start..mark.range.start - range.start).unwrap_or(""));
        heading.text.push('\u{fffc}');
        at = mark.range.end;
    }
    heading.text.push_str(words.get(at - range.start..).unwrap_or(""));
}

/// Whether a browser can follow the link without harm: no scheme at all, or one that only leads somewhere.
fn is_safe(target: &str) -> bool {
    if !target.contains(':') {
        return true;
    }
    let trimmed: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let before = trimmed.split(['/', '?', '#']).next().unwrap_or("");
    match before.split_once(':') {
        None => true,
        Some((scheme, _)) => matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto" | "tel"),
    }
}

// ── places in YAML values ────────────────────────────────────────────────────────────────────────────────────────────

/// Lines the text of a value up with the bytes it was written as, skipping indentation. `None` when escapes make that
/// impossible.
fn align(text: &str, file: &str, span: Span) -> Option<Vec<(usize, usize)>> {
    let (start, end) = (span.start as usize, span.end as usize);
    let written = file.get(start..end)?;
    // A block value's span begins at its sign (`|` or `>`), which is followed by the rest of that line.
    let lead = match written.as_bytes().first()? {
        b'|' | b'>' => written.find('\n')? + 1,
        b'"' | b'\'' => 1,
        _ => 0,
    };
    let mut steps = Vec::new();
    let mut at = lead;
    let bytes = written.as_bytes();
    let mut fresh = true;
    for (offset, c) in text.char_indices() {
        let here = written.get(at..)?;
        if !fresh && here.starts_with(c) {
            at += c.len_utf8();
        } else if c == '\n' && at >= written.trim_end().len() {
            // Line ends at the end that the value keeps and the span may not.
            continue;
        } else {
            if c != '\n' && c != ' ' || fresh {
                while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) && !here_starts(written, at, c) {
                    at += 1;
                }
            }
            if !here_starts(written, at, c) {
                // A folded line end: a space in the text, a line end and indentation in the file.
                if (c == ' ' || c == '\n') && here_starts(written, at, '\r') {
                    at += 1;
                }
                if c == ' ' && here_starts(written, at, '\n') {
                    at += 1;
                    fresh = true;
                    continue;
                }
                if !here_starts(written, at, c) {
                    return None;
                }
            }
            steps.push((offset, start + at));
            at += c.len_utf8();
        }
        fresh = c == '\n';
        if steps.is_empty() {
            steps.push((0, start + lead));
        }
    }
    if steps.is_empty() {
        steps.push((0, start + lead));
    }
    Some(steps)
}

fn here_starts(written: &str, at: usize, c: char) -> bool {
    written.get(at..).is_some_and(|rest| rest.starts_with(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Value, yaml};
    use crate::text::{Content, Tree};

    fn prose(text: &str) -> Checked<Prose> {
        let mut tree = Tree::new();
        tree.put("a.md", Content::Text(text.into()));
        Prose::read(Source::part(tree.get("a.md").unwrap(), 0..text.len()))
    }

    fn codes(checked: &Checked<Prose>) -> Vec<&'static str> {
        checked.diagnostics.iter().map(|found| found.code.name()).collect()
    }

    #[test]
    fn marks_are_found_outside_code_only() {
        let checked = prose(
            "{{ figures.asked }} and `{{ no }}` and {{ a | words }}.\n\n    {{ code }}\n\n{{ timeline(country=\"RW\") }}\n",
        );
        let marks = &checked.value.marks;
        assert_eq!(
            marks.iter().map(|mark| mark.expression.as_str()).collect::<Vec<_>>(),
            ["figures.asked", "a | words", "timeline(country=\"RW\")"]
        );
        assert_eq!(marks.iter().map(|mark| mark.alone).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(&checked.value.source.text()[marks[0].inner..][..7], "figures");
        assert!(codes(&checked).is_empty());
        assert_eq!(codes(&prose("An {{ open mark.\n\nNext }} one.")), ["unclosed-mark", "unclosed-mark"]);
        assert!(prose(r"Escaped \{{ x }}").value.marks.is_empty());
    }

    #[test]
    fn marks_survive_tables_emphasis_and_headings() {
        let checked =
            prose("# About {{ figures.asked | bare }} countries {#top}\n\n| a | b |\n|---|---|\n| *{{ x | words }}* | c |\n");
        assert_eq!(checked.value.marks.len(), 2);
        assert_eq!(checked.value.headings[0].id, "top");
        assert_eq!(checked.value.headings[0].text, "About \u{fffc} countries");
    }

    #[test]
    fn citations_are_pandocs() {
        let checked = prose("Text [@nyt-list] and [@a, para. 4; @b]. `[@code]` [@x][@y]\n");
        let all: Vec<Vec<(&str, Option<&str>)>> = checked
            .value
            .citations
            .iter()
            .map(|citation| citation.cited.iter().map(|one| (one.id.as_str(), one.locator.as_deref())).collect())
            .collect();
        assert_eq!(all, [vec![("nyt-list", None)], vec![("a", Some("para. 4")), ("b", None)], vec![("x", None), ("y", None)]]);
        let first = &checked.value.citations[0].cited[0];
        assert_eq!(&checked.value.source.text()[first.range.clone()], "nyt-list");
        assert_eq!(codes(&prose("Text [@a; b].")), ["bad-citation"]);
    }

    #[test]
    fn runs_leave_out_headings_links_quotations_and_code() {
        let text = "## Mali\n\nMali and [Mali](x.md) and `Mali`, the *Mali\nof* old.\n\n> Mali\n\n> [!NOTE]\n> Togo\n";
        let checked = prose(text);
        let runs: Vec<&str> = checked.value.runs.iter().map(|run| &text[run.start as usize..run.end as usize]).collect();
        assert_eq!(runs, ["Mali and ", " and ", ", the ", "Mali\nof", " old.", "Togo"]);
    }

    #[test]
    fn an_apostrophe_does_not_break_a_run() {
        let text = "In Côte d'Ivoire it's \"so\".\n";
        let checked = prose(text);
        assert_eq!(checked.value.runs.len(), 1);
    }

    #[test]
    fn unsafe_links_are_refused() {
        for target in ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd"] {
            assert_eq!(codes(&prose(&format!("[a](<{target}>)"))), ["bad-url"], "{target}");
        }
        assert!(codes(&prose("[a](https://x.org) [b](b.md#c) [d](/e/) [f](mailto:a@b.c) [g](#h)")).is_empty());
    }

    #[test]
    fn comments_are_silent_however_long() {
        for text in [
            "<!-- one -->\n",
            "<!--\nSECRET\n\nmore\n-->\n",
            "> <!--\n> SECRET\n> -->\n",
            "a <!-- b\nc --> d\n",
            "- x\n\n  <!--\n  SECRET\n  -->\n",
        ] {
            assert!(codes(&prose(text)).is_empty(), "{text}");
        }
        assert_eq!(codes(&prose("<!--\nSECRET\n")), ["unclosed-mark"]);
        assert_eq!(codes(&prose("<!-- x -->\n<b>bold</b>\n\n<i>a</i>\n")), ["raw-html"; 4]);
    }

    #[test]
    fn heading_ids_follow_githubs_rule() {
        let checked = prose("# What's new?\n\n# What's new?\n\n## Été — 2025\n");
        let ids: Vec<&str> = checked.value.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["whats-new", "whats-new-1", "été--2025"]);
        let checked = prose("# A\n\n# A-1\n\n# A\n\n# B {#a-3}\n\n# A\n");
        let ids: Vec<&str> = checked.value.headings.iter().map(|heading| heading.id.as_str()).collect();
        assert_eq!(ids, ["a", "a-1", "a-2", "a-3", "a-4"], "no two headings have one id");
    }

    #[test]
    fn footnotes_belong_together() {
        assert_eq!(codes(&prose("A[^1] and B[^2].\n\n[^1]: one\n\n[^3]: three\n")), ["unknown-footnote", "unknown-footnote"]);
    }

    #[test]
    fn places_in_yaml_values_point_into_the_file() {
        for text in [
            "a: Text [@nyt] here\n",
            "a: 'Text [@nyt] here'\n",
            "a: |\n  First line\n\n  Text [@nyt] here\n",
            "a:\n    - |\n      é first\n        more\n      Text [@nyt] here\n",
            "a: >\n  First line\n  Text [@nyt] here\n",
            "a: First line\n   Text [@nyt] here\n",
        ] {
            let mut tree = Tree::new();
            tree.put("a.yaml", Content::Text(text.into()));
            let file = tree.get("a.yaml").unwrap();
            let root = yaml(text, file.id, 0).value.unwrap();
            let node = root.get("a").unwrap();
            let node = if let Value::List(items) = &node.value { &items[0] } else { node };
            let Value::Scalar(scalar) = &node.value else { panic!() };
            let prose = Prose::read(Source::value(file, &Spanned::new(scalar.text.clone(), node.span))).value;
            let span = prose.span(&prose.citations[0].cited[0].range);
            assert_eq!(&text[span.start as usize..span.end as usize], "nyt", "{text}");
        }
    }
}
