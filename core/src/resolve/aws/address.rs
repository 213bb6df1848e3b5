//! Which addresses are taken.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use super::Builder;
use crate::estate::aws::SubnetId;
use crate::packet::{Family, Prefix, address_number};
use crate::problem::{not_in_this_cloud, outside, overlap, reserved_address};
use crate::resolve::taken::Once;
use crate::source::Location;

/// How many addresses at the start of a subnet's prefix AWS keeps: the network, the router, the resolver and
/// one for later. The last one is kept, too.
const KEPT_FIRST: u128 = 4;

impl Builder<'_, '_, '_, '_> {
    /// Whether a thing in `subnet` can have the private `address`; else it is reported.
    pub(super) fn take_private(&mut self, address: IpAddr, subnet: SubnetId, here: Location) -> bool {
        let Some(found) = self.aws.subnet(subnet) else { return false };
        let (vpc, object) = (found.vpc, found.object);
        let Some(prefix) = found.prefixes.iter().find(|prefix| prefix.contains(address)).copied() else {
            let family = Family::of(address);
            let ranges = found.prefixes.iter().filter(|prefix| prefix.family() == family);
            let ranges: Vec<String> = ranges.map(ToString::to_string).collect();
            let name = self.called(object);
            let mut problem = outside::range(here, &address, family, &name, &ranges.join(", "));
            if let Some(declared) = self.declared(object) {
                problem = problem.related(declared, "the ranges of the subnet");
            }
            self.report.push(problem);
            return false;
        };
        if is_reserved(prefix, address) {
            let free = address_number(prefix.first()).saturating_add(KEPT_FIRST);
            let free = prefix.family().address(free);
            self.report.push(reserved_address::of_subnet(here, address, prefix, free));
            return false;
        }
        if let Some(first) = self.addresses.take(Once::Private(vpc, address), here) {
            self.report.push(overlap::private(here, address, &self.called_vpc(vpc), first));
            return false;
        }
        true
    }

    /// Whether a thing can have the public `address`; else it is reported.
    pub(super) fn take_public(&mut self, address: IpAddr, here: Location) -> bool {
        let IpAddr::V4(v4) = address else {
            self.report.push(not_in_this_cloud::public_ipv6(here, address));
            return false;
        };
        if !is_public(v4) {
            self.report.push(not_in_this_cloud::no_internet_address(here, address));
            return false;
        }
        if let Some(first) = self.addresses.take(Once::Public(address), here) {
            self.report.push(overlap::public(here, address, first));
            return false;
        }
        true
    }
}

/// Whether AWS keeps `address` in a subnet with `prefix`.
fn is_reserved(prefix: Prefix, address: IpAddr) -> bool {
    let offset = address_number(address).checked_sub(address_number(prefix.first()));
    offset.is_some_and(|offset| offset < KEPT_FIRST) || address == prefix.last()
}

/// Whether an address is routed on the internet (design.md, section 4: global unicast, documentation included).
fn is_public(address: Ipv4Addr) -> bool {
    const NOT: &[([u8; 4], u32)] = &[
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 168, 0, 0], 16),
        ([198, 18, 0, 0], 15),
        ([224, 0, 0, 0], 4),
        ([240, 0, 0, 0], 4),
    ];
    let shifted = |octets: [u8; 4], length: u32| {
        Ipv4Addr::from(octets).to_bits().checked_shr(32u32.saturating_sub(length)).unwrap_or_default()
    };
    !NOT.iter().any(|&(octets, length)| shifted(address.octets(), length) == shifted(octets, length))
}
