//! Rules of network ACLs behind others that match the same.

use alloc::format;
use alloc::vec::Vec;

use ringfence::estate::aws::AclRule;
use ringfence::space::Space;

use crate::job::Job;
use crate::names::counted;
use crate::packets::{Direction, acl_rules, of_acl_rule};

fn in_direction(job: &mut Job<'_>, direction: Direction) {
    for acl in &job.aws.network_acls {
        let mut earlier: Vec<(&AclRule, Space)> = Vec::new();
        let mut taken = Space::EMPTY;
        for rule in acl_rules(acl, direction) {
            // What matches the text does not say may match nothing: it covers no other rule.
            let Some(packets) = of_acl_rule(&mut job.spaces, rule, direction) else { continue };
            if !packets.is_empty() && job.spaces.is_subset(packets, taken) {
                shadowed(job, rule, packets, &earlier);
            } else {
                taken = job.spaces.union(taken, packets);
                earlier.push((rule, packets));
            }
        }
    }
}

pub(super) fn in_acls(job: &mut Job<'_>) {
    Direction::BOTH.into_iter().for_each(|direction| in_direction(job, direction));
}

/// Tells of a rule whose `packets` the earlier ones match.
fn shadowed(job: &mut Job<'_>, rule: &AclRule, packets: Space, earlier: &[(&AclRule, Space)]) {
    let mut shadowing = Vec::new();
    let mut left = packets;
    for (other, matched) in earlier {
        if !job.spaces.intersect(left, *matched).is_empty() {
            shadowing.push(*other);
            left = job.spaces.minus(left, *matched);
        }
    }
    let contrary = shadowing.iter().any(|other| other.action != rule.action);
    let message = format!(
        "this rule decides about no packet: {} before it {} all that it matches",
        counted(shadowing.len(), "rule"),
        if shadowing.len() == 1 { "matches" } else { "match" },
    );
    let why = if contrary {
        "the first rule that matches decides, and an earlier one says the contrary"
    } else {
        "the first rule that matches decides, and the earlier ones say the same"
    };
    let help = if contrary {
        "give it a lower number, if it is meant; else take it out"
    } else {
        "take it out: nothing changes"
    };
    job.find(rule.origin.location(), message, why, |job, found| {
        let found = shadowing.iter().fold(found.help(help), |found, other| {
            found.related(other.origin.location(), "this rule is asked first")
        });
        // Of two that say the contrary, one is a mistake: which, nobody knows.
        let at = rule.origin.location().filter(|_| !contrary);
        at.into_iter().fold(found, |found, at| found.without(job.analysis, at))
    });
}
