//! One flow of a set, and how it is asked about.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use core::net::IpAddr;

use ringfence::answer::{Answer, FlowBox, Range, ReachResult, ShownPacket, TrafficBox};
use ringfence::estate::Selector;
use ringfence::space::Space;
use ringfence::{Analysis, Family, FlowsBetween};

use crate::state::End;

/// Ports that people know, best first.
const KNOWN_PORTS: [u16; 3] = [443, 80, 22];
/// Where clients' own ports begin.
const CLIENT: u16 = 49152;

/// A flow of a box that is easy to read, and how easy: less is easier. `None` of a box without flows.
pub(crate) fn pick(flows: &FlowBox) -> Option<(u8, ShownPacket)> {
    let (source, destination) =
        (flows.source.addresses.first()?.first, flows.destination.addresses.first()?.first);
    let packet = ShownPacket {
        source,
        destination,
        protocol: String::new(),
        source_port: None,
        destination_port: None,
        icmp_type: None,
        icmp_code: None,
    };
    let picked = flows.traffic.iter().filter_map(|traffic| {
        let (ease, transport) = of_traffic(traffic, flows.family)?;
        Some((ease, ShownPacket { source, destination, ..transport(packet.clone()) }))
    });
    picked.min_by_key(|(ease, _)| *ease)
}

/// What completes a packet.
type Transport = alloc::boxed::Box<dyn Fn(ShownPacket) -> ShownPacket>;

fn of_traffic(traffic: &TrafficBox, family: Family) -> Option<(u8, Transport)> {
    let ported = |protocol: &str, source: u16, destination: u16| -> Transport {
        let protocol = protocol.to_owned();
        alloc::boxed::Box::new(move |packet| ShownPacket {
            protocol: protocol.clone(),
            source_port: Some(source),
            destination_port: Some(destination),
            ..packet
        })
    };
    match traffic {
        TrafficBox::Any => Some((0, ported("tcp", CLIENT, 443))),
        TrafficBox::Ports { protocols, source_ports, destination_ports } => {
            let protocol = protocols.first()?;
            let (source, of_client) = at_or_first(source_ports, &[CLIENT])?;
            let (destination, known) = at_or_first(destination_ports, &KNOWN_PORTS)?;
            let harder = [(protocol != "tcp", 8_u8), (of_client > 0, 4)];
            let harder = harder.into_iter().filter(|(is, _)| *is).map(|(_, by)| by);
            Some((harder.fold(known, u8::saturating_add), ported(protocol, source, destination)))
        }
        TrafficBox::Icmp { types, codes } => {
            let ((kind, _), (code, _)) = (at_or_first(types, &[8, 128])?, at_or_first(codes, &[0])?);
            let protocol = if family == Family::V4 { "icmp" } else { "icmpv6" };
            Some((
                16,
                alloc::boxed::Box::new(move |packet| ShownPacket {
                    protocol: protocol.to_owned(),
                    icmp_type: Some(kind),
                    icmp_code: Some(code),
                    ..packet
                }),
            ))
        }
        TrafficBox::Protocols { numbers } => {
            let (number, _) = at_or_first(numbers, &[47, 50, 51])?;
            Some((
                17,
                alloc::boxed::Box::new(move |packet| ShownPacket { protocol: number.to_string(), ..packet }),
            ))
        }
    }
}

/// The first of `wanted` that is in a range, and which it is; else the first value.
fn at_or_first<T: Copy + PartialOrd>(ranges: &[Range<T>], wanted: &[T]) -> Option<(T, u8)> {
    let found = wanted
        .iter()
        .zip(0_u8..)
        .find(|(value, _)| ranges.iter().any(|range| range.first <= **value && **value <= range.last));
    match found {
        Some((value, index)) => Some((*value, index)),
        None => ranges.last().map(|range| (range.first, wanted.len() as u8)),
    }
}

/// The question about one flow, as a text: it means the same in an estate whose things have the same names.
pub(crate) fn question(analysis: &Analysis, ends: &[End], flows: &FlowBox, packet: &ShownPacket) -> String {
    let side = |network: &str, address: IpAddr| {
        let is_it = |end: &&End| end.network == network && end.addresses.are_reached_at(address);
        let selector =
            ends.iter().find(is_it).map(|end| end.object.map_or(Selector::Internet, Selector::Object));
        let set = selector.map(|selector| ringfence::estate::Expr {
            union: alloc::vec![alloc::vec![selector]],
            except: alloc::vec::Vec::new(),
        });
        set.map_or_else(
            || address.to_string(),
            |set| format!("{} & {address}", analysis.estate().written(&set)),
        )
    };
    let source = side(&flows.source.network, packet.source);
    let destination = side(&flows.destination.network, packet.destination);
    format!("{source} -> {destination} : {}", packet.traffic_text())
}

/// What an analysis says to a question; `None` where it cannot be asked.
pub(crate) fn asked(analysis: &Analysis, question: &str) -> Option<Answer> {
    match analysis.ask(question) {
        ReachResult::Answer(answer) => Some(*answer),
        ReachResult::Refused(_) => None,
    }
}

/// How open a flow is, for sure and perhaps: 0 not delivered, 1 one-way, 2 open. One that cannot be asked about is not there.
pub(crate) fn openness(analysis: &Analysis, question: &str) -> (u8, u8) {
    let Ok(question) = analysis.question(question) else { return (0, 0) };
    let Ok(exact) = analysis.exact(&question) else { return (0, 0) };
    let some = |set: &dyn Fn(&FlowsBetween) -> Space| {
        u8::from(exact.between.iter().any(|flows| !set(flows).is_empty()))
    };
    let surely = some(&|flows| flows.delivered.surely).saturating_add(some(&|flows| flows.answered.surely));
    let perhaps =
        some(&|flows| flows.delivered.possibly).saturating_add(some(&|flows| flows.answered.possibly));
    (surely, perhaps)
}
