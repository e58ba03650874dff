//! The manual says what the program does.
//!
//! In: the Markdown of `README.md` and `docs/`. Out: a failure where it and the program part: a table that is not what the program's own
//! tables say, an example that does not build or breaks in another way than is shown, a key without an example, a link that leads nowhere.
//! With `BLESS=1` in the environment, what the program can write itself (tables, error screens, values) is rewritten instead of compared. It
//! never judges the sentences.
//!
//! A code fence that is an example says so in its info string:
//!
//! - `file=PATH`: the fence is this file. The first of each path make up the report of the document, laid over that of
//!   `docs/format.md`; each later one takes its place in that report.
//! - `add=PATH`: the fence is added to this file: to the same top-level key of a YAML file, to the end of any other.
//! - `copy=PATH`: this file is that of the default theme with lines added: the first line of the fence is there already, the others
//!   follow it.
//! - `fails=CODE`: the report with this fence has findings of this code and no other; a `text screen` fence that follows shows them.
//!
//! `docs/getting-started.md` stands on the report that `sourcebook init` makes, and not on that of `docs/format.md`.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot read the manual fails")]

use sourcebook::diagnose::{self, Code, Diagnostics, Look, Severity};
use sourcebook::link::wording;
use sourcebook::model::{Quantity, shapes};
use sourcebook::parse::{self, Form, FromScalar, Need, Shape};
use sourcebook::pipeline::{self, Memo, Options};
use sourcebook::render::{Edition, Rendered};
use sourcebook::text::{Content, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const FORMAT: &str = "docs/format.md";
const GETTING_STARTED: &str = "docs/getting-started.md";
const THEMES: &str = "docs/themes.md";
const DIAGNOSTICS: &str = "docs/diagnostics.md";
const COMMANDS: &str = "docs/commands.md";
/// Documents whose examples are built.
const BUILT: [&str; 4] = [FORMAT, "README.md", THEMES, GETTING_STARTED];

/// The tables of `docs/format.md` and `docs/themes.md`, by the name in their markers.
const SHAPES: &[(&str, &Shape)] = &[
    ("site", &shapes::SITE),
    ("publisher", &shapes::PUBLISHER),
    ("map", &shapes::SITE_MAP),
    ("program", &shapes::PROGRAM),
    ("noun", &shapes::NOUN),
    ("axis", &shapes::AXIS),
    ("state", shapes::STATE),
    ("kind", &shapes::KIND),
    ("badge", &shapes::BADGE),
    ("list", &shapes::LIST),
    ("figure", &shapes::FIGURE),
    ("where", &shapes::WHERE),
    ("compare", &shapes::COMPARE),
    ("country", &shapes::COUNTRY),
    ("name", &shapes::NAME),
    ("unknown", &shapes::UNKNOWN),
    ("dispute", &shapes::DISPUTE),
    ("position", &shapes::POSITION),
    ("arrangement", &shapes::ARRANGEMENT),
    ("event", &shapes::EVENT),
    ("claim", &shapes::CLAIM),
    ("retraction", &shapes::RETRACTION),
    ("source-use", shapes::SOURCE_AT),
    ("correction", &shapes::CORRECTION),
    ("source", &shapes::SOURCE),
    ("term", &shapes::TERM),
    ("ledger", &shapes::LEDGER),
    ("stamp", &shapes::STAMP),
    ("policies", &shapes::POLICIES),
    ("article", &shapes::ARTICLE),
    ("page", &shapes::PAGE),
    ("author", &shapes::AUTHOR),
    ("image", &shapes::IMAGE),
    ("theme", &shapes::THEME),
];

// ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn tables_of_keys_are_those_of_the_program() {
    let _turn = turn();
    let mut shown = BTreeSet::new();
    for document in [FORMAT, THEMES] {
        let mut text = read(document);
        for (name, shape) in SHAPES {
            let marker = format!("shapes:{name}");
            if let Some(current) = between(&text, &marker) {
                assert!(shown.insert(*name), "{name} has two tables");
                let table = table_of(shape);
                if current != table {
                    text = replaced(&text, &marker, &table);
                }
            }
        }
        hold(document, &text, "a table of keys");
    }
    let missing: Vec<&str> = SHAPES.iter().map(|(name, _)| *name).filter(|name| !shown.contains(name)).collect();
    assert!(missing.is_empty(), "no table `<!-- shapes:… -->` of {missing:?}");
}

fn table_of(shape: &Shape) -> String {
    let mut out = String::from("\n| key | | what belongs there | example |\n| --- | --- | --- | --- |\n");
    for field in shape.fields {
        let need = if field.need == Need::Required { "needed" } else { "" };
        let words = words_of(field.form);
        let more = if words.is_empty() { String::new() } else { format!(" One of {}.", words.join(", ")) };
        out.push_str(&format!("| `{}` | {need} | {}{more} | `{}` |\n", field.key, cell(field.doc), cell(field.example)));
    }
    out
}

/// The words that can stand there, when the list of them is closed.
fn words_of(form: Form) -> Vec<String> {
    match form {
        Form::Word(words) => words.iter().map(|(word, _)| format!("`{word}`")).collect(),
        Form::Table(inner) => words_of(*inner),
        _ => Vec::new(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn every_finding_is_explained() {
    let _turn = turn();
    let mut out = String::from("\n| finding | | what it means |\n| --- | --- | --- |\n");
    for code in Code::ALL {
        out.push_str(&format!("| [`{0}`](#{0}) | {1} | {2} |\n", code.name(), code.severity().word(), cell(code.meaning())));
    }
    for code in Code::ALL {
        out.push_str(&format!(
            "\n### {}\n\n**{}.** {}\n\n{}\n",
            code.name(),
            title(code.severity()),
            code.meaning(),
            code.explanation()
        ));
    }
    let text = replaced(&read(DIAGNOSTICS), "codes", &out);
    hold(DIAGNOSTICS, &text, "the list of findings");
}

fn title(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    }
}

// ── examples ─────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn examples_build_and_break_as_shown() {
    let _turn = turn();
    for document in BUILT {
        let text = read(document);
        let fences = fences(&text);
        let report = report_of(document);
        let (found, edition) = run(&report);
        // A document that is laid over another may leave some of its sources without use.
        let found: Diagnostics = found.into_iter().filter(|one| document == FORMAT || one.code != Code::UnusedSource).collect();
        assert!(found.is_empty(), "{document}: the report of this document has findings\n{}", screens(&found, &report));
        renders(document, edition.as_ref(), &report);
        let mut screens_shown: Vec<(usize, String)> = Vec::new();
        for (at, fence) in fences.iter().enumerate() {
            let Some(example) = &fence.example else { continue };
            let tree = with(&report, example, &fence.body);
            let (found, edition) = run(&tree);
            match &example.fails {
                None => {
                    let found: Diagnostics = found.into_iter().filter(|one| one.code != Code::UnusedSource).collect();
                    assert!(found.is_empty(), "{document}:{}: the example has findings\n{}", fence.line, screens(&found, &tree));
                    renders(document, edition.as_ref(), &tree);
                }
                Some(code) => {
                    let wanted: Diagnostics =
                        found.into_iter().filter(|one| one.code != Code::UnusedSource || code == "unused-source").collect();
                    let codes: BTreeSet<&str> = wanted.iter().map(|one| one.code.name()).collect();
                    let shown = screens(&wanted, &tree);
                    assert!(codes.iter().eq([code]), "{document}:{}: expected {code}, found\n{shown}", fence.line);
                    if fences.get(at + 1).is_some_and(|next| next.info == "text screen") {
                        screens_shown.push((at + 1, shown));
                    }
                }
            }
        }
        hold(document, &with_bodies(&text, &fences, &screens_shown), "an error screen");
    }
}

#[test]
fn every_key_has_an_example_that_is_built() {
    let all: String = [FORMAT, THEMES]
        .iter()
        .flat_map(|document| fences(&read(document)))
        .filter(Fence::is_built)
        .map(|fence| fence.body)
        .collect();
    for (name, shape) in SHAPES {
        for field in shape.fields {
            let key = format!("{}:", field.key);
            let is_key = |at: usize| all[..at].chars().next_back().is_none_or(|before| " {\n".contains(before));
            assert!(all.match_indices(&key).any(|(at, _)| is_key(at)), "no built example has the key `{}` of {name}", field.key);
        }
    }
}

/// The text with other bodies of these fences.
fn with_bodies(text: &str, fences: &[Fence], bodies: &[(usize, String)]) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    for (at, body) in bodies.iter().rev() {
        // Lines count from 1, so this is the first line of the body.
        let start = fences[*at].line;
        lines.splice(start..start + fences[*at].body.lines().count(), body.lines());
    }
    lines.join("\n") + "\n"
}

/// The rows `| \`{{ … }}\` | what readers see |` between the markers `values`.
#[test]
fn values_are_what_readers_see() {
    let _turn = turn();
    let text = read(FORMAT);
    let mut blessed = text.clone();
    for table in ["values", "filters"] {
        let Some(current) = between(&text, table) else { panic!("no table `<!-- {table} -->`") };
        let rows: Vec<(&str, &str)> = current.lines().filter_map(row).collect();
        let body: Vec<String> =
            rows.iter().map(|(expression, _)| format!("[{{{{ {} }}}}]\n\n", expression.replace("\\|", "|"))).collect();
        let article = format!("---\ntitle: Values\ndate: 2026-11-24\n---\n\n{}", body.concat());
        let mut report = report_of(FORMAT);
        report.put("content/articles/values.md", Content::Text(article.into()));
        let (found, edition) = run(&report);
        let edition = edition.unwrap_or_else(|| panic!("{}", screens(&found, &report)));
        let page = page(&edition, "/articles/values/");
        let shown: Vec<String> = page.split("<p>[").skip(1).filter_map(|part| part.split("]</p>").next()).map(plain).collect();
        assert_eq!(shown.len(), rows.len(), "{table}: one value a row");
        for ((expression, written), shown) in rows.iter().zip(shown) {
            blessed = blessed
                .replace(&format!("| `{{{{ {expression} }}}}` |{written}|"), &format!("| `{{{{ {expression} }}}}` | {shown} |"));
        }
    }
    hold(FORMAT, &blessed, "a value");
}

fn row(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("| `{{ ")?;
    let (expression, rest) = rest.split_once(" }}` |")?;
    Some((expression, rest.strip_suffix('|')?))
}

/// The rows `| \`what is written\` | what readers see |` between the markers of the forms of values.
#[test]
fn dates_and_numbers_are_shown_as_the_manual_says() {
    let _turn = turn();
    let digits = wording::Style::Digits;
    let parts = |cell: &str| cell.split(" and ").map(scalar::<Quantity>).collect::<Vec<_>>();
    let mut text = read(FORMAT);
    let tables: [(&str, &dyn Fn(&str) -> String); 5] = [
        ("dates", &|cell| wording::date(scalar(cell))),
        ("quantities", &|cell| wording::quantity(scalar(cell), digits)),
        ("money", &|cell| wording::money(&scalar(cell), digits)),
        ("sums", &|cell| Quantity::sum(parts(cell)).quantity.to_string()),
        ("differences", &|cell| Quantity::hull(parts(cell)).to_string()),
    ];
    for (name, shown) in tables {
        let current = between(&text, name).unwrap_or_else(|| panic!("no table `<!-- {name} -->`"));
        let line = |line: &str| match line.strip_prefix("| `").and_then(|rest| rest.split_once("` | ")) {
            Some((cell, rest)) => format!("| `{cell}` | {} |{}", shown(cell), rest.split_once('|').map_or("", |(_, rest)| rest)),
            None => line.to_owned(),
        };
        let table: String = current.lines().map(|written| line(written) + "\n").collect();
        text = replaced(&text, name, &table);
    }
    hold(FORMAT, &text, "what readers see of a value");
}

fn scalar<T: FromScalar>(text: &str) -> T {
    T::from_scalar(text).unwrap_or_else(|mistake| panic!("{}", mistake.message))
}

/// Whether all pages of an example can be made.
fn renders(document: &str, edition: Option<&Arc<Edition>>, tree: &Tree) {
    let edition = edition.unwrap_or_else(|| panic!("{document}: no edition"));
    for address in edition.addresses() {
        let made = edition.render(address);
        assert!(made.diagnostics.is_empty(), "{document}: {address:?}\n{}", screens(&made.diagnostics, tree));
    }
}

/// The report on which the examples of a document stand.
fn report_of(document: &str) -> Tree {
    let mut tree = Tree::new();
    if document == GETTING_STARTED {
        put_initial(&mut tree);
    } else {
        put_first(&mut tree, FORMAT);
    }
    put_first(&mut tree, document);
    tree
}

/// The report that `sourcebook init` makes, dated as the examples are.
fn put_initial(tree: &mut Tree) {
    let files = [
        ("site.yaml", "content/site.yaml"),
        ("program.yaml", "content/program.yaml"),
        ("sources.yaml", "content/sources.yaml"),
        ("glossary.yaml", "content/glossary.yaml"),
        ("country.yaml", "content/countries/malta.yaml"),
        ("article.md", "content/articles/four-days.md"),
        ("page.md", "content/pages/about.md"),
    ];
    for (template, path) in files {
        let text = read(&format!("src/cli/templates/init/{template}"));
        let text = text.replace("<TODAY>", "2026-11-24").replace("<NEXT YEAR>", "2027");
        tree.put(path, Content::Text(text.into()));
    }
}

/// The first example of each file of a document.
fn put_first(tree: &mut Tree, document: &str) {
    let mut seen = BTreeSet::new();
    for fence in fences(&read(document)) {
        let Some(example) = fence.example.filter(|example| example.fails.is_none() && example.how != How::Add) else { continue };
        if seen.insert(example.path.clone()) {
            *tree = with(tree, &example, &fence.body);
        }
    }
    tree.put("content/media/flight.jpg", Content::Media { bytes: 1, fingerprint: 1, size: Some((1200, 800)) });
    tree.put("content/media/mark.png", Content::Media { bytes: 1, fingerprint: 2, size: Some((600, 60)) });
}

/// The report with an example in its place.
fn with(report: &Tree, example: &Example, body: &str) -> Tree {
    let mut tree = report.clone();
    let text = match (example.how, report.get(&example.path)) {
        (How::File, _) => body.to_owned(),
        (How::Add, Some(file)) if example.path.ends_with(".yaml") => merged(file.text(), body),
        (How::Add, Some(file)) => format!("{}\n{body}", file.text()),
        (How::Add, None) => panic!("an example is added to {}, which is not there", example.path),
        (How::Copy, _) => lengthened(&example.path, body),
    };
    tree.put(&example.path, Content::Text(text.into()));
    tree
}

/// The default theme's file of the same place, with the lines of `body` after the first of them, which it has already.
fn lengthened(path: &str, body: &str) -> String {
    let place = path.splitn(3, '/').nth(2).unwrap_or(path);
    let original = read(&format!("themes/default/{place}"));
    let first = body.lines().next().unwrap_or("");
    let (before, after) = original.split_once(first).unwrap_or_else(|| panic!("themes/default/{place} has no line `{first}`"));
    format!("{before}{}{after}", body.trim_end())
}

/// A YAML file with the entries of another under the same top-level keys.
fn merged(base: &str, more: &str) -> String {
    let mut all = blocks(base);
    for (key, lines) in blocks(more) {
        match (all.iter_mut().find(|(known, _)| *known == key), lines.split_once('\n')) {
            (Some((_, known)), Some((_, entries))) if !entries.is_empty() => known.push_str(entries),
            (Some((_, known)), _) => *known = lines,
            (None, _) => all.push((key, lines)),
        }
    }
    all.into_iter().map(|(_, lines)| lines).collect()
}

/// The top-level keys of a YAML file, each with its lines.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        if line.starts_with(|first: char| first.is_alphanumeric()) {
            all.push((line.split(':').next().unwrap_or("").to_owned(), String::new()));
        }
        if let Some((_, lines)) = all.last_mut() {
            lines.push_str(line);
            lines.push('\n');
        }
    }
    all
}

// ── what templates receive ───────────────────────────────────────────────────────────────────────────────────────────

/// Lists, with a theme made for the purpose, what each template is given, and compares that with its table in `docs/themes.md`.
#[test]
fn templates_receive_what_the_manual_says() {
    let text = read(THEMES);
    let mut report = report_of(FORMAT);
    let probe = |name: &str| format!("((({{% for key, value in {name} %}}{{{{ key }}}} {{% endfor %}})))");
    for (template, _) in PAGES {
        let body = match *template {
            "article.html" => "{{ page.body | safe }}".to_owned(),
            "404.html" => format!("[site]{}", probe("site")),
            _ => String::new(),
        };
        report.put(&format!("themes/default/templates/{template}"), Content::Text(format!("{}{body}", probe("page")).into()));
    }
    for block in BLOCKS {
        let path = format!("themes/default/templates/blocks/{block}.html");
        report.put(&path, Content::Text(format!("[{block}]{}", probe("block")).into()));
    }
    let article = "---\ntitle: Blocks\ndate: 2026-11-24\n---\n\n{{ timeline() }}\n\n{{ table() }}\n\n{{ map() }}\n\n{{ chart(figure=\"received\") }}\n\n{{ chart(show=\"status\") }}\n\n{{ chart(show=\"money\") }}\n\n![A plane](../media/flight.jpg \"Credit: A. Photographer\")\n";
    report.put("content/articles/blocks.md", Content::Text(article.into()));
    let (found, edition) = run(&report);
    let edition = edition.unwrap_or_else(|| panic!("{}", screens(&found, &report)));
    let common = keys_of(&text, "every page");
    for (template, address) in PAGES {
        let mut given = given(&page(&edition, address), "");
        given.retain(|key| !common.contains(key));
        assert_eq!(keys_of(&text, template), given, "{THEMES}, {template}");
    }
    assert_eq!(keys_of(&text, "site"), given(&page(&edition, "/404.html"), "[site]"), "{THEMES}, site");
    let blocks = page(&edition, "/articles/blocks/");
    for block in BLOCKS {
        assert_eq!(keys_of(&text, &format!("blocks/{block}.html")), given(&blocks, &format!("[{block}]")), "{THEMES}, {block}");
    }
}

const BLOCKS: [&str; 7] = ["timeline", "table", "map", "chart", "chart_status", "chart_money", "picture"];

const PAGES: &[(&str, &str)] = &[
    ("home.html", "/"),
    ("articles.html", "/articles/"),
    ("article.html", "/articles/blocks/"),
    ("page.html", "/about/"),
    ("countries.html", "/countries/"),
    ("country.html", "/countries/rwanda/"),
    ("sources.html", "/sources/"),
    ("source.html", "/sources/reuters-rwanda/"),
    ("figures.html", "/figures/"),
    ("timeline.html", "/timeline/"),
    ("glossary.html", "/glossary/"),
    ("corrections.html", "/corrections/"),
    ("changes.html", "/changes/"),
    ("search.html", "/search/"),
    ("data.html", "/data/"),
    ("404.html", "/404.html"),
    ("embed.html", "/embed/countries/rw/"),
    ("feed.xml", "/feed.xml"),
];

/// The keys that a probe found.
fn given(page: &str, after: &str) -> BTreeSet<String> {
    let rest = page.split_once(&format!("{after}(((")).map_or("", |(_, rest)| rest);
    rest.split(")))").next().unwrap_or("").split_whitespace().map(str::to_owned).collect()
}

/// The first column of the table below the heading of a template. Keys that a view shares with every page are not repeated there.
fn keys_of(text: &str, heading: &str) -> BTreeSet<String> {
    let start = text.find(&format!("\n### {heading}\n")).unwrap_or_else(|| panic!("{THEMES} has no heading `### {heading}`"));
    let section = text[start + 5..].split("\n#").next().unwrap_or("");
    section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).map(str::to_owned).collect()
}

// ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Every command and every option that `--help` names has its place in `docs/commands.md`, and no other has.
#[test]
fn every_option_of_the_command_line_is_explained() {
    let text = read(COMMANDS);
    let commands = [
        "init",
        "new article",
        "new country",
        "new source",
        "export",
        "import events",
        "import sources",
        "serve",
        "check",
        "build",
        "why",
        "explain",
        "clean",
        "doctor",
        "schema",
        "completions",
    ];
    let every = options(&section(&text, "Options of every command"));
    for command in commands {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.push("--help");
        let help = Command::new(env!("CARGO_BIN_EXE_sourcebook")).args(&words).output().expect("the program starts");
        let help = String::from_utf8(help.stdout).expect("help is UTF-8");
        let own: BTreeSet<String> =
            options(&help).into_iter().filter(|option| option != "--help" && !every.contains(option)).collect();
        assert_eq!(options(&section(&text, &format!("`sourcebook {command}`"))), own, "{COMMANDS}, {command}");
    }
}

/// What stands below a heading, up to the next.
fn section(text: &str, heading: &str) -> String {
    let start = text.find(&format!("# {heading}\n")).unwrap_or_else(|| panic!("{COMMANDS} has no heading `{heading}`"));
    text[start + 2..].split("\n#").next().unwrap_or("").to_owned()
}

/// The long options at the beginning of lines of help, or of rows of a table.
fn options(text: &str) -> BTreeSet<String> {
    let first = |line: &str| {
        let cell = line.trim_start().trim_start_matches("| `");
        let rest = if cell.starts_with("--") { cell } else { cell.strip_prefix('-')?.get(1..)?.strip_prefix(", ")? };
        let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        (name.len() > 2 && name.starts_with("--")).then_some(name)
    };
    text.lines().filter_map(first).collect()
}

// ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn links_of_the_manual_lead_somewhere() {
    let mut documents: Vec<String> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned).to_vec();
    let entries = fs::read_dir(root().join("docs")).expect("docs/ can be read").flatten();
    documents.extend(
        entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".md"))
            .map(|name| format!("docs/{name}")),
    );
    for document in &documents {
        for target in targets(&read(document)) {
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = if path.is_empty() { document.clone() } else { beside(document, path) };
            // Pictures of pages are made last: as long as there is none, none is looked for.
            let awaited = file.starts_with("docs/pictures/") && !root().join("docs/pictures").exists();
            assert!(awaited || root().join(&file).exists(), "{document}: a link to `{target}`, which is not there");
            if !anchor.is_empty() {
                assert!(
                    anchors(&read(&file)).contains(anchor),
                    "{document}: a link to `{target}`, and no heading there has that id"
                );
            }
        }
    }
}

/// The targets of links and pictures inside the repository.
fn targets(text: &str) -> Vec<String> {
    let prose = without_code(text);
    let parts = prose.split("](").skip(1).filter_map(|part| part.split(')').next());
    parts.filter(|target| !target.contains(':') && !target.is_empty()).map(str::to_owned).collect()
}

fn anchors(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut in_fence = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_fence = !in_fence;
        }
        if let Some(heading) = line.strip_prefix('#').filter(|_| !in_fence) {
            let words: String = heading.trim_start_matches('#').trim().replace('`', "");
            let base = parse::slug(&words);
            let next = (1..).map(|number| format!("{base}-{number}"));
            let free = std::iter::once(base.clone()).chain(next).find(|id| !all.contains(id));
            all.extend(free);
        }
    }
    all
}

/// The text without fenced code and code in lines, in which nothing is a link.
fn without_code(text: &str) -> String {
    let fenced = text.split("\n```").step_by(2).collect::<Vec<_>>().join("\n");
    fenced.split('`').step_by(2).collect()
}

fn beside(document: &str, path: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

// ── fences and markers ───────────────────────────────────────────────────────────────────────────────────────────────

/// A fenced code block.
struct Fence {
    line: usize,
    info: String,
    body: String,
    example: Option<Example>,
}

/// What the info string says of an example.
struct Example {
    path: String,
    how: How,
    fails: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    File,
    Add,
    Copy,
}

impl Fence {
    fn is_built(&self) -> bool {
        self.example.as_ref().is_some_and(|example| example.fails.is_none())
    }
}

fn fences(text: &str) -> Vec<Fence> {
    let mut all: Vec<Fence> = Vec::new();
    let mut open: Option<(Fence, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match &mut open {
            Some((_, sign)) if line == sign.as_str() => all.extend(open.take().map(|(fence, _)| fence)),
            Some((fence, _)) => fence.body.push_str(&format!("{line}\n")),
            None if ticks >= 3 => {
                let info = line[ticks..].to_owned();
                let example = example(&info);
                open = Some((Fence { line: at + 1, info, body: String::new(), example }, line[..ticks].to_owned()));
            }
            None => {}
        }
    }
    all
}

fn example(info: &str) -> Option<Example> {
    let words: BTreeMap<&str, &str> = info.split(' ').filter_map(|word| word.split_once('=')).collect();
    let ways = [("file", How::File), ("add", How::Add), ("copy", How::Copy)];
    let (path, how) = ways.into_iter().find_map(|(word, how)| Some((*words.get(word)?, how)))?;
    Some(Example { path: path.to_owned(), how, fails: words.get("fails").map(|code| (*code).to_owned()) })
}

/// What stands between `<!-- NAME -->` and `<!-- /… -->`.
fn between<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<!-- {name} -->\n"))?;
    rest.split_once("<!-- /").map(|(inside, _)| inside)
}

/// The text with something else between the markers.
fn replaced(text: &str, name: &str, inside: &str) -> String {
    let marker = format!("<!-- {name} -->\n");
    let (before, rest) = text.split_once(&marker).unwrap_or_else(|| panic!("no marker `<!-- {name} -->`"));
    let end = rest.find("<!-- /").unwrap_or_else(|| panic!("`<!-- {name} -->` is not closed"));
    format!("{before}{marker}{inside}{}", &rest[end..])
}

/// Tests that may rewrite a document take turns.
fn turn() -> std::sync::MutexGuard<'static, ()> {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[allow(clippy::disallowed_methods, reason = "BLESS is asked for by whoever runs the tests")]
fn is_blessed() -> bool {
    std::env::var_os("BLESS").is_some()
}

/// Compares a document with what it should be, or writes that with `BLESS=1`.
fn hold(document: &str, wanted: &str, what: &str) {
    let current = read(document);
    if current == wanted {
        return;
    }
    if is_blessed() {
        fs::write(root().join(document), wanted).expect("the document can be written");
        return;
    }
    let differs = current.lines().zip(wanted.lines()).position(|(a, b)| a != b).unwrap_or(0);
    let line = |text: &str| text.lines().nth(differs).unwrap_or("").to_owned();
    panic!(
        "{document}:{}: {what} is not current; `BLESS=1 cargo test --test suite manual` rewrites it\n  is      {}\n  should  {}",
        differs + 1,
        line(&current),
        line(wanted)
    );
}

// ── running ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn run(tree: &Tree) -> (Diagnostics, Option<Arc<Edition>>) {
    let outcome = pipeline::run(tree, &Options::default(), &mut Memo::default());
    (outcome.diagnostics, outcome.edition)
}

fn screens(found: &Diagnostics, tree: &Tree) -> String {
    found.iter().map(|one| diagnose::screen(one, tree, Look::Plain)).collect::<Vec<_>>().join("\n\n")
}

fn page(edition: &Edition, path: &str) -> String {
    let address = edition.addresses().find(|address| address.as_str() == path).unwrap_or_else(|| panic!("no page {path}"));
    match edition.render(address).value {
        Some(Rendered::Bytes(bytes)) => String::from_utf8(bytes).expect("pages are UTF-8"),
        _ => panic!("{path} is not made"),
    }
}

/// HTML without its tags.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
