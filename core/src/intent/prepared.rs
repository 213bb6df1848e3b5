//! What every question about an estate needs, found once.

use alloc::vec::Vec;

use super::groups::Groups;
use super::points::{Points, segments};
use super::services::ServiceFinder;
use crate::estate::Estate;
use crate::fabric::{Addresses, Fabric, Front, PlaceId, RealmId};
use crate::lower::Network;
use crate::ordered::{ById, Map, Set};
use crate::space::{Space, Spaces};

/// What every question needs. Its sets stand in the store of the network.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The points of each segment.
    pub(super) segments: Vec<Points>,
    /// Knows the packets of each service.
    pub(super) services: ServiceFinder,
    /// The addresses that only stand for others.
    pub(super) fronts: Addresses,
    /// Those of each place, by their numbers.
    fronts_of: ById<PlaceId, Vec<usize>>,
    /// Places that are alike.
    pub(super) groups: Groups,
    /// Every point, but of alike places only those that tell of all.
    pub(super) everywhere: Points,
    /// The packets that are sent to find out about all.
    pub(crate) told: Space,
    /// How many machines may do what the estate does not say.
    pub(super) appliances: usize,
    /// Whether something is not in the text at some hop.
    has_gaps: bool,
}

impl Prepared {
    /// Finds it for `estate`, which lowers to `network`: what that does is asked from now on as questions need it.
    pub(crate) fn new(spaces: &mut Spaces, estate: &Estate, network: &mut Network) -> Self {
        let fronts_of = fronts_of(&network.fabric);
        let groups = Groups::of(spaces, &network.fabric, &fronts_of);
        let told = if groups.is_empty() { Space::ALL } else { groups.told(spaces) };
        network.fabric.narrow_effects(spaces, told);
        let fabric = &network.fabric;
        let places = fabric.places.iter().map(|place| Points::one(place.realm, place.addresses.clone()));
        let fronts: Addresses = fabric.fronts.iter().map(|front| Addresses::single(front.address)).collect();
        let outside = Points::one(RealmId::OUTSIDE, fronts.clone());
        let mut everywhere: Points = places.chain([outside]).collect();
        if fabric.embeds {
            everywhere = everywhere.with_embedded();
        }
        let everywhere = groups.telling(&everywhere);
        Self {
            segments: segments(estate, network),
            services: ServiceFinder::new(spaces, estate),
            fronts,
            fronts_of,
            groups,
            everywhere,
            told,
            appliances: fabric.appliances().map(|one| one.state).collect::<Set<_>>().iter().len(),
            has_gaps: fabric.has_gaps(),
        }
    }

    /// Whether a packet may go another way than that which its hops say.
    pub(crate) const fn has_unknown(&self) -> bool {
        self.appliances > 0 || self.has_gaps
    }

    /// The fronts behind which a place is.
    pub(super) fn fronts_of<'a>(
        &'a self,
        fabric: &'a Fabric,
        place: PlaceId,
    ) -> impl Iterator<Item = &'a Front> {
        let fronts = self.fronts_of.get(place).into_iter().flatten();
        fronts.filter_map(|&front| fabric.fronts.get(front))
    }
}

/// The fronts behind which each place is. What is sent to a public address may also come to a machine that has it as its own:
/// that is not behind it.
fn fronts_of(fabric: &Fabric) -> ById<PlaceId, Vec<usize>> {
    let fronts = fabric.fronts.iter().enumerate();
    let behind = Map::grouped(fronts.filter_map(|(at, front)| Some((front.behind?, at))));
    let mut fronts_of = ById::default();
    let inside = fabric.places.iter().zip(0..).filter(|(place, _)| place.realm != RealmId::OUTSIDE);
    for (place, id) in inside {
        for &front in place.known(&behind).flat_map(|(_, fronts)| fronts) {
            fronts_of.push(PlaceId(id), front);
        }
    }
    fronts_of
}
