//! What kind of source an entry is.
//!
//! In: the type that a bibliography gives an entry, and the host of its address. Out: one of
//! [`SOURCE_KINDS`](crate::model::shapes::SOURCE_KINDS), and whether it was guessed. It never reads the title: words in titles mislead.

/// What the type of an entry says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Nature {
    /// The type leaves no choice.
    Sure(&'static str),
    /// The type makes it likely; a host that says more wins.
    Likely(&'static str),
    /// The type says nothing: a web page, “misc”.
    Unknown,
}

/// A kind, and whether somebody should look at it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kind {
    pub word: String,
    pub guessed: bool,
}

/// The kind of an entry of this nature at this host; `fallback` when neither tells.
pub fn kind(nature: Nature, host: &str, fallback: &str) -> Kind {
    let by_host = || if is_court(host) { Some("court") } else { is_government(host).then_some("government") };
    match nature {
        Nature::Sure(word) => Kind { word: word.to_owned(), guessed: false },
        Nature::Likely(word) => Kind { word: by_host().unwrap_or(word).to_owned(), guessed: true },
        Nature::Unknown => Kind { word: by_host().unwrap_or(fallback).to_owned(), guessed: true },
    }
}

/// What a type of CSL says. `genre` is what Zotero calls the type of a report or a web page.
pub fn of_csl(written: &str, genre: &str) -> Nature {
    match written {
        "article-newspaper" | "article-magazine" | "broadcast" => Nature::Sure("news"),
        "legal_case" => Nature::Sure("court"),
        "legislation" | "bill" | "regulation" | "treaty" | "hearing" => Nature::Sure("government"),
        "dataset" => Nature::Sure("data"),
        "article-journal" | "book" | "chapter" | "paper-conference" | "thesis" | "entry" | "entry-dictionary"
        | "entry-encyclopedia" | "review" | "review-book" | "classic" | "patent" | "software" | "standard" => {
            Nature::Sure("other")
        }
        _ if is_release(genre) => Nature::Likely("ngo"),
        "report" => Nature::Likely("ngo"),
        "post-weblog" | "interview" => Nature::Likely("news"),
        "speech" | "event" | "pamphlet" | "manuscript" | "personal_communication" => Nature::Likely("other"),
        _ => Nature::Unknown,
    }
}

/// What a type of BibTeX or BibLaTeX says. `subtype` is the field `entrysubtype`, `genre` the field `type`; `is_scholarly` tells whether an
/// article has what only journals have: a DOI, a volume, an ISSN.
pub fn of_bibtex(written: &str, subtype: &str, genre: &str, is_scholarly: bool) -> Nature {
    match written {
        "article" | "suppperiodical" => match subtype.to_lowercase().as_str() {
            "newspaper" | "magazine" => Nature::Sure("news"),
            _ if is_scholarly => Nature::Sure("other"),
            _ => Nature::Likely("news"),
        },
        "newspaper" | "newspaper_article" | "magazine_article" => Nature::Sure("news"),
        "jurisdiction" => Nature::Sure("court"),
        "legislation" | "legal" | "legmaterial" | "legadminmaterial" | "constitution" => Nature::Sure("government"),
        "dataset" => Nature::Sure("data"),
        "book" | "mvbook" | "inbook" | "bookinbook" | "suppbook" | "booklet" | "collection" | "mvcollection" | "incollection"
        | "suppcollection" | "reference" | "mvreference" | "inreference" | "proceedings" | "mvproceedings" | "inproceedings"
        | "conference" | "thesis" | "phdthesis" | "mastersthesis" | "patent" | "periodical" | "software" | "manual" => {
            Nature::Sure("other")
        }
        _ if is_release(genre) => Nature::Likely("ngo"),
        "report" | "techreport" => Nature::Likely("ngo"),
        "unpublished" | "letter" | "presentation" | "talk" => Nature::Likely("other"),
        _ if genre.to_lowercase().contains("blog") => Nature::Likely("news"),
        _ => Nature::Unknown,
    }
}

fn is_release(genre: &str) -> bool {
    let genre = genre.to_lowercase();
    ["press release", "news release", "media release", "press statement", "communiqué"].iter().any(|name| genre.contains(name))
}

fn is_court(host: &str) -> bool {
    host.split('.').any(|label| label.contains("court"))
        || matches!(host, "echr.coe.int" | "hudoc.echr.coe.int" | "icj-cij.org" | "curia.europa.eu")
}

/// Whether a government gives out such names: `state.gov`, `gov.uk`, `gob.mx`, `go.ug`, `europa.eu`.
fn is_government(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let ends_in_go = matches!(labels.as_slice(), [.., "go", country] if country.len() == 2);
    ends_in_go
        || host.ends_with(".europa.eu")
        || labels
            .iter()
            .skip(1)
            .chain(labels.first().filter(|_| labels.len() == 2))
            .any(|label| matches!(*label, "gov" | "gouv" | "gob" | "govt" | "gub" | "mil"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::shapes::SOURCE_KINDS;

    #[test]
    fn hosts_tell_governments_and_courts() {
        let word = |host: &str| kind(Nature::Unknown, host, "other").word;
        for host in
            ["state.gov", "travel.state.gov", "gov.uk", "foreign.gov.ng", "diplomatie.gouv.fr", "mofa.go.ug", "ec.europa.eu"]
        {
            assert_eq!(word(host), "government", "{host}");
        }
        for host in ["supremecourt.gov", "ca9.uscourts.gov", "storage.courtlistener.com"] {
            assert_eq!(word(host), "court", "{host}");
        }
        for host in ["example.org", "gov.example.org", "go.com", "lets.go.com", "notgov.org"] {
            assert_eq!(word(host), "other", "{host}");
        }
    }

    #[test]
    fn every_kind_is_one_that_records_know() {
        let known = |nature: Nature| match nature {
            Nature::Sure(word) | Nature::Likely(word) => SOURCE_KINDS.iter().any(|(known, _)| *known == word),
            Nature::Unknown => true,
        };
        for written in
            ["article-newspaper", "legal_case", "bill", "dataset", "book", "report", "post-weblog", "speech", "webpage", ""]
        {
            assert!(known(of_csl(written, "")), "{written}");
        }
        for written in ["article", "jurisdiction", "legislation", "dataset", "book", "report", "unpublished", "online", "misc"] {
            assert!(known(of_bibtex(written, "", "", false)), "{written}");
        }
    }

    #[test]
    fn what_the_type_leaves_open_is_guessed() {
        assert_eq!(of_bibtex("article", "newspaper", "", false), Nature::Sure("news"));
        assert_eq!(of_bibtex("article", "", "", true), Nature::Sure("other"));
        assert_eq!(of_bibtex("article", "", "", false), Nature::Likely("news"));
        assert_eq!(of_bibtex("online", "", "Press release", false), Nature::Likely("ngo"));
        assert_eq!(of_csl("webpage", "Press Release"), Nature::Likely("ngo"));
        assert_eq!(kind(of_csl("report", ""), "state.gov", "news"), Kind { word: "government".to_owned(), guessed: true });
        assert_eq!(kind(Nature::Unknown, "example.org", "news"), Kind { word: "news".to_owned(), guessed: true });
        assert_eq!(kind(Nature::Sure("news"), "state.gov", "other"), Kind { word: "news".to_owned(), guessed: false });
    }
}
