//! What of public access is blocked.

use ringfence::estate::aws::{Exclusion, PublicAccess};

use crate::estates::{Build, Dice};

/// A network blocks public access, or what is excluded from that changes.
pub(super) fn block(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let network = build.estate.objects[build.estate.aws.vpcs.first()?.object.0 as usize].parent?;
    let blocked = dice.one(&[None, Some(PublicAccess::Ingress), Some(PublicAccess::Bidirectional)]);
    for vpc in &mut build.estate.aws.vpcs {
        vpc.blocked = blocked.map(|blocked| (network, blocked));
    }
    let exclusions = [None, Some(Exclusion::Bidirectional), Some(Exclusion::Egress)];
    let vpc = dice.index(&build.estate.aws.vpcs)?;
    build.estate.aws.vpcs[vpc].exclusion = dice.one(&exclusions);
    let subnet = dice.index(&build.estate.aws.subnets)?;
    build.estate.aws.subnets[subnet].exclusion = dice.one(&exclusions);
    Some(())
}

/// An interface denies internet gateways, or does no more.
pub(super) fn deny(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = super::single_interface(&build.estate.aws, dice)?;
    let interface = &mut build.estate.aws.interfaces[at];
    interface.denies_internet = !interface.denies_internet;
    Some(())
}

/// An internet gateway gets a table, or loses it: with routes for ranges of the VPC and of subnets.
pub(super) fn route_in(build: &mut Build, dice: &mut Dice) -> Option<()> {
    use ringfence::estate::aws::{InterfaceId, RouteTarget};
    let at = dice.index(&build.estate.aws.internet_gateways)?;
    let vpc = build.estate.aws.internet_gateways[at].vpc;
    if build.estate.aws.internet_gateways[at].route_table.take().is_some() && dice.percent(50) {
        return Some(());
    }
    let table = build.table(vpc, &format!("edge-{}", build.estate.objects.len()));
    let subnets = build.estate.aws.subnets.iter().filter(|subnet| subnet.vpc == vpc);
    let mut ranges = subnets.flat_map(|subnet| subnet.prefixes.clone()).collect::<Vec<_>>();
    ranges.extend(build.estate.aws.vpcs[vpc.0 as usize].prefixes.iter().copied());
    let interfaces = build.estate.aws.interfaces.iter().enumerate();
    let home = |id: ringfence::estate::aws::SubnetId| build.estate.aws.subnets[id.0 as usize].vpc;
    let interfaces = interfaces.filter(|(_, one)| home(one.subnet) == vpc && super::is_single(one));
    let interfaces = interfaces.map(|(at, _)| InterfaceId(at as u32)).collect::<Vec<_>>();
    for _ in 0..1 + dice.below(2) {
        let range = dice.pick(&ranges)?;
        ranges.retain(|other| *other != range);
        let is_whole = build.estate.aws.vpcs[vpc.0 as usize].prefixes.contains(&range);
        let target = match dice.pick(&interfaces).filter(|_| dice.percent(50)) {
            Some(interface) => RouteTarget::Interface(interface),
            None if is_whole => RouteTarget::Local,
            None => RouteTarget::Blackhole,
        };
        build.route(table, &range.to_string(), target);
    }
    build.estate.aws.internet_gateways[at].route_table = Some(table);
    Some(())
}
