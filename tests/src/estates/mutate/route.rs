//! Routes, and which tables subnets have.

use ringfence::estate::aws::{
    Attached, EgressOnlyGatewayId, InterfaceId, InternetGatewayId, NatGatewayId, PeeringId, RouteTableId,
    RouteTarget, VpcId, VpnGatewayId,
};
use ringfence::{Family, Prefix};

use crate::estates::pool;
use crate::estates::{Build, Dice, prefix};
use crate::oracle::held;

pub(super) fn retarget(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let table = dice.index(&build.estate.aws.route_tables)?;
    let at = dice.index(&build.estate.aws.route_tables[table].routes)?;
    let vpc = build.estate.aws.route_tables[table].vpc;
    let destination = build.estate.aws.route_tables[table].routes[at].destination;
    let target = target(build, dice, vpc, destination)?;
    build.estate.aws.route_tables[table].routes[at].target = target;
    Some(())
}

pub(super) fn add(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let table = dice.index(&build.estate.aws.route_tables)?;
    let vpc = build.estate.aws.route_tables[table].vpc;
    let destination = match dice.below(8) {
        0 | 1 => prefix("0.0.0.0/0"),
        2 => prefix("::/0"),
        3 => prefix(dice.one(&["64:ff9b::/96", "64:ff9b::/96", "64:ff9b::a00:0/104", "::/1"])),
        _ => pool::peer(dice, &build.estate.aws, vpc),
    };
    if build.estate.aws.route_tables[table].routes.iter().any(|route| route.destination == destination) {
        return None;
    }
    let target = target(build, dice, vpc, destination)?;
    build.route(RouteTableId(table as u32), &destination.to_string(), target);
    Some(())
}

/// A route inside another one of the same table: the longer prefix wins. To a machine's own address it leads to that
/// machine, half of the time.
pub(super) fn nest(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let table = dice.index(&build.estate.aws.route_tables)?;
    let vpc = build.estate.aws.route_tables[table].vpc;
    let outer = dice.index(&build.estate.aws.route_tables[table].routes)?;
    let outer = build.estate.aws.route_tables[table].routes[outer].destination;
    let machines = build.estate.aws.interfaces.iter().enumerate();
    let machines = machines
        .filter(|(_, interface)| build.estate.aws.subnets[interface.subnet.0 as usize].vpc == vpc)
        .filter(|(_, interface)| super::is_single(interface))
        .flat_map(|(at, interface)| interface.addresses.iter().map(move |&a| (InterfaceId(at as u32), a)))
        .filter(|(_, address)| outer.contains(*address));
    let machine = dice.pick(&machines.collect::<Vec<_>>());
    let address = machine.map_or(outer.first(), |(_, address)| address);
    let full = Prefix::host(address).length();
    let shortest = outer.length().checked_add(1).filter(|shortest| *shortest <= full)?;
    let length = dice.between(shortest.max(full - 6).into(), full.into()) as u8;
    let destination = pool::around(address, length);
    if build.estate.aws.route_tables[table].routes.iter().any(|route| route.destination == destination) {
        return None;
    }
    let target = match machine.filter(|_| dice.percent(50)) {
        Some((id, _)) => RouteTarget::Interface(id),
        None => target(build, dice, vpc, destination)?,
    };
    build.route(RouteTableId(table as u32), &destination.to_string(), target);
    Some(())
}

pub(super) fn remove(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let table = dice.index(&build.estate.aws.route_tables)?;
    let at = dice.index(&build.estate.aws.route_tables[table].routes)?;
    build.estate.aws.route_tables[table].routes.remove(at);
    Some(())
}

/// A subnet names another table, or none.
pub(super) fn reassign(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.subnets)?;
    let tables = tables_of(build, build.estate.aws.subnets[at].vpc);
    let table = if dice.percent(25) { None } else { dice.pick(&tables) };
    build.estate.aws.subnets[at].route_table = table;
    Some(())
}

/// A table becomes the main one of its VPC instead of another.
pub(super) fn make_main(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.route_tables)?;
    let vpc = build.estate.aws.route_tables[at].vpc;
    for (other, table) in build.estate.aws.route_tables.iter_mut().enumerate() {
        if table.vpc == vpc {
            table.main = other == at;
        }
    }
    Some(())
}

/// Something of `vpc` that `destination` can be routed to.
pub(super) fn target(build: &Build, dice: &mut Dice, vpc: VpcId, destination: Prefix) -> Option<RouteTarget> {
    let aws = &build.estate.aws;
    let subnet_is_here = |subnet: ringfence::estate::aws::SubnetId| aws.subnets[subnet.0 as usize].vpc == vpc;
    if aws.vpcs[vpc.0 as usize].prefixes.contains(&destination) && dice.percent(70) {
        return Some(RouteTarget::Local);
    }
    let mut targets = vec![RouteTarget::Blackhole];
    let internet = (0..aws.internet_gateways.len()).filter(|&at| aws.internet_gateways[at].vpc == vpc);
    targets.extend(internet.map(|at| RouteTarget::InternetGateway(InternetGatewayId(at as u32))));
    let lines = (0..aws.vpn_gateways.len()).filter(|&at| aws.vpn_gateways[at].vpc == vpc);
    targets.extend(lines.map(|at| RouteTarget::VpnGateway(VpnGatewayId(at as u32))));
    let interfaces = (0..aws.interfaces.len()).filter(|&at| super::is_single(&aws.interfaces[at]));
    let interfaces = interfaces.filter(|&at| subnet_is_here(aws.interfaces[at].subnet));
    let interfaces = interfaces.map(|at| InterfaceId(at as u32)).collect::<Vec<_>>();
    targets.extend(dice.pick(&interfaces).map(RouteTarget::Interface));
    let peerings = (0..aws.peerings.len()).filter(|&at| aws.peerings[at].vpcs.contains(&vpc));
    targets.extend(peerings.map(|at| RouteTarget::Peering(PeeringId(at as u32))));
    let attached = aws
        .transit_attachments
        .iter()
        .filter(|one| matches!(one.to, Attached::Vpc { vpc: attached, .. } if attached == vpc));
    targets.extend(attached.map(|one| RouteTarget::TransitGateway(one.gateway)));
    // The gateways that are for one family count twice: they are what routes are mostly for.
    for _ in 0..2 {
        let is_held = held(destination.first()).is_some() && destination.length() >= 96;
        if destination.family() == Family::V4 || is_held {
            let nats = (0..aws.nat_gateways.len()).filter(|&at| subnet_is_here(aws.nat_gateways[at].subnet));
            targets.extend(nats.map(|at| RouteTarget::NatGateway(NatGatewayId(at as u32))));
        } else {
            let gateways = &aws.egress_only_gateways;
            let gateways = (0..gateways.len()).filter(|&at| gateways[at].vpc == vpc);
            targets.extend(gateways.map(|at| RouteTarget::EgressOnlyGateway(EgressOnlyGatewayId(at as u32))));
        }
    }
    dice.pick(&targets)
}

fn tables_of(build: &Build, vpc: VpcId) -> Vec<RouteTableId> {
    let tables = &build.estate.aws.route_tables;
    (0..tables.len()).filter(|&at| tables[at].vpc == vpc).map(|at| RouteTableId(at as u32)).collect()
}
