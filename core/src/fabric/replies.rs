//! How packets are answered, whatever network they cross.

use crate::packet::Family;
use crate::space::{Field, Space, Values};

/// Packets told apart by how they are answered.
#[derive(Debug)]
pub(crate) struct Replies {
    /// By a packet with its ends swapped.
    pub(crate) swapped: Space,
    /// Echo requests of each family, with the type of the answer; its code is 0 (RFC 792, RFC 4443).
    pub(crate) echo: [(Space, u8); 2],
    /// Not at all: ICMP that is no echo request.
    pub(crate) silent: Space,
}

impl Default for Replies {
    fn default() -> Self {
        let icmp = |family: Family| {
            let own = Space::of(Field::Family, &Values::one(family as u128));
            own.limit(Field::Protocol, &Values::one(u128::from(family.icmp().0)))
        };
        let echo = |family: Family, kind: u8| {
            let first = u128::from(kind).saturating_mul(256);
            icmp(family).limit(Field::DestinationPort, &Values::range(first, first.saturating_add(255)))
        };
        let (echo_v4, echo_v6) = (echo(Family::V4, 8), echo(Family::V6, 128));
        let icmp = icmp(Family::V4).union(&icmp(Family::V6));
        Self {
            swapped: icmp.complement(),
            silent: icmp.minus(&echo_v4).minus(&echo_v6),
            echo: [(echo_v4, 0), (echo_v6, 129)],
        }
    }
}
