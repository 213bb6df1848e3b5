//! Which addresses the internet routes.

use core::net::{Ipv4Addr, Ipv6Addr};

use crate::packet::Family;
use crate::space::Values;

/// IPv4 ranges that are not routed on the internet (IANA special-purpose registry, RFC 6890). Documentation ranges are
/// not among them: in an estate they stand for any public address.
const NOT_PUBLIC: [(Ipv4Addr, Ipv4Addr); 11] = [
    (Ipv4Addr::new(0, 0, 0, 0), Ipv4Addr::new(0, 255, 255, 255)),
    (Ipv4Addr::new(10, 0, 0, 0), Ipv4Addr::new(10, 255, 255, 255)),
    (Ipv4Addr::new(100, 64, 0, 0), Ipv4Addr::new(100, 127, 255, 255)),
    (Ipv4Addr::new(127, 0, 0, 0), Ipv4Addr::new(127, 255, 255, 255)),
    (Ipv4Addr::new(169, 254, 0, 0), Ipv4Addr::new(169, 254, 255, 255)),
    (Ipv4Addr::new(172, 16, 0, 0), Ipv4Addr::new(172, 31, 255, 255)),
    (Ipv4Addr::new(192, 0, 0, 0), Ipv4Addr::new(192, 0, 0, 255)),
    (Ipv4Addr::new(192, 168, 0, 0), Ipv4Addr::new(192, 168, 255, 255)),
    (Ipv4Addr::new(198, 18, 0, 0), Ipv4Addr::new(198, 19, 255, 255)),
    (Ipv4Addr::new(224, 0, 0, 0), Ipv4Addr::new(239, 255, 255, 255)),
    (Ipv4Addr::new(240, 0, 0, 0), Ipv4Addr::new(255, 255, 255, 255)),
];

/// IPv6 addresses that are routed on the internet: global unicast, 2000::/3 (RFC 4291, IANA registry).
const GLOBAL_UNICAST: (Ipv6Addr, Ipv6Addr) = (
    Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0),
    Ipv6Addr::new(0x3fff, 0xffff, 0xffff, 0xffff, 0xffff, 0xffff, 0xffff, 0xffff),
);

/// Every address of `family` that the internet routes, whoever owns it, as numbers.
#[must_use]
pub fn global_unicast(family: Family) -> Values {
    match family {
        Family::V4 => {
            let number = |address: Ipv4Addr| u128::from(address.to_bits());
            let special = NOT_PUBLIC.iter().map(|&(first, last)| (number(first), number(last))).collect();
            Values::range(0, family.last_address()).minus(&special)
        }
        Family::V6 => {
            let (first, last) = GLOBAL_UNICAST;
            Values::range(first.to_bits(), last.to_bits())
        }
    }
}
