//! Rules about addresses that nothing has.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::estate::LineEnd;
use ringfence::estate::aws::{Peer, Route, RouteTarget, TransitTarget, VpcId};
use ringfence::space::Values;
use ringfence::{Family, Prefix, global_unicast};

use crate::job::Job;
use crate::names::listed;
use crate::packets::{Direction, acl_rules, addresses, group_rules, prefixes};

const WHY: &str = "no VPC that is joined with this one, no site and nobody on the internet has such an address, so it matches nothing";
const HELP: &str = "correct the range, or take the rule out";

pub(super) fn acls(job: &mut Job<'_>) {
    for acl in &job.aws.network_acls {
        let there = There::of(job, &[acl.vpc]);
        for rule in Direction::BOTH.into_iter().flat_map(|direction| acl_rules(acl, direction)) {
            let Some(peer) = rule.peer.filter(|peer| there.has_none_of(peer)) else { continue };
            let message = format!("nothing has an address of {peer}");
            job.find(rule.origin.location(), message, WHY, |job, found| {
                let found = found.help(HELP);
                // An empty list would not be the same as one that lets something else pass.
                rule.origin.location().into_iter().fold(found, |found, at| found.without(job.analysis, at))
            });
        }
    }
}

pub(super) fn groups(job: &mut Job<'_>) {
    for group in &job.aws.security_groups {
        let vpcs: Vec<VpcId> = [group.vpc].iter().chain(&group.used_in).copied().collect();
        let there = There::of(job, &vpcs);
        let rules = Direction::BOTH.into_iter().flat_map(|direction| group_rules(group, direction));
        for rule in rules {
            let all = |peer: &Peer| {
                let prefixes = prefixes(job.aws, *peer);
                !prefixes.is_empty() && prefixes.iter().all(|prefix| there.has_none_of(prefix))
            };
            let out: Vec<&Peer> = rule.peers.iter().filter(|peer| all(peer)).collect();
            let whole = out.len() == rule.peers.len();
            if out.is_empty() {
                continue;
            }
            let names: Vec<String> = out.iter().map(|peer| peer_name(job, **peer)).collect();
            let message = format!("nothing has an address of {}", listed(&names));
            job.find(rule.origin.location(), message, WHY, |job, found| {
                let found = found.help(HELP);
                let at = rule.origin.location().filter(|_| whole);
                at.into_iter().fold(found, |found, at| found.without(job.analysis, at))
            });
        }
    }
}

fn peer_name(job: &Job<'_>, peer: Peer) -> String {
    match peer {
        Peer::Prefix(prefix) => prefix.to_string(),
        Peer::List(list) => job.aws.prefix_list(list).map(|list| job.name(list.object)).unwrap_or_default(),
        Peer::Group(_) | Peer::Itself | Peer::Unknown => String::new(),
    }
}

/// The addresses that something may have which can come to a VPC: more rather than fewer.
struct There {
    v4: Values,
    v6: Values,
}

impl There {
    fn of(job: &Job<'_>, vpcs: &[VpcId]) -> Self {
        let mut there = Self { v4: global_unicast(Family::V4), v6: global_unicast(Family::V6) };
        let joined: Vec<VpcId> = vpcs.iter().flat_map(|vpc| job.joined(*vpc)).collect();
        let own = joined.iter().filter_map(|vpc| job.aws.vpc(*vpc)).flat_map(|vpc| &vpc.prefixes);
        own.for_each(|prefix| there.add(prefix));
        job.estate.sites.iter().flat_map(|site| &site.prefixes).for_each(|prefix| there.add(prefix));
        let announced = job.estate.lines.iter().flat_map(|line| &line.announced);
        announced.for_each(|announced| there.add(&announced.prefix));
        let tables = job.aws.route_tables.iter().filter(|table| joined.contains(&table.vpc));
        let routes = tables.clone().flat_map(|table| &table.routes);
        routes.filter(|route| leads_beyond(job, route)).for_each(|route| there.add(&route.destination));
        for route in tables.flat_map(|table| &table.list_routes) {
            if let (RouteTarget::Unknown | RouteTarget::Interface(_), Some(list)) =
                (route.target, job.aws.prefix_list(route.list))
            {
                list.prefixes.iter().for_each(|prefix| there.add(prefix));
            }
        }
        let transit = job.aws.transit_tables.iter().flat_map(|table| &table.routes);
        let unknown = transit.filter(|route| route.target == TransitTarget::Unknown);
        unknown.for_each(|route| there.add(&route.destination));
        there
    }

    fn add(&mut self, prefix: &Prefix) {
        let own = match prefix.family() {
            Family::V4 => &mut self.v4,
            Family::V6 => &mut self.v6,
        };
        *own = own.union(&addresses(prefix));
    }

    fn has_none_of(&self, prefix: &Prefix) -> bool {
        let own = match prefix.family() {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        };
        own.intersect(&addresses(prefix)).is_empty()
    }
}

/// Whether a route leads to what the text does not have.
fn leads_beyond(job: &Job<'_>, route: &Route) -> bool {
    match route.target {
        RouteTarget::Unknown => true,
        // What an appliance sends on is its own affair; all that goes out by it is what a NAT instance has.
        RouteTarget::Interface(_) => route.destination.length() > 0,
        // NAT64: addresses that stand for those of IPv4.
        RouteTarget::NatGateway(_) | RouteTarget::RegionalNatGateway(_) => {
            route.destination.family() == Family::V6
        }
        RouteTarget::VpnGateway(gateway) => {
            !job.estate.lines.iter().any(|line| line.ends.contains(&LineEnd::VpnGateway(gateway)))
        }
        _ => false,
    }
}
