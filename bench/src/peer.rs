//! The peers.

pub mod biodivine;
#[cfg(feature = "decisions")]
pub mod cedar;
pub mod oxidd;
#[cfg(feature = "decisions")]
pub mod regorus;
