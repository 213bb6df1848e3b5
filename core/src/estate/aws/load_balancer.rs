//! Load balancers, what they give connections to, and groups of machines that come and go.

use alloc::vec::Vec;
use core::net::IpAddr;

use super::{AutoscalingGroupId, InstanceId, LoadBalancerId, SubnetId, TargetGroupId, VpcId};
use crate::estate::{ObjectId, Traffic};
use crate::origin::Origin;
use crate::packet::PortRange;

/// A load balancer. It has an interface in each of its subnets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadBalancer {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// What it does with connections.
    pub kind: LoadBalancerKind,
    /// Whether it has public addresses.
    pub internet_facing: bool,
    /// Whether its interfaces have IPv6 addresses where their addresses are not written.
    pub dual_stack: bool,
    /// Its subnets, each once, at least one.
    pub subnets: Vec<SubnetId>,
    /// Its public IPv4 addresses, the first for the first of its subnets and so on; there may be fewer than subnets.
    pub public: Vec<IpAddr>,
    /// Where connections are taken.
    pub listeners: Vec<Listener>,
    /// Whether the interface of a zone uses targets of other zones; `None` when not written.
    pub cross_zone: Option<bool>,
    /// Whether its groups filter what comes by PrivateLink: those of a network load balancer may not.
    pub rules_on_private_link: bool,
}

/// What a load balancer does with connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadBalancerKind {
    /// It ends them and opens others.
    Application,
    /// It passes them on.
    Network,
    /// It ends them and opens others; network ACLs filter what it sends, also inside its subnet.
    Classic,
    /// It gives every packet to an appliance, and takes it back.
    Gateway,
}

/// What endpoints lead to by PrivateLink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointService {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Any of these is used: at least one, all network ones or all of the type `gateway`.
    pub balancers: Vec<LoadBalancerId>,
}

/// Where connections are taken, and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listener {
    /// Which packets, by protocol and destination port; never by source port.
    pub traffic: Vec<Traffic>,
    /// What they are given to; `None` where the load balancer answers by itself.
    pub targets: Option<TargetGroupId>,
    /// Where it is written.
    pub origin: Origin,
}

/// What a load balancer gives connections to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetGroup {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// Any of these is used.
    pub targets: Vec<Target>,
    /// Whether targets see the client's address; `None` when not written.
    pub preserve_client_ip: Option<bool>,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Who it is.
    pub to: TargetAt,
    /// At which ports; empty where that is the one of the listener.
    pub traffic: Vec<Traffic>,
    /// Where it is written.
    pub origin: Origin,
}

/// Who a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetAt {
    /// A machine, at the first address of each family of its first interface.
    Instance(InstanceId),
    /// Every machine of a group.
    AutoscalingGroup(AutoscalingGroupId),
    /// An application load balancer, at every interface of it.
    LoadBalancer(LoadBalancerId),
    /// Whatever has this address.
    Address(IpAddr),
}

/// Machines that come and go: an interface in each of its subnets stands for those that are there, at any free address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoscalingGroup {
    /// Its name and place.
    pub object: ObjectId,
    /// The VPC it belongs to.
    pub vpc: VpcId,
    /// The ports its clients send from; empty when not written, which means 1024 to 65535.
    pub client_ports: Vec<PortRange>,
}
