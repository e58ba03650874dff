//! The publication: title, address, publisher, theme, levels of rules.
//!
//! In: `content/site.yaml`. Out: [`Settings`]. It never reads the environment: what the command line overrides is applied in
//! [`pipeline`](crate::pipeline).

use super::id::{Language, Url};
use super::shapes;
use super::target::Target;
use crate::diagnose::{Code, Diagnostic, Diagnostics, Severity};
use crate::parse::{Fields, Node, scalar, unknown_word};
use crate::text::{File, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What `site.yaml` says.
#[derive(Clone, Debug)]
pub struct Settings {
    pub file: Arc<File>,
    pub title: String,
    /// A finding about something that the file leaves out points here too.
    pub title_span: Span,
    pub description: String,
    pub base_url: Option<Url>,
    /// A tag (BCP 47).
    pub language: Spanned<String>,
    pub theme: Spanned<String>,
    pub publisher: Option<Publisher>,
    pub licence: Option<Licence>,
    /// Whose borders maps show. A report without records has no map, and needs none.
    pub worldview: Option<&'static str>,
    /// Whether every page is published as plain text too.
    pub text_edition: bool,
    /// Whether there is a `map:` at all. What is wrong inside it is a finding of its own.
    pub map_given: bool,
    /// The pages that have a share card.
    pub cards: Vec<CardsOf>,
    /// What others can show on their own pages.
    pub embeds: Vec<EmbedsOf>,
    /// Where the report asks for search in the full text of its pages. Without, titles, names and summaries are searched.
    pub full_text: Option<Span>,
    /// Where `sourcebook deploy` puts the site; a folder is seen from that of the report.
    pub deploy: Option<Target>,
    /// Who serves the site, where the build is to write the files that this host reads.
    pub host: Option<Host>,
    /// The compressed copies that are written beside files.
    pub precompress: Vec<Spanned<Encoding>>,
    /// Codes whose level was changed; `None` switches a rule off.
    pub rules: BTreeMap<Code, Option<Severity>>,
}

impl Settings {
    /// Who publishes the report; it stands for itself when it does not say.
    #[must_use]
    pub fn publisher_name(&self) -> &str {
        self.publisher.as_ref().map_or(&self.title, |publisher| &publisher.name)
    }
}

/// Pages that can have a share card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CardsOf {
    Home,
    Countries,
    Articles,
    Sources,
    Pages,
}

impl CardsOf {
    /// As they are written in `site.yaml`.
    const WORDS: [(&str, Self); 5] = [
        ("home", Self::Home),
        ("countries", Self::Countries),
        ("articles", Self::Articles),
        ("sources", Self::Sources),
        ("pages", Self::Pages),
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, of)| *of == self).map_or("", |(word, _)| *word)
    }
}

/// What can be shown on pages of others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmbedsOf {
    Map,
    Charts,
    Countries,
}

impl EmbedsOf {
    /// As they are written in `site.yaml`.
    const WORDS: [(&str, Self); 3] = [("map", Self::Map), ("charts", Self::Charts), ("countries", Self::Countries)];
}

/// How files can be compressed beforehand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    /// As they are written in `site.yaml`, which is how servers and browsers name them.
    const WORDS: [(&str, Self); 2] = [("br", Self::Brotli), ("gzip", Self::Gzip)];

    /// What the name of such a copy adds to that of its file.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        }
    }
}

/// A host that reads files of the site itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Host {
    GithubPages,
    GitlabPages,
    Netlify,
    CloudflarePages,
}

impl Host {
    /// As it is written in `site.yaml`.
    fn named(word: &str) -> Option<Self> {
        match word {
            "github-pages" => Some(Self::GithubPages),
            "gitlab-pages" => Some(Self::GitlabPages),
            "netlify" => Some(Self::Netlify),
            "cloudflare-pages" => Some(Self::CloudflarePages),
            _ => None,
        }
    }
}

/// Who publishes the report.
#[derive(Clone, Debug)]
pub struct Publisher {
    pub name: String,
    pub url: Option<Url>,
    pub contact: Option<String>,
    /// A word of [`shapes::PUBLISHER_KINDS`].
    pub kind: &'static str,
    /// A path below `content/`.
    pub logo: Option<Spanned<String>>,
    /// What it says about its own work, by the keys of [`shapes::POLICIES`]: a path below `content/` or a web address.
    pub policies: Vec<(&'static str, Spanned<String>)>,
}

/// The licence of texts and data.
#[derive(Clone, Debug)]
pub struct Licence {
    pub name: String,
    pub url: Option<Url>,
}

/// Reads `site.yaml`.
pub(super) fn settings(file: &Arc<File>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Settings> {
    let fields = Fields::open(node, &shapes::SITE, diagnostics)?;
    let title = fields.text("title", diagnostics);
    let description = fields.text("description", diagnostics);
    let map = fields.node("map").and_then(|node| Fields::open(node, &shapes::SITE_MAP, diagnostics));
    let theme = fields.text("theme", diagnostics).unwrap_or_else(|| Spanned::new("default".to_owned(), fields.span));
    let base_url: Option<Spanned<Url>> = fields.get("base_url", diagnostics);
    if let Some(url) = base_url.as_ref().filter(|url| url.value.as_str().contains(['?', '#'])) {
        let found = Diagnostic::new(Code::BadUrl, url.span, "the address of a site has no `?` and no `#`");
        diagnostics.push(found.help("write it up to the folder that the site is published in"));
    }
    Some(Settings {
        file: file.clone(),
        base_url: base_url.map(|url| url.value),
        language: match fields.get("language", diagnostics) {
            Some(Spanned { value: Language(tag), span }) => Spanned::new(tag, span),
            None => Spanned::new("en".to_owned(), fields.span),
        },
        theme,
        publisher: publisher(&fields, diagnostics),
        licence: licence(&fields, diagnostics),
        worldview: map.and_then(|map| map.word("worldview", diagnostics)).map(|word| word.value),
        text_edition: fields.yes("text_edition", diagnostics),
        map_given: fields.node("map").is_some(),
        cards: chosen("cards", &CardsOf::WORDS, &[CardsOf::Home, CardsOf::Countries, CardsOf::Articles], &fields, diagnostics),
        embeds: chosen("embeds", &EmbedsOf::WORDS, &EmbedsOf::WORDS.map(|(_, of)| of), &fields, diagnostics),
        full_text: fields.word("search", diagnostics).filter(|word| word.value == shapes::FULL_TEXT).map(|word| word.span),
        deploy: fields.get("deploy", diagnostics).map(|target| target.value),
        host: fields.word("host", diagnostics).and_then(|word| Host::named(word.value)),
        precompress: named("precompress", &Encoding::WORDS, &fields, diagnostics),
        rules: rules(&fields, diagnostics),
        title_span: title.as_ref()?.span,
        title: title?.value,
        description: description?.value,
    })
}

fn publisher(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Publisher> {
    let fields = Fields::open(fields.node("publisher")?, &shapes::PUBLISHER, diagnostics)?;
    let name = fields.text("name", diagnostics);
    let url = fields.get("url", diagnostics).map(|url: Spanned<Url>| url.value);
    let contact = fields.text("contact", diagnostics).filter(|contact| {
        let mail = contact.value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
        let good = Url::new(&contact.value).is_some()
            || (mail && !contact.value.contains(|c: char| c.is_whitespace() || "<>\"?&#".contains(c)));
        if !good {
            let message = format!("`{}` is neither an e-mail address nor a web address", contact.value);
            let found = Diagnostic::new(Code::BadUrl, contact.span, message);
            diagnostics.push(found.help("write `corrections@example.org`, or the address of a form"));
        }
        good
    });
    Some(Publisher {
        kind: fields.word("kind", diagnostics).map_or("newsroom", |word| word.value),
        logo: fields.text("logo", diagnostics),
        policies: policies(&fields, diagnostics),
        name: name?.value,
        url,
        contact: contact.map(|contact| contact.value),
    })
}

fn policies(publisher: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<(&'static str, Spanned<String>)> {
    let fields = publisher.node("policies").and_then(|node| Fields::open(node, &shapes::POLICIES, diagnostics));
    let Some(fields) = fields else { return Vec::new() };
    shapes::POLICIES.fields.iter().filter_map(|field| Some((field.key, fields.text(field.key, diagnostics)?))).collect()
}

fn licence(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Licence> {
    let url = fields.get("licence_url", diagnostics).map(|url: Spanned<Url>| url.value);
    let name = fields.text("licence", diagnostics)?.value;
    let url = url.or_else(|| creative_commons(&name));
    Some(Licence { name, url })
}

/// `CC-BY-4.0` and its kin have addresses that follow from their names (<https://spdx.org/licenses/>).
fn creative_commons(name: &str) -> Option<Url> {
    if name == "CC0-1.0" {
        return Url::new("https://creativecommons.org/publicdomain/zero/1.0/");
    }
    let (kind, version) = name.strip_prefix("CC-")?.rsplit_once('-')?;
    Url::new(&format!("https://creativecommons.org/licenses/{}/{version}/", kind.to_lowercase()))
}

/// What a list of words asks for; `[]` is nothing, and no list at all the usual.
fn chosen<T: Copy>(key: &str, words: &[(&str, T)], usual: &[T], fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<T> {
    if fields.node(key).is_none() {
        return usual.to_vec();
    }
    named(key, words, fields, diagnostics).into_iter().map(|one| one.value).collect()
}

/// What the words of a list mean, each with its place.
fn named<T: Copy>(key: &str, words: &[(&str, T)], fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Spanned<T>> {
    let known = |written: Spanned<String>, diagnostics: &mut Diagnostics| {
        let found = words.iter().find(|(word, _)| *word == written.value);
        if found.is_none() {
            diagnostics.push(unknown_word(&written.value, written.span, words.iter().map(|(word, _)| *word)));
        }
        found.map(|(_, meaning)| Spanned::new(*meaning, written.span))
    };
    fields.texts(key, diagnostics).into_iter().filter_map(|written| known(written, diagnostics)).collect()
}

fn rules(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> BTreeMap<Code, Option<Severity>> {
    let entries = fields.table("rules", diagnostics);
    entries
        .iter()
        .filter_map(|(key, node)| {
            let (level, span) = scalar(node, "off, warning or error", diagnostics)?;
            let Some(code) = Code::named(&key.text) else {
                diagnostics.push(unknown_word(&key.text, key.span, Code::ALL.iter().map(|code| code.name())));
                return None;
            };
            if !code.may_be_softened() && level.text != "error" {
                let message = format!("`{}` is an error and cannot be softened", code.name());
                let found = Diagnostic::new(Code::UnknownWord, span, message);
                diagnostics.push(found.note("a page would be missing or wrong").help("take this line out"));
                return None;
            }
            match level.text.as_str() {
                "off" => Some((code, None)),
                "warning" => Some((code, Some(Severity::Warning))),
                "error" => Some((code, Some(Severity::Error))),
                other => {
                    diagnostics.push(unknown_word(other, span, shapes::LEVELS.iter().map(|(word, _)| *word)));
                    None
                }
            }
        })
        .collect()
}
