//! PNG files without their metadata.
//!
//! In: the bytes of a file (<https://www.w3.org/TR/png-3/>). Out: its chunks that decide how the picture looks. It never inflates one.

/// The picture itself, its animation, transparency, colours and proportions. All others hold texts, times, Exif blocks, or what no
/// browser knows.
const KEPT: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"tRNS", b"bKGD", b"sBIT", b"gAMA", b"cHRM", b"sRGB", b"iCCP",
    b"cICP", b"mDCV", b"mDCv", b"cLLI", b"pHYs",
];

/// The file up to its end chunk, with the kept chunks only. `None` when it ends before.
pub(super) fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(bytes.get(..8)?);
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let name = bytes.get(at + 4..at + 8)?;
        // Length, name and check sum are four bytes each.
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let chunk = bytes.get(at..end)?;
        if KEPT.iter().any(|kept| *kept == name) {
            out.extend(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}
