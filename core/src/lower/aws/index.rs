//! What is asked again and again about an estate, looked up once.

use alloc::vec::Vec;

use crate::estate::Estate;
use crate::estate::aws::{
    Aws, Interface, NatGatewayId, NetworkAclId, RouteTableId, SecurityGroupId, SubnetId, VpcId,
};
use crate::fabric::Addresses;
use crate::ordered::{ById, Set};
use crate::propagation::{self, Hubs};
use crate::space::Values;

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
    /// The addresses of the interfaces that carry each group, by their VPCs.
    pub(super) members: ById<SecurityGroupId, Vec<(VpcId, Addresses)>>,
    /// What packets are marked with that a load balancer with a group passed on with the source they had, each with its VPC.
    pub(super) marks: ById<SecurityGroupId, Vec<(VpcId, u8)>>,
    /// VPCs in whose rules references to groups stand for interfaces of others, with each of these.
    pub(super) joined: Set<(VpcId, VpcId)>,
    /// The transit gateways across which references go.
    pub(super) hubs: Hubs,
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
        index.addresses = super::free::addresses(estate);
        index.find_members(aws);
        index.joined = propagation::joined(aws);
        index.hubs = Hubs::of(aws, true);
        for (owner, mark) in super::load_balancer::marks(aws) {
            let first = aws.interfaces.iter().find(|interface| interface.owner == owner);
            let Some(vpc) = first.and_then(|one| aws.subnet(one.subnet)).map(|subnet| subnet.vpc) else {
                continue;
            };
            for group in first.into_iter().flat_map(|interface| &interface.groups) {
                index.marks.push(*group, (vpc, mark));
            }
        }
        index
    }

    fn find_members(&mut self, aws: &Aws) {
        let mut members: ById<SecurityGroupId, Vec<(VpcId, Vec<Addresses>)>> = ById::default();
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
                let own = members.get_mut(group).and_then(|all| all.iter_mut().find(|(of, _)| *of == vpc));
                match own {
                    Some((_, own)) => own.push(addresses.clone()),
                    None => members.push(group, (vpc, alloc::vec![addresses.clone()])),
                }
            }
        }
        let united = |all: Vec<Addresses>| all.into_iter().collect();
        let by_vpc = |all: Vec<_>| all.into_iter().map(|(vpc, all)| (vpc, united(all))).collect();
        self.members = members.map(by_vpc);
        self.default_members = default_members.map(united);
    }

    /// What a reference to a group stands for in a rule that an interface of `vpc` applies: the private and IPv6 addresses
    /// of the interfaces that carry it, never public ones (AEC2 security-group-rules.md), of that VPC and those it is joined to.
    pub(super) fn members_of(&self, id: SecurityGroupId, vpc: VpcId) -> Addresses {
        let all = self.members.get(id).into_iter().flatten();
        let counts = all.filter(|(of, _)| *of == vpc || self.joined.contains(&(vpc, *of)));
        counts.map(|(_, addresses)| addresses.clone()).collect()
    }

    /// What it stands for among the sources of what came by a transit gateway that carries references.
    pub(super) fn members_across(&self, id: SecurityGroupId, vpc: VpcId) -> Addresses {
        let all = self.members.get(id).into_iter().flatten();
        let counts = all.filter(|(of, _)| self.hubs.join(vpc, *of));
        counts.map(|(_, addresses)| addresses.clone()).collect()
    }

    /// The marks of what load balancers with a group passed on, as far as it stands for them in rules of `vpc`, too.
    pub(super) fn marks_of(&self, id: SecurityGroupId, vpc: VpcId) -> Values {
        let all = self.marks.get(id).into_iter().flatten();
        let counts = all.filter(|(of, _)| *of == vpc || self.joined.contains(&(vpc, *of)));
        counts.map(|(_, mark)| (u128::from(*mark), u128::from(*mark))).collect()
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
