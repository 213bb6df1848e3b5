//! What is deployed, as a map shows it: boxes in boxes, with what stands in them and on their edges.

use alloc::string::String;
#[cfg(feature = "typescript")]
use alloc::string::ToString;
use alloc::vec::Vec;
use core::net::IpAddr;

use crate::source::Place;

/// What is deployed, in boxes, and the names that questions can use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Topology {
    /// The outermost boxes: networks, in the order written.
    pub areas: Vec<Area>,
    /// Named sets of points, in the order written.
    pub segments: Vec<Named>,
    /// Named services, in the order written.
    pub services: Vec<Named>,
}

/// A name that a text gives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Named {
    /// The name, as a question writes it.
    pub name: String,
    /// Where it is written.
    pub place: Place,
}

/// A box: a network, a virtual network, a zone, a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Area {
    /// What it is, in the cloud's word: `network`, `vpc`, `zone`, `subnet`.
    pub kind: String,
    /// Its own name, to show.
    pub label: String,
    /// The text by which a question names everything in it; absent where no question can (a zone).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub selector: Option<String>,
    /// Its ranges, as written.
    pub prefixes: Vec<String>,
    /// Where it is written; absent for what only groups others (a zone).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub place: Option<Place>,
    /// The boxes in it, in the order written; zones in the order first named.
    pub areas: Vec<Area>,
    /// What stands on its edge and leads out of it, in the order written.
    pub gateways: Vec<Gateway>,
    /// The machines in it; those that are alike are one entry.
    pub machines: Vec<Machines>,
}

/// What leads out of a box: an internet gateway, a NAT gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Gateway {
    /// What it is, in the cloud's word: `internet-gateway`, `nat-gateway`.
    pub kind: String,
    /// Its own name, to show.
    pub label: String,
    /// Its public addresses, as written.
    pub addresses: Vec<IpAddr>,
    /// Where it is written.
    pub place: Place,
}

/// Machines of one box that are alike: in the same groups, with the same tags and client ports, and with as many
/// addresses of each kind. What a rule or a question says about single addresses may still tell them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Machines {
    /// At least one, in the order written.
    pub members: Vec<Machine>,
    /// The groups that all of them are in (security groups), by their own names.
    pub groups: Vec<String>,
    /// The tags that all of them carry, as `key=value`.
    pub tags: Vec<String>,
}

/// One interface of a machine, where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Machine {
    /// What it is, in the cloud's word: `instance`, `interface`.
    pub kind: String,
    /// Its own name, to show; of an interface with the machine's name before it.
    pub label: String,
    /// The text by which a question names exactly it.
    pub selector: String,
    /// Its private addresses, as written.
    pub addresses: Vec<IpAddr>,
    /// Its public addresses, as written.
    pub public: Vec<IpAddr>,
    /// Where it is written.
    pub place: Place,
}
