//! What every page must have, whatever it says.
//!
//! In: a page. Out: a complaint for each thing that readers, readers' programs or search engines would miss. It never looks beyond the page.

use super::html::{Tag, read};
use std::collections::BTreeSet;

/// What is wrong with a page taken by itself.
pub fn faults(page: &str) -> Vec<String> {
    let (tags, mut complaints) = read(page);
    let named = |name: &'static str| tags.iter().filter(move |tag| tag.name == name);
    if named("h1").count() != 1 {
        complaints.push(format!("{} headings of the first rank", named("h1").count()));
    }
    // A drawing in the body may have a title of its own.
    let head = tags.iter().take_while(|tag| tag.name != "body");
    if head.filter(|tag| tag.name == "title" && !tag.text.trim().is_empty()).count() != 1 {
        complaints.push("not one title".to_owned());
    }
    let described =
        |tag: &&Tag| tag.get("name") == Some("description") && tag.get("content").is_some_and(|words| !words.trim().is_empty());
    if named("meta").filter(described).count() != 1 {
        complaints.push("not one description".to_owned());
    }
    if named("html").all(|tag| tag.get("lang").is_none()) {
        complaints.push("no language".to_owned());
    }
    complaints.extend(
        named("img").filter(|tag| tag.get("alt").is_none()).map(|tag| format!("a picture without words: {:?}", tag.get("src"))),
    );
    let mut ids = BTreeSet::new();
    complaints.extend(
        tags.iter().filter_map(|tag| tag.get("id")).filter(|id| !ids.insert(*id)).map(|id| format!("the id `{id}` twice")),
    );
    for name in ["aria-labelledby", "aria-describedby", "for", "aria-controls"] {
        let asked = tags.iter().filter_map(|tag| tag.get(name)).flat_map(str::split_whitespace);
        complaints.extend(asked.filter(|id| !ids.contains(id)).map(|id| format!("{name} asks for `{id}`, which no element has")));
    }
    complaints
}

#[test]
fn each_fault_of_a_page_can_be_found() {
    let good = "<html lang=\"en\"><head><title>A</title><meta name=\"description\" content=\"B\"></head><body><h1 id=\"a\">A</h1></body></html>";
    assert_eq!(faults(good), Vec::<String>::new());
    for (from, to) in [
        ("<h1 id=\"a\">A</h1>", "<h2>A</h2>"),
        ("<title>A</title>", "<title></title>"),
        ("content=\"B\"", "content=\"\""),
        (" lang=\"en\"", ""),
        ("</h1>", "</h1><img src=\"a.png\">"),
        ("</h1>", "</h1><p id=\"a\"></p>"),
        ("</h1>", "</h1><p aria-labelledby=\"b\"></p>"),
        ("</h1>", ""),
    ] {
        assert_eq!(faults(&good.replace(from, to)).len(), 1, "{to}");
    }
}
