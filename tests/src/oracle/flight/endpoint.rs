//! Endpoints, as the PrivateLink guide has them: a gateway endpoint is a target of routes to the prefix list of a service, which its
//! own VPC alone can use; interface endpoints are interfaces at which a service takes connections.

use ringfence::estate::aws::{EndpointId, InterfaceId, InterfaceOwner};
use ringfence::{Packet, Reason};

use super::{Flight, Run};
use crate::oracle::Oracle;
use crate::oracle::outcome::{End, Hop, Step};

impl Oracle<'_> {
    /// Whether an interface is one of an endpoint, by which no service opens connections.
    pub(super) fn answers_only(&self, id: InterfaceId) -> bool {
        matches!(self.aws().interfaces[id.0 as usize].owner, InterfaceOwner::Endpoint(_))
    }
}

impl Run<'_, '_> {
    /// Out by a gateway endpoint to its service, at a public address, with the source that it has.
    pub(super) fn out_by_endpoint(&mut self, id: EndpointId, is_nat: bool, mut flight: Flight) {
        let aws = self.oracle.aws();
        let vpc = &aws.vpcs[aws.endpoints[id.0 as usize].vpc.0 as usize];
        if is_nat {
            return self.drop(flight, Reason::EndpointFromElsewhere);
        }
        if self.known.is_some() {
            return self.drop(flight, Reason::ReplyOtherPath);
        }
        if !vpc.prefixes.iter().any(|prefix| prefix.contains(flight.packet.source())) {
            return self.drop(flight, Reason::EndpointFromElsewhere);
        }
        flight.step(Step::ByEndpoint(id));
        flight.cross(Hop::Endpoint(id), flight.packet);
        let destination = flight.packet.destination();
        if !self.oracle.is_internet(destination) {
            return self.drop(flight, Reason::NoSuchAddress);
        }
        flight.step(Step::DeliveredOutside(destination));
        self.landed.push((End::Outside(flight.packet), flight));
    }

    /// The endpoint by which the flow went out that a packet from outside answers.
    pub(super) fn endpoint_of(&self, packet: &Packet) -> Option<EndpointId> {
        let all = (0..self.oracle.aws().endpoints.len()).map(|at| EndpointId(at as u32));
        all.into_iter().find(|id| self.crossing(Hop::Endpoint(*id), packet).is_some())
    }

    /// What a service answers comes back by the endpoint into the VPC.
    pub(super) fn back_by_endpoint(&mut self, id: EndpointId, mut flight: Flight) {
        flight.step(Step::Tracked(Hop::Endpoint(id)));
        self.enter_subnet(self.oracle.aws().endpoints[id.0 as usize].vpc, flight);
    }
}
