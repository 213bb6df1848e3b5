//! Rules that treat machines of one subnet differently.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ringfence::estate::aws::{GroupRule, NetworkAclId, Peer, Subnet, SubnetId, VpcId};
use ringfence::space::{Field, Space, Spaces};
use ringfence::{Origin, Prefix};

use crate::job::Job;
use crate::names::listed;
use crate::packets::{
    Direction, acl_rules, addresses, any_of, group_rules, of_acl_rule, prefixes, with_prefix,
};

const WHY: &str = "machines of one subnet are treated differently by where in it they happen to stand, and the next one \
                   may get an address on either side";
const HELP: &str = "cover the whole subnet or nothing of it, and tell machines apart by their groups";

/// A rule, and the addresses that it is about.
type Written = (Origin, Vec<Prefix>);

pub(super) fn acls(job: &mut Job<'_>) {
    for (id, acl) in (0..).map(NetworkAclId).zip(&job.aws.network_acls) {
        let own: Vec<SubnetId> =
            subnets(job).filter(|(_, one)| one.network_acl == Some(id)).map(|(id, _)| id).collect();
        for direction in Direction::BOTH {
            let rules = acl_rules(acl, direction);
            let mut sets = Vec::new();
            for rule in &rules {
                let allows = rule.action == ringfence::estate::aws::Action::Allow;
                sets.extend(of_acl_rule(&mut job.spaces, rule, direction).map(|packets| (packets, allows)));
            }
            if sets.len() < rules.len() {
                continue;
            }
            let permitted = job.spaces.permitted(sets);
            let written = rules.iter().map(|rule| (rule.origin, rule.peer.into_iter().collect()));
            // What stays in a subnet does not pass its ACL.
            let elsewhere = |subnet: SubnetId| own != [subnet];
            split(job, acl.vpc, direction, permitted, &written.collect::<Vec<Written>>(), &elsewhere);
        }
    }
}

pub(super) fn groups(job: &mut Job<'_>) {
    for group in &job.aws.security_groups {
        for direction in Direction::BOTH {
            let rules = group_rules(group, direction);
            if rules.iter().any(|rule| rule.peers.contains(&Peer::Unknown)) {
                continue;
            }
            let of_rule = |rule: &GroupRule| -> Vec<Prefix> {
                rule.peers.iter().flat_map(|peer| prefixes(job.aws, *peer)).collect()
            };
            let written: Vec<Written> = rules.iter().map(|rule| (rule.origin, of_rule(rule))).collect();
            let mut sets = Vec::new();
            for (rule, (_, prefixes)) in rules.iter().zip(&written) {
                let traffic = any_of(&mut job.spaces, &rule.traffic);
                for prefix in prefixes {
                    let peer = with_prefix(&mut job.spaces, direction.end(), prefix);
                    sets.push(job.spaces.intersect(traffic, peer));
                }
            }
            let permitted = job.spaces.union_all(sets);
            split(job, group.vpc, direction, permitted, &written, &|_| true);
        }
    }
}

fn subnets<'a>(job: &Job<'a>) -> impl Iterator<Item = (SubnetId, &'a Subnet)> + use<'a> {
    (0..).map(SubnetId).zip(&job.aws.subnets)
}

/// Tells of the rules that cover a part of a subnet, where what is `permitted` is not the same for all of it.
fn split(
    job: &mut Job<'_>,
    vpc: VpcId,
    direction: Direction,
    permitted: Space,
    rules: &[Written],
    counts: &dyn Fn(SubnetId) -> bool,
) {
    let joined = job.joined(vpc);
    let mut subnets: Vec<(SubnetId, &Subnet)> = subnets(job).collect();
    subnets.retain(|(id, subnet)| counts(*id) && joined.contains(&subnet.vpc));
    let is_part = |range: &Prefix, prefix: &Prefix| range.overlaps(prefix) && !prefix.covers(range);
    for (origin, prefixes) in rules {
        let mut parted = Vec::new();
        for (_, subnet) in &subnets {
            let cut = |range: &&Prefix| prefixes.iter().any(|prefix| is_part(range, prefix));
            let cut: Vec<&Prefix> = subnet.prefixes.iter().filter(cut).collect();
            if cut.into_iter().any(|range| !is_uniform(&mut job.spaces, permitted, direction.end(), range)) {
                parted.push(subnet.object);
            }
        }
        if parted.is_empty() {
            continue;
        }
        let names: Vec<String> = parted.iter().map(|object| job.name(*object)).collect();
        let message = format!("this rule covers a part of {} only", listed(&names));
        job.find(origin.location(), message, WHY, |job, found| {
            let place = parted.first().and_then(|object| job.place(*object));
            found.related(place, "the subnet").help(HELP)
        });
    }
}

/// Whether the same is permitted with every address of a range.
fn is_uniform(spaces: &mut Spaces, permitted: Space, end: Field, range: &Prefix) -> bool {
    let own = with_prefix(spaces, end, range);
    let own = spaces.intersect(permitted, own);
    let slices = spaces.slices(own, end);
    slices.iter().all(|(values, _)| *values == addresses(range)) && slices.len() < 2
}
