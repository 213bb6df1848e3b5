//! What spans crates: the oracle and the estates it is asked about.

mod draw;
pub mod estates;
pub mod mix;
pub mod oracle;
