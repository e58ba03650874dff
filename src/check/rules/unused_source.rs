//! A source that nothing rests on is often a fact that was lost on the way.
//!
//! In: the sources and what rests on them. Out: `unused-source`. It is silent when the report is shown as of an earlier day, because
//! then events are missing on purpose. It never looks for a source outside the records.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::Site;

pub(super) fn unused_source(site: &Site, diagnostics: &mut Diagnostics) {
    if site.as_of.is_some() {
        return;
    }
    for (id, source) in &site.report.sources {
        if site.uses.get(id).is_none_or(|uses| uses.is_empty()) {
            let found = Diagnostic::new(Code::UnusedSource, source.id.span, format!("nothing rests on the source `{id}`"));
            diagnostics.push(found.help("cite it, or take it out"));
        }
    }
}
