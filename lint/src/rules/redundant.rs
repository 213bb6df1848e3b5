//! Rules of network ACLs that say what others say.

use alloc::format;
use alloc::vec::Vec;

use ringfence::estate::aws::{Action, NetworkAcl};
use ringfence::space::Space;

use crate::job::Job;
use crate::packets::{Direction, acl_rules, of_acl_rule};

/// Rules without which the ACL lets through the same.
pub(super) fn in_acls(job: &mut Job<'_>) {
    for acl in &job.aws.network_acls {
        Direction::BOTH.into_iter().for_each(|direction| in_acl(job, acl, direction));
    }
}

fn in_acl(job: &mut Job<'_>, acl: &NetworkAcl, direction: Direction) {
    let rules = acl_rules(acl, direction);
    let mut sets: Vec<(Space, bool)> = Vec::new();
    for rule in &rules {
        let allows = rule.action == Action::Allow;
        sets.extend(of_acl_rule(&mut job.spaces, rule, direction).map(|packets| (packets, allows)));
    }
    if sets.len() < rules.len() {
        return;
    }
    // The last first: what denies behind all others repeats what an ACL does anyway.
    for (number, rule) in rules.iter().enumerate().rev() {
        let mut without = sets.clone();
        let Some(own) = without.get_mut(number) else { continue };
        let packets = core::mem::replace(&mut own.0, Space::EMPTY);
        let earlier = job.spaces.union_all(sets.iter().take(number).map(|(packets, _)| *packets));
        let is_shadowed = job.spaces.is_subset(packets, earlier);
        let [before, after] = [&sets, &without].map(|sets| job.spaces.permitted(sets.iter().copied()));
        let [more, less] = [job.spaces.minus(after, before), job.spaces.minus(before, after)];
        if is_shadowed || !more.is_empty() || !less.is_empty() {
            continue;
        }
        sets = without;
        let message = format!("without {} the ACL lets through the same", job.written(&rule.origin));
        let why =
            "later rules, or the last one that denies everything, say the same of all that it decides about";
        let at = rule.origin.location();
        job.find(at, message, why, |job, found| {
            let found = found.help("take it out: nothing changes");
            at.into_iter().fold(found, |found, at| found.without(job.analysis, at))
        });
    }
}
