//! What a theme gives to cards: fonts, colours, the template.
//!
//! In: files of the theme. Out: [`Look`], with a hash of all of it, and the filter `fit` for the template. It never knows a page.

use super::face::Faces;
use super::fit::{Space, fit};
use crate::render::css::{self, Scheme};
use crate::text::Hash;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::{Kwargs, State, Tera};
use xxhash_rust::xxh3::Xxh3;

/// The template of cards.
pub const TEMPLATE: &str = "cards/card.svg";

/// How cards look.
pub struct Look {
    pub faces: Arc<Faces>,
    /// The custom properties of `:root` in `style.css` that are colours: `ink_soft`, `#4a5864`.
    pub colours: BTreeMap<String, String>,
    /// Of everything that a card takes from the theme.
    pub hash: Hash,
}

impl Look {
    /// Of the theme's own fonts, its style sheets, later ones over earlier ones, and the hash of its templates and words.
    #[must_use]
    pub fn new(fonts: impl Iterator<Item = Arc<[u8]>>, styles: &[&str], templates: Hash) -> Self {
        let faces = Faces::new(fonts);
        let colours: BTreeMap<String, String> = styles.iter().flat_map(|css| colours(css)).collect();
        let mut hasher = Xxh3::new();
        hasher.update(&templates.to_le_bytes());
        hasher.update(&faces.hash().to_le_bytes());
        for (name, colour) in &colours {
            hasher.update(format!("{name}: {colour};").as_bytes());
        }
        Self { faces: Arc::new(faces), colours, hash: hasher.digest128() }
    }

    /// Whether a template is one of cards.
    #[must_use]
    pub fn is_template(name: &str) -> bool {
        name.ends_with(".svg")
    }

    /// Adds the filter `fit(width=…, height=…, sizes=[…], face="serif", leading=1.15)`: a text in lines that fill a space.
    pub fn register(&self, tera: &mut Tera) {
        let faces = self.faces.clone();
        tera.register_filter("fit", move |text: &str, asked: Kwargs, _: &State<'_>| {
            let space = Space {
                width: asked.must_get("width")?,
                height: asked.must_get("height")?,
                sizes: asked.must_get("sizes")?,
                leading: asked.get("leading")?.unwrap_or(1.15),
            };
            let ruler = faces.ruler(asked.must_get("face")?);
            Ok::<tera::Value, tera::Error>(tera::Value::from_serializable(&fit(text, &space, |sign| ruler.width(sign))))
        });
    }
}

/// The colours that a style sheet names at its top, in the light scheme. Names are given as templates write them, with `_` for `-`. What a
/// card cannot be drawn in (`var(…)`, `oklch(…)`) is left out.
fn colours(css: &str) -> Vec<(String, String)> {
    let light = css::properties(css).into_iter().filter(|one| one.scheme == Scheme::Light);
    light.filter(|one| is_colour(&one.value)).map(|one| (one.name.replace('-', "_"), one.value)).collect()
}

fn is_colour(value: &str) -> bool {
    value.starts_with('#') || (value.starts_with("rgb") || value.starts_with("hsl")) && !value.contains("var(")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_light_scheme() {
        let css = "/* :root { --a: #000 } */ :root { --ink: #17222d; --ink-soft:rgb(1 2 3 / 0.5); --s1: 1rem; --link: var(--ink) }\n\
                   @media (prefers-color-scheme: dark) { :root { --ink: #fff; } }\n.x { --ink: #f00 }\n:root { --ink: #111; }";
        let found: BTreeMap<String, String> = colours(css).into_iter().collect();
        assert_eq!(found, [("ink".into(), "#111".into()), ("ink_soft".into(), "rgb(1 2 3 / 0.5)".into())].into());
    }
}
