//! Packets as numbers, and the values that the fields of a packet can have.

use core::net::IpAddr;

use super::set::Set;
use super::{Cube, Field, Values};
use crate::packet::{Family, Packet, Protocol, Transport, address_number};

/// A packet as numbers, one per field, in the order of [`Field::ALL`].
pub(super) type Point = [u128; 6];

/// Protocols that fill the port fields alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// TCP and UDP: both ports.
    Ported,
    /// The family's own ICMP: type and code in the destination port.
    Icmp,
    /// Every other protocol: both fields 0.
    Other,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Ported, Self::Icmp, Self::Other];

    fn of(family: Family, protocol: Protocol) -> Self {
        if protocol.has_ports() {
            Self::Ported
        } else if protocol == family.icmp() {
            Self::Icmp
        } else {
            Self::Other
        }
    }

    /// The values that `field` has in the packets of `family` and this kind.
    pub(super) fn domain(self, family: Family, field: Field) -> Values {
        const LAST_PORT: u128 = u16::MAX as u128;
        match (field, self) {
            (Field::Family, _) => Values::one(family_number(family)),
            (Field::Protocol, _) => self.protocols(family),
            (Field::DestinationPort, Self::Ported | Self::Icmp) | (Field::SourcePort, Self::Ported) => {
                Values::range(0, LAST_PORT)
            }
            (Field::DestinationPort, Self::Other) | (Field::SourcePort, Self::Icmp | Self::Other) => {
                Values::one(0)
            }
            (Field::Source | Field::Destination, _) => Values::range(0, family.last_address()),
        }
    }

    fn protocols(self, family: Family) -> Values {
        let one = |protocol: Protocol| (protocol.0.into(), protocol.0.into());
        let named = [one(Protocol::TCP), one(Protocol::UDP), one(family.icmp())];
        match self {
            Self::Ported => [one(Protocol::TCP), one(Protocol::UDP)].into_iter().collect(),
            Self::Icmp => Values::from_iter([one(family.icmp())]),
            Self::Other => Values::range(0, u8::MAX.into()).minus(&named.into_iter().collect()),
        }
    }

    /// The packets of `family` and this kind.
    pub(super) fn space(self, family: Family) -> Set {
        let fixed = [Field::Family, Field::Protocol];
        Set::cube(
            &fixed.into_iter().fold(Cube::all(), |cube, field| cube.with(field, self.domain(family, field))),
        )
    }
}

pub(super) const fn family_number(family: Family) -> u128 {
    match family {
        Family::V4 => 0,
        Family::V6 => 1,
    }
}

/// The numbers of `packet`.
pub(super) fn point(packet: &Packet) -> Point {
    let (destination_port, source_port) = match packet.transport() {
        Transport::Tcp { source, destination } | Transport::Udp { source, destination } => {
            (destination, source)
        }
        Transport::Icmp { kind, code } => (u16::from_be_bytes([kind, code]), 0),
        Transport::Other(_) => (0, 0),
    };
    [
        family_number(packet.family()),
        packet.protocol().0.into(),
        destination_port.into(),
        address_number(packet.source()),
        source_port.into(),
        address_number(packet.destination()),
    ]
}

/// The packet of `point`; `None` when the numbers are of no packet.
pub(super) fn packet(point: Point) -> Option<Packet> {
    let [family, protocol, destination_port, source, source_port, destination] = point;
    let family = [Family::V4, Family::V6].into_iter().find(|&known| family_number(known) == family)?;
    let protocol = Protocol(u8::try_from(protocol).ok()?);
    let (destination_port, source_port) =
        (u16::try_from(destination_port).ok()?, u16::try_from(source_port).ok()?);
    let transport = match (Kind::of(family, protocol), protocol) {
        (Kind::Ported, Protocol::TCP) => {
            Transport::Tcp { source: source_port, destination: destination_port }
        }
        (Kind::Ported, _) => Transport::Udp { source: source_port, destination: destination_port },
        (Kind::Icmp, _) => {
            let [kind, code] = destination_port.to_be_bytes();
            Transport::Icmp { kind, code }
        }
        (Kind::Other, _) => Transport::Other(protocol),
    };
    let address = |number| -> IpAddr { family.address(number) };
    Packet::new(address(source), address(destination), transport)
}
