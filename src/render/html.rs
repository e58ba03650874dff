//! Prose to HTML.
//!
//! In: a [`Prose`] with what its uses lead to. Out: HTML in which names are links, values are bound to where they come from, citations
//! are numbered notes and blocks are made from the records. It reads the text again with the same parser that found the uses, so the
//! n-th link here is the n-th link there. Raw HTML is shown as text. It never resolves anything itself.

// long: one writer over one list of events, the counterpart of the reader in `parse/prose.rs`.

use super::block;
use super::frame::Frame;
use super::href::{self, escape, escaped};
use super::notes::{Explained, Notes, letters};
use super::pictures::Shown;
use super::view::Mark as PlaceMark;
use crate::link::{Bound, Evaluated, LinkedProse, Mention, Named, Page, Picture, Target};
use crate::model::Id;
use crate::parse::{Mark, Prose, Title, markdown_options, marks_within, without_comments};
use pulldown_cmark::{BlockQuoteKind, BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd, html};
use std::collections::HashMap;
use std::ops::Range;

/// Makes the HTML of a piece of prose.
pub fn html(prose: &Prose, frame: Frame<'_>, notes: &mut Notes) -> String {
    let nothing = LinkedProse { links: Vec::new(), images: Vec::new(), names: std::sync::Arc::default(), countries: Vec::new() };
    let linked = frame.site.linked(prose).unwrap_or(&nothing);
    let masked = prose.source.masked(&prose.marks);
    let mut writer = Writer::new(prose, linked, frame, notes, &masked);
    let citations = |link: BrokenLink<'_>| {
        link.reference.trim_start().starts_with('@').then_some((CowStr::Borrowed("#"), CowStr::Borrowed("")))
    };
    for (event, range) in Parser::new_with_broken_link_callback(&masked, markdown_options(), Some(citations)).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

/// The text of a heading, with its bound values in place.
#[must_use]
pub fn heading_text(prose: &Prose, heading: &crate::parse::Heading, frame: Frame<'_>) -> String {
    let inside = marks_within(&prose.marks, &heading.range);
    inside.iter().fold(heading.text.clone(), |text, mark| text.replacen('\u{fffc}', &plain(mark, frame), 1))
}

/// The plain text of a piece of prose, without notes: for descriptions, feeds and search.
#[must_use]
pub fn plain_text(prose: &Prose, frame: Frame<'_>) -> String {
    let masked = prose.source.masked(&prose.marks);
    let mut out = String::new();
    let mut quiet = 0usize;
    let citations = |link: BrokenLink<'_>| {
        link.reference.trim_start().starts_with('@').then_some((CowStr::Borrowed("#"), CowStr::Borrowed("")))
    };
    for (event, range) in Parser::new_with_broken_link_callback(&masked, markdown_options(), Some(citations)).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, .. }) if is_citation(link_type) => {
                quiet += 1;
                let trimmed = out.trim_end().len();
                out.truncate(trimmed);
            }
            Event::Start(Tag::FootnoteDefinition(_)) => quiet += 1,
            Event::End(TagEnd::FootnoteDefinition) => quiet = quiet.saturating_sub(1),
            Event::End(TagEnd::Link) if quiet > 0 => quiet -= 1,
            Event::Text(words) if quiet == 0 => {
                for part in parts(&words, &range, &prose.marks, &[]) {
                    match part {
                        Part::Text(text) => out.push_str(text),
                        Part::Mark(mark) => out.push_str(&plain(mark, frame)),
                        Part::Open(_) | Part::Close => {}
                    }
                }
            }
            Event::Code(words) if quiet == 0 => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                out.push(' ');
            }
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(mark: &Mark, frame: Frame<'_>) -> String {
    match frame.site.values.get(&mark.expression) {
        Some(Evaluated::Bound(bound)) => bound.text.clone(),
        Some(Evaluated::Block(_) | Evaluated::Nothing) | None => String::new(),
    }
}

fn is_citation(kind: LinkType) -> bool {
    matches!(kind, LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown)
}

struct Writer<'a, 'b> {
    prose: &'a Prose,
    linked: &'a LinkedProse,
    frame: Frame<'a>,
    notes: &'b mut Notes,
    masked: &'a str,
    events: Vec<Event<'a>>,
    /// Positions of the next link, picture, citation, heading and mention.
    next: Positions,
    /// How many levels headings are moved down, so that the page keeps its one `h1`.
    shift: u8,
    /// Inside a link, heading or picture nothing else may be a link.
    plain: usize,
    /// Inside a citation nothing is written.
    skip: usize,
    /// For each open link, whether it was written.
    open_links: Vec<bool>,
    picture: Option<OpenPicture>,
    /// The picture that was written last, and how many events there were then.
    shown: Option<(Shown, usize)>,
    footnotes: Vec<(String, Vec<Event<'a>>)>,
    footnote_numbers: HashMap<String, (usize, usize)>,
    footnote_order: Vec<String>,
    /// The events of the text outside while a footnote is written.
    outside: Option<(String, Vec<Event<'a>>)>,
    mention_open: bool,
    alerts: Vec<bool>,
    /// The text of the HTML block that is open.
    block: Option<String>,
}

/// A picture whose description is being read.
struct OpenPicture {
    to: Option<Picture>,
    target: String,
    title: String,
    alt: String,
}

#[derive(Default)]
struct Positions {
    link: usize,
    image: usize,
    citation: usize,
    heading: usize,
    mention: usize,
}

impl<'a, 'b> Writer<'a, 'b> {
    fn new(prose: &'a Prose, linked: &'a LinkedProse, frame: Frame<'a>, notes: &'b mut Notes, masked: &'a str) -> Self {
        let top = prose.headings.iter().map(|heading| heading.level).min().unwrap_or(2);
        Self {
            prose,
            linked,
            frame,
            notes,
            masked,
            events: Vec::with_capacity(prose.source.text().len() / 16),
            next: Positions::default(),
            shift: 2u8.saturating_sub(top),
            plain: 0,
            skip: 0,
            open_links: Vec::new(),
            picture: None,
            shown: None,
            footnotes: Vec::new(),
            footnote_numbers: HashMap::new(),
            footnote_order: Vec::new(),
            outside: None,
            mention_open: false,
            alerts: Vec::new(),
            block: None,
        }
    }

    fn finish(mut self) -> String {
        let mut out = String::with_capacity(self.masked.len() * 3 / 2);
        html::push_html(&mut out, std::mem::take(&mut self.events).into_iter());
        self.write_footnotes(&mut out);
        out
    }

    // long: one `match` over the parser's closed list of events; each arm is a few lines.
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let (inside, length) = (self.picture.is_some(), self.events.len());
        match event {
            // What is inside a citation or a block's mark is not written, whatever it is.
            Event::Start(_) if self.skip > 0 => {}
            Event::End(tag) if self.skip > 0 && !matches!(tag, TagEnd::Link | TagEnd::Paragraph) => {}
            Event::Start(tag) => self.start(tag, &range),
            Event::End(tag) => self.end(tag),
            _ if self.skip > 0 => {}
            Event::Text(words) => self.text(words, &range),
            Event::Html(html) => match &mut self.block {
                Some(block) => block.push_str(&html),
                None => self.raw_html(&html),
            },
            Event::InlineHtml(html) => self.raw_html(&html),
            Event::FootnoteReference(label) => self.footnote(&label),
            Event::Code(words) => match &mut self.picture {
                Some(open) => open.alt.push_str(&words),
                None => self.events.push(Event::Code(words)),
            },
            Event::SoftBreak | Event::HardBreak if self.picture.is_some() => {
                if let Some(open) = &mut self.picture {
                    open.alt.push(' ');
                }
            }
            Event::TaskListMarker(done) => self.task(done),
            other => self.events.push(other),
        }
        if inside && self.picture.is_some() {
            // Of what stands inside a picture's brackets only the words count.
            self.events.truncate(length);
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                let id = self.prose.headings.get(self.next.heading).map_or_else(String::new, |heading| heading.id.clone());
                self.next.heading += 1;
                self.plain += 1;
                let level = moved(level, self.shift);
                self.push_html(format!("<{level} id=\"{}\">", escaped(&id)));
            }
            Tag::Link { link_type, .. } if is_citation(link_type) => self.citation(),
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title),
            Tag::Image { dest_url, title, .. } => {
                let to = self.linked.images.get(self.next.image).copied().flatten();
                self.next.image += 1;
                let (target, title) = (dest_url.into_string(), title.into_string());
                self.picture = Some(OpenPicture { to, target, title, alt: String::new() });
                self.plain += 1;
            }
            Tag::BlockQuote(kind) => {
                self.alerts.push(kind.is_some());
                match kind {
                    Some(kind) => self.alert(kind),
                    None => self.events.push(Event::Start(Tag::BlockQuote(None))),
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.outside = Some((label.into_string(), std::mem::take(&mut self.events)));
            }
            Tag::Table(alignments) => {
                let label = escaped(self.frame.theme.word("table"));
                self.push_html(format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">"));
                self.events.push(Event::Start(Tag::Table(alignments)));
            }
            Tag::Paragraph => {
                if !self.block_of(range) {
                    self.events.push(Event::Start(Tag::Paragraph));
                }
            }
            Tag::HtmlBlock => self.block = Some(String::new()),
            other => self.events.push(Event::Start(other)),
        }
    }

    /// The box before an item of a list of tasks, in words for those who do not see it.
    fn task(&mut self, done: bool) {
        let theme = self.frame.theme;
        let (checked, word) = if done { (" checked", theme.word("task_done")) } else { ("", theme.word("task_open")) };
        let word = escaped(word);
        self.push_html(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{word}\"> "));
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                self.plain -= 1;
                let level = moved(level, self.shift);
                self.push_html(format!("</{level}>\n"));
            }
            TagEnd::Link => match self.open_links.pop() {
                Some(true) => {
                    self.plain -= 1;
                    self.push_html("</a>".to_owned());
                }
                Some(false) => self.plain -= 1,
                None => self.skip = self.skip.saturating_sub(1),
            },
            TagEnd::Image => self.end_picture(),
            TagEnd::BlockQuote(_) => match self.alerts.pop() {
                Some(true) => self.push_html("</div>\n".to_owned()),
                _ => self.events.push(Event::End(TagEnd::BlockQuote(None))),
            },
            TagEnd::FootnoteDefinition => {
                if let Some((label, outside)) = self.outside.take() {
                    let inside = std::mem::replace(&mut self.events, outside);
                    self.footnotes.push((label, inside));
                }
            }
            TagEnd::Table => {
                self.events.push(Event::End(TagEnd::Table));
                self.push_html("</div>\n".to_owned());
            }
            TagEnd::Paragraph if self.skip > 0 => self.skip -= 1,
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::HtmlBlock => {
                if let Some(block) = self.block.take().filter(|block| !without_comments(block).0.trim().is_empty()) {
                    self.events.push(Event::Start(Tag::Paragraph));
                    self.raw_html(&block);
                    self.events.push(Event::End(TagEnd::Paragraph));
                }
            }
            other => self.events.push(Event::End(other)),
        }
    }

    /// HTML in prose is shown as text, without its comments.
    fn raw_html(&mut self, html: &str) {
        let (text, _) = without_comments(html);
        if !text.is_empty() {
            self.events.push(Event::Text(text.into()));
        }
    }

    fn push_html(&mut self, html: String) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    // ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────────

    /// Writes a paragraph that is only a block, and skips the mark itself. Answers whether it was one.
    fn block_of(&mut self, range: &Range<usize>) -> bool {
        let inside = marks_within(&self.prose.marks, range);
        let Some(mark) = inside.iter().find(|mark| mark.alone) else { return false };
        let Some(Evaluated::Block(block)) = self.frame.site.values.get(&mark.expression) else { return false };
        let html = block::html(block, self.frame, self.notes);
        self.push_html(html);
        self.skip += 1;
        true
    }

    /// Ends a paragraph; one that holds only a picture becomes a figure, an empty one (a comment) goes.
    fn end_paragraph(&mut self) {
        let last = self.shown.take().filter(|(_, events)| *events == self.events.len());
        match self.events.len().checked_sub(1).and_then(|at| self.events.get(at)) {
            Some(Event::Start(Tag::Paragraph)) => {
                self.events.pop();
                return;
            }
            Some(Event::InlineHtml(_)) => {
                let before = self.events.len().checked_sub(2);
                let opens = before.and_then(|at| self.events.get(at));
                if let (Some((picture, _)), Some(before), Some(Event::Start(Tag::Paragraph))) = (last, before, opens) {
                    self.events.truncate(before);
                    let html = block::picture(&picture, true, self.frame, self.notes);
                    return self.push_html(format!("{html}\n"));
                }
            }
            _ => {}
        }
        self.events.push(Event::End(TagEnd::Paragraph));
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = escaped(self.frame.theme.word(&format!("alert_{name}")));
        self.push_html(format!("<div class=\"alert alert-{name}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"));
    }

    // ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    fn text(&mut self, words: CowStr<'a>, range: &Range<usize>) {
        let mentions = if self.plain > 0 {
            &[]
        } else {
            self.linked.names.mentions.get(self.next.mention.saturating_sub(usize::from(self.mention_open))..).unwrap_or(&[])
        };
        let touched = mentions.first().is_some_and(|mention| (mention.start as usize) < range.end) || self.mention_open;
        let next = self.prose.marks.partition_point(|mark| mark.range.end <= range.start);
        let marked = self.prose.marks.get(next).is_some_and(|mark| mark.range.start < range.end);
        if !touched && !marked && self.picture.is_none() {
            self.events.push(Event::Text(words));
            return;
        }
        for part in parts(&words, range, &self.prose.marks, mentions) {
            match part {
                Part::Text(text) => match &mut self.picture {
                    Some(open) => open.alt.push_str(text),
                    None => self.events.push(Event::Text(CowStr::from(text.to_owned()))),
                },
                Part::Mark(mark) => self.mark(mark),
                Part::Open(mention) if !self.mention_open => {
                    self.next.mention += 1;
                    self.mention_open = true;
                    let html = match &mention.to {
                        Named::Country(code) => opening("mention", &PlaceMark::to(self.frame.country_url(*code))),
                        Named::Term(id) => opening("term", &self.notes.mark(Explained::Term(id.clone()), self.frame)),
                    };
                    self.push_html(format!("{html}>"));
                }
                Part::Close if self.mention_open => {
                    self.mention_open = false;
                    self.push_html("</a>".to_owned());
                }
                Part::Open(_) | Part::Close => {}
            }
        }
    }

    fn mark(&mut self, mark: &Mark) {
        let Some(Evaluated::Bound(bound)) = self.frame.site.values.get(&mark.expression) else { return };
        if let Some(open) = &mut self.picture {
            open.alt.push_str(&bound.text);
        } else if self.plain > 0 {
            self.events.push(Event::Text(bound.text.clone().into()));
        } else {
            let html = bound_html(bound, self.frame, self.notes);
            self.push_html(html);
        }
    }

    fn citation(&mut self) {
        self.skip += 1;
        let Some(citation) = self.prose.citations.get(self.next.citation) else { return };
        self.next.citation += 1;
        // The space before a mark belongs to the mark: `text [@a]` becomes `text[1]`, also at the end of a line.
        if let Some(Event::SoftBreak) = self.events.last() {
            self.events.pop();
        }
        if let Some(Event::Text(words)) = self.events.last_mut()
            && words.ends_with(' ')
        {
            *words = words.trim_end().to_owned().into();
        }
        let mut out = String::new();
        for cited in &citation.cited {
            let Some(cite) = self.notes.cite(&cited.id, cited.locator.as_deref(), self.frame) else { continue };
            let locale = &self.frame.site.locale;
            let place: Vec<&str> = [cite.label.as_str()].into_iter().chain(cited.locator.as_deref()).collect();
            let number = format!("{} {}", self.frame.theme.word("note"), cite.number);
            let label = locale.punctuated("colon", &[&number, &locale.punctuated("comma", &place)]);
            let title = cited.locator.as_ref().map(|locator| format!(" title=\"{}\"", escaped(locator))).unwrap_or_default();
            out.push_str(&format!(
                "<sup class=\"cite\"><a href=\"{}\" id=\"{}\" aria-label=\"{}\"{title}>[{}]</a></sup>",
                cite.href,
                cite.id,
                escaped(&label),
                cite.number
            ));
        }
        self.push_html(out);
    }

    fn link(&mut self, kind: LinkType, written: &str, title: &str) {
        self.plain += 1;
        let listed = !matches!(kind, LinkType::Email) && (matches!(kind, LinkType::WikiLink { .. }) || !written.is_empty());
        let target = if listed {
            self.next.link += 1;
            self.linked.links.get(self.next.link - 1).cloned().flatten()
        } else {
            Some(Target::Outside(format!("mailto:{written}")))
        };
        let Some(target) = target else {
            self.open_links.push(false);
            return;
        };
        if let Some(id) = self.term_of(&target) {
            return self.term_link(kind, &id);
        }
        let (url, extra) = match &target {
            Target::Inside { address, anchor, .. } => (href::href(self.frame.base_path(), address, anchor.as_deref()), ""),
            Target::Here(anchor) => (format!("#{anchor}"), ""),
            Target::Outside(url) => (url.clone(), " rel=\"external\""),
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        self.open_links.push(true);
        self.push_html(format!("<a href=\"{}\"{title}{extra}>", escaped(&url)));
        if let (LinkType::WikiLink { has_pothole: false }, Target::Inside { page, .. }) = (kind, &target) {
            self.close_named(&super::view::page_name(page, self.frame));
        }
    }

    /// Writes a name and the end of its link: what is written between the brackets is not what readers should see.
    fn close_named(&mut self, name: &str) {
        self.push_html(format!("{}</a>", escaped(name)));
        self.open_links.pop();
        self.plain -= 1;
        self.skip += 1;
    }

    /// The term of the glossary that a link leads to.
    fn term_of(&self, target: &Target) -> Option<Id> {
        let Target::Inside { page: Page::Glossary, anchor: Some(anchor), .. } = target else { return None };
        self.frame.site.term(anchor).map(|term| term.id.value.clone())
    }

    /// A link to a term is a mark as its name in the text is.
    fn term_link(&mut self, kind: LinkType, id: &Id) {
        let mark = self.notes.mark(Explained::Term(id.clone()), self.frame);
        self.open_links.push(true);
        self.push_html(format!("{}>", opening("term", &mark)));
        let term = self.frame.site.term(id.as_str());
        if let (LinkType::WikiLink { has_pothole: false }, Some(term)) = (kind, term) {
            self.close_named(&term.term.value);
        }
    }

    fn end_picture(&mut self) {
        self.plain -= 1;
        let Some(OpenPicture { to, target, title, alt }) = self.picture.take() else { return };
        let title = Title::read(&title);
        let shown = match to {
            Some(Picture::Media(at)) => Shown::media(at, &alt, title, self.frame, self.notes),
            Some(Picture::Outside) => Some(Shown::outside(target, &alt, title, self.notes)),
            None => None,
        };
        let Some(shown) = shown else { return };
        let html = block::picture(&shown, false, self.frame, self.notes);
        self.push_html(html);
        self.shown = Some((shown, self.events.len()));
    }

    // ── footnotes ────────────────────────────────────────────────────────────────────────────────────────────────────

    fn footnote(&mut self, label: &str) {
        let next = self.footnote_order.len() + 1;
        let (number, uses) = self.footnote_numbers.entry(label.to_owned()).or_insert((next, 0));
        if *number == next {
            self.footnote_order.push(label.to_owned());
        }
        *uses += 1;
        let (name, uses) = (letters(*number), *uses);
        let words = escaped(self.frame.theme.word("footnote"));
        self.push_html(format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{name}\" id=\"fnref-{name}-{uses}\" aria-label=\"{words} {name}\">[{name}]</a></sup>"
        ));
    }

    /// Footnotes in the order in which they are first used, each with ways back.
    fn write_footnotes(&mut self, out: &mut String) {
        if self.footnote_order.is_empty() {
            return;
        }
        let title = escaped(self.frame.theme.word("footnotes"));
        out.push_str(&format!("<section class=\"footnotes\" aria-label=\"{title}\">\n<ol type=\"a\">\n"));
        for label in &self.footnote_order {
            let Some(at) = self.footnotes.iter().position(|(written, _)| written == label) else { continue };
            let (_, events) = self.footnotes.swap_remove(at);
            let (number, uses) = self.footnote_numbers.get(label).copied().unwrap_or((0, 0));
            let name = letters(number);
            out.push_str(&format!("<li id=\"fn-{name}\">"));
            html::push_html(out, events.into_iter());
            for back in 1..=uses {
                let words = escaped(self.frame.theme.word("back_to_text"));
                out.push_str(&format!(" <a class=\"footnote-back\" href=\"#fnref-{name}-{back}\" aria-label=\"{words}\">↩</a>"));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }
}

/// The beginning of a link up to its last attribute.
fn opening(class: &str, mark: &PlaceMark) -> String {
    let id = mark.id.as_ref().map(|id| format!(" id=\"{}\"", escaped(id))).unwrap_or_default();
    format!("<a class=\"{class}\" href=\"{}\"{id}", escaped(&mark.href))
}

/// A value in prose, linked to the note that says where it comes from, or to the page that does.
fn bound_html(bound: &Bound, frame: Frame<'_>, notes: &mut Notes) -> String {
    let mut link = |text: &str, to: &str, out: &mut String| {
        let mark = match Explained::behind(to, frame) {
            Some(what) => notes.mark(what, frame),
            None => {
                let (path, anchor) = to.split_once('#').map_or((to, None), |(path, anchor)| (path, Some(anchor)));
                PlaceMark::to(href::to(frame.base_path(), path, anchor))
            }
        };
        out.push_str(&opening("bound", &mark));
        if !bound.kind.is_empty() {
            out.push_str(&format!(" data-kind=\"{}\"", bound.kind));
        }
        out.push('>');
        escape(text, out);
        out.push_str("</a>");
    };
    let mut out = String::new();
    if !bound.items.is_empty() {
        let between = frame.site.locale.between(bound.items.len());
        for ((name, to), before) in bound.items.iter().zip(&between) {
            escape(before, &mut out);
            link(name, to, &mut out);
        }
        escape(between.last().map_or("", String::as_str), &mut out);
        return out;
    }
    match &bound.to {
        Some(to) => link(&bound.text, to, &mut out),
        None => {
            out.push_str("<span class=\"bound\">");
            escape(&bound.text, &mut out);
            out.push_str("</span>");
        }
    }
    out
}

// ── splitting text at marks and mentions ─────────────────────────────────────────────────────────────────────────────

enum Part<'t, 'p> {
    Text(&'t str),
    Mark(&'p Mark),
    Open(&'p Mention),
    Close,
}

/// The parts of a piece of text whose bytes lie at `range`: plain text, marks, and the ends of mentions. Text that does not have the
/// bytes of its range (an entity, a typographic quotation mark) cannot be split and has nothing inside it.
fn parts<'t, 'p>(words: &'t str, range: &Range<usize>, marks: &'p [Mark], mentions: &'p [Mention]) -> Vec<Part<'t, 'p>> {
    let mut cuts: Vec<(usize, usize, Part<'t, 'p>)> = Vec::new();
    for mark in marks_within(marks, range) {
        cuts.push((mark.range.start, mark.range.end, Part::Mark(mark)));
    }
    for mention in mentions.iter().take_while(|mention| (mention.start as usize) < range.end) {
        let (start, end) = (mention.start as usize, mention.end as usize);
        if start >= range.start {
            cuts.push((start, start, Part::Open(mention)));
        }
        if end > range.start && end <= range.end {
            cuts.push((end, end, Part::Close));
        }
    }
    let splits = words.len() == range.len();
    cuts.sort_by_key(|(start, _, part)| (*start, u8::from(!matches!(part, Part::Close))));
    let (mut out, mut at) = (Vec::with_capacity(cuts.len() * 2 + 1), range.start);
    for (start, end, part) in cuts {
        let start = if splits {
            start
        } else if start > range.start {
            range.end
        } else {
            range.start
        };
        if start > at {
            if let Some(text) = if splits { words.get(at - range.start..start - range.start) } else { Some(words) } {
                out.push(Part::Text(text));
            }
            at = start;
        }
        out.push(part);
        at = at.max(end);
    }
    if at < range.end {
        let rest = if splits { words.get(at - range.start..).unwrap_or("") } else { words };
        out.push(Part::Text(rest));
    }
    out
}

fn moved(level: pulldown_cmark::HeadingLevel, shift: u8) -> String {
    let number = match level {
        pulldown_cmark::HeadingLevel::H1 => 1,
        pulldown_cmark::HeadingLevel::H2 => 2,
        pulldown_cmark::HeadingLevel::H3 => 3,
        pulldown_cmark::HeadingLevel::H4 => 4,
        pulldown_cmark::HeadingLevel::H5 => 5,
        pulldown_cmark::HeadingLevel::H6 => 6,
    };
    format!("h{}", (number + shift).min(6))
}
