//! Rules' and services' words for packets, and prefixes, as sets of packets.

use crate::estate::Traffic;
use crate::fabric::Addresses;
use crate::packet::{Family, PortRange, Prefix, Protocol, address_number};
use crate::space::{Cube, Field, Space, Spaces, Values};

/// The packets of `traffic`; from `client` ports where it names no source port.
pub(crate) fn packets(spaces: &mut Spaces, traffic: Traffic, client: &Values) -> Space {
    let cube = match traffic {
        Traffic::Any if *client == Values::all() => return Space::ALL,
        Traffic::Any => {
            let protocols = [Protocol::TCP, Protocol::UDP].map(|protocol| u128::from(protocol.0));
            let protocols = protocols.into_iter().map(|protocol| (protocol, protocol)).collect();
            let ported = spaces.of(Field::Protocol, &protocols);
            let other = spaces.complement(ported);
            let from_client = spaces.limit(ported, Field::SourcePort, client);
            return spaces.union(other, from_client);
        }
        Traffic::Ports { protocol, destination, source } => of_protocol(protocol)
            .with(Field::DestinationPort, ports(destination))
            .with(Field::SourcePort, source.map_or_else(|| client.clone(), ports)),
        Traffic::Icmp { protocol, types: (first, last), code } => {
            let family = if protocol == Protocol::ICMP { Family::V4 } else { Family::V6 };
            let value = |kind: u8, code: u8| u128::from(u16::from_be_bytes([kind, code]));
            let (low, high) = code.map_or((0, u8::MAX), |code| (code, code));
            let values = (first..=last).map(|kind| (value(kind, low), value(kind, high))).collect();
            let of_family = of_protocol(protocol).with(Field::Family, Values::one(family as u128));
            of_family.with(Field::DestinationPort, values)
        }
        Traffic::Protocol(protocol) => of_protocol(protocol),
    };
    spaces.cube(&cube)
}

fn of_protocol(protocol: Protocol) -> Cube {
    Cube::all().with(Field::Protocol, Values::one(u128::from(protocol.0)))
}

/// A range of ports as values of a field.
pub(crate) fn ports(range: PortRange) -> Values {
    Values::range(u128::from(range.first()), u128::from(range.last()))
}

/// Packets of a family.
pub(crate) fn of_family(spaces: &mut Spaces, family: Family) -> Space {
    spaces.of(Field::Family, &Values::one(family as u128))
}

/// Packets with these addresses, as numbers, at one end.
pub(crate) fn with_addresses(spaces: &mut Spaces, end: Field, family: Family, addresses: &Values) -> Space {
    if addresses.is_empty() {
        return Space::EMPTY;
    }
    let family = Values::one(family as u128);
    spaces.cube(&Cube::all().with(Field::Family, family).with(end, addresses.clone()))
}

/// Packets with one of these addresses, of either family, at one end.
pub(crate) fn with_any(spaces: &mut Spaces, end: Field, addresses: &Addresses) -> Space {
    let [v4, v6] =
        [Family::V4, Family::V6].map(|family| with_addresses(spaces, end, family, addresses.family(family)));
    spaces.union(v4, v6)
}

/// Packets with an address of `prefix` at one end.
pub(crate) fn with_prefix(spaces: &mut Spaces, end: Field, prefix: &Prefix) -> Space {
    with_addresses(spaces, end, prefix.family(), &prefix_values(prefix))
}

/// The addresses of `prefix`, as numbers.
pub(crate) fn prefix_values(prefix: &Prefix) -> Values {
    Values::range(address_number(prefix.first()), address_number(prefix.last()))
}
