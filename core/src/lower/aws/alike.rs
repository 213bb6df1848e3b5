//! Which interfaces are alike: AWS treats them in the same way but for their own addresses.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::Lowering;
use crate::embedded::extract;
use crate::estate::aws::{
    Interface, InterfaceOwner, Peer, RouteTable, RouteTarget, SecurityGroupId, SubnetId, TargetAt, VpcId,
};
use crate::estate::{Estate, SitePeer};
use crate::ordered;
use crate::packet::{Family, PortRange, Prefix, address_number};
use crate::space::Values;
use crate::traffic::prefix_values;

/// What makes interfaces alike. Two that have the same have the same hops around them, and no rule, route or range tells
/// their addresses apart, nor their public ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kin {
    subnet: SubnetId,
    groups: Vec<SecurityGroupId>,
    client_ports: Vec<PortRange>,
    /// Whether it sends replies only.
    answers_only: bool,
    /// Whether it denies all traffic of internet gateways.
    denies_internet: bool,
    /// Of each address in order, between which ends of ranges it lies, and its public address, if it has one.
    addresses: Vec<(Interval, Option<Interval>)>,
    /// The interface itself, where it is like no other.
    itself: Option<usize>,
}

/// The family of an address, and between which ends of ranges it lies.
type Interval = (Family, usize);

/// What tells addresses apart.
#[derive(Debug, Default)]
pub(super) struct Separators {
    /// First addresses of the ranges that rules and routes name, and the ones behind their last.
    ends: Vec<(Family, u128)>,
    /// Every address that something has, or that a load balancer gives connections to, in order.
    taken: Vec<IpAddr>,
    /// Ranges any of whose addresses something may have: a site, or in a VPC what stands at any free address.
    anyones: Vec<(Option<VpcId>, Prefix)>,
    /// Interfaces that routes lead to.
    next_hops: Vec<usize>,
    /// Owners that may send on what is for others, with any address that they have, and targets of load balancers, which get
    /// packets by way of others.
    unlike: Vec<InterfaceOwner>,
}

impl Separators {
    fn add(&mut self, prefix: &Prefix) {
        let mut add = |family: Family, values: &Values| {
            for &(first, last) in values.ranges() {
                self.ends.push((family, first));
                self.ends.extend(last.checked_add(1).map(|next| (family, next)));
            }
        };
        let values = prefix_values(prefix);
        add(prefix.family(), &values);
        // What tells apart what holds IPv4 addresses tells these apart.
        if prefix.family() == Family::V6 {
            add(Family::V4, &extract(&values));
        }
    }

    /// What the estate tells addresses apart by.
    pub(super) fn of(estate: &Estate) -> Self {
        let mut found = Self::default();
        let aws = &estate.aws;
        let vpcs = aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes);
        let subnets = aws.subnets.iter().flat_map(|subnet| &subnet.prefixes);
        let groups = aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let peers = groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
            Peer::Prefix(prefix) => Some(prefix),
            Peer::List(_) | Peer::Group(_) | Peer::Itself | Peer::Unknown => None,
        });
        let rules = aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
        let routes = aws.route_tables.iter().flat_map(|table| &table.routes);
        let transit = aws.transit_tables.iter().flat_map(|table| &table.routes);
        let rules = rules.filter_map(|rule| rule.peer.as_ref()).chain(routes.map(|route| &route.destination));
        let rules = rules.chain(transit.map(|route| &route.destination));
        let lists = aws.prefix_lists.iter().flat_map(|list| &list.prefixes);
        vpcs.chain(lists).chain(subnets).chain(peers).chain(rules).for_each(|prefix| found.add(prefix));
        for site in &estate.sites {
            let gateways = site.gateways.iter().map(|gateway| Prefix::host(gateway.address));
            site.prefixes.iter().copied().chain(gateways).for_each(|prefix| found.add(&prefix));
            let subnets = site.subnets.iter().flat_map(|subnet| &subnet.prefixes);
            subnets.for_each(|prefix| found.add(prefix));
            let hosts = site.hosts.iter().flat_map(|host| &host.addresses);
            hosts.for_each(|address| found.add(&Prefix::host(*address)));
            let gateways = site.gateways.iter().map(|gateway| Prefix::host(gateway.address));
            found.anyones.extend(site.prefixes.iter().copied().chain(gateways).map(|range| (None, range)));
            for rule in site.inbound.iter().chain(&site.outbound) {
                for peer in rule.from.iter().chain(&rule.to) {
                    if let SitePeer::Prefix(prefix) = peer {
                        found.add(prefix);
                    }
                }
            }
        }
        let announced = estate.lines.iter().flat_map(|line| &line.announced);
        announced.for_each(|announced| found.add(&announced.prefix));
        ordered::sort(&mut found.ends);
        found.ends.dedup();
        for interface in &aws.interfaces {
            found.taken.extend(interface.addresses.iter().copied());
            found.taken.extend(interface.public.iter().map(|public| public.public));
            found.unlike.extend((!interface.source_dest_check).then_some(interface.owner));
            let free = aws.subnet(interface.subnet).filter(|_| interface.addresses.is_empty());
            let ranges =
                free.into_iter().flat_map(|one| one.prefixes.iter().map(|range| (Some(one.vpc), *range)));
            found.anyones.extend(ranges);
        }
        for target in aws.target_groups.iter().flat_map(|group| &group.targets) {
            match target.to {
                TargetAt::Address(address) => found.taken.push(address),
                TargetAt::Instance(id) => found.unlike.push(InterfaceOwner::Instance(id)),
                // Their interfaces are like no others anyway.
                TargetAt::AutoscalingGroup(_) | TargetAt::LoadBalancer(_) => {}
            }
        }
        for nat in &aws.nat_gateways {
            found.taken.extend(nat.address.iter().chain(&nat.public));
        }
        found.taken.extend(aws.regional_nat_gateways.iter().flat_map(|nat| nat.public.iter().copied()));
        ordered::sort(&mut found.taken);
        found.next_hops = aws
            .route_tables
            .iter()
            .flat_map(RouteTable::targets)
            .filter_map(|target| match target {
                RouteTarget::Interface(id) => Some(id.0 as usize),
                _ => None,
            })
            .collect();
        found
    }

    /// The stretches of some addresses that nothing tells apart.
    pub(super) fn stretches(&self, family: Family, addresses: &Values) -> Vec<(u128, u128)> {
        let mut stretches = Vec::new();
        for &(mut first, last) in addresses.ranges() {
            let from = self.ends.partition_point(|end| *end <= (family, first));
            for &(_, end) in self.ends.iter().skip(from).take_while(|end| **end <= (family, last)) {
                stretches.push((first, end.saturating_sub(1)));
                first = end;
            }
            stretches.push((first, last));
        }
        stretches
    }

    fn interval(&self, address: IpAddr) -> Interval {
        let key = (Family::of(address), address_number(address));
        (key.0, self.ends.partition_point(|end| *end <= key))
    }

    /// Whether another thing has the address of one in this VPC, or may have it, too. What stands at a free address has none that is
    /// taken.
    fn is_shared(&self, vpc: Option<VpcId>, address: IpAddr) -> bool {
        let before = self.taken.partition_point(|taken| *taken < address);
        let mut anyones = self.anyones.iter();
        self.taken.get(before) == self.taken.get(before.saturating_add(1))
            || anyones.any(|(of, range)| (of.is_none() || *of != vpc) && range.contains(address))
    }
}

impl Lowering<'_> {
    /// What `interface`, which stands at this place of the estate's list, is like.
    pub(super) fn kin(&self, separators: &Separators, at: usize, interface: &Interface) -> Kin {
        let public = interface.public.iter().map(|public| &public.public);
        let vpc = self.aws.subnet(interface.subnet).map(|subnet| subnet.vpc);
        let mut addresses = interface.addresses.iter().chain(public);
        let shared = addresses.any(|address| separators.is_shared(vpc, *address));
        let is_next_hop = separators.next_hops.contains(&at);
        let stands_alone =
            matches!(interface.owner, InterfaceOwner::AutoscalingGroup(_) | InterfaceOwner::LoadBalancer(_))
                || self.service_of(interface).is_some();
        let unlike = stands_alone || shared || is_next_hop || separators.unlike.contains(&interface.owner);
        let mut addresses = interface.addresses.clone();
        ordered::sort(&mut addresses);
        Kin {
            subnet: interface.subnet,
            groups: self.groups_of(interface),
            answers_only: matches!(interface.owner, InterfaceOwner::Endpoint(_)),
            denies_internet: interface.denies_internet,
            client_ports: self.aws.client_ports_of(interface).to_vec(),
            addresses: addresses
                .into_iter()
                .map(|address| kept_apart(separators, interface, address))
                .collect(),
            itself: unlike.then_some(at),
        }
    }
}

fn kept_apart(
    separators: &Separators,
    interface: &Interface,
    address: IpAddr,
) -> (Interval, Option<Interval>) {
    let public = interface.public.iter().find(|public| public.private == address);
    (separators.interval(address), public.map(|public| separators.interval(public.public)))
}
