//! A work as RIS, which Zotero, EndNote, Mendeley and Citavi open.
//!
//! In: a [`Work`]. Out: a record in the form of the
//! [RIS specification](https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp): a tag, two spaces, a hyphen and a
//! space before each value, lines that end in CR LF. It never breaks a value over two lines.

use super::{Work, on_one_line};
use crate::model::Date;
use crate::model::date::Point;

#[must_use]
pub fn record(work: &Work) -> String {
    let kind = if work.is_data { "DATA" } else { "ELEC" };
    let mut lines = vec![("TY", kind.to_owned())];
    lines.extend(work.creators().iter().map(|name| ("AU", on_one_line(name))));
    lines.push(("TI", on_one_line(&work.title)));
    lines.push(("T2", on_one_line(&work.report)));
    lines.push(("PB", on_one_line(&work.publisher)));
    lines.extend(work.date.map(|date| ("PY", date.start().year().to_string())));
    lines.extend(work.date.map(|date| ("DA", day(date))));
    lines.extend(work.version.map(|version| ("ET", version.to_string())));
    lines.push(("LA", work.language.clone()));
    lines.push(("UR", work.url.clone()));
    lines.push(("ER", String::new()));
    lines.into_iter().map(|(tag, value)| [tag, "  - ", &value, "\r\n"].concat()).collect()
}

/// `2026/11/24/`; what is not known stays empty between the slashes.
fn day(date: Date) -> String {
    match date.start() {
        Point::Year(year) => format!("{year}///"),
        Point::Month(year, month) => format!("{year}/{month:02}//"),
        Point::Day(day) => format!("{}/{:02}/{:02}/", day.year(), day.month(), day.day()),
    }
}
