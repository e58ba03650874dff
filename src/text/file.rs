//! One input file: where it is in the project, what it holds, and a hash of that.
//!
//! In: bytes that [`load`](crate::load) has read. Out: [`File`]. A file that cannot be used is kept as a [`Fault`],
//! so that its absence is reported once, at its own path, by the stage that wanted it. It never reads a disk.

use super::FileId;
use std::sync::Arc;

/// A content hash (xxh3, 128 bit): equal hashes mean equal bytes. For caches and file names, not for security.
pub type Hash = u128;

/// One input file.
#[derive(Debug)]
pub struct File {
    pub id: FileId,
    /// Path from the project folder, with `/` on every system: `content/countries/rwanda.yaml`.
    pub path: Arc<str>,
    pub content: Content,
    /// Hash of path and content together, so that equal text in two files is still two memo entries.
    pub hash: Hash,
}

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// UTF-8 text exactly as stored, byte order mark and line ends included, so that offsets are true.
    Text(Box<str>),
    /// A picture or other media file. Its bytes stay on disk; `bytes` is their number, `fingerprint` their hash.
    Media { bytes: u64, fingerprint: Hash, size: Option<(u32, u32)> },
    /// A font of a theme. Its bytes are kept, because pictures are drawn with it.
    Font { bytes: Arc<[u8]>, fingerprint: Hash },
    /// The file is there but cannot be used.
    Fault(Fault),
}

/// Why a file cannot be used. Each is one diagnostic with advice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Not UTF-8: the first byte that does not fit, counted from the start of the file, and what can be read of it.
    NotUtf8 { at: usize, text: Box<str> },
    /// An SVG file with something in it that runs or loads: where, in words, and its text.
    Active { at: usize, what: &'static str, text: Box<str> },
    /// Larger than the limit for its kind, both in bytes.
    TooLarge { bytes: u64, limit: u64 },
    /// A symbolic link that leaves the project or leads back to itself.
    Link,
    /// Neither a file nor a folder: a pipe, a socket, a device.
    Special,
    /// The system refused to read it, in the system's words.
    Unreadable(String),
    /// The name is not Unicode, so no address can be made from it.
    Name,
}

/// Signs that belong into no text: control characters (HTML and XML refuse them), the two that turn the direction of what follows, and
/// byte order marks inside a text, which make two equal words differ.
#[must_use]
pub fn unshowable(sign: char) -> bool {
    let is_space = matches!(sign, '\n' | '\r' | '\t' | '\u{85}');
    sign.is_control() && !is_space || matches!(sign, '\u{202d}' | '\u{202e}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The signs in a text that belong into none, each with its place. Hardly any text has one, so a text is first asked byte by byte.
pub fn unshowables(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    // What can begin such a sign, without the byte that also begins quotation marks and dashes.
    let odd = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7f | 0xc2 | 0xef);
    let is_odd = bytes.iter().fold(false, |found, byte| found | odd(*byte));
    let turns = || memchr::memchr_iter(0xe2, bytes).any(|at| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xad | 0xae])));
    let asked = if is_odd || turns() { text } else { "" };
    asked.char_indices().filter(|(_, sign)| unshowable(*sign))
}

impl File {
    /// The text, or an empty string for media, fonts and faults. Of a file that is not UTF-8 what can be read, so that its fault can be shown.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) | Content::Fault(Fault::NotUtf8 { text, .. } | Fault::Active { text, .. }) => text,
            Content::Media { .. } | Content::Font { .. } | Content::Fault(_) => "",
        }
    }

    /// Width and height of a picture as it is shown, in pixels; nothing for other files, and where they could not be read.
    #[must_use]
    pub fn picture_size(&self) -> Option<(u32, u32)> {
        match self.content {
            Content::Media { size, .. } => size,
            Content::Text(_) | Content::Font { .. } | Content::Fault(_) => None,
        }
    }

    /// The name without folders: `rwanda.yaml`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The name without folders and without its last extension: `rwanda`.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last extension in lower case: `yaml`.
    #[must_use]
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
    }
}
