//! The report, as the preview asks for it.
//!
//! In: what changed on disk. Out: a run of the pipeline over it, and the pages of that run, each made when a browser asks. It
//! is the same pipeline and the same `render` as those of `build`; what it keeps between runs only saves work. It never writes.

use super::edition;
use crate::diagnose::{Diagnostic, Diagnostics, Located, locate};
use crate::pipeline::{self, Memo};
use crate::render::{Address, Edition, Rendered, STYLE_PAGE, Version};
use crate::serve::{Origin, Page, Pages, Run, open_below};
use crate::text::{Tree, position};
use crate::watch::Dirty;
use crate::{link, load};
use rayon::prelude::*;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The files as last read, and what the last run made of them.
pub struct Preview {
    root: PathBuf,
    inputs: pipeline::Options,
    tree: Arc<Tree>,
    memo: Memo,
    /// Whether the last run came to its end. Until one has, a tree without changes is no reason to rest.
    ran: bool,
    /// What the last run held back, in a line.
    pub held_back: Option<String>,
}

impl Preview {
    /// A preview that has read nothing yet.
    pub fn new(root: PathBuf, inputs: pipeline::Options) -> Self {
        Self { root, inputs, tree: Arc::default(), memo: Memo::default(), ran: false, held_back: None }
    }

    /// Reads again what may have changed, and runs the pipeline. `None` when nothing has changed after all.
    pub fn rebuild(&mut self, dirty: &Dirty) -> Option<Run> {
        // Pages of the run before still hold the old tree, so that their findings point into what they were made of.
        let tree = Arc::make_mut(&mut self.tree);
        let changed = match dirty {
            Dirty::Everything => load::reload(tree, &self.root),
            Dirty::Paths(paths) => load::refresh(tree, &self.root, paths),
        };
        if !changed && self.ran {
            return None;
        }
        self.ran = false;
        let outcome = pipeline::run(&self.tree, &self.inputs, &mut self.memo);
        self.ran = true;
        self.held_back = edition::held_back(&outcome.held);
        let pages = outcome.edition.map(|edition| -> Arc<dyn Pages> {
            Arc::new(Shown { root: self.root.clone(), tree: self.tree.clone(), edition, style: OnceLock::new() })
        });
        Some(Run { pages, findings: located(&outcome.diagnostics, &self.tree) })
    }
}

/// The pages of one run.
struct Shown {
    root: PathBuf,
    tree: Arc<Tree>,
    edition: Arc<Edition>,
    /// The style page, made when somebody asks for it.
    style: OnceLock<Option<Edition>>,
}

impl Shown {
    /// The edition that has something at this path, and its address in there. A page of the report that lies where the style page would is
    /// the one that is shown.
    fn find(&self, path: &str) -> Option<(&Edition, Address)> {
        let in_style = || {
            let inner = Address::new(path.strip_prefix(STYLE_PAGE.trim_end_matches('/'))?)?;
            let style = self.style.get_or_init(|| self.edition.style_page()).as_ref()?;
            style.contains(inner.as_str()).then_some((style, inner))
        };
        if self.edition.contains(path) { Some((&self.edition, Address::new(path)?)) } else { in_style() }
    }
}

impl Pages for Shown {
    fn base_path(&self) -> &str {
        self.edition.base_path()
    }

    fn count(&self) -> usize {
        self.edition.pages()
    }

    fn contains(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    fn render(&self, path: &str) -> Page {
        let Some((edition, address)) = self.find(path) else { return Page::Missing };
        let made = edition.render(&address);
        let media_type = address.media_type();
        match made.value {
            Some(Rendered::Bytes(bytes)) => Page::Bytes { media_type, bytes },
            Some(Rendered::File(file)) => {
                open_below(&self.root, &file.path).map_or(Page::Missing, |file| Page::File { media_type, file })
            }
            Some(Rendered::Drawing(drawing)) => drawing.draw().map_or(Page::Missing, |bytes| Page::Bytes { media_type, bytes }),
            Some(Rendered::Picture(version)) => self.picture(&version, media_type),
            None if made.diagnostics.is_empty() => Page::Missing,
            None => Page::Faulty(located(&made.diagnostics, &self.tree)),
        }
    }

    fn origins(&self, path: &str) -> Vec<Origin> {
        let own = Address::new(path).filter(|_| self.edition.contains(path));
        let origins = own.map(|address| self.edition.origins(&address)).unwrap_or_default();
        let lines = |file: &str, part: Range<usize>| {
            let text = self.tree.get(file).map_or("", |file| file.text());
            // The part ends where the next one begins, which may be on the line after or at the end of the text.
            position(text, part.start).line..position(text, part.end).line + usize::from(part.end > text.len())
        };
        let shown = |link::Origin { file, part }| Origin { lines: part.map(|part| lines(&file, part)), file };
        origins.into_iter().map(shown).collect()
    }

    fn asset_urls(&self) -> Vec<(String, String)> {
        self.edition.asset_urls()
    }
}

impl Shown {
    fn picture(&self, version: &Version, media_type: &'static str) -> Page {
        let read = |mut file: File| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map(|_| bytes)
        };
        let Ok(original) = open_below(&self.root, &version.file.path).and_then(read) else { return Page::Missing };
        let made = version.make(&original);
        match made.value {
            Some(bytes) => Page::Bytes { media_type, bytes },
            None => Page::Faulty(located(&made.diagnostics, &self.tree)),
        }
    }
}

fn located(findings: &Diagnostics, tree: &Tree) -> Vec<Located> {
    // Drawing a screen takes its time, and there may be many.
    let all: Vec<&Diagnostic> = findings.iter().collect();
    all.par_iter().map(|one| locate(one, tree)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    const PROGRAM: &str = "title: Post\nquestion: Who?\nsince: 2024\naxes: {}\nkinds: {}\nbadges: []\n";

    fn write(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn a_run_follows_every_change_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "content/site.yaml", "title: Post\ndescription: Letters.\nmap: {worldview: un}\n");
        write(folder.path(), "content/program.yaml", PROGRAM);
        let mut preview = Preview::new(folder.path().to_owned(), pipeline::Options::default());
        let first = preview.rebuild(&Dirty::Everything).unwrap().pages.unwrap();
        assert!(first.contains("/") && !first.contains("/about/"));
        assert!(preview.rebuild(&Dirty::Everything).is_none(), "nothing has changed");

        write(folder.path(), "content/pages/about.md", "---\ntitle: About\n---\n\nText.\n");
        let changed = Dirty::Paths([PathBuf::from("content/pages/about.md")].into());
        let second = preview.rebuild(&changed).unwrap().pages.unwrap();
        assert!(second.contains("/about/") && !first.contains("/about/"));
        assert!(matches!(second.render("/about/"), Page::Bytes { media_type: "text/html; charset=utf-8", .. }));
        assert!(matches!(second.render("/nothing/"), Page::Missing) && matches!(second.render("nothing"), Page::Missing));

        write(folder.path(), "content/pages/about.md", "---\ntitel: About\n---\n");
        let third = preview.rebuild(&changed).unwrap();
        assert!(third.pages.is_none());
        assert!(third.findings.iter().any(|finding| finding.code == "unknown-key"));
    }

    #[test]
    fn the_style_page_is_there_unless_the_report_has_a_page_of_that_name() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "content/site.yaml", "title: Post\ndescription: Letters.\nmap: {worldview: un}\n");
        write(folder.path(), "content/program.yaml", PROGRAM);
        let mut preview = Preview::new(folder.path().to_owned(), pipeline::Options::default());
        let shown = preview.rebuild(&Dirty::Everything).unwrap().pages.unwrap();
        let text = |path: &str| match shown.render(path) {
            Page::Bytes { bytes, .. } => String::from_utf8(bytes).unwrap(),
            other => panic!("{path}: {other:?}"),
        };
        assert!(text("/style/").contains(r#"<meta name="robots" content="noindex">"#));
        assert!(text("/style/countries/malta/").contains("Malta") && !shown.contains("/style/sitemap.xml"));
        assert!(!text("/").contains("/style/") && !text("/sitemap.xml").contains("/style/"));
        assert!(shown.origins("/style/").is_empty());

        write(folder.path(), "content/pages/style.md", "---\ntitle: House style\n---\n\nWe write “about”.\n");
        let shown = preview.rebuild(&Dirty::Everything).unwrap().pages.unwrap();
        assert!(
            matches!(shown.render("/style/"), Page::Bytes { bytes, .. } if String::from_utf8_lossy(&bytes).contains("House style"))
        );
    }

    #[test]
    fn a_page_knows_what_it_is_written_in() {
        let folder = tempfile::tempdir().unwrap();
        let source = |id: &str| format!("{id}:\n  title: A\n  publisher: B\n  kind: news\n  url: https://example.org/{id}\n");
        let article = "---\ntitle: A\ndate: 2026-01-01\n---\n\nText.\n";
        for (path, text) in [
            ("site.yaml", "title: Post\ndescription: Letters.\nmap: {worldview: un}\n"),
            ("program.yaml", PROGRAM),
            ("sources.yaml", &format!("{}\n{}", source("one"), source("two"))),
            ("pages/about.md", "---\ntitle: About\n---\n\nText.\n"),
            ("pages/home.md", "---\ntitle: Post\n---\n\nText.\n"),
            ("pages/figures.md", "---\ntitle: Figures\n---\n\nText.\n"),
            ("articles/vote.md", article),
            ("countries/malta.yaml", "code: MT\n"),
        ] {
            write(folder.path(), &format!("content/{path}"), text);
        }
        let mut preview = Preview::new(folder.path().to_owned(), pipeline::Options::default());
        let run = preview.rebuild(&Dirty::Everything).unwrap();
        let errors: Vec<&str> =
            run.findings.iter().filter(|found| found.severity == "error").map(|found| &*found.screen).collect();
        let pages = run.pages.unwrap_or_else(|| panic!("{errors:?}"));
        let origins = |path: &str| -> Vec<String> {
            let lines = |lines: Option<Range<usize>>| lines.map(|lines| format!(":{lines:?}")).unwrap_or_default();
            let shown = |one: Origin| format!("{}{}", one.file.trim_start_matches("content/"), lines(one.lines));
            pages.origins(path).into_iter().map(shown).collect()
        };
        assert_eq!(origins("/"), ["pages/home.md", "program.yaml", "site.yaml"]);
        assert_eq!(origins("/figures/"), ["pages/figures.md", "program.yaml"]);
        assert_eq!(origins("/sources/"), ["program.yaml", "sources.yaml"]);
        assert_eq!(origins("/timeline/"), ["program.yaml"]);
        assert_eq!(origins("/sources/one/"), ["sources.yaml:1..7"]);
        assert_eq!(origins("/sources/two/"), ["sources.yaml:7..13"]);
        assert_eq!(origins("/about/"), ["pages/about.md"]);
        assert_eq!(origins("/articles/vote/"), ["articles/vote.md"]);
        assert_eq!(origins("/countries/malta/"), ["countries/malta.yaml"]);
        for path in ["/feed.xml", "/nothing/", "nothing"] {
            assert!(origins(path).is_empty(), "{path}");
        }
    }
}
