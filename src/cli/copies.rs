//! The compressed copies that a build writes beside files.
//!
//! In: each file of an edition as it is made. Out: its copies in the new site, for what `precompress:` in `site.yaml` asks for. A copy of a
//! file that has not changed is not made again. It never takes the place of a file of the report.

use crate::link::Address;
use crate::model::settings::Encoding;
use crate::publish::Staging;
use crate::render::{self, Edition, Rendered};
use crate::text::Content;
use std::path::Path;
use std::{fs, io};

/// Files of the report that are published as they are.
const MEDIA: &str = "media/";

/// Where copies go, and which.
pub struct Copies<'a> {
    pub staging: &'a Staging,
    /// The report's folder.
    pub root: &'a Path,
    encodings: Vec<Encoding>,
    edition: &'a Edition,
}

impl<'a> Copies<'a> {
    pub fn of(edition: &'a Edition, staging: &'a Staging, root: &'a Path) -> Self {
        Self { staging, root, encodings: render::encodings(&edition.site), edition }
    }

    /// Writes the copies of one file.
    pub fn write(&self, address: &Address, rendered: &Rendered) -> io::Result<()> {
        if self.encodings.is_empty() {
            return Ok(());
        }
        let path = address.file();
        match rendered {
            Rendered::Bytes(bytes) => self.write_all(&path, bytes),
            Rendered::File(file) => match &file.content {
                Content::Text(text) => self.write_all(&path, text.as_bytes()),
                // Only what ends like a text is read.
                Content::Media { .. } if render::is_worth_compressing(&path, u64::MAX) => {
                    self.write_all(&path, &fs::read(self.root.join(&*file.path))?)
                }
                Content::Media { .. } | Content::Font { .. } | Content::Fault(_) => Ok(()),
            },
            Rendered::Drawing(_) | Rendered::Picture(_) => Ok(()),
        }
    }

    fn write_all(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        if !render::is_worth_compressing(path, bytes.len() as u64) {
            return Ok(());
        }
        for encoding in &self.encodings {
            let beside = format!("{path}{}", encoding.ending());
            // Somebody may have put `list.csv` and `list.csv.gz` into `media/`.
            if self.edition.contains(&format!("/{beside}")) {
                continue;
            }
            let make = || render::compressed(bytes, *encoding);
            if path.starts_with(MEDIA) {
                // What lay beside it in the old site may have been somebody's own file.
                make().map_or(Ok(()), |made| self.staging.write(&beside, &made))?;
            } else {
                self.staging.write_beside(&beside, (path, bytes), make)?;
            }
        }
        Ok(())
    }
}
