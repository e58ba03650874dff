//! Without the feature `images`, no small versions are made: pictures are shown as they are.
//!
//! In, out, never: as in `shrink.rs`, with nothing ever made.

use super::Damaged;

/// Whether this program can make pictures smaller.
pub const CAN_SHRINK: bool = false;

/// Nobody asks for a picture that was never announced.
///
/// # Errors
/// Always.
pub fn shrunk(_: &[u8], _: u32) -> Result<Vec<u8>, Damaged> {
    Err(Damaged("this Sourcebook was built without the feature `images`"))
}
