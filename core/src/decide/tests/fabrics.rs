//! Random fabrics, most of which no cloud has: a packet at a time, decided on and walked.

use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use rand::RngExt;
use rand::rngs::StdRng;

use super::super::walk::{Aim, Found, Walk};
use super::super::{Decider, Decision, End, Endpoint, Undecided, Written};
use super::random::{ADDRESSES, HERE, MIDDLE, PLACES, PORTS, Random, address};
use crate::fabric::tests::label;
use crate::fabric::{
    Case, Entry, Fabric, HopId, HopKind, Next, PlaceId, RealmId, Rewrite, Route, StateId, Treatment,
};
use crate::lower::{Network, translations};
use crate::packet::{Packet, Protocol, Transport, address_number};
use crate::reach::{End as WalkEnd, Outcome, Piece, TooLarge, Walker};
use crate::space::{Field, Space, Spaces, Span, Values};

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
        let mut network = Network::of(fabric);
        network.translations = translations;
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
    fn walked(&self, sent: &Packet, flow: &Packet, aim: Aim) -> Result<Fate, TooLarge> {
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
        let (spaces, written) = (&self.spaces, &self.written);
        Decider { evaluator: None, spaces, fabric, translations, written }
    }
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
            let mut walk =
                Walk::new(&net.spaces, &net.network.fabric, place, (aim, None, to), &packet, &mut []);
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

/// Whether a packet is delivered, answered, and fails by some way.
type Fate = (bool, bool, bool);

/// What is decided and what is walked about a packet to the second place.
fn both(net: &Net) -> (Option<Fate>, Fate) {
    let transport = Transport::Tcp { source: 4, destination: 4 };
    let packet = Packet::new(address(1), address(2), transport).unwrap();
    let aim = Aim::Realm(RealmId(0));
    let place = (HERE, net.network.fabric.place(HERE).unwrap());
    let mut walk = Walk::new(&net.spaces, &net.network.fabric, place, (aim, None, 2), &packet, &mut []);
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
    HopKind::Route(Route::new(&mut random.spaces, entries.iter().map(entry).collect(), otherwise))
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
fn a_decision_takes_little_room() {
    // It is on the stack, twice where what stops a packet is asked for.
    assert!(size_of::<Walk<'_, '_>>() <= 8192, "{}", size_of::<Walk<'_, '_>>());
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
