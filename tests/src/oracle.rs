//! The oracle: a plain interpreter of the estate, one packet at a time.
//!
//! It reads the estate as it is written and applies what the cloud adds by itself. It shares no evaluation with
//! the core, only the types of the estate and of packets, so a fault of the core's reading shows as a difference.

mod acl;
mod address;
mod choice;
mod flight;
mod flow;
mod free;
mod group;
mod load_balancer;
mod nat64;
mod outcome;
mod peering;
mod reply;
mod route;
mod site;
mod traffic;
mod transit_gateway;
mod world;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ringfence::estate::Estate;
use ringfence::estate::aws::{
    Aws, EgressOnlyGatewayId, InterfaceId, InternetGatewayId, NatGatewayId, RegionalNatGatewayId,
    SecurityGroupId, SubnetId, VpcId,
};
use ringfence::{Family, Packet};

pub(crate) use flow::verdict;
pub use flow::{Destination, Flow, FlowAnswer};
pub use nat64::{held, holder};
pub use outcome::{Direction, End, Facts, Hop, Outcome, Step};
pub use site::is_described;
pub use world::{Conduct, Forward, Lead, Rule, SiteConduct, Takes, UnknownRoute, UnknownRule, World};

use choice::Choices;
use free::Free;

/// An interpreter of one estate.
pub struct Oracle<'a> {
    estate: &'a Estate,
    /// Which interface has an address; unique within a VPC only.
    owners: BTreeMap<(VpcId, IpAddr), InterfaceId>,
    /// What stands behind each public address.
    fronts: BTreeMap<IpAddr, Front>,
    /// The interfaces that carry each written group, by its id.
    members: Vec<BTreeSet<InterfaceId>>,
    /// Who may have the addresses that are free.
    free: Free,
    choices: Choices,
    /// What its appliances do.
    world: World,
}

/// Where a packet is sent from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sender {
    /// An interface, from one of its own private or IPv6 addresses.
    Interface(InterfaceId),
    /// A site, by its place in the estate, from one of its addresses.
    Site(usize),
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
    /// A NAT gateway of a Region.
    RegionalNat(RegionalNatGatewayId),
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
        for (at, nat) in estate.aws.regional_nat_gateways.iter().enumerate() {
            let id = RegionalNatGatewayId(at as u32);
            fronts.extend(nat.public.iter().map(|&public| (public, Front::RegionalNat(id))));
        }
        for (id, interface) in interfaces(&estate.aws) {
            let Some(balancer) = estate.aws.balancer_of(interface) else { continue };
            let at = balancer.subnets.iter().position(|subnet| *subnet == interface.subnet);
            let public = at.and_then(|at| balancer.public.get(at)).filter(|_| balancer.internet_facing);
            let private = interface.addresses.iter().find(|address| address.is_ipv4());
            fronts.extend(
                public.zip(private).map(|(public, private)| (*public, Front::Interface(id, *private))),
            );
        }
        let free = Free::new(estate);
        let (choices, world) = (Choices::new(&estate.aws, &free), World::default());
        let mut oracle = Self { estate, owners, fronts, members: Vec::new(), free, choices, world };
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
            Sender::Interface(id) => self.has_address(id, packet.source()),
            Sender::Site(site) => self.is_of_site(site, packet.source()),
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

    /// The interface of a VPC that has an address, or may have it.
    fn owner(&self, vpc: VpcId, address: IpAddr) -> Option<InterfaceId> {
        let written = self.owners.get(&(vpc, address)).copied();
        written.or_else(|| self.free.owner(self.aws(), self.subnet_with(vpc, address)?, address))
    }

    /// Whether an address is one of those that something at any free address may have.
    pub(crate) fn may_be_owned(&self, address: IpAddr) -> bool {
        let subnets = (0..self.aws().subnets.len()).map(|at| SubnetId(at as u32));
        subnets.into_iter().any(|subnet| self.free.owner(self.aws(), subnet, address).is_some())
    }

    /// Whether an interface has an address, or may have it.
    pub(crate) fn has_address(&self, id: InterfaceId, address: IpAddr) -> bool {
        let interface = &self.aws().interfaces[id.0 as usize];
        if interface.addresses.is_empty() {
            return self.free.owner(self.aws(), interface.subnet, address) == Some(id);
        }
        interface.addresses.contains(&address)
    }

    /// The addresses of an interface: one of each stretch where it may have any of many.
    pub(crate) fn some_addresses(&self, id: InterfaceId) -> Vec<IpAddr> {
        let interface = &self.aws().interfaces[id.0 as usize];
        if !interface.addresses.is_empty() {
            return interface.addresses.clone();
        }
        [Family::V4, Family::V6]
            .into_iter()
            .flat_map(|family| self.free.representatives(id, family))
            .collect()
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
