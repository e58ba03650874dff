//! Warm equals cold.
//!
//! In: a small report, and a script of edits drawn from a seed: files changed, added, removed, renamed, broken and mended, in content and theme.
//! Out: after every step the same diagnostics, addresses and bytes from a run that kept its memo and from one that begins with nothing;
//! whatever the number of threads, and whatever the order in which files were found. It never draws differently on another day.

use crate::support::report::run_with;
use sourcebook::diagnose::{Look, screen};
use sourcebook::model::{Date, Url};
use sourcebook::parse::FromScalar;
use sourcebook::pipeline::{Memo, Options};
use sourcebook::text::{Content, Fault, Tree};
use std::collections::BTreeMap;

/// The report before the first edit.
const START: &[(&str, &str)] = &[
    ("content/site.yaml", "title: A report\ndescription: What is known.\nmap: {worldview: un}\nrules: {unused-source: off}\n"),
    (
        "content/program.yaml",
        "title: The program\nquestion: Who?\nsince: 2025-01-20\nsummary: \"{{ figures.agreed | words | cap }} have agreed.\"\n\
         axes: {stage: {label: Stage, states: {asked: Asked, agreed: Agreed}}}\n\
         kinds: {request: {label: Request, sets: {stage: asked}}, agreement: {label: Agreement, sets: {stage: agreed}}}\n\
         badges: [{badge: agreed, label: Agreed, when: {stage: agreed}}]\n\
         figures:\n  agreed: {label: that have agreed, count: {stage: agreed}}\n  people: {label: people, sum: people}\n",
    ),
    (
        "content/sources.yaml",
        "list: {title: The list, publisher: A Paper, published: 2025-06, url: https://example.org/, kind: news}\n",
    ),
    ("content/glossary.yaml", "stay: {term: stay, definition: An order that suspends another.}\n"),
    ("content/countries/guinea.yaml", GUINEA),
    ("content/countries/rwanda.yaml", RWANDA),
    ("content/articles/one.md", ONE),
    ("content/pages/about.md", "---\ntitle: About\n---\nA stay in Guinea-Bissau.\n"),
];

const GUINEA: &str = "code: GN\nsummary: Not Rwanda.\n";
const RWANDA: &str = "code: RW\nevents:\n  - {id: rw_deal, date: 2025-06, kind: agreement, people: 7, summary: They agreed in Guinea., sources: [list]}\n";
const ONE: &str =
    "---\ntitle: One\ndate: 2026-01-01\n---\n## Top\n\nRwanda and Guinea, {{ figures.people }}, [@list].\n\n{{ timeline() }}\n";

const BOUND: &str = "---\ntitle: One\ndate: 2026-01-01\n---\nRwanda agreed, and {{ events.rw_deal.people }} came.\n\nRwanda took 7 people in June 2025 [@list].\n\nThe largest by {{ events.rw_deal.date }}.\n";

/// What can happen to a file: its path and its texts, of which some are wrong.
const WAYS: &[(&str, &[&str])] = &[
    (
        "content/site.yaml",
        &[
            START[0].1,
            "title: Another\ndescription: x\nmap: {worldview: house}\nbase_url: https://example.org/a/\n",
            "title: [\n",
        ],
    ),
    ("content/sources.yaml", &[START[2].1, "", "other: {title: Other, publisher: A, url: https://example.org/, kind: news}\n"]),
    ("content/glossary.yaml", &[START[3].1, "visa: {term: visa, definition: A permit., aliases: [Rwanda]}\n"]),
    (
        "content/countries/guinea.yaml",
        &[GUINEA, "code: GN\nname: Guinea-Conakry\naliases: [Guinea]\n", "code: RW\n", "code GN\n"],
    ),
    (
        "content/countries/rwanda.yaml",
        &[
            RWANDA,
            "code: RW\nevents:\n  - {id: rw_deal, date: 2025-06-12, kind: request, people: at least 9, summary: They were asked., sources: [list]}\n",
            "code: RW\n",
            "code: RW\nevents:\n  - {id: rw_deal, date: 2025-13, kind: agreement, summary: They agreed., sources: [lisst]}\n",
        ],
    ),
    ("content/countries/guinea-bissau.yaml", &["code: GW\n", "code: GW\naliases: [Bissau]\nrelated: [RW]\n"]),
    (
        "content/articles/one.md",
        &[
            ONE,
            "---\ntitle: One, again\ndate: 2026-01-02\nnolink: [Guinea]\n---\nGuinea and Guinea-Bissau, [[RW]], {{ figures.agreed }}.\n",
            "---\ntitle: One\ndate: 2026-01-01\n---\n{{ figures.nobody }} and [a link](two.md#below).\n",
            BOUND,
            "No front matter.\n",
        ],
    ),
    (
        "content/articles/two.md",
        &[
            "---\ntitle: Two\ndate: 2025-12-01\n---\n## Below\n\nRwanda.\n",
            "---\ntitle: Two\ndate: 2025-12-01\n---\n![](../media/a.png)\n",
        ],
    ),
    ("content/notes.txt", &["stray\n"]),
    (
        "themes/default/templates/page.html",
        &["<h1>{{ page.title }}</h1>{{ page.body | safe }}\n", "<h1>{{ page.title }\n", "{{ page.nothing.here }}\n"],
    ),
    ("themes/default/assets/style.css", &["body { color: red }\n", "body { background: url(none.png) }\n"]),
    ("themes/default/strings/en.yaml", &["note: Quelle\n", "note: [\n"]),
];

/// Numbers that are the same on every day: SplitMix64 (<https://prng.di.unimi.it/splitmix64.c>).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }
}

/// Everything that a run shows.
#[derive(PartialEq, Eq)]
struct Shown {
    screens: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

fn shown(tree: &Tree, memo: &mut Memo) -> Shown {
    shown_as(tree, &Options::default(), memo)
}

fn shown_as(tree: &Tree, options: &Options, memo: &mut Memo) -> Shown {
    let (diagnostics, files) = run_with(tree, options, memo);
    Shown { screens: diagnostics.iter().map(|found| screen(found, tree, Look::Plain)).collect(), files }
}

fn start() -> Tree {
    let mut tree = Tree::new();
    for (path, text) in START {
        tree.put(path, Content::Text((*text).into()));
    }
    tree
}

/// Puts every file back to how it was.
fn mend(tree: &mut Tree) {
    let paths: Vec<String> = tree.files().map(|file| file.path.to_string()).collect();
    for path in paths.iter().filter(|path| !START.iter().any(|(start, _)| start == path)) {
        tree.remove(path);
    }
    for (path, text) in START {
        tree.put(path, Content::Text((*text).into()));
    }
}

/// One edit, in words.
fn edit(tree: &mut Tree, dice: &mut Dice) -> String {
    let (path, ways) = WAYS[dice.below(WAYS.len())];
    match dice.below(12) {
        // Everything goes back to how it was, so that the report is whole often enough to be rendered.
        0..=2 => {
            mend(tree);
            "mended".to_owned()
        }
        3..=8 => {
            let way = dice.below(ways.len());
            tree.put(path, Content::Text(ways[way].into()));
            format!("{path} written as {way}")
        }
        9 => {
            tree.remove(path);
            format!("{path} removed")
        }
        10 => {
            tree.put(path, Content::Fault(Fault::Unreadable("permission denied".to_owned())));
            format!("{path} cannot be read")
        }
        _ => {
            let Some(text) = tree.get(path).map(|file| file.text().to_owned()) else {
                return format!("{path} not there to be renamed");
            };
            let (folder, name) = path.rsplit_once('/').unwrap();
            tree.remove(path);
            tree.put(&format!("{folder}/new-{name}"), Content::Text(text.into()));
            format!("{path} renamed")
        }
    }
}

/// The wording of a text is held against values of the records too: a sentence with a bound value needs no source.
#[test]
fn findings_about_a_text_follow_the_records_that_it_binds() {
    let mut memo = Memo::default();
    let mut tree = start();
    tree.put("content/articles/one.md", Content::Text(BOUND.into()));
    for record in [RWANDA, "code: RW\n", RWANDA] {
        tree.put("content/countries/rwanda.yaml", Content::Text(record.into()));
        let (warm, cold) = (shown(&tree, &mut memo), shown(&tree, &mut Memo::default()));
        assert!(difference(&warm, &cold).is_none(), "{}", difference(&warm, &cold).unwrap());
    }
}

fn difference(warm: &Shown, cold: &Shown) -> Option<String> {
    if warm == cold {
        return None;
    }
    let names: Vec<&String> =
        warm.files.keys().chain(cold.files.keys()).filter(|name| warm.files.get(*name) != cold.files.get(*name)).collect();
    Some(format!("files {names:?}\nwarm:\n{}\ncold:\n{}", warm.screens.join("\n"), cold.screens.join("\n")))
}

#[test]
fn a_kept_memo_changes_nothing() {
    let (mut whole, mut broken) = (0, 0);
    for seed in 0..4 {
        let (mut tree, mut memo, mut dice, mut script) = (start(), Memo::default(), Dice(seed), Vec::new());
        for _ in 0..40 {
            script.push(edit(&mut tree, &mut dice));
            // Now and then the same memo serves a run that is asked for another day or address.
            let as_of = Date::from_scalar("2025-06-13").ok().filter(|_| dice.below(6) == 0);
            let base_url = Url::new("https://example.org/b/").filter(|_| dice.below(6) == 0);
            let options = Options { as_of, base_url, ..Options::default() };
            let warm = shown_as(&tree, &options, &mut memo);
            if let Some(difference) = difference(&warm, &shown_as(&tree, &options, &mut Memo::default())) {
                panic!("seed {seed}: after\n  {}\n{difference}", script.join("\n  "));
            }
            *(if warm.files.is_empty() { &mut broken } else { &mut whole }) += 1;
        }
    }
    assert!(whole > 20 && broken > 20, "the script shows whole and broken reports: {whole}, {broken}");
}

#[test]
fn the_order_in_which_files_are_found_changes_nothing() {
    let forward = shown(&start(), &mut Memo::default());
    let mut tree = Tree::new();
    for (path, text) in START.iter().rev() {
        tree.put(path, Content::Text("something else".into()));
        tree.put(path, Content::Text((*text).into()));
    }
    assert!(!forward.files.is_empty());
    assert!(difference(&forward, &shown(&tree, &mut Memo::default())).is_none());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| shown(&start(), &mut Memo::default()))
    };
    assert!(difference(&on(1), &on(4)).is_none());
}

#[test]
fn a_page_changes_only_when_something_on_it_does() {
    let before = shown(&start(), &mut Memo::default());
    let mut tree = start();
    tree.put("content/pages/about.md", Content::Text("---\ntitle: About\n---\nA stay, elsewhere.\n".into()));
    let after = shown(&tree, &mut Memo::default());
    let changed: Vec<&String> = after.files.keys().filter(|name| after.files.get(*name) != before.files.get(*name)).collect();
    assert_eq!(changed, ["about/index.html"]);
}
