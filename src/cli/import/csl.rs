//! CSL-JSON, as Zotero and other managers of references export it.
//!
//! In: the text of a `.json` file: a list of items. Out: what was [`Found`], or where the file is broken. It never minds a field that it
//! does not know.

use super::found::{Broken, Found, address_in, archive_in, clean};
use super::kind::of_csl;
use crate::render::unescaped;
use serde_json::Value;
use serde_json::value::RawValue;

/// All items of the file, in order.
///
/// # Errors
///
/// When the file is no JSON, or no list of items.
pub fn read(text: &str) -> Result<Vec<Found>, Broken> {
    let no_list = || Broken { at: 0, message: "this is no list of items, as CSL-JSON is".to_owned() };
    let broken = |error: &serde_json::Error| Broken { at: offset(text, error.line(), error.column()), message: reason(error) };
    let first: &RawValue = serde_json::from_str(text).map_err(|error| broken(&error))?;
    if !first.get().starts_with('[') {
        return Err(no_list());
    }
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| broken(&error))?;
    Ok(items.into_iter().map(|item| found(item, text)).collect())
}

fn found(item: &RawValue, text: &str) -> Found {
    // The item is a part of the text, so the distance of their beginnings is its place.
    let at = item.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let value = match serde_json::from_str::<Value>(item.get()) {
        Ok(value) if value.is_object() => value,
        Ok(_) => return Found { broken: Some((at, "this is no item of a bibliography".to_owned())), ..Found::new("", at, "") },
        Err(error) => return Found { broken: Some((at, reason(&error))), ..Found::new("", at, "") },
    };
    let item = Item(&value);
    let written = item.word("type").unwrap_or_default();
    let key = item.word("citation-key").or_else(|| item.word("id")).unwrap_or_default();
    let is_part = matches!(written.as_str(), "book" | "chapter" | "paper-conference" | "thesis" | "report");
    let publisher =
        if is_part { item.text(&["publisher", "authority"]) } else { item.text(&["container-title", "publisher", "authority"]) };
    let note = item.word("note").unwrap_or_default();
    let archive = ["archive", "archive_location", "archive-location"].iter().find_map(|name| address_in(&item.word(name)?));
    let doi = || item.word("DOI").filter(|doi| doi.starts_with("10.")).map(|doi| format!("https://doi.org/{doi}"));
    Found {
        nature: of_csl(&written, &item.word("genre").unwrap_or_default()),
        title: item.text(&["title"]),
        publisher,
        authors: item.people("author"),
        published: item.date("issued"),
        accessed: item.date("accessed"),
        url: item.word("URL").or_else(doi),
        archive: archive.or_else(|| archive_in(&note)),
        language: item.word("language"),
        ..Found::new(&key, at, &written)
    }
}

struct Item<'a>(&'a Value);

impl Item<'_> {
    /// A field that is a word or a number.
    fn word(&self, name: &str) -> Option<String> {
        written(self.0.get(name)?).filter(|text| !text.is_empty())
    }

    /// The first of these fields that has text, without HTML.
    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| clean(&without_html(&self.word(name)?)))
    }

    fn people(&self, name: &str) -> Vec<String> {
        let all = self.0.get(name).and_then(Value::as_array).into_iter().flatten();
        all.filter_map(|person| {
            let person = Item(person);
            let parts = ["given", "dropping-particle", "non-dropping-particle", "family", "suffix"];
            let name: Vec<String> = parts.iter().filter_map(|part| person.text(&[part])).collect();
            person.text(&["literal"]).or_else(|| clean(&name.join(" ")))
        })
        .collect()
    }

    /// A date as EDTF would write it: `2025-06`, `2025-06-20/2025-06-22`, `2025~`.
    fn date(&self, name: &str) -> Option<String> {
        let date = Item(self.0.get(name)?);
        let points: Vec<String> =
            date.0.get("date-parts").and_then(Value::as_array).into_iter().flatten().filter_map(point).collect();
        let circa = match date.0.get("circa") {
            Some(Value::Bool(circa)) => *circa,
            Some(Value::Number(number)) => number.as_f64().is_some_and(|number| number > 0.0),
            Some(Value::String(text)) => !matches!(text.as_str(), "" | "0" | "false"),
            _ => false,
        };
        if points.is_empty() {
            let written = written(self.0.get(name)?);
            return date.word("raw").or_else(|| date.word("literal")).or_else(|| date.word("edtf")).or(written);
        }
        Some(points.join("/") + if circa { "~" } else { "" })
    }
}

/// `[2025, 6, 20]`, `["2025", "6"]`; the end of a range that is `[0]` is open.
fn point(parts: &Value) -> Option<String> {
    let parts: Vec<String> = parts.as_array()?.iter().filter_map(written).collect();
    let year = parts.first()?;
    if year == "0" {
        return Some("..".to_owned());
    }
    let known = parts.iter().skip(1).take_while(|part| !matches!(part.as_str(), "" | "0"));
    Some(known.fold(format!("{year:0>4}"), |date, part| format!("{date}-{part:0>2}")))
}

fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The tags that CSL allows in text.
const TAGS: &[&str] = &["i", "b", "u", "em", "strong", "sub", "sup", "sc", "span"];

/// Text without the tags that CSL allows in it, and with the signs that stand for others turned into those. A `<` of another use stays.
fn without_html(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let inside = rest.find('>').map(|end| (&rest[1..end], end));
        match inside {
            Some((tag, end)) if TAGS.contains(&tag.trim_start_matches('/').split(' ').next().unwrap_or("")) => {
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    unescaped(&out)
}

/// The byte at a line and a column, in bytes, as serde_json counts them.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (before + column.saturating_sub(1)).min(text.len())
}

/// What serde_json found, without the place that it repeats.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or(&text).to_owned();
    if error.is_eof() { "the file ends in the middle of an item".to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(fields: &str) -> Found {
        read(&format!("[\n  {{\"id\": \"a\", {fields}}}\n]")).unwrap().remove(0)
    }

    #[test]
    fn titles_are_without_html() {
        let title = |text: &str| one(&format!("\"title\": \"{text}\"")).title.unwrap_or_default();
        assert_eq!(title("<i>Doe</i> v. <span class='nocase'>US</span> &amp; 1 < 2 > 0"), "Doe v. US & 1 < 2 > 0");
        assert_eq!(title("a <b"), "a <b");
        assert_eq!(title("CO<sub>2</sub>"), "CO2");
    }

    #[test]
    fn dates_are_as_exact_as_their_parts() {
        let date = |value: &str| one(&format!("\"issued\": {value}")).published.unwrap_or_default();
        assert_eq!(date("{\"date-parts\": [[2025]]}"), "2025");
        assert_eq!(date("{\"date-parts\": [[\"2025\", 6, \"5\"]]}"), "2025-06-05");
        assert_eq!(date("{\"date-parts\": [[2025, 6]], \"circa\": true}"), "2025-06~");
        assert_eq!(date("{\"date-parts\": [[2025, 6, 20], [2025, 6, 22]]}"), "2025-06-20/2025-06-22");
        assert_eq!(date("{\"date-parts\": [[2025, 6], [0]]}"), "2025-06/..");
        assert_eq!(date("{\"date-parts\": [[2025]], \"season\": 2}"), "2025");
        assert_eq!(date("{\"raw\": \"June 2025\"}"), "June 2025");
        assert_eq!(date("{\"date-parts\": []}"), "");
        assert_eq!(date("7"), "7");
    }

    #[test]
    fn people_have_their_usual_names() {
        let people = "[{\"family\": \"Berg\", \"given\": \"Jan\", \"non-dropping-particle\": \"van der\"}, {\"literal\": \"Human Rights Watch\"}, {}, 3]";
        assert_eq!(one(&format!("\"author\": {people}")).authors, ["Jan van der Berg", "Human Rights Watch"]);
    }

    #[test]
    fn archives_are_addresses_or_nothing() {
        assert_eq!(one("\"archive\": \"Box 3\"").archive, None);
        assert_eq!(one("\"archive_location\": \"https://archive.ph/x\"").archive.unwrap(), "https://archive.ph/x");
        assert_eq!(one("\"note\": \"Citations: 3\\nArchived: https://archive.ph/x\"").archive.unwrap(), "https://archive.ph/x");
    }

    #[test]
    fn a_broken_file_says_where() {
        let text = "[\n  {\"id\": \"é\",, }\n]";
        let broken = read(text).unwrap_err();
        assert_eq!(broken.at, text.find(", }").unwrap());
        assert_eq!(read("{\"a\": 1}").unwrap_err().message, "this is no list of items, as CSL-JSON is");
        assert!(read("[{\"id\": ").unwrap_err().message.contains("ends in the middle"));
        assert!(read("").is_err());
        let mixed = read("[1, {\"id\": 3}]").unwrap();
        assert!(mixed[0].broken.is_some() && mixed[1].key == "3" && mixed[1].at == 4);
        let deep = format!("[{{\"id\": {}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&deep).is_err() || read(&deep).unwrap()[0].broken.is_some());
    }
}
