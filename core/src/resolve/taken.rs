//! What can be said once, and where it is.

use alloc::string::String;
use core::net::IpAddr;

use super::declare::NodeId;
use crate::estate::ObjectId;
use crate::estate::aws::{SecurityGroupId, VpcId};
use crate::ordered::Register;
use crate::packet::Prefix;
use crate::source::Location;

/// What can be said once: one type for all of it, as each would be a tree of its own.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Once {
    /// A statement with this word in another.
    Word(Option<NodeId>, &'static str),
    /// An id of the cloud.
    Id(String),
    /// A key of an object's tags.
    Tag(ObjectId, String),
    /// A private address of a VPC.
    Private(VpcId, IpAddr),
    Public(IpAddr),
    /// The number of a rule.
    Number(u16),
    /// The destination of a route.
    Destination(Prefix),
    /// A group of an interface.
    Group(SecurityGroupId),
}

/// What has been said.
#[derive(Default)]
pub(super) struct Taken(Register<Once, Location>);

impl Taken {
    /// Where it was said before; if nowhere, it is now said at `here`.
    pub(super) fn take(&mut self, what: Once, here: Location) -> Option<Location> {
        let first = self.0.get(&what).copied();
        if first.is_none() {
            self.0.insert(what, here);
        }
        first
    }
}
