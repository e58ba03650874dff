//! The table of rules.
//!
//! In: nothing. Out: every rule, in the order in which they run. A new rule is a file here, a line in this table, a code in
//! [`Code`](crate::diagnose::Code) and a picture in `tests/mistakes/`. It never runs one.

mod before_begin;
mod future_date;
mod no_source;
mod stale_review;
mod unused_source;

use crate::diagnose::Diagnostics;
use crate::link::Site;

/// A rule looks at the site and says what it finds.
pub type Rule = fn(&Site, &mut Diagnostics);

/// All rules.
pub const ALL: &[Rule] = &[
    no_source::no_source,
    future_date::future_date,
    before_begin::before_begin,
    stale_review::stale_review,
    unused_source::unused_source,
];
