//! A work as BibTeX.
//!
//! In: a [`Work`]. Out: an entry that BibTeX and BibLaTeX read alike. It never lets a sign of a title be taken for a command of LaTeX.

use super::{Work, on_one_line};
use crate::render::frame::Frame;

#[must_use]
pub fn entry(work: &Work, frame: Frame<'_>) -> String {
    // An institution stands in a second pair of braces, or it would be read as a person. A title does, or its capitals would be made small.
    let authors: Vec<String> = work.authors.iter().map(|name| author(name, work)).collect();
    let author = if authors.is_empty() { format!("{{{}}}", latex(&work.publisher)) } else { authors.join(" and ") };
    let month = work.date.and_then(|date| date.start().month()).and_then(|month| MONTHS.get(usize::from(month) - 1));
    let fields = [
        ("author", Some(braced(&author))),
        ("title", Some(format!("{{{{{}}}}}", latex(&work.title)))),
        ("howpublished", Some(braced(&latex(&work.report)))),
        ("organization", (!authors.is_empty()).then(|| braced(&latex(&work.publisher)))),
        ("year", work.date.map(|date| braced(&date.start().year().to_string()))),
        ("month", month.map(|month| (*month).to_owned())),
        ("version", work.version.map(|date| braced(&latex(&date.to_string())))),
        ("note", work.version_in_words(frame).map(|words| braced(&latex(&words)))),
        // As it is: styles print it with `\url`, in which nothing is a command.
        ("url", Some(braced(&work.url))),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some(format!("  {name} = {}", value?)));
    format!("@misc{{{},\n{}\n}}\n", work.key, fields.collect::<Vec<_>>().join(",\n"))
}

/// The macros that every style of BibTeX has.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn braced(text: &str) -> String {
    format!("{{{text}}}")
}

/// A name. One with a comma or an "and" would be read as another name, or as two.
fn author(name: &str, work: &Work) -> String {
    if work.organizations.iter().any(|one| one == name) { braced(&latex(name)) } else { person(name) }
}

fn person(name: &str) -> String {
    let escaped = latex(name);
    if name.contains(',') || name.split_whitespace().any(|word| word.eq_ignore_ascii_case("and")) {
        braced(&escaped)
    } else {
        escaped
    }
}

/// A text in which no sign means anything to LaTeX. Braces become words: BibTeX counts them even behind a backslash.
fn latex(text: &str) -> String {
    let mut out = String::new();
    for c in on_one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_is_a_command() {
        assert_eq!(
            latex("R&D: 5% of {x_1}\n\\end"),
            "R\\&D: 5\\% of \\textbraceleft{}x\\_1\\textbraceright{} \\textbackslash{}end"
        );
    }

    #[test]
    fn a_name_stays_one_name() {
        assert_eq!(person("Ana Lima"), "Ana Lima");
        assert_eq!(person("Smith, Jones and Co."), "{Smith, Jones and Co.}");
        assert_eq!(person("Sandra Andersen"), "Sandra Andersen");
    }
}
