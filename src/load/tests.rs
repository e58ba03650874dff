//! What `load` makes of real folders. In: temporary projects. Never: a project outside of them.

use super::read::Limits;
use super::*;
use crate::text::{Fault, FileId};
use std::fs;
use tempfile::TempDir;

/// A project in a temporary folder.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(project.at("content")).unwrap();
        for (path, bytes) in files {
            project.write(path, bytes);
        }
        project
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), bytes).unwrap();
    }

    #[cfg(unix)]
    fn link(&self, path: &str, target: impl AsRef<Path>) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, self.at(path)).unwrap();
    }

    fn load(&self) -> Tree {
        load(self.root()).unwrap()
    }

    fn refresh(&self, tree: &mut Tree, paths: &[&str]) -> bool {
        refresh(tree, self.root(), &paths.iter().map(|path| self.at(path)).collect())
    }

    /// After any change, what `refresh` made of the old tree is what `load` finds now.
    fn same_as_loaded(&self, tree: &Tree) {
        assert_eq!(paths_and_hashes(tree), paths_and_hashes(&self.load()));
    }
}

fn paths(tree: &Tree) -> Vec<&str> {
    tree.files().map(|file| &*file.path).collect()
}

fn paths_and_hashes(tree: &Tree) -> Vec<(&str, u128)> {
    tree.files().map(|file| (&*file.path, file.hash)).collect()
}

fn fault(tree: &Tree, path: &str) -> Fault {
    match &tree.get(path).unwrap_or_else(|| panic!("{path} is in {:?}", paths(tree))).content {
        Content::Fault(fault) => fault.clone(),
        other => panic!("{path} is {other:?}"),
    }
}

fn media(tree: &Tree, path: &str) -> (u64, u128, Option<(u32, u32)>) {
    match tree.get(path).unwrap().content {
        Content::Media { bytes, fingerprint, size } => (bytes, fingerprint, size),
        ref other => panic!("{path} is {other:?}"),
    }
}

const GIF: &[u8] = b"GIF89a\x40\x01\xf0\x00\0\0";

#[test]
fn text_is_kept_byte_for_byte() {
    let text = "\u{feff}title: é\r\nsummary: x\r\n";
    let project = Project::new(&[("content/site.yaml", text.as_bytes())]);
    assert_eq!(project.load().get("content/site.yaml").unwrap().text(), text);
}

#[test]
fn reads_content_and_themes_and_nothing_else() {
    let project = Project::new(&[
        ("content/site.yaml", b""),
        ("content/articles/.a.md.swp", b""),
        ("content/articles/a.md", b""),
        ("content/articles/a.md~", b""),
        ("content/.git/config", b""),
        ("content/notes.docx", b"PK"),
        ("content/media/flight.gif", GIF),
        ("themes/own/style.css", b""),
        ("themes/own/serif.woff2", b"wOF2"),
        ("public/index.html", b""),
        ("README.md", b""),
    ]);
    let tree = project.load();
    assert_eq!(
        paths(&tree),
        [
            "content/articles/a.md",
            "content/media/flight.gif",
            "content/notes.docx",
            "content/site.yaml",
            "themes/own/serif.woff2",
            "themes/own/style.css",
        ]
    );
    assert_eq!(media(&tree, "content/media/flight.gif"), (12, xxhash_rust::xxh3::xxh3_128(GIF), Some((320, 240))));
    assert_eq!(media(&tree, "themes/own/serif.woff2"), (4, xxhash_rust::xxh3::xxh3_128(b"wOF2"), None));
    assert_eq!(media(&tree, "content/notes.docx"), (2, 0, None), "a stray file is not read");
}

#[test]
fn a_byte_that_is_not_utf_8_is_located() {
    let project =
        Project::new(&[("content/a.yaml", b"a: 1\nb: caf\xe9\n"), ("content/b.yaml", b"\xff"), ("content/c.yaml", b"x\xe2\x82")]);
    let tree = project.load();
    assert_eq!(fault(&tree, "content/a.yaml"), Fault::NotUtf8 { at: 11, text: "a: 1\nb: caf\u{fffd}\n".into() });
    assert_eq!(fault(&tree, "content/b.yaml"), Fault::NotUtf8 { at: 0, text: "\u{fffd}".into() });
    assert_eq!(fault(&tree, "content/c.yaml"), Fault::NotUtf8 { at: 1, text: "x\u{fffd}".into() });
}

#[test]
fn a_large_file_is_a_fault_and_the_limit_itself_is_allowed() {
    let project = Project::new(&[
        ("content/a.yaml", b"1234"),
        ("content/b.yaml", b"12345"),
        ("content/media/a", b"123456"),
        ("content/media/b", b"1234567"),
        ("content/c.zip", b"12345678"),
    ]);
    let mut tree = Tree::new();
    let all = BTreeSet::from([PathBuf::from("content")]);
    assert!(refresh_within(&mut tree, project.root(), &all, &Limits { text: 4, media: 6, font: 6 }));
    assert_eq!(tree.get("content/a.yaml").unwrap().text(), "1234");
    assert_eq!(fault(&tree, "content/b.yaml"), Fault::TooLarge { bytes: 5, limit: 4 });
    assert_eq!(media(&tree, "content/media/a").0, 6);
    assert_eq!(fault(&tree, "content/media/b"), Fault::TooLarge { bytes: 7, limit: 6 });
    assert_eq!(media(&tree, "content/c.zip").0, 8, "what is not read has no limit");
}

#[test]
fn a_sparse_file_of_four_gigabytes_is_not_read() {
    let project = Project::new(&[("content/media/a.mp4", b""), ("content/a.md", b"")]);
    for path in ["content/media/a.mp4", "content/a.md"] {
        fs::File::options().write(true).open(project.at(path)).unwrap().set_len(4 << 30).unwrap();
    }
    let tree = project.load();
    assert_eq!(fault(&tree, "content/media/a.mp4"), Fault::TooLarge { bytes: 4 << 30, limit: 256 << 20 });
    assert_eq!(fault(&tree, "content/a.md"), Fault::TooLarge { bytes: 4 << 30, limit: 8 << 20 });
}

#[test]
fn only_an_unusable_root_is_an_error() {
    let project = Project::new(&[("file", b"")]);
    for path in ["nowhere", "file"] {
        let error = load(&project.at(path)).unwrap_err();
        assert!(error.to_string().contains(path), "{error}");
    }
    fs::remove_dir(project.at("content")).unwrap();
    assert_eq!(paths(&project.load()), Vec::<&str>::new());
}

#[test]
fn file_numbers_follow_the_paths_not_the_order_of_the_folder() {
    let names: Vec<String> = (0..50).map(|number| format!("content/{:02}.yaml", number * 37 % 50)).collect();
    let numbers = |order: &mut dyn Iterator<Item = &String>| {
        let project = Project::new(&[]);
        order.for_each(|name| project.write(name, b""));
        project.load().files().map(|file| (file.path.to_string(), file.id)).collect::<Vec<(String, FileId)>>()
    };
    let forwards = numbers(&mut names.iter());
    assert_eq!(forwards, numbers(&mut names.iter().rev()));
    assert!(forwards.is_sorted_by_key(|(_, id)| *id));
}

#[test]
fn refresh_sees_edits_and_new_and_deleted_files() {
    let project = Project::new(&[("content/a.md", b"1"), ("content/b.md", b"1"), ("content/c.md", b"1")]);
    let mut tree = project.load();
    let number = |tree: &Tree, path: &str| tree.get(path).unwrap().id;
    let before = number(&tree, "content/a.md");
    assert!(!project.refresh(&mut tree, &["content/a.md"]), "a hint is no change");

    project.write("content/a.md", b"2");
    project.write("content/d.md", b"1");
    fs::remove_file(project.at("content/b.md")).unwrap();
    project.write("content/c.md", b"unseen, because nobody gave the path");
    assert!(project.refresh(&mut tree, &["content/a.md", "content/b.md", "content/d.md", "content/.hidden.md", "README.md"]));
    assert_eq!(paths(&tree), ["content/a.md", "content/c.md", "content/d.md"]);
    assert_eq!(tree.get("content/a.md").unwrap().text(), "2");
    assert_eq!(number(&tree, "content/a.md"), before);

    assert!(project.refresh(&mut tree, &["content/c.md"]));
    project.same_as_loaded(&tree);
}

#[test]
fn refresh_sees_folders_come_and_go() {
    let project = Project::new(&[("content/a/1.md", b""), ("content/a/b/2.md", b""), ("content/ab.md", b"")]);
    let mut tree = project.load();

    fs::rename(project.at("content/a"), project.at("content/z")).unwrap();
    assert!(project.refresh(&mut tree, &["content/a", "content/z", "content/z/b/2.md"]));
    assert_eq!(paths(&tree), ["content/ab.md", "content/z/1.md", "content/z/b/2.md"]);

    project.write("themes/new/deep/style.css", b"");
    assert!(project.refresh(&mut tree, &["themes"]));
    fs::remove_dir_all(project.at("content/z")).unwrap();
    assert!(project.refresh(&mut tree, &["content/z"]));
    assert!(!project.refresh(&mut tree, &["content/z", "content/z/1.md"]));
    project.same_as_loaded(&tree);
}

#[test]
fn a_file_that_becomes_a_folder_is_replaced_even_if_only_its_inside_is_named() {
    let project = Project::new(&[("content/a.md", b"1")]);
    let mut tree = project.load();
    fs::remove_file(project.at("content/a.md")).unwrap();
    project.write("content/a.md/b.md", b"2");
    assert!(project.refresh(&mut tree, &["content/a.md/b.md"]));
    assert_eq!(paths(&tree), ["content/a.md/b.md"]);
}

#[test]
fn refresh_takes_relative_paths_and_ignores_foreign_ones() {
    let project = Project::new(&[("content/a.md", b"1")]);
    let mut tree = project.load();
    project.write("content/a.md", b"2");
    let given = |path: &str| BTreeSet::from([PathBuf::from(path)]);
    for path in ["../content/a.md", "content/../../a.md", "/content/a.md", "public/a.md", "content-old/a.md"] {
        assert!(!refresh(&mut tree, project.root(), &given(path)), "{path}");
    }
    assert!(refresh(&mut tree, project.root(), &given("./content/a.md")));
    project.write("content/a.md", b"3");
    assert!(refresh(&mut tree, project.root(), &BTreeSet::from([project.root().to_owned()])), "the root stands for all");
}

#[test]
fn reload_finds_everything_and_keeps_the_numbers() {
    let project = Project::new(&[("content/a.md", b"1"), ("content/b.md", b"1"), ("content/c.md", b"1")]);
    let mut tree = project.load();
    assert!(!reload(&mut tree, project.root()));
    let number = tree.get("content/c.md").unwrap().id;

    fs::remove_file(project.at("content/a.md")).unwrap();
    project.write("content/0.md", b"1");
    project.write("content/c.md", b"2");
    assert!(reload(&mut tree, project.root()));
    assert_eq!(tree.get("content/c.md").unwrap().id, number);
    project.same_as_loaded(&tree);

    fs::remove_dir_all(project.root()).unwrap();
    assert!(reload(&mut tree, project.root()), "a project that is gone is empty");
    assert_eq!(paths(&tree), Vec::<&str>::new());
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixListener;

    #[test]
    fn links_are_followed_inside_the_project_only() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret.md"), "secret").unwrap();
        let project = Project::new(&[("content/a.md", b"1"), ("photos/b.gif", GIF), (".env", b"TOKEN"), (".git/config", b"")]);
        project.link("content/same.md", "a.md");
        project.link("content/media", "../photos");
        project.link("content/out.md", outside.path().join("secret.md"));
        project.link("content/out", outside.path());
        project.link("content/passwd.md", "/etc/passwd");
        project.link("content/up.md", "../../../../../../../etc/passwd");
        project.link("content/env.md", "../.env");
        project.link("content/git", "../.git");
        project.link("content/nothing.md", "nowhere");
        let tree = project.load();
        assert_eq!(tree.get("content/same.md").unwrap().text(), "1");
        assert_eq!(media(&tree, "content/media/b.gif").2, Some((320, 240)));
        for path in ["content/out.md", "content/out", "content/passwd.md", "content/up.md", "content/env.md", "content/git"] {
            assert_eq!(fault(&tree, path), Fault::Link, "{path}");
        }
        assert_eq!(fault(&tree, "content/nothing.md"), Fault::Unreadable("the symbolic link leads to nothing".into()));
        assert_eq!(tree.files().count(), 10);
    }

    #[test]
    fn loops_end_at_once() {
        let project = Project::new(&[("content/a/1.md", b""), ("content/b/2.md", b"")]);
        project.link("content/self", "self");
        project.link("content/a/up", "..");
        project.link("content/a/root", "../..");
        project.link("content/a/b", "../b");
        project.link("content/b/a", "../a");
        let tree = project.load();
        for path in ["content/self", "content/a/up", "content/a/root", "content/a/b/a", "content/b/a/up", "content/b/a/b"] {
            assert_eq!(fault(&tree, path), Fault::Link, "{path}");
        }
        assert!(tree.get("content/a/b/2.md").is_some() && tree.get("content/b/a/1.md").is_some());
    }

    /// Twenty folders, each with two links to the next, are a million paths to the last.
    #[test]
    fn links_to_links_do_not_multiply() {
        let project = Project::new(&[("content/20/a.md", b"")]);
        for number in 0..20 {
            project.link(&format!("content/{number:02}/x"), format!("../{:02}", number + 1));
            project.link(&format!("content/{number:02}/y"), format!("../{:02}", number + 1));
        }
        assert!(project.load().files().count() < 100);
    }

    #[test]
    fn a_change_behind_a_link_is_seen() {
        let project = Project::new(&[("photos/a.gif", GIF)]);
        project.link("content/media", "../photos");
        let mut tree = project.load();
        project.write("photos/b.gif", GIF);
        assert!(project.refresh(&mut tree, &["content/media/b.gif"]));
        project.same_as_loaded(&tree);
        fs::remove_file(project.at("content/media")).unwrap();
        project.link("content/media", "/");
        assert!(project.refresh(&mut tree, &["content/media/a.gif"]));
        assert_eq!(fault(&tree, "content/media"), Fault::Link);
        project.same_as_loaded(&tree);
    }

    #[test]
    fn content_may_itself_be_a_link() {
        let project = Project::new(&[("elsewhere/a.md", b"")]);
        fs::remove_dir(project.at("content")).unwrap();
        project.link("content", "elsewhere");
        assert_eq!(paths(&project.load()), ["content/a.md"]);
        fs::remove_file(project.at("content")).unwrap();
        project.link("content", std::env::temp_dir());
        assert_eq!(fault(&project.load(), "content"), Fault::Link);
    }

    #[test]
    fn what_is_neither_file_nor_folder_is_never_opened() {
        let project = Project::new(&[]);
        let _socket = UnixListener::bind(project.at("content/a.md")).unwrap();
        project.link("content/b.md", "a.md");
        project.link("content/c.md", "/dev/zero");
        let mut tree = project.load();
        assert_eq!(fault(&tree, "content/a.md"), Fault::Special);
        assert_eq!(fault(&tree, "content/b.md"), Fault::Special);
        assert_eq!(fault(&tree, "content/c.md"), Fault::Link);
        assert!(!project.refresh(&mut tree, &["content/a.md", "content/b.md"]));
    }

    #[test]
    fn names_that_are_not_unicode_are_faults() {
        let project = Project::new(&[]);
        fs::write(project.at("content").join(OsStr::from_bytes(b"a\xff.md")), "").unwrap();
        let folder = project.at("content").join(OsStr::from_bytes(b"b\xff"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("inside.md"), "").unwrap();
        let mut tree = project.load();
        assert_eq!(paths(&tree), ["content/a\u{fffd}.md", "content/b\u{fffd}"]);
        assert_eq!(fault(&tree, "content/a\u{fffd}.md"), Fault::Name);
        fs::remove_dir_all(&folder).unwrap();
        assert!(refresh(&mut tree, project.root(), &BTreeSet::from([folder])));
        project.same_as_loaded(&tree);
    }

    #[test]
    fn odd_names_are_names() {
        let names = [
            "content/-rf.md",
            "content/a b.md",
            "content/\u{202e}a.md",
            "content/e\u{301}.md",
            "content/\u{e9}.md",
            "content/\n.md",
        ];
        let project = Project::new(&names.map(|name| (name, &b""[..])));
        assert_eq!(paths(&project.load()).len(), names.len());
    }

    /// Permissions do not stop a test that runs as root, a path that is too long stops everybody. Such a folder can be
    /// made from inside only.
    #[test]
    fn a_folder_that_cannot_be_listed_is_a_fault_at_its_path() {
        use rustix::fs::{CWD, Mode, OFlags, mkdirat, openat};
        let project = Project::new(&[("content/a.md", b"")]);
        let name = "n".repeat(250);
        let mut here = openat(CWD, project.at("content"), OFlags::DIRECTORY, Mode::empty()).unwrap();
        for _ in 0..20 {
            mkdirat(&here, &name, Mode::RWXU).unwrap();
            here = openat(&here, &name, OFlags::DIRECTORY, Mode::empty()).unwrap();
        }
        let tree = project.load();
        assert!(tree.get("content/a.md").is_some());
        let long = tree.files().find(|file| file.path.contains(&name)).unwrap();
        let Fault::Unreadable(words) = fault(&tree, &long.path) else { panic!("{:?}", long.content) };
        assert!(words.contains("too long"), "{words}");
    }

    #[test]
    fn a_file_or_folder_without_permission_is_a_fault() {
        let project = Project::new(&[("content/a.md", b""), ("content/b/c.md", b"")]);
        let allow = |path: &str, mode: u32| fs::set_permissions(project.at(path), fs::Permissions::from_mode(mode)).unwrap();
        allow("content/a.md", 0);
        allow("content/b", 0);
        // For root nothing is unreadable; the test before this one covers the same code.
        if fs::File::open(project.at("content/a.md")).is_err() {
            let mut tree = project.load();
            assert!(matches!(fault(&tree, "content/a.md"), Fault::Unreadable(_)));
            assert!(matches!(fault(&tree, "content/b"), Fault::Unreadable(_)));
            allow("content/b", 0o755);
            assert!(project.refresh(&mut tree, &["content/b/c.md"]));
            assert!(tree.get("content/b/c.md").is_some() && tree.get("content/b").is_none());
        }
        allow("content/b", 0o755);
    }
}
