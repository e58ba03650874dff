//! `<!-- sourcebook: allow RULE why -->`: an editor's word that a finding in prose is none.
//!
//! In: a piece of prose. Out: [`Allowance`]s: which rule, for what reason, and for which bytes: to the end of the paragraph, or, for a
//! comment that is a paragraph of its own, of the next one. It never silences what is not a rule about prose.

use crate::diagnose::{Code, Diagnostic, Diagnostics, quoted};
use crate::parse::{Prose, paragraph_end};
use std::ops::Range;

/// A finding that an editor has looked at and let pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allowance {
    pub code: Code,
    pub why: String,
    /// The comment.
    pub place: Range<usize>,
    /// What it covers.
    pub covers: Range<usize>,
}

/// The rules that a comment can silence: those that read sentences, and so can be mistaken.
pub const RULES: [Code; 9] = [
    Code::UnboundNumber,
    Code::DroppedQualifier,
    Code::ConflictingNumber,
    Code::UnrecordedNumber,
    Code::DifferingNumber,
    Code::UnknownDate,
    Code::UndatedTotal,
    Code::Uncited,
    Code::PersonName,
];

const OPEN: &str = "<!-- sourcebook:";

/// Every allowance of a piece, and what is wrong with those that are none.
#[must_use]
pub fn allowances(prose: &Prose, diagnostics: &mut Diagnostics) -> Vec<Allowance> {
    let text = prose.source.text();
    let mut found = Vec::new();
    // Hardly any text has a comment, and this is the quick question.
    if !text.contains("<!--") {
        return found;
    }
    for (start, _) in text.match_indices(OPEN) {
        let Some(length) = text[start..].find("-->") else { continue };
        let place = start..start + length + 3;
        let inside = text[start + OPEN.len()..start + length].trim();
        let rest = inside.strip_prefix("allow").map_or("", str::trim);
        let (name, why) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let code = RULES.into_iter().find(|code| code.name() == name);
        let wrong = |message: String| Diagnostic::new(Code::BadAllow, prose.span(&place), message);
        match code {
            None => {
                let known: Vec<String> = RULES.iter().map(|code| quoted(code.name())).collect();
                let found = wrong(format!("there is no rule {} that a comment can silence", quoted(name)));
                diagnostics
                    .push(found.help(format!("write `<!-- sourcebook: allow RULE why -->` with one of {}", known.join(", "))));
            }
            Some(code) if why.trim().is_empty() => {
                let found = wrong(format!("this does not say why `{}` may pass", code.name()));
                diagnostics.push(found.help("add the reason behind the rule: it is for the editor who reads this next"));
            }
            Some(code) => {
                // A comment that is a paragraph of its own covers the next one.
                let rest = &text[place.end..];
                let begins = text.len() - rest.trim_start().len();
                let covers = start..paragraph_end(text, begins);
                found.push(Allowance { code, why: why.trim().to_owned(), place, covers });
            }
        }
    }
    found
}
