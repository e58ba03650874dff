//! BibTeX and BibLaTeX.
//!
//! In: the text of a `.bib` file. Out: what was [`Found`], or where the file is broken. An entry whose fields cannot be read spoils no
//! other. Only the fields that a source can hold are read. It never resolves `crossref` and `xdata`: they may lead in circles.

use super::found::{Broken, Found, address_in, archive_in, clean};
use super::kind::of_bibtex;
use biblatex::{
    Bibliography, ChunksExt, Pair, ParseError, ParseErrorKind, Person, RawBibliography, RawChunk, RawEntry, Spanned, Token,
};
use std::collections::BTreeMap;

/// Braces within braces are followed by calls within calls; no title needs more.
const DEEPEST: usize = 50;
/// Abbreviations can be made of abbreviations; no field is longer, in bytes.
const LONGEST: usize = 100_000;

/// All entries of the file, in order.
///
/// # Errors
///
/// When the file as a whole cannot be followed: a brace or comma is missing.
pub fn read(text: &str) -> Result<Vec<Found>, Broken> {
    let raw = RawBibliography::parse(text).map_err(|error| broken(&error, text))?;
    let mut abbreviations = BTreeMap::new();
    for pair in &raw.abbreviations {
        // As BibTeX has it: in the order of the file, made of those above only.
        if let Ok(value) = value(pair, &abbreviations) {
            abbreviations.insert(pair.key.v.to_lowercase(), value.text);
        }
    }
    let is_data = |entry: &&Spanned<RawEntry<'_>>| !matches!(entry.v.kind.v.to_lowercase().as_str(), "xdata" | "set");
    Ok(raw.entries.iter().filter(is_data).map(|entry| found(&entry.v, entry.span.start, &abbreviations)).collect())
}

/// Where the file breaks. A brace that is missing is noticed entries later, so the entry that it is missing in is looked for.
fn broken(error: &ParseError, text: &str) -> Broken {
    match unclosed(text).filter(|at| *at <= error.span.start) {
        Some(at) => {
            Broken { at, message: "the entry that begins here is not closed: a brace or a quotation mark is missing".to_owned() }
        }
        None => Broken { at: error.span.start, message: reason(error) },
    }
}

/// The first entry that is still open where the next begins, or where the file ends.
fn unclosed(text: &str) -> Option<usize> {
    let (mut entry, mut depth, mut passed) = (None, 0usize, 0);
    for line in text.split_inclusive('\n') {
        let name = line.strip_prefix('@').and_then(|rest| rest.split_once('{')).map(|(name, _)| name.trim_end());
        if name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic())) {
            if depth > 0 {
                return entry;
            }
            entry = Some(passed);
        }
        let mut is_escaped = false;
        for sign in line.chars() {
            match sign {
                '{' if !is_escaped => depth += 1,
                '}' if !is_escaped => depth = depth.saturating_sub(1),
                _ => {}
            }
            is_escaped = sign == '\\' && !is_escaped;
        }
        passed += line.len();
    }
    entry.filter(|_| depth > 0)
}

/// A field with its abbreviations written out, and where it stands.
struct Field {
    text: String,
    at: usize,
}

/// Why a field cannot be read, and where.
type Fault = (usize, String);

fn found(entry: &RawEntry<'_>, at: usize, abbreviations: &BTreeMap<String, String>) -> Found {
    let written = entry.kind.v.to_lowercase();
    let bare = Found::new(entry.key.v, at, &format!("@{written}"));
    let fields = Fields { entry, abbreviations };
    fields.read(&written, bare.clone()).unwrap_or_else(|fault| Found { broken: Some(fault), ..bare })
}

struct Fields<'a> {
    entry: &'a RawEntry<'a>,
    abbreviations: &'a BTreeMap<String, String>,
}

impl Fields<'_> {
    fn read(&self, written: &str, bare: Found) -> Result<Found, Fault> {
        let genre = self.first(&["type", "howpublished"])?.unwrap_or_default();
        let subtype = self.first(&["entrysubtype"])?.unwrap_or_default();
        let is_scholarly =
            ["doi", "issn", "volume", "number", "eprint"].iter().any(|name| self.raw(name).is_ok_and(|field| field.is_some()));
        let is_part = matches!(written, "book" | "inbook" | "incollection" | "inproceedings" | "thesis");
        let publisher = if is_part {
            self.first(&["publisher", "institution", "school", "organization"])?
        } else {
            self.first(&["journaltitle", "journal", "organization", "institution", "publisher", "school", "titleaddon"])?
        };
        let title = match (self.first(&["title"])?, self.first(&["subtitle"])?) {
            (Some(title), Some(subtitle)) => Some(format!("{title}: {subtitle}")),
            (title, _) => title,
        };
        let note = self.verbatim(&["note", "addendum", "annotation"])?;
        let archive = self.verbatim(&["archiveurl", "archive-url", "archive"])?.and_then(|text| address_in(&text));
        let doi = || -> Result<Option<String>, Fault> {
            let doi = self.verbatim(&["doi"])?.filter(|doi| doi.starts_with("10."));
            Ok(doi.map(|doi| format!("https://doi.org/{doi}")))
        };
        Ok(Found {
            nature: of_bibtex(written, &subtype, &genre, is_scholarly),
            title,
            publisher,
            authors: self.people()?,
            published: self.date()?,
            accessed: self.verbatim(&["urldate", "accessed", "lastchecked"])?,
            url: match self.verbatim(&["url", "howpublished"])?.filter(|text| self.has("url") || text.contains("http")) {
                Some(text) => address_in(&text).or(Some(text)),
                None => doi()?,
            },
            archive: archive.or_else(|| note.as_deref().and_then(archive_in)),
            language: self.verbatim(&["language", "langid"])?,
            ..bare
        })
    }

    fn has(&self, name: &str) -> bool {
        self.raw(name).is_ok_and(|field| field.is_some_and(|field| !field.text.trim().is_empty()))
    }

    /// A field with its abbreviations written out.
    fn raw(&self, name: &str) -> Result<Option<Field>, Fault> {
        let pair = self.entry.fields.iter().rev().find(|pair| pair.key.v.eq_ignore_ascii_case(name));
        pair.map(|pair| value(pair, self.abbreviations)).transpose()
    }

    /// The first of these fields that has text, with LaTeX turned into letters.
    fn first(&self, names: &[&str]) -> Result<Option<String>, Fault> {
        for name in names {
            let Some(field) = self.raw(name)? else { continue };
            if let Some(text) =
                clean(&plain(&decoded("title", &field)?.get("title").map(ChunksExt::format_verbatim).unwrap_or_default()))
            {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// The first of these fields that has text, with nothing changed but escapes: addresses and dates are no prose, and `--` in an address
    /// is no dash.
    fn verbatim(&self, names: &[&str]) -> Result<Option<String>, Fault> {
        for name in names {
            let Some(field) = self.raw(name)? else { continue };
            let text = unescaped(field.text.trim());
            if !text.trim_matches(['{', '}', ' ']).is_empty() {
                let is_wrapped = text.starts_with('{') && text.ends_with('}');
                return Ok(Some(if is_wrapped { text.trim_matches(['{', '}']).to_owned() } else { text }));
            }
        }
        Ok(None)
    }

    fn people(&self) -> Result<Vec<String>, Fault> {
        let Some(field) = self.raw("author")? else { return Ok(Vec::new()) };
        let people = decoded("author", &field)?.get_as::<Vec<Person>>("author").unwrap_or_default();
        let name = |one: Person| {
            let parts = [one.given_name, one.prefix, one.name, one.suffix];
            clean(&plain(&parts.join(" "))).filter(|name| name != "others")
        };
        Ok(people.into_iter().filter_map(name).collect())
    }

    /// `date`, or `year` with as much of `month` and `day` as can be read.
    fn date(&self) -> Result<Option<String>, Fault> {
        if let Some(date) = self.verbatim(&["date"])? {
            return Ok(Some(date));
        }
        let Some(year) = self.verbatim(&["year"])? else { return Ok(None) };
        let (month, day) = (self.verbatim(&["month"])?, self.verbatim(&["day"])?);
        let forms = match (month, day) {
            (None, _) => vec![],
            (Some(month), None) => vec![format!("{year}-{month}"), format!("{month} {year}")],
            (Some(month), Some(day)) => {
                let (numbers, words) = (format!("{year}-{month}-{day}"), format!("{month} {day} {year}"));
                vec![numbers, words, format!("{year}-{month}"), format!("{month} {year}")]
            }
        };
        Ok(forms.into_iter().find(|form| super::found::date(form).is_some()).or(Some(year)))
    }
}

fn value(pair: &Pair<'_>, abbreviations: &BTreeMap<String, String>) -> Result<Field, Fault> {
    let mut text = String::new();
    for chunk in &pair.value.v {
        match chunk.v {
            RawChunk::Normal(part) => text.push_str(part),
            RawChunk::Abbreviation(name) => match abbreviations.get(&name.to_lowercase()) {
                Some(part) => text.push_str(part),
                // `jan` to `dec` are known to BibTeX itself, and dates are read from words.
                None if pair.key.v.eq_ignore_ascii_case("month") => text.push_str(name),
                None => return Err((chunk.span.start, format!("no `@string` says what `{name}` is"))),
            },
        }
        if text.len() > LONGEST {
            return Err((chunk.span.start, "this field is too long".to_owned()));
        }
    }
    let at = pair.value.v.first().map_or(pair.value.span.start, |chunk| chunk.span.start);
    Ok(Field { text, at })
}

/// The field alone in an entry of its own, with LaTeX turned into letters.
fn decoded(name: &str, field: &Field) -> Result<biblatex::Entry, Fault> {
    let depth = field.text.chars().scan(0usize, |depth, sign| {
        *depth = if sign == '{' { *depth + 1 } else { depth.saturating_sub(usize::from(sign == '}')) };
        Some(*depth)
    });
    if depth.max().unwrap_or(0) > DEEPEST {
        return Err((field.at, "there are too many braces within braces".to_owned()));
    }
    let text = literal(&field.text);
    let value = vec![Spanned::new(RawChunk::Normal(&text), 0..text.len())];
    let pair = Pair::new(Spanned::new(name, 0..0), Spanned::new(value, 0..text.len()));
    let entry = RawEntry { key: Spanned::new("x", 0..0), kind: Spanned::new("misc", 0..0), fields: vec![pair] };
    let raw = RawBibliography { preamble: String::new(), entries: vec![Spanned::new(entry, 0..0)], abbreviations: Vec::new() };
    let bibliography = Bibliography::from_raw(raw).map_err(|error| (field.at, reason(&error)))?;
    bibliography.into_iter().next().ok_or_else(|| (field.at, "this field cannot be read".to_owned()))
}

/// LaTeX in which `~` is a space, and `$` a dollar unless two of them hold a formula: titles are about money more often.
fn literal(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '$', '~']) {
        out.push_str(&rest[..at]);
        let (sign, after) = rest[at..].split_at(1);
        rest = after;
        match sign {
            "~" => out.push(' '),
            "$" => match after.split_once('$') {
                Some((formula, after)) if formula.contains(['\\', '^', '_']) && !formula.ends_with('\\') => {
                    out.push_str(&format!("{{{formula}}}"));
                    rest = after;
                }
                _ => out.push_str("\\$"),
            },
            _ => {
                let escaped = after.chars().next().map_or(0, char::len_utf8);
                out.push('\\');
                out.push_str(&after[..escaped]);
                rest = &after[escaped..];
            }
        }
    }
    out.push_str(rest);
    out.replace("``", "“").replace("''", "”")
}

/// Commands that change how letters look and stand for none.
const LOOKS: &[&str] = &[
    "em", "it", "itshape", "bf", "bfseries", "sc", "scshape", "tt", "ttfamily", "sl", "rm", "sf", "protect", "relax", "par",
    "newline", "noopsort",
];

/// Text without commands: of `\emph{word}` the word stays, of `\mu`, for which no letter is known, the name.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut braces = 0;
    while let Some(at) = rest.find(['\\', '}']) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let command = after.find(|sign: char| !sign.is_ascii_alphabetic()).unwrap_or(after.len());
        rest = if rest[at..].starts_with('}') {
            if braces == 0 {
                out.push('}');
            }
            braces = braces.max(1) - 1;
            after
        } else if command == 0 {
            out.push('\\');
            after
        } else if let Some(argument) = after[command..].strip_prefix('{') {
            braces += 1;
            argument
        } else {
            if !LOOKS.contains(&&after[..command]) {
                out.push_str(&after[..command]);
            }
            &after[command..]
        };
    }
    out + rest
}

/// Without the backslash before a sign that needs one in LaTeX and none elsewhere.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let escapes = signs.peek().is_some_and(|next| "_%&#$~:^{}\\".contains(*next));
        if sign != '\\' || !escapes {
            out.push(sign);
        }
    }
    out.replace("{\\textasciitilde}", "~").replace("\\textasciitilde", "~")
}

/// What the reader of BibTeX found, in words for somebody who did not write the file by hand.
fn reason(error: &ParseError) -> String {
    match &error.kind {
        ParseErrorKind::UnexpectedEof => {
            "the file ends in the middle of an entry: a brace or a quotation mark is missing".to_owned()
        }
        ParseErrorKind::Unexpected(token) => format!("here is {} that does not belong", article(*token)),
        ParseErrorKind::Expected(token) => format!("here {} is missing", article(*token)),
        other => other.to_string(),
    }
}

fn article(token: Token) -> &'static str {
    match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "an opening brace `{`",
        Token::ClosingBrace => "a closing brace `}`",
        Token::Comma => "a comma",
        Token::QuotationMark => "a quotation mark",
        Token::Equals => "a sign `=`",
        Token::DecimalPoint => "a decimal point",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(fields: &str) -> Found {
        read(&format!("@online{{a,\n{fields}\n}}")).unwrap().remove(0)
    }

    #[test]
    fn latex_becomes_letters() {
        let title = |text: &str| one(&format!("title = {{{text}}}")).title.unwrap_or_default();
        assert_eq!(title("{U.S.} pays \\$5 million \\& more -- {Rwanda}'s deal"), "U.S. pays $5 million & more – Rwanda's deal");
        assert_eq!(title("Costs $5 million"), "Costs $5 million");
        assert_eq!(title("From $5 to $6 and \\$7"), "From $5 to $6 and $7");
        assert_eq!(title("$5, a $\\mu$second and CO$_2$"), "$5, a mu second and CO_2");
        assert_eq!(title("{\\it Now}, {\\em really}~soon \\~n"), "Now, really soon ñ");
        assert_eq!(title("{\\'E}tats, M{\\\"u}ller, Pe\\~na, \\c{c}a, \\v{S}koda"), "États, Müller, Peña, ça, Škoda");
        assert_eq!(title("``Agreed''~to \\emph{take} \\textbf{250}"), "“Agreed” to take 250");
        assert_eq!(title("{\\textquotedblleft}No{\\textquotedblright}\n  and more"), "“No” and more");
        assert_eq!(title("100\\% of \\#1 a\\_b"), "100% of #1 a_b");
    }

    #[test]
    fn addresses_stay_as_they_are() {
        let url = |fields: &str| one(fields).url.unwrap_or_default();
        assert_eq!(url("url = {https://example.org/a--b_c?d=1&e=%20#f}"), "https://example.org/a--b_c?d=1&e=%20#f");
        assert_eq!(url("url = {https://example.org/a\\_b\\%20c}"), "https://example.org/a_b%20c");
        assert_eq!(url("howpublished = {\\url{https://example.org/x}}"), "https://example.org/x");
        assert_eq!(url("doi = {10.1000/182}"), "https://doi.org/10.1000/182");
        assert_eq!(url("howpublished = {Print}"), "");
        assert_eq!(url("url = {example.org/a}"), "example.org/a");
        assert_eq!(one("note = {Archive: https://archive.ph/x}").archive.unwrap(), "https://archive.ph/x");
    }

    #[test]
    fn people_have_their_usual_names() {
        let authors = |text: &str| one(&format!("author = {{{text}}}")).authors;
        assert_eq!(authors("Wong, Edward and {Human Rights Watch} and others"), ["Edward Wong", "Human Rights Watch"]);
        assert_eq!(authors("van der Berg, Jan"), ["Jan van der Berg"]);
        assert_eq!(
            authors("Smith, Jr., John and Garc{\\'i}a M{\\'a}rquez, Gabriel"),
            ["John Smith Jr.", "Gabriel García Márquez"]
        );
        assert_eq!(authors(""), [""; 0]);
    }

    #[test]
    fn dates_come_from_three_fields_too() {
        let date = |fields: &str| one(fields).published.unwrap_or_default();
        assert_eq!(date("date = {2025-06~}, year = 2024"), "2025-06~");
        assert_eq!(date("year = 2025, month = jun"), "jun 2025");
        assert_eq!(date("year = {2025}, month = {06}"), "2025-06");
        assert_eq!(date("year = 2025, month = jun, day = 5"), "jun 5 2025");
        assert_eq!(date("year = 2025, month = 6, day = {31}"), "2025-6", "June has no such day, so the month is what is left");
        assert_eq!(date("year = 2025, month = {Summer}"), "2025");
    }

    #[test]
    fn abbreviations_are_written_out_and_do_not_lead_in_circles() {
        let all = read("@string{nyt = \"The \" # t}\n@string{t = {Times}}\n@string{post = {The } # \"Post\"}\n@article{a, journal = POST}\n@article{b, journal = nyt}").unwrap();
        assert_eq!(all[0].publisher.as_deref(), Some("The Post"));
        assert_eq!(all[1].broken.as_ref().unwrap().1, "no `@string` says what `nyt` is");
        let bomb: Vec<String> = (0..60).map(|at| format!("@string{{a{} = a{at} # a{at}}}\n", at + 1)).collect();
        let text = format!("@string{{a0 = {{x}}}}\n@string{{b = b}}\n{}@misc{{a, title = a60}}", bomb.concat());
        assert!(read(&text).unwrap()[0].broken.is_some());
    }

    #[test]
    fn a_broken_file_says_where() {
        let broken = read("@online{a,\n  title = {x}\n  url = {y}\n}").unwrap_err();
        assert_eq!(broken.message, "here a comma is missing");
        let open = |text: &str| read(text).map(|_| ()).map_err(|broken| (broken.at, broken.message.contains("is not closed")));
        assert_eq!(open("% x\n@online{a, title = {x"), Err((4, true)));
        assert_eq!(open("@misc{a, title = {x}}\n@misc{b,\n title = {x\n}\n@misc{c, title = {x}}\n"), Err((22, true)));
        assert_eq!(
            open("@misc{a, title = \"x }\n@misc{b, title = {x}}\n"),
            Err((44, false)),
            "a quotation mark is noticed at the end"
        );
    }

    #[test]
    fn odd_files_do_no_harm() {
        let deep = format!("@misc{{a, title = {{{}x{}}}}}", "\\a{".repeat(5000), "}".repeat(5000));
        assert!(read(&deep).unwrap()[0].broken.is_some());
        let circle = "@misc{a, title = {x}, crossref = {a}, xdata = {a}, ids = {a, {b}}}\n@misc{a, title = {y}}";
        assert_eq!(read(circle).unwrap().len(), 2, "the same key twice is two entries");
        for text in
            ["", "just text", "@comment{x}", "%", "@", "@misc", "@misc{", "@misc{a}", "\\", "@misc{a, title = \"}\"}", "@misc{,}"]
        {
            let _ = read(text);
        }
    }
}
