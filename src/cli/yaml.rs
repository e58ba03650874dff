//! Texts as YAML, for files that a person will go on to edit.
//!
//! In: a text of one line. Out: the same as a YAML scalar that reads back as that text. It never writes a file.

/// A text as YAML: plain where it can be, in quotation marks where it must.
pub fn yaml_text(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '.' | ',' | '-' | '(' | ')');
    let is_word = matches!(text.to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    let begins = text.starts_with(char::is_alphabetic);
    if begins && !is_word && !text.ends_with(' ') && text.chars().all(is_plain) { text.to_owned() } else { yaml_quoted(text) }
}

/// A text as YAML in quotation marks. JSON's are YAML's, too.
pub fn yaml_quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_yaml() {
        assert_eq!(yaml_text("The New York Times (copy)"), "The New York Times (copy)");
        assert_eq!(yaml_text("no"), "\"no\"");
        assert_eq!(yaml_text("A: b"), "\"A: b\"");
        assert_eq!(yaml_text("say \"no\""), "\"say \\\"no\\\"\"");
        assert_eq!(yaml_text("2025"), "\"2025\"");
        assert_eq!(yaml_text("- a"), "\"- a\"");
    }
}
