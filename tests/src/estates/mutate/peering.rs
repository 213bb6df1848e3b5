//! Peerings, and groups across them.

use ringfence::Prefix;
use ringfence::estate::aws::{
    Aws, PeeringId, PeeringStatus, RouteTableId, RouteTarget, SecurityGroupId, VpcId,
};

use super::acl::subnets_of;
use crate::estates::{Build, Dice};

/// Two VPCs become peers, mostly with routes to each other.
pub(super) fn add(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let vpcs = [dice.index(&build.estate.aws.vpcs)?, dice.index(&build.estate.aws.vpcs)?];
    let vpcs = vpcs.map(|at| VpcId(at as u32));
    if !may_be_peers(&build.estate.aws, vpcs, None) {
        return None;
    }
    let status = if dice.percent(85) { PeeringStatus::Active } else { PeeringStatus::Pending };
    let name = format!("peering-{}", build.estate.objects.len());
    let id = build.peering(&name, vpcs, status);
    for [from, to] in [vpcs, [vpcs[1], vpcs[0]]] {
        if dice.percent(85) {
            let _ = lead(build, dice, from, to, id);
        }
    }
    Some(())
}

/// A VPC gets another route by a peering that ends in it: to a range of the other VPC, or one of its subnets.
pub(super) fn route(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.peerings)?;
    let [one, other] = build.estate.aws.peerings[at].vpcs;
    let (from, to) = if dice.percent(50) { (one, other) } else { (other, one) };
    lead(build, dice, from, to, PeeringId(at as u32))
}

fn lead(build: &mut Build, dice: &mut Dice, from: VpcId, to: VpcId, id: PeeringId) -> Option<()> {
    let aws = &build.estate.aws;
    let ranges = aws.vpcs[to.0 as usize].prefixes.iter();
    let subnets = aws.subnets.iter().filter(|subnet| subnet.vpc == to).flat_map(|subnet| &subnet.prefixes);
    let all = ranges.clone().chain(ranges).chain(subnets).copied().collect::<Vec<Prefix>>();
    let destination = dice.pick(&all)?;
    let tables = (0..aws.route_tables.len()).filter(|&at| aws.route_tables[at].vpc == from);
    let table = match dice.pick(&tables.collect::<Vec<_>>()) {
        Some(at) => RouteTableId(at as u32),
        None => {
            let subnet = dice.pick(&subnets_of(build, from))?;
            let name = format!("table-{}", build.estate.objects.len());
            let table = build.table(from, &name);
            build.estate.aws.subnets[subnet.0 as usize].route_table = Some(table);
            table
        }
    };
    let routes = &build.estate.aws.route_tables[table.0 as usize].routes;
    let is_own = build.estate.aws.vpcs[from.0 as usize].prefixes.contains(&destination);
    if is_own || routes.iter().any(|route| route.destination == destination) {
        return None;
    }
    build.route(table, &destination.to_string(), RouteTarget::Peering(id));
    Some(())
}

pub(super) fn change_status(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.peerings)?;
    let status = dice.one(&[
        PeeringStatus::Active,
        PeeringStatus::Active,
        PeeringStatus::Pending,
        PeeringStatus::Deleted,
    ]);
    let vpcs = build.estate.aws.peerings[at].vpcs;
    if status != PeeringStatus::Deleted && !may_be_peers(&build.estate.aws, vpcs, Some(at)) {
        return None;
    }
    build.estate.aws.peerings[at].status = status;
    Some(())
}

/// A VPC is in another Region, or in one that is not written. Groups that are used in several VPCs hold these together.
pub(super) fn move_region(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.vpcs)?;
    let vpc = VpcId(at as u32);
    let mut groups = build.estate.aws.security_groups.iter();
    if groups.any(|group| !group.used_in.is_empty() && (group.vpc == vpc || group.used_in.contains(&vpc))) {
        return None;
    }
    build.estate.aws.vpcs[at].region =
        dice.one(&[None, Some("eu-west-1"), Some("eu-west-1"), Some("us-east-1")]).map(str::to_owned);
    Some(())
}

/// A group is used in another VPC of its Region, by a machine there.
pub(super) fn use_group_elsewhere(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &build.estate.aws;
    let at = dice.index(&aws.security_groups)?;
    let vpc = VpcId(dice.index(&aws.vpcs)? as u32);
    let group = &aws.security_groups[at];
    let is_default = build.estate.objects[group.object.0 as usize].name == "default";
    let [here, there] = [group.vpc, vpc].map(|vpc| &aws.vpcs[vpc.0 as usize].region);
    if is_default || group.vpc == vpc || group.used_in.contains(&vpc) || here != there {
        return None;
    }
    let machines = (0..aws.interfaces.len())
        .filter(|&at| aws.subnets[aws.interfaces[at].subnet.0 as usize].vpc == vpc)
        .filter(|&at| super::is_single(&aws.interfaces[at]))
        .collect::<Vec<_>>();
    let machine = dice.pick(&machines);
    build.estate.aws.security_groups[at].used_in.push(vpc);
    if let Some(machine) = machine {
        build.estate.aws.interfaces[machine].groups.push(SecurityGroupId(at as u32));
    }
    Some(())
}

/// Whether two VPCs may have a peering beside those that they have, but for the one at `except`.
fn may_be_peers(aws: &Aws, [one, other]: [VpcId; 2], except: Option<usize>) -> bool {
    let mut known = aws.peerings.iter().enumerate().filter(|(at, peering)| {
        Some(*at) != except && peering.status != PeeringStatus::Deleted && peering.vpcs.contains(&one)
    });
    let ranges = |vpc: VpcId| aws.vpcs[vpc.0 as usize].prefixes.iter();
    one != other
        && !known.any(|(_, peering)| peering.vpcs.contains(&other))
        && !ranges(one).any(|range| ranges(other).any(|taken| taken.overlaps(range)))
}

/// Whether a VPC may have `range`, too, whatever its peers have.
pub(super) fn has_room_for(aws: &Aws, vpc: VpcId, range: Prefix) -> bool {
    let peerings = aws.peerings.iter().filter(|peering| peering.status != PeeringStatus::Deleted);
    let mut peers = peerings.filter_map(|peering| peering.other_end(vpc));
    !peers.any(|peer| aws.vpcs[peer.0 as usize].prefixes.iter().any(|taken| taken.overlaps(&range)))
}
