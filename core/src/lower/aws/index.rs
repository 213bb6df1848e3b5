//! What is asked again and again about an estate, looked up once.

use alloc::vec::Vec;

use crate::estate::Estate;
use crate::estate::aws::{
    Aws, Interface, NatGatewayId, NetworkAclId, RouteTableId, SecurityGroupId, SubnetId, VpcId,
};
use crate::fabric::Addresses;
use crate::ordered::ById;

/// Who belongs to whom, in the order of the estate.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The subnets of each VPC.
    pub(super) subnets: ById<VpcId, Vec<SubnetId>>,
    /// The interfaces of each subnet, by their place in the estate's list.
    pub(super) interfaces: ById<SubnetId, Vec<usize>>,
    /// The NAT gateways of each subnet.
    pub(super) nat_gateways: ById<SubnetId, Vec<NatGatewayId>>,
    /// The main route table of each VPC that has a written one.
    pub(super) main_tables: ById<VpcId, RouteTableId>,
    /// The network ACL named `default` of each VPC that has one.
    pub(super) default_acls: ById<VpcId, NetworkAclId>,
    /// The security group named `default` of each VPC that has one.
    pub(super) default_groups: ById<VpcId, SecurityGroupId>,
    /// The addresses of each interface, in the order of the estate.
    pub(super) addresses: Vec<Addresses>,
    /// The addresses of the interfaces that carry each group.
    pub(super) members: ById<SecurityGroupId, Addresses>,
    /// What packets are marked with that a load balancer with a group passed on with the source they had, in ranges.
    pub(super) marks: ById<SecurityGroupId, Vec<(u128, u128)>>,
    /// The addresses of the interfaces of each VPC that carry a default group which nobody wrote.
    pub(super) default_members: ById<VpcId, Addresses>,
}

/// The name of the security group and the network ACL that a VPC has without having written one.
const DEFAULT: &str = "default";

/// Whether AWS knows a thing of this kind by its name.
pub(in crate::lower) fn means_more(kind: &str, name: &str) -> bool {
    name == DEFAULT && matches!(kind, "security-group" | "network-acl")
}

impl Index {
    pub(super) fn new(estate: &Estate) -> Self {
        let aws = &estate.aws;
        let named_default = |object| {
            estate.object(object).is_some_and(|object: &crate::estate::Object| object.name == DEFAULT)
        };
        let mut index = Self::default();
        for (id, subnet) in aws.subnets.iter().enumerate() {
            index.subnets.push(subnet.vpc, SubnetId(id as u32));
        }
        for (at, interface) in aws.interfaces.iter().enumerate() {
            index.interfaces.push(interface.subnet, at);
        }
        for (id, nat) in aws.nat_gateways.iter().enumerate() {
            index.nat_gateways.push(nat.subnet, NatGatewayId(id as u32));
        }
        for (id, table) in aws.route_tables.iter().enumerate().filter(|(_, table)| table.main) {
            if index.main_tables.get(table.vpc).is_none() {
                index.main_tables.insert(table.vpc, RouteTableId(id as u32));
            }
        }
        for (id, acl) in aws.network_acls.iter().enumerate().filter(|(_, acl)| named_default(acl.object)) {
            if index.default_acls.get(acl.vpc).is_none() {
                index.default_acls.insert(acl.vpc, NetworkAclId(id as u32));
            }
        }
        let groups = aws.security_groups.iter().enumerate();
        for (id, group) in groups.filter(|(_, group)| named_default(group.object)) {
            if index.default_groups.get(group.vpc).is_none() {
                index.default_groups.insert(group.vpc, SecurityGroupId(id as u32));
            }
        }
        index.addresses = super::free::addresses(aws);
        index.find_members(aws);
        for (owner, mark) in super::load_balancer::marks(aws) {
            let first = aws.interfaces.iter().find(|interface| interface.owner == owner);
            for group in first.into_iter().flat_map(|interface| &interface.groups) {
                index.marks.push(*group, (u128::from(mark), u128::from(mark)));
            }
        }
        index
    }

    fn find_members(&mut self, aws: &Aws) {
        let mut members: ById<SecurityGroupId, Vec<Addresses>> = ById::default();
        let mut default_members: ById<VpcId, Vec<Addresses>> = ById::default();
        for (interface, addresses) in aws.interfaces.iter().zip(&self.addresses) {
            let Some(vpc) = aws.subnet(interface.subnet).map(|subnet| subnet.vpc) else { continue };
            if super::load_balancer::is_open(aws, interface) {
                continue;
            }
            let addresses = addresses.clone();
            let groups = self.groups_of(interface, vpc);
            if groups.is_empty() {
                default_members.push(vpc, addresses);
                continue;
            }
            for group in groups {
                members.push(group, addresses.clone());
            }
        }
        let united = |all: Vec<Addresses>| all.into_iter().collect();
        self.members = members.map(united);
        self.default_members = default_members.map(united);
    }

    /// A reference to a group stands for the private and IPv6 addresses of the interfaces that carry it, never for public
    /// ones (AEC2 security-group-rules.md).
    pub(super) fn members_of(&self, id: SecurityGroupId) -> Addresses {
        self.members.get(id).cloned().unwrap_or_else(Addresses::empty)
    }

    /// The written groups that an interface of `vpc` has: those it names, else the group named `default` of its VPC.
    pub(super) fn groups_of(&self, interface: &Interface, vpc: VpcId) -> Vec<SecurityGroupId> {
        if interface.groups.is_empty() {
            self.default_groups.get(vpc).copied().into_iter().collect()
        } else {
            interface.groups.clone()
        }
    }
}
