//! Some kinds of events need more than one independent source: `independent: 2` under the kind in `program.yaml`.
//!
//! In: events, and which sources go back to which. Out: `single-lineage`. It never guesses that two sources are one: `origin:` says so.

use crate::diagnose::{Code, Diagnostic, Diagnostics, count};
use crate::link::Site;

pub(super) fn single_lineage(site: &Site, diagnostics: &mut Diagnostics) {
    for happening in &site.events {
        let event = &happening.event;
        let needed = site.report.program.kind(event.kind.value.as_str()).map_or(0, |kind| kind.independent as usize);
        let Some(first) = event.sources.first().filter(|_| needed > 1) else { continue };
        let found = site.lineage.independent(event.all_sources());
        if found >= needed {
            continue;
        }
        let message = format!(
            "an event of the kind `{}` needs {}, and this has {found}",
            event.kind.value,
            count(needed, "independent source", "independent sources")
        );
        let mut diagnostic = Diagnostic::new(Code::SingleLineage, first.id.span, message);
        if let Some(copy) = event.sources.iter().find(|one| *site.lineage.root(&one.id.value) != one.id.value) {
            let root = site.lineage.root(&copy.id.value);
            diagnostic = diagnostic.note(format!("`{}` goes back to `{root}`, so the two count as one", copy.id.value));
        }
        diagnostics.push(diagnostic.help("add a source that does not go back to the same report"));
    }
}
