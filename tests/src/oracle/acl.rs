//! Network ACLs: stateless, the lowest number that matches decides.

use ringfence::estate::aws::{Action, NetworkAcl, SubnetId};
use ringfence::{Packet, Reason};

use super::{Oracle, traffic};

/// Which of its two lists of rules a filter is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// What comes in, judged by its source.
    Ingress,
    /// What goes out, judged by its destination.
    Egress,
}

impl<'a> Oracle<'a> {
    /// The ACL of a subnet: the one it names, else the VPC's default one if somebody wrote it.
    pub(super) fn acl_of(&self, subnet: SubnetId) -> Option<&'a NetworkAcl> {
        let subnet = &self.aws().subnets[subnet.0 as usize];
        match subnet.network_acl {
            Some(id) => Some(&self.aws().network_acls[id.0 as usize]),
            None => {
                let mut acls = self.aws().network_acls.iter();
                acls.find(|acl| acl.vpc == subnet.vpc && self.is_default(acl.object))
            }
        }
    }

    /// Whether the ACL of `subnet` lets `packet` through. An unwritten default ACL allows everything.
    pub(super) fn ask_acl(
        &self,
        subnet: SubnetId,
        direction: Direction,
        packet: &Packet,
    ) -> Result<(), Reason> {
        let Some(acl) = self.acl_of(subnet) else { return Ok(()) };
        let (rules, peer) = match direction {
            Direction::Ingress => (&acl.ingress, packet.source()),
            Direction::Egress => (&acl.egress, packet.destination()),
        };
        let matching =
            rules.iter().filter(|rule| rule.peer.contains(peer) && traffic::matches(rule.traffic, packet));
        match matching.min_by_key(|rule| rule.number).map(|rule| rule.action) {
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
