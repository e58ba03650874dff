//! The table of rules.
//!
//! In: nothing. Out: every rule, in the order in which they run. A new rule is a file here, a line in this table, a code in
//! [`Code`](crate::diagnose::Code) and a picture in `tests/mistakes/`. It never runs one.

mod arrival_first;
mod bad_archive;
mod bad_order;
mod before_begin;
mod duplicate_event;
mod future_date;
mod money_kind;
mod no_source;
mod partition;
mod retracted_source;
mod single_lineage;
mod stale_review;
mod typed_numbers;
mod unmentioned_country;
mod unused_source;

pub use typed_numbers::typed_numbers;

use crate::diagnose::Diagnostics;
use crate::link::Site;

/// A rule looks at the site and says what it finds.
pub type Rule = fn(&Site, &mut Diagnostics);

/// All rules that look at the site alone; [`typed_numbers()`] also remembers what it read.
pub const ALL: &[Rule] = &[
    no_source::no_source,
    retracted_source::retracted_source,
    single_lineage::single_lineage,
    future_date::future_date,
    before_begin::before_begin,
    bad_order::bad_order,
    arrival_first::arrival_first,
    duplicate_event::duplicate_event,
    money_kind::money_kind,
    partition::partition,
    bad_archive::bad_archive,
    stale_review::stale_review,
    unused_source::unused_source,
    unmentioned_country::unmentioned_country,
];
