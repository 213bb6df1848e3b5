//! What transit gateways make of what is attached: which ranges become routes, and which groups are known across.

use alloc::vec::Vec;
use core::net::IpAddr;

use crate::estate::aws::{Attached, Aws, TransitGatewayId, TransitTable, VpcId};
use crate::ordered::Register;
use crate::packet::Prefix;

/// Of each propagation of a table, in its order: the VPC whose ranges become routes; or, where one of them overlaps a range that
/// came before, which propagation that is of: then none does (Amazon VPC, transit gateways: attachments to a VPC).
pub(crate) fn propagated(aws: &Aws, table: &TransitTable) -> Vec<Result<VpcId, usize>> {
    // Those that are routes do not overlap, so the last that starts in a range or before it tells.
    let mut known: Register<(VpcId, IpAddr), Prefix> = Register::new();
    let mut found = Vec::new();
    for one in &table.propagated {
        let Some(Attached::Vpc { vpc, .. }) = aws.transit_attachment(one.attachment).map(|one| &one.to)
        else {
            continue;
        };
        let ranges = aws.vpc(*vpc).map_or(&[][..], |vpc| vpc.prefixes.as_slice());
        let overlaps = ranges.iter().find_map(|range| {
            let (_, other) = known.up_to(&(VpcId(0), range.last()))?;
            (other.covers(range) || range.covers(other)).then_some(*other)
        });
        let first = overlaps.and_then(|other| {
            found.iter().position(|before: &Result<VpcId, usize>| {
                let vpc = before.ok().and_then(|vpc| aws.vpc(vpc));
                vpc.is_some_and(|vpc| vpc.prefixes.contains(&other))
            })
        });
        match first {
            Some(first) => found.push(Err(first)),
            None => {
                ranges.iter().for_each(|range| {
                    known.insert((VpcId(0), range.first()), *range);
                });
                found.push(Ok(*vpc));
            }
        }
    }
    found
}

/// Whether two VPCs are attached to one transit gateway.
pub(crate) fn share_a_gateway(aws: &Aws, one: VpcId, other: VpcId) -> bool {
    gateways(aws, one, false).any(|gateway| gateways(aws, other, false).any(|shared| shared == gateway))
}

/// Whether rules of one of two VPCs may name groups of the other across some transit gateway: it and both attachments say so.
pub(crate) fn carries_references(aws: &Aws, one: VpcId, other: VpcId) -> bool {
    gateways(aws, one, true).any(|gateway| gateways(aws, other, true).any(|shared| shared == gateway))
}

/// The transit gateways that a VPC is attached to; those by which references go.
fn gateways(aws: &Aws, vpc: VpcId, carrying: bool) -> impl Iterator<Item = TransitGatewayId> {
    let attachments = aws.transit_attachments.iter().filter(move |attachment| match attachment.to {
        Attached::Vpc { vpc: attached, security_group_referencing, .. } => {
            let gateway = aws.transit_gateway(attachment.gateway);
            let carries = gateway.is_some_and(|gateway| gateway.security_group_referencing);
            attached == vpc && (!carrying || carries && security_group_referencing)
        }
        Attached::TransitGateway(_) => false,
    });
    attachments.map(|attachment| attachment.gateway)
}
