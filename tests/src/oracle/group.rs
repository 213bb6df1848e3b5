//! Security groups: what an interface may send and receive. Replies are not asked here.

use std::collections::BTreeSet;
use std::net::IpAddr;

use ringfence::estate::aws::{
    GroupRule, Interface, InterfaceId, LoadBalancer, LoadBalancerKind, Peer, SecurityGroupId, VpcId,
};
use ringfence::{Family, Packet};

use super::acl::Direction;
use super::flight::Came;
use super::world::UnknownRule;
use super::{Oracle, interfaces, traffic};

/// How the groups of an interface judge a packet.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Judged {
    /// A rule that names addresses allows it.
    pub(super) by_prefix: bool,
    /// A rule that names a group allows it.
    pub(super) by_reference: bool,
    /// A rule that names a group is for such traffic, but not for this peer.
    pub(super) reference_missed: bool,
}

impl Judged {
    pub(super) fn allowed(self) -> bool {
        self.by_prefix || self.by_reference
    }
}

impl Oracle<'_> {
    /// What the groups of `interface`, taken together, say to a packet that belongs to no known flow. Where it `came` by an
    /// appliance that left its source as it was, no reference to a group stands for that source (VPC user guide, middlebox
    /// routing considerations); across a transit gateway, only one to a group of another VPC does, and only where that carries
    /// references, and only in inbound rules.
    pub(super) fn ask_groups(
        &self,
        interface: InterfaceId,
        direction: Direction,
        packet: &Packet,
        came: Came,
    ) -> Judged {
        let mut judged = Judged::default();
        let named = &self.aws().interfaces[interface.0 as usize].groups;
        let vpc = self.vpc_of(self.subnet_of(interface));
        match self.default_group(vpc) {
            default if !named.is_empty() || default.is_some() => {
                for &group in if named.is_empty() { default.as_slice() } else { named } {
                    self.ask_group(group, vpc, direction, packet, came, &mut judged);
                }
            }
            _ => self.ask_implied_group(vpc, direction, packet, came, &mut judged),
        }
        judged
    }

    /// The interfaces that a reference to `group` may stand for, by every private address of theirs. A group that is used in
    /// several VPCs is carried in each.
    pub(super) fn carriers(&self, group: SecurityGroupId) -> BTreeSet<InterfaceId> {
        let vpc = self.aws().security_groups[group.0 as usize].vpc;
        let is_default = self.default_group(vpc) == Some(group);
        let carrying = interfaces(self.aws()).filter(|(_, interface)| {
            let by_default =
                is_default && self.has_default(interface) && self.vpc_of(interface.subnet) == vpc;
            interface.groups.contains(&group) || by_default
        });
        carrying.map(|(id, _)| id).collect()
    }

    /// Whether an interface names no groups and so has the default one: a network load balancer has none then, and one of the
    /// type `gateway` never has any.
    fn has_default(&self, interface: &Interface) -> bool {
        let has_none =
            |one: &LoadBalancer| matches!(one.kind, LoadBalancerKind::Network | LoadBalancerKind::Gateway);
        interface.groups.is_empty() && !self.aws().balancer_of(interface).is_some_and(has_none)
    }

    /// The written default group of a VPC.
    fn default_group(&self, vpc: VpcId) -> Option<SecurityGroupId> {
        let groups = &self.aws().security_groups;
        let at = groups.iter().position(|group| group.vpc == vpc && self.is_default(group.object));
        at.map(|at| SecurityGroupId(at as u32))
    }

    /// Whether a rule for what an interface receives names a group that is carried by a load balancer which passed the packet on
    /// with the source that it had (user guide for Network Load Balancers, security groups).
    pub(super) fn refers_to(
        &self,
        interface: InterfaceId,
        packet: &Packet,
        carried: &[(SecurityGroupId, VpcId)],
    ) -> bool {
        let named = &self.aws().interfaces[interface.0 as usize].groups;
        let vpc = self.vpc_of(self.subnet_of(interface));
        let is_carried = |group: &SecurityGroupId| {
            carried.iter().any(|(other, of)| other == group && self.means_members_in(vpc, *of))
        };
        let default = self.default_group(vpc);
        let own = if named.is_empty() { default.as_slice() } else { named };
        own.iter().any(|id| {
            self.aws().security_groups[id.0 as usize].ingress.iter().any(|rule| {
                let peers = rule.peers.iter().any(|peer| match peer {
                    Peer::Group(other) => is_carried(other),
                    Peer::Itself => is_carried(id),
                    Peer::Prefix(_) | Peer::List(_) | Peer::Unknown => false,
                });
                peers && rule.traffic.iter().any(|&t| traffic::matches(t, packet))
            })
        })
    }

    /// Whether a reference in a rule of `ours` stands for an interface of `theirs`, in a packet that `came` so.
    fn stands(&self, ours: VpcId, theirs: VpcId, direction: Direction, came: Came) -> bool {
        match (direction, came) {
            (Direction::Egress, _) | (Direction::Ingress, Came::Directly) => {
                self.means_members_in(ours, theirs)
            }
            (Direction::Ingress, Came::Across) => ours != theirs && self.are_joined(ours, theirs),
            (Direction::Ingress, Came::Otherwise) => false,
            (Direction::Ingress, Came::Unseen) => true,
        }
    }

    /// What a group says in a rule that an interface of `vpc` applies.
    fn ask_group(
        &self,
        id: SecurityGroupId,
        vpc: VpcId,
        direction: Direction,
        packet: &Packet,
        came: Came,
        judged: &mut Judged,
    ) {
        let group = &self.aws().security_groups[id.0 as usize];
        let (rules, address) = ends(&group.ingress, &group.egress, direction, packet);
        let is_for = |rule: &GroupRule| rule.traffic.iter().any(|&t| traffic::matches(t, packet));
        for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| is_for(rule)) {
            for peer in &rule.peers {
                let referenced = match *peer {
                    Peer::Prefix(prefix) => {
                        judged.by_prefix |= prefix.contains(address);
                        continue;
                    }
                    Peer::List(list) => {
                        let prefixes = &self.aws().prefix_lists[list.0 as usize].prefixes;
                        judged.by_prefix |= prefixes.iter().any(|prefix| prefix.contains(address));
                        continue;
                    }
                    Peer::Unknown => {
                        judged.by_prefix |= self.world.matches(UnknownRule::Group(id, direction, at), packet);
                        continue;
                    }
                    Peer::Group(other) => other,
                    Peer::Itself => id,
                };
                let is_member = came == Came::Unseen && direction == Direction::Ingress
                    || self.members[referenced.0 as usize].iter().any(|&member| {
                        self.has_address(member, address)
                            && self.stands(vpc, self.vpc_of(self.subnet_of(member)), direction, came)
                    });
                judged.by_reference |= is_member;
                judged.reference_missed |= !is_member;
            }
        }
    }

    /// The default group that nobody wrote: anything from its own members; anything to anywhere, IPv6 only where
    /// the VPC has it.
    fn ask_implied_group(
        &self,
        vpc: VpcId,
        direction: Direction,
        packet: &Packet,
        came: Came,
        judged: &mut Judged,
    ) {
        match direction {
            Direction::Ingress => {
                let owner = self.owner(vpc, packet.source());
                let member = came == Came::Directly
                    && owner.is_some_and(|owner| self.has_default(&self.aws().interfaces[owner.0 as usize]));
                judged.by_reference |= member;
                judged.reference_missed |= !member;
            }
            Direction::Egress => {
                let families = &self.aws().vpcs[vpc.0 as usize].prefixes;
                judged.by_prefix |=
                    packet.family() == Family::V4 || families.iter().any(|p| p.family() == Family::V6);
            }
        }
    }
}

fn ends<'r>(
    ingress: &'r [GroupRule],
    egress: &'r [GroupRule],
    direction: Direction,
    packet: &Packet,
) -> (&'r [GroupRule], IpAddr) {
    match direction {
        Direction::Ingress => (ingress, packet.source()),
        Direction::Egress => (egress, packet.destination()),
    }
}
