//! Which addresses are taken.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use super::Builder;
use crate::estate::aws::SubnetId;
use crate::packet::{Family, Prefix, address_number};
use crate::problem::{Problem, ProblemCode};
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
            let message = match (ranges.is_empty(), family) {
                (true, Family::V4) => format!("{name} has no IPv4 range for `{address}`"),
                (true, Family::V6) => format!("{name} has no IPv6 range for `{address}`"),
                (false, _) => format!("`{address}` lies outside {name}, {}", ranges.join(", ")),
            };
            let mut problem = Problem::error(ProblemCode::Outside, here, message);
            if let Some(declared) = self.declared(object) {
                problem = problem.related(declared, "the ranges of the subnet");
            }
            self.report.push(problem);
            return false;
        };
        if is_reserved(prefix, address) {
            let message = format!(
                "AWS keeps `{address}` for itself: the first four addresses and the last of `{prefix}`"
            );
            let free = address_number(prefix.first()).saturating_add(KEPT_FIRST);
            let free = prefix.family().address(free);
            let problem = Problem::error(ProblemCode::ReservedAddress, here, message);
            self.report.push(problem.help(format!("the first address that can be used is `{free}`")));
            return false;
        }
        if let Some(first) = self.addresses.take(Once::Private(vpc, address), here) {
            let message = format!("`{address}` is taken in {}", self.called_vpc(vpc));
            self.report
                .push(Problem::error(ProblemCode::Overlap, here, message).related(first, "it is taken here"));
            return false;
        }
        true
    }

    /// Whether a thing can have the public `address`; else it is reported.
    pub(super) fn take_public(&mut self, address: IpAddr, here: Location) -> bool {
        let IpAddr::V4(v4) = address else {
            let problem = Problem::error(
                ProblemCode::NotInThisCloud,
                here,
                format!("the public address `{address}` is not IPv4"),
            );
            self.report.push(problem.help("IPv6 addresses of a VPC are public by themselves"));
            return false;
        };
        if !is_public(v4) {
            let message = format!("`{address}` is no address of the internet");
            self.error(ProblemCode::NotInThisCloud, here, message);
            return false;
        }
        if let Some(first) = self.addresses.take(Once::Public(address), here) {
            let message = format!("the public address `{address}` is taken");
            self.report
                .push(Problem::error(ProblemCode::Overlap, here, message).related(first, "it is taken here"));
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
