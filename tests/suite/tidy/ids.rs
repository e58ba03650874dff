//! The ids of the default theme: its own begin with `at-`, so that no heading, event or figure can have the same.
//!
//! In: the theme's templates. Out: ids that somebody else may give. It never looks at ids that the program hands over.

use super::none;
use crate::support::{files_below, shown};
use std::fs;

#[test]
fn ids_of_the_theme_are_its_own() {
    let mut seen = 0;
    let mut complaints = Vec::new();
    for path in files_below("themes/default/templates", "") {
        let text = fs::read_to_string(&path).unwrap();
        seen += text.matches(r#" id="at-"#).count();
        complaints
            .extend(shared(&text).into_iter().map(|id| format!("{}: the id `{id}` does not begin with `at-`", shown(&path))));
    }
    assert!(seen > 20, "{seen}");
    none(complaints);
}

/// Ids that are written in the template and that a heading may have as well.
fn shared(text: &str) -> Vec<&str> {
    let ids = text.match_indices(r#" id=""#).filter_map(|(at, sign)| text[at + sign.len()..].split_once('"'));
    ids.map(|(id, _)| id).filter(|id| !id.starts_with("at-") && !id.starts_with("{{")).collect()
}

#[test]
fn an_id_that_others_may_give_is_found() {
    assert_eq!(shared(r#"<h2 id="notes"> <h2 id="at-notes"> <li id="{{ n.id }}"> <p data-id="x">"#), ["notes"]);
}
