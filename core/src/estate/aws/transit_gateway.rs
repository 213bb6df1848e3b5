//! Transit gateways, as written.

use alloc::vec::Vec;

use super::{SubnetId, TransitAttachmentId, TransitGatewayId, VpcId};
use crate::estate::ObjectId;
use crate::origin::Origin;
use crate::packet::Prefix;

/// A router of a Region between VPCs and other transit gateways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitGateway {
    /// Its name and place.
    pub object: ObjectId,
    /// Whether rules may name groups of VPCs across it; not, where nothing is written.
    pub security_group_referencing: bool,
}

/// A port of a transit gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitAttachment {
    /// Its name and place.
    pub object: ObjectId,
    /// The transit gateway.
    pub gateway: TransitGatewayId,
    /// What is attached.
    pub to: Attached,
}

/// What is attached to a transit gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attached {
    /// A VPC, at most once to each transit gateway.
    Vpc {
        /// The VPC.
        vpc: VpcId,
        /// The subnets of the VPC that hold its interfaces, at most one in each zone.
        subnets: Vec<SubnetId>,
        /// Whether both directions of a flow stay in one zone; not, where nothing is written.
        appliance_mode: bool,
        /// Whether rules may name groups across it, too; so it is where nothing is written.
        security_group_referencing: bool,
    },
    /// Another transit gateway: a peering, which has an attachment at both.
    TransitGateway(TransitGatewayId),
    /// A line that ends at the transit gateway, at most once, by its place in [`Estate::lines`](crate::estate::Estate::lines).
    Line(usize),
}

/// A route table of a transit gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitTable {
    /// Its name and place.
    pub object: ObjectId,
    /// The transit gateway.
    pub gateway: TransitGatewayId,
    /// The attachments whose packets ask it; each asks one table at the most.
    pub associated: Vec<TransitAttachmentId>,
    /// The attachments of VPCs whose ranges become its routes, as written: an earlier one keeps a later one with ranges that
    /// overlap its own out. And those of lines: what their other ends tell becomes its routes.
    pub propagated: Vec<Propagation>,
    /// Its own routes as written, in that order, which has no meaning, and those to the entries of prefix lists; no prefix twice.
    pub routes: Vec<TransitRoute>,
}

/// What becomes routes of a table by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Propagation {
    /// The attachment of a VPC or a line of the same transit gateway, once in its table.
    pub attachment: TransitAttachmentId,
    /// Where it is written.
    pub origin: Origin,
}

/// One route of a transit gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitRoute {
    /// Which destinations it is for.
    pub destination: Prefix,
    /// Where they go.
    pub target: TransitTarget,
    /// Where it is written.
    pub origin: Origin,
}

/// Where a route of a transit gateway leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransitTarget {
    /// To what is attached by this attachment of the same transit gateway.
    Attachment(TransitAttachmentId),
    /// Nowhere: what it matches is dropped.
    Blackhole,
    /// The text does not say.
    Unknown,
}
