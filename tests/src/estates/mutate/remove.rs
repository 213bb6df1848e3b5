//! Taking things away: what names them goes too, and ids behind them move up.

use std::collections::BTreeMap;

use ringfence::estate::aws::{
    Attached, Aws, EgressOnlyGatewayId, InternetGatewayId, NatGatewayId, NetworkAclId, RouteTarget,
    TransitAttachmentId, TransitTarget,
};
use ringfence::estate::{Estate, Object, ObjectId, SitePeer};

pub(super) fn internet_gateway(aws: &mut Aws, id: InternetGatewayId) {
    aws.internet_gateways.remove(id.0 as usize);
    retarget(aws, |target| match target {
        RouteTarget::InternetGateway(other) => {
            moved_up(other.0, id.0).map(|at| RouteTarget::InternetGateway(InternetGatewayId(at)))
        }
        other => Some(other),
    });
}

pub(super) fn egress_only_gateway(aws: &mut Aws, id: EgressOnlyGatewayId) {
    aws.egress_only_gateways.remove(id.0 as usize);
    retarget(aws, |target| match target {
        RouteTarget::EgressOnlyGateway(other) => {
            moved_up(other.0, id.0).map(|at| RouteTarget::EgressOnlyGateway(EgressOnlyGatewayId(at)))
        }
        other => Some(other),
    });
}

pub(super) fn nat_gateway(aws: &mut Aws, id: NatGatewayId) {
    aws.nat_gateways.remove(id.0 as usize);
    retarget(aws, |target| match target {
        RouteTarget::NatGateway(other) => {
            moved_up(other.0, id.0).map(|at| RouteTarget::NatGateway(NatGatewayId(at)))
        }
        other => Some(other),
    });
}

/// An ACL that no subnet names.
pub(super) fn network_acl(aws: &mut Aws, id: NetworkAclId) {
    aws.network_acls.remove(id.0 as usize);
    for subnet in &mut aws.subnets {
        subnet.network_acl = subnet.network_acl.and_then(|other| moved_up(other.0, id.0)).map(NetworkAclId);
    }
}

/// A line, and its attachment to a transit gateway.
pub(super) fn line(estate: &mut Estate, removed: usize) {
    estate.lines.remove(removed);
    let aws = &mut estate.aws;
    let own = aws.transit_attachments.iter().position(|one| one.to == Attached::Line(removed));
    for attachment in &mut aws.transit_attachments {
        if let Attached::Line(line) = &mut attachment.to {
            *line -= usize::from(*line > removed);
        }
    }
    let Some(own) = own else { return };
    aws.transit_attachments.remove(own);
    let keep = |id: &mut TransitAttachmentId| match moved_up(id.0, own as u32) {
        Some(at) => {
            id.0 = at;
            true
        }
        None => false,
    };
    for table in &mut aws.transit_tables {
        table.associated.retain_mut(keep);
        table.propagated.retain_mut(|one| keep(&mut one.attachment));
        table.routes.retain_mut(|route| match &mut route.target {
            TransitTarget::Attachment(id) => keep(id),
            TransitTarget::Blackhole | TransitTarget::Unknown => true,
        });
    }
}

/// Objects of things that are no longer there.
pub(super) fn unused_objects(estate: &mut Estate) {
    let mut kept = vec![false; estate.objects.len()];
    let objects = estate.objects.clone();
    each_object(estate, |id| {
        let mut next = Some(*id);
        while let Some(id) = next {
            kept[id.0 as usize] = true;
            next = objects[id.0 as usize].parent;
        }
    });
    let mut places = BTreeMap::new();
    let mut objects: Vec<Object> = Vec::new();
    for (at, object) in std::mem::take(&mut estate.objects).into_iter().enumerate() {
        if kept[at] {
            places.insert(ObjectId(at as u32), ObjectId(objects.len() as u32));
            objects.push(object);
        }
    }
    for object in &mut objects {
        object.parent = object.parent.map(|id| places[&id]);
    }
    estate.objects = objects;
    each_object(estate, |id| *id = places[id]);
}

/// The index of a thing after the one at `removed` is gone; `None` for that one itself.
fn moved_up(at: u32, removed: u32) -> Option<u32> {
    match at.cmp(&removed) {
        std::cmp::Ordering::Less => Some(at),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(at - 1),
    }
}

fn retarget(aws: &mut Aws, to: impl Fn(RouteTarget) -> Option<RouteTarget>) {
    for table in &mut aws.route_tables {
        let keep = |target: &mut RouteTarget| match to(*target) {
            Some(other) => {
                *target = other;
                true
            }
            None => false,
        };
        table.routes.retain_mut(|route| keep(&mut route.target));
        table.list_routes.retain_mut(|route| keep(&mut route.target));
    }
}

/// Every object that something deployed names.
pub(crate) fn each_object(estate: &mut Estate, mut each: impl FnMut(&mut ObjectId)) {
    for site in &mut estate.sites {
        each(&mut site.object);
        site.gateways.iter_mut().for_each(|thing| each(&mut thing.object));
        site.subnets.iter_mut().for_each(|thing| each(&mut thing.object));
        site.hosts.iter_mut().for_each(|thing| each(&mut thing.object));
        for rule in site.inbound.iter_mut().chain(&mut site.outbound) {
            for peer in rule.from.iter_mut().chain(&mut rule.to) {
                if let SitePeer::Object(id) = peer {
                    each(id);
                }
            }
        }
    }
    estate.lines.iter_mut().for_each(|thing| each(&mut thing.object));
    let aws = &mut estate.aws;
    aws.vpn_gateways.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.prefix_lists.iter_mut().for_each(|thing| each(&mut thing.object));
    for vpc in &mut aws.vpcs {
        each(&mut vpc.object);
        vpc.blocked.iter_mut().for_each(|(network, _)| each(network));
    }
    aws.subnets.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.route_tables.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.network_acls.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.security_groups.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.internet_gateways.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.egress_only_gateways.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.nat_gateways.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.peerings.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.instances.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.gwlb_endpoints.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.regional_nat_gateways.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.endpoints.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.interfaces.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.autoscaling_groups.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.load_balancers.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.target_groups.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.endpoint_services.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.transit_gateways.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.transit_attachments.iter_mut().for_each(|thing| each(&mut thing.object));
    aws.transit_tables.iter_mut().for_each(|thing| each(&mut thing.object));
}
