//! Network ACLs and security groups.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use ringfence::syntax::written_name;

use super::{Writer, all, missing_group};
use crate::aws::names::MISSING;
use crate::aws::{Acl, Entry, Group, Peer, Permission, Vpc};
use crate::finding;

/// The numbers of an ACL's last rules, which deny what none before matches: of IPv4 and IPv6.
const LAST: [i64; 2] = [32_767, 32_768];

/// What is written where the exports do not say what a rule is about.
const UNKNOWN: &str = "unknown";

/// What prints ACLs.
const CALL: &str = "describe-network-acls";

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn acls(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        let acls: Vec<_> = all(&self.index.acls, id).to_vec();
        for acl in &acls {
            self.acl(acl);
        }
        let at = vpc.named.at;
        let since = self.log.errors();
        let subnets: Vec<_> = all(&self.index.subnets, id).to_vec();
        let mut name = "default";
        if acls.is_empty() && !subnets.is_empty() {
            let what = format!("the network ACLs of VPC `{id}` are");
            self.log.find(finding::missing_list(at, &what, CALL));
        } else {
            for subnet in subnets.iter().filter(|one| !self.index.acl_of.contains_key(&*one.named.id)) {
                let what = "the network ACL of a subnet is";
                self.log.find(finding::missing_list(subnet.named.at, &what, CALL));
            }
            name = if self.has_default_acl(id) { MISSING } else { name };
        }
        if self.log.errors() > since {
            self.open(at, &format!("network-acl {name}"));
            self.text.line(at, "ingress 1 allow any from unknown");
            self.text.line(at, "egress 1 allow any to unknown");
            self.close(at);
            self.log.covered(since);
        }
    }

    /// Whether a VPC has its default ACL. AWS names every subnet at the ACL that it has, at this one, too.
    pub(super) fn has_default_acl(&self, vpc: &str) -> bool {
        all(&self.index.acls, vpc).iter().any(|acl| acl.default)
    }

    fn acl(&mut self, acl: &'a Acl<'t>) {
        let at = acl.named.at;
        self.open(at, &format!("network-acl {}", self.name(&acl.named.id)));
        self.labels(&acl.named);
        let what = format!("the rules of network ACL `{}` are", acl.named.id);
        if self.is_partly(at, acl.told, &what, CALL) {
            self.text.line(at, "ingress 1 allow any from unknown");
            self.text.line(at, "egress 1 allow any to unknown");
            acl.entries.iter().for_each(|entry| self.log.covered_with(entry.at, usize::MAX));
        } else {
            acl.entries.iter().for_each(|entry| self.entry(entry));
        }
        self.close(at);
    }

    /// Whether not all is known of what something lists: its list was not `told`, or it has members that are not known. The text
    /// says that.
    pub(super) fn is_partly(&mut self, at: u32, told: bool, what: &str, call: &str) -> bool {
        let since = self.log.errors();
        if !told {
            self.log.find(finding::missing_list(at, &what, call));
            self.log.covered(since);
        }
        self.log.cover_members(at) || !told
    }

    fn entry(&mut self, entry: &'a Entry<'t>) {
        const KIND: &str = "a rule of a network ACL";
        let at = entry.at;
        let (since, damaged) = (self.log.errors(), self.log.is_damaged(at));
        let action = match &*entry.action {
            action @ ("allow" | "deny") => action,
            "" => return self.log.find(finding::without(at, KIND, "RuleAction")),
            other => return self.log.find(finding::not_a(at, other, "`allow` or `deny`")),
        };
        let number = match entry.number {
            // They are always there, and deny.
            Some(number) if LAST.contains(&number) && action == "deny" => return,
            Some(number @ 1..=32_766) => number,
            Some(number) => {
                return self.log.find(finding::not_a(at, &number.to_string(), "the number of a rule"));
            }
            None => return self.log.find(finding::without(at, KIND, "RuleNumber")),
        };
        let Some(egress) = entry.egress else {
            return self.log.find(finding::without(at, KIND, "Egress"));
        };
        if entry.range.is_empty() {
            self.log.find(finding::without(at, KIND, "CidrBlock"));
        }
        let range = if entry.range.is_empty() { None } else { self.range(at, &entry.range) };
        let traffic = self.traffic(at, &entry.protocol, entry.ports, entry.icmp);
        let (direction, link) = if egress { ("egress", "to") } else { ("ingress", "from") };
        let about = match (traffic, range) {
            (Some(traffic), Some(range)) if !damaged => format!("{traffic} {link} {range}"),
            (Some(traffic), None) if !damaged => format!("{traffic} {link} unknown"),
            _ => format!("any {link} unknown"),
        };
        self.text.line(at, &format!("{direction} {number} {action} {about}"));
        self.log.covered_with(at, since);
    }

    pub(super) fn groups(&mut self, vpc: &'a Vpc<'t>) {
        let groups: Vec<_> = all(&self.index.groups, &vpc.named.id).to_vec();
        for group in groups {
            self.open(group.named.at, &format!("security-group {}", self.name(&group.named.id)));
            self.labels(&group.named);
            self.used_in(group);
            let at = group.named.at;
            let [ingress, egress] = group.told;
            let both = [
                ("ingress", "from", &group.ingress, ingress, "IpPermissions"),
                ("egress", "to", &group.egress, egress, "IpPermissionsEgress"),
            ];
            for (direction, link, rules, told, list) in both {
                let what = format!("the `{list}` of security group `{}` are", group.named.id);
                if self.is_partly(at, told, &what, "describe-security-groups") {
                    self.text.line(at, &format!("{direction} any {link} unknown"));
                    rules.iter().for_each(|rule| self.log.covered_with(rule.at, usize::MAX));
                } else {
                    rules.iter().for_each(|rule| self.permission(group, rule, direction, link));
                }
            }
            self.close(at);
        }
        self.missing_groups(vpc);
    }

    /// The groups that interfaces of a VPC carry and that no export has.
    fn missing_groups(&mut self, vpc: &'a Vpc<'t>) {
        let id = &*vpc.named.id;
        let interfaces = self.aws.interfaces.iter().filter(|one| one.vpc == id);
        let carried = interfaces.flat_map(|one| one.groups.iter().map(|(at, group)| (*at, &**group)));
        let machines = self.aws.machines.iter().filter(|one| one.vpc == id && !one.is_gone());
        let machines = machines.flat_map(|one| one.groups.iter().map(|group| (one.named.at, &**group)));
        let mut missing: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, group) in carried.chain(machines) {
            if !group.is_empty() && !self.index.homes.contains_key(group) {
                missing.entry(group).or_default().push(at);
            }
        }
        for (group, places) in missing {
            let Some(&at) = places.first() else { continue };
            let since = self.log.errors();
            places.iter().for_each(|at| self.log.find(missing_group(*at, group)));
            let name = written_name(group);
            self.open(at, &format!("security-group {name}"));
            self.text.line(at, &format!("id {name}"));
            self.text.line(at, "ingress any from unknown");
            self.text.line(at, "egress any to unknown");
            self.close(at);
            self.log.covered(since);
        }
    }

    fn permission(&mut self, group: &'a Group<'t>, rule: &'a Permission<'t>, direction: &str, link: &str) {
        let pair = rule.from.zip(rule.to);
        let (since, damaged) = (self.log.errors(), self.log.is_damaged(rule.at));
        let traffic = self.traffic(rule.at, &rule.protocol, pair, pair);
        // Its peers, each with the value that names it.
        let mut peers: Vec<(u32, String)> =
            rule.peers.iter().filter_map(|peer| self.peer(group, rule.at, peer)).collect();
        let traffic = traffic.filter(|_| !damaged).unwrap_or_else(|| {
            peers = alloc::vec![(rule.at, UNKNOWN.into())];
            "any".into()
        });
        self.log.covered_with(rule.at, since);
        // Without one it matches nothing.
        if peers.is_empty() {
            return;
        }
        self.text.start(rule.at);
        self.text.push(&format!("{direction} {traffic} {link} "));
        for (index, (at, peer)) in peers.iter().enumerate() {
            if index > 0 {
                self.text.from(rule.at);
                self.text.push(", ");
            }
            self.text.from(*at);
            self.text.push(peer);
        }
        self.text.push("\n");
    }

    fn peer(&mut self, group: &Group<'_>, rule: u32, peer: &Peer<'_>) -> Option<(u32, String)> {
        match peer {
            Peer::Range(range) => {
                let range = self.range(rule, range);
                Some((rule, range.map_or_else(|| UNKNOWN.into(), |range| range.to_string())))
            }
            Peer::PrefixList(list) if !self.has_entries(list) => {
                self.log.find(finding::missing_entries(rule, list));
                Some((rule, UNKNOWN.into()))
            }
            Peer::PrefixList(list) => Some((rule, written_name(list))),
            Peer::Group { id, .. } if *id == group.named.id => Some((rule, "self".into())),
            Peer::Group { at, peering, .. } if !matches!(&**peering, "" | "active") => {
                self.log.find(finding::stale(*at, peering));
                None
            }
            Peer::Group { at, id, peering } if self.index.stale.contains(&(&*group.named.id, &**id)) => {
                self.log.find(finding::stale(*at, if peering.is_empty() { "gone" } else { peering }));
                None
            }
            Peer::Group { at, id, .. } if !self.index.homes.contains_key(&**id) => {
                self.log.find(missing_group(*at, id));
                Some((*at, UNKNOWN.into()))
            }
            Peer::Group { at, id, .. } => Some((*at, self.reference(id, &group.vpc))),
        }
    }

    /// Traffic as the language writes it. Ports and types that are -1 are all of them.
    fn traffic(
        &mut self,
        at: u32,
        protocol: &str,
        ports: Option<(i64, i64)>,
        icmp: Option<(i64, i64)>,
    ) -> Option<String> {
        let named = |name: &str| Some(String::from(name));
        match protocol {
            "-1" | "all" => named("any"),
            "tcp" | "6" => self.ports(at, "tcp", ports),
            "udp" | "17" => self.ports(at, "udp", ports),
            "icmp" | "1" => self.types(at, "icmp", icmp),
            "icmpv6" | "58" => self.types(at, "icmpv6", icmp),
            "47" => named("gre"),
            "50" => named("esp"),
            "51" => named("ah"),
            "" => {
                self.log.find(finding::without(at, "a rule", "protocol"));
                None
            }
            other => {
                let number = other.parse::<u8>().ok();
                if number.is_none() {
                    self.log.find(finding::not_a(at, other, "a protocol"));
                }
                number.map(|number| format!("protocol {number}"))
            }
        }
    }

    fn ports(&mut self, at: u32, protocol: &str, ports: Option<(i64, i64)>) -> Option<String> {
        let Some((first, last)) = ports else {
            self.log.find(finding::without(at, "a rule", "range of ports"));
            return None;
        };
        let first = if first == -1 { 0 } else { first };
        let last = if last == -1 { 65_535 } else { last };
        match (u16::try_from(first), u16::try_from(last)) {
            (Ok(0), Ok(u16::MAX)) => Some(protocol.into()),
            (Ok(first), Ok(last)) if first == last => Some(format!("{protocol} {first}")),
            (Ok(first), Ok(last)) if first < last => Some(format!("{protocol} {first}-{last}")),
            _ => {
                self.log.find(finding::not_a(at, &format!("{first}-{last}"), "a range of ports"));
                None
            }
        }
    }

    fn types(&mut self, at: u32, protocol: &str, icmp: Option<(i64, i64)>) -> Option<String> {
        let Some((kind, code)) = icmp else {
            self.log.find(finding::without(at, "a rule", "type of ICMP"));
            return None;
        };
        match (kind, code) {
            (-1, _) => Some(protocol.into()),
            (0..=255, -1) => Some(format!("{protocol} {kind}")),
            (0..=255, 0..=255) => Some(format!("{protocol} {kind}/{code}")),
            _ => {
                self.log.find(finding::not_a(at, &format!("{kind}/{code}"), "a type and code of ICMP"));
                None
            }
        }
    }
}
