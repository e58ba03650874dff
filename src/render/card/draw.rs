//! SVG to PNG.
//!
//! In: the SVG of a card and the fonts. Out: the bytes of a PNG of [`SIZE`]. The same input gives the same bytes. It never reads a file: a
//! picture that a template names is not looked for.

use super::SIZE;
use super::face::Faces;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use std::sync::Arc;

/// A card that is ready to be drawn.
#[derive(Clone)]
pub struct Drawing {
    pub(super) svg: String,
    pub(super) faces: Arc<Faces>,
}

impl std::fmt::Debug for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Drawing").field("svg", &self.svg).finish_non_exhaustive()
    }
}

impl Drawing {
    /// Draws it.
    ///
    /// # Errors
    /// When what the template made is no SVG, in the words of the reader of SVG.
    pub fn draw(&self) -> Result<Vec<u8>, String> {
        let nothing = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
        let options = Options { fontdb: self.faces.database.clone(), image_href_resolver: nothing, ..Options::default() };
        let tree = Tree::from_str(&self.svg, &options).map_err(|error| error.to_string())?;
        let mut picture = Pixmap::new(SIZE.0, SIZE.1).ok_or("a card without area")?;
        picture.fill(Color::WHITE);
        let own = tree.size();
        #[expect(clippy::cast_precision_loss, reason = "a card has few pixels")]
        let scale = Transform::from_scale(SIZE.0 as f32 / own.width(), SIZE.1 as f32 / own.height());
        resvg::render(&tree, scale, &mut picture.as_mut());
        png(&picture).map_err(|error| error.to_string())
    }
}

/// Without transparency, which no card has: resvg's own way to PNG writes a third more and takes longer.
fn png(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let opaque: Vec<u8> = picture.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::with_capacity(64 << 10);
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}
