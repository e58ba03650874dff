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

/// One column: how it is called, what its values are, what they mean.
pub struct Column {
    pub name: &'static str,
    pub kind: &'static str,
    pub description: &'static str,
}

const fn column(name: &'static str, kind: &'static str, description: &'static str) -> Column {
    Column { name, kind, description }
}

const COUNTRIES: &[Column] = &[
    column("code", "string", "ISO 3166-1 alpha-2 code; XK for Kosovo; a house code where there is none"),
    column("name", "string", "Name used in this report"),
    column("region", "string", "Part of the world (UN M49)"),
    column("subregion", "string", "Smaller part of the world (UN M49)"),
    column("badge", "string", "Id of the label that sums the status up"),
    column("badge_label", "string", "The label as readers see it"),
    column("axis", "string", "Dimension of status: one row for each"),
    column("state", "string", "Id of the state on this axis; empty when no event has set one"),
    column("state_label", "string", "The state as readers see it"),
    column("since", "EDTF date", "Date of the event that set the state, as exact as it is known"),
    column("event", "string", "Id of that event"),
    column("url", "URL", "Page of the country"),
];

const EVENTS: &[Column] = &[
    column("id", "string", "Id of the event"),
    column("country", "string", "Code of the record it is in; empty for events of the program"),
    column("countries", "list of codes", "Countries that an event of the program is about, separated by semicolons"),
    column("date", "EDTF date", "When it happened, as exact as it is known"),
    column("date_earliest", "date", "First day on which it may have happened"),
    column("date_latest", "date", "Last day on which it may have happened"),
    column("reported", "EDTF date", "When the public learned of it, if not on the day"),
    column("kind", "string", "Id of the kind of event"),
    column("kind_label", "string", "The kind as readers see it"),
    column("summary", "string", "What happened"),
    column("people", "string", "Number of people, with its qualifier"),
    column("people_in_scope", "string", "How many of them the figures count, where that is not all; see the program’s scope"),
    column("people_low", "integer", "The least it can be; empty when unknown"),
    column("people_high", "integer", "The most it can be; empty when there is no upper bound or it is unknown"),
    column(
        "people_kind",
        "string",
        "exact, about, at_least, more_than, up_to, range, none, unknown or undisclosed; disputed when sources differ",
    ),
    column("amount", "string", "Money, with its qualifier"),
    column("amount_low", "integer", "The least it can be, in whole units of the currency"),
    column("amount_high", "integer", "The most it can be, in whole units of the currency"),
    column("currency", "string", "ISO 4217 code"),
    column("money_kind", "string", "paid, pledged, spent or estimated; empty when the sources do not say"),
    column(
        "running_total",
        "boolean",
        "true: the number contains earlier numbers of the same country and must not be added to them",
    ),
    column("sources", "list of ids", "Ids in sources.csv, separated by semicolons"),
    column("url", "URL", "Where it stands on the site"),
];

const ARRANGEMENTS: &[Column] = &[
    column("id", "string", "Id of the arrangement"),
    column("country", "string", "Code of the country"),
    column("title", "string", "What it is called"),
    column("form", "string", "How it was made"),
    column("signed", "EDTF date", "When it was signed"),
    column("announced", "EDTF date", "When it was made public"),
    column("ended", "EDTF date", "When it ended"),
    column("ceiling", "string", "How many people it allows, with its qualifier"),
    column("amount", "string", "Money that belongs to it, with its qualifier"),
    column("sources", "list of ids", "Ids in sources.csv, separated by semicolons"),
];

const CLAIMS: &[Column] = &[
    column("record", "string", "Id of the event or arrangement"),
    column("country", "string", "Code of the record it is in; empty for events of the program"),
    column("field", "string", "people, in_scope, amount, ceiling, signed, announced or ended"),
    column("value", "string", "What is claimed, with its qualifier; a date as EDTF"),
    column("value_low", "integer", "The least it can be; empty for dates and where it is unknown"),
    column("value_high", "integer", "The most it can be; empty for dates and where there is no upper bound or it is unknown"),
    column("value_kind", "string", "exact, about, at_least, more_than, up_to, range, none, unknown, undisclosed or date"),
    column("rank", "string", "normal; preferred: figures use it alone; retracted: it was wrong, and no figure uses it"),
    column("reason", "string", "Why it is preferred or was taken back"),
    column("retracted_on", "EDTF date", "When it was taken back"),
    column("by", "string", "Whose word it is, if not the source’s"),
    column("as_of", "EDTF date", "When it was true"),
    column("checked_on", "EDTF date", "When somebody last held it against its sources"),
    column("note", "string", "What a reader should know about it"),
    column(
        "sources",
        "list of ids",
        "Ids in sources.csv, separated by semicolons; those of the record for a claim without its own",
    ),
];

const SOURCES: &[Column] = &[
    column("id", "string", "Id of the source"),
    column("title", "string", "Its title"),
    column("publisher", "string", "Who published it"),
    column("authors", "list", "Who wrote it, separated by semicolons"),
    column("published", "EDTF date", "When it was published, as exact as it is known"),
    column("url", "URL", "Where it can be read"),
    column("archive", "URL", "An archived copy"),
    column("kind", "string", "news, court, government, ngo, data or other"),
    column("origin", "string", "Id of the source that it copies or rests on"),
    column("state", "string", "live, moved, dead or retracted"),
    column("retracted_on", "EDTF date", "When its publisher took it back, where that is known"),
    column("language", "string", "Its language, if not that of the report"),
    column("note", "string", "Its limits"),
];

const FIGURES: &[Column] = &[
    column("id", "string", "Id of the figure"),
    column("label", "string", "What is counted"),
    column("value", "string", "The number, with its qualifier"),
    column("value_low", "integer", "The least it can be"),
    column("value_high", "integer", "The most it can be; empty when there is no upper bound"),
    column("value_kind", "string", "exact, about, at_least, more_than, up_to, range, none, unknown or undisclosed"),
    column("unit", "string", "Currency, for amounts of money"),
    column("method", "string", "published, count or sum"),
    column("as_of", "EDTF date", "The day up to which it is known"),
    column("oldest_input", "EDTF date", "The oldest day up to which something that went into it is known"),
    column("sources", "list of ids", "Ids in sources.csv, separated by semicolons"),
];

const DICTIONARY: &[Column] = &[
    column("file", "string", "File that the column is in"),
    column("column", "string", "Name of the column"),
    column("type", "string", "What its values are"),
    column("description", "string", "What they mean"),
];

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
            .flat_map(|file| columns(*file).iter().map(move |one| (file, one)))
            .map(|(file, one)| [file.file_name(), one.name, one.kind, one.description].map(str::to_owned).to_vec())
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
