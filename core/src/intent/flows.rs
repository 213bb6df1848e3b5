//! Sets of flows.

use alloc::vec::Vec;

use num_bigint::BigUint;

use crate::fabric::RealmId;
use crate::ordered::Map;
use crate::space::{Space, Spaces};

/// The realm of the source and that of the destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Realms {
    /// Of the source.
    pub(crate) source: RealmId,
    /// Of the destination.
    pub(crate) destination: RealmId,
}

impl Realms {
    /// Both ends outside.
    pub(crate) const ALL_OUTSIDE: Self = Self { source: RealmId::OUTSIDE, destination: RealmId::OUTSIDE };
}

/// Flows that are gathered piece by piece, and united at once: one by one they would be gone over again and again.
#[derive(Debug, Default)]
pub(crate) struct Gathered(Vec<(Realms, Space)>);

impl Gathered {
    /// Adds flows between two realms.
    pub(crate) fn add(&mut self, realms: Realms, packets: Space) {
        if !packets.is_empty() {
            self.0.push((realms, packets));
        }
    }

    /// Adds a set of flows.
    pub(crate) fn extend(&mut self, flows: FlowSet) {
        self.0.extend(flows.0);
    }

    /// All that was gathered.
    pub(crate) fn united(self, spaces: &mut Spaces) -> FlowSet {
        let realms = Map::<Realms, Space>::grouped_list(self.0).into_iter();
        FlowSet(realms.map(|(realms, parts)| (realms, spaces.union_all(parts))).collect())
    }
}

/// Flows: packets with their sources as sent and their destinations as delivered, told apart by realm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FlowSet(Map<Realms, Space>);

impl FlowSet {
    /// The flows between two realms.
    pub(crate) fn between(&self, realms: Realms) -> Space {
        self.0.get(&realms).copied().unwrap_or(Space::EMPTY)
    }

    /// The flows by realms, ascending; none of the spaces is empty.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Realms, Space)> {
        self.0.iter().copied()
    }

    /// The flows from a realm.
    pub(crate) fn from(&self, realm: Option<RealmId>) -> Self {
        let own = self.iter().filter(|(realms, _)| Some(realms.source) == realm);
        Self(own.collect())
    }

    /// Whether there is no flow.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Flows in either.
    pub(crate) fn union(&self, spaces: &mut Spaces, other: &Self) -> Self {
        let mut all = Gathered::default();
        all.extend(self.clone());
        all.extend(other.clone());
        all.united(spaces)
    }

    /// Flows in both.
    pub(crate) fn intersect(&self, spaces: &mut Spaces, other: &Self) -> Self {
        self.change(&mut |realms, packets| spaces.intersect(packets, other.between(realms)))
    }

    /// Flows in this set only.
    pub(crate) fn minus(&self, spaces: &mut Spaces, other: &Self) -> Self {
        self.change(&mut |realms, packets| spaces.minus(packets, other.between(realms)))
    }

    /// The flows whose packets lie in `packets`.
    pub(crate) fn within(&self, spaces: &mut Spaces, packets: Space) -> Self {
        self.change(&mut |_, own| spaces.intersect(own, packets))
    }

    /// How many flows.
    pub(crate) fn count(&self, spaces: &Spaces) -> BigUint {
        self.iter().map(|(_, packets)| spaces.count(packets)).sum()
    }

    /// The same flows with what becomes of those between each two realms.
    pub(super) fn change(&self, change: &mut dyn FnMut(Realms, Space) -> Space) -> Self {
        let changed = self.iter().map(|(realms, packets)| (realms, change(realms, packets)));
        Self(changed.filter(|(_, packets)| !packets.is_empty()).collect())
    }
}
