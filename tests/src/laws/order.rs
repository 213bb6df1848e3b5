//! The order in which things are written says nothing (docs/language.md): a group's rules allow together, the number of an ACL's
//! rule and the length of a route's prefix decide, and names may be used before they are declared.

use std::ops::Range;

use ringfence::estate::aws::{
    Attached, Aws, EgressOnlyGatewayId, EndpointId, EndpointKind, EndpointServiceId, GwlbEndpointId,
    InstanceId, Interface, InterfaceId, InterfaceOwner, InternetGatewayId, NatGatewayId, NetworkAclId, Peer,
    PeeringId, RegionalNatGatewayId, RouteTableId, RouteTarget, SecurityGroupId, SubnetId, TargetAt,
    TransitAttachmentId, TransitGatewayId, TransitTarget, VpcId, VpnGatewayId,
};
use ringfence::estate::{Estate, LineEnd, ObjectId};
use ringfence::{Analysis, Question};

use super::sets::{Common, difference};
use super::{Tally, analysis, any_estate};
use crate::estates::{Dice, broken_invariants, each_object};
use crate::question::any_to_any;
use crate::seeds::Seeds;

/// Everything in another order changes no set, box, count or verdict. What would be told: rules and routes that are gone.
///
/// # Errors
/// The first difference.
pub fn order(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let failed = |what: String| format!("seed {seed}, in another order: {what}");
        let (mut dice, estate) = (Dice::new(seed), any_estate(seed));
        let other = shuffled(&estate, &mut dice);
        if other == estate {
            continue;
        }
        let broken = broken_invariants(&other);
        assert!(broken.is_empty(), "{broken:?}");
        let thinned = thinned(&other);
        let [estate, other, thinned] = [&estate, &other, &thinned].map(|estate| analysis(estate, &mut dice));
        let mut common = Common::default();
        let sets = common.everything(&estate).map_err(failed)?;
        if let Some(what) = difference(&sets, &common.everything(&other).map_err(failed)?) {
            return Err(failed(what));
        }
        let (one, two) = (shown(&estate), shown(&other));
        if one != two {
            return Err(failed(format!("{one:?}\n{two:?}")));
        }
        tally.count(difference(&sets, &common.everything(&thinned).map_err(failed)?).is_some());
    }
    Ok(tally)
}

/// The answer to the question about everything, its boxes in an order of their own.
fn shown(analysis: &Analysis) -> Vec<String> {
    let answer = analysis.reach(&Question::new(any_to_any())).expect("an answer about everything");
    let bounds = [answer.delivered, answer.answered].into_iter();
    let flows = bounds.flat_map(|bounds| [bounds.surely, bounds.possibly]).map(|flows| {
        let mut boxes: Vec<String> = flows.boxes.iter().map(|flows| format!("{flows:?}")).collect();
        boxes.sort();
        format!("{}: {boxes:?}", flows.count)
    });
    flows.chain([format!("{} {:?}", answer.verdict.as_str(), answer.possible)]).collect()
}

/// A rule or route is gone of every group, ACL or table that has one.
fn thinned(estate: &Estate) -> Estate {
    let mut estate = estate.clone();
    let aws = &mut estate.aws;
    for group in &mut aws.security_groups {
        group.ingress.pop();
    }
    for acl in &mut aws.network_acls {
        acl.egress.pop();
    }
    for table in &mut aws.route_tables {
        table.routes.pop();
    }
    estate
}

/// The same estate with every list in another order whose order has no meaning.
fn shuffled(estate: &Estate, dice: &mut Dice) -> Estate {
    let mut estate = estate.clone();
    shuffle_inner(&mut estate.aws, dice);
    shuffle_sites(&mut estate, dice);
    shuffle_things(&mut estate, dice);
    shuffle_objects(&mut estate, dice);
    estate
}

/// The lists inside things.
fn shuffle_inner(aws: &mut Aws, dice: &mut Dice) {
    for list in &mut aws.prefix_lists {
        shuffle(&mut list.prefixes, dice);
    }
    for vpc in &mut aws.vpcs {
        shuffle(&mut vpc.prefixes, dice);
    }
    for subnet in &mut aws.subnets {
        shuffle(&mut subnet.prefixes, dice);
    }
    for table in &mut aws.route_tables {
        shuffle(&mut table.routes, dice);
        shuffle(&mut table.list_routes, dice);
    }
    // Whose ranges were propagated first has a meaning.
    for table in &mut aws.transit_tables {
        shuffle(&mut table.associated, dice);
        shuffle(&mut table.routes, dice);
    }
    for attachment in &mut aws.transit_attachments {
        if let Attached::Vpc { subnets, .. } = &mut attachment.to {
            shuffle(subnets, dice);
        }
    }
    for acl in &mut aws.network_acls {
        shuffle(&mut acl.ingress, dice);
        shuffle(&mut acl.egress, dice);
    }
    for group in &mut aws.security_groups {
        shuffle(&mut group.used_in, dice);
        for rules in [&mut group.ingress, &mut group.egress] {
            shuffle(rules, dice);
            for rule in rules {
                shuffle(&mut rule.traffic, dice);
                shuffle(&mut rule.peers, dice);
            }
        }
    }
    for nat in &mut aws.nat_gateways {
        shuffle(&mut nat.public, dice);
    }
    for group in &mut aws.target_groups {
        shuffle(&mut group.targets, dice);
    }
    for peering in &mut aws.peerings {
        if dice.percent(50) {
            peering.vpcs.reverse();
        }
    }
    for instance in &mut aws.instances {
        shuffle(&mut instance.client_ports, dice);
    }
    let targets = target_owners(aws);
    for interface in &mut aws.interfaces {
        let is_target = targets.contains(&interface.owner);
        shuffle_others(&mut interface.addresses, |_| is_target, dice);
        shuffle(&mut interface.groups, dice);
        shuffle(&mut interface.public, dice);
    }
}

/// Machines that load balancers give connections to: at the first addresses of the first interface.
fn target_owners(aws: &Aws) -> Vec<InterfaceOwner> {
    let targets = aws.target_groups.iter().flat_map(|group| &group.targets);
    let machines = targets.filter_map(|target| match target.to {
        TargetAt::Instance(id) => Some(InterfaceOwner::Instance(id)),
        _ => None,
    });
    machines.collect()
}

/// Sites with what they have, and lines with their ends and what these tell. The order of a firewall's rules has a meaning.
fn shuffle_sites(estate: &mut Estate, dice: &mut Dice) {
    let sites = shuffle(&mut estate.sites, dice);
    let lines = shuffle(&mut estate.lines, dice);
    for attachment in &mut estate.aws.transit_attachments {
        if let Attached::Line(line) = &mut attachment.to {
            *line = lines[*line] as usize;
        }
    }
    for site in &mut estate.sites {
        shuffle(&mut site.prefixes, dice);
        shuffle(&mut site.gateways, dice);
        shuffle(&mut site.subnets, dice);
        shuffle(&mut site.hosts, dice);
    }
    for line in &mut estate.lines {
        shuffle(&mut line.announced, dice);
        for end in &mut line.ends {
            if let LineEnd::Site(site) = end {
                *site = sites[*site] as usize;
            }
        }
        if dice.percent(50) {
            line.ends.reverse();
            line.announced.iter_mut().for_each(|told| told.by = 1 - told.by);
        }
    }
}

/// The things of each kind, and with them the ids that name them.
fn shuffle_things(estate: &mut Estate, dice: &mut Dice) {
    let Estate { aws, lines, .. } = estate;
    let lists = shuffle(&mut aws.prefix_lists, dice);
    let vpcs = shuffle(&mut aws.vpcs, dice);
    let subnets = shuffle(&mut aws.subnets, dice);
    let tables = shuffle(&mut aws.route_tables, dice);
    let acls = shuffle(&mut aws.network_acls, dice);
    let groups = shuffle(&mut aws.security_groups, dice);
    let internet_gateways = shuffle(&mut aws.internet_gateways, dice);
    let egress_only_gateways = shuffle(&mut aws.egress_only_gateways, dice);
    let vpn_gateways = shuffle(&mut aws.vpn_gateways, dice);
    let nats = shuffle(&mut aws.nat_gateways, dice);
    let peerings = shuffle(&mut aws.peerings, dice);
    let instances = shuffle(&mut aws.instances, dice);
    let endpoints = shuffle(&mut aws.endpoints, dice);
    let gwlb_endpoints = shuffle(&mut aws.gwlb_endpoints, dice);
    let regional = shuffle(&mut aws.regional_nat_gateways, dice);
    // What is free in a subnet is shared out in order, and of a target the first interface counts.
    let targets = target_owners(aws);
    let in_order = |one: &Interface| one.addresses.is_empty() || targets.contains(&one.owner);
    let interfaces = shuffle_others(&mut aws.interfaces, in_order, dice);
    let balancers = shuffle(&mut aws.load_balancers, dice);
    let target_groups = shuffle(&mut aws.target_groups, dice);
    let fleets = shuffle(&mut aws.autoscaling_groups, dice);
    let services = shuffle(&mut aws.endpoint_services, dice);
    let gateways = shuffle(&mut aws.transit_gateways, dice);
    let attachments = shuffle(&mut aws.transit_attachments, dice);
    shuffle(&mut aws.transit_tables, dice);

    let now = |places: &[u32], at: u32| places[at as usize];
    let vpc = |id: &mut VpcId| id.0 = now(&vpcs, id.0);
    let subnet = |id: &mut SubnetId| id.0 = now(&subnets, id.0);
    let group = |id: &mut SecurityGroupId| id.0 = now(&groups, id.0);
    for one in &mut aws.subnets {
        vpc(&mut one.vpc);
        one.route_table = one.route_table.map(|id| RouteTableId(now(&tables, id.0)));
        one.network_acl = one.network_acl.map(|id| NetworkAclId(now(&acls, id.0)));
    }
    let service = |id: &mut EndpointServiceId| id.0 = now(&services, id.0);
    for one in &mut aws.endpoint_services {
        vpc(&mut one.vpc);
        one.balancers.iter_mut().for_each(|id| id.0 = now(&balancers, id.0));
    }
    for one in &mut aws.endpoints {
        vpc(&mut one.vpc);
        one.service.iter_mut().for_each(service);
        if let EndpointKind::Gateway { list, tables: named } = &mut one.kind {
            list.iter_mut().for_each(|list| list.0 = now(&lists, list.0));
            named.iter_mut().for_each(|table| table.0 = now(&tables, table.0));
        }
    }
    aws.network_acls.iter_mut().for_each(|one| vpc(&mut one.vpc));
    for one in &mut aws.internet_gateways {
        vpc(&mut one.vpc);
        one.route_table.iter_mut().for_each(|table| table.0 = now(&tables, table.0));
    }
    aws.regional_nat_gateways.iter_mut().for_each(|one| vpc(&mut one.vpc));
    for one in &mut aws.gwlb_endpoints {
        subnet(&mut one.subnet);
        one.service.iter_mut().for_each(service);
    }
    aws.egress_only_gateways.iter_mut().for_each(|one| vpc(&mut one.vpc));
    aws.instances.iter_mut().for_each(|one| vpc(&mut one.vpc));
    aws.peerings.iter_mut().for_each(|one| one.vpcs.iter_mut().for_each(vpc));
    aws.nat_gateways.iter_mut().for_each(|one| subnet(&mut one.subnet));
    aws.autoscaling_groups.iter_mut().for_each(|one| vpc(&mut one.vpc));
    for one in &mut aws.load_balancers {
        vpc(&mut one.vpc);
        one.subnets.iter_mut().for_each(subnet);
        let groups = one.listeners.iter_mut().filter_map(|listener| listener.targets.as_mut());
        groups.for_each(|id| id.0 = now(&target_groups, id.0));
    }
    for one in &mut aws.target_groups {
        vpc(&mut one.vpc);
        for target in &mut one.targets {
            match &mut target.to {
                TargetAt::Instance(id) => id.0 = now(&instances, id.0),
                TargetAt::AutoscalingGroup(id) => id.0 = now(&fleets, id.0),
                TargetAt::LoadBalancer(id) => id.0 = now(&balancers, id.0),
                TargetAt::Address(_) => {}
            }
        }
    }
    for one in &mut aws.interfaces {
        subnet(&mut one.subnet);
        match &mut one.owner {
            InterfaceOwner::Instance(id) => *id = InstanceId(now(&instances, id.0)),
            InterfaceOwner::Service => {}
            InterfaceOwner::Endpoint(id) => id.0 = now(&endpoints, id.0),
            InterfaceOwner::AutoscalingGroup(id) => id.0 = now(&fleets, id.0),
            InterfaceOwner::LoadBalancer(id) => id.0 = now(&balancers, id.0),
        }
        one.groups.iter_mut().for_each(group);
    }
    for one in &mut aws.security_groups {
        vpc(&mut one.vpc);
        one.used_in.iter_mut().for_each(vpc);
        let rules = one.ingress.iter_mut().chain(&mut one.egress);
        for peer in rules.flat_map(|rule| &mut rule.peers) {
            match peer {
                Peer::Group(id) => group(id),
                Peer::List(id) => id.0 = now(&lists, id.0),
                Peer::Prefix(_) | Peer::Itself | Peer::Unknown => {}
            }
        }
    }
    aws.vpn_gateways.iter_mut().for_each(|one| vpc(&mut one.vpc));
    for end in lines.iter_mut().flat_map(|line| &mut line.ends) {
        match end {
            LineEnd::VpnGateway(id) => id.0 = now(&vpn_gateways, id.0),
            LineEnd::TransitGateway(id) => id.0 = now(&gateways, id.0),
            LineEnd::Site(_) => {}
        }
    }
    let gateway = |id: &mut TransitGatewayId| id.0 = now(&gateways, id.0);
    let attachment = |id: &mut TransitAttachmentId| id.0 = now(&attachments, id.0);
    for one in &mut aws.transit_attachments {
        gateway(&mut one.gateway);
        match &mut one.to {
            Attached::Vpc { vpc: attached, subnets, .. } => {
                vpc(attached);
                subnets.iter_mut().for_each(subnet);
            }
            Attached::TransitGateway(other) => gateway(other),
            Attached::Line(_) => {}
        }
    }
    for one in &mut aws.transit_tables {
        gateway(&mut one.gateway);
        one.associated.iter_mut().for_each(attachment);
        one.propagated.iter_mut().for_each(|one| attachment(&mut one.attachment));
        for route in &mut one.routes {
            if let TransitTarget::Attachment(id) = &mut route.target {
                attachment(id);
            }
        }
    }
    for one in &mut aws.route_tables {
        vpc(&mut one.vpc);
        one.propagated.iter_mut().for_each(|id| id.0 = now(&vpn_gateways, id.0));
        one.list_routes.iter_mut().for_each(|route| route.list.0 = now(&lists, route.list.0));
        let targets = one.routes.iter_mut().map(|route| &mut route.target);
        for target in targets.chain(one.list_routes.iter_mut().map(|route| &mut route.target)) {
            *target = match *target {
                RouteTarget::InternetGateway(id) => {
                    RouteTarget::InternetGateway(InternetGatewayId(now(&internet_gateways, id.0)))
                }
                RouteTarget::EgressOnlyGateway(id) => {
                    RouteTarget::EgressOnlyGateway(EgressOnlyGatewayId(now(&egress_only_gateways, id.0)))
                }
                RouteTarget::VpnGateway(id) => {
                    RouteTarget::VpnGateway(VpnGatewayId(now(&vpn_gateways, id.0)))
                }
                RouteTarget::NatGateway(id) => RouteTarget::NatGateway(NatGatewayId(now(&nats, id.0))),
                RouteTarget::Peering(id) => RouteTarget::Peering(PeeringId(now(&peerings, id.0))),
                RouteTarget::Interface(id) => RouteTarget::Interface(InterfaceId(now(&interfaces, id.0))),
                RouteTarget::GwlbEndpoint(id) => {
                    RouteTarget::GwlbEndpoint(GwlbEndpointId(now(&gwlb_endpoints, id.0)))
                }
                RouteTarget::RegionalNatGateway(id) => {
                    RouteTarget::RegionalNatGateway(RegionalNatGatewayId(now(&regional, id.0)))
                }
                RouteTarget::Endpoint(id) => RouteTarget::Endpoint(EndpointId(now(&endpoints, id.0))),
                RouteTarget::TransitGateway(id) => {
                    RouteTarget::TransitGateway(TransitGatewayId(now(&gateways, id.0)))
                }
                target @ (RouteTarget::Local | RouteTarget::Blackhole | RouteTarget::Unknown) => target,
            };
        }
    }
}

/// The names, each still behind what it stands in.
fn shuffle_objects(estate: &mut Estate, dice: &mut Dice) {
    let mut olds: Vec<usize> = (0..estate.objects.len()).collect();
    shuffle(&mut olds, dice);
    olds.sort_by_key(|&old| estate.lineage(ObjectId(old as u32)).count());
    let places = places(&olds);
    let now = |id: ObjectId| ObjectId(places[id.0 as usize]);
    estate.objects = olds.iter().map(|&old| estate.objects[old].clone()).collect();
    for object in &mut estate.objects {
        object.parent = object.parent.map(now);
    }
    each_object(estate, |id| *id = now(*id));
}

/// Puts a list into another order: where each thing stands now, by where it stood.
fn shuffle<T: Clone>(list: &mut Vec<T>, dice: &mut Dice) -> Vec<u32> {
    shuffle_others(list, |_| false, dice)
}

/// The same, with some things in the order they had.
fn shuffle_others<T: Clone>(list: &mut Vec<T>, in_order: impl Fn(&T) -> bool, dice: &mut Dice) -> Vec<u32> {
    let mut olds: Vec<usize> = (0..list.len()).collect();
    for at in (1..olds.len()).rev() {
        olds.swap(at, dice.below(at + 1));
    }
    let mut kept = (0..list.len()).filter(|&at| in_order(&list[at]));
    for old in olds.iter_mut().filter(|old| in_order(&list[**old])) {
        *old = kept.next().expect("as many as there are");
    }
    *list = olds.iter().map(|&old| list[old].clone()).collect();
    places(&olds)
}

/// Where each thing stands, from what stands at each place.
fn places(olds: &[usize]) -> Vec<u32> {
    let mut places = vec![0; olds.len()];
    for (new, &old) in olds.iter().enumerate() {
        places[old] = new as u32;
    }
    places
}
