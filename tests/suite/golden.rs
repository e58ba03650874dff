//! Golden sites: folders that are published and compared, each for one idea.
//!
//! In: `tests/sites/<idea>/`: `content/`, `themes/` if the idea needs one, `idea.txt`, which says in a sentence what is shown, what the run is
//! asked for and which files matter, and `expected/` with those files. Missing, changed and surplus files all fail. Pages are printed by the
//! theme in `tests/themes/plain`, one fact a line, so that a change of the default theme changes nothing here. The same sites are made
//! once more with the default theme, for their links and headings, and once more with other line ends. A site never shows two ideas.

use crate::support::bless::{blessing, difference, expect_file};
use crate::support::fixture::Fixture;
use crate::support::links::{Base, broken};
use crate::support::pages::faults;
use crate::support::report::{Made, run};
use crate::support::{files_below, repository, shown};
use rayon::prelude::*;
use sourcebook::pipeline::Options;
use sourcebook::text::{Content, Tree};
use std::collections::BTreeSet;
use std::fs;

/// A folder of `tests/sites/`.
struct Site {
    name: String,
    /// Path in the project, and bytes.
    files: Vec<(String, Vec<u8>)>,
    options: Options,
    /// Files of the output that are compared: `data/figures.csv`, `countries/*`.
    shows: Vec<String>,
}

#[test]
fn every_site_is_as_expected() {
    let failures: Vec<String> = sites().par_iter().flat_map_iter(compare).collect();
    assert!(failures.is_empty(), "{}\n\n{} files are not as expected", failures.join("\n\n"), failures.len());
}

#[test]
fn with_the_default_theme_every_page_holds_together() {
    let complaints: Vec<String> = sites()
        .par_iter()
        .flat_map_iter(|site| {
            let made =
                run(site.tree(|path, text| if path == "content/site.yaml" { default_theme(&text) } else { text }), &site.options);
            let given = site.options.base_url.as_ref().map(|url| url.as_str().to_owned());
            let base = format!("{}/", given.or_else(|| site.base_url()).unwrap_or_default().trim_end_matches('/'));
            if !made.diagnostics.is_empty() {
                // A panic on a thread of the pool would be printed nowhere.
                return vec![format!("{} with the default theme:\n{}", site.name, made.screens())];
            }
            let mut complaints = broken(&made.files, &Base { url: &base });
            for name in made.files.keys().filter(|name| name.ends_with(".html")) {
                complaints.extend(faults(made.page(name)).into_iter().map(|fault| format!("{name}: {fault}")));
            }
            complaints.into_iter().map(|fault| format!("{}: {fault}", site.name)).collect::<Vec<_>>()
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_site_in_another_language_has_no_english_word() {
    for (name, language) in [("french", "fr"), ("arabic", "ar")] {
        let site = Site::read(name.to_owned());
        let made =
            run(site.tree(|path, text| if path == "content/site.yaml" { default_theme(&text) } else { text }), &site.options);
        let (english, own) = (words("en"), words(language));
        // A word of the interface that the language shares, or that is content of this site, says nothing.
        let content: String = site.files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).to_lowercase()).collect();
        let shared = own.values().map(|word| word.to_lowercase()).collect::<Vec<_>>().join("\n");
        let telling: Vec<&String> = english
            .iter()
            .filter(|(key, word)| own.get(*key) != Some(word) && word.len() > 3 && !word.contains('{'))
            .map(|(_, word)| word)
            .filter(|word| !shared.contains(&word.to_lowercase()) && !content.contains(&word.to_lowercase()))
            .collect();
        assert!(telling.len() > 150, "{name}: {} words tell English from the language", telling.len());
        let mut complaints = Vec::new();
        for page in made.files.keys().filter(|page| page.ends_with(".html")) {
            let text = visible(made.page(page));
            complaints.extend(telling.iter().filter(|word| has_word(&text, word)).map(|word| format!("{page}: {word}")));
        }
        assert!(complaints.is_empty(), "{name}:\n{}", complaints.join("\n"));
        assert!(made.page("index.html").contains(&format!("<html lang=\"{language}\" dir=")), "{name} says its language");
    }
}

#[test]
fn the_default_theme_joins_and_turns_as_the_language_does() {
    let page = |name: &str, page: &str| {
        let site = Site::read(name.to_owned());
        let made =
            run(site.tree(|path, text| if path == "content/site.yaml" { default_theme(&text) } else { text }), &site.options);
        made.page(page).to_owned()
    };
    let shown = |html: String, all: &[&str]| {
        for one in all {
            assert!(html.contains(one), "{one}");
        }
    };
    let days = r#"Du <time datetime="2025-08-12">12 août 2025</time> au <time datetime="2025-08-19">"#;
    let months = r#"</span><time datetime="2026-01">janvier 2026</time> à <time datetime="2026-03">"#;
    shown(page("french", "timeline/index.html"), &[days, months]);
    let begins_at_the_right = r#"<text class="tick-start" x="100.0%" y="13">يناير 2025</text>"#;
    shown(page("arabic", "timeline/index.html"), &[begins_at_the_right, "مجلس الشيوخ، أكتوبر 2026"]);
    shown(page("arabic", "data/index.html"), &["<td class=\"wide\">رمز البلد</td>"]);
    let search = page("arabic", "search/index.html");
    assert!(search.find("<h3>ك</h3>") < search.find("<h3>T</h3>"), "letters of another direction come last");
}

fn words(language: &str) -> std::collections::BTreeMap<String, String> {
    let text = fs::read_to_string(repository(&format!("themes/default/strings/{language}.yaml"))).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
    lines.map(|(key, word)| (key.to_owned(), word.trim_matches('"').to_owned())).collect()
}

/// The text of a page with the values of attributes that are read out; what is marked as English and what is code is left out.
fn visible(html: &str) -> String {
    let mut text = String::new();
    for tag in html.split('<').skip(1) {
        let (inside, after) = tag.split_once('>').unwrap_or((tag, ""));
        for attribute in ["aria-label=", " title=", "data-label=", "data-text-"] {
            let values = inside.split(attribute).skip(1).filter_map(|rest| rest.split('"').nth(1));
            text.extend(values.map(|value| format!(" {value} |")));
        }
        if !inside.contains("lang=\"en\"") && !inside.starts_with("code") && !inside.starts_with("script") {
            text.push_str(after);
        }
        text.push('|');
    }
    text
}

/// Whether a text has this word or these words, with nothing of a longer word beside them.
fn has_word(text: &str, word: &str) -> bool {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(word).any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + word.len()..].chars().next()))
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let differences: Vec<String> = sites().par_iter().flat_map_iter(with_other_line_ends).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn with_other_line_ends(site: &Site) -> Vec<String> {
    let plain = run(site.tree(|_, text| text), &site.options);
    let windows = |path: &str, text: String| {
        if path.starts_with("content/") { format!("\u{feff}{}", text.replace('\n', "\r\n")) } else { text }
    };
    let windows = run(site.tree(windows), &site.options);
    let words = |made: &Made, name: &str| {
        made.files.get(name).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let differing = plain.files.keys().filter(|name| words(&plain, name) != words(&windows, name));
    let differing =
        differing.map(|name| format!("{}: {name}\n{}", site.name, difference(&words(&plain, name), &words(&windows, name))));
    differing.chain((windows.screens() != plain.screens()).then(|| windows.screens())).collect()
}

fn default_theme(settings: &str) -> String {
    settings.lines().filter(|line| !line.starts_with("theme: ")).flat_map(|line| [line, "\n"]).collect()
}

fn sites() -> Vec<Site> {
    let entries = fs::read_dir(repository("tests/sites")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = entries.collect();
    assert!(names.len() >= 8, "the sites are found: {names:?}");
    names.into_iter().map(Site::read).collect()
}

fn compare(site: &Site) -> Vec<String> {
    let made = run(site.tree(|_, text| text), &site.options);
    let folder = format!("tests/sites/{}/expected", site.name);
    if !made.diagnostics.is_empty() {
        return vec![format!("{} has findings:\n{}", site.name, made.screens())];
    }
    let shown_files: Vec<&String> = made.files.keys().filter(|name| site.shows(name)).collect();
    let mut failures = Vec::new();
    for pattern in site.shows.iter().filter(|pattern| !shown_files.iter().any(|name| matches(pattern, name))) {
        failures.push(format!("{}: there is no `{pattern}` to show", site.name));
    }
    for name in &shown_files {
        if let Err(difference) = expect_file(&repository(&folder).join(name), printed(&made, name).as_str()) {
            failures.push(format!("{folder}/{name}\n{difference}"));
        }
    }
    for path in files_below(&folder, "") {
        let name = shown(&path)[folder.len() + 1..].to_owned();
        if !shown_files.contains(&&name) {
            if blessing() {
                fs::remove_file(&path).unwrap();
            } else {
                failures.push(format!("{folder}/{name} is expected and was not made"));
            }
        }
    }
    failures
}

/// A file as it is compared: without empty lines that templates leave behind, which nobody should have to count.
fn printed(made: &Made, name: &str) -> String {
    let text = made.page(name);
    if !name.ends_with(".html") {
        return text.to_owned();
    }
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(name == pattern, |start| name.starts_with(start))
}

impl Site {
    fn read(name: String) -> Self {
        let folder = format!("tests/sites/{name}");
        let mut files = Vec::new();
        for (from, to) in [
            ("tests/themes", "themes".to_owned()),
            (&format!("{folder}/themes"), "themes".to_owned()),
            (&format!("{folder}/content"), "content".to_owned()),
        ] {
            for path in files_below(from, "") {
                files.push((format!("{to}{}", &shown(&path)[from.len()..]), fs::read(&path).unwrap()));
            }
        }
        let own = files.iter().filter(|(path, _)| path.starts_with("content/")).count();
        assert!((1..=10).contains(&own), "{name} has {own} files: a site is small");
        let idea = fs::read_to_string(repository(&folder).join("idea.txt")).unwrap();
        let (mut shows, mut asked) = (Vec::new(), String::new());
        for line in idea.lines() {
            if let Some(patterns) = line.strip_prefix("shows: ") {
                shows.extend(patterns.split_whitespace().map(str::to_owned));
            } else if let Some(words) = line.strip_prefix("asked: ") {
                asked = format!("//- asked {words}\n");
            }
        }
        assert!(!shows.is_empty() && idea.contains("\n\n"), "{name}/idea.txt says in a sentence what is shown, then `shows: …`");
        Self { name, files, options: Fixture::read(&asked).options, shows }
    }

    fn tree(&self, change: impl Fn(&str, String) -> String) -> Tree {
        let mut tree = Tree::new();
        for (path, bytes) in &self.files {
            let content = if path.starts_with("content/media/") {
                Content::Media { bytes: bytes.len() as u64, fingerprint: 1, size: Some((800, 600)) }
            } else {
                Content::Text(change(path, String::from_utf8(bytes.clone()).unwrap()).into())
            };
            tree.put(path, content);
        }
        tree
    }

    fn shows(&self, name: &str) -> bool {
        self.shows.iter().any(|pattern| matches(pattern, name))
    }

    fn base_url(&self) -> Option<String> {
        let (_, bytes) = self.files.iter().find(|(path, _)| path == "content/site.yaml")?;
        let text = String::from_utf8(bytes.clone()).ok()?;
        text.lines().find_map(|line| line.strip_prefix("base_url: ").map(str::to_owned))
    }
}
