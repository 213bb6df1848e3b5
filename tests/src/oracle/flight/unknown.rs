//! Over routes of which the estate does not say where they lead: to where they lead in this world.

use ringfence::Reason;

use super::{Came, Flight, Run};
use crate::oracle::world::{Lead, UnknownRoute};

impl Run<'_, '_> {
    /// A packet that such a route sends on goes as it is.
    pub(super) fn by_unknown_route(&mut self, route: UnknownRoute, mut flight: Flight) {
        flight.facts.appliance = true;
        if flight.beyond.contains(&(route, flight.packet)) {
            return self.drop(flight, Reason::RouteLoop);
        }
        flight.beyond.push((route, flight.packet));
        let Some(lead) = self.oracle.world.leads.get(&route) else {
            return self.drop(flight, Reason::NoRoute);
        };
        let (Lead::Vpc { answered, .. } | Lead::Site { answered, .. } | Lead::Out { answered, .. }) = lead;
        if let Some(wanted) = self.wanted {
            // Nobody sees the way that a reply takes from here.
            return if *answered {
                self.landed.push((wanted, flight));
            } else {
                self.drop(flight, Reason::NoRoute);
            };
        }
        flight.answered = Some(*answered);
        match *lead {
            Lead::Vpc { vpc, source, refers, .. } => {
                let packet = flight.packet;
                if let Some(source) = source.filter(|_| packet.source().is_ipv4()) {
                    flight.rewrite(source, packet.destination(), packet.transport());
                }
                flight.carries.clear();
                flight.came = if refers { Came::Unseen } else { Came::Otherwise };
                let ranges = &self.oracle.aws().vpcs[vpc.0 as usize].prefixes;
                if ranges.iter().any(|range| range.contains(packet.destination())) {
                    self.enter_subnet(vpc, flight);
                } else {
                    self.drop(flight, Reason::NoRoute);
                }
            }
            Lead::Site { site, .. } => self.enter_from_beyond(site, flight),
            Lead::Out { source, .. } => {
                if flight.packet.source().is_ipv4() {
                    flight.rewrite(source, flight.packet.destination(), flight.packet.transport());
                }
                self.cross_internet(flight);
            }
        }
    }
}
