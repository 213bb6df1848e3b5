//! Machines that send packets on.

use ringfence::estate::aws::{InterfaceId, RouteTableId, RouteTarget};

use crate::estates::pool;
use crate::estates::{Build, Dice, prefix};

/// Takes the check from an interface, at times from all of its machine's, and routes something to it.
pub(super) fn install(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let at = super::single_interface(&build.estate.aws, dice)?;
    let id = InterfaceId(at as u32);
    // Nobody else's send on what the tests say of.
    build.estate.aws.interfaces[at].owner.instance()?;
    let (owner, subnet) = {
        let interface = &build.estate.aws.interfaces[at];
        (interface.owner, interface.subnet)
    };
    let vpc = build.estate.aws.subnets[subnet.0 as usize].vpc;
    let all = dice.percent(40);
    for (other, interface) in build.estate.aws.interfaces.iter_mut().enumerate() {
        if other == at || all && interface.owner == owner {
            interface.source_dest_check = false;
        }
    }
    if dice.percent(60) {
        let open = build.open_group(vpc, &format!("open-{}", build.estate.objects.len()));
        build.estate.aws.interfaces[at].groups.push(open);
    }
    let tables = &build.estate.aws.route_tables;
    let tables = (0..tables.len()).filter(|&table| tables[table].vpc == vpc).collect::<Vec<_>>();
    for _ in 0..1 + dice.below(3) {
        let table = dice.pick(&tables)?;
        let destination = match dice.below(5) {
            0 | 1 => prefix("0.0.0.0/0"),
            2 => *dice.pick(&build.estate.aws.vpcs[vpc.0 as usize].prefixes.iter().collect::<Vec<_>>())?,
            _ => pool::peer(dice, &build.estate.aws, vpc),
        };
        let target = RouteTarget::Interface(id);
        let routes = &mut build.estate.aws.route_tables[table].routes;
        match routes.iter_mut().find(|route| route.destination == destination) {
            Some(route) => route.target = target,
            None => build.route(RouteTableId(table as u32), &destination.to_string(), target),
        }
    }
    Some(())
}
