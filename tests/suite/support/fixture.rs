//! Several small files in one text.
//!
//! In: a text in which `//- content/site.yaml` begins a file, as in rust-analyzer's fixtures. Out: the files, and what the run is asked for.
//! Words after the path say how a file is stored (`bom`, `crlf`), that it is a picture (`media=800x600`), or that it cannot be used
//! (`fault=not-utf8`), or that it is not to be filled in (`absent`). A line `//- asked now=2027-02-01` sets the options of the run. It never adds a file of its own.

use sourcebook::model::{Date, Moment, Url};
use sourcebook::parse::FromScalar;
use sourcebook::pipeline::Options;
use sourcebook::text::{Content, Fault, Tree};

/// Files, and what the run is asked for.
#[derive(Default)]
pub struct Fixture {
    pub files: Vec<(String, Content)>,
    /// Files that stay away although every report has them.
    pub absent: Vec<String>,
    pub options: Options,
}

impl Fixture {
    /// Reads a fixture. A mistake in it is a mistake of the test, and panics.
    pub fn read(text: &str) -> Self {
        let mut fixture = Self::default();
        let mut open: Option<(String, Vec<&str>, Vec<&str>)> = None;
        for line in text.lines() {
            if let Some(heading) = line.strip_prefix("//- ") {
                fixture.close(open.take());
                match heading.strip_prefix("asked ") {
                    Some(words) => words.split_whitespace().for_each(|word| fixture.ask(word)),
                    None => {
                        let (path, words) = path_and_words(heading);
                        open = Some((path, words, Vec::new()));
                    }
                }
            } else if let Some((_, _, lines)) = &mut open {
                lines.push(line);
            } else {
                assert!(line.trim().is_empty(), "this line is in no file: {line}");
            }
        }
        fixture.close(open);
        fixture
    }

    /// The files as the shell would hand them over.
    pub fn tree(self) -> (Tree, Options) {
        let mut tree = Tree::new();
        for (path, content) in self.files {
            tree.put(&path, content);
        }
        (tree, self.options)
    }

    fn close(&mut self, file: Option<(String, Vec<&str>, Vec<&str>)>) {
        let Some((path, words, mut lines)) = file else { return };
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        let mut text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        for word in words {
            match word.split_once('=').unwrap_or((word, "")) {
                ("crlf", _) => text = text.replace('\n', "\r\n"),
                ("absent", _) => {
                    self.absent.push(path);
                    return;
                }
                ("bom", _) => text.insert(0, '\u{feff}'),
                ("media", size) => {
                    let size = size.split_once('x').map(|(width, height)| (width.parse().unwrap(), height.parse().unwrap()));
                    self.files.push((path, Content::Media { bytes: 12_345, fingerprint: 0, size }));
                    return;
                }
                ("fault", kind) => {
                    self.files.push((path, Content::Fault(fault(kind))));
                    return;
                }
                _ => unreachable!("only known words are told apart from the path"),
            }
        }
        self.files.push((path, Content::Text(text.into())));
    }

    fn ask(&mut self, word: &str) {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        match name {
            "now" => self.options.now = Some(Moment::read_or_day(value).expect("a day or a moment")),
            "drafts" => self.options.drafts = value == "yes",
            "as-of" => self.options.as_of = Some(date(value)),
            "base-url" => self.options.base_url = Some(Url::new(value).expect("a web address")),
            _ => panic!("`{word}` is nothing that a run can be asked for"),
        }
    }
}

/// The path, which may have spaces in it, and the words after it that say something about the file.
fn path_and_words(heading: &str) -> (String, Vec<&str>) {
    let (mut path, mut words) = (heading.trim(), Vec::new());
    while let Some((rest, word)) = path.rsplit_once(' ') {
        if !matches!(word.split('=').next(), Some("absent" | "bom" | "crlf" | "media" | "fault")) {
            break;
        }
        path = rest;
        words.push(word);
    }
    (path.to_owned(), words)
}

fn date(text: &str) -> Date {
    Date::from_scalar(text).expect("a date")
}

fn fault(kind: &str) -> Fault {
    match kind {
        "not-utf8" => Fault::NotUtf8 { at: 15, text: "code: RW\nname: \u{fffd}\n".into() },
        "active" => Fault::Active {
            at: 5,
            what: "has an element that runs, moves or embeds something",
            text: "<svg><script>alert(1)</script></svg>".into(),
        },
        "too-large" => Fault::TooLarge { bytes: 9_000_000, limit: 8_388_608 },
        "link" => Fault::Link,
        "special" => Fault::Special,
        "unreadable" => Fault::Unreadable("permission denied".to_owned()),
        "name" => Fault::Name,
        _ => panic!("there is no fault `{kind}`"),
    }
}

#[test]
fn files_are_told_apart_by_their_headings() {
    let fixture =
        Fixture::read("\n//- a.yaml\nb: 1\n\n\n//- c d.md bom crlf\nd\ne\n//- asked now=2026-11-24\n//- f fault=link\n");
    let texts: Vec<(&str, Option<&str>)> = fixture
        .files
        .iter()
        .map(|(path, content)| match content {
            Content::Text(text) => (path.as_str(), Some(&**text)),
            Content::Media { .. } | Content::Font { .. } | Content::Fault(_) => (path.as_str(), None),
        })
        .collect();
    assert_eq!(texts, [("a.yaml", Some("b: 1\n")), ("c d.md", Some("\u{feff}d\r\ne\r\n")), ("f", None)]);
    assert_eq!(fixture.options.now, Moment::read_or_day("2026-11-24"));
}
