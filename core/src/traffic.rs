//! Rules' and services' words for packets, and prefixes, as sets of packets.

use crate::estate::Traffic;
use crate::fabric::Addresses;
use crate::packet::{Family, PortRange, Prefix, Protocol, address_number};
use crate::space::{Field, Space, Values};

/// The packets of `traffic`; from `client` ports where it names no source port.
pub(crate) fn packets(traffic: Traffic, client: &Values) -> Space {
    match traffic {
        Traffic::Any => {
            let ports = [Protocol::TCP, Protocol::UDP].map(|protocol| Values::one(u128::from(protocol.0)));
            let [tcp, udp] = ports.map(|protocol| Space::of(Field::Protocol, &protocol));
            let ported = tcp.union(&udp);
            Space::all().minus(&ported).union(&ported.limit(Field::SourcePort, client))
        }
        Traffic::Ports { protocol, destination, source } => of_protocol(protocol)
            .intersect(&Space::of(Field::DestinationPort, &ports(destination)))
            .intersect(&Space::of(Field::SourcePort, &source.map_or_else(|| client.clone(), ports))),
        Traffic::Icmp { protocol, types: (first, last), code } => {
            let family = if protocol == Protocol::ICMP { Family::V4 } else { Family::V6 };
            let value = |kind: u8, code: u8| u128::from(u16::from_be_bytes([kind, code]));
            let (low, high) = code.map_or((0, u8::MAX), |code| (code, code));
            let values = (first..=last).map(|kind| (value(kind, low), value(kind, high))).collect();
            of_protocol(protocol)
                .intersect(&Space::of(Field::Family, &Values::one(family as u128)))
                .intersect(&Space::of(Field::DestinationPort, &values))
        }
        Traffic::Protocol(protocol) => of_protocol(protocol),
    }
}

fn of_protocol(protocol: Protocol) -> Space {
    Space::of(Field::Protocol, &Values::one(u128::from(protocol.0)))
}

/// A range of ports as values of a field.
pub(crate) fn ports(range: PortRange) -> Values {
    Values::range(u128::from(range.first()), u128::from(range.last()))
}

/// Packets of a family.
pub(crate) fn of_family(family: Family) -> Space {
    Space::of(Field::Family, &Values::one(family as u128))
}

/// Packets with these addresses, as numbers, at one end.
pub(crate) fn with_addresses(end: Field, family: Family, addresses: &Values) -> Space {
    of_family(family).limit(end, addresses)
}

/// Packets with one of these addresses, of either family, at one end.
pub(crate) fn with_any(end: Field, addresses: &Addresses) -> Space {
    let of = |family: Family| with_addresses(end, family, addresses.family(family));
    of(Family::V4).union(&of(Family::V6))
}

/// Packets with an address of `prefix` at one end.
pub(crate) fn with_prefix(end: Field, prefix: &Prefix) -> Space {
    with_addresses(end, prefix.family(), &prefix_values(prefix))
}

/// The addresses of `prefix`, as numbers.
pub(crate) fn prefix_values(prefix: &Prefix) -> Values {
    Values::range(address_number(prefix.first()), address_number(prefix.last()))
}
