//! What the preview adds to pages, and the pages of its own.
//!
//! In: pages and findings. Out: HTML. Pure. There is no code and no style in it, only links to the preview's files, so
//! that a strict content security policy of the theme holds in the preview as well. Text from files is escaped; text
//! from requests is never printed.

use super::reload::is_error;
use crate::diagnose::{Located, count};

/// The script that keeps an open page current.
pub(super) const SCRIPT: &str = include_str!("live.js");
/// The looks of findings, in a page of their own or over another.
pub(super) const STYLE: &str = include_str!("live.css");

/// What the script is told of the page it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark<'a> {
    /// The hash of the page, as in [`News`](super::reload::News).
    pub seen: &'a str,
    pub styles: &'a [(String, String)],
    /// Whether the page shows findings in the place of a page.
    pub stand_in: bool,
}

/// The page with the script in it.
pub(super) fn with_script(mut page: Vec<u8>, mark: Mark) -> Vec<u8> {
    let styles = serde_json::to_string(mark.styles).unwrap_or_default();
    let stand_in = if mark.stand_in { " data-stand-in" } else { "" };
    let (seen, styles) = (escape(mark.seen), escape(&styles));
    let tag =
        format!("<script src=\"/_sourcebook/live.js\" defer data-seen=\"{seen}\" data-styles=\"{styles}\"{stand_in}></script>\n");
    // Looked for from the end: an earlier one may be the example in an article about HTML.
    let end = page.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    page.splice(end..end, tag.into_bytes());
    page
}

const END: &[u8] = b"</body>";

/// The page shown in the place of one that cannot be made.
pub(super) fn findings_page(findings: &[Located]) -> Vec<u8> {
    let list: String = findings.iter().map(item).collect();
    let text = "Once this is mended, the page appears here by itself.";
    document(
        "This page cannot be built yet",
        &format!("<p>{}. {text}</p>\n<ul class=\"findings\">\n{list}</ul>", tally(findings)),
    )
}

/// The page shown where there is none and the site has no page to say so.
pub(super) fn missing_page() -> Vec<u8> {
    document("Not found", "<p>There is no page at this address. When there is, it appears here by itself.</p>")
}

/// `2 errors and 3 warnings`, or `no findings`.
pub(super) fn tally(findings: &[Located]) -> String {
    let errors = findings.iter().filter(|finding| is_error(finding)).count();
    match (errors, findings.len() - errors) {
        (0, 0) => "no findings".to_owned(),
        (_, 0) => count(errors, "error", "errors"),
        (0, warnings) => count(warnings, "warning", "warnings"),
        (_, warnings) => format!("{} and {}", count(errors, "error", "errors"), count(warnings, "warning", "warnings")),
    }
}

fn document(title: &str, body: &str) -> Vec<u8> {
    let head = "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">";
    let style = "<link rel=\"stylesheet\" href=\"/_sourcebook/live.css\">";
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n{head}\n<title>{title}</title>\n{style}\n</head>\n\
         <body class=\"stand-in\">\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    );
    page.into_bytes()
}

/// One finding. The script builds the same for the panel.
fn item(finding: &Located) -> String {
    let mut out = format!(
        "<li class=\"{0}\"><p class=\"head\"><b>{0}</b> <code>{1}</code> <span>{2}</span></p>\n<p>{3}</p>\n",
        escape(finding.severity),
        escape(finding.code),
        escape(&place(finding)),
        escape(&finding.message)
    );
    let picture = picture(&finding.screen);
    if !picture.is_empty() {
        out.push_str(&format!("<pre>{}</pre>\n", escape(&picture)));
    }
    if let Some(help) = &finding.help {
        out.push_str(&format!("<p class=\"help\">{}</p>\n", escape(help)));
    }
    out.push_str("</li>\n");
    out
}

/// The picture of a screen, and notes, without the words around it: the page shows those as text.
pub(super) fn picture(screen: &str) -> String {
    let is_heading =
        |line: &str| line.starts_with("error[") || line.starts_with("warning[") || line.trim_start().starts_with("-->");
    let lines = screen.lines().skip_while(|line| is_heading(line)).take_while(|line| !line.trim_start().starts_with("= help: "));
    let mut lines: Vec<&str> = lines.collect();
    while lines.last().is_some_and(|line| line.trim() == "|") {
        lines.pop();
    }
    lines.join("\n")
}

/// `content/countries/rwanda.yaml:12:9`.
fn place(finding: &Located) -> String {
    match (&finding.file, finding.line, finding.column) {
        (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        (Some(file), _, _) => file.clone(),
        (None, _, _) => String::new(),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::finding;
    use super::*;

    fn injected(page: &str) -> String {
        let styles = [("style.css".to_owned(), "/a&b/style.1.css".to_owned())];
        let mark = Mark { seen: "00ff", styles: &styles, stand_in: false };
        String::from_utf8(with_script(page.into(), mark)).unwrap()
    }

    #[test]
    fn the_script_goes_before_the_last_end_of_body() {
        let tag = "<script src=\"/_sourcebook/live.js\" defer data-seen=\"00ff\" \
                   data-styles=\"[[&quot;style.css&quot;,&quot;/a&amp;b/style.1.css&quot;]]\"></script>\n";
        assert_eq!(injected("<body>a</body></html>"), format!("<body>a{tag}</body></html>"));
        assert_eq!(injected("<pre></body></pre></BODY>"), format!("<pre></body></pre>{tag}</BODY>"));
        assert_eq!(injected("no end"), format!("no end{tag}"));
        assert_eq!(injected(""), tag);
    }

    #[test]
    fn only_what_was_not_a_page_is_marked_as_a_stand_in() {
        let mark = Mark { seen: "", styles: &[], stand_in: true };
        let page = String::from_utf8(with_script(findings_page(&[]), mark)).unwrap();
        assert!(page.contains("data-styles=\"[]\" data-stand-in></script>\n</body>"), "{page}");
    }

    #[test]
    fn findings_are_escaped() {
        let hostile = "</pre><script>alert('1')</script>\"&";
        let mut found = finding("error");
        found.message = hostile.to_owned();
        found.file = Some(hostile.to_owned());
        found.help = Some(hostile.to_owned());
        found.screen = hostile.to_owned();
        let page = String::from_utf8(findings_page(&[found, finding("warning")])).unwrap();
        assert!(!page.contains("<script"), "{page}");
        assert_eq!(page.matches("&lt;/pre&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;").count(), 4);
        assert!(page.contains("1 error and 1 warning"));
    }

    #[test]
    fn a_picture_does_not_say_again_what_stands_around_it() {
        let place = "error[unknown-event]: there is no event `a`\n --> content/articles/a.md:6:4\n";
        let lines = "  |\n6 | {{ events.a }}\n  |           ^";
        assert_eq!(picture(&format!("{place}{lines}\n  |\n  = help: did you mean `b`?\n          or `c`?")), lines);
        assert_eq!(
            picture(&format!("{place}{lines}\n  |\n  = note: a note\n  = help: b")),
            format!("{lines}\n  |\n  = note: a note")
        );
        assert_eq!(picture("warning[no-source]: a claim has no source"), "");
    }

    #[test]
    fn nothing_is_inline() {
        for page in [findings_page(&[finding("error")]), missing_page()] {
            let page = String::from_utf8(with_script(page, Mark { seen: "", styles: &[], stand_in: true })).unwrap();
            assert!(!page.contains("style=") && !page.contains("<style") && !page.contains(" on"), "{page}");
            assert_eq!(page.matches("<script").count(), page.matches("<script src=").count());
        }
        for risky in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style."] {
            assert!(!SCRIPT.contains(risky), "{risky}");
        }
    }
}
