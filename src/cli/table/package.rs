//! The files inside a workbook.
//!
//! In: the bytes of an `.xlsx` file, which is a ZIP archive. Out: the text of one file in it. It reads what spreadsheets write (stored or DEFLATE,
//! by the directory at the end) and never unpacks more than [`LIMIT`], however small the archive.

use flate2::{Decompress, FlushDecompress, Status};

/// Most bytes of one file, unpacked: a table of a million rows is smaller.
const LIMIT: usize = 256 << 20;

/// The file of this name, as text.
pub fn file(archive: &[u8], name: &str) -> Option<String> {
    let end = archive.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let count = short(archive, end + 10)?;
    let mut at = long(archive, end + 16)?;
    for _ in 0..count {
        if archive.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let (method, packed, unpacked) = (short(archive, at + 10)?, long(archive, at + 20)?, long(archive, at + 24)?);
        let (named, extra, comment) = (short(archive, at + 28)?, short(archive, at + 30)?, short(archive, at + 32)?);
        let begin = long(archive, at + 42)?;
        if archive.get(at + 46..at + 46 + named)? == name.as_bytes() {
            let data = begin + 30 + short(archive, begin + 26)? + short(archive, begin + 28)?;
            let bytes = archive.get(data..data.checked_add(packed)?)?;
            return String::from_utf8(if method == 0 { bytes.to_vec() } else { inflated(bytes, unpacked)? }).ok();
        }
        at += 46 + named + extra + comment;
    }
    None
}

fn inflated(packed: &[u8], unpacked: usize) -> Option<Vec<u8>> {
    if unpacked > LIMIT {
        return None;
    }
    let mut out = Vec::with_capacity(unpacked);
    let mut reader = Decompress::new(false);
    let status = reader.decompress_vec(packed, &mut out, FlushDecompress::Finish).ok()?;
    (status == Status::StreamEnd && out.len() == unpacked).then_some(out)
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?)).ok()
}
