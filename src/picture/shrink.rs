//! Small versions of pictures.
//!
//! In: the bytes of a JPEG or PNG file, and a width in pixels. Out: the bytes of a WebP file of that width, as the picture is shown:
//! turned upright, in the colours of its profile. It never decodes a picture of more than [`MOST_PIXELS`].

use super::webp::{chunks, file, push};
use super::{CUT, Damaged, Format, MOST_PIXELS, format, orientation};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Whether this program can make pictures smaller.
pub const CAN_SHRINK: bool = true;

/// Of WebP, from 0 to 100. Photographs lose nothing visible at 80; in drawings and screenshots, which come as PNG, edges of letters do.
const QUALITY: (f32, f32) = (80.0, 90.0);

/// A picture in memory: rows of pixels of 8 bits a channel, with or without transparency.
struct Pixels {
    width: u32,
    height: u32,
    alpha: bool,
    bytes: Vec<u8>,
    /// As in Exif.
    orientation: u8,
    profile: Option<Vec<u8>>,
    quality: f32,
}

/// The picture in this width, as WebP.
///
/// # Errors
/// When it is neither JPEG nor PNG, is too large, or cannot be decoded.
pub fn shrunk(bytes: &[u8], width: u32) -> Result<Vec<u8>, Damaged> {
    let pixels = match format(bytes)? {
        Format::Jpeg => jpeg(bytes)?,
        Format::Png => png(bytes)?,
        Format::Webp | Format::Gif => return Err(Damaged("its name says that it is a JPEG or PNG file, and it is none")),
    };
    let small = upright(resized(pixels, width).ok_or(CUT)?);
    encoded(&small).ok_or(CUT)
}

fn allowed(width: usize, height: usize) -> Result<(), Damaged> {
    let fits = (width as u64).checked_mul(height as u64).is_some_and(|pixels| pixels <= MOST_PIXELS);
    if fits { Ok(()) } else { Err(Damaged("it has more pixels than are decoded")) }
}

fn jpeg(bytes: &[u8]) -> Result<Pixels, Damaged> {
    let largest = usize::from(u16::MAX);
    let options =
        DecoderOptions::default().set_max_width(largest).set_max_height(largest).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| CUT)?;
    let info = decoder.info().ok_or(CUT)?;
    allowed(info.width.into(), info.height.into())?;
    let pixels = decoder.decode().map_err(|_| CUT)?;
    Ok(Pixels {
        width: info.width.into(),
        height: info.height.into(),
        alpha: false,
        bytes: pixels,
        orientation: decoder.exif().and_then(|exif| orientation(exif)).unwrap_or(1),
        profile: decoder.icc_profile(),
        quality: QUALITY.0,
    })
}

fn png(bytes: &[u8]) -> Result<Pixels, Damaged> {
    // Each pixel may take 8 bytes (four channels of 16 bits), and a row besides.
    let limits = png::Limits { bytes: usize::try_from(MOST_PIXELS * 9).unwrap_or(usize::MAX) };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| CUT)?;
    let (width, height) = reader.info().size();
    allowed(width as usize, height as usize)?;
    let profile = reader.info().icc_profile.as_ref().map(|profile| profile.to_vec());
    let mut read = vec![0; reader.output_buffer_size().ok_or(CUT)?];
    let frame = reader.next_frame(&mut read).map_err(|_| CUT)?;
    read.truncate(frame.buffer_size());
    let (alpha, bytes) = match frame.color_type {
        png::ColorType::Rgb => (false, read),
        png::ColorType::Rgba => (true, read),
        png::ColorType::GrayscaleAlpha => {
            (true, read.chunks_exact(2).flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]).collect())
        }
        png::ColorType::Grayscale | png::ColorType::Indexed => (false, read.iter().flat_map(|grey| [*grey; 3]).collect()),
    };
    Ok(Pixels { width, height, alpha, bytes, orientation: 1, profile, quality: QUALITY.1 })
}

/// The picture so that it is `width` wide when it is upright.
fn resized(pixels: Pixels, width: u32) -> Option<Pixels> {
    let on_its_side = (5..=8).contains(&pixels.orientation);
    let scaled = |side: u32, by: u32| {
        let side = (u64::from(side) * u64::from(width) + u64::from(by) / 2) / u64::from(by).max(1);
        u32::try_from(side).ok().map(|side| side.max(1))
    };
    let (width, height) =
        if on_its_side { (scaled(pixels.width, pixels.height)?, width) } else { (width, scaled(pixels.height, pixels.width)?) };
    if (width, height) == (pixels.width, pixels.height) {
        return Some(pixels);
    }
    let kind = if pixels.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let from = ImageRef::new(pixels.width, pixels.height, &pixels.bytes, kind).ok()?;
    let mut to = Image::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options).ok()?;
    Some(Pixels { width, height, bytes: to.into_vec(), ..pixels })
}

/// Turned and mirrored as its orientation says.
fn upright(pixels: Pixels) -> Pixels {
    if pixels.orientation == 1 {
        return pixels;
    }
    let (from_width, from_height) = (pixels.width as usize, pixels.height as usize);
    let (width, height) = if pixels.orientation >= 5 { (pixels.height, pixels.width) } else { (pixels.width, pixels.height) };
    let size = if pixels.alpha { 4 } else { 3 };
    let mut bytes = Vec::with_capacity(pixels.bytes.len());
    for y in 0..height as usize {
        for x in 0..width as usize {
            let (right, bottom) = (from_width - 1, from_height - 1);
            // Which stored pixel is shown here: the table of orientations in Exif 2.32, 4.6.5, read backwards.
            let (column, row) = match pixels.orientation {
                2 => (right - x, y),
                3 => (right - x, bottom - y),
                4 => (x, bottom - y),
                5 => (y, x),
                6 => (y, bottom - x),
                7 => (right - y, bottom - x),
                8 => (right - y, x),
                _ => (x, y),
            };
            let at = (row * from_width + column) * size;
            bytes.extend(&pixels.bytes[at..at + size]);
        }
    }
    Pixels { width, height, bytes, orientation: 1, ..pixels }
}

fn encoded(pixels: &Pixels) -> Option<Vec<u8>> {
    let mut config = webp::WebPConfig::new().ok()?;
    config.quality = pixels.quality;
    let encoder = if pixels.alpha {
        webp::Encoder::from_rgba(&pixels.bytes, pixels.width, pixels.height)
    } else {
        webp::Encoder::from_rgb(&pixels.bytes, pixels.width, pixels.height)
    };
    let bytes = encoder.encode_advanced(&config).ok()?.to_vec();
    match pixels.profile.as_deref().filter(|profile| profile.get(16..20) == Some(b"RGB ")) {
        Some(profile) => with_profile(&bytes, profile, pixels),
        None => Some(bytes),
    }
}

/// The file with a colour profile, which the encoder does not write. A profile for inks or greys does not fit what was decoded to RGB.
fn with_profile(bytes: &[u8], profile: &[u8], pixels: &Pixels) -> Option<Vec<u8>> {
    const PROFILE: u8 = 0b10_0000;
    const ALPHA: u8 = 0b1_0000;
    let side = |pixels: u32| (pixels - 1).to_le_bytes();
    let (width, height) = (side(pixels.width), side(pixels.height));
    let flags = PROFILE | if pixels.alpha { ALPHA } else { 0 };
    let mut out = Vec::with_capacity(bytes.len() + profile.len() + 64);
    push(&mut out, b"VP8X", &[&[flags, 0, 0, 0], &width[..3], &height[..3]].concat());
    push(&mut out, b"ICCP", profile);
    for (name, body) in chunks(bytes)?.into_iter().filter(|(name, _)| *name != b"VP8X") {
        push(&mut out, name, body);
    }
    Some(file(&out))
}
