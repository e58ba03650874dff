//! The pixel size of a picture, from its header.
//!
//! In: the name and bytes of a media file. Out: width and height as a browser lays the picture out (a photograph that its
//! camera says to turn is turned), or nothing. It never decodes a picture, so there is nothing to blow up in memory.

use crate::picture::orientation;
use std::io::{BufReader, Read, Seek, SeekFrom};

/// Most segments of a JPEG file that are looked at; real ones have a few dozen before the size.
const MAX_SEGMENTS: usize = 1_000;
/// How far into an SVG file the first tag is looked for.
const MAX_SVG: u64 = 64 << 10;

/// Width and height of the picture, if it is a PNG, JPEG, GIF, WebP or SVG file that says so.
pub(super) fn size(path: &str, file: impl Read + Seek) -> Option<(u32, u32)> {
    let mut file = BufReader::new(file);
    let mut head = [0; 30];
    let read = fill(&mut file, &mut head);
    let head = &head[..read];
    let (width, height) = match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', _, _, _, _, b'I', b'H', b'D', b'R', ..] => {
            (big(head.get(16..20)?), big(head.get(20..24)?))
        }
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => (little(head.get(6..8)?), little(head.get(8..10)?)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(head)?,
        [0xff, 0xd8, ..] => jpeg(&mut file)?,
        _ if path.to_ascii_lowercase().ends_with(".svg") => svg(&mut file)?,
        _ => return None,
    };
    (width > 0 && height > 0).then_some((width, height))
}

/// <https://developers.google.com/speed/webp/docs/riff_container>
fn webp(head: &[u8]) -> Option<(u32, u32)> {
    match head.get(12..16)? {
        b"VP8X" => Some((little(head.get(24..27)?) + 1, little(head.get(27..30)?) + 1)),
        b"VP8L" => {
            let bits = little(head.get(21..25)?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(head.get(26..28)?) & 0x3fff, little(head.get(28..30)?) & 0x3fff)),
        _ => None,
    }
}

/// Goes from segment to segment until the frame header (ITU-T T.81, B.1 and B.2).
fn jpeg(file: &mut (impl Read + Seek)) -> Option<(u32, u32)> {
    file.seek(SeekFrom::Start(2)).ok()?;
    let mut turned = false;
    for _ in 0..MAX_SEGMENTS {
        let mut marker = exactly::<2>(file)?;
        while marker == [0xff, 0xff] {
            marker[1] = exactly::<1>(file)?[0];
        }
        let length = match marker {
            [0xff, 0x01 | 0xd0..=0xd7] => continue,
            [0xff, 0xd8..=0xda] => return None,
            [0xff, _] => big(&exactly::<2>(file)?).checked_sub(2)?,
            _ => return None,
        };
        match marker[1] {
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let frame = exactly::<5>(file)?;
                let (height, width) = (big(&frame[1..3]), big(&frame[3..5]));
                return Some(if turned { (height, width) } else { (width, height) });
            }
            0xe1 => {
                let mut segment = vec![0; length as usize];
                file.read_exact(&mut segment).ok()?;
                turned |= segment.strip_prefix(b"Exif\0\0").and_then(orientation).is_some_and(|turn| (5..=8).contains(&turn));
            }
            _ => {
                file.seek(SeekFrom::Current(i64::from(length))).ok()?;
            }
        }
    }
    None
}

/// `width` and `height` of the first `<svg>` tag, when both are given in pixels.
fn svg(file: &mut (impl Read + Seek)) -> Option<(u32, u32)> {
    file.rewind().ok()?;
    let mut bytes = Vec::new();
    file.take(MAX_SVG).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut rest = &text[text.find("<svg")? + 4..];
    let (mut width, mut height) = (None, None);
    loop {
        rest = rest.trim_start();
        if rest.starts_with(['>', '/']) {
            return Some((width?, height?));
        }
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        match name.trim_end() {
            "width" => width = pixels(value),
            "height" => height = pixels(value),
            _ => {}
        }
        rest = after;
    }
}

fn pixels(value: &str) -> Option<u32> {
    let value = value.trim();
    let number: f64 = value.strip_suffix("px").unwrap_or(value).trim_end().parse().ok()?;
    // The bounds make the conversion exact, and leave out what is no picture.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (1.0..=100_000.0).contains(&number).then(|| number.round() as u32)
}

fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn exactly<const N: usize>(file: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// Reads until `buffer` is full or the file ends; answers how much there was.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut at = 0;
    while at < buffer.len() {
        match file.read(&mut buffer[at..]) {
            Ok(0) | Err(_) => break,
            Ok(read) => at += read,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn of(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
        size(path, Cursor::new(bytes))
    }

    /// A JPEG file with one segment before a frame of 640 x 480.
    fn jpeg_with(marker: u8, segment: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, marker];
        bytes.extend(u16::try_from(segment.len() + 2).unwrap().to_be_bytes());
        bytes.extend(segment);
        bytes.extend([0xff, 0xff, 0xc2, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80]);
        bytes
    }

    #[test]
    fn reads_the_headers_of_pictures() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x03\0\x08\x06\0\0\0";
        assert_eq!(of("a.png", png), Some((1024, 768)));
        assert_eq!(of("a.gif", b"GIF89a\x40\x01\xf0\x00\0\0"), Some((320, 240)));
        assert_eq!(of("a.jpg", &jpeg_with(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")), Some((640, 480)));
        let webp = |chunk: &[u8]| of("a.webp", &[b"RIFF\0\0\0\0WEBP", chunk].concat());
        assert_eq!(webp(b"VP8 \0\0\0\0\x30\x01\0\x9d\x01\x2a\x90\x01\x2c\x41"), Some((400, 300)));
        assert_eq!(webp(b"VP8L\0\0\0\0\x2f\x8f\xc1\x4a\x10\0\0\0\0\0"), Some((400, 300)));
        assert_eq!(webp(b"VP8X\0\0\0\0\x10\0\0\0\x8f\x01\0\x2b\x01\0"), Some((400, 300)));
    }

    #[test]
    fn a_photograph_on_its_side_is_turned() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        assert_eq!(of("a.jpg", &jpeg_with(0xe1, little)), Some((480, 640)));
        assert_eq!(of("a.jpg", &jpeg_with(0xe1, big)), Some((480, 640)));
        assert_eq!(of("a.jpg", &jpeg_with(0xe1, &little[..20])), Some((640, 480)));
    }

    #[test]
    fn svg_gives_its_size_in_pixels_or_none() {
        let svg = |attributes: &str| of("a.svg", format!("<?xml version='1.0'?>\n<svg {attributes}><g/></svg>").as_bytes());
        assert_eq!(svg("xmlns=\"x\" width=\"120\" height='80.4px'"), Some((120, 80)));
        assert_eq!(svg("width=\"100%\" height=\"80\""), None);
        assert_eq!(svg("viewBox=\"0 0 10 10\""), None);
        assert_eq!(svg("width=\"-1\" height=\"1e99\""), None);
        assert_eq!(of("a.html", b"<svg width=\"1\" height=\"1\">"), None, "only what is called so is one");
    }

    #[test]
    fn cut_or_hostile_headers_have_no_size() {
        let whole: [&[u8]; 4] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\0\0\x03\0",
            b"GIF89a\x40\x01\xf0\x00",
            b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\x10\0\0\0\x8f\x01\0\x2b\x01\0",
            &jpeg_with(0xe0, b"JFIF"),
        ];
        for bytes in whole {
            assert!(of("a", bytes).is_some());
            for end in 0..bytes.len() {
                assert_eq!(of("a", &bytes[..end]), None);
            }
        }
        assert_eq!(of("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x03\0"), None, "zero is no width");
        assert_eq!(of("a.jpg", &[&[0xff, 0xd8][..], &[0xff, 0xe0, 0, 2].repeat(100_000)].concat()), None);
        assert_eq!(of("a.jpg", b"\xff\xd8\xff\xe1\0\0"), None, "a segment cannot be shorter than its length");
        assert_eq!(of("a.svg", &b"<svg ".repeat(10_000)), None);
    }
}
