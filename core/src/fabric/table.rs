//! What an ordered list makes of packets.

use crate::ordered::Map;
use crate::packet::Packet;
use crate::space::{Decisions, Field, Space, Spaces};

/// Which entry of an ordered list decides about each packet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    /// By the numbers of the entries.
    by_entry: Lookup,
    /// By what happens: entries that do the same have one number.
    effects: Decisions,
    /// The same, about packets that are asked about.
    by_effect: Lookup,
    /// Which those are.
    asked: Space,
}

/// How finely a list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Each entry by itself.
    Entries,
    /// What happens, whichever entry says so.
    Effects,
}

#[derive(Debug, Clone, Copy)]
struct Lookup {
    whole: Decisions,
    /// About packets that no hop has marked.
    unmarked: Decisions,
    marks: bool,
}

impl Table {
    /// A table of entries of which the first that matches decides, by their numbers. `effect` is the number of an entry that
    /// does the same, of all of them the same one.
    pub(crate) fn new(
        spaces: &mut Spaces,
        entries: impl IntoIterator<Item = (Space, u32)>,
        effect: &dyn Fn(u32) -> u32,
    ) -> Self {
        let decisions = spaces.decisions(entries);
        Self::of(spaces, decisions, effect)
    }

    /// A table of decisions.
    pub(crate) fn of(spaces: &mut Spaces, decisions: Decisions, effect: &dyn Fn(u32) -> u32) -> Self {
        let by_effect =
            spaces.split(decisions).into_iter().map(|(number, packets)| (effect(number), packets));
        let by_effect = Map::<u32, Space>::grouped(by_effect).into_iter();
        let mut united = alloc::vec::Vec::new();
        for (effect, packets) in by_effect {
            united.push((spaces.union_all(packets), effect));
        }
        let effects = spaces.decisions(united);
        let (by_entry, by_effect) = (Lookup::of(spaces, decisions), Lookup::of(spaces, effects));
        Self { by_entry, effects, by_effect, asked: Space::ALL }
    }

    /// The decisions about packets with this mark.
    pub(crate) fn decisions(&self, spaces: &mut Spaces, detail: Detail, mark: u8) -> Decisions {
        let lookup = match detail {
            Detail::Entries => self.by_entry,
            Detail::Effects => self.by_effect,
        };
        if mark == 0 || !lookup.marks { lookup.unmarked } else { with_mark(spaces, lookup.whole, mark) }
    }

    /// The effects on packets with any mark, whether anything is asked about them or not.
    pub(crate) const fn of_all(&self) -> Decisions {
        self.effects
    }

    /// The decisions about packets with any mark, by the numbers of the entries.
    pub(crate) const fn whole(&self) -> Decisions {
        self.by_entry.whole
    }

    /// Whether the numbers of all effects are those of another table.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.effects == other.effects
    }

    /// The packets that each effect is about, by their numbers, whatever they are marked with.
    pub(super) fn effects(&self, spaces: &mut Spaces) -> alloc::vec::Vec<(u32, Space)> {
        spaces.split(self.by_effect.whole)
    }

    /// Leaves effects on other packets than these out.
    pub(super) fn narrow_effects(&mut self, spaces: &mut Spaces, packets: Space) {
        if self.asked != packets {
            let narrowed = spaces.decisions_within(self.effects, packets);
            (self.by_effect, self.asked) = (Lookup::of(spaces, narrowed), packets);
        }
    }

    /// The number of the entry for one packet with a mark; `None` where none matches.
    pub(crate) fn decision(&self, spaces: &Spaces, packet: &Packet, mark: u8) -> Option<u32> {
        spaces.decision_marked(self.by_entry.whole, packet, mark)
    }
}

impl Lookup {
    fn of(spaces: &mut Spaces, whole: Decisions) -> Self {
        let marks = spaces.looks_at(whole, Field::Mark);
        Self { whole, marks, unmarked: if marks { with_mark(spaces, whole, 0) } else { whole } }
    }
}

fn with_mark(spaces: &mut Spaces, decisions: Decisions, mark: u8) -> Decisions {
    spaces.decisions_at(decisions, Field::Mark, u128::from(mark))
}
