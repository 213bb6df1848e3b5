//! Numbers by hashes: one shape of table for all that is looked up while sets are made, but the nodes.

use hashbrown::HashTable;

use super::wide;

/// Numbers, each by a hash that others may have, too.
#[derive(Debug, Default)]
pub(crate) struct Table(HashTable<(u32, u32)>);

impl Table {
    /// No number.
    pub(crate) const fn new() -> Self {
        Self(HashTable::new())
    }

    /// The number with a hash that is the one looked for.
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let found = self.0.find(wide(hash), |&(known, number)| known == hash && is_it(number));
        found.map(|&(_, number)| number)
    }

    /// Adds a number.
    pub(crate) fn insert(&mut self, hash: u32, number: u32) {
        self.0.insert_unique(wide(hash), (hash, number), |&(hash, _)| wide(hash));
    }
}
