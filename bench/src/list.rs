//! Rule lists as firewalls have them.

/// What a rule does with a packet that it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It passes.
    Allow,
    /// It is stopped.
    Deny,
}

/// Addresses: those that have the bits of `value` where `mask` has ones. The ones of a mask need not stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Match {
    /// The bits that an address must have; zero where the mask is.
    pub value: u32,
    /// Which bits count.
    pub mask: u32,
}

impl Match {
    /// Every address.
    pub const ANY: Self = Self { value: 0, mask: 0 };

    /// The addresses that agree with `value` in the bits of `mask`.
    #[must_use]
    pub const fn new(value: u32, mask: u32) -> Self {
        Self { value: value & mask, mask }
    }

    /// The addresses that agree with `value` in the first `length` bits.
    #[must_use]
    pub fn prefix(value: u32, length: u32) -> Self {
        Self::new(value, u32::MAX.checked_shl(32 - length).unwrap_or(0))
    }
}

/// Every port.
pub const ANY_PORT: (u16, u16) = (0, u16::MAX);

/// One rule: it matches a packet when every field does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What becomes of the packet.
    pub action: Action,
    /// The source address.
    pub source: Match,
    /// The destination address.
    pub destination: Match,
    /// First and last source port.
    pub source_port: (u16, u16),
    /// First and last destination port.
    pub destination_port: (u16, u16),
    /// The protocol number; any when there is none.
    pub protocol: Option<u8>,
}

/// Rules in order: the first that matches decides, and a packet that none matches is denied.
pub type List = Vec<Rule>;
