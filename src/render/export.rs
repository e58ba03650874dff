//! The records as data files.
//!
//! In: the site. Out: CSV by RFC 4180 and JSON, with a dictionary of every column. Bounds, kinds and precisions have columns of their
//! own, so that no spreadsheet has to guess. It never writes a month as a day, nor an unknown number as zero, nor a cell that a
//! spreadsheet would run as a formula.

use super::frame::Frame;
use crate::link::{Download, Locale, wording};
use crate::model::evidence::{Claims, SourceUse, Stated};
use crate::model::program::{Amount, Method};
use crate::model::{Date, Quantity};
use serde_json::{Map, Value, json};

/// One column: how it is called and what its values are. What they mean is among the words of the theme.
pub struct Column {
    pub name: &'static str,
    pub kind: &'static str,
}

const fn column(name: &'static str, kind: &'static str) -> Column {
    Column { name, kind }
}

const COUNTRIES: &[Column] = &[
    column("code", "string"),
    column("name", "string"),
    column("region", "string"),
    column("subregion", "string"),
    column("badge", "string"),
    column("badge_label", "string"),
    column("axis", "string"),
    column("state", "string"),
    column("state_label", "string"),
    column("since", "EDTF date"),
    column("event", "string"),
    column("url", "URL"),
];

const EVENTS: &[Column] = &[
    column("id", "string"),
    column("country", "string"),
    column("countries", "list of codes"),
    column("date", "EDTF date"),
    column("date_earliest", "date"),
    column("date_latest", "date"),
    column("reported", "EDTF date"),
    column("kind", "string"),
    column("kind_label", "string"),
    column("summary", "string"),
    column("people", "string"),
    column("people_in_scope", "string"),
    column("people_low", "integer"),
    column("people_high", "integer"),
    column("people_kind", "string"),
    column("amount", "string"),
    column("amount_low", "integer"),
    column("amount_high", "integer"),
    column("currency", "string"),
    column("money_kind", "string"),
    column("running_total", "boolean"),
    column("sources", "list of ids"),
    column("url", "URL"),
];

const ARRANGEMENTS: &[Column] = &[
    column("id", "string"),
    column("country", "string"),
    column("title", "string"),
    column("form", "string"),
    column("signed", "EDTF date"),
    column("announced", "EDTF date"),
    column("ended", "EDTF date"),
    column("ceiling", "string"),
    column("amount", "string"),
    column("sources", "list of ids"),
];

const CLAIMS: &[Column] = &[
    column("record", "string"),
    column("country", "string"),
    column("field", "string"),
    column("value", "string"),
    column("value_low", "integer"),
    column("value_high", "integer"),
    column("value_kind", "string"),
    column("rank", "string"),
    column("reason", "string"),
    column("retracted_on", "EDTF date"),
    column("by", "string"),
    column("as_of", "EDTF date"),
    column("checked_on", "EDTF date"),
    column("note", "string"),
    column("sources", "list of ids"),
];

const SOURCES: &[Column] = &[
    column("id", "string"),
    column("title", "string"),
    column("publisher", "string"),
    column("authors", "list"),
    column("published", "EDTF date"),
    column("url", "URL"),
    column("archive", "URL"),
    column("kind", "string"),
    column("origin", "string"),
    column("state", "string"),
    column("retracted_on", "EDTF date"),
    column("language", "string"),
    column("note", "string"),
];

const FIGURES: &[Column] = &[
    column("id", "string"),
    column("label", "string"),
    column("value", "string"),
    column("value_low", "integer"),
    column("value_high", "integer"),
    column("value_kind", "string"),
    column("unit", "string"),
    column("method", "string"),
    column("as_of", "EDTF date"),
    column("oldest_input", "EDTF date"),
    column("sources", "list of ids"),
];

const DICTIONARY: &[Column] =
    &[column("file", "string"), column("column", "string"), column("type", "string"), column("description", "string")];

/// The columns of a file; none for JSON.
#[must_use]
pub fn columns(download: Download) -> &'static [Column] {
    match download {
        Download::Countries => COUNTRIES,
        Download::Events => EVENTS,
        Download::Arrangements => ARRANGEMENTS,
        Download::Claims => CLAIMS,
        Download::Sources => SOURCES,
        Download::Figures => FIGURES,
        Download::Dictionary => DICTIONARY,
        Download::Report => &[],
    }
}

/// What the values of a column of a file mean, in the language of the report.
#[must_use]
pub fn meaning(download: Download, column: &Column, frame: Frame<'_>) -> String {
    frame.theme.word(&format!("column_{}_{}", key(download), column.name)).to_owned()
}

/// What a file is called where words about it are asked for.
#[must_use]
pub fn key(download: Download) -> &'static str {
    match download {
        Download::Countries => "countries",
        Download::Events => "events",
        Download::Arrangements => "arrangements",
        Download::Claims => "claims",
        Download::Sources => "sources",
        Download::Figures => "figures",
        Download::Report => "report",
        Download::Dictionary => "dictionary",
    }
}

/// A data file.
pub struct Exported {
    pub bytes: Vec<u8>,
    /// `None` for JSON.
    pub rows: Option<usize>,
}

/// Makes a data file.
#[must_use]
pub fn exported(download: Download, frame: Frame<'_>) -> Exported {
    if download == Download::Report {
        return Exported { bytes: report(frame), rows: None };
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(columns(download).iter().map(|column| column.name));
    let table = table(download, frame);
    for row in &table {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    Exported { bytes: writer.into_inner().unwrap_or_default(), rows: Some(table.len()) }
}

/// A cell that begins as a formula would is given an apostrophe, as OWASP advises, so that no spreadsheet runs it.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

fn report(frame: Frame<'_>) -> Vec<u8> {
    let settings = &frame.site.report.settings;
    let mut document = Map::new();
    document.insert("title".to_owned(), json!(settings.title));
    document.insert("url".to_owned(), json!(frame.absolute(frame.base_path())));
    document.insert("licence".to_owned(), json!(settings.licence.as_ref().map(|licence| &licence.name)));
    document.insert("checked".to_owned(), json!(frame.site.report.program.checked.as_ref().map(|date| date.value.to_string())));
    document.insert("as_of".to_owned(), json!(frame.site.as_of.map(|date| date.to_string())));
    for download in Download::ALL.into_iter().filter(|one| !matches!(one, Download::Report | Download::Dictionary)) {
        let names = columns(download);
        let rows: Vec<Value> = table(download, frame)
            .into_iter()
            .map(|row| {
                Value::Object(names.iter().zip(row).map(|(column, cell)| (column.name.to_owned(), typed(column, cell))).collect())
            })
            .collect();
        document.insert(download.file_name().trim_end_matches(".csv").to_owned(), Value::Array(rows));
    }
    serde_json::to_vec_pretty(&Value::Object(document)).unwrap_or_default()
}

fn typed(column: &Column, cell: String) -> Value {
    match column.kind {
        _ if cell.is_empty() => Value::Null,
        "integer" => cell.parse::<u64>().map_or(Value::Null, Value::from),
        "boolean" => Value::Bool(cell == "true"),
        kind if kind.starts_with("list") => cell.split(';').map(Value::from).collect(),
        _ => Value::from(cell),
    }
}

fn table(download: Download, frame: Frame<'_>) -> Vec<Vec<String>> {
    match download {
        Download::Countries => countries(frame),
        Download::Events => (0..frame.site.events.len()).map(|at| event(at, frame)).collect(),
        Download::Arrangements => arrangements(frame),
        Download::Claims => claims(frame),
        Download::Sources => sources(frame),
        Download::Figures => figures(frame),
        Download::Dictionary => Download::ALL
            .iter()
            .flat_map(|file| columns(*file).iter().map(move |one| (*file, one)))
            .map(|(file, one)| {
                vec![file.file_name().to_owned(), one.name.to_owned(), one.kind.to_owned(), meaning(file, one, frame)]
            })
            .collect(),
        Download::Report => Vec::new(),
    }
}

fn countries(frame: Frame<'_>) -> Vec<Vec<String>> {
    let program = &frame.site.report.program;
    let mut rows = Vec::new();
    for country in &frame.site.report.countries {
        let code = country.code.value;
        let Some(standing) = frame.site.standing(code) else { continue };
        let badge = standing.badge.map(|at| &program.badges[at]);
        for status in &standing.axes {
            let axis = &program.axes[status.axis];
            let state = status.state().and_then(|state| axis.states.get(state));
            let event = status.since().map(|step| &frame.site.events[step.event].event);
            rows.push(vec![
                code.to_string(),
                country.name.value.clone(),
                country.region.clone(),
                country.subregion.clone(),
                badge.map_or_else(String::new, |badge| badge.id.value.to_string()),
                badge.map_or_else(String::new, |badge| badge.label.clone()),
                axis.id.value.to_string(),
                state.map_or_else(String::new, |state| state.id.value.to_string()),
                state.map_or_else(String::new, |state| state.label.clone()),
                event.map_or_else(String::new, |event| event.date.value.to_string()),
                event.map_or_else(String::new, |event| event.id.value.to_string()),
                frame.absolute(&frame.country_url(code)),
            ]);
        }
    }
    rows
}

fn event(at: usize, frame: Frame<'_>) -> Vec<String> {
    let happening = &frame.site.events[at];
    let event = &happening.event;
    let kind = frame.site.report.program.kind(event.kind.value.as_str());
    let people = event.people.as_ref().map(|claims| (crate::link::people(claims), claims.is_disputed()));
    let people_kind =
        |(quantity, disputed): (Quantity, bool)| if disputed { "disputed".to_owned() } else { quantity.kind().to_owned() };
    let money = event.amount.as_ref().and_then(crate::link::money);
    let codes: Vec<String> = event.countries.iter().map(|code| code.value.to_string()).collect();
    vec![
        event.id.value.to_string(),
        happening.home.map_or_else(String::new, |code| code.to_string()),
        codes.join(";"),
        event.date.value.to_string(),
        event.date.value.earliest().to_string(),
        if event.date.value.is_open() { String::new() } else { event.date.value.latest().to_string() },
        date(event.reported.as_ref().map(|date| date.value)),
        event.kind.value.to_string(),
        kind.map_or_else(String::new, |kind| kind.label.clone()),
        frame.event_plain(at).to_owned(),
        people.map_or_else(String::new, |(quantity, _)| quantity.to_string()),
        event.in_scope.as_ref().map_or_else(String::new, |claims| crate::link::people(claims).to_string()),
        people.and_then(|(quantity, _)| quantity.low()).map_or_else(String::new, |low| low.to_string()),
        people.and_then(|(quantity, _)| quantity.high()).map_or_else(String::new, |high| high.to_string()),
        people.map_or_else(String::new, people_kind),
        money.map_or_else(String::new, |money| in_words(Amount::Money(money))),
        money.and_then(|money| money.quantity.low()).map_or_else(String::new, |low| low.to_string()),
        money.and_then(|money| money.quantity.high()).map_or_else(String::new, |high| high.to_string()),
        money.map_or_else(String::new, |money| money.currency.letters().to_owned()),
        money.and_then(|money| money.standing).map_or_else(String::new, |standing| standing.word().to_owned()),
        event.running.to_string(),
        ids(&event.sources),
        frame.absolute(&frame.event_url(at)),
    ]
}

fn arrangements(frame: Frame<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for country in &frame.site.report.countries {
        for one in &country.arrangements {
            rows.push(vec![
                one.id.value.to_string(),
                country.code.value.to_string(),
                one.title.clone().unwrap_or_default(),
                one.form.to_owned(),
                date(one.signed.as_ref().and_then(Claims::first)),
                date(one.announced.as_ref().and_then(Claims::first)),
                date(one.ended.as_ref().and_then(Claims::first)),
                one.ceiling.as_ref().map_or_else(String::new, |claims| crate::link::people(claims).to_string()),
                one.amount.as_ref().and_then(crate::link::money).map_or_else(String::new, |amount| amount.to_string()),
                ids(&one.sources),
            ]);
        }
    }
    rows
}

/// Every claim, also of fields with one value, so that a row that was taken back stands beside what took its place.
fn claims(frame: Frame<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for happening in &frame.site.events {
        let home = happening.home.map_or_else(String::new, |code| code.to_string());
        let event = &happening.event;
        rows.extend(event.stated().map(|one| claim(event.id.value.as_str(), &home, &one, &event.sources)));
    }
    for country in &frame.site.report.countries {
        let home = country.code.value.to_string();
        for deal in &country.arrangements {
            rows.extend(deal.stated().map(|one| claim(deal.id.value.as_str(), &home, &one, &deal.sources)));
        }
    }
    rows
}

fn claim(record: &str, country: &str, one: &Stated<'_>, of_record: &[SourceUse]) -> Vec<String> {
    let (low, high) = one.value.bounds();
    let number = |number: Option<u64>| number.map_or_else(String::new, |number| number.to_string());
    let text = |text: Option<&str>| text.unwrap_or("").to_owned();
    let (rank, reason) = match (one.retracted, one.preferred) {
        (Some(retraction), _) => ("retracted", Some(retraction.why.as_str())),
        (None, Some(why)) => ("preferred", Some(why)),
        (None, None) => ("normal", None),
    };
    let checked = one.checked.iter().max_by_key(|check| check.on.listing_order());
    vec![
        record.to_owned(),
        country.to_owned(),
        one.field.to_owned(),
        one.value.to_string(),
        number(low),
        number(high),
        one.value.kind().to_owned(),
        rank.to_owned(),
        text(reason),
        date(one.retracted.map(|retraction| retraction.on)),
        text(one.by),
        date(one.as_of),
        date(checked.map(|check| check.on)),
        text(one.note),
        ids(if one.sources.is_empty() { of_record } else { one.sources }),
    ]
}

fn sources(frame: Frame<'_>) -> Vec<Vec<String>> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = frame.site.report.sources.values().map(|source| {
        vec![
            source.id.value.to_string(),
            source.title.clone(),
            source.publisher.clone(),
            source.authors.join(";"),
            date(source.published.as_ref().map(|date| date.value)),
            source.url.as_str().to_owned(),
            source.archive.as_ref().map_or_else(String::new, |url| url.value.as_str().to_owned()),
            source.kind.to_owned(),
            source.origin.as_ref().map_or_else(String::new, |origin| origin.value.to_string()),
            frame.site.state_of(source).to_owned(),
            date(source.retracted.as_ref().map(|one| one.on)),
            text(&source.language),
            text(&source.note),
        ]
    });
    all.collect()
}

fn figures(frame: Frame<'_>) -> Vec<Vec<String>> {
    let all = frame.site.report.program.figures.iter().zip(&frame.site.figures).map(|(figure, value)| {
        let (quantity, unit) = match value.amount {
            Amount::Number(quantity) => (quantity, String::new()),
            Amount::Money(money) => (money.quantity, money.currency.letters().to_owned()),
        };
        let method = match figure.method {
            Method::Published(_) => "published",
            Method::Count(_) => "count",
            Method::Sum(..) => "sum",
        };
        vec![
            figure.id.value.to_string(),
            figure.label.clone(),
            in_words(value.amount),
            quantity.low().map_or_else(String::new, |low| low.to_string()),
            quantity.high().map_or_else(String::new, |high| high.to_string()),
            quantity.kind().to_owned(),
            unit,
            method.to_owned(),
            date(value.as_of),
            date(value.oldest),
            ids(&figure.sources),
        ]
    });
    all.collect()
}

/// A number with its qualifier. Where there is none, the word for it, as the dictionary has it: a cell is no sentence.
fn in_words(amount: Amount) -> String {
    let quantity = match amount {
        Amount::Number(quantity) => quantity,
        Amount::Money(money) => money.quantity,
    };
    match quantity {
        Quantity::None | Quantity::Unknown | Quantity::Undisclosed => quantity.to_string(),
        Quantity::Exact(_)
        | Quantity::About(_)
        | Quantity::AtLeast(_)
        | Quantity::MoreThan(_)
        | Quantity::UpTo(_)
        | Quantity::Between(..)
        | Quantity::AtLeastAbout(_)
        | Quantity::BetweenAbout(..) => Locale::english().amount(amount, wording::Style::Digits),
    }
}

fn date(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

fn ids(sources: &[SourceUse]) -> String {
    sources.iter().map(|source| source.id.value.as_str()).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("@SUM"), "'@SUM");
        assert_eq!(guarded("at least 58"), "at least 58");
    }
}
