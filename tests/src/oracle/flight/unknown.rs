//! Over routes of which the estate does not say where they lead: to where they lead in this world.

use ringfence::Reason;

use super::{Flight, Run};
use crate::oracle::world::{Lead, UnknownRoute};

impl Run<'_, '_> {
    /// A packet that such a route sends on goes as it is.
    pub(super) fn by_unknown_route(&mut self, route: UnknownRoute, mut flight: Flight) {
        flight.facts.appliance = true;
        if flight.beyond.contains(&(route, flight.packet)) {
            return self.drop(flight, Reason::RouteLoop);
        }
        flight.beyond.push((route, flight.packet));
        match self.oracle.world.leads.get(&route) {
            None => self.drop(flight, Reason::NoRoute),
            Some(Lead::Vpc(vpc)) => {
                let ranges = &self.oracle.aws().vpcs[vpc.0 as usize].prefixes;
                if ranges.iter().any(|range| range.contains(flight.packet.destination())) {
                    self.enter_subnet(*vpc, flight);
                } else {
                    self.drop(flight, Reason::NoRoute);
                }
            }
            Some(Lead::Out { answered, .. } | Lead::Site { answered, .. }) => match self.wanted {
                // Nobody sees the way that a reply takes from here.
                Some(wanted) if *answered => self.landed.push((wanted, flight)),
                Some(_) => self.drop(flight, Reason::NoRoute),
                None => {
                    flight.answered = Some(*answered);
                    match self.oracle.world.leads.get(&route) {
                        Some(Lead::Site { site, .. }) => self.enter_from_beyond(*site, flight),
                        Some(Lead::Out { source, .. }) if flight.packet.source().is_ipv4() => {
                            flight.rewrite(*source, flight.packet.destination(), flight.packet.transport());
                            self.cross_internet(flight);
                        }
                        _ => self.cross_internet(flight),
                    }
                }
            },
        }
    }
}
