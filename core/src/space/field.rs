/// A field of a packet; in the order in which sets are built and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The address family, 0 = IPv4, 1 = IPv6.
    Family,
    /// The protocol number, 0 to 255.
    Protocol,
    /// The destination port of TCP and UDP, type * 256 + code of ICMP, else 0.
    DestinationPort,
    /// The number of the source address.
    Source,
    /// The source port of TCP and UDP, else 0.
    SourcePort,
    /// The number of the destination address.
    Destination,
}

impl Field {
    /// Every field, in order.
    pub const ALL: [Self; 6] = [
        Self::Family,
        Self::Protocol,
        Self::DestinationPort,
        Self::Source,
        Self::SourcePort,
        Self::Destination,
    ];

    /// How many fields stand before this one.
    pub(super) const fn depth(self) -> usize {
        self as usize
    }
}
