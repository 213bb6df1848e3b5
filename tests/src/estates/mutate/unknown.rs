//! What the text does not say.

use ringfence::estate::aws::{Peer, RouteTarget, TransitTarget};

use crate::estates::{Build, Dice};

/// Forgets what a rule is about, or where a route leads.
pub(super) fn forget(build: &mut Build, dice: &mut Dice) -> Option<()> {
    let aws = &mut build.estate.aws;
    match dice.below(5) {
        0 => {
            let at = dice.index(&aws.network_acls)?;
            let acl = &mut aws.network_acls[at];
            let rules = if dice.percent(50) { &mut acl.ingress } else { &mut acl.egress };
            let at = dice.index(rules)?;
            rules[at].peer = None;
        }
        1 => {
            let at = dice.index(&aws.transit_tables)?;
            let routes = &mut aws.transit_tables[at].routes;
            let at = dice.index(routes)?;
            routes[at].target = TransitTarget::Unknown;
        }
        2 | 3 => {
            let at = dice.index(&aws.route_tables)?;
            let mut edges = aws.internet_gateways.iter().filter_map(|gateway| gateway.route_table);
            let is_edge = edges.any(|table| table.0 as usize == at);
            let routes = &mut aws.route_tables[at].routes;
            let which = dice.index(routes).filter(|_| !is_edge)?;
            // Only what stands in the VPC may take the place of its local route.
            if aws.vpcs.iter().any(|vpc| vpc.prefixes.contains(&routes[which].destination)) {
                return None;
            }
            routes[which].target = RouteTarget::Unknown;
        }
        _ => {
            let at = dice.index(&aws.security_groups)?;
            let group = &mut aws.security_groups[at];
            let rules = if dice.percent(50) { &mut group.ingress } else { &mut group.egress };
            let at = dice.index(rules)?;
            rules[at].peers = vec![Peer::Unknown];
        }
    }
    Some(())
}
