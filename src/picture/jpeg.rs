//! JPEG files without their metadata.
//!
//! In: the bytes of a file (ITU-T T.81, annex B). Out: the same scans with the segments that a decoder needs. It never decodes a scan.

/// What is kept of a JFIF segment: version and density. Its preview goes.
const JFIF: usize = 12;

/// Everything up to the end of the picture, without comments and without application segments but those that change how it looks: JFIF,
/// colour profile, Adobe's colour transform. A picture that lies on its side says so in an Exif block of one entry. `None` when a
/// segment is cut, or there is no end: what follows it (a second picture, a film) is left out.
pub(super) fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(bytes.get(..2)?);
    let (mut at, mut turn) = (2, 1);
    loop {
        let marker = *bytes.get(at + 1).filter(|_| bytes[at] == 0xff)?;
        match marker {
            // A marker may be preceded by any number of fill bytes.
            0xff => at += 1,
            0xd9 => {
                out.extend([0xff, 0xd9]);
                return Some(out);
            }
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let end = at + 2 + length;
                let body = bytes.get(at + 4..end)?;
                match marker {
                    0xe0 if body.starts_with(b"JFIF\0") && body.len() >= JFIF => {
                        segment(&mut out, 0xe0, &[&body[..JFIF], &[0, 0]].concat());
                    }
                    0xe1 => turn = body.strip_prefix(b"Exif\0\0").and_then(orientation).unwrap_or(turn),
                    0xe2 if body.starts_with(b"ICC_PROFILE\0") => segment(&mut out, marker, body),
                    0xee if body.starts_with(b"Adobe") => segment(&mut out, marker, body),
                    0xe0..=0xef | 0xfe => {}
                    _ => {
                        // The first segment that is no application's comes after all of those.
                        match std::mem::replace(&mut turn, 1) {
                            1 => {}
                            turn => segment(&mut out, 0xe1, &exif(turn)),
                        }
                        segment(&mut out, marker, body);
                    }
                }
                at = end;
                if marker == 0xda {
                    let length = scan(bytes.get(at..)?)?;
                    out.extend(&bytes[at..at + length]);
                    at += length;
                }
            }
        }
    }
}

/// How far the compressed data go, up to the next marker that is no restart and no escaped byte.
fn scan(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    // A body comes out of a segment, or is shorter.
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend([0xff, marker]);
    out.extend(length.to_be_bytes());
    out.extend(body);
}

/// The body of an Exif segment that says nothing but which way up the picture is.
fn exif(turn: u8) -> Vec<u8> {
    [b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[turn, 0, 0, 0, 0, 0, 0]].concat()
}

/// The orientation tag of an Exif block (a TIFF file, without the name in front of it): 1 is upright, 5 to 8 lie on their side.
#[must_use]
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    let number: fn(&[u8]) -> u32 = match tiff.get(..4)? {
        b"II*\0" => |bytes| bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)),
        b"MM\0*" => |bytes| bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)),
        _ => return None,
    };
    let directory = tiff.get(number(tiff.get(4..8)?) as usize..)?;
    let count = number(directory.get(..2)?) as usize;
    let entry = directory[2..].chunks_exact(12).take(count).find(|entry| number(&entry[..2]) == 0x0112)?;
    u8::try_from(number(&entry[8..10])).ok().filter(|turn| (1..=8).contains(turn))
}
