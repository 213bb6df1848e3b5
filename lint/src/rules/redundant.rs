//! Rules of network ACLs that say what others say.

use alloc::format;
use alloc::vec::Vec;

use ringfence::estate::aws::{Action, NetworkAcl};
use ringfence::space::{Space, Spaces};

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
    // With what never decides, and without it: either way nothing may change, since that may go, too.
    let mut lean = sets.clone();
    let mut earlier = Space::EMPTY;
    for (packets, _) in &mut lean {
        let own = *packets;
        if job.spaces.is_subset(own, earlier) {
            *packets = Space::EMPTY;
        }
        earlier = job.spaces.union(earlier, own);
    }
    // The last first: what denies behind all others repeats what an ACL does anyway.
    for (number, rule) in rules.iter().enumerate().rev() {
        let decides = lean.get(number).is_some_and(|(packets, _)| !packets.is_empty());
        let both = [&sets, &lean].map(|sets| without(&mut job.spaces, sets, number));
        let [Some(fewer), Some(leaner)] = both else { continue };
        if !decides {
            continue;
        }
        (sets, lean) = (fewer, leaner);
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

/// The rules without one of them; `None` where that changes what they let through.
fn without(spaces: &mut Spaces, rules: &[(Space, bool)], number: usize) -> Option<Vec<(Space, bool)>> {
    let mut without = rules.to_vec();
    without.get_mut(number)?.0 = Space::EMPTY;
    let [before, after] = [rules, &without].map(|rules| spaces.permitted(rules.iter().copied()));
    let [more, less] = [spaces.minus(after, before), spaces.minus(before, after)];
    (more.is_empty() && less.is_empty()).then_some(without)
}
