//! Which flows a question asks about, and which of them are delivered and answered.

use alloc::vec::Vec;

use super::bounds::{Bounds, GatheredBounds, Sets};
use super::flows::{FlowSet, Gathered, Realms};
use super::groups::Groups;
use super::points::{PointFinder, Points};
use super::prepared::Prepared;
use super::ways::Ways;
use crate::estate::{Estate, Flow, ServiceSet};
use crate::fabric::{Addresses, Fabric, PlaceId, RealmId, Rewrite, Treatment};
use crate::lower::Network;
use crate::ordered::{self, Map, Set};
use crate::packet::PortRange;
use crate::reach::{TooLarge, Walker};
use crate::space::{Field, Space, Spaces, Values};
use crate::traffic::{ports, with_any};

/// The flows that a question asks about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// All: Q.
    pub(crate) any: FlowSet,
    /// Those from the clients' own ports: Qc.
    pub(crate) client: FlowSet,
    /// The sources, by place.
    pub(crate) sources: Vec<Source>,
    /// Destinations, as delivered; fronts as sent.
    pub(crate) to: Points,
    /// Whether single flows were taken out, so that alike places need not be asked about alike.
    pub(crate) picked: bool,
}

/// What places of a realm send by a service that send from the same ports, or addresses that nothing has.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    realm: RealmId,
    /// The places; none where nothing has the addresses.
    senders: Vec<Sender>,
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
        let mut reachable = destinations(spaces, addresses);
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
        let [from, to] = [Field::Source, Field::Destination].map(|end| with_any(spaces, end, &self.itself));
        spaces.intersect(from, to)
    }
}

/// What one place sends that is asked about.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The place.
    pub(crate) place: PlaceId,
    /// The asked of its addresses.
    pub(crate) asked: Addresses,
    /// What it sends and others like it, of the asked service, to anywhere.
    with_others: Space,
}

impl Source {
    /// Packets from the asked of its addresses, of the asked service, to anywhere.
    pub(crate) fn packets(&self, spaces: &mut Spaces) -> Space {
        let own = with_any(spaces, Field::Source, &self.asked);
        spaces.intersect(self.with_others, own)
    }
}

/// How far an evaluation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// As far as delivery.
    Delivery,
    /// To the replies.
    Replies,
}

/// Evaluates questions over one estate.
pub(crate) struct Evaluator<'a> {
    network: &'a Network,
    points: PointFinder<'a>,
    prepared: &'a Prepared,
}

impl<'a> Evaluator<'a> {
    /// An evaluator of questions about `estate`, which lowers to `network`.
    pub(crate) const fn new(estate: &'a Estate, network: &'a Network, prepared: &'a Prepared) -> Self {
        let points = PointFinder { estate, network, segments: prepared.segments.as_slice() };
        Self { network, points, prepared }
    }

    /// The fabric that flows go through.
    pub(crate) const fn fabric(&self) -> &'a Fabric {
        &self.network.fabric
    }

    /// The points of a set, and those of the set that can send: a translated address sends nothing as such.
    pub(crate) const fn points(&self) -> PointFinder<'a> {
        self.points
    }

    /// The points of `to` without the addresses that only stand for others.
    pub(crate) fn senders(&self, from: &Points) -> Points {
        from.minus(&Points::one(RealmId::OUTSIDE, self.prepared.fronts.clone()))
    }

    /// The flows that `flow` asks about.
    pub(crate) fn asked(&self, spaces: &mut Spaces, flow: &Flow) -> Asked {
        let from = self.senders(&self.points.find(&flow.from));
        if self.points.estate.deploys_nothing() {
            return self.stated(spaces, &from, self.points.find(&flow.to), &flow.service);
        }
        let sent = self.sent(spaces, &from, &flow.service);
        Asked::of(spaces, &sent, self.points.find(&flow.to))
    }

    /// The flows between addresses of which nothing is known, where nothing is deployed: from any to any.
    fn stated(&self, spaces: &mut Spaces, from: &Points, to: Points, service: &ServiceSet) -> Asked {
        let outside = RealmId::OUTSIDE;
        let service = self.prepared.services.find(spaces, service);
        let sources = with_any(spaces, Field::Source, &from.realm(outside));
        let destinations = destinations(spaces, &to.realm(outside));
        let ends = spaces.intersect(sources, destinations);
        let by_client = service.by_client(spaces, &ports(PortRange::CLIENT));
        let [any, client] = [service.any, by_client].map(|packets| {
            let mut flows = Gathered::default();
            flows.add(Realms::ALL_OUTSIDE, spaces.intersect(ends, packets));
            flows.united(spaces)
        });
        Asked { any, client, sources: Vec::new(), to, picked: false }
    }

    /// What `from` sends by `service`, to anywhere; nothing where nothing is deployed.
    pub(crate) fn sent(&self, spaces: &mut Spaces, from: &Points, service: &ServiceSet) -> Vec<Sent> {
        if self.points.estate.deploys_nothing() {
            return Vec::new();
        }
        let service = self.prepared.services.find(spaces, service);
        let sent = |spaces: &mut Spaces, realm, senders, own: &Addresses, ports: &Values| {
            let sources = with_any(spaces, Field::Source, own);
            let any = spaces.intersect(sources, service.any);
            let by_client = service.by_client(spaces, ports);
            Sent { realm, senders, any, client: spaces.intersect(any, by_client) }
        };
        let (mut places, mut placed) = (Vec::new(), Vec::new());
        for (index, place) in self.fabric().places.iter().enumerate() {
            let asked = from.of(place.realm).map(|points| place.addresses.intersect(points));
            let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { continue };
            placed.push(Points::one(place.realm, asked.clone()));
            let sender = Sender { place: PlaceId(index as u32), asked, itself: place.addresses.clone() };
            places.push(((place.realm, place.client_ports.clone()), sender));
        }
        let mut all = Vec::new();
        for ((realm, ports), senders) in Map::<(RealmId, Values), Sender>::grouped(places) {
            let own = senders.iter().map(|sender| sender.asked.clone()).collect();
            all.push(sent(spaces, realm, senders, &own, &ports));
        }
        // What nothing has sends nothing, but is asked about.
        let without_place = from.minus(&placed.into_iter().collect());
        for (realm, addresses) in without_place.realms() {
            all.push(sent(spaces, realm, Vec::new(), addresses, &ports(PortRange::CLIENT)));
        }
        all
    }

    /// What becomes of the flows that are asked about.
    pub(crate) fn evaluate(
        &self,
        spaces: &mut Spaces,
        asked: &Asked,
        depth: Depth,
    ) -> Result<Sets, TooLarge> {
        TooLarge::check(spaces)?;
        let groups = Groups::of(self.fabric(), asked);
        let reduced = (!groups.is_empty()).then(|| groups.reduced(spaces, asked));
        let told = reduced.as_ref().unwrap_or(asked);
        let targets = self.as_sent(spaces, &told.to);
        let mut walker = Walker::new(self.fabric());
        let machines = self.appliances();
        if machines > 0 {
            walker = walker.last_toward(machines, self.arriving(spaces, &told.to, targets));
        }
        let [mut delivered, mut answered, mut fully_answered] =
            core::array::from_fn(|_| GatheredBounds::default());
        let any_port = machines > 0 || self.translates_ports();
        let mut assuming = Vec::new();
        for source in &told.sources {
            let packets = source.packets(spaces);
            let sent = if any_port { spaces.forget(packets, Field::DestinationPort) } else { packets };
            // By way of an appliance packets to anywhere may get there.
            let sent = if machines > 0 { sent } else { spaces.intersect(sent, targets) };
            let (asked, place, open) = (told, source.place, machines > 0);
            let ways = Ways { evaluator: self, walker: &walker, asked, depth, open, targets, place };
            let sets = ways.sets(spaces, sent)?;
            let mut add = |gathered: &mut GatheredBounds, flows: Bounds| {
                gathered.extend(if groups.is_empty() {
                    flows
                } else {
                    flows.map(&mut |flows| groups.expanded(spaces, source.place, flows))
                });
            };
            add(&mut delivered, sets.delivered);
            add(&mut answered, sets.answered);
            add(&mut fully_answered, sets.fully_answered);
            assuming.extend(sets.assuming);
        }
        let [delivered, answered, fully_answered] = [delivered, answered, fully_answered].map(|flows| {
            let flows = flows.united(spaces);
            flows.map(&mut |flows| flows.intersect(spaces, &asked.any))
        });
        TooLarge::check(spaces)?;
        Ok(Sets { delivered, answered, fully_answered, assuming: assuming.into_iter().collect() })
    }

    /// Packets to every address that a sender may write to reach one of `to`: its own and all that are translated to it.
    pub(crate) fn as_sent(&self, spaces: &mut Spaces, to: &Points) -> Space {
        let mut targets = to.realms().map(|(_, addresses)| addresses.clone()).collect::<Addresses>();
        loop {
            let leading =
                self.network.translations.iter().filter(|one| !one.to.intersect(&targets).is_empty());
            let more = leading.fold(targets.clone(), |all, one| all.union(&one.from));
            if more == targets {
                return destinations(spaces, &targets);
            }
            targets = more;
        }
    }

    /// The addresses that only stand for others.
    pub(super) const fn front_addresses(&self) -> &'a Addresses {
        &self.prepared.fronts
    }

    /// How many machines may do what the estate does not say.
    fn appliances(&self) -> usize {
        self.fabric().appliances().map(|appliance| appliance.state).collect::<Set<_>>().iter().len()
    }

    /// Packets that may become one for a point of `to` without an appliance: the `targets` that senders write, and what stands
    /// behind public addresses.
    fn arriving(&self, spaces: &mut Spaces, to: &Points, targets: Space) -> Space {
        let named = to.realm(RealmId::OUTSIDE);
        let fronts = self.fabric().fronts.iter().filter(|front| named.contains(front.address));
        let behind = fronts.filter_map(|front| front.behind).map(|(_, address)| Addresses::single(address));
        let behind = destinations(spaces, &behind.collect());
        spaces.union(targets, behind)
    }

    /// Whether some hop gives packets another destination port.
    fn translates_ports(&self) -> bool {
        self.fabric().rewrites().flat_map(Rewrite::cases).any(|case| {
            matches!(&case.treatment, Treatment::Set(fields) if fields.iter().any(|(f, _)| *f == Field::DestinationPort))
        })
    }
}

impl Asked {
    /// The flows from what is sent to these points.
    pub(crate) fn of(spaces: &mut Spaces, sent: &[Sent], to: Points) -> Self {
        let (mut any, mut client) = (Gathered::default(), Gathered::default());
        let mut sources = Vec::new();
        for one in sent {
            for (realm, addresses) in to.realms() {
                let realms = Realms { source: one.realm, destination: realm };
                let [all, by_client] = one.to(spaces, realm, addresses);
                any.add(realms, all);
                client.add(realms, by_client);
            }
            sources.extend(one.senders.iter().map(|sender| Source {
                place: sender.place,
                asked: sender.asked.clone(),
                with_others: one.any,
            }));
        }
        ordered::sort_by_key(&mut sources, |source: &Source| source.place);
        Self { any: any.united(spaces), client: client.united(spaces), sources, to, picked: false }
    }

    /// The same question about these of its flows alone.
    pub(crate) fn only(&mut self, any: FlowSet) {
        self.any = any;
        self.picked = true;
    }

    /// The same question without the flows of another.
    pub(crate) fn except(&mut self, spaces: &mut Spaces, other: &Self) {
        self.client = self.client.minus(spaces, &other.any);
        self.only(self.any.minus(spaces, &other.any));
    }
}

/// Packets to these addresses.
pub(super) fn destinations(spaces: &mut Spaces, addresses: &Addresses) -> Space {
    with_any(spaces, Field::Destination, addresses)
}
