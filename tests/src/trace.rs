//! Flows and the oracle's ways in words.

use std::fmt::{self, Write};

use ringfence::estate::aws::{InterfaceId, RouteTarget, SubnetId};
use ringfence::estate::{Estate, ObjectId};
use ringfence::{Packet, Transport};

use crate::oracle::{Destination, Direction, Flow, FlowAnswer, Hop, Outcome, Sender, Step};

/// The flow on one line: `web-1 203.0.113.9 -> db 10.0.3.10 : tcp 40000 > 5432`.
#[must_use]
pub fn flow_line(estate: &Estate, flow: &Flow) -> String {
    let from = match flow.sender {
        Sender::Interface(id) => interface(estate, id),
        Sender::Site(site) => name(estate, estate.sites[site].object),
        Sender::Outside => "internet".to_owned(),
    };
    let to = match flow.destination {
        Destination::Interface(id, _) => interface(estate, id),
        Destination::Site(site, _) => name(estate, estate.sites[site].object),
        Destination::Outside(_) => "internet".to_owned(),
        Destination::Front(_) => "front".to_owned(),
        Destination::Nobody(_) => "nobody".to_owned(),
    };
    let (source, destination) = (flow.source, flow.destination.address());
    format!("{from} {source} -> {to} {destination} : {}", transport(flow.transport))
}

/// Every packet of a flow with every outcome, hop by hop.
///
/// # Errors
/// Those of `f`.
pub fn write_answer(f: &mut fmt::Formatter<'_>, estate: &Estate, answer: &FlowAnswer) -> fmt::Result {
    /// Outcomes that are shown of one packet; a NAT gateway's ports make many that are alike.
    const SHOWN: usize = 12;
    for (sent, outcomes) in &answer.sent {
        writeln!(f, "  sent {}", packet(sent))?;
        for outcome in outcomes.iter().take(SHOWN) {
            writeln!(f, "    {}{}", line(estate, &outcome.forward), verdict_of(outcome))?;
            if !outcome.reply.is_empty() {
                writeln!(f, "      reply {}", line(estate, &outcome.reply))?;
            }
        }
        if let Some(more) = outcomes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            writeln!(f, "    and {more} more")?;
        }
    }
    Ok(())
}

fn verdict_of(outcome: &Outcome) -> &'static str {
    if outcome.answered { " (answered)" } else { "" }
}

fn line(estate: &Estate, steps: &[Step]) -> String {
    let mut line = String::new();
    for (at, step) in steps.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(line, "{comma}{}", step_words(estate, *step));
    }
    line
}

fn step_words(estate: &Estate, step: Step) -> String {
    let aws = &estate.aws;
    match step {
        Step::Packet(at_hand) => format!("[{}]", packet(&at_hand)),
        Step::Groups(id, direction) => format!("groups of {} {}", interface(estate, id), word(direction)),
        Step::Tracked(Hop::Groups(id)) => format!("known to groups of {}", interface(estate, id)),
        Step::Tracked(Hop::Nat(id)) => {
            format!("known to {}", name(estate, aws.nat_gateways[id.0 as usize].object))
        }
        Step::Tracked(Hop::EgressOnly(id)) => {
            format!("known to {}", name(estate, aws.egress_only_gateways[id.0 as usize].object))
        }
        Step::Tracked(Hop::Endpoint(id)) | Step::ByEndpoint(id) => {
            format!("by {}", name(estate, aws.endpoints[id.0 as usize].object))
        }
        Step::Tracked(Hop::Gwlb(id)) | Step::Inspected(id) => {
            format!("let through by {}", name(estate, aws.gwlb_endpoints[id.0 as usize].object))
        }
        Step::Tracked(Hop::PublicAccess(id)) => format!("known to go out of {}", subnet(estate, id)),
        Step::Edge(id, target) => {
            let gateway = name(estate, aws.internet_gateways[id.0 as usize].object);
            format!("table of {gateway} to {}", target_words(estate, target))
        }
        Step::Tracked(Hop::RegionalNat(id)) | Step::RegionalNat(id) => {
            format!("by {}", name(estate, aws.regional_nat_gateways[id.0 as usize].object))
        }
        Step::Acl(id, direction) => format!("ACL of {} {}", subnet(estate, id), word(direction)),
        Step::Route(id, target) => {
            format!("table of {} to {}", subnet(estate, id), target_words(estate, target))
        }
        Step::Link(id) => format!("link of {}", subnet(estate, id)),
        Step::Over(id) => format!("over {}", name(estate, aws.peerings[id.0 as usize].object)),
        Step::Nat(id) => format!("translated by {}", name(estate, aws.nat_gateways[id.0 as usize].object)),
        Step::OutBy(id) => format!("out by {}", name(estate, aws.internet_gateways[id.0 as usize].object)),
        Step::InBy(id) => format!("in by {}", name(estate, aws.internet_gateways[id.0 as usize].object)),
        Step::OutByEgressOnly(id) => {
            format!("out by {}", name(estate, aws.egress_only_gateways[id.0 as usize].object))
        }
        Step::VpnGateway(id) => format!("at {}", name(estate, aws.vpn_gateways[id.0 as usize].object)),
        Step::Line(at) => format!("by {}", name(estate, estate.lines[at].object)),
        Step::Site(at, direction) => {
            format!("firewall of {} {}", name(estate, estate.sites[at].object), word(direction))
        }
        Step::AtSite(at) => format!("delivered to {}", name(estate, estate.sites[at].object)),
        Step::Tracked(Hop::Site(at)) => format!("known to {}", name(estate, estate.sites[at].object)),
        Step::Delivered(id) => format!("delivered to {}", interface(estate, id)),
        Step::DeliveredOutside(_) => "delivered outside".to_owned(),
        Step::Tracked(
            Hop::Appliance(_)
            | Hop::OutOfSite(_)
            | Hop::IntoSite(_)
            | Hop::VpnGateway(_)
            | Hop::Attachment(..),
        ) => {
            unreachable!("it is no filter")
        }
        Step::Transit(id) => format!("at {}", name(estate, aws.transit_gateways[id.0 as usize].object)),
        Step::TransitTo(id, to) => {
            let attachment = name(estate, aws.transit_attachments[id.0 as usize].object);
            format!("by {attachment} into {}", subnet(estate, to))
        }
        Step::Tracked(Hop::PrivateLink(id)) | Step::ByPrivateLink(id) => {
            format!("by PrivateLink of {}", interface(estate, id))
        }
        Step::Tracked(Hop::Balancer(_)) => unreachable!("a load balancer is no filter"),
        Step::Balanced(id) => format!("balanced by {}", interface(estate, id)),
        Step::Sent(id) => format!("sent on by {}", interface(estate, id)),
        Step::Kept(id) => format!("kept by {}", interface(estate, id)),
        Step::Dropped(reason) => format!("dropped: {}", reason.as_str()),
    }
}

fn target_words(estate: &Estate, target: RouteTarget) -> String {
    let aws = &estate.aws;
    match target {
        RouteTarget::Local => "local".to_owned(),
        RouteTarget::InternetGateway(id) => name(estate, aws.internet_gateways[id.0 as usize].object),
        RouteTarget::EgressOnlyGateway(id) => name(estate, aws.egress_only_gateways[id.0 as usize].object),
        RouteTarget::VpnGateway(id) => name(estate, aws.vpn_gateways[id.0 as usize].object),
        RouteTarget::TransitGateway(id) => name(estate, aws.transit_gateways[id.0 as usize].object),
        RouteTarget::NatGateway(id) => name(estate, aws.nat_gateways[id.0 as usize].object),
        RouteTarget::Peering(id) => name(estate, aws.peerings[id.0 as usize].object),
        RouteTarget::Interface(id) => interface(estate, id),
        RouteTarget::GwlbEndpoint(id) => name(estate, aws.gwlb_endpoints[id.0 as usize].object),
        RouteTarget::RegionalNatGateway(id) => name(estate, aws.regional_nat_gateways[id.0 as usize].object),
        RouteTarget::Endpoint(id) => name(estate, aws.endpoints[id.0 as usize].object),
        RouteTarget::Blackhole => "nowhere".to_owned(),
        RouteTarget::Unknown => "somewhere".to_owned(),
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Ingress => "ingress",
        Direction::Egress => "egress",
    }
}

fn interface(estate: &Estate, id: InterfaceId) -> String {
    name(estate, estate.aws.interfaces[id.0 as usize].object)
}

fn subnet(estate: &Estate, id: SubnetId) -> String {
    name(estate, estate.aws.subnets[id.0 as usize].object)
}

/// The name of an object behind those of what it stands in, but for the network.
fn name(estate: &Estate, id: ObjectId) -> String {
    let object = &estate.objects[id.0 as usize];
    match object.parent.filter(|parent| estate.objects[parent.0 as usize].parent.is_some()) {
        Some(parent) => format!("{}.{}", name(estate, parent), object.name),
        None => object.name.clone(),
    }
}

fn packet(packet: &Packet) -> String {
    format!("{} > {} {}", packet.source(), packet.destination(), transport(packet.transport()))
}

fn transport(transport: Transport) -> String {
    match transport {
        Transport::Tcp { source, destination } => format!("tcp {source} > {destination}"),
        Transport::Udp { source, destination } => format!("udp {source} > {destination}"),
        Transport::Icmp { kind, code } => format!("icmp {kind} code {code}"),
        Transport::Other(protocol) => format!("protocol {}", protocol.0),
    }
}
