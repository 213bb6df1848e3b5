//! Peerings, and groups across VPCs.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::{Writer, all};
use crate::aws::{Aws, Group, Named, Peering, Vpc};
use crate::finding;
use crate::log::Log;

/// How the language says the state of a peering.
fn status(peering: &Peering<'_>) -> &'static str {
    match &*peering.status {
        "" | "active" | "provisioning" => "active",
        "initiating-request" | "pending-acceptance" => "pending",
        _ => "deleted",
    }
}

/// Adds the VPCs that only a peering tells of: their ranges, and that nobody knows what is in them.
pub(super) fn strangers(aws: &mut Aws<'_>, log: &mut Log) {
    let mut known: BTreeSet<_> = aws.vpcs.iter().map(|vpc| vpc.named.id.clone()).collect();
    let own = known.clone();
    let mut strangers = Vec::new();
    for peering in aws.peerings.iter().filter(|peering| status(peering) == "active") {
        let at = peering.named.at;
        if !peering.ends.iter().any(|end| own.contains(&end.vpc)) {
            continue;
        }
        for end in peering.ends.iter().filter(|end| !own.contains(&end.vpc)) {
            log.find(finding::missing(at, "VPC", &end.vpc, "describe-vpcs"));
            if !end.ranges.is_empty() && known.insert(end.vpc.clone()) {
                strangers.push(Vpc {
                    named: Named { at, id: end.vpc.clone(), tags: Vec::new() },
                    ranges: end.ranges.clone(),
                    region: end.region.clone(),
                    owner: end.owner.clone(),
                    ..Vpc::default()
                });
            }
        }
    }
    aws.vpcs.extend(strangers);
}

/// The peerings that are left out: of one of their VPCs nothing is known.
pub(super) fn left_out<'a>(aws: &'a Aws<'_>) -> BTreeSet<&'a str> {
    let known: BTreeSet<&str> = aws.vpcs.iter().map(|vpc| &*vpc.named.id).collect();
    let left_out = aws.peerings.iter().filter(|one| one.ends.iter().any(|end| !known.contains(&*end.vpc)));
    left_out.map(|peering| &*peering.named.id).collect()
}

impl<'a> Writer<'a, '_> {
    pub(super) fn peerings(&mut self) {
        for peering in &self.aws.peerings {
            let at = peering.named.at;
            if self.index.left_out.contains(&*peering.named.id) {
                if status(peering) != "active" {
                    self.log.find(finding::idle(at, &format!("a peering that is `{}`", peering.status)));
                } else if !peering.ends.iter().any(|end| self.index.vpcs.contains(&*end.vpc)) {
                    let what = "a peering between VPCs that are not in the exports";
                    self.log.find(finding::idle(at, what));
                }
                continue;
            }
            let [one, other] = peering.ends.each_ref().map(|end| written_name(&end.vpc));
            let name = self.name(&peering.named.id);
            self.open(at, &format!("peering {name} between {one}, {other}"));
            self.labels(&peering.named);
            if status(peering) != "active" {
                self.text.line(at, &format!("status {}", status(peering)));
            }
            self.close(at);
        }
    }

    /// The other VPCs in which a group is used.
    pub(super) fn used_in(&mut self, group: &'a Group<'_>) {
        let used: Vec<_> = all(&self.index.used_in, &group.named.id).to_vec();
        for one in used {
            if one.state != "associated" {
                let what = format!("the use of a group in another VPC that is `{}`", one.state);
                self.log.find(finding::idle(one.at, &what));
            } else if self.index.vpcs.contains(&*one.vpc) {
                self.text.line(one.at, &format!("vpc {}", written_name(&one.vpc)));
            } else {
                self.log.find(finding::missing(one.at, "VPC", &one.vpc, "describe-vpcs"));
            }
        }
    }
}
