//! `sourcebook sheet ARTICLE`: the fact-check sheet of an article.
//!
//! In: the name of an article. Out: CSV for a spreadsheet, or a page to print, on standard output: each sentence, what it rests on, and empty
//! boxes for who checked it and when. It never writes into the report.

use super::args::{Paper, Sheet};
use super::failure::Failure;
use super::report::Terminal;
use super::{Verdict, edition};
use crate::check::{Evidence, Row, sheet};
use crate::diagnose::nearest;
use crate::render::{escaped as escape, guarded};
use std::path::Path;

pub fn run(asked: &Sheet, root: Option<&Path>, terminal: Terminal) -> Result<Verdict, Failure> {
    let sorry = "A sheet can be made only of a report without errors.";
    let Some(edition) = edition::good(&asked.moment, root, terminal, sorry)? else { return Ok(Verdict::Findings) };
    let name = asked.article.rsplit(['/', '\\']).next().unwrap_or(&asked.article).trim_end_matches(".md");
    let articles = &edition.site.report.articles;
    let Some(article) = articles.iter().find(|article| article.file.stem() == name) else {
        let failure = Failure::usage(format!("there is no article `{name}`"));
        return Err(match nearest(name, articles.iter().map(|article| article.file.stem())) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("name its file in `content/articles/`"),
        });
    };
    let rows = sheet(&edition.site, article);
    terminal.data(&match asked.format {
        Paper::Csv => csv(&rows)?,
        Paper::Html => html(&article.title.value, &rows),
    })?;
    Ok(Verdict::Fine)
}

const COLUMNS: [&str; 9] =
    ["line", "sentence", "facts", "sources", "places", "addresses", "archived", "checked by", "checked on"];

fn csv(rows: &[Row]) -> Result<String, Failure> {
    let broken = |_| Failure::machine("the sheet cannot be written".to_owned());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(broken)?;
    for row in rows {
        let lines = |each: &dyn Fn(&Evidence) -> String| {
            row.sources.iter().map(each).collect::<Vec<_>>().join("\n").trim_end().to_owned()
        };
        let record = [
            row.line.to_string(),
            row.sentence.clone(),
            row.facts.join("\n"),
            lines(&|one| format!("{}: {}, {}", one.id, one.title, one.publisher)),
            lines(&|one| one.locator.clone().unwrap_or_default()),
            lines(&|one| one.url.clone()),
            lines(&|one| one.archive.clone().unwrap_or_default()),
            String::new(),
            String::new(),
        ];
        writer.write_record(record.map(|cell| guarded(&cell))).map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|_| Failure::machine("the sheet cannot be written".to_owned()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn html(title: &str, rows: &[Row]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Fact-check sheet: {0}</title>\n<style>\
         body{{font:16px/1.4 system-ui;margin:2rem}}table{{border-collapse:collapse;width:100%}}\
         th,td{{border:1px solid;padding:.4rem;text-align:left;vertical-align:top}}ul{{margin:0;padding-left:1rem}}\
         td:nth-last-child(-n+2){{min-width:7rem}}tr{{break-inside:avoid}}</style>\n<h1>{0}</h1>\n<table>\n<thead><tr>",
        escape(title)
    );
    for column in ["Line", "Sentence", "From the records", "Sources", "Checked by", "Checked on"] {
        out.push_str(&format!("<th scope=\"col\">{column}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let facts: Vec<String> = row.facts.iter().map(|fact| format!("<li>{}</li>", escape(fact))).collect();
        let sources: Vec<String> = row.sources.iter().map(source).collect();
        out.push_str(&format!(
            "<tr><td>{}</td><td>{}</td><td><ul>{}</ul></td><td><ul>{}</ul></td><td></td><td></td></tr>\n",
            row.line,
            escape(&row.sentence),
            facts.concat(),
            sources.concat()
        ));
    }
    out + "</tbody>\n</table>\n</html>\n"
}

fn source(one: &Evidence) -> String {
    let locator = one.locator.as_ref().map_or_else(String::new, |at| format!(", {}", escape(at)));
    let archive = one.archive.as_ref().map_or_else(String::new, |url| format!(" (<a href=\"{}\">archived</a>)", escape(url)));
    let (title, publisher, url) = (escape(&one.title), escape(&one.publisher), escape(&one.url));
    format!("<li><a href=\"{url}\">{title}</a>, {publisher}{locator}{archive}</li>")
}
