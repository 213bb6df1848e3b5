//! From IPv6 to IPv4 (VPC user guide, DNS64 and NAT64): an IPv6 address in 64:ff9b::/96 ends with an IPv4 one (RFC 6052), and a NAT
//! gateway makes a packet to it one to that.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ringfence::estate::LineEnd;
use ringfence::estate::aws::{RouteTarget, TransitTarget};
use ringfence::{Packet, Prefix, Transport};

use super::{Oracle, Sender};

/// The IPv4 address at the end of one of the prefix.
#[must_use]
pub fn held(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V6(v6) = address else { return None };
    let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = v6.segments() else { return None };
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    Some(IpAddr::V4(Ipv4Addr::new(a, b, c, d)))
}

/// The address of the prefix that ends with an IPv4 one.
#[must_use]
pub fn holder(address: IpAddr) -> Option<IpAddr> {
    let IpAddr::V4(v4) = address else { return None };
    let [a, b, c, d] = v4.octets();
    let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    Some(IpAddr::V6(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low)))
}

/// The address itself, or the one that it holds.
pub(super) fn plain(address: IpAddr) -> IpAddr {
    held(address).unwrap_or(address)
}

/// What a NAT gateway makes of what stands above the IPv6 header, but for the source port; `None` where it makes nothing of it.
pub(super) fn translated(packet: &Packet) -> Option<(IpAddr, Transport)> {
    let destination = held(packet.destination())?;
    match packet.transport() {
        transport @ (Transport::Tcp { .. } | Transport::Udp { .. }) => Some((destination, transport)),
        Transport::Icmp { kind: 128, .. } => Some((destination, Transport::Icmp { kind: 8, code: 0 })),
        Transport::Icmp { .. } | Transport::Other(_) => None,
    }
}

/// Whether what stands above the header of a translated packet may be that of this one.
pub(super) fn is_translation(sent: Transport, arrived: Transport) -> bool {
    match (sent, arrived) {
        (Transport::Tcp { destination, .. }, Transport::Tcp { destination: to, .. })
        | (Transport::Udp { destination, .. }, Transport::Udp { destination: to, .. }) => destination == to,
        (Transport::Icmp { kind: 128, .. }, Transport::Icmp { kind: 8, .. }) => true,
        _ => false,
    }
}

impl Oracle<'_> {
    /// Whether a route to a list leads some of these to a NAT gateway.
    fn lists_to_nat(
        &self,
        is_nat: &dyn Fn(RouteTarget) -> bool,
        is_for_them: &dyn Fn(&Prefix) -> bool,
    ) -> bool {
        let mut routes = self.aws().route_tables.iter().flat_map(|table| &table.list_routes);
        routes.any(|route| {
            let list = &self.aws().prefix_lists[route.list.0 as usize];
            (is_nat(route.target) || route.target == RouteTarget::Unknown)
                && list.prefixes.iter().any(is_for_them)
        })
    }

    /// Whether questions from a machine or a site to IPv4 points ask what becomes of its IPv6 packets to them: its table has a route for such
    /// that leads to a NAT gateway, or to what may send them on to one, and some table leads there.
    #[must_use]
    pub fn reaches_ipv4(&self, sender: Sender) -> bool {
        let is_nat =
            |target| matches!(target, RouteTarget::NatGateway(_) | RouteTarget::RegionalNatGateway(_));
        let is_for_them = |prefix: &Prefix| {
            let all: Prefix =
                Prefix::new("64:ff9b::/96".parse().expect("a prefix")).expect("without host bits");
            prefix.overlaps(&all)
        };
        let some = self.aws().route_tables.iter().flat_map(|table| &table.routes);
        let mut some = some.filter(|route| is_for_them(&route.destination));
        let mut transit = self.aws().transit_tables.iter().flat_map(|table| &table.routes);
        let used = some.any(|route| is_nat(route.target) || route.target == RouteTarget::Unknown)
            || self.lists_to_nat(&is_nat, &is_for_them)
            || transit.any(|route| route.target == TransitTarget::Unknown && is_for_them(&route.destination));
        if !used {
            return false;
        }
        let id = match sender {
            Sender::Interface(id) => id,
            Sender::Site(site) => {
                // By a transit gateway its packets may come to a NAT gateway.
                let own = |end: &LineEnd| *end == LineEnd::Site(site);
                let transit = |end: &LineEnd| matches!(end, LineEnd::TransitGateway(_));
                let mut lines = self.estate().lines.iter();
                return lines.any(|line| line.ends.iter().any(own) && line.ends.iter().any(transit));
            }
            Sender::Outside => return false,
        };
        let Some(table) = self.table_of(self.subnet_of(id)) else { return false };
        let lists = table.list_routes.iter().flat_map(|route| {
            let list = &self.aws().prefix_lists[route.list.0 as usize];
            list.prefixes.iter().map(|prefix| (*prefix, route.target))
        });
        let mut own = table.routes.iter().map(|route| (route.destination, route.target)).chain(lists);
        own.any(|(prefix, target)| {
            let leads = match target {
                RouteTarget::TransitGateway(_)
                | RouteTarget::Interface(_)
                | RouteTarget::GwlbEndpoint(_)
                | RouteTarget::VpnGateway(_)
                | RouteTarget::Unknown => true,
                other => is_nat(other),
            };
            leads && is_for_them(&prefix)
        })
    }
}
