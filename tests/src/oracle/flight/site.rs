//! Sites and the lines to them: what no line of a site's firewall decides is as this world says.

use ringfence::estate::aws::{Action, VpnGatewayId};
use ringfence::estate::{LineEnd, LineKind};
use ringfence::{Family, Reason};

use super::{Flight, Run};
use crate::oracle::outcome::{Direction, End, Hop, Step};
use crate::oracle::reply::reply_to;
use crate::oracle::world::{Forward, with_ports};

impl Run<'_, '_> {
    /// A machine of a site sends a packet: to another of the site, or out.
    pub(super) fn leave_site_machine(&mut self, site: usize, flight: Flight) {
        if !self.oracle.is_of_site(site, flight.packet.destination()) {
            return self.exit_site(site, flight);
        }
        let [from, to] = [flight.packet.source(), flight.packet.destination()];
        let parts = [from, to].map(|address| self.oracle.part(site, address));
        if parts[0] == parts[1] || self.oracle.world.site(site).inside {
            return self.at_site(site, flight);
        }
        self.drop(flight, Reason::SiteDeny);
    }

    /// A packet comes to a site.
    fn enter_site(&mut self, site: usize, mut flight: Flight) {
        if self.is_again(Hop::Site(site), &mut flight) {
            return self.drop(flight, Reason::RouteLoop);
        }
        match self.pass_site(site, Direction::Ingress, &mut flight) {
            Ok(()) if self.oracle.is_of_site(site, flight.packet.destination()) => self.at_site(site, flight),
            Ok(()) => self.exit_site(site, flight),
            Err(reason) => self.drop(flight, reason),
        }
    }

    /// A packet comes to a site by a way that is not in the estate.
    pub(super) fn enter_from_beyond(&mut self, site: usize, flight: Flight) {
        if self.oracle.is_of_site(site, flight.packet.destination()) {
            self.enter_site(site, flight);
        } else {
            self.drop(flight, Reason::NoRoute);
        }
    }

    fn at_site(&mut self, site: usize, mut flight: Flight) {
        flight.step(Step::AtSite(site));
        self.landed.push((End::Site(site, flight.packet), flight));
    }

    /// A packet leaves a site: by the lines that lead there, else by the site's own way to the internet, if it has one.
    fn exit_site(&mut self, site: usize, mut flight: Flight) {
        if let Err(reason) = self.pass_site(site, Direction::Egress, &mut flight) {
            return self.drop(flight, reason);
        }
        let lines = self.oracle.lines_to(LineEnd::Site(site), flight.packet.destination());
        if !lines.is_empty() {
            return self.by_any_line(&lines, &flight);
        }
        if self.known.is_some() {
            return match self.changed_back(Hop::IntoSite(site), &flight) {
                Some(back) => self.cross_internet(back),
                None => self.drop(flight, Reason::ReplyOtherPath),
            };
        }
        if flight.crossed.iter().any(|crossing| crossing.hop == Hop::OutOfSite(site)) {
            return self.drop(flight, Reason::RouteLoop);
        }
        let before = flight.packet;
        let fits = |address: &std::net::IpAddr| address.is_ipv4() == before.source().is_ipv4();
        let (sources, port) = &self.oracle.world.site(site).out;
        let Some(&source) = sources.iter().find(|address| fits(address)) else {
            return self.drop(flight, Reason::SiteDeny);
        };
        assert!(
            self.oracle.is_internet(source) || self.oracle.site_with(source) == Some(site),
            "{source} is another's"
        );
        flight.rewrite(source, before.destination(), with_ports(before.transport(), *port, None));
        flight.cross(Hop::OutOfSite(site), before);
        self.cross_internet(flight);
    }

    /// What comes to a public address of a site from the internet.
    pub(super) fn enter_by_site(&mut self, site: usize, mut flight: Flight) {
        if self.known.is_some() {
            return self.drop(flight, Reason::ReplyOtherPath);
        }
        if flight.crossed.iter().any(|crossing| crossing.hop == Hop::IntoSite(site)) {
            return self.drop(flight, Reason::RouteLoop);
        }
        let before = flight.packet;
        match &self.oracle.world.site(site).forward {
            Forward::Nothing => return self.drop(flight, Reason::SiteDeny),
            Forward::Unchanged => {}
            Forward::To(address, port) => {
                if address.is_ipv4() == before.source().is_ipv4() {
                    assert!(self.oracle.is_of_site(site, *address), "{address} is not the site's");
                    flight.rewrite(before.source(), *address, with_ports(before.transport(), None, *port));
                }
            }
        }
        flight.cross(Hop::IntoSite(site), before);
        self.enter_site(site, flight);
    }

    /// The reply of a flow that left a site for the internet under another address.
    pub(super) fn returned_to_site(&mut self, flight: &Flight) -> bool {
        for site in 0..self.oracle.estate().sites.len() {
            if let Some(back) = self.changed_back(Hop::OutOfSite(site), flight) {
                self.enter_site(site, back);
                return true;
            }
        }
        false
    }

    /// A packet at a VPN gateway, handed to it by a route table or another line.
    pub(super) fn out_by_vpn_gateway(&mut self, id: VpnGatewayId, mut flight: Flight) {
        flight.step(Step::VpnGateway(id));
        if self.is_again(Hop::VpnGateway(id), &mut flight) {
            return self.drop(flight, Reason::RouteLoop);
        }
        let lines = self.oracle.lines_to(LineEnd::VpnGateway(id), flight.packet.destination());
        if lines.is_empty() {
            return self.drop(flight, Reason::NoLine);
        }
        self.by_any_line(&lines, &flight);
    }

    fn by_any_line(&mut self, lines: &[(usize, usize)], flight: &Flight) {
        for &(line, to) in lines {
            self.by_line(line, to, flight.clone());
        }
    }

    pub(super) fn by_line(&mut self, line: usize, to: usize, mut flight: Flight) {
        flight.step(Step::Line(line));
        let written = &self.oracle.estate().lines[line];
        let at_gateway = written.ends.iter().any(|end| matches!(end, LineEnd::VpnGateway(_)));
        if written.kind == LineKind::Vpn && at_gateway && flight.packet.family() == Family::V6 {
            return self.drop(flight, Reason::VpnIpv4Only);
        }
        match written.ends[to] {
            LineEnd::Site(site) => self.enter_site(site, flight),
            LineEnd::TransitGateway(_) => match self.oracle.attachment_of_line(line) {
                // It stands in no zone.
                Some(attachment) => self.at_transit_gateway(attachment, None, flight),
                None => self.drop(flight, Reason::NoTgwRouteTable),
            },
            LineEnd::VpnGateway(id) => {
                flight.step(Step::VpnGateway(id));
                let vpc = self.oracle.aws().vpn_gateways[id.0 as usize].vpc;
                let ranges = &self.oracle.aws().vpcs[vpc.0 as usize].prefixes;
                if ranges.iter().any(|range| range.contains(flight.packet.destination())) {
                    self.enter_subnet(vpc, flight);
                } else {
                    self.out_by_vpn_gateway(id, flight);
                }
            }
        }
    }

    /// The firewall of a site: replies to what it let through pass.
    fn pass_site(&self, site: usize, direction: Direction, flight: &mut Flight) -> Result<(), Reason> {
        let hop = Hop::Site(site);
        if self.known.is_some() {
            self.crossing(hop, &flight.packet).ok_or(Reason::ReplyOtherPath)?;
            flight.step(Step::Tracked(hop));
            return Ok(());
        }
        let conduct = self.oracle.world.site(site);
        let undecided = if direction == Direction::Ingress { conduct.lets_in } else { conduct.lets_out };
        let passes = match self.oracle.ask_site(site, direction, &flight.packet) {
            Some(action) => action == Action::Allow,
            None => {
                flight.facts.appliance = true;
                undecided
            }
        };
        if !passes {
            return Err(Reason::SiteDeny);
        }
        flight.step(Step::Site(site, direction));
        flight.cross(hop, flight.packet);
        Ok(())
    }

    /// The flight of a reply as it is before `hop`, which changed its flow.
    fn changed_back(&self, hop: Hop, flight: &Flight) -> Option<Flight> {
        let crossing = self.crossing(hop, &flight.packet)?;
        let back = reply_to(&crossing.before).expect("what had a reply behind has one before");
        let mut flight = flight.clone();
        flight.rewrite(back.source(), back.destination(), back.transport());
        Some(flight)
    }

    /// Whether the packet was here before as it is.
    fn is_again(&self, hop: Hop, flight: &mut Flight) -> bool {
        let here = (hop, flight.packet);
        let again = flight.seen.contains(&here);
        flight.seen.push(here);
        again
    }
}
