//! The colours and sizes that a theme's style sheet names, for the style page.
//!
//! In: a theme. Out: [`Tokens`]: each with its value in the light and in the dark scheme, colours with their contrast. It never knows which tokens
//! there are: a theme may name others.

use crate::render::css::{self, Property, Scheme};
use crate::render::theme::{AssetBytes, Theme};
use serde::Serialize;

#[derive(Serialize, Debug)]
pub struct Tokens {
    pub colours: Vec<Colour>,
    pub sizes: Vec<Size>,
}

#[derive(Serialize, PartialEq, Debug)]
pub struct Colour {
    pub name: String,
    /// The colour that it is seen with: that of the page, or of what is written on a badge.
    pub with: &'static str,
    pub light: Tint,
    pub dark: Tint,
}

#[derive(Serialize, PartialEq, Debug)]
pub struct Tint {
    pub value: String,
    /// `4.5`, to one; null for a colour that lets others shine through.
    pub contrast: Option<String>,
}

#[derive(Serialize, Debug)]
pub struct Size {
    pub name: String,
    pub value: String,
    /// `text` or `space`.
    pub kind: &'static str,
}

#[must_use]
pub fn of(theme: &Theme) -> Tokens {
    let css = match theme.assets.get("style.css").map(|asset| &asset.bytes) {
        Some(AssetBytes::Here(bytes)) => std::str::from_utf8(bytes).unwrap_or(""),
        Some(AssetBytes::File(_)) | None => "",
    };
    let all = css::properties(css);
    Tokens { colours: colours(&all), sizes: all.iter().filter_map(size).collect() }
}

fn size(property: &Property) -> Option<Size> {
    let numbered = property.name.strip_prefix('s').is_some_and(|rest| rest.parse::<u8>().is_ok());
    let kind = if numbered { "space" } else { property.name.starts_with("text-").then_some("text")? };
    Some(Size { name: property.name.clone(), value: property.value.clone(), kind })
}

fn colours(all: &[Property]) -> Vec<Colour> {
    let mut names: Vec<&str> = Vec::new();
    for one in all.iter().filter(|one| one.value.starts_with('#') || one.value.starts_with("rgb")) {
        if !names.contains(&one.name.as_str()) {
            names.push(&one.name);
        }
    }
    let colour = |name: &str| {
        let with = if name.starts_with("tone-") { "on-tone" } else { "paper" };
        let tint = |scheme| {
            let value = value(all, name, scheme).unwrap_or_default();
            let contrast = value_of(value).zip(value_of(self::value(all, with, scheme)?)).map(|(a, b)| contrast(a, b));
            Some(Tint { value: value.to_owned(), contrast: contrast.map(|ratio| format!("{ratio:.1}")) })
        };
        Some(Colour { name: name.to_owned(), with, light: tint(Scheme::Light)?, dark: tint(Scheme::Dark)? })
    };
    names.into_iter().filter_map(colour).collect()
}

/// What holds in a scheme: the last value that it names, else the last of the light one.
fn value<'a>(all: &'a [Property], name: &str, scheme: Scheme) -> Option<&'a str> {
    let last = |scheme| all.iter().rev().find(|one| one.name == name && one.scheme == scheme);
    last(scheme).or_else(|| last(Scheme::Light)).map(|one| one.value.as_str())
}

/// Relative luminance of `#rgb` or `#rrggbb`, 0 to 1 (WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
fn value_of(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#')?;
    let number = |text: &str| u8::from_str_radix(text, 16).ok();
    let parts: Vec<u8> = match digits.len() {
        3 => (0..3).map(|at| number(digits.get(at..=at)?).map(|one| one * 17)).collect::<Option<_>>()?,
        6 => (0..3).map(|at| number(digits.get(2 * at..2 * at + 2)?)).collect::<Option<_>>()?,
        _ => return None,
    };
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    Some(parts.iter().zip([0.2126, 0.7152, 0.0722]).map(|(part, weight)| linear(*part) * weight).sum())
}

/// Contrast of two luminances, 1 to 21 (WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_told_with_its_contrast_in_both_schemes() {
        let css = ":root { --paper: #fff; --ink: #000; --weave: rgb(0 0 0 / 0.2); --on-tone: #fff; --tone-1: #767676 }\n\
                   @media (prefers-color-scheme: dark) { :root { --paper: #000; --ink: #fff } }";
        let told: Vec<String> = colours(&css::properties(css))
            .iter()
            .map(|one| format!("{} {:?} {:?} {}", one.name, one.light.contrast, one.dark.contrast, one.with))
            .collect();
        assert_eq!(
            told,
            [
                r#"paper Some("1.0") Some("1.0") paper"#,
                r#"ink Some("21.0") Some("21.0") paper"#,
                "weave None None paper",
                r#"on-tone Some("1.0") Some("21.0") paper"#,
                r#"tone-1 Some("4.5") Some("4.5") on-tone"#,
            ]
        );
    }

    #[test]
    fn a_size_is_one_of_the_type_scale_or_of_the_spacing() {
        let kinds = |css: &str| css::properties(css).iter().filter_map(size).map(|one| one.kind).collect::<Vec<_>>();
        assert_eq!(kinds(":root { --text-xl: 2rem; --s3: 1rem; --sans: serif; --measure: 65ch }"), ["text", "space"]);
    }
}
