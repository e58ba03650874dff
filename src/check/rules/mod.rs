//! The table of rules.
//!
//! In: nothing. Out: every rule, in the order in which they run. A new rule is a file here, a line in this table, a code in
//! [`Code`](crate::diagnose::Code) and a picture in `tests/mistakes/`. It never runs one.

mod arrival_first;
mod bad_archive;
mod bad_order;
mod before_begin;
mod conflicting_number;
mod differing_number;
mod dropped_qualifier;
mod duplicate_event;
mod duplicate_source;
mod future_date;
mod money_kind;
mod no_source;
mod older_source;
mod partition;
mod person_name;
mod retracted_source;
mod single_lineage;
mod stale_review;
mod unbound_number;
mod uncited;
pub mod undated_total;
mod unknown_date;
mod unmentioned_country;
mod unrecorded_number;
mod unused_source;

pub use differing_number::differing_number;

use super::prose::{Doubt, Passage};
use crate::diagnose::Diagnostics;
use crate::link::Site;

/// A rule looks at the site and says what it finds.
pub type Rule = fn(&Site, &mut Diagnostics);

/// All rules about records.
pub const ALL: &[Rule] = &[
    no_source::no_source,
    retracted_source::retracted_source,
    single_lineage::single_lineage,
    future_date::future_date,
    before_begin::before_begin,
    bad_order::bad_order,
    older_source::older_source,
    arrival_first::arrival_first,
    duplicate_event::duplicate_event,
    duplicate_source::duplicate_source,
    money_kind::money_kind,
    partition::partition,
    bad_archive::bad_archive,
    stale_review::stale_review,
    unused_source::unused_source,
    unmentioned_country::unmentioned_country,
];

/// A rule about prose looks at one passage.
pub type ProseRule = fn(&Passage<'_>) -> Vec<Doubt>;

/// Rules that hold the facts of a text against the records. [`differing_number()`] holds several texts against each other.
pub const FACTS: &[ProseRule] = &[
    dropped_qualifier::dropped_qualifier,
    unbound_number::unbound_number,
    conflicting_number::conflicting_number,
    unrecorded_number::unrecorded_number,
    unknown_date::unknown_date,
];

/// Rules that look at the wording alone.
pub const WORDING: &[ProseRule] = &[undated_total::undated_total, uncited::uncited, person_name::person_name];
