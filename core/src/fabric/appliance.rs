//! Hops of which the estate does not say what they do.

use alloc::vec::Vec;

use super::{HopId, StateId};
use crate::space::{Field, Space, Values};

/// A machine between two others that may do what it likes with their packets (RFC 3234: a middlebox).
///
/// In one world it drops a packet, in another it sends it on in one of its forms, once at the most. The reply of what it
/// sent on it changes back, or drops. So what arrives behind it arrives in some worlds only.
#[derive(Debug, Clone)]
pub(crate) struct Appliance {
    /// Where packets surely go, too: those for the machine itself arrive there.
    pub(crate) arrives: Option<HopId>,
    /// What it may make of packets: each that is for them is one of the possible ones.
    pub(crate) forms: Vec<Form>,
    /// Where it may send them.
    pub(crate) ways: Vec<HopId>,
    /// The memory of what it sent on.
    pub(crate) state: StateId,
}

/// What may become of some packets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    /// Which packets.
    pub(crate) packets: Space,
    /// Each field gets any of the values; other fields stay. A mark is a single value.
    pub(crate) fields: Vec<(Field, Values)>,
}
