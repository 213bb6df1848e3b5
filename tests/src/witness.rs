//! Whether a packet that an engine shows is one that shows its verdict.

use ringfence::answer::{ShownPacket, Verdict, Witness};
use ringfence::{Packet, Protocol, Transport};

use crate::oracle::{Flow, Oracle, Sender};

/// Which source ports a question asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ports {
    /// The flow's own.
    Own,
    /// All; those of the client decide.
    Any,
}

/// Why `witness` does not show `verdict` of the question of `flow`; `None` when it does.
pub(crate) fn refuted(
    oracle: &Oracle,
    flow: &Flow,
    ports: Ports,
    verdict: Verdict,
    witness: Option<&Witness>,
) -> Option<String> {
    let Some(witness) = witness else {
        return oracle.is_asked(flow).then(|| "no packet".to_owned());
    };
    let Some(packet) = packet(&witness.packet) else { return Some("what is no packet".to_owned()) };
    let sender = match flow.sender {
        Sender::Interface(id) => oracle.estate().path(oracle.estate().aws.interfaces[id.0 as usize].object),
        Sender::Site(site) => oracle.estate().path(oracle.object_at(site, flow.source)),
        Sender::Outside => "internet".to_owned(),
    };
    if witness.from != sender {
        return Some(format!("a packet from {}", witness.from));
    }
    let same_service = match ports {
        Ports::Own => packet.transport() == flow.transport,
        Ports::Any => from_port_0(packet.transport()) == from_port_0(flow.transport),
    };
    let may_write = oracle.written_destinations(flow.destination).contains(&packet.destination());
    let without_port = |one: &Packet| (one.destination(), from_port_0(one.transport()));
    let balanced = oracle.balanced(flow).iter().any(|one| without_port(one) == without_port(&packet));
    if packet.source() != flow.source || !(may_write && same_service || balanced) {
        return Some(format!("{packet:?}, which is of another question"));
    }
    // What fails from ports that no client uses makes no service partly reachable.
    let decides = ports == Ports::Own || oracle.is_client(flow.sender, packet.transport());
    let sent = oracle.sent(flow, packet);
    let shows = match verdict {
        Verdict::Reachable => sent.fully_answered && decides,
        Verdict::Partly => !sent.fully_answered && decides,
        Verdict::OneWay => sent.delivered && !sent.answered,
        Verdict::Blocked => !sent.delivered,
        Verdict::Unknown => false,
    };
    (!shows).then(|| format!("{packet:?}, which is {}", sent.verdict().as_str()))
}

fn from_port_0(transport: Transport) -> Transport {
    match transport {
        Transport::Tcp { destination, .. } => Transport::Tcp { source: 0, destination },
        Transport::Udp { destination, .. } => Transport::Udp { source: 0, destination },
        Transport::Icmp { .. } | Transport::Other(_) => transport,
    }
}

/// The packet that is shown; `None` where its fields are not those of its protocol.
pub(crate) fn packet(shown: &ShownPacket) -> Option<Packet> {
    let ports = (shown.source_port, shown.destination_port);
    let icmp = (shown.icmp_type, shown.icmp_code);
    let transport = match (shown.protocol.as_str(), ports, icmp) {
        ("tcp", (Some(source), Some(destination)), (None, None)) => Transport::Tcp { source, destination },
        ("udp", (Some(source), Some(destination)), (None, None)) => Transport::Udp { source, destination },
        ("icmp" | "icmpv6", (None, None), (Some(kind), Some(code))) => Transport::Icmp { kind, code },
        (number, (None, None), (None, None)) => Transport::Other(Protocol(number.parse().ok()?)),
        _ => return None,
    };
    let family_fits = match shown.protocol.as_str() {
        "icmp" => shown.source.is_ipv4(),
        "icmpv6" => shown.source.is_ipv6(),
        _ => true,
    };
    Packet::new(shown.source, shown.destination, transport).filter(|_| family_fits)
}
