//! The peers.

pub mod biodivine;
pub mod cedar;
pub mod oxidd;
pub mod regorus;
