//! Endpoint services, as the PrivateLink guide has them: what comes to an interface of an endpoint goes to the network load
//! balancer of its service, in the provider's VPC, where a target never sees the client; what is routed to a Gateway Load
//! Balancer endpoint goes to the targets of one.

use std::collections::BTreeMap;

use ringfence::estate::aws::{
    EndpointServiceId, GwlbEndpointId, InterfaceId, InterfaceOwner, LoadBalancerKind, SubnetId,
};
use ringfence::{Family, Reason};

use super::{Came, Flight, Ingress, Run};
use crate::oracle::Oracle;
use crate::oracle::load_balancer::to_port;
use crate::oracle::outcome::{Hop, Step, Toward};
use crate::oracle::reply::reply_to;

impl Oracle<'_> {
    /// The service that an interface of an endpoint leads to.
    pub(in crate::oracle) fn service_of(&self, id: InterfaceId) -> Option<EndpointServiceId> {
        match self.aws().interfaces[id.0 as usize].owner {
            InterfaceOwner::Endpoint(endpoint) => self.aws().endpoints[endpoint.0 as usize].service,
            _ => None,
        }
    }

    /// The interfaces of a service's load balancers that what is in a subnet leads to: those of its zone, or any where none is in it.
    pub(in crate::oracle) fn behind(&self, service: EndpointServiceId, from: SubnetId) -> Vec<InterfaceId> {
        let aws = self.aws();
        let balancers = &aws.endpoint_services[service.0 as usize].balancers;
        let owners = balancers.iter().map(|id| InterfaceOwner::LoadBalancer(*id)).collect::<Vec<_>>();
        let all = crate::oracle::interfaces(aws).filter(|(_, one)| owners.contains(&one.owner));
        let zone = |subnet: SubnetId| aws.subnets[subnet.0 as usize].zone.as_deref();
        let (near, far): (Vec<_>, Vec<_>) = all.partition(|(_, one)| zone(one.subnet) == zone(from));
        let used = if near.is_empty() { far } else { near };
        used.into_iter().map(|(id, _)| id).collect()
    }

    /// Whether some appliance is behind a Gateway Load Balancer endpoint, as far as the estate has what it leads to.
    pub(super) fn has_appliance(&self, id: GwlbEndpointId) -> bool {
        let endpoint = &self.aws().gwlb_endpoints[id.0 as usize];
        endpoint.service.is_none_or(|service| {
            self.behind(service, endpoint.subnet).into_iter().any(|node| {
                let balancer = self.balancer(node, &[LoadBalancerKind::Gateway]).expect("one of a service");
                balancer.listeners.iter().any(|listener| self.has_target(node, listener))
            })
        })
    }
}

impl Run<'_, '_> {
    /// A packet that the groups of an endpoint's interface let in.
    pub(super) fn at_service(&mut self, id: InterfaceId, service: EndpointServiceId, mut flight: Flight) {
        let before = flight.packet;
        flight.step(Step::ByPrivateLink(id));
        flight.cross(Hop::PrivateLink(id), before);
        flight.by = Some((id, before));
        // The groups of the load balancer see the client's address, which no reference stands for.
        flight.came = Came::Otherwise;
        flight.carries.clear();
        let mut by_balancer: BTreeMap<InterfaceOwner, Vec<InterfaceId>> = BTreeMap::new();
        for node in self.oracle.behind(service, self.oracle.subnet_of(id)) {
            let owner = self.oracle.aws().interfaces[node.0 as usize].owner;
            by_balancer.entry(owner).or_default().push(node);
        }
        for nodes in by_balancer.into_values() {
            self.at_provider(&nodes, flight.clone());
        }
    }

    /// At one load balancer of a service, by some of its interfaces.
    fn at_provider(&mut self, nodes: &[InterfaceId], mut flight: Flight) {
        let before = flight.packet;
        let balancer =
            self.oracle.balancer(nodes[0], &[LoadBalancerKind::Network]).expect("one of a service");
        let has_groups = !self.oracle.aws().interfaces[nodes[0].0 as usize].groups.is_empty();
        if has_groups
            && balancer.rules_on_private_link
            && let Err(reason) = self.pass_groups(nodes[0], Ingress, &mut flight)
        {
            return self.drop(flight, reason);
        }
        let Some(listener) = self.oracle.listener(balancer, &before) else {
            return self.drop(flight, Reason::NoListener);
        };
        let mut is_given = false;
        for &node in nodes {
            let own = self.oracle.some_addresses(node);
            let own = own.into_iter().find(|own| Family::of(*own) == before.family());
            let Some(own) = own else { continue };
            for one in self.oracle.given(node, listener, &before) {
                is_given = true;
                let mut flight = flight.clone();
                flight.toward = match one.to {
                    Some(id) => Some(Toward::Interface(id)),
                    None => self.oracle.elsewhere(balancer.vpc, one.address),
                };
                flight.step(Step::Balanced(node));
                // Whether clients keep their addresses makes no difference here.
                flight.came = Came::Directly;
                for transport in self.translations(to_port(before.transport(), one.port)) {
                    let mut flight = flight.clone();
                    flight.rewrite(own, one.address, transport);
                    self.give(node, before, flight);
                }
            }
        }
        if !is_given {
            self.drop(flight, Reason::NoTarget);
        }
    }

    /// The interface of an endpoint by which the flow came that this is the reply of, as the load balancer gives it back.
    pub(super) fn private_link_of(&self, flight: &Flight) -> Option<InterfaceId> {
        let known = self.known.unwrap_or_default().iter();
        let found = known.filter(|crossing| reply_to(&crossing.after) == Some(flight.packet));
        found
            .filter_map(|crossing| if let Hop::PrivateLink(id) = crossing.hop { Some(id) } else { None })
            .next()
    }
}
