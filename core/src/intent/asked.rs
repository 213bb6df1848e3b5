//! Which flows a question asks about.

use alloc::vec::Vec;

use super::evaluate::Evaluator;
use super::flows::{FlowSet, Gathered, Realms};
use super::passing::Passing;
use super::points::Points;
use crate::estate::{Flow, ServiceSet};
use crate::fabric::{Addresses, PlaceId, RealmId};
use crate::ordered::{self, Map};
use crate::packet::PortRange;
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{ports, with_any};

/// The flows that a question asks about.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// All: Q.
    pub(crate) any: FlowSet,
    /// Those from the clients' own ports: Qc.
    pub(crate) client: FlowSet,
    /// Who sends, by place.
    pub(crate) senders: Vec<Sender>,
    /// Destinations, as delivered; fronts as sent.
    pub(crate) to: Points,
    /// The packets of the asked service, between any ends.
    pub(crate) service: Space,
    /// Which ways count; `None` where all do.
    pub(crate) passing: Option<Passing>,
}

/// What places of a realm send by a service that send from the same ports, or addresses that nothing has.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    realm: RealmId,
    /// The places; none where nothing has the addresses.
    senders: Vec<Sender>,
    /// Whether they are asked about IPv4 addresses that IPv6 ones hold.
    embeds: bool,
    /// The packets of the service, between any ends.
    service: Space,
    /// From any port that the service leaves open, to anywhere.
    any: Space,
    /// From the client's own ports.
    client: Space,
}

/// A place, and which of its addresses are asked about.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    /// The place.
    pub(crate) place: PlaceId,
    /// The asked of its addresses.
    pub(crate) asked: Addresses,
    /// All of its addresses.
    itself: Addresses,
}

impl Sent {
    /// The packets to these addresses that can be asked for: never to the sender itself, and outside never to another
    /// address outside.
    fn to(&self, spaces: &mut Spaces, realm: RealmId, addresses: &Addresses) -> [Space; 2] {
        if self.senders.is_empty() && (self.realm, realm) == (RealmId::OUTSIDE, RealmId::OUTSIDE) {
            return [Space::EMPTY; 2];
        }
        let addresses = if self.embeds { addresses.clone() } else { addresses.minus(&addresses.embedded()) };
        let mut reachable = with_any(spaces, Field::Destination, &addresses);
        if realm == self.realm {
            let itself: Vec<Space> = self.senders.iter().map(|sender| sender.to_itself(spaces)).collect();
            let itself = spaces.union_all(itself);
            reachable = spaces.minus(reachable, itself);
        }
        [self.any, self.client].map(|packets| spaces.intersect(packets, reachable))
    }
}

impl Sender {
    fn to_itself(&self, spaces: &mut Spaces) -> Space {
        let from = with_any(spaces, Field::Source, &self.itself);
        let to = with_any(spaces, Field::Destination, &self.itself.union(&self.itself.embedded()));
        spaces.intersect(from, to)
    }
}

impl Asked {
    /// The flows from what is sent to these points.
    pub(crate) fn of(spaces: &mut Spaces, sent: &[Sent], mut to: Points) -> Self {
        let (mut any, mut client) = (Gathered::default(), Gathered::default());
        let mut senders = Vec::new();
        for one in sent {
            for (realm, addresses) in to.realms() {
                let realms = Realms { source: one.realm, destination: realm };
                let [all, by_client] = one.to(spaces, realm, addresses);
                any.add(realms, all);
                client.add(realms, by_client);
            }
            senders.extend(one.senders.iter().cloned());
        }
        if !sent.iter().any(|one| one.embeds) {
            to = to.without_embedded();
        }
        ordered::sort_by_key(&mut senders, |sender: &Sender| sender.place);
        let service = sent.first().map_or(Space::EMPTY, |one| one.service);
        Self { any: any.united(spaces), client: client.united(spaces), senders, to, service, passing: None }
    }

    /// The same question without the flows of another, or without those of their ways that count for that.
    pub(crate) fn except(&mut self, spaces: &mut Spaces, other: &Self) {
        if let Some(passing) = &other.passing {
            return self.except_ways(spaces, &other.any, passing);
        }
        self.client = self.client.minus(spaces, &other.any);
        self.any = self.any.minus(spaces, &other.any);
    }

    /// The same question without those ways of these flows that count for `passing`.
    pub(crate) fn except_ways(&mut self, spaces: &mut Spaces, flows: &FlowSet, passing: &Passing) {
        let flows = self.any.intersect(spaces, flows);
        self.passing.get_or_insert_default().except(flows, passing);
    }

    /// Packets from the asked addresses of a sender, of the asked service, to anywhere.
    pub(crate) fn packets(&self, spaces: &mut Spaces, sender: &Sender) -> Space {
        let own = with_any(spaces, Field::Source, &sender.asked);
        spaces.intersect(self.service, own)
    }
}

impl Evaluator<'_> {
    /// The flows that `flow` asks about.
    pub(crate) fn asked(&self, spaces: &mut Spaces, flow: &Flow) -> Asked {
        let from = self.senders(&self.points().find(&flow.from));
        if self.points().estate.deploys_nothing() {
            return self.stated(spaces, &from, self.points().find(&flow.to), &flow.service);
        }
        let sent = self.sent(spaces, &from, &flow.service);
        let asked = Asked::of(spaces, &sent, self.points().find(&flow.to));
        Asked { passing: self.passing(&flow.ways), ..asked }
    }

    /// The flows between addresses of which nothing is known, where nothing is deployed: from any to any.
    fn stated(&self, spaces: &mut Spaces, from: &Points, to: Points, service: &ServiceSet) -> Asked {
        let outside = RealmId::OUTSIDE;
        let service = self.prepared().services.find(spaces, service);
        let sources = with_any(spaces, Field::Source, &from.realm(outside));
        let destinations = with_any(spaces, Field::Destination, &to.realm(outside));
        let ends = spaces.intersect(sources, destinations);
        let by_client = service.by_client(spaces, &ports(PortRange::CLIENT));
        let [any, client] = [service.any, by_client].map(|packets| {
            let mut flows = Gathered::default();
            flows.add(Realms::ALL_OUTSIDE, spaces.intersect(ends, packets));
            flows.united(spaces)
        });
        Asked { any, client, senders: Vec::new(), to, service: service.any, passing: None }
    }

    /// What `from` sends by `service`, to anywhere; nothing where nothing is deployed.
    pub(crate) fn sent(&self, spaces: &mut Spaces, from: &Points, service: &ServiceSet) -> Vec<Sent> {
        if self.points().estate.deploys_nothing() {
            return Vec::new();
        }
        let service = self.prepared().services.find(spaces, service);
        let sent =
            |spaces: &mut Spaces, realm, senders, own: &Addresses, (ports, embeds): (&Values, bool)| {
                let sources = with_any(spaces, Field::Source, own);
                let any = spaces.intersect(sources, service.any);
                let by_client = service.by_client(spaces, ports);
                let client = spaces.intersect(any, by_client);
                Sent { realm, senders, embeds, service: service.any, any, client }
            };
        let (mut places, mut placed) = (Vec::new(), Vec::new());
        for (index, place) in self.fabric().places.iter().enumerate() {
            let asked = from.of(place.realm).map(|points| place.addresses.intersect(points));
            let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { continue };
            placed.push(Points::one(place.realm, asked.clone()));
            let sender = Sender { place: PlaceId(index as u32), asked, itself: place.addresses.clone() };
            places.push(((place.realm, place.client_ports.clone(), place.embeds), sender));
        }
        let mut all = Vec::new();
        for ((realm, ports, embeds), senders) in Map::<(RealmId, Values, bool), Sender>::grouped(places) {
            let own = senders.iter().map(|sender| sender.asked.clone()).collect();
            all.push(sent(spaces, realm, senders, &own, (&ports, embeds)));
        }
        // What nothing has sends nothing, but is asked about.
        let without_place = from.minus(&placed.into_iter().collect());
        for (realm, addresses) in without_place.realms() {
            all.push(sent(spaces, realm, Vec::new(), addresses, (&ports(PortRange::CLIENT), false)));
        }
        all
    }
}
