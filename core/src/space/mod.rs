//! Exact sets of packets.
//!
//! A packet is six numbers, one per [`Field`]:
//!
//! | field | values |
//! |---|---|
//! | family | 0 = IPv4, 1 = IPv6 |
//! | protocol | 0 to 255 |
//! | destination port | TCP, UDP: 0 to 65535; the family's own ICMP: type * 256 + code; else 0 |
//! | source | 0 to 2^32-1 (IPv4), 0 to 2^128-1 (IPv6) |
//! | source port | TCP, UDP: 0 to 65535; else 0 |
//! | destination | as source |
//!
//! ICMP stands in the destination port as in NetFlow (Cisco; RFC 3954, field `ICMP_TYPE`: type * 256 + code).
//! The packets of this table are the universe: every [`Space`] is a subset of it by construction.
//!
//! Sets stand in a store, [`Spaces`], and are named by small handles, [`Space`]:
//!
//! ```
//! use ringfence::space::{Field, Spaces, Values};
//!
//! let mut spaces = Spaces::new();
//! let tcp = spaces.of(Field::Protocol, &Values::one(6));
//! let https = spaces.limit(tcp, Field::DestinationPort, &Values::one(443));
//! let other = spaces.minus(tcp, https);
//! assert_eq!(spaces.union(https, other), tcp);
//! ```

mod boxes;
mod cube;
mod diagram;
mod encoding;
mod field;
mod overlay;
mod set;
mod store;
#[cfg(test)]
mod tests;
mod values;

pub use cube::Cube;
pub use field::Field;
pub use store::{Space, Spaces};
pub use values::Values;
