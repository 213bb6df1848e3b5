//! A store of sets, in which each set stands once.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use num_bigint::BigUint;

use super::set::Set;
use super::{Cube, Field, Values};
use crate::packet::Packet;

/// A set of packets in a [`Spaces`]; within one store equal sets are equal handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space(u32);

impl Space {
    /// The set without packets, in every store.
    pub const EMPTY: Self = Self(0);
    /// Every packet, in every store.
    pub const ALL: Self = Self(1);

    /// Whether no packet is of this set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == Self::EMPTY.0
    }
}

/// What a handle of another store stands for.
static NOTHING: Set = Set::empty();

/// A store of sets.
///
/// A handle is one of the store that made it, and of every store [`over`](Self::over) that one.
#[derive(Debug)]
pub struct Spaces {
    base: Option<Arc<Self>>,
    /// How many sets `base` knows.
    before: u32,
    sets: Vec<Set>,
    known: BTreeMap<Set, Space>,
}

impl Default for Spaces {
    fn default() -> Self {
        Self::new()
    }
}

impl Spaces {
    /// A store without sets but [`Space::EMPTY`] and [`Space::ALL`].
    #[must_use]
    pub fn new() -> Self {
        let mut spaces = Self { base: None, before: 0, sets: Vec::new(), known: BTreeMap::new() };
        spaces.keep(Set::empty());
        spaces.keep(Set::all());
        spaces
    }

    /// A store that knows every set of `base`, and adds its own.
    #[must_use]
    pub fn over(base: &Arc<Self>) -> Self {
        let before = base.len();
        Self { base: Some(Arc::clone(base)), before, sets: Vec::new(), known: BTreeMap::new() }
    }

    /// The packets whose fields all have values of `cube`; what no packet can have is left out.
    pub fn cube(&mut self, cube: &Cube) -> Space {
        self.keep(Set::cube(cube))
    }

    /// The packets whose `field` is one of `values`.
    pub fn of(&mut self, field: Field, values: &Values) -> Space {
        self.cube(&Cube::all().with(field, values.clone()))
    }

    /// The set of one packet.
    pub fn packet(&mut self, packet: &Packet) -> Space {
        self.keep(Set::packet(packet))
    }

    /// The packets of either set.
    pub fn union(&mut self, a: Space, b: Space) -> Space {
        self.keep(self.set(a).union(self.set(b)))
    }

    /// The packets of both sets.
    pub fn intersect(&mut self, a: Space, b: Space) -> Space {
        self.keep(self.set(a).intersect(self.set(b)))
    }

    /// The packets of `a` that are not of `b`.
    pub fn minus(&mut self, a: Space, b: Space) -> Space {
        self.keep(self.set(a).minus(self.set(b)))
    }

    /// The packets that are not of this set.
    pub fn complement(&mut self, a: Space) -> Space {
        self.minus(Space::ALL, a)
    }

    /// The packets of any of `spaces`; faster than one union after the other.
    pub fn union_all(&mut self, spaces: impl IntoIterator<Item = Space>) -> Space {
        self.keep(Set::union_all(spaces.into_iter().map(|space| self.set(space).clone())))
    }

    /// The packets whose `field` is one of `values`: the intersection with [`of`](Self::of), without building that set.
    pub fn limit(&mut self, space: Space, field: Field, values: &Values) -> Space {
        self.keep(self.set(space).limit(field, values))
    }

    /// Every packet that agrees with one of this set in all fields but `field`.
    ///
    /// The packets of the universe bound what that frees: a TCP packet gets every port, a GRE packet keeps port 0.
    pub fn forget(&mut self, space: Space, field: Field) -> Space {
        self.keep(self.set(space).forget(field))
    }

    /// The set cut by the values of `field`: every two packets whose values stand together have the same
    /// packets of this set beside them, up to `field`.
    ///
    /// The values of the slices are disjoint and in order of their first; the space of a slice has `field` freed
    /// as by [`forget`](Self::forget), so that the set is the union of space and [`of`](Self::of) the values, over all
    /// slices.
    pub fn slices(&mut self, space: Space, field: Field) -> Vec<(Values, Space)> {
        let slices = self.set(space).slices(field).into_iter();
        slices.map(|(values, rest)| (values, self.keep(rest))).collect()
    }

    /// The packets with source and destination swapped, addresses and ports; ICMP types and codes stay.
    pub fn mirrored(&mut self, space: Space) -> Space {
        self.keep(self.set(space).mirrored())
    }

    /// Whether every packet of `a` is of `b`.
    pub fn is_subset(&mut self, a: Space, b: Space) -> bool {
        self.minus(a, b).is_empty()
    }

    /// Whether `packet` is of this set.
    #[must_use]
    pub fn contains(&self, space: Space, packet: &Packet) -> bool {
        self.set(space).contains(packet)
    }

    /// The values that `field` has in packets of this set.
    #[must_use]
    pub fn values(&self, space: Space, field: Field) -> Values {
        self.set(space).values(field)
    }

    /// The number of packets, exact.
    #[must_use]
    pub fn count(&self, space: Space) -> BigUint {
        self.set(space).count()
    }

    /// The packet with the lowest values, compared in the order of [`Field::ALL`]; `None` of the empty set.
    #[must_use]
    pub fn sample(&self, space: Space) -> Option<Packet> {
        self.set(space).sample()
    }

    /// The set as a short list of boxes, in order, no packet in two of them: [`cube`](Self::cube) of each, united, is the
    /// set.
    ///
    /// A box is written wide: a field that has every value that its packets can have is [`Values::all`]. An
    /// address other than that stands in boxes of one family only, and a destination port other than that never
    /// stands for ports and ICMP types in one box.
    #[must_use]
    pub fn cubes(&self, space: Space) -> Vec<Cube> {
        self.set(space).cubes()
    }

    fn set(&self, Space(index): Space) -> &Set {
        match (index.checked_sub(self.before), &self.base) {
            (None, Some(base)) => base.set(Space(index)),
            (own, _) => own.and_then(|own| self.sets.get(own as usize)).unwrap_or(&NOTHING),
        }
    }

    fn len(&self) -> u32 {
        self.before.saturating_add(self.sets.len() as u32)
    }

    fn find(&self, set: &Set) -> Option<Space> {
        let known = self.known.get(set).copied();
        known.or_else(|| self.base.as_ref()?.find(set))
    }

    /// The handle of `set`, which is added where it is not known.
    fn keep(&mut self, set: Set) -> Space {
        if let Some(known) = self.find(&set) {
            return known;
        }
        let space = Space(self.len());
        self.known.insert(set.clone(), space);
        self.sets.push(set);
        space
    }
}
