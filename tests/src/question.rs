//! Questions as the language asks them, of the flows that the oracle is asked about.

use ringfence::estate::aws::InterfaceId;
use ringfence::estate::{self, Estate, Expr, Selector, ServiceTerm, SetExpr, Traffic, Ways};
use ringfence::{AddressRange, Location, Origin, PortRange, Protocol, SourceId, Span, Transport};

use crate::oracle::{Destination, Flow, Sender, held};

/// The question that holds `flow` alone, its source port included.
#[must_use]
pub fn question_of(estate: &Estate, flow: &Flow) -> estate::Flow {
    question(estate, flow, |port| Some(PortRange::one(port)))
}

/// The question that holds `flow` from every source port: the client chooses one.
#[must_use]
pub fn service_question_of(estate: &Estate, flow: &Flow) -> estate::Flow {
    question(estate, flow, |_| None)
}

fn question(estate: &Estate, flow: &Flow, sources: impl Fn(u16) -> Option<PortRange>) -> estate::Flow {
    let from = match flow.sender {
        Sender::Interface(id) => at_interface(estate, id, flow.source),
        Sender::Site(site) => at_object(estate.sites[site].object, flow.source),
        Sender::Outside => at(flow.source),
    };
    let to = match flow.destination {
        Destination::Interface(id, address) => at_interface(estate, id, named(address)),
        Destination::Site(site, address) => at_object(estate.sites[site].object, named(address)),
        Destination::Outside(address) | Destination::Front(address) | Destination::Nobody(address) => {
            at(address)
        }
    };
    let ports = |protocol, source: u16, destination| Traffic::Ports {
        protocol,
        source: sources(source),
        destination: PortRange::one(destination),
    };
    let traffic = match flow.transport {
        Transport::Tcp { source, destination } => ports(Protocol::TCP, source, destination),
        Transport::Udp { source, destination } => ports(Protocol::UDP, source, destination),
        Transport::Icmp { kind, code } => {
            let protocol = ringfence::Family::of(flow.source).icmp();
            Traffic::Icmp { protocol, types: (kind, kind), code: Some(code) }
        }
        Transport::Other(protocol) => Traffic::Protocol(protocol),
    };
    estate::Flow {
        from,
        to,
        service: all_of(vec![ServiceTerm::Traffic(traffic)]),
        ways: Ways::default(),
        origin: nowhere(),
    }
}

/// Everything from any point to any point.
#[must_use]
pub fn any_to_any() -> estate::Flow {
    let any = || all_of(vec![Selector::Any]);
    everything_between(any(), any())
}

/// Every packet from some points to others.
pub(crate) fn everything_between(from: SetExpr, to: SetExpr) -> estate::Flow {
    let service = all_of(vec![ServiceTerm::Traffic(Traffic::Any)]);
    estate::Flow { from, to, service, ways: Ways::default(), origin: nowhere() }
}

/// An address as a thing has it, which is asked about under each other one, too.
fn named(address: std::net::IpAddr) -> std::net::IpAddr {
    held(address).unwrap_or(address)
}

/// An address where it is this interface's: two VPCs may have it twice.
fn at_interface(estate: &Estate, id: InterfaceId, address: std::net::IpAddr) -> SetExpr {
    at_object(estate.aws.interfaces[id.0 as usize].object, address)
}

/// An address where it is this thing's.
pub(crate) fn at_object(object: estate::ObjectId, address: std::net::IpAddr) -> SetExpr {
    all_of(vec![Selector::Object(object), literal(address)])
}

/// All of an interface: the name of a machine stands for every one that it has.
pub(crate) fn interface(estate: &Estate, id: InterfaceId) -> SetExpr {
    let interface = &estate.aws.interfaces[id.0 as usize];
    if interface.addresses.is_empty() {
        // It is the one of its owner in its subnet.
        let subnet = estate.aws.subnets[interface.subnet.0 as usize].object;
        return all_of(vec![Selector::Object(interface.object), Selector::Object(subnet)]);
    }
    let own = interface.addresses.iter().map(|&address| vec![literal(address)]);
    let own = Selector::Group(Expr { union: own.collect(), except: Vec::new() }.into());
    all_of(vec![Selector::Object(interface.object), own])
}

/// The points with an address.
pub(crate) fn at(address: std::net::IpAddr) -> SetExpr {
    all_of(vec![literal(address)])
}

fn literal(address: std::net::IpAddr) -> Selector {
    Selector::Addresses(AddressRange::new(address, address).expect("a range of one"))
}

/// What is in all of `terms`.
pub(crate) fn all_of<T>(terms: Vec<T>) -> Expr<T> {
    Expr { union: vec![terms], except: Vec::new() }
}

/// A place for what no text says.
pub(crate) fn nowhere() -> Origin {
    Origin::Written(Location { source: SourceId(0), span: Span { start: 0, end: 0 } })
}
