//! What was found below nodes, so that none is gone through again.

use alloc::vec::Vec;

use super::{Id, Table};

/// A result for each of some nodes.
#[derive(Debug)]
pub(crate) struct Memo<T> {
    /// Where the result of each node stands; the hash of a node is that of no other.
    places: Table,
    results: Vec<T>,
}

impl<T> Memo<T> {
    /// No result.
    pub(crate) const fn new() -> Self {
        Self { places: Table::new(), results: Vec::new() }
    }

    /// The result of a node.
    pub(crate) fn get(&self, id: Id) -> Option<&T> {
        let place = self.places.find(hash(id), |_| true)?;
        self.results.get(place as usize)
    }

    /// The result of a node that has none.
    pub(crate) fn insert(&mut self, id: Id, result: T) {
        self.places.insert(hash(id), self.results.len() as u32);
        self.results.push(result);
    }
}

/// Nodes that were seen.
#[derive(Debug)]
pub(crate) struct Seen(Table);

impl Seen {
    /// No node.
    pub(crate) const fn new() -> Self {
        Self(Table::new())
    }

    /// Whether this is the first time that `id` is seen.
    pub(crate) fn is_first(&mut self, id: Id) -> bool {
        let is_first = self.0.find(hash(id), |_| true).is_none();
        if is_first {
            self.0.insert(hash(id), 0);
        }
        is_first
    }
}

/// No two ids have the same: the factor is odd.
const fn hash(id: Id) -> u32 {
    id.0.wrapping_mul(0x9E37_79B1)
}
