//! A theme: templates, assets and words, gathered from up to three places.
//!
//! In: the files below `themes/` of the project, and the default theme that is built into the binary. Out: [`Theme`], compiled and
//! ready. A file of the same path wins over the one it extends: the site's theme, then what that extends, then `default`, of which the
//! project may have files too. It never renders a page and never knows the report.

use super::card::Look;
use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, Place, quoted};
use crate::link::{Locale, is_english, more_general};
use crate::model::{self, shapes};
use crate::parse::{self, Fields, Value};
use crate::text::{Content, File, Hash, Span, Spanned, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Kwargs, State, Tera};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// A style sheet that is added to the end of `style.css`, so that a report can change a few colours without copying all of it.
const OWN_STYLE: &str = "own.css";

/// Templates, assets and words.
pub struct Theme {
    pub tera: Tera,
    /// By path in `assets/`.
    pub assets: BTreeMap<String, Asset>,
    /// The language that it is compiled for, with its words.
    pub locale: Arc<Locale>,
    /// The words as templates get them.
    pub word_values: tera::Value,
    /// Template names and the files that hold them, to point at when one fails.
    sources: BTreeMap<String, Part>,
    /// What share cards take from it.
    #[cfg_attr(not(feature = "cards"), expect(dead_code, reason = "nobody draws cards"))]
    pub(super) look: Look,
    /// Of everything above: equal hashes render alike.
    pub hash: Hash,
}

/// A file of the theme's `assets/`.
pub struct Asset {
    /// With its fingerprint: `style.1f2e3d4c5b6a7980.css`.
    pub name: String,
    pub bytes: AssetBytes,
}

/// Where an asset's bytes are.
pub enum AssetBytes {
    Here(Arc<[u8]>),
    /// They stay on disk.
    File(Arc<File>),
}

/// One file of a theme.
#[derive(Clone)]
enum Part {
    BuiltIn(&'static [u8]),
    Project(Arc<File>),
}

impl Part {
    fn text(&self) -> &str {
        match self {
            Self::BuiltIn(bytes) => std::str::from_utf8(bytes).unwrap_or(""),
            Self::Project(file) => file.text(),
        }
    }
}

/// The hash of everything a theme is made of, its language included, for keeping a compiled one.
#[must_use]
pub fn hash(tree: &Tree, name: &str, language: &str) -> Hash {
    let mut hasher = Xxh3::new();
    for part in [name, "\0", language, "\0"] {
        hasher.update(part.as_bytes());
    }
    for file in tree.under("themes/") {
        hasher.update(&file.hash.to_le_bytes());
    }
    hasher.digest128()
}

/// Gathers and compiles the theme that `site.yaml` names, for the language of the report.
#[must_use]
pub fn theme(tree: &Tree, name: &Spanned<String>, language: &Spanned<String>) -> Checked<Option<Theme>> {
    let mut diagnostics = Diagnostics::new();
    let Some(chain) = chain(tree, name, &mut diagnostics) else { return Checked::new(None, diagnostics) };
    let parts = gather(tree, &chain, &mut diagnostics);
    let assets = assets(&parts, &mut diagnostics);
    let words = words(tree, &chain, language, &mut diagnostics);
    let locale = Arc::new(Locale::new(&language.value, words));
    let fonts = fonts(&parts);
    let sources: BTreeMap<String, Part> = parts
        .into_iter()
        .filter_map(|(path, part)| Some((path.strip_prefix("templates/")?.to_owned(), part)))
        .filter(|(name, _)| name.ends_with(".html") || name.ends_with(".xml") || Look::is_template(name))
        .collect();
    let look = look(&sources, fonts, &assets, locale.words());
    let tera = compile(&sources, &assets, &locale, &look, &mut diagnostics);
    let theme = Theme {
        tera,
        assets,
        word_values: tera::Value::from_serializable(locale.words()),
        locale,
        sources,
        hash: hash(tree, &name.value, &language.value),
        look,
    };
    Checked::new(Some(theme), diagnostics)
}

impl Theme {
    /// The word for `key`; the key itself when the theme has none.
    #[must_use]
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.locale.word(key)
    }

    /// Whether every template is the one that comes with Sourcebook. Those are tested with all that a report can hold, and cannot fail.
    #[must_use]
    pub fn is_stock(&self) -> bool {
        let stock = |name: &str| BUILT_IN.iter().find(|(path, _)| path.strip_prefix("templates/") == Some(name));
        self.sources.iter().all(|(name, part)| match part {
            Part::BuiltIn(_) => true,
            Part::Project(file) => stock(name).is_some_and(|(_, bytes)| *bytes == file.text().as_bytes()),
        })
    }

    /// The parts of the frame around pages: name and template, `masthead` and `parts/masthead.html`.
    pub fn parts(&self) -> impl Iterator<Item = (&str, &str)> {
        let inner = |template: &'_ str| template.strip_prefix("parts/")?.strip_suffix(".html").map(str::len);
        self.sources.keys().filter_map(move |template| {
            let length = inner(template)?;
            Some((&template["parts/".len().."parts/".len() + length], template.as_str()))
        })
    }

    /// What went wrong while a template was rendered, pointing into the template.
    #[must_use]
    pub fn failure(&self, error: &tera::Error) -> Diagnostic {
        failure(error, &self.sources)
    }
}

// ── gathering ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The files of the theme by path, each the first in the chain of themes.
fn gather(tree: &Tree, chain: &[String], diagnostics: &mut Diagnostics) -> BTreeMap<String, Part> {
    let mut parts: BTreeMap<String, Part> =
        BUILT_IN.iter().map(|(path, bytes)| ((*path).to_owned(), Part::BuiltIn(bytes))).collect();
    for theme in chain.iter().rev() {
        let folder = format!("themes/{theme}/");
        for file in tree.under(&folder) {
            if let Content::Fault(fault) = &file.content {
                diagnostics.push(model::fault_diagnostic(file, fault));
                continue;
            }
            parts.insert(file.path[folder.len()..].to_owned(), Part::Project(file.clone()));
        }
    }
    parts
}

/// The themes to look in, the site's own first, `default` last.
fn chain(tree: &Tree, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let mut chain: Vec<String> = Vec::new();
    let mut next = name.clone();
    loop {
        if chain.contains(&next.value) {
            let message = format!("the theme {} extends itself, by way of {}", quoted(&next.value), quoted(&chain.join(", ")));
            diagnostics.push(Diagnostic::new(Code::MissingTheme, next.span, message));
            return None;
        }
        chain.push(next.value.clone());
        if next.value == "default" {
            return Some(chain);
        }
        let Some(file) = tree.get(&format!("themes/{}/theme.yaml", next.value)) else {
            let message = format!("there is no theme {}", quoted(&next.value));
            let found = Diagnostic::new(Code::MissingTheme, next.span, message);
            let found = found.suggest(&next.value, themes(tree).iter().map(String::as_str));
            diagnostics.push(found.note(format!("looked for `themes/{}/theme.yaml`", next.value)));
            return None;
        };
        let node = diagnostics.take(parse::yaml(file.text(), file.id, 0));
        let fields = node.as_ref().and_then(|node| Fields::open(node, &shapes::THEME, diagnostics));
        let extends = fields.and_then(|fields| fields.text("extends", diagnostics));
        next = extends.unwrap_or_else(|| Spanned::new("default".to_owned(), Span::new(file.id, 0, 0)));
    }
}

fn themes(tree: &Tree) -> Vec<String> {
    let names = tree.under("themes/").filter_map(|file| file.path.split('/').nth(1).map(str::to_owned));
    let mut all: Vec<String> = names.chain(["default".to_owned()]).collect();
    all.dedup();
    all
}

// ── assets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Gives every asset a name with its fingerprint. Style sheets come last, because they name other assets.
fn assets(parts: &BTreeMap<String, Part>, diagnostics: &mut Diagnostics) -> BTreeMap<String, Asset> {
    let mut assets = BTreeMap::new();
    let all = || parts.iter().filter_map(|(path, part)| Some((path.strip_prefix("assets/")?, part)));
    for (path, part) in all().filter(|(path, _)| !path.ends_with(".css")) {
        let (bytes, hash) = match part {
            Part::BuiltIn(bytes) => (AssetBytes::Here((*bytes).into()), xxh3_128(bytes)),
            Part::Project(file) => match &file.content {
                Content::Media { fingerprint, .. } => (AssetBytes::File(file.clone()), *fingerprint),
                Content::Font { bytes, fingerprint } => (AssetBytes::Here(bytes.clone()), *fingerprint),
                Content::Text(_) | Content::Fault(_) => {
                    (AssetBytes::Here(file.text().as_bytes().into()), xxh3_128(file.text().as_bytes()))
                }
            },
        };
        assets.insert(path.to_owned(), Asset { name: fingerprinted(path, hash), bytes });
    }
    for (path, part) in all().filter(|(path, _)| path.ends_with(".css") && *path != OWN_STYLE) {
        let mut css = rewritten(path, part, &assets, diagnostics);
        if path == "style.css"
            && let Some(own) = parts.get(&format!("assets/{OWN_STYLE}"))
        {
            css.push_str(&rewritten(OWN_STYLE, own, &assets, diagnostics));
        }
        assets.insert(
            path.to_owned(),
            Asset { name: fingerprinted(path, xxh3_128(css.as_bytes())), bytes: AssetBytes::Here(css.as_bytes().into()) },
        );
    }
    assets
}

fn fingerprinted(path: &str, hash: Hash) -> String {
    // Half of the hash is plenty to tell versions of one file apart.
    let short = format!("{hash:032x}")[..16].to_owned();
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{short}.{extension}"),
        None => format!("{path}.{short}"),
    }
}

/// The style sheet with each `url(…)` of another asset replaced by its fingerprinted name.
fn rewritten(path: &str, part: &Part, assets: &BTreeMap<String, Asset>, diagnostics: &mut Diagnostics) -> String {
    let css = part.text();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut out, mut at) = (String::with_capacity(css.len()), 0);
    while let Some(found) = css[at..].find("url(") {
        let start = at + found + 4;
        let Some(length) = css[start..].find(')') else { break };
        let written = css[start..start + length].trim().trim_matches(['"', '\'']);
        out.push_str(&css[at..start]);
        at = start + length;
        if written.contains(':') || written.starts_with(['#', '/']) || written.is_empty() {
            out.push_str(&css[start..at]);
            continue;
        }
        let (name, rest) = written.split_at(written.find(['#', '?']).unwrap_or(written.len()));
        let target = joined(folder, name);
        match assets.get(&target) {
            Some(asset) => {
                // Both lie below `assets/`, so the way from one folder to the other stays as written.
                let file = asset.name.rsplit('/').next().unwrap_or(&asset.name);
                let way = name.rsplit_once('/').map_or(String::new(), |(way, _)| format!("{way}/"));
                out.push_str(&format!("\"{way}{file}{rest}\""));
            }
            None => {
                out.push_str(&css[start..at]);
                let place = match part {
                    Part::Project(file) => Place::At(Span::new(file.id, start, at)),
                    Part::BuiltIn(_) => Place::Project,
                };
                let message = format!("the style sheet `{path}` asks for {}, which the theme does not have", quoted(name));
                diagnostics.push(Diagnostic::new(Code::MissingAsset, place, message));
            }
        }
    }
    out.push_str(&css[at..]);
    out
}

/// `../b` seen from folder `a/c` is `a/b`.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

// ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The words of a language: those of the built-in theme, with those of each theme of the chain in their place. A word that the language does
/// not have is that of the more general one (`pt` for `pt-BR`), at last the English one, and that is a finding.
fn words(
    project: &Tree,
    chain: &[String],
    language: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, String> {
    let english = words_in(project, chain, "en", diagnostics);
    let mut own = BTreeMap::new();
    let tags: Vec<&str> = more_general(&language.value).filter(|tag| *tag != "en").collect();
    for tag in tags.into_iter().rev() {
        own.extend(words_in(project, chain, tag, diagnostics));
    }
    if !is_english(&language.value) {
        diagnostics.extend(missing(&english, &own, language));
    }
    english.into_iter().chain(own).collect()
}

/// The finding that a language has no words for some keys. A key for one of CLDR's categories of number is one that English may have and another language
/// may do without.
fn missing(english: &BTreeMap<String, String>, own: &BTreeMap<String, String>, language: &Spanned<String>) -> Option<Diagnostic> {
    let tag = &language.value;
    let is_spare = |key: &str| key.strip_suffix("_one").is_some_and(|stem| own.contains_key(&format!("{stem}_other")));
    let lacking: Vec<&str> = english.keys().map(String::as_str).filter(|key| !own.contains_key(*key) && !is_spare(key)).collect();
    let first = *lacking.first()?;
    let words = crate::diagnose::count(lacking.len(), "word", "words");
    let message = format!("the theme has {words} in English only, and the report is in `{tag}`");
    let file = format!("themes/default/strings/{}.yaml", more_general(tag).last().unwrap_or(tag));
    let shown: Vec<String> = lacking.iter().take(8).map(|key| quoted(key)).collect();
    let more = if lacking.len() > shown.len() { " and so on" } else { "" };
    let found = Diagnostic::new(Code::MissingWords, language.span, message).note(format!("they are {}{more}", shown.join(", ")));
    let found = if Locale::is_known(tag) {
        found
    } else {
        found.note(format!("dates and numbers are written as in English: there are no rules for `{tag}`"))
    };
    Some(found.help(format!("give them in `{file}`, a line such as `{first}: …` for each")))
}

/// The words of one file of all themes of the chain.
fn words_in(project: &Tree, chain: &[String], tag: &str, diagnostics: &mut Diagnostics) -> BTreeMap<String, String> {
    let name = format!("strings/{tag}.yaml");
    let mut words = BTreeMap::new();
    let mut tree = Tree::new();
    if let Some((path, bytes)) = BUILT_IN.iter().find(|(path, _)| *path == name) {
        tree.put(path, Content::Text(std::str::from_utf8(bytes).unwrap_or("").into()));
    }
    let own = chain.iter().rev().filter_map(|theme| project.get(&format!("themes/{theme}/{name}")));
    for file in tree.files().chain(own) {
        let Some(node) = diagnostics.take(parse::yaml(file.text(), file.id, 0)) else { continue };
        let Value::Map(entries) = &node.value else {
            diagnostics.push(parse::wrong_type(&node, "lines of `key: word`"));
            continue;
        };
        for (key, node) in entries {
            if let Some((scalar, _)) = parse::scalar(node, "a text", diagnostics) {
                words.insert(key.text.clone(), scalar.text.clone());
            }
        }
    }
    words
}

// ── share cards ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// The fonts in `assets/fonts/` of the project's themes.
fn fonts(parts: &BTreeMap<String, Part>) -> Vec<Arc<[u8]>> {
    let own = parts.values().filter_map(|part| match part {
        Part::Project(file) => Some(&file.content),
        Part::BuiltIn(_) => None,
    });
    own.filter_map(|content| if let Content::Font { bytes, .. } = content { Some(bytes.clone()) } else { None }).collect()
}

/// What share cards take from a theme. Colours that its style sheet does not name are those of the default theme.
fn look(
    sources: &BTreeMap<String, Part>,
    fonts: Vec<Arc<[u8]>>,
    assets: &BTreeMap<String, Asset>,
    words: &BTreeMap<String, String>,
) -> Look {
    let css = |bytes| std::str::from_utf8(bytes).unwrap_or("");
    let stock = BUILT_IN.iter().find(|(path, _)| *path == "assets/style.css").map_or("", |(_, bytes)| css(bytes));
    let own = match assets.get("style.css").map(|asset| &asset.bytes) {
        Some(AssetBytes::Here(bytes)) => css(bytes),
        Some(AssetBytes::File(_)) | None => "",
    };
    let mut hasher = Xxh3::new();
    let used = sources.iter().filter(|(name, _)| Look::is_template(name) || name.starts_with("components/"));
    used.for_each(|(name, part)| hasher.update(format!("{name}\0{}\0", part.text()).as_bytes()));
    words.iter().for_each(|(key, word)| hasher.update(format!("{key}\0{word}\0").as_bytes()));
    Look::new(fonts.into_iter(), &[stock, own], hasher.digest128())
}

// ── templates ────────────────────────────────────────────────────────────────────────────────────────────────────────

fn compile(
    sources: &BTreeMap<String, Part>,
    assets: &BTreeMap<String, Asset>,
    locale: &Arc<Locale>,
    look: &Look,
    diagnostics: &mut Diagnostics,
) -> Tera {
    let mut tera = Tera::default();
    tera.autoescape_on(vec![".html", ".htm", ".xml", ".svg"]);
    register(&mut tera, assets, locale);
    look.register(&mut tera);
    let templates: Vec<(&str, &str)> = sources.iter().map(|(name, part)| (name.as_str(), part.text())).collect();
    if let Err(error) = tera.add_raw_templates(templates) {
        diagnostics.push(failure(&error, sources));
    }
    tera
}

/// Filters and functions that templates can use. All are pure.
fn register(tera: &mut Tera, assets: &BTreeMap<String, Asset>, locale: &Arc<Locale>) {
    let own = locale.clone();
    tera.register_filter("number", move |value: u64, _: Kwargs, _: &State<'_>| own.number(value));
    let own = locale.clone();
    tera.register_filter("counted", move |value: u64, words: Kwargs, _: &State<'_>| {
        Ok::<String, tera::Error>(own.counted(words.must_get::<&str>("of")?, value))
    });
    let own = locale.clone();
    tera.register_filter("listed", move |items: Vec<String>, _: Kwargs, _: &State<'_>| own.and(&items));
    let own = locale.clone();
    tera.register_filter("count", move |value: u64, words: Kwargs, _: &State<'_>| {
        let (one, other) = (words.must_get::<&str>("one")?, words.must_get::<&str>("other")?);
        Ok::<String, tera::Error>(own.count(value, one, other))
    });
    tera.register_filter("upper_first", |text: &str, _: Kwargs, _: &State<'_>| crate::link::wording::capital(text));
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State<'_>| parse::slug(text));
    tera.register_filter("group_by", |_: &tera::Value, _: Kwargs, _: &State<'_>| {
        Err::<tera::Value, tera::Error>(tera::Error::message(
            "`group_by` would give another order on each build; views come grouped",
        ))
    });
    let names: BTreeMap<String, String> = assets.iter().map(|(path, asset)| (path.clone(), asset.name.clone())).collect();
    tera.register_function("asset", move |arguments: Kwargs, state: &State<'_>| {
        let path = arguments.must_get::<&str>("path")?;
        let name = names.get(path).ok_or_else(|| tera::Error::message(format!("the theme has no asset `{path}`")))?;
        Ok::<String, tera::Error>(format!("{}{name}", of_site(state, "assets")?))
    });
    tera.register_function("url", |arguments: Kwargs, state: &State<'_>| {
        let to = arguments.must_get::<&str>("to")?;
        Ok::<String, tera::Error>(format!("{}{}", of_site(state, "base_path")?, to.trim_start_matches('/')))
    });
}

/// A text that the view of the site has; the root of the host without one.
fn of_site(state: &State<'_>, key: &str) -> tera::TeraResult<String> {
    let site = state.get::<tera::Value>("site")?.unwrap_or_else(tera::Value::none);
    Ok(site.get_from_path(key).and_then(tera::Value::as_str).unwrap_or("/").to_owned())
}

/// A template error as a diagnostic: at its place in the project's file, or by name for a built-in one.
fn failure(error: &tera::Error, sources: &BTreeMap<String, Part>) -> Diagnostic {
    let (message, name, line, range) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => (
            report.message().to_owned(),
            report.filename().to_owned(),
            report.span().start_line,
            Some(report.span().range.clone()),
        ),
        tera::ErrorKind::MissingParent { current, parent } => {
            (format!("`{current}` extends `{parent}`, which the theme does not have"), current.clone(), 1, None)
        }
        tera::ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
            let name = own(tpl, chain, sources);
            (format!("`{name}` extends itself, by way of others"), name, 1, None)
        }
        tera::ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            let name = own(tpl, chain, sources);
            (format!("`{name}` includes itself, by way of others"), name, 1, None)
        }
        other => {
            let (message, name, line) = from_report(&other.to_string());
            (message, name, line, None)
        }
    };
    let message = message.trim().trim_start_matches("error: ").lines().next().unwrap_or("");
    // What a template could have asked for instead is background.
    let (message, available) = message.split_once(". Available").map_or((message, None), |(fact, rest)| (fact, Some(rest)));
    let message = crate::link::wording::lower(message.trim_end_matches('.'));
    let code = if message.contains("the theme has no asset") { Code::MissingAsset } else { Code::TemplateError };
    let found = match sources.get(&name) {
        Some(Part::Project(file)) => {
            let range = range.unwrap_or_else(|| quoted_range(file.text(), line, &message));
            Diagnostic::new(code, Span::new(file.id, range.start, range.end), message)
        }
        Some(Part::BuiltIn(_)) => Diagnostic::new(code, Place::Project, message)
            .note(format!("in the template `{name}`, line {line}, of the built-in theme")),
        None => Diagnostic::new(code, Place::Project, message),
    };
    match available {
        Some(rest) => found.note(format!("available{rest}")),
        None => found,
    }
}

/// The template of a circle that the project can mend: its own one, the first by name, so that it is the same one each time.
fn own(template: &str, chain: &[String], sources: &BTreeMap<String, Part>) -> String {
    let mut all: Vec<&str> = chain.iter().map(String::as_str).chain([template]).collect();
    all.sort_unstable();
    let mine = all.iter().find(|name| matches!(sources.get(**name), Some(Part::Project(_))));
    mine.or(all.first()).map_or_else(|| template.to_owned(), |name| (*name).to_owned())
}

/// Unknown filters, functions and components come as a finished report: message, then ` --> name:line:column`.
fn from_report(report: &str) -> (String, String, usize) {
    let message = report.lines().next().unwrap_or("").to_owned();
    let place = report.lines().find_map(|line| line.trim().strip_prefix("--> "));
    let mut parts = place.unwrap_or("").rsplitn(3, ':').skip(1);
    let line = parts.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    (message, parts.next().unwrap_or("").to_owned(), line)
}

/// The word of the line that the message has in backticks; the whole line when there is none.
fn quoted_range(text: &str, line: usize, message: &str) -> std::ops::Range<usize> {
    let whole = line_range(text, line);
    let word = message.rsplit('`').nth(1).filter(|word| !word.is_empty());
    let found = word.and_then(|word| Some((text.get(whole.clone())?.find(word)?, word.len())));
    found.map_or(whole.clone(), |(at, length)| whole.start + at..whole.start + at + length)
}

fn line_range(text: &str, line: usize) -> std::ops::Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    start..start + length
}
