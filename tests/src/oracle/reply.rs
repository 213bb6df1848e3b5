//! What answers a packet.

use ringfence::{Family, Packet, Transport};

/// The reply to `packet`; `None` when none is expected: ICMP other than an echo request.
pub(super) fn reply_to(packet: &Packet) -> Option<Packet> {
    let transport = match packet.transport() {
        Transport::Tcp { source, destination } => Transport::Tcp { source: destination, destination: source },
        Transport::Udp { source, destination } => Transport::Udp { source: destination, destination: source },
        Transport::Icmp { kind, .. } => match (packet.family(), kind) {
            (Family::V4, 8) => Transport::Icmp { kind: 0, code: 0 },
            (Family::V6, 128) => Transport::Icmp { kind: 129, code: 0 },
            _ => return None,
        },
        Transport::Other(protocol) => Transport::Other(protocol),
    };
    Packet::new(packet.destination(), packet.source(), transport)
}
