//! NAT gateways of a Region: they stand in no subnet, and give what is routed to them a public address and a port.

use ringfence::Reason;
use ringfence::estate::aws::{PublicAccess, RegionalNatGatewayId};

use super::{Flight, Run, as_ipv4};
use crate::oracle::outcome::{Hop, Step};
use crate::oracle::reply::reply_to;

impl Run<'_, '_> {
    /// A packet that a table routes to it.
    pub(super) fn at_regional_nat(&mut self, id: RegionalNatGatewayId, mut flight: Flight) {
        flight.facts.nat = true;
        let gateway = &self.oracle.aws().regional_nat_gateways[id.0 as usize];
        let vpc = &self.oracle.aws().vpcs[gateway.vpc.0 as usize];
        if self.oracle.internet_gateway(gateway.vpc).is_none() {
            return self.drop(flight, Reason::NoInternetGateway);
        }
        let shut = vpc.blocked.is_some_and(|(_, blocked)| blocked == PublicAccess::Bidirectional);
        if shut && vpc.exclusion.is_none() {
            return self.drop(flight, Reason::PublicAccessBlocked);
        }
        if self.known.is_some() {
            return self.drop(flight, Reason::ReplyOtherPath);
        }
        let before = flight.packet;
        let Some((destination, transport)) = as_ipv4(&before) else {
            return self.drop(flight, Reason::NatProtocol);
        };
        for &public in &gateway.public {
            for transport in self.translations(transport) {
                let mut translated = flight.clone();
                translated.step(Step::RegionalNat(id));
                translated.rewrite(public, destination, transport);
                translated.cross(Hop::RegionalNat(id), before);
                self.cross_internet(translated);
            }
        }
    }

    /// A packet from outside for one of its public addresses.
    pub(super) fn back_to_regional_nat(&mut self, id: RegionalNatGatewayId, mut flight: Flight) {
        let vpc = self.oracle.aws().regional_nat_gateways[id.0 as usize].vpc;
        if self.oracle.internet_gateway(vpc).is_none() {
            return self.drop(flight, Reason::NoInternetGateway);
        }
        flight.facts.nat = true;
        let Some(crossing) = self.crossing(Hop::RegionalNat(id), &flight.packet) else {
            return self.drop(flight, Reason::NatUnsolicited);
        };
        let back = reply_to(&crossing.before).expect("what had a reply behind the gateway has one before it");
        flight.step(Step::RegionalNat(id));
        flight.rewrite(back.source(), back.destination(), back.transport());
        self.enter_subnet(vpc, flight);
    }
}
