//! The ledger: when each page last said something new.
//!
//! In: `content/ledger.yaml`, which `sourcebook stamp` writes and nobody edits. Out: [`Ledger`]. It never decides whether a page still says
//! the same: that takes the whole report, and is [`render`](crate::render)'s part.

use super::date::Date;
use super::shapes;
use crate::diagnose::Diagnostics;
use crate::parse::{Fields, Node};
use crate::text::{File, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the last stamp wrote.
#[derive(Debug)]
pub struct Ledger {
    pub file: Arc<File>,
    /// By the address of the page.
    pub pages: BTreeMap<String, Stamp>,
}

/// What a page said on a day.
#[derive(Debug)]
pub struct Stamp {
    pub changed: Date,
    /// The hash of what it said, as the program writes it.
    pub said: String,
    pub span: Span,
}

/// Reads `ledger.yaml`.
pub(super) fn ledger(file: &Arc<File>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Ledger> {
    let fields = Fields::open(node, &shapes::LEDGER, diagnostics)?;
    let entries = fields.table("pages", diagnostics);
    let pages = entries.iter().filter_map(|(address, node)| {
        let fields = Fields::open(node, &shapes::STAMP, diagnostics)?;
        let changed = fields.get("changed", diagnostics);
        let said = fields.text("said", diagnostics);
        Some((address.text.clone(), Stamp { changed: changed?.value, said: said?.value, span: address.span }))
    });
    Some(Ledger { pages: pages.collect(), file: file.clone() })
}
