//! Network ACLs and security groups.

use alloc::vec::Vec;

use super::{Builder, Placed, Said};
use crate::estate::Traffic;
use crate::estate::aws::{
    AclRule, Action, GroupRule, NetworkAcl, NetworkAclId, Peer, SecurityGroup, SecurityGroupId,
};
use crate::origin::Origin;
use crate::problem::{duplicate, not_in_this_cloud};
use crate::resolve::report::at;
use crate::resolve::taken::{Once, Taken};
use crate::resolve::value::{Read, Value};
use crate::source::Location;
use crate::syntax::LinkWord;

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
            self.aws.security_groups.push(SecurityGroup {
                object,
                vpc,
                ingress: Vec::new(),
                egress: Vec::new(),
            });
            self.placed.insert(object, Placed::SecurityGroup(id));
        }
    }

    pub(super) fn group_rules(&mut self) {
        for said in self.in_vpcs("security-group") {
            let Some(Placed::SecurityGroup(id)) =
                said.node.object.and_then(|object| self.placed.get(object)).copied()
            else {
                continue;
            };
            let ingress = self.rules_of_group(said, id, "ingress", LinkWord::From);
            let egress = self.rules_of_group(said, id, "egress", LinkWord::To);
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
        let peer = peers.first()?.value.prefix()?;
        let origin = Origin::Written(said.node.at());
        fits.then_some(AclRule { number, action, traffic, peer, origin })
    }

    fn rules_of_group(
        &mut self,
        group: Said<'_, '_>,
        id: SecurityGroupId,
        direction: &'static str,
        link: LinkWord,
    ) -> Vec<GroupRule> {
        let mut rules = Vec::new();
        let inbound = link == LinkWord::From;
        for said in self.input.inside(group.node, direction) {
            let mut fits = true;
            for &(traffic, span) in said.filled.rule.traffic {
                fits &= self.without_source_port(traffic, at(said.node.source, span));
            }
            let peers: Vec<Option<Peer>> =
                said.filled.link(link).iter().map(|read| self.peer(said, id, read, inbound)).collect();
            let peers: Option<Vec<Peer>> = peers.into_iter().collect();
            if let Some(peers) = peers.filter(|_| fits) {
                let traffic = said.filled.rule.traffic.iter().map(|&(traffic, _)| traffic).collect();
                rules.push(GroupRule { traffic, peers, origin: Origin::Written(said.node.at()) });
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
        inbound: bool,
    ) -> Option<Peer> {
        match read.value {
            Value::Prefix(prefix) => Some(Peer::Prefix(prefix)),
            Value::Word(_) => Some(Peer::Itself),
            Value::Object(object) => {
                let Some(Placed::SecurityGroup(peer)) = self.placed.get(object).copied() else {
                    return None;
                };
                let (ours, theirs) = (self.aws.security_group(id)?.vpc, self.aws.security_group(peer)?.vpc);
                let here = said.at(read);
                let across = ours != theirs && self.names_across(peer, [ours, theirs], inbound, here);
                if ours != theirs && !across && self.lacks_attachments {
                    return None;
                }
                (across || self.same_vpc(ours, theirs, object, here)).then_some(Peer::Group(peer))
            }
            _ => None,
        }
    }

    /// Whether a rule's traffic names no source port, which AWS cannot match; else it is reported.
    fn without_source_port(&mut self, traffic: Traffic, here: Location) -> bool {
        let named = matches!(traffic, Traffic::Ports { source: Some(_), .. });
        if named {
            self.report.push(not_in_this_cloud::source_port(here));
        }
        !named
    }
}
