//! From the estate to the fabric: what each cloud does with packets, said in hops.

mod aws;
mod outside;

use alloc::vec::Vec;

use self::outside::Outside;
use crate::estate::{Estate, ObjectId};
use crate::fabric::{Addresses, Case, Fabric, PlaceId, Treatment};
use crate::ordered::ById;
use crate::packet::Family;
use crate::space::{Field, Space};
use crate::traffic::of_family;

/// The fabric of an estate, and where its objects are in it.
#[derive(Debug, Default)]
pub(crate) struct Network {
    /// The fabric.
    pub(crate) fabric: Fabric,
    /// The places that an object stands for in a set: its own, its members' or its carriers'.
    pub(crate) members: ById<ObjectId, Vec<PlaceId>>,
    /// How destinations are translated on the way.
    pub(crate) translations: Vec<Translation>,
}

/// Packets to some addresses go on to some others.
#[derive(Debug)]
pub(crate) struct Translation {
    /// Where they are sent.
    pub(crate) from: Addresses,
    /// Where they may go on to.
    pub(crate) to: Addresses,
}

/// Lowers everything of an estate into one fabric.
pub(crate) fn lower(estate: &Estate) -> Network {
    let mut network = Network::default();
    let mut outside = Outside::new(&mut network.fabric);
    aws::lower(estate, &mut network, &mut outside);
    outside.finish(&mut network.fabric);
    network.translations = network.fabric.cases().filter_map(translation).collect();
    network
}

fn translation(case: &Case) -> Option<Translation> {
    let Treatment::Set(fields) = &case.treatment else { return None };
    let (_, values) = fields.iter().find(|(field, _)| *field == Field::Destination)?;
    let families =
        [Family::V4, Family::V6].map(|family| (family, case.packets.intersect(&of_family(family))));
    let families = families.iter().filter(|(_, packets)| !packets.is_empty());
    let one = |(family, packets): &(Family, Space)| {
        let from = Addresses::of(*family, packets.values(Field::Destination));
        (from, Addresses::of(*family, values.clone()))
    };
    let (from, to): (Vec<_>, Vec<_>) = families.map(one).unzip();
    Some(Translation { from: from.into_iter().collect(), to: to.into_iter().collect() })
}
