//! Hops at which something is not in the text.

use alloc::vec::Vec;

use super::HopId;

/// What becomes of packets here hangs on something that is not in the text: they are dropped, or go on by any of its ways as
/// they are.
///
/// An appliance is seen on both sides of what it does; of a gap only what the text has is seen.
#[derive(Debug, Clone)]
pub(crate) struct Gap {
    /// Ways whose hops tell what becomes of packets, and of the replies.
    pub(crate) ways: Vec<HopId>,
    /// Ways out of the text: what arrives by them may be answered, and replies that come to the gap may return.
    pub(crate) beyond: Vec<HopId>,
}
