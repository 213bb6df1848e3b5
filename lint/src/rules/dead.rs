//! Rules that no packet comes to.

use alloc::format;
use alloc::vec::Vec;

use ringfence::estate::aws::{Action, Peer, VpcId};
use ringfence::space::Space;
use ringfence::{Family, Location, Origin};

use crate::job::Job;
use crate::packets::{Direction, acl_rules, group_rules};

const WHY: &str = "of everything that is sent in the estate, and of all replies, nothing that this rule matches comes to where it \
                   stands: something before it drops all of it, or nobody sends it";
const HELP: &str = "take it out, or change what keeps its packets away";

/// Rules that allow what never comes. One that denies it may be there for what comes one day.
pub(super) fn rules(job: &mut Job<'_>) {
    for acl in &job.aws.network_acls {
        let rules = Direction::BOTH.into_iter().flat_map(|direction| acl_rules(acl, direction));
        for rule in rules.filter(|rule| rule.action == Action::Allow) {
            let family = rule.peer.map(|peer| (peer.family(), peer.length()));
            if !is_for_no_address(job, acl.vpc, family.as_slice()) {
                tell(job, &rule.origin);
            }
        }
    }
    for group in &job.aws.security_groups {
        for rule in Direction::BOTH.into_iter().flat_map(|direction| group_rules(group, direction)) {
            let families = rule.peers.iter().map(|peer| match peer {
                Peer::Prefix(prefix) => (prefix.family(), prefix.length()),
                _ => (Family::V4, u8::MAX),
            });
            let families: Vec<(Family, u8)> = families.collect();
            if !is_for_no_address(job, group.vpc, &families) {
                tell(job, &rule.origin);
            }
        }
    }
}

/// Whether a rule is about all addresses of a family that its VPC has not: the console of the cloud writes such.
fn is_for_no_address(job: &Job<'_>, vpc: VpcId, peers: &[(Family, u8)]) -> bool {
    let prefixes = job.aws.vpc(vpc).map(|vpc| vpc.prefixes.as_slice()).unwrap_or_default();
    let has = |family| prefixes.iter().any(|prefix| prefix.family() == family);
    !peers.is_empty() && peers.iter().all(|(family, length)| *length == 0 && !has(*family))
}

fn tell(job: &mut Job<'_>, origin: &Origin) {
    let Some(at) = origin.location() else { return };
    // What was told of it already says more.
    let is_known = job.found.iter().any(|found| found.at == at && found.rule.code.ends_with("out-of-range"));
    if is_known || job.matched(at).is_none_or(|matched| !matched.is_empty()) {
        return;
    }
    job.find(
        Some(at),
        format!("no packet that {} allows comes to it", job.written(origin)),
        WHY,
        |job, found| found.help(HELP).without(job.analysis, at),
    );
}

impl Job<'_> {
    /// What comes to a rule or route of what it matches; `None` where it stands where nothing could come.
    pub(crate) fn matched(&self, at: Location) -> Option<Space> {
        let rules = &self.usage.as_ref()?.rules;
        rules.iter().find(|rule| rule.at == at).map(|rule| rule.matched)
    }

    /// What a rule or route decides about.
    pub(crate) fn decided(&self, at: Location) -> Option<Space> {
        let rules = &self.usage.as_ref()?.rules;
        rules.iter().find(|rule| rule.at == at).map(|rule| rule.decided)
    }
}
