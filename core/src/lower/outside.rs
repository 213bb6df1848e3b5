//! What lies outside every cloud: the internet, as seen from the estate.

use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;

use crate::embedded;
use crate::fabric::{
    Addresses, Assumed, Branches, Case, Entry, Fabric, Front, HopId, HopKind, KinId, Label, Next, Part,
    Place, PlaceId, Realm, RealmId, Restore, Rewrite, Route, StateId, Stop, Treatment, When,
};
use crate::internet::global_unicast;
use crate::ordered::Register;
use crate::origin::{Origin, Owner};
use crate::packet::{Family, PortRange, Prefix, address_number};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{of_family, ports, prefix_values, with_addresses};

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
    /// Gets what sites send to the internet.
    pub(super) from_sites: HopId,
    /// Gets what leaves the estate for public addresses by other ways than the internet.
    pub(super) services: HopId,
    /// Gets what may leave the estate by a way that is not in the text: IPv4 under any public address.
    pub(super) beyond: HopId,
    /// Gets what may come to sites by such a way.
    pub(super) into_sites: HopId,
    /// Where what comes to each site so goes.
    entrances: Vec<HopId>,
    /// What comes in for flows that went out by such a way: of which packets, the memory of the way, and where to.
    given_back: Vec<(Space, StateId, HopId)>,
    ways_in: Vec<Entry>,
    ways_to_sites: Vec<Entry>,
    /// Where replies go to what a site sent under another address, by the memory of that.
    pub(super) returns: Vec<(StateId, HopId)>,
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

/// A way that is not in the text, as a thing.
pub(super) const BEYOND: Label = Label {
    kind: "internet",
    object: None,
    part: Part::Whole,
    origin: Origin::Implied { rule: "a way that is not in the text", owner: Owner::Customer },
};

impl Outside {
    /// The outside, with nothing inside yet.
    pub(super) fn new(fabric: &mut Fabric) -> Self {
        let later = || HopKind::End(PlaceId::OUTSIDE);
        let [incoming, outgoing, from_sites, services] = [(); 4].map(|()| fabric.add(INTERNET, later()));
        let [beyond, into_sites] = [(); 2].map(|()| fabric.add(BEYOND, later()));
        fabric.realms.push(Realm { name: "outside".to_string(), prefixes: Vec::new(), label: INTERNET });
        fabric.places.push(Place {
            realm: RealmId::OUTSIDE,
            addresses: Addresses::empty(),
            client_ports: ports(PortRange::CLIENT),
            sends_to: incoming,
            embeds: false,
            kin: KinId::NONE,
            label: INTERNET,
        });
        Self {
            incoming,
            outgoing,
            from_sites,
            services,
            beyond,
            into_sites,
            entrances: Vec::new(),
            given_back: Vec::new(),
            ways_in: Vec::new(),
            ways_to_sites: Vec::new(),
            returns: Vec::new(),
            owned: Vec::new(),
        }
    }

    /// A range of the estate: none of its addresses is the internet's.
    pub(super) fn own(&mut self, prefix: &Prefix) {
        self.own_all(Addresses::of(prefix.family(), prefix_values(prefix)));
    }

    /// Addresses that are not the internet's.
    pub(super) fn own_all(&mut self, addresses: Addresses) {
        self.owned.push(addresses);
    }

    /// Addresses that are not the internet's, as far as they are known now.
    pub(super) fn owned_by_all(&self) -> Addresses {
        self.owned.iter().cloned().collect()
    }

    /// What happens to packets that come to a site from outside.
    pub(super) fn way_to_site(&mut self, packets: Space, label: Label, next: Next) {
        self.ways_to_sites.push(Entry { packets, next, label });
    }

    /// The way into a site, for packets to its own addresses.
    pub(super) fn entrance(&mut self, entrance: HopId) {
        self.entrances.push(entrance);
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
        let copies = |entries: &[Entry]| entries.iter().map(copy).collect::<Vec<Entry>>();
        let services = Route::new(spaces, copies(&to_internet), nowhere());
        fabric.set(self.services, HopKind::Route(services));
        let [v4, v6] = [Family::V4, Family::V6].map(|family| of_family(spaces, family));
        let source = (Field::Source, global_unicast(Family::V4));
        let mut cases = vec![(v4, vec![source.clone()]), (v6, Vec::new())];
        if fabric.embeds {
            // What holds an IPv4 address a NAT gateway there may translate.
            let holders = with_addresses(spaces, Field::Destination, Family::V6, &embedded::prefix());
            cases.insert(0, (holders, vec![(Field::Family, Values::one(Family::V4 as u128)), source]));
        }
        let cases = cases.into_iter().map(|(packets, set)| Case {
            packets,
            treatment: Treatment::Set(set),
            label: BEYOND,
        });
        let renamed = Rewrite::new(spaces, cases, nowhere(), None, self.outgoing);
        let renamed = fabric.add(BEYOND, HopKind::Rewrite(renamed));
        fabric.set(self.beyond, HopKind::Branches(Branches::any_of([self.outgoing, renamed])));
        fabric.set(self.into_sites, HopKind::Branches(Branches::any_of(self.entrances)));
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
        let inwards = || copies(&self.ways_in).into_iter().chain(copies(&self.ways_to_sites));
        let outwards = turned.into_iter().chain(copies(&self.ways_to_sites)).chain(copies(&to_internet));
        let routes = [
            (self.incoming, inwards().collect()),
            (self.outgoing, outwards.collect()),
            (self.from_sites, inwards().chain(copies(&to_internet)).collect()),
        ];
        // Where there is no site nothing comes from one.
        let asked = if self.ways_to_sites.is_empty() { 2 } else { routes.len() };
        for (hop, entries) in routes.into_iter().take(asked) {
            let mut kind = HopKind::Route(Route::new(spaces, entries, nowhere()));
            if hop == self.incoming && !self.given_back.is_empty() {
                kind = given_back(spaces, fabric, &self.given_back, kind);
            }
            for &(state, back) in &self.returns {
                let otherwise = Next::Hop(fabric.add(INTERNET, kind));
                kind = HopKind::Restore(Restore { state, next: back, otherwise });
            }
            fabric.set(hop, kind);
        }
    }
}

/// What comes in, with that before it which knows flows that went out by other ways than the internet: each knows its own replies, and
/// nothing else, which goes on as what comes in does.
fn given_back(
    spaces: &mut Spaces,
    fabric: &mut Fabric,
    ways: &[(Space, StateId, HopId)],
    incoming: HopKind,
) -> HopKind {
    let packets = spaces.union_all(ways.iter().map(|(packets, ..)| *packets));
    let everything = fabric.add(INTERNET, incoming);
    let known = ways.iter().fold(everything, |other, &(_, state, next)| {
        let restore = Restore { state, next, otherwise: Next::Hop(other) };
        fabric.add(INTERNET, HopKind::Restore(restore))
    });
    let entry = |packets, hop| Entry { packets, next: Next::Hop(hop), label: INTERNET };
    HopKind::Route(Route::new(spaces, vec![entry(packets, known), entry(Space::ALL, everything)], nowhere()))
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
