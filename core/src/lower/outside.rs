//! What lies outside every cloud: the internet, as seen from the estate.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use crate::fabric::{
    Addresses, Assumed, Entry, Fabric, Front, HopId, HopKind, KinId, Label, Next, Part, Place, PlaceId,
    Realm, RealmId, Restore, Route, StateId, Stop, When,
};
use crate::internet::global_unicast;
use crate::ordered::Register;
use crate::origin::{Origin, Owner};
use crate::packet::{Family, PortRange, Prefix, address_number};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{ports, prefix_values, with_addresses};

/// A packet leaves the estate for one of its own public addresses.
const fn turned_back(about: Label) -> Assumed {
    Assumed {
        code: "turned-back-at-the-gateway",
        text: "a packet from inside to a public address of the estate leaves it and comes in again, with the sender's \
               public address as its source",
        about,
        when: When::Crossed,
    }
}

/// The outside while clouds are lowered.
pub(super) struct Outside {
    /// Gets what is sent from outside.
    incoming: HopId,
    /// Gets what leaves the estate.
    pub(super) outgoing: HopId,
    /// Gets what leaves the estate for public addresses by other ways than the internet.
    pub(super) services: HopId,
    /// What comes in for flows that went out by such a way: of which packets, the memory of the way, and where to.
    given_back: Vec<(Space, StateId, HopId)>,
    ways_in: Vec<Entry>,
    /// Addresses that are not the internet's: those of the estate.
    owned: Vec<Addresses>,
}

/// The outside as a thing.
const INTERNET: Label = Label {
    kind: "internet",
    object: None,
    part: Part::Whole,
    origin: Origin::Implied { rule: "the internet routes public addresses", owner: Owner::Provider },
};

impl Outside {
    /// The outside, with nothing inside yet.
    pub(super) fn new(fabric: &mut Fabric) -> Self {
        let later = || HopKind::End(PlaceId::OUTSIDE);
        let [incoming, outgoing, services] = [(); 3].map(|()| fabric.add(INTERNET, later()));
        fabric.realms.push(Realm { name: "outside".to_string(), prefixes: Vec::new(), label: INTERNET });
        fabric.places.push(Place {
            realm: RealmId::OUTSIDE,
            addresses: Addresses::empty(),
            client_ports: ports(PortRange::CLIENT),
            sends_to: incoming,
            kin: KinId::NONE,
            label: INTERNET,
        });
        let given_back = Vec::new();
        Self { incoming, outgoing, services, given_back, ways_in: Vec::new(), owned: Vec::new() }
    }

    /// A range of the estate: none of its addresses is the internet's.
    pub(super) fn own(&mut self, prefix: &Prefix) {
        self.owned.push(Addresses::of(prefix.family(), prefix_values(prefix)));
    }

    /// A public address of the estate, and where packets to it go.
    pub(super) fn front(&mut self, spaces: &mut Spaces, fabric: &mut Fabric, front: Front, next: Next) {
        let (address, label) = (front.address, front.label);
        let (family, number) = (Family::of(address), Values::one(address_number(address)));
        let packets = with_addresses(spaces, Field::Destination, family, &number);
        self.owned.push(Addresses::of(family, number));
        fabric.fronts.push(front);
        self.way_in(packets, label, next);
    }

    /// What happens to packets that come to the estate from outside: earlier ways go before later ones.
    pub(super) fn way_in(&mut self, packets: Space, label: Label, next: Next) {
        self.ways_in.push(Entry { packets, next, label });
    }

    /// Replies among these packets that answer flows of this memory go on at `next`.
    pub(super) fn gives_back(&mut self, packets: Space, state: StateId, next: HopId) {
        self.given_back.push((packets, state, next));
    }

    /// Routes what comes in and what goes out, now that everything inside is known.
    pub(super) fn finish(self, spaces: &mut Spaces, fabric: &mut Fabric) {
        let owned: Addresses = self.owned.into_iter().collect();
        let public = [Family::V4, Family::V6].map(|family| Addresses::of(family, global_unicast(family)));
        let internet = public.into_iter().collect::<Addresses>().minus(&owned);
        let arrived = fabric.add(INTERNET, HopKind::End(PlaceId::OUTSIDE));
        if let Some(outside) = fabric.places.first_mut() {
            outside.addresses = internet.clone();
        }
        let to_internet = [Family::V4, Family::V6].map(|family| Entry {
            packets: with_addresses(spaces, Field::Destination, family, internet.family(family)),
            next: Next::Hop(arrived),
            label: INTERNET,
        });
        let copy = |entry: &Entry| Entry { next: entry.next.clone(), ..*entry };
        let services = Route::new(spaces, to_internet.iter().map(copy).collect(), nowhere());
        fabric.set(self.services, HopKind::Route(services));
        let incoming = self.ways_in.iter().map(copy).collect();
        let mut incoming = Route::new(spaces, incoming, nowhere());
        if !self.given_back.is_empty() {
            let packets = spaces.union_all(self.given_back.iter().map(|(packets, ..)| *packets));
            let everything = fabric.add(INTERNET, HopKind::Route(incoming));
            // Each knows its own replies, and nothing else: that goes on as what comes in does.
            let known = self.given_back.iter().fold(everything, |other, &(_, state, next)| {
                let restore = Restore { state, next, otherwise: Next::Hop(other) };
                fabric.add(INTERNET, HopKind::Restore(restore))
            });
            let entry = |packets, hop| Entry { packets, next: Next::Hop(hop), label: INTERNET };
            let entries = vec![entry(packets, known), entry(Space::ALL, everything)];
            incoming = Route::new(spaces, entries, nowhere());
        }
        let (mut turned, mut gateways) = (Vec::new(), Register::<HopId, HopId>::new());
        for entry in &self.ways_in {
            let mut entry = copy(entry);
            if let Next::Hop(gateway) = entry.next {
                let known = gateways.get(&gateway).copied();
                let turn = known.unwrap_or_else(|| turn_back(spaces, fabric, gateway));
                gateways.insert(gateway, turn);
                entry.next = Next::Hop(turn);
            }
            turned.push(entry);
        }
        let outgoing = Route::new(spaces, turned.into_iter().chain(to_internet).collect(), nowhere());
        fabric.set(self.incoming, HopKind::Route(incoming));
        fabric.set(self.outgoing, HopKind::Route(outgoing));
    }
}

/// On to a gateway that packets come in by, on the assumption that they may. It is one hop for all of its addresses, so that
/// none of those is told apart by it.
fn turn_back(spaces: &mut Spaces, fabric: &mut Fabric, gateway: HopId) -> HopId {
    let all = Entry { packets: Space::ALL, next: Next::Hop(gateway), label: INTERNET };
    let route = HopKind::Route(Route::new(spaces, vec![all], nowhere()));
    let about = fabric.hop(gateway).map_or(INTERNET, |hop| hop.label);
    fabric.add_assuming(INTERNET, route, Some(turned_back(about)))
}

/// What becomes of packets to addresses that neither the internet nor the estate has.
fn nowhere() -> (Stop, Label) {
    (Stop::new(Reason::NoSuchAddress, INTERNET), INTERNET)
}
