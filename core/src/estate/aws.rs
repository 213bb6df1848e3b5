//! What is deployed on AWS, as written.

mod transit_gateway;

use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

pub use transit_gateway::{
    Attached, Propagation, TransitAttachment, TransitGateway, TransitRoute, TransitTable, TransitTarget,
};

use super::{ObjectId, Traffic};
use crate::origin::Origin;
use crate::packet::{PortRange, Prefix};

/// Everything on AWS; ids are indices into these lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aws {
    /// Virtual networks.
    pub vpcs: Vec<Vpc>,
    /// Subnets, of every VPC.
    pub subnets: Vec<Subnet>,
    /// Route tables, of every VPC.
    pub route_tables: Vec<RouteTable>,
    /// Network ACLs, of every VPC.
    pub network_acls: Vec<NetworkAcl>,
    /// Security groups, of every VPC.
    pub security_groups: Vec<SecurityGroup>,
    /// Internet gateways, at most one for a VPC.
    pub internet_gateways: Vec<Gateway>,
    /// Egress-only internet gateways, at most one for a VPC.
    pub egress_only_gateways: Vec<Gateway>,
    /// NAT gateways.
    pub nat_gateways: Vec<NatGateway>,
    /// Machines.
    pub instances: Vec<Instance>,
    /// Network interfaces, of every machine.
    pub interfaces: Vec<Interface>,
    /// Transit gateways.
    pub transit_gateways: Vec<TransitGateway>,
    /// Attachments, of every transit gateway.
    pub transit_attachments: Vec<TransitAttachment>,
    /// Route tables, of every transit gateway.
    pub transit_tables: Vec<TransitTable>,
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident -> $list:ident: $item:ident,)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl crate::ordered::Id for $name {
                fn index(self) -> usize {
                    self.0 as usize
                }
            }

            impl Aws {
                /// The thing with this id; `None` when the id is of another estate.
                #[must_use]
                pub fn $item(&self, id: $name) -> Option<&ids!(@ty $item)> {
                    self.$list.get(id.0 as usize)
                }
            }
        )+
    };
    (@ty vpc) => { Vpc };
    (@ty subnet) => { Subnet };
    (@ty route_table) => { RouteTable };
    (@ty network_acl) => { NetworkAcl };
    (@ty security_group) => { SecurityGroup };
    (@ty internet_gateway) => { Gateway };
    (@ty egress_only_gateway) => { Gateway };
    (@ty nat_gateway) => { NatGateway };
    (@ty instance) => { Instance };
    (@ty interface) => { Interface };
    (@ty transit_gateway) => { TransitGateway };
    (@ty transit_attachment) => { TransitAttachment };
    (@ty transit_table) => { TransitTable };
}

ids! {
    /// An index into [`Aws::vpcs`].
    VpcId -> vpcs: vpc,
    /// An index into [`Aws::subnets`].
    SubnetId -> subnets: subnet,
    /// An index into [`Aws::route_tables`].
    RouteTableId -> route_tables: route_table,
    /// An index into [`Aws::network_acls`].
    NetworkAclId -> network_acls: network_acl,
    /// An index into [`Aws::security_groups`].
    SecurityGroupId -> security_groups: security_group,
    /// An index into [`Aws::internet_gateways`].
    InternetGatewayId -> internet_gateways: internet_gateway,
    /// An index into [`Aws::egress_only_gateways`].
    EgressOnlyGatewayId -> egress_only_gateways: egress_only_gateway,
    /// An index into [`Aws::nat_gateways`].
    NatGatewayId -> nat_gateways: nat_gateway,
    /// An index into [`Aws::instances`].
    InstanceId -> instances: instance,
    /// An index into [`Aws::interfaces`].
    InterfaceId -> interfaces: interface,
    /// An index into [`Aws::transit_gateways`].
    TransitGatewayId -> transit_gateways: transit_gateway,
    /// An index into [`Aws::transit_attachments`].
    TransitAttachmentId -> transit_attachments: transit_attachment,
    /// An index into [`Aws::transit_tables`].
    TransitTableId -> transit_tables: transit_table,
}

/// A virtual network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vpc {
    /// Its name and place.
    pub object: ObjectId,
    /// Its ranges of both families, at least one, none overlapping another.
    pub prefixes: Vec<Prefix>,
}

/// A range of a VPC in one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Its ranges, at least one, each inside one of the VPC's and overlapping no other subnet.
    pub prefixes: Vec<Prefix>,
    /// The zone, where it is written.
    pub zone: Option<String>,
    /// The route table it names; `None` leaves it to the VPC's main table.
    pub route_table: Option<RouteTableId>,
    /// The network ACL it names; `None` leaves it to the VPC's default one.
    pub network_acl: Option<NetworkAclId>,
}

/// A route table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Whether it says `main yes`: at most one table of a VPC does.
    pub main: bool,
    /// Its routes as written, in that order, which has no meaning; no prefix twice.
    pub routes: Vec<Route>,
}

/// One route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Which destinations it is for.
    pub destination: Prefix,
    /// Where they go.
    pub target: RouteTarget,
    /// Where it is written.
    pub origin: Origin,
}

/// The next hop of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteTarget {
    /// The VPC's own router; only for a whole range of the VPC.
    Local,
    /// The VPC's internet gateway.
    InternetGateway(InternetGatewayId),
    /// The VPC's egress-only internet gateway; only for IPv6.
    EgressOnlyGateway(EgressOnlyGatewayId),
    /// A NAT gateway; only for IPv4.
    NatGateway(NatGatewayId),
    /// An interface; one that checks source and destination drops what it is handed.
    Interface(InterfaceId),
    /// A transit gateway that the VPC is attached to.
    TransitGateway(TransitGatewayId),
    /// Nowhere: what it matches is dropped.
    Blackhole,
}

/// A stateless filter at the edge of subnets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkAcl {
    /// Its name and place; the one named `default` is the VPC's default network ACL.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Rules for what enters a subnet, as written, in any order.
    pub ingress: Vec<AclRule>,
    /// Rules for what leaves a subnet, as written, in any order.
    pub egress: Vec<AclRule>,
}

/// One rule of a network ACL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AclRule {
    /// Its number, 1 to 32766, once in its list: the lowest that matches decides.
    pub number: u16,
    /// What it does.
    pub action: Action,
    /// Which packets, by protocol and destination port or ICMP type; never by source port.
    pub traffic: Traffic,
    /// The source (ingress) or destination (egress).
    pub peer: Prefix,
    /// Where it is written.
    pub origin: Origin,
}

/// What a rule does with what it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It passes.
    Allow,
    /// It is dropped.
    Deny,
}

/// A stateful list of what interfaces may send and receive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityGroup {
    /// Its name and place; the group named `default` is the VPC's default group.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Rules for what interfaces receive; any that matches allows.
    pub ingress: Vec<GroupRule>,
    /// Rules for what interfaces send; any that matches allows.
    pub egress: Vec<GroupRule>,
}

/// One rule of a security group: any of its traffic with any of its peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupRule {
    /// Which packets, by protocol and destination port or ICMP type; at least one, never by source port.
    pub traffic: Vec<Traffic>,
    /// The sources (ingress) or destinations (egress); at least one.
    pub peers: Vec<Peer>,
    /// Where it is written.
    pub origin: Origin,
}

/// The other end in a rule of a security group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// Such addresses.
    Prefix(Prefix),
    /// The private addresses of interfaces that carry this group, which is in the same VPC or in one that is attached to the
    /// same transit gateway.
    Group(SecurityGroupId),
    /// The private addresses of interfaces that carry the rule's own group.
    Itself,
}

/// An internet gateway or an egress-only internet gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
}

/// A NAT gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NatGateway {
    /// Its name and place.
    pub object: ObjectId,
    /// The subnet it stands in.
    pub subnet: SubnetId,
    /// Its private IPv4 address inside the subnet; `None` when not written: any free one.
    pub address: Option<IpAddr>,
    /// Its public IPv4 addresses; none makes it a private NAT gateway.
    pub public: Vec<IpAddr>,
}

/// A machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// The ports its clients send from; empty when not written, which means 1024 to 65535.
    pub client_ports: Vec<PortRange>,
}

/// A network interface of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its name and place: the machine's own object for the primary interface.
    pub object: ObjectId,
    /// The machine.
    pub instance: InstanceId,
    /// The subnet it stands in.
    pub subnet: SubnetId,
    /// Its private addresses of both families inside the subnet, in the order written; at least one, none
    /// that another interface or NAT gateway of the VPC has.
    pub addresses: Vec<IpAddr>,
    /// The groups it names; none leaves it to the VPC's default group.
    pub groups: Vec<SecurityGroupId>,
    /// Its public IPv4 addresses.
    pub public: Vec<PublicAddress>,
    /// Whether it drops what is neither from nor for itself: `false` makes it one that may send such packets on.
    pub source_dest_check: bool,
}

/// A public IPv4 address, mapped one to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAddress {
    /// The public address; no two things of the estate have the same.
    pub public: IpAddr,
    /// The private address it stands for: one of the interface's, and no other public address's.
    pub private: IpAddr,
    /// Where it is written.
    pub origin: Origin,
}
