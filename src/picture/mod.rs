//! Pictures as bytes: what they carry beside the picture is taken out, and small versions are made of them.
//!
//! In: the bytes of a JPEG, PNG or WebP file. Out: the same picture without its metadata ([`stripped`]), or a smaller one as WebP
//! ([`shrunk`], with the feature `images`). The same bytes give the same bytes. It never opens a file, and never knows where a picture
//! is shown.

mod jpeg;
mod png;
#[cfg(feature = "images")]
mod shrink;
#[cfg(not(feature = "images"))]
#[path = "off.rs"]
mod shrink;
pub mod svg;
mod webp;

pub use jpeg::orientation;
pub use shrink::{CAN_SHRINK, shrunk};

/// Most pixels of a picture that small versions are made of: 100 million, twice what the largest common cameras make. Decoded, they
/// take 300 MB, of which each core may hold one.
pub const MOST_PIXELS: u64 = 100_000_000;

/// A picture whose bytes are not what its file format says, in words that end a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged(pub &'static str);

/// How a picture is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
}

/// The picture without what cameras and programs write beside it: place, time, names, comments, previews, and everything after its end.
/// The pixels are not touched. Kept are colour profiles, and of a JPEG file which way up it is; of other formats browsers do not ask.
/// A GIF file is answered as it is.
///
/// # Errors
/// When the file is none of these, or ends in the middle: what cannot be read cannot be cleaned.
pub fn stripped(bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    match format(bytes)? {
        Format::Jpeg => jpeg::stripped(bytes),
        Format::Png => png::stripped(bytes),
        Format::Webp => webp::stripped(bytes),
        Format::Gif => Some(bytes.to_vec()),
    }
    .ok_or(CUT)
}

const CUT: Damaged = Damaged("it ends in the middle, or is damaged");

fn format(bytes: &[u8]) -> Result<Format, Damaged> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Ok(Format::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Format::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Format::Webp),
        [b'G', b'I', b'F', b'8', ..] => Ok(Format::Gif),
        _ => Err(Damaged("it is no JPEG, PNG, WebP or GIF file")),
    }
}

#[cfg(test)]
mod tests;
