//! Interfaces at any free address of their subnet: which of its addresses they may have.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ringfence::estate::aws::{Aws, InterfaceId, Peer, SubnetId};
use ringfence::estate::{Estate, Site, SitePeer};
use ringfence::{Family, Prefix, address_number};

/// Stretches of addresses by who may have them.
#[derive(Debug, Default)]
pub(super) struct Free {
    stretches: Vec<(Family, u128, u128, InterfaceId)>,
}

impl Free {
    /// Things of one subnet share what is free between two boundaries that the estate writes, in equal parts and in their
    /// order; the last part is left to a NAT gateway whose address is not written either.
    pub(super) fn new(estate: &Estate) -> Self {
        let mut free = Self::default();
        let aws = &estate.aws;
        if aws.interfaces.iter().all(|interface| !interface.addresses.is_empty()) {
            return free;
        }
        let boundaries = boundaries(estate);
        for (at, subnet) in aws.subnets.iter().enumerate() {
            for prefix in &subnet.prefixes {
                free.share(aws, SubnetId(at as u32), *prefix, &boundaries);
            }
        }
        free
    }

    fn share(&mut self, aws: &Aws, subnet: SubnetId, prefix: Prefix, boundaries: &BTreeSet<(Family, u128)>) {
        let family = prefix.family();
        let wanting = aws.interfaces.iter().enumerate().filter(|(_, one)| {
            let has_family = family == Family::V4 || aws.balancer_of(one).is_none_or(|one| one.dual_stack);
            one.subnet == subnet && one.addresses.is_empty() && has_family
        });
        let wanting = wanting.map(|(at, _)| InterfaceId(at as u32)).collect::<Vec<_>>();
        let mut nats = aws.nat_gateways.iter().filter(|nat| nat.subnet == subnet);
        let parts =
            wanting.len() + usize::from(family == Family::V4 && nats.any(|nat| nat.address.is_none()));
        let here = aws.interfaces.iter().filter(|one| one.subnet == subnet).flat_map(|one| &one.addresses);
        let nats = aws.nat_gateways.iter().filter(|nat| nat.subnet == subnet);
        let taken = here.chain(nats.filter_map(|nat| nat.address.as_ref()));
        let taken =
            taken.filter(|address| prefix.contains(**address)).map(|address| address_number(*address));
        // The first four and the last one are reserved.
        let (first, end) = (address_number(prefix.first()) + 4, address_number(prefix.last()));
        let mut edges = taken.flat_map(|number| [number, number + 1]).collect::<BTreeSet<_>>();
        let skipped = edges.clone();
        edges.extend(boundaries.range((family, first)..(family, end)).map(|(_, number)| *number));
        edges.extend([first, end]);
        let edges = edges.range(first..=end).copied().collect::<Vec<_>>();
        for pair in edges.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            if skipped.contains(&start) && aws_has(aws, subnet, family.address(start)) {
                continue;
            }
            let size = end - start;
            let up_to = |part: usize| start + size * part as u128 / parts as u128;
            for (part, id) in wanting.iter().enumerate() {
                if up_to(part) < up_to(part + 1) {
                    self.stretches.push((family, up_to(part), up_to(part + 1) - 1, *id));
                }
            }
        }
    }

    /// Who of a subnet may have an address; `None` where nothing has.
    pub(super) fn owner(&self, aws: &Aws, subnet: SubnetId, address: IpAddr) -> Option<InterfaceId> {
        let (family, number) = (Family::of(address), address_number(address));
        let here = |id: &InterfaceId| aws.interfaces[id.0 as usize].subnet == subnet;
        let mut found = self
            .stretches
            .iter()
            .filter(|(of, first, last, id)| *of == family && (*first..=*last).contains(&number) && here(id));
        found.next().map(|(.., id)| *id)
    }

    /// The first address of each stretch of an interface.
    pub(super) fn representatives(&self, id: InterfaceId, family: Family) -> Vec<IpAddr> {
        let own = self.stretches.iter().filter(|(of, .., whose)| *of == family && *whose == id);
        own.map(|(_, first, ..)| family.address(*first)).collect()
    }
}

fn aws_has(aws: &Aws, subnet: SubnetId, address: IpAddr) -> bool {
    let mut interfaces = aws.interfaces.iter().filter(|one| one.subnet == subnet);
    let mut nats = aws.nat_gateways.iter().filter(|nat| nat.subnet == subnet);
    interfaces.any(|one| one.addresses.contains(&address)) || nats.any(|nat| nat.address == Some(address))
}

/// The first addresses in and behind all that rules, routes, subnets and VPCs name.
fn boundaries(estate: &Estate) -> BTreeSet<(Family, u128)> {
    let aws = &estate.aws;
    let of_acls = aws
        .network_acls
        .iter()
        .flat_map(|acl| acl.ingress.iter().chain(&acl.egress))
        .filter_map(|rule| rule.peer);
    let of_groups = aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
    let of_groups = of_groups.flat_map(|rule| &rule.peers).filter_map(|peer| match peer {
        Peer::Prefix(prefix) => Some(*prefix),
        Peer::List(_) | Peer::Group(_) | Peer::Itself | Peer::Unknown => None,
    });
    let of_routes = aws.route_tables.iter().flat_map(|table| &table.routes).map(|route| route.destination);
    let of_ranges = aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes).copied();
    let of_subnets = aws.subnets.iter().flat_map(|subnet| &subnet.prefixes).copied();
    let of_lists = aws.prefix_lists.iter().flat_map(|list| &list.prefixes).copied();
    let of_sites = estate.sites.iter().flat_map(of_site);
    let told = estate.lines.iter().flat_map(|line| &line.announced).map(|told| told.prefix);
    let all = of_acls.chain(of_groups).chain(of_routes).chain(of_ranges).chain(of_subnets);
    let all = all.chain(of_lists).chain(of_sites).chain(told);
    let edges = |prefix: Prefix| {
        let behind = address_number(prefix.last()).checked_add(1);
        [Some(address_number(prefix.first())), behind]
            .into_iter()
            .flatten()
            .map(move |number| (prefix.family(), number))
    };
    all.flat_map(edges).collect()
}

/// The ranges that a site writes.
fn of_site(site: &Site) -> Vec<Prefix> {
    let mut all = site.prefixes.clone();
    all.extend(site.subnets.iter().flat_map(|subnet| &subnet.prefixes));
    all.extend(site.gateways.iter().map(|gateway| Prefix::host(gateway.address)));
    all.extend(site.hosts.iter().flat_map(|host| &host.addresses).map(|address| Prefix::host(*address)));
    let rules = site.inbound.iter().chain(&site.outbound);
    all.extend(rules.flat_map(|rule| rule.from.iter().chain(&rule.to)).filter_map(|peer| match peer {
        SitePeer::Prefix(prefix) => Some(*prefix),
        _ => None,
    }));
    all
}
