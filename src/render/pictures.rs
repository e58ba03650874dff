//! Pictures of the report: what a page shows of each, and the files that stand behind it.
//!
//! In: a media file. Out: [`Shown`], which templates receive, with addresses of small versions; and [`Version`], which makes the bytes of
//! the picture, or of a small version, when somebody asks. The address of a small version holds the hash of what it is made of, so one
//! that was published once need not be made again. It never reads a file: whoever wants the bytes brings those of the original.

use super::frame::Frame;
use super::href::href;
use super::notes::Notes;
use crate::diagnose::{Checked, Code, Diagnostic, Diagnostics};
use crate::link::{Address, Page};
use crate::parse::Title;
use crate::picture::{self, CAN_SHRINK};
use crate::text::{Content, File};
use serde::Serialize;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// Widths of small versions in pixels: a phone, a phone with a fine screen, the column of text on a fine screen, and the widest
/// column that a theme is likely to have on one. None is wider than the original.
const WIDTHS: [u32; 4] = [480, 800, 1200, 1600];

/// Raised by whoever changes how small versions are made or updates a crate that makes them, so that published ones are made again.
const MAKING: &[u8] = b"1";

/// A picture as templates receive it.
#[derive(Serialize, Debug)]
pub struct Shown {
    pub url: String,
    pub alt: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    /// Small versions, the smallest first; none of files that are neither JPEG nor PNG.
    pub versions: Vec<Small>,
    pub caption: Option<String>,
    pub credit: Option<String>,
    /// Whether it is the first of its page, which readers should not wait for.
    pub first: bool,
}

/// A small version as templates receive it.
#[derive(Serialize, Debug)]
pub struct Small {
    pub url: String,
    pub width: u32,
}

impl Shown {
    /// A picture below `content/media/`.
    pub fn media(at: usize, alt: &str, title: Title<'_>, frame: Frame<'_>, notes: &mut Notes) -> Option<Self> {
        let file = frame.site.report.media.get(at)?;
        let small = |width| Some(Small { url: href(frame.base_path(), &address(file, width)?, None), width });
        let shown = Self::outside(frame.url(&Page::Media(at)), alt, title, notes);
        let (width, height) = file.picture_size().unzip();
        Some(Self { width, height, versions: widths(file).filter_map(small).collect(), ..shown })
    }

    /// A picture on another site, of which nothing is known.
    pub fn outside(url: String, alt: &str, title: Title<'_>, notes: &mut Notes) -> Self {
        notes.pictures += 1;
        let written = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            url,
            alt: alt.trim().to_owned(),
            width: None,
            height: None,
            versions: Vec::new(),
            caption: written(title.caption),
            credit: written(title.credit),
            first: notes.pictures == 1,
        }
    }
}

/// Where the small versions are of all pictures that some text shows.
pub fn plan(frame: Frame<'_>) -> impl Iterator<Item = (Address, Page)> {
    let media = &frame.site.report.media;
    let shown = frame.site.pictures().into_iter().filter_map(|at| Some((at, media.get(at)?)));
    shown.flat_map(|(at, file)| widths(file).filter_map(move |width| Some((address(file, width)?, Page::Small(at, width)))))
}

/// The bytes behind a picture, made when somebody asks.
#[derive(Clone, Debug)]
pub struct Version {
    /// The original.
    pub file: Arc<File>,
    /// `None` is the picture as it is, without its metadata.
    width: Option<u32>,
}

impl Version {
    /// A small version.
    #[must_use]
    pub fn small(file: &Arc<File>, width: u32) -> Self {
        Self { file: file.clone(), width: Some(width) }
    }

    /// The whole picture, if the file is of a kind that carries metadata: a picture by its name, or by its first bytes.
    #[must_use]
    pub fn whole(file: &Arc<File>) -> Option<Self> {
        let picture = match file.extension().as_str() {
            "jpg" | "jpeg" | "png" | "webp" => true,
            "svg" | "gif" => false,
            _ => file.picture_size().is_some(),
        };
        picture.then(|| Self { file: file.clone(), width: None })
    }

    /// Whether its address holds the hash of the original.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.width.is_some()
    }

    /// Makes it from the bytes of the original.
    #[must_use]
    pub fn make(&self, original: &[u8]) -> Checked<Option<Vec<u8>>> {
        let made = match self.width {
            Some(width) => picture::shrunk(original, width),
            None => picture::stripped(original),
        };
        match made {
            Ok(bytes) => Checked::new(Some(bytes), Diagnostics::new()),
            Err(damaged) => {
                let found =
                    Diagnostic::new(Code::BadPicture, self.file.id, format!("this picture cannot be published: {}", damaged.0));
                let help = "open it in a program for pictures and save it again as JPEG, PNG or WebP";
                Checked::new(None, [found.help(help)].into_iter().collect())
            }
        }
    }
}

/// The widths of a picture's small versions.
fn widths(file: &File) -> impl Iterator<Item = u32> + use<> {
    let photograph = CAN_SHRINK && matches!(file.extension().as_str(), "jpg" | "jpeg" | "png");
    let own = file.picture_size().filter(|_| photograph).map_or(0, |(width, _)| width);
    let whole = (1..=WIDTHS[3]).contains(&own).then_some(own);
    WIDTHS.into_iter().filter(move |width| *width < own).chain(whole)
}

/// `/pictures/flight.0123456789abcdef-480.webp`
fn address(file: &File, width: u32) -> Option<Address> {
    let Content::Media { fingerprint, .. } = &file.content else { return None };
    let mut hasher = Xxh3::new();
    hasher.update(MAKING);
    hasher.update(&fingerprint.to_le_bytes());
    let path = file.path.trim_start_matches("content/media/");
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    Address::new(&format!("/pictures/{stem}.{:016x}-{width}.webp", hasher.digest()))
}
