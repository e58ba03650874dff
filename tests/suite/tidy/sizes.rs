//! Sizes are smells: what is long says why it reads better whole.
//!
//! In: the sources. Out: every file over 500 lines of code and every function over 80 lines that has no `// long:` with its reason. Blank
//! lines, comments and unit tests do not count. It never says that something is too long, only that nobody has said why.

use super::rust::{Source, sources};
use super::{none, planted};

const FILE: usize = 500;
const FUNCTION: usize = 80;

#[test]
fn what_is_long_says_why() {
    none(long(&sources()));
}

fn long(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources {
        let (code, text): (Vec<&str>, Vec<&str>) = (source.code.lines().collect(), source.text.lines().collect());
        let own = source.before_tests();
        let count = |lines: &[&str]| lines.iter().filter(|line| !line.trim().is_empty()).count();
        let length = count(&code[..own]);
        let mut top = text.iter().take_while(|line| line.is_empty() || line.starts_with("//"));
        if length > FILE && !top.any(|line| line.starts_with("// long: ")) {
            complaints.push(source.complaint(1, &format!("{length} lines of code, and no `// long:` at the top that says why")));
        }
        for (start, end) in functions(&code[..own]) {
            let length = count(&code[start..=end]);
            let above = text[..start].iter().rev().take_while(|line| is_attached(line));
            if length > FUNCTION && !above.clone().any(|line| line.trim_start().starts_with("// long: ")) {
                complaints.push(
                    source
                        .complaint(start + 1, &format!("a function of {length} lines, and no `// long:` above it that says why")),
                );
            }
        }
    }
    complaints
}

/// The first and last line of each function, as rustfmt lays it out: the brace that closes it stands where its line began.
fn functions(code: &[&str]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, line) in code.iter().enumerate().filter(|(_, line)| line.split(' ').any(|word| word == "fn")) {
        let indent = line.len() - line.trim_start().len();
        let closing = format!("{}}}", " ".repeat(indent));
        let ends_here = line.trim_end().ends_with(['}', ';']);
        let end = if ends_here { Some(start) } else { (start + 1..code.len()).find(|at| code[*at].trim_end() == closing) };
        found.extend(end.map(|end| (start, end)));
    }
    found
}

/// Comments and attributes that stand directly above an item.
fn is_attached(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with("#[")
}

#[test]
fn what_is_long_is_found() {
    let body = |lines: usize| "    let a = 1;\n".repeat(lines);
    let function = |comment: &str, lines: usize| format!("//! Never.\n\n{comment}fn a() {{\n{}}}\n", body(lines));
    assert_eq!(planted(long, "src/a.rs", &function("", 90)).len(), 1);
    assert_eq!(planted(long, "src/a.rs", &function("// long: one `match`.\n/// Does.\n#[must_use]\n", 90)).len(), 0);
    assert_eq!(planted(long, "src/a.rs", &function("", 70)).len(), 0);
    assert_eq!(planted(long, "src/a.rs", &"const A: u8 = 1;\n".repeat(501)).len(), 1);
    assert_eq!(planted(long, "src/a.rs", &format!("// long: a table.\n{}", "const A: u8 = 1;\n".repeat(501))).len(), 0);
    let tests = format!("const A: u8 = 1;\n#[cfg(test)]\nmod tests {{\n{}}}\n", body(600));
    assert_eq!(planted(long, "src/a.rs", &tests).len(), 0, "unit tests do not count");
}
