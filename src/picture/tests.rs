//! Pictures with everything that cameras write beside them, as `tests/pictures/make.py` makes them: a place, a name, a comment, a second
//! picture. What is looked for is always there before; a test never takes the word of what is under test.

use super::*;

const PHOTOGRAPH: &[u8] = include_bytes!("../../tests/pictures/flight.jpg");
const ON_ITS_SIDE: &[u8] = include_bytes!("../../tests/pictures/tower.jpg");
const DRAWING: &[u8] = include_bytes!("../../tests/pictures/route.png");
const WEBP: &[u8] = include_bytes!("../../tests/pictures/port.webp");

/// What no published byte may hold.
const SECRETS: [&[u8]; 4] = [b"SECRET", b"Exif\0\0II", b"http://ns.adobe.com/xap", b"Photoshop"];

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[test]
fn nothing_that_a_camera_wrote_is_left() {
    for picture in [PHOTOGRAPH, ON_ITS_SIDE, DRAWING, WEBP] {
        assert!(holds(picture, b"SECRET"), "or this would show nothing");
        let clean = stripped(picture).unwrap();
        for secret in SECRETS {
            assert!(!holds(&clean, secret), "{}", String::from_utf8_lossy(secret));
        }
        assert_eq!(stripped(&clean).unwrap(), clean, "once is enough");
    }
}

#[test]
fn what_comes_after_the_end_of_a_picture_is_left_out() {
    for picture in [PHOTOGRAPH, DRAWING, WEBP] {
        let longer = [picture, b"SECRET"].concat();
        assert_eq!(stripped(&longer), stripped(picture));
    }
}

#[test]
fn colours_and_orientation_stay() {
    let clean = stripped(ON_ITS_SIDE).unwrap();
    assert!(holds(&clean, b"ICC_PROFILE\0"));
    let exif = clean.windows(6).position(|window| window == b"Exif\0\0").unwrap();
    assert_eq!(orientation(&clean[exif + 6..]), Some(6));
    assert!(!holds(&stripped(PHOTOGRAPH).unwrap(), b"Exif"), "an upright picture says nothing of it");
}

#[test]
fn a_picture_that_ends_early_is_damaged_wherever_it_ends() {
    for picture in [PHOTOGRAPH, DRAWING, WEBP] {
        let clean = stripped(picture).unwrap();
        for end in 0..clean.len() {
            assert!(stripped(&clean[..end]).is_err(), "{end} of {}", clean.len());
        }
    }
    assert!(stripped(b"<svg/>").is_err());
}

#[cfg(feature = "images")]
mod small {
    use super::*;

    /// Width, height and the colour at a place, from the corner at the top left in quarters of the picture.
    fn seen(bytes: &[u8]) -> (u32, u32, impl Fn(u32, u32) -> [u8; 3]) {
        let decoded = ::webp::Decoder::new(bytes).decode().unwrap();
        let (width, height) = (decoded.width(), decoded.height());
        let size = decoded.len() / (width * height) as usize;
        let bytes = decoded.to_vec();
        let at = move |x: u32, y: u32| {
            let at = ((y * height / 4) * width + x * width / 4) as usize * size;
            [bytes[at], bytes[at + 1], bytes[at + 2]]
        };
        (width, height, at)
    }

    fn is_red([red, green, blue]: [u8; 3]) -> bool {
        red > 180 && green < 80 && blue < 80
    }

    #[test]
    fn they_have_the_width_and_nothing_beside_the_picture() {
        for (picture, size) in [(PHOTOGRAPH, (32, 24)), (DRAWING, (32, 16))] {
            let small = shrunk(picture, 32).unwrap();
            let (width, height, _) = seen(&small);
            assert_eq!((width, height), size);
            assert!(!holds(&small, b"SECRET"));
            assert_eq!(shrunk(picture, 32).unwrap(), small, "the same bytes each time");
        }
    }

    #[test]
    fn they_are_turned_as_the_camera_says() {
        // Stored lying, 64 x 48 with a red left half; upright, 48 x 64, the red half is on top.
        let small = shrunk(ON_ITS_SIDE, 24).unwrap();
        let (width, height, colour) = seen(&small);
        assert_eq!((width, height), (24, 32));
        assert!(is_red(colour(1, 1)) && is_red(colour(3, 1)), "the upper half is red");
        assert!(!is_red(colour(1, 3)) && !is_red(colour(3, 3)), "the lower half is not");
        assert!(holds(&small, b"ICCP"), "and the colours are those of the profile");
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_not_decoded() {
        let mut bomb = PHOTOGRAPH.to_vec();
        let frame = bomb.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        bomb[frame + 5..frame + 9].fill(0xff);
        assert_eq!(shrunk(&bomb, 32), Err(Damaged("it has more pixels than are decoded")));
        let mut bomb = DRAWING.to_vec();
        bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(shrunk(&bomb, 32).is_err());
        assert!(shrunk(WEBP, 32).is_err() && shrunk(b"", 32).is_err());
    }
}
