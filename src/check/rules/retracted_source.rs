//! What rests only on a source that was taken back has nothing left to rest on.
//!
//! In: the sources of every fact, and citations in prose. Out: `retracted-source`, until an editor finds another source or takes the fact out. A copy of a retracted
//! report is retracted with it. It never minds a claim that was itself taken back.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::link::{Site, pieces};
use crate::model::Id;
use crate::model::evidence::SourceUse;
use crate::parse::Cited;

pub(super) fn retracted_source(site: &Site, diagnostics: &mut Diagnostics) {
    let mut look = |what: &str, uses: &[SourceUse]| {
        let Some(first) = uses.first().filter(|_| uses.iter().all(|one| site.lineage.is_retracted(&one.id.value))) else {
            return;
        };
        let message = format!("{what} rests only on `{}`, which was retracted", first.id.value);
        let found = Diagnostic::new(Code::RetractedSource, first.id.span, message);
        diagnostics.push(
            match site.report.sources.get(&first.id.value) {
                Some(source) => found.label(source.id.span, "retracted by its publisher, or a copy of what was"),
                None => found,
            }
            .help("name a source that stands, or retract the claim: `retracted: {on: …, why: …}`"),
        );
    };
    for happening in &site.events {
        let event = &happening.event;
        look("this event", &event.sources);
    }
    site.stated().filter(|claim| claim.retracted.is_none()).for_each(|claim| look("this claim", claim.sources));
    for country in &site.report.countries {
        country.arrangements.iter().for_each(|one| look("this arrangement", &one.sources));
        country.disputes.iter().flat_map(|one| &one.positions).for_each(|one| look("this position", &one.sources));
    }
    site.report.program.lists.iter().for_each(|list| look("this list", &list.sources));
    site.report.program.figures.iter().for_each(|figure| look("this figure", &figure.sources));
    citations(site, diagnostics);
}

/// Prose that cites a retracted source and no other beside it.
fn citations(site: &Site, diagnostics: &mut Diagnostics) {
    if !site.lineage.has_retracted() {
        return;
    }
    let retracted = |cited: &Cited| Id::new(&cited.id).is_some_and(|id| site.lineage.is_retracted(&id));
    for piece in pieces(&site.report) {
        for citation in piece.prose.citations.iter().filter(|citation| citation.cited.iter().all(retracted)) {
            let found = Diagnostic::new(
                Code::RetractedSource,
                piece.prose.span(&citation.range),
                "this citation names only what was retracted",
            );
            diagnostics.push(found.help("cite a source that stands, or take the sentence out"));
        }
    }
}
