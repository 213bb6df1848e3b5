//! Random fabrics, most of which no cloud has: a packet at a time, decided on and walked.

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::net::{IpAddr, Ipv4Addr};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::super::walk::{Aim, Found, Walk};
use super::super::{Decider, Decision, End, Endpoint, Undecided, Written};
use crate::fabric::tests::label;
use crate::fabric::{
    Action, Addresses, Branches, Case, Entry, Fabric, Filter, FilterList, Front, HopId, HopKind, KinId, Next,
    Otherwise, Place, PlaceId, RealmId, Restore, Rewrite, Route, Rule, Stage, StateId, Stop, Treatment,
};
use crate::lower::{Network, translations};
use crate::ordered::ById;
use crate::packet::{Family, Packet, Protocol, Transport, address_number};
use crate::reach::{End as WalkEnd, Outcome, Piece, TooLarge, Walker};
use crate::reason::Reason;
use crate::space::{Field, Space, Spaces, Span, Values};

/// Sends everything.
const HERE: PlaceId = PlaceId(0);
const HOPS: u32 = 11;
/// In a chain the last hop there; what follows leads back.
const MIDDLE: u32 = 5;
const PLACES: u32 = 3;
/// Addresses are 1 to this; a place has the first ones, one each.
const ADDRESSES: u128 = 6;
const PORTS: u128 = 4;

struct Random {
    rng: StdRng,
    spaces: Spaces,
    fabric: Fabric,
    /// Where hops mostly follow each other, the one that is made.
    chain: Option<u32>,
}

impl Random {
    fn new(seed: u64) -> Self {
        let mut spaces = Spaces::new();
        let fabric = Fabric::new(&mut spaces);
        let chain = seed.is_multiple_of(2).then_some(0);
        let mut random = Self { rng: StdRng::seed_from_u64(seed), spaces, fabric, chain };
        for _ in 0..HOPS {
            random.fabric.add(label("later"), HopKind::End(PlaceId(0)));
        }
        for id in 0..PLACES {
            let address = Values::one(u128::from(id) + 1);
            let sends_to = match (random.chain, id) {
                (Some(_), 0) => HopId(0),
                (Some(_), 1) => HopId(MIDDLE + 1),
                _ => random.hop(),
            };
            random.fabric.places.push(Place {
                realm: RealmId(id / 2),
                addresses: Addresses::of(Family::V4, address),
                client_ports: Values::range(1024, 65535),
                sends_to,
                kin: KinId::NONE,
                label: label("place"),
            });
        }
        // Behind a front there is a machine, or nothing.
        let behind = random.chance(80).then_some((RealmId(0), Ipv4Addr::from_bits(2).into()));
        let address = Ipv4Addr::from_bits(ADDRESSES as u32).into();
        random.fabric.fronts.push(Front { address, behind, label: label("front") });
        for id in 0..HOPS {
            random.chain = random.chain.map(|_| id);
            let kind = match (random.chain, id) {
                (Some(_), MIDDLE) => HopKind::End(PlaceId(1)),
                (Some(_), id) if id == HOPS - 1 => HopKind::End(HERE),
                _ => random.kind(),
            };
            random.fabric.set(HopId(id), kind);
        }
        random
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn hop(&mut self) -> HopId {
        if let Some(here) = self.chain
            && self.chance(85)
        {
            return HopId(here + 1);
        }
        HopId(self.rng.random_range(0..HOPS))
    }

    fn next(&mut self) -> Next {
        if self.chance(85) { Next::Hop(self.hop()) } else { Next::Stop(self.stop()) }
    }

    fn stop(&self) -> Stop {
        Stop::new(Reason::NoRoute, label("stop"))
    }

    fn state(&mut self) -> Option<StateId> {
        self.chance(60).then(|| StateId(self.rng.random_range(0..2)))
    }

    /// Some values of a field, of one or two ranges.
    fn values(&mut self, field: Field) -> Values {
        let last = match field {
            Field::Source | Field::Destination => ADDRESSES,
            Field::Mark => return Values::one(self.rng.random_range(0..=2)),
            _ => PORTS,
        };
        let mut ranges = Vec::new();
        for _ in 0..self.rng.random_range(1..=2) {
            let first = self.rng.random_range(0..=last);
            let more = if self.chance(50) { 0 } else { self.rng.random_range(0..=2) };
            ranges.push((first, (first + more).min(last)));
        }
        ranges.into_iter().collect()
    }

    fn field(&mut self) -> Field {
        let fields =
            [Field::Source, Field::Destination, Field::SourcePort, Field::DestinationPort, Field::Mark];
        fields[self.rng.random_range(0..fields.len())]
    }

    fn packets(&mut self) -> Space {
        let mut packets = Space::ALL;
        let most = if self.chain.is_some() { 1 } else { 2 };
        for _ in 0..self.rng.random_range(0..=most) {
            let field = self.field();
            let values = self.values(field);
            packets = self.spaces.limit(packets, field, &values);
        }
        packets
    }

    fn stage(&mut self) -> Stage {
        // Of a chain most should come far.
        let most = if self.chain.is_some() { 12 } else { 4 };
        let action = |random: &mut Self| match random.rng.random_range(0..most) {
            0 => Action::Deny(Reason::AclDeny),
            1 => Action::Next,
            _ => Action::Allow,
        };
        let rule = |random: &mut Self| {
            let (packets, action) = (random.packets(), action(random));
            Rule { packets, action, label: label("rule") }
        };
        let rules = vec![rule(self), rule(self)];
        Stage { rules, otherwise: Otherwise { action: action(self), lists: vec![label("list")] } }
    }

    fn kind(&mut self) -> HopKind {
        let kinds = match self.chain {
            Some(id) if id > MIDDLE => 40..77,
            Some(_) => 0..82,
            None => 0..100,
        };
        match self.rng.random_range(kinds) {
            0..20 | 40..50 => {
                let stages = vec![self.stage(), self.stage()];
                let list = FilterList::of_stages(&mut self.spaces, stages);
                let list = self.fabric.add_list(list);
                HopKind::Filter(Filter { list, state: self.state(), next: self.hop() })
            }
            20..40 => {
                let mut entries = Vec::new();
                for _ in 0..self.rng.random_range(1..=3) {
                    let (packets, next) = (self.packets(), self.next());
                    entries.push(Entry { packets, next, label: label("route") });
                }
                let otherwise = (self.stop(), label("table"));
                HopKind::Route(Route::new(&mut self.spaces, entries, otherwise))
            }
            50..62 => {
                let mut cases = Vec::new();
                for _ in 0..self.rng.random_range(1..=2) {
                    let mut packets = if self.chance(50) { Space::ALL } else { self.packets() };
                    let mut fields = Vec::new();
                    for _ in 0..self.rng.random_range(1..=2) {
                        let field = self.field();
                        if matches!(field, Field::SourcePort | Field::DestinationPort) {
                            // What has no ports gets none.
                            packets = self.spaces.limit(packets, Field::Protocol, &Values::one(6));
                        }
                        fields.push((field, self.values(field)));
                    }
                    cases.push(Case { packets, treatment: Treatment::Set(fields), label: label("case") });
                }
                let (otherwise, state, next) = ((self.stop(), label("gateway")), self.state(), self.hop());
                HopKind::Rewrite(Rewrite::new(&mut self.spaces, cases, otherwise, state, next))
            }
            62..75 => {
                let state = StateId(self.rng.random_range(0..2));
                HopKind::Restore(Restore { state, next: self.hop(), otherwise: self.next() })
            }
            75..82 => HopKind::Branches(Branches { ways: vec![self.hop(), self.hop(), self.hop()] }),
            _ => HopKind::End(PlaceId(self.rng.random_range(0..PLACES))),
        }
    }
}

/// A fabric with the store of its sets.
struct Net {
    rng: StdRng,
    spaces: Arc<Spaces>,
    network: Network,
    written: Written,
}

/// The walker's work for one packet.
const WORK: u64 = 300_000;

impl Net {
    fn new(seed: u64) -> Self {
        Self::of(Random::new(seed))
    }

    /// The fabric of the first seed, with other hops at its beginning.
    fn with(hops: impl Fn(&mut Random) -> Vec<HopKind>) -> Self {
        let mut random = Random::new(0);
        for (kind, id) in hops(&mut random).into_iter().zip(0..) {
            random.fabric.set(HopId(id), kind);
        }
        Self::of(random)
    }

    fn of(random: Random) -> Self {
        let Random { rng, mut spaces, fabric, .. } = random;
        let translations = translations(&mut spaces, &fabric);
        let network = Network { fabric, members: ById::default(), translations };
        let written = Written::new(&network);
        Self { rng, spaces: Arc::new(spaces), network, written }
    }

    fn packet(&mut self) -> Packet {
        let destination = self.rng.random_range(1..=ADDRESSES) as u32;
        let mut port = || self.rng.random_range(0..=PORTS) as u16;
        let (from, to) = (port(), port());
        let transport = match self.rng.random_range(0..10) {
            0..7 => Transport::Tcp { source: from, destination: to },
            7 => Transport::Icmp { kind: 8, code: to as u8 },
            8 => Transport::Icmp { kind: 3, code: to as u8 },
            _ => Transport::Other(Protocol::GRE),
        };
        Packet::new(address(1), address(destination), transport).unwrap()
    }

    /// What the walker has for one packet as sent: whether it is delivered as `flow`, and answered, and whether it fails.
    fn walked(&self, sent: &Packet, flow: &Packet, aim: Aim) -> Result<(bool, bool, bool), TooLarge> {
        let spaces = &mut Spaces::over(&self.spaces);
        spaces.limit_work(WORK);
        let fabric = &self.network.fabric;
        let walker = Walker::new(fabric);
        let (one, wanted) = (spaces.packet(sent), spaces.packet(flow));
        let (mut delivered, mut answered, mut failing) = (false, false, false);
        for outcome in walker.send(spaces, HERE, one)? {
            if !outcome.is_delivered() {
                failing = true;
                continue;
            }
            delivered |= is_there(spaces, fabric, &outcome, &outcome.piece, wanted, aim);
            for reply in walker.answer(spaces, &outcome, HERE)? {
                if reply.is_returned() {
                    answered |= is_there(spaces, fabric, &outcome, &reply.answered, wanted, aim);
                } else {
                    failing = true;
                }
            }
        }
        TooLarge::check(spaces)?;
        Ok((delivered, answered, failing))
    }

    fn decider(&self) -> Decider<'_> {
        let Network { fabric, translations, .. } = &self.network;
        Decider { spaces: &self.spaces, fabric, translations, written: &self.written }
    }
}

fn address(number: u32) -> IpAddr {
    Ipv4Addr::from_bits(number).into()
}

fn is_there(
    spaces: &mut Spaces,
    fabric: &Fabric,
    outcome: &Outcome,
    piece: &Piece,
    wanted: Space,
    aim: Aim,
) -> bool {
    let WalkEnd::Arrived(at) = outcome.end else { return false };
    let place = fabric.place(at).unwrap();
    match aim {
        Aim::Realm(realm) => {
            let flows = piece.flows(spaces);
            at != HERE && place.realm == realm && !spaces.intersect(flows, wanted).is_empty()
        }
        // It stands for the second place, if for anything.
        Aim::Behind(realm) => {
            let to = spaces.of(Field::Destination, &Values::one(2));
            realm.is_some() && at == PlaceId(1) && !piece.within(spaces, to).is_empty()
        }
    }
}

/// What was asked: how much of it came how far, and how much was too large for the walker, or for a decision alone.
#[derive(Debug, Default)]
struct Mix {
    all: usize,
    delivered: usize,
    answered: usize,
    sometimes: usize,
    refused: usize,
    full: usize,
}

impl Mix {
    /// A comparison shows nothing about what never comes.
    fn assert_tells(&self) {
        let Self { all, delivered, answered, sometimes, refused, full } = self;
        let rare = delivered * 20 < *all || answered * 200 < *all || *sometimes < 10;
        assert!(!rare && refused * 100 < *all && full * 1000 < *all, "{self:?}");
    }
}

#[test]
fn packets_go_the_ways_of_their_sets() {
    let mut mix = Mix::default();
    for seed in 0..6000 {
        let mut net = Net::new(seed);
        for _ in 0..4 {
            mix.all += 1;
            let packet = net.packet();
            let aim = Aim::Realm(RealmId(net.rng.random_range(0..2)));
            let walked = net.walked(&packet, &packet, aim);
            let (to, port) =
                (address_number(packet.destination()), Span::of(&packet).get(Field::DestinationPort));
            let place = (HERE, net.network.fabric.place(HERE).unwrap());
            let mut walk = Walk::new(&net.spaces, &net.network.fabric, place, (aim, to), &packet, &mut []);
            let found = walk.send((to, to), port);
            let (Ok(walked), Ok((found, ..))) = (walked, found) else {
                mix.refused += usize::from(walked.is_err());
                mix.full += usize::from(walked.is_ok());
                continue;
            };
            let Found { delivered, answered, failing, .. } = found;
            mix.delivered += usize::from(delivered);
            mix.answered += usize::from(answered);
            mix.sometimes += usize::from(answered && failing);
            assert_eq!((delivered, answered, failing), walked, "seed {seed}: {packet:?}");
        }
    }
    mix.assert_tells();
}

#[test]
fn flows_are_those_of_every_packet_that_leads_there() {
    let mut mix = Mix::default();
    for seed in 0..2000 {
        let mut net = Net::new(seed);
        let (to, there, aim) = if net.rng.random_range(0..4) == 0 {
            let front = &net.network.fabric.fronts[0];
            (End::Front(0), front.address, Aim::Behind(front.behind.map(|(realm, _)| realm)))
        } else {
            let id = net.rng.random_range(1..PLACES + 2) % 2 + 1;
            (End::Place(PlaceId(id)), address(id + 1), Aim::Realm(RealmId(id / 2)))
        };
        for _ in 0..3 {
            mix.all += 1;
            let packet = net.packet();
            let flow = Packet::new(packet.source(), there, packet.transport()).unwrap();
            let Some(expected) = brute_force(&net, &flow, aim) else {
                mix.refused += 1;
                continue;
            };
            let decision = net.decider().decide(Endpoint(End::Place(HERE)), Endpoint(to), &flow, &mut []);
            if decision == Decision::Undecided(Undecided::TooLarge) {
                mix.full += 1;
                continue;
            }
            mix.delivered += usize::from(decision.is_delivered());
            mix.answered += usize::from(decision == Decision::Answered);
            mix.sometimes += usize::from(decision == Decision::SometimesAnswered);
            assert_eq!(decision, expected, "seed {seed}: {flow:?} to {to:?}");
        }
    }
    mix.assert_tells();
}

/// What is decided and walked about a packet to the second place: whether it is delivered, answered, and fails.
fn both(net: &Net) -> (Option<(bool, bool, bool)>, (bool, bool, bool)) {
    let transport = Transport::Tcp { source: 4, destination: 4 };
    let packet = Packet::new(address(1), address(2), transport).unwrap();
    let aim = Aim::Realm(RealmId(0));
    let place = (HERE, net.network.fabric.place(HERE).unwrap());
    let mut walk = Walk::new(&net.spaces, &net.network.fabric, place, (aim, 2), &packet, &mut []);
    let found = walk.send((2, 2), (4, 4)).ok();
    let found = found.map(|(Found { delivered, answered, failing, .. }, ..)| (delivered, answered, failing));
    (found, net.walked(&packet, &packet, aim).unwrap())
}

fn rewrite(random: &mut Random, packets: Space, field: Field, values: Values, next: u32) -> HopKind {
    let case = Case { packets, treatment: Treatment::Set(vec![(field, values)]), label: label("case") };
    let otherwise = (random.stop(), label("gateway"));
    HopKind::Rewrite(Rewrite::new(&mut random.spaces, [case], otherwise, None, HopId(next)))
}

fn route(random: &mut Random, entries: &[(Space, u32)]) -> HopKind {
    let entry = |&(packets, hop): &_| Entry { packets, next: Next::Hop(HopId(hop)), label: label("route") };
    let otherwise = (random.stop(), label("table"));
    HopKind::Route(Route::new(&mut random.spaces, entries.iter().map(entry), otherwise))
}

#[test]
fn another_mark_is_another_time_around() {
    // Marked one higher each time it comes around, out with the third; another mark would not get out.
    for (last, is_out) in [(2, true), (1, false)] {
        let net = Net::with(|random| {
            let [none, one] = [0, 1].map(|mark| random.spaces.of(Field::Mark, &Values::one(mark)));
            vec![
                route(random, &[(none, 1), (one, 2), (Space::ALL, MIDDLE)]),
                rewrite(random, Space::ALL, Field::Mark, Values::one(1), 0),
                rewrite(random, Space::ALL, Field::Mark, Values::one(last), 0),
            ]
        });
        let (decided, walked) = both(&net);
        assert_eq!((decided, walked.0), (Some(walked), is_out));
    }
}

#[test]
fn a_way_that_is_too_long_is_not_told() {
    for (times, fits) in [(20, true), (60, false)] {
        // Once around for each address from the one on.
        let net = Net::with(|random| {
            let around = |random: &mut Random, number| {
                let packets = random.spaces.of(Field::Source, &Values::one(number));
                Case {
                    packets,
                    treatment: Treatment::Set(vec![(Field::Source, Values::one(number + 1))]),
                    label: label("case"),
                }
            };
            let cases: Vec<Case> = (1..=times).map(|number| around(random, number)).collect();
            let otherwise = (random.stop(), label("gateway"));
            let state = Some(StateId(0));
            let rewrite = Rewrite::new(&mut random.spaces, cases, otherwise, state, HopId(1));
            let out = random.spaces.of(Field::Source, &Values::one(times + 1));
            vec![HopKind::Rewrite(rewrite), route(random, &[(out, MIDDLE), (Space::ALL, 0)])]
        });
        let (decided, walked) = both(&net);
        assert_eq!(decided, fits.then_some(walked));
        assert!(walked.0);
    }
}

/// The decision by sending a packet to every address and port that is told apart.
fn brute_force(net: &Net, flow: &Packet, aim: Aim) -> Option<Decision> {
    let mut sent = Vec::new();
    if matches!(aim, Aim::Behind(_)) {
        sent.push(*flow);
    } else {
        for to in 0..=ADDRESSES as u32 + 1 {
            let transports: Vec<Transport> = match flow.transport() {
                Transport::Tcp { source, .. } => {
                    let ports = 0..=PORTS as u16 + 1;
                    ports.map(|destination| Transport::Tcp { source, destination }).collect()
                }
                Transport::Icmp { .. } => {
                    let types = (0..=PORTS as u8 + 1).flat_map(|code| [0, 3, 8].map(|kind| (kind, code)));
                    types.map(|(kind, code)| Transport::Icmp { kind, code }).collect()
                }
                other => vec![other],
            };
            let packet = |transport| Packet::new(flow.source(), address(to), transport);
            sent.extend(transports.into_iter().filter_map(packet));
        }
    }
    let (mut any, mut some, mut every) = (false, false, false);
    for packet in sent {
        let (delivered, answered, failing) = net.walked(&packet, flow, aim).ok()?;
        any |= delivered;
        some |= answered;
        every |= delivered && !failing;
    }
    Some(match (every, some, any) {
        (true, ..) => Decision::Answered,
        (_, true, _) => Decision::SometimesAnswered,
        (_, _, true) => Decision::DeliveredOnly,
        _ => Decision::Dropped,
    })
}
