//! Packets and the values of their fields.

#[cfg(feature = "typescript")]
use alloc::string::{String, ToString};
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// The address family of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Family {
    /// IPv4, 32-bit addresses.
    V4,
    /// IPv6, 128-bit addresses.
    V6,
}

impl Family {
    /// The family of `address`.
    #[must_use]
    pub const fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(_) => Self::V4,
            IpAddr::V6(_) => Self::V6,
        }
    }

    /// The highest address of the family as a number: 2^32-1 or 2^128-1.
    #[must_use]
    pub const fn last_address(self) -> u128 {
        match self {
            Self::V4 => u32::MAX as u128,
            Self::V6 => u128::MAX,
        }
    }

    /// The address whose number is `number`; for IPv4 its low 32 bits.
    #[must_use]
    pub const fn address(self, number: u128) -> IpAddr {
        match self {
            Self::V4 => IpAddr::V4(Ipv4Addr::from_bits(number as u32)),
            Self::V6 => IpAddr::V6(Ipv6Addr::from_bits(number)),
        }
    }

    /// The protocol number of the family's own ICMP: 1 for IPv4, 58 for IPv6.
    #[must_use]
    pub const fn icmp(self) -> Protocol {
        match self {
            Self::V4 => Protocol::ICMP,
            Self::V6 => Protocol::ICMPV6,
        }
    }
}

/// The number of an address, 0 to 2^32-1 (IPv4) or 2^128-1 (IPv6).
///
/// WebAssembly turns bytes around by 150 bytes of code: it is not inlined.
#[must_use]
#[inline(never)]
pub const fn address_number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_bits() as u128,
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// An IP protocol number, 0 to 255 (IANA, Assigned Internet Protocol Numbers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Protocol(pub u8);

impl Protocol {
    /// ICMP of IPv4.
    pub const ICMP: Self = Self(1);
    /// TCP.
    pub const TCP: Self = Self(6);
    /// UDP.
    pub const UDP: Self = Self(17);
    /// Generic routing encapsulation.
    pub const GRE: Self = Self(47);
    /// IPsec encapsulating security payload.
    pub const ESP: Self = Self(50);
    /// IPsec authentication header.
    pub const AH: Self = Self(51);
    /// ICMP of IPv6.
    pub const ICMPV6: Self = Self(58);

    /// Whether packets of this protocol carry the ports that the model knows: TCP and UDP.
    #[must_use]
    pub const fn has_ports(self) -> bool {
        matches!(self, Self::TCP | Self::UDP)
    }
}

/// What stands above the IP header, as far as filters see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// A TCP segment; ports 0 to 65535.
    Tcp {
        /// Source port.
        source: u16,
        /// Destination port.
        destination: u16,
    },
    /// A UDP datagram; ports 0 to 65535.
    Udp {
        /// Source port.
        source: u16,
        /// Destination port.
        destination: u16,
    },
    /// ICMP in IPv4, ICMPv6 in IPv6: the packet's family decides.
    Icmp {
        /// ICMP type, 0 to 255.
        kind: u8,
        /// ICMP code, 0 to 255.
        code: u8,
    },
    /// Any other protocol; without ports. A family's own ICMP, TCP and UDP never stand here.
    Other(Protocol),
}

/// One packet: what a cloud's filters and routers look at, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Packet {
    source: IpAddr,
    destination: IpAddr,
    transport: Transport,
}

impl Packet {
    /// A packet; `None` when the addresses are of two families, or when `transport` is
    /// [`Transport::Other`] with a protocol that has its own variant in this family.
    #[must_use]
    pub fn new(source: IpAddr, destination: IpAddr, transport: Transport) -> Option<Self> {
        let family = Family::of(source);
        let own_variant = |p: Protocol| p.has_ports() || p == family.icmp();
        let valid =
            family == Family::of(destination) && !matches!(transport, Transport::Other(p) if own_variant(p));
        valid.then_some(Self { source, destination, transport })
    }

    /// The address family.
    #[must_use]
    pub const fn family(&self) -> Family {
        Family::of(self.source)
    }

    /// The source address.
    #[must_use]
    pub const fn source(&self) -> IpAddr {
        self.source
    }

    /// The destination address.
    #[must_use]
    pub const fn destination(&self) -> IpAddr {
        self.destination
    }

    /// What stands above the IP header.
    #[must_use]
    pub const fn transport(&self) -> Transport {
        self.transport
    }

    /// The protocol number.
    #[must_use]
    pub const fn protocol(&self) -> Protocol {
        match self.transport {
            Transport::Tcp { .. } => Protocol::TCP,
            Transport::Udp { .. } => Protocol::UDP,
            Transport::Icmp { .. } => self.family().icmp(),
            Transport::Other(protocol) => protocol,
        }
    }
}

/// A range of ports (0 to 65535), both ends included, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    first: u16,
    last: u16,
}

impl PortRange {
    /// Every port, 0 to 65535.
    pub const ALL: Self = Self { first: 0, last: u16::MAX };
    /// The ports a client sends from unless its machine says otherwise, 1024 to 65535.
    pub const CLIENT: Self = Self { first: 1024, last: u16::MAX };

    /// The range from `first` to `last`; `None` when `last` is below `first`.
    #[must_use]
    pub const fn new(first: u16, last: u16) -> Option<Self> {
        if first <= last { Some(Self { first, last }) } else { None }
    }

    /// The range of one port.
    #[must_use]
    pub const fn one(port: u16) -> Self {
        Self { first: port, last: port }
    }

    /// The lowest port.
    #[must_use]
    pub const fn first(self) -> u16 {
        self.first
    }

    /// The highest port.
    #[must_use]
    pub const fn last(self) -> u16 {
        self.last
    }

    /// Whether `port` lies in the range.
    #[must_use]
    pub const fn contains(self, port: u16) -> bool {
        self.first <= port && port <= self.last
    }
}

/// A canonical prefix: an address and a length, with no bit set past the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(IpNet);

impl Prefix {
    /// The prefix of `net`.
    ///
    /// # Errors
    /// [`HostBits`], holding the prefix that was probably meant, when bits past the length are set.
    pub fn new(net: IpNet) -> Result<Self, HostBits> {
        let canonical = net.trunc();
        if canonical == net { Ok(Self(net)) } else { Err(HostBits { corrected: Self(canonical) }) }
    }

    /// The prefix that holds `address` alone: /32 or /128.
    #[must_use]
    pub fn host(address: IpAddr) -> Self {
        Self(IpNet::from(address))
    }

    /// The same prefix as an [`IpNet`].
    #[must_use]
    pub const fn net(&self) -> IpNet {
        self.0
    }

    /// The address family.
    #[must_use]
    pub const fn family(&self) -> Family {
        match self.0 {
            IpNet::V4(_) => Family::V4,
            IpNet::V6(_) => Family::V6,
        }
    }

    /// The length in bits, 0 to 32 or 128.
    #[must_use]
    pub fn length(&self) -> u8 {
        self.0.prefix_len()
    }

    /// The lowest address.
    #[must_use]
    pub fn first(&self) -> IpAddr {
        self.0.addr()
    }

    /// The highest address.
    #[must_use]
    pub fn last(&self) -> IpAddr {
        self.0.broadcast()
    }

    /// Whether `address` lies in the prefix; false for the other family.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        AddressRange::from(*self).contains(address)
    }

    /// Whether every address of `other` lies in this prefix; false for the other family.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.length() <= other.length() && self.contains(other.first())
    }

    /// Whether the two prefixes share an address.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.covers(other) || other.covers(self)
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A prefix with bits set past its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostBits {
    corrected: Prefix,
}

impl HostBits {
    /// The prefix with those bits cleared.
    #[must_use]
    pub const fn corrected(&self) -> Prefix {
        self.corrected
    }
}

impl fmt::Display for HostBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the prefix has bits set past its length; write `{}`", self.corrected)
    }
}

/// A range of addresses of one family, both ends included, never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange {
    first: IpAddr,
    last: IpAddr,
}

impl AddressRange {
    /// The range from `first` to `last`; `None` when they are of two families or in the wrong order.
    #[must_use]
    pub fn new(first: IpAddr, last: IpAddr) -> Option<Self> {
        let valid = Family::of(first) == Family::of(last) && first <= last;
        valid.then_some(Self { first, last })
    }

    /// The address family.
    #[must_use]
    pub const fn family(&self) -> Family {
        Family::of(self.first)
    }

    /// The lowest address.
    #[must_use]
    pub const fn first(&self) -> IpAddr {
        self.first
    }

    /// The highest address.
    #[must_use]
    pub const fn last(&self) -> IpAddr {
        self.last
    }

    /// The address, when the range holds one only.
    #[must_use]
    pub fn single(&self) -> Option<IpAddr> {
        (self.first == self.last).then_some(self.first)
    }

    /// Whether `address` lies in the range; false for the other family.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        Family::of(address) == self.family() && self.first <= address && address <= self.last
    }
}

impl From<Prefix> for AddressRange {
    fn from(prefix: Prefix) -> Self {
        Self { first: prefix.first(), last: prefix.last() }
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.single() {
            Some(address) => address.fmt(f),
            None => write!(f, "{}-{}", self.first, self.last),
        }
    }
}
