//! Copies of text files that are compressed beforehand, for servers that hand them out as they are.
//!
//! In: the bytes of a file, and what `precompress:` in `site.yaml` asks for. Out: the same bytes compressed, when that makes them smaller, alike on
//! every run; and the finding that a report asks for what this program cannot make. It never decides where a copy lies.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;
use crate::model::settings::Encoding;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Files that are text. Pictures, fonts and archives are compressed by their own format.
const ENDINGS: [&str; 8] = [".html", ".css", ".js", ".json", ".xml", ".svg", ".csv", ".txt"];
/// What is shorter goes into one packet of the network either way.
const SHORTEST: u64 = 1024;
/// What gzip notes of how it was made.
const MOST_EFFORT: u8 = 2;
const ANY_SYSTEM: u8 = 255;
/// The best but one: 13 ms for a page. The best takes three times as long for 2 percent, the one below writes a tenth more.
#[cfg(feature = "brotli")]
const BROTLI_QUALITY: i32 = 10;

/// What the report asks for and this program can make, each once.
#[must_use]
pub fn encodings(site: &Site) -> Vec<Encoding> {
    let asked = |encoding: &Encoding| site.report.settings.precompress.iter().any(|one| one.value == *encoding);
    [Encoding::Brotli, Encoding::Gzip].into_iter().filter(asked).filter(|one| can_make(*one)).collect()
}

/// Whether a file of this name and length gains by it.
#[must_use]
pub fn is_worth_compressing(path: &str, length: u64) -> bool {
    length >= SHORTEST && ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// The bytes, compressed; nothing when that makes them no smaller.
#[must_use]
pub fn compressed(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    let packed = match encoding {
        Encoding::Brotli => brotli(bytes),
        Encoding::Gzip => gzip(bytes),
    };
    packed.filter(|packed| packed.len() < bytes.len())
}

/// The report asks for what this program cannot make.
#[must_use]
pub fn findings(site: &Site) -> Diagnostics {
    let missing = site.report.settings.precompress.iter().find(|one| !can_make(one.value));
    let found = missing.map(|one| {
        Diagnostic::new(Code::NoBrotli, one.span, "this program was built without Brotli")
            .note("files have no copies that end in `.br`")
            .help("install Sourcebook with `--features brotli`, or write `precompress: [gzip]`")
    });
    found.into_iter().collect()
}

fn can_make(encoding: Encoding) -> bool {
    encoding != Encoding::Brotli || cfg!(feature = "brotli")
}

/// By [RFC 1952](https://www.rfc-editor.org/rfc/rfc1952), without a name and a time, so that the same bytes become the same bytes.
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, MOST_EFFORT, ANY_SYSTEM];
    // Room for bytes that cannot be made smaller, so that one call packs all of them.
    packed.reserve(bytes.len() + bytes.len() / 10 + 128);
    let done = Compress::new(Compression::best(), false).compress_vec(bytes, &mut packed, FlushCompress::Finish).ok()?;
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    packed.extend(crc.sum().to_le_bytes());
    packed.extend(u32::try_from(bytes.len()).ok()?.to_le_bytes());
    (done == Status::StreamEnd).then_some(packed)
}

#[cfg(feature = "brotli")]
fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let asked = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &asked).ok()?;
    Some(packed)
}

#[cfg(not(feature = "brotli"))]
fn brotli(_: &[u8]) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/suite/precompress.rs` opens every copy of a site.
    #[test]
    fn a_copy_is_the_same_each_time_and_names_no_time() {
        let text = "The United States asked for it. ".repeat(100);
        let packed = compressed(text.as_bytes(), Encoding::Gzip).unwrap();
        assert!(packed.len() < text.len() / 10);
        assert_eq!(Some(&packed), compressed(text.as_bytes(), Encoding::Gzip).as_ref());
        assert_eq!(packed[3..8], [0; 5]);
    }

    #[cfg(feature = "brotli")]
    #[test]
    fn brotli_opens_to_the_same_bytes_and_is_smaller_than_gzip() {
        let lines = (0..400).map(|number| format!("{number}. The United States asked for {} people.\n", number * 7));
        let text = lines.collect::<Vec<_>>().concat();
        let packed = compressed(text.as_bytes(), Encoding::Brotli).unwrap();
        let mut opened = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut opened).unwrap();
        assert_eq!(opened, text.as_bytes());
        assert_eq!(Some(&packed), compressed(text.as_bytes(), Encoding::Brotli).as_ref());
        assert!(packed.len() < compressed(text.as_bytes(), Encoding::Gzip).unwrap().len());
    }

    #[test]
    fn what_does_not_become_smaller_has_no_copy() {
        assert_eq!(compressed(b"", Encoding::Gzip), None);
        assert_eq!(compressed(b"abc", Encoding::Gzip), None);
    }

    #[test]
    fn only_text_that_is_long_enough_is_compressed() {
        for (path, length, worth) in [
            ("index.html", 1024, true),
            ("index.html", 1023, false),
            ("data/report.zip", 9000, false),
            ("README.txt", 2000, true),
            ("assets/a.woff2", 9000, false),
            ("media/a.svg", 9000, true),
            ("_headers", 9000, false),
        ] {
            assert_eq!(is_worth_compressing(path, length), worth, "{path} {length}");
        }
    }
}
