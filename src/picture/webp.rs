//! WebP files without their metadata.
//!
//! In: the bytes of a file (<https://developers.google.com/speed/webp/docs/riff_container>). Out: its chunks that decide how the picture
//! looks. It never decodes one.

const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// Bits in the first byte of a `VP8X` chunk that announce an Exif and an XMP chunk.
const EXIF_AND_XMP: u8 = 0b1100;

/// The file with the kept chunks only. `None` when one of its chunks is cut, or it holds no picture.
pub(super) fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(bytes.len());
    for (name, body) in chunks(bytes)? {
        if !KEPT.iter().any(|one| *one == name) {
            continue;
        }
        let from = kept.len();
        push(&mut kept, name, body);
        if let (b"VP8X", Some(flags)) = (name, kept.get_mut(from + 8)) {
            *flags &= !EXIF_AND_XMP;
        }
    }
    (!kept.is_empty()).then(|| file(&kept))
}

/// Name and body of each chunk. What comes after the length that the file gives itself is no part of it.
pub(super) fn chunks(bytes: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let inside = bytes.get(12..length.checked_add(8)?)?;
    let (mut found, mut at) = (Vec::new(), 0);
    while at < inside.len() {
        let length = usize::try_from(u32::from_le_bytes(inside.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = (at + 8).checked_add(length)?;
        found.push((inside.get(at..at + 4)?, inside.get(at + 8..end)?));
        // Chunks of odd length are followed by a byte that fills them up.
        at = end + length % 2;
    }
    Some(found)
}

pub(super) fn push(out: &mut Vec<u8>, name: &[u8], body: &[u8]) {
    out.extend(name);
    out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(body);
    out.extend(&[0][..body.len() % 2]);
}

/// The file around these chunks.
pub(super) fn file(chunks: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(chunks.len() + 12);
    push(&mut out, b"RIFF", &[b"WEBP".as_slice(), chunks].concat());
    out
}
