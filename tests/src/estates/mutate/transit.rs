//! Transit gateways: who is attached, in which zones, and where their tables lead.

use std::collections::BTreeSet;

use ringfence::estate::aws::{
    Attached, Aws, Propagation, RouteTarget, SubnetId, TransitAttachmentId, TransitGatewayId, TransitTableId,
    TransitTarget, VpcId,
};

use crate::estates::pool;
use crate::estates::{Build, Dice, prefix};

/// A VPC itself, and those that are attached to a transit gateway with it.
pub(super) fn neighbours(aws: &Aws, vpc: VpcId) -> BTreeSet<VpcId> {
    let of = |one: &Attached| match one {
        Attached::Vpc { vpc, .. } => Some(*vpc),
        Attached::TransitGateway(_) | Attached::Line(_) => None,
    };
    let own = aws.transit_attachments.iter().filter(|one| of(&one.to) == Some(vpc));
    let own = own.map(|one| one.gateway).collect::<BTreeSet<_>>();
    let near = aws.transit_attachments.iter().filter(|one| own.contains(&one.gateway));
    near.filter_map(|one| of(&one.to)).chain([vpc]).collect()
}

/// A VPC is attached to a transit gateway, a new one where there is none, with a table that routes back.
pub(super) fn attach(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let vpc = VpcId(dice.index(&build.estate.aws.vpcs)? as u32);
    let subnets = super::acl::subnets_of(build, vpc);
    let first = dice.pick(&subnets)?;
    let gateway = match dice.index(&build.estate.aws.transit_gateways) {
        Some(at) => TransitGatewayId(at as u32),
        None => build.transit_gateway("new"),
    };
    if neighbours(&build.estate.aws, vpc).len() > 1 || is_attached(&build.estate.aws, gateway, vpc) {
        return None;
    }
    let attachment = build.attach(gateway, vpc, &[first]);
    join_a_table(build, dice, gateway, attachment);
    let table = build.estate.aws.subnets[first.0 as usize].route_table?;
    let destination = pool::peer(dice, &build.estate.aws, vpc);
    let routes = &build.estate.aws.route_tables[table.0 as usize].routes;
    if !routes.iter().any(|route| route.destination == destination) {
        build.route(table, &destination.to_string(), RouteTarget::TransitGateway(gateway));
    }
    Some(())
}

/// A new attachment asks a table and fills it.
pub(super) fn join_a_table(
    build: &mut Build,
    dice: &mut Dice,
    gateway: TransitGatewayId,
    attachment: TransitAttachmentId,
) {
    let tables = own_tables(&build.estate.aws, gateway);
    match dice.pick(&tables).filter(|_| dice.percent(70)) {
        Some(TransitTableId(at)) => {
            let origin = build.origin();
            let table = &mut build.estate.aws.transit_tables[at as usize];
            table.associated.push(attachment);
            table.propagated.push(Propagation { attachment, origin });
        }
        None => {
            build.transit_table(gateway, &[attachment], &[attachment]);
        }
    }
}

fn is_attached(aws: &Aws, gateway: TransitGatewayId, vpc: VpcId) -> bool {
    let mut all = aws.transit_attachments.iter().filter(|one| one.gateway == gateway);
    all.any(|one| matches!(one.to, Attached::Vpc { vpc: attached, .. } if attached == vpc))
}

fn own_tables(aws: &Aws, gateway: TransitGatewayId) -> Vec<TransitTableId> {
    let tables = aws.transit_tables.iter().zip(0..).filter(|(table, _)| table.gateway == gateway);
    tables.map(|(_, at)| TransitTableId(at)).collect()
}

fn own_attachments(aws: &Aws, gateway: TransitGatewayId) -> Vec<TransitAttachmentId> {
    let attachments = aws.transit_attachments.iter().zip(0..).filter(|(one, _)| one.gateway == gateway);
    attachments.map(|(_, at)| TransitAttachmentId(at)).collect()
}

/// An attachment asks another table, or none.
pub(super) fn reassociate(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = dice.index(&aws.transit_attachments)?;
    let id = TransitAttachmentId(at as u32);
    let tables = own_tables(aws, aws.transit_attachments[at].gateway);
    aws.transit_tables.iter_mut().for_each(|table| table.associated.retain(|one| *one != id));
    if let Some(table) = dice.pick(&tables).filter(|_| dice.percent(75)) {
        aws.transit_tables[table.0 as usize].associated.push(id);
    }
    Some(())
}

/// A table gets the ranges of an attachment, or loses them.
pub(super) fn propagate(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let origin = build.origin();
    let aws = &mut build.estate.aws;
    let at = dice.index(&aws.transit_tables)?;
    let attachments = own_attachments(aws, aws.transit_tables[at].gateway);
    let attachment = dice.pick(&attachments)?;
    if matches!(aws.transit_attachments[attachment.0 as usize].to, Attached::TransitGateway(_)) {
        return None;
    }
    let propagated = &mut aws.transit_tables[at].propagated;
    let known = propagated.len();
    propagated.retain(|one| one.attachment != attachment);
    if known == propagated.len() {
        let place = dice.below(known + 1);
        propagated.insert(place, Propagation { attachment, origin });
    }
    Some(())
}

/// A table gets a route, or its route to there another target.
pub(super) fn route(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.transit_tables)?;
    let attachments = own_attachments(&build.estate.aws, build.estate.aws.transit_tables[at].gateway);
    let vpc = VpcId(dice.index(&build.estate.aws.vpcs)? as u32);
    let destination = match dice.below(4) {
        0 => prefix("0.0.0.0/0"),
        _ => pool::peer(dice, &build.estate.aws, vpc),
    };
    let target = match dice.pick(&attachments).filter(|_| dice.percent(85)) {
        Some(attachment) => TransitTarget::Attachment(attachment),
        None => TransitTarget::Blackhole,
    };
    build.estate.aws.transit_tables[at].routes.retain(|route| route.destination != destination);
    build.transit_route(TransitTableId(at as u32), &destination.to_string(), target);
    Some(())
}

/// A table loses a route.
pub(super) fn unroute(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.transit_tables)?;
    let which = dice.index(&build.estate.aws.transit_tables[at].routes)?;
    build.estate.aws.transit_tables[at].routes.remove(which);
    Some(())
}

/// An attachment has a subnet more or less, or says something else.
pub(super) fn reattach(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.transit_attachments)?;
    let Attached::Vpc { vpc, .. } = build.estate.aws.transit_attachments[at].to else { return None };
    let all = super::acl::subnets_of(build, vpc);
    let another = dice.pick(&all)?;
    let zones = build.estate.aws.subnets.iter().map(|subnet| subnet.zone.clone()).collect::<Vec<_>>();
    let zone = |id: &SubnetId| zones[id.0 as usize].as_ref();
    let Attached::Vpc { subnets, appliance_mode, security_group_referencing, .. } =
        &mut build.estate.aws.transit_attachments[at].to
    else {
        return None;
    };
    match dice.below(4) {
        0 => *appliance_mode = !*appliance_mode,
        1 => *security_group_referencing = !*security_group_referencing,
        2 if !subnets.is_empty() => {
            let which = dice.below(subnets.len());
            subnets.remove(which);
        }
        _ => {
            let taken =
                |one: &SubnetId| *one == another || zone(one).is_some() && zone(one) == zone(&another);
            if !subnets.iter().any(taken) {
                subnets.push(another);
            }
        }
    }
    Some(())
}

/// A subnet is in another zone, or its zone is not written.
pub(super) fn rezone(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = dice.index(&aws.subnets)?;
    let id = SubnetId(at as u32);
    let is_attached = aws.transit_attachments.iter().any(|one| match &one.to {
        Attached::Vpc { subnets, .. } => subnets.len() > 1 && subnets.contains(&id),
        Attached::TransitGateway(_) | Attached::Line(_) => false,
    });
    // Two of an attachment may not come to be in one zone.
    let zone = dice.one(&["a", "b", "c"]).to_owned();
    aws.subnets[at].zone = if is_attached || dice.percent(30) { None } else { Some(zone) };
    Some(())
}

/// A transit gateway carries references to groups, or no longer does.
pub(super) fn refer(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.transit_gateways)?;
    let says = &mut build.estate.aws.transit_gateways[at].security_group_referencing;
    *says = !*says;
    Some(())
}
