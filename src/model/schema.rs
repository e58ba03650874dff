//! The format as JSON Schemas, for editors that complete and check records while they are written.
//!
//! In: the tables of [`shapes`]. Out: schema documents (draft 2020-12) by file name. The command `sourcebook schema` writes
//! them and a test holds the committed ones against these. It never describes anything that the tables do not.

use super::shapes;
use crate::parse::{Form, Need, Shape};
use serde_json::{Map, Value, json};

/// Every schema: file name, what it is for (a glob of content files), and the document.
#[must_use]
pub fn schemas() -> Vec<(&'static str, &'static str, String)> {
    let table =
        |shape: &'static Shape| json!({"type": "object", "description": shape.doc, "additionalProperties": record(shape)});
    let all = [
        ("site.json", "content/site.yaml", record(&shapes::SITE)),
        ("program.json", "content/program.yaml", record(&shapes::PROGRAM)),
        ("sources.json", "content/sources.yaml", table(&shapes::SOURCE)),
        ("glossary.json", "content/glossary.yaml", table(&shapes::TERM)),
        ("country.json", "content/countries/*.yaml", record(&shapes::COUNTRY)),
        ("article.json", "front matter of content/articles/*.md", record(&shapes::ARTICLE)),
        ("page.json", "front matter of content/pages/*.md", record(&shapes::PAGE)),
        ("theme.json", "themes/*/theme.yaml", record(&shapes::THEME)),
    ];
    all.into_iter()
        .map(|(name, glob, schema)| {
            let mut document = Map::new();
            document.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
            document.insert("title".to_owned(), json!(format!("Sourcebook: {glob}")));
            if let Value::Object(schema) = schema {
                document.extend(schema);
            }
            let text = serde_json::to_string_pretty(&Value::Object(document)).unwrap_or_default();
            (name, glob, text + "\n")
        })
        .collect()
}

fn record(shape: &'static Shape) -> Value {
    let mut properties = Map::new();
    for field in shape.fields {
        let mut schema = form(field.form);
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(format!("{} Example: {}", field.doc, field.example)));
        }
        properties.insert(field.key.to_owned(), schema);
    }
    let required: Vec<&str> = shape.fields.iter().filter(|field| field.need == Need::Required).map(|field| field.key).collect();
    json!({
        "type": "object",
        "description": shape.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn form(form_of: Form) -> Value {
    match form_of {
        Form::Text | Form::Prose => json!({"type": ["string", "number", "boolean"]}),
        Form::Id => json!({"type": ["string", "number"], "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]*$"}),
        Form::CountryCode => json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
        // A bare year is a number to YAML.
        Form::Date => {
            json!({"type": ["string", "integer"], "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?(/(\\.\\.|\\d{4}(-\\d{2}(-\\d{2})?)?))?[~?%]?$"})
        }
        Form::Until => {
            json!({"type": ["string", "integer"], "pattern": "^\\d{4}(-\\d{2}(-\\d{2}([Tt ]\\d{2}:\\d{2}(:\\d{2})?([Zz]|[+-]\\d{2}:\\d{2}))?)?)?$"})
        }
        Form::Quantity => {
            json!({"type": ["string", "integer"], "pattern": "^(none|unknown|undisclosed|((at least|at least about|more than|up to|about) )?[\\d.,]+( (thousand|million|billion))?( to [\\d.,]+( (thousand|million|billion))?)?)$"})
        }
        Form::Money => json!({"type": "string", "pattern": "\\b[A-Z]{3}\\b"}),
        Form::Url => json!({"type": "string", "pattern": "^https?://\\S+$"}),
        Form::YesNo => json!({"enum": ["yes", "no", true, false]}),
        Form::Whole => json!({"type": "integer", "minimum": 0}),
        Form::Word(words) => {
            json!({"oneOf": words.iter().map(|(word, meaning)| json!({"const": word, "description": meaning})).collect::<Vec<_>>()})
        }
        Form::List(item) => json!({"type": "array", "items": form(*item)}),
        Form::Record(shape) => record(shape),
        Form::Table(value) => json!({"type": "object", "additionalProperties": form(*value)}),
        Form::Either(forms) => json!({"anyOf": forms.iter().map(|one| form(*one)).collect::<Vec<_>>()}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_record_is_in_its_schema() {
        for (name, _, text) in schemas() {
            let schema: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(schema["type"], "object", "{name}");
        }
        let (_, _, text) = &schemas()[4];
        let schema: Value = serde_json::from_str(text).unwrap();
        assert_eq!(schema["properties"].as_object().unwrap().len(), shapes::COUNTRY.fields.len());
        assert_eq!(schema["properties"]["events"]["items"]["properties"]["date"]["type"][0], "string");
    }
}
