//! Load balancers: what they take, and whom they give it to (user guides for Application, Network and Classic Load Balancers).

use std::net::IpAddr;

use ringfence::estate::Traffic;
use ringfence::estate::aws::{
    InterfaceId, InterfaceOwner, Listener, LoadBalancer, LoadBalancerKind, SubnetId, TargetAt, VpcId,
};
use ringfence::{Family, Packet, PortRange, Protocol, Transport, address_number};

use super::outcome::Toward;
use super::{Oracle, traffic};

/// Who gets a connection, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given {
    /// The interface with the address; `None` for one that is no interface's of the VPC.
    pub(super) to: Option<InterfaceId>,
    /// Where it goes.
    pub(super) address: IpAddr,
    /// At which port; `None` where it keeps its own.
    pub(super) port: Option<u16>,
    /// Whether the target sees the client's address.
    pub(super) keeps_client: bool,
}

impl<'a> Oracle<'a> {
    /// The load balancer of an interface, if it is one of such a kind.
    pub(super) fn balancer(&self, id: InterfaceId, kinds: &[LoadBalancerKind]) -> Option<&'a LoadBalancer> {
        let found = self.aws().balancer_of(&self.aws().interfaces[id.0 as usize]);
        found.filter(|balancer| kinds.contains(&balancer.kind))
    }

    /// Whether an IPv6 address is of an internal load balancer: internet gateways carry nothing from or to it (attribute
    /// `ipv6.deny_all_igw_traffic`).
    pub(super) fn is_internal(&self, vpc: VpcId, address: IpAddr) -> bool {
        let owner = self.owner(vpc, address).map(|id| &self.aws().interfaces[id.0 as usize]);
        owner.and_then(|one| self.aws().balancer_of(one)).is_some_and(|balancer| !balancer.internet_facing)
    }

    /// What a target is that no interface of the load balancer's VPC has: an interface of another VPC, or something outside; nothing
    /// where that is not told.
    pub(super) fn elsewhere(&self, vpc: VpcId, address: IpAddr) -> Option<Toward> {
        if self.aws().vpcs[vpc.0 as usize].prefixes.iter().any(|range| range.contains(address)) {
            return Some(Toward::Outside);
        }
        let mut with_it = super::interfaces(self.aws()).filter(|(id, _)| self.has_address(*id, address));
        let at_site = self.estate.sites.iter().flat_map(|site| &site.prefixes).any(|p| p.contains(address));
        match (with_it.next(), with_it.next()) {
            _ if at_site => None,
            (None, _) => Some(Toward::Outside),
            (Some((id, _)), None) => Some(Toward::Interface(id)),
            _ => None,
        }
    }

    /// The first listener that takes a packet.
    pub(super) fn listener(&self, balancer: &'a LoadBalancer, packet: &Packet) -> Option<&'a Listener> {
        balancer.listeners.iter().find(|one| one.traffic.iter().any(|&t| traffic::matches(t, packet)))
    }

    /// Whom an interface of a load balancer may give the connections of a listener to, with every address of a family.
    pub(super) fn given(&self, from: InterfaceId, listener: &Listener, packet: &Packet) -> Vec<Given> {
        let mut given = Vec::new();
        for (to, addresses, ports, kind) in self.targets(from, listener, packet.family()) {
            let Some(port) = port_for(&ports, packet) else { continue };
            let group = &self.aws().target_groups[listener.targets.expect("with targets").0 as usize];
            // On for machines, and for UDP; off for addresses otherwise.
            let by_default = kind || packet.protocol() == Protocol::UDP;
            let keeps_client = group.preserve_client_ip.unwrap_or(by_default);
            let mut addresses = addresses;
            // The client may be a machine of such a group, and so may its neighbour.
            if let Some(id) = to.filter(|id| self.has_address(*id, packet.source()))
                && self.aws().interfaces[id.0 as usize].addresses.is_empty()
            {
                let source = address_number(packet.source());
                let near = [source.checked_sub(1), Some(source), source.checked_add(1)].into_iter().flatten();
                let near = near.map(|number| packet.family().address(number));
                addresses.extend(near.filter(|near| self.has_address(id, *near)));
            }
            given.extend(addresses.into_iter().map(|address| Given { to, address, port, keeps_client }));
        }
        given
    }

    /// Whether a load balancer that ends connections opens one like this packet.
    pub(super) fn opens(&self, from: InterfaceId, balancer: &LoadBalancer, packet: &Packet) -> bool {
        balancer.listeners.iter().any(|listener| {
            let targets = self.all_targets(from, listener, packet.family());
            targets.into_iter().any(|(to, addresses, ports, _)| {
                let ports = if ports.is_empty() { &listener.traffic } else { &ports };
                let there = match to {
                    // Every address of a group of machines is a machine's.
                    Some(id) if self.aws().interfaces[id.0 as usize].addresses.is_empty() => {
                        self.has_address(id, packet.destination())
                    }
                    _ => addresses.contains(&packet.destination()),
                };
                there && ports.iter().any(|&t| traffic::matches(t, packet))
            })
        })
    }

    /// The targets with addresses of a family, one of each stretch where there are many.
    #[expect(clippy::type_complexity, reason = "told apart at once")]
    fn targets(
        &self,
        from: InterfaceId,
        listener: &Listener,
        family: Family,
    ) -> Vec<(Option<InterfaceId>, Vec<IpAddr>, Vec<Traffic>, bool)> {
        let mut targets = self.all_targets(from, listener, family);
        targets.retain(|(_, addresses, ..)| !addresses.is_empty());
        targets
    }

    #[expect(clippy::type_complexity, reason = "told apart at once")]
    fn all_targets(
        &self,
        from: InterfaceId,
        listener: &Listener,
        family: Family,
    ) -> Vec<(Option<InterfaceId>, Vec<IpAddr>, Vec<Traffic>, bool)> {
        let aws = self.aws();
        let balancer = aws.balancer_of(&aws.interfaces[from.0 as usize]).expect("one of a load balancer");
        let Some(group) = listener.targets.map(|id| &aws.target_groups[id.0 as usize]) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for target in &group.targets {
            let owner = match target.to {
                TargetAt::Instance(id) => InterfaceOwner::Instance(id),
                TargetAt::AutoscalingGroup(id) => InterfaceOwner::AutoscalingGroup(id),
                TargetAt::LoadBalancer(id) => InterfaceOwner::LoadBalancer(id),
                TargetAt::Address(address) => {
                    let own = Some(address).filter(|address| Family::of(*address) == family);
                    let to = self.owner(balancer.vpc, address);
                    all.push((to, own.into_iter().collect(), target.traffic.clone(), false));
                    continue;
                }
            };
            let own = super::interfaces(aws).filter(|(_, one)| one.owner == owner);
            let first_only = matches!(target.to, TargetAt::Instance(_));
            for (id, interface) in own.take(if first_only { 1 } else { usize::MAX }) {
                let written = interface.addresses.iter().copied().filter(|a| Family::of(*a) == family);
                let mut addresses = written.collect::<Vec<_>>();
                if first_only {
                    addresses.truncate(1);
                } else if interface.addresses.is_empty() {
                    addresses = self.free.representatives(id, family);
                }
                all.push((Some(id), addresses, target.traffic.clone(), true));
            }
        }
        let everywhere = balancer.cross_zone.unwrap_or(balancer.kind == LoadBalancerKind::Application);
        let zone = |subnet: SubnetId| aws.subnets[subnet.0 as usize].zone.as_deref();
        let here = self.subnet_of(from);
        all.retain(|(to, ..)| {
            let there = to.map(|to| self.subnet_of(to));
            everywhere || there.is_none_or(|there| there == here || zone(there) == zone(here))
        });
        all
    }

    /// Whether an interface of a load balancer has anything to give to.
    pub(super) fn has_target(&self, from: InterfaceId, listener: &Listener) -> bool {
        [Family::V4, Family::V6]
            .into_iter()
            .any(|family| !self.all_targets(from, listener, family).is_empty())
    }

    /// Every load balancer's interface that may give connections to an interface, and the ports that it takes those at.
    pub(super) fn givers(&self, to: InterfaceId) -> Vec<(InterfaceId, Vec<u16>)> {
        let mut givers = Vec::new();
        for (id, _) in super::interfaces(self.aws()) {
            let Some(balancer) = self.balancer(id, &[LoadBalancerKind::Network]) else { continue };
            let mut ports = Vec::new();
            for listener in &balancer.listeners {
                let families = [Family::V4, Family::V6].into_iter();
                let mut targets = families.flat_map(|family| self.targets(id, listener, family));
                if targets.any(|(target, ..)| target == Some(to)) {
                    ports.extend(listener.traffic.iter().filter_map(|traffic| match traffic {
                        Traffic::Ports { destination, .. } => Some(destination.first()),
                        _ => None,
                    }));
                }
            }
            if !ports.is_empty() {
                givers.push((id, ports));
            }
        }
        givers
    }
}

/// The port at which a target gets a packet; the outer `None` where it gets none of its protocol.
fn port_for(ports: &[Traffic], packet: &Packet) -> Option<Option<u16>> {
    if ports.is_empty() {
        return Some(None);
    }
    let of_protocol = ports.iter().find_map(|traffic| match traffic {
        Traffic::Ports { protocol, destination, .. } if *protocol == packet.protocol() => Some(*destination),
        _ => None,
    });
    of_protocol.map(|range: PortRange| Some(range.first()))
}

/// The same transport to another port.
pub(super) fn to_port(transport: Transport, port: Option<u16>) -> Transport {
    match (transport, port) {
        (Transport::Tcp { source, .. }, Some(destination)) => Transport::Tcp { source, destination },
        (Transport::Udp { source, .. }, Some(destination)) => Transport::Udp { source, destination },
        _ => transport,
    }
}
