//! Prefix lists, their entries and routes to them.

use ringfence::Prefix;
use ringfence::estate::aws::{EndpointId, EndpointKind, PrefixListId, RouteTableId, RouteTarget, VpcId};

use super::route;
use crate::estates::pool;
use crate::estates::{Build, Dice, broken_invariants};

/// A list of some prefixes of one family, which a rule names, or nothing.
pub(super) fn add(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let prefixes = (0..1 + dice.below(3)).map(|_| some_prefix(build, dice)).collect::<Vec<_>>();
    let family = prefixes[0].family();
    let mut texts =
        prefixes.iter().filter(|prefix| prefix.family() == family).map(Prefix::to_string).collect::<Vec<_>>();
    texts.sort();
    texts.dedup();
    build.list(&format!("list-{}", build.estate.objects.len()), &texts.join(" "));
    Some(())
}

/// Another entry of a list, or one less.
pub(super) fn retune(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = dice.index(&build.estate.aws.prefix_lists)?;
    let before = build.estate.clone();
    let prefix = some_prefix(build, dice);
    let prefixes = &mut build.estate.aws.prefix_lists[at].prefixes;
    match dice.index(prefixes).filter(|_| dice.percent(40)) {
        Some(one) => {
            prefixes.remove(one);
        }
        None => prefixes.push(prefix),
    }
    kept(build, before)
}

/// A route to a list.
pub(super) fn add_route(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let table = dice.index(&build.estate.aws.route_tables)?;
    let list = PrefixListId(dice.index(&build.estate.aws.prefix_lists)? as u32);
    let vpc = build.estate.aws.route_tables[table].vpc;
    let destination = *build.estate.aws.prefix_lists[list.0 as usize].prefixes.first()?;
    let gateways = build.estate.aws.endpoints.iter().enumerate();
    let gateways = gateways.filter(|(_, one)| one.vpc == vpc && one.kind != EndpointKind::Interface);
    let gateways = gateways.map(|(at, _)| EndpointId(at as u32)).collect::<Vec<_>>();
    let target = match dice.pick(&gateways).filter(|_| dice.percent(60)) {
        Some(endpoint) => RouteTarget::Endpoint(endpoint),
        None => route::target(build, dice, vpc, destination)?,
    };
    let before = build.estate.clone();
    build.list_route(RouteTableId(table as u32), list, target);
    kept(build, before)
}

/// A gateway endpoint for a list, in some tables of its VPC.
pub(super) fn add_gateway_endpoint(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let list = PrefixListId(dice.index(&build.estate.aws.prefix_lists)? as u32);
    let vpc = VpcId(dice.below(build.estate.aws.vpcs.len()) as u32);
    let tables = build.estate.aws.route_tables.iter().enumerate().filter(|(_, table)| table.vpc == vpc);
    let tables =
        tables.map(|(at, _)| RouteTableId(at as u32)).filter(|_| dice.percent(60)).collect::<Vec<_>>();
    let before = build.estate.clone();
    build.gateway_endpoint(vpc, &format!("door-{}", build.estate.objects.len()), Some(list), &tables);
    kept(build, before)
}

/// An interface becomes a service's.
pub(super) fn add_service(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let like = dice.index(&build.estate.aws.interfaces)?;
    let interface = build.estate.aws.interfaces[like].clone();
    let subnet = &build.estate.aws.subnets[interface.subnet.0 as usize];
    let (vpc, prefix) = (subnet.vpc, dice.pick(&subnet.prefixes)?);
    let address = pool::free_address(dice, &build.estate.aws, vpc, prefix)?.to_string();
    let name = format!("service-{}", build.estate.objects.len());
    if dice.percent(50) {
        build.service(interface.subnet, &name, &address, &interface.groups);
    } else {
        build.interface_endpoint(&name, &[(interface.subnet, &address)], &interface.groups);
    }
    Some(())
}

/// Takes a change back that breaks a promise of the types.
fn kept(build: &mut Build, before: ringfence::estate::Estate) -> Option<()> {
    if broken_invariants(&build.estate).is_empty() {
        return Some(());
    }
    build.estate = before;
    None
}

fn some_prefix(build: &Build, dice: &mut Dice) -> Prefix {
    let vpc = VpcId(dice.below(build.estate.aws.vpcs.len()) as u32);
    pool::peer(dice, &build.estate.aws, vpc)
}
