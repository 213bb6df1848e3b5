//! Network ACLs: stateless, the lowest number that matches decides.

use ringfence::estate::aws::{Action, NetworkAclId, SubnetId};
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
