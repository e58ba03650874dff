//! Watching real folders. What a test waits for may take long on a busy machine, so it is awaited and never timed.

use super::*;
use std::collections::BTreeMap;

/// A folder, and what a reader knows of it who reads nothing but what is marked.
struct Scene {
    root: tempfile::TempDir,
    changes: Arc<Changes>,
    known: BTreeMap<PathBuf, Vec<u8>>,
}

impl Scene {
    fn new(method: Method) -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("content")).unwrap();
        fs::write(root.path().join("content/first.md"), "first").unwrap();
        let changes = Arc::new(Changes::new());
        watch(root.path(), method, &changes, |_| {}).unwrap();
        changes.mark_everything();
        Self { root, changes, known: BTreeMap::new() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    /// Reads what is marked until this is all there is.
    fn settle(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(30);
        while self.absorb() || self.known != self.truth() {
            assert!(Instant::now() < deadline, "known: {:?}, true: {:?}", self.known.keys(), self.truth().keys());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Reads what is marked so far, as a request does that comes in the middle of changes.
    fn absorb(&mut self) -> bool {
        match self.changes.take() {
            Some(Dirty::Everything) => {
                self.known.clear();
                FOLDERS.iter().for_each(|folder| self.read(Path::new(folder)));
            }
            Some(Dirty::Paths(paths)) => paths.iter().for_each(|path| self.read(path)),
            None => return false,
        }
        true
    }

    fn read(&mut self, path: &Path) {
        self.known.retain(|known, _| !known.starts_with(path));
        self.known.extend(files(self.root.path(), path));
    }

    fn truth(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        FOLDERS.iter().flat_map(|folder| files(self.root.path(), Path::new(folder))).collect()
    }
}

fn files(root: &Path, path: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(root.join(path)).into_iter().filter_map(Result::ok);
    let files = entries.filter_map(|entry| Some((inside(root, entry.path())?, fs::read(entry.path()).ok()?)));
    files.collect()
}

#[test]
fn files_are_seen_when_made_edited_renamed_and_deleted() {
    let mut scene = Scene::new(Method::Notify);
    scene.settle();
    scene.write("content/articles/new.md", "new");
    scene.settle();
    scene.write("content/first.md", "edited");
    scene.settle();
    fs::rename(scene.at("content/first.md"), scene.at("content/second.md")).unwrap();
    scene.settle();
    fs::remove_file(scene.at("content/second.md")).unwrap();
    scene.settle();
}

#[test]
fn editors_that_save_by_renaming_are_seen() {
    let mut scene = Scene::new(Method::Notify);
    scene.settle();
    scene.write("content/.first.md.tmp", "through a hidden file");
    fs::rename(scene.at("content/.first.md.tmp"), scene.at("content/first.md")).unwrap();
    scene.settle();
    fs::rename(scene.at("content/first.md"), scene.at("content/first.md~")).unwrap();
    scene.write("content/first.md", "with a backup");
    scene.settle();
    assert_eq!(scene.known.len(), 1, "the backup is not read");
}

#[test]
fn a_watched_folder_may_be_deleted_and_made_again() {
    let mut scene = Scene::new(Method::Notify);
    scene.settle();
    for round in 0..3 {
        fs::remove_dir_all(scene.at("content")).unwrap();
        scene.settle();
        assert!(scene.known.is_empty());
        scene.write("content/articles/back.md", &format!("round {round}"));
        scene.settle();
        scene.write("content/articles/back.md", "and is watched again");
        scene.settle();
    }
    scene.write("themes/default/page.html", "a theme, later");
    scene.settle();
    fs::rename(scene.at("content"), scene.at("aside")).unwrap();
    scene.settle();
    fs::rename(scene.at("aside"), scene.at("content")).unwrap();
    scene.settle();
    scene.write("content/articles/back.md", "moved away and back");
    scene.settle();
}

#[test]
fn reading_is_no_change() {
    let mut scene = Scene::new(Method::Notify);
    scene.settle();
    for _ in 0..50 {
        fs::read(scene.at("content/first.md")).unwrap();
    }
    scene.write("content/zz.md", "told after the reads");
    let marked = loop {
        if let Some(dirty) = scene.changes.take() {
            break dirty;
        }
        thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(marked, Dirty::Paths(BTreeSet::from(["content/zz.md".into()])));
}

#[test]
fn what_is_put_into_a_new_folder_is_seen() {
    let mut scene = Scene::new(Method::Notify);
    scene.settle();
    for nth in 0..100 {
        fs::create_dir_all(scene.at(&format!("content/new{nth}"))).unwrap();
        // The folder is marked and read; whether it is watched yet is anybody's guess.
        while !scene.absorb() {}
        scene.write(&format!("content/new{nth}/a.md"), "put there before the folder is watched");
    }
    scene.settle();
}

#[test]
fn polling_sees_the_same() {
    let mut scene = Scene::new(Method::Poll);
    scene.settle();
    scene.write("content/articles/new.md", "new");
    scene.settle();
    fs::rename(scene.at("content/articles"), scene.at("content/pages")).unwrap();
    scene.settle();
    fs::remove_dir_all(scene.at("content")).unwrap();
    scene.settle();
}

#[test]
fn random_edits_are_all_seen() {
    let mut scene = Scene::new(Method::Notify);
    scene.settle();
    let mut dice = Dice(0x5eed);
    for round in 0..60 {
        for _ in 0..dice.below(25) {
            random_edit(&scene, &mut dice);
            scene.absorb();
        }
        if round % 10 == 9 {
            fs::remove_dir_all(scene.at("content")).unwrap();
            scene.write("content/articles/a1.md", "after a checkout");
        }
        scene.settle();
    }
}

/// A small generator, so that every run makes the same edits.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit).unwrap()
    }
}

fn random_edit(scene: &Scene, dice: &mut Dice) {
    let folder = |dice: &mut Dice| format!("content/{}", ["articles", "countries", "countries/more", "pages"][dice.below(4)]);
    let file = |dice: &mut Dice| format!("{}/a{}.md", folder(dice), dice.below(6));
    let text = format!("text {}", dice.below(1000));
    // What an edit names may be gone already; then it does nothing.
    match dice.below(8) {
        0..=2 => scene.write(&file(dice), &text),
        3 => {
            let _ = fs::remove_file(scene.at(&file(dice)));
        }
        4 => {
            let _ = fs::rename(scene.at(&file(dice)), scene.at(&file(dice)));
        }
        5 => {
            let _ = fs::rename(scene.at(&folder(dice)), scene.at(&folder(dice)));
        }
        6 => {
            let _ = fs::remove_dir_all(scene.at(&folder(dice)));
        }
        _ => {
            let path = file(dice);
            scene.write("content/.saving", &text);
            let _ = fs::rename(scene.at("content/.saving"), scene.at(&path));
        }
    }
}

#[test]
fn only_what_a_run_reads_is_of_interest() {
    let inside = |path: &str| inside(Path::new("/report"), Path::new(path)).map(|path| path.to_string_lossy().into_owned());
    assert_eq!(inside("/report/content/articles/a.md").as_deref(), Some("content/articles/a.md"));
    assert_eq!(inside("/report/content").as_deref(), Some("content"));
    assert_eq!(inside("/report/themes/default/page.html").as_deref(), Some("themes/default/page.html"));
    for path in [
        "/report",
        "/report/public/index.html",
        "/report/contents/a.md",
        "/elsewhere/content/a.md",
        "/report/content/.git/HEAD",
        "/report/content/a.md~",
        "/report/content/.a.md.swp",
        "/report/content/4913",
        "/report/content/#a.md#",
        "/report/content/a.tmp",
    ] {
        assert_eq!(inside(path), None, "{path}");
    }
}

#[test]
fn a_full_watch_table_is_explained() {
    let text = fallback(&notify::Error::new(ErrorKind::MaxFilesWatch));
    assert!(text.contains("max_user_watches") && text.contains("--poll"), "{text}");
}
