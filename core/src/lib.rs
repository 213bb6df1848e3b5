//! Ringfence proves what a cloud network lets through, exactly, for all packets.

#![no_std]
#![cfg_attr(test, allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails"))]

extern crate alloc;

pub mod answer;
mod catalogue;
pub mod estate;
mod fabric;
mod intent;
mod lower;
mod origin;
mod packet;
mod problem;
mod reach;
mod reason;
pub mod resolve;
pub mod schema;
mod source;
pub mod space;
pub mod syntax;

pub use origin::{Origin, Owner};
pub use packet::{
    AddressRange, Family, HostBits, Packet, PortRange, Prefix, Protocol, Transport, address_number,
};
pub use problem::{Fix, Problem, ProblemCode, Severity};
pub use reason::Reason;
pub use source::{Location, Place, Position, Source, SourceId, SourceTooLong, Span};
