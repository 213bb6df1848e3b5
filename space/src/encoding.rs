//! Packets as numbers, and the values that the fields of a packet can have.

use core::net::IpAddr;

use super::{Field, Values};
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
            (Field::Mark, _) => Values::range(0, u8::MAX.into()),
        }
    }

    pub(super) fn protocols(self, family: Family) -> Values {
        let all = Self::of_protocols(family).iter().filter(|(.., kind)| *kind == self);
        all.map(|&(first, last, _)| (first, last)).collect()
    }

    /// The kinds of all protocols of a family, in order.
    pub(super) const fn of_protocols(family: Family) -> &'static [(u128, u128, Self)] {
        const V4: [(u128, u128, Kind); 7] = [
            (0, 0, Kind::Other),
            (1, 1, Kind::Icmp),
            (2, 5, Kind::Other),
            (6, 6, Kind::Ported),
            (7, 16, Kind::Other),
            (17, 17, Kind::Ported),
            (18, 255, Kind::Other),
        ];
        const V6: [(u128, u128, Kind); 7] = [
            (0, 5, Kind::Other),
            (6, 6, Kind::Ported),
            (7, 16, Kind::Other),
            (17, 17, Kind::Ported),
            (18, 57, Kind::Other),
            (58, 58, Kind::Icmp),
            (59, 255, Kind::Other),
        ];
        match family {
            Family::V4 => &V4,
            Family::V6 => &V6,
        }
    }

    /// Whether packets of this kind have more than one value in `field`: if not, their diagrams have no level of it.
    pub(super) const fn has(self, field: Field) -> bool {
        match field {
            Field::DestinationPort => !matches!(self, Self::Other),
            Field::SourcePort => matches!(self, Self::Ported),
            _ => true,
        }
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
        address_number(packet.source()),
        address_number(packet.destination()),
        destination_port.into(),
        source_port.into(),
    ]
}

/// The packet of `point`; `None` when the numbers are of no packet.
pub(super) fn packet(point: Point) -> Option<Packet> {
    let [family, protocol, source, destination, destination_port, source_port] = point;
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
