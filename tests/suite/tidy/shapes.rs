//! The tables of the format hold what they say: every key is explained, and every example can be written.
//!
//! In: [`sourcebook::model::shapes`]. Out: a complaint for each key without words, each example that its own form refuses, each committed
//! schema that is old. It never has a list of keys of its own.

use super::none;
use crate::support::bless::expect_file;
use crate::support::repository;
use sourcebook::diagnose::Diagnostics;
use sourcebook::model::release::Until;
use sourcebook::model::{CountryCode, Date, Id, Money, Quantity, Url, schema, shapes};
use sourcebook::parse::{Field, Fields, Form, FromScalar, Node, Shape, Value, scalar, yaml};
use sourcebook::text::{Content, Tree};

/// The shapes that files have; all others are reached from them.
const FILES: &[&Shape] = &[
    &shapes::SITE,
    &shapes::PROGRAM,
    &shapes::SOURCE,
    &shapes::TERM,
    &shapes::COUNTRY,
    &shapes::ARTICLE,
    &shapes::PAGE,
    &shapes::THEME,
];

#[test]
fn every_key_is_explained_and_has_an_example_that_can_be_written() {
    let mut complaints = Vec::new();
    let all = all_shapes();
    assert!(all.len() > 20, "the shapes are found: {}", all.len());
    for shape in all {
        if !shape.doc.ends_with('.') {
            complaints.push(format!("{}: its explanation is no sentence", shape.name));
        }
        complaints.extend(shape.fields.iter().filter_map(|field| fault(shape, field)));
    }
    none(complaints);
}

#[test]
fn the_committed_schemas_are_those_of_the_program() {
    let differences = schema::schemas().into_iter().filter_map(|(name, _, text)| {
        let difference = expect_file(&repository("schemas").join(name), &text).err()?;
        Some(format!("schemas/{name}; `BLESS=1 cargo test` writes it anew:\n{difference}"))
    });
    none(differences.collect());
}

/// Every shape, each once.
fn all_shapes() -> Vec<&'static Shape> {
    let mut all: Vec<&'static Shape> = FILES.to_vec();
    let mut next = 0;
    while let Some(shape) = all.get(next) {
        for field in shape.fields {
            records(field.form, &mut all);
        }
        next += 1;
    }
    all
}

fn records(form: Form, all: &mut Vec<&'static Shape>) {
    match form {
        Form::Record(shape) if !all.iter().any(|known| known.name == shape.name) => all.push(shape),
        Form::List(item) | Form::Table(item) => records(*item, all),
        Form::Either(forms) => forms.iter().for_each(|form| records(*form, all)),
        _ => {}
    }
}

fn fault(shape: &Shape, field: &Field) -> Option<String> {
    let place = format!("{}, `{}`", shape.name, field.key);
    if !field.doc.ends_with('.') {
        return Some(format!("{place}: its explanation is no sentence"));
    }
    let text = format!("{}: {}\n", field.key, field.example);
    let mut tree = Tree::new();
    tree.put("example.yaml", Content::Text(text.as_str().into()));
    let read = yaml(&text, tree.get("example.yaml")?.id, 0);
    let node = read.value.as_ref().and_then(|node| node.get(field.key));
    let mut found = read.diagnostics;
    let fits = node.is_some_and(|node| fits(field.form, node, &mut found));
    let words: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    (!fits || !words.is_empty()).then(|| format!("{place}: its example `{}` cannot be written: {words:?}", field.example))
}

/// Whether the value has the form, read with the readers that the program reads it with.
fn fits(form: Form, node: &Node, found: &mut Diagnostics) -> bool {
    match form {
        Form::Text | Form::Prose => matches!(&node.value, Value::Scalar(scalar) if !scalar.text.trim().is_empty()),
        Form::Id => reads::<Id>(node),
        Form::CountryCode => reads::<CountryCode>(node),
        Form::Date => reads::<Date>(node),
        Form::Until => reads::<Until>(node),
        Form::Quantity => reads::<Quantity>(node),
        Form::Money => reads::<Money>(node),
        Form::Url => reads::<Url>(node),
        Form::YesNo => matches!(&node.value, Value::Scalar(scalar) if matches!(scalar.text.as_str(), "yes" | "no")),
        Form::Whole => matches!(&node.value, Value::Scalar(scalar) if scalar.text.parse::<u32>().is_ok()),
        Form::Word(words) => matches!(&node.value, Value::Scalar(scalar) if words.iter().any(|(word, _)| *word == scalar.text)),
        Form::List(item) => match &node.value {
            Value::List(items) => !items.is_empty() && items.iter().all(|node| fits(*item, node, found)),
            _ => false,
        },
        Form::Table(value) => match &node.value {
            Value::Map(entries) => !entries.is_empty() && entries.iter().all(|(_, node)| fits(*value, node, found)),
            _ => false,
        },
        Form::Record(shape) => {
            let Some(fields) = Fields::open(node, shape, found) else { return false };
            let given = shape.fields.iter().filter_map(|field| Some((field.form, fields.node(field.key)?)));
            given.into_iter().all(|(form, node)| fits(form, node, found))
        }
        // A form that does not fit complains to nobody.
        Form::Either(forms) => forms.iter().any(|form| {
            let mut tried = Diagnostics::new();
            fits(*form, node, &mut tried) && tried.is_empty()
        }),
    }
}

fn reads<T: FromScalar>(node: &Node) -> bool {
    scalar(node, "", &mut Diagnostics::new()).is_some_and(|(scalar, _)| T::from_scalar(&scalar.text).is_ok())
}

#[test]
fn an_example_that_cannot_be_written_is_found() {
    let field = |key, form, doc, example| Field { key, form, need: sourcebook::parse::Need::Optional, doc, example };
    let shape = Shape { name: "a thing", doc: "A thing.", fields: &[] };
    let faults = [
        field("a", Form::Date, "When.", "March"),
        field("a", Form::Date, "when", "2025-03"),
        field("a", Form::List(&Form::CountryCode), "Who.", "[RW, ZQ]"),
        field("a", Form::Record(&shapes::NOUN), "What.", "{one: country}"),
        field("a", Form::Prose, "What.", "{{ figures.asked }} countries."),
    ];
    assert!(faults.iter().all(|field| fault(&shape, field).is_some()));
    assert!(fault(&shape, &field("a", Form::Date, "When.", "2025-03")).is_none());
}
