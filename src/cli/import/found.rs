//! An entry of a bibliography, and the values in it, in the forms that records take.
//!
//! In: fields as a bibliography writes them. Out: [`Found`], and functions that read a date, an address, a language, a name for an id.
//! What does not fit is `None`, so that somebody can be told. It never makes a date more exact than it was written.

use super::kind::Nature;
use crate::cli::new::file_name;
use crate::cli::sources::host;
use crate::model::id::Language;
use crate::model::{Date, Id, Url};
use crate::parse::FromScalar;
use crate::text::unshowable;

/// An entry as it was found. Texts are clean: one line, without marks of LaTeX or HTML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The citation key; empty when there is none.
    pub key: String,
    /// Where the entry begins, in bytes.
    pub at: usize,
    /// Its type as written: `@online`, `webpage`.
    pub written: String,
    pub nature: Nature,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub accessed: Option<String>,
    pub url: Option<String>,
    pub archive: Option<String>,
    pub language: Option<String>,
    /// Why its fields cannot be read: the place, in bytes, and a reason.
    pub broken: Option<(usize, String)>,
}

impl Found {
    /// An entry of which only this is known.
    pub fn new(key: &str, at: usize, written: &str) -> Self {
        Self {
            key: key.to_owned(),
            at,
            written: written.to_owned(),
            nature: Nature::Unknown,
            title: None,
            publisher: None,
            authors: Vec::new(),
            published: None,
            accessed: None,
            url: None,
            archive: None,
            language: None,
            broken: None,
        }
    }
}

/// Why a whole file cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// In bytes.
    pub at: usize,
    pub message: String,
}

/// One line without what cannot be shown; `None` when nothing is left.
pub fn clean(text: &str) -> Option<String> {
    let spaced: String = text.chars().map(|sign| if sign.is_whitespace() { ' ' } else { sign }).collect();
    let shown: String = spaced.chars().filter(|sign| !unshowable(*sign) && !sign.is_control()).collect();
    let words: Vec<&str> = shown.split(' ').filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A date as bibliographies write it, as exact as it is there and no more. `None` when records cannot say it.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim().trim_matches('"');
    let (text, circa) = match ["circa ", "ca. ", "ca ", "c. "].iter().find_map(|word| text.strip_prefix(word)) {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    };
    if let Some(mut date) = Date::from_words(text) {
        date.approximate |= circa;
        return Some(date);
    }
    let marked = |mark: char| text.contains(mark) || text.contains('%');
    let (approximate, doubted) = (marked('~') || circa, marked('?'));
    let points: Vec<String> = text.replace(['~', '?', '%'], "").split('/').map(point).collect::<Option<_>>()?;
    let interval = match points.as_slice() {
        [start] => start.clone(),
        [start, end] if start == end => start.clone(),
        [start, end] if end.is_empty() => format!("{start}/.."),
        [start, end] => format!("{start}/{end}"),
        _ => return None,
    };
    let mut date = Date::from_scalar(&interval).ok()?;
    (date.approximate, date.doubted) = (approximate, doubted);
    Some(date)
}

/// One end of a date, without its time of day and without the parts that are said to be unknown (`XX`) or are seasons.
fn point(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text == ".." {
        return Some(String::new());
    }
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let mut parts: Vec<String> = Vec::new();
    for (place, part) in day.split('-').enumerate() {
        let is_unknown = !part.is_empty() && part.chars().all(|sign| matches!(sign, 'X' | 'x' | 'u'));
        // EDTF counts seasons from 21 in the place of the month.
        let is_season = place == 1 && part.parse::<u8>().is_ok_and(|number| (21..=41).contains(&number));
        if place > 0 && (is_unknown || is_season) {
            break;
        }
        parts.push(if place > 0 && part.len() == 1 { format!("0{part}") } else { part.to_owned() });
    }
    (parts.len() <= 3).then(|| parts.join("-"))
}

/// The first web address in a text, without what surrounds it.
pub fn address_in(text: &str) -> Option<String> {
    let start = text.find("https://").or_else(|| text.find("http://"))?;
    let end = text[start..].find(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '}' | '{'));
    let address = &text[start..end.map_or(text.len(), |end| start + end)];
    Some(address.trim_end_matches([',', ';', '.', ')']).to_owned())
}

/// The address of an archived copy in a note: `Archive: https://…`, as people write it into Zotero’s “Extra”.
pub fn archive_in(note: &str) -> Option<String> {
    note.lines().find_map(|line| {
        let at = line.to_ascii_lowercase().find("archive")?;
        address_in(&line[at..]).filter(|_| line[at..].split("http").next().is_some_and(|words| words.contains(':')))
    })
}

/// What two addresses of one page have in common: no scheme, no `www.`, no fragment, no `/` at the end, the host in small letters.
pub fn same_page(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    let (host, path) = rest.find(['/', '?']).map_or((rest, ""), |at| rest.split_at(at));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    format!("{host}{}", path.trim_end_matches('/'))
}

/// The tag of a language that is written as a tag, or by its name in English or in LaTeX: `de-DE`, `German`, `ngerman`.
pub fn language(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let name = text.to_lowercase();
    if let Some((_, tag)) = LANGUAGES.iter().find(|(names, _)| names.split(' ').any(|one| one == name)) {
        return Some((*tag).to_owned());
    }
    Language::from_scalar(&text).ok().map(|tag| tag.0)
}

/// Names as babel and people write them.
const LANGUAGES: &[(&str, &str)] = &[
    ("english", "en"),
    ("american usenglish", "en-US"),
    ("british ukenglish", "en-GB"),
    ("canadian", "en-CA"),
    ("australian", "en-AU"),
    ("spanish español castilian castellano", "es"),
    ("french français francais", "fr"),
    ("german ngerman deutsch", "de"),
    ("austrian naustrian", "de-AT"),
    ("swissgerman nswissgerman", "de-CH"),
    ("portuguese portuges português", "pt"),
    ("brazilian brazil", "pt-BR"),
    ("italian italiano", "it"),
    ("dutch nederlands", "nl"),
    ("danish dansk", "da"),
    ("swedish svenska", "sv"),
    ("norwegian norsk", "no"),
    ("nynorsk", "nn"),
    ("finnish", "fi"),
    ("polish polski", "pl"),
    ("czech", "cs"),
    ("slovak", "sk"),
    ("slovene slovenian", "sl"),
    ("croatian", "hr"),
    ("serbian", "sr"),
    ("hungarian magyar", "hu"),
    ("romanian", "ro"),
    ("bulgarian", "bg"),
    ("greek", "el"),
    ("turkish", "tr"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("estonian", "et"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("persian farsi", "fa"),
    ("hindi", "hi"),
    ("chinese", "zh"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("vietnamese", "vi"),
    ("indonesian", "id"),
    ("swahili kiswahili", "sw"),
    ("albanian", "sq"),
    ("latin", "la"),
];

/// The id that an entry asks for: its citation key in small letters, digits and hyphens. When the key is none that a person would cite by
/// (an address, a bare number, another script), it is made of the first author or the publisher, the title and the year; else of the host.
pub fn id(found: &Found, url: &Url, published: Option<Date>) -> Option<Id> {
    let is_citable = !found.key.contains("://") && found.key.chars().any(char::is_alphabetic);
    let key = if is_citable { name(&found.key) } else { String::new() };
    let who = found.authors.first().and_then(|author| author.rsplit(' ').next()).or(found.publisher.as_deref()).unwrap_or("");
    let title = name(found.title.as_deref().unwrap_or(""));
    let words: Vec<&str> = title.split('-').filter(|word| word.len() > 3).take(2).collect();
    let year = published.map(|date| format!("{:04}", date.start().year())).unwrap_or_default();
    let made = name(&format!("{who} {} {year}", words.join(" ")));
    // An address in another script, and nothing else: then only a number tells such sources apart.
    [key, made, name(host(url)), "source".to_owned()].iter().find_map(|text| Id::new(text))
}

fn name(text: &str) -> String {
    let plain: String = file_name(text).chars().map(|sign| if sign.is_ascii() { sign } else { '-' }).collect();
    plain.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_exact_as_written() {
        let read = |text: &str| date(text).map(|date| date.to_string()).unwrap_or_default();
        for (text, expected) in [
            ("2025", "2025"),
            ("2025-06", "2025-06"),
            ("2025-06-20", "2025-06-20"),
            ("2025-6-5", "2025-06-05"),
            ("2025-06-20T14:03:00Z", "2025-06-20"),
            ("2025-06-20 14:03:00", "2025-06-20"),
            ("2025-06~", "2025-06~"),
            ("2025-06?", "2025-06?"),
            ("2025-06%", "2025-06~?"),
            ("circa 2025", "2025~"),
            ("ca. June 2025", "2025-06~"),
            ("2025-06-20/2025-06-22", "2025-06-20/2025-06-22"),
            ("2025-06~/2025-07", "2025-06/2025-07~"),
            ("2025-06-20/2025-06-20", "2025-06-20"),
            ("2025-06/", "2025-06/.."),
            ("2025-06/..", "2025-06/.."),
            ("2025-XX-XX", "2025"),
            ("2025-06-XX", "2025-06"),
            ("2025-21", "2025"),
            ("12 March 2025", "2025-03-12"),
            ("March 12, 2025", "2025-03-12"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in
            ["", "in press", "../2025", "n.d.", "202X", "2025-13-40", "2025a", "2025/2024", "/", "1/2/3", "03/12/2025", "é"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_taken_out_of_what_surrounds_them() {
        assert_eq!(address_in("\\url{https://example.org/a}.").as_deref(), Some("https://example.org/a"));
        assert_eq!(address_in("see http://a.org, later").as_deref(), Some("http://a.org"));
        assert_eq!(address_in("doi:10.1/2"), None);
        assert_eq!(archive_in("Cited by: 3\nArchive: https://archive.ph/x").as_deref(), Some("https://archive.ph/x"));
        assert_eq!(archive_in("archived copy: https://archive.ph/x").as_deref(), Some("https://archive.ph/x"));
        assert_eq!(archive_in("The archive lies at https://example.org"), None);
        assert_eq!(archive_in("https://archive.org/a"), None);
    }

    #[test]
    fn one_page_has_many_addresses() {
        let one = same_page("https://www.Example.org/a/#b");
        assert_eq!(one, "example.org/a");
        for other in ["http://example.org/a", "https://example.org/a/", "HTTPS://EXAMPLE.ORG/a"] {
            assert_eq!(same_page(other), one, "{other}");
        }
        for other in ["https://example.org/A", "https://example.org/a?b", "https://example.com/a"] {
            assert_ne!(same_page(other), one, "{other}");
        }
        assert_eq!(same_page("https://example.org"), same_page("http://www.example.org/"));
    }

    #[test]
    fn languages_become_tags() {
        let tag = |text: &str| language(text).unwrap_or_default();
        for (text, expected) in [("es", "es"), ("pt_BR", "pt-BR"), ("ngerman", "de"), ("Spanish", "es"), ("american", "en-US")] {
            assert_eq!(tag(text), expected);
        }
        assert_eq!(language("Klingon, mostly"), None);
    }

    #[test]
    fn keys_become_ids() {
        let url = Url::new("https://www.example.org/a").unwrap();
        let made = |key: &str| {
            let found = Found {
                title: Some("Inside the Global Deal-Making".to_owned()),
                authors: vec!["Edward Wong".to_owned()],
                ..Found::new(key, 0, "webpage")
            };
            id(&found, &url, date("2025-06")).unwrap().to_string()
        };
        assert_eq!(made("wongInside2025"), "wonginside2025");
        assert_eq!(made("müller_land:2025"), "muller-land-2025");
        assert_eq!(made("http://zotero.org/users/1/items/ABC"), "wong-inside-global-2025");
        assert_eq!(made("1234"), "wong-inside-global-2025");
        assert_eq!(made("что"), "wong-inside-global-2025");
        assert_eq!(id(&Found::new("", 0, ""), &url, None).unwrap().as_str(), "example-org");
        let cyrillic = Url::new("https://что/").unwrap();
        assert_eq!(id(&Found::new("", 0, ""), &cyrillic, None).unwrap().as_str(), "source");
    }

    #[test]
    fn texts_are_one_line_that_can_be_shown() {
        assert_eq!(clean(" a\n\tb\u{a0}c\u{0}\u{202e} ").as_deref(), Some("a b c"));
        assert_eq!(clean(" \n"), None);
    }
}
