//! What becomes of a packet by one choice of the provider.

use std::net::IpAddr;

use ringfence::estate::aws::{
    EgressOnlyGatewayId, EndpointId, GwlbEndpointId, InstanceId, InterfaceId, InternetGatewayId,
    NatGatewayId, PeeringId, RegionalNatGatewayId, RouteTarget, SubnetId, TransitAttachmentId,
    TransitGatewayId, VpnGatewayId,
};
use ringfence::{Packet, Reason};

pub use super::acl::Direction;

/// What becomes of a packet by one choice of the provider.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Where the packet ends.
    pub end: End,
    /// Whether the packet is delivered and its reply, if one is expected, returns.
    pub answered: bool,
    /// What it met.
    pub facts: Facts,
    /// Its way.
    pub forward: Vec<Step>,
    /// The way of its reply, as far as that comes; empty when nothing replies.
    pub reply: Vec<Step>,
    /// How often it is of a copy that an appliance sends on of what arrives there.
    pub copies: usize,
    /// Whether there is a copy of it that is sent on.
    pub copied: bool,
    /// Of the targets of a network load balancer, the one that it is given to.
    pub toward: Option<Toward>,
    /// The interface of a network load balancer, or of an endpoint that leads to one, that it came by, and as what.
    pub by: Option<(InterfaceId, Packet)>,
}

/// A target of a load balancer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// An interface.
    Interface(InterfaceId),
    /// What no interface of the VPC has.
    Outside,
}

/// Where a packet ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At an interface, as it arrives there.
    Interface(InterfaceId, Packet),
    /// At an address of a site, as it arrives there.
    Site(usize, Packet),
    /// At an address of the internet, as it arrives there.
    Outside(Packet),
    /// At an appliance, which sends it nowhere.
    Kept(InterfaceId),
    /// Dropped.
    Dropped(Reason),
}

/// What a packet and its reply met, by which a sample of packets is told to be a good one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// It came to a NAT gateway.
    pub nat: bool,
    /// It came to an appliance.
    pub appliance: bool,
    /// It came to a peering.
    pub peered: bool,
    /// It came to a transit gateway.
    pub transit: bool,
    /// Its reply was dropped by a network ACL.
    pub acl_dropped_reply: bool,
    /// Its reply was let through by a written network ACL.
    pub acl_passed_reply: bool,
    /// A group's rule let it through because its peer carries a group, and no rule because of an address.
    pub reference_passed: bool,
    /// Groups dropped it although a rule was for its traffic, because its peer does not carry the group named.
    pub reference_dropped: bool,
}

impl Facts {
    /// What either met.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            nat: self.nat || other.nat,
            appliance: self.appliance || other.appliance,
            peered: self.peered || other.peered,
            transit: self.transit || other.transit,
            acl_dropped_reply: self.acl_dropped_reply || other.acl_dropped_reply,
            acl_passed_reply: self.acl_passed_reply || other.acl_passed_reply,
            reference_passed: self.reference_passed || other.reference_passed,
            reference_dropped: self.reference_dropped || other.reference_dropped,
        }
    }
}

/// One thing that happens to a packet on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is at hand as this.
    Packet(Packet),
    /// The groups of an interface let it through.
    Groups(InterfaceId, Direction),
    /// A stateful hop lets it through as the reply of a flow it knows.
    Tracked(Hop),
    /// The ACL of a subnet is asked; a drop follows where it does not let it through.
    Acl(SubnetId, Direction),
    /// The table of a subnet sends it on.
    Route(SubnetId, RouteTarget),
    /// It is on the link of a subnet.
    Link(SubnetId),
    /// A NAT gateway translates it.
    Nat(NatGatewayId),
    /// It comes to a peering.
    Over(PeeringId),
    /// A NAT gateway of a Region translates it.
    RegionalNat(RegionalNatGatewayId),
    /// An interface of an endpoint leads it to a service, or back.
    ByPrivateLink(InterfaceId),
    /// A network load balancer passes it on, or back, by this interface.
    Balanced(InterfaceId),
    /// It passes an internet gateway outwards.
    OutBy(InternetGatewayId),
    /// It passes an internet gateway inwards.
    InBy(InternetGatewayId),
    /// It passes an egress-only gateway outwards.
    OutByEgressOnly(EgressOnlyGatewayId),
    /// It is at a VPN gateway.
    VpnGateway(VpnGatewayId),
    /// A line carries it, by its place in the estate.
    Line(usize),
    /// The firewall of a site lets it through.
    Site(usize, Direction),
    /// It is delivered to a machine of a site.
    AtSite(usize),
    /// An appliance behind a Gateway Load Balancer lets it through.
    Inspected(GwlbEndpointId),
    /// The table of an internet gateway sends it on.
    Edge(InternetGatewayId, RouteTarget),
    /// It passes a gateway endpoint, outwards or back.
    ByEndpoint(EndpointId),
    /// It is at a transit gateway.
    Transit(TransitGatewayId),
    /// It leaves a transit gateway by an attachment, into this subnet.
    TransitTo(TransitAttachmentId, SubnetId),
    /// It is delivered to an interface.
    Delivered(InterfaceId),
    /// It is delivered to an address of the internet.
    DeliveredOutside(IpAddr),
    /// An appliance sends it on that got it by this interface.
    Sent(InterfaceId),
    /// An appliance keeps it.
    Kept(InterfaceId),
    /// It is dropped.
    Dropped(Reason),
}

/// A hop that remembers flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// The security groups of an interface: one memory for both directions.
    Groups(InterfaceId),
    /// A NAT gateway.
    Nat(NatGatewayId),
    /// A NAT gateway of a Region.
    RegionalNat(RegionalNatGatewayId),
    /// An egress-only gateway.
    EgressOnly(EgressOnlyGatewayId),
    /// A gateway endpoint.
    Endpoint(EndpointId),
    /// An appliance behind a Gateway Load Balancer.
    Gwlb(GwlbEndpointId),
    /// What a subnet sends to the internet where only that and its replies pass.
    PublicAccess(SubnetId),
    /// A machine that sends packets on.
    Appliance(InstanceId),
    /// The firewall of a site: one memory for both directions.
    Site(usize),
    /// What gives packets of a site a public address.
    OutOfSite(usize),
    /// What gives packets to a public address of a site an address inside.
    IntoSite(usize),
    /// A VPN gateway, which remembers nothing.
    VpnGateway(VpnGatewayId),
    /// An interface of an endpoint that leads to a service.
    PrivateLink(InterfaceId),
    /// An interface of a network load balancer.
    Balancer(InterfaceId),
    /// An attachment in appliance mode, with the subnet into which it sent the flow.
    Attachment(TransitAttachmentId, SubnetId),
}
