//! Exact sets of packets.
//!
//! A packet is six numbers, one per [`Field`]:
//!
//! | field | values |
//! |---|---|
//! | family | 0 = IPv4, 1 = IPv6 |
//! | protocol | 0 to 255 |
//! | destination port | TCP, UDP: 0 to 65535; the family's own ICMP: type * 256 + code; else 0 |
//! | source | 0 to 2^32-1 (IPv4), 0 to 2^128-1 (IPv6) |
//! | source port | TCP, UDP: 0 to 65535; else 0 |
//! | destination | as source |
//!
//! ICMP stands in the destination port as in NetFlow (Cisco; RFC 3954, field `ICMP_TYPE`: type * 256 + code).
//! The packets of this table are the universe: every [`Space`] is a subset of it by construction.

mod boxes;
mod cube;
mod diagram;
mod encoding;
mod field;
mod overlay;
#[cfg(test)]
mod tests;
mod values;

use alloc::vec::Vec;
use core::fmt;

use num_bigint::BigUint;

pub use cube::Cube;
use diagram::{Diagram, Operation};
use encoding::Kind;
pub use field::Field;
pub use values::Values;

use crate::packet::{Family, Packet};

/// An exact set of packets; equal sets are equal values.
#[derive(Clone, PartialEq, Eq)]
pub struct Space(Diagram);

impl Space {
    /// The set without packets.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Diagram::Empty)
    }

    /// Every packet.
    #[must_use]
    pub fn all() -> Self {
        Self::cube(&Cube::all())
    }

    /// The packets whose fields all have values of `cube`; what no packet can have is left out.
    #[must_use]
    pub fn cube(cube: &Cube) -> Self {
        let below = [Field::Destination, Field::SourcePort, Field::Source, Field::DestinationPort];
        let parts = |family, kind: Kind| {
            let values = |field| cube.get(field).intersect(&kind.domain(family, field));
            let protocols = values(Field::Protocol);
            if protocols.is_empty() {
                return (protocols, Diagram::Empty);
            }
            let add = |rest, field| Diagram::node([(values(field), rest)]);
            (protocols, below.into_iter().fold(Diagram::Full, add))
        };
        let of_family = |family| {
            let number = Values::one(encoding::family_number(family)).intersect(cube.get(Field::Family));
            if number.is_empty() {
                return (number, Diagram::Empty);
            }
            (number, Diagram::node(Kind::ALL.map(|kind| parts(family, kind))))
        };
        Self(Diagram::node([Family::V4, Family::V6].map(of_family)))
    }

    /// The packets whose `field` is one of `values`.
    #[must_use]
    pub fn of(field: Field, values: &Values) -> Self {
        Self::cube(&Cube::all().with(field, values.clone()))
    }

    /// The set of one packet.
    #[must_use]
    pub fn packet(packet: &Packet) -> Self {
        let point = encoding::point(packet);
        let node = |rest, value| Diagram::node([(Values::one(value), rest)]);
        Self(point.into_iter().rev().fold(Diagram::Full, node))
    }

    /// The packets of any of `spaces`; faster than one union after the other.
    pub fn union_all(spaces: impl IntoIterator<Item = Self>) -> Self {
        Self(Diagram::union_all(spaces.into_iter().map(|space| space.0).collect()))
    }

    /// The packets of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self(self.0.combine(Operation::Union, &other.0))
    }

    /// The packets of both sets.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        Self(self.0.combine(Operation::Intersect, &other.0))
    }

    /// The packets whose `field` is one of `values`: the intersection with [`Space::of`], without building that set.
    #[must_use]
    pub fn limit(&self, field: Field, values: &Values) -> Self {
        Self(self.0.rebuilt(field.depth(), &|node| node.limited(values)))
    }

    /// The packets of this set that are not of `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self(self.0.combine(Operation::Minus, &other.0))
    }

    /// The packets that are not of this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self::all().minus(self)
    }

    /// Whether no packet is of this set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0 == Diagram::Empty
    }

    /// Whether every packet of this set is of `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.minus(other).is_empty()
    }

    /// Whether `packet` is of this set.
    #[must_use]
    pub fn contains(&self, packet: &Packet) -> bool {
        self.0.contains(encoding::point(packet))
    }

    /// The values that `field` has in packets of this set.
    #[must_use]
    pub fn values(&self, field: Field) -> Values {
        self.0.values(field.depth())
    }

    /// Every packet that agrees with one of this set in all fields but `field`.
    ///
    /// The packets of the universe bound what that frees: a TCP packet gets every port, a GRE packet keeps port 0.
    #[must_use]
    pub fn forget(&self, field: Field) -> Self {
        Self(self.0.freed(field.depth())).intersect(&Self::all())
    }

    /// The set cut by the values of `field`: every two packets whose values stand together have the same
    /// packets of this set beside them, up to `field`.
    ///
    /// The values of the slices are disjoint and in order of their first; the space of a slice has `field` freed
    /// as by [`Space::forget`], so that the set is the union of space and [`Space::of`] the values, over all slices.
    #[must_use]
    pub fn slices(&self, field: Field) -> Vec<(Values, Self)> {
        let universe = Self::all();
        let lifted = self.0.lifted(field.depth());
        let freed = |rest: &Diagram| Self(rest.widened(field.depth())).intersect(&universe);
        lifted.groups().into_iter().map(|(values, rest)| (values, freed(rest))).collect()
    }

    /// The number of packets, exact.
    #[must_use]
    pub fn count(&self) -> BigUint {
        self.0.count()
    }

    /// The packet with the lowest values, compared in the order of [`Field::ALL`]; `None` of the empty set.
    #[must_use]
    pub fn sample(&self) -> Option<Packet> {
        encoding::packet(self.0.first()?)
    }

    /// The set as a short list of boxes, in order, no packet in two of them: [`Space::cube`] of each, united, is the set.
    ///
    /// A box is written wide: a field that has every value that its packets can have is [`Values::all`]. An
    /// address other than that stands in boxes of one family only, and a destination port other than that never
    /// stands for ports and ICMP types in one box.
    #[must_use]
    pub fn cubes(&self) -> Vec<Cube> {
        boxes::boxes(self)
    }

    /// The packets with source and destination swapped, addresses and ports; ICMP types and codes stay.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut mirrored = Self::empty();
        for kind in Kind::ALL {
            for family in [Family::V4, Family::V6] {
                let part = self.intersect(&kind.space(family));
                // Below family and protocol stand destination port, source, source port, destination.
                let swapped = part.0.rebuilt(2, &|below| {
                    if kind == Kind::Ported {
                        below.lifted(2).rebuilt(1, &|rest| rest.lifted(2))
                    } else {
                        below.rebuilt(1, &|rest| rest.lifted(2).rebuilt(1, &|last| last.lifted(1)))
                    }
                });
                mirrored = mirrored.union(&Self(swapped));
            }
        }
        mirrored
    }
}

impl fmt::Debug for Space {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.cubes()).finish()
    }
}
