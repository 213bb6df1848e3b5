/// A field of a packet; in the order in which sets are built and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The address family, 0 = IPv4, 1 = IPv6.
    Family,
    /// The protocol number, 0 to 255.
    Protocol,
    /// The number of the source address.
    Source,
    /// The number of the destination address.
    Destination,
    /// The destination port of TCP and UDP, type * 256 + code of ICMP, else 0.
    DestinationPort,
    /// The source port of TCP and UDP, else 0.
    SourcePort,
    /// What hops have marked a packet with on its way, 0 to 255: no field of packets as they are sent, which have 0.
    Mark,
}

impl Field {
    /// Every field of a packet as it is sent, in order.
    pub const ALL: [Self; 6] = [
        Self::Family,
        Self::Protocol,
        Self::Source,
        Self::Destination,
        Self::DestinationPort,
        Self::SourcePort,
    ];

    /// How many fields stand before this one.
    pub(super) const fn depth(self) -> usize {
        self as usize
    }
}
