//! Results of pure calls, kept by what they were made of.
//!
//! In: keys that are content hashes. Out: what the same call gave in the run before. A memo may only skip work: a run with
//! an empty one gives the same bytes, and a test with random edits holds that. It never decides what depends on what.

use crate::text::Hash;
use foldhash::HashMap;
use std::sync::Arc;

/// The hash of everything that a result was made of, and a number that tells results of the same input apart.
pub type Key = (Hash, u32);

/// What the last run made.
#[derive(Debug)]
pub struct Memo<V> {
    kept: HashMap<Key, Arc<V>>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { kept: HashMap::default() }
    }
}

impl<V> Memo<V> {
    /// What the last run made of the same input, or what `make` makes now.
    pub fn get(&self, key: &Key, make: impl FnOnce() -> V) -> Arc<V> {
        self.kept.get(key).cloned().unwrap_or_else(|| Arc::new(make()))
    }

    /// Keeps what this run used and forgets everything else, so that memory follows the content and not its history.
    pub fn keep(&mut self, used: impl IntoIterator<Item = (Key, Arc<V>)>) {
        self.kept = used.into_iter().collect();
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_one_generation() {
        let mut memo = Memo::default();
        let first = memo.get(&(1, 0), || "made");
        memo.keep([((1, 0), first)]);
        assert_eq!(*memo.get(&(1, 0), || "made again"), "made");
        memo.keep([((2, 0), Arc::new("other"))]);
        assert_eq!(*memo.get(&(1, 0), || "made again"), "made again");
    }
}
