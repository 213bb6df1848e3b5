//! Sets of flows that are known in part: what appliances do leaves several worlds.

use super::flows::{FlowSet, Gathered};
use crate::fabric::HopId;
use crate::ordered::Set;
use crate::space::Spaces;

/// A set of flows as far as it is known. In every world it holds the least and lies within the greatest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bounds {
    /// Flows that are in it for sure.
    pub(crate) least: FlowSet,
    /// Flows that may be in it.
    pub(crate) greatest: FlowSet,
}

/// The sets over which verdicts and intents are defined.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sets {
    /// Flows that some path delivers: D.
    pub(crate) delivered: Bounds,
    /// Flows that some path delivers and answers: A.
    pub(crate) answered: Bounds,
    /// Flows that every path delivers and answers: R.
    pub(crate) fully_answered: Bounds,
    /// Flows that a path delivers which does not count, where the question tells paths apart.
    pub(crate) elsewhere: Bounds,
    /// Hops whose assumption these sets rest on.
    pub(crate) assuming: Set<HopId>,
}

impl Bounds {
    /// Whether it is known in full.
    pub(crate) fn is_known(&self) -> bool {
        self.least == self.greatest
    }

    /// The flows that may be in it, and may not.
    pub(crate) fn open(&self, spaces: &mut Spaces) -> FlowSet {
        if self.is_known() { FlowSet::default() } else { self.greatest.minus(spaces, &self.least) }
    }

    /// Flows in either.
    pub(crate) fn union(&self, spaces: &mut Spaces, other: &Self) -> Self {
        let least = self.least.union(spaces, &other.least);
        let known = self.is_known() && other.is_known();
        let greatest = if known { least.clone() } else { self.greatest.union(spaces, &other.greatest) };
        Self { least, greatest }
    }

    /// The flows of `all` that are not in it.
    pub(crate) fn missing(&self, spaces: &mut Spaces, all: &FlowSet) -> Self {
        let least = all.minus(spaces, &self.greatest);
        let greatest = if self.is_known() { least.clone() } else { all.minus(spaces, &self.least) };
        Self { least, greatest }
    }

    /// Changes both bounds; where they are the same, once.
    pub(super) fn map(self, change: &mut dyn FnMut(&FlowSet) -> FlowSet) -> Self {
        let least = change(&self.least);
        let greatest = if self.is_known() { least.clone() } else { change(&self.greatest) };
        Self { least, greatest }
    }
}

/// Flows that are gathered piece by piece.
#[derive(Debug, Default)]
pub(super) struct GatheredBounds {
    certain: Gathered,
    possible: Gathered,
}

impl GatheredBounds {
    /// Where flows go that are in the set for sure, or that may be.
    pub(super) const fn of(&mut self, certain: bool) -> &mut Gathered {
        if certain { &mut self.certain } else { &mut self.possible }
    }

    /// Adds a set.
    pub(super) fn extend(&mut self, flows: Bounds) {
        if !flows.is_known() {
            self.possible.extend(flows.greatest);
        }
        self.certain.extend(flows.least);
    }

    /// All that was gathered.
    pub(super) fn united(self, spaces: &mut Spaces) -> Bounds {
        let least = self.certain.united(spaces);
        let possible = self.possible.united(spaces);
        let greatest = if possible.is_empty() { least.clone() } else { least.union(spaces, &possible) };
        Bounds { least, greatest }
    }
}
