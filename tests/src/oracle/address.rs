//! Which addresses the internet routes, and which of them are not the estate's.

use std::net::{IpAddr, Ipv4Addr};

use ringfence::estate::aws::VpcId;

use super::Oracle;

/// IPv4 ranges that the internet does not route; documentation ranges are left in on purpose.
const NOT_ROUTED: [(Ipv4Addr, u32); 11] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Whether `address` is a global unicast one, owned by the estate or not.
pub(super) fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => !NOT_ROUTED.iter().any(|&(net, length)| {
            let host_bits = 32 - length;
            v4.to_bits() >> host_bits == net.to_bits() >> host_bits
        }),
        // 2000::/3
        IpAddr::V6(v6) => v6.to_bits() >> 125 == 0b001,
    }
}

impl Oracle<'_> {
    /// Whether `address` is a public one that nothing of the estate has or could have.
    #[must_use]
    pub fn is_internet(&self, address: IpAddr) -> bool {
        let is_theirs = self.fronts.contains_key(&address) || self.vpc_with(address).is_some();
        is_global(address) && !is_theirs && self.site_with(address).is_none()
    }

    /// Whether `address` is a public address of the estate, mapped by an internet gateway.
    #[must_use]
    pub fn is_front(&self, address: IpAddr) -> bool {
        self.fronts.contains_key(&address)
    }

    /// The VPC in whose range `address` lies. Private ranges may be used twice, global ones are one VPC's.
    pub(super) fn vpc_with(&self, address: IpAddr) -> Option<VpcId> {
        let at = self.aws().vpcs.iter().position(|vpc| vpc.prefixes.iter().any(|p| p.contains(address)));
        at.map(|at| VpcId(at as u32))
    }
}
