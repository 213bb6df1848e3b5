//! The way of a packet and of its reply, hop by hop.

mod appliance;
mod endpoint;
mod gateway;
mod load_balancer;
mod regional_nat;
mod service;
mod site;
mod transit_gateway;
mod unknown;

use std::net::IpAddr;

use ringfence::estate::aws::{
    EgressOnlyGatewayId, InterfaceId, LoadBalancerKind, NatGatewayId, RouteTarget, SecurityGroupId, SubnetId,
    TransitAttachmentId, VpcId,
};
use ringfence::{Family, Packet, Reason, Transport};

use super::acl::Direction::{self, Egress, Ingress};
use super::address::is_global;
use super::nat64::translated;
use super::outcome::{End, Facts, Hop, Outcome, Step, Toward};
use super::reply::reply_to;
use super::world::UnknownRoute;
use super::{Front, Oracle, Sender};

/// Every outcome of `packet`, as `sender` sends it, with what becomes of its reply.
pub(super) fn fly(oracle: &Oracle, sender: Sender, packet: Packet) -> Vec<Outcome> {
    let mut forward = Run { oracle, sender, known: None, wanted: None, landed: Vec::new() };
    forward.send(sender, Flight::new(packet));
    forward
        .landed
        .into_iter()
        .flat_map(|(end, flight)| answers(oracle, sender, packet, end, flight))
        .collect()
}

/// The outcomes of a packet that has come to its end: one for each way that its reply may take.
fn answers(oracle: &Oracle, sender: Sender, sent: Packet, end: End, flight: Flight) -> Vec<Outcome> {
    let without_reply = |answered| vec![(answered, Facts::default(), Vec::new())];
    let (receiver, arrived) = match end {
        End::Interface(id, arrived) => (Some(Sender::Interface(id)), Some(arrived)),
        End::Site(site, arrived) => (Some(Sender::Site(site)), Some(arrived)),
        End::Outside(arrived) => (Some(Sender::Outside), Some(arrived)),
        End::Dropped(_) | End::Kept(_) => (None, None),
    };
    let replies = match (receiver, arrived.map(|arrived| reply_to(&arrived))) {
        (Some(_), Some(Some(_))) if flight.answered.is_some() => without_reply(flight.answered == Some(true)),
        (Some(receiver), Some(Some(reply))) => follow_reply(oracle, sender, sent, receiver, reply, &flight),
        (_, arrived) => without_reply(arrived.is_some()),
    };
    let Flight { copies, copied, toward, by, steps: forward, .. } = flight;
    let outcome = |(answered, facts, reply): (bool, Facts, Vec<Step>)| Outcome {
        end,
        answered,
        facts: flight.facts.or(facts),
        forward: forward.clone(),
        reply,
        copies,
        copied,
        toward,
        by,
    };
    replies.into_iter().map(outcome).collect()
}

/// Of every way of `reply`: whether it comes back to the sender as it expects it, what it met and the way itself.
fn follow_reply(
    oracle: &Oracle,
    sender: Sender,
    sent: Packet,
    receiver: Sender,
    reply: Packet,
    flight: &Flight,
) -> Vec<(bool, Facts, Vec<Step>)> {
    let wanted = reply_to(&sent).map(|wanted| match sender {
        Sender::Interface(id) => End::Interface(id, wanted),
        Sender::Site(site) => End::Site(site, wanted),
        Sender::Outside => End::Outside(wanted),
    });
    let mut back = Run { oracle, sender: receiver, known: Some(&flight.crossed), wanted, landed: Vec::new() };
    back.send(receiver, Flight { chosen: flight.chosen.clone(), ..Flight::new(reply) });
    let answer = |(end, reply): (End, Flight)| (Some(end) == wanted, reply.facts, reply.steps);
    back.landed.into_iter().map(answer).collect()
}

/// A packet on its way, by the choices made so far.
#[derive(Clone)]
pub(super) struct Flight {
    pub(super) packet: Packet,
    /// The private address of each NAT gateway that it has crossed.
    chosen: Vec<(NatGatewayId, IpAddr)>,
    crossed: Vec<Crossing>,
    steps: Vec<Step>,
    pub(super) facts: Facts,
    /// What it has crossed since the one whose address is its source sent it.
    came: Came,
    /// The attachments by which it came to transit gateways, each with the zone in which it was, and as what it came.
    transits: Vec<(TransitAttachmentId, Option<String>, Packet, Came)>,
    /// The groups of a load balancer that passed it on with the source that it had, and its VPC.
    carries: Vec<(SecurityGroupId, VpcId)>,
    /// See [`Outcome::toward`].
    toward: Option<Toward>,
    /// See [`Outcome::by`].
    by: Option<(InterfaceId, Packet)>,
    /// The machines that gave it back as a reply.
    given_back: Vec<Hop>,
    /// How often it is a copy that a machine sends on of what arrives there.
    copies: usize,
    /// Whether there is such a copy of it.
    copied: bool,
    /// Where it was on lines, and as what.
    seen: Vec<(Hop, Packet)>,
    /// The unknown routes that sent it on, and as what.
    beyond: Vec<(UnknownRoute, Packet)>,
    /// Whether it is answered where it is out of the estate by an unknown route.
    answered: Option<bool>,
}

/// What a packet has crossed, as far as references to groups ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// Nothing.
    Directly,
    /// A transit gateway and attachments that carry references.
    Across,
    /// An appliance or a transit gateway by which no reference goes.
    Otherwise,
    /// A way that is not in the estate, by which every reference goes.
    Unseen,
}

/// What a stateful hop remembers of a packet.
#[derive(Debug, Clone, Copy)]
struct Crossing {
    hop: Hop,
    /// The packet as it came to the hop.
    before: Packet,
    /// The packet as it left the hop; other than `before` for a NAT gateway only.
    after: Packet,
}

impl Flight {
    fn new(packet: Packet) -> Self {
        let steps = vec![Step::Packet(packet)];
        Self {
            packet,
            chosen: Vec::new(),
            crossed: Vec::new(),
            steps,
            facts: Facts::default(),
            came: Came::Directly,
            transits: Vec::new(),
            carries: Vec::new(),
            toward: None,
            by: None,
            given_back: Vec::new(),
            copies: 0,
            copied: false,
            seen: Vec::new(),
            beyond: Vec::new(),
            answered: None,
        }
    }

    pub(super) fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    /// Rewrites the packet.
    fn rewrite(&mut self, source: IpAddr, destination: IpAddr, transport: Transport) {
        self.packet = Packet::new(source, destination, transport).expect("a rewrite keeps the family");
        self.steps.push(Step::Packet(self.packet));
    }

    fn cross(&mut self, hop: Hop, before: Packet) {
        self.crossed.push(Crossing { hop, before, after: self.packet });
    }
}

/// Where a NAT gateway sends a packet, and as what, but for its source; `None` where it cannot.
pub(super) fn as_ipv4(packet: &Packet) -> Option<(IpAddr, Transport)> {
    match (packet.family(), packet.transport()) {
        (Family::V6, _) => translated(packet),
        (Family::V4, Transport::Other(_)) => None,
        (Family::V4, transport) => Some((packet.destination(), transport)),
    }
}

/// All flights of one packet: each choice of the provider is a flight of its own.
pub(super) struct Run<'r, 'a> {
    pub(super) oracle: &'r Oracle<'a>,
    /// Who sent it.
    sender: Sender,
    /// For a reply: what the stateful hops remember of its flow.
    known: Option<&'r [Crossing]>,
    /// For a reply: where its sender waits for it.
    wanted: Option<End>,
    landed: Vec<(End, Flight)>,
}

impl Run<'_, '_> {
    fn send(&mut self, sender: Sender, flight: Flight) {
        match sender {
            Sender::Interface(id) => self.leave_interface(id, flight),
            Sender::Site(site) => self.leave_site_machine(site, flight),
            Sender::Outside => self.cross_internet(flight),
        }
    }

    fn leave_interface(&mut self, id: InterfaceId, mut flight: Flight) {
        if !self.may_open(id, &flight.packet) {
            return self.drop(flight, Reason::NotATarget);
        }
        if let Err(reason) = self.pass_groups(id, Egress, &mut flight) {
            return self.drop(flight, reason);
        }
        let subnet = self.oracle.subnet_of(id);
        if let Some(node) = self.given_by(&flight.packet) {
            return self.go_back(subnet, node, flight);
        }
        let own = &self.oracle.aws().subnets[subnet.0 as usize].prefixes;
        if self.is_classic(id)
            && own.iter().any(|prefix| prefix.contains(flight.packet.destination()))
            && let Err(reason) = self.pass_own_acl(subnet, &mut flight)
        {
            return self.drop(flight, reason);
        }
        self.send_in(subnet, false, flight);
    }

    /// A packet that something in `subnet` sends, maybe a NAT gateway: on the link to its own subnet, else by the route table.
    fn send_in(&mut self, subnet: SubnetId, is_nat: bool, mut flight: Flight) {
        let destination = flight.packet.destination();
        let own = &self.oracle.aws().subnets[subnet.0 as usize].prefixes;
        if own.iter().any(|prefix| prefix.contains(destination)) {
            return self.link(subnet, flight);
        }
        let Some(target) = self.oracle.route(subnet, destination) else {
            return self.drop(flight, Reason::NoRoute);
        };
        flight.step(Step::Route(subnet, target));
        match target {
            RouteTarget::Blackhole => self.drop(flight, Reason::Blackhole),
            RouteTarget::Unknown => {
                let route = self.oracle.unknown_route(subnet, destination);
                match self.pass_acl(subnet, Egress, &mut flight) {
                    Ok(()) => self.by_unknown_route(route, flight),
                    Err(reason) => self.drop(flight, reason),
                }
            }
            RouteTarget::Local => self.go_local(subnet, flight),
            RouteTarget::Interface(id) => self.go_to_interface(subnet, id, flight),
            RouteTarget::NatGateway(id) => self.go_to_nat(subnet, id, flight),
            RouteTarget::Peering(id) => self.go_over(subnet, id, flight),
            RouteTarget::TransitGateway(id) => self.go_to_transit_gateway(subnet, id, flight),
            RouteTarget::InternetGateway(_) => match self.pass_acl(subnet, Egress, &mut flight) {
                Ok(()) => self.out_by_internet_gateway(self.oracle.vpc_of(subnet), is_nat, flight),
                Err(reason) => self.drop(flight, reason),
            },
            RouteTarget::GwlbEndpoint(id) => {
                let to = self.oracle.aws().gwlb_endpoints[id.0 as usize].subnet;
                match self.pass_between(subnet, to, &mut flight) {
                    Ok(()) => self.at_inspection(id, flight),
                    Err(reason) => self.drop(flight, reason),
                }
            }
            RouteTarget::RegionalNatGateway(id) => match self.pass_acl(subnet, Egress, &mut flight) {
                Ok(()) => self.at_regional_nat(id, flight),
                Err(reason) => self.drop(flight, reason),
            },
            RouteTarget::Endpoint(id) => match self.pass_acl(subnet, Egress, &mut flight) {
                Ok(()) => self.out_by_endpoint(id, is_nat, flight),
                Err(reason) => self.drop(flight, reason),
            },
            RouteTarget::VpnGateway(id) => match self.pass_acl(subnet, Egress, &mut flight) {
                Ok(()) => self.out_by_vpn_gateway(id, flight),
                Err(reason) => self.drop(flight, reason),
            },
            RouteTarget::EgressOnlyGateway(id) => match self.pass_acl(subnet, Egress, &mut flight) {
                Ok(()) => self.out_by_egress_only(id, flight),
                Err(reason) => self.drop(flight, reason),
            },
        }
    }

    /// Over the VPC's own router, to whatever subnet has the destination.
    fn go_local(&mut self, from: SubnetId, mut flight: Flight) {
        let passed = self.pass_acl(from, Egress, &mut flight);
        match passed {
            Ok(()) => self.enter_subnet(self.oracle.vpc_of(from), flight),
            Err(reason) => self.drop(flight, reason),
        }
    }

    /// From a router of `vpc` into the subnet that has the destination.
    pub(super) fn enter_subnet(&mut self, vpc: VpcId, mut flight: Flight) {
        let Some(subnet) = self.oracle.subnet_with(vpc, flight.packet.destination()) else {
            return self.drop(flight, Reason::NoSuchAddress);
        };
        match self.pass_acl(subnet, Ingress, &mut flight) {
            Ok(()) => self.link(subnet, flight),
            Err(reason) => self.drop(flight, reason),
        }
    }

    /// A route to an interface: it takes what is for itself and drops the rest.
    fn go_to_interface(&mut self, from: SubnetId, id: InterfaceId, mut flight: Flight) {
        let subnet = self.oracle.subnet_of(id);
        if let Err(reason) = self.pass_between(from, subnet, &mut flight) {
            return self.drop(flight, reason);
        }
        self.hand_to(id, flight);
    }

    /// A packet handed to an interface in its subnet.
    fn hand_to(&mut self, id: InterfaceId, mut flight: Flight) {
        let interface = &self.oracle.aws().interfaces[id.0 as usize];
        if interface.addresses.contains(&flight.packet.destination()) {
            self.arrive(id, flight);
        } else {
            match self.pass_groups(id, Ingress, &mut flight) {
                Ok(()) if interface.source_dest_check => self.drop(flight, Reason::SourceDestCheck),
                Ok(()) => self.at_appliance(id, flight),
                Err(reason) => self.drop(flight, reason),
            }
        }
    }

    fn go_to_nat(&mut self, from: SubnetId, id: NatGatewayId, mut flight: Flight) {
        let subnet = self.oracle.aws().nat_gateways[id.0 as usize].subnet;
        match self.pass_between(from, subnet, &mut flight) {
            Ok(()) => self.at_nat(id, flight),
            Err(reason) => self.drop(flight, reason),
        }
    }

    /// The ACLs between two subnets; none inside one.
    fn pass_between(&self, from: SubnetId, to: SubnetId, flight: &mut Flight) -> Result<(), Reason> {
        if from == to {
            return Ok(());
        }
        self.pass_acl(from, Egress, flight)?;
        self.pass_acl(to, Ingress, flight)
    }

    /// To whatever has the destination on the link of `subnet`.
    fn link(&mut self, subnet: SubnetId, mut flight: Flight) {
        flight.step(Step::Link(subnet));
        let destination = flight.packet.destination();
        if let Some(id) = self.oracle.owner(self.oracle.vpc_of(subnet), destination) {
            return self.arrive(id, flight);
        }
        let gateways = &self.oracle.aws().nat_gateways;
        let nat = (0..gateways.len()).map(|at| NatGatewayId(at as u32)).find(|id| {
            gateways[id.0 as usize].subnet == subnet && self.address_of(*id, &flight) == Some(destination)
        });
        match nat {
            Some(id) => self.at_nat(id, flight),
            None => self.drop(flight, Reason::NoSuchAddress),
        }
    }

    fn arrive(&mut self, id: InterfaceId, mut flight: Flight) {
        if self.oracle.balancer(id, &[LoadBalancerKind::Network]).is_some() {
            return self.at_balancer(id, flight);
        }
        if self.oracle.balancer(id, &[LoadBalancerKind::Gateway]).is_some() {
            return self.drop(flight, Reason::NoListener);
        }
        match self.pass_groups(id, Ingress, &mut flight) {
            Ok(()) if let Some(service) = self.oracle.service_of(id) => self.at_service(id, service, flight),
            Ok(()) if !self.listens(id, &flight.packet) => self.drop(flight, Reason::NoListener),
            Ok(()) => {
                if !self.oracle.aws().interfaces[id.0 as usize].source_dest_check {
                    if self.is_forwarded(id, &flight.packet) {
                        return self.at_appliance(id, flight);
                    }
                    // What is for the machine itself it may send on, too: a forwarded port.
                    if self.known.is_none() && !self.is_its_own(id) {
                        self.at_appliance(id, Flight { copies: flight.copies + 1, ..flight.clone() });
                        flight.copied = true;
                    }
                }
                flight.step(Step::Delivered(id));
                self.landed.push((End::Interface(id, flight.packet), flight));
            }
            Err(reason) => self.drop(flight, reason),
        }
    }

    /// A packet handed to a NAT gateway, by a route to it or because it is for its own address.
    fn at_nat(&mut self, id: NatGatewayId, mut flight: Flight) {
        flight.facts.nat = true;
        let gateway = &self.oracle.aws().nat_gateways[id.0 as usize];
        if self.known.is_some() {
            let Some(crossing) = self.crossing(Hop::Nat(id), &flight.packet) else {
                return self.drop(flight, Reason::ReplyOtherPath);
            };
            let back =
                reply_to(&crossing.before).expect("what had a reply behind the gateway has one before it");
            flight.step(Step::Nat(id));
            flight.rewrite(back.source(), back.destination(), back.transport());
            return self.send_in(gateway.subnet, true, flight);
        }
        let before = flight.packet;
        let is_again = |crossing: &Crossing| {
            crossing.hop == Hop::Nat(id) && crossing.before.destination() == before.destination()
        };
        if flight.crossed.iter().any(is_again) {
            return self.drop(flight, Reason::RouteLoop);
        }
        if gateway.address == Some(before.destination()) {
            return self.drop(flight, Reason::NatUnsolicited);
        }
        let addresses = self.oracle.choices.addresses(id.0 as usize);
        let Some((destination, transport)) = as_ipv4(&before).filter(|_| !addresses.is_empty()) else {
            return self.drop(flight, Reason::NatProtocol);
        };
        for &address in addresses {
            for transport in self.translations(transport) {
                let mut translated = flight.clone();
                translated.step(Step::Nat(id));
                translated.rewrite(address, destination, transport);
                translated.chosen.push((id, address));
                translated.cross(Hop::Nat(id), before);
                self.send_in(gateway.subnet, true, translated);
            }
        }
    }

    /// What a NAT gateway may make of ports: any source port from 1024 on, ICMP as it is.
    fn translations(&self, transport: Transport) -> Vec<Transport> {
        let ports = self.oracle.choices.ports().iter();
        match transport {
            Transport::Tcp { destination, .. } => {
                ports.map(|&source| Transport::Tcp { source, destination }).collect()
            }
            Transport::Udp { destination, .. } => {
                ports.map(|&source| Transport::Udp { source, destination }).collect()
            }
            Transport::Icmp { .. } | Transport::Other(_) => vec![transport],
        }
    }

    /// Out of `vpc` by its internet gateway, which gives IPv4 packets their public source.
    fn out_by_internet_gateway(&mut self, vpc: VpcId, is_nat: bool, mut flight: Flight) {
        let Some(gateway) = self.oracle.internet_gateway(vpc) else {
            return self.drop(flight, Reason::NoInternetGateway);
        };
        if let Err(reason) = self.may_go_out(vpc, is_nat, false, &mut flight) {
            return self.drop(flight, reason);
        }
        flight.step(Step::OutBy(gateway));
        let packet = flight.packet;
        if packet.family() == Family::V6 {
            return if self.may_leave(vpc, packet.source()) && !self.oracle.is_internal(vpc, packet.source()) {
                self.cross_internet(flight)
            } else {
                self.drop(flight, Reason::NoPublicAddress)
            };
        }
        let publics = self.publics_of(vpc, packet.source(), &flight);
        if publics.is_empty() {
            return self.drop(flight, Reason::NoPublicAddress);
        }
        for public in publics {
            let mut rewritten = flight.clone();
            rewritten.rewrite(public, packet.destination(), packet.transport());
            self.cross_internet(rewritten);
        }
    }

    /// The public addresses that a private one of `vpc` may get: one for an interface's, any of a NAT gateway's.
    fn publics_of(&self, vpc: VpcId, private: IpAddr, flight: &Flight) -> Vec<IpAddr> {
        let aws = self.oracle.aws();
        if let Some(id) = self.oracle.owner(vpc, private) {
            if aws.balancer_of(&aws.interfaces[id.0 as usize]).is_some() {
                // It answers there, and opens no connection.
                let own = self.oracle.fronts.iter().filter(|_| self.known.is_some());
                let own = own.filter(|(_, front)| **front == Front::Interface(id, private));
                return own.map(|(public, _)| *public).collect();
            }
            let mappings = aws.interfaces[id.0 as usize].public.iter();
            return mappings
                .filter(|mapping| mapping.private == private)
                .map(|mapping| mapping.public)
                .collect();
        }
        let crossed = flight.chosen.iter().find(|(id, address)| {
            *address == private && self.oracle.vpc_of(aws.nat_gateways[id.0 as usize].subnet) == vpc
        });
        crossed.map(|(id, _)| aws.nat_gateways[id.0 as usize].public.clone()).unwrap_or_default()
    }

    /// Whether a gateway of `vpc` sends an IPv6 packet with this source out: not one of another VPC.
    fn may_leave(&self, vpc: VpcId, source: IpAddr) -> bool {
        is_global(source) && self.oracle.vpc_with(source).is_none_or(|theirs| theirs == vpc)
    }

    fn out_by_egress_only(&mut self, id: EgressOnlyGatewayId, mut flight: Flight) {
        let vpc = self.oracle.aws().egress_only_gateways[id.0 as usize].vpc;
        if let Err(reason) = self.may_go_out(vpc, false, true, &mut flight) {
            return self.drop(flight, reason);
        }
        if flight.packet.family() == Family::V4 || !self.may_leave(vpc, flight.packet.source()) {
            return self.drop(flight, Reason::NoPublicAddress);
        }
        let hop = Hop::EgressOnly(id);
        if self.known.is_some() {
            if self.crossing(hop, &flight.packet).is_none() {
                return self.drop(flight, Reason::ReplyOtherPath);
            }
            flight.step(Step::Tracked(hop));
        } else {
            flight.step(Step::OutByEgressOnly(id));
            flight.cross(hop, flight.packet);
        }
        self.cross_internet(flight);
    }

    /// A packet outside every VPC, with addresses as the internet sees them.
    fn cross_internet(&mut self, mut flight: Flight) {
        if let Some(id) = self.endpoint_of(&flight.packet) {
            return self.back_by_endpoint(id, flight);
        }
        let destination = flight.packet.destination();
        if self.known.is_some() && self.returned_to_site(&flight) {
            return;
        }
        if let Some(&front) = self.oracle.fronts.get(&destination) {
            return self.enter_by_public_address(front, flight);
        }
        match (self.oracle.vpc_with(destination), flight.packet.family()) {
            (Some(vpc), Family::V6) if is_global(destination) => self.enter_by_own_address(vpc, flight),
            (None, _) if is_global(destination) => {
                if let Some(site) = self.oracle.site_with(destination) {
                    return self.enter_by_site(site, flight);
                }
                flight.step(Step::DeliveredOutside(destination));
                self.landed.push((End::Outside(flight.packet), flight));
            }
            _ => self.drop(flight, Reason::PrivateDestination),
        }
    }

    fn enter_by_public_address(&mut self, front: Front, mut flight: Flight) {
        let aws = self.oracle.aws();
        let (subnet, private) = match front {
            Front::RegionalNat(id) => return self.back_to_regional_nat(id, flight),
            Front::Interface(id, private) => (self.oracle.subnet_of(id), Some(private)),
            Front::Nat(id) => (aws.nat_gateways[id.0 as usize].subnet, self.address_of(id, &flight)),
        };
        let vpc = self.oracle.vpc_of(subnet);
        let Some(gateway) = self.oracle.internet_gateway(vpc) else {
            return self.drop(flight, Reason::NoInternetGateway);
        };
        flight.step(Step::InBy(gateway));
        let Some(private) = private else {
            // A NAT gateway that the flow has not crossed: whatever its private address is, it drops this.
            flight.facts.nat = true;
            return self.drop(flight, Reason::NatUnsolicited);
        };
        let packet = flight.packet;
        flight.rewrite(packet.source(), private, packet.transport());
        match front {
            Front::Interface(..) => self.come_in(gateway, flight),
            Front::Nat(_) | Front::RegionalNat(_) => self.enter_subnet(vpc, flight),
        }
    }

    fn enter_by_own_address(&mut self, vpc: VpcId, mut flight: Flight) {
        if let Some(gateway) = self.oracle.internet_gateway(vpc) {
            flight.step(Step::InBy(gateway));
            if self.oracle.is_internal(vpc, flight.packet.destination()) {
                return self.drop(flight, Reason::NoPublicAddress);
            }
            return self.come_in(gateway, flight);
        }
        let Some(gateway) = self.oracle.egress_only_gateway(vpc) else {
            return self.drop(flight, Reason::NoInternetGateway);
        };
        let hop = Hop::EgressOnly(gateway);
        if self.crossing(hop, &flight.packet).is_none() {
            return self.drop(flight, Reason::EgressOnlyGateway);
        }
        flight.step(Step::Tracked(hop));
        self.enter_subnet(vpc, flight);
    }

    /// The groups of an interface: a reply passes only if they know its flow, anything else by their rules.
    fn pass_groups(&self, id: InterfaceId, direction: Direction, flight: &mut Flight) -> Result<(), Reason> {
        let hop = Hop::Groups(id);
        if self.known.is_some() {
            self.crossing(hop, &flight.packet).ok_or(Reason::ReplyOtherPath)?;
            flight.step(Step::Tracked(hop));
            return Ok(());
        }
        if direction == Egress && self.oracle.answers_only(id) {
            return Err(Reason::EndpointAnswersOnly);
        }
        let mut judged = self.oracle.ask_groups(id, direction, &flight.packet, flight.came);
        judged.by_reference |=
            direction == Ingress && self.oracle.refers_to(id, &flight.packet, &flight.carries);
        if !judged.allowed() {
            flight.facts.reference_dropped |= judged.reference_missed;
            return Err(Reason::SgNoRule);
        }
        flight.facts.reference_passed |= !judged.by_prefix;
        flight.step(Step::Groups(id, direction));
        flight.cross(hop, flight.packet);
        Ok(())
    }

    pub(super) fn pass_acl(
        &self,
        subnet: SubnetId,
        direction: Direction,
        flight: &mut Flight,
    ) -> Result<(), Reason> {
        let answer = self.oracle.ask_acl(subnet, direction, &flight.packet);
        if self.known.is_some() {
            flight.facts.acl_dropped_reply |= answer.is_err();
            flight.facts.acl_passed_reply |= answer.is_ok() && self.oracle.acl_of(subnet).is_some();
        }
        flight.step(Step::Acl(subnet, direction));
        answer
    }

    /// What `hop` remembers of the flow that `reply` answers, if it has seen it.
    fn crossing(&self, hop: Hop, reply: &Packet) -> Option<Crossing> {
        let known = self.known.unwrap_or_default().iter();
        known.copied().find(|crossing| crossing.hop == hop && reply_to(&crossing.after) == Some(*reply))
    }

    /// The private address of a NAT gateway, as written or as chosen for this flight.
    fn address_of(&self, id: NatGatewayId, flight: &Flight) -> Option<IpAddr> {
        let chosen = flight.chosen.iter().find(|(crossed, _)| *crossed == id).map(|(_, address)| *address);
        chosen.or(self.oracle.aws().nat_gateways[id.0 as usize].address)
    }

    pub(super) fn drop(&mut self, mut flight: Flight, reason: Reason) {
        flight.step(Step::Dropped(reason));
        self.landed.push((End::Dropped(reason), flight));
    }
}
