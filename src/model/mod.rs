//! Syntax to typed records.
//!
//! In: one [`File`] at a time ([`read`]), then all documents together ([`assemble`]). Out: [`Report`], the newsroom's
//! records as written: nothing half-made, every id still only a name with its place.
//! It never looks an id up, never computes, and never touches a disk.

pub mod article;
pub mod country;
pub mod date;
pub mod event;
pub mod evidence;
mod fact_check;
pub mod glossary;
pub mod id;
pub mod ledger;
mod moment;
pub mod money;
pub mod program;
pub mod quantity;
pub mod release;
pub mod report;
pub mod schema;
pub mod settings;
pub mod shapes;
pub mod source;
pub mod target;
pub mod territory;
pub mod world;

pub use article::Article;
pub use country::Country;
pub use date::{Date, Day};
pub use event::Event;
pub use fact_check::{FactCheck, Rating};
pub use glossary::Term;
pub use id::{CountryCode, Id, Url};
pub use ledger::Ledger;
pub use moment::Moment;
pub use money::Money;
pub use program::Program;
pub use quantity::Quantity;
pub use release::Release;
pub use report::{Held, Report, assemble};
pub use settings::Settings;
pub use source::Source;
pub use target::Target;

use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics, Severity};
use crate::parse::{self, Fields, FromScalar, Key, Node, Prose};
use crate::text::{Content, Fault, File, Span, Spanned, unshowables};
use std::sync::Arc;

/// What one file holds. Made of that file alone, so it can be kept for as long as the file stays the same.
#[derive(Debug)]
pub enum Document {
    Site(Arc<Settings>),
    Program(Arc<Program>),
    Sources(Arc<Vec<Source>>),
    Glossary(Arc<Vec<Term>>),
    Country(Arc<Country>),
    Article(Arc<Article>),
    Ledger(Arc<Ledger>),
    Media(Arc<File>),
    /// A file that holds nothing that can be used; its diagnostics say why.
    Nothing,
}

/// Reads one file of `content/`.
#[must_use]
pub fn read(file: &Arc<File>) -> Checked<Document> {
    let mut diagnostics = Diagnostics::new();
    let document = match &file.content {
        Content::Fault(fault) => {
            diagnostics.push(fault_diagnostic(file, fault));
            Document::Nothing
        }
        Content::Media { .. } | Content::Font { .. } => media(file, &mut diagnostics),
        Content::Text(_) => text(file, &mut diagnostics),
    };
    Checked::new(document, diagnostics)
}

/// Endings of files that browsers or servers run, or that are another file in disguise.
const RUNS: &[&str] = &[
    "html", "htm", "xhtml", "shtml", "shtm", "xht", "xml", "xsl", "xslt", "rdf", "mml", "mathml", "hta", "mht", "mhtml", "js",
    "mjs", "cjs", "wasm", "css", "htc", "swf", "svgz", "php", "php3", "php5", "phtml", "phar", "cgi", "pl", "asp", "aspx", "jsp",
    "jspx", "vbs", "wsf", "lnk", "url", "exe",
];

fn media(file: &Arc<File>, diagnostics: &mut Diagnostics) -> Document {
    if file.path.starts_with("content/media/") {
        if RUNS.contains(&file.extension().as_str()) {
            let found = Diagnostic::new(Code::StrayFile, file.id, "a web page or script in `content/media/` is not published");
            diagnostics
                .push(found.help("it could run code on the site: write a page in `content/pages/`, or offer it as `.txt`"));
            return Document::Nothing;
        }
        return Document::Media(file.clone());
    }
    let found = stray(file, "a file of this kind is not used here");
    // A record or an article that nobody reads is worse than a stray picture.
    let lost = matches!(file.extension().as_str(), "yml" | "markdown" | "mdown" | "mdwn");
    diagnostics.push(if lost { Diagnostic { severity: Severity::Error, ..found } } else { found });
    Document::Nothing
}

fn text(file: &Arc<File>, diagnostics: &mut Diagnostics) -> Document {
    let parts: Vec<&str> = file.path.split('/').collect();
    let extension = file.extension();
    let document = match (&parts[1..], extension.as_str()) {
        (["site.yaml"], _) => {
            record(file, diagnostics, |node, found| settings::settings(file, node, found).map(Arc::new).map(Document::Site))
        }
        (["program.yaml"], _) => {
            record(file, diagnostics, |node, found| program::program(file, node, found).map(Arc::new).map(Document::Program))
        }
        (["sources.yaml"], _) => {
            record(file, diagnostics, |node, found| Some(Document::Sources(Arc::new(source::sources(node, found)))))
        }
        (["glossary.yaml"], _) => record(file, diagnostics, |node, found| {
            Some(Document::Glossary(Arc::new(glossary::glossary(node, &Context { file }, found))))
        }),
        (["ledger.yaml"], _) => {
            record(file, diagnostics, |node, found| ledger::ledger(file, node, found).map(Arc::new).map(Document::Ledger))
        }
        (["countries", _], "yaml") => {
            check_name(file, diagnostics);
            record(file, diagnostics, |node, found| country::country(file, node, found).map(Arc::new).map(Document::Country))
        }
        (["articles", _], "md") => markdown(file, article::Kind::Article, diagnostics),
        (["pages", _], "md") => markdown(file, article::Kind::Page, diagnostics),
        (["media", ..], _) => Some(Document::Media(file.clone())),
        _ => {
            diagnostics.push(stray(file, "Sourcebook does not look for such a file here"));
            None
        }
    };
    document.unwrap_or(Document::Nothing)
}

/// Reads a YAML file that holds one record.
fn record(
    file: &Arc<File>,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&Node, &mut Diagnostics) -> Option<Document>,
) -> Option<Document> {
    let before = diagnostics.len();
    let node = diagnostics.take(parse::yaml(file.text(), file.id, 0));
    match node {
        Some(node) => read(&node, diagnostics),
        None => {
            if diagnostics.len() == before {
                let found = Diagnostic::new(Code::EmptyValue, Span::new(file.id, 0, 0), "the file is empty");
                diagnostics.push(found.help("write the record, or remove the file"));
            }
            None
        }
    }
}

fn markdown(file: &Arc<File>, kind: article::Kind, diagnostics: &mut Diagnostics) -> Option<Document> {
    check_name(file, diagnostics);
    let parts = match parse::split(file.text(), file.id) {
        Ok(parts) => parts,
        Err(found) => {
            diagnostics.push(found);
            return None;
        }
    };
    for (at, sign) in unshowables(&file.text()[parts.body.clone()]) {
        let at = parts.body.start + at;
        diagnostics.push(parse::bad_character(sign, Span::new(file.id, at, at + sign.len_utf8())));
    }
    let body = diagnostics.take(Prose::read(parse::Source::part(file, parts.body)));
    let front = parts.front.clone();
    let before = diagnostics.len();
    match diagnostics.take(parse::yaml(&file.text()[front.clone()], file.id, front.start)) {
        Some(node) => article::article(file, kind, &node, body, diagnostics).map(Arc::new).map(Document::Article),
        None => {
            if diagnostics.len() == before {
                let found = Diagnostic::new(Code::MissingKey, Span::new(file.id, 0, 3), "the front matter is empty");
                diagnostics.push(found.help("add at least `title:`"));
            }
            None
        }
    }
}

/// File names become addresses, so they are held to what is the same everywhere.
fn check_name(file: &File, diagnostics: &mut Diagnostics) {
    let stem = file.stem();
    let fits = |c: char| c.is_alphanumeric() && !c.is_uppercase() || c == '-' || c == '_';
    let starts = stem.starts_with(|first: char| first.is_alphanumeric());
    if starts && stem.chars().all(fits) && stem.len() <= 120 && !is_reserved(stem) {
        return;
    }
    let better: String = parse::slug(&stem.replace(['.', '_', '\'', '’'], " ").split_whitespace().collect::<Vec<_>>().join(" "));
    let found = Diagnostic::new(Code::BadFileName, file.id, format!("the name `{}` cannot become an address", file.name()));
    diagnostics.push(if better.is_empty() || better == stem || is_reserved(&better) {
        found.help("use small letters, digits and hyphens")
    } else {
        found.help(format!("rename it to `{better}.{}`", file.extension()))
    });
}

/// Names that Windows keeps for devices, with any ending.
fn is_reserved(stem: &str) -> bool {
    let number = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    matches!(stem, "con" | "prn" | "aux" | "nul") || number("com") || number("lpt")
}

fn stray(file: &File, message: &str) -> Diagnostic {
    let found = Diagnostic::new(Code::StrayFile, file.id, message);
    let advice = match file.extension().as_str() {
        "yml" => "end the name in `.yaml`",
        "markdown" | "mdown" | "txt" | "html" => "end the name in `.md` and put it into `articles/` or `pages/`",
        "yaml" => "records lie in `content/countries/`",
        "md" => "articles lie in `content/articles/`, pages in `content/pages/`, without further folders",
        _ => "move it to `content/media/`, or out of `content/`",
    };
    found.help(advice)
}

/// Why `file` cannot be used, as a finding.
pub fn fault_diagnostic(file: &File, fault: &Fault) -> Diagnostic {
    match fault {
        Fault::NotUtf8 { at, .. } => Diagnostic::new(Code::NotUtf8, Span::new(file.id, *at, at + 1), "this file is not UTF-8")
            .note("here is the first letter that cannot be read")
            .help("save it again with the encoding UTF-8"),
        Fault::Active { at, what, .. } => {
            Diagnostic::new(Code::ActivePicture, Span::new(file.id, *at, at + 1), format!("this drawing {what}"))
                .help("save it as plain SVG without scripts, links to other files and animation, or as PNG")
        }
        Fault::TooLarge { bytes, limit } => Diagnostic::new(Code::TooLarge, file.id, "this file is too large")
            .note(format!("it has {} bytes; the limit is {}", quantity::grouped(*bytes), quantity::grouped(*limit)))
            .help("split it, or take it out"),
        Fault::Link => Diagnostic::new(Code::BadLink, file.id, "this symbolic link leads out of the project or to itself")
            .help("put a copy of the file here instead"),
        Fault::Special => Diagnostic::new(Code::Unreadable, file.id, "this is neither a file nor a folder").help("remove it"),
        Fault::Unreadable(reason) => Diagnostic::new(Code::Unreadable, file.id, format!("this cannot be read: {reason}"))
            .help("look at its permissions, and whether it is still there"),
        Fault::Name => Diagnostic::new(Code::BadFileName, file.id, "the name of this file is not Unicode")
            .help("rename it with small letters, digits and hyphens"),
    }
}

/// The id that a key of a table is.
fn key_id(key: &Key, diagnostics: &mut Diagnostics) -> Option<Spanned<Id>> {
    match Id::from_scalar(&key.text) {
        Ok(id) => Some(Spanned::new(id, key.span)),
        Err(mistake) => {
            diagnostics.push(mistake.at(Code::BadId, key.span));
            None
        }
    }
}

/// What readers of records need to make prose of a value: the file it is in.
struct Context<'a> {
    file: &'a Arc<File>,
}

impl Context<'_> {
    fn prose(&self, fields: &Fields<'_>, key: &str, diagnostics: &mut Diagnostics) -> Option<Arc<Prose>> {
        let value = fields.text(key, diagnostics)?;
        let prose = diagnostics.take(Prose::read(parse::Source::value(self.file, &value)));
        if let Some(block) =
            prose.marks.iter().find(|mark| mark.alone && mark.expression.ends_with(')') && !mark.expression.contains('|'))
        {
            let found = Diagnostic::new(Code::MisplacedBlock, prose.span(&block.range), "blocks have no place in a record");
            diagnostics.push(found.help("put it into an article or a page"));
        }
        Some(Arc::new(prose))
    }
}
