//! What the types of the estate promise, and no type can hold.

use std::collections::BTreeSet;

use ringfence::estate::aws::{
    Attached, Aws, EndpointId, EndpointKind, EndpointServiceId, LoadBalancerId, LoadBalancerKind,
    PeeringStatus, RouteTableId, RouteTarget, SubnetId, TransitAttachment, TransitTarget, VpcId,
};
use ringfence::estate::{Estate, Line, LineEnd};
use ringfence::{Family, Prefix};

use super::mutate::is_single;
use crate::oracle::held;

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
    peerings(estate, &mut check);
    addresses(&estate.aws, &mut check);
    tables(&estate.aws, &mut check);
    sites(estate, &mut check);
    filters(&estate.aws, &mut check);
    transit(&estate.aws, &estate.lines, &mut check);
    services(&estate.aws, &mut check);
    names(estate, &mut check);
    broken
}

fn ranges(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    for list in &aws.prefix_lists {
        let once = list.prefixes.iter().collect::<BTreeSet<_>>().len() == list.prefixes.len();
        check(once, "a list has an entry once");
        let families = list.prefixes.iter().map(|prefix| prefix.family()).collect::<BTreeSet<_>>();
        check(families.len() < 2, "a list is of one family");
    }
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
    check(once(aws.vpn_gateways.iter().map(|g| g.vpc).collect()), "a VPC has one VPN gateway");
    check(
        once(aws.egress_only_gateways.iter().map(|g| g.vpc).collect()),
        "a VPC has one egress-only gateway",
    );
}

fn peerings(estate: &Estate, check: &mut impl FnMut(bool, &str)) {
    let aws = &estate.aws;
    let ranges = |vpc: VpcId| aws.vpcs[vpc.0 as usize].prefixes.iter();
    let mut joined = BTreeSet::new();
    for peering in &aws.peerings {
        let [one, other] = peering.vpcs;
        check(one != other, "a peering joins two VPCs");
        if peering.status != PeeringStatus::Deleted {
            check(joined.insert([one.min(other), one.max(other)]), "two VPCs have one peering");
            let overlap = ranges(one).any(|range| ranges(other).any(|taken| taken.overlaps(range)));
            check(!overlap, "peers share no addresses");
        }
    }
    for group in &aws.security_groups {
        let region = |vpc: VpcId| aws.vpcs[vpc.0 as usize].region.as_ref();
        let near = |vpc: &VpcId| region(*vpc).zip(region(group.vpc)).is_none_or(|(one, other)| one == other);
        check(group.used_in.iter().all(near), "a group is used in its Region");
        check(!group.used_in.contains(&group.vpc), "a group's own VPC is not among the others");
        let is_default = estate.objects[group.object.0 as usize].name == "default";
        check(!is_default || group.used_in.is_empty(), "a default group is used in its VPC alone");
    }
}

fn addresses(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    let (mut private, mut public) = (BTreeSet::new(), BTreeSet::new());
    let within = |subnet: SubnetId, address| {
        aws.subnets[subnet.0 as usize].prefixes.iter().any(|p| p.contains(address))
    };
    let vpc_of = |subnet: SubnetId| aws.subnets[subnet.0 as usize].vpc;
    for interface in &aws.interfaces {
        let is_single = is_single(interface);
        check(!is_single || !interface.addresses.is_empty(), "an interface has an address");
        check(
            is_single || interface.public.is_empty(),
            "a load balancer's interface has no public address of its own",
        );
        check(
            aws.machine_of(interface).is_none_or(|machine| machine.vpc == vpc_of(interface.subnet)),
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
            let (group, vpc) = (&aws.security_groups[group.0 as usize], vpc_of(interface.subnet));
            check(
                group.vpc == vpc || group.used_in.contains(&vpc),
                "an interface's groups are of its VPC, or used there",
            );
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
    let of_regions = aws.regional_nat_gateways.iter().flat_map(|nat| &nat.public);
    let of_balancers = aws.load_balancers.iter().flat_map(|balancer| &balancer.public);
    for &address in of_regions.chain(of_balancers) {
        check(address.is_ipv4() && public.insert(address), "a public address is one thing's");
    }
    let outside = |address: &std::net::IpAddr| {
        !aws.vpcs.iter().flat_map(|vpc| &vpc.prefixes).any(|prefix| prefix.contains(*address))
    };
    check(public.iter().all(outside), "public addresses lie in no VPC");
}

/// Whether lists with a common entry lead to one target, wherever it is not written where that entry leads.
pub(crate) fn lists_agree(aws: &Aws) -> bool {
    aws.route_tables.iter().enumerate().all(|(at, table)| {
        let added = aws.endpoints.iter().enumerate().filter_map(|(id, endpoint)| match &endpoint.kind {
            EndpointKind::Gateway { list: Some(list), tables }
                if tables.contains(&RouteTableId(at as u32)) =>
            {
                Some((*list, RouteTarget::Endpoint(EndpointId(id as u32))))
            }
            _ => None,
        });
        let lists = table.list_routes.iter().map(|route| (route.list, route.target)).chain(added);
        pairs(&lists.collect::<Vec<_>>()).all(|(one, other)| {
            let [one_list, other_list] = [one, other].map(|route| &aws.prefix_lists[route.0.0 as usize]);
            let both = one_list.prefixes.iter().filter(|prefix| other_list.prefixes.contains(prefix));
            let written = |prefix| table.routes.iter().any(|route| route.destination == prefix);
            one.1 == other.1 || both.copied().all(written)
        })
    })
}

fn tables(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    check(lists_agree(aws), "lists with a common entry lead to one target");
    let vpc_of = |subnet: SubnetId| aws.subnets[subnet.0 as usize].vpc;
    for table in &aws.route_tables {
        let destinations = table.routes.iter().map(|route| route.destination).collect::<BTreeSet<_>>();
        check(destinations.len() == table.routes.len(), "a table has a prefix once");
        let lists = table.list_routes.iter().map(|route| route.list.0).collect::<BTreeSet<_>>();
        check(lists.len() == table.list_routes.len(), "a table has a list once");
        let lists = table.list_routes.iter().map(|route| {
            let entries = &aws.prefix_lists[route.list.0 as usize].prefixes;
            let family = entries.first().map_or(Family::V4, Prefix::family);
            (None, family, entries.iter().all(is_for_nat), route.target)
        });
        let routes = table.routes.iter().map(|route| {
            let destination = route.destination;
            (Some(destination), destination.family(), is_for_nat(&destination), route.target)
        });
        for (destination, family, is_for_nat, target) in routes.chain(lists) {
            let (vpc, fits) = match target {
                RouteTarget::Local => (
                    table.vpc,
                    destination
                        .is_some_and(|prefix| aws.vpcs[table.vpc.0 as usize].prefixes.contains(&prefix)),
                ),
                RouteTarget::VpnGateway(id) => (aws.vpn_gateways[id.0 as usize].vpc, true),
                RouteTarget::InternetGateway(id) => (aws.internet_gateways[id.0 as usize].vpc, true),
                RouteTarget::EgressOnlyGateway(id) => {
                    (aws.egress_only_gateways[id.0 as usize].vpc, family == Family::V6)
                }
                RouteTarget::NatGateway(id) => (vpc_of(aws.nat_gateways[id.0 as usize].subnet), is_for_nat),
                RouteTarget::Peering(id) => {
                    (table.vpc, aws.peerings[id.0 as usize].vpcs.contains(&table.vpc))
                }
                RouteTarget::TransitGateway(id) => {
                    let mut attachments = aws.transit_attachments.iter();
                    let attached = attachments.any(|one| one.gateway == id && vpc_at(one) == Some(table.vpc));
                    (table.vpc, attached)
                }
                RouteTarget::Interface(id) => (vpc_of(aws.interfaces[id.0 as usize].subnet), true),
                RouteTarget::GwlbEndpoint(id) => (vpc_of(aws.gwlb_endpoints[id.0 as usize].subnet), true),
                RouteTarget::RegionalNatGateway(id) => {
                    (aws.regional_nat_gateways[id.0 as usize].vpc, is_for_nat)
                }
                RouteTarget::Endpoint(id) => {
                    let endpoint = &aws.endpoints[id.0 as usize];
                    (endpoint.vpc, endpoint.kind != EndpointKind::Interface)
                }
                RouteTarget::Blackhole | RouteTarget::Unknown => (table.vpc, true),
            };
            check(vpc == table.vpc, "a route's target is of the table's VPC");
            check(fits, "a route's target is for its destination");
        }
    }
}

fn sites(estate: &Estate, check: &mut impl FnMut(bool, &str)) {
    for site in &estate.sites {
        check(!site.prefixes.is_empty(), "a site has a range");
        let inside = |prefix: &Prefix| site.prefixes.iter().any(|range| range.covers(prefix));
        let subnets = site.subnets.iter().flat_map(|subnet| subnet.prefixes.iter().copied());
        let hosts = site.hosts.iter().flat_map(|host| host.addresses.iter().copied().map(Prefix::host));
        check(subnets.chain(hosts).all(|prefix| inside(&prefix)), "what a site has lies in its ranges");
        let rules = site.inbound.iter().chain(&site.outbound);
        check(rules.into_iter().all(|rule| !rule.traffic.is_empty()), "a site's rule has traffic");
    }
    for line in &estate.lines {
        let [one, other] = line.ends;
        let has_site = line.ends.iter().any(|end| matches!(end, LineEnd::Site(_)));
        check(one != other && has_site, "a line joins a site to something else");
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
        }
    }
}

fn services(aws: &Aws, check: &mut impl FnMut(bool, &str)) {
    let kinds = |id: EndpointServiceId| {
        let service = &aws.endpoint_services[id.0 as usize];
        service.balancers.iter().map(|id| aws.load_balancers[id.0 as usize].kind).collect::<BTreeSet<_>>()
    };
    for service in &aws.endpoint_services {
        let own = |id: &LoadBalancerId| aws.load_balancers[id.0 as usize].vpc == service.vpc;
        check(service.balancers.iter().all(own), "a service is behind load balancers of its VPC");
        check(!service.balancers.is_empty(), "a service is behind some load balancer");
    }
    for endpoint in &aws.endpoints {
        let fits =
            |id| endpoint.kind == EndpointKind::Interface && kinds(id) == [LoadBalancerKind::Network].into();
        check(endpoint.service.is_none_or(fits), "an interface endpoint leads to network load balancers");
    }
    for endpoint in &aws.gwlb_endpoints {
        let fits = |id| kinds(id) == [LoadBalancerKind::Gateway].into();
        check(endpoint.service.is_none_or(fits), "the way to appliances leads to Gateway Load Balancers");
    }
    for interface in &aws.interfaces {
        let is_gateway = aws.balancer_of(interface).is_some_and(|one| one.kind == LoadBalancerKind::Gateway);
        check(!is_gateway || interface.groups.is_empty(), "a Gateway Load Balancer has no groups");
    }
}

fn vpc_at(attachment: &TransitAttachment) -> Option<VpcId> {
    match attachment.to {
        Attached::Vpc { vpc, .. } => Some(vpc),
        Attached::TransitGateway(_) | Attached::Line(_) => None,
    }
}

fn transit(aws: &Aws, lines: &[Line], check: &mut impl FnMut(bool, &str)) {
    let mut once = BTreeSet::new();
    for attachment in &aws.transit_attachments {
        let (vpc, other, line) = match &attachment.to {
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
                (Some(*vpc), None, None)
            }
            Attached::TransitGateway(other) => (None, Some(*other), None),
            Attached::Line(line) => {
                let own = LineEnd::TransitGateway(attachment.gateway);
                check(lines[*line].ends.contains(&own), "the attachment of a line is where it ends");
                (None, None, Some(*line))
            }
        };
        check(other != Some(attachment.gateway), "a transit gateway is not attached to itself");
        check(
            once.insert((attachment.gateway.0, vpc, other.map(|other| other.0), line)),
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
            filling.iter().all(|id| !matches!(attachment(*id).to, Attached::TransitGateway(_))),
            "an attachment that fills a table is one to a VPC or a line",
        );
        let targets = table.routes.iter().filter_map(|route| match route.target {
            TransitTarget::Attachment(id) => Some(id),
            TransitTarget::Blackhole | TransitTarget::Unknown => None,
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
    let list_routes = estate.aws.route_tables.iter().flat_map(|table| &table.list_routes);
    let routes = routes.chain(list_routes.map(|route| route.origin));
    let sites = estate.sites.iter().flat_map(|site| site.inbound.iter().chain(&site.outbound));
    let told = estate.lines.iter().flat_map(|line| &line.announced).map(|told| told.origin);
    let transit = estate.aws.transit_tables.iter().flat_map(|table| {
        let own = table.routes.iter().map(|route| route.origin);
        own.chain(table.propagated.iter().map(|one| one.origin))
    });
    let beside = sites.map(|rule| rule.origin).chain(told).chain(transit);
    for origin in written.chain(acls).chain(groups.map(|rule| rule.origin)).chain(routes).chain(beside) {
        check(places.insert(origin), "everything is written at a place of its own");
    }
}

fn pairs<T>(items: &[T]) -> impl Iterator<Item = (&T, &T)> {
    items.iter().enumerate().flat_map(|(at, item)| items[at + 1..].iter().map(move |other| (item, other)))
}

/// Whether a NAT gateway may be the target of a route: to IPv4, or to IPv6 addresses that hold such.
fn is_for_nat(destination: &Prefix) -> bool {
    destination.family() == Family::V4 || (held(destination.first()).is_some() && destination.length() >= 96)
}
