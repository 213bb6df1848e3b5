//! Hops that choose the next hop by destination.

use alloc::vec::Vec;

use super::{Ends, Label, Next, Stop};
use crate::space::{Space, Spaces};

/// An ordered list of which the first entry that matches decides.
///
/// Lowering decides the order: longest prefix first is one way to.
#[derive(Debug, Default)]
pub(crate) struct Route {
    entries: Vec<Entry>,
    /// The ends of each entry's packets.
    ends: Vec<Ends>,
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

impl Route {
    /// A list in the order in which it is asked, and what happens when nothing matches.
    pub(crate) fn new(
        spaces: &mut Spaces,
        entries: impl IntoIterator<Item = Entry>,
        otherwise: (Stop, Label),
    ) -> Self {
        let mut rest = Space::ALL;
        let mut own = Vec::new();
        for entry in entries {
            let packets = spaces.intersect(rest, entry.packets);
            if !packets.is_empty() {
                rest = spaces.minus(rest, packets);
                own.push(Entry { packets, ..entry });
            }
        }
        let (stop, label) = otherwise;
        if !rest.is_empty() {
            own.push(Entry { packets: rest, next: Next::Stop(stop), label });
        }
        let ends = own.iter().map(|entry| Ends::of(spaces, entry.packets)).collect();
        Self { entries: own, ends }
    }

    /// The entries with what is left for each: a partition of all packets.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries that may match packets with these ends.
    pub(crate) fn entries_for(&self, ends: &Ends) -> impl Iterator<Item = &Entry> {
        let all = self.entries.iter().zip(&self.ends);
        all.filter(|(_, own)| own.meet(ends)).map(|(entry, _)| entry)
    }
}
