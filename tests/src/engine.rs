//! The core as an engine to compare: asked by its public questions, believed by its public answers.

use std::net::IpAddr;

use ringfence::answer::{Ends, FlowBox, Flows, Range, TrafficBox, Verdict};
use ringfence::estate::{self, Estate, Expr, Selector, ServiceTerm, SetExpr, Traffic};
use ringfence::{
    AddressRange, Analysis, Location, Origin, Packet, Parsed, PortRange, ProblemCode, Protocol, Question,
    Source, SourceId, Span, Transport,
};

use crate::compare::Engine;
use crate::oracle::{Destination, Flow, Sender};

/// The core, with its answer to the question from any point to any point.
pub struct Core {
    analysis: Analysis,
    delivered: Flows,
    answered: Flows,
}

impl Engine for Core {
    fn prepare(estate: &Estate) -> Self {
        let source = Source::new("generated", "").expect("a short text");
        let parsed = Parsed { sources: vec![source], estate: estate.clone(), problems: Vec::new() };
        let analysis = Analysis::new(parsed);
        let any = || union(vec![vec![Selector::Any]]);
        let question = question(any(), any(), Traffic::Any);
        let answer = analysis.reach(&question).expect("an answer about everything");
        assert_eq!(answer.delivered.surely, answer.delivered.possibly, "everything is known");
        Self { analysis, delivered: answer.delivered.surely, answered: answer.answered.surely }
    }

    fn delivered(&self, flow: &Flow) -> bool {
        self.holds(&self.delivered, flow)
    }

    fn answered(&self, flow: &Flow) -> bool {
        self.holds(&self.answered, flow)
    }

    fn verdict(&self, flow: &Flow) -> Verdict {
        let to = match flow.destination {
            Destination::Interface(id, address) => self.interface_point(id, address),
            Destination::Outside(address) | Destination::Front(address) | Destination::Nobody(address) => {
                union(vec![vec![point(address)]])
            }
        };
        let from = match flow.sender {
            Sender::Interface(id) => self.interface_point(id, flow.source),
            Sender::Outside => union(vec![vec![Selector::Internet, point(flow.source)]]),
        };
        let question = question(from, to, traffic(flow));
        match self.analysis.reach(&question) {
            Ok(answer) => answer.verdict,
            // A flow that no question holds: nothing of it is delivered.
            Err(problems) => {
                assert!(problems.iter().all(|p| p.code == ProblemCode::NothingAsked), "{problems:?}");
                Verdict::Blocked
            }
        }
    }
}

impl Core {
    fn holds(&self, flows: &Flows, flow: &Flow) -> bool {
        let packet =
            Packet::new(flow.source, flow.destination.address(), flow.transport).expect("a valid flow");
        let (source, destination) = (self.sender_network(flow.sender), self.network(flow.destination));
        let found = flows.boxes.iter().filter(|flows| {
            holds(&flows.source, &source, packet.source())
                && holds(&flows.destination, &destination, packet.destination())
                && flows.traffic.iter().any(|traffic| carries(traffic, &packet))
        });
        let boxes: Vec<&FlowBox> = found.collect();
        assert!(boxes.len() < 2, "boxes share {packet:?}: {boxes:?}");
        !boxes.is_empty()
    }

    fn interface_point(&self, id: estate::aws::InterfaceId, address: IpAddr) -> SetExpr {
        let object = self.analysis.estate().aws.interfaces[id.0 as usize].object;
        union(vec![vec![Selector::Object(object), point(address)]])
    }

    fn sender_network(&self, sender: Sender) -> String {
        match sender {
            Sender::Interface(id) => self.vpc_of(id),
            Sender::Outside => "outside".to_owned(),
        }
    }

    fn network(&self, destination: Destination) -> String {
        match destination {
            Destination::Interface(id, _) => self.vpc_of(id),
            _ => "outside".to_owned(),
        }
    }

    fn vpc_of(&self, id: estate::aws::InterfaceId) -> String {
        let estate = self.analysis.estate();
        let subnet = estate.aws.interfaces[id.0 as usize].subnet;
        let vpc = estate.aws.subnets[subnet.0 as usize].vpc;
        estate.path(estate.aws.vpcs[vpc.0 as usize].object)
    }
}

fn question(from: SetExpr, to: SetExpr, traffic: Traffic) -> Question {
    let origin = Origin::Written(Location { source: SourceId(0), span: Span { start: 0, end: 0 } });
    let service = union(vec![vec![ServiceTerm::Traffic(traffic)]]);
    Question::new(estate::Flow { from, to, service, origin })
}

fn union<T>(union: Vec<Vec<T>>) -> Expr<T> {
    Expr { union, except: Vec::new() }
}

fn point(address: IpAddr) -> Selector {
    Selector::Addresses(AddressRange::new(address, address).expect("one address"))
}

/// The service that holds the flow's packet and no other.
fn traffic(flow: &Flow) -> Traffic {
    let ports = |protocol: Protocol, source: u16, destination: u16| Traffic::Ports {
        protocol,
        destination: PortRange::one(destination),
        source: Some(PortRange::one(source)),
    };
    match flow.transport {
        Transport::Tcp { source, destination } => ports(Protocol::TCP, source, destination),
        Transport::Udp { source, destination } => ports(Protocol::UDP, source, destination),
        Transport::Icmp { kind, code } => {
            let protocol = if flow.source.is_ipv4() { Protocol::ICMP } else { Protocol::ICMPV6 };
            Traffic::Icmp { protocol, types: (kind, kind), code: Some(code) }
        }
        Transport::Other(protocol) => Traffic::Protocol(protocol),
    }
}

fn holds(ends: &Ends, network: &str, address: IpAddr) -> bool {
    ends.network == network && within(&ends.addresses, address)
}

fn within<T: PartialOrd + Copy>(ranges: &[Range<T>], value: T) -> bool {
    ranges.iter().any(|range| range.first <= value && value <= range.last)
}

fn carries(traffic: &TrafficBox, packet: &Packet) -> bool {
    match (traffic, packet.transport()) {
        (TrafficBox::Any, _) => true,
        (TrafficBox::Ports { protocols, source_ports, destination_ports }, transport) => {
            let (name, source, destination) = match transport {
                Transport::Tcp { source, destination } => ("tcp", source, destination),
                Transport::Udp { source, destination } => ("udp", source, destination),
                Transport::Icmp { .. } | Transport::Other(_) => return false,
            };
            protocols.iter().any(|protocol| protocol == name)
                && within(source_ports, source)
                && within(destination_ports, destination)
        }
        (TrafficBox::Icmp { types, codes }, Transport::Icmp { kind, code }) => {
            within(types, kind) && within(codes, code)
        }
        (TrafficBox::Protocols { numbers }, Transport::Other(protocol)) => within(numbers, protocol.0),
        _ => false,
    }
}
