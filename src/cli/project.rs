//! Where the report is.
//!
//! In: `--root`, or the folder one stands in. Out: [`Project`], the folder that has `content/site.yaml`, and paths as a person
//! would write them from here. It never reads a file of the report.

use super::failure::Failure;
use super::files::reason;
use std::path::{Path, PathBuf};

/// Where `build` publishes unless told otherwise.
const OUTPUT: &str = "public";

/// The folder of a report.
#[derive(Clone, Debug)]
pub struct Project {
    pub root: PathBuf,
    here: PathBuf,
}

impl Project {
    /// The folder that `--root` names; else the nearest one, from here upwards, that holds a report; else this one.
    pub fn near(root: Option<&Path>) -> Result<Self, Failure> {
        let here = std::env::current_dir()
            .map_err(|error| Failure::usage(format!("the folder you are in cannot be used: {}", reason(&error))))?;
        let root = match root {
            Some(root) if !root.is_dir() => {
                let found = Failure::usage(format!("there is no folder `{}`", root.display()));
                return Err(found.help("`--root` names the folder that holds `content/`"));
            }
            Some(root) => here.join(root),
            None => here.ancestors().find(|folder| is_report(folder)).unwrap_or(&here).to_owned(),
        };
        Ok(Self { root, here })
    }

    /// The same, when it holds a report. A `content` folder without `site.yaml` is one: what it lacks is a finding.
    pub fn find(root: Option<&Path>) -> Result<Self, Failure> {
        let project = Self::near(root)?;
        if project.root.join("content").is_dir() {
            return Ok(project);
        }
        let message = match root {
            Some(root) => format!("`{}` is no report: it has no folder `content`", root.display()),
            None => "no report here: no folder from this one upwards has `content/site.yaml`".to_owned(),
        };
        Err(Failure::usage(message).help("go to the report’s folder, name it with `--root`, or begin one: `sourcebook init`"))
    }

    /// The folder to publish into: the one that was asked for, or `public` in the report. As seen from here where it can be,
    /// because messages name it.
    pub fn output(&self, asked: Option<&Path>) -> PathBuf {
        asked.map_or_else(|| self.shown(&self.root.join(OUTPUT)).into(), Path::to_owned)
    }

    /// A path as a person would write it from here, also from a folder of the report.
    pub fn shown(&self, path: &Path) -> String {
        let levels = self.here.strip_prefix(&self.root).map_or(0, |below| below.components().count());
        for (level, above) in self.here.ancestors().enumerate().take(levels + 1) {
            if let Ok(rest) = path.strip_prefix(above) {
                let shown = format!("{}{}", "../".repeat(level), rest.display());
                return if shown.is_empty() { ".".to_owned() } else { shown };
            }
        }
        path.display().to_string()
    }

    /// The same for a folder: `public/`.
    pub fn shown_folder(&self, path: &Path) -> String {
        let shown = self.shown(path);
        if shown.ends_with(['/', '\\']) { shown } else { shown + "/" }
    }
}

fn is_report(folder: &Path) -> bool {
    folder.join("content").join("site.yaml").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_here() {
        let project = Project { root: "/reports/one".into(), here: "/reports".into() };
        assert_eq!(project.output(None), Path::new("one/public"));
        assert_eq!(project.output(Some(Path::new("../out"))), Path::new("../out"));
        assert_eq!(project.shown(&project.root.join("content/site.yaml")), "one/content/site.yaml");
        assert_eq!(project.shown_folder(Path::new("/reports/out")), "out/");
        assert_eq!(project.shown_folder(Path::new("/elsewhere/out/")), "/elsewhere/out/");
        assert_eq!(project.shown_folder(Path::new("/reports")), "./");
        let project = Project { root: "/reports/one".into(), here: "/reports/one/content/countries".into() };
        assert_eq!(project.output(None), Path::new("../../public"));
        assert_eq!(project.shown(Path::new("/reports/one/content/site.yaml")), "../site.yaml");
        assert_eq!(project.shown(Path::new("/reports/two")), "/reports/two");
    }

    #[test]
    fn a_mistyped_root_is_refused() {
        let failure = Project::find(Some(Path::new("no-such-folder"))).unwrap_err();
        assert_eq!(failure.message, "there is no folder `no-such-folder`");
        assert!(Project::find(Some(Path::new("src"))).unwrap_err().message.contains("has no folder `content`"));
    }
}
