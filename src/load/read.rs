//! What a file holds: text, or the length, fingerprint and size of a media file.
//!
//! In: a file that the walk found. Out: its [`Content`], or nothing when it has vanished since. It never keeps the bytes
//! of a media file, and never reads more than the limit for its kind.

use super::size;
use super::walk::Found;
use crate::picture::svg::{self, Active};
use crate::text::{Content, Fault, Hash};
use std::fs::File;
use std::io::{self, Read, Seek};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The largest files that are read, in bytes.
pub(super) struct Limits {
    pub text: u64,
    pub media: u64,
    pub font: u64,
}

/// 8 MiB is a book of two thousand pages; 256 MiB is an hour of video, which no git repository should hold either; 32 MiB is a font
/// of all Chinese characters.
pub(super) const LIMITS: Limits = Limits { text: 8 << 20, media: 256 << 20, font: 32 << 20 };

/// A drawing of more would keep browsers busy too.
const LONGEST_DRAWING: u64 = 8 << 20;

/// What is done with a file, decided by its path alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Text,
    Media,
    /// A font that pictures are drawn with: `themes/<theme>/assets/fonts/*.ttf` and `.otf`.
    Font,
    /// No input: a file below `content/` that no rule knows. It is listed, so that somebody can be told, and not read.
    Stray,
}

/// Reads what `found` names. `None` when it is there no more.
pub(super) fn read(found: Found, limits: &Limits) -> Option<Content> {
    if let Some(fault) = found.fault {
        return Some(Content::Fault(fault));
    }
    match content(&found, limits) {
        Ok(content) => Some(content),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Content::Fault(Fault::Unreadable(error.to_string()))),
    }
}

fn content(found: &Found, limits: &Limits) -> io::Result<Content> {
    match Kind::of(&found.path) {
        Kind::Text => text(File::open(&found.disk)?, limits.text),
        Kind::Media => media(&found.path, File::open(&found.disk)?, limits.media),
        Kind::Font => font(File::open(&found.disk)?, limits.font),
        Kind::Stray => Ok(Content::Media { bytes: found.disk.metadata()?.len(), fingerprint: 0, size: None }),
    }
}

impl Kind {
    fn of(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase());
        let is = |known: &[&str]| known.contains(&extension.as_str());
        if path.starts_with("content/media/") {
            Self::Media
        } else if path.starts_with("content/") {
            if is(&["yaml", "md"]) { Self::Text } else { Self::Stray }
        } else if is(&["html", "css", "js", "svg", "xml", "yaml", "txt", "json", "md"]) {
            Self::Text
        } else if path.contains("/assets/fonts/") && is(&["ttf", "otf"]) {
            Self::Font
        } else {
            Self::Media
        }
    }
}

fn text(file: File, limit: u64) -> io::Result<Content> {
    let length = file.metadata()?.len();
    let mut bytes = Vec::new();
    if length <= limit {
        bytes.reserve_exact(usize::try_from(length).unwrap_or(0) + 1);
        // One byte more than allowed, for a file that grows while it is read.
        file.take(limit + 1).read_to_end(&mut bytes)?;
    }
    let length = length.max(bytes.len() as u64);
    if length > limit {
        return Ok(Content::Fault(Fault::TooLarge { bytes: length, limit }));
    }
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text.into_boxed_str()),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned().into_boxed_str();
            Content::Fault(Fault::NotUtf8 { at, text })
        }
    })
}

fn media(path: &str, mut file: File, limit: u64) -> io::Result<Content> {
    let length = file.metadata()?.len();
    if length > limit {
        return Ok(Content::Fault(Fault::TooLarge { bytes: length, limit }));
    }
    let (bytes, fingerprint) = fingerprint(&mut (&mut file).take(limit + 1))?;
    if bytes > limit {
        return Ok(Content::Fault(Fault::TooLarge { bytes, limit }));
    }
    file.rewind()?;
    if path.to_ascii_lowercase().ends_with(".svg") {
        return drawing(path, file, bytes, fingerprint);
    }
    Ok(Content::Media { bytes, fingerprint, size: size::size(path, file) })
}

/// An SVG file is a document, and can hold scripts. It is read whole, because any part of it can.
fn drawing(path: &str, file: File, bytes: u64, fingerprint: Hash) -> io::Result<Content> {
    if bytes > LONGEST_DRAWING {
        return Ok(Content::Fault(Fault::TooLarge { bytes, limit: LONGEST_DRAWING }));
    }
    let mut text = Vec::new();
    file.take(LONGEST_DRAWING + 1).read_to_end(&mut text)?;
    Ok(match String::from_utf8(text) {
        Ok(text) => match svg::active(&text) {
            Some(Active { at, what }) => Content::Fault(Fault::Active { at, what, text: text.into_boxed_str() }),
            None => Content::Media { bytes, fingerprint, size: size::size(path, io::Cursor::new(text.as_bytes())) },
        },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned().into_boxed_str();
            Content::Fault(Fault::NotUtf8 { at, text })
        }
    })
}

fn font(file: File, limit: u64) -> io::Result<Content> {
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Ok(Content::Fault(Fault::TooLarge { bytes: bytes.len() as u64, limit }));
    }
    Ok(Content::Font { fingerprint: xxh3_128(&bytes), bytes: bytes.into() })
}

/// Length and hash of everything that `source` has to give.
fn fingerprint(source: &mut impl Read) -> io::Result<(u64, Hash)> {
    let mut hasher = Xxh3::new();
    let mut buffer = vec![0; 128 << 10];
    let mut bytes = 0;
    loop {
        match source.read(&mut buffer) {
            Ok(0) => return Ok((bytes, hasher.digest128())),
            Ok(read) => {
                hasher.update(&buffer[..read]);
                bytes += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_decides_what_a_file_is() {
        let kinds = [
            ("content/site.yaml", Kind::Text),
            ("content/articles/A.MD", Kind::Text),
            ("content/articles/a.docx", Kind::Stray),
            ("content/media", Kind::Stray),
            ("content/media/notes.md", Kind::Media),
            ("content/media/a/b.jpg", Kind::Media),
            ("themes/default/templates/page.html", Kind::Text),
            ("themes/default/assets/icon.svg", Kind::Text),
            ("themes/default/assets/serif.woff2", Kind::Media),
            ("themes/default/assets/fonts/arabic.ttf", Kind::Font),
            ("themes/default/assets/arabic.ttf", Kind::Media),
            ("themes/default/LICENSE", Kind::Media),
        ];
        for (path, kind) in kinds {
            assert_eq!(Kind::of(path), kind, "{path}");
        }
    }
}
