//! The ways in which the bytes of a file may write text.
//!
//! In: bytes that an editor put into the report, or text that a link holds. Out: all that they may say. It never decides which way was meant: each is
//! looked through.

use std::borrow::Cow;

/// What Windows writes at 0x91 to 0x97, where Latin-1 has nothing: quotation marks and dashes.
const WINDOWS: [char; 7] = ['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}'];

/// What the bytes say: as UTF-8, and where that is not what they are, as Latin-1, its form on Windows, and UTF-16 in both orders.
pub(super) fn texts(bytes: &[u8]) -> Vec<Cow<'_, str>> {
    let utf8 = String::from_utf8_lossy(bytes);
    let mut texts = Vec::new();
    if matches!(utf8, Cow::Owned(_)) {
        texts.push(Cow::Owned(bytes.iter().map(|byte| latin(*byte)).collect()));
    }
    // Each letter of Latin text has a zero beside it. Other scripts are found by their mark at the begin.
    if bytes.contains(&0) || bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        texts.push(Cow::Owned(utf16(bytes, u16::from_le_bytes)));
        texts.push(Cow::Owned(utf16(bytes, u16::from_be_bytes)));
    }
    texts.push(utf8);
    texts
}

/// A text with what links escape (`%20`, `+`) as it was; nothing when it has none of that.
pub(super) fn from_links(text: &str) -> Option<String> {
    if !text.contains(['%', '+']) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| Some((digit(*behind.first()?)? << 4 | digit(*behind.get(1)?)?, behind.get(2..)?)));
        match (first, escaped.flatten()) {
            (_, Some((byte, behind))) => {
                bytes.push(byte);
                rest = behind;
            }
            (first, None) => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = behind;
            }
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A text with the letters that HTML and XML write as numbers: `&#233;` and `&#xe9;` are é.
pub(super) fn from_numbers(text: String) -> String {
    let mut parts = text.split("&#");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = part.split_once(';').filter(|(number, _)| number.len() <= 8).and_then(|(number, rest)| {
            let hexadecimal = number.strip_prefix(['x', 'X']).map(|number| u32::from_str_radix(number, 16));
            Some((char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)?, rest))
        });
        match letter {
            Some((letter, rest)) => {
                plain.push(letter);
                plain.push_str(rest);
            }
            None => {
                plain.push_str("&#");
                plain.push_str(part);
            }
        }
    }
    plain
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn latin(byte: u8) -> char {
    let windows = byte.checked_sub(0x91).and_then(|at| WINDOWS.get(usize::from(at)));
    windows.copied().unwrap_or(char::from(byte))
}

fn utf16(bytes: &[u8], number: fn([u8; 2]) -> u16) -> String {
    let numbers = bytes.chunks_exact(2).map(|pair| number([pair[0], pair[1]]));
    char::decode_utf16(numbers).map(|found| found.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(bytes: &[u8], words: &str) -> bool {
        texts(bytes).iter().any(|text| text.contains(words))
    }

    #[test]
    fn text_is_found_in_whatever_way_it_is_written() {
        let words = "The café’s “deal”";
        let wide = |number: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(number).collect::<Vec<u8>>();
        assert!(says(words.as_bytes(), words));
        assert!(says(&wide(u16::to_le_bytes), words) && says(&wide(u16::to_be_bytes), words));
        assert!(says(b"The caf\xe9\x92s \x93deal\x94", words));
        assert!(says(b"\xff one byte that is none, and the deal", "the deal"));
        assert!(says(
            &[&[0xff, 0xfe][..], &"الصفقة".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat(),
            "الصفقة"
        ));
    }

    #[test]
    fn text_that_is_utf_8_is_read_once() {
        assert_eq!(texts("The café".as_bytes()).len(), 1);
        assert_eq!(texts(b"").len(), 1);
    }

    #[test]
    fn letters_that_are_numbers_are_letters() {
        assert_eq!(from_numbers("caf&#233;, caf&#xE9; &#; &#x110000; &#9".to_owned()), "café, café &#; &#x110000; &#9");
    }

    #[test]
    fn what_links_escape_is_as_it_was() {
        let plain = |text: &str| from_links(text).unwrap();
        assert_eq!(plain("?s=The%20caf%C3%A9+deal&p=100%"), "?s=The café deal&p=100%");
        assert_eq!(plain("%zz %2 %"), "%zz %2 %");
        assert_eq!(from_links("nothing"), None);
    }
}
