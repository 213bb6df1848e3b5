//! Transit gateways: who is attached, and where their tables lead.

use std::net::IpAddr;

use ringfence::Prefix;
use ringfence::estate::aws::{
    Attached, SubnetId, TransitAttachmentId, TransitGatewayId, TransitTable, TransitTarget, VpcId,
};
use ringfence::estate::{LineEnd, LineKind};

use super::Oracle;
use super::world::UnknownRoute;

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
            Attached::TransitGateway(_) | Attached::Line(_) => &[],
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
            Attached::TransitGateway(_) | Attached::Line(_) => false,
        };
        gateway.security_group_referencing && says
    }

    /// Whether rules of `ours` may name groups of `theirs` across some transit gateway.
    pub(super) fn are_joined(&self, ours: VpcId, theirs: VpcId) -> bool {
        let gateways = (0..self.aws().transit_gateways.len()).map(|at| TransitGatewayId(at as u32));
        let mut by_both = gateways.map(|id| [ours, theirs].map(|vpc| self.attachment_of(vpc, id)));
        by_both.any(|both| both.into_iter().all(|one| one.is_some_and(|one| self.carries_references(one))))
    }

    /// The attachment of a line that ends at a transit gateway: there is one at the most.
    pub(super) fn attachment_of_line(&self, line: usize) -> Option<TransitAttachmentId> {
        let to = Attached::Line(line);
        let at = self.aws().transit_attachments.iter().position(|attachment| attachment.to == to);
        at.map(|at| TransitAttachmentId(at as u32))
    }

    /// The routes of a table, each with its rank among those of one prefix: what is written, what VPCs propagate, what is learnt
    /// by Direct Connect, what is learnt by a VPN (transit gateways: route evaluation order). Of VPCs whose ranges overlap, the
    /// first alone is propagated (transit gateways: attachments to a VPC).
    fn transit_routes(&self, table: &TransitTable) -> Vec<(Prefix, usize, TransitTarget)> {
        let written = table.routes.iter().map(|route| (route.destination, 0, route.target));
        let mut learnt = Vec::new();
        let mut propagated: Vec<(Prefix, TransitTarget)> = Vec::new();
        for one in &table.propagated {
            let vpc = match self.aws().transit_attachments[one.attachment.0 as usize].to {
                Attached::Vpc { vpc, .. } => vpc,
                Attached::TransitGateway(_) => continue,
                Attached::Line(line) => {
                    let rank = if self.estate.lines[line].kind == LineKind::Direct { 2 } else { 3 };
                    let told = self.told_by_line(LineEnd::TransitGateway(table.gateway), line);
                    let target = TransitTarget::Attachment(one.attachment);
                    learnt.extend(told.into_iter().map(|prefix| (prefix, rank, target)));
                    continue;
                }
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
        let propagated = propagated.into_iter().map(|(prefix, target)| (prefix, 1, target));
        written.chain(propagated).chain(learnt).collect()
    }

    /// Where a table leads; nowhere without a route. The longest prefix wins, then the lowest rank. Of several lines of one
    /// rank, any may be taken.
    pub(super) fn transit_route(&self, table: &TransitTable, destination: IpAddr) -> Vec<TransitTarget> {
        let mut routes = self.transit_routes(table);
        routes.retain(|(prefix, ..)| prefix.contains(destination));
        let place = |(prefix, rank, _): &(Prefix, usize, TransitTarget)| (u8::MAX - prefix.length(), *rank);
        let best = routes.iter().map(place).min();
        let mut targets = Vec::new();
        for route in routes.iter().filter(|route| Some(place(route)) == best) {
            if !targets.contains(&route.2) {
                targets.push(route.2);
            }
        }
        targets
    }

    /// The route of a table that leads nobody knows where, of those to `destination` the longest.
    pub(super) fn unknown_transit_route(&self, table: &TransitTable, destination: IpAddr) -> UnknownRoute {
        let at = self.aws().transit_tables.iter().position(|one| std::ptr::eq(one, table));
        let routes = table.routes.iter().filter(|route| route.target == TransitTarget::Unknown);
        let prefixes = routes.map(|route| route.destination).filter(|prefix| prefix.contains(destination));
        let longest = prefixes.max_by_key(Prefix::length);
        UnknownRoute::Transit(at.expect("a table of the estate"), longest.expect("such a route"))
    }

    /// What a transit gateway tells the site at the other end of a line for which nothing is written: where the table that is
    /// associated with its attachment leads, but for what is dropped, and what lies behind a line to that very site.
    pub(super) fn told_by_table(&self, line: usize, site: LineEnd) -> Vec<Prefix> {
        let Some(id) = self.attachment_of_line(line) else { return Vec::new() };
        let table = self.aws().transit_tables.iter().find(|table| table.associated.contains(&id));
        let mut routes = table.map(|table| self.transit_routes(table)).unwrap_or_default();
        routes.retain(|(.., target)| match target {
            TransitTarget::Blackhole => false,
            TransitTarget::Unknown => true,
            TransitTarget::Attachment(to) => match self.aws().transit_attachments[to.0 as usize].to {
                Attached::Line(line) => !self.estate.lines[line].ends.contains(&site),
                Attached::Vpc { .. } | Attached::TransitGateway(_) => true,
            },
        });
        routes.into_iter().map(|(prefix, ..)| prefix).collect()
    }
}
