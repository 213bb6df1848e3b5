//! Rules of security groups that the others imply.

use alloc::vec::Vec;

use ringfence::estate::aws::{GroupRule, Peer, SecurityGroup, SecurityGroupId, VpcId};
use ringfence::space::{Space, Spaces};

use crate::job::Job;
use crate::names::counted;
use crate::packets::{Direction, any_of, group_rules, prefixes, with_prefix};

pub(super) fn in_groups(job: &mut Job<'_>) {
    for (id, group) in (0..).map(SecurityGroupId).zip(&job.aws.security_groups) {
        for direction in Direction::BOTH {
            in_group(job, (id, group), direction);
        }
    }
}

fn in_group(job: &mut Job<'_>, (id, group): (SecurityGroupId, &SecurityGroup), direction: Direction) {
    let rules = group_rules(group, direction);
    let known = rules.iter().filter(|rule| !rule.peers.contains(&Peer::Unknown));
    let mut all: Vec<Allowed<'_>> =
        known.map(|rule| Allowed::of(job, (id, group), rule, direction)).collect();
    // Of two that imply each other the later goes, and what is left has to imply the next.
    let mut number = all.len();
    while let Some(before) = number.checked_sub(1) {
        number = before;
        let own = all.remove(number);
        let Some(implying) = own.implied_by(&mut job.spaces, &all) else {
            all.insert(number, own);
            continue;
        };
        let message = alloc::format!(
            "this rule allows nothing new: {} of the group {} all of it",
            counted(implying.len(), "other rule"),
            if implying.len() == 1 { "allows" } else { "allow" },
        );
        let why = "whatever allows a packet lets it pass, so the rule may go without anything changing, \
                   and whoever tightens it will change nothing";
        let at = own.rule.origin.location();
        job.find(at, message, why, |job, found| {
            let found = implying.iter().fold(found.help("take it out: nothing changes"), |found, other| {
                found.related(other.rule.origin.location(), "this rule allows it")
            });
            at.into_iter().fold(found, |found, at| found.without(job.analysis, at))
        });
    }
}

/// What a rule allows.
struct Allowed<'a> {
    rule: &'a GroupRule,
    traffic: Space,
    /// With which addresses.
    addresses: Space,
    /// With members of which groups, and with any address that one of those may have.
    groups: Vec<(SecurityGroupId, Space)>,
}

impl<'a> Allowed<'a> {
    fn of(
        job: &mut Job<'_>,
        (own, group): (SecurityGroupId, &SecurityGroup),
        rule: &'a GroupRule,
        direction: Direction,
    ) -> Self {
        let (aws, end, spaces) = (job.aws, direction.end(), &mut job.spaces);
        let traffic = any_of(spaces, &rule.traffic);
        let named = rule.peers.iter().flat_map(|peer| prefixes(aws, *peer));
        let named: Vec<Space> = named.map(|prefix| with_prefix(spaces, end, &prefix)).collect();
        let named = spaces.union_all(named);
        let addresses = spaces.intersect(traffic, named);
        let mut groups = Vec::new();
        for peer in &rule.peers {
            let (id, group) = match peer {
                Peer::Group(id) => (*id, aws.security_group(*id)),
                Peer::Itself => (own, Some(group)),
                Peer::Prefix(_) | Peer::List(_) | Peer::Unknown => continue,
            };
            let vpcs =
                group.into_iter().flat_map(|group| [group.vpc].into_iter().chain(group.used_in.clone()));
            let prefixes = |vpc: VpcId| aws.vpc(vpc).map(|vpc| vpc.prefixes.as_slice()).unwrap_or_default();
            let mut members = Vec::new();
            for prefix in vpcs.flat_map(prefixes) {
                members.push(with_prefix(spaces, end, prefix));
            }
            groups.push((id, spaces.union_all(members)));
        }
        Self { rule, traffic, addresses, groups }
    }

    /// The rules of `others` that allow all that this one does together; `None` where something is left.
    fn implied_by<'r>(&self, spaces: &mut Spaces, others: &'r [Self]) -> Option<Vec<&'r Self>> {
        let mut implying: Vec<&'r Self> = Vec::new();
        let mut left = self.addresses;
        let mut parts: Vec<(Option<SecurityGroupId>, Space)> = Vec::new();
        if !left.is_empty() {
            parts.push((None, left));
        }
        for (group, members) in &self.groups {
            parts.push((Some(*group), spaces.intersect(self.traffic, *members)));
        }
        for (group, part) in parts {
            left = part;
            for (number, other) in others.iter().enumerate() {
                let names = group.is_some_and(|group| other.groups.iter().any(|(named, _)| *named == group));
                let allows = if names { other.traffic } else { other.addresses };
                if !spaces.intersect(left, allows).is_empty() {
                    left = spaces.minus(left, allows);
                    let known = implying.iter().any(|known| core::ptr::eq(*known, other));
                    implying.extend(others.get(number).filter(|_| !known));
                }
            }
            if !left.is_empty() {
                return None;
            }
        }
        Some(implying)
    }
}
