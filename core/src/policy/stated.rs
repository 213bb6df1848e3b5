//! What intents say to a packet.

/// What the intents of texts in which nothing is deployed say to a packet, and which of them says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stated {
    /// It is not meant: by a `deny` or `isolate`, or by a `closed` whose flows nothing covers.
    Denied(Statement),
    /// It is meant.
    Allowed(Statement),
    /// No intent is about it.
    NotStated,
}

/// A statement of the texts: an intent, or an `allow` in its block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement {
    /// An index into [`Estate::intents`](crate::estate::Estate::intents).
    pub intent: u32,
    /// An index into its [`exceptions`](crate::estate::Intent::exceptions), where it is one of them.
    pub exception: Option<u32>,
}
