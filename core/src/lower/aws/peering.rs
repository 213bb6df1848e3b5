//! Peerings: what comes over one goes to the ranges of the VPC behind it. Nothing goes on from there, to a third VPC or by
//! a gateway (APEER vpc-peering-basics.md), and no route table of that VPC is asked.

use super::{Lowering, to_prefix};
use crate::estate::aws::{Peering, PeeringId, PeeringStatus, VpcId};
use crate::fabric::{Entry, HopId, HopKind, Next, Route, Stop};
use crate::reason::Reason;

impl Lowering<'_> {
    /// Every peering, from either end.
    pub(super) fn peerings(&mut self) {
        for peering in &self.aws.peerings {
            let ends = peering.vpcs.map(|vpc| self.way_into(vpc, peering));
            self.peerings.push(ends);
        }
    }

    /// Over a peering into `vpc`.
    fn way_into(&mut self, vpc: VpcId, peering: &Peering) -> HopId {
        let label = self.label(peering.object);
        let active = peering.status == PeeringStatus::Active;
        let core = self.cores.get(vpc.0 as usize).copied().filter(|_| active);
        let ranges = self.aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
        let to = |prefix| Some(to_prefix(self.spaces, prefix, Next::Hop(core?), label));
        let entries: alloc::vec::Vec<Entry> = ranges.filter_map(to).collect();
        let reason = if active { Reason::BeyondPeering } else { Reason::PeeringInactive };
        let route = Route::new(self.spaces, entries, (Stop::new(reason, label), label));
        self.network.fabric.add(label, HopKind::Route(route))
    }

    /// Where a route of a VPC by a peering leads: into the VPC at its other end.
    pub(super) fn over(&self, id: PeeringId, from: Option<VpcId>) -> Option<HopId> {
        let [one, _] = self.aws.peering(id)?.vpcs;
        let &[into_one, into_other] = self.peerings.get(id.0 as usize)?;
        Some(if from == Some(one) { into_other } else { into_one })
    }
}
