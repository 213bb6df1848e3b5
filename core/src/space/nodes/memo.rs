//! What was found below nodes, so that none is gone through again.

use hashbrown::HashTable;

use super::{Id, wide};

/// A result for each of some nodes.
#[derive(Debug)]
pub(in crate::space) struct Memo<T>(HashTable<(Id, T)>);

impl<T> Memo<T> {
    /// No result.
    pub(in crate::space) const fn new() -> Self {
        Self(HashTable::new())
    }

    /// The result of a node.
    pub(in crate::space) fn get(&self, id: Id) -> Option<&T> {
        self.0.find(hash(id), |(known, _)| *known == id).map(|(_, result)| result)
    }

    /// The result of a node that has none.
    pub(in crate::space) fn insert(&mut self, id: Id, result: T) {
        self.0.insert_unique(hash(id), (id, result), |(id, _)| hash(*id));
    }
}

const fn hash(id: Id) -> u64 {
    wide(id.0.wrapping_mul(0x9E37_79B1))
}
