//! What the types of the estate promise, and no type can hold.

use std::collections::BTreeSet;

use ringfence::Family;
use ringfence::estate::Estate;
use ringfence::estate::aws::{
    Attached, Aws, Peer, RouteTarget, SubnetId, TransitAttachment, TransitTarget, VpcId,
};

/// Every promise that `estate` breaks, as a sentence.
#[must_use]
pub fn broken_invariants(estate: &Estate) -> Vec<String> {
    let mut broken = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            broken.push(what.to_owned());
        }
    };
    ranges(&estate.aws, &mut check);
    addresses(&estate.aws, &mut check);
    tables(&estate.aws, &mut check);
    filters(&estate.aws, &mut check);
    transit(&estate.aws, &mut check);
    names(estate, &mut check);
    broken
}

fn ranges(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    for vpc in &aws.vpcs {
        let overlap = pairs(&vpc.prefixes).any(|(a, b)| a.overlaps(b));
        check(!vpc.prefixes.is_empty() && !overlap, "a VPC has prefixes that do not overlap");
    }
    let global = aws.vpcs.iter().enumerate().flat_map(|(at, vpc)| vpc.prefixes.iter().map(move |p| (at, p)));
    let global = global.filter(|(_, prefix)| prefix.family() == Family::V6).collect::<Vec<_>>();
    check(!pairs(&global).any(|((_, a), (_, b))| a.overlaps(b)), "IPv6 ranges are one VPC's");
    for subnet in &aws.subnets {
        let vpc = &aws.vpcs[subnet.vpc.0 as usize];
        let inside =
            subnet.prefixes.iter().all(|prefix| vpc.prefixes.iter().any(|range| range.covers(prefix)));
        check(!subnet.prefixes.is_empty() && inside, "a subnet lies in its VPC");
        let table = subnet.route_table.map(|id| aws.route_tables[id.0 as usize].vpc);
        let acl = subnet.network_acl.map(|id| aws.network_acls[id.0 as usize].vpc);
        check(table.is_none_or(|vpc| vpc == subnet.vpc), "a subnet's table is of its VPC");
        check(acl.is_none_or(|vpc| vpc == subnet.vpc), "a subnet's ACL is of its VPC");
    }
    let subnets = aws.subnets.iter().flat_map(|subnet| subnet.prefixes.iter().map(|p| (subnet.vpc, p)));
    let subnets = subnets.collect::<Vec<_>>();
    check(!pairs(&subnets).any(|(a, b)| a.0 == b.0 && a.1.overlaps(b.1)), "subnets do not overlap");
    let once = |vpcs: Vec<VpcId>| vpcs.iter().collect::<BTreeSet<_>>().len() == vpcs.len();
    let main = aws.route_tables.iter().filter(|table| table.main).map(|table| table.vpc);
    check(once(main.collect()), "a VPC has one main table");
    check(once(aws.internet_gateways.iter().map(|g| g.vpc).collect()), "a VPC has one internet gateway");
    check(
        once(aws.egress_only_gateways.iter().map(|g| g.vpc).collect()),
        "a VPC has one egress-only gateway",
    );
}

fn addresses(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    let (mut private, mut public) = (BTreeSet::new(), BTreeSet::new());
    let within = |subnet: SubnetId, address| {
        aws.subnets[subnet.0 as usize].prefixes.iter().any(|p| p.contains(address))
    };
    let vpc_of = |subnet: SubnetId| aws.subnets[subnet.0 as usize].vpc;
    for interface in &aws.interfaces {
        check(!interface.addresses.is_empty(), "an interface has an address");
        check(
            aws.instances[interface.instance.0 as usize].vpc == vpc_of(interface.subnet),
            "a machine is in one VPC",
        );
        for &address in &interface.addresses {
            check(within(interface.subnet, address), "an address lies in its subnet");
            check(private.insert((vpc_of(interface.subnet), address)), "an address is one interface's");
        }
        let mut mapped = BTreeSet::new();
        for front in &interface.public {
            check(public.insert(front.public), "a public address is one thing's");
            check(mapped.insert(front.private), "a private address has one public one");
            check(
                interface.addresses.contains(&front.private),
                "a public address maps to one of its interface",
            );
            check(front.public.is_ipv4() && front.private.is_ipv4(), "public addresses are IPv4");
        }
        for group in &interface.groups {
            let vpc = aws.security_groups[group.0 as usize].vpc;
            check(vpc == vpc_of(interface.subnet), "an interface's groups are of its VPC");
        }
    }
    for nat in &aws.nat_gateways {
        if let Some(address) = nat.address {
            check(
                address.is_ipv4() && within(nat.subnet, address),
                "a NAT gateway's address lies in its subnet",
            );
            check(private.insert((vpc_of(nat.subnet), address)), "a NAT gateway's address is no other's");
        }
        for &address in &nat.public {
            check(address.is_ipv4() && public.insert(address), "a public address is one thing's");
        }
    }
    let outside = |address: &std::net::IpAddr| {
        !aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes).any(|prefix| prefix.contains(*address))
    };
    check(public.iter().all(outside), "public addresses lie in no VPC");
}

fn tables(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    let vpc_of = |subnet: SubnetId| aws.subnets[subnet.0 as usize].vpc;
    for table in &aws.route_tables {
        let destinations = table.routes.iter().map(|route| route.destination).collect::<BTreeSet<_>>();
        check(destinations.len() == table.routes.len(), "a table has a prefix once");
        for route in &table.routes {
            let family = route.destination.family();
            let (vpc, fits) = match route.target {
                RouteTarget::Local => {
                    (table.vpc, aws.vpcs[table.vpc.0 as usize].prefixes.contains(&route.destination))
                }
                RouteTarget::InternetGateway(id) => (aws.internet_gateways[id.0 as usize].vpc, true),
                RouteTarget::EgressOnlyGateway(id) => {
                    (aws.egress_only_gateways[id.0 as usize].vpc, family == Family::V6)
                }
                RouteTarget::NatGateway(id) => {
                    (vpc_of(aws.nat_gateways[id.0 as usize].subnet), family == Family::V4)
                }
                RouteTarget::TransitGateway(id) => {
                    let mut attachments = aws.transit_attachments.iter();
                    let attached = attachments.any(|one| one.gateway == id && vpc_at(one) == Some(table.vpc));
                    (table.vpc, attached)
                }
                RouteTarget::Interface(id) => (vpc_of(aws.interfaces[id.0 as usize].subnet), true),
                RouteTarget::Blackhole => (table.vpc, true),
            };
            check(vpc == table.vpc, "a route's target is of the table's VPC");
            check(fits, "a route's target is for its destination");
        }
    }
}

fn filters(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    for rules in aws.network_acls.iter().flat_map(|acl| [&acl.ingress, &acl.egress]) {
        let numbers = rules.iter().map(|rule| rule.number).collect::<BTreeSet<_>>();
        check(numbers.len() == rules.len(), "a number is once in its list");
        check(numbers.iter().all(|number| (1..=32766).contains(number)), "numbers go from 1 to 32766");
    }
    for group in &aws.security_groups {
        for rule in group.ingress.iter().chain(&group.egress) {
            check(!rule.traffic.is_empty() && !rule.peers.is_empty(), "a group's rule has traffic and peers");
            let vpc_of = |peer: &Peer| match peer {
                Peer::Group(id) => aws.security_groups[id.0 as usize].vpc,
                Peer::Prefix(_) | Peer::Itself => group.vpc,
            };
            let at = |vpc| aws.transit_attachments.iter().filter(move |one| vpc_at(one) == Some(vpc));
            let known = |vpc| {
                vpc == group.vpc || at(vpc).any(|one| at(group.vpc).any(|own| own.gateway == one.gateway))
            };
            check(
                rule.peers.iter().all(|peer| known(vpc_of(peer))),
                "groups name groups of their VPC, or of one at the same transit gateway",
            );
        }
    }
}

fn vpc_at(attachment: &TransitAttachment) -> Option<VpcId> {
    match attachment.to {
        Attached::Vpc { vpc, .. } => Some(vpc),
        Attached::TransitGateway(_) => None,
    }
}

fn transit(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    let mut once = BTreeSet::new();
    for attachment in &aws.transit_attachments {
        let (vpc, other) = match &attachment.to {
            Attached::Vpc { vpc, subnets, .. } => {
                let subnet = |id: &SubnetId| &aws.subnets[id.0 as usize];
                check(
                    subnets.iter().all(|id| subnet(id).vpc == *vpc),
                    "an attachment's subnets are of its VPC",
                );
                let distinct = subnets.iter().collect::<BTreeSet<_>>();
                let zones = subnets.iter().filter_map(|id| subnet(id).zone.as_ref()).collect::<Vec<_>>();
                let each = zones.iter().collect::<BTreeSet<_>>().len();
                check(distinct.len() == subnets.len() && each == zones.len(), "it has one in each zone");
                (Some(*vpc), None)
            }
            Attached::TransitGateway(other) => (None, Some(*other)),
        };
        check(other != Some(attachment.gateway), "a transit gateway is not attached to itself");
        check(
            once.insert((attachment.gateway.0, vpc, other.map(|other| other.0))),
            "a thing is attached once",
        );
    }
    let mut associated = BTreeSet::new();
    for table in &aws.transit_tables {
        let attachment =
            |id: ringfence::estate::aws::TransitAttachmentId| &aws.transit_attachments[id.0 as usize];
        check(
            table.associated.iter().all(|id| associated.insert(*id)),
            "an attachment is associated with one table",
        );
        let filling = table.propagated.iter().map(|one| one.attachment).collect::<BTreeSet<_>>();
        check(filling.len() == table.propagated.len(), "an attachment fills a table once");
        check(
            filling.iter().all(|id| vpc_at(attachment(*id)).is_some()),
            "an attachment that fills a table is one to a VPC",
        );
        let targets = table.routes.iter().filter_map(|route| match route.target {
            TransitTarget::Attachment(id) => Some(id),
            TransitTarget::Blackhole => None,
        });
        let mut named = table.associated.iter().copied().chain(filling).chain(targets);
        check(named.all(|id| attachment(id).gateway == table.gateway), "a table names its own attachments");
        let destinations = table.routes.iter().map(|route| route.destination).collect::<BTreeSet<_>>();
        check(destinations.len() == table.routes.len(), "a transit gateway's table has a prefix once");
    }
}

fn names(estate: &Estate, check: &mut impl FnMut(bool, &str)) {
    let mut seen = BTreeSet::new();
    for (at, object) in estate.objects.iter().enumerate() {
        let parent = object.parent.map(|id| id.0);
        check(parent.is_none_or(|parent| (parent as usize) < at), "an object stands behind its parent");
        check(seen.insert((parent, object.kind, &object.name)), "a name is once in its parent and kind");
    }
    let mut places = BTreeSet::new();
    let written = estate.objects.iter().map(|object| object.origin);
    let acls = estate
        .aws
        .network_acls
        .iter()
        .flat_map(|acl| acl.ingress.iter().chain(&acl.egress))
        .map(|r| r.origin);
    let groups =
        estate.aws.security_groups.iter().flat_map(|group| group.ingress.iter().chain(&group.egress));
    let routes = estate.aws.route_tables.iter().flat_map(|table| &table.routes).map(|route| route.origin);
    let transit = estate.aws.transit_tables.iter().flat_map(|table| {
        let own = table.routes.iter().map(|route| route.origin);
        own.chain(table.propagated.iter().map(|one| one.origin))
    });
    let rules = acls.chain(groups.map(|rule| rule.origin));
    for origin in written.chain(rules).chain(routes).chain(transit) {
        check(places.insert(origin), "everything is written at a place of its own");
    }
}

fn pairs<T>(items: &[T]) -> impl Iterator<Item = (&T, &T)> {
    items.iter().enumerate().flat_map(|(at, item)| items[at + 1..].iter().map(move |other| (item, other)))
}
