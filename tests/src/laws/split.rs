//! A prefix is its two halves.

use std::ops::Range;

use ringfence::estate::Estate;
use ringfence::estate::aws::{AclRule, EndpointKind, GroupRule, Peer, RouteTable, RouteTableId, RouteTarget};
use ringfence::{Prefix, address_number};

use super::sets::{Common, difference};
use super::{Tally, analysis, any_estate, place};
use crate::estates::{Dice, around, broken_invariants};
use crate::seeds::Seeds;

/// The halves of the prefixes of rules and routes stand for them: as rules, as peers of one rule, as routes, and of an ACL as
/// rules whose numbers follow each other. What would be told: second halves that are left out.
///
/// A half that is as long as a range of the VPC is no half of a route: there it replaces the local route, which the whole
/// did not.
///
/// # Errors
/// The first difference.
pub fn splits(seeds: Range<u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for seed in Seeds::of("estates of a law", seeds) {
        let failed = |what: String| format!("seed {seed}, by halves: {what}");
        let estate = any_estate(seed);
        let Some(other) = split(&estate, &mut Dice::new(seed), true) else { continue };
        let broken = broken_invariants(&other);
        assert!(broken.is_empty(), "{broken:?}");
        let half = split(&estate, &mut Dice::new(seed), false).unwrap_or_default();
        let mut dice = Dice::new(seed);
        let [estate, other, half] = [&estate, &other, &half].map(|estate| analysis(estate, &mut dice));
        let mut common = Common::default();
        let sets = common.everything(&estate).map_err(failed)?;
        if let Some(what) = difference(&sets, &common.everything(&other).map_err(failed)?) {
            return Err(failed(what));
        }
        tally.count(difference(&sets, &common.everything(&half).map_err(failed)?).is_some());
    }
    Ok(tally)
}

/// The prefixes of half of the rules and routes are split; with `both` halves, or the first one only. `None` where nothing
/// is.
fn split(estate: &Estate, dice: &mut Dice, both: bool) -> Option<Estate> {
    let mut estate = estate.clone();
    let aws = &mut estate.aws;
    let mut count = 0;
    for group in &mut aws.security_groups {
        for rules in [&mut group.ingress, &mut group.egress] {
            for at in 0..rules.len() {
                count +=
                    u32::from(dice.percent(50) && split_group_rule(rules, at, dice, both, count).is_some());
            }
        }
    }
    for acl in &mut aws.network_acls {
        for rules in [&mut acl.ingress, &mut acl.egress] {
            for at in 0..rules.len() {
                count += u32::from(dice.percent(50) && split_acl_rule(rules, at, both, count).is_some());
            }
        }
    }
    let of_endpoints = aws.endpoints.iter().flat_map(|endpoint| match &endpoint.kind {
        EndpointKind::Gateway { tables, .. } => tables.as_slice(),
        EndpointKind::Interface => &[],
    });
    let of_endpoints: Vec<RouteTableId> = of_endpoints.copied().collect();
    for (id, table) in aws.route_tables.iter_mut().enumerate() {
        // What is not written may have the halves' length, and gives way to these.
        let has_others = of_endpoints.contains(&RouteTableId(id as u32)) || !table.propagated.is_empty();
        if has_others || !table.list_routes.is_empty() {
            continue;
        }
        let ranges = &aws.vpcs[table.vpc.0 as usize].prefixes;
        for at in 0..table.routes.len() {
            count += u32::from(dice.percent(50) && split_route(table, at, ranges, both, count).is_some());
        }
    }
    (count > 0).then_some(estate)
}

fn split_group_rule(
    rules: &mut Vec<GroupRule>,
    at: usize,
    dice: &mut Dice,
    both: bool,
    nth: u32,
) -> Option<()> {
    let prefix = |(at, peer): (usize, &Peer)| match peer {
        Peer::Prefix(prefix) => Some((at, halves(*prefix)?)),
        Peer::List(_) | Peer::Group(_) | Peer::Itself | Peer::Unknown => None,
    };
    let (peer, [first, second]) = rules[at].peers.iter().enumerate().find_map(prefix)?;
    let as_rules = dice.percent(50);
    rules[at].peers[peer] = Peer::Prefix(first);
    if both && as_rules {
        let rule = GroupRule { peers: vec![Peer::Prefix(second)], origin: place(nth), ..rules[at].clone() };
        rules.push(rule);
    } else if both {
        rules[at].peers.push(Peer::Prefix(second));
    }
    Some(())
}

fn split_acl_rule(rules: &mut Vec<AclRule>, at: usize, both: bool, nth: u32) -> Option<()> {
    let [first, second] = halves(rules[at].peer?)?;
    let number = rules[at].number;
    let is_free = |number: &u16| *number <= 32766 && rules.iter().all(|rule| rule.number != *number);
    let next = [number + 1, number - 1].into_iter().find(|number| *number > 0 && is_free(number))?;
    rules[at].peer = Some(first);
    if both {
        rules.push(AclRule { number: next, peer: Some(second), origin: place(nth), ..rules[at].clone() });
    }
    Some(())
}

fn split_route(table: &mut RouteTable, at: usize, ranges: &[Prefix], both: bool, nth: u32) -> Option<()> {
    let route = table.routes[at].clone();
    let [first, second] = halves(route.destination)?;
    let is_written = |half| table.routes.iter().any(|route| route.destination == half);
    let is_taken = |half| is_written(half) || ranges.contains(&half);
    if route.target == RouteTarget::Local || is_taken(first) || is_taken(second) {
        return None;
    }
    table.routes[at].destination = first;
    if both {
        table.routes.push(ringfence::estate::aws::Route { destination: second, origin: place(nth), ..route });
    }
    Some(())
}

/// The halves of a prefix; a single address has none.
fn halves(prefix: Prefix) -> Option<[Prefix; 2]> {
    let length = prefix.length() + 1;
    let full = Prefix::host(prefix.first()).length();
    let middle = |full: u8| address_number(prefix.first()) + (1 << (full - length));
    (length <= full)
        .then(|| [prefix.first(), prefix.family().address(middle(full))].map(|first| around(first, length)))
}
