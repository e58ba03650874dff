//! `sourcebook explain`: what a finding means.
//!
//! In: a code, in any form in which it is shown. Out: its page, or the list of all codes. It never looks at a report.

use super::args::Explain;
use super::failure::Failure;
use super::report::{STRONG, Terminal, width};
use super::{Verdict, wrap};
use crate::diagnose::{Code, Severity, nearest, quoted};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

pub fn run(asked: &Explain, terminal: Terminal) -> Result<Verdict, Failure> {
    let text = match &asked.code {
        Some(written) => page(named(written)?, width()),
        None => list(width()),
    };
    terminal.data(&text)?;
    Ok(Verdict::Fine)
}

/// The code, also when it was copied with its brackets or typed in capitals.
fn named(written: &str) -> Result<Code, Failure> {
    let inner = written.rsplit_once('[').map_or(written, |(_, inner)| inner).trim_end_matches([']', ':']);
    let name = inner.trim().to_lowercase().replace(['_', ' '], "-");
    Code::named(&name).ok_or_else(|| {
        let failure = Failure::usage(format!("there is no finding {}", quoted(written)));
        match nearest(&name, Code::ALL.iter().map(|code| code.name())) {
            Some(code) => failure.help(format!("did you mean {}?", quoted(code))),
            None => failure.help("`sourcebook explain` lists all"),
        }
    })
}

fn page(code: Code, width: usize) -> String {
    let (severity, style) = (code.severity(), style(code.severity()));
    let consequence = match severity {
        Severity::Error => "An error: nothing is published until it is repaired.".to_owned(),
        Severity::Warning => format!(
            "A warning: the site is published all the same. Under `rules:` in `content/site.yaml`, `{name}: error` makes it \
             stop a build and `{name}: off` silences it.",
            name = code.name()
        ),
    };
    let head = format!("{style}{}[{}]{style:#}", severity.word(), code.name());
    let meaning = wrap::lines(code.meaning(), width).join("\n");
    let explanation = wrap::paragraphs(code.explanation(), width);
    let consequence = wrap::lines(&consequence, width).join("\n");
    format!("{head}\n{STRONG}{meaning}{STRONG:#}\n\n{explanation}\n\n{consequence}\n")
}

/// A line or two for each code, in the order of the manual.
fn list(width: usize) -> String {
    let names = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let gap = names + 11;
    let mut out = String::new();
    for code in Code::ALL {
        let style = style(code.severity());
        let mut meaning = wrap::lines(code.meaning(), width.saturating_sub(gap).max(20)).into_iter();
        let first = meaning.next().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{STRONG}{:names$}{STRONG:#}  {style}{:7}{style:#}  {first}", code.name(), code.severity().word());
        for line in meaning {
            let _ = writeln!(out, "{:gap$}{line}", "");
        }
    }
    out
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_in_any_form() {
        for written in ["unknown-source", "error[unknown-source]", "[unknown-source]:", "Unknown_Source", "unknown source"] {
            assert_eq!(named(written).unwrap(), Code::UnknownSource, "{written}");
        }
        assert_eq!(named("unknown-sourc").unwrap_err().help.unwrap(), "did you mean `unknown-source`?");
        assert_eq!(named("weather").unwrap_err().help.unwrap(), "`sourcebook explain` lists all");
    }

    #[test]
    fn pages_and_list_keep_to_the_width() {
        let plain = |text: &str| anstream::adapter::strip_str(text).to_string();
        for code in Code::ALL {
            let page = plain(&page(*code, 72));
            let long: Vec<&str> = page.lines().filter(|line| !line.starts_with("    ") && line.chars().count() > 72).collect();
            assert!(long.is_empty(), "{}: {long:?}", code.name());
        }
        let list = plain(&list(80));
        assert!(list.lines().all(|line| line.chars().count() <= 80));
        assert!(Code::ALL.iter().all(|code| list.contains(code.name())));
    }
}
