//! What spans crates: the oracle and the estates it is asked about.

pub mod closed;
pub mod compare;
pub mod differences;
mod draw;
pub mod edits;
pub mod engine;
pub mod estates;
pub mod exports;
pub mod few;
pub mod fuzz;
pub mod hostile;
pub mod laws;
pub mod mistakes;
pub mod mix;
pub mod oracle;
pub mod question;
pub mod rows;
mod seeds;
mod trace;
pub mod waypoints;
mod witness;
pub mod worlds;
