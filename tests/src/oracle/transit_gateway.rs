//! Transit gateways: who is attached, and where their tables lead.

use std::net::IpAddr;

use ringfence::Prefix;
use ringfence::estate::aws::{
    Attached, SubnetId, TransitAttachmentId, TransitGatewayId, TransitTable, TransitTarget, VpcId,
};

use super::Oracle;

impl<'a> Oracle<'a> {
    /// The attachment of a VPC to a transit gateway: there is one at the most.
    pub(super) fn attachment_of(&self, vpc: VpcId, gateway: TransitGatewayId) -> Option<TransitAttachmentId> {
        let at = self.aws().transit_attachments.iter().position(|attachment| {
            let is_here = matches!(attachment.to, Attached::Vpc { vpc: attached, .. } if attached == vpc);
            is_here && attachment.gateway == gateway
        });
        at.map(|at| TransitAttachmentId(at as u32))
    }

    /// The subnets in which an attachment has interfaces.
    pub(super) fn attached_subnets(&self, id: TransitAttachmentId) -> &'a [SubnetId] {
        match &self.aws().transit_attachments[id.0 as usize].to {
            Attached::Vpc { subnets, .. } => subnets,
            Attached::TransitGateway(_) => &[],
        }
    }

    pub(super) fn zone(&self, subnet: SubnetId) -> &'a Option<String> {
        &self.aws().subnets[subnet.0 as usize].zone
    }

    /// Whether references to groups go by an attachment: where it and its gateway say so.
    pub(super) fn carries_references(&self, id: TransitAttachmentId) -> bool {
        let attachment = &self.aws().transit_attachments[id.0 as usize];
        let gateway = &self.aws().transit_gateways[attachment.gateway.0 as usize];
        let says = match attachment.to {
            Attached::Vpc { security_group_referencing, .. } => security_group_referencing,
            Attached::TransitGateway(_) => false,
        };
        gateway.security_group_referencing && says
    }

    /// Whether rules of `ours` may name groups of `theirs` across some transit gateway.
    pub(super) fn are_joined(&self, ours: VpcId, theirs: VpcId) -> bool {
        let gateways = (0..self.aws().transit_gateways.len()).map(|at| TransitGatewayId(at as u32));
        let mut by_both = gateways.map(|id| [ours, theirs].map(|vpc| self.attachment_of(vpc, id)));
        by_both.any(|both| both.into_iter().all(|one| one.is_some_and(|one| self.carries_references(one))))
    }

    /// Where a table leads; `None` without a route. The longest prefix wins, then a written route. Of VPCs whose ranges
    /// overlap, the first alone is propagated (transit gateways: attachments to a VPC).
    pub(super) fn transit_route(&self, table: &TransitTable, destination: IpAddr) -> Option<TransitTarget> {
        let written = table.routes.iter().map(|route| (route.destination, route.target));
        let mut propagated: Vec<(Prefix, TransitTarget)> = Vec::new();
        for one in &table.propagated {
            let Attached::Vpc { vpc, .. } = self.aws().transit_attachments[one.attachment.0 as usize].to
            else {
                continue;
            };
            let ranges = &self.aws().vpcs[vpc.0 as usize].prefixes;
            let overlaps = |known: &Prefix, range: &Prefix| {
                known.contains(range.first()) || range.contains(known.first())
            };
            if !propagated.iter().any(|(known, _)| ranges.iter().any(|range| overlaps(known, range))) {
                let target = TransitTarget::Attachment(one.attachment);
                propagated.extend(ranges.iter().map(|range| (*range, target)));
            }
        }
        let mut best = None;
        for (prefix, target) in written.chain(propagated).filter(|(prefix, _)| prefix.contains(destination)) {
            // The first of equal length stays, so written ones do.
            if best.is_none_or(|(length, _)| prefix.length() > length) {
                best = Some((prefix.length(), target));
            }
        }
        best.map(|(_, target)| target)
    }
}
