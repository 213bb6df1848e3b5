//! Sets of flows.

use alloc::vec::Vec;

use num_bigint::BigUint;

use crate::fabric::RealmId;
use crate::ordered::Map;
use crate::space::Space;

/// The realm of the source and that of the destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Realms {
    /// Of the source.
    pub(crate) source: RealmId,
    /// Of the destination.
    pub(crate) destination: RealmId,
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
    pub(crate) fn united(self) -> FlowSet {
        let realms = Map::<Realms, Space>::grouped(self.0).into_iter();
        FlowSet(realms.map(|(realms, parts)| (realms, Space::union_all(parts))).collect())
    }
}

/// Flows: packets with their sources as sent and their destinations as delivered, told apart by realm.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FlowSet(Map<Realms, Space>);

impl FlowSet {
    /// The flows between two realms.
    pub(crate) fn between(&self, realms: Realms) -> Space {
        self.0.get(&realms).cloned().unwrap_or_else(Space::empty)
    }

    /// The flows by realms, ascending; none of the spaces is empty.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Realms, &Space)> {
        self.0.iter().map(|(realms, packets)| (*realms, packets))
    }

    /// Whether there is no flow.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Flows in either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let mut all = Gathered::default();
        all.extend(self.clone());
        all.extend(other.clone());
        all.united()
    }

    /// Flows in both.
    pub(crate) fn intersect(&self, other: &Self) -> Self {
        self.change(&|realms, packets| packets.intersect(&other.between(realms)))
    }

    /// Flows in this set only.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        self.change(&|realms, packets| packets.minus(&other.between(realms)))
    }

    /// The flows whose packets lie in `packets`.
    pub(crate) fn within(&self, packets: &Space) -> Self {
        self.change(&|_, own| own.intersect(packets))
    }

    /// How many flows.
    pub(crate) fn count(&self) -> BigUint {
        self.iter().map(|(_, packets)| packets.count()).sum()
    }

    fn change(&self, change: &dyn Fn(Realms, &Space) -> Space) -> Self {
        let changed = self.iter().map(|(realms, packets)| (realms, change(realms, packets)));
        Self(changed.filter(|(_, packets)| !packets.is_empty()).collect())
    }
}
