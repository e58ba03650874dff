//! Where a site is deployed to: a bucket of a cloud, or a folder.
//!
//! In: `deploy:` in `site.yaml`, or the command line. Out: [`Target`]. It never holds a secret: an address in which one could stand is refused,
//! and credentials come from the environment.

use crate::diagnose::Code;
use crate::parse::{FromScalar, Mistake};
use std::fmt;

/// The place that holds the files that readers fetch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    Bucket(Bucket),
    /// A folder, absolute or seen from wherever it was written.
    Folder(String),
}

/// A bucket of an object store, or a folder in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bucket {
    pub service: Service,
    /// As the service calls it; Azure says container.
    pub name: String,
    /// What the name of every object begins with, without `/` at its ends; may be empty.
    pub prefix: String,
}

/// Who runs the object store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Service {
    /// Amazon S3, and whatever speaks its language.
    S3,
    GoogleCloud,
    Azure,
}

impl Service {
    const ALL: [Self; 3] = [Self::S3, Self::GoogleCloud, Self::Azure];

    /// How its addresses begin.
    #[must_use]
    pub fn scheme(self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::GoogleCloud => "gs",
            Self::Azure => "az",
        }
    }
}

const FORMS: &str = "write `s3://BUCKET/FOLDER`, `gs://BUCKET/FOLDER`, `az://CONTAINER/FOLDER` or a folder";

impl FromScalar for Target {
    const CODE: Code = Code::BadUrl;

    fn from_scalar(text: &str) -> Result<Self, Mistake> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return match text {
                "" => Err(Mistake::new("there is no place in ``").help(FORMS)),
                folder => Ok(Self::Folder(folder.to_owned())),
            };
        };
        if scheme == "file" {
            return match rest.strip_prefix('/') {
                Some(_) if !rest.contains('%') => Ok(Self::Folder(rest.to_owned())),
                _ => Err(Mistake::new(format!("`{text}` names no folder of this computer")).help("write the folder as it is")),
            };
        }
        let Some(service) = Service::ALL.into_iter().find(|service| service.scheme() == scheme) else {
            return Err(Mistake::new(format!("a site cannot be deployed to a place that begins with `{scheme}://`")).help(FORMS));
        };
        let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        if rest.contains(['@', ':', '?', '#', '%']) {
            // The text may hold a secret, so it is not repeated.
            let found =
                Mistake::new(format!("an address that begins with `{scheme}://` has a name and a folder, and nothing else"));
            return Err(found.help("take out `@`, `:`, `?`, `#` and `%`; credentials come from the environment"));
        }
        if !is_name(name) || !(prefix.is_empty() || prefix.split('/').all(is_segment)) {
            return Err(Mistake::new(format!("`{text}` names no place in an object store")).help(FORMS));
        }
        Ok(Self::Bucket(Bucket { service, name: name.to_owned(), prefix: prefix.to_owned() }))
    }
}

/// Letters, digits, `.`, `-`, `_`, and the `$` of the containers that Azure serves as sites.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-_$".contains(c))
}

fn is_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && !segment.chars().any(|c| c.is_control() || c == '\\')
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.write_str(folder),
            Self::Bucket(Bucket { service, name, prefix }) => {
                let end = if prefix.is_empty() { "" } else { "/" };
                write!(f, "{}://{name}/{prefix}{end}", service.scheme())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Target::from_scalar(text).unwrap().to_string()
    }

    #[test]
    fn a_target_is_a_bucket_or_a_folder() {
        assert_eq!(shown("s3://news.example.org"), "s3://news.example.org/");
        assert_eq!(shown("gs://news/report/2026/"), "gs://news/report/2026/");
        assert_eq!(shown("az://$web"), "az://$web/");
        assert_eq!(shown("file:///srv/www"), "/srv/www");
        assert_eq!(Target::from_scalar("../www"), Ok(Target::Folder("../www".to_owned())));
        let bucket = Bucket { service: Service::S3, name: "news".to_owned(), prefix: "report".to_owned() };
        assert_eq!(Target::from_scalar("s3://news/report"), Ok(Target::Bucket(bucket)));
    }

    #[test]
    fn no_address_holds_a_secret() {
        for text in ["s3://KEY:HIDDEN@news/", "az://news?sig=HIDDEN", "gs://news/a#HIDDEN"] {
            let found = Target::from_scalar(text).unwrap_err();
            assert!(!format!("{found:?}").contains("HIDDEN"), "{found:?}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in
            ["", "https://example.org/", "s3://", "s3:///a", "s3://a b/", "s3://news/../a", "s3://news//a", "file://host/a"]
        {
            assert!(Target::from_scalar(text).is_err(), "{text}");
        }
    }
}
