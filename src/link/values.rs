//! Bound values and blocks: the expressions between `{{` and `}}`.
//!
//! In: every distinct expression of the report. Out: [`Evaluated`], once each, however often it is used. The expressions are
//! Tera's, over `figures`, `events`, `countries`, `lists` and `program`; they read and never do anything. Names that do not exist are
//! found before Tera runs, so that the message can point at them and offer the nearest.

// long: one language in two halves, values and blocks; what expressions can see and what they come to belong together.

use super::address::Page;
use super::figures::{self, FigureValue};
use super::held;
use super::locale::Locale;
use super::site::{Happening, Places, Standing};
use super::wording::{self, Style};
use crate::diagnose::{Code, Diagnostic, quoted};
use crate::model::program::{Amount, Figure, List, Method, Program};
use crate::model::{Country, CountryCode, Date, Id, Quantity, Report};
use crate::text::Span;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use tera::{Context, Kwargs, State, Tera};

/// What an expression comes to.
#[derive(Clone, PartialEq, Debug)]
pub enum Evaluated {
    Bound(Bound),
    Block(Block),
    /// It cannot be computed; the diagnostic has been given where it is used.
    Nothing,
}

/// A value in prose.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Bound {
    pub text: String,
    /// Where the value comes from: an address without the base path, and a place on it.
    pub to: Option<String>,
    /// The kind of a quantity (`at_least`), for the theme; empty for other values.
    pub kind: String,
    /// For a list of names: each with its own address.
    pub items: Vec<(String, String)>,
}

/// A paragraph made from the records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    Timeline { country: Option<CountryCode>, kind: Option<Id>, program_only: bool },
    Countries { list: Option<Id>, badge: Option<Id>, axis: Option<Id> },
    Figures(Vec<Id>),
    Map,
    Chart(Chart),
}

/// What a chart shows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Chart {
    /// A sum, country by country.
    Figure(Id),
    /// How many countries had each badge, month by month.
    Status,
    /// Amounts of money, by what they are and in which currency.
    Money,
}

/// What expressions are computed from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub report: &'a Report,
    pub locale: &'a Locale,
    pub events: &'a [Happening],
    pub standings: &'a BTreeMap<CountryCode, Standing>,
    pub figures: &'a [FigureValue],
    pub places: &'a Places,
}

/// The five names that expressions can use, ready for Tera.
pub struct Evaluator {
    tera: Tera,
    context: Context,
    known: Value,
}

/// What is wrong with an expression: bytes of its text, and the sentence.
#[derive(Clone, Debug)]
pub struct Wrong {
    at: std::ops::Range<usize>,
    code: Code,
    message: String,
    help: Option<String>,
    note: Option<String>,
}

impl Wrong {
    fn new(code: Code, at: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        Self { at, code, message: message.into(), help: None, note: None }
    }

    /// The diagnostic, for an expression that is written at `span`.
    #[must_use]
    pub fn diagnostic(&self, span: Span) -> Diagnostic {
        let mut found = Diagnostic::new(self.code, span.slice(self.at.start, self.at.end), self.message.clone());
        if let Some(help) = &self.help {
            found = found.help(help.clone());
        }
        if let Some(note) = &self.note {
            found = found.note(note.clone());
        }
        found
    }
}

impl Evaluator {
    #[must_use]
    pub fn new(basis: Basis<'_>) -> Self {
        let known = roots(basis);
        let mut context = Context::new();
        if let Value::Object(roots) = &known {
            for (name, value) in roots {
                context.insert(name.clone(), value);
            }
        }
        let mut tera = Tera::default();
        tera.register_filter("words", |value: tera::Value, _: Kwargs, _: &State<'_>| restyled(&value, "words"));
        tera.register_filter("bare", |value: tera::Value, _: Kwargs, _: &State<'_>| restyled(&value, "bare"));
        tera.register_filter("cap", |value: tera::Value, _: Kwargs, _: &State<'_>| capital(&value));
        tera.register_filter("nolink", |value: tera::Value, _: Kwargs, _: &State<'_>| nolink(&value));
        tera.register_filter("json_out", |value: tera::Value, _: Kwargs, _: &State<'_>| {
            serde_json::to_string(&value).map_err(tera::Error::message)
        });
        for name in ["timeline", "table", "map", "chart"] {
            tera.register_function(name, move |arguments: Kwargs, _: &State<'_>| block(name, &arguments));
        }
        // Tera's own `range` makes as many values as it is asked for, and nothing in prose needs one.
        tera.register_function("range", |_: Kwargs, _: &State<'_>| {
            Err::<tera::Value, tera::Error>(tera::Error::message("there is no block `range`"))
        });
        Self { tera, context, known }
    }

    /// Computes an expression.
    ///
    /// # Errors
    /// When it names something that is not there, or Tera cannot make sense of it.
    pub fn evaluate(&self, expression: &str, basis: Basis<'_>) -> Result<Evaluated, Wrong> {
        if let Some(at) = curly(expression) {
            let sign = expression[at..].chars().next().map_or(1, char::len_utf8);
            let wrong = Wrong::new(Code::BadExpression, at..at + sign, "curly quotation marks cannot stand here");
            return Err(Wrong { help: Some("use straight ones: `timeline(country=\"RW\")`".to_owned()), ..wrong });
        }
        self.check_filters(expression)?;
        self.check_names(expression).map_err(|wrong| embargoed(wrong, expression, basis.report))?;
        let whole = 0..expression.len();
        if expression.is_empty() || ["{{", "}}", "{%", "%}", "{#"].iter().any(|sign| expression.contains(sign)) {
            return Err(Wrong::new(Code::BadExpression, whole, "this is not an expression"));
        }
        let template = format!("{{% set value = {expression} %}}{{{{ value | json_out }}}}");
        let output = self.tera.render_str(&template, &self.context, false).map_err(|error| wrong(&error, expression))?;
        let value: Value = serde_json::from_str(&output)
            .map_err(|_| Wrong::new(Code::BadExpression, whole.clone(), "the value cannot be shown in prose"))?;
        match value.get("block").and_then(Value::as_str) {
            Some(name) => {
                let block = read_block(name, &value, basis).map_err(|refusal| refusal.pointing_into(expression));
                block.map(Evaluated::Block).map_err(|wrong| embargoed(wrong, expression, basis.report))
            }
            None => shown(&value).map(Evaluated::Bound).ok_or_else(|| {
                let wrong = Wrong::new(Code::BadExpression, whole, "this is not a single value");
                Wrong { help: Some("name one of its fields".to_owned()), ..wrong }
            }),
        }
    }

    /// Finds filters that do not exist, such as `wrods`; Tera would point at the whole expression.
    fn check_filters(&self, expression: &str) -> Result<(), Wrong> {
        const FILTERS: [&str; 4] = ["words", "bare", "cap", "nolink"];
        for path in paths(expression) {
            let Some((at, name)) = path.first().copied() else { continue };
            let is_filter =
                path.len() == 1 && expression[..at].trim_end().ends_with('|') && !expression[..at].trim_end().ends_with("||");
            if !is_filter || FILTERS.contains(&name) || self.tera_knows(name) {
                continue;
            }
            let near = crate::diagnose::nearest(name, FILTERS).map(|near| format!("did you mean {}?", quoted(near)));
            let wrong = Wrong::new(Code::BadExpression, at..at + name.len(), format!("there is no filter {}", quoted(name)));
            let help = near.unwrap_or_else(|| "the filters are `words`, `bare`, `cap` and `nolink`".to_owned());
            return Err(Wrong { help: Some(help), ..wrong });
        }
        Ok(())
    }

    /// Whether Tera has a filter of its own with this name, such as `default` or `upper`.
    fn tera_knows(&self, name: &str) -> bool {
        let trial = self.tera.render_str(&format!("{{{{ \"\" | {name} }}}}"), &Context::new(), false);
        !trial.is_err_and(|error| error.to_string().contains("Unknown filter"))
    }

    /// Finds `figures.askd` and the like.
    fn check_names(&self, expression: &str) -> Result<(), Wrong> {
        for path in paths(expression) {
            let mut here = &self.known;
            let mut so_far = String::new();
            for (depth, (at, name)) in path.iter().enumerate() {
                let Value::Object(fields) = here else { break };
                let Some(next) = fields.get(*name) else {
                    // A single name may be a filter, a block or the name of an argument.
                    if depth == 0 && path.len() == 1 && !is_alone(expression, *at, name) {
                        break;
                    }
                    let wrong = unknown(path[0].1, depth, &so_far, name, *at, fields);
                    return Err(if depth == 0 { self.with_owner(wrong, name) } else { wrong });
                };
                if !so_far.is_empty() {
                    so_far.push('.');
                }
                so_far.push_str(name);
                here = next;
            }
        }
        Ok(())
    }
}

impl Evaluator {
    /// Offers `figures.asked` for `asked`.
    fn with_owner(&self, wrong: Wrong, name: &str) -> Wrong {
        let owners = ["figures", "lists", "events", "countries"].into_iter();
        let owner = owners.into_iter().find(|root| self.known.get(root).and_then(|fields| fields.get(name)).is_some());
        match owner {
            Some(owner) => Wrong { help: Some(format!("did you mean `{owner}.{name}`?")), note: None, ..wrong },
            None => wrong,
        }
    }
}

/// What is missing because it is held back is no misspelling.
fn embargoed(wrong: Wrong, expression: &str, report: &Report) -> Wrong {
    let name = expression.get(wrong.at.clone()).map(|name| name.trim_matches(['"', '\'']));
    match name.and_then(|name| Some((name, report.held(name)?))) {
        Some((name, held)) if matches!(wrong.code, Code::UnknownEvent | Code::UnknownCountry) => {
            let help = Some(held::HELP.to_owned());
            Wrong { help, ..Wrong::new(Code::Embargoed, wrong.at, held::message(name, held)) }
        }
        _ => wrong,
    }
}

/// Whether a single name stands for a value: nothing makes it a filter, a call, an argument or one of Tera's own words.
fn is_alone(expression: &str, at: usize, name: &str) -> bool {
    let (before, after) = (expression[..at].trim_end(), expression[at + name.len()..].trim_start());
    let is_argument = after.starts_with('=') && !after.starts_with("==");
    let is_word = matches!(
        name,
        "and" | "or" | "not" | "in" | "is" | "if" | "else" | "true" | "false" | "none" | "True" | "False" | "None"
    );
    // After a word such as `is` comes the name of a test.
    let is_test = before.ends_with(" is") || before.ends_with(" not");
    !(is_argument
        || is_word
        || is_test
        || before.ends_with('|')
        || before.ends_with('.')
        || after.starts_with('(')
        || after.starts_with('.'))
}

/// The first typographic quotation mark outside a string, as word processors paste them.
fn curly(expression: &str) -> Option<usize> {
    let mut string = None;
    for (at, c) in expression.char_indices() {
        match string {
            Some(quote) if c == quote => string = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => string = Some(c),
            None if matches!(c, '“' | '”' | '‘' | '’' | '„' | '«' | '»') => return Some(at),
            None => {}
        }
    }
    None
}

/// The names of an expression that are joined by dots, each with its offset; strings in quotation marks are passed over.
fn paths(expression: &str) -> Vec<Vec<(usize, &str)>> {
    let bytes = expression.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        if matches!(bytes[at], b'"' | b'\'' | b'`') {
            let quote = bytes[at];
            at += 1;
            while at < bytes.len() && bytes[at] != quote {
                at += 1;
            }
            at += 1;
            continue;
        }
        if !is_name(bytes[at]) || bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let mut path = Vec::new();
        loop {
            let start = at;
            while at < bytes.len() && is_name(bytes[at]) {
                at += 1;
            }
            path.push((start, &expression[start..at]));
            if at + 1 < bytes.len() && bytes[at] == b'.' && is_name(bytes[at + 1]) {
                at += 1;
            } else {
                break;
            }
        }
        found.push(path);
    }
    found
}

fn unknown(root: &str, depth: usize, so_far: &str, name: &str, at: usize, fields: &Map<String, Value>) -> Wrong {
    let (code, what) = match (root, depth) {
        (_, 0) => (Code::BadExpression, ""),
        ("figures", 1) => (Code::UnknownFigure, "figure"),
        ("events", 1) => (Code::UnknownEvent, "event"),
        ("countries", 1) => (Code::UnknownCountry, "record for the country"),
        ("lists", 1) => (Code::UnknownList, "list"),
        _ => (Code::UnknownField, "field"),
    };
    let message = match code {
        Code::UnknownField => format!("{} has no field {}", quoted(so_far), quoted(name)),
        Code::BadExpression => format!("there is nothing called {}", quoted(name)),
        _ => format!("there is no {what} {}", quoted(name)),
    };
    let shown: Vec<&str> = fields.keys().map(String::as_str).filter(|key| !HIDDEN.contains(key)).collect();
    let help = crate::diagnose::nearest(name, shown.iter().copied()).map(|near| format!("did you mean {}?", quoted(near)));
    let all = || crate::diagnose::and(&shown.iter().map(|key| quoted(key)).collect::<Vec<_>>());
    let note = match code {
        _ if help.is_some() => None,
        Code::UnknownField => Some(format!("its fields are {}", all())),
        Code::BadExpression => Some(format!("values come from {}", all())),
        _ => None,
    };
    Wrong { help, note, ..Wrong::new(code, at..at + name.len(), message) }
}

fn wrong(error: &tera::Error, expression: &str) -> Wrong {
    let message = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => report.message().to_owned(),
        other => other.to_string(),
    };
    let line = message.lines().next().unwrap_or("").trim_start_matches("error: ").trim();
    // The expression is computed inside a tag of its own, whose end is nothing that an editor has written.
    let line = line.replace("Found `%}` but expected", "something is missing at its end:");
    let line = wording::lower(line.trim_end_matches('.'));
    let code =
        if expression.trim_end().ends_with(')') && !expression.contains('|') { Code::BadBlock } else { Code::BadExpression };
    let wrong = Wrong::new(code, 0..expression.len(), format!("this cannot be computed: {line}"));
    let help = match code {
        Code::BadBlock => "the blocks are `timeline()`, `table()`, `map()` and `chart()`",
        _ => "expressions look like `figures.asked`, with the filters `words`, `bare`, `cap` and `nolink`",
    };
    Wrong { help: Some(help.to_owned()), ..wrong }
}

// ── what expressions can see ─────────────────────────────────────────────────────────────────────────────────────────

/// Fields that carry a value and are not named in messages.
const HIDDEN: &[&str] = &["text", "to", "kind_of", "words", "bare", "items", "shown"];

fn roots(basis: Basis<'_>) -> Value {
    let program = &basis.report.program;
    let figures = program
        .figures
        .iter()
        .zip(basis.figures)
        .map(|(figure, value)| (figure.id.value.to_string(), figure_value(figure, value, basis.locale)));
    let events = basis
        .report
        .events()
        .map(|(home, event)| (event.id.value.to_string(), event_value(home.map(|home| &**home), event, basis)));
    let countries = basis.report.countries.iter().map(|country| (country.code.value.to_string(), country_value(country, basis)));
    let lists = program.lists.iter().map(|list| (list.id.value.to_string(), list_value(list, basis)));
    json!({
        "figures": Value::Object(figures.collect()),
        "events": Value::Object(events.collect()),
        "countries": Value::Object(countries.collect()),
        "lists": Value::Object(lists.collect()),
        "program": {
            "shown": true, "text": program.title, "to": "/",
            "title": text(&program.title, "/"),
            "question": text(&program.question, "/"),
            "since": date(program.since.value, "/", basis.locale),
            "checked": program.checked.as_ref().map(|checked| date(checked.value, "/", basis.locale)),
            "records": number(Quantity::Exact(basis.report.countries.len() as u64), "/countries/", basis.locale),
        },
    })
}

fn figure_value(figure: &Figure, value: &FigureValue, locale: &Locale) -> Value {
    let to = format!("/figures/#{}", figure.id.value);
    let mut fields = amount(value.amount, &to, locale);
    fields.insert("label".to_owned(), text(&figure.label, &to));
    for (name, day) in [("as_of", value.as_of), ("oldest", value.oldest)] {
        if let Some(day) = day {
            fields.insert(name.to_owned(), date(day, &to, locale));
        }
    }
    Value::Object(fields)
}

fn event_value(home: Option<&Country>, event: &crate::model::Event, basis: Basis<'_>) -> Value {
    let page = home.map_or(Page::Timeline, |home| Page::Country(home.code.value));
    let address = basis.places.address(&page).map_or("/timeline/", |address| address.as_str());
    // On an earlier day the page is there and the event is not.
    let is_known = basis.events.iter().any(|known| known.event.id.value == event.id.value);
    let to = if is_known { format!("{address}#{}", event.id.value) } else { address.to_owned() };
    let Value::Object(mut fields) = date(event.date.value, &to, basis.locale) else { return Value::Null };
    fields.insert("date".to_owned(), date(event.date.value, &to, basis.locale));
    let kind = basis.report.program.kind(event.kind.value.as_str());
    fields.insert("kind".to_owned(), text(kind.map_or("", |kind| kind.label.as_str()), &to));
    if let Some(reported) = &event.reported {
        fields.insert("reported".to_owned(), date(reported.value, &to, basis.locale));
    }
    if let Some(people) = &event.people {
        fields.insert("people".to_owned(), number(figures::people(people), &to, basis.locale));
    }
    if let Some(money) = event.amount.as_ref().and_then(figures::money) {
        fields.insert("amount".to_owned(), Value::Object(amount(Amount::Money(money), &to, basis.locale)));
    }
    if let Some(home) = home {
        fields.insert("country".to_owned(), text(&home.name.value, address));
    }
    Value::Object(fields)
}

fn country_value(country: &Country, basis: Basis<'_>) -> Value {
    let program = &basis.report.program;
    let code = country.code.value;
    let to = basis.places.address(&Page::Country(code)).map_or_else(String::new, ToString::to_string);
    let Value::Object(mut fields) = text(&country.name.value, &to) else { return Value::Null };
    fields.insert("name".to_owned(), text(&country.name.value, &to));
    fields.insert("region".to_owned(), text(basis.locale.region(&country.region), &to));
    let Some(standing) = basis.standings.get(&code) else { return Value::Object(fields) };
    let badge = standing.badge.map_or(basis.locale.word("status_none"), |badge| program.badges[badge].label.as_str());
    fields.insert("status".to_owned(), text(badge, &to));
    for status in &standing.axes {
        let axis = &program.axes[status.axis];
        let label = status.state().map_or(basis.locale.word("not_known"), |state| axis.states[state].label.as_str());
        let Value::Object(mut state) = text(label, &to) else { continue };
        let since = match status.since() {
            Some(step) => date(basis.events[step.event].event.date.value.beginning(), &to, basis.locale),
            None => text(basis.locale.word("date_unknown"), &to),
        };
        state.insert("since".to_owned(), since);
        fields.insert(axis.id.value.to_string(), Value::Object(state));
    }
    Value::Object(fields)
}

fn list_value(list: &List, basis: Basis<'_>) -> Value {
    let to = format!("/figures/#{}", list.id.value);
    let mut fields = amount(Amount::Number(list.total.value), &to, basis.locale);
    let named = list.members.len() as u64;
    fields.insert("total".to_owned(), number(list.total.value, &to, basis.locale));
    fields.insert("named".to_owned(), number(Quantity::Exact(named), &to, basis.locale));
    fields.insert("label".to_owned(), text(&list.label, &to));
    fields.insert("unnamed".to_owned(), number(unnamed(list), &to, basis.locale));
    if let Some(as_of) = list.as_of {
        fields.insert("as_of".to_owned(), date(as_of, &to, basis.locale));
    }
    let members: Vec<(&str, String)> = list
        .members
        .iter()
        .filter_map(|member| {
            let country = basis.report.countries.iter().find(|country| country.code.value == member.value)?;
            Some((country.name.value.as_str(), basis.places.address(&Page::Country(member.value))?.to_string()))
        })
        .collect();
    let names: Vec<String> = members.iter().map(|(name, _)| (*name).to_owned()).collect();
    let items: Vec<Value> = members.iter().map(|(name, to)| json!([name, to])).collect();
    let all = if names.is_empty() { basis.locale.word("none").to_owned() } else { basis.locale.and(&names) };
    fields.insert("members".to_owned(), json!({"shown": true, "text": all, "to": to, "items": items}));
    Value::Object(fields)
}

/// How many members of a list cannot be named.
#[must_use]
pub fn unnamed(list: &List) -> Quantity {
    let named = list.members.len() as u64;
    let less = |number: u64| number.saturating_sub(named);
    match list.total.value {
        Quantity::Exact(total) => Quantity::Exact(less(total)),
        Quantity::About(total) => Quantity::About(less(total)),
        Quantity::AtLeast(total) => Quantity::AtLeast(less(total)),
        Quantity::MoreThan(total) => Quantity::MoreThan(less(total)),
        Quantity::Between(low, high) => Quantity::Between(less(low), less(high)),
        Quantity::AtLeastAbout(total) => Quantity::AtLeastAbout(less(total)),
        Quantity::BetweenAbout(low, high) => Quantity::BetweenAbout(less(low), less(high)),
        Quantity::UpTo(_) | Quantity::None | Quantity::Unknown | Quantity::Undisclosed => Quantity::Unknown,
    }
}

fn text(words: &str, to: &str) -> Value {
    json!({"shown": true, "text": words, "to": to})
}

fn date(date: Date, to: &str, locale: &Locale) -> Value {
    json!({"shown": true, "text": locale.date(date), "to": to, "year": date.start().year().to_string()})
}

fn number(quantity: Quantity, to: &str, locale: &Locale) -> Value {
    Value::Object(amount(Amount::Number(quantity), to, locale))
}

fn amount(value: Amount, to: &str, locale: &Locale) -> Map<String, Value> {
    let quantity = match value {
        Amount::Number(quantity) => quantity,
        Amount::Money(money) => money.quantity,
    };
    let fields = json!({
        "shown": true,
        "text": locale.amount(value, Style::Digits),
        "words": locale.amount(value, Style::Words),
        "bare": locale.amount(value, Style::Bare),
        "to": to,
        "kind_of": quantity.kind(),
        "low": quantity.low(),
        "high": quantity.high(),
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

// ── filters ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The value with its text in another style, when it is a number.
fn restyled(value: &tera::Value, style: &str) -> tera::TeraResult<tera::Value> {
    match field(value, style) {
        Some(text) => Ok(with(value, "text", &text)),
        None => Err(tera::Error::message(format!("`{style}` needs a number"))),
    }
}

fn capital(value: &tera::Value) -> tera::TeraResult<tera::Value> {
    if let Some(text) = value.as_str() {
        return Ok(tera::Value::from(wording::capital(text)));
    }
    match field(value, "text") {
        Some(text) => Ok(with(value, "text", &wording::capital(&text))),
        None => Err(tera::Error::message("`cap` needs a text")),
    }
}

fn nolink(value: &tera::Value) -> tera::TeraResult<tera::Value> {
    let Some(map) = value.as_map() else { return Ok(value.clone()) };
    let mut map = map.clone();
    map.retain(|key, _| !matches!(key.as_str(), Some("to" | "items")));
    Ok(tera::Value::from(map))
}

fn field(value: &tera::Value, name: &str) -> Option<String> {
    let map = value.as_map()?;
    map.iter().find(|(key, _)| key.as_str() == Some(name)).and_then(|(_, value)| value.as_str()).map(str::to_owned)
}

fn with(value: &tera::Value, name: &str, text: &str) -> tera::Value {
    let mut map = value.as_map().cloned().unwrap_or_default();
    for (key, value) in &mut map {
        if key.as_str() == Some(name) {
            *value = tera::Value::from(text.to_owned());
        }
    }
    tera::Value::from(map)
}

fn shown(value: &Value) -> Option<Bound> {
    match value {
        Value::String(text) => Some(Bound { text: text.clone(), ..Bound::default() }),
        Value::Number(number) => Some(Bound { text: number.to_string(), ..Bound::default() }),
        Value::Object(fields) if fields.get("shown") == Some(&Value::Bool(true)) => {
            let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
            let items = fields.get("items").and_then(Value::as_array).into_iter().flatten();
            Some(Bound {
                text: text("text")?,
                to: text("to").filter(|to| !to.is_empty()),
                kind: text("kind_of").unwrap_or_default(),
                items: items
                    .filter_map(|item| Some((item.get(0)?.as_str()?.to_owned(), item.get(1)?.as_str()?.to_owned())))
                    .collect(),
            })
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

// ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What Tera gets back from `timeline(country="RW")`: the call itself, as a map.
fn block(name: &str, arguments: &Kwargs) -> tera::TeraResult<tera::Value> {
    let mut call = Map::new();
    call.insert("block".to_owned(), json!(name));
    for (key, value) in arguments.iter() {
        let key = key.as_str().unwrap_or("").to_owned();
        call.insert(key, serde_json::to_value(value).map_err(tera::Error::message)?);
    }
    Ok(tera::Value::from_serializable(&Value::Object(call)))
}

/// Why a block cannot be made, and the word of the call that is at fault.
struct Refusal {
    code: Code,
    message: String,
    word: Option<String>,
    help: Option<String>,
}

impl From<String> for Refusal {
    fn from(message: String) -> Self {
        Self { code: Code::BadBlock, message, word: None, help: None }
    }
}

impl Refusal {
    fn unknown(code: Code, what: &str, id: &str, known: &[&str]) -> Self {
        let help = crate::diagnose::nearest(id, known.iter().copied()).map(|near| format!("did you mean {}?", quoted(near)));
        Self { code, message: format!("there is no {what} {}", quoted(id)), word: Some(id.to_owned()), help }
    }

    /// Offers the code of a country that is called by its name.
    fn or_code(self, written: &str) -> Self {
        match crate::model::territory::guess(written) {
            Some(territory) if self.help.is_none() => Self { help: Some(format!("write `{}`", territory.code)), ..self },
            _ => self,
        }
    }

    fn pointing_into(self, expression: &str) -> Wrong {
        let at = self.word.and_then(|word| {
            let start = expression.find(&format!("\"{word}\"")).or_else(|| expression.find(&format!("'{word}'")))? + 1;
            Some(start..start + word.len())
        });
        Wrong { help: self.help, ..Wrong::new(self.code, at.unwrap_or(0..expression.len()), self.message) }
    }
}

/// Whether a call is asked only for what its block can show, each in its form.
fn check_arguments(name: &str, call: &Value) -> Result<(), Refusal> {
    let allowed: &[&str] = match name {
        "timeline" => &["country", "kind", "scope"],
        "table" => &["list", "badge", "axis", "figures"],
        "chart" => &["figure", "show"],
        _ => &[],
    };
    for key in call.as_object().into_iter().flat_map(Map::keys).filter(|key| *key != "block") {
        if !allowed.contains(&key.as_str()) {
            let words: Vec<String> = allowed.iter().map(|word| quoted(word)).collect();
            return Err(Refusal::from(if words.is_empty() {
                format!("`{name}()` cannot be asked for anything, but `{key}` is given")
            } else {
                format!("`{name}()` cannot be asked for `{key}`, only for {}", crate::diagnose::or(&words))
            }));
        }
    }
    for (key, value) in call.as_object().into_iter().flatten().filter(|(key, _)| *key != "block") {
        match (key.as_str(), value) {
            ("figures", Value::Array(ids)) if !ids.is_empty() && ids.iter().all(Value::is_string) => {}
            ("figures", _) => return Err("`figures` is a list of ids: `figures=[\"asked\", \"agreed\"]`".to_owned().into()),
            (_, Value::String(_)) => {}
            _ => return Err(format!("`{key}` is a text in quotation marks: `{key}=\"…\"`").into()),
        }
    }
    Ok(())
}

fn read_block(name: &str, call: &Value, basis: Basis<'_>) -> Result<Block, Refusal> {
    check_arguments(name, call)?;
    let program = &basis.report.program;
    let word = |key: &str| call.get(key).and_then(Value::as_str);
    let known = |key: &str, what: &str, code: Code, all: Vec<&str>| match word(key) {
        None => Ok(None),
        Some(id) if all.contains(&id) => Ok(Id::new(id)),
        Some(id) => Err(Refusal::unknown(code, what, id, &all)),
    };
    let figures = || program.figures.iter().map(|figure| figure.id.value.as_str()).collect::<Vec<_>>();
    match name {
        "timeline" => {
            let codes: Vec<&str> = basis.report.countries.iter().map(|country| country.code.value.as_str()).collect();
            let country = match word("country") {
                None => None,
                Some(code) => Some(
                    CountryCode::new(code)
                        .filter(|code| basis.standings.contains_key(code))
                        .ok_or_else(|| Refusal::unknown(Code::UnknownCountry, "record for", code, &codes).or_code(code))?,
                ),
            };
            let kind = known(
                "kind",
                "kind of event",
                Code::UnknownKind,
                program.kinds.iter().map(|kind| kind.id.value.as_str()).collect(),
            )?;
            let program_only = match word("scope") {
                None => false,
                Some("program") => true,
                Some(other) => return Err(format!("`scope` is `program` or left out, not {}", quoted(other)).into()),
            };
            Ok(Block::Timeline { country, kind, program_only })
        }
        "table" => {
            if let Some(ids) = call.get("figures").and_then(Value::as_array) {
                let ids: Vec<&str> = ids.iter().filter_map(Value::as_str).collect();
                if let Some(id) = ids.iter().find(|id| program.figure(id).is_none()) {
                    return Err(Refusal::unknown(Code::UnknownFigure, "figure", id, &figures()));
                }
                return Ok(Block::Figures(ids.into_iter().filter_map(Id::new).collect()));
            }
            Ok(Block::Countries {
                list: known(
                    "list",
                    "list",
                    Code::UnknownList,
                    program.lists.iter().map(|list| list.id.value.as_str()).collect(),
                )?,
                badge: known(
                    "badge",
                    "badge",
                    Code::UnknownBadge,
                    program.badges.iter().map(|badge| badge.id.value.as_str()).collect(),
                )?,
                axis: known(
                    "axis",
                    "axis",
                    Code::UnknownState,
                    program.axes.iter().map(|axis| axis.id.value.as_str()).collect(),
                )?,
            })
        }
        "chart" => {
            let figure = known("figure", "figure", Code::UnknownFigure, figures())?;
            read_chart(figure, word("show"), program).map(Block::Chart)
        }
        _ => Ok(Block::Map),
    }
}

fn read_chart(figure: Option<Id>, show: Option<&str>, program: &Program) -> Result<Chart, Refusal> {
    let is_sum = |id: &Id| program.figure(id.as_str()).is_some_and(|figure| matches!(figure.method, Method::Sum(..)));
    match (figure, show) {
        (Some(id), None) if is_sum(&id) => Ok(Chart::Figure(id)),
        (Some(id), None) => Err(format!("`{id}` is no sum, so it has no share for each country that a chart could show").into()),
        (None, Some("status")) => Ok(Chart::Status),
        (None, Some("money")) => Ok(Chart::Money),
        (None, Some(other)) => Err(format!("`show` is `status` or `money`, not {}", quoted(other)).into()),
        (Some(_), Some(_)) => {
            Err("`chart()` shows a figure or something else, not both: leave `figure` or `show` out".to_owned().into())
        }
        (None, None) => Err("`chart()` needs to be told what to show: `chart(figure=\"received\")` or `chart(show=\"status\")`"
            .to_owned()
            .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_outside_strings() {
        let found = paths("figures.asked | default(value=\"events.no\") + lists.a.b");
        let names: Vec<Vec<&str>> = found.iter().map(|path| path.iter().map(|(_, name)| *name).collect()).collect();
        assert_eq!(names, [vec!["figures", "asked"], vec!["default"], vec!["value"], vec!["lists", "a", "b"]]);
        assert_eq!(found[0][1].0, 8);
    }
}
