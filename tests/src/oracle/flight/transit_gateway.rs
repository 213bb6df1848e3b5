//! Over transit gateways: in by the attachment of a VPC, on by the table that is associated with it, out by another.
//!
//! A packet that reaches the gateway from a zone stays in that zone where it can (Amazon VPC, transit gateways: Availability
//! Zones). Where a zone is not written, the attachment is taken to be in it.

use ringfence::Reason;
use ringfence::estate::LineEnd;
use ringfence::estate::aws::{Attached, SubnetId, TransitAttachmentId, TransitGatewayId, TransitTarget};

use super::Direction::{Egress, Ingress};
use super::{Came, Flight, Run};
use crate::oracle::outcome::{Hop, Step};

impl Run<'_, '_> {
    /// A route to a transit gateway, of something in the subnet `from`.
    pub(super) fn go_to_transit_gateway(
        &mut self,
        from: SubnetId,
        gateway: TransitGatewayId,
        mut flight: Flight,
    ) {
        let oracle = self.oracle;
        let zone = &oracle.aws().subnets[from.0 as usize].zone;
        let vpc = oracle.vpc_of(from);
        let entrances = oracle.attachment_of(vpc, gateway).map(|id| {
            let subnets = oracle.attached_subnets(id);
            let here =
                subnets.iter().copied().filter(|subnet| zone.is_some() && oracle.zone(*subnet) == zone);
            let here: Vec<SubnetId> = here.collect();
            let perhaps =
                subnets.iter().copied().filter(|subnet| zone.is_none() || oracle.zone(*subnet).is_none());
            (id, if here.is_empty() { perhaps.collect() } else { here })
        });
        let Some((attachment, subnets)) = entrances.filter(|(_, subnets)| !subnets.is_empty()) else {
            return self.drop(flight, Reason::NoAttachmentInZone);
        };
        if let Err(reason) = self.pass_acl(from, Egress, &mut flight) {
            return self.drop(flight, reason);
        }
        // What comes from a machine in the very subnet of the gateway's interface is asked both ways.
        for subnet in subnets {
            let mut flight = flight.clone();
            match self.pass_acl(subnet, Ingress, &mut flight) {
                Ok(()) => {
                    let zone = oracle.zone(subnet).clone().or_else(|| zone.clone());
                    self.at_transit_gateway(attachment, zone, flight);
                }
                Err(reason) => self.drop(flight, reason),
            }
        }
    }

    /// A packet that comes to a transit gateway by an attachment.
    pub(super) fn at_transit_gateway(
        &mut self,
        id: TransitAttachmentId,
        zone: Option<String>,
        mut flight: Flight,
    ) {
        let aws = self.oracle.aws();
        let attachment = &aws.transit_attachments[id.0 as usize];
        flight.facts.transit = true;
        flight.step(Step::Transit(attachment.gateway));
        let been = (id, zone.clone(), flight.packet, flight.came);
        if flight.transits.contains(&been) {
            return self.drop(flight, Reason::RouteLoop);
        }
        flight.transits.push(been);
        let is_plain = flight.came == Came::Directly && flight.carries.is_empty();
        let carries = is_plain && self.oracle.carries_references(id);
        flight.came = if carries { Came::Across } else { Came::Otherwise };
        flight.carries.clear();
        let table = aws.transit_tables.iter().find(|table| table.associated.contains(&id));
        let Some(table) = table else { return self.drop(flight, Reason::NoTgwRouteTable) };
        let targets = self.oracle.transit_route(table, flight.packet.destination());
        if targets.is_empty() {
            return self.drop(flight, Reason::NoRoute);
        }
        for target in targets {
            match target {
                TransitTarget::Blackhole => self.drop(flight.clone(), Reason::Blackhole),
                TransitTarget::Unknown => {
                    let route = self.oracle.unknown_transit_route(table, flight.packet.destination());
                    self.by_unknown_route(route, flight.clone());
                }
                TransitTarget::Attachment(to) => self.leave_transit_gateway(to, zone.clone(), flight.clone()),
            }
        }
    }

    /// Out of a transit gateway, to what is attached.
    fn leave_transit_gateway(&mut self, id: TransitAttachmentId, zone: Option<String>, mut flight: Flight) {
        let oracle = self.oracle;
        let aws = oracle.aws();
        let attachment = &aws.transit_attachments[id.0 as usize];
        let (subnets, appliance_mode) = match &attachment.to {
            Attached::Vpc { subnets, appliance_mode, .. } => (subnets, *appliance_mode),
            Attached::TransitGateway(other) => {
                // The peering at its other end; the zone is left behind, and references with it.
                let back = Attached::TransitGateway(attachment.gateway);
                let peers = aws.transit_attachments.iter();
                let there = peers.zip(0..).find(|(peer, _)| peer.gateway == *other && peer.to == back);
                flight.came = Came::Otherwise;
                return match there {
                    Some((_, there)) => self.at_transit_gateway(TransitAttachmentId(there), None, flight),
                    None => self.drop(flight, Reason::NoTgwRouteTable),
                };
            }
            Attached::Line(line) => {
                let own = LineEnd::TransitGateway(attachment.gateway);
                let to = oracle.estate().lines[*line].ends.iter().position(|end| *end != own);
                return self.by_line(*line, to.expect("a line has two ends"), flight);
            }
        };
        if !oracle.carries_references(id) {
            flight.came = Came::Otherwise;
        }
        if subnets.is_empty() {
            return self.drop(flight, Reason::NoAttachmentInZone);
        }
        let known = subnets.iter().copied().find(|&subnet| {
            appliance_mode && self.crossing(Hop::Attachment(id, subnet), &flight.packet).is_some()
        });
        let here = subnets
            .iter()
            .copied()
            .find(|&subnet| !appliance_mode && zone.is_some() && *oracle.zone(subnet) == zone);
        let ways = known.or(here).map_or_else(|| subnets.clone(), |only| vec![only]);
        for subnet in ways {
            let mut flight = flight.clone();
            flight.step(Step::TransitTo(id, subnet));
            if appliance_mode && self.known.is_none() {
                flight.cross(Hop::Attachment(id, subnet), flight.packet);
            }
            // The gateway's interface there asks no ACL to send in its own subnet, and that of its subnet to send elsewhere.
            self.send_in(subnet, false, flight);
        }
    }
}
