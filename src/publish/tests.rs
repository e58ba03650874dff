//! What publishing does to real folders. In: temporary projects. Never: a folder outside of them.

use super::*;
use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// A project with an output folder `public`.
struct Project {
    folder: TempDir,
}

type Files<'a> = &'a [(&'a str, &'a str)];

const ONE: Files<'_> = &[("index.html", "one"), ("a/index.html", "a"), ("a/b/index.html", "b"), ("feed.xml", "feed")];
const TWO: Files<'_> = &[("index.html", "two"), ("a/index.html", "a"), ("c/index.html", "c"), ("feed.xml", "food")];

impl Project {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        fs::write(folder.path().join("content/site.yaml"), "").unwrap();
        fs::create_dir(folder.path().join("themes")).unwrap();
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn begin(&self) -> Result<Staging, Refusal> {
        self.begin_in("public", false)
    }

    fn begin_in(&self, out: &str, force: bool) -> Result<Staging, Refusal> {
        Staging::begin(&self.at(out), self.root(), &Options { force })
    }

    fn publish(&self, files: Files<'_>) -> Published {
        publish(self.begin().unwrap(), files).unwrap()
    }

    /// Every file of the output folder but the manifest, with its text.
    fn site(&self) -> BTreeMap<String, String> {
        let mut files = read_all(&self.at("public"));
        files.remove(manifest::NAME);
        files
    }

    fn clean(&self) -> Result<usize, Refusal> {
        clean(&self.at("public"), self.root())
    }

    /// Nothing may be left beside the output folder.
    fn is_tidy(&self) {
        let names = fs::read_dir(self.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let litter: Vec<String> = names.filter(|name| name.starts_with(".public")).collect();
        assert_eq!(litter, Vec::<String>::new());
    }
}

fn publish(staging: Staging, files: Files<'_>) -> io::Result<Published> {
    stage(&staging, files)?;
    staging.commit()
}

fn stage(staging: &Staging, files: Files<'_>) -> io::Result<()> {
    files.par_iter().try_for_each(|(path, text)| staging.write(path, text.as_bytes()))
}

fn read_all(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| !entry.file_type().is_dir());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files.map(|entry| (name(entry.path()), fs::read_to_string(entry.path()).unwrap_or_default())).collect()
}

fn texts(files: Files<'_>) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn with(files: Files<'_>, more: Files<'_>) -> BTreeMap<String, String> {
    texts(files).into_iter().chain(texts(more)).collect()
}

fn counts(published: &Published) -> (usize, usize, usize, usize) {
    (published.files, published.written, published.unchanged, published.removed)
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::symlink_metadata(path).unwrap())
}

// ── publishing ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_first_site_appears_whole() {
    let project = Project::new();
    let staging = project.begin().unwrap();
    stage(&staging, ONE).unwrap();
    assert!(!project.at("public").exists());
    let published = staging.commit().unwrap();
    assert_eq!(counts(&published), (4, 4, 0, 0));
    assert_eq!((published.bytes, published.leftover), (9, None));
    assert_eq!(project.site(), texts(ONE));
    project.is_tidy();
}

#[test]
fn a_second_site_replaces_it_and_removed_pages_go() {
    let project = Project::new();
    project.publish(ONE);
    assert_eq!(counts(&project.publish(TWO)), (4, 3, 1, 1));
    assert_eq!(project.site(), texts(TWO));
    assert!(!project.at("public/a/b").exists(), "folders go with their last page");
    project.is_tidy();
}

#[test]
fn the_folder_is_the_same_however_often_it_was_published_before() {
    let (fresh, used) = (Project::new(), Project::new());
    fresh.publish(TWO);
    for files in [TWO, ONE, TWO] {
        used.publish(files);
    }
    assert_eq!(read_all(&fresh.at("public")), read_all(&used.at("public")));
}

#[cfg(unix)]
#[test]
fn an_unchanged_page_keeps_inode_and_time() {
    let project = Project::new();
    project.publish(ONE);
    let page = project.at("public/a/index.html");
    File::options().write(true).open(&page).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let before = inode(&page);
    project.publish(TWO);
    assert_eq!((inode(&page), modified(&page)), (before, SystemTime::UNIX_EPOCH));
    assert_ne!(modified(&project.at("public/index.html")), SystemTime::UNIX_EPOCH);
}

#[cfg(unix)]
#[test]
fn the_same_site_again_touches_nothing() {
    let project = Project::new();
    project.publish(ONE);
    let folder = project.at("public");
    let before = (inode(&folder), inode(&folder.join(manifest::NAME)), modified(&folder), modified(&folder.join("a")));
    assert_eq!(counts(&project.publish(ONE)), (4, 0, 4, 0));
    assert_eq!(before, (inode(&folder), inode(&folder.join(manifest::NAME)), modified(&folder), modified(&folder.join("a"))));
    project.is_tidy();
}

#[test]
fn a_page_that_was_edited_by_hand_is_restored() {
    let project = Project::new();
    project.publish(ONE);
    let page = project.at("public/a/index.html");
    let time = modified(&page);
    fs::write(&page, "z").unwrap();
    File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
    assert_eq!(counts(&project.publish(ONE)), (4, 1, 3, 0), "neither length nor time gave it away");
    fs::remove_file(&page).unwrap();
    assert_eq!(counts(&project.publish(ONE)), (4, 1, 3, 0));
    assert_eq!(project.site(), texts(ONE));
}

#[test]
fn nothing_is_published_without_commit() {
    let project = Project::new();
    drop(project.begin().unwrap());
    assert!(!project.at("public").exists());
    project.publish(ONE);
    let staging = project.begin().unwrap();
    stage(&staging, TWO).unwrap();
    drop(staging);
    assert_eq!(project.site(), texts(ONE));
    project.is_tidy();
}

#[test]
fn folders_around_are_made_and_go_again_if_nothing_comes_of_it() {
    let project = Project::new();
    drop(project.begin_in("build/site/public", false).unwrap());
    assert!(!project.at("build").exists());
    publish(project.begin_in("build/site/public", false).unwrap(), ONE).unwrap();
    assert_eq!(fs::read_to_string(project.at("build/site/public/index.html")).unwrap(), "one");
    assert_eq!(fs::read_dir(project.at("build/site")).unwrap().count(), 1);
}

#[test]
fn a_path_given_twice_or_leading_out_is_an_error() {
    let project = Project::new();
    project.publish(ONE);
    let staging = project.begin().unwrap();
    for path in ["../a", "/a", "a/../../b", "", "a//b", manifest::NAME, "a/"] {
        let error = staging.write(path, b"").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{path}");
    }
    staging.write("new.html", b"").unwrap();
    let error = staging.write("new.html", b"").unwrap_err();
    assert!(error.to_string().contains("new.html"), "{error}");
    assert!(staging.write("new.html/index.html", b"").is_err());
    assert!(staging.commit().is_err(), "there is no site without all its files");

    let staging = project.begin().unwrap();
    stage(&staging, &[("feed.xml", "feed"), ("feed.xml", "feed")]).unwrap();
    let error = staging.commit().unwrap_err();
    assert!(error.to_string().contains("feed.xml"), "{error}");
    assert_eq!(project.site(), texts(ONE));
    project.is_tidy();
}

#[cfg(unix)]
#[test]
fn media_are_copied_and_never_the_same_file() {
    let project = Project::new();
    project.put("content/media/a.jpg", "picture");
    let from = project.at("content/media/a.jpg");
    let hash = xxhash_rust::xxh3::xxh3_128(b"picture");
    let copy = |hash| {
        let staging = project.begin().unwrap();
        staging.copy("media/a.jpg", &from, hash)?;
        staging.commit()
    };
    assert_eq!(counts(&copy(hash).unwrap()), (1, 1, 0, 0));
    assert_ne!(inode(&from), inode(&project.at("public/media/a.jpg")));
    assert_eq!(counts(&copy(hash).unwrap()), (1, 0, 1, 0));

    project.put("content/media/a.jpg", "another");
    let error = copy(xxhash_rust::xxh3::xxh3_128(b"yet another")).unwrap_err();
    assert!(error.to_string().contains("build again"), "{error}");
    assert_eq!(fs::read_to_string(project.at("public/media/a.jpg")).unwrap(), "picture");
    fs::remove_file(&from).unwrap();
    assert!(copy(hash).unwrap_err().to_string().contains("a.jpg"));
    project.is_tidy();
}

// ── what is not ours ─────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn foreign_files_stay() {
    let project = Project::new();
    let foreign: Files<'_> = &[
        ("CNAME", "example.org"),
        (".git/HEAD", "ref"),
        (".gitkeep", ""),
        ("a/notes.txt", "n"),
        ("a/b/more.txt", "m"),
        ("x/y/z", "z"),
    ];
    project.publish(ONE);
    for (path, text) in foreign {
        project.put(&format!("public/{path}"), text);
    }
    fs::create_dir_all(project.at("public/.git/refs/tags")).unwrap();
    for files in [TWO, ONE, ONE, TWO] {
        project.publish(files);
        assert_eq!(project.site(), with(files, foreign));
        assert!(project.at("public/.git/refs/tags").is_dir(), "git needs its empty folders");
    }
    project.is_tidy();
}

#[cfg(unix)]
#[test]
fn foreign_links_permissions_and_inodes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let project = Project::new();
    project.publish(ONE);
    project.put("elsewhere/file", "1");
    project.put("public/private/file", "2");
    symlink(project.at("elsewhere"), project.at("public/link")).unwrap();
    symlink("nowhere", project.at("public/broken")).unwrap();
    fs::set_permissions(project.at("public/private"), fs::Permissions::from_mode(0o500)).unwrap();
    fs::set_permissions(project.at("public"), fs::Permissions::from_mode(0o2775)).unwrap();
    let before = inode(&project.at("public/private/file"));
    project.publish(TWO);
    assert_eq!(inode(&project.at("public/private/file")), before);
    assert_eq!(fs::read_link(project.at("public/link")).unwrap(), project.at("elsewhere"));
    assert_eq!(fs::read_link(project.at("public/broken")).unwrap(), Path::new("nowhere"));
    assert_eq!(fs::metadata(project.at("public/private")).unwrap().permissions().mode() & 0o7777, 0o500);
    assert_eq!(fs::metadata(project.at("public")).unwrap().permissions().mode() & 0o7777, 0o2775);
    assert_eq!(fs::read_to_string(project.at("elsewhere/file")).unwrap(), "1");
    fs::set_permissions(project.at("public/private"), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_foreign_file_in_the_place_of_a_page_is_an_error_unless_forced() {
    let project = Project::new();
    project.publish(ONE);
    project.put("public/c/index.html", "mine");
    let error = publish(project.begin().unwrap(), TWO).unwrap_err().to_string();
    assert!(error.contains("public/c/index.html`") && error.contains("--force"), "{error}");
    assert_eq!(project.site(), with(ONE, &[("c/index.html", "mine")]));
    project.is_tidy();
    publish(project.begin_in("public", true).unwrap(), TWO).unwrap();
    assert_eq!(project.site(), texts(TWO));
    project.is_tidy();
}

#[test]
fn a_foreign_folder_is_never_replaced_by_a_page() {
    let project = Project::new();
    project.publish(&[]);
    for (path, page) in [("feed.xml/keep", "feed.xml"), ("a", "a/index.html")] {
        project.put(&format!("public/{path}"), "mine");
        for force in [false, true] {
            let error = publish(project.begin_in("public", force).unwrap(), &[(page, "page")]).unwrap_err().to_string();
            assert!(error.contains("not made by Sourcebook") && !error.contains("--force"), "{error}");
        }
        assert_eq!(fs::read_to_string(project.at("public").join(path)).unwrap(), "mine");
    }
    project.is_tidy();
}

/// A page's folder that somebody replaced by a link to a folder with the same page in it.
#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_folder_leads_nowhere() {
    let project = Project::new();
    project.publish(ONE);
    fs::rename(project.at("public/a"), project.at("precious")).unwrap();
    std::os::unix::fs::symlink(project.at("precious"), project.at("public/a")).unwrap();
    let precious = read_all(&project.at("precious"));
    assert!(publish(project.begin().unwrap(), TWO).is_err());
    project.publish(&[("index.html", "three")]);
    project.clean().unwrap();
    assert_eq!(read_all(&project.at("precious")), precious);
    assert!(project.at("public/a").is_symlink());
}

/// A page that somebody replaced by a link, even to the same bytes, is theirs.
#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_page_is_foreign() {
    let project = Project::new();
    project.publish(ONE);
    project.put("precious", "one");
    fs::remove_file(project.at("public/index.html")).unwrap();
    std::os::unix::fs::symlink(project.at("precious"), project.at("public/index.html")).unwrap();
    for files in [ONE, TWO] {
        assert!(publish(project.begin().unwrap(), files).is_err());
    }
    assert!(project.at("public/index.html").is_symlink());
    publish(project.begin_in("public", true).unwrap(), TWO).unwrap();
    assert_eq!(project.site(), texts(TWO));
    assert!(!project.at("public/index.html").is_symlink());
    assert_eq!(fs::read_to_string(project.at("precious")).unwrap(), "one");
}

#[test]
fn a_forced_folder_keeps_its_files() {
    let project = Project::new();
    project.put("public/index.html", "mine");
    project.put("public/photos/1.jpg", "photo");
    assert!(matches!(project.begin(), Err(Refusal::Foreign(_))));
    publish(project.begin_in("public", true).unwrap(), ONE).unwrap();
    assert_eq!(project.site(), with(ONE, &[("photos/1.jpg", "photo")]));
    project.publish(TWO);
    assert_eq!(project.site(), with(TWO, &[("photos/1.jpg", "photo")]));
    project.is_tidy();
}

#[test]
fn a_damaged_manifest_needs_force_and_then_nothing_is_ours() {
    let project = Project::new();
    project.publish(ONE);
    fs::write(project.at("public").join(manifest::NAME), "{").unwrap();
    assert!(matches!(project.begin(), Err(Refusal::Manifest { .. })));
    publish(project.begin_in("public", true).unwrap(), TWO).unwrap();
    assert_eq!(project.site(), with(ONE, TWO), "pages that may be somebody's stay");
    project.is_tidy();
}

// ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn folders_that_must_not_be_replaced_are_refused() {
    let project = Project::new();
    project.put("file", "");
    project.put("foreign/file", "mine");
    project.put("empty/.gitkeep", "");
    let kind = |out: &str, force: bool| match project.begin_in(out, force) {
        Ok(_) => "ok",
        Err(refusal) => {
            assert!(!refusal.to_string().is_empty() && !refusal.advice().is_empty());
            match refusal {
                Refusal::Foreign(_) => "foreign",
                Refusal::Project(_) => "project",
                Refusal::Input { .. } => "input",
                Refusal::Link(_) => "link",
                Refusal::File(_) => "file",
                Refusal::Io { .. } => "io",
                other => panic!("{other:?}"),
            }
        }
    };
    let before = read_all(project.root());
    let around = format!("../{}", project.root().file_name().unwrap().to_str().unwrap());
    let table = [
        ("public", "ok"),
        ("empty", "ok"),
        ("public/deep/er", "ok"),
        ("foreign/inside", "ok"),
        (".", "project"),
        ("", "project"),
        ("..", "project"),
        ("/", "project"),
        ("content/..", "project"),
        ("public/../content/..", "io"),
        (&*around, "project"),
        ("content", "input"),
        ("content/", "input"),
        ("./content/./", "input"),
        ("foreign/../content/public", "input"),
        ("content/articles/new", "input"),
        ("themes", "input"),
        ("themes/default/assets", "input"),
        ("file", "file"),
        ("file/", "file"),
        ("file/public", "io"),
        ("missing/../public", "io"),
    ];
    for (out, expected) in table {
        assert_eq!(kind(out, false), expected, "{out}");
        assert_eq!(kind(out, true), expected, "{out} with force");
    }
    assert_eq!((kind("foreign", false), kind("foreign", true)), ("foreign", "ok"));
    assert_eq!(read_all(project.root()), before);
    assert!(!project.at("public").exists());
}

#[cfg(unix)]
#[test]
fn links_are_refused_as_output_and_seen_through_on_the_way() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    project.put("elsewhere/file", "mine");
    symlink("elsewhere", project.at("link")).unwrap();
    symlink("nowhere", project.at("broken")).unwrap();
    symlink("content", project.at("input")).unwrap();
    for out in ["link", "link/", "link/.", "broken", "input/"] {
        assert!(matches!(project.begin_in(out, true), Err(Refusal::Link(_))), "{out}");
    }
    assert!(matches!(project.begin_in("input/new", false), Err(Refusal::Input { .. })));
    publish(project.begin_in("link/public", false).unwrap(), ONE).unwrap();
    assert_eq!(fs::read_to_string(project.at("elsewhere/public/index.html")).unwrap(), "one");
}

/// Content that lies in the output folder by way of a link would be deleted as an old page.
#[cfg(unix)]
#[test]
fn a_folder_around_linked_input_is_refused() {
    let project = Project::new();
    fs::create_dir_all(project.at("public/src")).unwrap();
    fs::remove_dir(project.at("themes")).unwrap();
    std::os::unix::fs::symlink("public/src", project.at("themes")).unwrap();
    assert!(matches!(project.begin_in("public", true), Err(Refusal::Input { folder: "themes", .. })));
}

#[test]
fn refusals_are_sentences_with_advice() {
    let project = Project::new();
    project.put("public/file", "");
    let refusal = project.begin().err().unwrap();
    let shown = project.at("public").display().to_string();
    assert_eq!(refusal.to_string(), format!("`{shown}` is not empty, and Sourcebook did not make it"));
    assert!(refusal.advice().contains("--force"));
    let busy = Refusal::Busy { out: "public".into(), process: Some(7) };
    assert_eq!(busy.to_string(), "`public` is being written by another build, process 7");
}

// ── two builds, dead builds, readers ─────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_second_build_is_told_who_is_first() {
    let project = Project::new();
    let first = project.begin().unwrap();
    let Err(Refusal::Busy { process, .. }) = project.begin() else { panic!() };
    assert!(cfg!(windows) || process == Some(std::process::id()));
    assert!(matches!(project.clean(), Err(Refusal::Busy { .. })));
    drop(project.begin_in("other", false).unwrap());
    publish(first, ONE).unwrap();
    project.publish(TWO);
    assert_eq!(project.site(), texts(TWO));
}

#[test]
fn builds_at_once_win_whole_or_are_refused() {
    let project = Project::new();
    thread::scope(|scope| {
        for number in 0..4 {
            let project = &project;
            scope.spawn(move || {
                for _ in 0..20 {
                    match project.begin() {
                        Ok(staging) => drop(publish(staging, if number % 2 == 0 { ONE } else { TWO }).unwrap()),
                        Err(refusal) => assert!(matches!(refusal, Refusal::Busy { .. }), "{refusal}"),
                    }
                }
            });
        }
    });
    let site = project.site();
    assert!(site == texts(ONE) || site == texts(TWO));
    project.is_tidy();
}

#[test]
fn a_lock_file_of_a_dead_build_is_no_lock() {
    let project = Project::new();
    project.put(".public.sourcebook.lock", "1");
    project.publish(ONE);
}

#[cfg(unix)]
#[test]
fn planted_neighbours_do_no_harm() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("index.html"), "precious").unwrap();
    let project = Project::new();
    project.publish(ONE);

    symlink(outside.path().join("index.html"), project.at(".public.sourcebook.lock")).unwrap();
    assert!(matches!(project.begin(), Err(Refusal::Io { .. })));
    fs::remove_file(project.at(".public.sourcebook.lock")).unwrap();

    for name in [".public.sourcebook-1-1", "aside"] {
        fs::create_dir_all(project.at(".public.sourcebook-1-1")).unwrap();
        symlink(outside.path(), project.at(".public.sourcebook-1-1").join(name)).unwrap();
        fs::write(project.at(".public.sourcebook-1-1/swap"), "0").unwrap();
        symlink(outside.path(), project.at(".public.sourcebook-1-2")).unwrap();
        project.publish(if name == "aside" { ONE } else { TWO });
        fs::remove_file(project.at(".public.sourcebook-1-2")).unwrap();
        project.is_tidy();
    }
    assert_eq!(read_all(outside.path()), texts(&[("index.html", "precious")]));
    assert_eq!(project.site(), texts(ONE));
}

/// The site is `TWO`, and `ONE` is where a dead build had it.
fn project_left_with_old_tree(name: &str) -> Project {
    let project = Project::new();
    project.publish(ONE);
    fs::rename(project.at("public"), project.at("old")).unwrap();
    project.publish(TWO);
    fs::create_dir(project.at(".public.sourcebook-1-0")).unwrap();
    fs::rename(project.at("old"), project.at(".public.sourcebook-1-0").join(name)).unwrap();
    project
}

/// A build killed while it wrote: the tree is incomplete, and there is no `swap`.
#[test]
fn the_tree_of_a_build_killed_while_writing_goes() {
    let project = Project::new();
    project.publish(ONE);
    project.put(".public.sourcebook-1-0/.public.sourcebook-1-0/c/index.html", "half");
    project.publish(ONE);
    assert_eq!(project.site(), texts(ONE));
    project.is_tidy();
}

/// A build killed after the exchange: the tree in its workshop is the old one. What is not ours in it and came too late to be carried over
/// is moved, what was replaced since is newer there, and old pages go.
#[cfg(unix)]
#[test]
fn the_old_tree_of_a_build_killed_after_the_exchange_goes() {
    let project = project_left_with_old_tree(".public.sourcebook-1-0");
    project.put("public/CNAME", "old name");
    project.put(".public.sourcebook-1-0/.public.sourcebook-1-0/CNAME", "new name");
    project.put(".public.sourcebook-1-0/.public.sourcebook-1-0/late/file", "late");
    let new = inode(&project.at("public"));
    fs::write(project.at(".public.sourcebook-1-0/swap"), new.to_string()).unwrap();
    project.publish(TWO);
    assert_eq!(project.site(), with(TWO, &[("CNAME", "new name"), ("late/file", "late")]));
    project.is_tidy();
}

/// A build killed before the exchange: the tree in its workshop is the new one, complete, and goes.
#[cfg(unix)]
#[test]
fn the_new_tree_of_a_build_killed_before_the_exchange_goes() {
    let project = Project::new();
    project.publish(ONE);
    project.put("public/CNAME", "name");
    project.put(".public.sourcebook-1-0/.public.sourcebook-1-0/c/index.html", "c");
    project.put(".public.sourcebook-1-0/.public.sourcebook-1-0/CNAME", "older copy");
    let new = inode(&project.at(".public.sourcebook-1-0/.public.sourcebook-1-0"));
    fs::write(project.at(".public.sourcebook-1-0/swap"), new.to_string()).unwrap();
    project.publish(ONE);
    assert_eq!(project.site(), with(ONE, &[("CNAME", "name")]));
    project.is_tidy();
}

/// A build killed between two renames: there is no site, and `aside/` has it.
#[test]
fn a_site_that_was_set_aside_comes_back() {
    let project = Project::new();
    project.publish(ONE);
    project.put("public/CNAME", "name");
    fs::create_dir(project.at(".public.sourcebook-1-0")).unwrap();
    fs::rename(project.at("public"), project.at(".public.sourcebook-1-0/aside")).unwrap();
    drop(project.begin().unwrap());
    assert_eq!(project.site(), with(ONE, &[("CNAME", "name")]));
    project.is_tidy();
}

/// ... or killed after both, before the old tree was removed.
#[test]
fn a_site_that_was_set_aside_goes_once_the_new_one_is_there() {
    let project = project_left_with_old_tree("aside");
    project.put(".public.sourcebook-1-0/aside/CNAME", "name");
    project.publish(TWO);
    assert_eq!(project.site(), with(TWO, &[("CNAME", "name")]));
    project.is_tidy();
}

/// While the site changes from generation to generation, a reader never misses a page and never goes back in time, and
/// two pages read between two readings of the same generation are of that generation.
#[test]
fn a_reader_sees_one_site_or_the_other() {
    const PAGES: [&str; 3] = ["index.html", "a/b/index.html", "z.html"];
    let project = Project::new();
    let put = |generation: u32| {
        let staging = project.begin().unwrap();
        PAGES.par_iter().for_each(|page| staging.write(page, generation.to_string().as_bytes()).unwrap());
        (0..50).for_each(|number| staging.write(&format!("more/{number}/index.html"), b"the same").unwrap());
        staging.commit().unwrap();
    };
    put(0);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let read = |page: &str| fs::read_to_string(project.at("public").join(page)).unwrap().parse::<u32>().unwrap();
            let (mut last, mut seen) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                let [first, second, third] = PAGES.map(read);
                let again = read(PAGES[0]);
                assert!(last <= first && first <= second && second <= third && third <= again);
                seen += usize::from(again != last);
                last = again;
            }
            seen
        });
        for generation in 1..=30 {
            put(generation);
        }
        thread::sleep(Duration::from_millis(5));
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 1, "the reader was there");
    });
}

// ── clean ────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn clean_takes_what_is_ours() {
    let project = Project::new();
    assert_eq!(project.clean().unwrap(), 0);
    project.publish(ONE);
    assert_eq!(project.clean().unwrap(), 4);
    assert!(!project.at("public").exists());

    project.put("public/.gitkeep", "");
    project.publish(ONE);
    project.put("public/a/b/notes.txt", "n");
    fs::create_dir_all(project.at("public/.git/refs")).unwrap();
    fs::write(project.at("public/index.html"), "edited").unwrap();
    assert_eq!(project.clean().unwrap(), 4);
    assert_eq!(read_all(&project.at("public")), texts(&[(".gitkeep", ""), ("a/b/notes.txt", "n")]));
    assert!(project.at("public/.git/refs").is_dir());
    project.is_tidy();
}

#[test]
fn clean_refuses_what_is_not_ours() {
    let project = Project::new();
    project.put("public/file", "mine");
    assert!(matches!(project.clean(), Err(Refusal::Foreign(_))));
    assert!(matches!(clean(project.root(), project.root()), Err(Refusal::Project(_))));
    assert!(matches!(clean(&project.at("content"), project.root()), Err(Refusal::Input { .. })));
    assert_eq!(clean(&project.at("not/there"), project.root()).unwrap(), 0);
    assert!(!project.at("not").exists());
    project.is_tidy();
}

#[test]
fn what_is_named_by_its_making_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    let publish = |made: &[&str]| {
        let staging = Staging::begin(&out, folder.path(), &Options::default()).unwrap();
        let count = std::cell::Cell::new(0);
        for path in made {
            let make = || {
                count.set(count.get() + 1);
                Ok(path.as_bytes().to_vec())
            };
            staging.write_once(path, make).unwrap();
        }
        staging.commit().unwrap();
        count.get()
    };
    assert_eq!(publish(&["cards/a.1.png", "cards/b.1.png"]), 2);
    assert_eq!(publish(&["cards/a.1.png", "cards/b.1.png"]), 0);
    assert_eq!(publish(&["cards/a.1.png", "cards/b.2.png"]), 1, "only what has another name");
    fs::write(out.join("cards/a.1.png"), "damaged").unwrap();
    assert_eq!(publish(&["cards/a.1.png", "cards/b.2.png"]), 1, "a file that no longer holds what was written is made again");
    assert_eq!(fs::read_to_string(out.join("cards/a.1.png")).unwrap(), "cards/a.1.png");
}

#[test]
fn a_folder_that_is_named_by_its_making_is_taken_over_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("public");
    // Publishes an index made of `made`, and answers whether it was taken over.
    let publish = |made: &str| {
        let staging = Staging::begin(&out, folder.path(), &Options::default()).unwrap();
        let mark = format!("index/made-of.{made}.txt");
        let kept = staging.keep_folder("index", &mark);
        if !kept {
            staging.write(&mark, b"").unwrap();
            staging.write("index/words/a", made.as_bytes()).unwrap();
        }
        staging.write("index.html", b"page").unwrap();
        staging.commit().unwrap();
        assert_eq!(fs::read_to_string(out.join("index/words/a")).unwrap(), made);
        kept
    };
    assert!(!publish("1"));
    assert!(publish("1"));
    assert!(!publish("2"), "made of something else");
    assert!(!out.join("index/made-of.1.txt").exists());
    fs::write(out.join("index/words/a"), "damaged").unwrap();
    assert!(!publish("2"), "a file of it no longer holds what was written");
    fs::remove_file(out.join("index/words/a")).unwrap();
    assert!(!publish("2"), "a file of it is gone");
    assert!(publish("2"));
}
