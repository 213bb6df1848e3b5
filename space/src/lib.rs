//! Exact sets of packets.
//!
//! A packet is six numbers, one per [`Field`]:
//!
//! | field | values |
//! |---|---|
//! | family | 0 = IPv4, 1 = IPv6 |
//! | protocol | 0 to 255 |
//! | source | 0 to 2^32-1 (IPv4), 0 to 2^128-1 (IPv6) |
//! | destination | as source |
//! | destination port | TCP, UDP: 0 to 65535; the family's own ICMP: type * 256 + code; else 0 |
//! | source port | TCP, UDP: 0 to 65535; else 0 |
//!
//! ICMP stands in the destination port as in NetFlow (Cisco; RFC 3954, field `ICMP_TYPE`: type * 256 + code).
//! The packets of this table are the universe: every [`Space`] is a subset of it by construction.
//!
//! A [`Space`] is a small handle of a set in a store, [`Spaces`]. Within one store equal sets are equal handles, so that
//! asking whether two sets are equal, or one is empty, takes no time. A store only grows: questions are asked in one of
//! their own that goes on from a shared one ([`Spaces::over`]), and is dropped with them.

#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

extern crate alloc;
// What `ts_rs` derives names the standard library.
#[cfg(feature = "typescript")]
#[macro_use]
extern crate std;

mod boxes;
mod change;
mod copy;
mod count;
mod cube;
mod encoding;
mod field;
mod inside;
mod level;
mod list;
mod lowest;
mod make;
mod mask;
mod nodes;
// For the crates of Ringfence alone: sorting that is compiled once for all types.
#[doc(hidden)]
pub mod ordered;
mod overlay;
pub mod packet;
mod rules;
#[cfg(test)]
mod tests;
mod values;

use alloc::sync::Arc;
use alloc::vec::Vec;

pub use cube::Cube;
pub use field::Field;
pub use level::Layout;
use list::Rule;
pub use lowest::Span;
use nodes::{Id, Memo, Nodes, Operation};
pub use rules::{Edited, RuleList};
pub use values::Values;

use crate::packet::{Family, Packet};

/// A set of packets in a [`Spaces`]; within one store equal sets are equal handles.
///
/// A handle means something in its own store and in those that go on from it; elsewhere it stands for some set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space(Id);

impl Space {
    /// The set without packets, of every store.
    pub const EMPTY: Self = Self(Id::EMPTY);
    /// Every packet, of every store.
    pub const ALL: Self = Self(Id::FULL);

    /// Whether no packet is of this set.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::EMPTY
    }
}

/// What each packet comes to by a list of rules: a number, or nothing where none decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decisions(Id);

impl Decisions {
    /// Number 0 about every packet of a set, nothing about others.
    #[must_use]
    pub const fn about(space: Space) -> Self {
        Self(space.0)
    }
}

/// A store of sets of packets.
#[derive(Debug)]
pub struct Spaces {
    nodes: Nodes,
    layout: Layout,
}

impl Default for Spaces {
    fn default() -> Self {
        Self::new()
    }
}

impl Spaces {
    /// A store with nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Layout::Words)
    }

    /// A store whose diagrams cut fields as `layout` says.
    #[must_use]
    pub fn with(layout: Layout) -> Self {
        Self { nodes: Nodes::new(), layout }
    }

    /// A store that knows every set of `base`, and keeps its own beside them.
    #[must_use]
    pub fn over(base: &Arc<Self>) -> Self {
        Self { nodes: Nodes::over(base), layout: base.layout }
    }

    /// The set of one packet.
    pub fn packet(&mut self, packet: &Packet) -> Space {
        let point = encoding::point(packet);
        let one = |cube: Cube, field: Field| {
            let value = point.get(field.depth()).copied().unwrap_or_default();
            cube.with(field, Values::one(value))
        };
        let cube = Field::ALL.into_iter().fold(Cube::all(), one);
        self.cube(&cube)
    }

    /// The packets whose `field` is one of `values`.
    pub fn of(&mut self, field: Field, values: &Values) -> Space {
        self.cube(&Cube::all().with(field, values.clone()))
    }

    /// The packets of either set.
    pub fn union(&mut self, one: Space, other: Space) -> Space {
        Space(self.nodes.combine(Operation::Or, one.0, other.0))
    }

    /// The packets of any of `spaces`; faster than one union after the other.
    pub fn union_all(&mut self, spaces: impl IntoIterator<Item = Space>) -> Space {
        Space(self.nodes.union(spaces.into_iter().map(|space| space.0)))
    }

    /// The packets of both sets.
    pub fn intersect(&mut self, one: Space, other: Space) -> Space {
        Space(self.nodes.combine(Operation::And, one.0, other.0))
    }

    /// The packets of `one` that are not of `other`.
    pub fn minus(&mut self, one: Space, other: Space) -> Space {
        Space(self.nodes.combine(Operation::Minus, one.0, other.0))
    }

    /// The packets that are not of the set.
    pub fn complement(&mut self, space: Space) -> Space {
        self.minus(Space::ALL, space)
    }

    /// Whether every packet of `one` is of `other`.
    pub fn is_subset(&mut self, one: Space, other: Space) -> bool {
        self.minus(one, other).is_empty()
    }

    /// The packets of the set whose `field` is one of `values`.
    pub fn limit(&mut self, space: Space, field: Field, values: &Values) -> Space {
        let limit = self.of(field, values);
        self.intersect(space, limit)
    }

    /// Whether `packet` is of the set.
    #[must_use]
    pub fn contains(&self, space: Space, packet: &Packet) -> bool {
        self.contains_marked(space, packet, 0)
    }

    /// Whether `packet` with a mark is of the set.
    pub fn contains_marked(&self, space: Space, packet: &Packet, mark: u8) -> bool {
        self.look_up(space.0, packet, mark) != Id::EMPTY
    }

    /// What each packet comes to by rules of which the first that matches decides: its number, of several rules perhaps
    /// the same. Numbers from 2^31 - 2 on are not told apart.
    pub fn decisions(&mut self, rules: impl IntoIterator<Item = (Space, u32)>) -> Decisions {
        let rule = |(packets, number): (Space, u32)| Rule { set: packets.0, outcome: Id::outcome(number) };
        Decisions(self.first_of(rules.into_iter().map(rule).collect()))
    }

    /// The packets that rules permit of which the first that matches decides; what none matches is not permitted.
    pub fn permitted(&mut self, rules: impl IntoIterator<Item = (Space, bool)>) -> Space {
        let rule = |(packets, permits): (Space, bool)| {
            let outcome = if permits { Id::FULL } else { Id::EMPTY };
            Rule { set: packets.0, outcome }
        };
        Space(self.first_of(rules.into_iter().map(rule).collect()))
    }

    /// The outcome of the first of the rules whose set holds, without what was made on the way.
    fn first_of(&mut self, rules: Vec<Rule>) -> Id {
        let mark = self.nodes.count();
        let result = self.nodes.first_of(rules);
        self.nodes.sweep(mark, result)
    }

    /// The packets for which the rules with this number decide.
    pub fn decided(&mut self, decisions: Decisions, number: u32) -> Space {
        Space(self.nodes.combine(Operation::Where, decisions.0, Id::outcome(number)))
    }

    /// The decisions about the packets of a set alone.
    pub fn decisions_within(&mut self, decisions: Decisions, space: Space) -> Decisions {
        Decisions(self.nodes.combine(Operation::And, space.0, decisions.0))
    }

    /// The decisions of the first, and of the second where the first has none.
    pub fn decisions_or(&mut self, first: Decisions, second: Decisions) -> Decisions {
        Decisions(self.nodes.combine(Operation::Else, first.0, second.0))
    }

    /// The decisions about packets whose `field` is `value`, said of every value.
    pub fn decisions_at(&mut self, decisions: Decisions, field: Field, value: u128) -> Decisions {
        let levels = self.layout.of(field, Family::V6);
        let all = self.layout.levels();
        let part = |level: u8| {
            let level = all.get(usize::from(level));
            level.map_or(0, |level| {
                ((value >> level.shift) as u32) & (u32::MAX >> 32_u32.saturating_sub(level.bits))
            })
        };
        let (first, end) = (levels.start as u8, levels.end as u8);
        Decisions(self.nodes.at(decisions.0, first, end, &part, &mut Memo::new()))
    }

    /// The decisions about packets whose `field` is one of `values`, which are cut into sets that are all decided alike:
    /// of each, the decisions as [`Spaces::decisions_at`] has them. Values without decisions are left out.
    pub fn decisions_by(
        &mut self,
        decisions: Decisions,
        field: Field,
        values: &Values,
    ) -> Vec<(Values, Decisions)> {
        if let Some(value) = values.single() {
            let decisions = self.decisions_at(decisions, field, value);
            return if decisions.0 == Id::EMPTY {
                Vec::new()
            } else {
                alloc::vec![(values.clone(), decisions)]
            };
        }
        let limit = self.of(field, values);
        let limited = self.nodes.combine(Operation::And, limit.0, decisions.0);
        self.slices(Space(limited), field)
            .into_iter()
            .map(|(values, rest)| (values, Decisions(rest.0)))
            .collect()
    }

    /// Whether the decisions hang on `field`: on one that addresses of IPv6 or ports have.
    #[must_use]
    pub fn looks_at(&self, decisions: Decisions, field: Field) -> bool {
        self.layout.of(field, Family::V6).any(|level| self.nodes.looks_at(decisions.0, level as u8))
    }

    /// The packets that each number decides about, by the numbers.
    pub fn split(&mut self, decisions: Decisions) -> Vec<(u32, Space)> {
        let parts = self.nodes.split(decisions.0);
        parts.into_iter().filter_map(|(terminal, part)| Some((terminal.number()?, Space(part)))).collect()
    }

    /// What `packet` comes to; `None` where no rule matches.
    #[must_use]
    pub fn decision(&self, decisions: Decisions, packet: &Packet) -> Option<u32> {
        self.decision_marked(decisions, packet, 0)
    }

    /// What `packet` with a mark comes to.
    pub fn decision_marked(&self, decisions: Decisions, packet: &Packet, mark: u8) -> Option<u32> {
        self.look_up(decisions.0, packet, mark).number()
    }

    /// Where a diagram leads `packet`.
    fn look_up(&self, from: Id, packet: &Packet, mark: u8) -> Id {
        let point = encoding::point(packet);
        let mut here = from;
        while let Some(level) = self.layout.levels().get(usize::from(self.nodes.level(here))) {
            let value = point.get(level.field.depth()).copied().unwrap_or(u128::from(mark)) >> level.shift;
            let value = (value as u32) & (u32::MAX >> 32_u32.saturating_sub(level.bits));
            let edges = self.nodes.edges(here);
            here = edges
                .get(edges.partition_point(|edge| edge.last < value))
                .map_or(Id::EMPTY, |edge| edge.rest);
        }
        here
    }

    /// The bytes that a set takes in its store, what it shares with others included.
    #[must_use]
    pub fn bytes(&self, space: Space) -> usize {
        self.nodes.size(space.0).1
    }

    /// How many ranges the nodes of this store have.
    pub const fn own_ranges(&self) -> usize {
        self.nodes.own_ranges()
    }

    /// Gives back memory that nothing needs as long as no set is made.
    pub fn shrink(&mut self) {
        self.nodes.shrink();
    }

    /// Counts work that was done with the sets of this store.
    pub fn spend(&mut self, steps: usize) {
        self.nodes.spend(steps);
    }

    /// Lets the store work `steps` more, of some tens of nanoseconds each. When it has used them up, its results are no
    /// longer right, and [`Spaces::is_exhausted`] says so.
    pub const fn limit_work(&mut self, steps: u64) {
        self.nodes.limit(steps);
    }

    /// Lets the store work again after it had used up what it was let: what is not right any more is forgotten.
    pub fn renew_work(&mut self, steps: u64) {
        self.nodes.renew(steps);
    }

    /// The steps that it may still work.
    pub const fn work_left(&self) -> u64 {
        self.nodes.left()
    }

    /// Whether the work was more than it was let do, or the sets more than a store can hold (2^25 ranges): then nothing it
    /// gave since its last known right result is to be relied on.
    #[must_use]
    pub const fn is_exhausted(&self) -> bool {
        self.nodes.left() == 0
    }
}
