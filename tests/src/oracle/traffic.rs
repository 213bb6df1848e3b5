//! Whether a rule's traffic holds a packet.

use ringfence::estate::Traffic;
use ringfence::{Packet, Transport};

/// Whether `packet` is of `traffic`.
pub(super) fn matches(traffic: Traffic, packet: &Packet) -> bool {
    match traffic {
        Traffic::Any => true,
        Traffic::Ports { protocol, destination: range, source: sources } => match packet.transport() {
            Transport::Tcp { source, destination } | Transport::Udp { source, destination } => {
                packet.protocol() == protocol
                    && range.contains(destination)
                    && sources.is_none_or(|range| range.contains(source))
            }
            Transport::Icmp { .. } | Transport::Other(_) => false,
        },
        // The other family's ICMP is no ICMP there: protocol 58 in an IPv4 packet is just a number.
        Traffic::Icmp { protocol, types: (first, last), code: wanted } => match packet.transport() {
            Transport::Icmp { kind, code } => {
                packet.protocol() == protocol
                    && (first..=last).contains(&kind)
                    && wanted.is_none_or(|wanted| wanted == code)
            }
            Transport::Tcp { .. } | Transport::Udp { .. } | Transport::Other(_) => false,
        },
        Traffic::Protocol(protocol) => packet.protocol() == protocol,
    }
}
