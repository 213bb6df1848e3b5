//! Gateways.

use ringfence::Family;
use ringfence::estate::aws::{
    EgressOnlyGatewayId, InternetGatewayId, NatGatewayId, RouteTableId, RouteTarget, SubnetId, VpcId,
};

use super::acl::subnets_of;
use super::remove;
use crate::estates::pool;
use crate::estates::{Build, Dice};

pub(super) fn add_internet(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let vpc = VpcId(dice.index(&build.estate.aws.vpcs)? as u32);
    if build.estate.aws.internet_gateways.iter().any(|gateway| gateway.vpc == vpc) {
        return None;
    }
    build.internet_gateway(vpc);
    Some(())
}

pub(super) fn add_egress_only(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let vpc = VpcId(dice.index(&build.estate.aws.vpcs)? as u32);
    if build.estate.aws.egress_only_gateways.iter().any(|gateway| gateway.vpc == vpc) {
        return None;
    }
    build.egress_only_gateway(vpc);
    Some(())
}

pub(super) fn add_nat(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let subnet = SubnetId(dice.index(&build.estate.aws.subnets)? as u32);
    if !has_ipv4(build, subnet) {
        return None;
    }
    let name = format!("nat-{}", build.estate.objects.len());
    let public = pool::free_front(dice, &build.estate.aws)?.to_string();
    build.nat(subnet, &name, None, if dice.percent(80) { &public } else { "" });
    Some(())
}

/// A NAT gateway beside another one in its subnet, with some subnet that is sent by it.
pub(super) fn add_second_nat(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let first = dice.index(&build.estate.aws.nat_gateways)?;
    let subnet = build.estate.aws.nat_gateways[first].subnet;
    let name = format!("nat-{}", build.estate.objects.len());
    let public = pool::free_front(dice, &build.estate.aws)?.to_string();
    let second = build.nat(subnet, &name, None, &public);
    let subnets = subnets_of(build, build.estate.aws.subnets[subnet.0 as usize].vpc);
    let elsewhere = subnets.into_iter().filter(|other| *other != subnet).collect::<Vec<_>>();
    let sent = dice.pick(&elsewhere)?;
    send(build, sent, "0.0.0.0/0", second);
    Some(())
}

/// A subnet gets a table of its own, whose way out is a NAT gateway.
pub(super) fn send_by_nat(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let nat = NatGatewayId(dice.index(&build.estate.aws.nat_gateways)? as u32);
    let of_nat = build.estate.aws.nat_gateways[nat.0 as usize].subnet;
    let subnets = subnets_of(build, build.estate.aws.subnets[of_nat.0 as usize].vpc);
    let subnet = dice.pick(&subnets)?;
    // Its own subnet would loop, which is worth little.
    if subnet == of_nat && dice.percent(90) {
        return None;
    }
    let everywhere = if dice.percent(80) { "0.0.0.0/0" } else { "128.0.0.0/1" };
    let table = send(build, subnet, everywhere, nat);
    if dice.percent(40) {
        build.route(table, "64:ff9b::/96", RouteTarget::NatGateway(nat));
    }
    if dice.percent(25) {
        // Inside the VPC, too: what others then see is its private address.
        let vpc = build.estate.aws.subnets[subnet.0 as usize].vpc;
        let ranges = build.estate.aws.subnets.iter().filter(|subnet| subnet.vpc == vpc);
        let ranges =
            ranges.flat_map(|subnet| &subnet.prefixes).chain(&build.estate.aws.vpcs[vpc.0 as usize].prefixes);
        let ranges = ranges.filter(|prefix| prefix.family() == Family::V4).copied().collect::<Vec<_>>();
        let range = dice.pick(&ranges)?.to_string();
        build.route(table, &range, RouteTarget::NatGateway(nat));
    }
    Some(())
}

/// A NAT gateway of the Region, by which a subnet goes out.
pub(super) fn add_regional_nat(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let subnet = SubnetId(dice.index(&build.estate.aws.subnets)? as u32);
    let vpc = build.estate.aws.subnets[subnet.0 as usize].vpc;
    let public = (0..1 + dice.below(2)).filter_map(|_| pool::free_front(dice, &build.estate.aws));
    let mut public = public.map(|address| address.to_string()).collect::<Vec<_>>();
    public.dedup();
    let nat = build.regional_nat(vpc, &format!("regional-{}", build.estate.objects.len()), &public.join(" "));
    if public.is_empty() {
        build.estate.aws.regional_nat_gateways.pop();
        return None;
    }
    let table = build.table(vpc, &format!("table-{}", build.estate.objects.len()));
    build.route(table, "0.0.0.0/0", RouteTarget::RegionalNatGateway(nat));
    if dice.percent(50) {
        build.route(table, "64:ff9b::/96", RouteTarget::RegionalNatGateway(nat));
    }
    build.estate.aws.subnets[subnet.0 as usize].route_table = Some(table);
    Some(())
}

/// Gives a subnet a table of its own with a route to a NAT gateway.
fn send(build: &mut Build, subnet: SubnetId, destination: &str, nat: NatGatewayId) -> RouteTableId {
    let name = format!("table-{}", build.estate.objects.len());
    let vpc = build.estate.aws.subnets[subnet.0 as usize].vpc;
    let table = build.table(vpc, &name);
    build.route(table, destination, RouteTarget::NatGateway(nat));
    build.estate.aws.subnets[subnet.0 as usize].route_table = Some(table);
    table
}

/// Writes the private address of a NAT gateway, leaves it open, or changes its public ones.
pub(super) fn readdress_nat(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    let at = dice.index(&aws.nat_gateways)?;
    match dice.below(4) {
        0 => aws.nat_gateways[at].address = None,
        1 => {
            let which = dice.index(&aws.nat_gateways[at].public)?;
            aws.nat_gateways[at].public.remove(which);
        }
        2 => {
            let public = pool::free_front(dice, aws)?;
            aws.nat_gateways[at].public.push(public);
        }
        _ => {
            let subnet = &aws.subnets[aws.nat_gateways[at].subnet.0 as usize];
            let prefixes = subnet.prefixes.iter().filter(|prefix| prefix.family() == Family::V4);
            let prefix = dice.pick(&prefixes.copied().collect::<Vec<_>>())?;
            let address = pool::free_address(dice, aws, subnet.vpc, prefix)?;
            aws.nat_gateways[at].address = Some(address);
        }
    }
    Some(())
}

/// Takes away a gateway, with the routes to it.
pub(super) fn remove(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    match dice.below(3) {
        0 => {
            let id = InternetGatewayId(dice.index(&aws.internet_gateways)? as u32);
            remove::internet_gateway(aws, id);
        }
        1 => {
            let id = EgressOnlyGatewayId(dice.index(&aws.egress_only_gateways)? as u32);
            remove::egress_only_gateway(aws, id);
        }
        _ => {
            let id = NatGatewayId(dice.index(&aws.nat_gateways)? as u32);
            remove::nat_gateway(aws, id);
        }
    }
    Some(())
}

fn has_ipv4(build: &Build, subnet: SubnetId) -> bool {
    build.estate.aws.subnets[subnet.0 as usize].prefixes.iter().any(|prefix| prefix.family() == Family::V4)
}
