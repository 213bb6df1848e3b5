//! Which interfaces are alike: AWS treats them in the same way but for their own addresses.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::Lowering;
use crate::estate::aws::{InstanceId, Interface, Peer, RouteTarget, SecurityGroupId, SubnetId};
use crate::ordered;
use crate::packet::{Family, PortRange, Prefix, address_number};

/// What makes interfaces alike. Two that have the same have the same hops around them, and no rule, route or range tells
/// their addresses apart, nor their public ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kin {
    subnet: SubnetId,
    groups: Vec<SecurityGroupId>,
    client_ports: Vec<PortRange>,
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
    /// Every address that something has, in order.
    taken: Vec<IpAddr>,
    /// Interfaces that routes lead to.
    next_hops: Vec<usize>,
    /// Machines that may send on what is for others, with any address that they have.
    appliances: Vec<InstanceId>,
}

impl Separators {
    fn add(&mut self, prefix: &Prefix) {
        let family = prefix.family();
        self.ends.push((family, address_number(prefix.first())));
        self.ends.extend(address_number(prefix.last()).checked_add(1).map(|next| (family, next)));
    }

    fn interval(&self, address: IpAddr) -> Interval {
        let key = (Family::of(address), address_number(address));
        (key.0, self.ends.partition_point(|end| *end <= key))
    }

    /// Whether another thing has the address, too.
    fn is_shared(&self, address: IpAddr) -> bool {
        let before = self.taken.partition_point(|taken| *taken < address);
        self.taken.get(before) == self.taken.get(before.saturating_add(1))
    }
}

impl Lowering<'_> {
    /// What the estate tells addresses apart by.
    pub(super) fn separators(&self) -> Separators {
        let mut found = Separators::default();
        let aws = self.aws;
        let vpcs = aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes);
        let subnets = aws.subnets.iter().flat_map(|subnet| &subnet.prefixes);
        let groups = aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
        let peers = groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
            Peer::Prefix(prefix) => Some(prefix),
            Peer::Group(_) | Peer::Itself => None,
        });
        let rules = aws.network_acls.iter().flat_map(|acl| acl.ingress.iter().chain(&acl.egress));
        let routes = || aws.route_tables.iter().flat_map(|table| &table.routes);
        let transit = aws.transit_tables.iter().flat_map(|table| &table.routes);
        let rules = rules.map(|rule| &rule.peer).chain(routes().map(|route| &route.destination));
        let rules = rules.chain(transit.map(|route| &route.destination));
        vpcs.chain(subnets).chain(peers).chain(rules).for_each(|prefix| found.add(prefix));
        ordered::sort(&mut found.ends);
        found.ends.dedup();
        for interface in &aws.interfaces {
            found.taken.extend(interface.addresses.iter().copied());
            found.taken.extend(interface.public.iter().map(|public| public.public));
            found.appliances.extend((!interface.source_dest_check).then_some(interface.instance));
        }
        for nat in &aws.nat_gateways {
            found.taken.extend(nat.address.iter().chain(&nat.public));
        }
        ordered::sort(&mut found.taken);
        found.next_hops = routes()
            .filter_map(|route| match route.target {
                RouteTarget::Interface(id) => Some(id.0 as usize),
                _ => None,
            })
            .collect();
        found
    }

    /// What `interface`, which stands at this place of the estate's list, is like.
    pub(super) fn kin(&self, separators: &Separators, at: usize, interface: &Interface) -> Kin {
        let public = interface.public.iter().map(|public| &public.public);
        let shared = interface.addresses.iter().chain(public).any(|address| separators.is_shared(*address));
        let is_next_hop = separators.next_hops.contains(&at);
        let unlike = shared || is_next_hop || separators.appliances.contains(&interface.instance);
        let mut addresses = interface.addresses.clone();
        ordered::sort(&mut addresses);
        let instance = self.aws.instance(interface.instance);
        Kin {
            subnet: interface.subnet,
            groups: self.groups_of(interface),
            client_ports: instance.map(|instance| instance.client_ports.clone()).unwrap_or_default(),
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
