//! Interfaces whose addresses are not written: any free one of their subnets.
//!
//! Several such things in a subnet share its free addresses, so that an address is still of one thing: of each stretch that
//! no rule, route or range tells apart each gets a part, and what holds for that holds for the rest of the stretch.

use alloc::vec::Vec;

use super::alike::Separators;
use crate::estate::Estate;
use crate::estate::aws::{Aws, Interface, SubnetId};
use crate::fabric::Addresses;
use crate::packet::{Family, Prefix, address_number};
use crate::space::Values;

/// How many addresses at the start of a subnet's prefix AWS keeps; it keeps the last one, too (AVPC subnet-sizing.md).
const KEPT_FIRST: u128 = 4;

/// The addresses of every interface, in the order of the estate.
pub(super) fn addresses(estate: &Estate) -> Vec<Addresses> {
    let aws = &estate.aws;
    let written =
        |interface: &Interface| interface.addresses.iter().copied().map(Addresses::single).collect();
    let mut all: Vec<Addresses> = aws.interfaces.iter().map(written).collect();
    if aws.interfaces.iter().all(|interface| !interface.addresses.is_empty()) {
        return all;
    }
    let separators = Separators::of(estate);
    for (index, subnet) in aws.subnets.iter().enumerate() {
        let id = SubnetId(index as u32);
        for prefix in &subnet.prefixes {
            let family = prefix.family();
            let sharing = aws.interfaces.iter().enumerate().filter(|(_, one)| {
                let is_of_family =
                    family == Family::V4 || aws.balancer_of(one).is_none_or(|one| one.dual_stack);
                one.subnet == id && one.addresses.is_empty() && is_of_family
            });
            let sharing: Vec<usize> = sharing.map(|(at, _)| at).collect();
            // What nothing else gets is left to NAT gateways whose address is not written.
            let nats = aws.nat_gateways.iter().filter(|nat| nat.subnet == id && nat.address.is_none());
            let parts = sharing.len().saturating_add(usize::from(family == Family::V4 && nats.count() > 0));
            let free = free(aws, id, prefix);
            for (part, at) in sharing.into_iter().enumerate() {
                let own = Addresses::of(family, share(&separators, family, &free, part, parts));
                if let Some(addresses) = all.get_mut(at) {
                    *addresses = addresses.union(&own);
                }
            }
        }
    }
    all
}

/// The addresses of a subnet's prefix that are neither reserved nor written anywhere.
pub(super) fn free(aws: &Aws, subnet: SubnetId, prefix: &Prefix) -> Values {
    let (first, last) = (address_number(prefix.first()), address_number(prefix.last()));
    let all = Values::range(first.saturating_add(KEPT_FIRST), last.saturating_sub(1));
    let interfaces = aws.interfaces.iter().filter(|interface| interface.subnet == subnet);
    let nats = aws.nat_gateways.iter().filter(|nat| nat.subnet == subnet);
    let taken = interfaces.flat_map(|one| &one.addresses).chain(nats.filter_map(|nat| nat.address.as_ref()));
    let taken = taken.filter(|address| prefix.contains(**address)).map(|address| address_number(*address));
    all.minus(&taken.map(|number| (number, number)).collect())
}

/// The part with this number, of so many, of every stretch of `free`.
fn share(separators: &Separators, family: Family, free: &Values, part: usize, parts: usize) -> Values {
    let mut own = Vec::new();
    for (first, last) in separators.stretches(family, free) {
        let size = last.saturating_sub(first).saturating_add(1);
        let up_to = |part: usize| {
            let before = size.saturating_mul(part as u128).checked_div(parts as u128).unwrap_or(0);
            first.saturating_add(before)
        };
        let (start, end) = (up_to(part), up_to(part.saturating_add(1)));
        if start < end {
            own.push((start, end.saturating_sub(1)));
        }
    }
    own.into_iter().collect()
}
