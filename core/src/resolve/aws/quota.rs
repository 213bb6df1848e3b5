//! What AWS allows by default, and what no support case raises (AVPC amazon-vpc-limits.md).

use alloc::vec::Vec;

use super::Builder;
use crate::estate::ObjectId;
use crate::estate::aws::{Aws, GroupRule, Peer};
use crate::packet::Family;
use crate::problem::quota_exceeded::{self, Quota};

/// Groups that an interface carries.
const GROUPS: Quota = Quota { of: "security groups on one interface", by_default: 5, at_most: Some(16) };
/// Rules of a group in one direction that are about one family; one for each pair of traffic and peer.
const GROUP_RULES: Quota =
    Quota { of: "rules for one address family in one direction", by_default: 60, at_most: None };
/// Rules of an ACL in one direction, those of both families.
const ACL_RULES: Quota = Quota { of: "rules in one direction", by_default: 20, at_most: None };
/// Ranges of a VPC that are of one family.
const RANGES: Quota = Quota { of: "ranges of one address family", by_default: 5, at_most: None };
/// Subnets of a VPC.
const SUBNETS: Quota = Quota { of: "subnets", by_default: 200, at_most: None };

impl Builder<'_, '_, '_, '_> {
    /// Reports each thing that has more of something than AWS allows by default, once for each quota.
    pub(super) fn quotas(&mut self) {
        let mut over: Vec<(ObjectId, Quota, usize)> = Vec::new();
        let mut count = |object: ObjectId, quota: Quota, count: usize| {
            if count > quota.by_default {
                over.push((object, quota, count));
            }
        };
        for interface in &self.aws.interfaces {
            count(interface.object, GROUPS, interface.groups.len());
        }
        for group in &self.aws.security_groups {
            for rules in [&group.ingress, &group.egress] {
                let [v4, v6] = [Family::V4, Family::V6].map(|family| of_family(&self.aws, rules, family));
                count(group.object, GROUP_RULES, v4.max(v6));
            }
        }
        for acl in &self.aws.network_acls {
            count(acl.object, ACL_RULES, acl.ingress.len().max(acl.egress.len()));
        }
        let mut subnets = alloc::vec![0_usize; self.aws.vpcs.len()];
        for subnet in &self.aws.subnets {
            if let Some(count) = subnets.get_mut(subnet.vpc.0 as usize) {
                *count = count.saturating_add(1);
            }
        }
        for (vpc, subnets) in self.aws.vpcs.iter().zip(subnets) {
            let v4 = vpc.prefixes.iter().filter(|range| range.family() == Family::V4).count();
            count(vpc.object, RANGES, v4.max(vpc.prefixes.len().saturating_sub(v4)));
            count(vpc.object, SUBNETS, subnets);
        }
        for (object, quota, count) in over {
            let Some(at) = self.declared(object) else { continue };
            self.report.push(quota_exceeded::aws(at, &self.called(object), quota, count));
        }
    }
}

/// How many rules AWS makes of these that count for a family: a reference to a group counts for both, a list for as many as it
/// has entries.
fn of_family(aws: &Aws, rules: &[GroupRule], family: Family) -> usize {
    let peers = |rule: &GroupRule| {
        let counts = rule.peers.iter().map(|peer| match peer {
            Peer::Prefix(prefix) => usize::from(prefix.family() == family),
            Peer::List(list) => {
                let prefixes = aws.prefix_list(*list).into_iter().flat_map(|list| &list.prefixes);
                prefixes.filter(|prefix| prefix.family() == family).count()
            }
            Peer::Group(_) | Peer::Itself | Peer::Unknown => 1,
        });
        counts.fold(0, usize::saturating_add)
    };
    rules.iter().map(|rule| peers(rule).saturating_mul(rule.traffic.len())).fold(0, usize::saturating_add)
}
