//! `sourcebook new article`: a file to write in.
//!
//! In: a headline. Out: `content/articles/NAME.md` with front matter and a reminder of the marks. It never overwrites one.

use super::{file_name, one_line};
use crate::cli::args::NewArticle;
use crate::cli::failure::Failure;
use crate::cli::project::Project;
use crate::cli::report::Terminal;
use crate::cli::yaml::yaml_quoted;
use crate::cli::{clock, files};
use crate::model::Day;

const TEMPLATE: &str = include_str!("../templates/new/article.md");

pub fn begin(asked: &NewArticle, project: &Project, terminal: Terminal) -> Result<(), Failure> {
    let title = one_line("title", &asked.title)?;
    let name = file_name(&title);
    if name.is_empty() {
        return Err(Failure::usage("the title has no letter that an address could be made of"));
    }
    let path = project.root.join("content").join("articles").join(name + ".md");
    let text = article(&title, clock::today(asked.clock.now)?);
    let shown = project.shown(&path);
    if path.exists() {
        return Err(
            Failure::usage(format!("there is already an article `{shown}`")).help("choose another title, or go on with that one")
        );
    }
    files::create(&path, &text)?;
    terminal.say(&format!("Wrote {shown}. Open it in your editor; `sourcebook serve --open` shows it as you write."));
    Ok(())
}

fn article(title: &str, today: Day) -> String {
    TEMPLATE.replace("<TITLE>", &yaml_quoted(title)).replace("<TODAY>", &today.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{self, Document};
    use crate::text::{Content, Tree};

    #[test]
    fn a_new_article_has_no_findings_and_says_nothing_yet() {
        let title = "“The vote”: yes # or \"no\"";
        let mut tree = Tree::new();
        tree.put("content/articles/the-vote.md", Content::Text(article(title, Day::new(2026, 11, 24).unwrap()).into()));
        let read = model::read(tree.get("content/articles/the-vote.md").unwrap());
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let Document::Article(article) = read.value else { panic!("not an article") };
        assert_eq!(article.title.value, title);
        assert_eq!(article.date.as_ref().unwrap().value.to_string(), "2026-11-24");
        assert!(article.body.marks.is_empty() && article.body.citations.is_empty(), "what the note mentions is not used");
    }
}
