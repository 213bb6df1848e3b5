//! What is deployed on AWS, as written.

mod load_balancer;
mod transit_gateway;

use alloc::string::String;
use alloc::vec::Vec;
use core::net::IpAddr;

pub use load_balancer::{
    AutoscalingGroup, EndpointService, Listener, LoadBalancer, LoadBalancerKind, Target, TargetAt,
    TargetGroup,
};
pub use transit_gateway::{
    Attached, Propagation, TransitAttachment, TransitGateway, TransitRoute, TransitTable, TransitTarget,
};

use super::{ObjectId, Traffic};
use crate::origin::Origin;
use crate::packet::{PortRange, Prefix};

/// Everything on AWS; ids are indices into these lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aws {
    /// Prefix lists, of every network.
    pub prefix_lists: Vec<PrefixList>,
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
    /// VPN gateways, at most one for a VPC.
    pub vpn_gateways: Vec<Gateway>,
    /// NAT gateways.
    pub nat_gateways: Vec<NatGateway>,
    /// Peerings between VPCs, at most one that is not deleted between two.
    pub peerings: Vec<Peering>,
    /// NAT gateways of whole Regions.
    pub regional_nat_gateways: Vec<RegionalNatGateway>,
    /// Machines.
    pub instances: Vec<Instance>,
    /// Endpoints of services.
    pub endpoints: Vec<Endpoint>,
    /// Ways to appliances behind a Gateway Load Balancer.
    pub gwlb_endpoints: Vec<GwlbEndpoint>,
    /// Groups of machines that come and go.
    pub autoscaling_groups: Vec<AutoscalingGroup>,
    /// Load balancers, of every VPC.
    pub load_balancers: Vec<LoadBalancer>,
    /// What load balancers give connections to.
    pub target_groups: Vec<TargetGroup>,
    /// What endpoints lead to.
    pub endpoint_services: Vec<EndpointService>,
    /// Network interfaces, of everything that has some: those of one owner side by side, in the order of the owners.
    pub interfaces: Vec<Interface>,
    /// Transit gateways.
    pub transit_gateways: Vec<TransitGateway>,
    /// Attachments, of every transit gateway.
    pub transit_attachments: Vec<TransitAttachment>,
    /// Route tables, of every transit gateway.
    pub transit_tables: Vec<TransitTable>,
}

impl Aws {
    /// Whether two VPCs are in one Region, as far as is written.
    pub(crate) fn in_one_region(&self, one: VpcId, other: VpcId) -> bool {
        let [one, other] = [one, other].map(|vpc| self.vpc(vpc).and_then(|vpc| vpc.region.as_ref()));
        one.zip(other).is_none_or(|(one, other)| one == other)
    }
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
    (@ty prefix_list) => { PrefixList };
    (@ty vpc) => { Vpc };
    (@ty subnet) => { Subnet };
    (@ty route_table) => { RouteTable };
    (@ty network_acl) => { NetworkAcl };
    (@ty security_group) => { SecurityGroup };
    (@ty internet_gateway) => { Gateway };
    (@ty egress_only_gateway) => { Gateway };
    (@ty vpn_gateway) => { Gateway };
    (@ty nat_gateway) => { NatGateway };
    (@ty peering) => { Peering };
    (@ty regional_nat_gateway) => { RegionalNatGateway };
    (@ty instance) => { Instance };
    (@ty endpoint) => { Endpoint };
    (@ty gwlb_endpoint) => { GwlbEndpoint };
    (@ty interface) => { Interface };
    (@ty autoscaling_group) => { AutoscalingGroup };
    (@ty load_balancer) => { LoadBalancer };
    (@ty target_group) => { TargetGroup };
    (@ty endpoint_service) => { EndpointService };
    (@ty transit_gateway) => { TransitGateway };
    (@ty transit_attachment) => { TransitAttachment };
    (@ty transit_table) => { TransitTable };
}

ids! {
    /// An index into [`Aws::prefix_lists`].
    PrefixListId -> prefix_lists: prefix_list,
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
    /// An index into [`Aws::vpn_gateways`].
    VpnGatewayId -> vpn_gateways: vpn_gateway,
    /// An index into [`Aws::nat_gateways`].
    NatGatewayId -> nat_gateways: nat_gateway,
    /// An index into [`Aws::peerings`].
    PeeringId -> peerings: peering,
    /// An index into [`Aws::regional_nat_gateways`].
    RegionalNatGatewayId -> regional_nat_gateways: regional_nat_gateway,
    /// An index into [`Aws::instances`].
    InstanceId -> instances: instance,
    /// An index into [`Aws::endpoints`].
    EndpointId -> endpoints: endpoint,
    /// An index into [`Aws::gwlb_endpoints`].
    GwlbEndpointId -> gwlb_endpoints: gwlb_endpoint,
    /// An index into [`Aws::autoscaling_groups`].
    AutoscalingGroupId -> autoscaling_groups: autoscaling_group,
    /// An index into [`Aws::load_balancers`].
    LoadBalancerId -> load_balancers: load_balancer,
    /// An index into [`Aws::target_groups`].
    TargetGroupId -> target_groups: target_group,
    /// An index into [`Aws::endpoint_services`].
    EndpointServiceId -> endpoint_services: endpoint_service,
    /// An index into [`Aws::interfaces`].
    InterfaceId -> interfaces: interface,
    /// An index into [`Aws::transit_gateways`].
    TransitGatewayId -> transit_gateways: transit_gateway,
    /// An index into [`Aws::transit_attachments`].
    TransitAttachmentId -> transit_attachments: transit_attachment,
    /// An index into [`Aws::transit_tables`].
    TransitTableId -> transit_tables: transit_table,
}

/// A named list of prefixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefixList {
    /// Its name and place.
    pub object: ObjectId,
    /// Its entries, of one family, none twice.
    pub prefixes: Vec<Prefix>,
}

/// A virtual network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vpc {
    /// Its name and place.
    pub object: ObjectId,
    /// Its ranges of both families, at least one, none overlapping another.
    pub prefixes: Vec<Prefix>,
    /// The Region, where its network says one.
    pub region: Option<String>,
    /// What its network blocks of public access, with the network.
    pub blocked: Option<(ObjectId, PublicAccess)>,
    /// What stays open although that is blocked, unless a subnet says something else.
    pub exclusion: Option<Exclusion>,
}

/// What of public access is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicAccess {
    /// What comes in, but for replies by NAT gateways and egress-only gateways.
    Ingress,
    /// Everything.
    Bidirectional,
}

/// What stays open although public access is blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exclusion {
    /// Everything.
    Bidirectional,
    /// What goes out, with the replies, where both ways are blocked.
    Egress,
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
    /// What stays open although public access is blocked; `None` leaves it to the VPC.
    pub exclusion: Option<Exclusion>,
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
    /// The VPN gateways whose routes it takes over.
    pub propagated: Vec<VpnGatewayId>,
    /// Its routes as written, in that order, which has no meaning; no prefix twice.
    pub routes: Vec<Route>,
    /// Its routes to prefix lists, in any order; no list twice, and lists that have the same entry lead to the same target.
    pub list_routes: Vec<ListRoute>,
}

impl RouteTable {
    /// Where its routes lead.
    pub fn targets(&self) -> impl Iterator<Item = RouteTarget> {
        let lists = self.list_routes.iter().map(|route| route.target);
        self.routes.iter().map(|route| route.target).chain(lists)
    }
}

/// A route to every prefix of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRoute {
    /// Which destinations it is for. A route to a prefix of the same length goes before it.
    pub list: PrefixListId,
    /// Where they go.
    pub target: RouteTarget,
    /// Where it is written.
    pub origin: Origin,
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
    /// The VPC's VPN gateway.
    VpnGateway(VpnGatewayId),
    /// A peering that ends in the VPC.
    Peering(PeeringId),
    /// A NAT gateway of the whole Region; only for IPv4.
    RegionalNatGateway(RegionalNatGatewayId),
    /// An interface; one that checks source and destination drops what it is handed.
    Interface(InterfaceId),
    /// A gateway endpoint; only for prefix lists.
    Endpoint(EndpointId),
    /// The way to an appliance.
    GwlbEndpoint(GwlbEndpointId),
    /// A transit gateway that the VPC is attached to.
    TransitGateway(TransitGatewayId),
    /// Nowhere: what it matches is dropped.
    Blackhole,
    /// The text does not say.
    Unknown,
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
    /// The source (ingress) or destination (egress). `None` where the text does not say which: the rule may match any of this
    /// traffic.
    pub peer: Option<Prefix>,
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
    /// Other VPCs of the same Region whose interfaces may carry it; none for the group named `default`.
    pub used_in: Vec<VpcId>,
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
    /// The addresses of a list.
    List(PrefixListId),
    /// The private addresses of interfaces that carry this group: those in the VPC of whoever applies the rule, and
    /// those in others to which that leaves a way for such rules.
    Group(SecurityGroupId),
    /// The private addresses of interfaces that carry the rule's own group.
    Itself,
    /// The text does not say: the rule, which has no other peer, may match any of its traffic.
    Unknown,
}

/// An internet gateway, an egress-only internet gateway or a VPN gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// The routes of what comes in by it: for whole ranges of the VPC and its subnets. Without, that goes straight to the address.
    pub route_table: Option<RouteTableId>,
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

/// A NAT gateway that stands in every zone, and in no subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionalNatGateway {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Its public IPv4 addresses, at least one.
    pub public: Vec<IpAddr>,
}

/// A line between two VPCs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peering {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPCs it joins: two, none of whose ranges overlap unless it is deleted.
    pub vpcs: [VpcId; 2],
    /// Whether it forwards.
    pub status: PeeringStatus,
}

/// How far a peering has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeeringStatus {
    /// It forwards.
    Active,
    /// The other side has not accepted it.
    Pending,
    /// It is gone, and may still be named.
    Deleted,
}

impl Peering {
    /// The VPC at its other end than `vpc`; `None` where it does not end there.
    #[must_use]
    pub fn other_end(&self, vpc: VpcId) -> Option<VpcId> {
        let [one, other] = self.vpcs;
        if vpc == one { Some(other) } else { (vpc == other).then_some(one) }
    }
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

/// A private door to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Which kind of door.
    pub kind: EndpointKind,
    /// The service that its interfaces lead to, behind network load balancers; without, they are where packets end.
    pub service: Option<EndpointServiceId>,
}

/// Which kind of door an endpoint is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointKind {
    /// Its interfaces, at least one.
    Interface,
    /// What is routed to it.
    Gateway {
        /// The addresses of its service, where it names their list.
        list: Option<PrefixListId>,
        /// The tables that have a route for that list beside their own.
        tables: Vec<RouteTableId>,
    },
}

/// A way to an appliance behind a Gateway Load Balancer. What the appliance lets through goes on from its subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GwlbEndpoint {
    /// Its name and place.
    pub object: ObjectId,
    /// The subnet it stands in.
    pub subnet: SubnetId,
    /// The service that it leads to, behind load balancers of the type `gateway`; without, the appliance is not in the estate.
    pub service: Option<EndpointServiceId>,
}

/// Whose an interface is. The interfaces of an estate stand in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterfaceOwner {
    /// A machine's.
    Instance(InstanceId),
    /// A managed service's: the interface stands for itself.
    Service,
    /// An endpoint's.
    Endpoint(EndpointId),
    /// That of a group of machines in one subnet.
    AutoscalingGroup(AutoscalingGroupId),
    /// That of a load balancer in one subnet.
    LoadBalancer(LoadBalancerId),
}

impl InterfaceOwner {
    /// The machine, if it is one's.
    #[must_use]
    pub const fn instance(self) -> Option<InstanceId> {
        match self {
            Self::Instance(id) => Some(id),
            Self::Service | Self::Endpoint(_) | Self::AutoscalingGroup(_) | Self::LoadBalancer(_) => None,
        }
    }
}

impl Aws {
    /// The machine that an interface is one of.
    #[must_use]
    pub fn machine_of(&self, interface: &Interface) -> Option<&Instance> {
        interface.owner.instance().and_then(|id| self.instance(id))
    }

    /// What an interface belongs to.
    #[must_use]
    pub fn owner_of(&self, interface: &Interface) -> ObjectId {
        let owner = match interface.owner {
            InterfaceOwner::Instance(id) => self.instance(id).map(|instance| instance.object),
            InterfaceOwner::Endpoint(id) => self.endpoint(id).map(|endpoint| endpoint.object),
            InterfaceOwner::Service
            | InterfaceOwner::AutoscalingGroup(_)
            | InterfaceOwner::LoadBalancer(_) => None,
        };
        owner.unwrap_or(interface.object)
    }

    /// The ports that clients send from at an interface; empty when not written.
    #[must_use]
    pub fn client_ports_of(&self, interface: &Interface) -> &[PortRange] {
        let ports = match interface.owner {
            InterfaceOwner::Instance(id) => self.instance(id).map(|machine| &machine.client_ports),
            InterfaceOwner::AutoscalingGroup(id) => {
                self.autoscaling_group(id).map(|group| &group.client_ports)
            }
            InterfaceOwner::Service | InterfaceOwner::Endpoint(_) | InterfaceOwner::LoadBalancer(_) => None,
        };
        ports.map_or(&[], Vec::as_slice)
    }

    /// The load balancer that an interface is one of.
    #[must_use]
    pub fn balancer_of(&self, interface: &Interface) -> Option<&LoadBalancer> {
        match interface.owner {
            InterfaceOwner::LoadBalancer(id) => self.load_balancer(id),
            InterfaceOwner::Instance(_)
            | InterfaceOwner::AutoscalingGroup(_)
            | InterfaceOwner::Service
            | InterfaceOwner::Endpoint(_) => None,
        }
    }
}

/// A network interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interface {
    /// Its name and place: its owner's own object where that has no other name for it.
    pub object: ObjectId,
    /// Whose it is.
    pub owner: InterfaceOwner,
    /// The subnet it stands in.
    pub subnet: SubnetId,
    /// Its private addresses of both families inside the subnet, in the order written, none that another interface or NAT
    /// gateway of the VPC has; none at all where it may have any free one, as a load balancer or a group of machines may.
    pub addresses: Vec<IpAddr>,
    /// The groups it names; none leaves it to the VPC's default group.
    pub groups: Vec<SecurityGroupId>,
    /// Its public IPv4 addresses.
    pub public: Vec<PublicAddress>,
    /// Whether it drops what is neither from nor for itself: `false` makes it one that may send such packets on.
    pub source_dest_check: bool,
    /// Whether nothing passes between it and an internet gateway.
    pub denies_internet: bool,
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
