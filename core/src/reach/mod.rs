//! Where packets come to: forward from a place to every end, and back with the reply.

mod piece;
mod trail;
mod walk;

pub(crate) use piece::{Header, Piece};
pub(crate) use trail::Trail;
pub(crate) use walk::{End, Outcome, ReplyEnd, ReplyOutcome, Visit, Walker};

use crate::space::Spaces;

/// More work than an answer may take, or a relation that pieces cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge {
    part: &'static str,
}

impl TooLarge {
    pub(crate) const fn new(part: &'static str) -> Self {
        Self { part }
    }

    /// Refused when the store of a question was worked with more than it may be, so that its sets are not to be relied on.
    pub(crate) const fn check(spaces: &Spaces) -> Result<(), Self> {
        if spaces.is_exhausted() { Err(Self::new("the sets of packets")) } else { Ok(()) }
    }

    /// What was too large.
    pub(crate) const fn part(&self) -> &'static str {
        self.part
    }
}

#[cfg(test)]
mod tests;
