//! Network ACLs and security groups.

use alloc::vec::Vec;

use super::{Builder, Placed, Said};
use crate::estate::aws::{
    AclRule, Action, Aws, GroupRule, NetworkAcl, NetworkAclId, Peer, SecurityGroup, SecurityGroupId, VpcId,
};
use crate::estate::{ObjectId, Traffic};
use crate::ordered::Set;
use crate::origin::Origin;
use crate::problem::stale_reference::{self, Stale};
use crate::problem::{duplicate, not_in_this_cloud};
use crate::propagation::{self, Hubs};
use crate::resolve::report::at;
use crate::resolve::taken::{Once, Taken};
use crate::resolve::value::{Read, Value};
use crate::source::Location;
use crate::syntax::LinkWord;

/// What joins VPCs for rules that name groups.
struct Joins {
    peers: Set<(VpcId, VpcId)>,
    carrying: Hubs,
    hubs: Hubs,
}

impl Joins {
    fn of(aws: &Aws) -> Self {
        let [carrying, hubs] = [true, false].map(|carrying| Hubs::of(aws, carrying));
        Self { peers: propagation::joined(aws), carrying, hubs }
    }
}

impl Builder<'_, '_, '_, '_> {
    pub(super) fn network_acls(&mut self) {
        for said in self.in_vpcs("network-acl") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let ingress = self.acl_rules(said, "ingress", LinkWord::From);
            let egress = self.acl_rules(said, "egress", LinkWord::To);
            let id = NetworkAclId(self.aws.network_acls.len() as u32);
            self.aws.network_acls.push(NetworkAcl { object, vpc, ingress, egress });
            self.placed.insert(object, Placed::NetworkAcl(id));
        }
    }

    /// The groups, without their rules: those name other groups.
    pub(super) fn security_groups(&mut self) {
        for said in self.in_vpcs("security-group") {
            let (Some(object), Some(vpc)) = (said.node.object, self.vpc_of(said.node)) else { continue };
            let id = SecurityGroupId(self.aws.security_groups.len() as u32);
            let used_in = self.used_in(said, object, vpc);
            self.aws.security_groups.push(SecurityGroup {
                object,
                vpc,
                used_in,
                ingress: Vec::new(),
                egress: Vec::new(),
            });
            self.placed.insert(object, Placed::SecurityGroup(id));
        }
    }

    /// The other VPCs in which a group is used (AVPC security-group-assoc.md).
    fn used_in(&mut self, group: Said<'_, '_>, object: ObjectId, vpc: VpcId) -> Vec<VpcId> {
        let is_default = self.object(object).is_some_and(|object| object.name == "default");
        let mut used_in = Vec::new();
        let mut known = Taken::default();
        known.take(Once::UsedIn(vpc), group.node.at());
        for property in self.input.inside(group.node, "vpc") {
            for read in property.filled.values() {
                let Some(Placed::Vpc(other)) = self.target(read) else { continue };
                let here = property.at(read);
                if let Some(first) = known.take(Once::UsedIn(other), here) {
                    self.report.push(duplicate::group_in_vpc(here, &self.called_vpc(other), first));
                } else if is_default {
                    self.report.push(not_in_this_cloud::default_group_elsewhere(here));
                } else if !self.aws.in_one_region(vpc, other) {
                    self.report.push(not_in_this_cloud::group_in_other_region(here));
                } else {
                    used_in.push(other);
                }
            }
        }
        used_in
    }

    pub(super) fn group_rules(&mut self) {
        let joins = Joins::of(&self.aws);
        for said in self.in_vpcs("security-group") {
            let Some(Placed::SecurityGroup(id)) =
                said.node.object.and_then(|object| self.placed.get(object)).copied()
            else {
                continue;
            };
            let ingress = self.rules_of_group(said, id, "ingress", LinkWord::From, &joins);
            let egress = self.rules_of_group(said, id, "egress", LinkWord::To, &joins);
            if let Some(group) = self.aws.security_groups.get_mut(id.0 as usize) {
                (group.ingress, group.egress) = (ingress, egress);
            }
        }
    }

    fn acl_rules(&mut self, acl: Said<'_, '_>, direction: &'static str, link: LinkWord) -> Vec<AclRule> {
        let mut rules = Vec::new();
        let mut numbers = Taken::default();
        for said in self.input.inside(acl.node, direction) {
            let Some((number, span)) = said.filled.rule.number else { continue };
            let here = at(said.node.source, span);
            if let Some(first) = numbers.take(Once::Number(number), here) {
                self.report.push(duplicate::rule_number(here, number, direction, first));
                continue;
            }
            rules.extend(self.acl_rule(said, number, link));
        }
        rules
    }

    fn acl_rule(&mut self, said: Said<'_, '_>, number: u16, link: LinkWord) -> Option<AclRule> {
        let traffic = said.filled.rule.traffic;
        let peers = said.filled.link(link);
        let second_traffic = traffic.get(1).map(|&(_, span)| at(said.node.source, span));
        let second_peer = peers.get(1).map(|read| said.at(read));
        if let Some(here) = second_traffic.or(second_peer) {
            self.report.push(not_in_this_cloud::one_each(here));
            return None;
        }
        let &(traffic, span) = traffic.first()?;
        let here = at(said.node.source, span);
        let fits = self.without_source_port(traffic, here);
        if let Traffic::Icmp { types: (first, last), .. } = traffic
            && first != last
            && (first, last) != (0, u8::MAX)
        {
            self.report.push(not_in_this_cloud::icmp_types(here));
            return None;
        }
        let action = if said.filled.rule.action == Some("deny") { Action::Deny } else { Action::Allow };
        let peer = peers.first()?;
        let peer = match peer.value {
            Value::Word(_) => None,
            _ => Some(peer.value.prefix()?),
        };
        let origin = Origin::Written(said.node.at());
        fits.then_some(AclRule { number, action, traffic, peer, origin })
    }

    fn rules_of_group(
        &mut self,
        group: Said<'_, '_>,
        id: SecurityGroupId,
        direction: &'static str,
        link: LinkWord,
        joins: &Joins,
    ) -> Vec<GroupRule> {
        let mut rules = Vec::new();
        for said in self.input.inside(group.node, direction) {
            let mut fits = true;
            for &(traffic, span) in said.filled.rule.traffic {
                fits &= self.without_source_port(traffic, at(said.node.source, span));
            }
            let peers: Vec<Option<Peer>> =
                said.filled.link(link).iter().map(|read| self.peer(said, id, read, link, joins)).collect();
            let peers: Option<Vec<Peer>> = peers.into_iter().collect();
            let Some(peers) = peers.filter(|_| fits) else { continue };
            let traffic: Vec<Traffic> =
                said.filled.rule.traffic.iter().map(|&(traffic, _)| traffic).collect();
            // What is known of a rule is known whatever the rest is.
            let (unknown, known): (Vec<Peer>, Vec<Peer>) =
                peers.into_iter().partition(|peer| *peer == Peer::Unknown);
            for peers in [known, unknown].into_iter().filter(|peers| !peers.is_empty()) {
                let origin = Origin::Written(said.node.at());
                rules.push(GroupRule { traffic: traffic.clone(), peers, origin });
            }
        }
        rules
    }

    /// The other end of a rule of group `id`; `None` when it is not certain.
    fn peer(
        &mut self,
        said: Said<'_, '_>,
        id: SecurityGroupId,
        read: &Read<'_>,
        link: LinkWord,
        joins: &Joins,
    ) -> Option<Peer> {
        match read.value {
            Value::Prefix(prefix) => Some(Peer::Prefix(prefix)),
            Value::Word("unknown") => Some(Peer::Unknown),
            Value::Word(_) => Some(Peer::Itself),
            Value::Object(object) => {
                let peer = match self.placed.get(object).copied()? {
                    Placed::PrefixList(list) => return Some(Peer::List(list)),
                    Placed::SecurityGroup(peer) => peer,
                    _ => return None,
                };
                self.reference([id, peer], said.at(read), link, joins);
                Some(Peer::Group(peer))
            }
            _ => None,
        }
    }

    /// Reports that a rule of the first group can match no member of the other that it names: nothing joins their VPCs, or it is
    /// a transit gateway that carries no such reference.
    fn reference(&mut self, groups: [SecurityGroupId; 2], here: Location, link: LinkWord, joins: &Joins) {
        let [Some(one), Some(other)] = groups.map(|id| self.aws.security_group(id)) else { return };
        let vpcs = |group: &SecurityGroup| {
            let used_in = group.used_in.clone();
            core::iter::once(group.vpc).chain(used_in)
        };
        let pairs = vpcs(one).flat_map(|ours| vpcs(other).map(move |theirs| (ours, theirs)));
        let is_inbound = link == LinkWord::From;
        if pairs.clone().any(|(ours, theirs)| {
            ours == theirs
                || joins.peers.contains(&(ours, theirs))
                || is_inbound && joins.carrying.join(ours, theirs)
        }) {
            return;
        }
        let names = [one.vpc, other.vpc].map(|vpc| self.called_vpc(vpc));
        let why = if !self.aws.in_one_region(one.vpc, other.vpc) {
            Stale::Far
        } else if !pairs.clone().any(|(ours, theirs)| joins.hubs.join(ours, theirs)) {
            // Of attachments that could not be read nobody knows what they join.
            if self.lacks_attachments {
                return;
            }
            Stale::Apart
        } else if pairs.clone().any(|(ours, theirs)| joins.carrying.join(ours, theirs)) {
            Stale::Outbound
        } else {
            Stale::NotCarried
        };
        self.report.push(stale_reference::group(here, &self.called(other.object), &names, why));
    }

    /// Whether a rule's traffic names no source port, which AWS cannot match; else it is reported.
    pub(super) fn without_source_port(&mut self, traffic: Traffic, here: Location) -> bool {
        let named = matches!(traffic, Traffic::Ports { source: Some(_), .. });
        if named {
            self.report.push(not_in_this_cloud::source_port(here));
        }
        !named
    }
}
