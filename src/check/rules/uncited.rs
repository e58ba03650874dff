//! `uncited`: a paragraph with a number or with what a country did, and no source.
//!
//! In: a passage that is read as a text of its own. Out: the first such statement of each paragraph that cites nothing. It never asks a source of sentences with bound
//! values: those lead to their sources by themselves.

use super::unbound_number::SMALL;
use crate::check::allow::Allowance;
use crate::check::numbers::{Counts, Typed, is_one_of, words};
use crate::check::prose::{Doubt, Passage};
use crate::diagnose::Code;
use std::collections::HashMap;
use std::ops::Range;

pub fn uncited(passage: &Passage<'_>) -> Vec<Doubt> {
    if !(passage.is_told() || passage.piece.term.is_some() || passage.is_bare_unknown()) {
        return Vec::new();
    }
    let mut doubts: Vec<Doubt> = Vec::new();
    let mut told = 0;
    let mut cited: HashMap<u32, bool> = HashMap::new();
    for (place, what) in statements(passage) {
        let Some(block) = passage.block(place.start).filter(|block| block.start as usize >= told) else { continue };
        if *cited.entry(block.start).or_insert_with(|| passage.is_cited(block)) {
            continue;
        }
        // First what is quickly asked: most names do nothing.
        if matches!(what, What::Name) && !acts(passage.text(), &place) {
            continue;
        }
        let sentence = passage.sentence(place.start);
        let words = passage.words(&place);
        let message = match what {
            What::Number => format!("`{words}` stands in a paragraph that names no source"),
            What::Name if is_open(passage.words(&sentence)) => continue,
            What::Name => format!("what is said of {words} stands in a paragraph that names no source"),
        };
        if passage.is_bound(&sentence) {
            continue;
        }
        told = block.end as usize;
        let found = passage.doubt(Code::Uncited, &place, message);
        doubts.push((place.start, found.help("say where it comes from behind the sentence, `[@id]`, or bind it to a record")));
    }
    doubts
}

/// Whether a sentence says that something is not known, or tells what this report did: its own finding, which no source can have.
fn is_open(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let begins = ["whether ", "how many ", "what ", "who ", "when ", "why "].iter().any(|word| lower.starts_with(word));
    let says = ["not known", "unknown", "no source", "our record", "this report", "these records", "we could not"];
    begins || sentence.ends_with('?') || says.iter().any(|words| lower.contains(words))
}

enum What {
    Number,
    Name,
}

/// Numbers that count and names of countries, in order of place.
fn statements(passage: &Passage<'_>) -> Vec<(Range<usize>, What)> {
    // A number that an editor lets stay typed has its reason in the comment.
    let allowed = &passage.reading.allowed;
    let vouched = |number: &Typed| {
        // "The two governments" count nothing.
        let small = number.counts == Counts::Records && number.value < SMALL;
        let covers = |one: &Allowance| one.code == Code::UnboundNumber && one.covers.contains(&number.range.start);
        let fact = matches!(number.counts, Counts::Records | Counts::People | Counts::Money | Counts::Unit("percent"));
        small || !fact || allowed.iter().any(covers)
    };
    let mut found: Vec<(Range<usize>, What)> =
        passage.reading.typed.iter().filter(|one| !vouched(one)).map(|number| (number.range.clone(), What::Number)).collect();
    let names = passage.linked.iter().flat_map(|linked| &linked.names.countries);
    found.extend(names.map(|(place, _)| (place.start as usize..place.end as usize, What::Name)));
    found.sort_by_key(|(place, _)| place.start);
    found
}

/// How far from a name its verb may stand: "Rwanda’s foreign minister has denied".
const REACH: usize = 5;
/// Characters that hold so many words.
const NEAR: usize = 100;

/// Past and present forms that do not end in "ed".
#[rustfmt::skip]
const ACTS: &[&str] = &[
    "said", "says", "took", "takes", "sent", "sends", "paid", "pays", "gave", "gives", "got", "held", "holds",
    "began", "begins", "met", "put", "let", "made", "makes", "told", "tells", "came", "left", "kept", "withdrew",
    "sought", "struck", "won", "lost", "broke", "agrees", "accepts", "receives", "refuses", "denies", "declines",
    "rejects", "signs", "confirms", "asks", "became", "did", "went", "withdrawn", "quit", "built", "lied", "taken",
    "given", "begun", "broken", "chosen", "spent", "lent", "approves", "allows", "bans", "blocks", "jails",
    "frees", "needs", "wants", "hosts", "rules", "sets",
];

/// Verbs whose object is what somebody asks of a country: "the United States asked Chad".
#[rustfmt::skip]
const DONE_TO: &[&str] = &[
    "asked", "told", "paid", "pressed", "approached", "sued", "threatened", "persuaded", "urged",
];

/// Words in "ed" that are no verbs.
#[rustfmt::skip]
const NOT_ACTS: &[&str] = &[
    "united", "need", "indeed", "hundred", "red", "named", "called", "based", "related", "feed", "seed", "deed",
    "shed", "speed", "breed", "sacred", "hatred", "kindred",
];

/// Whether the sentence says that the country named at `place` did something, or that something was done to it.
fn acts(text: &str, place: &Range<usize>) -> bool {
    let after = text.get(place.end..).unwrap_or("");
    let of_it = after.strip_prefix("’s").or_else(|| after.strip_prefix("'s"));
    let after = of_it.unwrap_or(after);
    if after.starts_with(['-', '.', ',', ';', ':', '?', '!', ')']) {
        return is_done_to(text, place);
    }
    // A few words are enough; the paragraph may be long.
    let part = after.char_indices().nth(NEAR).map_or(after, |(end, _)| &after[..end]);
    let part = part.split("\n\n").next().unwrap_or(part);
    let mut before = "";
    for word in words(part).take(REACH) {
        let lower = word.text.to_lowercase();
        let continues = of_it.is_none() && matches!(before, "is" | "are" | "was" | "were") && lower.ends_with("ing");
        let past = lower.len() >= 4 && lower.ends_with("ed") && !is_one_of(NOT_ACTS, &lower);
        if is_one_of(ACTS, &lower) || past || continues {
            return true;
        }
        if word.ends_phrase || matches!(lower.as_str(), "that" | "which" | "where" | "who" | "to" | "would" | "may") {
            break;
        }
        before = word.text;
    }
    is_done_to(text, place)
}

fn is_done_to(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).unwrap_or("").trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
    is_one_of(DONE_TO, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(text: &str) -> bool {
        let start = text.find("Rwanda").unwrap();
        acts(text, &(start..start + "Rwanda".len()))
    }

    #[test]
    fn an_act_is_a_verb_near_the_name() {
        for text in [
            "Rwanda agreed to take them.",
            "Rwanda has refused.",
            "Rwanda’s foreign minister has denied it.",
            "Rwanda took one man.",
            "Officials asked Rwanda, Chad and Togo.",
            "Rwanda was asked.",
            "Rwanda is reported as asked.",
            "Rwanda is holding them.",
            "Rwanda quit.",
        ] {
            assert!(act(text), "{text}");
        }
        for text in [
            "Rwanda is in Africa.",
            "The record of Rwanda.",
            "In Rwanda, people said so.",
            "Rwanda and the United States",
            "people to Rwanda. They arrived",
            "the flight that Rwanda may take",
        ] {
            assert!(!act(text), "{text}");
        }
    }
}
