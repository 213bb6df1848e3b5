//! Network ACLs: stateless, at the edge of a subnet, first match by number (AVPC vpc-network-acls.md).

use alloc::vec::Vec;

use super::Lowering;
use crate::estate::aws::{self, AclRule, NetworkAcl, NetworkAclId, Subnet, SubnetId};
use crate::fabric::{Action, Direction, FilterList, HopId, Label, ListId, Otherwise, Part, Rule};
use crate::ordered;
use crate::origin::{Origin, Owner};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{packets, with_prefix};

/// The rules at the edge of a subnet.
#[derive(Clone, Copy)]
pub(super) struct Lists {
    label: Label,
    ingress: ListId,
    egress: ListId,
}

/// AWS gives every VPC a default ACL, which subnets have that name none; as made, it allows everything.
const DEFAULT: Origin =
    Origin::Implied { rule: "the VPC's default network ACL allows everything", owner: Owner::Shared };

impl Lowering<'_> {
    /// The rules at the edge of `subnet`.
    pub(super) fn acl_lists(&mut self, subnet: &Subnet) -> Lists {
        let id = self.acl_of(subnet);
        if let Some(&known) = id.and_then(|id| self.acl_lists.get(id)) {
            return known;
        }
        let acl = id.and_then(|id| self.aws.network_acl(id));
        let label = acl.map_or_else(
            || {
                let vpc = self.aws.vpc(subnet.vpc).map(|vpc| vpc.object);
                Label { kind: "network-acl", object: vpc, part: Part::Whole, origin: DEFAULT }
            },
            |acl| self.label(acl.object),
        );
        let lists = [Direction::Ingress, Direction::Egress].map(|direction| match acl {
            Some(acl) => written(self.spaces, acl, label, direction),
            None => everything(self.spaces, label.part(Part::Direction(direction), DEFAULT)),
        });
        let [ingress, egress] = lists.map(|list| self.network.fabric.add_list(list));
        let lists = Lists { label, ingress, egress };
        if let Some(id) = id {
            self.acl_lists.insert(id, lists);
        }
        lists
    }

    /// The ACL a subnet names, else the one named `default` of its VPC.
    fn acl_of(&self, subnet: &Subnet) -> Option<NetworkAclId> {
        let named = subnet.network_acl.filter(|id| self.aws.network_acl(*id).is_some());
        named.or_else(|| self.index.default_acls.get(subnet.vpc).copied())
    }

    /// The way into a subnet: past its ACL to `next`.
    pub(super) fn enter(&mut self, subnet: SubnetId, next: HopId) -> HopId {
        self.pass(subnet, Direction::Ingress, next)
    }

    /// The way out of a subnet: past its ACL to `next`.
    pub(super) fn leave(&mut self, subnet: SubnetId, next: HopId) -> HopId {
        self.pass(subnet, Direction::Egress, next)
    }

    fn pass(&mut self, subnet: SubnetId, direction: Direction, next: HopId) -> HopId {
        let Some(&lists) = self.acls.get(subnet.0 as usize) else { return next };
        let list = match direction {
            Direction::Ingress => lists.ingress,
            Direction::Egress => lists.egress,
        };
        let label = lists.label.part(Part::Direction(direction), lists.label.origin);
        let filter = self.filter(list, None, next);
        self.network.fabric.add(label, filter)
    }
}

fn written(spaces: &mut Spaces, acl: &NetworkAcl, label: Label, direction: Direction) -> FilterList {
    let (rules, end) = match direction {
        Direction::Ingress => (&acl.ingress, Field::Source),
        Direction::Egress => (&acl.egress, Field::Destination),
    };
    let mut rules: Vec<&AclRule> = rules.iter().collect();
    ordered::sort_by_key(&mut rules, |rule| rule.number);
    let mut packets = |rule: &AclRule| {
        let traffic = packets(spaces, rule.traffic, &Values::all());
        let peer = rule.peer.map_or(Space::ALL, |peer| with_prefix(spaces, end, &peer));
        spaces.intersect(traffic, peer)
    };
    let rules: Vec<Rule> = rules
        .into_iter()
        .map(|rule| Rule {
            packets: packets(rule),
            action: match (rule.action, rule.peer) {
                (aws::Action::Allow, Some(_)) => Action::Allow,
                (aws::Action::Deny, Some(_)) => Action::Deny(Reason::AclDeny),
                (aws::Action::Allow, None) => Action::MayAllow,
                (aws::Action::Deny, None) => Action::MayDeny(Reason::AclDeny),
            },
            label: label.part(Part::Rule(direction, u32::from(rule.number)), rule.origin),
        })
        .collect();
    let last = label.part(Part::Direction(direction), label.origin);
    let otherwise = Otherwise { action: Action::Deny(Reason::AclNoRule), lists: alloc::vec![last] };
    FilterList::new(spaces, rules, otherwise)
}

fn everything(spaces: &mut Spaces, label: Label) -> FilterList {
    FilterList::new(spaces, Vec::new(), Otherwise { action: Action::Allow, lists: alloc::vec![label] })
}
