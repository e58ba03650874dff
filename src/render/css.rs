//! The custom properties that a style sheet names at its top.
//!
//! In: CSS. Out: [`Property`] for each custom property of a `:root` that stands in no `@media`, or in that of the dark scheme. It is no
//! parser of CSS and never looks at anything else.

/// A custom property, without the two hyphens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Property {
    pub name: String,
    pub value: String,
    pub scheme: Scheme,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// It also holds in the dark scheme, unless that has its own.
    Light,
    Dark,
}

/// In the order of the sheet, in which later ones hold over earlier ones.
#[must_use]
pub fn properties(css: &str) -> Vec<Property> {
    let css = without_comments(css);
    let (mut found, mut around, mut start): (Vec<Property>, Vec<&str>, usize) = (Vec::new(), Vec::new(), 0);
    for (at, sign) in css.char_indices() {
        match sign {
            '{' => around.push(css[start..at].trim()),
            ';' | '}' => {
                found.extend(scheme(&around).and_then(|scheme| property(&css[start..at], scheme)));
                if sign == '}' {
                    around.pop();
                }
            }
            _ => continue,
        }
        start = at + 1;
    }
    found
}

fn scheme(around: &[&str]) -> Option<Scheme> {
    match around {
        [":root"] => Some(Scheme::Light),
        [media, ":root"] if *media == "@media (prefers-color-scheme: dark)" => Some(Scheme::Dark),
        _ => None,
    }
}

fn property(declaration: &str, scheme: Scheme) -> Option<Property> {
    let (name, value) = declaration.split_once(':')?;
    Some(Property { name: name.trim().strip_prefix("--")?.to_owned(), value: value.trim().to_owned(), scheme })
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |css, part| css + part.split_once("*/").map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_those_of_the_light_and_the_dark_scheme() {
        let css = "/* :root { --a: #000 } */ :root { --ink: #17222d; color: red; --s1:1rem }\n\
                   @media (prefers-color-scheme: dark) { :root { --ink: #fff; } .x { --ink: #f0f } }\n\
                   @media print { :root { --ink: #000 } }\n.x { --ink: #f00 }\n:root { --ink: #111; }";
        let found: Vec<String> =
            properties(css).into_iter().map(|one| format!("{:?} {} {}", one.scheme, one.name, one.value)).collect();
        assert_eq!(found, ["Light ink #17222d", "Light s1 1rem", "Dark ink #fff", "Light ink #111"]);
    }
}
