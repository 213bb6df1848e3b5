//! The oracle: a plain interpreter of the estate, one packet at a time.
//!
//! It reads the estate as it is written and applies what the cloud adds by itself. It shares no evaluation with
//! the core, only the types of the estate and of packets, so a fault of the core's reading shows as a difference.

mod acl;
mod address;
mod choice;
mod flight;
mod flow;
mod group;
mod outcome;
mod reply;
mod route;
mod traffic;
mod transit_gateway;
mod world;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence::Packet;
use ringfence::estate::Estate;
use ringfence::estate::aws::{
    Aws, EgressOnlyGatewayId, InterfaceId, InternetGatewayId, NatGatewayId, SecurityGroupId, SubnetId, VpcId,
};

pub(crate) use flow::verdict;
pub use flow::{Destination, Flow, FlowAnswer};
pub use outcome::{Direction, End, Facts, Hop, Outcome, Step};
pub use world::{Conduct, Rule, Takes, World};

use choice::Choices;

/// An interpreter of one estate.
pub struct Oracle<'a> {
    estate: &'a Estate,
    /// Which interface has an address; unique within a VPC only.
    owners: BTreeMap<(VpcId, IpAddr), InterfaceId>,
    /// What stands behind each public address.
    fronts: BTreeMap<IpAddr, Front>,
    /// The addresses that a reference to each written group stands for, by its id.
    members: Vec<BTreeSet<IpAddr>>,
    choices: Choices,
    /// What its appliances do.
    world: World,
}

/// Where a packet is sent from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sender {
    /// An interface, from one of its own private or IPv6 addresses.
    Interface(InterfaceId),
    /// An address of the internet.
    Outside,
}

/// What stands behind a public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Front {
    /// One private address of an interface.
    Interface(InterfaceId, IpAddr),
    /// A NAT gateway.
    Nat(NatGatewayId),
}

impl<'a> Oracle<'a> {
    /// An interpreter of `estate`, whose ids and addresses must be as its types say. Its appliances send nothing on.
    #[must_use]
    pub fn new(estate: &'a Estate) -> Self {
        let mut owners = BTreeMap::new();
        let mut fronts = BTreeMap::new();
        for (id, interface) in interfaces(&estate.aws) {
            let vpc = estate.aws.subnets[interface.subnet.0 as usize].vpc;
            owners.extend(interface.addresses.iter().map(|&address| ((vpc, address), id)));
            fronts.extend(interface.public.iter().map(|p| (p.public, Front::Interface(id, p.private))));
        }
        for (at, nat) in estate.aws.nat_gateways.iter().enumerate() {
            let id = NatGatewayId(at as u32);
            fronts.extend(nat.public.iter().map(|&public| (public, Front::Nat(id))));
        }
        let (choices, world) = (Choices::new(&estate.aws), World::default());
        let mut oracle = Self { estate, owners, fronts, members: Vec::new(), choices, world };
        oracle.members = (0..estate.aws.security_groups.len())
            .map(|at| oracle.carriers(SecurityGroupId(at as u32)))
            .collect();
        oracle
    }

    /// What becomes of `packet`, sent as it is by `sender`: one outcome for each choice that the provider has.
    /// None when the sender has no such address, and so cannot send it.
    #[must_use]
    pub fn outcomes(&self, sender: Sender, packet: Packet) -> Vec<Outcome> {
        let sendable = match sender {
            Sender::Interface(id) => {
                self.aws().interfaces[id.0 as usize].addresses.contains(&packet.source())
            }
            Sender::Outside => self.is_internet(packet.source()),
        };
        if sendable { flight::fly(self, sender, packet) } else { Vec::new() }
    }

    /// From now on its appliances do this.
    pub fn enter(&mut self, world: World) {
        self.world = world;
    }

    /// What its appliances do.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The estate that is interpreted.
    #[must_use]
    pub fn estate(&self) -> &'a Estate {
        self.estate
    }

    fn aws(&self) -> &'a Aws {
        &self.estate.aws
    }

    fn vpc_of(&self, subnet: SubnetId) -> VpcId {
        self.aws().subnets[subnet.0 as usize].vpc
    }

    fn subnet_of(&self, interface: InterfaceId) -> SubnetId {
        self.aws().interfaces[interface.0 as usize].subnet
    }

    /// The subnet of `vpc` that `address` lies in.
    fn subnet_with(&self, vpc: VpcId, address: IpAddr) -> Option<SubnetId> {
        let subnets = self.aws().subnets.iter();
        let at =
            subnets.into_iter().position(|s| s.vpc == vpc && s.prefixes.iter().any(|p| p.contains(address)));
        at.map(|at| SubnetId(at as u32))
    }

    fn internet_gateway(&self, vpc: VpcId) -> Option<InternetGatewayId> {
        let at = self.aws().internet_gateways.iter().position(|gateway| gateway.vpc == vpc);
        at.map(|at| InternetGatewayId(at as u32))
    }

    fn egress_only_gateway(&self, vpc: VpcId) -> Option<EgressOnlyGatewayId> {
        let at = self.aws().egress_only_gateways.iter().position(|gateway| gateway.vpc == vpc);
        at.map(|at| EgressOnlyGatewayId(at as u32))
    }
}

/// Every interface with its id.
fn interfaces(aws: &Aws) -> impl Iterator<Item = (InterfaceId, &ringfence::estate::aws::Interface)> {
    aws.interfaces.iter().enumerate().map(|(at, interface)| (InterfaceId(at as u32), interface))
}
