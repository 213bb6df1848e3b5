//! Routes that do nothing, or nothing good.

use alloc::format;

use ringfence::estate::aws::{PeeringStatus, RouteTable, RouteTableId, RouteTarget};
use ringfence::space::Values;
use ringfence::{Family, Prefix};

use crate::job::Job;
use crate::packets::addresses;

/// Route tables that nothing asks.
pub(super) fn unused_tables(job: &mut Job<'_>) {
    for (id, table) in (0..).map(RouteTableId).zip(&job.aws.route_tables) {
        let gateways = [&job.aws.internet_gateways, &job.aws.egress_only_gateways, &job.aws.vpn_gateways];
        let by_gateway = gateways.into_iter().flatten().any(|gateway| gateway.route_table == Some(id));
        let by_subnet = job.aws.subnets.iter().any(|subnet| subnet.route_table == Some(id));
        // The main one is there for subnets that name none, also for those that come one day.
        if table.main || by_gateway || by_subnet {
            continue;
        }
        let message = format!("no subnet and no gateway has {}", job.name(table.object));
        let why = "its routes lead nothing anywhere, and whoever reads them may think that they do";
        job.find(job.place(table.object), message, why, |_, found| {
            found.help("give it to the subnets that it was written for, or take it out")
        });
    }
}

/// Routes whose destinations longer prefixes take.
pub(super) fn never_win(job: &mut Job<'_>) {
    for table in &job.aws.route_tables {
        for route in &table.routes {
            let longer = longer(job, table, &route.destination);
            if route.target == RouteTarget::Local || !addresses(&route.destination).is_subset(&longer) {
                continue;
            }
            let message = format!("no packet goes by the route to {}", route.destination);
            let why = "the longest prefix that matches decides, and longer ones, or local routes, match all of its addresses";
            let at = route.origin.location();
            job.find(at, message, why, |job, found| {
                let found = found.help("take it out: nothing changes");
                at.into_iter().fold(found, |found, at| found.without(job.analysis, at))
            });
        }
    }
}

/// The addresses that longer prefixes of a table are for, and the local routes of its VPC.
fn longer(job: &Job<'_>, table: &RouteTable, destination: &Prefix) -> Values {
    let lists = table.list_routes.iter().filter_map(|route| job.aws.prefix_list(route.list));
    let local = job.aws.vpc(table.vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
    let routes = table.routes.iter().map(|route| &route.destination);
    let all = routes.chain(lists.flat_map(|list| &list.prefixes)).chain(local);
    let longer = all
        .filter(|prefix| prefix.family() == destination.family() && prefix.length() > destination.length());
    longer.flat_map(|prefix| addresses(prefix).ranges().to_vec()).collect()
}

/// Routes to nowhere.
pub(super) fn blackholes(job: &mut Job<'_>) {
    for route in job.aws.route_tables.iter().flat_map(|table| &table.routes) {
        let Some(why) = drops(job, route.target) else { continue };
        let message = format!("packets to {} are dropped by their route", route.destination);
        job.find(route.origin.location(), message, why, |_, found| {
            found.help("lead the route to what is there, or take it out")
        });
    }
}

/// Why everything is dropped that goes to a target, where it is.
fn drops(job: &Job<'_>, target: RouteTarget) -> Option<&'static str> {
    match target {
        RouteTarget::Blackhole => {
            Some("it leads nowhere: what it was for is gone, and everything that it takes is dropped")
        }
        RouteTarget::Peering(id) => {
            let peering = job.aws.peering(id).filter(|peering| peering.status != PeeringStatus::Active);
            peering.map(|_| {
                "the peering forwards nothing: it is not accepted, or gone, and everything that the route takes is dropped"
            })
        }
        RouteTarget::Interface(id) => {
            let interface = job.aws.interface(id).filter(|interface| interface.source_dest_check);
            interface.map(|_| "the interface checks source and destination: what is not its own is dropped")
        }
        _ => None,
    }
}

/// Routes that could win, and by which nothing goes.
pub(super) fn unused(job: &mut Job<'_>) {
    for table in &job.aws.route_tables {
        let vpc = job.aws.vpc(table.vpc);
        let has =
            |family: Family| vpc.is_some_and(|vpc| vpc.prefixes.iter().any(|own| own.family() == family));
        let routes = if is_asked(job, table) { table.routes.as_slice() } else { &[] };
        for route in routes {
            let Some(at) = route.origin.location() else { continue };
            let known = !matches!(route.target, RouteTarget::Local | RouteTarget::Unknown);
            let leads = known && drops(job, route.target).is_none();
            let never_wins = addresses(&route.destination).is_subset(&longer(job, table, &route.destination));
            let is_used = job.decided(at).is_some_and(|decided| !decided.is_empty());
            if is_used || never_wins || !leads || !has(route.destination.family()) {
                continue;
            }
            let message = format!("nothing goes by the route to {}", route.destination);
            let why = "of everything that is sent in the estate nothing comes to it: no machine stands where the table is asked, \
                       or nothing is there to be sent to";
            job.find(Some(at), message, why, |_, found| {
                found.help("take it out, or leave it for the machines that are to come")
            });
        }
    }
}

/// Whether some subnet asks a table.
fn is_asked(job: &Job<'_>, table: &RouteTable) -> bool {
    let own = job.aws.route_tables.iter().position(|other| other.object == table.object);
    let id = own.map(|own| RouteTableId(own as u32));
    let subnets = job.aws.subnets.iter();
    subnets
        .filter(|subnet| subnet.vpc == table.vpc)
        .any(|subnet| subnet.route_table == id || (subnet.route_table.is_none() && table.main))
}
