//! The peers.

pub mod biodivine;
pub mod oxidd;
