//! Where sources come from: which of them are independent of each other.
//!
//! In: the sources with their `origin:`. Out: [`Lineage`], the root of each. Nine pages that repeat one report are one source. It never
//! guesses a copy that nobody has marked.

use crate::diagnose::{Code, Diagnostic, Diagnostics};
use crate::model::evidence::SourceUse;
use crate::model::{Id, Source};
use std::collections::{BTreeMap, BTreeSet};

/// The source at the end of each chain of `origin:`. A source without an origin is its own root.
#[derive(Clone, Default, Debug)]
pub struct Lineage {
    roots: BTreeMap<Id, Id>,
    retracted: BTreeSet<Id>,
}

impl Lineage {
    /// Follows every chain, and complains of an origin that is not there or leads back.
    #[must_use]
    pub fn new(sources: &BTreeMap<Id, Source>, diagnostics: &mut Diagnostics) -> Self {
        let mut lineage = Self::default();
        for (id, source) in sources {
            let chain = chain(source, sources, diagnostics);
            if chain.iter().any(|one| one.state == "retracted") {
                lineage.retracted.insert(id.clone());
            }
            if let Some(root) = chain.last() {
                lineage.roots.insert(id.clone(), root.id.value.clone());
            }
        }
        lineage
    }

    /// The source that `id` goes back to.
    #[must_use]
    pub fn root<'a>(&'a self, id: &'a Id) -> &'a Id {
        self.roots.get(id).unwrap_or(id)
    }

    /// How many sources are left when copies of one report count once.
    #[must_use]
    pub fn independent<'a>(&'a self, uses: impl Iterator<Item = &'a SourceUse>) -> usize {
        uses.map(|one| self.root(&one.id.value)).collect::<BTreeSet<_>>().len()
    }

    /// Whether any source was retracted at all.
    #[must_use]
    pub fn has_retracted(&self) -> bool {
        !self.retracted.is_empty()
    }

    /// Whether it, or what it copies, has been taken back by its publisher.
    #[must_use]
    pub fn is_retracted(&self, id: &Id) -> bool {
        self.retracted.contains(id)
    }
}

/// A source, its origin, the origin of that, and so on; up to the first that is missing or has been met before.
fn chain<'a>(source: &'a Source, sources: &'a BTreeMap<Id, Source>, diagnostics: &mut Diagnostics) -> Vec<&'a Source> {
    let mut chain = vec![source];
    let mut here = source;
    while let Some(origin) = &here.origin {
        match sources.get(&origin.value) {
            None => {
                // A missing one is reported where it is written, not on every chain that passes there.
                if std::ptr::eq(here, source) {
                    diagnostics.push(super::resolve::unknown_source(origin.value.as_str(), origin.span, sources));
                }
                return chain;
            }
            Some(next) if chain.iter().any(|one| std::ptr::eq(*one, next)) => {
                if std::ptr::eq(next, source) {
                    let message = format!("the origin of `{}` leads back to itself", source.id.value);
                    let found =
                        Diagnostic::new(Code::OriginCycle, source.origin.as_ref().map_or(origin.span, |one| one.span), message);
                    diagnostics.push(found.help("leave `origin` out of the one that was published first"));
                }
                return chain;
            }
            Some(next) => {
                chain.push(next);
                here = next;
            }
        }
    }
    chain
}
