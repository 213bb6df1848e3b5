//! The order of the fields in a decision diagram.

use crate::list::Match;

/// A field of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The protocol number.
    Protocol,
    /// The source port.
    SourcePort,
    /// The destination port.
    DestinationPort,
    /// The source address.
    Source,
    /// The destination address.
    Destination,
}

use Field::{Destination, DestinationPort, Protocol, Source, SourcePort};

impl Field {
    /// How many bits the field has.
    #[must_use]
    pub const fn width(self) -> u32 {
        match self {
            Protocol => 8,
            SourcePort | DestinationPort => 16,
            Source | Destination => 32,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Protocol => "proto",
            SourcePort => "sport",
            DestinationPort => "dport",
            Source => "src",
            Destination => "dst",
        }
    }
}

/// All fields, the topmost first; within a field the highest bit is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order(pub [Field; 5]);

impl Order {
    /// The orders that are tried: each list has another that suits it best.
    pub const ALL: [Self; 5] = [
        Self([Protocol, DestinationPort, Source, SourcePort, Destination]),
        Self([Protocol, DestinationPort, Destination, SourcePort, Source]),
        Self([Source, Destination, Protocol, DestinationPort, SourcePort]),
        Self([Destination, Source, Protocol, SourcePort, DestinationPort]),
        Self([Protocol, Source, Destination, SourcePort, DestinationPort]),
    ];

    /// How many bits all fields have.
    pub const BITS: u32 = 104;

    /// The fields from the last up, each with the number of bits above it.
    pub fn upwards(self) -> impl Iterator<Item = (Field, u32)> {
        let mut above = Self::BITS;
        self.0.into_iter().rev().map(move |field| {
            above -= field.width();
            (field, above)
        })
    }

    /// The number of bits above `field`.
    #[must_use]
    pub fn above(self, field: Field) -> u32 {
        self.0.iter().take_while(|before| **before != field).map(|before| before.width()).sum()
    }

    /// The names of the fields.
    #[must_use]
    pub fn name(self) -> String {
        self.0.map(Field::name).join(",")
    }
}

/// What a rule asks of one field.
#[derive(Debug, Clone, Copy)]
pub enum Wanted {
    /// These bits where the mask has ones.
    Bits(Match),
    /// A number from the first to the last.
    Range(u16, u16),
}

impl Wanted {
    /// What `rule` asks of `field`.
    #[must_use]
    pub fn of(rule: &crate::list::Rule, field: Field) -> Self {
        match field {
            Protocol => match rule.protocol {
                Some(number) => Self::Bits(Match::new(number.into(), u8::MAX.into())),
                None => Self::Bits(Match::ANY),
            },
            SourcePort => Self::Range(rule.source_port.0, rule.source_port.1),
            DestinationPort => Self::Range(rule.destination_port.0, rule.destination_port.1),
            Source => Self::Bits(rule.source),
            Destination => Self::Bits(rule.destination),
        }
    }
}
