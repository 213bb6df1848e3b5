//! Network ACLs: stateless, the lowest number that matches decides.

use ringfence::estate::ObjectId;
use ringfence::estate::aws::{Action, NetworkAclId, Peer, SubnetId};
use ringfence::{Packet, Reason};

use super::world::UnknownRule;
use super::{Oracle, traffic};

/// Which of its two lists of rules a filter is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// What comes in, judged by its source.
    Ingress,
    /// What goes out, judged by its destination.
    Egress,
}

impl Oracle<'_> {
    /// Whether a filter by itself, a group or an ACL, lets a packet pass that belongs to no known flow; a group in a rule stands
    /// for all that carry it. `None` where it hangs on a rule that does not say what it matches.
    #[must_use]
    pub fn passes(&self, filter: ObjectId, direction: Direction, packet: &Packet) -> Option<bool> {
        let address = match direction {
            Direction::Ingress => packet.source(),
            Direction::Egress => packet.destination(),
        };
        if let Some(acl) = self.aws().network_acls.iter().find(|acl| acl.object == filter) {
            let mut rules =
                if direction == Direction::Ingress { acl.ingress.clone() } else { acl.egress.clone() };
            rules.sort_by_key(|rule| rule.number);
            // What a rule may decide is open when what follows decides otherwise.
            let mut may: Vec<bool> = Vec::new();
            for rule in rules.iter().filter(|rule| traffic::matches(rule.traffic, packet)) {
                match rule.peer {
                    None => may.push(rule.action == Action::Allow),
                    Some(prefix) if prefix.contains(address) => {
                        let passes = rule.action == Action::Allow;
                        return may.iter().all(|one| *one == passes).then_some(passes);
                    }
                    Some(_) => {}
                }
            }
            return may.iter().all(|one| !one).then_some(false);
        }
        let groups = &self.aws().security_groups;
        let at = groups.iter().position(|group| group.object == filter)?;
        let rules = if direction == Direction::Ingress { &groups[at].ingress } else { &groups[at].egress };
        let is_carried =
            |group: usize| self.members[group].iter().any(|member| self.has_address(*member, address));
        let mut may = false;
        for rule in rules.iter().filter(|rule| rule.traffic.iter().any(|one| traffic::matches(*one, packet)))
        {
            for peer in &rule.peers {
                let matches = match peer {
                    Peer::Prefix(prefix) => prefix.contains(address),
                    Peer::List(list) => self.aws().prefix_lists[list.0 as usize]
                        .prefixes
                        .iter()
                        .any(|one| one.contains(address)),
                    Peer::Group(group) => is_carried(group.0 as usize),
                    Peer::Itself => is_carried(at),
                    Peer::Unknown => {
                        may = true;
                        false
                    }
                };
                if matches {
                    return Some(true);
                }
            }
        }
        (!may).then_some(false)
    }

    /// The ACL of a subnet: the one it names, else the VPC's default one if somebody wrote it.
    pub(super) fn acl_of(&self, subnet: SubnetId) -> Option<NetworkAclId> {
        let subnet = &self.aws().subnets[subnet.0 as usize];
        subnet.network_acl.or_else(|| {
            let mut acls = self.aws().network_acls.iter();
            let at = acls.position(|acl| acl.vpc == subnet.vpc && self.is_default(acl.object));
            at.map(|at| NetworkAclId(at as u32))
        })
    }

    /// Whether the ACL of `subnet` lets `packet` through. An unwritten default ACL allows everything.
    pub(super) fn ask_acl(
        &self,
        subnet: SubnetId,
        direction: Direction,
        packet: &Packet,
    ) -> Result<(), Reason> {
        let Some(id) = self.acl_of(subnet) else { return Ok(()) };
        let acl = &self.aws().network_acls[id.0 as usize];
        let (rules, peer) = match direction {
            Direction::Ingress => (&acl.ingress, packet.source()),
            Direction::Egress => (&acl.egress, packet.destination()),
        };
        let is_about = |at: usize| match rules[at].peer {
            Some(prefix) => prefix.contains(peer),
            None => self.world.matches(UnknownRule::Acl(id, direction, at), packet),
        };
        let matching =
            (0..rules.len()).filter(|&at| traffic::matches(rules[at].traffic, packet) && is_about(at));
        match matching.map(|at| &rules[at]).min_by_key(|rule| rule.number).map(|rule| rule.action) {
            Some(Action::Allow) => Ok(()),
            Some(Action::Deny) => Err(Reason::AclDeny),
            None => Err(Reason::AclNoRule),
        }
    }

    /// Whether an object is the VPC's default one of its kind.
    pub(super) fn is_default(&self, object: ringfence::estate::ObjectId) -> bool {
        self.estate.objects[object.0 as usize].name == "default"
    }
}
