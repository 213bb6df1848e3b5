//! What is known of everything that is sent.

use alloc::vec::Vec;

use super::groups::Groups;
use super::row::Row;
use crate::fabric::{Fabric, PlaceId};
use crate::ordered::{ById, Set};

/// What becomes of everything that a place sends, for those whose row was found: of each kin one is asked.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    found: ById<PlaceId, Row>,
    /// Places whose row nobody looked for yet, the last first.
    todo: Vec<PlaceId>,
    /// How many places are asked.
    of: usize,
}

impl Rows {
    /// No row yet.
    pub(super) fn new(fabric: &Fabric, groups: &Groups) -> Self {
        let places = (0..fabric.places.len()).map(|id| groups.sender(PlaceId(id as u32)));
        let mut todo: Vec<PlaceId> = places.collect::<Set<PlaceId>>().into_iter().collect();
        todo.reverse();
        Self { found: ById::default(), of: todo.len(), todo }
    }

    /// The row of a place.
    pub(super) fn get(&self, place: PlaceId) -> Option<&Row> {
        self.found.get(place)
    }

    /// A place whose row nobody looked for.
    pub(crate) fn next(&self) -> Option<PlaceId> {
        self.todo.last().copied()
    }

    /// Keeps the row of the next place, where it has one that is not too large.
    pub(crate) fn keep(&mut self, row: Option<Row>) {
        if let (Some(place), Some(row)) = (self.todo.pop(), row) {
            self.found.insert(place, row);
        }
    }

    /// How many rows were looked for, and how many there are to look for.
    pub(crate) const fn progress(&self) -> (usize, usize) {
        (self.of.saturating_sub(self.todo.len()), self.of)
    }
}
