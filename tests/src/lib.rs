//! What spans crates: the oracle and the estates it is asked about.

pub mod estates;
pub mod oracle;
