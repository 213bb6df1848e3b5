//! What peerings and transit gateways make of what they join: which ranges become routes, and which groups are known across.

use alloc::vec::Vec;
use core::net::IpAddr;

use crate::estate::aws::{Attached, Aws, PeeringStatus, TransitGatewayId, TransitTable, VpcId};
use crate::ordered::{ById, Register, Set};
use crate::packet::Prefix;

/// Of each propagation of a table, in its order: the VPC whose ranges become routes, none for a line; or, where one of them
/// overlaps a range that came before, which propagation that is of: then none does (Amazon VPC, transit gateways: attachments to
/// a VPC).
pub(crate) fn propagated(aws: &Aws, table: &TransitTable) -> Vec<Result<Option<VpcId>, usize>> {
    // Those that are routes do not overlap, so the last that starts in a range or before it tells.
    let mut known: Register<(VpcId, IpAddr), Prefix> = Register::new();
    let mut found = Vec::new();
    for one in &table.propagated {
        let Some(Attached::Vpc { vpc, .. }) = aws.transit_attachment(one.attachment).map(|one| &one.to)
        else {
            found.push(Ok(None));
            continue;
        };
        let ranges = aws.vpc(*vpc).map_or(&[][..], |vpc| vpc.prefixes.as_slice());
        let overlaps = ranges.iter().find_map(|range| {
            let (_, other) = known.up_to(&(VpcId(0), range.last()))?;
            (other.covers(range) || range.covers(other)).then_some(*other)
        });
        let first = overlaps.and_then(|other| {
            found.iter().position(|before: &Result<Option<VpcId>, usize>| {
                let vpc = before.ok().flatten().and_then(|vpc| aws.vpc(vpc));
                vpc.is_some_and(|vpc| vpc.prefixes.contains(&other))
            })
        });
        match first {
            Some(first) => found.push(Err(first)),
            None => {
                ranges.iter().for_each(|range| {
                    known.insert((VpcId(0), range.first()), *range);
                });
                found.push(Ok(Some(*vpc)));
            }
        }
    }
    found
}

/// Pairs of VPCs, each in both orders: rules that interfaces of the first apply may name groups that interfaces of the
/// second carry. An active peering inside one Region joins them (APEER vpc-peering-security-groups.md).
pub(crate) fn joined(aws: &Aws) -> Set<(VpcId, VpcId)> {
    let active = aws.peerings.iter().filter(|peering| peering.status == PeeringStatus::Active);
    let pairs = active.flat_map(|peering| {
        let [one, other] = peering.vpcs;
        [(one, other), (other, one)]
    });
    pairs.filter(|&(one, other)| aws.in_one_region(one, other)).collect()
}

/// The transit gateways that VPCs are attached to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Hubs(ById<VpcId, Vec<TransitGatewayId>>);

impl Hubs {
    /// All of them; or those by which rules that let in may name groups across: gateway and attachment say so.
    pub(crate) fn of(aws: &Aws, carrying: bool) -> Self {
        let mut hubs = ById::default();
        for attachment in &aws.transit_attachments {
            if let Attached::Vpc { vpc, security_group_referencing, .. } = attachment.to {
                let gateway = aws.transit_gateway(attachment.gateway);
                let carries = gateway.is_some_and(|gateway| gateway.security_group_referencing);
                if !carrying || carries && security_group_referencing {
                    hubs.push(vpc, attachment.gateway);
                }
            }
        }
        Self(hubs)
    }

    /// Whether one of them joins two VPCs.
    pub(crate) fn join(&self, one: VpcId, other: VpcId) -> bool {
        let [mut ours, theirs] = [one, other].map(|vpc| self.0.get(vpc).into_iter().flatten());
        one != other && ours.any(|gateway| theirs.clone().any(|shared| shared == gateway))
    }
}
