//! Hops that choose the next hop.

use alloc::vec::Vec;

use super::{HopId, Label, Next, PlaceId, StateId, Stop, Table};
use crate::space::{Space, Spaces};

/// An ordered list of which the first entry that matches decides.
///
/// Lowering decides the order: longest prefix first is one way to.
#[derive(Debug)]
pub(crate) struct Route {
    entries: Vec<Entry>,
    table: Table,
}

/// One entry.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What it matches.
    pub(crate) packets: Space,
    /// Where that goes.
    pub(crate) next: Next,
    /// What it is.
    pub(crate) label: Label,
}

/// A hop behind which the provider takes one of several ways.
#[derive(Debug)]
pub(crate) struct Branches {
    /// The place that packets come by here, if they do: a flow to it is one to whatever it gives them to.
    pub(crate) front: Option<PlaceId>,
    /// The ways.
    pub(crate) ways: Vec<Branch>,
    /// Where replies go: by the one whose memory knows their flow, else by any. Where there is none, they go as other packets.
    pub(crate) back: Vec<(StateId, HopId)>,
}

/// One of several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Branch {
    /// Where it begins.
    pub(crate) hop: HopId,
    /// The place that it is a way to, where others lead elsewhere: what fails on it fails for flows to that place alone.
    pub(crate) to: Option<PlaceId>,
}

impl From<HopId> for Branch {
    fn from(hop: HopId) -> Self {
        Self { hop, to: None }
    }
}

impl Branches {
    /// By one of some ways, whichever: none of them is the only one to some place.
    pub(crate) fn any_of(ways: impl IntoIterator<Item = HopId>) -> Self {
        Self { front: None, ways: ways.into_iter().map(Branch::from).collect(), back: Vec::new() }
    }
}

impl Route {
    /// A list in the order in which it is asked, and what happens when nothing matches.
    pub(crate) fn new(spaces: &mut Spaces, mut entries: Vec<Entry>, otherwise: (Stop, Label)) -> Self {
        let (stop, label) = otherwise;
        entries.push(Entry { packets: Space::ALL, next: Next::Stop(stop), label });
        let numbered = entries.iter().zip(0..).map(|(entry, number)| (entry.packets, number));
        let table = Table::new(spaces, numbered, &|number| effect(&entries, number));
        Self { entries, table }
    }

    /// Which entry decides about packets, by number.
    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    /// The same, to be changed.
    pub(super) const fn table_mut(&mut self) -> &mut Table {
        &mut self.table
    }

    /// All entries, in their order.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this number in the table.
    pub(crate) fn entry(&self, number: u32) -> Option<&Entry> {
        self.entries.get(number as usize)
    }
}

/// The first of the entries that lead where this one leads; all that stop packets are alike.
fn effect(entries: &[Entry], number: u32) -> u32 {
    let next = |entry: &Entry| match entry.next {
        Next::Hop(hop) => Some(hop),
        Next::Stop(_) => None,
    };
    let own = entries.get(number as usize).and_then(next);
    entries.iter().zip(0..).find(|(entry, _)| next(entry) == own).map_or(number, |(_, first)| first)
}
