//! The fonts that cards are set in.
//!
//! In: the two that come with Sourcebook, and those of the theme. Out: [`Faces`]: which characters they have, how wide a text is, and
//! the database that [`draw`](super::draw) takes them from. It never asks the system for a font: the same report gives the same card on
//! every machine.

use crate::text::Hash;
use resvg::usvg::fontdb::{Database, Source};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Latin, Cyrillic and Greek; made by `data/make-fonts.py`.
const SERIF: &[u8] = include_bytes!("../../../data/fonts/card-serif.ttf");
const SANS: &[u8] = include_bytes!("../../../data/fonts/card-sans.ttf");

/// All fonts, those of Sourcebook first.
pub struct Faces {
    faces: Vec<Face>,
    pub database: Arc<Database>,
}

struct Face {
    /// As templates name it: `serif` and `sans-serif`, or the font's own family.
    family: String,
    bytes: Bytes,
}

type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

impl Faces {
    /// The fonts of Sourcebook, and those of the theme after them. A file that is no font is passed over.
    #[must_use]
    pub fn new(own: impl Iterator<Item = Arc<[u8]>>) -> Self {
        let mut database = Database::new();
        database.set_serif_family("Card Serif");
        database.set_sans_serif_family("Card Sans");
        let built_in: [(&str, Bytes); 2] = [("serif", Arc::new(SERIF)), ("sans-serif", Arc::new(SANS))];
        let mut faces: Vec<Face> = Vec::new();
        for (family, bytes) in built_in {
            database.load_font_source(Source::Binary(bytes.clone()));
            faces.push(Face { family: family.to_owned(), bytes });
        }
        for font in own {
            let bytes: Bytes = Arc::new(font);
            let ids = database.load_font_source(Source::Binary(bytes.clone()));
            let info = ids.first().and_then(|id| database.face(*id));
            if let Some((family, _)) = info.and_then(|info| info.families.first()) {
                faces.push(Face { family: family.clone(), bytes });
            }
        }
        Self { faces, database: Arc::new(database) }
    }

    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut hasher = Xxh3::new();
        self.faces.iter().for_each(|face| hasher.update(&xxh3_128((*face.bytes).as_ref()).to_le_bytes()));
        hasher.digest128()
    }

    /// What measures characters in this family. A character that it does not have is taken from the first font that has it, as in drawing.
    #[must_use]
    pub fn ruler<'a>(&'a self, family: &str) -> Ruler<'a> {
        let (named, others): (Vec<&Face>, Vec<&Face>) = self.faces.iter().partition(|face| face.family == family);
        let fonts = named.into_iter().chain(others).filter_map(|face| FontRef::new((*face.bytes).as_ref()).ok());
        let measured = |font: FontRef<'a>| (font.charmap(), font.glyph_metrics(Size::new(1.0), LocationRef::default()));
        Ruler { fonts: fonts.map(measured).collect() }
    }
}

/// Measures characters.
pub struct Ruler<'a> {
    fonts: Vec<(Charmap<'a>, GlyphMetrics<'a>)>,
}

impl Ruler<'_> {
    /// How wide a character is in a size of one pixel. A text is as wide as its characters, or narrower where they are kerned.
    #[must_use]
    pub fn width(&self, sign: char) -> f64 {
        let mut advances = self.fonts.iter().filter_map(|(characters, metrics)| metrics.advance_width(characters.map(sign)?));
        advances.next().map_or(1.0, f64::from)
    }

    /// Whether any font has this character.
    #[must_use]
    pub fn has(&self, sign: char) -> bool {
        self.fonts.iter().any(|(characters, _)| characters.map(sign).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_the_letters_of_europe_and_vietnam() {
        let faces = Faces::new(std::iter::empty());
        for family in ["serif", "sans-serif"] {
            let ruler = faces.ruler(family);
            let (characters, _) = &ruler.fonts[0];
            for sign in (' '..='~').chain("ÅéñøßÐŁőşţșĦệƯ–—‘’“”…·€₫№ЖяЇґΩώ".chars()) {
                assert!(characters.map(sign).is_some(), "{family} has no {sign}");
            }
            assert!(ruler.width('W') > ruler.width('i') && !ruler.has('中'));
        }
    }

    #[test]
    fn a_font_of_the_theme_is_asked_by_its_own_name() {
        let faces = Faces::new([Arc::from(&b"no font"[..]), Arc::from(SANS)].into_iter());
        assert_eq!(faces.faces.iter().map(|face| face.family.as_str()).collect::<Vec<_>>(), ["serif", "sans-serif", "Card Sans"]);
        assert!((faces.ruler("Card Sans").width('W') - faces.ruler("sans-serif").width('W')).abs() < 1e-6);
    }
}
