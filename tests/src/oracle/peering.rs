//! Peerings (VPC peering guide: how peering works, limitations, security groups of peers).

use ringfence::Reason;
use ringfence::estate::aws::{PeeringId, PeeringStatus, SubnetId, VpcId};

use super::Oracle;
use super::acl::Direction::Egress;
use super::flight::{Flight, Run};
use super::outcome::Step;

impl Run<'_, '_> {
    /// By a route to a peering: out past the ACL of the sender's subnet, and in at the VPC on the other side, which takes what
    /// is for its own ranges. No peer sends on by way of it: neither to a third VPC nor by a gateway.
    pub(super) fn go_over(&mut self, from: SubnetId, id: PeeringId, mut flight: Flight) {
        if let Err(reason) = self.pass_acl(from, Egress, &mut flight) {
            return self.drop(flight, reason);
        }
        flight.step(Step::Over(id));
        flight.facts.peered = true;
        let aws = self.oracle.aws();
        let peering = &aws.peerings[id.0 as usize];
        if peering.status != PeeringStatus::Active {
            return self.drop(flight, Reason::PeeringInactive);
        }
        let here = self.oracle.vpc_of(from);
        let there = if peering.vpcs[0] == here { peering.vpcs[1] } else { peering.vpcs[0] };
        let ranges = &aws.vpcs[there.0 as usize].prefixes;
        if !ranges.iter().any(|range| range.contains(flight.packet.destination())) {
            return self.drop(flight, Reason::BeyondPeering);
        }
        self.enter_subnet(there, flight);
    }
}

impl Oracle<'_> {
    /// Whether a rule that is applied in one VPC means interfaces in another by naming their group: in its own, and in those
    /// that an active peering joins it to, where both are in one Region. A Region that is not written is any.
    pub(super) fn means_members_in(&self, applied: VpcId, members: VpcId) -> bool {
        let region = |vpc: VpcId| self.aws().vpcs[vpc.0 as usize].region.as_deref();
        let near = match (region(applied), region(members)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let joins = |vpcs: [VpcId; 2]| vpcs == [applied, members] || vpcs == [members, applied];
        let mut peerings = self.aws().peerings.iter();
        let active = |status| status == PeeringStatus::Active;
        applied == members || near && peerings.any(|peering| active(peering.status) && joins(peering.vpcs))
    }
}
