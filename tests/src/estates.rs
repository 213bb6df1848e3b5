//! Estates to ask about.

mod build;

pub use build::{Build, Rules, address, any, icmp, ports, prefix, protocol, tcp, udp};
