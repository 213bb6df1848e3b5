//! One packet on one of its ways: where its fields come from, and what they may be.

use crate::fabric::{HopId, PlaceId, StateId};
use crate::space::Field;

/// The fields that a hop can change, in the order in which a header has them.
pub(super) const FIELDS: [Field; 4] =
    [Field::Source, Field::Destination, Field::SourcePort, Field::DestinationPort];

/// Where the values of fields stand that were sent or chosen; one that was chosen anew has another slot.
pub(super) type Slot = u8;

/// The slots of the fields as sent.
pub(super) const SENT: Header = Header([0, 1, 2, 3], Form::AsSent);
/// The slot of the destination port as sent.
pub(super) const SENT_PORT: Slot = 3;
/// The slot of the address at which the flow is to arrive.
pub(super) const THERE: Slot = 4;
/// The slot of the port at which the flow is to arrive.
pub(super) const THERE_PORT: Slot = 5;
/// The slots that every packet has.
pub(super) const FIRST_SLOTS: u8 = 6;
/// Slots that a packet may have.
const MOST_SLOTS: usize = 32;

/// Whether a slot is that of a field as sent.
pub(super) const fn is_sent(slot: Slot) -> bool {
    slot < 4
}

/// The slots of the fields of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header(pub(super) [Slot; 4], pub(super) Form);

/// As what the addresses of a packet are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Of the family in which it was sent.
    AsSent,
    /// It was IPv6 and is IPv4: those of it that hold IPv4 addresses (RFC 6052) are these.
    Extracted,
}

impl Header {
    /// The header of a packet the other way. `ports` is false for ICMP, whose type is no port.
    pub(super) const fn swapped(self, ports: bool) -> Self {
        let [source, destination, source_port, destination_port] = self.0;
        if ports {
            Self([destination, source, destination_port, source_port], self.1)
        } else {
            Self([destination, source, source_port, destination_port], self.1)
        }
    }

    /// With the ends of `other`; its ports, too, if `ports`.
    pub(super) const fn restored(self, other: Self, ports: bool) -> Self {
        let ([_, _, source_port, destination_port], [source, destination, ..]) = (self.0, other.0);
        if ports { other } else { Self([source, destination, source_port, destination_port], other.1) }
    }
}

/// A first packet, or a reply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    First,
    /// `ports` is false for ICMP, whose type is no port.
    Reply {
        ports: bool,
    },
}

/// A stateful hop that a first packet crossed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crossing {
    pub(super) state: StateId,
    pub(super) before: Header,
    pub(super) after: Header,
}

/// A hop that a packet came to, and the stretches that its fields had.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    pub(super) hop: HopId,
    pub(super) mark: u8,
    pub(super) seen: [u8; 4],
}

/// A packet on its way. What is counted stands in the lists of the walk: ways that part have the beginning in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Track {
    pub(super) hop: HopId,
    pub(super) header: Header,
    pub(super) mark: u8,
    pub(super) phase: Phase,
    /// Whether the first packet came to where the flow ends.
    pub(super) is_there: bool,
    /// Whether it came by the front that the flow is for, so that any place is where it ends.
    pub(super) came_by: bool,
    /// The place that it is on a way to, where other ways lead elsewhere.
    pub(super) to: Option<PlaceId>,
    /// Whether it is a part of what was at its hop already.
    pub(super) is_part: bool,
    /// The stretch of each slot.
    stretches: [u8; MOST_SLOTS],
    pub(super) slots: u8,
    /// Of the lists of the walk, how many are before it.
    pub(super) stretch_count: u8,
    pub(super) crossing_count: u8,
    pub(super) visit_count: u8,
    /// The first of its visits: a reply begins anew.
    pub(super) first_visit: u8,
}

impl Track {
    /// A packet as sent, whose slots are the first stretches.
    pub(super) fn new(hop: HopId) -> Self {
        let mut stretches = [0; MOST_SLOTS];
        for (place, number) in stretches.iter_mut().zip(0..FIRST_SLOTS) {
            *place = number;
        }
        Self {
            hop,
            header: SENT,
            mark: 0,
            phase: Phase::First,
            is_there: false,
            came_by: false,
            to: None,
            is_part: false,
            stretches,
            slots: FIRST_SLOTS,
            stretch_count: FIRST_SLOTS,
            crossing_count: 0,
            visit_count: 0,
            first_visit: 0,
        }
    }

    /// Goes on to a hop; always true.
    pub(super) const fn go_to(&mut self, hop: HopId) -> bool {
        self.hop = hop;
        true
    }

    /// The stretch of a slot, by its number.
    pub(super) fn stretch(&self, slot: Slot) -> u8 {
        self.stretches.get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// Gives a slot another stretch; `None` where there is no such slot.
    pub(super) fn set_stretch(&mut self, slot: Slot, stretch: u8) -> Option<()> {
        *self.stretches.get_mut(usize::from(slot))? = stretch;
        Some(())
    }

    /// The stretches of its fields.
    pub(super) fn seen(&self) -> [u8; 4] {
        self.header.0.map(|slot| self.stretch(slot))
    }
}
