//! From the estate to the fabric: what each cloud does with packets, said in hops.

mod aws;
mod outside;
mod traffic;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

pub(crate) use traffic::{of_family, packets, ports, prefix_values, with_addresses, with_prefix};

use self::outside::Outside;
use crate::estate::{Estate, ObjectId};
use crate::fabric::{Fabric, PlaceId};

/// The fabric of an estate, and where its objects are in it.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// The fabric.
    pub(crate) fabric: Fabric,
    /// The places that an object stands for in a set: its own, its members' or its carriers'.
    pub(crate) members: BTreeMap<ObjectId, Vec<PlaceId>>,
}

/// Lowers everything of an estate into one fabric.
pub(crate) fn lower(estate: &Estate) -> Network {
    let mut network = Network::default();
    let mut outside = Outside::new(&mut network.fabric);
    aws::lower(estate, &mut network, &mut outside);
    outside.finish(&mut network.fabric);
    network
}
