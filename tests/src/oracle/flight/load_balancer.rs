//! What network load balancers do with packets, and what the others send.

use ringfence::estate::aws::{InterfaceId, LoadBalancerKind, SubnetId};
use ringfence::{Packet, Reason};

use super::{Came, Egress, Flight, Ingress, Run};
use crate::oracle::load_balancer::to_port;
use crate::oracle::outcome::{Hop, Step, Toward};
use crate::oracle::reply::reply_to;

impl Run<'_, '_> {
    /// Whether a load balancer opens the connection that a first packet stands for; machines open any.
    pub(super) fn may_open(&self, id: InterfaceId, packet: &Packet) -> bool {
        use LoadBalancerKind::{Application, Classic, Gateway, Network};
        if self.known.is_some() {
            return true;
        }
        match self.oracle.balancer(id, &[Application, Classic, Network, Gateway]) {
            Some(balancer) if matches!(balancer.kind, Network | Gateway) => false,
            Some(balancer) => self.oracle.opens(id, balancer, packet),
            None => true,
        }
    }

    /// Whether a load balancer that ends connections takes one; machines take any.
    pub(super) fn listens(&self, id: InterfaceId, packet: &Packet) -> bool {
        use LoadBalancerKind::{Application, Classic};
        let balancer = self.oracle.balancer(id, &[Application, Classic]);
        self.known.is_some() || balancer.is_none_or(|one| self.oracle.listener(one, packet).is_some())
    }

    /// The ACL of its subnet filters what a classic load balancer sends, also where that stays inside.
    pub(super) fn is_classic(&self, id: InterfaceId) -> bool {
        self.oracle.balancer(id, &[LoadBalancerKind::Classic]).is_some()
    }

    /// The interface of a network load balancer by which the flow came that this is the reply of.
    pub(super) fn given_by(&self, reply: &Packet) -> Option<InterfaceId> {
        let known = self.known.unwrap_or_default().iter();
        let found = known.filter(|crossing| reply_to(&crossing.after) == Some(*reply));
        found.filter_map(|crossing| if let Hop::Balancer(id) = crossing.hop { Some(id) } else { None }).next()
    }

    /// A reply that leaves a target in a subnet goes back to where its flow came by, not to where its table leads.
    pub(super) fn go_back(&mut self, subnet: SubnetId, node: InterfaceId, mut flight: Flight) {
        match self.pass_between(subnet, self.oracle.subnet_of(node), &mut flight) {
            Ok(()) => self.give_back(node, flight),
            Err(reason) => self.drop(flight, reason),
        }
    }

    fn give_back(&mut self, node: InterfaceId, mut flight: Flight) {
        let crossing = self.crossing(Hop::Balancer(node), &flight.packet).expect("it came by it");
        let back = reply_to(&crossing.before).expect("what had a reply behind it has one before it");
        flight.step(Step::Balanced(node));
        flight.rewrite(back.source(), back.destination(), back.transport());
        if let Some(endpoint) = self.private_link_of(&flight) {
            flight.step(Step::ByPrivateLink(endpoint));
            return self.leave_interface(endpoint, flight);
        }
        self.send_in(self.oracle.subnet_of(node), false, flight);
    }

    /// A packet for an address of a network load balancer.
    pub(super) fn at_balancer(&mut self, node: InterfaceId, mut flight: Flight) {
        if self.known.is_some() {
            return match self.crossing(Hop::Balancer(node), &flight.packet) {
                Some(_) => self.give_back(node, flight),
                None => self.drop(flight, Reason::ReplyOtherPath),
            };
        }
        let interface = &self.oracle.aws().interfaces[node.0 as usize];
        if !interface.groups.is_empty()
            && let Err(reason) = self.pass_groups(node, Ingress, &mut flight)
        {
            return self.drop(flight, reason);
        }
        let balancer = self.oracle.balancer(node, &[LoadBalancerKind::Network]).expect("it is one");
        let Some(listener) = self.oracle.listener(balancer, &flight.packet) else {
            return self.drop(flight, Reason::NoListener);
        };
        let before = flight.packet;
        let given = self.oracle.given(node, listener, &before);
        if given.is_empty() {
            return self.drop(flight, Reason::NoTarget);
        }
        for one in given {
            let mut flight = flight.clone();
            flight.by = Some((node, before));
            flight.toward = match one.to {
                Some(id) => Some(Toward::Interface(id)),
                None => self.oracle.elsewhere(balancer.vpc, one.address),
            };
            flight.step(Step::Balanced(node));
            let transport = to_port(before.transport(), one.port);
            if one.keeps_client {
                if before.source() == one.address {
                    self.drop(flight, Reason::NotForwarded);
                    continue;
                }
                flight.rewrite(before.source(), one.address, transport);
                if !interface.groups.is_empty() {
                    let vpc = self.oracle.vpc_of(interface.subnet);
                    flight.carries = interface.groups.iter().map(|group| (*group, vpc)).collect();
                }
                self.give(node, before, flight);
                continue;
            }
            let own = interface.addresses.iter().find(|own| own.is_ipv4() == one.address.is_ipv4());
            let own = *own.expect("it was asked by one");
            flight.came = Came::Directly;
            flight.carries.clear();
            for transport in self.translations(transport) {
                let mut flight = flight.clone();
                flight.rewrite(own, one.address, transport);
                self.give(node, before, flight);
            }
        }
    }

    pub(super) fn give(&mut self, node: InterfaceId, before: Packet, mut flight: Flight) {
        flight.cross(Hop::Balancer(node), before);
        self.send_in(self.oracle.subnet_of(node), false, flight);
    }

    /// What a classic load balancer sends inside its own subnet.
    pub(super) fn pass_own_acl(&self, subnet: SubnetId, flight: &mut Flight) -> Result<(), Reason> {
        self.pass_acl(subnet, Egress, flight)
    }
}
