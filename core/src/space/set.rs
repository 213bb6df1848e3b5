//! A set of packets as a value of its own.

use alloc::vec::Vec;

use num_bigint::BigUint;

use super::diagram::{Diagram, Operation};
use super::encoding::{self, Kind};
use super::{Cube, Field, Values, boxes};
use crate::packet::{Family, Packet};

/// A set as a value; equal sets are equal values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Set(pub(super) Diagram);

impl Set {
    /// The set without packets.
    pub(super) const fn empty() -> Self {
        Self(Diagram::Empty)
    }

    /// Every packet.
    pub(super) fn all() -> Self {
        Self::cube(&Cube::all())
    }

    /// The packets whose fields all have values of `cube`; what no packet can have is left out.
    pub(super) fn cube(cube: &Cube) -> Self {
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

    /// The set of one packet.
    pub(super) fn packet(packet: &Packet) -> Self {
        let point = encoding::point(packet);
        let node = |rest, value| Diagram::node([(Values::one(value), rest)]);
        Self(point.into_iter().rev().fold(Diagram::Full, node))
    }

    /// The packets of any of `spaces`; faster than one union after the other.
    pub(super) fn union_all(spaces: impl IntoIterator<Item = Self>) -> Self {
        Self(Diagram::union_all(spaces.into_iter().map(|space| space.0).collect()))
    }

    /// The packets of either set.
    pub(super) fn union(&self, other: &Self) -> Self {
        Self(self.0.combine(Operation::Union, &other.0))
    }

    /// The packets of both sets.
    pub(super) fn intersect(&self, other: &Self) -> Self {
        Self(self.0.combine(Operation::Intersect, &other.0))
    }

    /// The packets whose `field` is one of `values`.
    pub(super) fn limit(&self, field: Field, values: &Values) -> Self {
        Self(self.0.rebuilt(field.depth(), &|node| node.limited(values)))
    }

    /// The packets of this set that are not of `other`.
    pub(super) fn minus(&self, other: &Self) -> Self {
        Self(self.0.combine(Operation::Minus, &other.0))
    }

    /// Whether `packet` is of this set.
    pub(super) fn contains(&self, packet: &Packet) -> bool {
        self.0.contains(encoding::point(packet))
    }

    /// The values that `field` has in packets of this set.
    pub(super) fn values(&self, field: Field) -> Values {
        self.0.values(field.depth())
    }

    /// See [`Spaces::forget`](super::Spaces::forget).
    pub(super) fn forget(&self, field: Field) -> Self {
        Self(self.0.freed(field.depth())).intersect(&Self::all())
    }

    /// See [`Spaces::slices`](super::Spaces::slices).
    pub(super) fn slices(&self, field: Field) -> Vec<(Values, Self)> {
        let universe = Self::all();
        let lifted = self.0.lifted(field.depth());
        let freed = |rest: &Diagram| Self(rest.widened(field.depth())).intersect(&universe);
        lifted.groups().into_iter().map(|(values, rest)| (values, freed(rest))).collect()
    }

    /// The number of packets, exact.
    pub(super) fn count(&self) -> BigUint {
        self.0.count()
    }

    /// The packet with the lowest values, compared in the order of [`Field::ALL`]; `None` of the empty set.
    pub(super) fn sample(&self) -> Option<Packet> {
        encoding::packet(self.0.first()?)
    }

    /// See [`Spaces::cubes`](super::Spaces::cubes).
    pub(super) fn cubes(&self) -> Vec<Cube> {
        boxes::boxes(self)
    }

    /// The packets with source and destination swapped, addresses and ports; ICMP types and codes stay.
    pub(super) fn mirrored(&self) -> Self {
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
