//! What an ordered list makes of packets.

use crate::packet::Packet;
use crate::space::{Decisions, Field, Space, Spaces, Values};

/// Which entry of an ordered list decides about each packet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    whole: Decisions,
    /// About packets that no hop has marked.
    unmarked: Decisions,
    marks: bool,
}

impl Table {
    /// A table of entries of which the first that matches decides, by what each stands for.
    pub(crate) fn new(spaces: &mut Spaces, entries: impl IntoIterator<Item = (Space, u32)>) -> Self {
        let whole = spaces.decisions(entries);
        Self::of(spaces, whole)
    }

    /// A table of decisions.
    pub(crate) fn of(spaces: &mut Spaces, whole: Decisions) -> Self {
        let marks = spaces.looks_at(whole, Field::Mark);
        Self { whole, marks, unmarked: if marks { with_mark(spaces, whole, 0) } else { whole } }
    }

    /// The decisions about packets with this mark.
    pub(crate) fn decisions(&self, spaces: &mut Spaces, mark: u8) -> Decisions {
        if mark == 0 || !self.marks { self.unmarked } else { with_mark(spaces, self.whole, mark) }
    }

    /// The number for one packet with a mark; `None` where no entry matches.
    pub(crate) fn decision(&self, spaces: &Spaces, packet: &Packet, mark: u8) -> Option<u32> {
        spaces.decision_marked(self.whole, packet, mark)
    }
}

fn with_mark(spaces: &mut Spaces, decisions: Decisions, mark: u8) -> Decisions {
    spaces.decisions_with(decisions, Field::Mark, &Values::one(u128::from(mark)))
}
