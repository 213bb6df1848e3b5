//! How packets are answered, whatever network they cross.

use crate::packet::Family;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::of_family;

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

impl Replies {
    /// The sets, in this store.
    pub(crate) fn new(spaces: &mut Spaces) -> Self {
        let [(icmp_v4, echo_v4), (icmp_v6, echo_v6)] =
            [(Family::V4, 8_u8), (Family::V6, 128)].map(|(family, kind)| {
                let own = of_family(spaces, family);
                let icmp = spaces.limit(own, Field::Protocol, &Values::one(u128::from(family.icmp().0)));
                let first = u128::from(kind).saturating_mul(256);
                let types = Values::range(first, first.saturating_add(255));
                (icmp, spaces.limit(icmp, Field::DestinationPort, &types))
            });
        let icmp = spaces.union(icmp_v4, icmp_v6);
        let echo = spaces.union(echo_v4, echo_v6);
        Self {
            swapped: spaces.complement(icmp),
            silent: spaces.minus(icmp, echo),
            echo: [(echo_v4, 0), (echo_v6, 129)],
        }
    }
}
