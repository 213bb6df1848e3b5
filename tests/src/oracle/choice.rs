//! What the provider is free to choose for a NAT gateway, one value for each that could make a difference.
//!
//! A translated port is seen by network ACLs alone, as the destination port of the reply: no rule looks at source
//! ports, replies are not asked by groups, and stateful hops only compare it with itself. So ports that no
//! ACL rule's range tells apart have the same outcome, and the lowest of each such stretch of 1024-65535 stands for
//! all of it.
//!
//! A chosen private address is seen by the prefixes of rules and routes, and is compared with addresses that
//! machines and written NAT gateways have, none of which is free. What a sender writes as destination may be equal to it,
//! but a packet to such an address is dropped whether a gateway has the address or nothing does. Two gateways that
//! choose in one subnet are never both on a way that ends well: the second one's table is the first one's, and would send the
//! packet back to where it has been. So one free address of each stretch that no written prefix tells apart stands for
//! all of it.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::free::Free;
use ringfence::estate::Traffic;
use ringfence::estate::aws::{Aws, NatGateway, Peer};
use ringfence::{Family, PortRange, Prefix, address_number};

/// The first four addresses of a subnet's prefix and its last one are the provider's.
const RESERVED_FIRST: u128 = 4;

/// Representatives of what the provider chooses, for one estate.
pub(super) struct Choices {
    ports: Vec<u16>,
    /// By the index of the NAT gateway.
    addresses: Vec<Vec<IpAddr>>,
}

impl Choices {
    pub(super) fn new(aws: &Aws, free: &Free) -> Self {
        let ports = starts(acl_ports(aws), PortRange::CLIENT).into_iter().collect();
        let starts = prefix_starts(aws);
        let addresses = aws.nat_gateways.iter().map(|nat| addresses(aws, nat, &starts, free)).collect();
        Self { ports, addresses }
    }

    /// With these ports beside the representatives.
    #[cfg(test)]
    pub(super) fn with_ports(mut self, ports: impl Iterator<Item = u16>) -> Self {
        self.ports.extend(ports);
        self
    }

    /// With every free address.
    #[cfg(test)]
    pub(super) fn with_every_address(self, aws: &Aws) -> Self {
        // With a boundary at every address, each is a stretch of its own.
        let ranges =
            aws.subnets.iter().flat_map(|subnet| &subnet.prefixes).filter(|p| p.family() == Family::V4);
        let every = ranges.flat_map(|p| address_number(p.first())..=address_number(p.last())).collect();
        Self {
            addresses: aws
                .nat_gateways
                .iter()
                .map(|nat| addresses(aws, nat, &every, &Free::default()))
                .collect(),
            ..self
        }
    }

    /// One port of each stretch that the estate's ACLs cannot tell apart, of 1024-65535.
    pub(super) fn ports(&self) -> &[u16] {
        &self.ports
    }

    /// The addresses of the NAT gateway with this index: the written one or free ones, none when none is free.
    pub(super) fn addresses(&self, nat: usize) -> &[IpAddr] {
        &self.addresses[nat]
    }
}

/// The lowest port of each stretch of `within` that `ranges` do not tell apart.
pub(super) fn starts(ranges: impl Iterator<Item = PortRange>, within: PortRange) -> BTreeSet<u16> {
    let edges = ranges.flat_map(|range| [Some(range.first()), range.last().checked_add(1)]).flatten();
    edges.filter(|&port| within.contains(port)).chain([within.first()]).collect()
}

/// The ranges of destination ports in the rules of every network ACL.
pub(super) fn acl_ports(aws: &Aws) -> impl Iterator<Item = PortRange> {
    let rules = aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
    rules.filter_map(|rule| match rule.traffic {
        Traffic::Ports { destination, .. } => Some(destination),
        Traffic::Any | Traffic::Icmp { .. } | Traffic::Protocol(_) => None,
    })
}

/// The number of the first IPv4 address in and behind every prefix that is written in rules, routes and ranges.
fn prefix_starts(aws: &Aws) -> BTreeSet<u128> {
    let of_acls = aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
    let of_acls = of_acls.filter_map(|rule| rule.peer);
    let of_groups = aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
    let of_groups = of_groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
        Peer::Prefix(prefix) => Some(*prefix),
        Peer::List(_) | Peer::Group(_) | Peer::Itself | Peer::Unknown => None,
    });
    let of_routes = aws.route_tables.iter().flat_map(|table| &table.routes).map(|route| route.destination);
    let of_lists = aws.prefix_lists.iter().flat_map(|list| &list.prefixes).copied();
    let of_transit = aws.transit_tables.iter().flat_map(|table| &table.routes).map(|route| route.destination);
    let ranges = aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes);
    let ranges = ranges.chain(aws.subnets.iter().flat_map(|subnet| &subnet.prefixes)).copied();
    let all = of_acls
        .chain(of_groups)
        .chain(of_routes)
        .chain(of_lists)
        .chain(of_transit)
        .chain(ranges)
        .filter(|prefix| prefix.family() == Family::V4);
    all.flat_map(|prefix| [address_number(prefix.first()), address_number(prefix.last()) + 1]).collect()
}

fn addresses(aws: &Aws, nat: &NatGateway, starts: &BTreeSet<u128>, free: &Free) -> Vec<IpAddr> {
    if let Some(address) = nat.address {
        return vec![address];
    }
    let subnet = &aws.subnets[nat.subnet.0 as usize];
    let in_vpc = |id: ringfence::estate::aws::SubnetId| aws.subnets[id.0 as usize].vpc == subnet.vpc;
    let of_interfaces = aws.interfaces.iter().filter(|i| in_vpc(i.subnet)).flat_map(|i| &i.addresses);
    let of_gateways = aws.nat_gateways.iter().filter(|n| in_vpc(n.subnet)).filter_map(|n| n.address.as_ref());
    let taken = of_interfaces.chain(of_gateways).copied().collect::<BTreeSet<_>>();
    let prefixes = subnet.prefixes.iter().filter(|prefix| prefix.family() == Family::V4);
    let is_taken =
        |address: &IpAddr| taken.contains(address) || free.owner(aws, nat.subnet, *address).is_some();
    prefixes.flat_map(|prefix| free_representatives(*prefix, is_taken, starts)).collect()
}

/// The lowest free address of each stretch of `prefix` between two of `starts`.
fn free_representatives(
    prefix: Prefix,
    is_taken: impl Fn(&IpAddr) -> bool,
    starts: &BTreeSet<u128>,
) -> Vec<IpAddr> {
    let first = address_number(prefix.first()) + RESERVED_FIRST;
    let end = address_number(prefix.last());
    if first >= end {
        return Vec::new();
    }
    let mut edges = starts.range(first + 1..end).copied().collect::<Vec<_>>();
    edges.insert(0, first);
    edges.push(end);
    let stretches = edges.windows(2).map(|pair| pair[0]..pair[1]);
    let lowest = |mut stretch: std::ops::Range<u128>| {
        stretch.find_map(|number| Some(Family::V4.address(number)).filter(|address| !is_taken(address)))
    };
    stretches.filter_map(lowest).collect()
}
