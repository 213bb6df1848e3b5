//! From the estate to the fabric: what each cloud does with packets, said in hops.

mod aws;
mod line;
mod outside;
mod site;

use alloc::vec::Vec;

use self::line::Lines;
use self::outside::Outside;
use crate::estate::{Estate, ObjectId};
use crate::fabric::{Addresses, Fabric, PlaceId, Treatment};
use crate::ordered::ById;
use crate::packet::{AddressRange, Family};
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::of_family;

/// The fabric of an estate, and where its objects are in it.
#[derive(Debug)]
pub(crate) struct Network {
    /// The fabric.
    pub(crate) fabric: Fabric,
    /// The places that an object stands for in a set: its own, its members' or its carriers'.
    pub(crate) members: ById<ObjectId, Vec<PlaceId>>,
    /// The addresses that an object stands for in a set, whatever has them.
    pub(crate) ranges: ById<ObjectId, Vec<AddressRange>>,
    /// How destinations are translated on the way.
    pub(crate) translations: Vec<Translation>,
    /// What the network of a changed estate may have, too.
    aws: aws::Lists,
}

/// Whether a cloud gives a thing of this kind a meaning for its name alone, so that another name says something else.
pub(crate) fn means_more(kind: &str, name: &str) -> bool {
    aws::means_more(kind, name)
}

impl Network {
    /// A fabric, and of no object known where it is in it.
    pub(crate) fn of(fabric: Fabric) -> Self {
        let (members, ranges) = (ById::default(), ById::default());
        Self { fabric, members, ranges, translations: Vec::new(), aws: aws::Lists::default() }
    }
}

/// Packets to some addresses go on to some others.
#[derive(Debug)]
pub(crate) struct Translation {
    /// Where they are sent.
    pub(crate) from: Addresses,
    /// Where they may go on to.
    pub(crate) to: Addresses,
}

/// Lowers everything of an estate into one fabric, whose sets stand in this store. What is as it was `before`, in the same
/// store, is taken over.
pub(crate) fn lower(spaces: &mut Spaces, estate: &Estate, before: Option<(&Estate, &Network)>) -> Network {
    let mut network = Network::of(Fabric::new(spaces));
    let mut outside = Outside::new(&mut network.fabric);
    let lines = Lines::new(estate, &mut network.fabric);
    aws::lower(spaces, estate, &mut network, (&mut outside, &lines), before);
    site::lower(spaces, estate, &mut network, &mut outside, &lines);
    outside.finish(spaces, &mut network.fabric);
    network.fabric.embed_fronts();
    network.translations = translations(spaces, &network.fabric);
    network
}

/// How destinations are translated by any hop.
pub(crate) fn translations(spaces: &mut Spaces, fabric: &Fabric) -> Vec<Translation> {
    let mut translations = Vec::new();
    for rewrite in fabric.rewrites() {
        for (number, packets) in spaces.split(rewrite.table().whole()) {
            let Some(Treatment::Set(fields)) = rewrite.case(number).map(|case| &case.treatment) else {
                continue;
            };
            if let Some((_, values)) = fields.iter().find(|(field, _)| *field == Field::Destination) {
                translations.push(translation(spaces, packets, values));
            }
        }
    }
    if fabric.embeds {
        let held = |one: &Translation| Translation { from: one.from.embedded(), to: one.to.embedded() };
        let held: Vec<Translation> =
            translations.iter().map(held).filter(|one| !one.from.is_empty()).collect();
        translations.extend(held);
    }
    translations
}

fn translation(spaces: &mut Spaces, packets: Space, values: &Values) -> Translation {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for family in [Family::V4, Family::V6] {
        let own = of_family(spaces, family);
        let packets = spaces.intersect(packets, own);
        if !packets.is_empty() {
            from.push(Addresses::of(family, spaces.values(packets, Field::Destination)));
            to.push(Addresses::of(family, values.clone()));
        }
    }
    Translation { from: from.into_iter().collect(), to: to.into_iter().collect() }
}
