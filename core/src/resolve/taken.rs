//! What can be said once, and where it is.

use core::net::IpAddr;

use super::declare::NodeId;
use crate::estate::ObjectId;
use crate::estate::aws::{SecurityGroupId, SubnetId, TransitAttachmentId, TransitGatewayId, VpcId};
use crate::ordered::Hashed;
use crate::packet::Prefix;
use crate::source::Location;

/// What can be said once: one type for all of it, as each would be a table of its own.
#[derive(PartialEq, Eq, Hash)]
pub(super) enum Once<'t> {
    /// A statement with this word in another.
    Word(Option<NodeId>, &'static str),
    /// An id of the cloud.
    Id(&'t str),
    /// A key of an object's tags.
    Tag(ObjectId, &'t str),
    /// A private address of a VPC.
    Private(VpcId, IpAddr),
    Public(IpAddr),
    /// The number of a rule.
    Number(u16),
    /// The destination of a route.
    Destination(Prefix),
    /// A group of an interface.
    Group(SecurityGroupId),
    /// What joins two VPCs, the lower one first.
    Peering(VpcId, VpcId),
    /// A VPC in which a group is used.
    UsedIn(VpcId),
    /// A zone of an attachment.
    Zone(&'t str),
    /// A subnet of an attachment.
    Subnet(SubnetId),
    /// A VPC at a transit gateway.
    Attached(TransitGatewayId, VpcId),
    /// A transit gateway at another.
    Peered(TransitGatewayId, TransitGatewayId),
    /// A line at a transit gateway.
    Line(usize),
    /// An attachment that asks a table, or that fills one.
    Attachment(TransitAttachmentId),
}

/// What has been said.
#[derive(Default)]
pub(super) struct Taken<'t>(Hashed<Once<'t>, Location>);

impl<'t> Taken<'t> {
    /// Where it was said before; if nowhere, it is now said at `here`.
    pub(super) fn take(&mut self, what: Once<'t>, here: Location) -> Option<Location> {
        let known = self.0.len();
        let number = self.0.number(what, here);
        self.0.entry(number).filter(|_| number < known).map(|(_, first)| *first)
    }
}
