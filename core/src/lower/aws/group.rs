//! Security groups: stateful, allow only, all groups of an interface together (AVPC security-groups.md).

use alloc::vec::Vec;

use super::Lowering;
use super::appliance::{CARRIED, STEERED, UNSEEN};
use super::endpoint;
use super::index::Index;
use crate::estate::Estate;
use crate::estate::aws::{
    Aws, GroupRule, Interface, InterfaceOwner, Peer, PrefixListId, SecurityGroup, SecurityGroupId, VpcId,
};
use crate::fabric::{
    Action, Addresses, Direction, Filter, FilterList, HopId, HopKind, Label, ListId, Otherwise, Part, Rule,
};
use crate::lower::Network;
use crate::ordered::Register;
use crate::origin::{Origin, Owner};
use crate::packet::Family;
use crate::reason::Reason;
use crate::space::{Field, Space, Values};
use crate::traffic::{packets, prefix_values, with_any, with_prefix};

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
        let known = &network.aws.index;
        let is_joined = (&index.joined, &index.hubs) == (&known.joined, &known.hubs);
        let (now_aws, before_aws) = (&now.aws, &before.aws);
        let groups = now.aws.security_groups.iter().zip(&before.aws.security_groups).zip(0..);
        let same = groups.map(|((now, before), id)| {
            let prefixes = |list| {
                let [now, before] = [now_aws, before_aws].map(|aws| aws.prefix_list(list));
                now.map(|list| &list.prefixes) == before.map(|list| &list.prefixes)
            };
            let lists = [(&now.ingress, &before.ingress), (&now.egress, &before.egress)];
            is_joined
                && lists.into_iter().all(|(now, before)| {
                    let mut rules = now.iter().zip(before);
                    now.len() == before.len()
                        && rules.all(|(now, before)| {
                            (&now.traffic, &now.peers) == (&before.traffic, &before.peers)
                                && now.peers.iter().all(|peer| {
                                    let group = match peer {
                                        Peer::Prefix(_) | Peer::Unknown => return true,
                                        Peer::List(list) => return prefixes(*list),
                                        Peer::Group(group) => *group,
                                        Peer::Itself => SecurityGroupId(id),
                                    };
                                    index.members.get(group) == known.members.get(group)
                                        && index.marks.get(group) == known.marks.get(group)
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
            let filter = self.filter(list, state, next);
            self.network.fabric.add(label, filter)
        };
        let mut sends = filter(egress, Direction::Egress, router);
        let receives = filter(ingress, Direction::Ingress, end);
        if let InterfaceOwner::Endpoint(_) = interface.owner {
            let own = self.label(interface.object);
            let list = self.answers_only(own);
            let list = self.network.fabric.add_list(list);
            let filter = HopKind::Filter(Filter { list, state, next: router, gap: None });
            sends = self.network.fabric.add_assuming(own, filter, Some(endpoint::answers_only(own)));
        }
        Filters { sends, receives }
    }

    /// The written groups that an interface has: those it names, else the group named `default` of its VPC.
    pub(super) fn groups_of(&self, interface: &Interface) -> Vec<SecurityGroupId> {
        if super::load_balancer::is_open(self.aws, interface) {
            return Vec::new();
        }
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
        let vpc = self.aws.subnet(interface.subnet).map(|subnet| subnet.vpc);
        for id in self.groups_of(interface) {
            let Some(group) = self.aws.security_group(id) else { continue };
            let label = self.label(group.object);
            lists.push(label.part(Part::Direction(direction), label.origin));
            let known = known.and_then(|known| known.rules().get(rules.len()..));
            rules.extend(self.group_rules((id, group), vpc, direction, known.unwrap_or_default()));
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
        (id, group): (SecurityGroupId, &SecurityGroup),
        vpc: Option<VpcId>,
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
                None => self.group_rule_packets(id, vpc, rule, end),
            },
            action: if rule.peers.contains(&Peer::Unknown) { Action::MayAllow } else { Action::Allow },
            label: label.part(Part::Direction(direction), rule.origin),
        };
        rules.iter().enumerate().map(lower).collect()
    }

    fn group_rule_packets(
        &mut self,
        id: SecurityGroupId,
        vpc: Option<VpcId>,
        rule: &GroupRule,
        end: Field,
    ) -> Space {
        let traffic = rule.traffic.iter().map(|traffic| packets(self.spaces, *traffic, &Values::all()));
        let traffic: Vec<Space> = traffic.collect();
        let peers = rule.peers.iter().map(|peer| match peer {
            Peer::Prefix(prefix) => with_prefix(self.spaces, end, prefix),
            Peer::List(list) => with_any(self.spaces, end, &list_addresses(self.aws, *list)),
            Peer::Group(group) => self.referring(end, *group, vpc),
            Peer::Itself => self.referring(end, id, vpc),
            Peer::Unknown => Space::ALL,
        });
        let peers: Vec<Space> = peers.collect();
        let (traffic, peers) = (self.spaces.union_all(traffic), self.spaces.union_all(peers));
        self.spaces.intersect(traffic, peers)
    }

    /// What a reference to a group stands for in rules that an interface of `vpc` applies: packets with one of the addresses of its
    /// members at one end, those that a load balancer with the group passed on, and the sources of what came by a transit gateway
    /// that carries references, or by a way that is not in the text. No other way leads to groups of another VPC (AWS, security
    /// group referencing: inbound rules).
    fn referring(&mut self, end: Field, group: SecurityGroupId, vpc: Option<VpcId>) -> Space {
        let Some(vpc) = vpc else { return Space::EMPTY };
        let members = self.index.members_of(group, vpc);
        let packets = self.referenced(end, &members);
        if end != Field::Source {
            return packets;
        }
        let passed_on = self.spaces.of(Field::Mark, &self.index.marks_of(group, vpc));
        let across = with_any(self.spaces, end, &self.index.members_across(group, vpc));
        let carried = self.spaces.of(Field::Mark, &Values::one(u128::from(CARRIED)));
        let across = self.spaces.intersect(across, carried);
        let unseen = if self.leads_on {
            self.spaces.of(Field::Mark, &Values::one(u128::from(UNSEEN)))
        } else {
            Space::EMPTY
        };
        self.spaces.union_all([packets, passed_on, across, unseen])
    }

    /// Packets with an address of a referenced group's members at one end; as sources not where an appliance sent them on or
    /// a transit gateway was crossed.
    fn referenced(&mut self, end: Field, members: &Addresses) -> Space {
        let packets = with_any(self.spaces, end, members);
        if end != Field::Source || !self.has_marks {
            return packets;
        }
        let other = self.spaces.of(Field::Mark, &Values::range(u128::from(STEERED), u128::from(CARRIED)));
        self.spaces.minus(packets, other)
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

/// The addresses of a list's entries.
pub(super) fn list_addresses(aws: &Aws, list: PrefixListId) -> Addresses {
    let prefixes = aws.prefix_list(list).into_iter().flat_map(|list| &list.prefixes);
    prefixes.map(|prefix| Addresses::of(prefix.family(), prefix_values(prefix))).collect()
}
