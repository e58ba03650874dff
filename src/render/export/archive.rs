//! Files in one ZIP archive.
//!
//! In: names and bytes, and the day of the report. Out: the archive, by PKWARE's
//! [application note](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT), sections 4.3.7, 4.3.12 and 4.3.16: the same bytes on every
//! run and on every system, which is why it is written here. It never reads a clock.

use crate::model::Date;
use flate2::{Compress, Compression, FlushCompress};
use std::borrow::Cow;

/// The lowest version of the format that can read DEFLATE.
const VERSION: u16 = 20;
/// Where the attributes of a file come from: Unix.
const UNIX: u16 = 3 << 8;
/// A plain file that its owner may write and everybody may read.
const PLAIN_FILE: u32 = 0o100_644 << 16;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// A shorter file is stored as it is: to begin to pack costs as much as to pack hundreds of kilobytes, and would save a part of a disk block.
const WORTH_PACKING: usize = 1024;

/// Packs files, in the order of their names. Names are ASCII; each file dates from the last day that `known` may mean, or from the first that
/// the format can write.
#[must_use]
pub fn zipped<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>, known: Option<Date>) -> Vec<u8> {
    let mut files: Vec<(&str, &[u8])> = files.collect();
    files.sort_unstable();
    let date = known.map_or(FIRST_DAY, dos_date);
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    // Each build packs some hundred archives again, so it is quick rather than thorough; making a packer costs more than to pack a small table.
    let mut packer = Compress::new(Compression::fast(), false);
    for (name, bytes) in &files {
        let offset = archive.len();
        let small = bytes.len() < WORTH_PACKING;
        let (method, packed) =
            if small { (STORED, Cow::Borrowed(*bytes)) } else { (DEFLATED, Cow::Owned(deflated(bytes, &mut packer))) };
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        // From the version to the lengths of name and extra field, both heads are the same.
        let mut head = Vec::with_capacity(26);
        [VERSION, 0, method, 0, date].iter().for_each(|number| head.extend(number.to_le_bytes()));
        [crc.sum(), size(packed.len()), size(bytes.len())].iter().for_each(|number| head.extend(number.to_le_bytes()));
        [short(name.len()), 0].iter().for_each(|number| head.extend(number.to_le_bytes()));

        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.as_bytes());
        archive.extend_from_slice(&packed);

        directory.extend(b"PK\x01\x02");
        directory.extend((UNIX | VERSION).to_le_bytes());
        directory.extend(&head);
        // No comment, on the first disk, no attributes of its own.
        directory.extend([0; 6]);
        [PLAIN_FILE, size(offset)].iter().for_each(|number| directory.extend(number.to_le_bytes()));
        directory.extend(name.as_bytes());
    }
    let (begin, length, count) = (size(archive.len()), size(directory.len()), short(files.len()));
    archive.extend(directory);
    archive.extend(b"PK\x05\x06");
    [0, 0, count, count].iter().for_each(|number| archive.extend(number.to_le_bytes()));
    [length, begin].iter().for_each(|number| archive.extend(number.to_le_bytes()));
    archive.extend([0; 2]);
    archive
}

fn deflated(bytes: &[u8], packer: &mut Compress) -> Vec<u8> {
    // Room for bytes that cannot be made smaller, so that one call packs all of them; into memory it cannot fail.
    let mut packed = Vec::with_capacity(bytes.len() + bytes.len() / 10 + 128);
    packer.reset();
    let _ = packer.compress_vec(bytes, &mut packed, FlushCompress::Finish);
    packed
}

/// 1 January 1980.
const FIRST_DAY: u16 = 1 << 5 | 1;

/// A day as MS-DOS writes it: seven bits of years since 1980, four of month, five of day.
fn dos_date(date: Date) -> u16 {
    let day = date.latest();
    match day.year().checked_sub(1980) {
        Some(years @ 0..128) => years << 9 | u16::from(day.month()) << 5 | u16::from(day.day()),
        _ => FIRST_DAY,
    }
}

/// A length or an offset. A package is text about countries: it never comes near the 4 GB that this can tell.
fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
