//! Sets of points and of services, as expressions over resolved names.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::ObjectId;
use crate::origin::Origin;
use crate::packet::{AddressRange, PortRange, Protocol};
use crate::space::{Space, Spaces, Values};

/// `segment NAME = SET`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub set: SetExpr,
    /// Where it is written.
    pub origin: Origin,
}

/// An index into [`Estate::segments`](super::Estate::segments).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentId(pub u32);

/// `service NAME = SERVICE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub set: ServiceSet,
    /// Where it is written.
    pub origin: Origin,
}

/// An index into [`Estate::services`](super::Estate::services).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceId(pub u32);

/// A union of meets without another union: `a, b & c except d`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr<T> {
    /// What `,` joins; each item is what `&` joins.
    pub union: Vec<Vec<T>>,
    /// What `except` takes away, of the same form; empty without one.
    pub except: Vec<Vec<T>>,
}

/// A set of points.
pub type SetExpr = Expr<Selector>;

/// A set of protocols, ports and ICMP types.
pub type ServiceSet = Expr<ServiceTerm>;

/// One member of a set of points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// The points that an object stands for: its own, its members' or its carriers'.
    Object(ObjectId),
    /// The points of what carries this tag, with this value or with any.
    Tag {
        /// The key.
        key: String,
        /// The value; any when `None`.
        value: Option<String>,
    },
    /// Points with such an address. A range of one address denotes a point even where nothing has it.
    Addresses(AddressRange),
    /// Every public address that the estate does not own.
    Internet,
    /// Every point.
    Any,
    /// A named set.
    Segment(SegmentId),
    /// `( ... )`
    Group(Box<SetExpr>),
}

/// One member of a set of services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceTerm {
    /// Written out.
    Traffic(Traffic),
    /// A named set.
    Service(ServiceId),
    /// `( ... )`
    Group(Box<ServiceSet>),
}

/// Packets told apart by protocol, ports and ICMP type, as rules and services write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Traffic {
    /// Every packet of every protocol.
    Any,
    /// TCP or UDP.
    Ports {
        /// [`Protocol::TCP`] or [`Protocol::UDP`].
        protocol: Protocol,
        /// Destination ports.
        destination: PortRange,
        /// Source ports; `None` when not written, which means every port and leaves the client's choice open.
        source: Option<PortRange>,
    },
    /// [`Protocol::ICMP`] in IPv4 packets or [`Protocol::ICMPV6`] in IPv6 packets.
    Icmp {
        /// Which of the two.
        protocol: Protocol,
        /// First and last type, 0 to 255, in order.
        types: (u8, u8),
        /// The code; any when `None`.
        code: Option<u8>,
    },
    /// Every packet of a protocol number, in both families.
    Protocol(Protocol),
}

impl Traffic {
    /// The packets that it stands for, from every source port where it names none.
    pub fn packets(self, spaces: &mut Spaces) -> Space {
        crate::traffic::packets(spaces, self, &Values::all())
    }
}
