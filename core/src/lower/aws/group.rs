//! Security groups: stateful, allow only, all groups of an interface together (AVPC security-groups.md).

use alloc::vec::Vec;

use super::Lowering;
use super::appliance::CARRIED;
use super::index::Index;
use crate::estate::Estate;
use crate::estate::aws::{Aws, GroupRule, Interface, Peer, SecurityGroup, SecurityGroupId, VpcId};
use crate::fabric::{
    Action, Addresses, Direction, Filter, FilterList, HopId, HopKind, Label, ListId, Otherwise, Part, Rule,
};
use crate::lower::Network;
use crate::ordered::Register;
use crate::origin::{Origin, Owner};
use crate::packet::Family;
use crate::propagation;
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{packets, with_any, with_prefix};

/// The filters of one interface. They share one memory: a reply passes both ways.
pub(super) struct Filters {
    /// In front of what it sends.
    pub(super) sends: HopId,
    /// In front of what it receives.
    pub(super) receives: HopId,
}

/// For what interfaces of a VPC with the same groups send, and for what they receive.
pub(super) type GroupLists = Register<(Option<VpcId>, Vec<SecurityGroupId>), [ListId; 2]>;

/// The lists of an estate before.
pub(super) struct KnownLists<'a> {
    network: &'a Network,
    /// Of each group, whether its rules stand for the same packets.
    same: Vec<bool>,
}

impl<'a> KnownLists<'a> {
    pub(super) fn new(before: (&Estate, &'a Network), (now, index): (&Estate, &Index)) -> Self {
        let (before, network) = before;
        let ways = |one, other| [now, before].map(|estate| way(&estate.aws, one, other));
        let groups = now.aws.security_groups.iter().zip(&before.aws.security_groups).zip(0..);
        let same = groups.map(|((now, before), id)| {
            let lists = [(&now.ingress, &before.ingress), (&now.egress, &before.egress)];
            lists.into_iter().all(|(now, before)| {
                let mut rules = now.iter().zip(before);
                now.len() == before.len()
                    && rules.all(|(now, before)| {
                        (&now.traffic, &now.peers) == (&before.traffic, &before.peers)
                        && now.peers.iter().all(|peer| {
                            let group = match peer {
                                Peer::Prefix(_) => return true,
                                Peer::Group(group) => *group,
                                Peer::Itself => SecurityGroupId(id),
                            };
                            index.members.get(group) == network.aws.index.members.get(group)
                                && matches!(ways(SecurityGroupId(id), group), [now, before] if now == before)
                        })
                    })
            })
        });
        Self { network, same: same.collect() }
    }

    /// The lists of interfaces with these groups, if they are the same.
    fn get(&self, key: &(Option<VpcId>, Vec<SecurityGroupId>)) -> Option<[&'a FilterList; 2]> {
        let same = |id: &SecurityGroupId| self.same.get(id.0 as usize) == Some(&true);
        let lists =
            self.network.aws.of_groups.get(key).filter(|_| !key.1.is_empty() && key.1.iter().all(same));
        let [egress, ingress] = *lists?;
        Some([self.network.fabric.list(egress)?, self.network.fabric.list(ingress)?])
    }
}

/// How a reference of one group to another can stand for something.
#[derive(PartialEq, Eq)]
enum Way {
    /// Inside of their VPC.
    Inside,
    /// Across a transit gateway.
    Across,
    Never,
}

fn way(aws: &Aws, one: SecurityGroupId, other: SecurityGroupId) -> Way {
    let [ours, theirs] = [one, other].map(|id| aws.security_group(id).map(|group| group.vpc));
    match (ours, theirs) {
        (Some(ours), Some(theirs)) if ours == theirs => Way::Inside,
        (Some(ours), Some(theirs)) if propagation::carries_references(aws, ours, theirs) => Way::Across,
        _ => Way::Never,
    }
}

/// AWS gives every VPC a default group, which an interface has that names none (AVPC default-security-group.md).
const DEFAULT: Origin = Origin::Implied {
    rule: "the VPC's default security group allows everything among its members and everything out",
    owner: Owner::Shared,
};

impl Lowering<'_> {
    /// The filters between an interface and its subnet.
    pub(super) fn group_filters(&mut self, interface: &Interface, end: HopId, router: HopId) -> Filters {
        let label = self.interface_groups_label(interface);
        let [egress, ingress] = self.group_lists(interface);
        let state = Some(self.network.fabric.new_state());
        let mut filter = |list: ListId, direction: Direction, next: HopId| {
            let label = label.part(Part::Direction(direction), label.origin);
            self.network.fabric.add(label, HopKind::Filter(Filter { list, state, next }))
        };
        let sends = filter(egress, Direction::Egress, router);
        let receives = filter(ingress, Direction::Ingress, end);
        Filters { sends, receives }
    }

    /// The written groups that an interface has: those it names, else the group named `default` of its VPC.
    pub(super) fn groups_of(&self, interface: &Interface) -> Vec<SecurityGroupId> {
        let vpc = self.aws.subnet(interface.subnet).map(|subnet| subnet.vpc);
        vpc.map(|vpc| self.index.groups_of(interface, vpc)).unwrap_or_default()
    }

    /// The rules for what an interface sends and for what it receives. Interfaces with the same groups share them.
    fn group_lists(&mut self, interface: &Interface) -> [ListId; 2] {
        let vpc = self.aws.subnet(interface.subnet).map(|subnet| subnet.vpc);
        let key = (vpc, self.groups_of(interface));
        if let Some(&known) = self.group_lists.get(&key) {
            return known;
        }
        let known = self.known_lists.as_ref().and_then(|known| known.get(&key));
        let [egress, ingress] = known.map_or([None; 2], |lists| lists.map(Some));
        let lists = [(Direction::Egress, egress), (Direction::Ingress, ingress)];
        let lists = lists.map(|(direction, known)| self.group_list(interface, direction, known));
        let lists = lists.map(|list| self.network.fabric.add_list(list));
        self.group_lists.insert(key, lists);
        lists
    }

    fn interface_groups_label(&self, interface: &Interface) -> Label {
        let first = self.groups_of(interface).first().and_then(|id| self.aws.security_group(*id));
        first.map_or_else(|| self.default_group_label(interface), |group| self.label(group.object))
    }

    fn default_group_label(&self, interface: &Interface) -> Label {
        let vpc = self.aws.subnet(interface.subnet).and_then(|subnet| self.aws.vpc(subnet.vpc));
        Label {
            kind: "security-group",
            object: vpc.map(|vpc| vpc.object),
            part: Part::Whole,
            origin: DEFAULT,
        }
    }

    fn group_list(
        &mut self,
        interface: &Interface,
        direction: Direction,
        known: Option<&FilterList>,
    ) -> FilterList {
        let mut rules = Vec::new();
        let mut lists = Vec::new();
        for id in self.groups_of(interface) {
            let Some(group) = self.aws.security_group(id) else { continue };
            let label = self.label(group.object);
            lists.push(label.part(Part::Direction(direction), label.origin));
            let known = known.and_then(|known| known.rules().get(rules.len()..));
            rules.extend(self.group_rules(id, group, direction, known.unwrap_or_default()));
        }
        if lists.is_empty() {
            let label = self.default_group_label(interface).part(Part::Direction(direction), DEFAULT);
            lists.push(label);
            rules.extend(self.default_rules(interface, direction, label));
        }
        let otherwise = Otherwise { action: Action::Deny(Reason::SgNoRule), lists };
        match known {
            Some(known) => FilterList::known(known, rules, otherwise),
            None => FilterList::new(self.spaces, rules, otherwise),
        }
    }

    fn group_rules(
        &mut self,
        id: SecurityGroupId,
        group: &SecurityGroup,
        direction: Direction,
        known: &[Rule],
    ) -> Vec<Rule> {
        let (rules, end) = match direction {
            Direction::Ingress => (&group.ingress, Field::Source),
            Direction::Egress => (&group.egress, Field::Destination),
        };
        let label = self.label(group.object);
        let lower = |(at, rule): (usize, &GroupRule)| Rule {
            packets: match known.get(at) {
                Some(known) => known.packets,
                None => self.group_rule_packets(id, rule, end),
            },
            action: Action::Allow,
            label: label.part(Part::Direction(direction), rule.origin),
        };
        rules.iter().enumerate().map(lower).collect()
    }

    fn group_rule_packets(&mut self, id: SecurityGroupId, rule: &GroupRule, end: Field) -> Space {
        let traffic = rule.traffic.iter().map(|traffic| packets(self.spaces, *traffic, &Values::all()));
        let traffic: Vec<Space> = traffic.collect();
        let peers = rule.peers.iter().map(|peer| match peer {
            Peer::Prefix(prefix) => with_prefix(self.spaces, end, prefix),
            Peer::Group(group) => self.group_packets(id, *group, end),
            Peer::Itself => self.referenced(end, &self.index.members_of(id)),
        });
        let peers: Vec<Space> = peers.collect();
        let (traffic, peers) = (self.spaces.union_all(traffic), self.spaces.union_all(peers));
        self.spaces.intersect(traffic, peers)
    }

    /// Packets with an address of a referenced group's members at one end; as sources not where something marked them.
    fn referenced(&mut self, end: Field, members: &Addresses) -> Space {
        self.marked(end, members, 0)
    }

    fn marked(&mut self, end: Field, members: &Addresses, mark: u8) -> Space {
        let packets = with_any(self.spaces, end, members);
        if end != Field::Source || !self.has_marks {
            return packets;
        }
        let marked = self.spaces.of(Field::Mark, &Values::one(u128::from(mark)));
        self.spaces.intersect(packets, marked)
    }

    /// What a reference of one group's rules to another stands for. Across a transit gateway that carries references, it is the
    /// source of what came by one; no other way leads to groups of another VPC (AWS, security group referencing: inbound rules).
    fn group_packets(&mut self, id: SecurityGroupId, other: SecurityGroupId, end: Field) -> Space {
        let members = self.index.members_of(other);
        match (way(self.aws, id, other), end) {
            (Way::Inside, _) => self.referenced(end, &members),
            (Way::Across, Field::Source) => self.marked(end, &members, CARRIED),
            _ => Space::EMPTY,
        }
    }

    /// The default group's rules where nobody wrote it: anything from its members, anything out, IPv6 only where the VPC
    /// has it (AVPC default-security-group.md).
    fn default_rules(&mut self, interface: &Interface, direction: Direction, label: Label) -> Vec<Rule> {
        let Some(vpc) = self.aws.subnet(interface.subnet).map(|subnet| subnet.vpc) else { return Vec::new() };
        let packets = match direction {
            Direction::Ingress => {
                let members = self.index.default_members.get(vpc).cloned();
                self.referenced(Field::Source, &members.unwrap_or_else(Addresses::empty))
            }
            Direction::Egress => {
                let prefixes = self.aws.vpc(vpc).into_iter().flat_map(|vpc| &vpc.prefixes);
                let v6 = prefixes.into_iter().any(|prefix| prefix.family() == Family::V6);
                let last = if v6 { Family::V6 } else { Family::V4 };
                self.spaces.of(Field::Family, &Values::range(Family::V4 as u128, last as u128))
            }
        };
        alloc::vec![Rule { packets, action: Action::Allow, label }]
    }
}
